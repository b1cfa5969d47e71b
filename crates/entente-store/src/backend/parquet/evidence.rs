//! What rows have in common: the words they rest on, and days with where the text gives them.

use std::sync::Arc;

use entente_model::{DocId, Evidence, Precision, RuleId, Span, Telling, When};
use jiff::civil::Date;
use parquet::errors::Result;

use super::frame::Kind::{Int, Text};
use super::frame::{Frame, Head, flaw};

/// The columns of all of it but the document.
pub(super) const EVIDENCE: &[Head] = &[
    ("sentence_start", Int, "where the sentence begins in the text"),
    ("sentence_end", Int, "and where it ends"),
    ("trigger_start", Int, "where the words are that say so"),
    ("trigger_end", Int, "and where they end"),
    ("rules", Text, "rules that fired, a line each, strongest first"),
    ("again", Text, "other sentences that tell it, a line each: four offsets, then rules"),
    ("sentence_text", Text, "the sentence"),
];

/// Fills the columns of [`EVIDENCE`].
pub(super) fn put_evidence(frame: &mut Frame, evidence: &Evidence, sentence: &str) {
    put_span(frame, Some(evidence.sentence()));
    put_span(frame, Some(evidence.trigger()));
    frame.put_text(Some(&rules(evidence.rules(), "\n")));
    let again: Vec<String> = evidence.again().iter().map(telling).collect();
    frame.put_text(Some(&again.join("\n")));
    frame.put_text(Some(sentence));
}

/// Adds first day, last day, precision and where the text says so.
pub(super) fn put_when(frame: &mut Frame, when: Option<&When>) {
    frame.put_day(when.map(|when| when.from));
    frame.put_day(when.map(|when| when.to));
    frame.put_text(when.map(|when| when.precision.as_str()));
    put_span(frame, when.and_then(|when| when.span));
}

pub(super) fn put_span(frame: &mut Frame, span: Option<Span>) {
    frame.put_int(span.map(Span::start));
    frame.put_int(span.map(Span::end));
}

fn rules(rules: &[RuleId], between: &str) -> String {
    rules.iter().map(|rule| rule.as_str()).collect::<Vec<_>>().join(between)
}

/// A telling as four offsets and its rules, with blanks between.
fn telling(telling: &Telling) -> String {
    let Telling { sentence, trigger, rules: fired } = telling;
    let spans = [sentence.start(), sentence.end(), trigger.start(), trigger.end()];
    format!("{} {}", spans.map(|offset| offset.to_string()).join(" "), rules(fired, " "))
}

/// Evidence as it is read back, which may not be there.
#[derive(Debug)]
pub(super) struct Resting {
    sentence: Option<Span>,
    trigger: Option<Span>,
    rules: String,
    again: String,
}

impl Resting {
    /// Takes the columns of [`EVIDENCE`]; the sentence is in the document's text too.
    pub(super) fn take(frame: &mut Frame) -> Result<Self> {
        let (sentence, trigger) = (span(frame)?, span(frame)?);
        let (rules, again) = (frame.text()?.unwrap_or_default(), frame.text()?.unwrap_or_default());
        let _sentence = frame.text()?;
        Ok(Self { sentence, trigger, rules, again })
    }

    /// The evidence in a document.
    pub(super) fn on(self, document: Option<Arc<str>>) -> Result<Evidence> {
        self.whole(document).ok_or_else(|| flaw("expected evidence, found none"))
    }

    fn whole(self, document: Option<Arc<str>>) -> Option<Evidence> {
        let fired = self.rules.lines().map(RuleId::from).collect();
        let document = DocId::new(document?);
        let evidence = Evidence::new(document, self.sentence?, self.trigger?, fired)?;
        let again = self.again.lines().map(told_again).collect::<Option<Vec<_>>>()?;
        Some(evidence.told_again(again))
    }
}

/// Days as they are read back, which may not be there.
#[derive(Debug)]
pub(super) struct Days {
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    precision: Option<String>,
    span: Option<Span>,
}

impl Days {
    /// Takes the columns that [`put_when`] fills.
    pub(super) fn take(frame: &mut Frame) -> Result<Self> {
        let (from, to, precision) = (frame.day()?, frame.day()?, frame.text()?);
        Ok(Self { from, to, precision, span: span(frame)? })
    }

    /// The interval, if there is one.
    pub(super) fn when(self) -> Result<Option<When>> {
        let Some(((from, to), precision)) = self.from.zip(self.to).zip(self.precision) else {
            return Ok(None);
        };
        let precision = Precision::from_name(&precision).filter(|_| from <= to);
        let precision =
            precision.ok_or_else(|| flaw("expected a precision, found another word"))?;
        Ok(Some(When::new(from, to, precision, self.span)))
    }
}

pub(super) fn span(frame: &mut Frame) -> Result<Option<Span>> {
    let offset = |offset: Option<i64>| offset.and_then(|offset| u32::try_from(offset).ok());
    let (start, end) = (offset(frame.int()?), offset(frame.int()?));
    Ok(start.zip(end).filter(|(start, end)| start <= end).map(|(s, e)| Span::new(s, e)))
}

fn told_again(line: &str) -> Option<Telling> {
    let mut parts = line.split(' ');
    let mut span = || {
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        (start <= end).then(|| Span::new(start, end))
    };
    let (sentence, trigger) = (span()?, span()?);
    Some(Telling { sentence, trigger, rules: parts.map(RuleId::new).collect() })
}
