"""The days of audited events as they are read today: which wrong ones have changed, and which right ones.

    entente code --all DOCUMENTS > now.jsonl
    python3 eval/days.py eval/audit/*.tsv --now now.jsonl... [--before before.jsonl...] [--list odd|even]

DOCUMENTS are those of the audits, under the ids that the audits have. A row counts if a reader judged its day and found the
event right in all. Wrong days are only known to be wrong: one that has changed may be right now, and one that has not is
still wrong. Documents are halved by the SHA-256 of their ids: even ones may be looked at, odd ones are only counted. With
--before the changes are those between two codings, else those since the audit.
"""
import argparse
import collections
import csv
import hashlib
import json
import os


def half(document):
    return "odd" if int(hashlib.sha256(document.encode()).hexdigest(), 16) % 2 else "even"


def audited(paths):
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for row in csv.DictReader((line for line in f if not line.startswith("#")), delimiter="\t"):
                if row["all"] == "y" and row["date_right"] in ("y", "n"):
                    yield {**row, "sheet": os.path.basename(path)}


def coded(paths):
    events = collections.defaultdict(list)
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for document in map(json.loads, f):
                events[str(document["id"])] += document["events"]
    return events


def days(event):
    when = event["happened"]
    if not when:
        return ""
    return when["from"] if when["from"] == when["to"] else f"{when['from']}..{when['to']}"


def same(row, events):
    """The event of a row as it is coded now: one of its type on its words, with the most else in common."""
    start, end = map(int, row["trigger"].split("-"))
    name = lambda party: (party or {}).get("id") or (party or {}).get("name") or ""  # noqa: E731
    found = [e for e in events if e["trigger"][0] < end and start < e["trigger"][1] and e["type"] == row["type"]]
    key = lambda e: (e["status"] == row["status"], name(e["actor"]) == row["actor"],  # noqa: E731
                     name(e["recipient"]) == row["recipient"], e["trigger"] == [start, end])
    return max(found, key=key, default=None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audits", nargs="+")
    parser.add_argument("--now", nargs="+", required=True)
    parser.add_argument("--before", nargs="+", default=[])
    parser.add_argument("--list", choices=("odd", "even"))
    given = parser.parse_args()
    now, before = coded(given.now), coded(given.before)
    counts = collections.Counter()
    for row in audited(given.audits):
        event, old = same(row, now[row["document"]]), same(row, before[row["document"]])
        part, verdict = half(row["document"]), "right" if row["date_right"] == "y" else "wrong"
        was = days(old) if old else row["date"]
        change = "gone" if event is None else "kept" if days(event) == was else "changed"
        counts[part, verdict, change] += 1
        if change == "changed" and given.list == part:
            print(row["sheet"], row["document"], row["type"], row["trigger"], verdict, repr(was), repr(days(event)))
    for key, count in sorted(counts.items()):
        print(*key, count)


if __name__ == "__main__":
    main()
