//! From nouns to rows.
//!
//! Every noun is taken apart field by field, so that a new field cannot be forgotten here.

use std::fmt::Display;
use std::sync::LazyLock;

use entente_model::{
    Block, Code, DocMeta, Document, Event, NearCopy, Origin, PairRequest, Party, Place, Span,
    Telling, When,
};
use rusqlite::{CachedStatement, Connection, Result, ToSql, params};

use super::columns;

/// Adds a document with its blocks; returns whether it is new.
pub(super) fn document(db: &Connection, document: &Document) -> Result<bool> {
    static INSERT: LazyLock<String> =
        LazyLock::new(|| columns::insert("document", &columns::DOCUMENT, "text"));
    let Document { meta, text, blocks } = document;
    let mut row = Row::new(db, &INSERT)?;
    put_meta(&mut row, meta)?;
    row.put(text)?;
    let is_new = row.insert()?;
    if is_new {
        put_blocks(db, meta, blocks)?;
    }
    Ok(is_new)
}

/// Adds an event under a run; returns whether it is new.
pub(super) fn event(db: &Connection, run: i64, event: &Event) -> Result<bool> {
    static INSERT: LazyLock<String> =
        LazyLock::new(|| columns::insert("event", &columns::EVENT, "run"));
    let mut row = Row::new(db, &INSERT)?;
    put_event(&mut row, event)?;
    row.put(run)?;
    row.insert()
}

/// Adds a pair of near-copies.
pub(super) fn near_copy(db: &Connection, near: &NearCopy) -> Result<()> {
    let NearCopy { document, other, similarity } = near;
    let sql = "INSERT INTO near_copy (document, other, similarity) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING";
    let mut statement = db.prepare_cached(sql)?;
    statement.execute(params![document.as_str(), other.as_str(), similarity]).map(|_| ())
}

fn put_blocks(db: &Connection, meta: &DocMeta, blocks: &[Block]) -> Result<()> {
    let sql =
        "INSERT INTO block (document, position, kind, \"start\", \"end\") VALUES (?, ?, ?, ?, ?)";
    let mut statement = db.prepare_cached(sql)?;
    for (position, &Block { kind, span }) in (0_i64..).zip(blocks) {
        let id = meta.id.as_str();
        statement.execute(params![id, position, kind.as_str(), span.start(), span.end()])?;
    }
    Ok(())
}

fn put_meta(row: &mut Row<'_>, meta: &DocMeta) -> Result<()> {
    let DocMeta {
        id,
        key,
        title,
        publisher,
        published,
        published_from,
        query_date,
        lang,
        url,
        origin,
        pair,
        agency,
        fingerprint,
        authors,
        canonical,
        earliest,
    } = meta;
    let Origin { path, offset, format } = origin;
    row.put(id.as_str())?;
    row.put(key)?;
    row.put(title)?;
    row.put(publisher)?;
    row.put_shown(published.as_ref())?;
    row.put(published_from.as_str())?;
    row.put_shown(query_date.as_ref())?;
    row.put(lang)?;
    row.put(url)?;
    row.put(path)?;
    row.put(i64::try_from(*offset).unwrap_or(i64::MAX))?;
    row.put(format.as_str())?;
    row.put(pair.is_some())?;
    let PairRequest { actor, recipient } =
        pair.unwrap_or(PairRequest { actor: None, recipient: None });
    row.put_span(actor)?;
    row.put_span(recipient)?;
    row.put(agency)?;
    row.put(fingerprint.to_bytes())?;
    row.put_list(authors.iter().map(String::as_str))?;
    row.put(canonical)?;
    row.put_shown(earliest.as_ref())
}

fn put_event(row: &mut Row<'_>, event: &Event) -> Result<()> {
    let Event {
        id,
        code,
        actor,
        recipient,
        reciprocal,
        happened,
        reported,
        place,
        status,
        speaker,
        confidence,
        evidence,
    } = event;
    row.put(id.as_str())?;
    row.put(evidence.document().as_str())?;
    put_code(row, code)?;
    put_party(row, actor.as_ref())?;
    put_party(row, recipient.as_ref())?;
    row.put(reciprocal)?;
    put_when(row, happened.as_ref())?;
    row.put_shown(reported.as_ref())?;
    put_place(row, place.as_ref())?;
    row.put(status.as_str())?;
    put_party(row, speaker.as_ref())?;
    row.put(f64::from(*confidence))?;
    row.put_span(Some(evidence.sentence()))?;
    row.put_span(Some(evidence.trigger()))?;
    row.put_list(evidence.rules().iter().map(|rule| rule.as_str()))?;
    row.put(evidence.again().iter().map(telling).collect::<Vec<_>>().join("\n"))
}

/// A telling as four offsets and its rules, with blanks between.
fn telling(telling: &Telling) -> String {
    let Telling { sentence, trigger, rules } = telling;
    let rules: Vec<&str> = rules.iter().map(|rule| rule.as_str()).collect();
    let spans = [sentence.start(), sentence.end(), trigger.start(), trigger.end()];
    format!("{} {}", spans.map(|offset| offset.to_string()).join(" "), rules.join(" "))
}

fn put_code(row: &mut Row<'_>, code: &Code) -> Result<()> {
    let Code { ontology, kind, mode, contexts, cameo, quad, tone } = code;
    row.put(&**ontology)?;
    row.put(&**kind)?;
    row.put(mode.as_deref())?;
    row.put_list(contexts.iter().map(|context| &**context))?;
    row.put(cameo.as_deref())?;
    row.put(&**quad)?;
    row.put(f64::from(*tone))
}

fn put_party(row: &mut Row<'_>, party: Option<&Party>) -> Result<()> {
    let Some(Party { id, country, sector, name, span }) = party else { return row.skip(6) };
    row.put(id.as_ref().map(|id| id.as_str()))?;
    row.put(country.as_deref())?;
    row.put(sector.as_deref())?;
    row.put(&**name)?;
    row.put_span(Some(*span))
}

fn put_when(row: &mut Row<'_>, when: Option<&When>) -> Result<()> {
    let Some(When { from, to, precision, span }) = when else { return row.skip(5) };
    row.put_shown(Some(from))?;
    row.put_shown(Some(to))?;
    row.put(precision.as_str())?;
    row.put_span(*span)
}

fn put_place(row: &mut Row<'_>, place: Option<&(Place, Span)>) -> Result<()> {
    let Some((Place { id, name, lat, lon, country }, span)) = place else { return row.skip(7) };
    row.put(id.as_str())?;
    row.put(&**name)?;
    row.put(lat)?;
    row.put(lon)?;
    row.put(country.as_deref())?;
    row.put_span(Some(*span))
}

/// A row being filled from left to right.
struct Row<'c> {
    statement: CachedStatement<'c>,
    filled: usize,
}

impl<'c> Row<'c> {
    fn new(db: &'c Connection, sql: &str) -> Result<Self> {
        Ok(Self { statement: db.prepare_cached(sql)?, filled: 0 })
    }

    fn put(&mut self, value: impl ToSql) -> Result<()> {
        self.filled += 1;
        self.statement.raw_bind_parameter(self.filled, value)
    }

    /// Puts a value as it prints, such as a date.
    fn put_shown(&mut self, value: Option<&impl Display>) -> Result<()> {
        self.put(value.map(ToString::to_string))
    }

    fn put_span(&mut self, span: Option<Span>) -> Result<()> {
        self.put(span.map(Span::start))?;
        self.put(span.map(Span::end))
    }

    fn put_list<'a>(&mut self, items: impl Iterator<Item = &'a str>) -> Result<()> {
        self.put(items.collect::<Vec<_>>().join("\n"))
    }

    /// Leaves columns unknown.
    fn skip(&mut self, columns: usize) -> Result<()> {
        (0..columns).try_for_each(|_| self.put(None::<i64>))
    }

    /// Inserts the row; returns whether it was new.
    fn insert(mut self) -> Result<bool> {
        Ok(self.statement.raw_execute()? > 0)
    }
}
