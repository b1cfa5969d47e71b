"""Who a phrase is: country and sector of the phrases in truth/actors.tsv (its head says how they were made).

The document is the phrase, with the day as `query_date`. The answer is the actor that covers most of the
phrase, the first of equals; a body without a country counts by the first part of its id (IGO, NGO).
  country, sector   accuracy over phrases that name somebody;  both: the two are right together. The sector
                    of bodies without a country is not asked where the table has none
  silent            share of the phrases that nobody can place for which neither is given
"""
import os
import sys

for folder in filter(None, [os.environ.get("ENTENTE_EVAL"), os.path.join(os.path.dirname(__file__), "../../shared/eval")]):
    sys.path.append(folder)
from common import document, main, overlap, predictions, ratio  # noqa: E402

BODIES = {"IGO", "NGO"}


def rows(gold):
    with open(gold, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if not line.startswith("#"):
                text, day, country, sector, _, part = line.rstrip("\n").split("\t")
                yield f"phrase-{number}", text, day, country, sector, part


def inputs(gold):
    for number, text, day, *_ in rows(gold):
        yield document(number, text, lang="en", query_date=day or None)


def answer(output, text):
    actors = (output or {}).get("actors") or []
    if not actors:
        return "-", "-"
    actor = max(actors, key=lambda a: overlap(a["span"], (0, len(text.encode()))))
    root = (actor.get("id") or "").split(".")[0]
    return actor.get("country") or (root if root in BODIES else "-"), actor.get("sector") or "-"


def score(gold, pred):
    outputs, sections = predictions(pred), {}
    for number, text, day, country, sector, part in rows(gold):
        said = answer(outputs.get(number), text)
        hits = (said[0] == country, said[1] == sector or (country in BODIES and sector == "-"))
        if os.environ.get("ENTENTE_MISSES") and not all(hits):
            sys.stderr.write(f"{part} {text} {day} = {country} {sector} / {said[0]} {said[1]}\n")
        for name in ("all", part):
            section = sections.setdefault(name, {k: [] for k in ("country", "sector", "both", "silent")})
            if (country, sector) == ("-", "-"):
                section["silent"].append(all(hits))
            else:
                for key, hit in zip(("country", "sector", "both"), (*hits, all(hits))):
                    section[key].append(hit)
    return {name: {"phrases": sum(len(s[k]) for k in ("both", "silent"))} | {k: ratio(sum(h), len(h)) for k, h in s.items()}
            for name, s in sections.items()}


if __name__ == "__main__":
    main(__doc__, inputs, score)
