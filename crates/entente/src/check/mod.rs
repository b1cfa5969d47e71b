//! Claims against the record: `entente check`.
//!
//! A [`Checker`] holds a store, structural tables ([`read_records`], [`kept_records`]) and what words stand for; it
//! gathers what the store tells of a proposition's actors (`gather.rs`), has it weighed by
//! [`entente_relate::check`], and dresses the verdict with its sentences (`row.rs`). A verdict can
//! be handed on as a brief ([`brief()`]) or as a ClaimReview ([`claim_review`]).

mod brief;
mod gather;
mod given;
mod kept;
mod records;
mod review;
mod row;
mod vocabulary;

pub use brief::{Form, brief};
pub use entente_relate::check::{Structures, Thresholds};
pub use gather::Checker;
pub use given::read_proposition;
pub use kept::kept_records;
pub use records::{RecordsFile, read_records};
pub use review::claim_review;
pub use row::{Asked, FlipRow, ItemRow, LookedRow, ThresholdsRow, VerdictRow};
