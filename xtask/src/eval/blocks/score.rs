//! Marked blocks against read ones: which kind each marked block was read as, and the figures.

use std::collections::BTreeMap;

/// A block by its kind and its words.
pub(crate) struct Worded {
    pub(crate) kind: String,
    pub(crate) text: String,
    words: Vec<String>,
}

impl Worded {
    pub(crate) fn new(kind: &str, text: &str) -> Self {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Self { kind: kind.into(), text: text.into(), words: words.map(Into::into).collect() }
    }
}

/// How many blocks of a kind were marked and read so, missed, and read so wrongly.
#[derive(Default)]
struct Count {
    hits: f64,
    missed: f64,
    wrong: f64,
}

/// Sums over pages.
#[derive(Default)]
pub(crate) struct Sums {
    kinds: BTreeMap<String, Count>,
    news: f64,
    kept: f64,
    found: f64,
    exact: f64,
}

/// Kinds that hold the story itself.
const STORY: [&str; 3] = ["paragraph", "quote", "list-item"];
/// Kinds from which no event is taken.
const NO_NEWS: [&str; 3] = ["cross-reference", "paywall", "boilerplate"];

impl Sums {
    /// Adds a page; returns for each marked block what it was read as, if that is wrong.
    pub(crate) fn add(&mut self, marks: &[Worded], read: &[Worded]) -> Vec<Option<String>> {
        let places = places(marks, read);
        let rows = marks.iter().zip(&places).filter(|(mark, _)| !mark.words.is_empty());
        rows.map(|(mark, place)| self.count(mark, place.map(|at| &read[at]))).collect()
    }

    fn count(&mut self, mark: &Worded, read: Option<&Worded>) -> Option<String> {
        let said = read.map(|read| read.kind.as_str());
        if STORY.contains(&mark.kind.as_str()) {
            self.news += 1.0;
            self.kept += f64::from(said.is_some_and(|said| !NO_NEWS.contains(&said)));
        }
        self.found += f64::from(read.is_some());
        self.exact += f64::from(read.is_some_and(|read| read.words == mark.words));
        let show =
            |said: &str| Some(format!("{} read as {said}: {}", mark.kind, mark.words.join(" ")));
        match said {
            None if mark.kind == "boilerplate" => None,
            None => {
                self.of(&mark.kind).missed += 1.0;
                show("nothing")
            }
            Some(said) if said == mark.kind => {
                self.of(said).hits += 1.0;
                None
            }
            Some(said) => {
                self.of(&mark.kind).missed += 1.0;
                self.of(said).wrong += 1.0;
                show(said)
            }
        }
    }

    fn of(&mut self, kind: &str) -> &mut Count {
        self.kinds.entry(kind.into()).or_default()
    }

    /// The figures by name, and F1 by kind.
    pub(crate) fn figures(&self) -> BTreeMap<String, f64> {
        let f1 = |count: &Count| 2.0 * count.hits / (2.0 * count.hits + count.missed + count.wrong);
        let kinds = self.kinds.iter().map(|(kind, count)| (kind.clone(), f1(count)));
        let mut figures: BTreeMap<String, f64> = kinds.collect();
        let mean = figures.values().sum::<f64>() / figures.len().max(1) as f64;
        figures.insert("macro_f1".into(), mean);
        figures.insert("kept".into(), self.kept / self.news);
        figures.insert("exact".into(), self.exact / self.found);
        figures
    }
}

/// For each marked block the read block that holds most of its words, or none if less than half of
/// them were found.
pub(crate) fn places(marks: &[Worded], read: &[Worded]) -> Vec<Option<usize>> {
    let (left, right) = (words(marks), words(read));
    let mut votes: Vec<BTreeMap<usize, usize>> = marks.iter().map(|_| BTreeMap::new()).collect();
    for (mark, place) in common(&left, &right) {
        *votes[mark].entry(place).or_default() += 1;
    }
    let place = |(mark, votes): (&Worded, &BTreeMap<usize, usize>)| {
        let is_found = votes.values().sum::<usize>() * 2 >= mark.words.len();
        // Of equally many votes the first place gets it.
        let most = votes.iter().rev().max_by_key(|(_, count)| **count);
        most.filter(|_| is_found).map(|(place, _)| *place)
    };
    marks.iter().zip(&votes).map(place).collect()
}

/// All words, each with the number of its block.
fn words(blocks: &[Worded]) -> Vec<(usize, &str)> {
    let all = blocks.iter().enumerate();
    all.flat_map(|(at, block)| block.words.iter().map(move |word| (at, word.as_str()))).collect()
}

/// The blocks of words that a longest common subsequence pairs.
fn common(left: &[(usize, &str)], right: &[(usize, &str)]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    let mut longest = vec![0_u32; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            let at = i * width + j;
            longest[at] = match left[i].1 == right[j].1 {
                true => longest[at + width + 1] + 1,
                false => longest[at + width].max(longest[at + 1]),
            };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < left.len() && j < right.len() {
        let at = i * width + j;
        if left[i].1 == right[j].1 {
            pairs.push((left[i].0, right[j].0));
            (i, j) = (i + 1, j + 1);
        } else if longest[at + width] >= longest[at + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(rows: &[(&str, &str)]) -> Vec<Worded> {
        rows.iter().map(|(kind, text)| Worded::new(kind, text)).collect()
    }

    /// Checks one figure of a page with a headline, two paragraphs and a menu.
    #[track_caller]
    fn check(read: &[(&str, &str)], figure: &str, expect: f64) {
        let marks = [
            ("boilerplate", "Home World"),
            ("headline", "Envoy leaves"),
            ("paragraph", "The envoy left on Monday."),
            ("paragraph", "He took a train."),
        ];
        let mut sums = Sums::default();
        sums.add(&blocks(&marks), &blocks(read));
        assert!((sums.figures()[figure] - expect).abs() < 1e-9, "{:?}", sums.figures());
    }

    #[test]
    fn what_is_read_as_marked_is_right() {
        let read = [
            ("headline", "Envoy leaves"),
            ("paragraph", "The envoy left on Monday."),
            ("paragraph", "He took a train."),
        ];
        check(&read, "macro_f1", 1.0);
        check(&read, "kept", 1.0);
        check(&read, "exact", 1.0);
    }

    #[test]
    fn a_lost_paragraph_costs() {
        let read = [
            ("headline", "Envoy leaves"),
            ("paragraph", "The envoy left on Monday."),
            ("boilerplate", "He took a train."),
        ];
        check(&read, "kept", 0.5);
        check(&read, "paragraph", 2.0 / 3.0);
        check(&read, "boilerplate", 0.0);
        check(&read[..2], "kept", 0.5);
    }

    #[test]
    fn blocks_run_together_are_not_exact() {
        let read = [("paragraph", "Envoy leaves The envoy left on Monday. He took a train.")];
        check(&read, "kept", 1.0);
        check(&read, "exact", 0.0);
        check(&read, "headline", 0.0);
    }
}
