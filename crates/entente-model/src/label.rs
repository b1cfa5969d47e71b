//! A pipeline's own labels, shared by all documents that it annotated.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Relation, Role};

/// The label tables of one language's pipeline; tokens hold indices into them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Fine part-of-speech tags.
    pub tags: Vec<String>,
    /// Dependency labels.
    pub deps: Vec<String>,
    /// What each dependency label means; as long as `deps`.
    pub relations: Vec<Relation>,
    /// Morphology strings (`Number=Sing|Tense=Past`).
    pub morphs: Vec<String>,
    /// Entity labels.
    pub entities: Vec<String>,
    /// Whether what each entity label names may act; as long as `entities`.
    pub acting: Vec<bool>,
    /// Whether what each entity label names happens (a summit, games, a war); as long as `entities`.
    pub happening: Vec<bool>,
    /// Usual role of what stands under an adposition, by its lemma.
    pub adpositions: BTreeMap<String, Role>,
    /// Of what kinds a noun is (`weapon`, `court`), by its lemma.
    pub kinds: BTreeMap<String, Vec<Arc<str>>>,
}

impl Labels {
    /// The relation that a dependency label means.
    pub fn relation(&self, dep: u16) -> Relation {
        self.relations.get(usize::from(dep)).copied().unwrap_or(Relation::Other)
    }
}
