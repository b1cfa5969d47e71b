//! Documents made up, with events.

use entente::copies::{Credits, Shingles};
use entente_model::testing;
use entente_model::{
    Code, DocId, Document, Event, EventId, Evidence, NearCopy, Party, Precision, RuleId, RunId,
    Span, Status, When,
};
use entente_store::{Batch, Record};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::Args;
use crate::Outcome;
use crate::store::{Chance, vocabulary};

pub(super) const STATES: [&str; 12] =
    ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III", "JJJ", "KKK", "LLL"];
pub(super) const KINDS: [(&str, &str, f32); 4] = [
    ("CONSULT", "verbal_coop", 2.0),
    ("AID", "material_coop", 6.0),
    ("ACCUSE", "verbal_conflict", -2.0),
    ("ASSAULT", "material_conflict", -9.0),
];

/// Makes documents of the samples' words.
pub(super) struct Maker {
    words: Vec<String>,
    length: usize,
    /// Documents to be made in all, which appear in ten years; none where they come in no order.
    in_order: Option<usize>,
    chance: Chance,
    /// How many were made.
    made: usize,
}

/// Days in ten years.
const DAYS: usize = 3650;
/// So many documents back lie most of those that are copied.
const RECENT: usize = 5_000;

impl Maker {
    pub(super) fn new(args: &Args) -> Outcome<Self> {
        Ok(Self {
            words: vocabulary()?,
            length: args.words,
            in_order: (!args.shuffled).then_some(args.documents),
            chance: Chance(1),
            made: 0,
        })
    }

    pub(super) fn batch(&mut self, run: &RunId, n: usize) -> Batch {
        let mut near_copies = Vec::new();
        let records = (0..n).map(|_| self.record(&mut near_copies)).collect();
        Batch { run: run.clone(), records, near_copies }
    }

    fn record(&mut self, near_copies: &mut Vec<NearCopy>) -> Record {
        let reported = match self.in_order {
            Some(all) => day(self.made * DAYS / all.max(1) + self.chance.below(7)),
            None => day(self.chance.below(DAYS)),
        };
        let mut document = testing::document(&self.text(), Some(reported));
        document.meta.id = id_of(self.made);
        document.meta.fingerprint = Shingles::of(&document, &Credits::default()).fingerprint();
        document.meta.publisher = Some(format!("Outlet {}", self.chance.below(300)));
        // One in ten is a copy of one before.
        if self.made % 10 == 9 {
            let from = if self.in_order.is_some() { RECENT.min(self.made) } else { self.made };
            let other = id_of(self.made - 1 - self.chance.below(from));
            near_copies.push(NearCopy {
                document: document.meta.id.clone(),
                other,
                similarity: 0.9,
            });
        }
        self.made += 1;
        let events =
            (0..self.chance.below(3)).map(|n| self.event(&document, n, reported)).collect();
        Record { document, events, claims: Vec::new(), relations: Vec::new() }
    }

    fn text(&mut self) -> String {
        let words: Vec<String> = (0..self.length).map(|_| self.word()).collect();
        words.join(" ")
    }

    pub(super) fn word(&mut self) -> String {
        let at = self.chance.below(self.words.len());
        self.words[at].clone()
    }

    fn event(&mut self, document: &Document, n: usize, reported: Date) -> Event {
        let id = &document.meta.id;
        let (kind, quad, tone) = KINDS[self.chance.below(4)];
        let start = u32::try_from(n).unwrap_or(0) * 100;
        let length = u32::try_from(document.text.len()).unwrap_or(u32::MAX);
        let cut = |at: u32| (at..length).find(|at| document.text.is_char_boundary(*at as usize));
        let span =
            |from: u32, to: u32| Span::new(cut(from).unwrap_or(length), cut(to).unwrap_or(length));
        let rules = vec![RuleId::new(format!("bench/{}", kind.to_lowercase()))];
        let sentence = span(start, start + 90);
        let evidence = Evidence::new(id.clone(), sentence, span(start + 10, start + 20), rules);
        Event {
            id: EventId::new(format!("{id}{n}")),
            code: Code {
                ontology: "bench".into(),
                kind: kind.into(),
                mode: None,
                contexts: vec![],
                cameo: None,
                quad: quad.into(),
                tone,
            },
            actor: Some(self.party()),
            recipient: Some(self.party()),
            reciprocal: false,
            happened: Some(self.happened(reported)),
            reported: Some(reported),
            place: None,
            status: Status::Happened,
            speaker: None,
            confidence: 0.8,
            evidence: evidence.expect("a rule and a trigger are given"),
        }
    }

    /// A day of the last week, or now and then the whole of it.
    fn happened(&mut self, reported: Date) -> When {
        let first =
            reported.saturating_sub(i64::try_from(self.chance.below(7)).unwrap_or(0).days());
        match self.chance.below(10) {
            0 => When::new(first.saturating_sub(6.days()), first, Precision::Week, None),
            _ => When::day(first, None),
        }
    }

    fn party(&mut self) -> Party {
        let country = STATES[self.chance.below(12)];
        let sector = ["", ".GOV", ".MIL"][self.chance.below(3)];
        Party {
            id: Some(format!("{country}{sector}").as_str().into()),
            country: Some(country.into()),
            sector: None,
            name: country.into(),
            span: Span::new(0, 1),
        }
    }
}

/// The id of a document by its number; multiplying by an odd number scatters them as hashes would be.
fn id_of(number: usize) -> DocId {
    DocId::new(format!("{:016x}", (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

pub(super) fn day(number: usize) -> Date {
    let days = i64::try_from(number).unwrap_or(0);
    date(2010, 1, 1).saturating_add(days.days())
}
