//! From nouns to rows.
//!
//! Every noun is taken apart field by field, so that a new field cannot be forgotten here.

use std::fmt::Display;
use std::sync::LazyLock;

use entente_model::{
    Block, Claim, Code, DocMeta, Document, Event, Evidence, NearCopy, Origin, PairRequest, Party,
    Place, Proposition, Span, Speaker, StandingRelation, Telling, When,
};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, Result, ToSql, params};

use super::columns;
use super::pack::Packer;
use super::sum::Sum;
use crate::backend::args;

/// A row that was added.
#[derive(Clone, Copy, Debug)]
pub(super) struct Added {
    /// Its number.
    pub(super) number: i64,
    /// Its checksum.
    pub(super) checksum: i64,
}

/// Adds a document, unless it is there.
pub(super) fn document(
    db: &Connection,
    document: &Document,
    packer: &mut Packer,
) -> Result<Option<Added>> {
    static INSERT: LazyLock<String> =
        LazyLock::new(|| columns::insert("document", &columns::DOCUMENT, &columns::CONTENT));
    let Document { meta, text, blocks } = document;
    let mut row = Row::new(db, &INSERT)?;
    put_meta(&mut row, meta)?;
    row.put(blocks.iter().map(block).collect::<Vec<_>>().join("\n"))?;
    row.put(i64::try_from(text.len()).unwrap_or(i64::MAX))?;
    row.put_packed(text, packer)?;
    row.insert()
}

/// Adds an event under a run, unless it is there.
pub(super) fn event(db: &Connection, run: i64, event: &Event) -> Result<Option<Added>> {
    static INSERT: LazyLock<String> =
        LazyLock::new(|| columns::insert("event", &columns::EVENT, &["run"]));
    let mut row = Row::new(db, &INSERT)?;
    put_event(&mut row, event)?;
    row.put(run)?;
    row.insert()
}

/// Adds a claim under a run, unless it is there.
pub(super) fn claim(db: &Connection, run: i64, claim: &Claim) -> Result<Option<Added>> {
    static INSERT: LazyLock<String> =
        LazyLock::new(|| columns::insert("claim", &columns::CLAIM, &["run"]));
    let mut row = Row::new(db, &INSERT)?;
    put_claim(&mut row, claim)?;
    row.put(run)?;
    row.insert()
}

/// Adds a standing relation under a run, unless it is there.
pub(super) fn relation(
    db: &Connection,
    run: i64,
    relation: &StandingRelation,
) -> Result<Option<Added>> {
    static INSERT: LazyLock<String> =
        LazyLock::new(|| columns::insert("relation", &columns::RELATION, &["run"]));
    let mut row = Row::new(db, &INSERT)?;
    put_relation(&mut row, relation)?;
    row.put(run)?;
    row.insert()
}

/// Adds a pair of near-copies, unless it is there; returns its checksum.
pub(super) fn near_copy(db: &Connection, near: &NearCopy) -> Result<Option<i64>> {
    let NearCopy { document, other, similarity } = near;
    let sql = "INSERT INTO near_copy (document, other, similarity) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING";
    let mut statement = db.prepare_cached(sql)?;
    let added = statement.execute(params![document.as_str(), other.as_str(), similarity])? > 0;
    let text = |id: &'_ str| ToSqlOutput::from(id.to_owned());
    let values = [text(document.as_str()), text(other.as_str()), (*similarity).into()];
    Ok(added.then(|| Sum::of(values.iter().map(value))))
}

/// A block as its kind and two offsets.
fn block(Block { kind, span }: &Block) -> String {
    format!("{} {} {}", kind.as_str(), span.start(), span.end())
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
    put_evidence(row, evidence)
}

fn put_claim(row: &mut Row<'_>, claim: &Claim) -> Result<()> {
    let Claim {
        id,
        speaker: Speaker { kind, id: speaker, name, span },
        cue,
        content,
        proposition,
        modality,
        stance,
        within,
        offered,
        confidence,
        evidence,
    } = claim;
    row.put(id.as_str())?;
    row.put(evidence.document().as_str())?;
    row.put(kind.as_str())?;
    row.put(speaker.as_ref().map(|id| id.as_str()))?;
    row.put(&**name)?;
    row.put_span(*span)?;
    row.put_span(*cue)?;
    row.put(content.iter().map(piece).collect::<Vec<_>>().join("\n"))?;
    match proposition {
        None => row.skip(3)?,
        Some(Proposition { kind, args, positive }) => {
            row.put(kind.as_str())?;
            row.put(args::written(args))?;
            row.put(positive)?;
        }
    }
    row.put(modality.as_deref())?;
    row.put(stance.as_str())?;
    row.put(within.as_ref().map(|id| id.as_str()))?;
    row.put_list(offered.iter().map(|id| &**id))?;
    row.put(f64::from(*confidence))?;
    put_evidence(row, evidence)
}

fn put_relation(row: &mut Row<'_>, relation: &StandingRelation) -> Result<()> {
    let StandingRelation {
        id,
        pair: [first, second],
        directed,
        kind,
        grade,
        sign,
        interval,
        status,
        confidence,
        evidence,
    } = relation;
    row.put(id.as_str())?;
    row.put(evidence.document().as_str())?;
    row.put(first.as_str())?;
    row.put(second.as_str())?;
    row.put(directed)?;
    row.put(&**kind)?;
    row.put(grade.as_deref())?;
    row.put(sign)?;
    put_when(row, interval.as_ref())?;
    row.put(status.as_str())?;
    row.put(f64::from(*confidence))?;
    put_evidence(row, evidence)
}

/// Puts all of it but the document, which stands further left.
fn put_evidence(row: &mut Row<'_>, evidence: &Evidence) -> Result<()> {
    row.put_span(Some(evidence.sentence()))?;
    row.put_span(Some(evidence.trigger()))?;
    row.put_list(evidence.rules().iter().map(|rule| rule.as_str()))?;
    row.put(evidence.again().iter().map(telling).collect::<Vec<_>>().join("\n"))
}

/// A span as two offsets.
fn piece(span: &Span) -> String {
    format!("{} {}", span.start(), span.end())
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

/// A value as SQLite sees it.
pub(super) fn value<'v>(output: &'v ToSqlOutput<'_>) -> ValueRef<'v> {
    match output {
        ToSqlOutput::Borrowed(value) => *value,
        ToSqlOutput::Owned(value) => value.into(),
        _ => ValueRef::Null,
    }
}

/// A row being filled from left to right.
struct Row<'c> {
    db: &'c Connection,
    statement: CachedStatement<'c>,
    filled: usize,
    sum: Sum,
}

impl<'c> Row<'c> {
    fn new(db: &'c Connection, sql: &str) -> Result<Self> {
        Ok(Self { db, statement: db.prepare_cached(sql)?, filled: 0, sum: Sum::default() })
    }

    fn put(&mut self, value: impl ToSql) -> Result<()> {
        self.sum.take(self::value(&value.to_sql()?));
        self.bind(value)
    }

    /// Puts a text packed; its checksum is that of the text.
    fn put_packed(&mut self, text: &str, packer: &mut Packer) -> Result<()> {
        self.sum.take(ValueRef::Text(text.as_bytes()));
        self.bind(packer.pack(text))
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

    /// Inserts the row, unless it is there.
    fn insert(mut self) -> Result<Option<Added>> {
        let checksum = self.sum.finish();
        self.bind(checksum)?;
        let is_new = self.statement.raw_execute()? > 0;
        Ok(is_new.then(|| Added { number: self.db.last_insert_rowid(), checksum }))
    }

    fn bind(&mut self, value: impl ToSql) -> Result<()> {
        self.filled += 1;
        self.statement.raw_bind_parameter(self.filled, value)
    }
}
