//! Dictionaries of both forms, and what is no dictionary at all.

use entente_model::testing::annotated_on;

use super::*;
use crate::{Atlas, AtlasText, resolve};

/// Invented states, persons and codes in the form of PETRARCH.
const DICTIONARY: &str = "\
# Actors of an invented world
NEW_ARNOR_ [ARN]
+ARNORIAN_
+KINGDOM_OF_ARNOR_  ; its long name
ODO_HAWK_ # a chancellor who fell
+CHANCELLOR_HAWK_
\t[ARNGOV 770101-120812]
\t[ARNOPP >120812]
\t[ARNMIL <770101]
UNION_OF_LAKES_ [IGOLAK]
MALI_ [MLI]
GREY_BAND_ [ARNREB]
FARMER_ {FARMERS_} [~AGR]
";

const AGENTS: &str = "\
!OFFICER! = CAPTAIN, MAJOR, SEA_LORD
NET_MENDER_ {NET_MENDERS_} [~LAB]
!OFFICER!_OF_THE_WATCH_ [~COP]
SCRIBE_ [JUD]
NAVY_ [~UAF]
";

fn read(text: &str) -> Dictionary {
    Dictionary::read(text.as_bytes())
}

fn problems(text: &str) -> Vec<String> {
    read(text).problems().iter().map(ToString::to_string).collect()
}

fn best(own: &[Dictionary], day: &str, notation: &str) -> Vec<String> {
    let atlas = Atlas::load(&AtlasText {
        actors: "MLI\tstate\tMali\nIGO.EU\tigo\tUnion\nNER\tstate\tNiger",
        offices: "Odo Hawk\t\tking\tNER\tGOV",
        names: "NER\tname\tMali\nMLI\tname\tMali\nMLI\tadjective\tMalian",
        roles: "navy\tMIL\torgan\nfarmer\tCVL\tpeople",
        reference: "GPE\tentity\tstate\nPERSON\tentity\tperson\nORG\tentity\tbody\nof\tlink\twhole",
        own,
        ..AtlasText::default()
    })
    .expect("good tables");
    let text = annotated_on(day, notation);
    let actors = resolve(&text, &atlas).value.actors;
    let shown = |c: &entente_model::Candidate| {
        let id = c.id.as_ref().map_or_else(String::new, ToString::to_string);
        format!("{id}/{}", c.sector.as_deref().unwrap_or_default())
    };
    actors.iter().map(|candidates| candidates.first().map_or_else(String::new, shown)).collect()
}

#[test]
fn a_dictionary_is_read_whole() {
    let found = read(DICTIONARY);
    assert_eq!(found.problems(), []);
    let names: Vec<&str> = found.names.iter().map(|n| n.surface.as_str()).collect();
    assert_eq!(names.len(), 3 + 2 * 3 + 3);
    assert!(names.contains(&"KINGDOM OF ARNOR"));
    let roles: Vec<_> =
        found.roles.iter().map(|r| (r.words.as_str(), r.sector.as_deref())).collect();
    assert_eq!(roles, [("farmer", Some("AGR")), ("farmers", Some("AGR"))]);
}

#[test]
fn agents_may_be_sets_and_need_no_sign() {
    let found = read(AGENTS);
    assert_eq!(found.problems(), []);
    let words: Vec<&str> = found.roles.iter().map(|r| r.words.as_str()).collect();
    assert!(words.contains(&"sea lord of the watch"), "{words:?}");
    assert!(words.contains(&"net menders") && words.contains(&"scribe"));
    assert!(found.names.is_empty());
}

#[test]
fn new_states_bodies_and_groups_are_made() {
    let own = [read(DICTIONARY)];
    let of = |notation: &str| best(&own, "2001-01-01", notation);
    assert_eq!(of("[GPE New/PROPN<Arnor:compound Arnor/PROPN<fell:subject ] fell/VERB"), ["ARN/"]);
    let union = "[ORG Union/PROPN<fell:subject of/ADP<Union:preposition Lakes/PROPN<of:prep-object ] \
                 fell/VERB";
    assert_eq!(of(union).first().map(String::as_str), Some("IGO.LAK/"));
    assert_eq!(of("Grey/PROPN<Band:compound Band/PROPN<fell:subject fell/VERB"), ["ARN.REB/REB"]);
}

#[test]
fn dates_restrict_the_code() {
    let own = [read(DICTIONARY)];
    let hawk = "[PERSON Odo/PROPN<Hawk:compound Hawk/PROPN<fell:subject ] fell/VERB";
    let on = |day: &str| best(&own, day, hawk);
    assert_eq!(on("1976-12-31"), ["ARN.MIL/MIL"]);
    assert_eq!(on("1977-01-01"), ["ARN.GOV/GOV"]);
    assert_eq!(on("2012-08-12"), ["ARN.GOV/GOV"]);
    assert_eq!(on("2012-08-13"), ["ARN.OPP/OPP"]);
    assert_eq!(best(&[], "2001-01-01", hawk), ["NER.GOV/GOV"]);
}

#[test]
fn the_users_names_and_roles_rank_above_the_packs() {
    let mali = "[GPE Mali/PROPN<fell:subject ] fell/VERB";
    assert_eq!(best(&[], "2001-01-01", mali), ["NER/"]);
    assert_eq!(best(&[read(DICTIONARY)], "2001-01-01", mali), ["MLI/"]);
    let farmers = "farmers/NOUN/farmer<fell:subject fell/VERB";
    assert_eq!(best(&[], "2001-01-01", farmers), ["/CVL"]);
    assert_eq!(best(&[read(DICTIONARY)], "2001-01-01", farmers), ["/AGR"]);
    let navy = "the/DET<navy:determiner Malian/ADJ<navy:modifier navy/NOUN<fell:subject fell/VERB";
    assert_eq!(best(&[read(AGENTS)], "2001-01-01", navy).last().unwrap(), "MLI.UAF/UAF");
    let first = [read("MALI_ [ARN]"), read(DICTIONARY)];
    assert_eq!(best(&first, "2001-01-01", mali), ["ARN/"]);
}

#[test]
fn tables_of_all_sorts_share_a_file() {
    let own = read(
        "#id\tkind\tname\nARN\tstate\tArnor\n\
         #person\taliases\toffice\tactor\tsector\tfrom\tto\nOdo Hawk\t\tchancellor\tARN\tGOV\t2001\t2003\n\
         Odo Hawk\t\topposition leader\tARN\tOPP\t2004\n\
         #actor\tkind\tsurface\nARN\tadjective\tArnorian\n\
         #words\tsector\tkind\nwarden\tCOP\toffice\n",
    );
    assert_eq!(own.problems(), []);
    assert_eq!(own.len(), 5);
    let own = [own];
    let hawk = "[PERSON Odo/PROPN<Hawk:compound Hawk/PROPN<fell:subject ] fell/VERB";
    assert_eq!(best(&own, "2002-01-01", hawk), ["ARN.GOV/GOV"]);
    assert_eq!(best(&own, "2005-01-01", hawk), ["ARN.OPP/OPP"]);
    let warden = "the/DET<warden:determiner Arnorian/ADJ<warden:modifier \
                  warden/NOUN<fell:subject fell/VERB";
    assert_eq!(best(&own, "2005-01-01", warden).last().unwrap(), "ARN.COP/COP");
}

#[test]
fn a_table_needs_no_head() {
    let own = read("MLI\tname\tthe Land\n");
    assert_eq!((own.problems(), own.names.len()), (&[][..], 1));
}

#[test]
fn lines_not_understood_are_reported_and_the_rest_is_read() {
    let text = "+TOO_EARLY_ [MLI]\nMALI_ [mli]\nNIGER_ [NER 99-98]\nCHAD_ [TCD]\nALONE_\n[MLI\n!X! =\n!Y!_A_ [~GOV]\n";
    assert_eq!(
        problems(text),
        [
            "line 1: expected a name before its synonym, found `+TOO_EARLY_ [MLI]`",
            "line 2: expected `[CODE]`, `[CODE yymmdd-yymmdd]`, `[CODE <yymmdd]` or `[CODE >yymmdd]`, found `mli`",
            "line 3: expected `[CODE]`, `[CODE yymmdd-yymmdd]`, `[CODE <yymmdd]` or `[CODE >yymmdd]`, found `NER 99-98`",
            "line 6: expected `[CODE]`, `[CODE yymmdd-yymmdd]`, `[CODE <yymmdd]` or `[CODE >yymmdd]`, found `[MLI`",
            "line 7: expected a set such as `!OFFICER! = CAPTAIN, MAJOR`, found `!X! =`",
            "line 8: expected a name such as `NEW_ARNOR_`, then its codes, found `!Y!_A_ [~GOV]`",
        ]
    );
    assert_eq!(read(text).names.len(), 1);
    assert_eq!(
        problems("ALONE_\nMALI_ [MLI]"),
        [
            "line 1: expected a code in brackets after the name, or on a line below it, found `ALONE_`"
        ]
    );
    assert_eq!(
        problems(
            "#actor\tkind\tsurface\nmali\tname\tMali\nMLI\tnoun\tMali\nMLI\tname\tMali\tgov\n"
        ),
        [
            "line 2: expected an id such as `MLI` or `IGO.ASEAN`, found `mali`",
            "line 3: expected a kind of name (name, organ, people, ...), found `noun`",
            "line 4: expected a sector such as `GOV`, found `gov`",
        ]
    );
}

#[test]
fn any_bytes_end_in_a_dictionary() {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..20_000).map(|_| next()).collect();
    assert!(Dictionary::read(&noise).n_problems() > 0);
    let signs = b"[]{}!=+_~<>-#;\t\n AZ09\xff/";
    for length in [1, 5, 50, 5000] {
        let text: Vec<u8> = (0..length).map(|_| signs[usize::from(next()) % signs.len()]).collect();
        let own = [Dictionary::read(&text)];
        best(&own, "2001-01-01", "A/PROPN<fell:subject fell/VERB");
    }
    assert!(Dictionary::read(b"").is_empty());
    assert!(Dictionary::read(&[b'A'; 100_000]).is_empty());
    let flood = "[".repeat(3000);
    assert!(Dictionary::read(flood.as_bytes()).is_empty());
    let sets = format!("!A! = {}\n{}_ [~GOV]", vec!["B"; 900].join(","), "!A!".repeat(300));
    assert!(read(&sets).roles.len() <= 256);
    let many = "x\n".repeat(10_000);
    let report = read(&many);
    assert_eq!((report.n_problems(), report.problems().len()), (10_000, MOST_PROBLEMS));
}
