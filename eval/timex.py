"""Times in sentences of our own: the expressions of truth/times.tsv (its head says how it was made).

The document is the sentence, with the day it was written. `first` and `second` are the parts of the table.
  relaxed_p, relaxed_r, relaxed_f1   an expression is found where a found one overlaps it
  strict_f1                          the same span
  value_f1, type_f1                  relaxed F1 x share of those found with the right value or type
"""
import os
import re
import sys

for folder in filter(None, [os.environ.get("ENTENTE_EVAL"), os.path.join(os.path.dirname(__file__), "../../shared/eval")]):
    sys.path.append(folder)
from common import document, f1, main, overlap, predictions, ratio  # noqa: E402


def rows(gold):
    """Id, text, day, [(byte span, type, value)] and part."""
    with open(gold, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if not line.startswith("#"):
                marked, day, values, part = line.rstrip("\n").split("\t")
                text, spans = unmark(marked)
                values = [value.split(" ", 1) for value in filter(None, values.split(";"))]
                if len(values) != len(spans):
                    sys.exit(f"{gold}:{number + 1}: {len(spans)} expressions and {len(values)} values")
                yield f"time-{number}", text, day, [(s, *v) for s, v in zip(spans, values)], part


def unmark(marked):
    """A sentence without its brackets, and the byte spans that they enclosed."""
    text, start, spans = "", 0, []
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(text.encode())
        elif piece == "]":
            spans.append((start, len(text.encode())))
        else:
            text += piece
    return text, spans


def inputs(gold):
    for number, text, day, *_ in rows(gold):
        yield document(number, text, day, lang="en")


def best(wanted, said):
    """Of what is found the one that covers an expression best, or none."""
    near = [s for s in said if overlap(s[0], wanted[0]) > 0]
    key = lambda s: (s[0] == wanted[0], overlap(s[0], wanted[0]), s[0][0] - s[0][1])  # noqa: E731
    return max(near, key=key, default=None)


def figures(pairs):
    gold = [(w, best(w, said)) for wanted, said in pairs for w in wanted]
    found = [s for s in gold if s[1]]
    hits = [any(overlap(s[0], w[0]) > 0 for w in wanted) for wanted, said in pairs for s in said]
    exact = sum(w[0] == s[0] for w, s in found)
    relaxed = f1(ratio(sum(hits), len(hits)), ratio(len(found), len(gold)))
    return {"sentences": len(pairs), "gold": len(gold), "predicted": len(hits),
            "relaxed_p": ratio(sum(hits), len(hits)), "relaxed_r": ratio(len(found), len(gold)), "relaxed_f1": relaxed,
            "strict_f1": f1(ratio(exact, len(hits)), ratio(exact, len(gold))),
            "value_f1": relaxed * ratio(sum(w[2] == s[2] for w, s in found), len(found)),
            "type_f1": relaxed * ratio(sum(w[1] == s[1] for w, s in found), len(found))}


def score(gold, pred):
    outputs, parts = predictions(pred), {}
    for number, text, day, wanted, part in rows(gold):
        said = [(tuple(t["span"]), t.get("type"), t.get("value")) for t in (outputs.get(number) or {}).get("times") or []]
        answers = [best(w, said) for w in wanted]
        if os.environ.get("ENTENTE_MISSES") and (len(said) > len(wanted) or [w[1:] for w in wanted] != [a and a[1:] for a in answers]):
            sys.stderr.write(f"{part} {text} {day} = {[w[1:] for w in wanted]} / {said}\n")
        for name in ("all", part):
            parts.setdefault(name, []).append((wanted, said))
    return {name: figures(pairs) for name, pairs in parts.items()}


if __name__ == "__main__":
    main(__doc__, inputs, score)
