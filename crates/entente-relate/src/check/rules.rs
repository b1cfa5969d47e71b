//! Where each form of proposition looks, and what it makes of what is there.

use entente_model::{ActorId, Proposition, PropositionKind, When};
use jiff::civil::{Date, date};

mod forms;
mod reports;
mod tables;

use super::item::{Cluster, Item, Origin, Shelf, Sign};
use super::structure::{Measure, Table};
use super::{Measured, Record, Source, Told};
use crate::ideal;
use crate::tie::{Kind, Side};

/// Whether what is found is weighed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// By the thresholds.
    Weigh,
    /// Nobody can observe it, or it is no matter of fact; what is found is only shown.
    Never,
}

/// What a search brought.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    pub(super) looked_for: Vec<(String, usize)>,
    pub(super) remarks: Vec<String>,
}

/// A search for all that speaks for or against a proposition.
pub(super) struct Search<'r> {
    proposition: &'r Proposition,
    record: &'r Record,
    as_of: Date,
    own: &'r [u32],
    found: Found,
}

/// Years back from the day of asking in which something counts as present.
const PRESENT: i16 = 5;
/// Differences up to this are within the margin: a quarter for dependence, a tenth for growth.
const UNEVEN: f64 = 1.25;
const COURSE: f64 = 0.10;
/// Probability from which one state is said to vote closer than another.
const SURE: f64 = 0.95;
const DRAWS: usize = 10_000;
const SEED: u64 = 1;
/// Dimensions that must agree where none is named.
const DIMENSIONS: usize = 3;
/// Poles with friendly ties that make several.
const POLES: usize = 2;

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Yes,
    No,
    Within,
}

impl<'r> Search<'r> {
    pub(super) fn new(
        proposition: &'r Proposition,
        record: &'r Record,
        as_of: Date,
        own: &'r [u32],
    ) -> Self {
        Self { proposition, record, as_of, own, found: Found::default() }
    }

    pub(super) fn into_found(self) -> Found {
        self.found
    }

    pub(super) fn run(&mut self) -> Rule {
        use PropositionKind as P;
        match self.proposition.kind {
            P::Dispute => self.dispute(Sign::For),
            P::NoDispute => self.dispute(Sign::Against),
            P::Alliance => self.alliance(),
            P::Asymmetry => self.asymmetry("senior", "junior", Sign::For),
            P::Independence => self.asymmetry("of", "state", Sign::Against),
            P::Trend => self.trend(),
            P::Level => self.level(),
            P::Similarity => self.similarity(),
            P::Rank => self.rank(),
            P::Posture => self.posture(),
            P::Commitment => self.commitment(),
            P::Event => self.event(),
            P::Intention => {
                self.intention();
                self.remark("an intention is never observed; statements of it are listed");
                return Rule::Never;
            }
            P::Cause => {
                self.remark("what caused what is never observed; only the order in time could speak against it");
                return Rule::Never;
            }
            P::Prediction => {
                self.remark("open until its day has come");
                return Rule::Never;
            }
            P::Exclusive => {
                self.remark("that there is no other needs every other to be covered");
                return Rule::Never;
            }
            P::Evaluation | P::Meta => {
                self.remark("a judgement, or a claim about what is said: no record decides it");
                return Rule::Never;
            }
        }
        Rule::Weigh
    }

    // Arguments.

    fn pair(&self) -> Option<(&'r ActorId, &'r ActorId)> {
        let named = self.proposition.actor("a").zip(self.proposition.actor("b"));
        named.or_else(|| {
            let mut actors = self.proposition.actors();
            actors.next().zip(actors.next())
        })
    }

    /// The days that are spoken of; without any, none.
    fn days(&self) -> Option<(Date, Date)> {
        let of = |name: &str| self.proposition.when(name);
        let whole = |when: &When| (when.from, when.to);
        match (of("since"), of("until")) {
            (Some(since), until) => Some((since.from, until.map_or(self.as_of, |when| when.to))),
            (None, Some(until)) => Some((until.from, until.to)),
            (None, None) => of("when").map(whole),
        }
    }

    /// The days in which a report must fall.
    fn window(&self) -> (Date, Date) {
        let present = || {
            let year = self.as_of.year().saturating_sub(PRESENT);
            (Date::new(year, self.as_of.month(), 1).unwrap_or(date(1, 1, 1)), self.as_of)
        };
        let (from, to) = self.days().unwrap_or_else(present);
        (from, to.min(self.as_of))
    }

    /// The years that tables are asked about.
    fn years(&self) -> Vec<i16> {
        const MOST: i16 = 300;
        let (from, to) = self.days().unwrap_or((self.as_of, self.as_of));
        let (from, to) = (from.year(), to.year());
        (from..=to.min(from.saturating_add(MOST))).collect()
    }

    // What is found.

    fn remark(&mut self, text: impl Into<String>) {
        self.found.remarks.push(text.into());
    }

    fn looked(&mut self, what: impl Into<String>, n: usize) {
        self.found.looked_for.push((what.into(), n));
    }

    fn push(&mut self, item: Item) {
        let is_own = matches!(item.cluster, Cluster::Story(story) if self.own.contains(&story));
        if !is_own {
            let sign = item.sign.turned(self.proposition.positive);
            self.found.items.push(Item { sign, ..item });
        }
    }

    fn push_table(&mut self, sign: Sign, table: &Table, days: (Date, Date), words: String) {
        self.push(Item {
            sign,
            shelf: Shelf::Structural,
            directness: 1.0,
            tier: 1.0,
            cluster: Cluster::Table(table.name.clone()),
            publisher: None,
            days,
            origin: Origin::Table(words),
        });
    }

    /// An item for each report.
    fn push_reports(&mut self, report: &Report<'_>) {
        for source in report.sources {
            let id = source.id.clone();
            self.push(Item {
                sign: report.sign,
                shelf: report.shelf,
                directness: report.directness,
                tier: if source.first_hand { 0.8 } else { 0.5 },
                cluster: Cluster::Story(source.cluster),
                publisher: source.publisher.clone(),
                days: report.days,
                origin: if report.is_relation { Origin::Relation(id) } else { Origin::Event(id) },
            });
        }
    }

    fn push_tie(&mut self, sign: Sign, directness: f64, words: String) {
        let (from, to) = self.window();
        self.push(Item {
            sign,
            shelf: Shelf::Deed,
            directness,
            tier: 1.0,
            cluster: Cluster::Tie,
            publisher: None,
            days: (from, to),
            origin: Origin::Tie(words),
        });
    }
}

type Pair<'p> = (&'p ActorId, &'p ActorId);

/// What several sources report.
struct Report<'s> {
    sign: Sign,
    shelf: Shelf,
    directness: f64,
    days: (Date, Date),
    sources: &'s [Source],
    is_relation: bool,
}

impl Told {
    fn is_between(&self, pair: Pair<'_>) -> bool {
        is_same(pair, &self.actor, &self.recipient)
    }
}

impl Record {
    /// How two states stand, if that was measured.
    fn tie(&self, a: &ActorId, b: &ActorId) -> Option<&Measured> {
        self.ties.iter().find(|tie| is_same((a, b), &tie.pair[0], &tie.pair[1]))
    }
}

fn is_same((a, b): Pair<'_>, one: &ActorId, other: &ActorId) -> bool {
    (a, b) == (one, other) || (a, b) == (other, one)
}

/// Whether two reports may be of one occurrence: within a month of each other.
fn is_near(one: &Told, other: &Told) -> bool {
    const DAYS: i32 = 30;
    crate::length(one.days.1, other.days.0) <= DAYS
        && crate::length(other.days.1, one.days.0) <= DAYS
}

/// Which way a trend goes: 1 up, -1 down.
fn way(word: &str) -> Option<i8> {
    match word {
        "up" => Some(1),
        "down" => Some(-1),
        _ => None,
    }
}

fn outcome(ratio: f64, margin: f64) -> Outcome {
    if ratio > margin {
        Outcome::Yes
    } else if ratio < 1.0 / margin {
        Outcome::No
    } else {
        Outcome::Within
    }
}
