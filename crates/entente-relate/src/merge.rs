//! From reports to happenings.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{Dyad, Event, Happening, When};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::Level;

/// Merges the reports of deeds that share dyad and type and whose times overlap.
///
/// The most exact reports come first and fix the time of a happening; a vaguer one joins the
/// earliest happening that it may mean, and makes one of its own only where there is none. So
/// deeds on two days never become one because a third report says `this month`. The order of the
/// events does not matter. Happenings come by dyad, then time, then type.
pub fn merge<'e>(level: Level, events: impl IntoIterator<Item = &'e Event>) -> Vec<Happening> {
    let mut by_kind = BTreeMap::<(Dyad, &str), Vec<Report<'_>>>::new();
    for event in events.into_iter().filter(|event| event.status.is_deed()) {
        if let (Some(dyad), Some(when)) = (level.dyad(event), when(event)) {
            by_kind.entry((dyad, &event.code.kind)).or_default().push(Report { event, when });
        }
    }
    let merged = by_kind.into_iter().flat_map(|((dyad, _), reports)| merge_kind(&dyad, reports));
    let mut all: Vec<Happening> = merged.collect();
    all.sort_by_cached_key(|h| (h.dyad.clone(), h.when.map(|w| (w.from, w.to)), h.kind.clone()));
    all
}

/// A report and the time that it gives.
#[derive(Clone, Copy)]
struct Report<'e> {
    event: &'e Event,
    when: When,
}

impl Report<'_> {
    /// Exact before vague, then early before late, then by where it stands.
    fn order(&self) -> impl Ord + use<> {
        let length = length(self.when.from, self.when.to);
        let evidence = &self.event.evidence;
        let place = (evidence.document().clone(), evidence.trigger(), self.event.id.clone());
        (length, self.when.from, self.event.reported, place)
    }
}

/// Merges the reports of one type of deed within one dyad.
fn merge_kind(dyad: &Dyad, mut reports: Vec<Report<'_>>) -> Vec<Happening> {
    reports.sort_by_cached_key(|report| report.order());
    reports.dedup_by(|a, b| a.event.id == b.event.id);
    let groups = occasions(reports, |report| (report.when.from, report.when.to));
    groups.into_iter().map(|group| happening(dyad, group)).collect()
}

/// Groups reports of one type of deed within one dyad by what they may mean, as [`merge`] does.
///
/// `days` gives the first and last day of a report; the reports come most exact first, which is to
/// say by [`length`]. The first of a group fixes its time.
pub fn occasions<R>(
    reports: impl IntoIterator<Item = R>,
    days: impl Fn(&R) -> (Date, Date),
) -> Vec<Vec<R>> {
    let mut groups: Vec<Vec<R>> = Vec::new();
    // Groups by first day. Times within a group's own are as long or longer, so they are found by
    // walking from the first group that can still be reached.
    let mut by_day = BTreeSet::<(Date, usize)>::new();
    let mut longest = 0;
    for report in reports {
        let (from, to) = days(&report);
        let first = if longest == 0 { from } else { from.saturating_sub(longest.days()) };
        let mut near = by_day.range((first, 0)..=(to, usize::MAX));
        match near.find(|(_, group)| days(&groups[*group][0]).1 >= from) {
            Some(&(_, group)) => groups[group].push(report),
            None => {
                longest = longest.max(length(from, to));
                by_day.insert((from, groups.len()));
                groups.push(vec![report]);
            }
        }
    }
    groups
}

fn happening(dyad: &Dyad, mut reports: Vec<Report<'_>>) -> Happening {
    let most_exact = reports[0];
    reports.sort_by_cached_key(|report| (report.event.reported, report.order()));
    Happening {
        dyad: dyad.clone(),
        kind: most_exact.event.code.kind.clone(),
        when: Some(most_exact.when),
        tone: most_exact.event.code.tone,
        reports: reports.iter().map(|report| report.event.id.clone()).collect(),
    }
}

/// When a deed happened: as told, else on the day of its report.
fn when(event: &Event) -> Option<When> {
    event.happened.or_else(|| event.reported.map(|day| When::day(day, None)))
}

/// Days from the first to the last: the fewer, the more exact.
pub fn length(from: Date, to: Date) -> i32 {
    if from == to { 0 } else { to.since(from).map_or(i32::MAX, |span| span.get_days()) }
}
