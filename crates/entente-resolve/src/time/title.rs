//! The period that a whole text tells of, as its title has it.

use entente_model::{Annotated, Pos, TimeExpr, TimeKind, When};

/// How many days a period has that texts sum up: a week, a month, a season.
const LENGTHS: std::ops::RangeInclusive<i32> = 5..=100;
/// A text that sums a period up appears at most so many days after it.
const LATE: i32 = 92;

/// The only time of a title, if it is a period lately over or still going on and stands apart from
/// the rest: `The month in brief, May 2021`, but not `Prices fall in May 2021`.
pub(crate) fn period_of(title: &Annotated, times: &[TimeExpr]) -> Option<When> {
    let published = title.document.meta.published?;
    let [time] = times else { return None };
    let when = time.when.filter(|_| time.kind == TimeKind::Date)?;
    let is_of_length = LENGTHS.contains(&((when.to - when.from).get_days() + 1));
    let is_late = when.from <= published && (published - when.to).get_days() <= LATE;
    (is_of_length && is_late && is_apart(title, time)).then_some(When { span: None, ..when })
}

/// Whether signs set a time apart at the beginning or the end of a title.
fn is_apart(title: &Annotated, time: &TimeExpr) -> bool {
    let is_sign = |t: u32| title.pos(t) == Pos::Punct;
    let n = title.tokens.len() as u32;
    let is_end = (time.last..n).all(is_sign);
    let before = time.first.checked_sub(1);
    is_end && before.is_some_and(is_sign) || before.is_none() && time.last < n && is_sign(time.last)
}
