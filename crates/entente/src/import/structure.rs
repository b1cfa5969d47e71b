//! From a row of a structural table to rows of a batch.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{ActorId, RunId};
use entente_store::{StructureBatch, StructureRow};
use jiff::civil::Date;

use super::codes::Codes;
use super::kind::{Kind, OURS};
use super::line::{Delimiter, Line};
use super::map::{Layout, text};
use super::row::quoted;
use super::{Batch, Rows, day};

/// The places of our columns in [`OURS`].
mod at {
    pub(super) const ACTOR: usize = 0;
    pub(super) const RECIPIENT: usize = 1;
    pub(super) const YEAR: usize = 2;
    pub(super) const FROM: usize = 3;
    pub(super) const TO: usize = 4;
    pub(super) const VALUE: usize = 5;
    pub(super) const BACK: usize = 6;
    pub(super) const ITEM: usize = 7;
    pub(super) const MEASURE: usize = 8;
    pub(super) const LOW: usize = 9;
    pub(super) const HIGH: usize = 10;
    pub(super) const UNIT: usize = 11;
    pub(super) const SOURCE: usize = 12;
    pub(super) const REPORTED: usize = 13;
    pub(super) const MEASURES: usize = 14;
}

/// The longest time for which one row may hold, in years: no pact is older.
const LONGEST: i16 = 1_000;

/// Fills a batch from rows.
pub(super) struct Filler<'p> {
    kind: &'p Kind,
    codes: &'p Codes,
    batch: StructureBatch,
    layout: Option<Layout>,
    /// Columns of roll calls, with what they are called.
    items: Vec<(usize, Arc<str>)>,
    /// Names that many rows have in common.
    names: HashMap<Box<str>, Arc<str>>,
    /// How often a row about just the same came, in this file.
    repeats: HashMap<u128, u32>,
}

/// What all rows of one line share.
struct Shared {
    sides: [Option<ActorId>; 2],
    item: Option<Arc<str>>,
    first: Date,
    last: Option<Date>,
    unit: Option<Arc<str>>,
    source: Option<Arc<str>>,
    reported: Option<Date>,
    line: u64,
}

type Made<T> = Result<T, String>;

impl Rows for Filler<'_> {
    fn delimiter(&self) -> Option<Delimiter> {
        None
    }

    fn begin(&mut self, input: &str) {
        self.batch.input = input.into();
        self.repeats.clear();
    }

    fn head(&mut self, first: &Line) -> Made<bool> {
        let headings: Vec<String> = first.cells().map(Cow::into_owned).collect();
        let theirs = self.kind.columns().map(|(_, theirs)| theirs);
        let layout = Layout::new(theirs, &self.kind.unknown, &headings, headings.len());
        self.check(&layout)?;
        self.items.clear();
        if self.kind.wide && !layout.has(at::VALUE) {
            let left = headings.iter().enumerate().filter(|(at, _)| layout.is_left(*at));
            self.items = left.map(|(at, name)| (at, name.trim().into())).collect();
        }
        self.layout = Some(layout);
        Ok(true)
    }

    fn row(&mut self, line: &Line) -> Made<()> {
        let Some(layout) = self.layout.take() else { return Ok(()) };
        let before = self.batch.rows.len();
        let outcome = self.add(&layout, line);
        if outcome.is_err() {
            self.take_back(before);
        }
        self.layout = Some(layout);
        outcome
    }

    fn len(&self) -> usize {
        self.batch.rows.len()
    }

    fn take(&mut self) -> Batch {
        let rows = std::mem::take(&mut self.batch.rows);
        Batch::Structures(StructureBatch { rows, ..self.batch.clone() })
    }
}

impl<'p> Filler<'p> {
    pub(super) fn new(kind: &'p Kind, codes: &'p Codes, run: RunId, dataset: Arc<str>) -> Self {
        let (input, closed, rows) = ("".into(), kind.is_closed(), Vec::new());
        Self {
            kind,
            codes,
            batch: StructureBatch { run, dataset, input, closed, rows },
            layout: None,
            items: Vec::new(),
            names: HashMap::new(),
            repeats: HashMap::new(),
        }
    }

    /// Whether there is what no row can do without.
    fn check(&self, layout: &Layout) -> Made<()> {
        let has = |ours: usize| layout.has(ours) || !self.kind.given(OURS[ours]).is_empty();
        let called = |ours: usize| {
            let theirs = self.kind.columns().nth(ours).map_or("", |(_, theirs)| theirs);
            theirs.split('|').next().unwrap_or_default().to_owned()
        };
        if !has(at::ACTOR) {
            return Err(format!(
                "expected a column `{}` with the state, found none",
                called(at::ACTOR)
            ));
        }
        if !has(at::YEAR) && !has(at::FROM) {
            let (year, from) = (called(at::YEAR), called(at::FROM));
            return Err(format!("expected a column `{year}` or `{from}`, found none"));
        }
        if self.kind.alone.is_none() && !has(at::RECIPIENT) {
            let name = called(at::RECIPIENT);
            return Err(format!("expected a column `{name}` with the other state, found none"));
        }
        let measures = self.kind.columns().count();
        let is_valued = has(at::VALUE) || (at::MEASURES..measures).any(|ours| layout.has(ours));
        if !is_valued && !self.kind.holds && !self.kind.wide {
            return Err(format!("expected a column `{}`, found none", called(at::VALUE)));
        }
        Ok(())
    }

    fn add(&mut self, layout: &Layout, line: &Line) -> Made<()> {
        let shared = self.shared(layout, line)?;
        let before = self.batch.rows.len();
        let bounds =
            self.number(layout, line, at::LOW)?.zip(self.number(layout, line, at::HIGH)?);
        if let Some(value) = self.number(layout, line, at::VALUE)? {
            let measure = self.measure(layout, line, &shared)?;
            self.push(&shared, measure, shared.sides.clone(), None, value, bounds);
        }
        if let Some(back) = self.number(layout, line, at::BACK)? {
            let measure = self.measure(layout, line, &shared)?;
            let [actor, recipient] = shared.sides.clone();
            self.push(&shared, measure, [recipient, actor], None, back, None);
        }
        for (ours, measure) in (at::MEASURES..).zip(self.kind.measures()) {
            if let Some(value) = self.number(layout, line, ours)? {
                self.push(&shared, measure, shared.sides.clone(), None, value, None);
            }
        }
        for at in 0..self.items.len() {
            let (place, item) = self.items[at].clone();
            let cell = line.cell(place);
            if layout.is_known(cell) {
                let value = self.value(cell, &item)?;
                let measure = self.measure(layout, line, &shared)?;
                self.push(&shared, measure, shared.sides.clone(), Some(item), value, None);
            }
        }
        if self.batch.rows.len() > before {
            return Ok(());
        }
        let columns = at::MEASURES..at::MEASURES + self.kind.measures().count();
        let has_value = layout.has(at::VALUE) || columns.into_iter().any(|ours| layout.has(ours));
        if !self.kind.holds || (has_value && !layout.has(at::MEASURE)) || layout.has(at::VALUE) {
            return Err("expected a value, found none".into());
        }
        let measure = self.measure(layout, line, &shared)?;
        self.push(&shared, measure, shared.sides.clone(), None, 1.0, None);
        Ok(())
    }

    fn shared(&mut self, layout: &Layout, line: &Line) -> Made<Shared> {
        let actor = self.state(layout, line, at::ACTOR)?;
        let recipient = self.state(layout, line, at::RECIPIENT)?;
        if actor.is_none() {
            return Err("expected a state, found none".into());
        }
        if actor == recipient {
            return Err(format!(
                "expected two states, found {} twice",
                quoted(layout.cell(at::ACTOR, line))
            ));
        }
        let (first, last) = self.days(layout, line)?;
        let reported = self.days_of(layout, line, at::REPORTED)?.map(|(_, last)| last);
        Ok(Shared {
            sides: [actor, recipient],
            item: self.name(layout, line, at::ITEM),
            first,
            last,
            unit: self.name(layout, line, at::UNIT),
            source: self.name(layout, line, at::SOURCE),
            reported,
            line: line.number,
        })
    }

    /// A cell, or what is said of it in all rows.
    fn cell<'c>(&'c self, layout: &Layout, line: &'c Line, ours: usize) -> Cow<'c, str> {
        match layout.cell(ours, line) {
            b"" if ours < at::MEASURES => Cow::Borrowed(self.kind.given(OURS[ours])),
            cell => text(cell),
        }
    }

    fn name(&mut self, layout: &Layout, line: &Line, ours: usize) -> Option<Arc<str>> {
        let cell = self.cell(layout, line, ours).trim().to_owned();
        if cell.is_empty() {
            return None;
        }
        let shared = || Arc::from(cell.as_str());
        Some(self.names.entry(cell.as_str().into()).or_insert_with(shared).clone())
    }

    fn state(&self, layout: &Layout, line: &Line, ours: usize) -> Made<Option<ActorId>> {
        let cell = self.cell(layout, line, ours);
        if cell.trim().is_empty() {
            return Ok(None);
        }
        let state = self.codes.any_state(cell.trim()).map(ActorId::new);
        let found = || {
            let found = quoted(cell.as_bytes());
            format!("expected a state by ISO 3166-1, number of COW or name, found {found}")
        };
        state.map(Some).ok_or_else(found)
    }

    fn days(&self, layout: &Layout, line: &Line) -> Made<(Date, Option<Date>)> {
        let year = self.days_of(layout, line, at::YEAR)?;
        let from = self.days_of(layout, line, at::FROM)?;
        let to = self.days_of(layout, line, at::TO)?.map(|(_, last)| last);
        let (first, last) = match (from, year) {
            (Some((first, _)), _) => (first, to),
            (None, Some((first, last))) => (first, Some(last)),
            (None, None) => return Err("expected a year or days, found none".into()),
        };
        let is_long = last.is_some_and(|last| last.year().saturating_sub(first.year()) > LONGEST);
        if is_long || last.is_some_and(|last| last < first) {
            let last = last.map(|last| last.to_string()).unwrap_or_default();
            return Err(format!(
                "expected an end after the beginning and within {LONGEST} years, found {first} to {last}"
            ));
        }
        Ok((first, last))
    }

    fn days_of(&self, layout: &Layout, line: &Line, ours: usize) -> Made<Option<(Date, Date)>> {
        let cell = self.cell(layout, line, ours);
        if cell.trim().is_empty() {
            return Ok(None);
        }
        let found = || {
            let (name, found) = (OURS[ours], quoted(cell.as_bytes()));
            format!(
                "expected a year or a day such as 2008 or 2008-08-31 as `{name}`, found {found}"
            )
        };
        day::within(cell.trim()).map(Some).ok_or_else(found)
    }

    fn number(&self, layout: &Layout, line: &Line, ours: usize) -> Made<Option<f64>> {
        let cell = self.cell(layout, line, ours);
        match cell.trim() {
            "" => Ok(None),
            cell => {
                let name = OURS.get(ours).copied().unwrap_or("value");
                self.value(cell.as_bytes(), name).map(Some)
            }
        }
    }

    fn value(&self, cell: &[u8], name: &str) -> Made<f64> {
        let typed = text(cell).trim().to_lowercase();
        let word = || self.kind.values.get(&typed).copied();
        let number = typed.parse().ok().filter(|number: &f64| number.is_finite());
        number
            .or_else(word)
            .ok_or_else(|| format!("expected a number as `{name}`, found {}", quoted(cell)))
    }

    fn measure(&self, layout: &Layout, line: &Line, shared: &Shared) -> Made<Arc<str>> {
        let cell = self.cell(layout, line, at::MEASURE);
        if !cell.trim().is_empty() {
            let word = self.kind.words.get(&cell.trim().to_lowercase());
            let found = || format!("expected a known measure, found {}", quoted(cell.as_bytes()));
            return word.map(|word| word.as_str().into()).ok_or_else(found);
        }
        let Kind { measure, alone, .. } = self.kind;
        let (of, needs) = match shared.sides[1] {
            Some(_) => (measure, "one state"),
            None => (alone, "two states"),
        };
        let of = of.as_deref().map(Arc::from);
        of.ok_or_else(|| format!("expected {needs} or a measure in the row, found neither"))
    }

    /// Takes back what a row gave before it turned out to be bad: it is left out whole.
    fn take_back(&mut self, before: usize) {
        for row in self.batch.rows.drain(before..) {
            if let Some(times) = self.repeats.get_mut(&about(&row)) {
                *times -= 1;
            }
        }
    }

    fn push(
        &mut self,
        shared: &Shared,
        measure: Arc<str>,
        sides: [Option<ActorId>; 2],
        item: Option<Arc<str>>,
        value: f64,
        bounds: Option<(f64, f64)>,
    ) {
        // A flow back has a whence, or there is nothing to go back to.
        let [Some(actor), recipient] = sides else { return };
        let Shared { sides: _, item: own, first, last, unit, source, reported, line } = shared;
        let mut row = StructureRow {
            measure,
            actor,
            recipient,
            item: item.or_else(|| own.clone()),
            first: *first,
            last: *last,
            value,
            bounds,
            unit: unit.clone(),
            source: source.clone(),
            reported: *reported,
            line: *line,
            repeat: 0,
        };
        let times = self.repeats.entry(about(&row)).or_default();
        row.repeat = *times;
        *times += 1;
        self.batch.rows.push(row);
    }
}

/// A hash of what a row is about.
fn about(row: &StructureRow) -> u128 {
    let StructureRow { measure, actor, recipient, item, first, last, .. } = row;
    let mut hash = blake3::Hasher::new();
    let recipient = recipient.as_ref().map_or("", |id| id.as_str());
    let days = format!("{first} {last:?}");
    for text in [measure, actor.as_str(), recipient, item.as_deref().unwrap_or_default(), &days] {
        hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    let hash = hash.finalize();
    let (short, _) = hash.as_bytes().split_first_chunk::<16>().expect("a hash has 32 bytes");
    u128::from_le_bytes(*short)
}
