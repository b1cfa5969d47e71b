//! Whether a predicate came about, from its polarity, mood, tense and frames, and whose word it is.

use entente_model::{
    Annotated, Frame, FrameKind, Pos, Predicate, Relation, Resolved, Span, Status,
};

/// The kind of nouns that neither happen nor hold.
const THING: &str = "thing";
/// How many heads are climbed to the predicate of a clause.
const MAX_CLIMB: usize = 8;

/// A status, and whose word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factuality {
    /// Whether it came about.
    pub status: Status,
    /// The frame of who says so, if somebody does.
    pub said: Option<Frame>,
}

/// Reads the factuality of a predicate.
pub fn factuality(predicate: &Predicate) -> Factuality {
    let Predicate { polarity, mood, tense, frames, .. } = predicate;
    let is_supposed = frames.iter().any(|f| f.kind == FrameKind::Conditions);
    let status = match Status::of_clause(*polarity, *mood, *tense, frames) {
        // `if Mali does not leave`: nobody says that it does not.
        Status::Denied if is_supposed => Status::Hypothetical,
        status => status,
    };
    let said =
        frames.iter().find(|f| matches!(f.kind, FrameKind::Says | FrameKind::Denies)).copied();
    Factuality { status, said }
}

/// Every word of a text that says that something happens or holds, with its rating from -3 to +3.
///
/// Predicates have their own; other words (`ongoing`, a `cataclysm`, the `Olympic Games`, `this`) have
/// that of the clause they stand in.
pub(crate) fn rated(text: &Annotated, who: &Resolved) -> Vec<(Span, f32)> {
    if text.ratings.is_empty() {
        return Vec::new();
    }
    let rate = |token: u32| match text.rating_at(token) {
        Some(value) => Some((group(text, token), value)),
        None if may_hold(text, who, token) => {
            Some((span(text, token), clause_rating(text, token)?))
        }
        None => None,
    };
    (0_u32..).take(text.tokens.len()).filter_map(rate).collect()
}

/// Whether a word may stand for something that happens or holds: not so names, actors and things.
fn may_hold(text: &Annotated, who: &Resolved, token: u32) -> bool {
    let is_actor = || {
        let actors = text.mention_at(token).and_then(|mention| who.actors.get(mention));
        actors.is_some_and(|actors| !actors.is_empty())
    };
    if happens(text, token) {
        return !is_actor();
    }
    match text.pos(token) {
        Pos::Adj => text.entity_at(token).is_none(),
        Pos::Noun => {
            let is_thing = || text.kinds(token).iter().any(|kind| **kind == *THING);
            text.entity_at(token).is_none() && !is_thing() && !is_actor()
        }
        Pos::Pron => stands_for_clause(text, token) && !is_actor(),
        _ => false,
    }
}

/// A pronoun that need not mean somebody or something: `this`, `it`, or `which` after such a word.
fn stands_for_clause(text: &Annotated, token: u32) -> bool {
    use Relation as R;
    let is = |feature: &str| text.morph(token).contains(feature);
    if !matches!(text.relation(token), R::Subject | R::PassiveSubject | R::Object | R::PrepObject) {
        return false;
    }
    // Relative pronouns are told so, or nothing is told of them.
    if is("PronType=Rel") || text.morph(token).is_empty() {
        let verb = text.head(token);
        let before = text.head(verb);
        return text.relation(verb) == R::RelativeClause && happens(text, before);
    }
    is("PronType=Dem") || is("Gender=Neut")
}

/// Whether a word tells that something happens: it is rated, or part of the name of a happening.
fn happens(text: &Annotated, token: u32) -> bool {
    let is_named = || text.entity_at(token).is_some_and(|entity| text.is_happening(entity));
    text.rating_at(token).is_some() || is_named()
}

/// The rating of the nearest predicate over a word.
fn clause_rating(text: &Annotated, token: u32) -> Option<f32> {
    let up = |at: &u32| Some(text.head(*at)).filter(|head| head != at);
    let heads = std::iter::successors(Some(token), up).take(MAX_CLIMB);
    heads.skip(1).find_map(|head| text.rating_at(head))
}

/// A word with what stands before it without a gap and makes one verb with it (`has not been asked`),
/// and with the particle, adverb or bare noun that stands next after it (`rolled out`, `closed lower`,
/// `took place`).
fn group(text: &Annotated, token: u32) -> Span {
    use Relation as R;
    let is_own = |at: u32| at != token && text.head(at) == token;
    let is_before = |at: &u32| {
        let helps = matches!(text.relation(*at), R::Auxiliary | R::PassiveAuxiliary | R::Negation);
        is_own(*at) && (helps || text.relation(*at) == R::Adverb)
    };
    let is_bare = |at: u32| {
        let has_own = |other: u32| other != at && text.head(other) == at;
        text.pos(at) == Pos::Noun && !(token..at + 3).any(has_own)
    };
    let is_after = |at: &u32| match text.relation(*at) {
        R::Particle | R::Adverb => is_own(*at),
        R::Object => is_own(*at) && is_bare(*at) && text.rating_at(*at).is_none(),
        _ => false,
    };
    if text.pos(token) != Pos::Verb {
        return span(text, token);
    }
    let first = (0..token).rev().take_while(is_before).last().unwrap_or(token);
    let last = Some(token + 1).filter(is_after).unwrap_or(token);
    span(text, first).join(span(text, last))
}

fn span(text: &Annotated, token: u32) -> Span {
    text.tokens.get(token as usize).map_or(Span::default(), |t| t.span)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;
    use entente_model::{Mood, Polarity, Rating, Sense, Tense};

    use super::*;

    fn check(polarity: Polarity, mood: Mood, frames: &[(FrameKind, bool)], expected: Status) {
        let frame = |&(kind, negated)| Frame { kind, cue: 0, holder: None, negated };
        let predicate = Predicate {
            sense: Sense::new("test"),
            trigger: Span::new(0, 1),
            head: 0,
            is_nominal: false,
            fillers: Vec::new(),
            polarity,
            mood,
            tense: Tense::Past,
            frames: frames.iter().map(frame).collect(),
        };
        assert_eq!(factuality(&predicate).status, expected);
    }

    #[test]
    fn frames_turn_what_stands_under_them() {
        use FrameKind::{Asks, Denies, Excludes, Intends, Says};
        let (yes, no) = (Polarity::Positive, Polarity::Negative);
        check(yes, Mood::Indicative, &[], Status::Happened);
        check(no, Mood::Indicative, &[], Status::Denied);
        check(yes, Mood::Future, &[(Says, false)], Status::Planned);
        check(yes, Mood::Indicative, &[(Denies, false)], Status::Denied);
        check(no, Mood::Indicative, &[(Denies, false)], Status::Happened);
        check(yes, Mood::Indicative, &[(Excludes, false)], Status::Denied);
        check(yes, Mood::Indicative, &[(Intends, false), (Says, false)], Status::Planned);
        check(yes, Mood::Indicative, &[(Intends, true)], Status::Denied);
        check(yes, Mood::Possible, &[(Says, false)], Status::Hypothetical);
        check(yes, Mood::Indicative, &[(Asks, false)], Status::Hypothetical);
    }

    #[test]
    fn words_beside_a_predicate_have_its_rating() {
        let mut text = annotated(
            "Chad/PROPN<feared:subject feared/VERB/fear an/DET<cataclysm:determiner \
             ongoing/ADJ<cataclysm:modifier cataclysm/NOUN<feared:object",
        );
        text.ratings = vec![Rating { token: 1, value: 1.5 }];
        let who = Resolved::default();
        let found: Vec<(&str, f32)> = rated(&text, &who)
            .into_iter()
            .map(|(span, value)| (span.of(&text.document.text), value))
            .collect();
        assert_eq!(found, [("feared", 1.5), ("ongoing", 1.5), ("cataclysm", 1.5)]);
        text.ratings.clear();
        assert!(rated(&text, &who).is_empty());
    }

    #[test]
    fn a_verb_is_rated_with_what_makes_one_with_it() {
        let check = |notation: &str, token: u32, expected: &str| {
            let mut text = annotated(notation);
            text.ratings = vec![Rating { token, value: 3.0 }];
            let found = rated(&text, &Resolved::default());
            let found: Vec<&str> =
                found.iter().map(|(span, _)| span.of(&text.document.text)).collect();
            assert!(found.contains(&expected), "{expected}: {found:?}");
        };
        let asked = "Chad/PROPN<asked:subject has/AUX<asked:auxiliary not/PART<asked:negation \
                     been/AUX<asked:passive-auxiliary asked/VERB/ask back/ADV<asked:adverb";
        check(asked, 4, "has not been asked back");
        let took = "talks/NOUN/talk<took:subject took/VERB/take place/NOUN<took:object";
        check(took, 1, "took place");
        let left = "has/AUX<left:auxiliary Chad/PROPN<left:subject left/VERB/leave";
        check(left, 2, "left");
    }
}
