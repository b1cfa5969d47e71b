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
    let groups = grouped(reports, |report| (report.when.from, report.when.to));
    groups.into_iter().map(|group| happening(dyad, group)).collect()
}

/// Sorts reports into the groups of [`occasions`], each in the order in which they came.
pub fn grouped<R>(reports: Vec<R>, days: impl Fn(&R) -> (Date, Date)) -> Vec<Vec<R>> {
    let of = occasions(reports.iter().map(days));
    let mut groups = Vec::new();
    for (report, group) in reports.into_iter().zip(of) {
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(report);
    }
    groups
}

/// Groups reports of one type of deed within one dyad by what they may mean, as [`merge`] does.
///
/// Takes first and last day of each report, the most exact first, which is to say by [`length`];
/// gives the group of each. Groups are numbered from 0; the first of a group fixes its time.
pub fn occasions(reports: impl IntoIterator<Item = (Date, Date)>) -> Vec<usize> {
    let mut last_days: Vec<Date> = Vec::new();
    // Groups by first day. Times within a group's own are as long or longer, so they are found by
    // walking from the first group that can still be reached.
    let mut by_day = BTreeSet::<(Date, usize)>::new();
    let mut longest = 0;
    let mut group_of = |(from, to): (Date, Date)| {
        let first = if longest == 0 { from } else { from.saturating_sub(longest.days()) };
        let mut near = by_day.range((first, 0)..=(to, usize::MAX));
        if let Some(&(_, group)) = near.find(|(_, group)| last_days[*group] >= from) {
            return group;
        }
        longest = longest.max(length(from, to));
        by_day.insert((from, last_days.len()));
        last_days.push(to);
        last_days.len() - 1
    };
    reports.into_iter().map(&mut group_of).collect()
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
    i32::try_from(to.duration_since(from).as_hours() / 24).unwrap_or(i32::MAX)
}
