//! A document: one immutable text and what is known about it.

use jiff::civil::Date;

use crate::grammar::named;
use crate::{DocId, Fingerprint, Span};

/// One text with its metadata and its blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// All but the text.
    pub meta: DocMeta,
    /// The text; every [`Span`] about this document points into it. Shorter than 4 GiB.
    pub text: String,
    /// The text's structure: in order, not overlapping. Bytes between blocks are white space.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The blocks from which events and claims may be taken, each with its index.
    ///
    /// A standfirst whose words a later block begins with is left out: the text says them again,
    /// and what it says counts once.
    pub fn news(&self) -> impl Iterator<Item = (usize, &Block)> {
        let blocks = self.blocks.iter().enumerate();
        blocks.filter(|(at, block)| block.kind.is_news() && !self.is_repeated(*at))
    }

    /// Whether a block is a standfirst that a later news block repeats.
    fn is_repeated(&self, at: usize) -> bool {
        let words = |block: &Block| {
            let words = block.span.of(&self.text).split(|c: char| !c.is_alphanumeric());
            words.filter(|word| !word.is_empty())
        };
        let block = &self.blocks[at];
        let begins = |later: &Block| {
            let mut later = words(later);
            words(block).all(|word| later.next() == Some(word))
        };
        let mut later = self.blocks[at + 1..].iter().filter(|later| later.kind.is_news());
        block.kind == BlockKind::Standfirst && later.any(begins)
    }
}

/// What is known about a document apart from its text.
#[derive(Clone, Debug, PartialEq)]
pub struct DocMeta {
    /// A hash of the content.
    pub id: DocId,
    /// The id that the input gave, if it gave one.
    pub key: Option<String>,
    /// The headline as metadata; it may or may not stand in the text as well.
    pub title: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Who wrote it, as the page names them.
    pub authors: Vec<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Where that day was read.
    pub published_from: DateOrigin,
    /// Where the day of publication is unknown: it is no earlier than this, the newest day that the
    /// text itself names.
    pub earliest: Option<Date>,
    /// Day for resolving office holders, if other than the day of publication.
    pub query_date: Option<Date>,
    /// Declared language, as an ISO 639-1 code.
    pub lang: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// The address that the page itself says is its own.
    pub canonical: Option<String>,
    /// Where the bytes came from.
    pub origin: Origin,
    /// Two spans about which one more answer is asked.
    pub pair: Option<PairRequest>,
    /// The agency that the text credits.
    pub agency: Option<String>,
    /// What near-copies are found by.
    pub fingerprint: Fingerprint,
}

impl DocMeta {
    /// The id to show a user: the input's own where there is one.
    pub fn shown_id(&self) -> &str {
        self.key.as_deref().unwrap_or(self.id.as_str())
    }

    /// The day as of which office holders are looked up.
    pub fn as_of(&self) -> Option<Date> {
        self.query_date.or(self.published)
    }
}

/// Asks what the text says that the first party does to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRequest {
    /// Where the acting side is named, if it is.
    pub actor: Option<Span>,
    /// Where the other side is named, if it is.
    pub recipient: Option<Span>,
}

/// Where a document's bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Path or name of the input.
    pub path: String,
    /// Byte offset of the record inside it.
    pub offset: u64,
    /// The format it was read as.
    pub format: Format,
}

named! {
    /// The formats that can be read.
    #[non_exhaustive]
    Format {
        /// Plain text, one document a file.
        Text = "text",
        /// JSON Lines, one document a line.
        Jsonl = "jsonl",
        /// A web page.
        Html = "html",
        /// A web archive: WARC, or ARC before it.
        Warc = "warc",
        /// RSS or Atom, one document an item.
        Feed = "feed",
        /// A table, one document a row.
        Csv = "csv",
        /// A zip archive of any of these.
        Zip = "zip",
        /// A tar archive of any of these.
        Tar = "tar",
    }
}

named! {
    /// Where a publication date was read.
    #[non_exhaustive]
    #[derive(Default)]
    DateOrigin {
        /// Linked data in the page.
        JsonLd = "json-ld",
        /// A field of the record, or of the page's head.
        Meta = "meta",
        /// The address of the page, or the name of the file.
        Url = "url",
        /// The text itself.
        Text = "text",
        /// The headers that a page was sent with.
        Header = "header",
        /// Nowhere: the date is unknown.
        #[default]
        None = "none",
    }
}

/// A stretch of text of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
}

named! {
    /// What a block of text is.
    BlockKind {
        /// The headline.
        Headline = "headline",
        /// The summary under the headline.
        Standfirst = "standfirst",
        /// Running text.
        Paragraph = "paragraph",
        /// A quotation set apart.
        Quote = "quote",
        /// An item of a list.
        ListItem = "list-item",
        /// A heading inside the text.
        Subhead = "subhead",
        /// A picture's caption.
        Caption = "caption",
        /// A link to another story; its title belongs to that story.
        CrossReference = "cross-reference",
        /// A request to subscribe in place of text.
        Paywall = "paywall",
        /// Appeals, sharing links, newsletters and the like.
        Boilerplate = "boilerplate",
    }
}

impl BlockKind {
    /// Whether events and claims may be taken from such a block.
    pub fn is_news(self) -> bool {
        !matches!(self, Self::CrossReference | Self::Paywall | Self::Boilerplate)
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_standfirst_that_the_text_repeats_counts_once() {
        let text = "The envoy left. He left by train. The envoy left, he said.";
        let news = |standfirst: Span| {
            let rest = Span::new(34, text.len() as u32);
            let mut document = testing::document(text, None);
            document.blocks = vec![
                Block { kind: BlockKind::Standfirst, span: standfirst },
                Block { kind: BlockKind::Paragraph, span: rest },
            ];
            document.news().map(|(at, _)| at).collect::<Vec<_>>()
        };
        assert_eq!(news(Span::new(0, 15)), [1]);
        assert_eq!(news(Span::new(0, 33)), [0, 1]);
    }
}
