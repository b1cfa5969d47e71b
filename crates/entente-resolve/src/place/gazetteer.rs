//! Gazetteers: many places in one file, borrowed from its bytes and searched by bisection.
//!
//! All numbers are little-endian. After a head of [`HEAD`] bytes (magic, then the numbers of
//! countries, places, keys and bytes of names as `u32`) follow
//!
//! - the countries, three letters each (ISO 3166-1 alpha-3);
//! - the places, [`RECORD`] bytes each: id (`u32`), latitude and longitude in 1e-5 degrees
//!   (`i32`), population (`u32`), place above it (`u24`, all ones for none), where its name begins
//!   (`u24`), kind (`u8`), country (`u8`, all ones for none);
//! - the keys, sorted, `u64` each: the hash of a folded name above 24 bits of the place it names;
//! - the names, each after its length in a byte.
//!
//! A place of GeoNames has a number as id; for another the id is text among the names.
//! [`super::writer`] makes such files.

use std::borrow::Cow;
use std::sync::Arc;

use entente_model::{Place, PlaceId};

use super::key::{self, PLACE_BITS};

/// What every gazetteer begins with: a name and the format's version.
pub(super) const MAGIC: &[u8; 8] = b"gazette1";
/// Bytes of the head.
pub(super) const HEAD: usize = 24;
/// Bytes of a place.
pub(super) const RECORD: usize = 24;
/// No place above, in 24 bits.
pub(super) const NO_PARENT: u32 = 0xff_ffff;
/// In no country.
pub(super) const NO_COUNTRY: u8 = 0xff;
/// Marks a kind whose id is text.
pub(super) const TEXT_ID: u8 = 0x80;

/// What sort of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A country as a whole.
    Country,
    /// A first-order division: a state, a province.
    Division,
    /// A second-order division: a county, a district.
    District,
    /// The capital of a country.
    Capital,
    /// Any other town.
    Town,
    /// A part of a town.
    Quarter,
    /// A sea, strait, island, cape, range, base or region.
    Feature,
    /// An ocean, a continent or a part of the world.
    Region,
}

impl PlaceKind {
    const ALL: [Self; 8] = [
        Self::Country,
        Self::Division,
        Self::District,
        Self::Capital,
        Self::Town,
        Self::Quarter,
        Self::Feature,
        Self::Region,
    ];

    /// Its number in a file.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number & !TEXT_ID)).copied()
    }
}

/// A gazetteer does not have the shape it should have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("gazetteer: expected {expected}, found {found}")]
pub struct GazetteerError {
    /// What should have been there.
    pub expected: &'static str,
    /// What was there.
    pub found: String,
}

/// Checks that bytes have the head and the length of a gazetteer.
///
/// # Errors
///
/// Says what was expected and what was found.
pub fn check_gazetteer(bytes: &[u8]) -> Result<(), GazetteerError> {
    let wrong = |expected, found: String| GazetteerError { expected, found };
    if !bytes.starts_with(MAGIC) {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(MAGIC.len())]);
        let found = format!("{} bytes that begin with `{}`", bytes.len(), start.escape_debug());
        return Err(wrong("a file that begins with `gazette1`", found));
    }
    if bytes.len() < HEAD {
        return Err(wrong("a head of 24 bytes", format!("{} bytes", bytes.len())));
    }
    let [n_countries, n_records, n_keys, n_names] =
        [8, 12, 16, 20].map(|at| u64::from(u32_at(bytes, at)));
    let length = HEAD as u64 + 3 * n_countries + RECORD as u64 * n_records + 8 * n_keys + n_names;
    if length != bytes.len() as u64 || n_records > u64::from(NO_PARENT) || n_countries > 255 {
        let found = format!("{} where it says {length}", bytes.len());
        return Err(wrong("as many bytes as its head says", found));
    }
    Ok(())
}

/// Index of a place in a gazetteer.
pub(super) type At = u32;

/// A file of places.
pub(crate) struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    countries: Vec<Arc<str>>,
    records: usize,
    n_records: u32,
    keys: usize,
    n_keys: usize,
    names: usize,
}

/// A place as filed, without its names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) id: u32,
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) population: u32,
    pub(super) parent: Option<At>,
    pub(super) kind: PlaceKind,
    name: u32,
    has_text_id: bool,
    country: u8,
}

impl Gazetteer {
    /// Opens a file; nothing is copied of borrowed bytes.
    ///
    /// # Errors
    ///
    /// Says what was expected where the head or the length is wrong. Damage further in is found by
    /// no check: it makes names empty or places unfound, never more.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<Self, GazetteerError> {
        check_gazetteer(&bytes)?;
        let [n_countries, n_records, n_keys] = [8, 12, 16].map(|at| u32_at(&bytes, at) as usize);
        let records = HEAD + 3 * n_countries;
        let keys = records + RECORD * n_records;
        let names = keys + 8 * n_keys;
        let letters = bytes[HEAD..records].chunks_exact(3);
        let countries = letters.map(|c| Arc::from(String::from_utf8_lossy(c).as_ref())).collect();
        let n_records = u32::try_from(n_records).unwrap_or(u32::MAX);
        Ok(Self { bytes, countries, records, n_records, keys, n_keys, names })
    }

    /// The places filed under a folded name, in order.
    pub(super) fn find(&self, folded: &str) -> impl Iterator<Item = At> + '_ {
        let wanted = key::hash(folded);
        let first = self.bisect(wanted);
        let keys = (first..self.n_keys).map(|at| self.key(at));
        keys.take_while(move |key| key >> PLACE_BITS == wanted >> PLACE_BITS)
            .map(|key| u32::try_from(key & u64::from(NO_PARENT)).unwrap_or(NO_PARENT))
            .filter(|at| *at < self.n_records)
    }

    fn bisect(&self, wanted: u64) -> usize {
        let (mut low, mut high) = (0, self.n_keys);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.key(middle) < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn key(&self, at: usize) -> u64 {
        let from = self.keys + 8 * at;
        let bytes = self.bytes.get(from..from + 8).and_then(|b| b.try_into().ok());
        bytes.map_or(u64::MAX, u64::from_le_bytes)
    }

    /// The place of an index, if there is such a place.
    pub(super) fn record(&self, at: At) -> Option<Record> {
        if at >= self.n_records {
            return None;
        }
        let from = self.records + RECORD * at as usize;
        let bytes = self.bytes.get(from..from + RECORD)?;
        let parent = u24_at(bytes, 16);
        Some(Record {
            id: u32_at(bytes, 0),
            lat: degrees(u32_at(bytes, 4)),
            lon: degrees(u32_at(bytes, 8)),
            population: u32_at(bytes, 12),
            parent: (parent != NO_PARENT).then_some(parent),
            name: u24_at(bytes, 19),
            kind: PlaceKind::from_number(bytes[22])?,
            has_text_id: bytes[22] & TEXT_ID != 0,
            country: bytes[23],
        })
    }

    /// The country a place lies in.
    pub(super) fn country(&self, record: &Record) -> Option<&Arc<str>> {
        self.countries.get(usize::from(record.country))
    }

    /// The name of a place.
    pub(super) fn name(&self, record: &Record) -> &str {
        self.text(record.name)
    }

    /// A place as other stages know it.
    pub(super) fn place(&self, record: &Record) -> Place {
        let id = match record.has_text_id {
            true => PlaceId::new(self.text(record.id)),
            false => PlaceId::new(format!("geonames:{}", record.id)),
        };
        Place {
            id,
            name: self.name(record).into(),
            lat: record.lat,
            lon: record.lon,
            country: self.country(record).cloned(),
        }
    }

    fn text(&self, at: u32) -> &str {
        let from = self.names + at as usize;
        let length = self.bytes.get(from).copied().map_or(0, usize::from);
        let bytes = self.bytes.get(from + 1..from + 1 + length);
        bytes.and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u24_at(bytes: &[u8], at: usize) -> u32 {
    u32_at(bytes, at) & 0xff_ffff
}

fn degrees(stored: u32) -> f64 {
    f64::from(stored.cast_signed()) / 1e5
}
