//! What is derived from many documents: happenings, ties, panels, forecasts; and runs.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{Dyad, EventId, RunId, When};

/// One pass of the engine over some input; every stored record names its run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// Version of the engine.
    pub engine: String,
    /// Name and hash of each pack, sorted by name.
    pub packs: Vec<(String, String)>,
    /// Hash of the settings.
    pub settings: String,
}

impl Run {
    /// Whether another run has the same engine, packs and settings, so that both code alike.
    pub fn is_like(&self, other: &Self) -> bool {
        (&self.engine, &self.packs, &self.settings)
            == (&other.engine, &other.packs, &other.settings)
    }
}

/// Reports judged to be one occurrence.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Who to whom.
    pub dyad: Dyad,
    /// The type.
    pub kind: Arc<str>,
    /// When.
    pub when: Option<When>,
    /// The conflict-cooperation score of its type.
    pub tone: f32,
    /// The reports, earliest first; never empty.
    pub reports: Vec<EventId>,
}

/// Sign and weight of a dyad over an interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Who to whom.
    pub dyad: Dyad,
    /// Cooperation, never netted against conflict.
    pub cooperation: f64,
    /// Conflict.
    pub conflict: f64,
    /// Happenings it rests on.
    pub n: u32,
}

/// A dyad by period table, as known on a day; nothing in it was reported later.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The day.
    pub as_of: Date,
    /// Cells sorted by dyad, then period.
    pub cells: Vec<PanelCell>,
}

/// What passed between a dyad in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelCell {
    /// Who to whom.
    pub dyad: Dyad,
    /// First day of the period.
    pub period: Date,
    /// Cooperative happenings.
    pub cooperation: u32,
    /// Conflictual happenings.
    pub conflict: u32,
}

/// The chance of a named outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Who to whom.
    pub dyad: Dyad,
    /// What is forecast.
    pub outcome: Arc<str>,
    /// By when.
    pub by: Date,
    /// What was known when.
    pub as_of: Date,
    /// Probability in [0, 1].
    pub probability: f64,
    /// Name of the model.
    pub model: Arc<str>,
}
