"""The encoder in torch, as it is fine-tuned: BERT's layers, and heads on rows of them."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file

WIDTH, INNER, HEADS, DEPTH, WORDS = 384, 1536, 12, 6, 30522
DROP = 0.1
PARTS = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
         "n1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "n2": "output.LayerNorm"}


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.n1, self.n2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)

    def forward(self, x, mask):
        split = lambda y: y.view(*x.shape[:2], HEADS, -1).transpose(1, 2)
        heard = F.scaled_dot_product_attention(split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask.to(x.dtype))
        x = self.n1(x + F.dropout(self.o(heard.transpose(1, 2).reshape(x.shape)), DROP, self.training))
        return self.n2(x + F.dropout(self.down(F.gelu(self.up(x))), DROP, self.training))


class Encoder(nn.Module):
    """`marks` are the numbers of the pieces whose vectors are learned; all other vectors stay as they are."""

    def __init__(self, path, marks):
        super().__init__()
        self.word, self.place, self.kind = nn.Embedding(WORDS, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        weights = load_file(path)
        self.load_state_dict({own: weights[name] for own, name in names()})
        for still in (self.word, self.place, self.kind):
            still.weight.requires_grad_(False)
        self.marks = torch.tensor(marks)
        self.mark = nn.Parameter(self.word.weight[self.marks].clone())

    def forward(self, pieces, mask, kinds=None):
        x = self.word(pieces)
        for at, mark in enumerate(self.marks):
            x = torch.where((pieces == mark)[..., None], self.mark[at], x)
        x = x + self.place.weight[: pieces.shape[1]] + (self.kind.weight[0] if kinds is None else self.kind(kinds))
        x = F.dropout(self.norm(x), DROP, self.training)
        mask = (1 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def weights(self):
        """The weights under the names that a BertModel has."""
        own = self.state_dict()
        out = {name: own[key].float().contiguous().clone() for key, name in names()}
        out["embeddings.word_embeddings.weight"][self.marks] = self.mark.detach()
        return out


def names():
    table = [("word.weight", "embeddings.word_embeddings.weight"), ("place.weight", "embeddings.position_embeddings.weight"),
             ("kind.weight", "embeddings.token_type_embeddings.weight")]
    table += [(f"norm.{k}", f"embeddings.LayerNorm.{k}") for k in ("weight", "bias")]
    for n in range(DEPTH):
        table += [(f"layers.{n}.{own}.{k}", f"encoder.layer.{n}.{name}.{k}") for own, name in PARTS.items() for k in ("weight", "bias")]
    return table


class Head(nn.Module):
    """A question about `rows` rows of the encoder, put one after the other."""

    def __init__(self, rows, labels, inner=WIDTH, drop=0.2):
        super().__init__()
        self.dense, self.out, self.drop = nn.Linear(rows * WIDTH, inner), nn.Linear(inner, labels), drop

    def forward(self, x):
        hidden = torch.tanh(self.dense(F.dropout(x, self.drop, self.training)))
        return self.out(F.dropout(hidden, self.drop, self.training)).float()


def rows(x, places):
    """The first row, and that at each place of each text; zeros where a place is -1."""
    each = torch.arange(len(x))
    at = lambda place: x[each, place.clamp(min=0)] * (place >= 0)[:, None].to(x.dtype)
    return torch.cat([x[:, 0]] + [at(place) for place in places], 1)
