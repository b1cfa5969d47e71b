//! Weekdays of one name are one day of a text that says nothing else: if they `meet on Tuesday morning`,
//! the minister who `headed for the talks Tuesday` has not been there a week ago.

use jiff::civil::{Date, Weekday};

use super::Hit;
use super::pattern::Meaning;
use super::period::weekday;
use super::tense::Side;

/// A day so far off, and not the one a week from it, is meant by its bare name.
const NEAR: i8 = 2;

/// Where weekdays of one name lie on both sides of the day of writing and one of the two days is near
/// it, those whose verb leaves it open are of that day.
pub(super) fn agree(today: Option<Date>, hits: &[Hit<'_>], sides: &mut [Side]) {
    let Some(today) = today else { return };
    for day in Weekday::Monday.cycle_forward().take(7) {
        let is_bare = |hit: &Hit<'_>| {
            hit.meaning == Meaning::Weekday
                && hit.parts.shift.is_none()
                && hit.parts.weekday.and_then(weekday) == Some(day)
        };
        let own = || (0..hits.len()).filter(|at| is_bare(&hits[*at]));
        let n_ahead = own().filter(|at| sides[*at].is_ahead()).count();
        if n_ahead == 0 || n_ahead == own().count() {
            continue;
        }
        let ahead = day.since(today.weekday());
        let meant = match ahead {
            1..=NEAR => Side::Future,
            _ if 7 - ahead <= NEAR => Side::Past,
            _ => continue,
        };
        let open = own().filter(|at| sides[*at] != Side::Ahead).collect::<Vec<_>>();
        open.into_iter().for_each(|at| sides[at] = meant);
    }
}
