//! From the fields of one record to a document: what JSON Lines and tables have in common.

use entente_model::{DocId, DocMeta, Document, Fingerprint, Noted, Origin};
use serde_json::{Map, Value};

use crate::field::Fields;
use crate::format::check_length;
use crate::{Hint, block, bound, identity};

/// Makes a document of a record's fields.
///
/// # Errors
///
/// Where there is no text, or one that is not accepted.
pub(crate) fn document(
    mut object: Map<String, Value>,
    origin: Origin,
    hint: &Hint<'_>,
) -> Result<Noted<Document>, String> {
    hint.columns.iter().for_each(|columns| columns.rename(&mut object));
    let Fields { text, id, mut title, published, publisher, url, lang, query_date, pair, notes } =
        Fields::of(object);
    let text = text?;
    check_length(&text, hint)?;
    let blocks = block::blocks(&text, &mut title, hint.cues.into());
    let (day, published_from) = published;
    let mut meta = DocMeta {
        id: DocId::new(""),
        key: id,
        title,
        publisher,
        authors: Vec::new(),
        published: day,
        published_from,
        earliest: None,
        query_date,
        lang,
        url,
        canonical: None,
        origin,
        pair,
        agency: None,
        fingerprint: Fingerprint::default(),
    };
    bound::set(&mut meta, &text, hint);
    meta.id = identity::of(&text, &meta);
    Ok(Noted { value: Document { meta, text, blocks }, notes })
}
