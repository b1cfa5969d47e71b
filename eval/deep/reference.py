"""Judges as `entente-annotate` does, in numpy: python eval/deep/reference.py PACK < LINES

A line is `{"text": …, "actor": [s, e], "recipient": [s, e]}`, spans in bytes, either missing or
null; the answer is `{"pieces": […], "logits": {question: […]}}`. Weights are the pack's whole
numbers, inputs of linear layers are rounded likewise; all else is computed in 64 bits.
Needs numpy and `tokenizers==0.23.3`.
"""

import json
import math
import sys

import numpy as np
from marks import Marker
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

import pack

erf = np.vectorize(math.erf)


def tokenizer(vocabulary):
    """BERT's uncased tokenizer with a vocabulary of one piece a line."""
    pieces = {piece: at for at, piece in enumerate(vocabulary.split("\n")) if piece}
    made = Tokenizer(models.WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return made


class Reference:
    def __init__(self, data):
        self.pack = pack.read(data)
        self.marker = Marker(tokenizer(self.pack["pieces"].decode()))
        self.n_heads, self.depth = (int(n) for n in self.pack["shape"])

    def rows(self, name):
        return self.pack[name].astype(np.float64) * self.pack[f"{name}/scale"][:, None]

    def linear(self, name, rows):
        scales = np.abs(rows).max(axis=1, keepdims=True) / 127
        whole = np.rint(np.divide(rows, scales, out=np.zeros_like(rows), where=scales > 0))
        return (whole * scales) @ self.rows(name).T + self.pack[f"{name}/bias"]

    def norm(self, name, rows):
        rows = rows - rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt((rows**2).mean(axis=1, keepdims=True) + 1e-12)
        return rows * self.pack[f"{name}/gain"] + self.pack[f"{name}/shift"]

    def layer(self, name, rows):
        asked = self.linear(f"{name}/ask", rows)
        count, width = rows.shape
        ask, answer, say = (
            part.reshape(count, self.n_heads, -1).transpose(1, 0, 2)
            for part in np.split(asked, 3, axis=1)
        )
        fits = softmax(ask @ answer.transpose(0, 2, 1) / math.sqrt(width / self.n_heads))
        heard = (fits @ say).transpose(1, 0, 2).reshape(count, width)
        rows = self.norm(f"{name}/norm1", rows + self.linear(f"{name}/join", heard))
        wide = self.linear(f"{name}/widen", rows)
        wide *= 0.5 + 0.5 * erf(wide / math.sqrt(2))
        return self.norm(f"{name}/norm2", rows + self.linear(f"{name}/narrow", wide))

    def tower(self, name, pieces):
        rows = self.rows("embed/word")[pieces] + self.rows("embed/place")[: len(pieces)]
        rows = self.norm(f"{name}embed/norm", rows)
        for n in range(self.depth):
            rows = self.layer(f"{name}layer{n}", rows)
        return rows

    def rate(self, text):
        """Where each piece starts, in letters, and its rating."""
        cut = self.marker.tokenizer.encode(text, add_special_tokens=False)
        rows = self.tower("words/", [self.marker.ends[0], *cut.ids, self.marker.ends[1]])[1:-1]
        values = [3.2 * math.tanh(self.heads(row[None], "words")["truth"][0]) for row in rows]
        return [(start, min(3, max(-3, value))) for (start, _), value in zip(cut.offsets, values)]

    def judge(self, text, actor=None, recipient=None):
        room = min(128, len(self.pack["embed/place"]))
        pieces, opening = self.marker.mark(text, actor, recipient, room)
        rows = self.tower("", pieces)
        none = np.zeros(rows.shape[1])
        seen = [rows[0], *(none if at is None else rows[at] for at in opening)]
        return pieces, self.heads(np.concatenate(seen)[None])

    def heads(self, row, section="heads"):
        logits = {}
        for line in self.pack[section].decode().splitlines():
            name = line.split("\t")[0]
            hidden = np.tanh(self.linear(f"head/{name}/dense", row))
            out = hidden @ self.pack[f"head/{name}/out"].astype(np.float64).T
            logits[name] = (out + self.pack[f"head/{name}/out/bias"])[0].tolist()
        return logits


def softmax(values):
    values = np.exp(values - values.max(axis=-1, keepdims=True))
    return values / values.sum(axis=-1, keepdims=True)


def main():
    with open(sys.argv[1], "rb") as file:
        reference = Reference(file.read())
    for line in sys.stdin:
        asked = json.loads(line)
        pieces, logits = reference.judge(asked["text"], asked.get("actor"), asked.get("recipient"))
        print(json.dumps({"pieces": pieces, "logits": logits}))


if __name__ == "__main__":
    main()
