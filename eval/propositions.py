"""Scores propositions of single sentences: kind, sign and arguments all right.

    python3 eval/propositions.py GOLD [--part held] [--entente PATH] [--packs packs] [--show]

GOLD is JSON Lines (`sentence`, `type`, `args`, `published`, `part`) or a TSV of `type sentence a b c`.
The sentences are run as tests of forms: they are written into a copy of the packs whose own tests are left out, and
`entente packs test` runs them. A sentence of no type must come to nothing. Of arguments only those of the gold count.
"""
import argparse, collections, csv, json, pathlib, re, shutil, subprocess, tempfile

OTHER = {"no_alliance": "-alliance", "rivalry": "level"}
PLACES = {"asymmetry": ("junior", "senior"), "similarity": ("state", "closer", "than"), "intention": ("actor", "target")}


def gold(path, part):
    """(type, notation, sentence, day) of each row."""
    text = pathlib.Path(path).read_text()
    if text.startswith("{"):
        rows = [json.loads(line) for line in text.splitlines()]
        rows = [r for r in rows if part in (None, r.get("part"))]
    else:
        rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
        for r in rows:
            r["args"] = {k: r[c] for k, c in zip(PLACES.get(r["type"], ("a", "b")), "abc")}
    for r in rows:
        args = "".join(f" {k}={v}" for k, v in r["args"].items())
        yield r["type"], (OTHER.get(r["type"], r["type"]) + args) or "none", r["sentence"], r.get("published")


def prepare(packs, to, rows):
    shutil.copytree(packs, to)
    for file in pathlib.Path(to).glob("ontology/*/*/*.toml"):
        tests = r"(?ms)^\[\[test\]\].*?(?=^\[\[(?:rule|form)\]\]|\Z)"
        file.write_text(re.sub(tests, "", file.read_text()))
    quoted = lambda s: json.dumps(s, ensure_ascii=False)
    out = ['kind = "event"\n']
    for _, notation, sentence, day in rows:
        out.append(f"[[test]]\nis = {quoted(notation)}\nen = {quoted(sentence)}\n" + (f"published = {quoted(day)}\n" if day else ""))
    folder = next(pathlib.Path(to).glob("ontology/*/propositions"))
    (folder / "zz-gold.toml").write_text("\n".join(out))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold")
    ap.add_argument("--part")
    ap.add_argument("--entente", default="entente")
    ap.add_argument("--packs", default="packs")
    ap.add_argument("--show", action="store_true", help="print what went wrong")
    a = ap.parse_args()
    rows = list(gold(a.gold, a.part))
    with tempfile.TemporaryDirectory() as folder:
        prepare(a.packs, folder + "/packs", rows)
        done = subprocess.run([a.entente, "packs", "test", "--packs", folder + "/packs"], capture_output=True, text=True)
    if " tests, " not in done.stdout:
        raise SystemExit(done.stderr)
    wrong = set(re.findall(r"zz-gold\.toml: (.*)", done.stdout))
    by = collections.defaultdict(list)
    for kind, _, sentence, _ in rows:
        by[kind or "none"].append(sentence not in wrong)
    right = sum(map(sum, by.values()))
    print(json.dumps({"n": len(rows), "right": round(right / len(rows), 4), "by type": {k: f"{sum(v)}/{len(v)}" for k, v in sorted(by.items())}}, indent=1))
    if a.show:
        print(done.stdout)


if __name__ == "__main__":
    main()
