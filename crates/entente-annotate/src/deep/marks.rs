//! A text as numbers of pieces, with marks around its two parties.
//!
//! The text before, between and inside of the marks is cut into pieces part by part, so that no
//! piece crosses a mark. A party that is missing, or whose span holds nothing of the text, has no
//! marks. Of two parties that share a start the longer one opens first, and of equals the actor;
//! they close in the opposite order.
//!
//! A text that is too long keeps a window of pieces around its parties, see [`window`].

use std::ops::Range;

use entente_model::Span;

use super::pieces::Vocabulary;

/// How many pieces of a party's surroundings are kept where both parties do not fit together.
const SIDE: usize = 60;

/// The actor and the recipient, in the order of everything below.
pub(super) type Parties<T, const N: usize = 2> = [Option<T>; N];

/// A text ready to be judged.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marked {
    /// Numbers of pieces, those before and after the text included.
    pub(super) pieces: Vec<u32>,
    /// Where the parties' opening marks stand among them.
    pub(super) opening: Parties<usize>,
}

/// Cuts a text into at most `room` pieces.
pub(super) fn mark(
    vocabulary: &Vocabulary,
    text: &str,
    parties: Parties<Span>,
    room: usize,
) -> Marked {
    let parties = parties.map(|span| span.and_then(|span| inside(text, span)));
    let (pieces, marked) = cut(vocabulary, text, &parties, &vocabulary.marks);
    let kept = window(&marked, pieces.len(), room.saturating_sub(vocabulary.ends.len()));
    let [begin, end] = vocabulary.ends;
    let mut out = vec![begin];
    let mut opening = [None; 2];
    for at in kept.into_iter().flatten() {
        let opens = |party: &Option<Range<usize>>| party.as_ref().is_some_and(|p| p.start == at);
        for (opening, _) in opening.iter_mut().zip(&marked).filter(|(_, party)| opens(party)) {
            *opening = Some(out.len());
        }
        out.push(pieces[at]);
    }
    out.push(end);
    Marked { pieces: out, opening }
}

/// The pieces of a text with marks around some of its stretches, and where these stand among them
/// with their marks.
pub(super) fn cut<const N: usize>(
    vocabulary: &Vocabulary,
    text: &str,
    stretches: &Parties<Range<usize>, N>,
    marks: &[[u32; 2]; N],
) -> (Vec<u32>, Parties<Range<usize>, N>) {
    let (mut pieces, mut found) = (Vec::new(), [[None; 2]; N]);
    let mut from = 0;
    for (at, which) in places(stretches) {
        vocabulary.cut(&text[from..at], &mut pieces);
        let (which, side) = (which / 2, which % 2);
        found[which][side] = Some(pieces.len());
        pieces.push(marks[which][side]);
        from = at;
    }
    vocabulary.cut(&text[from..], &mut pieces);
    (pieces, found.map(|[open, close]| Some(open?..close? + 1)))
}

/// A span as bytes of the text, from and to whole characters; none if nothing is inside.
pub(super) fn inside(text: &str, span: Span) -> Option<Range<usize>> {
    let [start, end] = [span.start(), span.end()].map(|at| text.floor_char_boundary(at as usize));
    (start < end).then_some(start..end)
}

/// Where marks stand, in order: bytes of the text, and which: 0 and 1 around the actor, 2 and 3
/// around the recipient, and so on.
fn places(parties: &[Option<Range<usize>>]) -> impl Iterator<Item = (usize, usize)> {
    let mut all = Vec::new();
    for (at, party) in parties.iter().enumerate() {
        let Some(Range { start, end }) = party.clone() else { continue };
        all.push((start, true, usize::MAX - end, at, 2 * at));
        all.push((end, false, usize::MAX - start, parties.len() - at, 2 * at + 1));
    }
    all.sort_unstable();
    all.into_iter().map(|(at, _, _, _, which)| (at, which))
}

/// The pieces that are kept of `n`, at most `room`, given where the parties stand with their marks.
///
/// They are `room` pieces around the middle of both parties if these fit together, otherwise
/// [`SIDE`] pieces around each, in order and once. A party longer than its share keeps its start.
fn window(parties: &Parties<Range<usize>>, n: usize, room: usize) -> [Range<usize>; 2] {
    let all = parties.iter().flatten();
    let first = all.clone().map(|p| p.start).min().unwrap_or(0);
    let last = all.map(|p| p.end).max().unwrap_or(0);
    let ([Some(actor), Some(recipient)], false) = (parties, last - first <= room) else {
        return [around(first..last, n, room), 0..0];
    };
    let side = SIDE.min(room / 2);
    let [actor, recipient] = [actor, recipient].map(|p| around(p.clone(), n, side));
    let [one, other] =
        if actor.start <= recipient.start { [actor, recipient] } else { [recipient, actor] };
    let other = other.start.max(one.end)..other.end.max(one.end);
    [one, other]
}

/// `room` pieces of `n` around the middle of some, or from their start if they are more.
fn around(some: Range<usize>, n: usize, room: usize) -> Range<usize> {
    let middle = usize::midpoint(some.start, some.end);
    let start = middle.saturating_sub(room / 2).min(some.start).min(n.saturating_sub(room));
    start..n.min(start + room)
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::LINES;
    use super::*;

    const ACTOR: [u32; 2] = [1, 2];
    const RECIPIENT: [u32; 2] = [3, 4];

    fn marked(text: &str, actor: Option<Span>, recipient: Option<Span>) -> Marked {
        let vocabulary = Vocabulary::read(LINES).expect("it has all special pieces");
        mark(&vocabulary, text, [actor, recipient], 128)
    }

    #[track_caller]
    fn check(text: &str, actor: (u32, u32), recipient: (u32, u32), expected: &[u32]) {
        let [actor, recipient] = [actor, recipient].map(|(from, to)| Some(Span::new(from, to)));
        let Marked { pieces, opening } = marked(text, actor, recipient);
        assert_eq!(pieces[1..pieces.len() - 1], *expected);
        assert_eq!((pieces[0], pieces[pieces.len() - 1]), (6, 7));
        for (opening, mark) in opening.into_iter().zip([ACTOR, RECIPIENT]) {
            assert_eq!(opening, pieces.iter().position(|p| *p == mark[0]));
        }
    }

    #[test]
    fn marks_stand_around_the_parties() {
        let text = "France warned Mali.";
        check(text, (0, 6), (14, 18), &[1, 8, 2, 25, 3, 13, 4, 14]);
        check(text, (14, 18), (0, 6), &[3, 8, 4, 25, 1, 13, 2, 14]);
        let Marked { pieces, opening } = marked(text, None, Some(Span::new(14, 18)));
        assert_eq!(pieces, [6, 8, 25, 3, 13, 4, 14, 7]);
        assert_eq!(opening, [None, Some(3)]);
    }

    #[test]
    fn parties_may_touch_nest_cross_and_be_equal() {
        let text = "France Mali";
        check(text, (0, 6), (6, 11), &[1, 8, 2, 3, 13, 4]);
        check(text, (0, 11), (0, 6), &[1, 3, 8, 4, 13, 2]);
        check(text, (0, 6), (0, 11), &[3, 1, 8, 2, 13, 4]);
        check(text, (0, 11), (7, 11), &[1, 8, 3, 13, 4, 2]);
        check(text, (0, 6), (0, 6), &[1, 3, 8, 4, 2, 13]);
        check("France Mali France", (0, 11), (7, 18), &[1, 8, 3, 13, 2, 8, 4]);
    }

    #[test]
    fn spans_outside_of_the_text_are_no_parties() {
        check("Mali", (9, 12), (4, 4), &[13]);
        check("Mali", (0, u32::MAX), (2, 1 << 31), &[1, 5, 3, 5, 4, 2]);
        // Ends fall into a character.
        check("Mali–", (0, 5), (5, 7), &[1, 13, 2, 3, 5, 4]);
        check("", (0, 0), (0, 1), &[]);
    }

    #[test]
    fn a_long_text_keeps_what_is_around_its_parties() {
        let text = "the ".repeat(300) + "France warned Mali " + &"of ".repeat(300);
        let at = |from: u32, to: u32| Some(Span::new(1200 + from, 1200 + to));
        let Marked { pieces, opening } = marked(&text, at(0, 6), at(14, 18));
        assert_eq!(pieces.len(), 128);
        assert_eq!(pieces[59..=70], [17, 17, 1, 8, 2, 25, 3, 13, 4, 16, 16, 16]);
        assert_eq!(opening, [Some(61), Some(65)]);
        let Marked { pieces, opening } = marked(&text, None, None);
        assert_eq!((pieces.len(), opening), (128, [None, None]));
    }

    #[test]
    fn parties_far_apart_keep_their_sides() {
        let text = "the ".repeat(300) + "France" + &" of".repeat(300) + " Mali";
        let (actor, recipient) = (Some(Span::new(1200, 1206)), Some(Span::new(2107, 2111)));
        let Marked { pieces, opening } = marked(&text, actor, recipient);
        assert_eq!(pieces.len(), 122);
        assert_eq!(opening, [Some(30), Some(118)]);
        // One that is longer than its share keeps its start; what both keep is there once.
        let both = Some(Span::new(1200, 2111));
        let Marked { pieces, opening } = marked(&text, both, recipient);
        assert_eq!(pieces.len(), 122);
        assert_eq!(opening, [Some(1), Some(117)]);
    }
}
