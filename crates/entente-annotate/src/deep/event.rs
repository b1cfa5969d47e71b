//! Whether an event is right: its sentence is read again with marks around its parties and its
//! deed, and after it the type and status that it was given.

use std::ops::Range;

use entente_model::{Event, Reviewer, Span};

use super::Judge;
use super::marks::{cut, inside};

/// A party that stands farther from its sentence, in bytes, is not shown.
const FAR: usize = 600;

impl Reviewer for Judge {
    fn review(&self, text: &str, event: &Event) -> Option<f32> {
        let head = self.event.as_ref()?;
        let asked = self.ask(text, event)?;
        let mut rows = vec![0];
        rows.extend(asked.opening.iter().flatten());
        let found = self.encoder.encode_two(&self.main, &asked.pieces, asked.second, &rows);
        let there = asked.opening.map(|at| at.is_some());
        head.logits(&self.row(&found, &there)).first().copied()
    }
}

/// What is read to tell whether an event is right.
struct Asked {
    pieces: Vec<u32>,
    /// Where the marks of actor, recipient and deed open.
    opening: [Option<usize>; 3],
    /// Where the type and the status begin.
    second: usize,
}

impl Judge {
    /// The pieces of an event's sentence, its type and its status.
    fn ask(&self, text: &str, event: &Event) -> Option<Asked> {
        let deed = self.vocabulary.deed?;
        let [actor, recipient] = self.vocabulary.marks;
        let sides = [&event.actor, &event.recipient].map(|side| side.as_ref().map(|s| s.span));
        let trigger = event.evidence.trigger();
        let spans = [sides[0], sides[1], Some(trigger)].map(|s| s.and_then(|s| inside(text, s)));
        let shown = shown(inside(text, event.evidence.sentence())?, &spans);
        let spans = spans.map(|span| within(span?, &shown));
        let marks = [actor, recipient, deed];
        let (body, marked) = cut(&self.vocabulary, &text[shown], &spans, &marks);
        let [begin, end] = self.vocabulary.ends;
        let mut tail = vec![end];
        let told = format!("{} {}", event.code.kind, event.status.as_str());
        self.vocabulary.cut(&told, &mut tail);
        tail.push(end);
        let room = self.room().checked_sub(tail.len() + 1)?;
        let middle = marked[2].as_ref().map_or(0, |deed| deed.start);
        let from = middle.saturating_sub(room / 2).min(body.len().saturating_sub(room));
        let kept = from..body.len().min(from + room);
        let opening = [0, 1, 2].map(|at| {
            let open = marked[at].as_ref()?.start;
            kept.contains(&open).then(|| open - from + 1)
        });
        let pieces: Vec<u32> = [begin].iter().chain(&body[kept]).chain(&tail).copied().collect();
        let second = pieces.len() - (tail.len() - 1);
        Some(Asked { pieces, opening, second })
    }
}

/// The sentence, with parties that stand shortly before or after it.
fn shown(sentence: Range<usize>, spans: &[Option<Range<usize>>]) -> Range<usize> {
    let near = spans.iter().flatten();
    let starts = near.clone().map(|s| s.start).filter(|at| *at + FAR > sentence.start);
    let ends = near.map(|s| s.end).filter(|at| *at < sentence.end + FAR);
    let start = starts.fold(sentence.start, usize::min);
    start..ends.fold(sentence.end, usize::max)
}

/// A span counted from the start of another that holds it.
fn within(span: Range<usize>, outer: &Range<usize>) -> Option<Range<usize>> {
    let holds = outer.start <= span.start && span.end <= outer.end;
    holds.then(|| span.start - outer.start..span.end - outer.start)
}

impl Judge {
    /// How sure one may be of each word that starts at one of these bytes: from −3 to +3.
    ///
    /// Nothing where there is no question about words, or the text is longer than what is read at
    /// once.
    pub fn rate(&self, text: &str, words: &[Span]) -> Option<Vec<f32>> {
        let head = self.word.as_ref()?;
        let [begin, end] = self.vocabulary.ends;
        let (body, starts) = self.vocabulary.cut_words(text);
        if starts.is_empty() || body.len() + 2 > self.room() {
            return None;
        }
        let pieces: Vec<u32> = [begin].into_iter().chain(body).chain([end]).collect();
        let at = |word: &Span| {
            let before = starts.partition_point(|(start, _)| *start <= word.start() as usize);
            1 + starts[before.saturating_sub(1)].1
        };
        let asked: Vec<usize> = words.iter().map(at).collect();
        let tower = self.words.as_ref().unwrap_or(&self.main);
        let rows = self.encoder.encode(tower, &pieces, &asked);
        let rows = rows.chunks_exact(self.encoder.width());
        Some(rows.filter_map(|row| Some(scaled(*head.logits(row).first()?))).collect())
    }
}

/// A number on the scale of ratings.
fn scaled(logit: f32) -> f32 {
    /// A little beyond the ends, so that these can be reached.
    const REACH: f32 = 3.2;
    (super::float::tanh(logit) * REACH).clamp(-3.0, 3.0)
}
