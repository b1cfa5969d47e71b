//! From types to CAMEO codes, digit by digit.
//!
//! `crosswalk.tsv` has rows of `type  mode  code  with`. A row without mode and `with` gives the
//! type's root. The others add one digit each to a code that they begin with, for a mode or for one
//! of the marks under `with`: contexts of the event, senses of its predicate, and senses of what it
//! is about (`REQUEST  yield  0253  free|release`). Of rows that fit the first is taken, and again
//! from there.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ontology::{PackError, rows, unknown};

/// A code with root and two more digits is as fine as CAMEO gets.
const FINEST: usize = 4;
/// The root of a code.
const ROOT: usize = 2;

/// The rows of an ontology.
#[derive(Debug, Default)]
pub(crate) struct Crosswalk(Vec<Row>);

#[derive(Debug)]
struct Row {
    kind: Arc<str>,
    mode: Option<Arc<str>>,
    code: Arc<str>,
    with: Vec<String>,
}

impl Crosswalk {
    /// Reads the table; types are those that `is_type` knows.
    pub(crate) fn read(text: &str, is_type: impl Fn(&str) -> bool) -> Result<Self, PackError> {
        let mut list = Vec::new();
        for (line, cells) in rows(text) {
            let cell = |at: usize| cells.get(at).copied().unwrap_or("");
            let file = || format!("crosswalk.tsv, line {line}");
            if !is_type(cell(0)) {
                return Err(unknown(&file(), "a type", cell(0)));
            }
            let is_code = cell(2).len() <= FINEST && cell(2).bytes().all(|b| b.is_ascii_digit());
            if !is_code {
                return Err(unknown(&file(), "a code of two to four digits", cell(2)));
            }
            list.push(Row {
                kind: cell(0).into(),
                mode: Some(cell(1)).filter(|mode| !mode.is_empty()).map(Arc::from),
                code: cell(2).into(),
                with: cell(3).split('|').filter(|m| !m.is_empty()).map(str::to_owned).collect(),
            });
        }
        Ok(Self(list))
    }

    /// The finest code for a type and mode, from a rule's own code or the type's root on.
    pub(crate) fn code(
        &self,
        kind: &str,
        mode: Option<&str>,
        own: Option<&Arc<str>>,
        marks: &BTreeSet<&str>,
    ) -> Option<Arc<str>> {
        let of_kind = || self.0.iter().filter(|row| *row.kind == *kind);
        let root = || of_kind().find(|row| row.is_root()).map(|row| row.code.clone());
        let mut code = own.cloned().or_else(root)?;
        while code.len() < FINEST {
            let base = base(&code);
            let mut finer = of_kind().filter(|row| row.adds_to(base) && row.fits(mode, marks));
            match finer.next() {
                Some(row) => code = row.code.clone(),
                None => break,
            }
        }
        Some(code)
    }
}

impl Row {
    fn is_root(&self) -> bool {
        self.mode.is_none() && self.with.is_empty()
    }

    /// Whether its code is one digit longer.
    fn adds_to(&self, base: &str) -> bool {
        self.code.len() == base.len() + 1 && self.code.starts_with(base)
    }

    fn fits(&self, mode: Option<&str>, marks: &BTreeSet<&str>) -> bool {
        let has_mode = self.mode.as_deref().is_none_or(|m| mode == Some(m));
        let has_mark = self.with.is_empty() || self.with.iter().any(|m| marks.contains(&**m));
        has_mode && has_mark && !self.is_root()
    }
}

/// A code without the noughts that only fill it up: `020` is root 02.
fn base(code: &str) -> &str {
    let end = code.trim_end_matches('0').len().max(ROOT.min(code.len()));
    &code[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "ASK\t\t10\t\nASK\tyield\t105\t\nASK\tyield\t025\t\n\
                         ASK\t\t0253\tfree|release\nASK\t\t1053\tfree\nASK\t\t1054\teconomic\n";

    #[track_caller]
    fn check(mode: Option<&str>, own: Option<&str>, marks: &[&str], expected: &str) {
        let table = Crosswalk::read(TABLE, |kind| kind == "ASK").expect("the table is well formed");
        let own = own.map(Arc::from);
        let marks = marks.iter().copied().collect();
        assert_eq!(table.code("ASK", mode, own.as_ref(), &marks).as_deref(), Some(expected));
    }

    #[test]
    fn a_code_grows_by_mode_and_marks() {
        check(None, None, &["free"], "10");
        check(Some("yield"), None, &[], "105");
        check(Some("yield"), None, &["economic", "free"], "1053");
        check(Some("yield"), Some("020"), &["release"], "0253");
        check(Some("meet"), Some("020"), &["release"], "020");
        check(None, Some("1321"), &["free"], "1321");
    }

    #[test]
    fn a_wrong_row_is_named() {
        let error = Crosswalk::read("ASK\t\t10a", |_| true).expect_err("10a is no code");
        let message = "crosswalk.tsv, line 1: expected a code of two to four digits, found `10a`";
        assert_eq!(error.to_string(), message);
        assert!(Crosswalk::read("NOPE\t\t10", |_| false).is_err());
    }
}
