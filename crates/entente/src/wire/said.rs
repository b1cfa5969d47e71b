//! Claims and standing relations over a store, one row a line: `entente claims`.

use entente_store as store;
use serde::Serialize;

use super::{Claim, Relation, SCHEMA, day};

/// A claim with the document and the sentence it stands in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The claim; its spans point into the document's text.
    #[serde(flatten)]
    pub claim: Claim,
    /// Where it stands.
    #[serde(flatten)]
    pub place: StandsIn,
}

/// A standing relation with the document and the sentence it stands in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RelationRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The relation; its spans point into the document's text.
    #[serde(flatten)]
    pub relation: Relation,
    /// Where it stands.
    #[serde(flatten)]
    pub place: StandsIn,
}

/// A document and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StandsIn {
    /// The document's id.
    pub document: String,
    /// Its outlet.
    pub publisher: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// The text of the sentence.
    pub sentence_text: String,
    /// The run that found it.
    pub run: String,
}

impl ClaimRow {
    /// Dresses a claim of a store.
    pub fn new(found: &store::FoundClaim) -> Self {
        let store::FoundClaim { run, claim, document, sentence } = found;
        Self { schema: SCHEMA, claim: claim.into(), place: StandsIn::new(run, document, sentence) }
    }
}

impl RelationRow {
    /// Dresses a relation of a store.
    pub fn new(found: &store::FoundRelation) -> Self {
        let store::FoundRelation { run, relation, document, sentence } = found;
        let place = StandsIn::new(run, document, sentence);
        Self { schema: SCHEMA, relation: relation.into(), place }
    }
}

impl StandsIn {
    fn new(run: &entente_model::RunId, document: &entente_model::DocMeta, sentence: &str) -> Self {
        Self {
            document: document.shown_id().to_owned(),
            publisher: document.publisher.clone(),
            published: document.published.map(day),
            sentence_text: sentence.to_owned(),
            run: run.to_string(),
        }
    }
}
