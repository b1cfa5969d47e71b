//! Cases of reading actors, each a sentence in the one-line notation and what it must mean.
//!
//! A reading is shown as `words=id` with the best candidate's id, or its sector after a full stop
//! where no state is known; mentions without candidates are not shown.

use entente_model::testing::{annotated, annotated_on};
use entente_model::{Annotated, Candidate};

use crate::{Atlas, AtlasText, resolve};

const ACTORS: &str = "\
RUS\tstate\tRussia\tRU\t\tcap:RUS
USA\tstate\tUnited States\tUS\t\tcap:USA
VNM\tstate\tVietnam\tVN\t\tcap:VNM
JOR\tstate\tJordan
SUN\tpast-state\tSoviet Union\t\t\t\t1922\t1991
IGO.EU\tigo\tEuropean Union
PSE\tstate\tPalestine
PSE.REB.FRONT\tgroup\tThe Front
";
const OFFICES: &str = "\
Ann Orlova\t\tpresident\tRUS\tGOV\t2000-05-07\t2008-05-07
Ann Orlova\t\tprime minister\tRUS\tGOV\t2008-05-08\t2012-05-07
Boris Petrov\tB. Petrov\tpresident\tRUS\tGOV\t2008-05-08
Le Van Minh\tfamily=Minh\tforeign minister\tVNM\tGOV\t2005
";
const PLACES: &str = "\
cap:RUS\tMoscow\tcapital\tRUS\t55.75\t37.62
cap:VNM\tHanoi\tcapital\tVNM\t21.03\t105.85
city:1\tKazan\tcity\tRUS\t55.8\t49.1
";
const NAMES: &str = "\
SUN\tcapital\tMoscow\t\t\t1991
SUN\tadjective\tRussian\t\t\t1991
RUS\tname\tRussia
RUS\tadjective\tRussian
RUS\tpeople\tRussians
RUS\tcapital\tMoscow
RUS\tmetonym\tKremlin\tGOV
USA\tname\tUnited States
USA\tacronym\tUS
USA\tadjective\tAmerican
USA\torgan\tState Department\tGOV
USA\torgan\tSupreme Court\tJUD
USA\torgan\tNational Guard\tMIL\t\t\tcommon: states have one each
VNM\tname\tVietnam
VNM\tadjective\tVietnamese
VNM\tcapital\tHanoi\t\t1976
JOR\tname\tJordan\t\t\t\tambiguous: a given name
SUN\tname\tSoviet Union\t\t\t1991
IGO.EU\tacronym\tEU
PSE.REB.FRONT\tname\tFront
";
const ROLES: &str = "\
accountant\tBUS\toffice
association\tUNK\tpeople
ally\t\torgan\trelational
ambassador\tGOV\toffice
army\tMIL\torgan
company\tBUS\tbody
baker\tCVL\tpeople
corp\tBUS\tbody\tends a name
defence minister\tGOV\toffice
envoy\tGOV\toffice
embassy\tGOV\torgan
foreign minister\tGOV\toffice
foreign ministry\tGOV\torgan
fund\tNGO\tbody
government\tGOV\torgan
lawmaker\tLEG\toffice
leader\tGOV\toffice
minister\tGOV\toffice
media\tJRN\tbody
party\tPTY\torgan
officer\tMIL\toffice\tor COP: whichever was told of before
police\tCOP\torgan
president\tGOV\toffice
protester\tCVL\tpeople
ruling party\tGOV\torgan
spokesman\tGOV\toffice
state government\tGOV\torgan
state oil company\tBUS\tbody
troop\tMIL\torgan
";
const REFERENCE: &str = "\
PERSON\tentity\tperson
GPE\tentity\tstate
NORP\tentity\tpeople
ORG\tentity\tbody
LOC\tentity\tfeature
EVENT\tentity\tthing
he\tpronoun\tperson singular
it\tpronoun\tthing singular
its\tpronoun\tthing singular
they\tpronoun\tany plural
of\tlink\twhole
for\tlink\twhole
in\tlink\tlocation
former\tformer\tELI
ex\tformer\tELI
country\tdescription
two\tpair
both\tpair
neighbour\tof-pairs
former\tof-two\tfirst
latter\tof-two\tsecond
GOV\tgeneric
UNK\tgeneric
BUS\ttrade
CVL\tlocal
COP\tlocal
s\tending\t
his\tpronoun\tperson singular
";

fn atlas() -> Atlas {
    let text = AtlasText {
        actors: ACTORS,
        offices: OFFICES,
        places: PLACES,
        names: NAMES,
        treaties: "pact\tVietnam pact\tPact of Hue\tJOR|VNM\t2001-05-04\t\t\ttext\tcommon",
        roles: ROLES,
        times: "",
        reference: REFERENCE,
        coref: "eastern\tregion\tRUS VNM",
        ..AtlasText::default()
    };
    Atlas::load(&text).expect("good tables")
}

fn show(candidate: &Candidate) -> String {
    match (&candidate.id, &candidate.sector) {
        (Some(id), _) => id.to_string(),
        (None, sector) => format!(".{}", sector.as_deref().unwrap_or_default()),
    }
}

fn readings(text: &Annotated) -> String {
    let resolved = resolve(text, &atlas()).value;
    let mentions = text.mentions.iter().zip(&resolved.actors);
    let shown = mentions.filter_map(|(mention, candidates)| {
        Some(format!("{}={}", text.text(mention.head), show(candidates.first()?)))
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(notation: &str, expected: &str) {
    assert_eq!(readings(&annotated_on("2007-06-01", notation)), expected);
}

#[test]
fn names_mean_their_states() {
    check(
        "[GPE Russia/PROPN<told:subject ] told/VERB [GPE Hanoi/PROPN<told:object ]",
        "Russia=RUS Hanoi=VNM",
    );
    check("the/DET<US:determiner US/PROPN<said:subject said/VERB", "US=USA");
    check("tell/VERB us/PRON<tell:object", "");
    check("the/DET<Kremlin:determiner Kremlin/PROPN<said:subject said/VERB", "Kremlin=RUS.GOV");
}

#[test]
fn without_a_date_what_still_is_comes_first() {
    let text = annotated(
        "[GPE Moscow/PROPN<told:subject ] told/VERB \
        [NORP Russian/ADJ*<envoys:modifier ] envoys/NOUN/envoy<told:object",
    );
    assert_eq!(readings(&text), "Moscow=RUS Russian=RUS envoys=RUS.GOV");
}

#[test]
fn without_a_date_who_has_left_holds_no_office() {
    let text = annotated(
        "[PERSON Ann/PROPN<Orlova:compound Orlova/PROPN<met:subject ] met/VERB \
        [PERSON Boris/PROPN<Petrov:compound Petrov/PROPN<met:object ]",
    );
    assert_eq!(readings(&text), "Orlova=RUS.ELI Petrov=RUS.GOV");
}

#[test]
fn a_trade_is_of_the_organ_before_it() {
    check(
        "army/NOUN<accountant:compound accountant/NOUN<left:subject left/VERB",
        "accountant=.MIL",
    );
    check("an/DET<accountant:determiner accountant/NOUN<left:subject left/VERB", "accountant=.BUS");
}

#[test]
fn a_firm_is_known_by_the_end_of_its_name() {
    check(
        "Sahel/PROPN<Corp:compound Corp/PROPN<left:subject of/ADP<Corp:preposition \
         [GPE Russia/PROPN<of:prep-object ] left/VERB",
        "Corp=RUS.BUS Russia=RUS",
    );
    check("the/DET<corp:determiner corp/NOUN<left:subject left/VERB", "");
}

#[test]
fn who_presides_over_a_company_is_of_it() {
    check(
        "a/DET<leader:determiner leader/NOUN<left:subject of/ADP<leader:preposition \
         the/DET//Definite=Def<company:determiner company/NOUN<of:prep-object left/VERB",
        "leader=.BUS company=.BUS",
    );
}

#[test]
fn an_association_is_of_those_before_it() {
    check(
        "a/DET<association:determiner company/NOUN<association:compound \
         association/NOUN<left:subject left/VERB",
        "association=.BUS",
    );
}

#[test]
fn the_officers_of_a_story_of_police_are_policemen() {
    check(
        "police/NOUN<left:subject left/VERB\n\
         two/DET<officers:determiner officers/NOUN/officer<left:subject left/VERB",
        "police=.COP officers=.COP",
    );
    check(
        "two/DET<officers:determiner officers/NOUN/officer<left:subject left/VERB",
        "officers=.MIL",
    );
}

#[test]
fn a_name_that_is_a_trade_is_no_trade() {
    let named = "[PERSON Ed/PROPN<Baker:compound Baker/PROPN<met:subject ] met/VERB";
    check(named, "");
    check(&format!("{named}\n[PERSON Baker/PROPN<left:subject ] left/VERB"), "");
    check("a/DET<baker:determiner baker/NOUN<left:subject left/VERB", "baker=.CVL");
}

#[test]
fn an_acronym_is_what_the_text_explains_it_by() {
    check(
        "the/DET<Company:determiner Russian/ADJ<Company:modifier Steel/PROPN<Company:compound \
         Company/PROPN<left:subject (/PUNCT<EU:punctuation EU/PROPN<Company:apposition \
         )/PUNCT<EU:punctuation left/VERB",
        "Company=RUS.BUS EU=IGO.EU",
    );
    check(
        "the/DET<Army:determiner Russian/ADJ<Army:modifier United/PROPN<Army:compound \
         Army/PROPN<left:subject (/PUNCT<UA:punctuation UA/PROPN<Army:apposition \
         )/PUNCT<UA:punctuation left/VERB\n\
         UA/PROPN<spoke:subject spoke/VERB",
        "Army=RUS.MIL UA=RUS.MIL UA=RUS.MIL",
    );
}

#[test]
fn a_common_name_needs_its_state() {
    let guard = "[ORG National/PROPN<Guard:compound Guard/PROPN<came:subject ] came/VERB";
    check(guard, "");
    let of_state = format!("{guard} with/ADP<came:preposition [GPE US/PROPN<with:prep-object ]");
    check(&of_state, "Guard=USA.MIL US=USA");
}

#[test]
fn a_group_keeps_its_id_and_country() {
    let text = annotated(
        "the/DET<leader:determiner [ORG Front/PROPN<leader:compound ] leader/NOUN<said:subject \
        said/VERB",
    );
    let resolved = resolve(&text, &atlas()).value;
    let leader = resolved.actor(0).expect("the leader is resolved");
    assert_eq!(leader.id.as_ref().map(|id| id.as_str()), Some("PSE.REB.FRONT"));
    assert_eq!(leader.country.as_deref(), Some("PSE"));
    assert_eq!(leader.sector.as_deref(), Some("REB"));
}

#[test]
fn names_in_longer_names_mean_nothing() {
    check(
        "[LOC Gulf/PROPN<calm:subject of/ADP<Gulf:preposition Jordan/PROPN<of:prep-object ] \
        calm/ADJ",
        "",
    );
    check(
        "Gulf/PROPN<calm:subject of/ADP<Gulf:preposition Jordan/PROPN<of:prep-object calm/ADJ",
        "",
    );
    check("[PERSON Jordan/PROPN<Smith:compound Smith/PROPN<sat:subject ] sat/VERB", "");
    check("[EVENT Vietnam/PROPN<War:compound War/PROPN<ended:subject ] ended/VERB", "");
    check("Russia/PROPN<policy:compound policy/NOUN<changed:subject changed/VERB", "");
}

#[test]
fn a_states_name_alone_is_the_states_unless_somebody_is_called_so() {
    check("[PERSON Jordan/PROPN<sat:subject ] sat/VERB", "Jordan=JOR");
    check(
        "[PERSON Ann/PROPN<Jordan:compound Jordan/PROPN<sat:subject ] sat/VERB \
         [PERSON Jordan/PROPN<left:subject ] left/VERB",
        "",
    );
}

#[test]
fn a_person_acts_for_the_office_of_the_day() {
    let sentence = "[PERSON Ann/PROPN<Orlova:compound Orlova/PROPN<spoke:subject ] spoke/VERB";
    let on = |day: &str| {
        let text = annotated_on(day, sentence);
        let resolved = resolve(&text, &atlas()).value;
        let found = resolved.actor(0).expect("the person is known");
        format!("{} {}", show(found), found.reason)
    };
    assert_eq!(
        on("2007-06-01"),
        "RUS.GOV `Ann Orlova` holds the office `president` of RUS from 2000-05-07 to 2008-05-07 \
         in offices.tsv"
    );
    assert!(on("2009-06-01").contains("`prime minister`"));
    assert!(on("2020-06-01").starts_with("RUS.ELI `Ann Orlova` held"));
    assert!(on("1999-06-01").starts_with("RUS.ELI `Ann Orlova` is to hold"));
}

#[test]
fn family_names_need_support() {
    check("Orlova/PROPN<spoke:subject spoke/VERB", "Orlova=RUS.GOV");
    check("[PERSON Eve/PROPN<Orlova:compound Orlova/PROPN<spoke:subject ] spoke/VERB", "");
    check(
        "[PERSON Eve/PROPN<Orlova:compound Orlova/PROPN<spoke:subject ] spoke/VERB\n\
         [PERSON Orlova/PROPN<left:subject ] left/VERB",
        "",
    );
    check(
        "Foreign/PROPN<Minister:compound Minister/PROPN<Minh:compound \
         [PERSON Minh/PROPN<spoke:subject ] spoke/VERB",
        "Minh=VNM.GOV",
    );
    check(
        "President/PROPN<Petrov:compound [PERSON Petrov/PROPN<spoke:subject ] spoke/VERB",
        "Petrov=RUS.GOV",
    );
}

#[test]
fn roles_belong_to_the_state_beside_them() {
    check(
        "Vietnamese/ADJ<minister:modifier defence/NOUN<minister:compound \
        minister/NOUN<left:subject left/VERB",
        "minister=VNM.GOV",
    );
    check(
        "US/PROPN<troops:compound troops/NOUN/troop/Number=Plur<left:subject left/VERB",
        "troops=USA.MIL",
    );
    check(
        "[GPE Russia/PROPN<army:possessor ] 's/PART<Russia:case army/NOUN<left:subject left/VERB",
        "Russia=RUS army=RUS.MIL",
    );
    check(
        "president/NOUN<left:subject of/ADP<president:preposition [GPE \
        Vietnam/PROPN<of:prep-object ] left/VERB",
        "president=VNM.GOV Vietnam=VNM",
    );
    check(
        "spokesman/NOUN<left:subject for/ADP<spokesman:preposition the/DET<army:determiner \
         Russian/ADJ<army:modifier army/NOUN<for:prep-object left/VERB",
        "spokesman=RUS.MIL army=RUS.MIL",
    );
    check(
        "EU/PROPN<lawmakers:compound lawmakers/NOUN/lawmaker/Number=Plur<left:subject left/VERB",
        "lawmakers=IGO.EU",
    );
}

#[test]
fn a_title_means_who_bears_it() {
    check(
        "[GPE Vietnam/PROPN<Minh:possessor ] 's/PART<Vietnam:case Foreign/PROPN<Minister:compound \
         Minister/PROPN*<Minh:compound [PERSON Minh/PROPN<spoke:subject ] spoke/VERB",
        "Vietnam=VNM Minister=VNM.GOV Minh=VNM.GOV",
    );
}

#[test]
fn where_somebody_is_sent_is_not_whose_they_are() {
    check(
        "Russian/ADJ<ambassador:modifier ambassador/NOUN<left:subject \
        to/ADP<ambassador:preposition \
         [GPE Hanoi/PROPN<to:prep-object ] left/VERB",
        "ambassador=RUS.GOV Hanoi=VNM",
    );
    check(
        "embassy/NOUN<left:subject in/ADP<embassy:preposition [GPE Moscow/PROPN<in:prep-object ] \
        left/VERB",
        "embassy=.GOV Moscow=RUS",
    );
    check(
        "protesters/NOUN/protester/Number=Plur<left:subject in/ADP<protesters:preposition \
         [GPE Kazan/PROPN<in:prep-object ] left/VERB",
        "protesters=RUS.CVL Kazan=RUS",
    );
}

#[test]
fn apposition_works_both_ways() {
    check(
        "[PERSON Eve/PROPN<Ray:compound Ray/PROPN<left:subject ] ,/PUNCT<Ray:punctuation \
         [GPE Russia/PROPN<minister:possessor ] 's/PART<Russia:case foreign/ADJ<minister:modifier \
         minister/NOUN<Ray:apposition left/VERB",
        "Ray=RUS.GOV Russia=RUS minister=RUS.GOV",
    );
    check(
        "Russian/ADJ<Ray:modifier Foreign/PROPN<Minister:compound Minister/PROPN<Ray:compound \
         [PERSON Eve/PROPN<Ray:compound Ray/PROPN<left:subject ] left/VERB\n\
         [PERSON Ray/PROPN<spoke:subject ] spoke/VERB",
        "Ray=RUS.GOV Ray=RUS.GOV",
    );
}

#[test]
fn who_was_something_is_so_no_more() {
    check(
        "former/ADJ<president:modifier Russian/ADJ<president:modifier \
        president/NOUN<left:subject left/VERB",
        "president=RUS.ELI",
    );
    check(
        "ex/NOUN<minister:compound -/PUNCT<minister:punctuation minister/NOUN<left:subject \
        left/VERB",
        "minister=.ELI",
    );
}

#[test]
fn an_organ_of_another_state_is_that_state_s() {
    check(
        "[GPE Vietnam/PROPN<Court:possessor ] 's/PART<Vietnam:case [ORG \
        Supreme/PROPN<Court:compound \
         Court/PROPN<ruled:subject ] ruled/VERB",
        "Vietnam=VNM Court=VNM.JUD",
    );
    check(
        "[ORG Supreme/PROPN<Court:compound Court/PROPN<ruled:subject ] ruled/VERB",
        "Court=USA.JUD",
    );
}

#[test]
fn classes_have_a_sector_and_no_state_unless_it_is_named() {
    check("Western/ADJ<media:modifier media/NOUN<said:subject said/VERB", "media=.JRN");
    check(
        "the/DET<party:determiner ruling/ADJ<party:modifier party/NOUN<won:subject won/VERB",
        "party=.GOV",
    );
    check(
        "the/DET<company:determiner Russian/ADJ<company:modifier state/NOUN<company:compound \
         oil/NOUN<company:compound company/NOUN<sold:subject sold/VERB",
        "company=RUS.BUS",
    );
    check(
        "the/DET<media:determiner Kremlin/PROPN<media:compound media/NOUN<said:subject said/VERB",
        "media=RUS.GOV",
    );
    check(
        "[GPE Moscow/PROPN<envoy:possessor ] 's/PART<Moscow:case envoy/NOUN<left:subject left/VERB",
        "Moscow=RUS envoy=RUS.GOV",
    );
}

#[test]
fn an_ally_is_of_another_state_unless_a_person_has_it() {
    check(
        "[GPE Vietnam/PROPN<allies:possessor ] 's/PART<Vietnam:case \
         allies/NOUN/ally/Number=Plur<left:subject left/VERB",
        "Vietnam=VNM",
    );
    check(
        "Vietnamese/ADJ<allies:modifier allies/NOUN/ally/Number=Plur<left:subject left/VERB",
        "allies=VNM",
    );
}

#[test]
fn a_body_that_no_table_has_is_of_the_state_it_is_called_after() {
    check(
        "[ORG Vietnam/PROPN<Fund:compound Relief/PROPN<Fund:compound Fund/PROPN<paid:subject ] \
         paid/VERB",
        "Fund=VNM.NGO",
    );
    check("[ORG Hanoi/PROPN<Times:compound Times/PROPN<wrote:subject ] wrote/VERB", "");
}

#[test]
fn a_role_does_not_begin_inside_the_name_of_a_state() {
    check(
        "the/DET<Government:determiner United/PROPN<Government:compound \
         States/PROPN<Government:compound Government/PROPN<said:subject said/VERB",
        "Government=USA.GOV",
    );
}

#[test]
fn past_names_are_less_sure_and_past_capitals_unknown() {
    let text = annotated_on(
        "2020-01-01",
        "[GPE Soviet/PROPN<Union:compound Union/PROPN<fell:subject ] fell/VERB",
    );
    let resolved = resolve(&text, &atlas()).value;
    let union = resolved.actor(0).expect("it is still known");
    assert_eq!(show(union), "SUN");
    assert!(union.score < 0.6, "{}", union.score);
    let text = annotated_on("1970-01-01", "[GPE Hanoi/PROPN<spoke:subject ] spoke/VERB");
    assert_eq!(readings(&text), "");
}

#[test]
fn pronouns_stand_for_subjects() {
    check(
        "[GPE Moscow/PROPN<said:subject ] said/VERB it/PRON<withdraw:subject \
        would/AUX<withdraw:auxiliary \
         withdraw/VERB<said:complement its/PRON<troops:possessor \
         troops/NOUN/troop/Number=Plur<withdraw:object",
        "Moscow=RUS it=RUS its=RUS troops=RUS.MIL",
    );
    check(
        "[PERSON Ann/PROPN<Orlova:compound Orlova/PROPN<left:subject ] left/VERB\n\
         he/PRON<met:subject met/VERB them/PRON<met:object",
        "Orlova=RUS.GOV he=RUS.GOV",
    );
    check("[GPE Russia/PROPN<told:subject ] told/VERB it/PRON<told:object", "Russia=RUS");
}

#[test]
fn the_country_is_the_state_spoken_of() {
    check(
        "[GPE Vietnam/PROPN<grew:subject ] grew/VERB\n\
         the/DET//Definite=Def|PronType=Art<country:determiner country/NOUN<sells:subject sells/VERB",
        "Vietnam=VNM country=VNM",
    );
}

#[test]
fn a_country_of_a_part_of_the_world_is_one_that_lies_there() {
    check(
        "[GPE Vietnam/PROPN<met:subject ] met/VERB [GPE Jordan/PROPN<met:object ]\n\
         that/DET//PronType=Dem<country:determiner eastern/ADJ<country:modifier \
         country/NOUN<sells:subject sells/VERB",
        "Vietnam=VNM Jordan=JOR country=VNM",
    );
    check(
        "[GPE Jordan/PROPN<grew:subject ] grew/VERB\n\
         the/DET//Definite=Def<country:determiner eastern/ADJ<country:modifier \
         country/NOUN<sells:subject sells/VERB",
        "Jordan=JOR",
    );
}

#[test]
fn the_two_countries_are_those_spoken_of_last() {
    let two = "two/NUM<countries:number countries/NOUN/country/Number=Plur<met:subject met/VERB";
    let before = "[GPE Vietnam/PROPN<met:subject ] met/VERB Russian/ADJ<envoys:modifier \
        envoys/NOUN/envoy/Number=Plur<met:object\n";
    let meant = |notation: &str| {
        let text = annotated_on("2010-06-01", notation);
        let found = resolve(&text, &atlas()).value;
        let ids = |at: &usize| {
            let ids = found.all_meant(*at).iter().filter_map(|c| c.id.as_ref());
            ids.map(|id| id.as_str().to_owned()).collect::<Vec<_>>().join("+")
        };
        found.together.iter().map(ids).collect::<Vec<_>>()
    };
    assert_eq!(meant(&format!("{before}the/DET<countries:determiner {two}")), ["VNM+RUS"]);
    let neighbours = two.replace("countries", "neighbours").replace("country", "neighbour");
    assert_eq!(meant(&format!("{before}{neighbours}")), ["VNM+RUS"]);
    // Nobody knows who else there is, or which two of three.
    assert_eq!(meant(&format!("[GPE Vietnam/PROPN<grew:subject ] grew/VERB\n{two}")), [""; 0]);
    let three = format!("{before}[GPE Jordan/PROPN<grew:subject ] grew/VERB {two}");
    assert_eq!(meant(&three), [""; 0]);
}

#[test]
fn the_former_is_the_first_of_two_spoken_of_last() {
    let met = "[GPE Vietnam/PROPN<met:subject ] met/VERB [GPE Jordan/PROPN<met:object ]";
    let one = "the/DET//Definite=Def<former:determiner former/NOUN<left:subject left/VERB \
        the/DET//Definite=Def<latter:determiner latter/NOUN<left:object";
    check(&format!("{met}\n{one}"), "Vietnam=VNM Jordan=JOR former=VNM latter=JOR");
    check(&format!("[GPE Vietnam/PROPN<grew:subject ] grew/VERB\n{one}"), "Vietnam=VNM");
}

#[test]
fn a_treaty_is_nobody_and_has_parties() {
    let pact = "the/DET<pact:determiner [GPE Vietnam/PROPN<pact:compound ] \
        pact/NOUN<failed:subject failed/VERB";
    let on = |day: &str| {
        let text = annotated_on(day, pact);
        readings(&text)
    };
    assert_eq!(on("2010-06-01"), "");
    let parties =
        atlas().parties("pact").iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(parties, ["JOR", "VNM"]);
    assert!(atlas().parties("peace").is_empty());
}

#[test]
fn a_known_family_name_may_be_taken_for_a_noun() {
    check(
        "[PERSON Ann/PROPN<Orlova:compound Orlova/PROPN<spoke:subject ] spoke/VERB\n\
         Orlova/NOUN<left:subject left/VERB",
        "Orlova=RUS.GOV Orlova=RUS.GOV",
    );
    check("Orlova/NOUN<left:subject left/VERB", "");
}

#[test]
fn his_country_is_the_state_he_is_of() {
    check(
        "[PERSON Ann/PROPN<Orlova:compound Orlova/PROPN<spoke:subject ] spoke/VERB\n\
         his/PRON<country:possessor country/NOUN<sells:subject sells/VERB",
        "Orlova=RUS.GOV his=RUS.GOV country=RUS",
    );
}

#[test]
fn a_role_named_before_is_the_same() {
    check(
        "Russian/ADJ<army:modifier army/NOUN<left:subject left/VERB\n\
         the/DET//Definite=Def<army:determiner army/NOUN<met:subject met/VERB \
         an/DET//Definite=Ind<army:determiner army/NOUN<met:object",
        "army=RUS.MIL army=RUS.MIL army=.MIL",
    );
}

#[test]
fn mentions_of_one_thing_share_a_chain() {
    let text = annotated(
        "[GPE Russia/PROPN<met:subject ] met/VERB [GPE Vietnam/PROPN<met:object ]\n\
         it/PRON<left:subject left/VERB [GPE Jordan/PROPN<left:object ]",
    );
    let resolved = resolve(&text, &atlas()).value;
    assert_eq!(resolved.chains, [Some(0), None, Some(0), None]);
}

#[test]
fn an_acronym_in_apposition_is_remembered() {
    check(
        "the/DET<Guild:determiner Russian/ADJ<Guild:modifier [ORG company/NOUN<Guild:compound \
        Guild/PROPN<left:subject ] \
         (/PUNCT<RCG:punctuation RCG/PROPN<Guild:apposition )/PUNCT<RCG:punctuation left/VERB\n\
         RCG/PROPN<spoke:subject spoke/VERB",
        "Guild=RUS.BUS RCG=RUS.BUS RCG=RUS.BUS",
    );
}

#[test]
fn empty_tables_and_texts_resolve_to_nothing() {
    let empty = Atlas::load(&AtlasText::default()).expect("empty tables are good");
    let text = annotated("[GPE Russia/PROPN<met:subject ] met/VERB it/PRON<met:object");
    let resolved = resolve(&text, &empty).value;
    assert!(resolved.actors.iter().all(Vec::is_empty));
    assert_eq!(resolved.actors.len(), text.mentions.len());
    assert_eq!(resolve(&annotated(""), &atlas()).value.actors, Vec::<Vec<Candidate>>::new());
}
