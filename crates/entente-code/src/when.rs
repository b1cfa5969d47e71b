//! When an event happened: the time expression that governs its predicate, else the day of
//! publication.

use entente_model::{
    Annotated, Pos, Predicate, Relation, Resolved, Sentence, Status, TimeExpr, TimeKind, When,
};

/// How many heads are climbed from a time expression to its predicate.
const MAX_CLIMB: usize = 10;
/// How many heads of a predicate may carry its time.
const MAX_ANCHORS: usize = 4;

/// The time of a predicate.
pub(crate) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<When> {
    let stated = governing(text, who, predicate, status).and_then(|t| t.when);
    stated.or_else(|| match status {
        // A plan without a date lies ahead of its report: not on its day.
        Status::Planned | Status::Hypothetical => None,
        _ => text.document.meta.published.map(|day| When::day(day, None)),
    })
}

/// The time expression nearest to the predicate, or to the verb that lends it its grammar.
pub(crate) fn governing<'a>(
    text: &Annotated,
    who: &'a Resolved,
    predicate: &Predicate,
    status: Status,
) -> Option<&'a TimeExpr> {
    let sentence = text.sentence_of(predicate.head)?;
    let anchors = anchors(text, predicate, status);
    in_sentence(who, sentence)
        .filter(|t| t.when.is_some() && matches!(t.kind, TimeKind::Date | TimeKind::Time))
        .filter_map(|t| distance(text, t, &anchors).map(|d| (d, t.first, t)))
        .min_by_key(|&(distance, first, _)| (distance, first))
        .map(|(_, _, time)| time)
}

fn in_sentence<'a>(who: &'a Resolved, sentence: &Sentence) -> impl Iterator<Item = &'a TimeExpr> {
    let (first, last) = (sentence.first, sentence.last);
    who.times.iter().filter(move |t| first <= t.first && t.first < last)
}

/// The tokens on which a predicate's time may hang, the nearest first: its head, the verb that
/// lends a noun its grammar, the copula, the first of coordinated verbs, and for a deed the verb
/// that it complements (`voted on Monday to leave`).
fn anchors(text: &Annotated, predicate: &Predicate, status: Status) -> Vec<u32> {
    let mut anchors = vec![predicate.head];
    let mut at = predicate.head;
    while anchors.len() < MAX_ANCHORS {
        let lends = match text.relation(at) {
            Relation::Conjunct | Relation::AdjectiveComplement => true,
            Relation::OpenComplement => status.is_deed(),
            Relation::Object
            | Relation::Subject
            | Relation::PassiveSubject
            | Relation::Attribute
            | Relation::PrepObject
            | Relation::Preposition => !predicate.is_nominal,
            _ => false,
        };
        // A verb's own subject or object is no anchor of its time.
        if !lends || text.head(at) == at {
            break;
        }
        at = text.head(at);
        anchors.push(at);
    }
    anchors
}

/// How far from the predicate a time expression hangs; `None` where it hangs on something else.
fn distance(text: &Annotated, time: &TimeExpr, anchors: &[u32]) -> Option<usize> {
    let mut at = outermost(text, time);
    for climbed in 0..MAX_CLIMB {
        if let Some(rank) = anchors.iter().position(|&anchor| anchor == at) {
            return Some(rank * MAX_CLIMB + climbed);
        }
        let up = text.head(at);
        // Part of a name (`the 1951 treaty`) or of another clause: it dates something else.
        let dates_else = matches!(
            text.relation(at),
            Relation::Compound | Relation::Modifier | Relation::NounModifier | Relation::Number
        );
        if up == at || dates_else || text.pos(at) == Pos::Verb {
            return None;
        }
        at = up;
    }
    None
}

/// The token of the expression that hangs outside it.
fn outermost(text: &Annotated, time: &TimeExpr) -> u32 {
    (time.first..time.last)
        .find(|&t| !(time.first..time.last).contains(&text.head(t)) || text.head(t) == t)
        .unwrap_or(time.first)
}
