"""Coreference of `entente annotate` against GUM news: MUC, B3, CEAFe and their mean, on predicted mentions.

    coref.py inputs FOLDER[#held|#dev]          documents for `entente annotate - --format jsonl`
    coref.py gold FOLDER[#held|#dev]            the same with their chains, for `cargo xtask coref`
    coref.py score FOLDER[#held|#dev] PRED      figures, then one line of JSON

FOLDER is GUM's, or `truth/coref@CORPUS` for our own chains, with the texts in a file of JSON Lines.

Mentions count when their bytes are the same as GUM's, from the first word to the last with all that hangs on it. As
everywhere since CoNLL 2012 counts are summed over documents before they are divided, and a mention that the other side
has not counts against it. `all` leaves out mentions that are alone in their chain, on both sides, which is CoNLL's own
way; `singletons` keeps them, which is GUM's, where everything spoken of is annotated. `head` is as `all`, but a mention
also counts where its head word is that of one of GUM's, as in CorefUD's shared tasks since 2023; heads of both sides are
of the engine's own parse, since the TSV has none. A `mentions` row without a `chain` is alone. GUM's chains: every link
but bridging (apposition, predicate and discourse deixis included).
"""
import argparse
import json
import sys

import chains as own
import gum


def muc(key, response):
    """(numerator, denominator) of recall; precision with the sides changed: links kept of links needed."""
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    found = needed = 0
    for chain in key:
        parts = {chain_of.get(mention, ("none", mention)) for mention in chain}
        found += len(chain) - len(parts)
        needed += len(chain) - 1
    return found, needed


def b_cubed(key, response):
    """The mean over mentions of the share of their chain that the other side keeps."""
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    found = total = 0
    for chain in key:
        shared = {}
        for mention in chain:
            if mention in chain_of:
                shared[chain_of[mention]] = shared.get(chain_of[mention], 0) + 1
        found += sum(n * n for n in shared.values()) / len(chain)
        total += len(chain)
    return found, total


def ceaf_e(key, response):
    """Chains matched one to one with the greatest sum of likeness (phi 4)."""
    total = best_match(key, response)
    return total, len(key)


def best_match(key, response):
    chain_of = {mention: number for number, chain in enumerate(response) for mention in chain}
    like = [[0.0] * len(response) for _ in key]
    for row, chain in enumerate(key):
        for mention in chain:
            if mention in chain_of:
                like[row][chain_of[mention]] += 1
        for column, other in enumerate(response):
            like[row][column] *= 2 / (len(chain) + len(other))
    if not key or not response:
        return 0.0
    if len(key) > len(response):
        like = [list(column) for column in zip(*like)]
    return assignment(like)


def assignment(gain):
    """The greatest sum of a choice of one column a row, no column twice; rows <= columns (Kuhn and Munkres)."""
    rows, columns = len(gain), len(gain[0])
    u, v, row_of = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], at = row, 0
        least, way, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while row_of[at]:
            used[at], here, step, nearest = True, row_of[at], float("inf"), 0
            for column in range(1, columns + 1):
                if not used[column]:
                    cost = -gain[here - 1][column - 1] - u[here] - v[column]
                    if cost < least[column]:
                        least[column], way[column] = cost, at
                    if least[column] < step:
                        step, nearest = least[column], column
            for column in range(columns + 1):
                if used[column]:
                    u[row_of[column]] += step
                    v[column] -= step
                else:
                    least[column] -= step
            at = nearest
        while at:
            row_of[at], at = row_of[way[at]], way[at]
    return sum(gain[row_of[column] - 1][column - 1] for column in range(1, columns + 1) if row_of[column])


def mention_counts(key, response):
    ours, theirs = ({m for chain in side for m in chain} for side in (key, response))
    return len(ours & theirs), len(ours)


METRICS = {"mentions": mention_counts, "muc": muc, "b3": b_cubed, "ceafe": ceaf_e}


def figures(pairs):
    """Figures of (key, response) pairs, one a document."""
    out, pairs = {"documents": len(pairs)}, list(pairs)
    for name, metric in METRICS.items():
        sums = [0.0] * 4
        for key, response in pairs:
            for at, value in enumerate((*metric(key, response), *metric(response, key))):
                sums[at] += value
        recall, precision = (sums[0] / sums[1] if sums[1] else 0.0), (sums[2] / sums[3] if sums[3] else 0.0)
        f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        out |= {f"{name}_p": precision, f"{name}_r": recall, f"{name}_f1": f1}
    out["conll_f1"] = (out["muc_f1"] + out["b3_f1"] + out["ceafe_f1"]) / 3
    return out


def without_singletons(chains):
    return [chain for chain in chains if len(chain) > 1]


def chains_of(record):
    """Chains of spans of a prediction."""
    chains = {}
    for number, mention in enumerate(record.get("mentions") or []):
        chain = mention.get("chain")
        chains.setdefault(("alone", number) if chain is None else chain, []).append(tuple(mention["span"]))
    return list(chains.values())


def gold(source):
    if "@" in source:
        yield from own.documents(*source.split("@", 1))
        return
    folder, _, part = source.rpartition("#") if "#" in source else (source, "", "")
    for name, path in gum.documents(folder, part or "all"):
        text, spans, chains = gum.read(path)
        as_bytes = [[(spans[first][0], spans[last - 1][1]) for first, last in chain] for chain in chains]
        yield name, text, as_bytes


def head_of(span, tokens):
    """The number of the first word of a span that hangs on none of the span's words; None if no word is in it."""
    inside = {at for at, token in enumerate(tokens) if token["span"][0] < span[1] and token["span"][1] > span[0]}
    tops = [at for at in sorted(inside) if tokens[at]["head"] == at or tokens[at]["head"] not in inside]
    words = [at for at in tops if tokens[at]["pos"] != "PUNCT"]
    return next(iter(words or tops), None)


def by_head(key, response, tokens):
    """The response with each mention that the key has not, but whose head it has, in the key's own bytes."""
    ours, theirs = ({m for chain in side for m in chain} for side in (key, response))
    free = {}
    for mention in sorted(ours - theirs):
        free.setdefault(head_of(mention, tokens), []).append(mention)
    free.pop(None, None)
    same = {}
    for mention in sorted(theirs - ours):
        if left := free.get(head_of(mention, tokens)):
            same[mention] = left.pop(0)
    return [[same.get(mention, mention) for mention in chain] for chain in response]


def score(source, predictions):
    pairs, heads = [], []
    for name, _, key in gold(source):
        record = predictions.get(name, {})
        pairs.append((key, chains_of(record)))
        plain, found = map(without_singletons, pairs[-1])
        heads.append((plain, by_head(plain, found, record.get("tokens") or [])))
    plain = [tuple(map(without_singletons, pair)) for pair in pairs]
    return {"all": figures(plain), "singletons": figures(pairs), "head": figures(heads)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=["inputs", "gold", "score"])
    parser.add_argument("gold")
    parser.add_argument("pred", nargs="?")
    args = parser.parse_args()
    if args.verb != "score":
        for name, text, chains in gold(args.gold):
            more = {"chains": chains} if args.verb == "gold" else {}
            print(json.dumps({"id": name, "text": text, "lang": "en", **more}, ensure_ascii=False))
        return
    with sys.stdin if args.pred == "-" else open(args.pred, encoding="utf-8") as lines:
        predictions = {record["id"]: record for record in map(json.loads, lines)}
    result = score(args.gold, predictions)
    for section, values in result.items():
        for name, value in values.items():
            print(f"{section:<12}{name:<14}{value:.4f}")
    print(json.dumps({s: {k: round(v, 4) for k, v in values.items()} for s, values in result.items()}))


if __name__ == "__main__":
    main()
