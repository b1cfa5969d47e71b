//! Fits on a panel, forecasts from it, and scores what came true.
