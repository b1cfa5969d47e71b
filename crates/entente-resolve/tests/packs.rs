//! The tables that ship, read as they are.

use std::fs;
use std::path::Path;

use entente_model::testing::annotated_on;
use entente_model::{ActorId, Annotated, Resolved};
use entente_resolve::{Atlas, AtlasText, resolve};

/// The English atlas in the repository's packs.
pub(crate) fn atlas() -> Atlas {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let read = |path: &str| {
        fs::read_to_string(packs.join(path))
            .unwrap_or_else(|e| panic!("failed to read {path}: {e}"))
    };
    let tables = ["actors", "offices", "memberships", "treaties", "places"];
    let tables = tables.map(|t| read(&format!("atlas/{t}.tsv")));
    let features = read("atlas/features.tsv");
    let toponyms = read("lang/en/toponyms.tsv");
    let gazetteer = fs::read(packs.join("atlas/gazetteer.bin")).expect("it is among the packs");
    let words = ["names", "roles", "times", "reference"].map(|t| read(&format!("lang/en/{t}.tsv")));
    let again = ["coref", "coref-weights", "nouns", "given-names"];
    let again = again.map(|t| read(&format!("lang/en/{t}.tsv")));
    let occasions = read("atlas/occasions.tsv");
    let occasion_words = read("lang/en/occasions.tsv");
    let [actors, offices, memberships, treaties, places] = &tables;
    let [names, roles, times, reference] = &words;
    let [coref, coref_weights, nouns, given_names] = &again;
    let gazetteers = [gazetteer.into()];
    let text = AtlasText {
        actors,
        offices,
        memberships,
        treaties,
        places,
        names,
        roles,
        times,
        occasions: &occasions,
        occasion_words: &occasion_words,
        reference,
        coref,
        coref_weights,
        nouns,
        given_names,
        features: &features,
        toponyms: &toponyms,
        gazetteers: &gazetteers,
        own: &[],
    };
    Atlas::load(&text).unwrap_or_else(|e| panic!("{e}"))
}

/// Best actors as `words=id`, and times as `words=value`.
fn shown(text: &Annotated, found: &Resolved) -> String {
    let actor = |at: usize| Some(found.actor(at)?.id.as_ref()?.to_string());
    let mentions = text.mentions.iter().enumerate();
    let actors =
        mentions.filter_map(|(at, m)| Some(format!("{}={}", text.text(m.head), actor(at)?)));
    let times =
        found.times.iter().map(|t| format!("{}={}", t.span.of(&text.document.text), t.value));
    actors.chain(times).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(day: &str, notation: &str, expected: &str) {
    let text = annotated_on(day, notation);
    assert_eq!(shown(&text, &resolve(&text, &atlas()).value), expected);
}

/// Chains of two phrases and more, each as `words = words`.
#[track_caller]
fn check_chains(notation: &str, expected: &[&str]) {
    let text = annotated_on("2019-08-03", notation);
    let found = resolve(&text, &atlas()).value.references;
    let last = found.iter().filter_map(|r| r.chain).max();
    let chain = |number: u32| {
        let of_chain = found.iter().filter(|r| r.chain == Some(number));
        let words: Vec<&str> = of_chain.map(|r| r.span.of(&text.document.text)).collect();
        words.join(" = ")
    };
    let chains: Vec<String> = last.map_or(0..0, |last| 0..last + 1).map(chain).collect();
    assert_eq!(chains, expected);
}

#[test]
fn phrases_of_one_thing_share_a_chain() {
    check_chains(
        "[PERSON Maria/PROPN<Lopez:compound Lopez/PROPN//Number=Sing<met:subject ] met/VERB \
        the/DET//Definite=Def<envoy:determiner envoy/NOUN//Number=Sing<met:object\n\
        she/PRON//Number=Sing<left:subject left/VERB",
        &["Maria Lopez = she"],
    );
    check_chains(
        "the/DET//Definite=Def<embargo:determiner embargo/NOUN//Number=Sing<began:subject \
        began/VERB\n\
        the/DET//Definite=Def<embargo:determiner embargo/NOUN//Number=Sing<ended:subject \
        ended/VERB",
        &["the embargo = the embargo"],
    );
}

#[test]
fn the_office_holder_of_the_day_acts_for_the_state() {
    check(
        "2019-08-03",
        "[GPE Russia/PROPN<Lavrov:possessor ] 's/PART<Russia:case Foreign/PROPN<Minister:compound \
         Minister/PROPN<Lavrov:compound [PERSON Sergei/PROPN<Lavrov:compound \
         Lavrov/PROPN<said:subject ] said/VERB/say/Tense=Past on/ADP<said:preposition \
         [DATE Monday/PROPN<on:prep-object ]",
        "Russia=RUS Lavrov=RUS.GOV Monday=2019-07-29",
    );
}

#[test]
fn a_person_out_of_office_has_no_government() {
    let sentence = "[PERSON Angela/PROPN<Merkel:compound Merkel/PROPN<spoke:subject ] spoke/VERB";
    check("2019-08-03", sentence, "Merkel=DEU.GOV");
    check("2023-08-03", sentence, "Merkel=DEU.ELI");
}

#[test]
fn who_governs_one_year_opposed_another() {
    let sentence = "[PERSON Keir/PROPN<Starmer:compound Starmer/PROPN<spoke:subject ] spoke/VERB";
    check("2022-03-01", sentence, "Starmer=GBR.OPP");
    check("2025-03-01", sentence, "Starmer=GBR.GOV");
}

#[test]
fn what_several_may_be_keeps_them_with_scores_and_reasons() {
    let text = annotated_on("2019-08-03", "[GPE Georgia/PROPN<left:subject ] left/VERB");
    let candidates = &resolve(&text, &atlas()).value.actors[0];
    assert!(candidates.len() > 1, "{candidates:?}");
    assert!(candidates.is_sorted_by(|a, b| a.score >= b.score), "{candidates:?}");
    assert!(candidates.iter().all(|c| c.score > 0.0 && !c.reason.is_empty()), "{candidates:?}");
}

#[test]
fn roles_take_the_state_beside_them() {
    check(
        "2019-08-03",
        "Vietnamese/ADJ*<minister:modifier defence/NOUN<minister:compound \
         minister/NOUN<left:subject left/VERB [GPE Hanoi/PROPN<left:object ]",
        "Vietnamese=VNM minister=VNM.GOV Hanoi=VNM",
    );
}

#[test]
fn bodies_have_no_country() {
    let text =
        annotated_on("2019-08-03", "the/DET<EU:determiner [ORG EU/PROPN<met:subject ] met/VERB");
    let found = resolve(&text, &atlas()).value;
    let body = found.actor(0).expect("it is in the tables");
    assert_eq!(body.id.as_ref().map(|id| id.as_str()), Some("IGO.EU"));
    assert_eq!(body.country, None);
}

#[test]
fn members_come_and_go() {
    let atlas = atlas();
    let are = |day: &str, member: &str| {
        let members = atlas.members(&ActorId::new("IGO.EU"), day.parse().ok());
        members.iter().any(|id| id.as_str() == member)
    };
    assert!(are("2020-01-31", "GBR") && !are("2020-02-01", "GBR"));
    assert!(are("2013-07-01", "HRV") && !are("2013-06-30", "HRV"));
}

#[test]
fn treaties_bind_their_parties() {
    let atlas = atlas();
    let parties = |id: &str| atlas.parties(id).iter().map(|p| p.to_string()).collect::<Vec<_>>();
    assert_eq!(parties("indus-1960"), ["IND", "PAK"]);
    assert_eq!(parties("npt-1968"), [""; 0], "it is open to all");
}

#[test]
fn the_same_text_resolves_to_the_same_answer() {
    let notation = "Iranian/ADJ*<forces:modifier forces/NOUN/force<met:subject met/VERB \
                    [PERSON Kim/PROPN<met:object ]";
    let text = annotated_on("2019-08-03", notation);
    let (one, other) = (atlas(), atlas());
    assert_eq!(resolve(&text, &one).value, resolve(&text, &other).value);
}

#[test]
fn a_sea_may_be_told_by_the_state_that_it_is_called_after() {
    let told = |neighbour: &str| {
        let text = annotated_on(
            "2019-08-03",
            &format!(
                "[GPE {neighbour}/PROPN<warned:subject ] warned/VERB/warn/Tense=Past\n\
                 [GPE China/PROPN<sea:possessor ] 's/PART<China:case eponymous/ADJ<sea:modifier \
                 sea/NOUN//Number=Sing<calmed:subject calmed/VERB/calm/Tense=Past"
            ),
        );
        let found = resolve(&text, &atlas()).value.toponyms;
        let last = found.last().expect("the sea is told");
        format!("{}={}", last.span.of(&text.document.text), last.candidates[0].place.name)
    };
    assert_eq!(told("Vietnam"), "eponymous sea=South China Sea");
    assert_eq!(told("Japan"), "eponymous sea=East China Sea");
}
