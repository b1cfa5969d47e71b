"""How well ratings of words agree with people's, on texts that neither reading was taught.

    cargo xtask learn factuality --data ../shared/data/claims --open open.tsv
    cp -r packs packs-open && cp open.tsv packs-open/lang/en/factuality.tsv
    python3 eval/ratings.py ../shared target/release/entente packs-open

The weights of the packs are learned from all texts, those of `--open` from the half that is not held back, and the
transformer from two thirds (eval/deep/train.py); what is left of each set is some 100 to 230 ratings. Prints Pearson's r of
all ratings, where a word without one counts 0, and of those that have one. Only the standard library.
"""
import hashlib
import json
import pathlib
import subprocess
import sys

SETS = {
    "MEANTIME": ["meantime_factuality_train.conll.gz", "meantime_factuality_dev.conll.gz"],
    "UDS": ["uds_it_happened_dev.jsonl.gz"],
    "CommitmentBank": ["commitmentbank.jsonl.gz"],
}


def main():
    shared, binary, packs = map(pathlib.Path, sys.argv[1:])
    sys.path.insert(0, str(shared / "eval"))
    import claims

    for name, files in SETS.items():
        pairs = [pair for file in files for pair in rated(claims, shared / "data/claims" / file, binary, packs)]
        told = claims.regression(pairs)
        print(f"{name:14} r {told['all, missing as 0']['r']:.3f}, {told['matched']['r']:.3f} of the rated, n {len(pairs)}")


def rated(claims, path, binary, packs):
    """Gold and predicted ratings of the texts that neither reading was taught."""
    kind, rows = claims.load(str(path))
    documents = "".join(json.dumps(document) + "\n" for document in claims.inputs(kind, rows))
    command = [binary, "code", "--all", "--packs", packs, "--input-format", "jsonl", "-"]
    out = subprocess.run(command, input=documents, capture_output=True, text=True, check=True).stdout
    found = {str(document["id"]): document for document in map(json.loads, out.splitlines())}
    for at, row in enumerate(rows):
        if kind == "commitment":
            text, clause = claims.commitment_text(row)
            if is_new(row["uID"], text):
                yield float(row["Mean"]), claims.at_clause(found.get(row["uID"], {}), clause)
        else:
            text, words = claims.token_text(row["tokens"])
            if is_new(text, text):
                for word in row["factuality"]:
                    yield word["value"], claims.at_word(found.get(str(at), {}), words[word["token"]])


def is_new(key, text):
    """Held back by `xtask learn factuality`, and by `eval/deep/train.py`."""
    held = hashlib.sha256(key.encode()).hexdigest()[7] in "13579bdf"
    return held and hashlib.sha256(text.encode()).digest()[0] % 3 == 0


if __name__ == "__main__":
    main()
