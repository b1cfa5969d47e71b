"""Reads the chains of truth/coref: one table a document, whose text lies in a corpus outside the repository.

A table's head names the address and the SHA-256 of the text; its rows are the first byte, one past the last and the
number of the chain of each mention, or `-` for what is no mention. Texts are found by their hash, so that a table never
meets another text than the one it was made on.
"""
import hashlib
import json
import pathlib
import re


def documents(folder, corpus):
    """(name, text, chains of byte spans) of each table whose text is in the corpus."""
    texts = {}
    with open(corpus, encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            texts[hashlib.sha256(text.encode()).hexdigest()] = text
    for path in sorted(pathlib.Path(folder).glob("*.tsv")):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        found = re.search(r"sha256:([0-9a-f]{64})", head)
        if not found:
            raise ValueError(f"{path}: expected `sha256:` of the text in the first line, found `{head[:60]}`")
        if found.group(1) in texts:
            yield path.stem, texts[found.group(1)], list(chains(rows).values())


def chains(rows):
    """Spans by number of chain."""
    by_number = {}
    for row in rows:
        cells = row.split("\t")
        if cells[0].isdigit() and cells[2] != "-":
            by_number.setdefault(cells[2], []).append((int(cells[0]), int(cells[1])))
    return by_number
