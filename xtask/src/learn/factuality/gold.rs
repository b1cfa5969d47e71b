//! Texts whose predicates people have rated from −3 to +3.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::model::wheel::sha256;
use crate::{Outcome, root};

/// Where our own sentences lie in the repository.
const OWN: &str = "eval/truth/factuality";
const REPORTS: &str = "samples/text";

/// A set of rated texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    /// Events of Wikinews, as reporters tell them.
    Meantime,
    /// Predicates of web texts: letters, reviews, weblogs.
    Uds,
    /// Clauses in talk, papers and tales that stand under something that weakens them.
    Commitment,
}

/// One text and the ratings of some of its stretches.
pub(super) struct Rated {
    pub(super) set: Set,
    pub(super) text: String,
    /// Whether it is of the half that is held back from tuning.
    pub(super) is_held: bool,
    /// Whether it is one of our own sentences.
    pub(super) is_own: bool,
    pub(super) ratings: Vec<Stretch>,
}

/// Bytes of the text, and their rating.
pub(super) struct Stretch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: f64,
    /// Whether all predicates inside are meant, or the one word.
    pub(super) is_clause: bool,
}

impl Set {
    pub(super) const ALL: [Self; 3] = [Self::Meantime, Self::Uds, Self::Commitment];

    /// The register that it teaches.
    pub(super) fn register(self) -> usize {
        match self {
            Self::Meantime => 0,
            Self::Uds => 1,
            Self::Commitment => 2,
        }
    }

    /// How much one of its ratings counts: reports are what is read most.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Meantime => 3.0,
            Self::Uds | Self::Commitment => 1.0,
        }
    }

    /// The least r that is expected on the half that is held back.
    pub(super) fn floor(self) -> f64 {
        match self {
            Self::Meantime => 0.39,
            Self::Uds => 0.61,
            Self::Commitment => 0.67,
        }
    }

    /// The files of our own sentences in its manner.
    fn own(self) -> &'static [&'static str] {
        match self {
            Self::Meantime => &["news.tsv", "business.tsv"],
            Self::Uds => &["web.tsv"],
            Self::Commitment => &["told.tsv", "tales.tsv"],
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Meantime => "meantime",
            Self::Uds => "uds_it_happened",
            Self::Commitment => "commitmentbank",
        }
    }
}

/// Loads all sets from the folder of claims.
pub(super) fn load(data: &Path) -> Outcome<Vec<Rated>> {
    let mut all = Vec::new();
    for name in ["meantime_factuality_train.conll.gz", "meantime_factuality_dev.conll.gz"] {
        for block in unzip(&data.join(name))?.trim().split("\n\n") {
            all.push(meantime(block)?);
        }
    }
    for line in unzip(&data.join("uds_it_happened_dev.jsonl.gz"))?.lines() {
        all.push(uds(&serde_json::from_str(line)?)?);
    }
    for line in unzip(&data.join("commitmentbank.jsonl.gz"))?.lines() {
        all.push(commitment(&serde_json::from_str(line)?)?);
    }
    let files = |set: Set| set.own().iter().map(move |file| (set, file));
    for (set, file) in Set::ALL.into_iter().flat_map(files) {
        let path = root().join(OWN).join(file);
        let table = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for (at, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let rated = own(set, line);
            all.push(rated.map_err(|e| format!("{}, line {}: {e}", path.display(), at + 1))?);
        }
    }
    Ok(all)
}

/// One of our own sentences: a rating stands in brackets behind its word.
fn own(set: Set, line: &str) -> Outcome<Rated> {
    let (mut words, mut values) = (Vec::new(), Vec::new());
    for (at, word) in line.split(' ').enumerate() {
        let Some((before, (value, after))) =
            word.split_once('[').and_then(|(before, rest)| Some((before, rest.split_once(']')?)))
        else {
            words.push(word.to_owned());
            continue;
        };
        let value: f64 =
            value.parse().map_err(|_| format!("expected a rating, found `{value}`"))?;
        if !(-3.0..=3.0).contains(&value) {
            return Err(format!("expected a rating from -3 to 3, found `{value}`").into());
        }
        values.push((at, value));
        words.push(format!("{before}{after}"));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(Rated { is_held: false, is_own: true, ..of_words(set, &words, &values) })
}

fn unzip(path: &Path) -> Outcome<String> {
    let file = File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}

/// The reports of our samples: nobody rated them, but they are known to be reports.
pub(super) fn reports() -> Outcome<Vec<Rated>> {
    let folder = root().join(REPORTS);
    let mut paths = Vec::new();
    for entry in fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.sort();
    let report = |path: &std::path::PathBuf| -> Outcome<Rated> {
        let text = fs::read_to_string(path)?;
        let ratings = Vec::new();
        Ok(Rated { set: Set::Meantime, text, is_held: false, is_own: true, ratings })
    };
    paths.iter().map(report).collect()
}

/// Half of all keys.
fn is_held(key: &str) -> bool {
    sha256(key.as_bytes()).get(7..8).is_some_and(|digit| "13579bdf".contains(digit))
}

fn meantime(block: &str) -> Outcome<Rated> {
    let rows: Vec<Vec<&str>> = block.lines().map(|line| line.split('\t').collect()).collect();
    let words: Vec<&str> = rows.iter().filter_map(|row| row.get(1).copied()).collect();
    let mut values = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match row.get(2).copied() {
            Some("_") | None => {}
            Some(value) => values.push((at, value.parse()?)),
        }
    }
    Ok(of_words(Set::Meantime, &words, &values))
}

fn uds(record: &Value) -> Outcome<Rated> {
    let words = record["tokens"].as_array().ok_or("a record without `tokens`")?;
    let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
    let rated = record["factuality"].as_array().ok_or("a record without `factuality`")?;
    let value =
        |v: &Value| Some((usize::try_from(v["token"].as_u64()?).ok()?, v["value"].as_f64()?));
    let values: Vec<(usize, f64)> = rated.iter().filter_map(value).collect();
    Ok(of_words(Set::Uds, &words, &values))
}

/// Words joined by blanks, as the scorer joins them.
fn of_words(set: Set, words: &[&str], values: &[(usize, f64)]) -> Rated {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(if matches!(*word, "``" | "''") { "\"" } else { word });
        spans.push((start, text.len()));
    }
    let rated = |&(at, value): &(usize, f64)| {
        let (start, end) = *spans.get(at)?;
        Some(Stretch { start, end, value, is_clause: false })
    };
    let ratings = values.iter().filter_map(rated).collect();
    Rated { set, is_held: is_held(&text), is_own: false, text, ratings }
}

fn commitment(record: &Value) -> Outcome<Rated> {
    let field = |name: &str| record[name].as_str().ok_or(format!("a record without `{name}`"));
    let text = format!("{} {}", field("Context")?, field("Target")?);
    let (start, end) = shared_run(&text, field("Context")?.len() + 1, field("Prompt")?);
    let value = field("Mean")?.parse()?;
    let ratings = vec![Stretch { start, end, value, is_clause: true }];
    Ok(Rated {
        set: Set::Commitment,
        is_held: is_held(field("uID")?),
        is_own: false,
        text,
        ratings,
    })
}

/// The longest run of words that the text shares with the prompt, from a byte on; all of that where
/// they share none.
fn shared_run(text: &str, from: usize, prompt: &str) -> (usize, usize) {
    const EDGE: &[char] = &[
        ' ', '\t', '\r', '\n', '\u{a0}', '"', '\'', '“', '”', '‘', '’', '«', '»', '.', ',', ';',
        ':',
    ];
    let plain = |word: &str| word.to_lowercase().trim_matches(EDGE).to_owned();
    let rest = &text[from.min(text.len())..];
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let words: Vec<(usize, &str)> = rest.split_whitespace().map(|w| (place(w), w)).collect();
    let said: Vec<String> = words.iter().map(|(_, w)| plain(w)).collect();
    let asked: Vec<String> = prompt.split_whitespace().map(plain).collect();
    let mut best = (0, 0);
    for first in 0..said.len() {
        for start in 0..asked.len() {
            let pairs = said[first..].iter().zip(&asked[start..]);
            let length = pairs.take_while(|(a, b)| a == b).count();
            if length > best.1 {
                best = (first, length);
            }
        }
    }
    match (best.1, words.get(best.0), words.get((best.0 + best.1).saturating_sub(1))) {
        (1.., Some((start, _)), Some((last, word))) => (*start, last + word.len()),
        _ => (from, text.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clause_that_a_prompt_repeats_is_found() {
        let text = "It rained. She knew that the envoy had left, and slept.";
        let (start, end) = shared_run(text, 11, "the envoy had left");
        assert_eq!(&text[start..end], "the envoy had left,");
        assert_eq!(shared_run(text, 11, "nothing alike"), (11, text.len()));
    }

    #[test]
    fn words_are_joined_as_the_scorer_joins_them() {
        let rated = of_words(Set::Uds, &["``", "Go", "!", "''"], &[(1, -1.5)]);
        assert_eq!(rated.text, "\" Go ! \"");
        assert_eq!((rated.ratings[0].start, rated.ratings[0].end), (2, 4));
    }
}
