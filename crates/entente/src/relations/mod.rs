//! How states stand to one another, from a store or from tables that the user brings.
//!
//! Each question has a file, and a row type that front ends print. From a store: how two states
//! stand ([`dyad()`]), and the [`system()`] that all of them form. From tables: [`balance()`] of a
//! signed network, likeness by [`alliances`], [`votes`] and [`ideal()`] points, trade and whom it makes [`depend`],
//! breaks in series ([`change()`]), and what counts foretell ([`ties()`]). Tables come in through
//! [`Table`], whatever their columns are called.

mod balance;
mod change;
mod draw;
mod dyad;
mod ideal;
mod known;
mod measured;
mod network;
mod recorded;
mod records;
mod shelves;
mod similarity;
mod standing;
mod system;
mod table;
mod ties;

pub use balance::{BalanceRow, Chance, Faction, NodeRow, Strain, TieStrain, TriadRow, balance};
pub use change::{ChangeRow, change};
pub use draw::{draw_dyad, draw_system};
pub use dyad::{
    Alarms, DimensionRow, HappeningRow, MonthRow, RatioRow, StandingRow, TrendRow, TrendRows,
    TurnRow, dyad,
};
pub use entente_relate::tie::Spec;
pub use ideal::{IdealRow, ideal};
pub use known::{Breadth, Scope};
pub(crate) use measured::Ties;
pub use network::{gexf, graphml};
pub use recorded::Recorded;
pub use records::RecordRow;
pub use shelves::Shelving;
pub use similarity::{DependRow, SimilarityRow, alliances, depend, votes};
pub use system::{Hedging, Network, StrangeTriad, SystemRow, TieEdge, system};
pub use table::{Row, Table};
pub use ties::{TieRow, TieYears, Wanted, ties};

/// Numbers in answers carry four decimals: more would only be noise in a diff. Nothing is never
/// negative, as the sum of no numbers is.
fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4 + 0.0
}
