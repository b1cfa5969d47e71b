//! What of a text its near-copies share: its wording, in threes of words.
//!
//! An outlet that prints an agency's story changes the headline, adds a picture, appeals for
//! subscriptions and puts the agency's name at another place. So only running text is compared, and
//! of that not what [`Credits`] know for an agency's line.

mod credit;
mod sign;
mod words;

use entente_model::{BlockKind, Document, Fingerprint, Format, Span};

pub use self::credit::{CreditError, Credits};
use self::words::Threes;

/// The distinct threes of successive words in the wording of a text, hashed to 64 bits, ascending.
///
/// Letter case, punctuation and the breaking of lines do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

/// The fewest shingles by which texts can be compared: those of five words.
const FEWEST: usize = 3;

impl Shingles {
    /// Those of a document's wording; none where there are fewer than three.
    pub fn of(document: &Document, credits: &Credits) -> Self {
        let wording = wording(document, credits);
        let mut threes = Threes::default();
        wording.spans.iter().for_each(|span| threes.read(span.of(&document.text)));
        Self::new(threes.finish())
    }

    /// Those of hashes made before.
    pub fn new(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        Self(if hashes.len() < FEWEST { Vec::new() } else { hashes })
    }

    /// The hashes.
    pub fn hashes(&self) -> &[u64] {
        &self.0
    }

    /// The share of what both have in what either has, in [0, 1]: the Jaccard coefficient.
    pub fn jaccard(&self, other: &Self) -> f64 {
        let (a, b) = (&self.0, &other.0);
        let (mut i, mut j, mut n_both) = (0, 0, 0_usize);
        while i < a.len() && j < b.len() {
            let (x, y) = (a[i], b[j]);
            n_both += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
        let n_either = a.len() + b.len() - n_both;
        if n_either == 0 { 0.0 } else { n_both as f64 / n_either as f64 }
    }

    /// What documents with such shingles are found by.
    pub fn fingerprint(&self) -> Fingerprint {
        if self.0.is_empty() { Fingerprint::default() } else { sign::sign(&self.0) }
    }
}

/// Notes in a document's metadata by what its near-copies are found, and the agency it credits.
pub fn mark(document: &mut Document, credits: &Credits) {
    let agency = wording(document, credits).agency.map(str::to_owned);
    document.meta.fingerprint = Shingles::of(document, credits).fingerprint();
    document.meta.agency = agency;
}

/// What is compared of a text, and the agency that it credits.
struct Wording<'c> {
    spans: Vec<Span>,
    agency: Option<&'c str>,
}

fn wording<'c>(document: &Document, credits: &'c Credits) -> Wording<'c> {
    let text = &document.text;
    let mut wording = Wording { spans: Vec::with_capacity(document.blocks.len()), agency: None };
    // Around a page's article stand many words that are no news.
    let is_page = matches!(document.meta.origin.format, Format::Html | Format::Warc);
    for block in &document.blocks {
        // A line of credit may have been set apart as boilerplate before.
        let credited = credits.cut(block.span.of(text));
        wording.agency = wording.agency.or(credited.agency);
        let is_wording = is_wording(block.kind, block.span.of(text));
        if is_wording && !(is_page && block.kind == BlockKind::Boilerplate) {
            let start = block.span.range().start;
            let kept = start + credited.kept.start..start + credited.kept.end;
            wording.spans.push(Span::from_range(kept));
        }
    }
    wording
}

/// Whether a block goes along when a story is copied.
///
/// A word or two that are no news, such as an agency's sign-off, make no texts alike; they stay,
/// so that of short reports what is compared is what anyone would count.
fn is_wording(kind: BlockKind, block: &str) -> bool {
    match kind {
        BlockKind::Caption => false,
        BlockKind::Boilerplate => block.split_whitespace().nth(2).is_none(),
        _ => kind.is_news(),
    }
}

#[cfg(test)]
mod tests {
    use entente_model::testing::document;

    use super::*;

    fn shingles(text: &str) -> Shingles {
        Shingles::of(&document(text, None), &Credits::default())
    }

    #[test]
    fn the_share_of_threes_in_common() {
        let share = |a: &str, b: &str| shingles(a).jaccard(&shingles(b));
        let text = "the envoy of Aland left the port of Klow";
        assert_eq!(share(text, "The envoy,\nof ALAND; left -- the port (of) Klow!"), 1.0);
        assert_eq!(share(text, "the envoy of Aland left the port of Jelling"), 6.0 / 8.0);
        assert_eq!(share(text, "nothing of that was said by anyone here"), 0.0);
    }

    #[test]
    fn the_same_three_counts_once() {
        assert_eq!(shingles("a b c a b c a b c").hashes().len(), 3);
    }

    #[test]
    fn too_little_is_compared_with_nothing() {
        assert!(shingles("Envoy leaves Aland today").fingerprint().is_empty());
        assert_eq!(shingles("Envoy leaves").jaccard(&shingles("Envoy leaves")), 0.0);
        assert!(!shingles("The envoy leaves Aland today").fingerprint().is_empty());
    }

    #[test]
    fn like_texts_have_like_fingerprints() {
        let long: Vec<String> = (0..400).map(|n| format!("w{}", n * n % 911)).collect();
        let (whole, most) = (long.join(" "), long[..380].join(" "));
        let shared = |a: &str, b: &str| {
            let (a, b) = (shingles(a).fingerprint(), shingles(b).fingerprint());
            a.hashes().iter().zip(b.hashes()).filter(|(a, b)| a == b).count()
        };
        assert_eq!(shared(&whole, &whole), 24);
        assert!((16..24).contains(&shared(&whole, &most)), "{}", shared(&whole, &most));
        assert!(shared(&whole, &long[..12].join(" ")) < 2);
    }

    #[test]
    fn what_is_no_running_text_does_not_count() {
        let mut page = document("Envoy leaves Aland at noon. Subscribe to our letter now.", None);
        let bare =
            Shingles::of(&document("Envoy leaves Aland at noon.", None), &Credits::default());
        page.blocks[0].span = Span::new(0, 27);
        let ad = entente_model::Block { kind: BlockKind::Boilerplate, span: Span::new(28, 56) };
        page.blocks.push(ad);
        assert_eq!(Shingles::of(&page, &Credits::default()), bare);
    }

    #[test]
    fn short_lines_around_the_article_of_a_page_make_no_texts_alike() {
        let count = |format: Format| {
            let mut page = document("The envoy left the port.\n\nShare", None);
            page.meta.origin.format = format;
            page.blocks[0].span = Span::new(0, 24);
            let share =
                entente_model::Block { kind: BlockKind::Boilerplate, span: Span::new(26, 31) };
            page.blocks.push(share);
            wording(&page, &Credits::default()).spans.len()
        };
        assert_eq!((count(Format::Text), count(Format::Html)), (2, 1));
    }
}
