//! Standing relations of sentences annotated by hand, by forms made for the purpose.

use entente_model::testing::{annotated, resolved};
use entente_model::{Holding, StandingRelation};

use super::relations;
use crate::form::{Forms, FormsText};

const WORDS: &str = "ally\tally/n\ndispute\tdispute/n\nleaves\tleave/v\ndenies\tno\nahead\twill/v\n\
                     open\tif/p\ngrade/close\tclose/a\n";
const ALLIANCE: &str = "kind = \"alliance\"\nsign = 1\n\
    [[form]]\nid = \"ally\"\nwords = [\"ally\"]\nanywhere = true\n\
    args = [\"both: owner subject\", \"grade: ~grade\"]\n";
const DISPUTE: &str = "kind = \"dispute\"\nsign = -1\n\
    [[form]]\nid = \"noun\"\nwords = [\"dispute\"]\nanywhere = true\n\
    args = [\"both: whole subject owner object\"]\n";
const ALLY: &str =
    "Mali/PROPN<is:subject is/AUX/be Chad/PROPN<ally:possessor ally/NOUN<is:attribute";
const CLOSE: &str = "Chad/PROPN<is:subject is/AUX/be Mali/PROPN<ally:possessor \
                     close/ADJ<ally:modifier ally/NOUN<is:attribute";
const DISPUTED: &str = "Mali/PROPN<has:subject has/VERB/have dispute/NOUN<has:object \
                        of/ADP<dispute:preposition Chad/PROPN<of:prep-object";

fn read(notation: &str) -> Vec<StandingRelation> {
    let files = [("alliance.toml", ALLIANCE), ("dispute.toml", DISPUTE)];
    let text = FormsText {
        ontology: "own",
        propositions: &[],
        relations: &files,
        words: WORDS,
        scheme: "",
    };
    let forms = Forms::load(&text).expect("the forms are good");
    let text = annotated(notation);
    let who = resolved(&text, "Mali=MLI Chad=TCD");
    relations(&text, &who, &forms)
}

#[test]
fn what_is_told_twice_is_one_with_what_either_adds() {
    let found = read(&format!("{ALLY}\n{CLOSE}"));
    assert_eq!(found.len(), 1, "the two sides may change places");
    assert_eq!(found[0].evidence.again().len(), 1);
    assert_eq!((found[0].grade.as_deref(), found[0].sign), (Some("close"), 1));
}

#[test]
fn both_sides_of_an_ambivalent_pair_are_kept() {
    let found = read(&format!("{ALLY}\n{DISPUTED}"));
    let signs: Vec<i8> = found.iter().map(|r| r.sign).collect();
    assert_eq!(signs, [1, -1]);
}

#[test]
fn what_is_denied_or_to_come_is_kept_as_such() {
    let denied = "There/PRON<is:other is/AUX/be no/DET<dispute:determiner \
                  dispute/NOUN<is:attribute of/ADP<dispute:preposition Mali/PROPN<of:prep-object \
                  Chad/PROPN<Mali:conjunct";
    assert_eq!(read(denied)[0].status, Holding::Denied);
    let ahead = "Mali/PROPN<be:subject will/AUX<be:auxiliary be/AUX Chad/PROPN<ally:possessor \
                 ally/NOUN<be:attribute";
    assert_eq!(read(ahead)[0].status, Holding::Planned);
}

#[test]
fn what_stands_under_a_condition_is_not_told() {
    let open = "If/SCONJ/if<is:marker Mali/PROPN<is:subject is/AUX/be Chad/PROPN<ally:possessor \
                ally/NOUN<is:attribute";
    assert!(read(open).is_empty());
}
