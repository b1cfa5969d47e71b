//! Near-copies: which documents tell one story in the same words.
//!
//! Three steps, each small: [`CopyIndex`] proposes, from fingerprints alone, the few documents that
//! a new one may be a near-copy of; the caller, who has the texts, keeps those that are; and
//! [`clusters`] makes one cluster a story of all pairs that were kept.

mod cluster;
mod index;

pub use cluster::clusters;
pub use index::CopyIndex;
