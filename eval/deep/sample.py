"""Writes a tiny pack of chance numbers, and what the reference makes of some texts with it.

    python eval/deep/sample.py crates/entente-annotate/tests/golden

`judge.bin` is the pack; a row of `judge.tsv` is a text, the spans of actor and recipient, the numbers
of the pieces, and what speaks for each label, head after head. A row of `ratings.tsv` is a text, where
its words start, and their ratings.
"""

import pathlib
import sys

import numpy as np
from reference import Reference

import pack

WIDTH, HEADS, DEPTH, WIDE, PLACES = 32, 2, 2, 64, 32
QUESTIONS = {"deed": ["help", "harm", "talk"], "mood": ["fair", "foul"]}
PIECES = """[PAD] [unused1] [unused2] [unused3] [unused4] [UNK] [CLS] [SEP] the of and to in a , . ' " - on
its with it had said would france mali paris minister envoy army troops warned praised accused sent helped
at ##tack ##ed ##s ##ing talks with ##draw zur ##ich pe ##ace 北 京 5 % й""".split()
TEXTS = [
    ("France warned Mali.", "France", "Mali"),
    ("Mali's minister praised the envoy of France, it said.", "France", "Mali's minister"),
    ("Paris sent troops to Zürich.", None, "Zürich"),
    ("France ATTACKED Mali's army", "France ATTACKED Mali's army", "Mali"),
    ("“Pеace,” 北京 said: 5% — the withdrawing!", "北京", None),
    ("the troops of France " * 9 + "accused Mali" + " and its army" * 20, "France accused", "Mali"),
    ("France " + "said the envoy had " * 12 + "helped Mali", "France", "Mali"),
    ("no party", None, None),
    ("", None, None),
]
# Of letters of one byte and words of one piece.
RATED = ["France warned Mali.", "it said the troops of Mali had helped France, on talks"]


def main():
    folder, chance = pathlib.Path(sys.argv[1]), np.random.default_rng(7)

    def rows(name, n_rows, n_columns, spread):
        out[name], out[f"{name}/scale"] = pack.whole(chance.normal(0, spread, (n_rows, n_columns)))

    def linear(name, n_rows, n_columns):
        rows(name, n_rows, n_columns, 1 / np.sqrt(n_columns))
        out[f"{name}/bias"] = chance.normal(0, 0.1, n_rows).astype(np.float32)

    def norm(name):
        out[f"{name}/gain"] = chance.normal(1, 0.1, WIDTH).astype(np.float32)
        out[f"{name}/shift"] = chance.normal(0, 0.1, WIDTH).astype(np.float32)

    def layers(tower):
        for n in range(DEPTH):
            linear(f"{tower}layer{n}/ask", 3 * WIDTH, WIDTH)
            linear(f"{tower}layer{n}/join", WIDTH, WIDTH)
            norm(f"{tower}layer{n}/norm1")
            linear(f"{tower}layer{n}/widen", WIDE, WIDTH)
            linear(f"{tower}layer{n}/narrow", WIDTH, WIDE)
            norm(f"{tower}layer{n}/norm2")

    def head(name, n_labels, n_rows):
        linear(f"head/{name}/dense", WIDTH, n_rows * WIDTH)
        out[f"head/{name}/out"] = chance.normal(0, 0.3, (n_labels, WIDTH)).astype(np.float32)
        out[f"head/{name}/out/bias"] = chance.normal(0, 0.1, n_labels).astype(np.float32)

    pieces = list(dict.fromkeys(PIECES))
    out = {"pieces": "\n".join(pieces).encode(), "shape": np.array([HEADS, DEPTH], np.uint32)}
    rows("embed/word", len(pieces), WIDTH, 1)
    rows("embed/place", PLACES, WIDTH, 0.3)
    norm("embed/norm")
    layers("")
    out["heads"] = "".join("\t".join([name, *of]) + "\n" for name, of in QUESTIONS.items()).encode()
    for name, of in QUESTIONS.items():
        head(name, len(of), 3)
    norm("words/embed/norm")
    layers("words/")
    out["words"] = b"truth\tvalue\n"
    head("truth", 1, 1)
    data = pack.write(out)
    (folder / "judge.bin").write_bytes(data)
    reference = Reference(data)
    with open(folder / "judge.tsv", "w", encoding="utf-8") as table:
        table.write("# text\tactor\trecipient\tpieces\tlogits; made by `python eval/deep/sample.py`\n")
        for text, *parties in TEXTS:
            spans = [party and span(text, party) for party in parties]
            numbers, logits = reference.judge(text, *spans)
            cells = [text, *("-" if s is None else f"{s[0]} {s[1]}" for s in spans)]
            cells.append(" ".join(map(str, numbers)))
            cells.append(" ".join(f"{x:.5f}" for of in logits.values() for x in of))
            table.write("\t".join(cells) + "\n")
    with open(folder / "ratings.tsv", "w", encoding="utf-8") as table:
        table.write("# text\tstarts\tratings; made by `python eval/deep/sample.py`\n")
        for text in RATED:
            starts, values = zip(*reference.rate(text))
            table.write(f"{text}\t{' '.join(map(str, starts))}\t{' '.join(f'{v:.5f}' for v in values)}\n")


def span(text, party):
    start = len(text[: text.index(party)].encode())
    return start, start + len(party.encode())


main()
