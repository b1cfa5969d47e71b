//! One document as it was read: `entente read`.

use entente_model as model;
use serde::Serialize;

use super::{Note, SCHEMA, Span, day, notes, span};

/// A document with its blocks and where it came from; also a valid input document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// The version of this shape.
    pub schema: &'static str,
    /// The input's own id, or else the hash of the content.
    pub id: String,
    /// Address of the page.
    pub url: Option<String>,
    /// The address that the page itself says is its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// Where that day was read: `json-ld`, `meta`, `url`, `text`, `header` or `none`.
    pub published_from: &'static str,
    /// Where that day is unknown: it is no earlier than this, the newest day that the text names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// Day for resolving office holders, if other than the day of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_date: Option<String>,
    /// Declared language.
    pub lang: Option<String>,
    /// The text.
    pub text: String,
    /// Its structure.
    pub blocks: Vec<Block>,
    /// Where the bytes came from.
    pub origin: Origin,
    /// A pair about which one more answer is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<PairSpans>,
    /// The agency that the text credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The earliest document that tells the same story in much the same words, if that is another.
    pub copy_of: Option<String>,
    /// Other documents that were read with this one and share its wording, closest first, 128 at
    /// most.
    pub near_copies: Vec<NearCopy>,
    /// Which version of the page this is, from 1, where there are several.
    pub version: Option<usize>,
    /// What the reader noticed.
    pub notes: Vec<Note>,
}

/// A stretch of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Its kind: `headline`, `paragraph`, …
    pub kind: &'static str,
    /// Where it is.
    pub span: Span,
}

/// Another document that shares at least half of its wording.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NearCopy {
    /// Its id.
    pub id: String,
    /// The share of what both say in what either says, in [0.5, 1].
    pub similarity: f64,
}

/// Where a document's bytes came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// Path or name of the input.
    pub path: String,
    /// Byte offset of the record inside it.
    pub offset: u64,
    /// The format it was read as.
    pub format: &'static str,
}

/// The two sides of a pair request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PairSpans {
    /// Where the acting side is named, if it is.
    pub actor: Option<Span>,
    /// Where the other side is named, if it is.
    pub recipient: Option<Span>,
}

impl From<model::Noted<model::Document>> for Document {
    fn from(read: model::Noted<model::Document>) -> Self {
        let model::Noted { value: model::Document { meta, text, blocks }, notes: remarks } = read;
        let shown = meta.shown_id().to_owned();
        let model::DocMeta {
            id: _,
            key: _,
            title,
            publisher,
            authors,
            published,
            published_from,
            earliest,
            query_date,
            lang,
            url,
            canonical,
            origin,
            pair,
            agency,
            fingerprint: _,
        } = meta;
        Self {
            schema: SCHEMA,
            id: shown,
            url,
            canonical,
            publisher,
            title,
            authors,
            published: published.map(day),
            published_from: published_from.as_str(),
            earliest: earliest.map(day),
            query_date: query_date.map(day),
            lang,
            text,
            blocks: blocks.iter().map(Block::from).collect(),
            origin: Origin::from(origin),
            pair: pair.as_ref().map(PairSpans::from),
            agency,
            copy_of: None,
            near_copies: Vec::new(),
            version: None,
            notes: notes(&remarks),
        }
    }
}

impl From<&model::Block> for Block {
    fn from(block: &model::Block) -> Self {
        let model::Block { kind, span: place } = block;
        Self { kind: kind.as_str(), span: span(*place) }
    }
}

impl From<model::Origin> for Origin {
    fn from(origin: model::Origin) -> Self {
        let model::Origin { path, offset, format } = origin;
        Self { path, offset, format: format.as_str() }
    }
}

impl From<&model::PairRequest> for PairSpans {
    fn from(pair: &model::PairRequest) -> Self {
        let model::PairRequest { actor, recipient } = pair;
        Self { actor: actor.map(span), recipient: recipient.map(span) }
    }
}
