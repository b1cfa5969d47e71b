//! The days of what a digest tells: those of the period that it sums up, as its title has them.

use entente_model::{Precision, When};
use jiff::civil::Date;

use super::tense::is_told_as_past;
use super::untold::Deed;

impl Deed<'_> {
    /// The period of which the text tells, for what is told in the simple past beside no day outside
    /// it; of a period that is not over, what lies before publication.
    pub(super) fn of_digest(&self, published: Date) -> Option<When> {
        let period = self.who.period?;
        let mut days = self.days().filter_map(|day| day.when);
        let is_inside = days.all(|day| day.from <= period.to && period.from <= day.to);
        let is_told = self.clause().is_some_and(|verb| is_told_as_past(self.text, verb));
        let is_over = period.to <= published;
        let precision = if is_over { period.precision } else { Precision::Interval };
        (is_told && is_inside)
            .then(|| When::new(period.from, period.to.min(published), precision, None))
    }
}

#[cfg(test)]
mod tests {
    use entente_model::Status;
    use entente_model::testing::{annotated_on, resolved};
    use jiff::civil::date;

    use super::super::tests::date as day;
    use super::*;

    /// The days of the last predicate of a digest of December 2019 that appeared a month later; in
    /// it `Friday` is 24 January.
    fn days(notation: &str) -> Option<(i8, i8)> {
        let text = annotated_on("2020-01-31", notation);
        let mut who = resolved(&text, "");
        day(&text, &mut who, &[("Friday", 24)]);
        let december = [date(2019, 12, 1), date(2019, 12, 31)];
        who.period = Some(When::new(december[0], december[1], Precision::Month, None));
        let predicate = text.predicates.last().expect("a predicate");
        let when = super::super::happened(&text, &who, predicate, Status::Happened);
        when.map(|when| (when.from.month(), when.to.day()))
    }

    #[test]
    fn what_a_digest_tells_is_of_its_period() {
        let left = "Chad/PROPN<left:subject left/VERB//Tense=Past|VerbForm=Fin\n\
            ! leave@left subject=Chad past";
        assert_eq!(days(left), Some((12, 31)));
        let friday = left.replace("Fin\n", "Fin Friday/PROPN<left:noun-adverb\n");
        assert_eq!(days(&friday), Some((1, 24)), "it says so");
        let had = left.replace("left/VERB", "had/AUX//Tense=Past<left:auxiliary left/VERB");
        assert_eq!(days(&had), None, "it was before");
    }
}
