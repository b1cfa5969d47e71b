//! Which words of a text say that something happens or holds, and how surely (-3 to +3).

use entente_model::{Annotated, Pos, Relation, Resolved, Role, Span};

/// The kind of nouns that neither happen nor hold.
const THING: &str = "thing";
/// The kind of nouns by which happenings are called, with whatever name (`the Lisbon summit`).
const HAPPENING: &str = "happening";
/// How many heads are climbed to the predicate of a clause.
const MAX_CLIMB: usize = 8;

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
        None if is_called_happening(text, token) => {
            Some((phrase(text, token), clause_rating(text, token)?))
        }
        None if may_hold(text, who, token) => {
            Some((span(text, token), clause_rating(text, token)?))
        }
        None => predicated(text, token),
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
            let is_thing = || is_kind(text, token, THING);
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
    text.rating_at(token).is_some() || is_named() || is_called_happening(text, token)
}

/// A noun by which a happening has its name, whatever the rest of it means: `Harare Summit`, `flight 12`.
fn is_called_happening(text: &Annotated, token: u32) -> bool {
    let is_named = || text.pos(token) == Pos::Propn || number_after(text, token).is_some();
    is_kind(text, token, HAPPENING) && is_named()
}

fn is_kind(text: &Annotated, token: u32, kind: &str) -> bool {
    text.kinds(token).iter().any(|of| **of == *kind)
}

/// What is said of a subject beside a copula: a noun (`the first was a banker`), or the words under an
/// adposition (`is under review`), with the rating of the copula.
fn predicated(text: &Annotated, token: u32) -> Option<(Span, f32)> {
    let copula = text.head(token);
    if copula >= token || text.pos(copula) != Pos::Aux {
        return None;
    }
    let value = text.rating_at(copula)?;
    match text.relation(token) {
        Relation::Attribute if text.pos(token) == Pos::Noun => Some((span(text, token), value)),
        Relation::Preposition if token == copula + 1 => {
            let under = text.children(token).find(|at| text.relation(*at) == Relation::PrepObject);
            Some((span(text, token).join(span(text, under?)), value))
        }
        _ => None,
    }
}

/// The rating of the nearest predicate over a word.
fn clause_rating(text: &Annotated, token: u32) -> Option<f32> {
    let up = |at: &u32| Some(text.head(*at)).filter(|head| head != at);
    let heads = std::iter::successors(Some(token), up).take(MAX_CLIMB);
    heads.skip(1).find_map(|head| text.rating_at(head))
}

/// A word with what stands beside it without a gap and makes one predicate with it.
fn group(text: &Annotated, token: u32) -> Span {
    match text.pos(token) {
        Pos::Verb => verb_group(text, token),
        Pos::Noun if is_called_happening(text, token) => phrase(text, token),
        Pos::Noun => {
            let is_part = |at: &u32| {
                text.head(*at) == token
                    && text.relation(*at) == Relation::Compound
                    && text.pos(*at) == Pos::Noun
            };
            let first = (0..token).rev().take_while(is_part).last().unwrap_or(token);
            span(text, first).join(span(text, token))
        }
        _ => span(text, token),
    }
}

/// A verb with what stands before it (`has not been asked`), and with the particle, adverb, bare noun
/// or adposition that stands next after it (`rolled out`, `closed lower`, `took place`, `led to`), save
/// adpositions of places, which are of what follows.
fn verb_group(text: &Annotated, token: u32) -> Span {
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
    let is_bound = |at: u32| !matches!(text.adposition(at), Some(Role::Place | Role::Topic) | None);
    let is_after = |at: &u32| match text.relation(*at) {
        R::Particle | R::Adverb => is_own(*at),
        R::Preposition => is_own(*at) && is_bound(*at),
        R::Object => is_own(*at) && is_bare(*at) && text.rating_at(*at).is_none(),
        _ => false,
    };
    let first = (0..token).rev().take_while(is_before).last().unwrap_or(token);
    let last = Some(token + 1).filter(is_after).unwrap_or(token);
    span(text, first).join(span(text, last))
}

/// The name of a happening: from its first word (`the 1988 Seoul Olympic Games`) to the number after it
/// (`Air Aral Flight 12`), without what only stands under it.
fn phrase(text: &Annotated, token: u32) -> Span {
    let is_of = |at: &u32| {
        let mut up = std::iter::successors(Some(*at), |at| Some(text.head(*at))).take(MAX_CLIMB);
        up.any(|head| head == token) && !matches!(text.pos(*at), Pos::Punct | Pos::Verb)
    };
    let first = (0..token).rev().take_while(is_of).last().unwrap_or(token);
    let last = number_after(text, token).unwrap_or(token);
    span(text, first).join(span(text, last))
}

/// The number that stands next after a noun and belongs to it.
fn number_after(text: &Annotated, token: u32) -> Option<u32> {
    let after = token + 1;
    (text.pos(after) == Pos::Num && text.head(after) == token).then_some(after)
}

fn span(text: &Annotated, token: u32) -> Span {
    text.tokens.get(token as usize).map_or(Span::default(), |t| t.span)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use entente_model::Rating;
    use entente_model::testing::annotated;

    use super::*;

    fn spans(text: &Annotated) -> Vec<&str> {
        rated(text, &Resolved::default())
            .into_iter()
            .map(|(span, _)| span.of(&text.document.text))
            .collect()
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
            let found = spans(&text);
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

    #[test]
    fn names_of_happenings_are_rated_whole() {
        let mut text = annotated(
            "at/ADP<met:preposition the/DET<Summit:determiner 1999/NUM<Summit:number \
             Harare/PROPN<Summit:compound Summit/PROPN/summit<at:prep-object \
             they/PRON<met:subject met/VERB/meet",
        );
        text.ratings = vec![Rating { token: 6, value: 3.0 }];
        assert_eq!(spans(&text), ["met"]);
        let kinds = &mut Arc::make_mut(&mut text.labels).kinds;
        kinds.insert("summit".to_owned(), vec![HAPPENING.into()]);
        assert_eq!(spans(&text), ["the 1999 Harare Summit", "met"]);
    }

    #[test]
    fn what_is_said_of_a_subject_has_the_rating_of_the_copula() {
        let mut text = annotated(
            "Chad/PROPN<are:subject are/AUX/be under/ADP<are:preposition \
             review/NOUN<under:prep-object",
        );
        text.ratings = vec![Rating { token: 1, value: 2.0 }];
        assert_eq!(spans(&text), ["are", "under review", "review"]);
    }

    #[test]
    fn nouns_are_rated_with_nouns_before_them_and_verbs_with_their_adpositions() {
        let mut text = annotated(
            "peace/NOUN<talks:compound talks/NOUN/talk<arose:subject arose/VERB/arise \
             from/ADP<arose:preposition Chad/PROPN<from:prep-object",
        );
        text.ratings = vec![Rating { token: 1, value: 2.0 }, Rating { token: 2, value: 3.0 }];
        assert_eq!(spans(&text), ["peace", "peace talks", "arose from"]);
    }
}
