"""Which states the actor and recipient spans of an event set name (JSONL with `marked` spans): F1 of countries.

How it is made: the gold set marks the two parties of an event in a sentence and gives them no code. The
states that each span names were written by reading the spans (truth/spans.tsv, whose head says by which
rules), before any output was looked at. Spans that readers may differ on (`?`) are left out.
The document is the sentence. The answer for a span is taken from the actors with a country that overlap it:
the first of them, the widest of those that begin together, and those that commas and conjunctions join to it,
or to the first inside it of the same country (`Turkish and Russian presidents`, `leaders of France and Germany`).

  state_p, state_r, state_f1   micro precision, recall and F1 of countries over spans that name a state
  exact                        share of those spans whose set of countries is right
  silent                       share of the spans that name no state for which no country is given
"""
import os
import re
import sys

SHARED = os.environ.get("ENTENTE_EVAL", "")
for folder in filter(None, [SHARED, os.path.join(os.path.dirname(__file__), "../../shared/eval")]):
    sys.path.append(folder)
from common import Count, document, main, overlap, predictions, ratio, read_jsonl  # noqa: E402

TRUTH = os.path.join(os.path.dirname(__file__), "truth/spans.tsv")
JOINS = re.compile(r"^(\s|,|and|or|&|the|its|their|other|countries such as|as well as)*$", re.I)


def inputs(gold):
    for r in read_jsonl(gold):
        yield document(r["id"], r["text"], r.get("date"), lang=r.get("lang"))


def truth():
    states = {}
    with open(TRUTH, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                record, event, side, codes = line.rstrip("\n").split("\t")
                states[record, int(event), side] = set(codes.split(","))
    return states


def spans(event):
    """(side, start, end) in bytes of the unmarked sentence."""
    offset = 0
    found = {}
    for piece in re.split(r"(</?[st]>)", event["marked"]):
        if re.fullmatch(r"</?[st]>", piece):
            found.setdefault("source" if "s" in piece else "target", []).append(offset)
        else:
            offset += len(piece.encode())
    return [(side, *ends) for side, ends in found.items() if len(ends) == 2]


def countries(actors, span, text):
    """The countries of a party: of its first actors, each with those that a coordination joins to it."""
    clip = lambda a: (max(a["span"][0], span[0]), min(a["span"][1], span[1]), a.get("country"))
    named = [clip(a) for a in actors if overlap(a["span"], span) > 0 and a.get("country")]
    widest = sorted(named, key=lambda c: (c[0], -c[1]))
    found = set()
    if widest:
        found = joined(widest, widest[0], text)
        # Inside `Turkish and Russian presidents` or `the leaders of France and Germany`.
        inner = next((c for c in widest[1:] if c[1] <= widest[0][1] and c[2] == widest[0][2]), None)
        found |= joined(widest[1:], inner, text) if inner else set()
    return found


def joined(actors, first, text):
    """The countries of an actor and of those that follow it after no more than a comma or conjunction."""
    found, end = {first[2]}, first[1]
    for start, last, country in actors:
        if start >= end and JOINS.match(text[end:start].decode(errors="replace")):
            found.add(country)
            end = last
    return found


def score(gold, pred):
    states, outputs = truth(), predictions(pred)
    count, exact, silent, answered, records = Count(), [], [], 0, 0
    for r in read_jsonl(gold):
        records += 1
        output = outputs.get(r["id"])
        answered += output is not None
        for number, event in enumerate(r["events"]):
            for side, *span in spans(event):
                wanted = states.get((r["id"], number, side), set())
                if wanted == {"?"}:
                    continue
                text = r["text"].encode()
                said = countries((output or {}).get("actors") or [], span, text)
                if os.environ.get("ENTENTE_MISSES") and said != wanted:
                    sys.stderr.write(f"{r['id']} {text[span[0]:span[1]].decode()} = {wanted or ''} / {said or ''}\n")
                if wanted:
                    count.add(wanted, said)
                    exact.append(said == wanted)
                else:
                    silent.append(not said)
    figures = {"records": records, "answered": answered, "spans": len(exact), "others": len(silent)}
    return {"all": figures | count.figures("state")
            | {"exact": ratio(sum(exact), len(exact)), "silent": ratio(sum(silent), len(silent))}}


if __name__ == "__main__":
    main(__doc__, inputs, score)
