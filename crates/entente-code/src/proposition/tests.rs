//! Propositions of sentences annotated by hand, by forms made for the purpose.

use entente_model::testing::{annotated, annotated_on, resolved};
use entente_model::{Annotated, Coded, Proposition, PropositionKind, Resolved, Span};

use super::{near, propose, proposition};
use crate::form::{Forms, FormsText};

const WORDS: &str = "ally\tally/n\njunior\tjunior partner\ndepends\tdepend/v\nfuture\twill/v\n\
                     dimension/trade\ttrade/n\ndenies\tnot\n";
const ALLIANCE: &str = "kind = \"alliance\"\nrank = 30\n\
    [[form]]\nid = \"ally\"\nwords = [\"ally\"]\nargs = [\"both: owner subject\"]\n\
    [[test]]\nis = \"alliance a=MLI b=TCD\"\nen = \"Mali is an ally of Chad.\"\n";
const ASYMMETRY: &str = "kind = \"asymmetry\"\nrank = 40\n\
    [[form]]\nid = \"depends\"\nwords = [\"depends\"]\nsign = \"affirmed\"\n\
    args = [\"junior: subject\", \"senior: topic after\", \"dimension: ~dimension\"]\n";
const INDEPENDENCE: &str = "kind = \"independence\"\nrank = 40\n\
    [[form]]\nid = \"not\"\nwords = [\"depends\"]\nsign = \"denied\"\n\
    args = [\"state: subject\", \"of: topic after\"]\n";
const ALLY: &str = "Mali/PROPN<is:subject is/AUX/be Chad/PROPN<ally:possessor \
                    ally/NOUN<is:attribute ./PUNCT<is:punctuation";

fn forms() -> Forms {
    let propositions = [
        ("alliance.toml", ALLIANCE),
        ("asymmetry.toml", ASYMMETRY),
        ("independence.toml", INDEPENDENCE),
    ];
    let text = FormsText {
        ontology: "own",
        propositions: &propositions,
        relations: &[],
        words: WORDS,
        scheme: "",
    };
    Forms::load(&text).expect("the forms are good")
}

fn whole(text: &Annotated) -> Span {
    text.sentences[0].span
}

fn read(notation: &str) -> Option<Proposition> {
    let text = annotated(notation);
    let who = resolved(&text, "Mali=MLI Chad=TCD army=MLI.MIL");
    proposition(&text, &who, &forms(), &[], whole(&text))
}

fn ids(found: &Proposition, names: [&str; 2]) -> [String; 2] {
    names.map(|name| found.actor(name).map_or_else(String::new, ToString::to_string))
}

#[test]
fn a_noun_takes_the_subject_of_its_clause() {
    let found = read(ALLY).expect("it is a form");
    assert_eq!((found.kind, found.positive), (PropositionKind::Alliance, true));
    assert_eq!(ids(&found, ["a", "b"]), ["TCD", "MLI"]);
}

#[test]
fn what_is_denied_may_be_another_form() {
    let verb = "depends/VERB/depend on/ADP<depends:preposition Chad/PROPN<on:prep-object";
    let found = read(&format!("Mali/PROPN<depends:subject {verb}")).expect("it is a form");
    assert_eq!(found.kind, PropositionKind::Asymmetry);
    assert_eq!(ids(&found, ["junior", "senior"]), ["MLI", "TCD"]);
    let denied = format!("Mali/PROPN<depends:subject not/PART<depends:negation {verb}");
    let found = read(&denied).expect("it is a form");
    assert_eq!(found.kind, PropositionKind::Independence);
    assert_eq!(ids(&found, ["state", "of"]), ["MLI", "TCD"]);
}

#[test]
fn a_part_of_a_state_stands_for_it_and_a_word_for_its_family() {
    let found = read(
        "army/NOUN<depends:subject depends/VERB/depend on/ADP<depends:preposition \
         trade/NOUN<on:prep-object of/ADP<trade:preposition Chad/PROPN<of:prep-object",
    );
    let found = found.expect("it is a form");
    assert_eq!(ids(&found, ["junior", "senior"]), ["MLI", "TCD"]);
    assert_eq!(found.word("dimension"), Some("trade"));
}

#[test]
fn what_stands_in_another_clause_is_not_said() {
    let aside = "Mali/PROPN<left:subject left/VERB/leave Chad/PROPN<left:object \
                 he/PRON<depend:subject depend/VERB<Chad:relative-clause";
    assert_eq!(read(aside), None);
}

#[test]
fn what_is_lacking_is_named() {
    let text = annotated("Mali/PROPN<is:subject is/AUX/be ally/NOUN<is:attribute");
    let who = resolved(&text, "Mali=MLI");
    assert_eq!(proposition(&text, &who, &forms(), &[], whole(&text)), None);
    let nearest = near(&text, &who, &forms());
    assert_eq!(nearest[0].kind, PropositionKind::Alliance);
    let (form, argument) = nearest[0].lacks.clone().expect("it lacks the other side");
    assert_eq!((form.as_str(), &*argument), ("own/propositions/alliance/ally", "both"));
    assert_eq!(nearest[0].example, "Mali is an ally of Chad.");
}

#[test]
fn the_author_claims_what_no_speaker_does() {
    let text = annotated_on("2019-08-03", ALLY);
    let who = resolved(&text, "Mali=MLI Chad=TCD");
    let mut coded = Coded::default();
    propose(&text, &who, &forms(), &mut coded);
    assert_eq!(coded.claims.len(), 1);
    assert_eq!(coded.claims[0].content, [whole(&text)]);
    coded.claims[0].proposition = None;
    propose(&text, &who, &forms(), &mut coded);
    assert_eq!(coded.claims.len(), 1, "a sentence in which a claim stands has no other");
    assert!(coded.claims[0].proposition.is_some());
    let mut alone = Coded::default();
    propose(&text, &Resolved { actors: Vec::new(), ..who }, &forms(), &mut alone);
    assert!(alone.claims.is_empty(), "there is nobody in it");
}

#[test]
fn a_form_that_cannot_be_is_named() {
    let load = |file: &str| {
        let files = [("x.toml", file)];
        let text = FormsText {
            ontology: "own",
            propositions: &files,
            relations: &[],
            words: WORDS,
            scheme: "",
        };
        Forms::load(&text).expect_err("it is wrong").to_string()
    };
    let form = |rest: &str| format!("kind = \"alliance\"\n[[form]]\nid = \"a\"\n{rest}");
    let error = load(&form("words = [\"foe\"]"));
    assert!(error.contains("a concept of forms.tsv") && error.contains("foe"), "{error}");
    let error = load(&form("words = [\"ally\"]\nargs = [\"a: nowhere\"]"));
    assert!(error.contains("a place of an argument"), "{error}");
    let error = load("kind = \"bliss\"\n[[form]]\nid = \"a\"\nwords = [\"ally\"]");
    assert!(error.contains("a kind of proposition"), "{error}");
}
