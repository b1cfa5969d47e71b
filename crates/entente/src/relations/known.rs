//! What a store knows by a day: happenings, the states between whom they pass, and their sources.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use entente_model::ActorId;
use entente_relate::tie::{Act, Clusters, Record, Side, Spec};
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
    /// The places of all their reports among the briefs.
    reports: Vec<u32>,
    pub(super) record: Record,
    /// The happening of each act of the record.
    pub(super) of_act: Vec<usize>,
    pub(super) sources: Sources,
    /// Documents with a deed between two states, in order.
    pub(super) documents: Vec<u32>,
}

/// Reports judged to be one happening.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    /// Who acts, by the list of sides.
    pub(super) actor: u32,
    /// Towards whom.
    pub(super) recipient: u32,
    /// The pattern of its most exact report.
    pub(super) pattern: u32,
    pub(super) first: Date,
    pub(super) last: Date,
    /// Where its reports stand among those of all, earliest first.
    reports: Range<u32>,
}

/// Whence documents come; they are known by the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// By document.
    outlets: Vec<Option<u32>>,
    names: Vec<Arc<str>>,
    /// The first document of the cluster of near-copies, for those in one.
    roots: HashMap<u32, u32>,
}

impl Known {
    /// Reads a store.
    pub(super) fn read(store: &dyn Store, scope: &Scope, shelving: &Shelving) -> Result<Self> {
        let briefs = store.briefs(scope.as_of, scope.since)?;
        let is_counted: Vec<bool> =
            briefs.patterns.iter().map(|act| is_counted(act, scope, shelving)).collect();
        let is_counted =
            |row: &Brief| row.actor != row.recipient && is_counted[row.pattern as usize];
        let counted = (0_u32..).zip(&briefs.rows).filter(|(_, row)| is_counted(row));
        let deeds: Vec<u32> = counted.map(|(at, _)| at).collect();
        let last = deeds.iter().map(|&at| briefs.rows[at as usize].reported).max();
        let as_of = scope.as_of.or(last).ok_or_else(|| nothing(scope))?;
        let sources = Sources::read(store, scope.as_of, &briefs)?;
        Ok(Self::weigh(as_of, briefs, &deeds, sources))
    }

    fn weigh(as_of: Date, briefs: Briefs, deeds: &[u32], sources: Sources) -> Self {
        let documents = in_order(deeds.iter().map(|&at| briefs.rows[at as usize].document));
        let (happenings, reports) = happenings(&briefs, deeds);
        let (states, places) = states(&briefs, &happenings);
        let (mut acts, mut of_act) = (Vec::with_capacity(happenings.len()), Vec::new());
        for (at, happening) in happenings.iter().enumerate() {
            let tone = briefs.patterns[happening.pattern as usize].tone;
            if tone == 0.0 {
                continue;
            }
            let told = reports[happening.places()].iter().map(|&at| &briefs.rows[at as usize]);
            acts.push(Act {
                actor: places[happening.actor as usize],
                recipient: places[happening.recipient as usize],
                day: happening.first,
                side: if tone > 0.0 { Side::Cooperation } else { Side::Conflict },
                weight: f64::from(tone.abs()),
                clusters: sources.clusters(told),
            });
            of_act.push(at);
        }
        level(&mut acts);
        let record = Record { states: states.len(), acts };
        Self { as_of, states, briefs, happenings, reports, record, of_act, sources, documents }
    }

    /// The number of a state, if anything passed between it and another.
    pub(super) fn state(&self, id: &str) -> Option<usize> {
        self.states.binary_search_by(|state| state.as_str().cmp(id)).ok()
    }

    /// What is reported of a happening, earliest first.
    pub(super) fn told(&self, happening: &Happening) -> impl Iterator<Item = &Brief> {
        self.reports[happening.places()].iter().map(|&at| &self.briefs.rows[at as usize])
    }

    /// The documents that report some acts, in order.
    pub(super) fn documents_of(&self, acts: &[usize]) -> Vec<u32> {
        let happenings = acts.iter().map(|&act| &self.happenings[self.of_act[act]]);
        in_order(happenings.flat_map(|happening| self.told(happening)).map(|row| row.document))
    }

    /// The reports of a happening with all that the store has of them.
    pub(super) fn reports(&self, store: &dyn Store, happening: &Happening) -> Result<Vec<Listed>> {
        let numbers: Vec<u64> = self.told(happening).map(|report| report.event).collect();
        Ok(store.listed(&numbers)?)
    }
}

impl Happening {
    /// What some reports tell, by the most exact of them.
    fn of(founder: &Brief, reports: Range<u32>) -> Self {
        let Brief { actor, recipient, pattern, first, last, .. } = *founder;
        Self { actor, recipient, pattern, first, last, reports }
    }

    fn places(&self) -> Range<usize> {
        self.reports.start as usize..self.reports.end as usize
    }
}

fn in_order(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers: Vec<u32> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// An error that says what was looked for.
fn nothing(scope: &Scope) -> Error {
    let mut message = "expected deeds between two known actors in the store".to_owned();
    message += &scope.since.map_or_else(String::new, |day| format!(", since {day}"));
    let dimension = scope.dimension.as_ref();
    message += &dimension.map_or_else(String::new, |name| format!(", in the dimension `{name}`"));
    Error::new(ErrorKind::Input, message + ", found none")
        .hint("`entente events --all` shows what there is")
}

/// Whether an act is in the dimension that is asked about.
pub(super) fn is_asked(act: &Pattern, scope: &Scope, shelving: &Shelving) -> bool {
    scope.dimension.as_ref().is_none_or(|wanted| shelving.of(act).contains(&wanted.as_str()))
}

/// Whether an act is a deed in the dimension that is asked about.
fn is_counted(act: &Pattern, scope: &Scope, shelving: &Shelving) -> bool {
    act.status.is_deed() && is_asked(act, scope, shelving)
}

/// The sides of some happenings in order of their names, and the place of each side among them.
fn states(briefs: &Briefs, happenings: &[Happening]) -> (Vec<ActorId>, Vec<usize>) {
    let mut is_seen = vec![false; briefs.sides.len()];
    for happening in happenings {
        is_seen[happening.actor as usize] = true;
        is_seen[happening.recipient as usize] = true;
    }
    let seen = briefs.sides.iter().zip(&is_seen).filter(|(_, is_seen)| **is_seen);
    let mut states: Vec<ActorId> = seen.map(|(side, _)| side.clone()).collect();
    states.sort_unstable();
    // Where a side that is not seen would stand is never asked.
    let place = |side| states.binary_search(side).unwrap_or_else(|place| place);
    let places = briefs.sides.iter().map(place).collect();
    (states, places)
}

/// The rank of each value among all, in order.
fn ranks<T: Ord>(values: impl Iterator<Item = T> + Clone) -> Vec<u32> {
    let mut sorted: Vec<T> = values.clone().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let rank = |value: T| sorted.partition_point(|other| *other < value) as u32;
    values.map(rank).collect()
}

/// Merges deeds; see [`entente_relate::merge`], which does the same with whole events. Gives the
/// happenings, by dyad and type, then time, and the reports that they point to.
fn happenings(briefs: &Briefs, deeds: &[u32]) -> (Vec<Happening>, Vec<u32>) {
    let (mut reports, ends) = by_kind(briefs, deeds);
    // Kinds do not touch one another: half of them on a thread of its own.
    let half = ends.partition_point(|&end| end < deeds.len() / 2);
    let (first_ends, other_ends) = ends.split_at(half);
    let middle = first_ends.last().copied().unwrap_or_default();
    let (first, other) = reports.split_at_mut(middle);
    let rows = &briefs.rows;
    let all = std::thread::scope(|scope| {
        let other = scope.spawn(|| merge_kinds(rows, middle, other, other_ends));
        let mut all = merge_kinds(rows, 0, first, first_ends);
        all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        all
    });
    (all, reports)
}

/// Merges the deeds of kinds that stand one after the other from `start` on, and end as given.
fn merge_kinds(
    rows: &[Brief],
    start: usize,
    reports: &mut [u32],
    ends: &[usize],
) -> Vec<Happening> {
    let mut all = Vec::with_capacity(reports.len());
    let mut from = start;
    for &end in ends {
        merge_kind(rows, from, &mut reports[from - start..end - start], &mut all);
        from = end;
    }
    all
}

/// Merges the deeds of one kind, and sorts them so that those of a happening stand together.
/// `start` is where they begin among the reports of all kinds.
fn merge_kind(rows: &[Brief], start: usize, reports: &mut [u32], all: &mut Vec<Happening>) {
    let row = |at: u32| &rows[at as usize];
    let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    if reports.iter().all(|&at| row(at).first == row(at).last) {
        return merge_days(rows, start, reports, all);
    }
    in_order_of(reports, |at| {
        let report @ Brief { first, last, reported, .. } = row(at);
        let length = if first == last { 0 } else { length(*first, *last) };
        [length.unsigned_abs(), packed(*first), packed(*reported), report.document]
    });
    let groups = occasions(reports.iter().map(|&at| (row(at).first, row(at).last)));
    let mut founders = Vec::new();
    for (&group, &at) in groups.iter().zip(reports.iter()) {
        if group == founders.len() {
            founders.push(row(at));
        }
    }
    // Among reports of a day the most exact stays first.
    let mut of_group: Vec<u32> = (0..number(reports.len())).collect();
    in_order_of(&mut of_group, |place| {
        let (group, at) = (groups[place as usize], reports[place as usize]);
        let Brief { first, last, .. } = founders[group];
        [packed(*first), packed(*last), number(group), packed(row(at).reported)]
    });
    let sorted: Vec<u32> = of_group.iter().map(|&place| reports[place as usize]).collect();
    reports.copy_from_slice(&sorted);
    let group = |place: &u32| groups[*place as usize];
    let mut from = start;
    for places in of_group.chunk_by(|one, other| group(one) == group(other)) {
        let to = from + places.len();
        all.push(Happening::of(founders[group(&places[0])], number(from)..number(to)));
        from = to;
    }
}

/// The same for deeds that are told to the day: those of one day are one.
fn merge_days(rows: &[Brief], start: usize, reports: &mut [u32], all: &mut Vec<Happening>) {
    let row = |at: u32| &rows[at as usize];
    if reports.len() > 1 {
        in_order_of(reports, |at| {
            let Brief { first, reported, document, .. } = row(at);
            [packed(*first), packed(*reported), *document]
        });
    }
    let mut from = start as u32;
    for day in reports.chunk_by(|&one, &other| row(one).first == row(other).first) {
        let to = from + day.len() as u32;
        all.push(Happening::of(row(day[0]), from..to));
        from = to;
    }
}

/// Sorts numbers by some keys each, then by themselves.
fn in_order_of<const N: usize>(numbers: &mut [u32], keys: impl Fn(u32) -> [u32; N]) {
    let mut sorted: Vec<([u32; N], u32)> = numbers.iter().map(|&at| (keys(at), at)).collect();
    sorted.sort_unstable();
    for (place, (_, at)) in numbers.iter_mut().zip(sorted) {
        *place = at;
    }
}

/// A day as a number that is in order with others.
fn packed(day: Date) -> u32 {
    // Years before the first are no days of reports; they would only sort last.
    u32::from(day.year().unsigned_abs()) << 16
        | u32::from(day.month().unsigned_abs()) << 8
        | u32::from(day.day().unsigned_abs())
}

/// Sorts deeds by who did what to whom; gives where each kind ends.
fn by_kind(briefs: &Briefs, deeds: &[u32]) -> (Vec<u32>, Vec<usize>) {
    let sides = ranks(briefs.sides.iter());
    let kinds = ranks(briefs.patterns.iter().map(|pattern| &pattern.kind));
    let deed = |&at: &u32| {
        let Brief { actor, recipient, pattern, .. } = briefs.rows[at as usize];
        let kind = [sides[actor as usize], sides[recipient as usize], kinds[pattern as usize]];
        (kind, at)
    };
    let mut sorted: Vec<([u32; 3], u32)> = deeds.iter().map(deed).collect();
    for key in [2, 1, 0] {
        sorted = sorted_by(&sorted, |(kind, _)| kind[key] as usize);
    }
    let of_kind = sorted.chunk_by(|(one, _), (other, _)| one == other);
    let ends = of_kind.scan(0, |end, deeds| {
        *end += deeds.len();
        Some(*end)
    });
    (sorted.iter().map(|(_, at)| *at).collect(), ends.collect())
}

/// Sorts by a small number; what has the same stays in order.
fn sorted_by<T: Copy>(values: &[T], key: impl Fn(&T) -> usize) -> Vec<T> {
    let mut next = vec![0];
    for value in values {
        let key = key(value) + 1;
        next.resize(next.len().max(key + 1), 0);
        next[key] += 1;
    }
    (1..next.len()).for_each(|at| next[at] += next[at - 1]);
    let mut sorted = values.to_vec();
    for value in values {
        let place = &mut next[key(value)];
        sorted[*place] = *value;
        *place += 1;
    }
    sorted
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
            let at = row.document as usize;
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

    /// The clusters of some reports, each once.
    fn clusters<'b>(&self, told: impl Iterator<Item = &'b Brief>) -> Clusters {
        let mut clusters = Clusters::new();
        told.for_each(|report| clusters.push(self.cluster(report.document)));
        if clusters.len() > 1 {
            clusters.sort_unstable();
            clusters.dedup();
        }
        clusters
    }

    /// How many documents, clusters and effective sources some documents are.
    pub(super) fn count(&self, documents: &[u32]) -> Breadth {
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
