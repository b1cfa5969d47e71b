//! What tables say of two states: whether something holds, and how figures compare.

use super::*;

impl Search<'_> {
    /// Asks the tables of a measure whether it holds of a pair: in any year, or in all.
    pub(super) fn holds(
        &mut self,
        measure: Measure,
        (a, b): Pair<'_>,
        in_any: bool,
    ) -> Vec<(usize, bool)> {
        let years = self.years();
        let mut answers = Vec::new();
        for (at, table) in self.record.structures.tables.iter().enumerate() {
            if table.measure != measure {
                continue;
            }
            let values: Vec<Option<f64>> = years.iter().map(|&y| table.pair(a, b, y)).collect();
            let is_met = |value: &Option<f64>| value.is_some_and(|value| value > 0.0);
            let answer = if values.iter().all(Option::is_some) {
                Some(if in_any { values.iter().any(is_met) } else { values.iter().all(is_met) })
            } else {
                (in_any && values.iter().any(is_met)).then_some(true)
            };
            let words = format!("{} of {a} and {b} in table `{}`", measure.as_str(), table.name);
            self.found.looked_for.push((words, usize::from(answer.is_some())));
            answers.extend(answer.map(|answer| (at, answer)));
        }
        answers
    }

    pub(super) fn push_answers(&mut self, answers: &[(usize, bool)], (a, b): Pair<'_>, yes: Sign) {
        let record = self.record;
        let days = self.years_as_days();
        for &(at, answer) in answers {
            let table = &record.structures.tables[at];
            let sign = if answer { yes } else { yes.turned(false) };
            let found = if answer { "yes" } else { "none" };
            let years = self.years_in_words();
            let words = format!("{}, {a} and {b}, {years}: {found}", table.measure.as_str());
            self.push_table(sign, table, days, words);
        }
    }

    pub(super) fn years_as_days(&self) -> (Date, Date) {
        let years = self.years();
        let (first, last) = (years.first().copied(), years.last().copied());
        let day = |year: Option<i16>, month, day| {
            year.and_then(|year| Date::new(year, month, day).ok()).unwrap_or(self.as_of)
        };
        (day(first, 1, 1), day(last, 12, 31))
    }

    pub(super) fn years_in_words(&self) -> String {
        let years = self.years();
        match (years.first(), years.last()) {
            (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
            (Some(year), _) => year.to_string(),
            _ => String::new(),
        }
    }

    /// A comparison of figures; within the margin it speaks for both sides.
    pub(super) fn push_outcome(&mut self, outcome: Outcome, yes: Sign, table: &Table, words: &str) {
        let days = self.years_as_days();
        let signs: &[Sign] = match outcome {
            Outcome::Yes => &[yes],
            Outcome::No => &[yes.turned(false)],
            Outcome::Within => {
                self.remark(format!("{words}: within the margin, so it speaks for neither"));
                &[Sign::For, Sign::Against]
            }
        };
        for &sign in signs {
            self.push_table(sign, table, days, words.to_owned());
        }
    }
}
