//! Structural tables: who is bound to whom, disputes, trade, votes, year by year.
//!
//! A table has its own years and states, and says nothing beyond them. A closed table lists all
//! there is: within its years and states, a missing row means that there was nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use entente_model::ActorId;

use crate::ideal::IdealPoint;

/// What a table measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// A pact of mutual defence, of two states in a year: 0 or 1.
    DefencePact,
    /// A pact of neutrality.
    Neutrality,
    /// A pact of non-aggression.
    NonAggression,
    /// A pact to consult, or an entente.
    Consultation,
    /// A partnership without such a pact.
    Partnership,
    /// A militarised dispute between two states.
    Dispute,
    /// A strategic rivalry.
    Rivalry,
    /// What two states trade with each other; any unit, the same in all rows.
    Trade,
    /// What a state trades with all others, in the same unit.
    TradeTotal,
    /// Major arms that the first state delivered to the second: a volume, not money.
    Arms,
    /// A state's share of the material capabilities of all.
    Capability,
    /// A state's ideal point in votes.
    IdealPoint,
}

impl Measure {
    /// All, in order.
    pub const ALL: [Self; 12] = [
        Self::DefencePact,
        Self::Neutrality,
        Self::NonAggression,
        Self::Consultation,
        Self::Partnership,
        Self::Dispute,
        Self::Rivalry,
        Self::Trade,
        Self::TradeTotal,
        Self::Arms,
        Self::Capability,
        Self::IdealPoint,
    ];

    /// The name used in settings and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DefencePact => "defence-pact",
            Self::Neutrality => "neutrality",
            Self::NonAggression => "non-aggression",
            Self::Consultation => "consultation",
            Self::Partnership => "partnership",
            Self::Dispute => "dispute",
            Self::Rivalry => "rivalry",
            Self::Trade => "trade",
            Self::TradeTotal => "trade-total",
            Self::Arms => "arms",
            Self::Capability => "capability",
            Self::IdealPoint => "ideal-point",
        }
    }

    /// The measure of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == name)
    }

    /// Whether it is a promise, not a deed or a figure.
    pub fn is_pact(self) -> bool {
        use Measure::{Consultation, DefencePact, Neutrality, NonAggression, Partnership};
        matches!(self, DefencePact | Neutrality | NonAggression | Consultation | Partnership)
    }

    /// Over how many years it is summed: deliveries of a single year say little.
    pub fn span(self) -> i16 {
        if self == Self::Arms { 5 } else { 1 }
    }

    /// Whether it is of one state, not of two.
    pub fn is_of_one(self) -> bool {
        matches!(self, Self::TradeTotal | Self::Capability | Self::IdealPoint)
    }
}

/// One table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: Arc<str>,
    /// What it measures.
    pub measure: Measure,
    /// Whether a missing row means nothing, rather than not known.
    pub closed: bool,
    /// Years and states that it covers.
    years: BTreeSet<i16>,
    states: BTreeSet<ActorId>,
    /// From the first state to the second.
    flows: BTreeMap<(ActorId, ActorId, i16), f64>,
    points: BTreeMap<(ActorId, i16), IdealPoint>,
}

impl Table {
    /// An empty table.
    pub fn new(name: &str, measure: Measure, closed: bool) -> Self {
        Self {
            name: name.into(),
            measure,
            closed,
            years: BTreeSet::new(),
            states: BTreeSet::new(),
            flows: BTreeMap::new(),
            points: BTreeMap::new(),
        }
    }

    /// Says that a table covers two states in a year, whatever their value.
    pub fn cover(&mut self, a: &ActorId, b: &ActorId, year: i16) {
        self.years.insert(year);
        for state in [a, b] {
            if !self.states.contains(state) {
                self.states.insert(state.clone());
            }
        }
    }

    /// Puts in a value of two states, from the first to the second; several of a pair and year add
    /// up.
    pub fn put(&mut self, a: &ActorId, b: &ActorId, year: i16, value: f64) {
        self.cover(a, b, year);
        *self.flows.entry((a.clone(), b.clone(), year)).or_default() += value;
    }

    /// Puts in a value of one state.
    pub fn put_state(&mut self, state: &ActorId, year: i16, value: f64) {
        self.put_point(state, year, IdealPoint { median: value, deviation: 0.0 });
    }

    /// Puts in an ideal point.
    pub fn put_point(&mut self, state: &ActorId, year: i16, point: IdealPoint) {
        self.cover(state, state, year);
        self.points.insert((state.clone(), year), point);
    }

    /// The value of two states in a year, in either direction; `None` where the table does not say.
    pub fn pair(&self, a: &ActorId, b: &ActorId, year: i16) -> Option<f64> {
        match (self.told(a, b, year), self.told(b, a, year)) {
            (None, None) => self.covers(a, b, year).then_some(0.0),
            (one, other) => Some(one.unwrap_or(0.0) + other.unwrap_or(0.0)),
        }
    }

    /// What went from one state to another in a year and those before it, so many in all; `None`
    /// where the table says nothing of any of them.
    pub fn flow(&self, from: &ActorId, to: &ActorId, year: i16, span: i16) -> Option<f64> {
        let of_year = |year| {
            let told = self.told(from, to, year);
            told.or_else(|| self.covers(from, to, year).then_some(0.0))
        };
        sum((year.saturating_sub(span - 1)..=year).filter_map(of_year))
    }

    /// What went to a state from all others, likewise.
    pub fn received(&self, to: &ActorId, year: i16, span: i16) -> Option<f64> {
        let is_then = |of: i16| of <= year && of > year.saturating_sub(span);
        let flows = self.flows.iter().filter(|((_, other, of), _)| other == to && is_then(*of));
        sum(flows.map(|(_, value)| *value))
    }

    fn told(&self, from: &ActorId, to: &ActorId, year: i16) -> Option<f64> {
        self.flows.get(&(from.clone(), to.clone(), year)).copied()
    }

    /// Whether a missing row means that there was nothing.
    fn covers(&self, a: &ActorId, b: &ActorId, year: i16) -> bool {
        let is_in = |state| self.states.contains(state);
        self.closed && self.years.contains(&year) && is_in(a) && is_in(b)
    }

    /// The value of one state.
    pub fn state(&self, state: &ActorId, year: i16) -> Option<f64> {
        Some(self.point(state, year)?.median)
    }

    /// The ideal point of a state.
    pub fn point(&self, state: &ActorId, year: i16) -> Option<IdealPoint> {
        self.points.get(&(state.clone(), year)).copied()
    }

    /// All states with a value in a year.
    pub fn of_year(&self, year: i16) -> impl Iterator<Item = (&ActorId, f64)> {
        let of_year = self.points.iter().filter(move |((_, of), _)| *of == year);
        of_year.map(|((state, _), point)| (state, point.median))
    }

    /// First and last year, if it has any rows.
    pub fn years(&self) -> Option<(i16, i16)> {
        Some((*self.years.first()?, *self.years.last()?))
    }
}

/// The sum of what is known, if anything is.
fn sum(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value))
}

/// All tables at hand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Structures {
    /// In the order in which they were given.
    pub tables: Vec<Table>,
}

impl Structures {
    /// Those of a measure.
    pub fn of(&self, measure: Measure) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(move |table| table.measure == measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_table_says_no_only_where_it_looks() {
        let [a, b, c] = ["AAA", "BBB", "CCC"].map(ActorId::new);
        let mut table = Table::new("t", Measure::Dispute, true);
        table.put(&b, &a, 2000, 1.0);
        table.cover(&a, &c, 2001);
        assert_eq!(table.pair(&a, &b, 2000), Some(1.0));
        assert_eq!(table.pair(&a, &c, 2000), Some(0.0));
        assert_eq!(table.pair(&a, &b, 2002), None);
        assert_eq!(table.pair(&a, &ActorId::new("DDD"), 2000), None);
        table.closed = false;
        assert_eq!(table.pair(&a, &c, 2000), None);
    }

    #[test]
    fn what_went_one_way_did_not_go_the_other() {
        let [a, b, c] = ["AAA", "BBB", "CCC"].map(ActorId::new);
        let mut table = Table::new("t", Measure::Arms, false);
        table.put(&a, &b, 2000, 30.0);
        table.put(&a, &b, 2004, 10.0);
        table.put(&c, &b, 2004, 60.0);
        assert_eq!(table.flow(&a, &b, 2004, 5), Some(40.0));
        assert_eq!(table.flow(&a, &b, 2005, 5), Some(10.0));
        assert_eq!((table.flow(&b, &a, 2004, 5), table.pair(&b, &a, 2004)), (None, Some(10.0)));
        assert_eq!((table.received(&b, 2004, 5), table.received(&a, 2004, 5)), (Some(100.0), None));
        table.closed = true;
        assert_eq!(table.flow(&b, &a, 2004, 5), Some(0.0));
    }
}
