//! From rows to nouns.

use std::sync::Arc;

use entente_model::{
    ActorId, Block, BlockKind, Claim, ClaimId, Code, DateOrigin, DocId, DocMeta, Document, Event,
    EventId, Evidence, Fingerprint, Format, Holding, Origin, PairRequest, Party, Place, PlaceId,
    Precision, Proposition, PropositionKind, RelationId, RuleId, RunId, Span, Speaker, SpeakerKind,
    Stance, StandingRelation, Status, Telling, When,
};
use jiff::civil::Date;
use rusqlite::Result;
use rusqlite::types::{FromSql, FromSqlError, Type};

use super::pack;
use crate::backend::args;

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

    /// Reads the columns of [`super::columns::DOCUMENT`] and [`super::columns::CONTENT`].
    pub(super) fn document(&mut self) -> Result<Document> {
        let meta = self.meta()?;
        let blocks = self.list()?.iter().map(|line| block(line)).collect::<Option<Vec<_>>>();
        let flaw = || self.flaw("expected kinds and offsets of blocks, found others".into());
        let blocks = blocks.ok_or_else(flaw)?;
        Ok(Document { meta, text: self.text()?, blocks })
    }

    /// Reads a length and a packed text.
    pub(super) fn text(&mut self) -> Result<String> {
        let (length, packed): (i64, Vec<u8>) = (self.next()?, self.next()?);
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        pack::unpack(&packed, length).map_err(|what| self.flaw(what))
    }

    /// Reads the columns of [`super::columns::CLAIM`].
    pub(super) fn claim(&mut self) -> Result<Claim> {
        let id = ClaimId::new(self.next::<Arc<str>>()?);
        let document = self.doc_id()?;
        Ok(Claim {
            id,
            speaker: Speaker {
                kind: self.named(SpeakerKind::from_name)?,
                id: self.next::<Option<Arc<str>>>()?.map(ActorId::new),
                name: self.next()?,
                span: self.span()?,
            },
            cue: self.span()?,
            content: self.pieces()?,
            proposition: self.proposition()?,
            modality: self.next()?,
            stance: self.named(Stance::from_name)?,
            within: self.next::<Option<Arc<str>>>()?.map(ClaimId::new),
            offered: self.list()?,
            confidence: self.single()?,
            evidence: self.evidence(document)?,
        })
    }

    /// Reads the columns of [`super::columns::RELATION`].
    pub(super) fn relation(&mut self) -> Result<StandingRelation> {
        let id = RelationId::new(self.next::<Arc<str>>()?);
        let document = self.doc_id()?;
        Ok(StandingRelation {
            id,
            pair: [self.actor_id()?, self.actor_id()?],
            directed: self.next()?,
            kind: self.next()?,
            grade: self.next()?,
            sign: self.next()?,
            interval: self.when()?,
            status: self.named(Holding::from_name)?,
            confidence: self.single()?,
            evidence: self.evidence(document)?,
        })
    }

    /// Reads the text of a sentence.
    pub(super) fn sentence(&mut self) -> Result<String> {
        self.next::<Option<String>>().map(Option::unwrap_or_default)
    }

    /// Reads a day, if there is one.
    pub(super) fn day(&mut self) -> Result<Option<Date>> {
        let Some(text) = self.next::<Option<String>>()? else { return Ok(None) };
        let day = text.parse().ok();
        day.map(Some).ok_or_else(|| self.flaw(format!("expected a date, found `{text}`")))
    }

    pub(super) fn known_day(&mut self) -> Result<Date> {
        self.day()?.ok_or_else(|| self.flaw("expected a date, found none".into()))
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

    fn pieces(&mut self) -> Result<Vec<Span>> {
        let pieces = self.list()?.iter().map(|line| spans(line)).collect::<Option<Vec<[_; 1]>>>();
        let pieces = pieces.map(|pieces| pieces.concat());
        pieces.ok_or_else(|| self.flaw("expected two offsets a piece, found others".into()))
    }

    fn proposition(&mut self) -> Result<Option<Proposition>> {
        let (kind, written, positive): (Option<String>, Option<String>, Option<bool>) =
            (self.next()?, self.next()?, self.next()?);
        let Some(((kind, written), positive)) = kind.zip(written).zip(positive) else {
            return Ok(None);
        };
        let flaw = |what| self.flaw(format!("expected {what}, found `{kind}` with `{written}`"));
        Ok(Some(Proposition {
            kind: PropositionKind::from_name(&kind).ok_or_else(|| flaw("a known form"))?,
            args: args::read(&written).ok_or_else(|| flaw("arguments as JSON"))?,
            positive,
        }))
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
    let rules = line.split(' ').skip(4).map(RuleId::new).collect();
    let offsets = line.match_indices(' ').nth(3).map_or(line, |(at, _)| &line[..at]);
    let [sentence, trigger] = spans(offsets)?;
    Some(Telling { sentence, trigger, rules })
}

/// Reads a block: its kind and two offsets.
fn block(line: &str) -> Option<Block> {
    let (kind, offsets) = line.split_once(' ')?;
    let [span] = spans(offsets)?;
    Some(Block { kind: BlockKind::from_name(kind)?, span })
}

/// Reads so many spans as two offsets each.
fn spans<const N: usize>(offsets: &str) -> Option<[Span; N]> {
    let mut parts = offsets.split(' ');
    let mut spans = [Span::new(0, 0); N];
    for span in &mut spans {
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        *span = (start <= end).then(|| Span::new(start, end))?;
    }
    parts.next().is_none().then_some(spans)
}
