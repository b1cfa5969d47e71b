//! Checks a proposition against the record as known on a day.
//!
//! [`check`] gathers what speaks for and against a [`Proposition`] (`rules.rs`) among dated
//! reports, standing relations, measured ties and structural tables ([`structure`]), and weighs it
//! (`weigh.rs`). Its first virtue is to say `not enough evidence`: silence is no evidence, nobody's
//! word on a deed is, and what nobody can observe (a cause, an intention) is never supported.

mod item;
mod rules;
pub mod structure;
mod weigh;

use std::sync::Arc;

use entente_model::{ActorId, Proposition};
use jiff::civil::Date;

pub use item::{Cluster, Item, Origin, Shelf, Sign};
pub use structure::{Measure, Structures};
pub use weigh::{Flip, Ruling, Thresholds, Verdict};

use crate::tie::{Kind, Side};

/// All that there is to look at.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// What is told of what states did to each other.
    pub told: Vec<Told>,
    /// What is said to stand between them.
    pub standing: Vec<Stands>,
    /// How the pairs that are asked about stand, as far as anything is known of them.
    pub ties: Vec<Measured>,
    /// Tables of others.
    pub structures: Structures,
    /// What words of propositions and relations mean in tables.
    pub vocabulary: Vocabulary,
}

/// A happening, with whoever tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Who acts.
    pub actor: ActorId,
    /// Towards whom.
    pub recipient: ActorId,
    /// The type.
    pub kind: Arc<str>,
    /// The shelf.
    pub shelf: Shelf,
    /// Conflict or cooperation; none of its tone is 0.
    pub side: Option<Side>,
    /// Whether it is said not to have happened.
    pub denied: bool,
    /// First and last day.
    pub days: (Date, Date),
    /// The reports, earliest first.
    pub sources: Vec<Source>,
}

/// A standing relation, with whoever tells of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stands {
    /// The two parties.
    pub pair: [ActorId; 2],
    /// The kind, as the ontology names it.
    pub kind: Arc<str>,
    /// Whether it is said to hold, rather than denied; what is only planned is not listed.
    pub holds: bool,
    /// First and last day, as far as known; without them it holds on the day of the report.
    pub days: (Date, Date),
    /// The reports, earliest first.
    pub sources: Vec<Source>,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The cluster of near-copies that its document is in.
    pub cluster: u32,
    /// Its outlet, if known.
    pub publisher: Option<Arc<str>>,
    /// Whether it is told at first hand.
    pub first_hand: bool,
    /// The id of the event or relation as coded there.
    pub id: Arc<str>,
}

/// A tie as measured against coverage.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The two.
    pub pair: [ActorId; 2],
    /// Whether so much is told of them that silence says something.
    pub covered: bool,
    /// What it is.
    pub kind: Kind,
    /// Which way cooperation and conflict go: 1 up, -1 down, 0 unclear.
    pub trend: [i8; 2],
    /// Independent clusters behind it.
    pub clusters: usize,
}

/// What words stand for; pack data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Grades of alliance, strongest first, with the measures that meet each.
    pub grades: Vec<(String, Vec<Measure>)>,
    /// Kinds of standing relations and what they are evidence of.
    pub relations: Vec<(String, Measure)>,
    /// Levels of a tie: the measures and the kinds of tie that meet each.
    pub levels: Vec<(String, Vec<Measure>, Vec<String>)>,
    /// Dimensions and the measures that compare two states in each.
    pub dimensions: Vec<(String, Vec<Measure>)>,
    /// Measures that a pair's course is told by, by dimension.
    pub courses: Vec<(String, Measure)>,
}

/// Checks a proposition as of a day.
///
/// `own` are the clusters that the claim itself stands in: nothing from them counts.
pub fn check(
    proposition: &Proposition,
    record: &Record,
    as_of: Date,
    own: &[u32],
    thresholds: Thresholds,
) -> Verdict {
    let mut search = rules::Search::new(proposition, record, as_of, own);
    let rule = search.run();
    weigh::weigh(rule, search.into_found(), thresholds)
}
