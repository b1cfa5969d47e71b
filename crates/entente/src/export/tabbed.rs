//! Tables parted by tabs in the shapes of POLECAT and GDELT 1.0, for programs that read those.
//!
//! Neither shape can say that something was only planned, feared or denied, so they hold deeds
//! alone. Tabs and ends of lines within a cell become blanks, since these shapes know no quotes.

use std::io::{self, Write};

use super::flat::{Flat, Side, shown};
use super::{Crosswalk, Export};
use crate::wire::Listed;

pub(super) const POLECAT: Export = Export {
    name: "polecat",
    file: "polecat.tsv",
    deeds_only: true,
    columns: || meanings(POLECAT_COLUMNS),
    begin: |out| {
        let names = POLECAT_COLUMNS.iter().map(|(name, _, _)| (*name).to_owned());
        line(names, out)
    },
    row: |row, crosswalk, out| write_row(POLECAT_COLUMNS, row, crosswalk, out),
};

/// GDELT's tables have no line of headings.
pub(super) const GDELT: Export = Export {
    name: "gdelt",
    file: "gdelt.tsv",
    deeds_only: true,
    columns: || meanings(GDELT_COLUMNS),
    begin: |_| Ok(()),
    row: |row, crosswalk, out| write_row(GDELT_COLUMNS, row, crosswalk, out),
};

/// A column's name, its meaning, and its cell.
type Column = (&'static str, &'static str, fn(&Flat<'_>, &Crosswalk) -> String);

/// What we do not know of a row.
const UNKNOWN: fn(&Flat<'_>, &Crosswalk) -> String = |_, _| String::new();
const NOT_KNOWN: &str = "always empty: not kept";

const POLECAT_COLUMNS: &[Column] = &[
    ("Event ID", "our id", |r, _| r.id.into()),
    ("Event Date", "first day, else the day of the report", |r, _| r.day().into()),
    ("Event Type", "PLOVER type", |r, _| r.kind.into()),
    ("Event Mode", "PLOVER mode", |r, _| r.mode.into()),
    ("Intensity", "the dataset's own score, else empty", |r, _| shown(r.intensity)),
    ("Quad Code", "our quad class", |r, _| r.quad.into()),
    ("Contexts", "PLOVER contexts, parted by ;", |r, _| r.contexts.join(";")),
    ("Actor Name", "its name", |r, _| r.actor.name.into()),
    ("Actor Country", "ISO 3166-1 alpha-3", |r, _| r.actor.country.into()),
    ("Actor COW", NOT_KNOWN, UNKNOWN),
    ("Primary Actor Sector", "PLOVER sector", |r, _| r.actor.sector.into()),
    ("Actor Sectors", "the same", |r, _| r.actor.sector.into()),
    ("Actor Title", NOT_KNOWN, UNKNOWN),
    ("Actor Name Raw", "our id of the actor", |r, _| r.actor.id.into()),
    ("Wikipedia Actor ID", NOT_KNOWN, UNKNOWN),
    ("Recipient Name", "its name", |r, _| r.recipient.name.into()),
    ("Recipient Country", "ISO 3166-1 alpha-3", |r, _| r.recipient.country.into()),
    ("Recipient COW", NOT_KNOWN, UNKNOWN),
    ("Primary Recipient Sector", "PLOVER sector", |r, _| r.recipient.sector.into()),
    ("Recipient Sectors", "the same", |r, _| r.recipient.sector.into()),
    ("Recipient Title", NOT_KNOWN, UNKNOWN),
    ("Recipient Name Raw", "our id of the recipient", |r, _| r.recipient.id.into()),
    ("Wikipedia Recipient ID", NOT_KNOWN, UNKNOWN),
    ("Placename", "where it happened", |r, _| r.place.into()),
    ("City", NOT_KNOWN, UNKNOWN),
    ("District", NOT_KNOWN, UNKNOWN),
    ("Province", NOT_KNOWN, UNKNOWN),
    ("Country", "state of the place, ISO 3166-1 alpha-3", |r, _| r.place_country.into()),
    ("Latitude", "degrees north", |r, _| shown(r.point.map(|(lat, _)| lat))),
    ("Longitude", "degrees east", |r, _| shown(r.point.map(|(_, lon)| lon))),
    ("GeoNames ID", NOT_KNOWN, UNKNOWN),
    ("Raw Placename", NOT_KNOWN, UNKNOWN),
    ("Feature Type", NOT_KNOWN, UNKNOWN),
    ("Source", "the outlet", |r, _| r.publisher.into()),
    ("Publication Date", "day on which it became known", |r, _| r.reported.into()),
    ("Story People", NOT_KNOWN, UNKNOWN),
    ("Story Organizations", NOT_KNOWN, UNKNOWN),
    ("Story Locations", NOT_KNOWN, UNKNOWN),
    ("Language", NOT_KNOWN, UNKNOWN),
    ("Version", "the run", |r, _| r.run.into()),
];

const GDELT_COLUMNS: &[Column] = &[
    ("GLOBALEVENTID", "GDELT's number, or one made of our id", |r, _| number(r)),
    ("SQLDATE", "first day, else the day of the report, as 20190831", |r, _| digits(r.day())),
    ("MonthYear", "its month, as 201908", |r, _| first(&digits(r.day()), 6).into()),
    ("Year", "its year", |r, _| first(&digits(r.day()), 4).into()),
    ("FractionDate", "the year and the share of it that had passed", |r, _| fraction(r.day())),
    ("Actor1Code", "CAMEO code of who acts", |r, c| code(&r.actor, c)),
    ("Actor1Name", "its name", |r, _| r.actor.name.into()),
    ("Actor1CountryCode", "its state, CAMEO", |r, c| c.country(r.actor.country)),
    ("Actor1KnownGroupCode", "its organisation, CAMEO", |r, c| c.group(r.actor.id)),
    ("Actor1EthnicCode", NOT_KNOWN, UNKNOWN),
    ("Actor1Religion1Code", NOT_KNOWN, UNKNOWN),
    ("Actor1Religion2Code", NOT_KNOWN, UNKNOWN),
    ("Actor1Type1Code", "its role, CAMEO", |r, c| c.role(r.actor.sector)),
    ("Actor1Type2Code", NOT_KNOWN, UNKNOWN),
    ("Actor1Type3Code", NOT_KNOWN, UNKNOWN),
    ("Actor2Code", "CAMEO code of towards whom", |r, c| code(&r.recipient, c)),
    ("Actor2Name", "its name", |r, _| r.recipient.name.into()),
    ("Actor2CountryCode", "its state, CAMEO", |r, c| c.country(r.recipient.country)),
    ("Actor2KnownGroupCode", "its organisation, CAMEO", |r, c| c.group(r.recipient.id)),
    ("Actor2EthnicCode", NOT_KNOWN, UNKNOWN),
    ("Actor2Religion1Code", NOT_KNOWN, UNKNOWN),
    ("Actor2Religion2Code", NOT_KNOWN, UNKNOWN),
    ("Actor2Type1Code", "its role, CAMEO", |r, c| c.role(r.recipient.sector)),
    ("Actor2Type2Code", NOT_KNOWN, UNKNOWN),
    ("Actor2Type3Code", NOT_KNOWN, UNKNOWN),
    ("IsRootEvent", "1 where a report leads with it", |r, _| shown(r.root.map(u8::from))),
    ("EventCode", "CAMEO code, of the type where there is none closer", |r, c| c.cameo(r).into()),
    ("EventBaseCode", "its first three digits", |r, c| first(c.cameo(r), 3).into()),
    ("EventRootCode", "its first two digits", |r, c| first(c.cameo(r), 2).into()),
    ("QuadClass", "1 to 4, of CAMEO's root", |r, c| c.quad(first(c.cameo(r), 2))),
    ("GoldsteinScale", "the dataset's own score, else empty", |r, _| shown(r.intensity)),
    ("NumMentions", "how often it is mentioned", |r, _| shown(r.mentions)),
    ("NumSources", "in how many sources", |r, _| shown(r.sources)),
    ("NumArticles", "in how many articles", |r, _| shown(r.articles)),
    ("AvgTone", "average tone of these articles", |r, _| shown(r.average_tone)),
    ("Actor1Geo_Type", NOT_KNOWN, UNKNOWN),
    ("Actor1Geo_FullName", NOT_KNOWN, UNKNOWN),
    ("Actor1Geo_CountryCode", NOT_KNOWN, UNKNOWN),
    ("Actor1Geo_ADM1Code", NOT_KNOWN, UNKNOWN),
    ("Actor1Geo_Lat", NOT_KNOWN, UNKNOWN),
    ("Actor1Geo_Long", NOT_KNOWN, UNKNOWN),
    ("Actor1Geo_FeatureID", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_Type", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_FullName", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_CountryCode", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_ADM1Code", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_Lat", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_Long", NOT_KNOWN, UNKNOWN),
    ("Actor2Geo_FeatureID", NOT_KNOWN, UNKNOWN),
    ("ActionGeo_Type", NOT_KNOWN, UNKNOWN),
    ("ActionGeo_FullName", "where it happened", |r, _| r.place.into()),
    ("ActionGeo_CountryCode", "its state, FIPS 10-4: CH is China", |r, c| c.fips(r.place_country)),
    ("ActionGeo_ADM1Code", NOT_KNOWN, UNKNOWN),
    ("ActionGeo_Lat", "degrees north", |r, _| shown(r.point.map(|(lat, _)| lat))),
    ("ActionGeo_Long", "degrees east", |r, _| shown(r.point.map(|(_, lon)| lon))),
    ("ActionGeo_FeatureID", NOT_KNOWN, UNKNOWN),
    ("DATEADDED", "day on which it became known", |r, _| digits(r.reported)),
    ("SOURCEURL", "address of the report", |r, _| r.url.into()),
];

fn meanings(columns: &[Column]) -> Vec<(&'static str, &'static str)> {
    columns.iter().map(|(name, meaning, _)| (*name, *meaning)).collect()
}

fn write_row(
    columns: &[Column],
    row: &Listed,
    crosswalk: &Crosswalk,
    out: &mut dyn Write,
) -> io::Result<()> {
    let flat = Flat::of(row);
    line(columns.iter().map(|(_, _, cell)| cell(&flat, crosswalk)), out)
}

fn line(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    let plain = |cell: String| cell.replace(['\t', '\n', '\r'], " ");
    let cells: Vec<String> = cells.map(plain).collect();
    out.write_all(cells.join("\t").as_bytes())?;
    out.write_all(b"\n")
}

/// GDELT's own number, or as many bits of a hash of the id as its readers take.
fn number(row: &Flat<'_>) -> String {
    let own = row.id.split_once(':').map_or(row.id, |(_, key)| key);
    if !own.is_empty() && own.len() < 19 && own.bytes().all(|byte| byte.is_ascii_digit()) {
        return own.to_owned();
    }
    let hash = blake3::hash(row.id.as_bytes());
    let (bytes, _) = hash.as_bytes().split_first_chunk::<8>().expect("a hash has 32 bytes");
    (u64::from_le_bytes(*bytes) >> 1).to_string()
}

fn digits(day: &str) -> String {
    day.replace('-', "")
}

fn first(text: &str, n: usize) -> &str {
    text.get(..n).unwrap_or(text)
}

/// As GDELT has it: months of 30 days.
fn fraction(day: &str) -> String {
    let number = |range| day.get(range).and_then(|part: &str| part.parse::<f64>().ok());
    match (number(0..4), number(5..7), number(8..10)) {
        (Some(year), Some(month), Some(day)) => {
            format!("{:.4}", year + (month * 30.0 + day) / 365.0)
        }
        _ => String::new(),
    }
}

/// State and role, or the organisation.
fn code(side: &Side<'_>, crosswalk: &Crosswalk) -> String {
    match crosswalk.group(side.id) {
        group if group.is_empty() => crosswalk.country(side.country) + &crosswalk.role(side.sector),
        group => group,
    }
}
