//! The days that a document says in its title that it tells of.

use entente_annotate::{Scope, Scratch, annotate};
use entente_model::{Block, BlockKind, DocMeta, Document, Span, When};

use crate::Engine;

impl Engine {
    /// The days of which a document tells, if its title names a period: `The month in brief, May 2021`.
    pub(crate) fn period(&self, meta: &DocMeta, scratch: &mut Scratch) -> Option<When> {
        let is_dated = |title: &&str| title.contains(|c: char| c.is_ascii_digit());
        let text = meta.title.as_deref().filter(is_dated)?.to_owned();
        let span = Span::from_range(0..text.len());
        let meta = DocMeta { pair: None, ..meta.clone() };
        let blocks = vec![Block { kind: BlockKind::Headline, span }];
        let title = Document { meta, text, blocks };
        let title = annotate(title, &self.languages, Scope::News, scratch);
        entente_resolve::period(&title.value, &self.atlas)
    }
}
