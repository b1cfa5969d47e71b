"""Whether a sentence tells that police killed or arrested somebody (JSONL with the labels KILL and ARREST).

The gold asks of each sentence of Indian news of 2002 whether police killed, and whether they arrested
somebody. The document is the sentence alone, so that hardly any names a state: score what `code --all` gives.

  kill     an ASSAULT by police or soldiers which one of the rules of KILLING read (an event names all rules
           that read it), of sectors in FORCES; or one that such a rule read of ARMED men by nobody who is told
           of, whom the gold takes to have been killed by police (`two militants were shot dead`)
  arrest   a COERCE of the mode `arrest`, whoever did it: of those who were arrested it is mostly not told
Both count where they are told as happened or going on; what is planned, denied or supposed is none.

Sections: `tuned` are the sentences whose SHA-256 of the id is even, which rules were tuned on, `held` the odd
ones, `all` both.

  sentences                 how many there are
  kill_p, kill_r, kill_f1   precision, recall and F1 of sentences; arrest_* in the same way
  reach                     share of the sentences labelled KILL in which any ASSAULT by police or soldiers is read
"""
import hashlib
import os
import re
import sys

SHARED = os.environ.get("ENTENTE_EVAL", "")
for folder in filter(None, [SHARED, os.path.join(os.path.dirname(__file__), "../../shared/eval")]):
    sys.path.append(folder)
from common import Count, document, main, predictions, ratio, read_jsonl  # noqa: E402

FORCES = re.compile(r"(^|\.)(COP|MIL)$")
KILLING = re.compile(r"/assault/(kill|massacre|execute|assassinate)")
ARMED = re.compile(r"(^|\.)REB$")
TOLD = {"happened", "ongoing"}


def inputs(gold):
    for r in read_jsonl(gold):
        yield document(r["id"], r["text"], r.get("date"), lang=r.get("lang"))


def is_by_force(event):
    return is_of(FORCES, event["actor"])


def is_of_armed(event):
    """Whether nobody is told to have done it, and armed men underwent it."""
    return event["actor"] is None and is_of(ARMED, event.get("recipient"))


def is_of(sectors, party):
    return any(sectors.search((party or {}).get(key) or "") for key in ("sector", "id"))


def told(events):
    """The labels that the events of a sentence give it."""
    labels = set()
    for event in events:
        if event["status"] not in TOLD:
            continue
        is_assault = event["type"] == "ASSAULT"
        if is_assault and is_by_force(event):
            labels.add("FORCE")
        if is_assault and any(KILLING.search(rule) for rule in event["why"]):
            if is_by_force(event) or is_of_armed(event):
                labels.add("KILL")
        if (event["type"], event["mode"]) == ("COERCE", "arrest"):
            labels.add("ARREST")
    return labels


def half(id):
    return "held" if hashlib.sha256(id.encode()).digest()[-1] % 2 else "tuned"


def score(gold, pred):
    answers = predictions(pred)
    tallies = {part: {"n": 0, "force": [0, 0], "KILL": Count(), "ARREST": Count()} for part in ("all", "tuned", "held")}
    for r in read_jsonl(gold):
        truth = {e["label"] for e in r["events"]}
        found = told(answers[r["id"]]["events"]) if r["id"] in answers else set()
        for part in ("all", half(r["id"])):
            tally = tallies[part]
            tally["n"] += 1
            for label in ("KILL", "ARREST"):
                tally[label].add(truth & {label}, found & {label})
            if "KILL" in truth:
                tally["force"][0] += "FORCE" in found
                tally["force"][1] += 1
    return {part: {"sentences": t["n"], **t["KILL"].figures("kill"), **t["ARREST"].figures("arrest"),
                   "reach": ratio(*t["force"])}
            for part, t in tallies.items()}


if __name__ == "__main__":
    main(__doc__, inputs, score)
