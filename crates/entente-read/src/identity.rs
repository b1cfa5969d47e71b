//! The id of a document: a hash of what makes its coding what it is.

use entente_model::{DocId, DocMeta};

/// Hashes the text, the day of publication, the title, the address and the query date.
///
/// Of a web page the text counts without the boilerplate around the article: that is another one
/// whenever the page is asked for.
///
/// The id is the first 16 hexadecimal digits of BLAKE3 over these five in that order, each as one
/// byte that says whether it is there, its length in eight bytes (least first) and its bytes. The
/// query date belongs to it since office holders are looked up as of that day. Where the bytes came
/// from does not: the same article in two files is one document.
pub(crate) fn of(text: &str, meta: &DocMeta) -> DocId {
    let published = meta.published.map(|day| day.to_string());
    let query_date = meta.query_date.map(|day| day.to_string());
    let parts = [
        Some(text),
        published.as_deref(),
        meta.title.as_deref(),
        meta.url.as_deref(),
        query_date.as_deref(),
    ];
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        let bytes = part.unwrap_or_default().as_bytes();
        hasher.update(&[u8::from(part.is_some())]);
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    DocId::new(&hasher.finalize().to_hex()[..16])
}
