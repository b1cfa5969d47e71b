//! Quotation marks and what stands between them.

use entente_model::{Annotated, Pos};

use super::reading::Run;

/// A quotation with its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    pub(super) run: Run,
    /// Whether it ends with a mark; one of several paragraphs is closed in its last alone.
    pub(super) is_closed: bool,
}

/// The quotations of a document, which do not overlap.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    pub(super) all: Vec<Quote>,
    /// For each token the quotation that it stands in, counted from 1.
    of: Vec<u32>,
    /// For each token whether it is a mark.
    marks: Vec<bool>,
}

/// What a mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
    Either,
}

fn mark(word: &str) -> Option<Mark> {
    match word {
        "“" | "``" | "«" => Some(Mark::Opens),
        "”" | "»" => Some(Mark::Closes),
        "\"" | "''" => Some(Mark::Either),
        _ => None,
    }
}

impl Quotes {
    /// Finds the quotations; none goes on into the next paragraph.
    pub(super) fn of(text: &Annotated) -> Self {
        let mut quotes =
            Self { all: Vec::new(), of: vec![0; text.tokens.len()], marks: Vec::new() };
        let (mut open, mut block) = (None, None);
        for token in (0_u32..).take(text.tokens.len()) {
            let here = text.sentence_of(token).map(|s| s.block);
            if here != block {
                quotes.push(open.take(), token, false);
                block = here;
            }
            let mark = mark(text.text(token));
            quotes.marks.push(mark.is_some());
            match mark {
                Some(Mark::Opens | Mark::Either) if open.is_none() => open = Some(token),
                Some(Mark::Closes | Mark::Either) => quotes.push(open.take(), token + 1, true),
                _ => {}
            }
        }
        let last = u32::try_from(text.tokens.len()).unwrap_or(u32::MAX);
        quotes.push(open, last, false);
        quotes
    }

    fn push(&mut self, first: Option<u32>, last: u32, is_closed: bool) {
        let Some(first) = first else { return };
        let run = Run::new(first, last);
        self.all.push(Quote { run, is_closed });
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.of[first as usize..last as usize].fill(number);
    }

    /// The number of the quotation that a token stands in, from 1; 0 outside.
    pub(super) fn at(&self, token: u32) -> u32 {
        self.of.get(token as usize).copied().unwrap_or(0)
    }

    /// The number of the quotation that begins with a token, or 0.
    pub(super) fn opening(&self, token: u32) -> u32 {
        let number = self.at(token);
        let begins = |n: u32| self.all.get(n as usize - 1).is_some_and(|q| q.run.first == token);
        if number > 0 && begins(number) { number } else { 0 }
    }

    /// The number of the quotation whose closing mark a token is, or 0.
    pub(super) fn closing(&self, token: u32) -> u32 {
        let number = self.at(token);
        let ends = |n: u32| {
            self.all.get(n as usize - 1).is_some_and(|q| q.is_closed && q.run.last == token + 1)
        };
        if number > 0 && ends(number) { number } else { 0 }
    }

    /// Whether there is a mark among some tokens.
    pub(super) fn any_mark(&self, run: Run) -> bool {
        let last = (run.last as usize).min(self.marks.len());
        self.marks.get(run.first as usize..last).is_some_and(|marks| marks.contains(&true))
    }
}

/// Whether a token is a mark that ends or joins clauses: a comma, a stop, a dash.
pub(super) fn is_stop(text: &Annotated, token: u32) -> bool {
    let is_one = |c: char| matches!(c, ',' | '.' | ';' | ':' | '-' | '–' | '—' | '…');
    let word = text.text(token);
    !word.is_empty() && word.chars().all(is_one)
}

/// Whether a token is a colon or a dash, which may attribute by itself.
pub(super) fn is_colon(text: &Annotated, token: u32) -> bool {
    text.pos(token) == Pos::Punct && matches!(text.text(token), ":" | "--" | "—" | "–")
}

#[cfg(test)]
mod tests {
    use entente_model::testing::annotated;

    use super::*;

    #[track_caller]
    fn check(notation: &str, expected: &[(u32, u32, bool)]) {
        let quotes = Quotes::of(&annotated(notation));
        let found: Vec<_> =
            quotes.all.iter().map(|q| (q.run.first, q.run.last, q.is_closed)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_of_one_shape_open_and_close_in_turn() {
        check("\" Yes , \" she said , \" but no . \"", &[(0, 4, true), (7, 12, true)]);
    }

    #[test]
    fn a_quotation_without_an_end_goes_to_that_of_its_paragraph() {
        check("“ Yes , she said .", &[(0, 6, false)]);
        check("Yes ” , she said .", &[]);
    }

    #[test]
    fn a_token_knows_its_quotation() {
        let quotes = Quotes::of(&annotated("He said “ no ” ."));
        assert_eq!([1, 2, 3, 4, 5].map(|t| quotes.at(t)), [0, 1, 1, 1, 0]);
        assert_eq!((quotes.opening(2), quotes.opening(3), quotes.closing(4)), (1, 0, 1));
        assert!(quotes.any_mark(Run::new(0, 3)) && !quotes.any_mark(Run::new(0, 2)));
    }
}
