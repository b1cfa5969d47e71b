//! A store in memory: for tests, for one-off questions, and as the plain statement of what every
//! backend must answer.

mod coded;
mod structure;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use entente_model::{
    ActorId, Claim, ClaimId, Code, DocId, DocMeta, Document, Dyad, Event, EventId, Evidence,
    NearCopy, Party, RelationId, Run, RunId, Span, StandingRelation,
};
use jiff::civil::Date;

use crate::brief::Gathering;
use crate::query::days;
use crate::search::Phrase;
use crate::{
    Access, Appended, Batch, Brief, Briefs, ClaimQuery, CodedBatch, Counts, DyadCount, Error,
    EventInFull, Found, FoundClaim, FoundRelation, Grain, Hit, Kept, KeptHappening, Listed,
    Pattern, Query, Record, RelationQuery, Search, Store, Structure, StructureBatch,
    StructureQuery, Within, Words, record,
};

const PATH: &str = ":memory:";

pub(super) fn claims(path: &Path) -> bool {
    path == Path::new(PATH)
}

pub(super) fn open(path: &Path, access: Access) -> Result<Box<dyn Store>, Error> {
    match access {
        Access::Read => Err(Error::Missing { path: path.to_owned() }),
        Access::Write => Ok(Box::new(Memory::default())),
    }
}

/// Everything in order of arrival; runs are known by their index.
#[derive(Debug, Default)]
pub(super) struct Memory {
    runs: Vec<Run>,
    documents: BTreeMap<DocId, Document>,
    /// Documents in the order in which they came.
    arrivals: Vec<DocId>,
    near_copies: BTreeMap<(DocId, DocId), f64>,
    /// Which runs coded which documents.
    codings: BTreeSet<(DocId, usize)>,
    events: BTreeMap<(usize, EventId), Event>,
    /// Events in the order in which they came.
    numbers: Vec<(usize, EventId)>,
    claims: BTreeMap<(usize, ClaimId), Claim>,
    relations: BTreeMap<(usize, RelationId), StandingRelation>,
    /// Rows that others coded.
    coded: coded::Rows,
    /// Rows of structural tables.
    structures: structure::Rows,
    /// With the number of codings that they take into account.
    happenings: (usize, Vec<KeptHappening>),
}

impl Store for Memory {
    fn begin(&mut self, run: &Run) -> Result<(), Error> {
        match self.runs.iter().find(|known| known.id == run.id) {
            None => self.runs.push(run.clone()),
            Some(known) if known == run => {}
            Some(_) => return Err(Error::RunDiffers { path: path(), run: run.id.clone() }),
        }
        Ok(())
    }

    fn append(&mut self, batch: &Batch) -> Result<Appended, Error> {
        let run = self.number(&batch.run);
        let run = run.ok_or_else(|| Error::UnknownRun { path: path(), run: batch.run.clone() })?;
        batch.records.iter().try_for_each(Record::check)?;
        let mut added = Appended::default();
        for record in &batch.records {
            self.append_record(run, record, &mut added);
        }
        for NearCopy { document, other, similarity } in &batch.near_copies {
            self.near_copies.insert((document.clone(), other.clone()), *similarity);
        }
        Ok(added)
    }

    fn visit(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut asked = self.asked(query);
        asked.sort_by_key(|&(run, event)| order(event, run));
        for (run, event) in page(asked, query.limit, query.offset) {
            if each(self.found_at(run, event)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn briefs(&self, as_of: Option<Date>, from: Option<Date>) -> Result<Briefs, Error> {
        let query = Query { as_of, from, resolved_only: true, ..Query::default() };
        let mut all = Gathering::default();
        let arrivals: BTreeMap<&DocId, u32> = self.arrivals.iter().zip(1..).collect();
        for (number, key) in (1..).zip(&self.numbers) {
            let event = &self.events[key];
            if self.is_asked(&query, key.0, event)
                && let Some(Dyad { actor, recipient }) = dyad(event, Grain::Country)
                && let Some(((first, last), reported)) = days(event).zip(event.reported)
            {
                let document = event.evidence.document();
                let publisher = self.documents[document].meta.publisher.as_deref();
                let Code { kind, contexts, tone, .. } = event.code.clone();
                let brief = Brief {
                    event: number,
                    document: arrivals[document],
                    outlet: publisher.map(|name| all.outlet(name.into())),
                    actor: all.side(actor),
                    recipient: all.side(recipient),
                    pattern: all.pattern(Pattern { kind, contexts, status: event.status, tone }),
                    first,
                    last,
                    reported,
                };
                all.briefs.rows.push(brief);
            }
        }
        self.coded.briefs(&query, self.arrivals.len() as u32, &mut all);
        Ok(all.briefs)
    }

    fn append_coded(&mut self, batch: &CodedBatch) -> Result<u64, Error> {
        let run = self.number(&batch.run);
        let run = run.ok_or_else(|| Error::UnknownRun { path: path(), run: batch.run.clone() })?;
        self.coded.append(run, batch)
    }

    fn visit_all(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Listed) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let mut asked = self.asked(query);
        asked.sort_by_key(|&(run, event)| order(event, run));
        let read = asked.into_iter().map(|(run, event)| {
            let first = days(event).map(|(first, _)| first);
            (first.is_none(), first, Listed::Read(Box::new(self.found_at(run, event))))
        });
        let mut all: Vec<_> = read.collect();
        let coded = self.coded.asked(query).into_iter();
        all.extend(coded.map(|row| (false, Some(row.first), Listed::Coded(Box::new(row.clone())))));
        // The sort is stable: what was read comes first on its day.
        all.sort_by_key(|(is_unknown, first, _)| (*is_unknown, *first));
        let mut window = record::Window::new(query, each);
        for (_, _, listed) in all {
            if window.show(listed).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn listed(&self, events: &[u64]) -> Result<Vec<Listed>, Error> {
        let one = |event: &u64| match self.coded.listed(*event) {
            Some(row) => Ok(vec![Listed::Coded(Box::new(row.clone()))]),
            None => {
                let found = self.found(&[*event])?;
                Ok(found.into_iter().map(|found| Listed::Read(Box::new(found))).collect())
            }
        };
        Ok(events.iter().map(one).collect::<Result<Vec<_>, Error>>()?.concat())
    }

    fn append_structures(&mut self, batch: &StructureBatch) -> Result<u64, Error> {
        let run = self.number(&batch.run);
        let run = run.ok_or_else(|| Error::UnknownRun { path: path(), run: batch.run.clone() })?;
        Ok(self.structures.append(run, batch))
    }

    fn structures(
        &self,
        query: &StructureQuery,
        each: &mut dyn FnMut(Structure) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.structures.visit(query, each);
        Ok(())
    }

    fn codings(&self) -> Result<Vec<(DocId, RunId)>, Error> {
        let named = |(id, run): &(DocId, usize)| (id.clone(), self.runs[*run].id.clone());
        Ok(self.codings.iter().map(named).collect())
    }

    fn found(&self, events: &[u64]) -> Result<Vec<Found>, Error> {
        let key = |event: &u64| self.numbers.get(usize::try_from(*event).ok()?.checked_sub(1)?);
        Ok(events.iter().filter_map(key).map(|k| self.found_at(k.0, &self.events[k])).collect())
    }

    fn event(&self, id: &EventId) -> Result<Option<EventInFull>, Error> {
        let runs = (0..self.runs.len()).rev();
        let newest =
            runs.filter_map(|run| Some((run, self.events.get(&(run, id.clone()))?))).next();
        Ok(newest.map(|(run, event)| EventInFull {
            run: self.runs[run].id.clone(),
            event: event.clone(),
            document: self.documents[event.evidence.document()].clone(),
        }))
    }

    fn document(&self, id: &DocId) -> Result<Option<Document>, Error> {
        Ok(self.documents.get(id).cloned())
    }

    fn documents(&self) -> Result<Vec<DocMeta>, Error> {
        let mut all: Vec<DocMeta> = self.documents.values().map(|d| d.meta.clone()).collect();
        all.sort_by_key(|meta| (meta.published.is_none(), meta.published));
        Ok(all)
    }

    fn visit_kept(&self, after: u64, each: &mut dyn FnMut(Kept)) -> Result<(), Error> {
        let arrivals = (1..).zip(&self.arrivals).filter(|(arrival, _)| *arrival > after);
        arrivals.for_each(|(arrival, id)| each(kept(arrival, &self.documents[id].meta)));
        Ok(())
    }

    fn near_copies(&self) -> Result<Vec<NearCopy>, Error> {
        let near = |((document, other), similarity): (&(DocId, DocId), &f64)| NearCopy {
            document: document.clone(),
            other: other.clone(),
            similarity: *similarity,
        };
        Ok(self.near_copies.iter().map(near).collect())
    }

    fn dyads(&self, query: &Query, grain: Grain) -> Result<Vec<DyadCount>, Error> {
        let mut cells = BTreeMap::<_, (u64, BTreeSet<&DocId>)>::new();
        for (_, event) in self.asked(query) {
            let Some(dyad) = dyad(event, grain) else { continue };
            let month = days(event).map(|(first, _)| first.first_of_month());
            let cell = cells.entry((dyad, month.is_none(), month, event.code.quad.clone()));
            let (events, documents) = cell.or_default();
            *events += 1;
            documents.insert(event.evidence.document());
        }
        let count = |((dyad, _, month, quad), (events, documents)): (_, (_, BTreeSet<_>))| {
            DyadCount { dyad, month, quad, events, documents: documents.len() as u64 }
        };
        Ok(record::sum(cells.into_iter().map(count).collect(), self.coded.dyads(query, grain)))
    }

    fn dyad_documents(&self, query: &Query, grain: Grain) -> Result<Vec<(Dyad, DocId)>, Error> {
        let mut found = BTreeSet::new();
        for (_, event) in self.asked(query) {
            if let Some(dyad) = dyad(event, grain) {
                found.insert((dyad, event.evidence.document().clone()));
            }
        }
        found.extend(self.coded.dyad_documents(query, grain));
        Ok(found.into_iter().collect())
    }

    fn claims(&self, query: &ClaimQuery) -> Result<Vec<FoundClaim>, Error> {
        let ClaimQuery { run: of_run, limit, offset, .. } = query;
        let mut asked = Vec::new();
        for ((run, _), claim) in &self.claims {
            let document = &self.documents[claim.evidence.document()];
            if self.is_read(of_run.as_ref(), *run, &document.meta.id)
                && query.admits(claim, &document.meta)
            {
                asked.push(FoundClaim {
                    run: self.runs[*run].id.clone(),
                    claim: claim.clone(),
                    document: document.meta.clone(),
                    sentence: claim.evidence.sentence().of(&document.text).to_owned(),
                });
            }
        }
        asked.sort_by_cached_key(|f| by_day(&f.document, &f.claim.evidence, &f.claim.id));
        Ok(page(asked, *limit, *offset).collect())
    }

    fn relations(&self, query: &RelationQuery) -> Result<Vec<FoundRelation>, Error> {
        let RelationQuery { run: of_run, limit, offset, .. } = query;
        let mut asked = Vec::new();
        for ((run, _), relation) in &self.relations {
            let document = &self.documents[relation.evidence.document()];
            if self.is_read(of_run.as_ref(), *run, &document.meta.id)
                && query.admits(relation, &document.meta)
            {
                asked.push(FoundRelation {
                    run: self.runs[*run].id.clone(),
                    relation: relation.clone(),
                    document: document.meta.clone(),
                    sentence: relation.evidence.sentence().of(&document.text).to_owned(),
                });
            }
        }
        asked.sort_by_cached_key(|f| by_day(&f.document, &f.relation.evidence, &f.relation.id));
        Ok(page(asked, *limit, *offset).collect())
    }

    fn search(&self, search: &Search) -> Result<Vec<Hit>, Error> {
        let Search { words, within, from, to, limit, offset } = search;
        let mut hits = Vec::new();
        for id in self.arrivals.iter().rev() {
            let Document { meta, text, .. } = &self.documents[id];
            let is_in = |day: Date| from.is_none_or(|f| day >= f) && to.is_none_or(|t| day <= t);
            let is_any = from.is_none() && to.is_none();
            if !is_any && !meta.published.is_some_and(is_in) {
                continue;
            }
            let title = meta.title.as_deref().unwrap_or_default();
            match within {
                Within::Documents if has(&format!("{title} | {text}"), words) => {
                    let events = self.resting(id, None);
                    hits.push(Hit { document: meta.clone(), excerpt: text.clone(), events });
                }
                Within::Documents => {}
                Within::Evidence => {
                    for span in self.sentences(id).into_iter().rev() {
                        let (excerpt, events) = (span.of(text), self.resting(id, Some(span)));
                        if has(excerpt, words) {
                            let (document, excerpt) = (meta.clone(), excerpt.to_owned());
                            hits.push(Hit { document, excerpt, events });
                        }
                    }
                }
            }
        }
        Ok(page(hits, *limit, *offset).collect())
    }

    fn happenings(&self) -> Result<Option<Vec<KeptHappening>>, Error> {
        let (as_of, happenings) = &self.happenings;
        Ok((*as_of == self.codings.len()).then(|| happenings.clone()))
    }

    fn set_happenings(&mut self, happenings: &[KeptHappening]) -> Result<(), Error> {
        self.happenings = (self.codings.len(), happenings.to_vec());
        Ok(())
    }

    fn counts(&self) -> Result<Counts, Error> {
        Ok(Counts {
            runs: self.runs.len() as u64,
            documents: self.documents.len() as u64,
            events: self.events.len() as u64,
            claims: self.claims.len() as u64,
            relations: self.relations.len() as u64,
            rows: self.coded.of_run(None),
            records: self.structures.of_run(None),
        })
    }

    fn run_counts(&self) -> Result<Vec<(Run, Counts)>, Error> {
        let count = |at: usize| Counts {
            runs: 1,
            documents: self.codings.iter().filter(|(_, run)| *run == at).count() as u64,
            events: self.events.keys().filter(|(run, _)| *run == at).count() as u64,
            claims: self.claims.keys().filter(|(run, _)| *run == at).count() as u64,
            relations: self.relations.keys().filter(|(run, _)| *run == at).count() as u64,
            rows: self.coded.of_run(Some(at)),
            records: self.structures.of_run(Some(&self.runs[at].id)),
        };
        Ok(self.runs.iter().enumerate().map(|(at, run)| (run.clone(), count(at))).collect())
    }

    fn differing(&self, of: &RunId, from: &RunId) -> Result<Vec<Found>, Error> {
        let Some((of, from)) = self.number(of).zip(self.number(from)) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for ((run, id), event) in self.events.range((of, EventId::new(""))..) {
            let coding = (event.evidence.document().clone(), from);
            let is_other = self.events.get(&(from, id.clone())) != Some(event);
            if *run == of && is_other && self.codings.contains(&coding) {
                found.push(self.found_at(of, event));
            }
        }
        found.sort_by_cached_key(|Found { event, .. }| {
            (event.evidence.document().clone(), event.evidence.trigger(), event.id.clone())
        });
        Ok(found)
    }

    fn coded(&self, run: &RunId) -> Result<Vec<DocId>, Error> {
        let run = self.runs.iter().find(|known| known.id == *run);
        let is_like = |at: usize| run.is_some_and(|run| self.runs[at].is_like(run));
        let coded = self.codings.iter().filter(|(_, at)| is_like(*at));
        Ok(coded.map(|(document, _)| document.clone()).collect())
    }

    fn uncoded(
        &self,
        run: &RunId,
        after: u64,
        at_most: usize,
    ) -> Result<Vec<(u64, Document)>, Error> {
        let run = self.runs.iter().find(|known| known.id == *run);
        let is_coded = |id: &DocId| {
            let alike = |at: usize| run.is_some_and(|run| self.runs[at].is_like(run));
            self.codings(id).any(|(_, at)| alike(*at))
        };
        let arrivals = (1..).zip(&self.arrivals).filter(|(arrival, _)| *arrival > after);
        let documents = arrivals.map(|(arrival, id)| (arrival, &self.documents[id]));
        let wanted = documents.filter(|(_, d)| !is_coded(&d.meta.id));
        Ok(wanted.take(at_most).map(|(arrival, d)| (arrival, d.clone())).collect())
    }

    fn runs(&self) -> Result<Vec<Run>, Error> {
        Ok(self.runs.clone())
    }
}

impl Memory {
    fn number(&self, run: &RunId) -> Option<usize> {
        self.runs.iter().position(|known| known.id == *run)
    }

    fn append_record(&mut self, run: usize, record: &Record, added: &mut Appended) {
        let id = &record.document.meta.id;
        let is_coded = |&(_, other): &(_, usize)| self.runs[other].is_like(&self.runs[run]);
        if self.codings(id).any(is_coded) {
            added.repeats += 1;
            return;
        }
        self.codings.insert((id.clone(), run));
        if !self.documents.contains_key(id) {
            self.documents.insert(id.clone(), record.document.clone());
            self.arrivals.push(id.clone());
            added.documents += 1;
        }
        for event in &record.events {
            if let Entry::Vacant(slot) = self.events.entry((run, event.id.clone())) {
                slot.insert(event.clone());
                self.numbers.push((run, event.id.clone()));
                added.events += 1;
            }
        }
        for claim in &record.claims {
            if let Entry::Vacant(slot) = self.claims.entry((run, claim.id.clone())) {
                slot.insert(claim.clone());
                added.claims += 1;
            }
        }
        for relation in &record.relations {
            if let Entry::Vacant(slot) = self.relations.entry((run, relation.id.clone())) {
                slot.insert(relation.clone());
                added.relations += 1;
            }
        }
    }

    /// The codings of a document, oldest run first.
    fn codings(&self, id: &DocId) -> impl DoubleEndedIterator<Item = &(DocId, usize)> {
        self.codings.range((id.clone(), 0)..=(id.clone(), usize::MAX))
    }

    /// The events that a query asks for, in no useful order.
    fn asked(&self, query: &Query) -> Vec<(usize, &Event)> {
        let all = self.events.iter().map(|((run, _), event)| (*run, event));
        all.filter(|&(run, event)| self.is_asked(query, run, event)).collect()
    }

    fn is_asked(&self, query: &Query, run: usize, event: &Event) -> bool {
        self.is_read(query.run.as_ref(), run, event.evidence.document()) && query.admits(event)
    }

    /// Whether a run's reading of a document is asked for: by its id, or as the newest.
    fn is_read(&self, asked: Option<&RunId>, run: usize, document: &DocId) -> bool {
        match asked {
            Some(id) => self.runs[run].id == *id,
            None => self.codings(document).next_back().is_some_and(|coding| coding.1 == run),
        }
    }

    /// The sentences of a document that are evidence, in order.
    fn sentences(&self, document: &DocId) -> BTreeSet<Span> {
        let events = self.events.values().map(|event| &event.evidence);
        let claims = self.claims.values().map(|claim| &claim.evidence);
        let relations = self.relations.values().map(|relation| &relation.evidence);
        let all = events.chain(claims).chain(relations);
        all.filter(|e| e.document() == document).map(Evidence::sentence).collect()
    }

    /// The events of the newest run that rest on a document, or on a sentence in it.
    fn resting(&self, document: &DocId, sentence: Option<Span>) -> Vec<Arc<str>> {
        let query = Query { document: Some(document.clone()), ..Query::default() };
        let mut asked = self.asked(&query);
        asked.retain(|(_, event)| sentence.is_none_or(|span| event.evidence.sentence() == span));
        asked.sort_by_key(|(_, event)| (event.evidence.trigger().start(), event.id.clone()));
        asked.iter().map(|(_, event)| event.id.as_str().into()).collect()
    }

    fn found_at(&self, run: usize, event: &Event) -> Found {
        let document = &self.documents[event.evidence.document()];
        Found {
            run: self.runs[run].id.clone(),
            event: event.clone(),
            document: document.meta.clone(),
            sentence: event.evidence.sentence().of(&document.text).to_owned(),
        }
    }
}

/// Whether a text has all words that are wanted and none that are not.
fn has(text: &str, words: &Words) -> bool {
    let plain = |text: &str| {
        let lower = text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
        format!(" {} ", lower.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let text = plain(text);
    let has = |Phrase { words, is_open }: &Phrase| {
        let words = plain(words);
        text.contains(if *is_open { words.trim_end() } else { &words })
    };
    !words.wanted.is_empty() && words.wanted.iter().all(has) && !words.unwanted.iter().any(has)
}

/// A page of what was found.
fn page<T>(all: Vec<T>, limit: Option<u64>, offset: u64) -> impl Iterator<Item = T> {
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let take = limit.and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
    all.into_iter().skip(skip).take(take)
}

/// What claims and relations are sorted by, beside their runs.
fn by_day<I: Clone + Ord>(document: &DocMeta, evidence: &Evidence, id: &I) -> impl Ord + use<I> {
    let day = (document.published.is_none(), document.published);
    (day, document.id.clone(), evidence.trigger(), id.clone())
}

/// What events are sorted by.
fn order(event: &Event, run: usize) -> impl Ord {
    let first = days(event).map(|(first, _)| first);
    let at = (event.evidence.document().clone(), event.evidence.trigger());
    (first.is_none(), first, at, event.id.clone(), run)
}

fn dyad(event: &Event, grain: Grain) -> Option<Dyad> {
    let actor = side(event.actor.as_ref()?, grain)?;
    let recipient = side(event.recipient.as_ref()?, grain)?;
    Some(Dyad { actor, recipient })
}

fn side(party: &Party, grain: Grain) -> Option<ActorId> {
    let country = party.country.as_deref().map(ActorId::new);
    match grain {
        Grain::Actor => party.id.clone(),
        Grain::Country => country.or_else(|| party.id.clone()),
    }
}

fn kept(arrival: u64, meta: &DocMeta) -> Kept {
    Kept {
        arrival,
        id: meta.id.clone(),
        key: meta.key.clone(),
        url: meta.url.clone(),
        published: meta.published,
        fingerprint: meta.fingerprint.clone(),
    }
}

fn path() -> PathBuf {
    PathBuf::from(PATH)
}
