//! From a row of a table to a row of a batch.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{RunId, Status};
use entente_store::{
    CodedAct, CodedBatch, CodedParty, CodedPlace, CodedReport, CodedRow, Figures, Key,
};

use super::codes::{Codes, Side};
use super::day;
use super::line::{Delimiter, Line};
use super::map::{Layout, Map, OURS, text};
use super::{Batch, Rows};

/// Fills a batch from rows; what many rows have in common is made once.
pub(super) struct Filler<'p> {
    map: &'p Map,
    codes: &'p Codes,
    batch: CodedBatch,
    /// Where our columns stand in the file.
    layouts: Vec<Layout>,
    parties: Seen<Option<u32>>,
    acts: Seen<Result<u32, String>>,
    places: Seen<Option<u32>>,
    reports: Seen<Option<u32>>,
    /// How often a row without an id of its own came, in this file.
    repeats: HashMap<u128, u32>,
    scratch: Vec<u8>,
}

/// What was made of cells before.
type Seen<T> = HashMap<Box<[u8]>, T>;

/// The places of our columns in [`OURS`].
mod at {
    pub(super) const ID: usize = 0;
    pub(super) const DATE: usize = 1;
    pub(super) const UNTIL: usize = 2;
    pub(super) const REPORTED: usize = 3;
    pub(super) const ACTOR: usize = 4;
    pub(super) const RECIPIENT: usize = 10;
    pub(super) const TYPE: usize = 16;
    pub(super) const CODE: usize = 17;
    pub(super) const MODE: usize = 18;
    pub(super) const CONTEXTS: usize = 19;
    pub(super) const STATUS: usize = 20;
    pub(super) const INTENSITY: usize = 21;
    pub(super) const PLACE: usize = 22;
    pub(super) const COUNTRY: usize = 23;
    pub(super) const LAT: usize = 24;
    pub(super) const LON: usize = 25;
    pub(super) const OUTLET: usize = 26;
    pub(super) const URL: usize = 27;
    pub(super) const STORY: usize = 28;
    pub(super) const ROOT: usize = 29;
    pub(super) const MENTIONS: usize = 30;
    pub(super) const SOURCES: usize = 31;
    pub(super) const ARTICLES: usize = 32;
    pub(super) const TONE: usize = 33;
}

/// A row's own columns, through its layout.
#[derive(Clone, Copy)]
struct Cells<'r> {
    layout: &'r Layout,
    line: &'r Line,
}

impl<'r> Cells<'r> {
    fn bytes(self, ours: usize) -> &'r [u8] {
        self.layout.cell(ours, self.line)
    }

    fn number<T: std::str::FromStr>(self, ours: usize) -> Option<T> {
        std::str::from_utf8(self.bytes(ours)).ok()?.parse().ok()
    }

    /// A number that is one.
    fn real(self, ours: usize) -> Option<f64> {
        self.number(ours).filter(|number: &f64| number.is_finite())
    }
}

impl Rows for Filler<'_> {
    fn delimiter(&self) -> Option<Delimiter> {
        self.map.delimiter()
    }

    fn begin(&mut self, input: &str) {
        self.batch.input = input.into();
        self.repeats.clear();
    }

    fn head(&mut self, first: &Line) -> Result<bool, String> {
        let (layouts, is_heading) = self.map.layouts(first)?;
        self.layouts = layouts;
        Ok(is_heading)
    }

    fn row(&mut self, line: &Line) -> Result<(), String> {
        let layouts = std::mem::take(&mut self.layouts);
        let outcome = match layouts.iter().find(|layout| layout.fits(line)) {
            Some(layout) => self.add(layout, line),
            None => {
                let (expected, found) = (Layout::expected(&layouts), line.len());
                Err(format!("expected {expected} columns, found {found}"))
            }
        };
        self.layouts = layouts;
        outcome
    }

    fn len(&self) -> usize {
        self.batch.rows.len()
    }

    fn take(&mut self) -> Batch {
        Batch::Events(self.taken())
    }
}

impl<'p> Filler<'p> {
    pub(super) fn new(map: &'p Map, codes: &'p Codes, run: RunId, dataset: Arc<str>) -> Self {
        let batch = CodedBatch {
            run,
            dataset,
            input: "".into(),
            parties: Vec::new(),
            acts: Vec::new(),
            places: Vec::new(),
            reports: Vec::new(),
            rows: Vec::new(),
        };
        Self {
            map,
            codes,
            batch,
            layouts: Vec::new(),
            parties: Seen::new(),
            acts: Seen::new(),
            places: Seen::new(),
            reports: Seen::new(),
            repeats: HashMap::new(),
            scratch: Vec::new(),
        }
    }

    fn taken(&mut self) -> CodedBatch {
        self.parties.clear();
        self.acts.clear();
        self.places.clear();
        self.reports.clear();
        let CodedBatch { run, dataset, input, .. } = &self.batch;
        let empty = CodedBatch {
            run: run.clone(),
            dataset: dataset.clone(),
            input: input.clone(),
            parties: Vec::new(),
            acts: Vec::new(),
            places: Vec::new(),
            reports: Vec::new(),
            rows: Vec::with_capacity(self.batch.rows.len()),
        };
        std::mem::replace(&mut self.batch, empty)
    }

    /// Adds a row, or says what is wrong with it.
    fn add(&mut self, layout: &Layout, line: &Line) -> Result<(), String> {
        let cells = Cells { layout, line };
        let first = self.day(cells, at::DATE)?.ok_or("expected a day, found none")?;
        let last = self.day(cells, at::UNTIL)?.unwrap_or(first).max(first);
        let reported = self.day(cells, at::REPORTED)?.unwrap_or(last);
        let act = self.act(cells)?;
        let actor = self.party(cells, at::ACTOR);
        let recipient = self.party(cells, at::RECIPIENT);
        let key = self.key(cells)?;
        let place = self.place(cells);
        let report = self.report(cells);
        let figures = Figures {
            is_root: cells.number::<f64>(at::ROOT).map(|root| root != 0.0),
            mentions: cells.number(at::MENTIONS),
            sources: cells.number(at::SOURCES),
            articles: cells.number(at::ARTICLES),
            tone: cells.real(at::TONE),
        };
        let line = line.number;
        self.batch.rows.push(CodedRow {
            key,
            line,
            actor,
            recipient,
            act,
            place,
            report,
            first,
            last,
            reported,
            figures,
        });
        Ok(())
    }

    fn day(&self, cells: Cells<'_>, ours: usize) -> Result<Option<jiff::civil::Date>, String> {
        let cell = cells.bytes(ours);
        if cell.is_empty() {
            return Ok(None);
        }
        let found = || {
            let name = OURS[ours];
            format!(
                "expected a day such as 20190831 or 2019-08-31 as `{name}`, found {}",
                quoted(cell)
            )
        };
        day::read(cell).map(Some).ok_or_else(found)
    }

    /// The row's id: its own, or else one by what no row can do without, and how often that came.
    fn key(&mut self, cells: Cells<'_>) -> Result<Key, String> {
        if cells.layout.has(at::ID) {
            let id = cells.layout.joined(at::ID, cells.line);
            return match id.is_empty() {
                true => Err("expected an id, found none".into()),
                false => Ok(Key::new(&id)),
            };
        }
        let mut hash = blake3::Hasher::new();
        let sides = (at::ACTOR..at::TYPE).chain([at::DATE, at::TYPE, at::CODE]);
        for ours in sides {
            let cell = cells.bytes(ours);
            hash.update(&(cell.len() as u64).to_le_bytes()).update(cell);
        }
        let hash = hash.finalize();
        let (short, _) = hash.as_bytes().split_first_chunk::<16>().expect("a hash has 32 bytes");
        let times = self.repeats.entry(u128::from_le_bytes(*short)).or_default();
        *times += 1;
        Ok(Key::Text(format!("{}-{times}", &hash.to_hex()[..16]).into()))
    }

    fn act(&mut self, cells: Cells<'_>) -> Result<u32, String> {
        let columns = at::TYPE..=at::INTENSITY;
        let Self { map, codes, batch, acts, scratch, .. } = self;
        once(acts, scratch, columns.map(|ours| cells.bytes(ours)), || {
            let act = act(map, codes, cells)?;
            Ok(push(&mut batch.acts, act))
        })
        .clone()
    }

    fn party(&mut self, cells: Cells<'_>, first: usize) -> Option<u32> {
        let columns = first..first + 6;
        let Self { map, codes, batch, parties, scratch, .. } = self;
        *once(parties, scratch, columns.map(|ours| cells.bytes(ours)), || {
            Some(push(&mut batch.parties, party(map, codes, cells, first)?))
        })
    }

    fn place(&mut self, cells: Cells<'_>) -> Option<u32> {
        let columns = [at::PLACE, at::COUNTRY, at::LAT, at::LON].into_iter();
        let Self { map, codes, batch, places, scratch, .. } = self;
        *once(places, scratch, columns.map(|ours| cells.bytes(ours)), || {
            let name = known(cells.bytes(at::PLACE));
            let country = codes.state(map.places, &text(cells.bytes(at::COUNTRY)));
            let point = cells.real(at::LAT).zip(cells.real(at::LON));
            let is_known = name.is_some() || country.is_some() || point.is_some();
            is_known.then(|| push(&mut batch.places, CodedPlace { name, country, point }))
        })
    }

    fn report(&mut self, cells: Cells<'_>) -> Option<u32> {
        let columns = [at::OUTLET, at::URL, at::STORY].into_iter();
        let Self { batch, reports, scratch, .. } = self;
        *once(reports, scratch, columns.map(|ours| cells.bytes(ours)), || {
            let url = known(cells.bytes(at::URL));
            let story = known(cells.bytes(at::STORY));
            let host = || url.as_deref().and_then(host).map(Arc::from);
            let outlet = known(cells.bytes(at::OUTLET)).or_else(host);
            let is_known = outlet.is_some() || story.is_some() || url.is_some();
            is_known.then(|| push(&mut batch.reports, CodedReport { outlet, url, story }))
        })
    }
}

fn act(map: &Map, codes: &Codes, cells: Cells<'_>) -> Result<CodedAct, String> {
    let (kind, cameo) = (text(cells.bytes(at::TYPE)), text(cells.bytes(at::CODE)));
    let mut code = if cells.layout.has(at::TYPE) {
        let of = codes.of_type(&kind);
        let mut of = of.ok_or_else(|| {
            format!("expected a type of event, found {}", quoted(kind.as_bytes()))
        })?;
        of.cameo = codes.cameo(&cameo);
        of
    } else {
        let of = codes.of_cameo(&cameo);
        of.ok_or_else(|| format!("expected a CAMEO code, found {}", quoted(cameo.as_bytes())))?
    };
    if let Some(mode) = known(cells.bytes(at::MODE)) {
        code.mode = Some(mode);
    }
    let contexts = text(cells.bytes(at::CONTEXTS));
    if !map.contexts.is_empty() && !contexts.is_empty() {
        let mut list: Vec<Arc<str>> =
            contexts.split(&*map.contexts).map(|c| c.trim().into()).collect();
        list.sort();
        list.dedup();
        code.contexts = list;
    }
    let status = match cells.bytes(at::STATUS) {
        b"" => Status::Happened,
        name => Status::from_name(&text(name))
            .ok_or_else(|| format!("expected a status, found {}", quoted(name)))?,
    };
    Ok(CodedAct { code, status, intensity: cells.real(at::INTENSITY) })
}

fn party(map: &Map, codes: &Codes, cells: Cells<'_>, first: usize) -> Option<CodedParty> {
    let [id, code, name, country, group, sector] =
        std::array::from_fn(|at| text(cells.bytes(first + at)));
    let side = Side {
        id: &id,
        code: &code,
        name: &name,
        country: &country,
        group: &group,
        sector: &sector,
    };
    codes.party(map, side)
}

/// Looks up what was made of some cells, or makes it.
fn once<'s, 'c, T>(
    seen: &'s mut Seen<T>,
    scratch: &mut Vec<u8>,
    cells: impl Iterator<Item = &'c [u8]>,
    make: impl FnOnce() -> T,
) -> &'s T {
    scratch.clear();
    for cell in cells {
        scratch.extend_from_slice(cell);
        scratch.push(b'\x1f');
    }
    if !seen.contains_key(scratch.as_slice()) {
        seen.insert(scratch.as_slice().into(), make());
    }
    &seen[scratch.as_slice()]
}

fn push<T>(list: &mut Vec<T>, item: T) -> u32 {
    list.push(item);
    u32::try_from(list.len() - 1).expect("a batch has fewer rows")
}

fn known(cell: &[u8]) -> Option<Arc<str>> {
    (!cell.is_empty()).then(|| text(cell).into())
}

/// The host of an address, which is as near to an outlet as such a table comes.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// A cell in backticks, cut if it is long.
pub(super) fn quoted(cell: &[u8]) -> String {
    const LONGEST: usize = 40;
    let text = text(cell);
    let cut: String = text.chars().take(LONGEST).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    match cell {
        b"" => "nothing".into(),
        _ => format!("`{cut}{more}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_where_they_are_looked_for() {
        let named = [
            (at::ID, "id"),
            (at::DATE, "date"),
            (at::UNTIL, "until"),
            (at::REPORTED, "reported"),
            (at::ACTOR, "actor"),
            (at::RECIPIENT, "recipient"),
            (at::TYPE, "type"),
            (at::CODE, "code"),
            (at::MODE, "mode"),
            (at::CONTEXTS, "contexts"),
            (at::STATUS, "status"),
            (at::INTENSITY, "intensity"),
            (at::PLACE, "place"),
            (at::COUNTRY, "place_country"),
            (at::LAT, "lat"),
            (at::LON, "lon"),
            (at::OUTLET, "outlet"),
            (at::URL, "url"),
            (at::STORY, "story"),
            (at::ROOT, "root"),
            (at::MENTIONS, "mentions"),
            (at::SOURCES, "sources"),
            (at::ARTICLES, "articles"),
            (at::TONE, "average_tone"),
        ];
        for (at, name) in named {
            assert_eq!(OURS[at], name);
        }
        for (first, side) in [(at::ACTOR, "actor"), (at::RECIPIENT, "recipient")] {
            let parts = ["", "_code", "_name", "_country", "_group", "_sector"];
            for (at, part) in parts.into_iter().enumerate() {
                assert_eq!(OURS[first + at], format!("{side}{part}"));
            }
        }
    }

    #[test]
    fn an_outlet_is_the_host() {
        assert_eq!(host("https://www.example.org/a?b"), Some("example.org"));
        assert_eq!(host("http://a.example"), Some("a.example"));
        assert_eq!(host("BBC Monitoring"), None);
        assert_eq!(host("http:///x"), None);
    }
}
