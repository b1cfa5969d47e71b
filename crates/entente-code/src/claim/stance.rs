//! What the author makes of what is said, and the modal that a content stands under.

use std::sync::Arc;

use entente_model::{Mood, Polarity, Pos, Predicate, Relation, Stance};

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
    let Some(top) = top(reading, run) else { return Stance::Asserts };
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

/// The mood of the topmost verb in a run: that of its modal, else that of its predicate.
fn mood(reading: &Reading<'_>, run: Run) -> Option<Mood> {
    let text = reading.text;
    let top = top(reading, run)?;
    let modal = reading
        .children(top)
        .filter(|&t| reading.relation(t) == Relation::Auxiliary)
        .find_map(|t| reading.known.mood(text.lemma(t)));
    let predicates = text.predicates[text.predicates_at(top)].iter();
    modal.or_else(|| predicates.filter(|p| !p.is_nominal).map(|p| p.mood).next())
}

/// The first verb of a run below whose head there is none.
fn top(reading: &Reading<'_>, run: Run) -> Option<u32> {
    let is_top = |&t: &u32| !run.contains(reading.head(t)) || reading.head(t) == t;
    let mut tops = (run.first..run.last).filter(is_top);
    tops.find(|&t| matches!(reading.pos(t), Pos::Verb | Pos::Aux))
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

pub(super) fn is_negated(reading: &Reading<'_>, token: u32) -> bool {
    let negative = |p: &Predicate| p.polarity == Polarity::Negative;
    reading.children(token).any(|t| reading.relation(t) == Relation::Negation)
        || reading.text.predicates[reading.text.predicates_at(token)].iter().any(negative)
        || reading.children(token).any(|t| reading.known.is_no(reading.text.lemma(t)))
}

/// Whether a clause above a token is a condition.
pub(super) fn is_condition(reading: &Reading<'_>, token: u32) -> bool {
    let up = |t: &u32| Some(reading.head(*t)).filter(|h| h != t);
    let mut above = std::iter::successors(Some(token), up).take(4);
    above.any(|t| {
        let mut marks = reading.children(t).filter(|&m| reading.relation(m) == Relation::Marker);
        marks.any(|m| reading.known.is_if(reading.text.lemma(m)))
    })
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::super::words::Attribution;
    use super::*;

    const WORDS: &str = "\
say\tn\tclaim
say\tv\tadmit
stance:refutes\ta\tfalse
stance:refutes\tr\tfalsely
stance:refutes\tv\tdebunk
stance:presupposes\tv\tadmit
stance:presupposes\tn\ttruth
stance:hedges\tr\tperhaps
mood:possible\t-\tmay
word:no\t-\tno
";

    #[track_caller]
    fn check(notation: &str, cue: &str, expected: Stance) {
        let (text, known) = (annotated(notation), Attribution::load(WORDS, &[]).expect("a table"));
        let reading = Reading::new(&text, &known);
        let cue = (0..reading.n_tokens()).find(|&t| text.text(t) == cue).expect("the cue is there");
        assert_eq!(of_cue(&reading, cue), expected);
    }

    #[test]
    fn what_stands_on_a_cue_counts_first() {
        check("the false/ADJ<claim:modifier claim/NOUN", "claim", Stance::Refutes);
        check("falsely/ADV<said:adverb said/VERB/say", "said", Stance::Refutes);
        check("the claim/NOUN", "claim", Stance::Reports);
    }

    #[test]
    fn then_what_a_cue_stands_under() {
        check("debunked/VERB/debunk the claim/NOUN<debunked:object", "claim", Stance::Refutes);
        let truth = "truth/NOUN to/ADP<truth:preposition claim/NOUN<to:prep-object";
        check(truth, "claim", Stance::Presupposes);
        check(&format!("no/DET<truth:determiner {truth}"), "claim", Stance::Refutes);
    }

    #[test]
    fn then_the_cue_itself() {
        check("admitted/VERB/admit", "admitted", Stance::Presupposes);
        let denied = "not/PART<admitted:negation admitted/VERB/admit";
        check(denied, "admitted", Stance::Reports);
    }

    #[test]
    fn an_author_hedges_by_a_modal_or_an_adverb() {
        let known = Attribution::load(WORDS, &[]).expect("a table");
        let stance = |notation: &str| {
            let text = annotated(notation);
            let reading = Reading::new(&text, &known);
            let run = Run::new(0, reading.n_tokens());
            (of_author(&reading, run), modality(&reading, &[run]))
        };
        let (said, modal) =
            stance("Mali/PROPN<leads:subject may/AUX<leads:auxiliary leads/VERB/lead");
        assert_eq!((said, modal.as_deref()), (Stance::Hedges, Some("possible")));
        let perhaps = "Perhaps/ADV<leads:adverb Mali/PROPN<leads:subject leads/VERB/lead";
        assert_eq!(stance(perhaps).0, Stance::Hedges);
        assert_eq!(stance("Mali/PROPN<leads:subject leads/VERB/lead"), (Stance::Asserts, None));
    }
}
