//! How two states stand: `entente dyad`.

use std::collections::{BTreeMap, BTreeSet};

use entente_relate::change::{HAZARD, Month, alarm, counts};
use entente_relate::tie::{Ratio, Side, Spec, Standing, Trend, View};
use entente_store::{Brief, Briefs, Listed, Store};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::known::{Breadth, Happening, Known, Scope, is_asked};
use super::records::records;
use super::{RecordRow, Recorded, Shelving, round};
use crate::wire::SCHEMA;
use crate::{Error, ErrorKind, Result};

/// How two states stand, as known on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandingRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The states.
    pub pair: [String; 2],
    /// The day.
    pub as_of: String,
    /// friendly, hostile, engaged rivals, distant, unclear, not covered.
    pub kind: &'static str,
    /// Cooperation against what coverage alone would give.
    pub cooperation: RatioRow,
    /// Conflict, likewise.
    pub conflict: RatioRow,
    /// The last 365 days against the 365 before.
    pub trend: TrendRows,
    /// The same by dimension, where an act is known to belong to one; never summed.
    pub dimensions: Vec<DimensionRow>,
    /// Reports by shelf: words, promises, plans and deeds are never summed.
    pub shelves: BTreeMap<String, u64>,
    /// Month by month, from the first in which anything passed.
    pub months: Vec<MonthRow>,
    /// Turning points, in order.
    pub changes: Vec<TurnRow>,
    /// Chance that the latest months are the beginning of a new course.
    pub alarm: Alarms,
    /// The last happenings, latest first.
    pub last: Vec<HappeningRow>,
    /// What structural tables say of the two, apart from what is reported.
    pub records: Vec<RecordRow>,
    /// The sources of the acts between the two.
    #[serde(flatten)]
    pub breadth: Breadth,
    /// What the reader must know: where the record is thin or silent.
    pub caveats: Vec<String>,
}

/// One side of a tie.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatioRow {
    /// Weighted acts.
    pub observed: f64,
    /// What coverage would give.
    pub expected: f64,
    /// Shrunk ratio.
    pub ratio: f64,
    /// Its 90 % interval, or none where there are too few sources.
    pub interval: Option<[f64; 2]>,
    /// Acts.
    pub n: usize,
    /// Clusters of sources that report them.
    pub n_clusters: usize,
    /// Days after which an act weighs half.
    pub half_life_days: f64,
    /// Share of the first state's acts.
    pub initiative: Option<f64>,
    /// The lesser direction over the greater.
    pub reciprocity: Option<f64>,
}

/// The trends of both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendRows {
    /// Of cooperation.
    pub cooperation: TrendRow,
    /// Of conflict.
    pub conflict: TrendRow,
}

/// A year against the one before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrendRow {
    /// up, down, or unclear where the interval has 1 in it or there is none.
    pub direction: &'static str,
    /// The later ratio over the earlier.
    pub quotient: f64,
    /// Its 90 % interval.
    pub interval: Option<[f64; 2]>,
}

/// A tie in one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DimensionRow {
    /// The dimension.
    pub name: String,
    /// Acts of cooperation.
    pub cooperation: usize,
    /// Acts of conflict.
    pub conflict: usize,
}

/// A month between two states.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MonthRow {
    /// The month, `2019-08`.
    pub month: String,
    /// Acts of cooperation.
    pub cooperation: u32,
    /// Acts of conflict.
    pub conflict: u32,
    /// What coverage would give of each.
    pub expected: [f64; 2],
}

/// A turning point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TurnRow {
    /// cooperation or conflict.
    pub side: &'static str,
    /// The first month of the new course.
    pub month: String,
    /// Acts an expected act before.
    pub before: f64,
    /// And from then on.
    pub after: f64,
    /// Clusters of sources in the new course; with fewer than two it is not told.
    pub n_clusters: usize,
}

/// The probability that the present run is shorter than three months; above 0.5 is an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alarms {
    /// In cooperation.
    pub cooperation: f64,
    /// In conflict.
    pub conflict: f64,
}

/// A happening with its reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HappeningRow {
    /// Who acts.
    pub actor: String,
    /// Towards whom.
    pub recipient: String,
    /// What.
    #[serde(rename = "type")]
    pub kind: String,
    /// First and last day.
    pub when: [String; 2],
    /// The tone of its type.
    pub tone: f64,
    /// The reports: event ids, earliest first.
    pub events: Vec<String>,
    /// Outlets, or ids of documents without one.
    pub sources: Vec<String>,
    /// What the first report says; none where others coded it, who give no text.
    pub sentence: Option<String>,
}

/// Says how two states stand.
///
/// # Errors
///
/// [`ErrorKind::Input`] if the store has no deed between two known actors and no structural table
/// tells of either state, [`ErrorKind::Usage`] if
/// both states are one; else those of the store.
pub fn dyad(
    store: &dyn Store,
    a: &str,
    b: &str,
    scope: &Scope,
    shelving: &Shelving,
) -> Result<StandingRow> {
    if a == b {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("expected two states, found `{a}` twice"),
        ));
    }
    let known = known(store, [a, b], scope, shelving)?;
    let pair = Pair::new(&known, a, b);
    let view = known.record.view(known.as_of, scope.spec);
    let standing = pair.standing(&view);
    let breadth = known.sources.count(&known.documents_of(&pair.acts));
    let months = pair.months();
    let row = |ratio, half_life| RatioRow::new(ratio, half_life);
    Ok(StandingRow {
        schema: SCHEMA,
        pair: [a.to_owned(), b.to_owned()],
        as_of: known.as_of.to_string(),
        kind: standing.kind.as_str(),
        cooperation: row(&standing.cooperation, scope.spec.half_life_cooperation),
        conflict: row(&standing.conflict, scope.spec.half_life_conflict),
        trend: pair.trends(scope),
        dimensions: pair.dimensions(shelving),
        shelves: pair.shelves(scope, shelving),
        changes: pair.turns(&months),
        alarm: alarms(&months),
        last: pair.last(store)?,
        records: records(store, a, b, known.as_of)?,
        caveats: caveats(&known, &pair, &standing, breadth, scope),
        breadth,
        months: months.iter().map(MonthCell::row).collect(),
    })
}

/// What is known of happenings. Where there is none at all, structural tables may still tell of the
/// two: then it is as of the end of the last year that they speak of.
fn known(store: &dyn Store, pair: [&str; 2], scope: &Scope, shelving: &Shelving) -> Result<Known> {
    let error = match Known::read(store, scope, shelving) {
        Err(error) if error.kind() == ErrorKind::Input => error,
        known => return known,
    };
    let mut years = Vec::new();
    for state in pair {
        years.extend(Recorded::read(store, &[], &[state], None)?.newest());
    }
    let last = years.into_iter().max().and_then(|year| Date::new(year, 12, 31).ok());
    let as_of = Some(last.ok_or(error)?);
    Known::read(store, &Scope { as_of, ..scope.clone() }, shelving)
}

/// Two states and the acts between them.
struct Pair<'k> {
    known: &'k Known,
    names: [&'k str; 2],
    /// Their numbers; one that nothing is known of has none.
    numbers: Option<(usize, usize)>,
    acts: Vec<usize>,
}

impl<'k> Pair<'k> {
    fn new(known: &'k Known, a: &'k str, b: &'k str) -> Self {
        let numbers = known.state(a).zip(known.state(b));
        let acts = numbers.map_or_else(Vec::new, |(a, b)| known.record.between(a, b));
        Self { known, names: [a, b], numbers, acts }
    }

    fn standing(&self, view: &View<'_>) -> Standing {
        match self.numbers {
            Some((a, b)) => view.tie(a, b, &self.acts),
            None => view.unknown(),
        }
    }

    fn trends(&self, scope: &Scope) -> TrendRows {
        let year = 365.days();
        let day = self.known.as_of;
        let (one, two) = (day.saturating_sub(year), day.saturating_sub(730.days()));
        let now = self.known.record.window(one, day, scope.spec);
        let then = self.known.record.window(two, one, scope.spec);
        let row = |side| {
            let (a, b) = self.numbers?;
            Some(TrendRow::new(&now.trend(&then, side, a, b, &self.acts)))
        };
        let none = || TrendRow { direction: "unclear", quotient: 1.0, interval: None };
        TrendRows {
            cooperation: row(Side::Cooperation).unwrap_or_else(none),
            conflict: row(Side::Conflict).unwrap_or_else(none),
        }
    }

    /// Everything reported between the two, whatever its status.
    fn shelves(&self, scope: &Scope, shelving: &Shelving) -> BTreeMap<String, u64> {
        let briefs = &self.known.briefs;
        let side = |name: &str| briefs.sides.iter().position(|side| side.as_str() == name);
        let pair = self.names.map(side);
        let is_pair = |row: &&Brief| {
            let sides = [row.actor, row.recipient].map(|side| Some(side as usize));
            sides == pair || sides == [pair[1], pair[0]]
        };
        let mut counts = BTreeMap::new();
        for row in briefs.rows.iter().filter(is_pair) {
            let pattern = &briefs.patterns[row.pattern as usize];
            if is_asked(pattern, scope, shelving) {
                *counts.entry(shelving.shelf(pattern).to_owned()).or_default() += 1;
            }
        }
        counts
    }

    fn dimensions(&self, shelving: &Shelving) -> Vec<DimensionRow> {
        let row = |name: &str| {
            let is_in = |act: &&usize| {
                let Known { briefs, happenings, of_act, .. } = self.known;
                let mut reports = self.known.told(&happenings[of_act[**act]]);
                reports.any(|report| {
                    shelving.of(&briefs.patterns[report.pattern as usize]).contains(&name)
                })
            };
            let acts: Vec<usize> = self.acts.iter().filter(is_in).copied().collect();
            let of =
                |side| acts.iter().filter(|&&a| self.known.record.acts[a].side == side).count();
            DimensionRow {
                name: name.to_owned(),
                cooperation: of(Side::Cooperation),
                conflict: of(Side::Conflict),
            }
        };
        shelving.dimensions().into_iter().map(row).collect()
    }

    /// Months from the first act between the two to the day, with what coverage gives: the pair's
    /// share of all that passes, times what passes in the month.
    fn months(&self) -> Vec<MonthCell> {
        let acts = &self.known.record.acts;
        let Some((a, b)) = self.numbers else { return Vec::new() };
        let Some(first) = self.acts.iter().map(|&at| acts[at].day.first_of_month()).min() else {
            return Vec::new();
        };
        let everything = self.known.record.window(Date::MIN, self.known.as_of, Default::default());
        let last = self.known.as_of.first_of_month();
        let nth = |n: i32| first.checked_add(n.months()).ok();
        let mut months: Vec<MonthCell> = (0..)
            .map_while(nth)
            .take_while(|month| *month <= last)
            .map(|month| MonthCell { month, counts: [0; 2], expected: [0.0; 2] })
            .collect();
        if months.is_empty() {
            return months;
        }
        // What is dated after the last month counts in it.
        let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let (base, end) = (number(first), months.len() - 1);
        let place = |day: Date| usize::try_from(number(day) - base).ok().map(|at| at.min(end));
        let mut totals = [0.0_f64; 2];
        for act in acts {
            totals[act.side as usize] += 1.0;
            if let Some(month) = place(act.day) {
                months[month].expected[act.side as usize] += 1.0;
            }
        }
        for act in self.acts.iter().map(|&at| &acts[at]) {
            if let Some(month) = place(act.day) {
                months[month].counts[act.side as usize] += 1;
            }
        }
        for side in [Side::Cooperation, Side::Conflict] {
            let share = everything.expected(side, a, b) / totals[side as usize].max(1.0);
            months.iter_mut().for_each(|cell| cell.expected[side as usize] *= share);
        }
        months
    }

    /// Changes of either side's rate that at least two clusters of sources stand behind.
    fn turns(&self, months: &[MonthCell]) -> Vec<TurnRow> {
        const CLUSTERS: usize = 2;
        let mut turns = Vec::new();
        for (side, name) in [(Side::Cooperation, "cooperation"), (Side::Conflict, "conflict")] {
            let cells: Vec<Month> = months.iter().map(|cell| cell.of(side)).collect();
            let segments = counts(&cells);
            for pair in segments.windows(2) {
                let (from, to) = (months[pair[1].from].month, months.get(pair[1].to));
                let inside = |day: Date| day >= from && to.is_none_or(|to| day < to.month);
                let n_clusters = self.clusters(side, inside);
                if n_clusters >= CLUSTERS {
                    turns.push(TurnRow {
                        side: name,
                        month: month_name(from),
                        before: round(pair[0].rate),
                        after: round(pair[1].rate),
                        n_clusters,
                    });
                }
            }
        }
        turns.sort_by(|a, b| (&a.month, a.side).cmp(&(&b.month, b.side)));
        turns
    }

    fn clusters(&self, side: Side, inside: impl Fn(Date) -> bool) -> usize {
        let acts = self.acts.iter().map(|&at| &self.known.record.acts[at]);
        let acts = acts.filter(|act| act.side == side && inside(act.day));
        acts.flat_map(|act| &act.clusters).collect::<BTreeSet<_>>().len()
    }

    fn last(&self, store: &dyn Store) -> Result<Vec<HappeningRow>> {
        const MOST: usize = 10;
        let happenings = self.acts.iter().map(|&at| &self.known.happenings[self.known.of_act[at]]);
        let mut latest: Vec<&Happening> = happenings.collect();
        latest.sort_by_key(|h| std::cmp::Reverse((h.first, h.last)));
        latest.truncate(MOST);
        let row = |happening: &&Happening| {
            let reports = self.known.reports(store, happening)?;
            Ok(HappeningRow::new(self.known, happening, &reports))
        };
        latest.iter().map(row).collect()
    }
}

impl HappeningRow {
    fn new(known: &Known, happening: &Happening, reports: &[Listed]) -> Self {
        let Briefs { sides, patterns, .. } = &known.briefs;
        let pattern = &patterns[happening.pattern as usize];
        let [actor, recipient] =
            [happening.actor, happening.recipient].map(|side| &sides[side as usize]);
        let source = |listed: &Listed| match listed {
            Listed::Read(found) => {
                let document = &found.document;
                document.publisher.clone().unwrap_or_else(|| document.shown_id().to_owned())
            }
            Listed::Coded(row) => {
                let outlet = row.report.as_ref().and_then(|report| report.outlet.as_deref());
                outlet.unwrap_or(&row.dataset).to_owned()
            }
        };
        let sentence = |listed: &Listed| match listed {
            Listed::Read(found) => Some(found.sentence.clone()),
            Listed::Coded(_) => None,
        };
        let sources: BTreeSet<String> = reports.iter().map(source).collect();
        Self {
            actor: actor.to_string(),
            recipient: recipient.to_string(),
            kind: pattern.kind.to_string(),
            when: [happening.first.to_string(), happening.last.to_string()],
            tone: round(f64::from(pattern.tone)),
            events: reports.iter().map(|listed| listed.id().to_string()).collect(),
            sources: sources.into_iter().collect(),
            sentence: reports.iter().find_map(sentence),
        }
    }
}

/// A month's acts and what coverage would give, by side.
struct MonthCell {
    month: Date,
    counts: [u32; 2],
    expected: [f64; 2],
}

impl MonthCell {
    fn of(&self, side: Side) -> Month {
        let at = side as usize;
        Month { count: f64::from(self.counts[at]), expected: self.expected[at] }
    }

    fn row(&self) -> MonthRow {
        let [cooperation, conflict] = self.counts;
        let expected = self.expected.map(round);
        MonthRow { month: month_name(self.month), cooperation, conflict, expected }
    }
}

fn month_name(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

fn alarms(months: &[MonthCell]) -> Alarms {
    let last = |side| {
        let cells: Vec<Month> = months.iter().map(|cell| cell.of(side)).collect();
        alarm(&cells, HAZARD).last().copied().map_or(0.0, round)
    };
    Alarms { cooperation: last(Side::Cooperation), conflict: last(Side::Conflict) }
}

impl RatioRow {
    pub(super) fn new(ratio: &Ratio, half_life: f64) -> Self {
        let Ratio {
            observed,
            expected,
            ratio,
            interval,
            shape: _,
            acts,
            clusters,
            initiative,
            reciprocity,
        } = ratio;
        Self {
            observed: round(*observed),
            expected: round(*expected),
            ratio: round(*ratio),
            interval: interval.map(|(low, high)| [round(low), round(high)]),
            n: *acts,
            n_clusters: *clusters,
            half_life_days: half_life,
            initiative: initiative.map(round),
            reciprocity: reciprocity.map(round),
        }
    }
}

impl TrendRow {
    fn new(trend: &Trend) -> Self {
        let direction = match trend.direction() {
            1 => "up",
            -1 => "down",
            _ => "unclear",
        };
        let interval = trend.interval.map(|(low, high)| [round(low), round(high)]);
        Self { direction, quotient: round(trend.quotient), interval }
    }
}

/// What is not covered, in words.
fn caveats(
    known: &Known,
    pair: &Pair<'_>,
    standing: &Standing,
    breadth: Breadth,
    scope: &Scope,
) -> Vec<String> {
    let mut told = Vec::new();
    for name in pair.names {
        if known.state(name).is_none() {
            told.push(nothing_of(name, known));
        }
    }
    for (name, ratio) in [("cooperation", &standing.cooperation), ("conflict", &standing.conflict)]
    {
        told.extend(thin(name, ratio, scope));
    }
    told.extend(breadth.caveat());
    told.push(format!(
        "the record has {} documents with deeds between states, {} of them on this pair; it is \
         what was reported, not what happened",
        known.documents.len(),
        breadth.n_documents
    ));
    told
}

/// Why nothing is known of a name, and what would be.
fn nothing_of(name: &str, known: &Known) -> String {
    let whole = name.split_once('.').map(|(state, _)| state);
    if let Some(state) = whole.filter(|state| known.state(state).is_some()) {
        return format!(
            "nothing is known of `{name}`: acts of its parts count as those of `{state}`"
        );
    }
    let like = known.states.first().map(|id| format!("; ids are like `{id}`")).unwrap_or_default();
    format!("nothing is known of `{name}`: no act of it or towards it{like}")
}

/// Why a side has no interval, if it has none.
fn thin(name: &str, ratio: &Ratio, scope: &Scope) -> Option<String> {
    let Ratio { expected, acts, clusters, interval, .. } = ratio;
    if interval.is_some() {
        return None;
    }
    // Nothing at all is not to be told as a negative nothing.
    let expected = expected.max(0.0) + 0.0;
    let Spec { least_clusters, least_expected, .. } = scope.spec;
    Some(match (acts, clusters) {
        (0, _) => format!(
            "{name}: no act is reported, and from how much is told of the two no more than \
             {expected:.1} would be expected; only from {least_expected} on does silence say \
             anything"
        ),
        (_, 1) => format!(
            "{name}: all of it rests on one source, and a ratio needs {least_clusters}; read it \
             below before you rely on it"
        ),
        _ => format!(
            "{name}: {clusters} independent sources, and a ratio needs {least_clusters}; read them \
             below before you rely on it"
        ),
    })
}
