"""The documents of the audit sheets, under the ids that the sheets have, as input of `entente code`.

    python3 eval/audits.py ../shared eval/audit/*.tsv > documents.jsonl
    python3 eval/audits.py ../shared all > documents.jsonl      (every document of these corpora, audited or not)

Wikinews has the ids that `entente read` gives (the first argument after `all` or the sheets may be a binary: --entente),
Reuters its own numbers, LGL (`lgl-N`), GeoWebNews (`GWN-N`) and AQUAINT (`aq-NAME`) their places and names in the set.
Which corpora could not be found here is said on standard error. Only the standard library.
"""
import argparse
import csv
import json
import lzma
import pathlib
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("sheets", nargs="+")
    parser.add_argument("--entente", default="target/release/entente", help="the binary that reads Wikinews")
    given = parser.parse_args()
    sys.path.insert(0, str(given.shared / "eval"))
    wanted = None if given.sheets == ["all"] else set(named(given.sheets))
    found = set()
    for document in documents(given.shared / "data", given.entente):
        if wanted is None or document["id"] in wanted:
            found.add(document["id"])
            print(json.dumps(document))
    if wanted:
        print(f"{len(found)} of {len(wanted)} documents found", file=sys.stderr)


def named(sheets):
    for path in sheets:
        with open(path, encoding="utf-8") as f:
            rows = csv.DictReader((line for line in f if not line.startswith("#")), delimiter="\t")
            ids = {row["document"] for row in rows}
        yield from ids


def documents(data, binary):
    yield from wikinews(data / "corpus/wikinews_2019_2020.jsonl", binary)
    yield from reuters(data / "corpus/reuters21578.jsonl.xz")
    yield from toponyms(data / "reading/toponyms")
    yield from aquaint(data / "reading/time/aquaint.tar.xz")


def wikinews(path, binary):
    read = subprocess.run([binary, "read", "--format", "jsonl", path], capture_output=True, text=True, check=True)
    ids = {page["url"]: page["id"] for page in map(json.loads, read.stdout.splitlines())}
    with open(path, encoding="utf-8") as f:
        for page in map(json.loads, f):
            if page["url"] in ids:
                kept = {key: page[key] for key in ("url", "title", "text", "date") if page.get(key)}
                yield {"id": ids[page["url"]], **kept}


def reuters(path):
    with lzma.open(path, "rt", encoding="utf-8") as f:
        for piece in map(json.loads, f):
            yield {**piece, "id": str(piece["id"])}


def toponyms(folder):
    import places

    for name, prefix in (("lgl.xml.xz", "lgl-"), ("GWN.xml.xz", "GWN-")):
        for at, document in enumerate(places.inputs(str(folder / name))):
            yield {**document, "id": f"{prefix}{at}"}


def aquaint(path):
    import times

    for name, tml in times.files(str(path)):
        day, text, _ = times.parse(tml)
        yield {"id": f"aq-{name}", "text": text, "date": day}


if __name__ == "__main__":
    main()
