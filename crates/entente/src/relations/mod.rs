//! How states stand to one another, from a store or from tables that the user brings.
//!
//! Each question has a file, and a row type that front ends print: [`balance()`] of a signed
//! network. Tables come in through [`Table`], whatever their columns are called.

mod balance;
mod table;

pub use balance::{Against, BalanceRow, Chance, Faction, NodeRow, TriadRow, balance};
pub use table::{Row, Table};
