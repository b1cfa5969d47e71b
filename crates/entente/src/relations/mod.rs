//! How states stand to one another, from a store or from tables that the user brings.
//!
//! Each question has a file, and a row type that front ends print. From tables: [`balance()`] of a
//! signed network, likeness by [`alliances`] and [`votes`], trade and whom it makes [`depend`],
//! breaks in series ([`change()`]), and what counts foretell ([`ties()`]). Tables come in through
//! [`Table`], whatever their columns are called.

mod balance;
mod change;
mod similarity;
mod table;
mod ties;

pub use balance::{Against, BalanceRow, Chance, Faction, NodeRow, TriadRow, balance};
pub use change::{ChangeRow, change};
pub use similarity::{DependRow, SimilarityRow, alliances, depend, votes};
pub use table::{Row, Table};
pub use ties::{TieRow, TieYears, Wanted, ties};
