//! What a store knows by a day: happenings, the states between whom they pass, and their sources.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use entente_model::{ActorId, DocId, Event, EventId, Happening};
use entente_relate::tie::{Act, Record, Side, Spec};
use entente_relate::{Graph, Level};
use entente_store::{Query, Store};
use jiff::civil::Date;

use super::Shelving;
use crate::{Error, ErrorKind, Result};

/// What is asked of a store.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Only what was reported by the end of this day; without it, all.
    pub as_of: Option<Date>,
    /// Only what happened from this day on.
    pub since: Option<Date>,
    /// Only acts in this dimension.
    pub dimension: Option<String>,
    /// How ties are measured.
    pub spec: Spec,
}

/// All happenings between states, with what is needed to weigh them.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) as_of: Date,
    pub(super) states: Vec<ActorId>,
    pub(super) happenings: Vec<Happening>,
    pub(super) record: Record,
    /// The happening of each act of the record.
    pub(super) of_act: Vec<usize>,
    pub(super) sources: Sources,
    /// By event.
    pub(super) events: HashMap<EventId, Report>,
    pub(super) documents: usize,
}

/// One report of an act.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) document: u32,
    pub(super) dimensions: Vec<String>,
}

/// The documents and whence they come.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    pub(super) shown: Vec<String>,
    pub(super) publishers: Vec<Option<String>>,
    /// The cluster of near-copies of each document.
    pub(super) clusters: Vec<u32>,
}

impl Known {
    /// Reads a store.
    pub(super) fn read(store: &dyn Store, scope: &Scope, shelving: &Shelving) -> Result<Self> {
        let query = Query {
            deeds_only: true,
            resolved_only: true,
            as_of: scope.as_of,
            from: scope.since,
            ..Query::default()
        };
        let mut gathered = Gathered::default();
        store.visit(&query, &mut |found| {
            gathered.take(found, scope, shelving);
            ControlFlow::Continue(())
        })?;
        let last = gathered.all.iter().filter_map(|event| event.reported).max();
        let as_of = scope.as_of.or(last).ok_or_else(|| {
            let message = "expected deeds between two known actors in the store, found none";
            Error::new(ErrorKind::Input, message).hint("`entente events --all` shows what there is")
        })?;
        let graph = Graph::as_of(as_of, Level::Country, &gathered.all);
        Ok(gathered.weigh(as_of, graph.happenings().to_vec()))
    }

    /// The number of a state, if anything passed between it and another.
    pub(super) fn state(&self, id: &str) -> Option<usize> {
        self.states.binary_search_by(|state| state.as_str().cmp(id)).ok()
    }

    /// The numbers of the documents that report an act.
    pub(super) fn documents_of(&self, act: usize) -> BTreeSet<u32> {
        let reports = self.happenings[self.of_act[act]].reports.iter();
        reports.filter_map(|id| self.events.get(id)).map(|report| report.document).collect()
    }
}

#[derive(Default)]
struct Gathered {
    all: Vec<Event>,
    events: HashMap<EventId, Report>,
    numbers: HashMap<DocId, u32>,
    sources: Sources,
    /// The first document that has a sentence; another with the same words is a copy.
    sentences: HashMap<String, u32>,
}

/// Bytes from which a sentence in two documents makes them copies: shorter ones recur by chance.
const LONG: usize = 60;

impl Gathered {
    fn take(&mut self, found: entente_store::Found, scope: &Scope, shelving: &Shelving) {
        let entente_store::Found { run: _, event, document, sentence } = found;
        let dimensions: Vec<String> = shelving.of(&event).into_iter().map(str::to_owned).collect();
        if scope.dimension.as_ref().is_some_and(|wanted| !dimensions.contains(wanted)) {
            return;
        }
        let next = u32::try_from(self.sources.shown.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(document.id.clone()).or_insert(next);
        if number == next {
            self.sources.shown.push(document.shown_id().to_owned());
            self.sources.publishers.push(document.publisher);
            self.sources.clusters.push(next);
        }
        if sentence.len() >= LONG {
            let first = *self.sentences.entry(sentence).or_insert(number);
            self.sources.join(first, number);
        }
        self.events.insert(event.id.clone(), Report { document: number, dimensions });
        self.all.push(event);
    }

    fn weigh(mut self, as_of: Date, happenings: Vec<Happening>) -> Known {
        self.sources.settle();
        let ids: BTreeSet<&ActorId> =
            happenings.iter().flat_map(|h| [&h.dyad.actor, &h.dyad.recipient]).collect();
        let states: Vec<ActorId> = ids.into_iter().cloned().collect();
        let place = |id: &ActorId| states.binary_search(id).expect("every side is in the list");
        let (mut acts, mut of_act) = (Vec::new(), Vec::new());
        for (at, happening) in happenings.iter().enumerate() {
            let Happening { dyad, kind: _, when, tone, reports } = happening;
            let Some(when) = when.filter(|_| *tone != 0.0) else { continue };
            let clusters: BTreeSet<u32> = reports
                .iter()
                .filter_map(|id| self.events.get(id))
                .map(|report| self.sources.clusters[report.document as usize])
                .collect();
            acts.push(Act {
                actor: place(&dyad.actor),
                recipient: place(&dyad.recipient),
                day: when.from,
                side: if *tone > 0.0 { Side::Cooperation } else { Side::Conflict },
                weight: f64::from(tone.abs()),
                clusters: clusters.into_iter().collect(),
            });
            of_act.push(at);
        }
        level(&mut acts);
        let documents = self.sources.shown.len();
        let record = Record { states: states.len(), acts };
        let Self { events, sources, .. } = self;
        Known { as_of, states, happenings, record, of_act, sources, events, documents }
    }
}

/// Brings the weights of each side to 1 on average.
fn level(acts: &mut [Act]) {
    for side in [Side::Cooperation, Side::Conflict] {
        let of_side = || acts.iter().filter(|act| act.side == side);
        let mean = of_side().map(|act| act.weight).sum::<f64>() / of_side().count().max(1) as f64;
        for act in acts.iter_mut().filter(|act| act.side == side) {
            act.weight /= mean;
        }
    }
}

impl Sources {
    /// Makes two documents one cluster.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.clusters[a.max(b) as usize] = a.min(b);
    }

    fn root(&self, mut document: u32) -> u32 {
        while self.clusters[document as usize] != document {
            document = self.clusters[document as usize];
        }
        document
    }

    /// Points every document to its cluster's first.
    fn settle(&mut self) {
        for document in 0..self.clusters.len() {
            // Parents come before their children, so that one step is enough.
            self.clusters[document] = self.clusters[self.clusters[document] as usize];
        }
    }

    /// How many documents, clusters and effective sources some documents are.
    pub(super) fn count(&self, documents: &BTreeSet<u32>) -> Breadth {
        use entente_relate::sources::{Origin, Repetition, effective};
        let origin = |&document: &u32| Origin {
            cluster: self.clusters[document as usize],
            publisher: self.publishers[document as usize].as_deref(),
        };
        let clusters: BTreeSet<u32> = documents.iter().map(|d| origin(d).cluster).collect();
        let mut outlets = BTreeMap::<&str, usize>::new();
        for name in documents.iter().filter_map(|d| origin(d).publisher) {
            *outlets.entry(name).or_default() += 1;
        }
        Breadth {
            n_documents: documents.len(),
            n_clusters: clusters.len(),
            n_effective: effective(documents.iter().map(origin), Repetition::default()),
            n_publishers: outlets.len(),
        }
    }
}

/// How broad the sources of an answer are.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Breadth {
    /// Documents.
    pub n_documents: usize,
    /// Clusters of near-copies.
    pub n_clusters: usize,
    /// Effective number of independent sources.
    pub n_effective: f64,
    /// Outlets that are known.
    pub n_publishers: usize,
}
