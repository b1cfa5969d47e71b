//! What a store tells of the actors of a proposition.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_model::{ActorId, DocId, Event, Happening, Holding, Party, Proposition, Status};
use entente_relate::check::{self, Record, Shelf, Source, Stands, Structures, Thresholds, Told};
use entente_relate::tie::Side;
use entente_relate::{Level, merge};
use entente_store::{Found, FoundRelation, Query, RelationQuery, Store};
use jiff::civil::Date;

use super::row::{Sentence, VerdictRow};
use super::vocabulary;
use crate::relations::{Scope, Shelving, Ties};
use crate::{Error, ErrorKind, Knowledge, Result, Stories};

/// Checks propositions against a store and structural tables, as of one day.
pub struct Checker<'s> {
    store: Option<&'s dyn Store>,
    stories: Stories,
    ties: Option<Ties>,
    shelving: Shelving,
    /// All but what is told, which is gathered for each proposition.
    record: Record,
    as_of: Date,
    thresholds: Thresholds,
}

/// What was gathered for one proposition.
#[derive(Default)]
struct Gathered {
    told: Vec<Told>,
    standing: Vec<Stands>,
    sentences: BTreeMap<Arc<str>, Sentence>,
    /// The documents whose clusters are numbered in items.
    clusters: Vec<DocId>,
    documents: BTreeSet<DocId>,
}

impl<'s> Checker<'s> {
    /// Makes ready to check.
    ///
    /// Without a day, it is that of the last report in the store, and without a store the last day
    /// of the year in which the newest table ends.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] if there is no day and nothing to take one from; those of the store and
    /// of the packs.
    pub fn new(
        knowledge: &Knowledge,
        store: Option<&'s dyn Store>,
        structures: Structures,
        as_of: Option<Date>,
    ) -> Result<Self> {
        let shelving = Shelving::load(knowledge)?;
        let scope = Scope { as_of, ..Scope::default() };
        let ties = match store {
            Some(store) => Ties::read(store, &scope, &shelving)?,
            None => None,
        };
        let stories = match store {
            Some(store) => Stories::of_store(store, as_of)?,
            None => Stories::default(),
        };
        let newest = structures.tables.iter().filter_map(|table| table.years()).map(|(_, to)| to);
        let newest = newest.max().and_then(|year| Date::new(year, 12, 31).ok());
        let day = as_of.or(ties.as_ref().map(Ties::as_of)).or(newest).ok_or_else(|| {
            let message = "expected a store with deeds or tables to check against, found neither";
            Error::new(ErrorKind::Usage, message).hint("`--as-of DAY` checks all the same")
        })?;
        let vocabulary = vocabulary::load(knowledge)?;
        let record = Record { structures, vocabulary, ..Record::default() };
        let thresholds = Thresholds::default();
        Ok(Self { store, stories, ties, shelving, record, as_of: day, thresholds })
    }

    /// The day.
    pub fn as_of(&self) -> Date {
        self.as_of
    }

    /// Checks a proposition; nothing counts that stands in the story of one of the documents in
    /// `own`, which are those that the claim itself comes from.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn check(&mut self, proposition: &Proposition, own: &[DocId]) -> Result<VerdictRow> {
        let mut gathered = self.gather(proposition)?;
        let own: BTreeSet<&DocId> = own.iter().map(|id| self.stories.root(id)).collect();
        let own: Vec<u32> = (0_u32..)
            .zip(&gathered.clusters)
            .filter(|(_, root)| own.contains(root))
            .map(|(number, _)| number)
            .collect();
        self.record.told = std::mem::take(&mut gathered.told);
        self.record.standing = std::mem::take(&mut gathered.standing);
        self.record.ties = self.ties(proposition);
        let verdict = check::check(proposition, &self.record, self.as_of, &own, self.thresholds);
        let cluster = |number: u32| {
            let root = gathered.clusters.get(number as usize);
            root.map_or_else(|| number.to_string(), ToString::to_string)
        };
        Ok(VerdictRow::new(
            proposition,
            self.as_of,
            &verdict,
            &gathered.sentences,
            gathered.documents.len(),
            cluster,
        ))
    }

    /// How the pairs among a proposition's actors stand.
    fn ties(&self, proposition: &Proposition) -> Vec<check::Measured> {
        let Some(ties) = &self.ties else { return Vec::new() };
        let actors: Vec<&ActorId> = proposition.actors().collect();
        let pairs = actors
            .iter()
            .enumerate()
            .flat_map(|(at, a)| actors[at + 1..].iter().filter_map(move |b| ties.measured(a, b)));
        pairs.collect()
    }

    fn gather(&self, proposition: &Proposition) -> Result<Gathered> {
        let mut gathered = Gathered::default();
        let Some(store) = self.store else { return Ok(gathered) };
        let actors: BTreeSet<&ActorId> = proposition.actors().collect();
        let actors: Vec<ActorId> = actors.into_iter().cloned().collect();
        // All that passed between any two of them, or what a single one did.
        let mut asked = Vec::new();
        for (at, a) in actors.iter().enumerate() {
            asked.extend(actors[at + 1..].iter().map(|b| vec![a.clone(), b.clone()]));
        }
        if let [one] = actors.as_slice() {
            asked.push(vec![one.clone()]);
        }
        for involving in asked {
            let query =
                Query { involving: involving.clone(), as_of: Some(self.as_of), ..Query::default() };
            let events = store.scan(&query)?;
            self.take_events(&events, &mut gathered);
            let query =
                RelationQuery { involving, as_of: Some(self.as_of), ..RelationQuery::default() };
            self.take_relations(&store.relations(&query)?, &mut gathered);
        }
        Ok(gathered)
    }

    fn take_events(&self, found: &[Found], gathered: &mut Gathered) {
        let by_id: BTreeMap<&str, &Found> =
            found.iter().map(|found| (found.event.id.as_str(), found)).collect();
        let events = || found.iter().map(|found| &found.event);
        for Happening { dyad, kind, when, tone, reports } in merge(Level::Country, events()) {
            let Some(when) = when else { continue };
            let shelf = self.shelf(&by_id[reports[0].as_str()].event);
            let reports = reports.iter().map(|id| by_id[id.as_str()]);
            let sources = reports.map(|found| self.source(found, gathered)).collect();
            gathered.told.push(Told {
                actor: dyad.actor,
                recipient: dyad.recipient,
                kind,
                shelf,
                side: side(tone),
                denied: false,
                days: (when.from, when.to),
                sources,
            });
        }
        for found in found {
            let is_denied = found.event.status == Status::Denied;
            let sides =
                known(found.event.actor.as_ref()).zip(known(found.event.recipient.as_ref()));
            let when = found.event.happened.map(|w| (w.from, w.to));
            let days = when.or(found.event.reported.map(|day| (day, day)));
            if let (true, Some((actor, recipient)), Some(days)) = (is_denied, sides, days) {
                let source = self.source(found, gathered);
                gathered.told.push(Told {
                    actor,
                    recipient,
                    kind: found.event.code.kind.clone(),
                    shelf: self.shelf_as(&found.event, Status::Happened),
                    side: side(found.event.code.tone),
                    denied: true,
                    days,
                    sources: vec![source],
                });
            }
            gathered.documents.insert(found.document.id.clone());
            let sentence = Sentence::of_event(found);
            gathered.sentences.insert(found.event.id.as_str().into(), sentence);
        }
    }

    fn take_relations(&self, found: &[FoundRelation], gathered: &mut Gathered) {
        for found in found {
            let relation = &found.relation;
            let reported = found.document.published.map(|day| (day, day));
            let interval = relation.interval.map(|when| (when.from, when.to));
            let Some(days) = interval.or(reported) else { continue };
            if relation.status == Holding::Planned {
                continue;
            }
            let root = self.stories.root(&found.document.id);
            let source = Source {
                cluster: gathered.number(root),
                publisher: found.document.publisher.as_deref().map(Arc::from),
                first_hand: true,
                id: relation.id.as_str().into(),
            };
            gathered.standing.push(Stands {
                pair: relation.pair.clone(),
                kind: relation.kind.clone(),
                holds: relation.status == Holding::Asserted,
                days,
                sources: vec![source],
            });
            gathered.documents.insert(found.document.id.clone());
            let sentence = Sentence::of_relation(found);
            gathered.sentences.insert(relation.id.as_str().into(), sentence);
        }
    }

    fn source(&self, found: &Found, gathered: &mut Gathered) -> Source {
        Source {
            cluster: gathered.number(self.stories.root(&found.document.id)),
            publisher: found.document.publisher.as_deref().map(Arc::from),
            first_hand: found.event.speaker.is_none(),
            id: found.event.id.as_str().into(),
        }
    }

    fn shelf(&self, event: &Event) -> Shelf {
        self.shelf_as(event, event.status)
    }

    /// Where an event would stand with another status: a promise that was not made is looked for
    /// among promises.
    fn shelf_as(&self, event: &Event, status: Status) -> Shelf {
        let name = self.shelving.shelf_of(&event.code.kind, status);
        Shelf::from_name(name).unwrap_or(Shelf::Statement)
    }
}

impl Gathered {
    /// The number of a cluster, by its first document.
    fn number(&mut self, root: &DocId) -> u32 {
        let known = self.clusters.iter().position(|known| known == root);
        let at = known.unwrap_or_else(|| {
            self.clusters.push(root.clone());
            self.clusters.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

fn side(tone: f32) -> Option<Side> {
    match tone {
        tone if tone > 0.0 => Some(Side::Cooperation),
        tone if tone < 0.0 => Some(Side::Conflict),
        _ => None,
    }
}

/// The state of a party, or the party itself where it belongs to none.
fn known(party: Option<&Party>) -> Option<ActorId> {
    let party = party?;
    party.country.clone().map(ActorId::new).or_else(|| party.id.clone())
}
