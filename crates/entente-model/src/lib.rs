//! The nouns: types that pass between the stages, their ids and invariants.
