"""What the encoder is fine-tuned on: pairs with types and attitudes, rated words, and events that were read.

`SHARED` is the folder of shared data; sentences of our own stand under `eval/truth`. What `cargo xtask eval` scores as
held (ids whose SHA-256 begins with a multiple of three) is never learned from.
"""

import collections
import csv
import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(SHARED / "eval"))

import claims  # noqa: E402
import common  # noqa: E402
import pairs  # noqa: E402

ALIKE = {"DEMAND": "REQUEST", "COOPERATION": "COOPERATE", "YIELD": "CONCEDE"}
Pair = collections.namedtuple("Pair", "text actor recipient type quad attitude key")
Rated = collections.namedtuple("Rated", "text groups set key")  # groups: bytes of words, and their common rating
Read = collections.namedtuple("Read", "text actor recipient trigger type status right key")


def begins(key):
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")


def is_held(key):
    return begins(key) % 3 == 0


def own_pairs():
    """Sentences of our own, with actors in braces and recipients in brackets."""
    for path in sorted((ROOT / "eval/truth/pairs").glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            kind, marked = line.split("\t")
            text, at = "", {}
            for letter in marked:
                if letter in "{}[]":
                    at[letter] = len(text.encode())
                else:
                    text += letter
            yield Pair(text, (at["{"], at["}"]), (at["["], at["]"]), kind, common.QUAD[common.root15(kind)], None, marked)


def told_pairs(name):
    for key, record, event in pairs.items(f"{SHARED}/data/events/{name}.jsonl"):
        text, actor, recipient = pairs.unmark(event["marked"], (event.get("source"), event.get("target")))
        kind = ALIKE.get(event["plover_type"], event["plover_type"])
        quad = event.get("quad") or common.QUAD[common.root15(kind)]
        yield Pair(text, actor, recipient, kind, quad, None, record["id"])


def attitudes(part):
    """0 none, 1 and 3 of the actor for and against the recipient, 2 and 4 the other way."""
    _, rows = claims.load(f"{SHARED}/data/claims/directed_sentiment_{part}.tsv.gz")
    for row in rows:
        if document := claims.sentiment_doc(row):
            text, spans = document
            yield Pair(text, tuple(spans["p"]), tuple(spans["q"]), None, None, int(row["label"]), text)


def rated_words():
    for name in ("uds_it_happened_dev.jsonl.gz", "meantime_factuality_train.conll.gz", "meantime_factuality_dev.conll.gz"):
        for row in claims.load(f"{SHARED}/data/claims/{name}")[1]:
            text, spans = claims.token_text(row["tokens"])
            groups = [([spans[f["token"]][0]], f["value"]) for f in row["factuality"]]
            if groups:
                yield Rated(text, groups, name.split("_")[0], text)


def rated_clauses(coded):
    """CommitmentBank: the predicates of the clause that is rated, as `entente code` finds them, share its rating."""
    found = {str(row["id"]): row["factuality"] for row in map(json.loads, open(coded, encoding="utf-8"))}
    for row in claims.load(f"{SHARED}/data/claims/commitmentbank.jsonl.gz")[1]:
        text, clause = claims.commitment_text(row)
        words = [f["span"][0] for f in found[row["uID"]] if f["span"][0] < clause[1] and clause[0] < f["span"][1]]
        yield Rated(text, [(words or [clause[0]], float(row["Mean"]))], "commitment", text)


def own_ratings():
    """Lines of our own, where a number rates the word before it."""
    for path in sorted((ROOT / "eval/truth/factuality").glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                text, groups = "", []
                for before, value in re.findall(r"(.*?)(?:\[(-?[\d.]+)\]|$)", line.split("\t")[-1]):
                    text += before
                    if value:
                        start = re.search(r"\S+$", text).start()
                        groups.append(([len(text[:start].encode())], float(value)))
                yield Rated(text, groups, "own", text)


def read_events(texts, coded, far=600):
    """Events that a person read (`eval/audit`), with what the engine makes of them today.

    `texts` maps ids of documents to texts, `coded` to the events of `entente code --all`.
    """
    for path in sorted((ROOT / "eval/audit").glob("*.tsv")):
        lines = (line for line in path.open(encoding="utf-8") if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t"):
            event = next((e for e in coded.get(row["document"], []) if is_the_same(row, e)), None)
            if event and row["document"] in texts:
                yield shown(texts[row["document"]].encode(), event, row, far)


def is_the_same(row, event):
    start, end = map(int, row["trigger"].split("-"))
    party = lambda side: (event[side] or {}).get("id") or ""
    name = lambda side: party(side) or (event[side] or {}).get("name") or ""
    return (event["trigger"][0] < end and start < event["trigger"][1] and event["type"] == row["type"] and event["status"] == row["status"]
            and all(row[side] in (party(side), name(side)) for side in ("actor", "recipient")))


def shown(text, event, row, far):
    """The event's sentence, drawn out to parties that stand shortly before or after it."""
    spans = [(event[side] or {}).get("span") for side in ("actor", "recipient")] + [event["trigger"]]
    start, end = event["sentence"]
    near = [span for span in spans if span]
    start, end = min([start] + [s for s, _ in near if s > start - far]), max([end] + [e for _, e in near if e < end + far])
    within = [span and start <= span[0] and span[1] <= end and (span[0] - start, span[1] - start) or None for span in spans]
    return Read(text[start:end].decode("utf-8", "ignore"), *within, event["type"], event["status"], row["all"] == "y", row["document"])
