"""A text as numbers of pieces with marks around its two parties, as `deep/marks.rs` cuts it."""

ROOM, SIDE = 128, 60
CLS, SEP = "[CLS]", "[SEP]"
MARKS = [("[unused1]", "[unused2]"), ("[unused3]", "[unused4]")]


class Marker:
    """`tokenizer` is one of the library `tokenizers`; spans are bytes of the text in UTF-8."""

    def __init__(self, tokenizer):
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.tokenizer = tokenizer
        number = tokenizer.token_to_id
        self.ends = number(CLS), number(SEP)
        self.marks = [[number(name) for name in pair] for pair in MARKS]

    def cut(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def mark(self, text, actor, recipient, room=ROOM):
        """Numbers of pieces, and where the opening marks stand (None for a missing party)."""
        text = text.encode()
        parties = [inside(text, span) for span in (actor, recipient)]
        places = []
        for at, span in enumerate(parties):
            if span:
                start, end = span
                places.append((start, True, -end, at, 2 * at))
                places.append((end, False, -start, 1 - at, 2 * at + 1))
        pieces, marks, start = [], {}, 0
        for at, _, _, _, which in sorted(places):
            pieces += self.cut(text[start:at].decode())
            marks[which] = len(pieces)
            pieces.append(self.marks[which // 2][which % 2])
            start = at
        pieces += self.cut(text[start:].decode())
        spans = [(marks[p], marks[p + 1] + 1) if p in marks else None for p in (0, 2)]
        kept = window(spans, len(pieces), room - 2)
        out = [self.ends[0], *(pieces[at] for at in kept), self.ends[1]]
        opening = [span and kept.index(span[0]) + 1 for span in spans]
        return out, opening


def inside(text, span):
    """A span from and to whole characters; None if nothing is inside."""
    if span is None:
        return None
    start, end = (floor(text, at) for at in span)
    return (start, end) if start < end else None


def floor(text, at):
    at = min(at, len(text))
    while 0 < at < len(text) and text[at] & 0xC0 == 0x80:
        at -= 1
    return at


def window(spans, n, room):
    """The pieces that are kept of `n`: `room` around both parties, or SIDE around each."""
    there = [span for span in spans if span]
    first = min((span[0] for span in there), default=0)
    last = max((span[1] for span in there), default=0)
    if len(there) < 2 or last - first <= room:
        return list(around((first, last), n, room))
    side = min(SIDE, room // 2)
    return sorted({at for span in there for at in around(span, n, side)})


def around(span, n, room):
    start = max((span[0] + span[1]) // 2 - room // 2, 0)
    start = min(start, span[0], max(n - room, 0))
    return range(start, min(n, start + room))
