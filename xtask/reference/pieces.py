"""Writes the character classes of BERT's tokenizer: python xtask/reference/pieces.py > classes.rs

Every character is shown to the reference (`pip install tokenizers==0.23.3`), which knows an older
Unicode than Rust; what it does with it says of which class it is.
"""

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

HEADER = """//! Character classes of BERT's tokenizer as sorted, inclusive ranges. Generated, do not edit.
//!
//! Made by: `python xtask/reference/pieces.py`. Source: what the reference, the library `tokenizers`,
//! does with each character; its tables are those of the Unicode Character Database (Unicode licence).
"""


def normalizer(**chosen):
    steps = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**(steps | chosen))


CLEAN, ACCENTS, SPACED = (
    normalizer(clean_text=True),
    normalizer(strip_accents=True),
    normalizer(handle_chinese_chars=True),
)
WORDS = BertPreTokenizer()

CLASSES = {
    "DROPPED": ("Characters that are no text: controls, formats and private ones.",
                lambda c: CLEAN.normalize_str(f"a{c}b") == "ab"),
    "MARKS": ("Marks that stand on other characters and are taken off.",
              lambda c: ACCENTS.normalize_str(f"a{c}b") == "ab"),
    "IDEOGRAPHS": ("Characters that are words by themselves.",
                   lambda c: SPACED.normalize_str(f"a{c}b") == f"a {c} b"),
    "PUNCTUATION": ("Signs that stand alone beyond ASCII.",
                    lambda c: c > "\x7f" and len(WORDS.pre_tokenize_str(f"a{c}b")) == 3),
}


def ranges(members):
    found = []
    for code in members:
        if found and found[-1][1] == code - 1 or found and (found[-1][1], code) == (0xD7FF, 0xE000):
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main():
    print(HEADER, end="")
    scalars = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    for name, (about, is_member) in CLASSES.items():
        print(f"\n/// {about}\n#[rustfmt::skip]\npub(super) static {name}: &[(u32, u32)] = &[")
        line = "   "
        for first, last in ranges(c for c in scalars if is_member(chr(c))):
            cell = f" (0x{first:x}, 0x{last:x}),"
            if len(line) + len(cell) > 100:
                print(line)
                line = "   "
            line += cell
        print(f"{line}\n];")


main()
