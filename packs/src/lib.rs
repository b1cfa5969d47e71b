//! The default knowledge, embedded as text and bytes. No logic lives here.
//!
//! The folders beside this crate's manifest are the truth: `lang/<xx>/` a language, `atlas/` the
//! actors, offices and places with their sources, `ontology/<name>/` the types and rules. The
//! samples of the repository ride along, so that the demonstration needs nothing but the binary.

mod files {
    include!(concat!(env!("OUT_DIR"), "/files.rs"));
}

/// Every file of the packs: its path below the packs folder, with `/`, and its bytes; sorted.
pub const FILES: &[(&str, &[u8])] = files::FILES;

/// Sample documents: path below the samples folder and bytes; sorted.
pub const SAMPLES: &[(&str, &[u8])] = files::SAMPLES;
