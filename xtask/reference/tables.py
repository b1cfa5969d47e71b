"""Writes the tables that live in the reference pipeline's library rather than in its wheel.

Run from the root of the repository with Python 3.11 (Unicode 14.0.0) and spacy==3.8.18:

    python3.11 xtask/reference/tables.py

It writes packs/lang/en/symbols.tsv and packs/lang/en/base-norms.tsv (facts of the spaCy library,
MIT, ExplosionAI GmbH) and crates/entente-annotate/src/model/unicode_tables.rs (facts of the
Unicode Character Database as that Python knows it).
"""

import sys
import unicodedata
from pathlib import Path

HEADER = """\
# {title}
# Source: the table {table} of spaCy 3.8.18. Licence: MIT, Copyright ExplosionAI GmbH.
# Made by: python3.11 xtask/reference/tables.py
"""

RUST_HEADER = """\
//! Unicode 14.0.0 character classes as sorted, inclusive ranges. Generated, do not edit.
//!
//! Made by: `python3.11 xtask/reference/tables.py`. Source: the Unicode Character Database (Unicode
//! licence) as the Python that runs the reference pipeline knows it.
"""

CLASSES = [
    ("ALPHA", "Letters: general categories Lu, Ll, Lt, Lm and Lo.", str.isalpha),
    ("DIGIT", "Characters with a decimal or digit value.", str.isdigit),
    ("DECIMAL", "Decimal digits: general category Nd.", str.isdecimal),
    ("UNASSIGNED", "Code points without a character.", lambda c: unicodedata.category(c) == "Cn"),
]


def ranges(holds):
    """Returns the inclusive ranges of scalar values for which a predicate holds."""
    found, start = [], None
    for code in range(0x110001):
        scalar = code < 0x110000 and not 0xD800 <= code <= 0xDFFF
        if scalar and holds(chr(code)):
            start = code if start is None else start
        elif start is not None:
            found.append((start, code - 1))
            start = None
    return found


def write_unicode(path):
    """Writes one Rust table for each class, a row of ranges as wide as a line allows."""
    text = RUST_HEADER
    for name, doc, holds in CLASSES:
        cells = [f"(0x{a:x}, 0x{b:x})," for a, b in ranges(holds)]
        text += f"\n/// {doc}\n#[rustfmt::skip]\npub(super) static {name}: &[(u32, u32)] = &[\n"
        line = "   "
        for cell in cells:
            if len(line) + 1 + len(cell) > 100:
                text += line + "\n"
                line = "   "
            line += " " + cell
        text += line + "\n];\n"
    path.write_text(text, encoding="utf8")


def write_symbols(path):
    from spacy.symbols import IDS

    header = HEADER.format(title="Reserved string ids: name, id.", table="spacy.symbols.IDS")
    rows = sorted((number, name) for name, number in IDS.items() if name)
    path.write_text(header + "".join(f"{name}\t{number}\n" for number, name in rows), encoding="utf8")


def write_norms(path):
    from spacy.lang.norm_exceptions import BASE_NORMS

    header = HEADER.format(
        title="Norms every language shares: form, norm.",
        table="spacy.lang.norm_exceptions.BASE_NORMS",
    )
    rows = "".join(f"{form}\t{norm}\n" for form, norm in sorted(BASE_NORMS.items()))
    path.write_text(header + rows, encoding="utf8")


def main():
    if unicodedata.unidata_version != "14.0.0":
        sys.exit(f"expected Unicode 14.0.0, found {unicodedata.unidata_version}")
    write_symbols(Path("packs/lang/en/symbols.tsv"))
    write_norms(Path("packs/lang/en/base-norms.tsv"))
    write_unicode(Path("crates/entente-annotate/src/model/unicode_tables.rs"))


main()
