//! Where an event happened: the place that its predicate takes, else one that those who take part
//! are said to be in, else that of the dateline.

use entente_model::{
    Annotated, Footing, Place, Pos, Predicate, Relation, Resolved, Role, Span, Toponym,
};

/// A name of a place below this score is a guess, and no event is put there.
const LEAST_SCORE: f32 = 0.35;
/// How many heads are climbed from a name to the noun that it is part of.
const MAX_CLIMB: usize = 4;

/// The place of a predicate, and where its name stands.
pub(crate) fn happened(
    text: &Annotated,
    who: &Resolved,
    predicate: &Predicate,
) -> Option<(Place, Span)> {
    let names = names(text, who, predicate)?;
    let found = taken(text, names, predicate)
        .or_else(|| beside(text, names, predicate))
        .or_else(|| dateline(text, who, predicate))?;
    Some((best(found)?.clone(), found.span))
}

/// The place that the predicate's own sentence gives it.
pub(crate) fn named(text: &Annotated, who: &Resolved, predicate: &Predicate) -> Option<Place> {
    let names = names(text, who, predicate)?;
    let found = taken(text, names, predicate).or_else(|| beside(text, names, predicate))?;
    best(found).cloned()
}

/// The likeliest of the places that a name may mean, if it is no guess.
pub(crate) fn best(name: &Toponym) -> Option<&Place> {
    name.candidates.first().filter(|best| best.score >= LEAST_SCORE).map(|best| &best.place)
}

/// The names of places in the predicate's sentence.
fn names<'a>(text: &Annotated, who: &'a Resolved, predicate: &Predicate) -> Option<&'a [Toponym]> {
    let sentence = text.sentence_of(predicate.head)?;
    let from = who.toponyms.partition_point(|t| t.first < sentence.first);
    let to = who.toponyms.partition_point(|t| t.first < sentence.last);
    who.toponyms.get(from..to)
}

/// The name that fills the predicate's own role of a place, or is part of the noun that does:
/// `in Haifa`, `in the port of Haifa`.
fn taken<'a>(text: &Annotated, names: &'a [Toponym], predicate: &Predicate) -> Option<&'a Toponym> {
    predicate.fillers(Role::Place).find_map(|filler| {
        let whole = names.iter().find(|name| (name.first..name.last).contains(&filler));
        whole.or_else(|| names.iter().find(|name| is_part(text, name, filler)))
    })
}

/// Whether a name belongs to the phrase of a noun, and is not that of a people (`a Chadian base`).
fn is_part(text: &Annotated, name: &Toponym, noun: u32) -> bool {
    let mut at = outermost(text, name);
    for _ in 0..MAX_CLIMB {
        if at == noun {
            return true;
        }
        let is_nominal = matches!(
            text.relation(at),
            Relation::Compound
                | Relation::NounModifier
                | Relation::Possessor
                | Relation::Apposition
                | Relation::Preposition
                | Relation::PrepObject
        );
        if !is_nominal {
            return false;
        }
        at = text.head(at);
    }
    false
}

/// The name under an adposition of place that hangs on the predicate or on a filler of its roles:
/// `hit a ship off Aden`.
fn beside<'a>(
    text: &Annotated,
    names: &'a [Toponym],
    predicate: &Predicate,
) -> Option<&'a Toponym> {
    let holders = std::iter::once(predicate.head).chain(predicate.fillers.iter().map(|f| f.token));
    let mut located = holders.map(|holder| {
        let mut names = names.iter().filter(|name| name.footing == Footing::Located);
        names.find(|name| text.head(text.head(outermost(text, name))) == holder)
    });
    located.find_map(|name| name)
}

/// The name in the dateline of the predicate's sentence, or in one that stands by itself before it.
fn dateline<'a>(text: &Annotated, who: &'a Resolved, predicate: &Predicate) -> Option<&'a Toponym> {
    let own = text.tokens.get(predicate.head as usize)?.sentence as usize;
    let first = |at: usize| text.sentences.get(at).map(|s| s.first);
    let before = own.checked_sub(1).filter(|at| is_bare(text, *at));
    let starts = [first(own), before.and_then(first)];
    let mut names = who.toponyms.iter().filter(|name| name.footing == Footing::Dateline);
    names.find(|name| starts.contains(&Some(name.first)))
}

/// Whether a sentence has no verb.
fn is_bare(text: &Annotated, sentence: usize) -> bool {
    text.sentences.get(sentence).is_some_and(|sentence| {
        let mut tokens = sentence.first..sentence.last;
        !tokens.any(|token| matches!(text.pos(token), Pos::Verb | Pos::Aux))
    })
}

/// The token of a name that hangs on something outside it.
fn outermost(text: &Annotated, name: &Toponym) -> u32 {
    let within = name.first..name.last;
    let mut outer = within.clone().filter(|token| !within.contains(&text.head(*token)));
    outer.next().unwrap_or(name.last.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use entente_model::testing::{annotated, resolved};
    use entente_model::{PlaceCandidate, PlaceId};

    use super::*;

    /// Each word of `places` is a name where it first stands: `Haifa` plainly, `in:Haifa` with
    /// something in it, `-:Haifa` in a dateline, `?Haifa` as a guess.
    fn place(notation: &str, places: &str) -> Option<String> {
        let text = annotated(notation);
        let mut who = resolved(&text, "");
        for given in places.split_whitespace() {
            let (mark, word) = given.split_once(':').unwrap_or(("", given));
            let (word, score) = word.strip_prefix('?').map_or((word, 0.9), |word| (word, 0.2));
            let first = (0..).find(|t| text.text(*t) == word).expect("a word of the text");
            let footing = match mark {
                "in" => Footing::Located,
                "-" => Footing::Dateline,
                _ => Footing::Plain,
            };
            let id = PlaceId::new(word);
            let place = Place { id, name: word.into(), lat: 0.0, lon: 0.0, country: None };
            let span = text.tokens[first as usize].span;
            let candidates = vec![PlaceCandidate { place, score }];
            who.toponyms.push(Toponym { span, first, last: first + 1, footing, candidates });
        }
        who.toponyms.sort_by_key(|t| t.first);
        happened(&text, &who, &text.predicates[0]).map(|(place, _)| place.name.to_string())
    }

    #[test]
    fn the_predicate_s_own_place_goes_before_the_first_in_the_text() {
        let notation = "Paris/PROPN<met:subject met/VERB/meet Chad/PROPN<met:object \
                        in/ADP<met:preposition Haifa/PROPN<in:prep-object\n\
                        ! meet@met subject=Paris object=Chad place=Haifa past";
        assert_eq!(place(notation, "Paris Chad in:Haifa").as_deref(), Some("Haifa"));
    }

    #[test]
    fn a_name_inside_the_noun_that_is_taken_counts() {
        let notation = "Chad/PROPN<struck:subject struck/VERB/strike in/ADP<struck:preposition \
                        port/NOUN<in:prep-object of/ADP<port:preposition \
                        Haifa/PROPN<of:prep-object\n! strike@struck subject=Chad place=port past";
        assert_eq!(place(notation, "Chad Haifa").as_deref(), Some("Haifa"));
        let people = "Chad/PROPN<struck:subject struck/VERB/strike in/ADP<struck:preposition \
                      Malian/ADJ<base:modifier base/NOUN<in:prep-object\n\
                      ! strike@struck subject=Chad place=base past";
        assert_eq!(place(people, "Chad Malian"), None);
    }

    #[test]
    fn what_takes_part_may_say_where() {
        let notation = "Chad/PROPN<hit:subject hit/VERB/strike ship/NOUN<hit:object \
                        off/ADP<ship:preposition Aden/PROPN<off:prep-object\n\
                        ! strike@hit subject=Chad object=ship past";
        assert_eq!(place(notation, "Chad in:Aden").as_deref(), Some("Aden"));
        assert_eq!(place(notation, "Chad Aden"), None, "`of Aden` would not say where");
        assert_eq!(place(notation, "Chad in:?Aden"), None, "a guess is no place");
    }

    #[test]
    fn the_dateline_is_the_last_resort() {
        let notation = "Oslo/PROPN<met:other -/PUNCT<met:punctuation Chad/PROPN<met:subject \
                        met/VERB/meet Mali/PROPN<met:object in/ADP<met:preposition \
                        Haifa/PROPN<in:prep-object\n! meet@met subject=Chad object=Mali past";
        assert_eq!(place(notation, "-:Oslo Chad Mali").as_deref(), Some("Oslo"));
        assert_eq!(place(notation, "-:Oslo Chad in:Haifa").as_deref(), Some("Haifa"));
    }

    #[test]
    fn a_dateline_may_stand_by_itself() {
        let bare = "Oslo/PROPN -/PUNCT<Oslo:punctuation\nChad/PROPN<met:subject met/VERB/meet \
                    Mali/PROPN<met:object\n! meet@met subject=Chad object=Mali past";
        assert_eq!(place(bare, "-:Oslo Chad Mali").as_deref(), Some("Oslo"));
        let other = "Oslo/PROPN<grew:subject grew/VERB/grow\nChad/PROPN<met:subject \
                     met/VERB/meet Mali/PROPN<met:object\n! meet@met subject=Chad past";
        assert_eq!(place(other, "-:Oslo Chad Mali"), None);
    }
}
