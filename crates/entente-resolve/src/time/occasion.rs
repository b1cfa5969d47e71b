//! Well-known events: their days, and the words by which a language speaks of them.
//!
//! An event is found by a noun or verb (`annexation`, `annex`) with its company in the same phrase
//! or clause (`Crimea`), in whatever order and with whatever stands between.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{Annotated, Occasion, Pos, Precision, When};
use jiff::civil::Date;

use crate::quick::QuickMap;
use crate::table::{self, PackError};

/// How many heads are climbed from a word of the company to the word that it goes with.
const HIGHEST: usize = 6;
/// How far away in the text the company is sought.
const WIDEST: u32 = 24;

/// The events of `occasions.tsv` and a language's words for them.
#[derive(Default)]
pub(crate) struct Occasions {
    known: Vec<Known>,
    /// By the lemma that heads a phrase or clause.
    cues: QuickMap<Box<str>, Vec<Cue>>,
}

struct Known {
    id: Arc<str>,
    from: Date,
    /// Its last day; none while it lasts.
    to: Option<Date>,
}

/// An event, and the groups of words of which one each must be there.
#[derive(Clone)]
struct Cue {
    known: usize,
    company: Arc<[Vec<Box<str>>]>,
}

impl Occasions {
    /// Reads `occasions.tsv` of the atlas (id, name, from, to, record, source) and of a language
    /// (occasion, heads, company).
    pub(crate) fn load(events: &str, words: &str) -> Result<Self, PackError> {
        let mut all = Self::default();
        let mut ids: HashMap<&str, usize> = HashMap::new();
        for row in table::rows::<6>("occasions.tsv", events) {
            let row = row?;
            let day = |cell: &str| cell.parse::<Date>().ok();
            let id = row.required(0, "an id")?;
            let from = row.parse(2, "a first day", day)?;
            let to = match row.cell(3) {
                "" => None,
                _ => Some(row.parse(3, "a last day, or nothing", day)?),
            };
            ids.insert(id, all.known.len());
            all.known.push(Known { id: id.into(), from, to });
        }
        for row in table::rows::<3>("occasions.tsv of a language", words) {
            let row = row?;
            let known =
                row.parse(0, "an id of the atlas's occasions", |id| ids.get(id).copied())?;
            let groups = row.cell(2).split(" + ").map(split).filter(|g| !g.is_empty());
            let cue = Cue { known, company: groups.collect() };
            for head in split(row.required(1, "a noun or verb")?) {
                all.cues.entry(head).or_default().push(cue.clone());
            }
        }
        Ok(all)
    }

    /// The events that a document speaks of; none that lies ahead of its day.
    pub(crate) fn find(&self, text: &Annotated) -> Vec<Occasion> {
        let today = text.document.meta.published;
        let tokens = 0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX);
        let read = |head: u32| {
            let known = &self.known[self.best(text, head)?];
            let last = known.to.or(today).unwrap_or(known.from);
            let to = today.map_or(last, |today| last.min(today));
            let precision = if known.from == to { Precision::Day } else { Precision::Interval };
            let when = When::new(known.from, to, precision, None);
            let is_over = today.is_none_or(|today| known.from <= today);
            is_over.then(|| Occasion { id: known.id.clone(), head, when })
        };
        tokens.filter_map(read).collect()
    }

    /// The event with the most company around a word, if there is one.
    fn best(&self, text: &Annotated, head: u32) -> Option<usize> {
        if !matches!(text.pos(head), Pos::Noun | Pos::Propn | Pos::Verb) {
            return None;
        }
        let cues = self.cues.get(text.lemma(head)).or_else(|| self.cues.get(text.text(head)))?;
        let fitting = cues.iter().filter(|c| c.company.iter().all(|g| has(text, head, g)));
        // Of equals the first wins: `max_by_key` would take the last.
        let best = fitting.rev().max_by_key(|cue| cue.company.len())?;
        Some(best.known)
    }
}

fn split(cell: &str) -> Vec<Box<str>> {
    cell.split_whitespace().map(Into::into).collect()
}

/// Whether one of some words belongs to a phrase or clause.
fn has(text: &Annotated, head: u32, words: &[Box<str>]) -> bool {
    let Some(sentence) = text.sentence_of(head) else { return false };
    let first = head.saturating_sub(WIDEST).max(sentence.first);
    let last = head.saturating_add(WIDEST).min(sentence.last);
    let is_word = |t: u32| words.iter().any(|w| **w == *text.text(t) || **w == *text.lemma(t));
    (first..last).any(|t| t != head && is_word(t) && belongs(text, t, head))
}

/// Whether a token stands under another, with no other clause between.
fn belongs(text: &Annotated, token: u32, head: u32) -> bool {
    let above = std::iter::successors(Some(token), |t| Some(text.head(*t)).filter(|h| h != t));
    let mut path = above.take(HIGHEST).take_while(|t| *t == head || text.pos(*t) != Pos::Verb);
    path.any(|t| t == head)
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated_on;

    use super::*;

    const EVENTS: &str = "old\tOld raid\t1990-03-01\t1990-03-04\ta record\tcommon\n\
        seizure\tSeizure of the reef\t2012-04-08\t\ta record\tcommon\n";
    const WORDS: &str = "old\traid\tZork\nseizure\tseize seizure\treef + Zork\n";

    fn found(day: &str, notation: &str) -> Vec<String> {
        let all = Occasions::load(EVENTS, WORDS).expect("good tables");
        let text = annotated_on(day, notation);
        let show = |o: &Occasion| format!("{}@{} {}..{}", o.id, o.head, o.when.from, o.when.to);
        all.find(&text).iter().map(show).collect()
    }

    #[test]
    fn an_event_is_a_word_with_its_company() {
        let clause = "Zork/PROPN<seized:subject seized/VERB/seize the/DET<reef:determiner \
            reef/NOUN<seized:object";
        assert_eq!(found("2013-01-01", clause), ["seizure@1 2012-04-08..2013-01-01"]);
        let alone = "they/PRON<seized:subject seized/VERB/seize the/DET<reef:determiner \
            reef/NOUN<seized:object";
        assert_eq!(found("2013-01-01", alone), [""; 0]);
    }

    #[test]
    fn what_lies_ahead_is_no_event_yet() {
        let noun = "Zork/PROPN<raid:compound raid/NOUN";
        assert_eq!(found("1989-01-01", noun), [""; 0]);
        assert_eq!(found("1990-03-02", noun), ["old@1 1990-03-01..1990-03-02"]);
    }

    #[test]
    fn a_word_for_no_event_is_an_error() {
        let error = Occasions::load(EVENTS, "war\twar\tZork").err().expect("an error");
        let said = "occasions.tsv of a language line 1: expected an id of the atlas's occasions, \
            found `war`";
        assert_eq!(error.to_string(), said);
    }
}
