//! The face of every forecaster, and the table of them.

use entente_model::{Forecast, Panel};

use crate::persistence;

/// The outcome that is forecast: at least one conflictual happening.
pub const CONFLICT: &str = "conflict";

/// Forecasts what will pass between the dyads of a panel.
pub trait Forecaster: Send + Sync {
    /// Learns from a panel; later forecasts may be made from other panels.
    fn fit(&mut self, panel: &Panel);

    /// Gives each dyad of the panel, in its order, the chance of [`CONFLICT`] in the months that
    /// follow the panel's last.
    ///
    /// An empty panel gives no forecasts.
    fn forecast(&self, panel: &Panel, horizon: Horizon) -> Vec<Forecast>;
}

/// How far ahead to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// Months after the panel's last, at least one.
    pub months: u8,
}

/// A forecaster by name.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name, as forecasts carry it.
    pub name: &'static str,
    /// Makes one that has learnt nothing yet.
    pub new: fn() -> Box<dyn Forecaster>,
}

/// All forecasters.
pub const FORECASTERS: &[Row] = &[Row { name: persistence::NAME, new: persistence::new }];
