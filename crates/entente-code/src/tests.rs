//! Rules, parties and competing readings, on predicates and actors given by hand.

use entente_model::testing::{annotated_on, resolved};
use entente_model::{Event, Party};

use crate::{Fate, Keep, Ontology, OntologyText, code, explain};

const ONTOLOGY: &str = r#"
name = "toy"
version = "1"
source = "made up"
actor = ["subject"]
recipient = ["object", "partner"]
[types]
ACCUSE = { quad = "verbal_conflict" }
MEET = { quad = "verbal_coop" }
STRIKE = { quad = "material_conflict" }
"#;
const SCALE: &str = "ACCUSE\t-2\nMEET\t2\nSTRIKE\t-9\n";
const RULES: &[(&str, &str)] = &[
    (
        "accuse.toml",
        r#"
type = "ACCUSE"
[[rule]]
id = "accuse"
sense = ["accuse"]
needs = ["actor", "recipient"]
"#,
    ),
    (
        "meet.toml",
        r#"
type = "MEET"
[[rule]]
id = "meet"
sense = ["meet"]
mutual = true
needs = ["actor", "recipient"]
"#,
    ),
    (
        "strike.toml",
        r#"
type = "STRIKE"
[[rule]]
id = "raid"
sense = ["raid"]
needs = ["known-actor", "known-recipient"]
[[rule]]
id = "strike"
sense = ["strike"]
[[rule]]
id = "hold"
sense = ["hold"]
loose = true
[[rule]]
id = "strike-base"
sense = ["strike"]
where = { object = ["base"] }
mode = "base"
alone = false
"#,
    ),
];

fn ontology() -> Ontology {
    let text = OntologyText {
        ontology: ONTOLOGY,
        scale: SCALE,
        crosswalk: "",
        contexts: "",
        confidence: "",
        rules: RULES,
        pairs: "",
        attitudes: &[],
    };
    Ontology::load(&text).expect("the ontology above is well formed")
}

fn show(event: &Event) -> String {
    let name = |party: &Option<Party>| match party {
        None => "-".to_owned(),
        Some(Party { id: Some(id), .. }) => id.to_string(),
        Some(party) => format!("`{}`", party.name),
    };
    let mode = event.code.mode.as_ref().map(|m| format!("/{m}")).unwrap_or_default();
    let mutual = if event.reciprocal { " mutual" } else { "" };
    let (actor, recipient) = (name(&event.actor), name(&event.recipient));
    format!("{actor} {}{mode} {recipient} {}{mutual}", event.code.kind, event.status.as_str())
}

#[track_caller]
fn check(notation: &str, actors: &str, expected: &[&str]) {
    let text = annotated_on("2020-01-31", notation);
    let who = resolved(&text, actors);
    let coded = code(&text, &who, &ontology(), Keep::Sure).value;
    let found: Vec<String> = coded.events.iter().map(show).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_rule_turns_a_predicate_into_an_event() {
    check(
        "Chad/PROPN<accused:subject accused/VERB/accuse Mali/PROPN<accused:object
         ! accuse@accused subject=Chad object=Mali past",
        "Chad=TCD Mali=MLI",
        &["TCD ACCUSE MLI happened"],
    );
}

#[test]
fn two_states_said_with_one_word_are_both_meant() {
    check(
        "Chad/PROPN<accused:subject accused/VERB/accuse neighbours/NOUN<accused:object
         ! accuse@accused subject=Chad object=neighbours past",
        "Chad=TCD neighbours=MLI+NER",
        &["TCD ACCUSE MLI happened", "TCD ACCUSE NER happened"],
    );
}

#[test]
fn an_unresolved_name_keeps_its_words_and_a_thing_does_not_act() {
    check(
        "Zork/PROPN<accused:subject accused/VERB/accuse Mali/PROPN<accused:object
         ! accuse@accused subject=Zork object=Mali past",
        "Mali=MLI",
        &["`Zork` ACCUSE MLI happened"],
    );
    check(
        "report/NOUN<accused:subject accused/VERB/accuse Mali/PROPN<accused:object
         ! accuse@accused subject=report object=Mali past",
        "Mali=MLI",
        &[],
    );
}

#[test]
fn those_who_act_together_meet_each_other() {
    check(
        "Chad/PROPN<met:subject Mali/PROPN<Chad:conjunct met/VERB/meet
         ! meet@met subject=Chad subject=Mali past",
        "Chad=TCD Mali=MLI",
        &["TCD MEET MLI happened mutual"],
    );
    check(
        "neighbours/NOUN<met:subject met/VERB/meet\n! meet@met subject=neighbours past",
        "neighbours=MLI+TCD",
        &["MLI MEET TCD happened mutual"],
    );
}

#[test]
fn a_missing_party_fails_a_rule_that_needs_it() {
    check(
        "Chad/PROPN<accused:subject accused/VERB/accuse
         ! accuse@accused subject=Chad past",
        "Chad=TCD",
        &[],
    );
}

#[test]
fn a_rule_may_ask_for_parties_that_are_known() {
    let notation = "Chad/PROPN<raided:subject raided/VERB/raid Zork/PROPN<raided:object
         ! raid@raided subject=Chad object=Zork past";
    check(notation, "Chad=TCD", &[]);
    check(notation, "Chad=TCD Zork=MLI", &["TCD STRIKE MLI happened"]);
}

#[test]
fn what_an_event_speaks_about_is_not_coded_beside_it() {
    check(
        "Chad/PROPN<accused:subject accused/VERB/accuse Mali/PROPN<accused:object \
         of/ADP<accused:preposition striking/VERB/strike<of:prep-clause Peru/PROPN<striking:object
         ! accuse@accused subject=Chad object=Mali content=striking past
         ! strike@striking subject=Mali object=Peru",
        "Chad=TCD Mali=MLI Peru=PER",
        &["TCD ACCUSE MLI happened"],
    );
}

#[test]
fn what_an_event_was_done_for_is_not_coded_beside_it() {
    check(
        "Chad/PROPN<met:subject met/VERB/meet Mali/PROPN<met:object \
         to/PART<strike:auxiliary strike/VERB/strike/VerbForm=Inf<met:adverbial-clause \
         Peru/PROPN<strike:object
         ! meet@met subject=Chad object=Mali past
         ! strike@strike subject=Chad object=Peru intends@met",
        "Chad=TCD Mali=MLI Peru=PER",
        &["TCD MEET MLI happened"],
    );
}

#[test]
fn of_two_rules_the_one_that_says_more_wins_and_explain_says_so() {
    let notation = "Chad/PROPN<struck:subject struck/VERB/strike base/NOUN<struck:object
         ! strike@struck subject=Chad object=base past
         ! base@base nominal";
    check(notation, "Chad=TCD base=MLI.MIL", &["TCD STRIKE/base MLI.MIL happened"]);
    let text = annotated_on("2020-01-31", notation);
    let who = resolved(&text, "Chad=TCD base=MLI.MIL");
    let readings = explain(&text, &who, &ontology(), Keep::Sure);
    let attempts: Vec<(&str, &Fate)> =
        readings[0].attempts.iter().map(|a| (a.rule.as_str(), &a.fate)).collect();
    assert!(matches!(attempts[0], ("toy/strike/strike-base", Fate::Taken(ids)) if ids.len() == 1));
    assert_eq!(attempts[1], ("toy/strike/strike", &Fate::Outranked));
}

#[test]
fn a_thing_is_no_recipient() {
    check(
        "Chad/PROPN<struck:subject struck/VERB/strike record/NOUN<struck:object
         ! strike@struck subject=Chad object=record past",
        "Chad=TCD",
        &["TCD STRIKE - happened"],
    );
}

#[test]
fn a_maker_stands_for_what_it_made_and_a_likeness_does_not() {
    let accused = |adposition: &str| {
        format!(
            "Chad/PROPN<accused:subject accused/VERB/accuse plan/NOUN<accused:object \
             {adposition}/ADP<plan:preposition Mali/PROPN<{adposition}:prep-object
             ! accuse@accused subject=Chad object=plan past"
        )
    };
    check(&accused("of"), "Chad=TCD Mali=MLI", &["TCD ACCUSE MLI happened"]);
    check(&accused("like"), "Chad=TCD Mali=MLI", &["TCD ACCUSE - happened"]);
}

#[test]
fn somebody_unknown_is_not_passed_over_for_somebody_known() {
    check(
        "Chad/PROPN<met:subject met/VERB/meet Zork/PROPN<met:object with/ADP<met:preposition \
         Mali/PROPN<with:prep-object
         ! meet@met subject=Chad object=Zork partner=Mali past",
        "Chad=TCD Mali=MLI",
        &["TCD MEET `Zork` happened"],
    );
}

/// The ontology above with a floor under it.
fn with_floor(text: &str) -> Ontology {
    let head = format!("{text}\n[types]");
    let ontology = ONTOLOGY.replace("[types]", &head).replace(
        "STRIKE = { quad = \"material_conflict\" }",
        "STRIKE = { quad = \"material_conflict\", alone = [\"recipient\"], private = \"abroad\" }",
    );
    let text = OntologyText {
        ontology: &ontology,
        scale: SCALE,
        crosswalk: "",
        contexts: "",
        confidence: "",
        rules: RULES,
        pairs: "",
        attitudes: &[],
    };
    Ontology::load(&text).expect("the ontology above is well formed")
}

const FLOOR: &str = "[emission]\npolitical = [\"GOV\"]\n";

/// Events with those below the floor, and without.
#[track_caller]
fn check_floor(floor: &str, notation: &str, actors: &str, all: &str, is_sure: bool) {
    let text = annotated_on("2020-01-31", notation);
    let who = resolved(&text, actors);
    let ontology = with_floor(floor);
    let show = |keep| -> Vec<String> {
        code(&text, &who, &ontology, keep).value.events.iter().map(show).collect()
    };
    assert_eq!(show(Keep::All), [all]);
    assert_eq!(show(Keep::Sure), if is_sure { vec![all] } else { Vec::new() });
}

const STRUCK: &str = "Chad/PROPN<struck:subject struck/VERB/strike Mali/PROPN<struck:object
     ! strike@struck subject=Chad object=Mali past";

#[test]
fn both_parties_are_known_by_state_above_the_floor() {
    let check = |actors, all, is_sure| check_floor(FLOOR, TOLD, actors, all, is_sure);
    check("Chad=TCD Mali=MLI", "TCD ACCUSE MLI happened", true);
    check("Chad=TCD.GOV Mali=MLI.BUS", "TCD.GOV ACCUSE MLI.BUS happened", true);
    check("Chad=TCD.BUS Mali=MLI.BUS", "TCD.BUS ACCUSE MLI.BUS happened", false);
    check("Chad=TCD", "TCD ACCUSE `Mali` happened", false);
}

#[test]
fn a_floor_may_ask_less_of_the_other_party() {
    let floor = FLOOR.replace("political", "other = \"words\"\npolitical");
    check_floor(&floor, TOLD, "Chad=TCD", "TCD ACCUSE `Mali` happened", true);
    check_floor(&floor, TOLD, "Chad=TCD.BUS", "TCD.BUS ACCUSE `Mali` happened", false);
}

/// Two sentences before what is told, so that it is no brief.
const BEFORE: &str = "it/PRON<rained:subject rained/VERB\nit/PRON<snowed:subject snowed/VERB\n";

#[test]
fn parties_between_whom_a_deed_is_mostly_misread_are_below_the_floor_of_longer_texts() {
    let floor = |row: &str| format!("{FLOOR}[[emission.misfits]]\n{row}");
    let long = format!("{BEFORE}{STRUCK}");
    let check = |text: &str, row: &str, is_sure| {
        check_floor(
            &floor(row),
            text,
            "Chad=TCD Mali=TCD.GOV",
            "TCD STRIKE TCD.GOV happened",
            is_sure,
        );
    };
    check(&long, "types = [\"STRIKE\"]\nrecipient = [\"GOV\"]\nstates = \"one\"\n", false);
    check(STRUCK, "types = [\"STRIKE\"]\nrecipient = [\"GOV\"]\nstates = \"one\"\n", true);
    check(&long, "types = [\"ACCUSE\"]\nrecipient = [\"GOV\"]\n", true);
    check(&long, "recipient = [\"GOV\"]\nstates = \"two\"\n", true);
    check(&long, "recipient = [\"none\"]\n", true);
    check(&long, "actor = [\"GOV\"]\n", true);
    check(&long, "recipient = [\"GOV\"]\nlent = true\n", true);
}

#[test]
fn a_brief_needs_less_confidence_where_the_ontology_says_so() {
    let check = |floor: &str, text: &str, is_sure| {
        let floor = format!("{FLOOR}{floor}");
        check_floor(&floor, text, "Chad=TCD Mali=MLI", "TCD ACCUSE MLI happened", is_sure);
    };
    let long = format!("{BEFORE}{TOLD}");
    check("confidence = 1.5\nbrief = 0.1\n", TOLD, true);
    check("confidence = 1.5\nbrief = 0.1\n", &long, false);
    check("confidence = 1.5\n", TOLD, false);
    check("confidence = 0.1\n", &long, true);
}

#[test]
fn a_record_keeps_what_is_less_sure() {
    let text = annotated_on("2020-01-31", &format!("{BEFORE}{TOLD}"));
    let who = resolved(&text, "Chad=TCD Mali=MLI");
    let events = |recorded: &str, keep| {
        let ontology = with_floor(&format!("{FLOOR}confidence = 1.5\n{recorded}"));
        code(&text, &who, &ontology, keep).value.events.len()
    };
    let recorded = "[emission.recorded]\nconfidence = 0.1\ndenied = 1.5\n";
    assert_eq!(events(recorded, Keep::Sure), 0);
    assert_eq!(events(recorded, Keep::Recorded), 1);
    assert_eq!(events("", Keep::Recorded), 0);
}

#[test]
fn a_type_may_need_no_second_party_and_count_in_private() {
    let victim = STRUCK.replace("Chad/PROPN<struck:subject ", "").replace("subject=Chad ", "");
    check_floor(FLOOR, &victim, "Mali=MLI", "- STRIKE MLI happened", true);
    let base = format!("{victim}\n         ! base@Mali nominal");
    check_floor(FLOOR, &base, "Mali=MLI", "- STRIKE/base MLI happened", false);
    let check = |actors, all, is_sure| check_floor(FLOOR, STRUCK, actors, all, is_sure);
    check("Chad=TCD.BUS Mali=MLI.BUS", "TCD.BUS STRIKE MLI.BUS happened", true);
    check("Chad=TCD.BUS Mali=TCD.EDU", "TCD.BUS STRIKE TCD.EDU happened", false);
}

#[test]
fn what_nobody_says_to_be_so_is_below_the_floor() {
    let told = |how: &str| TOLD.replace("past", how);
    let check = |how: &str, all, is_sure| {
        check_floor(FLOOR, &told(how), "Chad=TCD Mali=MLI", all, is_sure);
    };
    check("possible", "TCD ACCUSE MLI hypothetical", true);
    check("past conditions@accused", "TCD ACCUSE MLI hypothetical", false);
    check("generic", "TCD ACCUSE MLI hypothetical", false);
}

#[test]
fn the_scene_gives_the_state_that_the_text_does_not() {
    let scene = "[scene]\nsectors = [\"COP\"]\nshare = 0.6\n";
    let police = STRUCK.replace("Mali", "police");
    let check = |before: &str, all: &str, signs: &[&str]| {
        let text = annotated_on("2020-01-31", &format!("{before}{police}"));
        let who = resolved(&text, "Chad=TCD Mali=MLI police=.COP guards=PER.COP");
        let coded = code(&text, &who, &with_floor(scene), Keep::Sure).value;
        assert_eq!(coded.events.iter().map(show).collect::<Vec<_>>(), [all]);
        let rules = coded.events[0].evidence.rules()[1..].iter();
        assert_eq!(rules.map(entente_model::RuleId::as_str).collect::<Vec<_>>(), signs);
    };
    check("", "TCD STRIKE `police` happened", &[]);
    let about = "Mali/PROPN<rose:subject Mali/PROPN<#1:other Mali/PROPN<#1:other rose/VERB\n";
    check(about, "TCD STRIKE MLI.COP happened", &["state/of-document"]);
}

#[test]
fn a_thing_told_of_before_is_of_the_same_state() {
    let scene = "[scene]\nsectors = []\nshare = 0.6\n";
    let malian = "Mali/PROPN<fort:possessor fort/NOUN<burned:subject burned/VERB\n";
    let other = "a/DET//Definite=Ind<fort:determiner fort/NOUN<burned:subject burned/VERB\n";
    let check = |before: &str, article: &str, expected: &str| {
        let struck = format!(
            "Chad/PROPN<struck:subject struck/VERB/strike \
             {article}<fort:determiner fort/NOUN<struck:object\n\
             ! strike@struck subject=Chad object=fort past"
        );
        let text = annotated_on("2020-01-31", &format!("{before}{struck}"));
        let who = resolved(&text, "Chad=TCD Mali=MLI");
        let coded = code(&text, &who, &with_floor(scene), Keep::All).value;
        assert_eq!(coded.events.iter().map(show).collect::<Vec<_>>(), [expected]);
    };
    let (the, a) = ("the/DET//Definite=Def", "a/DET//Definite=Ind");
    check(malian, the, "TCD STRIKE MLI happened");
    check(malian, a, "TCD STRIKE - happened");
    check(&format!("{malian}{other}"), the, "TCD STRIKE - happened");
}

#[test]
fn explain_says_that_an_event_is_below_the_floor() {
    let text = annotated_on("2020-01-31", TOLD);
    let who = resolved(&text, "Chad=TCD");
    let readings = explain(&text, &who, &with_floor(FLOOR), Keep::Sure);
    let why = "it is below the floor: the state of its recipient is not known";
    assert_eq!(readings[0].attempts[0].fate, Fate::Dropped(why.into()));
}

#[test]
fn a_wrong_ontology_is_refused_by_name() {
    let rules = [("bad.toml", "type = \"NOPE\"\n")];
    let text = OntologyText {
        ontology: ONTOLOGY,
        scale: SCALE,
        crosswalk: "",
        contexts: "",
        confidence: "",
        rules: &rules,
        pairs: "",
        attitudes: &[],
    };
    let error = Ontology::load(&text).expect_err("NOPE is no type");
    assert_eq!(error.to_string(), "bad.toml: expected a type of ontology.toml, found `NOPE`");
}

const TOLD: &str = "Chad/PROPN<accused:subject accused/VERB/accuse Mali/PROPN<accused:object
     ! accuse@accused subject=Chad object=Mali past";

/// Events and how many other sentences tell each.
#[track_caller]
fn check_once(sentences: &[&str], actors: &str, expected: &[(&str, usize)]) {
    let text = annotated_on("2020-01-31", &sentences.join("\n"));
    let who = resolved(&text, actors);
    let coded = code(&text, &who, &ontology(), Keep::Sure).value;
    let found: Vec<(String, usize)> =
        coded.events.iter().map(|e| (show(e), e.evidence.again().len())).collect();
    let expected: Vec<(String, usize)> = expected.iter().map(|(e, n)| ((*e).into(), *n)).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_is_told_twice_is_one_event_with_two_sentences() {
    check_once(&[TOLD, TOLD], "Chad=TCD Mali=MLI", &[("TCD ACCUSE MLI happened", 1)]);
}

#[test]
fn an_act_of_a_part_of_a_state_is_told_by_the_state() {
    let part = TOLD.replace("Chad", "army");
    check_once(
        &[TOLD, &part],
        "Chad=TCD army=TCD.MIL Mali=MLI",
        &[("TCD.MIL ACCUSE MLI happened", 1)],
    );
}

#[test]
fn another_party_or_another_standing_is_another_event() {
    let other = TOLD.replace("Mali", "Peru");
    let denied = TOLD.replace("past", "past negative");
    check_once(
        &[TOLD, &other, &denied],
        "Chad=TCD Mali=MLI Peru=PER",
        &[
            ("TCD ACCUSE MLI happened", 0),
            ("TCD ACCUSE PER happened", 0),
            ("TCD ACCUSE MLI denied", 0),
        ],
    );
}

#[test]
fn two_who_act_together_may_be_named_in_any_order() {
    let met = |first: &str, second: &str| {
        format!(
            "{first}/PROPN<met:subject {second}/PROPN<{first}:conjunct met/VERB/meet
             ! meet@met subject={first} subject={second} past"
        )
    };
    check_once(
        &[&met("Chad", "Mali"), &met("Mali", "Chad")],
        "Chad=TCD Mali=MLI",
        &[("TCD MEET MLI happened mutual", 1)],
    );
}

#[test]
fn a_loose_rule_reads_a_noun_with_one_party_and_what_may_be_a_thing() {
    let noun = "the/DET<raid:determiner raid/NOUN Mali/PROPN<raid:noun-modifier";
    let told = |sense: &str| format!("{noun}\n         ! {sense}@raid object=Mali nominal");
    check(&told("hold"), "Mali=MLI", &["- STRIKE MLI happened"]);
    check(&told("strike"), "Mali=MLI", &[]);
    let thing = |sense: &str| {
        format!(
            "pilgrims/NOUN<held:passive-subject held/VERB\n         ! {sense}@held object=pilgrims past"
        )
    };
    check(&thing("hold"), "", &["- STRIKE `pilgrims` happened"]);
    check(&thing("strike"), "", &[]);
}

#[test]
fn a_deed_that_two_rules_read_in_one_sentence_names_both() {
    let text = annotated_on(
        "2020-01-31",
        "Chad/PROPN<shot:subject shot/VERB killed/VERB<shot:conjunct Mali/PROPN<killed:object
         ! strike@shot subject=Chad object=Mali past
         ! hold@killed subject=Chad object=Mali past",
    );
    let who = resolved(&text, "Chad=TCD Mali=MLI");
    let events = code(&text, &who, &ontology(), Keep::Sure).value.events;
    let rules: Vec<&str> =
        events.iter().flat_map(|e| e.evidence.rules()).map(|r| r.as_str()).collect();
    assert_eq!((events.len(), rules), (1, vec!["toy/strike/strike", "toy/strike/hold"]));
}
