//! Documents annotated by hand, for tests of the later stages.

use jiff::civil::Date;

use crate::{Block, BlockKind, DateOrigin, DocId, DocMeta, Document, Format, Origin, Span};

/// A document of one paragraph, published on a day.
pub fn document(text: &str, published: Option<Date>) -> Document {
    Document {
        meta: DocMeta {
            id: DocId::new("test"),
            key: None,
            title: None,
            publisher: None,
            published,
            published_from: DateOrigin::None,
            query_date: None,
            lang: None,
            url: None,
            origin: Origin { path: "test".into(), offset: 0, format: Format::Text },
            pair: None,
        },
        text: text.into(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::from_range(0..text.len()) }],
    }
}
