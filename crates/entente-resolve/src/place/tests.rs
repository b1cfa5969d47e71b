//! Small worlds: what names mean in company, and where the unknown lies.

use std::borrow::Cow;
use std::collections::HashMap;

use entente_model::testing::annotated;
use entente_model::{Annotated, Footing};

use super::gazetteer::{Gazetteer, PlaceKind};
use super::writer::{GazetteerWriter, NewId, NewPlace};
use crate::{Atlas, AtlasText, resolve};

const REFERENCE: &str = "\
GPE\tentity\tstate
FAC\tentity\tfeature
NORP\tentity\tpeople
ORG\tentity\tbody
PERSON\tentity\tperson
in\tlink\tlocation
é\tletter\te
";

const TOPONYMS: &str = "\
Ill.\tfor\tIllinois
Mt\tfirst\tMount
Police\tword
Road\tstreet
Hospital\tfacility
counties\tdistrict\tCounty
eponymous\teponymous
* %\teponym
% of *\teponym
West * %\teponym
La.\tfor\tIllinois
LA\tfor\tMissouri
";

/// Number, name, kind, latitude, longitude, people, country, number of the place above.
type Row = (u32, &'static str, PlaceKind, f64, f64, u32, &'static str, u32);

const WORLD: &[Row] = &[
    (1, "Illinois", PlaceKind::Division, 40.0, -89.0, 12_000_000, "USA", 0),
    (2, "Springfield", PlaceKind::Town, 39.8, -89.6, 114_000, "USA", 1),
    (3, "Peoria", PlaceKind::Town, 40.7, -89.6, 113_000, "USA", 1),
    (4, "Missouri", PlaceKind::Division, 38.5, -92.5, 6_000_000, "USA", 0),
    (5, "Springfield", PlaceKind::Town, 37.2, -93.3, 169_000, "USA", 4),
    (6, "Paris", PlaceKind::Capital, 48.85, 2.35, 2_100_000, "FRA", 0),
    (7, "Paris", PlaceKind::Town, 39.6, -87.7, 8_000, "USA", 1),
    (13, "Britain", PlaceKind::Town, 40.25, -89.6, 12_000, "USA", 1),
    (14, "Nato", PlaceKind::Town, 13.6, 123.5, 20_000, "PHL", 0),
    (8, "Police", PlaceKind::Town, 53.6, 14.6, 34_000, "POL", 0),
    (9, "Mount Morris", PlaceKind::Town, 42.0, -89.4, 3_000, "USA", 1),
    (11, "Clay County", PlaceKind::District, 40.5, -88.0, 30_000, "USA", 1),
    (12, "Hall County", PlaceKind::District, 40.1, -88.4, 40_000, "USA", 1),
    (10, "England", PlaceKind::Division, 52.2, -0.7, 56_000_000, "GBR", 0),
];

fn gazetteer() -> Cow<'static, [u8]> {
    let mut writer = GazetteerWriter::default();
    let mut indices = HashMap::new();
    for (id, name, kind, lat, lon, population, country, above) in WORLD.iter().copied() {
        let place = writer.push(&NewPlace {
            id: NewId::GeoNames(id),
            name,
            at: (lat, lon),
            population,
            kind,
            country: Some(country),
            parent: indices.get(&above).copied(),
        });
        writer.name(place, name, &HashMap::new());
        indices.insert(id, place);
    }
    Cow::Owned(writer.finish())
}

fn atlas() -> Atlas {
    Atlas::load(&AtlasText {
        actors: "FRA\tstate\tFrance\nGBR\tstate\tUnited Kingdom\tGB\t\tcap:GBR\nUSA\tstate\tUnited States",
        places: "cap:GBR\tLondon\tcapital\tGBR\t51.5\t-0.1\tcommon\n\
                 geonames:20\tUnited Kingdom\tcountry\tGBR\t54.8\t-2.7\tcommon\n\
                 geonames:21\tFrance\tcountry\tFRA\t46.6\t2.4\tcommon",
        names: "FRA\tcapital\tParis\nFRA\tname\tFrance\nGBR\tname\tBritain\nGBR\tadjective\tBritish\nGBR\tname\tEngland",
        reference: REFERENCE,
        toponyms: TOPONYMS,
        features: "place:reef\tLong Reef\tLong Bank|Récif\treef\t9.5\t112.9\t1000\tGBR|USA\tcommon\n\
            place:sea\tSea of Britain\t\tsea\t50\t0\t900000\t\tcommon\n\
            place:west\tWest British Sea\t\tsea\t50\t-9\t1000\t\tcommon",
        gazetteers: &[gazetteer()],
        ..AtlasText::default()
    })
    .expect("good tables")
}

/// Best places as `words=id`.
fn shown(text: &Annotated) -> String {
    let found = resolve(text, &atlas()).value.toponyms;
    let show = |t: &entente_model::Toponym| {
        format!("{}={}", t.span.of(&text.document.text), t.candidates[0].place.id)
    };
    found.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(notation: &str, expected: &str) {
    assert_eq!(shown(&annotated(notation)), expected);
}

#[test]
fn the_larger_town_is_meant_where_nothing_else_is_said() {
    check("[GPE Springfield/PROPN ] grew/VERB", "Springfield=geonames:5");
    check("[GPE Paris/PROPN ] grew/VERB", "Paris=geonames:6");
}

#[test]
fn the_company_of_a_name_decides() {
    check(
        "[GPE Springfield/PROPN ] and/CCONJ [GPE Peoria/PROPN ] grew/VERB",
        "Springfield=geonames:2 Peoria=geonames:3",
    );
}

#[test]
fn what_stands_behind_the_comma_binds_every_mention() {
    check(
        "[GPE Paris/PROPN ] grew/VERB ,/PUNCT said/VERB [GPE Paris/PROPN ] ,/PUNCT \
         [GPE Ill./PROPN ]",
        "Paris=geonames:7 Paris=geonames:7 Ill.=geonames:1",
    );
}

#[test]
fn acronyms_are_no_towns() {
    check("they/PRON left/VERB [ORG NATO/PROPN ]", "");
    check("they/PRON left/VERB [GPE Nato/PROPN ]", "Nato=geonames:14");
    check("[GPE NATO/PROPN ] (/PUNCT Wire/PROPN )/PUNCT _/PUNCT", "NATO=geonames:14");
}

#[test]
fn countries_are_told_of_together() {
    let town = "[GPE Britain/PROPN ] lies/VERB near/ADP [GPE Peoria/PROPN ]";
    check(town, "Britain=geonames:13 Peoria=geonames:3");
    let state = town.replace("lies", "and/CCONJ [GPE France/PROPN ] lie");
    check(&state, "Britain=geonames:20 France=geonames:21 Peoria=geonames:3");
}

#[test]
fn a_name_that_means_a_place_elsewhere_is_of_that_state() {
    let actors = |notation: &str| {
        let text = annotated(notation);
        let found = resolve(&text, &atlas()).value.actors;
        found[0].first().and_then(|c| c.country.as_deref().map(str::to_owned))
    };
    assert_eq!(actors("[GPE Paris/PROPN ] grew/VERB").as_deref(), Some("FRA"));
    let town = "[GPE Paris/PROPN ] ,/PUNCT [GPE Ill./PROPN ]";
    assert_eq!(actors(town).as_deref(), Some("USA"));
}

#[test]
fn short_forms_and_marks_do_not_matter() {
    check("[GPE Mt./PROPN Morris/PROPN ] grew/VERB", "Mt. Morris=geonames:9");
    check("[GPE Récif/PROPN ] grew/VERB", "Récif=place:reef");
}

#[test]
fn names_inside_names_count_but_words_and_persons_do_not() {
    check("the/DET [ORG Peoria/PROPN Police/PROPN ] came/VERB", "Peoria=geonames:3");
    check("[ORG Police/PROPN ] came/VERB", "");
    check("[PERSON Paris/PROPN Jones/PROPN ] came/VERB", "");
}

#[test]
fn a_part_of_a_country_is_not_the_country() {
    check("[GPE England/PROPN ] grew/VERB", "England=geonames:10");
    check("[NORP British/ADJ ] ships/NOUN came/VERB", "British=geonames:20");
}

#[test]
fn the_unknown_lies_where_the_text_plays() {
    let notation = "[GPE Peoria/PROPN ] closed/VERB [FAC Paris/PROPN Road/PROPN ]";
    check(notation, "Peoria=geonames:3 Paris Road=geonames:3");
    let text = annotated(notation);
    let found = resolve(&text, &atlas()).value.toponyms;
    assert!(found[1].candidates[0].score < 0.31, "it is a guess");
}

#[test]
fn the_end_of_a_list_says_what_its_names_are() {
    check(
        "[PERSON Clay/PROPN ] ,/PUNCT and/CCONJ [PERSON Hall/PROPN ] counties/NOUN grew/VERB",
        "Clay=geonames:11 Hall=geonames:12",
    );
    check("[PERSON Clay/PROPN ] and/CCONJ [PERSON Hall/PROPN ] grew/VERB", "");
}

#[test]
fn a_name_beside_that_of_a_place_is_one() {
    let notation = "[GPE Peoria/PROPN ] and/CCONJ [PERSON Springfield/PROPN ] grew/VERB";
    check(notation, "Peoria=geonames:3 Springfield=geonames:2");
    check("[PERSON Springfield/PROPN ] grew/VERB", "");
}

#[test]
fn points_tell_short_forms_apart() {
    check("[GPE La./PROPN ] and/CCONJ [GPE LA/PROPN ] grew/VERB", "La.=geonames:1 LA=geonames:4");
}

#[test]
fn a_building_does_not_lie_where_its_namesake_does() {
    check(
        "[GPE Paris/PROPN ] closed/VERB [ORG Springfield/PROPN Hospital/PROPN ]",
        "Paris=geonames:6 Springfield Hospital=geonames:6",
    );
    check(
        "[GPE Peoria/PROPN ] closed/VERB [ORG Springfield/PROPN Hospital/PROPN ]",
        "Peoria=geonames:3 Springfield=geonames:2",
    );
}

#[test]
fn datelines_and_adpositions_are_told() {
    let text = annotated(
        "[GPE Paris/PROPN ] (/PUNCT Wire/PROPN )/PUNCT —/PUNCT [GPE Peoria/PROPN ] grew/VERB \
         in/ADP<grew:preposition [GPE Illinois/PROPN<in:prep-object ]",
    );
    let found = resolve(&text, &atlas()).value.toponyms;
    let footing: Vec<Footing> = found.iter().map(|t| t.footing).collect();
    assert_eq!(footing, [Footing::Dateline, Footing::Plain, Footing::Located]);
}

#[test]
fn claimants_leave_a_feature_without_a_country() {
    let text = annotated("[GPE Long/PROPN Bank/PROPN ] lies/VERB");
    let found = resolve(&text, &atlas()).value.toponyms;
    assert_eq!(found[0].candidates[0].place.country, None);
}

#[test]
fn a_feature_may_be_told_by_its_owner() {
    let owned = "of/ADP [GPE Britain/PROPN ] and/CCONJ [GPE Britain/PROPN<sea:possessor ] \
        's/PART<Britain:case eponymous/ADJ<sea:modifier sea/NOUN";
    let text = annotated(&format!("{owned}\n"));
    let found = resolve(&text, &atlas()).value.toponyms;
    let ids: Vec<&str> = found.iter().map(|t| t.candidates[0].place.id.as_str()).collect();
    assert_eq!(ids.last(), Some(&"place:sea"), "not the Western one, which is smaller: {ids:?}");
}

#[test]
fn damaged_gazetteers_are_refused_or_empty() {
    let good = gazetteer().into_owned();
    assert!(Gazetteer::open(Cow::Owned(good[..good.len() - 1].to_vec())).is_err());
    assert!(Gazetteer::open(Cow::Borrowed(b"gazette0")).is_err());
    for at in 24..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0xff;
        let bad = Gazetteer::open(Cow::Owned(bad)).expect("its head is whole");
        for record in bad.find("paris").filter_map(|at| bad.record(at)) {
            bad.place(&record);
        }
    }
}
