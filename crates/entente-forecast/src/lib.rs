//! Fits on a panel, forecasts from it, and scores what came true.
//!
//! A forecaster sees a [`Panel`](entente_model::Panel) and nothing else, so it cannot know what was
//! reported after the panel's day.

mod forecaster;
mod persistence;
mod score;

pub use forecaster::{CONFLICT, FORECASTERS, Forecaster, Horizon, Row};
pub use score::{Outcome, brier, outcomes, skill};
