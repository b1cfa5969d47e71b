//! What a store knows by a day: happenings, the states between whom they pass, and their sources.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_model::ActorId;
use entente_relate::tie::{Act, Record, Side, Spec};
use entente_relate::{length, occasions};
use entente_store::{Brief, Briefs, Listed, Pattern, Store};
use jiff::civil::Date;

use super::Shelving;
use crate::{Error, ErrorKind, Result, Stories};

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
    pub(super) briefs: Briefs,
    /// By dyad and type, then time.
    pub(super) happenings: Vec<Happening>,
    pub(super) record: Record,
    /// The happening of each act of the record.
    pub(super) of_act: Vec<usize>,
    pub(super) sources: Sources,
    /// Documents with a deed between two states.
    pub(super) documents: BTreeSet<u32>,
}

/// Reports judged to be one happening.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// The pattern of its most exact report.
    pub(super) pattern: u32,
    pub(super) first: Date,
    pub(super) last: Date,
    /// The places of its reports among the briefs, earliest first.
    pub(super) reports: Vec<u32>,
}

/// Whence documents come; they are known by the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// By document.
    outlets: Vec<Option<u32>>,
    names: Vec<std::sync::Arc<str>>,
    /// The first document of the cluster of near-copies, for those in one.
    roots: HashMap<u32, u32>,
}

impl Known {
    /// Reads a store.
    pub(super) fn read(store: &dyn Store, scope: &Scope, shelving: &Shelving) -> Result<Self> {
        let briefs = store.briefs(scope.as_of, scope.since)?;
        let counts: Vec<bool> =
            briefs.patterns.iter().map(|act| is_counted(act, scope, shelving)).collect();
        let counted = (0_u32..).zip(&briefs.rows).filter(|(_, row)| counts[row.pattern as usize]);
        let deeds: Vec<u32> = counted.map(|(at, _)| at).collect();
        let last = deeds.iter().map(|&at| briefs.rows[at as usize].reported).max();
        let as_of = scope.as_of.or(last).ok_or_else(|| {
            let message = "expected deeds between two known actors in the store, found none";
            Error::new(ErrorKind::Input, message).hint("`entente events --all` shows what there is")
        })?;
        let sources = Sources::read(store, scope.as_of, &briefs)?;
        Ok(Self::weigh(as_of, briefs, &deeds, sources))
    }

    fn weigh(as_of: Date, briefs: Briefs, deeds: &[u32], sources: Sources) -> Self {
        let documents = deeds.iter().map(|&at| document(&briefs.rows[at as usize])).collect();
        let happenings = happenings(&briefs, deeds);
        let patterns = happenings.iter().map(|h| &briefs.patterns[h.pattern as usize]);
        let ids: BTreeSet<&ActorId> = patterns.flat_map(|p| [&p.actor, &p.recipient]).collect();
        let states: Vec<ActorId> = ids.into_iter().cloned().collect();
        let place = |id: &ActorId| states.binary_search(id).unwrap_or(usize::MAX);
        let sides: Vec<[usize; 2]> =
            briefs.patterns.iter().map(|p| [place(&p.actor), place(&p.recipient)]).collect();
        let (mut acts, mut of_act) = (Vec::new(), Vec::new());
        for (at, happening) in happenings.iter().enumerate() {
            let [actor, recipient] = sides[happening.pattern as usize];
            let tone = briefs.patterns[happening.pattern as usize].tone;
            if tone == 0.0 {
                continue;
            }
            let reports = happening.reports.iter().map(|&at| &briefs.rows[at as usize]);
            let mut clusters: Vec<u32> = reports.map(|r| sources.cluster(document(r))).collect();
            clusters.sort_unstable();
            clusters.dedup();
            acts.push(Act {
                actor,
                recipient,
                day: happening.first,
                side: if tone > 0.0 { Side::Cooperation } else { Side::Conflict },
                weight: f64::from(tone.abs()),
                clusters,
            });
            of_act.push(at);
        }
        level(&mut acts);
        let record = Record { states: states.len(), acts };
        Self { as_of, states, briefs, happenings, record, of_act, sources, documents }
    }

    /// The number of a state, if anything passed between it and another.
    pub(super) fn state(&self, id: &str) -> Option<usize> {
        self.states.binary_search_by(|state| state.as_str().cmp(id)).ok()
    }

    /// The documents that report an act.
    pub(super) fn documents_of(&self, act: usize) -> BTreeSet<u32> {
        let reports = self.happenings[self.of_act[act]].reports.iter();
        reports.map(|&at| document(&self.briefs.rows[at as usize])).collect()
    }

    /// The reports of a happening with all that the store has of them.
    pub(super) fn reports(&self, store: &dyn Store, happening: &Happening) -> Result<Vec<Listed>> {
        let reports = happening.reports.iter();
        let numbers: Vec<u64> = reports.map(|&at| self.briefs.rows[at as usize].event).collect();
        Ok(store.listed(&numbers)?)
    }
}

/// Whether an act is a deed between two states in the dimension that is asked about.
fn is_counted(act: &Pattern, scope: &Scope, shelving: &Shelving) -> bool {
    let is_in = |wanted: &String| shelving.of(act).contains(&wanted.as_str());
    act.status.is_deed() && act.actor != act.recipient && scope.dimension.as_ref().is_none_or(is_in)
}

fn document(report: &Brief) -> u32 {
    u32::try_from(report.document).unwrap_or(u32::MAX)
}

/// Merges deeds; see [`entente_relate::merge`], which does the same with whole events.
fn happenings(briefs: &Briefs, deeds: &[u32]) -> Vec<Happening> {
    let mut numbers = BTreeMap::new();
    let mut keys = vec![0; briefs.patterns.len()];
    for (at, Pattern { actor, recipient, kind, .. }) in briefs.patterns.iter().enumerate() {
        numbers.entry((actor, recipient, kind)).or_insert_with(Vec::new).push(at);
    }
    for (key, patterns) in numbers.values().enumerate() {
        patterns.iter().for_each(|&at| keys[at] = key);
    }
    let mut buckets = vec![Vec::new(); numbers.len()];
    for &at in deeds {
        buckets[keys[briefs.rows[at as usize].pattern as usize]].push(at);
    }
    let row = |at: &u32| &briefs.rows[*at as usize];
    let mut all = Vec::new();
    for mut bucket in buckets {
        let order = |at: &u32| {
            let Brief { first, last, reported, document, event, .. } = *row(at);
            (length(first, last), first, reported, document, event)
        };
        bucket.sort_by_cached_key(order);
        let mut groups = occasions(bucket, |at| (row(at).first, row(at).last));
        groups.sort_by_key(|group| (row(&group[0]).first, row(&group[0]).last));
        all.extend(groups.into_iter().map(|mut reports| {
            let Brief { pattern, first, last, .. } = *row(&reports[0]);
            // Stable, so that among reports of a day the most exact stays first.
            reports.sort_by_key(|at| row(at).reported);
            Happening { pattern, first, last, reports }
        }));
    }
    all
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
    /// Those of all documents, and the clusters that were known by a day.
    fn read(store: &dyn Store, as_of: Option<Date>, briefs: &Briefs) -> Result<Self> {
        let mut outlets = Vec::new();
        for row in &briefs.rows {
            let at = document(row) as usize;
            outlets.resize(outlets.len().max(at + 1), None);
            outlets[at] = row.outlet;
        }
        let roots = Stories::first_arrivals(store, as_of)?;
        Ok(Self { outlets, names: briefs.outlets.clone(), roots })
    }

    /// The cluster of near-copies that a document belongs to, maybe alone.
    fn cluster(&self, document: u32) -> u32 {
        if self.roots.is_empty() {
            document
        } else {
            *self.roots.get(&document).unwrap_or(&document)
        }
    }

    /// How many documents, clusters and effective sources some documents are.
    pub(super) fn count(&self, documents: &BTreeSet<u32>) -> Breadth {
        use entente_relate::sources::{Origin, Repetition, effective};
        let outlet = |document: u32| *self.outlets.get(document as usize)?;
        let origin = |&document: &u32| Origin {
            cluster: self.cluster(document),
            publisher: outlet(document).map(|at| &*self.names[at as usize]),
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
            n_without_publisher: documents.len() - outlets.values().sum::<usize>(),
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
    /// Documents that name no outlet; each counts as if it had one of its own.
    pub n_without_publisher: usize,
}

impl Breadth {
    /// What must be known of the outlets, if they are not.
    pub(super) fn caveat(&self) -> Option<String> {
        let Self { n_without_publisher: n, n_documents: all, .. } = *self;
        (n > 0).then(|| {
            format!(
                "{n} of {all} documents name no outlet and count as independent of one another; if \
                 they come from few outlets, there are fewer sources and the intervals are too \
                 narrow"
            )
        })
    }
}
