//! How firmly the author holds a content for true where its cue leaves that open.
//!
//! Who `did not know that`, `may think that` or is asked whether `they say that` reports nothing;
//! what is left of the cue is the author's own commitment. It is read off the ratings of the
//! content's predicates, from −3 to +3: a stance, and how far the author goes with it, so that
//! three times the confidence is the rating where the stance is firm, and the confidence where it
//! is weak.

use entente_model::{Relation, Stance};

use super::reading::{Reading, Run};
use super::stance::{is_condition, is_negated};

/// The ratings that a firm and a weak stance stand for.
const FIRM: f32 = 3.0;
const WEAK: f32 = 1.0;
/// How many verbs above a cue may weaken it.
const ABOVE: usize = 3;

/// The stance and its strength, if the cue is weakened and the content is rated.
pub(super) fn of(reading: &Reading<'_>, cue: u32, content: &[Run]) -> Option<(Stance, f32)> {
    let is_open = chain(reading, cue).any(|verb| is_weakened(reading, verb)) || asks(reading, cue);
    if is_open { rating(reading, content).map(graded) } else { None }
}

/// The mean rating of the predicates of a content.
fn rating(reading: &Reading<'_>, content: &[Run]) -> Option<f32> {
    let tokens = content.iter().flat_map(|run| run.first..run.last);
    let rated = tokens.filter_map(|token| reading.text.rating_at(token));
    let (sum, n) = rated.fold((0.0, 0_u16), |(sum, n), value| (sum + value, n.saturating_add(1)));
    (n > 0).then(|| sum / f32::from(n))
}

fn graded(rating: f32) -> (Stance, f32) {
    let strength = rating.abs();
    match (rating < 0.0, strength > WEAK) {
        (false, true) => (Stance::Presupposes, strength / FIRM),
        (false, false) => (Stance::Hedges, strength / WEAK),
        (true, false) => (Stance::Doubts, strength / WEAK),
        (true, true) => (Stance::Refutes, strength / FIRM),
    }
}

/// The cue and the verbs that it hangs on as their open complement or conjunct.
fn chain(reading: &Reading<'_>, cue: u32) -> impl Iterator<Item = u32> {
    let up = move |verb: &u32| {
        let hangs = matches!(
            reading.relation(*verb),
            Relation::OpenComplement | Relation::Complement | Relation::Conjunct
        );
        hangs.then(|| reading.head(*verb)).filter(|head| head != verb)
    };
    std::iter::successors(Some(cue), up).take(ABOVE)
}

fn is_weakened(reading: &Reading<'_>, verb: u32) -> bool {
    let is_modal = |t: u32| {
        reading.relation(t) == Relation::Auxiliary
            && reading.known.mood(reading.text.lemma(t)).is_some()
    };
    is_negated(reading, verb) || is_condition(reading, verb) || reading.children(verb).any(is_modal)
}

/// Whether the cue's sentence is a question.
fn asks(reading: &Reading<'_>, cue: u32) -> bool {
    reading.text.sentence_of(cue).is_some_and(|sentence| reading.text.is_question(sentence))
}

#[cfg(test)]
mod tests {
    use entente_model::Rating;
    use entente_model::testing::annotated;

    use super::super::words::Attribution;
    use super::*;

    const WORDS: &str = "say\tv\tthink\nmood:possible\t-\tmay\nword:no\t-\tno\nword:if\t-\tif\n";

    fn stance(notation: &str, value: f32) -> Option<(Stance, f32)> {
        let mut text = annotated(notation);
        let known = Attribution::load(WORDS, &[]).expect("a table");
        let find = |text: &entente_model::Annotated, word: &str| {
            (0..text.tokens.len() as u32)
                .find(|&t| text.text(t) == word)
                .expect("the word is there")
        };
        let (cue, left) = (find(&text, "think"), find(&text, "left"));
        text.ratings = vec![Rating { token: left, value }];
        let reading = Reading::new(&text, &known);
        of(&reading, cue, &[Run::new(left, left + 1)])
    }

    const LEFT: &str = "Mali/PROPN<left:subject left/VERB/leave<think:complement";

    #[test]
    fn a_rating_is_a_stance_and_its_strength() {
        let denied =
            format!("did/AUX/do<think:auxiliary not/PART<think:negation think/VERB {LEFT}");
        assert_eq!(stance(&denied, -1.5), Some((Stance::Refutes, 0.5)));
        assert_eq!(stance(&denied, -0.5), Some((Stance::Doubts, 0.5)));
        assert_eq!(stance(&denied, 0.25), Some((Stance::Hedges, 0.25)));
        assert_eq!(stance(&denied, 3.0), Some((Stance::Presupposes, 1.0)));
    }

    #[test]
    fn modals_and_questions_leave_it_open_and_plain_cues_do_not() {
        let may = format!("may/AUX<think:auxiliary think/VERB {LEFT}");
        assert!(stance(&may, 1.5).is_some());
        let asked = format!("do/AUX<think:auxiliary think/VERB {LEFT} ?/PUNCT<think:punctuation");
        assert!(stance(&asked, 1.5).is_some());
        assert_eq!(stance(&format!("think/VERB {LEFT}"), 1.5), None);
    }
}
