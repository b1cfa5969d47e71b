//! Documents as rows of their table, and back.

use entente_model::{
    Block, BlockKind, DateOrigin, DocId, DocMeta, Document, Fingerprint, Format, Origin,
    PairRequest, Span,
};
use parquet::errors::Result;

use super::evidence::span;
use super::frame::Kind::{Bool, Day, Int, Text};
use super::frame::{Frame, Head, flaw};

pub(super) const DOCUMENT: &[Head] = &[
    ("id", Text, "a hash of the content"),
    ("given_id", Text, "the input's own id"),
    ("title", Text, "the headline"),
    ("publisher", Text, "the outlet"),
    ("authors", Text, "who wrote it, a line each"),
    ("published", Day, "day of publication"),
    ("published_from", Text, "where that day was read"),
    ("earliest", Day, "where it is not known: no earlier than this"),
    ("query_date", Day, "day for resolving office holders"),
    ("lang", Text, "declared language, ISO 639-1"),
    ("url", Text, "address of the page"),
    ("canonical", Text, "the address that the page says is its own"),
    ("path", Text, "the input it came from"),
    ("byte_offset", Int, "where in it"),
    ("format", Text, "what it was read as"),
    ("asks_pair", Bool, "whether the input asked about two parties"),
    ("pair_actor_start", Int, "where it names the one"),
    ("pair_actor_end", Int, "and where that ends"),
    ("pair_recipient_start", Int, "where it names the other"),
    ("pair_recipient_end", Int, "and where that ends"),
    ("agency", Text, "the agency that the text credits"),
    ("fingerprint", Text, "what near-copies are found by, in hexadecimal"),
    ("blocks", Text, "the text's structure, a line each: kind, start, end"),
    ("text", Text, "the text"),
];

/// Adds a document to a frame.
pub(super) fn put(frame: &mut Frame, document: &Document) {
    let Document { meta, text, blocks } = document;
    let DocMeta {
        id,
        key,
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
        fingerprint,
    } = meta;
    let Origin { path, offset, format } = origin;
    frame.put_text(Some(id.as_str()));
    frame.put_text(key.as_deref());
    frame.put_text(title.as_deref());
    frame.put_text(publisher.as_deref());
    frame.put_text(Some(&authors.join("\n")));
    frame.put_day(*published);
    frame.put_text(Some(published_from.as_str()));
    frame.put_day(*earliest);
    frame.put_day(*query_date);
    frame.put_text(lang.as_deref());
    frame.put_text(url.as_deref());
    frame.put_text(canonical.as_deref());
    frame.put_text(Some(path));
    frame.put_int(Some(*offset));
    frame.put_text(Some(format.as_str()));
    frame.put_bool(Some(pair.is_some()));
    let sides = pair.map_or([None, None], |PairRequest { actor, recipient }| [actor, recipient]);
    for side in sides {
        frame.put_int(side.map(Span::start));
        frame.put_int(side.map(Span::end));
    }
    frame.put_text(agency.as_deref());
    let bytes = fingerprint.to_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    frame.put_text(Some(&hex));
    let block =
        |Block { kind, span }: &Block| format!("{} {} {}", kind.as_str(), span.start(), span.end());
    frame.put_text(Some(&blocks.iter().map(block).collect::<Vec<_>>().join("\n")));
    frame.put_text(Some(text));
}

/// Takes the next row of a frame.
pub(super) fn take(frame: &mut Frame) -> Result<Document> {
    let needed =
        |frame: &mut Frame| frame.text()?.ok_or_else(|| flaw("expected a value, found none"));
    let named = "expected a known name, found another";
    let id = DocId::new(needed(frame)?);
    let (key, title, publisher) = (frame.text()?, frame.text()?, frame.text()?);
    let authors = frame.text()?.unwrap_or_default().lines().map(str::to_owned).collect();
    let published = frame.day()?;
    let published_from = DateOrigin::from_name(&needed(frame)?).ok_or_else(|| flaw(named))?;
    let (earliest, query_date) = (frame.day()?, frame.day()?);
    let (lang, url, canonical) = (frame.text()?, frame.text()?, frame.text()?);
    let path = needed(frame)?;
    let offset = frame.int()?.map_or(0, i64::cast_unsigned);
    let format = Format::from_name(&needed(frame)?).ok_or_else(|| flaw(named))?;
    let asks = frame.bool()?.unwrap_or_default();
    let pair = PairRequest { actor: span(frame)?, recipient: span(frame)? };
    let agency = frame.text()?;
    let bytes = bytes(&needed(frame)?);
    let fingerprint = bytes.as_deref().and_then(Fingerprint::from_bytes);
    let fingerprint = fingerprint.ok_or_else(|| flaw("expected a fingerprint"))?;
    let blocks = needed(frame)?.lines().map(block).collect::<Option<Vec<_>>>();
    Ok(Document {
        meta: DocMeta {
            id,
            key,
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
            origin: Origin { path, offset, format },
            pair: asks.then_some(pair),
            agency,
            fingerprint,
        },
        blocks: blocks.ok_or_else(|| flaw("expected a kind and two offsets a block"))?,
        text: needed(frame)?,
    })
}

fn block(line: &str) -> Option<Block> {
    let mut parts = line.split(' ');
    let kind = BlockKind::from_name(parts.next()?)?;
    let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (start <= end).then(|| Block { kind, span: Span::new(start, end) })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}
