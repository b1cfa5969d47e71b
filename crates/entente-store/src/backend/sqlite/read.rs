//! From rows to nouns.

use std::sync::Arc;

use entente_model::{
    ActorId, Block, BlockKind, Code, DateOrigin, DocId, DocMeta, Event, EventId, Evidence,
    Fingerprint, Format, Origin, PairRequest, Party, Place, PlaceId, Precision, RuleId, RunId,
    Span, Status, Telling, When,
};
use jiff::civil::Date;
use rusqlite::Result;
use rusqlite::types::{FromSql, FromSqlError, Type};

/// A row being read from left to right.
pub(super) struct Row<'a> {
    row: &'a rusqlite::Row<'a>,
    at: usize,
}

impl<'a> Row<'a> {
    pub(super) fn new(row: &'a rusqlite::Row<'a>) -> Self {
        Self { row, at: 0 }
    }

    pub(super) fn next<T: FromSql>(&mut self) -> Result<T> {
        self.at += 1;
        self.row.get(self.at - 1)
    }

    pub(super) fn run_id(&mut self) -> Result<RunId> {
        self.next::<Arc<str>>().map(RunId::new)
    }

    pub(super) fn doc_id(&mut self) -> Result<DocId> {
        self.next::<Arc<str>>().map(DocId::new)
    }

    pub(super) fn actor_id(&mut self) -> Result<ActorId> {
        self.next::<Arc<str>>().map(ActorId::new)
    }

    /// Reads the columns of [`super::columns::EVENT`].
    pub(super) fn event(&mut self) -> Result<Event> {
        let id = EventId::new(self.next::<Arc<str>>()?);
        let document = DocId::new(self.next::<Arc<str>>()?);
        Ok(Event {
            id,
            code: self.code()?,
            actor: self.party()?,
            recipient: self.party()?,
            reciprocal: self.next()?,
            happened: self.when()?,
            reported: self.day()?,
            place: self.place()?,
            status: self.named(Status::from_name)?,
            speaker: self.party()?,
            confidence: self.single()?,
            evidence: self.evidence(document)?,
        })
    }

    /// Reads the columns of [`super::columns::DOCUMENT`].
    pub(super) fn meta(&mut self) -> Result<DocMeta> {
        Ok(DocMeta {
            id: DocId::new(self.next::<Arc<str>>()?),
            key: self.next()?,
            title: self.next()?,
            publisher: self.next()?,
            published: self.day()?,
            published_from: self.named(DateOrigin::from_name)?,
            query_date: self.day()?,
            lang: self.next()?,
            url: self.next()?,
            origin: self.origin()?,
            pair: self.pair()?,
            agency: self.next()?,
            fingerprint: self.fingerprint()?,
            authors: self.list()?.iter().map(ToString::to_string).collect(),
            canonical: self.next()?,
            earliest: self.day()?,
        })
    }

    /// Reads a block's kind and span.
    pub(super) fn block(&mut self) -> Result<Block> {
        let kind = self.named(BlockKind::from_name)?;
        Ok(Block { kind, span: Span::new(self.next()?, self.next()?) })
    }

    /// Reads the bytes under a span as text; what does not fit the text reads as empty.
    pub(super) fn cut(&mut self, span: Span) -> Result<String> {
        let bytes: Vec<u8> = self.next()?;
        let fits = bytes.len() == span.len() as usize;
        Ok(String::from_utf8(bytes).ok().filter(|_| fits).unwrap_or_default())
    }

    /// Reads a day, if there is one.
    pub(super) fn day(&mut self) -> Result<Option<Date>> {
        let Some(text) = self.next::<Option<String>>()? else { return Ok(None) };
        let day = text.parse().ok();
        day.map(Some).ok_or_else(|| self.flaw(format!("expected a date, found `{text}`")))
    }

    /// Describes a value that no build has written.
    #[cold]
    pub(super) fn flaw(&self, what: String) -> rusqlite::Error {
        let cause = FromSqlError::Other(what.into());
        rusqlite::Error::FromSqlConversionFailure(self.at - 1, Type::Text, cause.into())
    }

    pub(super) fn named<T>(&mut self, from_name: impl Fn(&str) -> Option<T>) -> Result<T> {
        let name: String = self.next()?;
        from_name(&name).ok_or_else(|| self.flaw(format!("expected a known name, found `{name}`")))
    }

    fn code(&mut self) -> Result<Code> {
        Ok(Code {
            ontology: self.next()?,
            kind: self.next()?,
            mode: self.next()?,
            contexts: self.list()?,
            cameo: self.next()?,
            quad: self.next()?,
            tone: self.single()?,
        })
    }

    fn party(&mut self) -> Result<Option<Party>> {
        let id = self.next::<Option<Arc<str>>>()?.map(ActorId::new);
        let (country, sector) = (self.next()?, self.next()?);
        let (name, span) = (self.next::<Option<Arc<str>>>()?, self.span()?);
        let party = |(name, span)| Party { id, country, sector, name, span };
        Ok(name.zip(span).map(party))
    }

    fn when(&mut self) -> Result<Option<When>> {
        let (from, to) = (self.day()?, self.day()?);
        let Some((from, to)) = from.zip(to) else {
            self.at += 3;
            return Ok(None);
        };
        Ok(Some(When::new(from, to, self.named(Precision::from_name)?, self.span()?)))
    }

    fn place(&mut self) -> Result<Option<(Place, Span)>> {
        let Some(id) = self.next::<Option<Arc<str>>>()? else {
            self.at += 6;
            return Ok(None);
        };
        let place = Place {
            id: PlaceId::new(id),
            name: self.next()?,
            lat: self.next()?,
            lon: self.next()?,
            country: self.next()?,
        };
        Ok(Some((place, Span::new(self.next()?, self.next()?))))
    }

    fn evidence(&mut self, document: DocId) -> Result<Evidence> {
        let sentence = Span::new(self.next()?, self.next()?);
        let trigger = Span::new(self.next()?, self.next()?);
        let rules = self.list()?.into_iter().map(RuleId::new).collect();
        let evidence = Evidence::new(document, sentence, trigger, rules);
        let evidence = evidence
            .ok_or_else(|| self.flaw("expected a trigger and a rule, found none".into()))?;
        let again = self.list()?.iter().map(|line| telling(line)).collect::<Option<Vec<_>>>();
        let flaw = || self.flaw("expected four offsets and rules, found something else".into());
        Ok(evidence.told_again(again.ok_or_else(flaw)?))
    }

    fn origin(&mut self) -> Result<Origin> {
        Ok(Origin {
            path: self.next()?,
            offset: self.next::<i64>()?.cast_unsigned(),
            format: self.named(Format::from_name)?,
        })
    }

    fn pair(&mut self) -> Result<Option<PairRequest>> {
        let asks: bool = self.next()?;
        let pair = PairRequest { actor: self.span()?, recipient: self.span()? };
        Ok(asks.then_some(pair))
    }

    /// Reads the hashes that near-copies are found by.
    pub(super) fn fingerprint(&mut self) -> Result<Fingerprint> {
        let bytes: Vec<u8> = self.next()?;
        let fingerprint = Fingerprint::from_bytes(&bytes);
        let flaw = || format!("expected four bytes a hash, found {} bytes", bytes.len());
        fingerprint.ok_or_else(|| self.flaw(flaw()))
    }

    fn span(&mut self) -> Result<Option<Span>> {
        let (start, end) = (self.next::<Option<u32>>()?, self.next::<Option<u32>>()?);
        Ok(start.zip(end).map(|(start, end)| Span::new(start, end)))
    }

    pub(super) fn list(&mut self) -> Result<Vec<Arc<str>>> {
        let joined: String = self.next()?;
        Ok(joined.lines().map(Arc::from).collect())
    }

    /// Reads a number that was written from single precision, and so fits it exactly.
    #[expect(clippy::cast_possible_truncation, reason = "written from an f32, so nothing is lost")]
    pub(super) fn single(&mut self) -> Result<f32> {
        self.next::<f64>().map(|number| number as f32)
    }
}

/// Reads a telling: four offsets and its rules.
fn telling(line: &str) -> Option<Telling> {
    let mut parts = line.split(' ');
    let mut span = || {
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (start <= end).then(|| Span::new(start, end))
    };
    let (sentence, trigger) = (span()?, span()?);
    Some(Telling { sentence, trigger, rules: parts.map(RuleId::new).collect() })
}
