"""Reads the GUM corpus: WebAnno TSV for mentions and chains, XML for paragraphs.

A document's text is made from its tokens: sentences of a paragraph are joined by one blank, paragraphs by an empty
line, and blanks before closing and after opening punctuation, inside `<w>` and inside quotation marks are left out, so
that the engine reads it as it would a page.
"""
import hashlib
import pathlib
import re
from html import unescape

BLOCKS = ("head", "p", "caption", "item", "date_line", "sp", "figure", "note", "list")
CLOSING = set(".,;:!?)]}%…") | {"'s", "’s", "n't", "n’t", "'", "’", "'re", "'ve", "'ll", "'d", "'m", "’re", "’ve"}
OPENING = set("([{$£€#")


def is_held(name):
    """Whether a document belongs to the third that nothing is tuned on."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 3 == 0


def documents(folder, part="all"):
    """(name, paths) of the documents of a part: `held`, `dev` or `all`."""
    for path in sorted(pathlib.Path(folder).glob("*.tsv")):
        if part == "all" or is_held(path.stem) == (part == "held"):
            yield path.stem, path


def tokens_of(path):
    """[(token, is_glued, starts_block)] of the XML beside a TSV."""
    out, inside, fresh, first = [], 0, True, True
    for line in path.with_suffix(".xml").read_text(encoding="utf-8").splitlines():
        if line.startswith("<"):
            name = re.match(r"</?(\w+)", line)
            name = name.group(1) if name else ""
            if name == "w":
                inside += -1 if line.startswith("</") else 1
                first = True
            elif name in BLOCKS:
                fresh = True
        elif line.strip():
            out.append((unescape(line.split("\t")[0]), inside > 0 and not first, fresh))
            fresh, first = False, False
    return out


def detokenize(tokens):
    """The text and each token's byte span in it."""
    text, spans, at, opened, glue = [], [], 0, False, False
    for word, is_glued, starts_block in tokens:
        gap = " "
        if not spans:
            gap = ""
        elif starts_block:
            gap, opened = "\n\n", False
        elif is_glued or glue or word in CLOSING:
            gap = ""
        glue = word in OPENING
        if word in ('"', "“", "”"):
            opened = not opened
            glue = opened
            if not opened and gap == " ":
                gap = ""
        size = len(word.encode())
        at += len(gap.encode())
        spans.append((at, at + size))
        at += size
        text += [gap, word]
    return "".join(text), spans


def read(path, links=("coref", "ana", "cata", "appos", "pred", "disc")):
    """Text, token spans and chains of a document.

    A chain is a list of mentions, a mention a pair of token numbers, first and one past the last. Bridging links are
    left out, all other links of the TSV join, as in GUM's own CoNLL files. Mentions without a link are chains of one.
    """
    mentions, edges, words = {}, [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if not re.match(r"\d+-\d+$", cells[0]):
            continue
        at = len(words)
        words.append(cells[2])
        here = []
        for number, label in enumerate([] if cells[3] == "_" else cells[3].split("|")):
            match = re.search(r"\[(\d+)\]$", label)
            key = int(match.group(1)) if match else ("alone", at, number)
            here.append(key)
            first, _ = mentions.get(key, (at, at))
            mentions[key] = (first, at + 1)
        kinds = [] if cells[8] == "_" else cells[8].split("|")
        targets = [] if cells[9] == "_" else cells[9].split("|")
        for kind, target in zip(kinds, targets):
            if kind in links:
                edges.append((target, at, here))
    tokens = tokens_of(path)
    if [w for w, _, _ in tokens] != words:
        raise ValueError(f"{path}: the XML has other tokens than the TSV")
    starts = line_numbers(path)
    parent = {key: key for key in mentions}

    def root(key):
        while parent[key] != key:
            key = parent[key]
        return key

    for target, at, here in edges:
        place, ends = re.match(r"(\d+-\d+)(?:\[(\d+)_(\d+)\])?", target).group(1), re.search(r"\[(\d+)_(\d+)\]", target)
        other, own = (int(ends.group(1)), int(ends.group(2))) if ends else (0, 0)
        there = starts[place]
        one = own if own in mentions else single(mentions, at)
        two = other if other in mentions else single(mentions, there)
        if one is not None and two is not None:
            parent[root(one)] = root(two)
    chains = {}
    for key, span in sorted(mentions.items(), key=lambda item: item[1]):
        chains.setdefault(root(key), []).append(span)
    text, spans = detokenize(tokens)
    return text, spans, list(chains.values())


def single(mentions, at):
    """The mention of one token that has no number."""
    return next((key for key in mentions if isinstance(key, tuple) and key[1] == at), None)


def line_numbers(path):
    lines = (line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines())
    return {cell: at for at, cell in enumerate(cell for cell in lines if re.match(r"\d+-\d+$", cell))}
