//! When an event happened: the time expression that governs its predicate, else the day of
//! publication.

use entente_model::{Annotated, Predicate, Resolved, Sentence, Status, TimeExpr, TimeKind, When};

/// How many heads are climbed from a time expression to its predicate.
const MAX_CLIMB: usize = 10;

/// The time of a predicate.
pub(crate) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    let stated = governing(text, who, predicate).and_then(|t| t.when);
    stated.or_else(|| match status {
        // A plan without a date lies ahead of its report: not on its day.
        Status::Planned | Status::Hypothetical => None,
        _ => text.document.meta.published.map(|day| When::day(day, None)),
    })
}

/// The time expression nearest above or below the predicate in the parse.
pub(crate) fn governing<'a>(
    text: &Annotated,
    who: &'a Resolved,
    predicate: &Predicate,
) -> Option<&'a TimeExpr> {
    let sentence = text.sentence_of(predicate.head)?;
    let dated: Vec<&TimeExpr> = in_sentence(who, sentence)
        .filter(|t| t.when.is_some() && matches!(t.kind, TimeKind::Date | TimeKind::Time))
        .collect();
    let nearest = dated
        .iter()
        .filter_map(|t| distance(text, t, predicate.head).map(|d| (d, t.first, *t)))
        .min_by_key(|&(distance, first, _)| (distance, first))
        .map(|(_, _, time)| time);
    nearest.or_else(|| match dated[..] {
        [only] if !belongs_elsewhere(text, only, predicate) => Some(only),
        _ => None,
    })
}

fn in_sentence<'a>(who: &'a Resolved, sentence: &Sentence) -> impl Iterator<Item = &'a TimeExpr> {
    let (first, last) = (sentence.first, sentence.last);
    who.times.iter().filter(move |t| first <= t.first && t.first < last)
}

/// Heads between a time expression and the predicate; `None` where it hangs on something else.
fn distance(text: &Annotated, time: &TimeExpr, head: u32) -> Option<usize> {
    let mut at = outermost(text, time);
    for climbed in 0..MAX_CLIMB {
        if at == head {
            return Some(climbed);
        }
        let up = text.head(at);
        let stops = entente_model::Pos::Verb == text.pos(at) && climbed > 0;
        if up == at || stops {
            return None;
        }
        at = up;
    }
    None
}

/// Whether another predicate of the sentence has the time expression nearer to it.
fn belongs_elsewhere(text: &Annotated, time: &TimeExpr, predicate: &Predicate) -> bool {
    text.predicates
        .iter()
        .any(|p| p.head != predicate.head && distance(text, time, p.head).is_some())
}

/// The token of the expression that hangs outside it.
fn outermost(text: &Annotated, time: &TimeExpr) -> u32 {
    (time.first..time.last)
        .find(|&t| !(time.first..time.last).contains(&text.head(t)) || text.head(t) == t)
        .unwrap_or(time.first)
}
