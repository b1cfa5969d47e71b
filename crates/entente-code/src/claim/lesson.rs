//! Lessons: what the finders choose among where a text is marked, so that weights can be learned.

use entente_model::{Annotated, Span};

use super::choice::Features;
use super::content::{Around, stretches};
use super::find::{Found, attributions, further};
use super::reading::{Reading, Run};
use super::stretch::Judge;
use super::words::Attribution;
use super::{cue, source};

/// An attribution as somebody marked it, in bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    /// The cue.
    pub cue: Span,
    /// The source, if the text names one.
    pub source: Option<Span>,
    /// The pieces of the content.
    pub content: Vec<Span>,
}

/// One choice: the features of each reading, as indices of weights, and which readings are right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// The features of each reading.
    pub readings: Vec<Vec<u32>>,
    /// The right readings; never empty.
    pub right: Vec<usize>,
}

/// All choices that a marked document teaches.
pub fn lessons(text: &Annotated, known: &Attribution, marked: &[Marked]) -> Vec<Lesson> {
    let reading = Reading::new(text, known);
    let gold: Vec<Gold> = marked.iter().filter_map(|m| Gold::of(&reading, m)).collect();
    let mut teacher = Teacher { reading: &reading, lessons: Vec::new() };
    teacher.heads(&gold);
    let mut heads = Vec::new();
    for gold in &gold {
        if !heads.contains(&gold.head) {
            heads.push(gold.head);
            teacher.attribution(gold);
        }
    }
    teacher.lessons
}

/// A marked attribution in tokens; what does not begin and end with a token is left out.
struct Gold {
    head: u32,
    cue: Run,
    has_source: bool,
    source: Option<Run>,
    content: Vec<Run>,
}

impl Gold {
    fn of(reading: &Reading<'_>, marked: &Marked) -> Option<Self> {
        let cue = tokens(reading, marked.cue)?;
        let is_top = |&t: &u32| !cue.contains(reading.head(t)) || reading.head(t) == t;
        let may = |&t: &u32| cue::may_attribute(reading, t);
        let top = (cue.first..cue.last).find(is_top)?;
        let listed = |&t: &u32| reading.is_listed(t);
        let head = Some(top)
            .filter(|t| may(t) && listed(t))
            .or_else(|| (cue.first..cue.last).find(listed))
            .or_else(|| Some(top).filter(may))
            .or_else(|| (cue.first..cue.last).rfind(may))?;
        Some(Self {
            head,
            cue,
            has_source: marked.source.is_some(),
            source: marked.source.and_then(|span| tokens(reading, span)),
            content: marked.content.iter().filter_map(|s| tokens(reading, *s)).collect(),
        })
    }
}

/// The tokens that a span covers exactly, white space at its edges aside.
fn tokens(reading: &Reading<'_>, span: Span) -> Option<Run> {
    let words = span.of(&reading.text.document.text);
    let start = span.start() as usize + words.len() - words.trim_start().len();
    let end = start + words.trim().len();
    let tokens = &reading.text.tokens;
    let first = tokens.binary_search_by_key(&start, |t| t.span.start() as usize).ok()?;
    let last = tokens.binary_search_by_key(&end, |t| t.span.end() as usize).ok()?;
    (first <= last).then(|| Run::new(first as u32, last as u32 + 1))
}

struct Teacher<'a> {
    reading: &'a Reading<'a>,
    lessons: Vec<Lesson>,
}

impl Teacher<'_> {
    /// Whether each token is the head of a cue: it against nothing.
    fn heads(&mut self, gold: &[Gold]) {
        let reading = self.reading;
        for token in (0..reading.n_tokens()).filter(|&t| cue::may_attribute(reading, t)) {
            let mut features = Features::default();
            cue::describe_head(reading, token, &mut features);
            let right = usize::from(!gold.iter().any(|g| g.head == token));
            let readings = vec![features.all().to_vec(), Vec::new()];
            self.lessons.push(Lesson { readings, right: vec![right] });
        }
    }

    fn attribution(&mut self, gold: &Gold) {
        let (reading, &Gold { head, cue, source, .. }) = (self.reading, gold);
        let runs = cue::runs(reading, head);
        self.add(&runs, |run| *run == cue, |run, f| cue::describe_run(reading, head, *run, f));
        let is_source = |phrase: &Option<source::Phrase>| match phrase {
            Some(phrase) => source == Some(phrase.run),
            None => !gold.has_source,
        };
        let phrases = source::phrases(reading, head, cue);
        self.add(&phrases, is_source, |p, f| source::describe(reading, head, cue, *p, f));
        self.content(gold);
    }

    fn content(&mut self, gold: &Gold) {
        let around = Around { head: gold.head, cue: gold.cue, source: gold.source };
        let judge = Judge::new(self.reading, around);
        let all = stretches(self.reading, around);
        self.add(&all, |run| gold.content.contains(run), |run, f| judge.describe(*run, f));
        let Some(main) = all.iter().copied().find(|run| gold.content.contains(run)) else { return };
        let rest: Vec<Run> = gold.content.iter().copied().filter(|run| *run != main).collect();
        let others: Vec<Option<Run>> =
            std::iter::once(None).chain(further(&all, main).map(Some)).collect();
        let is_right = |run: &Option<Run>| run.map_or(rest.is_empty(), |run| rest.contains(&run));
        self.add(&others, is_right, |run, f| match run {
            Some(run) => judge.describe_further(main, *run, f),
            None => judge.describe_no_further(main, f),
        });
    }

    fn add<T>(
        &mut self,
        readings: &[T],
        is_right: impl Fn(&T) -> bool,
        describe: impl Fn(&T, &mut Features),
    ) {
        let right: Vec<usize> = (0..readings.len()).filter(|&at| is_right(&readings[at])).collect();
        if right.is_empty() {
            return;
        }
        let features = |reading: &T| {
            let mut features = Features::default();
            describe(reading, &mut features);
            features.all().to_vec()
        };
        self.lessons.push(Lesson { readings: readings.iter().map(features).collect(), right });
    }
}

/// What is found in a document, in the form in which it is marked.
pub fn marked(text: &Annotated, known: &Attribution) -> Vec<Marked> {
    let reading = Reading::new(text, known);
    let one = |found: Found| Marked {
        cue: reading.span(found.cue),
        source: found.source.map(|(run, _)| reading.span(run)),
        content: found.content.iter().map(|run| reading.span(*run)).collect(),
    };
    attributions(&reading).into_iter().map(one).collect()
}
