//! Ratings of predicates on parses made by hand, by weights made by hand.

use entente_model::testing::annotated;

use crate::{Contexts, Grammar, GrammarText};

const LANG: &str = "code = \"en\"\n[relations]\n[adpositions]\n";
const CUES: &str = "mood:possible\t-\tmay\nnegator\t-\tnot\nsays\tv\tsay\n";
const SIGNATURES: &str = "factive\tv\tknow\nevent\tn\tvisit\nhedge\t-\tperhaps\n";
/// All texts are reports; tales, of which told clauses are judged too, weigh the same.
const WEIGHTS: &str = "\
register|constant\t1\t0\t0
base\t2\t0\t2
modal|may\t-1.5\t0\t-1.5
operators|n\t-4\t0\t-4
told class|factive\t0.5\t0\t0.5
told operators|m\t-1\t0\t-1
";

fn grammar(factuality: &str) -> Grammar {
    let text = GrammarText {
        lang: LANG,
        lexicon: &[],
        cues: CUES,
        kinds: "",
        selection: "",
        signatures: SIGNATURES,
        factuality,
    };
    Grammar::load(&text).expect("the tables above are well formed")
}

#[track_caller]
fn check(notation: &str, expected: &[(&str, f32)]) {
    let mut text = annotated(notation);
    grammar(WEIGHTS).interpret(&mut text, Contexts::default());
    let found: Vec<(&str, f32)> =
        text.ratings.iter().map(|r| (text.text(r.token), r.value)).collect();
    assert_eq!(found, expected);
}

#[test]
fn modals_and_negation_weigh() {
    check(
        "Chad/PROPN<meet:subject may/AUX<meet:auxiliary meet/VERB/meet/VerbForm=Inf \
         Mali/PROPN<meet:object",
        &[("meet", 0.5)],
    );
    check(
        "Chad/PROPN<meet:subject did/AUX/do/VerbForm=Fin<meet:auxiliary \
         not/PART<meet:negation meet/VERB/meet/VerbForm=Inf",
        &[("meet", -2.0)],
    );
}

#[test]
fn what_is_told_is_seen_with_the_verb_over_it() {
    check(
        "Chad/PROPN<knows:subject knows/VERB/know/Tense=Pres|VerbForm=Fin Mali/PROPN<left:subject \
         left/VERB/leave/Tense=Past|VerbForm=Fin<knows:complement",
        &[("knows", 2.0), ("left", 2.5)],
    );
    check(
        "Chad/PROPN<know:subject may/AUX<know:auxiliary know/VERB/know/VerbForm=Inf \
         Mali/PROPN<left:subject left/VERB/leave/Tense=Past|VerbForm=Fin<know:complement",
        &[("know", 0.5), ("left", 1.5)],
    );
}

#[test]
fn nouns_of_events_are_rated_and_things_are_not() {
    check(
        "Chad/PROPN<praised:subject praised/VERB/praise/Tense=Past|VerbForm=Fin \
         the/DET<visit:determiner visit/NOUN<praised:object and/CCONJ<visit:coordinator \
         gifts/NOUN/gift<visit:conjunct",
        &[("praised", 2.0), ("visit", 2.0)],
    );
}

#[test]
fn without_weights_nothing_is_rated() {
    let mut text = annotated("Chad/PROPN<slept:subject slept/VERB/sleep");
    grammar("").interpret(&mut text, Contexts::default());
    assert!(text.ratings.is_empty());
}
