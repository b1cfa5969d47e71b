//! From what is marked of a page to what is known of its pieces, and how much each of them counts.

use std::collections::{BTreeMap, BTreeSet};

use super::gold::Gold;
use super::words::{Runs, fold, runs, shared, words};

/// What all pieces of a page count together whose article's text is known.
const PAGE: f32 = 100.0;
/// What a piece counts that holds a marked string.
const MARK: f32 = 8.0;
/// The share of a piece's runs from which on it is of the article, and up to which it is not.
const SHARES: (f32, f32) = (0.5, 0.2);
/// How much less a piece counts that is doubtful, and one that comes again.
const DOUBT: (f32, f32) = (0.2, 0.3);

/// What is known of a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Label {
    pub(super) is_article: bool,
    /// 0 where nothing is known.
    pub(super) weight: f32,
}

/// Labels the pieces of a page.
pub(super) fn labels(texts: &[&str], gold: &Gold) -> Vec<Label> {
    match gold {
        Gold::Body(body, runs) => by_body(texts, body, runs),
        Gold::Marks { with, without, comments } => {
            by_marks(texts, with, &[&without[..], comments].concat())
        }
    }
}

fn by_body(texts: &[&str], body: &str, known: &Runs) -> Vec<Label> {
    let lines: BTreeSet<Vec<String>> = body.lines().map(words).collect();
    let joined = format!(" {} ", words(body).join(" "));
    let mut n_same: BTreeMap<&str, u32> = BTreeMap::new();
    texts.iter().for_each(|text| *n_same.entry(text).or_default() += 1);
    let label = |text: &&str| {
        let own = words(text);
        let (is_article, sureness) = match own.len() {
            0 => (false, 0.0),
            1..=3 if lines.contains(&own) => (true, 1.0),
            2..=3 if joined.contains(&format!(" {} ", own.join(" "))) => (true, DOUBT.0),
            1..=3 => (false, 1.0),
            _ => by_share(&runs(&own), known),
        };
        let again = if is_article && n_same[text] > 1 { DOUBT.1 } else { 1.0 };
        Label { is_article, weight: (own.len() as f32).sqrt() * sureness * again }
    };
    let mut labels: Vec<Label> = texts.iter().map(label).collect();
    let whole: f32 = labels.iter().map(|label| label.weight).sum();
    labels.iter_mut().for_each(|label| label.weight *= PAGE / whole.max(1.0));
    labels
}

/// Whether a piece is of the article by the share of its runs that is, and how sure that is.
fn by_share(own: &Runs, known: &Runs) -> (bool, f32) {
    let share = shared(own, known) as f32 / own.values().sum::<u32>() as f32;
    let is_doubtful = share > SHARES.1 && share < SHARES.0;
    (share >= SHARES.0, if is_doubtful { DOUBT.0 } else { 1.0 })
}

fn by_marks(texts: &[&str], with: &[String], without: &[String]) -> Vec<Label> {
    let texts: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let holds = |text: &String, marks: &[String]| marks.iter().any(|mark| text.contains(mark));
    let label = |text: &String| match (holds(text, with), holds(text, without)) {
        (true, false) => Label { is_article: true, weight: MARK },
        (false, true) => Label { is_article: false, weight: MARK },
        _ => Label::default(),
    };
    let mut labels: Vec<Label> = texts.iter().map(label).collect();
    // Pieces that hold the same string share what it counts.
    for (mark, is_article) in
        with.iter().map(|m| (m, true)).chain(without.iter().map(|m| (m, false)))
    {
        let is_hit = |(text, label): &(&String, &mut Label)| {
            label.weight > 0.0 && label.is_article == is_article && text.contains(mark)
        };
        let hits: Vec<&mut Label> =
            texts.iter().zip(&mut labels).filter(is_hit).map(|(_, label)| label).collect();
        let most = MARK / (hits.len().max(1) as f32).sqrt();
        hits.into_iter().for_each(|label| label.weight = label.weight.min(most));
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_known_text_are_of_the_article() {
        let body = "The envoy left on Monday.\nKlow";
        let gold = Gold::Body(body.into(), runs(&words(body)));
        let labels = labels(&["The envoy left on Monday.", "Klow", "Read more", ""], &gold);
        let is_article: Vec<bool> = labels.iter().map(|label| label.is_article).collect();
        assert_eq!(is_article, [true, true, false, false]);
        assert_eq!(labels[3].weight, 0.0);
        assert!((labels.iter().map(|label| label.weight).sum::<f32>() - PAGE).abs() < 1e-3);
    }

    #[test]
    fn of_marked_pages_only_marked_pieces_count() {
        let [with, without] = [["envoy"], ["Read"]].map(|marks| marks.map(String::from).to_vec());
        let gold = Gold::Marks { with, without, comments: Vec::new() };
        let labels = labels(&["The envoy left.", "Read more", "Read of envoy", "x"], &gold);
        let weights: Vec<f32> = labels.iter().map(|label| label.weight).collect();
        assert_eq!(weights, [MARK, MARK, 0.0, 0.0]);
        assert!(labels[0].is_article && !labels[1].is_article);
    }
}
