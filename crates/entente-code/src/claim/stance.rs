//! What the author makes of what is said, and the modal that a content stands under.

use std::sync::Arc;

use entente_model::{Mood, Relation, Stance};

use super::reading::{Reading, Run};

/// How far above a cue a word is looked for that says what the author makes of it.
const ABOVE: usize = 3;

/// What the author makes of an attributed content.
///
/// What stands on the cue counts first (`the false claim that`, `falsely claimed`), then what it
/// stands under (`debunked the claim that`), then the cue itself (`acknowledged that`).
pub(super) fn of_cue(reading: &Reading<'_>, cue: u32) -> Stance {
    let on = reading.children(cue).filter(|&t| is_modifier(reading.relation(t)));
    let on = on.filter_map(|t| word(reading, t)).next();
    on.or_else(|| from_above(reading, cue))
        .or_else(|| word(reading, cue).filter(|_| !is_negated(reading, cue)))
        .unwrap_or(Stance::Reports)
}

/// What the author makes of a sentence of their own.
pub(super) fn of_author(reading: &Reading<'_>, run: Run) -> Stance {
    let is_top = |t: u32| !run.contains(reading.head(t)) || reading.head(t) == t;
    let Some(top) = (run.first..run.last).find(|&t| is_top(t)) else { return Stance::Asserts };
    let on = reading.children(top).filter(|&t| is_modifier(reading.relation(t)));
    let said = on.filter_map(|t| word(reading, t)).next().or_else(|| word(reading, top));
    match (said, mood(reading, run)) {
        (Some(stance), _) => stance,
        (None, Some(Mood::Possible | Mood::Conditional)) => Stance::Hedges,
        _ => Stance::Asserts,
    }
}

/// The modal that a content stands under.
pub(super) fn modality(reading: &Reading<'_>, content: &[Run]) -> Option<Arc<str>> {
    let mood = content.iter().find_map(|run| mood(reading, *run))?;
    (mood != Mood::Indicative).then(|| mood.as_str().into())
}

/// The mood of the topmost predicate in a run.
fn mood(reading: &Reading<'_>, run: Run) -> Option<Mood> {
    let text = reading.text;
    let depth = |token: u32| {
        let up = |t: &u32| Some(text.head(*t)).filter(|h| h != t && run.contains(*h));
        std::iter::successors(Some(token), up).take(run.len() as usize).count()
    };
    let first = text.predicates.partition_point(|p| p.head < run.first);
    let inside = text.predicates[first..].iter().take_while(|p| p.head < run.last);
    inside.filter(|p| !p.is_nominal).min_by_key(|p| depth(p.head)).map(|p| p.mood)
}

fn word(reading: &Reading<'_>, token: u32) -> Option<Stance> {
    reading.known.stance(reading.pos(token), reading.text.lemma(token))
}

fn is_modifier(relation: Relation) -> bool {
    use Relation::{Adverb, Compound, Modifier};
    matches!(relation, Adverb | Modifier | Compound)
}

/// The stance of what the cue stands under: its verb as an object, or a noun before an adposition.
/// Where that is negated or a condition, what is taken for granted is refuted.
fn from_above(reading: &Reading<'_>, cue: u32) -> Option<Stance> {
    use Relation::{Attribute, Object, PassiveSubject, PrepObject, Preposition, Subject};
    let mut at = cue;
    for _ in 0..ABOVE {
        let tie = reading.relation(at);
        let above = reading.head(at);
        if above == at
            || !matches!(
                tie,
                Object | PassiveSubject | Subject | PrepObject | Preposition | Attribute
            )
        {
            return None;
        }
        let beside = || {
            let is_told = |t: &u32| {
                *t != at
                    && matches!(reading.relation(*t), Relation::AdjectiveComplement | Attribute)
            };
            reading.children(above).filter(is_told).find_map(|t| word(reading, t))
        };
        if let Some(stance) = word(reading, above).or_else(beside) {
            let turns = is_negated(reading, above) || is_condition(reading, above);
            return match stance {
                Stance::Presupposes if turns => Some(Stance::Refutes),
                _ if turns => None,
                // Who hears or admits a claim says nothing of its truth; who debunks it does.
                Stance::Presupposes if tie != PrepObject && tie != Preposition => None,
                stance => Some(stance),
            };
        }
        at = above;
    }
    None
}

fn is_negated(reading: &Reading<'_>, token: u32) -> bool {
    let negative = |p: &entente_model::Predicate| p.polarity == entente_model::Polarity::Negative;
    reading.children(token).any(|t| reading.relation(t) == Relation::Negation)
        || reading.text.predicates[reading.text.predicates_at(token)].iter().any(negative)
        || reading.children(token).any(|t| reading.known.is_no(reading.text.lemma(t)))
}

/// Whether a clause above a token is a condition.
fn is_condition(reading: &Reading<'_>, token: u32) -> bool {
    let up = |t: &u32| Some(reading.head(*t)).filter(|h| h != t);
    let mut above = std::iter::successors(Some(token), up).take(4);
    above.any(|t| {
        let mut marks = reading.children(t).filter(|&m| reading.relation(m) == Relation::Marker);
        marks.any(|m| reading.known.is_if(reading.text.lemma(m)))
    })
}
