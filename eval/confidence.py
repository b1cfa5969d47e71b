"""Weights of an ontology's confidence.tsv, fitted on events that a person read.

    cargo run -p entente --example features DOCS > features.jsonl
    python3 eval/confidence.py eval/audit/*.tsv --features features.jsonl... [--out packs/ontology/plover/confidence.tsv]

An audit is a table with a row an event: corpus, document, trigger (`12-20`), type, actor, recipient, status, all (y or n:
whether actor, type, recipient and status are all right) and more that is not looked at. It counts as often as the engine
still reads the event so: same document, type, parties and status, overlapping triggers.
Logistic regression, each weight drawn to zero; weights are whole hundredths of log odds. Of two features that hold at
once some say more than both alone: those pairs that the first fit misses most (score statistic) have a row of their own,
`one & other`, and all weights are fitted again. What is to be expected of other events is said by cross-validation over
documents, the choice of pairs included: log loss, AUC, ECE in five bins of equal size.
With --review the shares of the first and the second reading (`[emission.review]` of ontology.toml) are fitted too, on the
quarter of the documents that the second reader was not taught (eval/deep/train.py).
"""
import argparse
import collections
import csv
import hashlib
import itertools
import json
import math
import sys
import zlib

ALWAYS = "always"
FOLDS = 8
ROUNDS = 500
CLOSEST = 0.02  # a confidence is taken to be no closer to never and always
LEAST = 5  # a feature counts if it was seen so often
LEAST_RULE = 8  # and one that names a rule only so often
LEAST_PAIR = 12  # and two at once only so often
PAIRS = 100  # how many pairs have a weight
AND = " & "


def audits(paths):
    for path in paths:
        with open(path, encoding="utf-8") as f:
            lines = (line for line in f if not line.startswith("#"))
            for row in csv.DictReader(lines, delimiter="\t"):
                start, end = map(int, row["trigger"].split("-"))
                key = row["document"], row["type"], row["actor"] or None, row["recipient"] or None, row["status"]
                yield key, (start, end), row["all"] == "y"


def examples(judged, paths, again):
    by_key = collections.defaultdict(list)
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for event in map(json.loads, f):
                key = event["document"], event["type"], event["actor"], event["recipient"], event["status"]
                by_key[key].append(event)
    seen = {}
    for key, (start, end), right in judged:
        for event in by_key.get(key, []):
            if event["trigger"][0] < end and start < event["trigger"][1]:
                again[key[0], frozenset(event["features"])] = event.get("review")
                seen[key, tuple(event["trigger"])] = key[0], sorted({ALWAYS, *event["features"]}), right
                break
    return list(seen.values())


def fit(rows, shrink):
    """Weights of features and of the pairs that say more than both alone."""
    single = descend(rows, shrink)
    pairs = telling(rows, single, shrink)
    paired = [(document, with_pairs(features, pairs), right) for document, features, right in rows]
    return descend(paired, shrink)


def descend(rows, shrink):
    counts = collections.Counter(f for _, features, _ in rows for f in features)
    weights = {f: 0.0 for f, n in counts.items() if n >= (LEAST_RULE if f.startswith("rule ") else LEAST)}
    step = 0.6 / max(1, len(rows))
    for _ in range(ROUNDS):
        slope = {f: -shrink * w * (f != ALWAYS) for f, w in weights.items()}
        for _, features, right in rows:
            missed = right - odds(weights, features)
            for f in features:
                if f in slope:
                    slope[f] += missed
        for f in weights:
            weights[f] += step * slope[f]
    return weights


def telling(rows, weights, shrink):
    """The pairs of features by which the fit is missed most, by their score statistic."""
    n, missed, spread = collections.Counter(), collections.Counter(), collections.Counter()
    for _, features, right in rows:
        p = odds(weights, features)
        known = [f for f in features if f in weights and f != ALWAYS]
        for pair in itertools.combinations(known, 2):
            n[pair] += 1
            missed[pair] += right - p
            spread[pair] += p * (1 - p)
    often = [pair for pair in n if n[pair] >= LEAST_PAIR]
    often.sort(key=lambda pair: (-(missed[pair] ** 2) / (spread[pair] + shrink), pair))
    return set(often[:PAIRS])


def with_pairs(features, pairs):
    both = (pair for pair in itertools.combinations([f for f in features if f != ALWAYS], 2) if pair in pairs)
    return [*features, *map(AND.join, both)]


def odds(weights, features):
    return 1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in features)))


def chance(weights, features):
    """The confidence of an event with these features, which are in order."""
    pairs = {tuple(f.split(AND)) for f in weights if AND in f}
    return odds(weights, with_pairs(features, pairs))


def figures(pairs):
    pairs = sorted(pairs)
    clip = [(min(max(p, 1e-6), 1 - 1e-6), y) for p, y in pairs]
    loss = -sum(math.log(p if y else 1 - p) for p, y in clip) / len(clip)
    right, wrong = [p for p, y in pairs if y], [p for p, y in pairs if not y]
    wins = sum((a > b) + (a == b) / 2 for a in right for b in wrong)
    bins = [pairs[i * len(pairs) // 5:(i + 1) * len(pairs) // 5] for i in range(5)]
    gap = sum(abs(sum(p for p, _ in b) - sum(y for _, y in b)) for b in bins) / len(pairs)
    return {"n": len(pairs), "right": sum(y for _, y in pairs) / len(pairs), "log_loss": loss,
            "auc": wins / max(1, len(right) * len(wrong)), "ece": gap}


def folds(rows, shrink):
    """(weights, rows) of each part of the documents, of weights fitted on the others."""
    hand = [zlib.crc32(document.encode()) % FOLDS for document, _, _ in rows]
    for fold in range(FOLDS):
        weights = fit([r for r, h in zip(rows, hand) if h != fold], shrink)
        yield weights, [r for r, h in zip(rows, hand) if h == fold]


def logit(p):
    p = min(max(p, CLOSEST), 1 - CLOSEST)
    return math.log(p / (1 - p))


def review(parts, again):
    """Logistic regression on both readings, each weight free, over documents that neither was taught."""
    seen = []
    for weights, rows in parts:
        for document, features, right in rows:
            second = again.get((document, frozenset(set(features) - {ALWAYS})))
            if is_untaught(document) and second is not None:
                seen.append((1.0, logit(round(chance(weights, features), 2)), second, right))
    shares = [0.0, 1.0, 1.0]
    for _ in range(4000):
        slope = [0.0] * 3
        for *x, right in seen:
            missed = right - 1 / (1 + math.exp(-sum(s * v for s, v in zip(shares, x))))
            slope = [s + missed * v for s, v in zip(slope, x)]
        shares = [s + d / len(seen) * 0.3 for s, d in zip(shares, slope)]
    both = [(1 / (1 + math.exp(-sum(s * v for s, v in zip(shares, x)))), right) for *x, right in seen]
    print("always {:.2f}, first {:.2f}, second {:.2f}".format(*shares), json.dumps(figures(both)))
    for least in (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.72, 0.74, 0.76, 0.78, 0.8, 0.82):
        kept = [y for p, y in both if p >= least]
        print(f"both at least {least}: {len(kept)} of {len(both)}, right {sum(kept) / max(1, len(kept)):.2f}")


def is_untaught(document):
    return int.from_bytes(hashlib.sha256(document.encode()).digest()[:4], "big") % 4 == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audits", nargs="+")
    parser.add_argument("--features", nargs="+", required=True)
    parser.add_argument("--shrink", type=float, default=8.0)
    parser.add_argument("--review", action="store_true")
    parser.add_argument("--out")
    args = parser.parse_args()
    again = {}
    rows = examples(list(audits(args.audits)), args.features, again)
    if not rows:
        sys.exit("no event of the audits is among the features")
    parts = list(folds(rows, args.shrink))
    pairs = [(chance(weights, f), y) for weights, part in parts for _, f, y in part]
    print(json.dumps(figures(pairs)))
    for least in (0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        kept = [y for p, y in pairs if p >= least]
        print(f"at least {least}: {len(kept)} of {len(pairs)}, right {sum(kept) / max(1, len(kept)):.2f}")
    if args.review:
        review(parts, again)
    weights = {f: round(100 * w) for f, w in fit(rows, args.shrink).items()}
    lines = [f"{f}\t{w}" for f, w in sorted(weights.items()) if w or f == ALWAYS]
    if args.out:
        head = "# How each feature changes the log odds that an event is right in all fields, in hundredths.\n"
        head += f"# feature\tweight\tfitted by eval/confidence.py on {len(rows)} read events\n"
        with open(args.out, "w", encoding="utf-8") as f:
            f.write(head + "\n".join(lines) + "\n")
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main()
