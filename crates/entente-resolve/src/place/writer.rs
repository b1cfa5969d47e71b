//! Making a gazetteer: places go in, the bytes that [`super::gazetteer`] reads come out.

use std::collections::{BTreeMap, HashMap};

use super::gazetteer::{HEAD, MAGIC, NO_COUNTRY, NO_PARENT, PlaceKind, RECORD, TEXT_ID};
use super::key;

/// A place to be written.
#[derive(Clone, Debug)]
pub struct NewPlace<'a> {
    /// Its number in GeoNames, or an id of its own.
    pub id: NewId<'a>,
    /// Its name as it is shown.
    pub name: &'a str,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// People who live there; for other places, how well known it is, in people.
    pub population: u32,
    /// What sort of place.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-3 code of its country.
    pub country: Option<&'a str>,
    /// What [`GazetteerWriter::push`] returned for the place above it.
    pub parent: Option<u32>,
}

/// The id of a place.
#[derive(Clone, Copy, Debug)]
pub enum NewId<'a> {
    /// Its number in GeoNames.
    GeoNames(u32),
    /// An id of its own.
    Text(&'a str),
}

/// Collects places and their names.
#[derive(Default)]
pub struct GazetteerWriter {
    countries: Vec<[u8; 3]>,
    records: Vec<u8>,
    keys: Vec<u64>,
    names: Vec<u8>,
    texts: BTreeMap<String, u32>,
}

impl GazetteerWriter {
    /// Adds a place, and returns its index.
    pub fn push(&mut self, place: &NewPlace<'_>) -> u32 {
        let NewPlace { id, name, at: (lat, lon), population, kind, country, parent } = place;
        let index = u32::try_from(self.records.len() / RECORD).unwrap_or(NO_PARENT);
        let (id, mark) = match id {
            NewId::GeoNames(number) => (*number, 0),
            NewId::Text(text) => (self.text(text), TEXT_ID),
        };
        let name = self.text(name);
        let country = self.country(*country);
        self.records.extend(id.to_le_bytes());
        self.records.extend(stored(*lat).to_le_bytes());
        self.records.extend(stored(*lon).to_le_bytes());
        self.records.extend(population.to_le_bytes());
        self.records.extend(&parent.unwrap_or(NO_PARENT).to_le_bytes()[..3]);
        self.records.extend(&name.to_le_bytes()[..3]);
        self.records.extend([kind.number() | mark, country]);
        index
    }

    /// Files a place under a name; `letters` are plain letters for marked ones.
    pub fn name(&mut self, place: u32, name: &str, letters: &HashMap<char, Box<str>>) {
        let mut folded = String::new();
        key::fold(name, letters, &mut folded);
        if !folded.is_empty() {
            self.keys.push(key::hash(&folded) | u64::from(place & NO_PARENT));
        }
    }

    /// The bytes of the gazetteer.
    pub fn finish(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        self.keys.dedup();
        let counts =
            [self.countries.len(), self.records.len() / RECORD, self.keys.len(), self.names.len()];
        let mut bytes = Vec::with_capacity(HEAD + self.records.len() + self.names.len());
        bytes.extend(MAGIC);
        for count in counts {
            bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        }
        bytes.extend(self.countries.iter().flatten());
        bytes.extend(&self.records);
        bytes.extend(self.keys.iter().flat_map(|key| key.to_le_bytes()));
        bytes.extend(&self.names);
        bytes
    }

    fn country(&mut self, code: Option<&str>) -> u8 {
        let Some(code) = code.and_then(|c| <[u8; 3]>::try_from(c.as_bytes()).ok()) else {
            return NO_COUNTRY;
        };
        let at = self.countries.iter().position(|known| *known == code).unwrap_or_else(|| {
            self.countries.push(code);
            self.countries.len() - 1
        });
        u8::try_from(at).unwrap_or(NO_COUNTRY)
    }

    /// Where a text begins among the names; equal ones are stored once.
    fn text(&mut self, text: &str) -> u32 {
        let cut = (0..=text.len().min(255)).rev().find(|end| text.is_char_boundary(*end));
        let text = &text[..cut.unwrap_or(0)];
        if let Some(at) = self.texts.get(text) {
            return *at;
        }
        let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
        self.names.extend(text.as_bytes());
        self.texts.insert(text.to_owned(), at);
        at
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180, which fits")]
fn stored(degrees: f64) -> i32 {
    (degrees * 1e5).round() as i32
}
