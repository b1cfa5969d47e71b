//! A later report never changes an earlier view, and the order of reports changes nothing.

use entente_model::Event;
use entente_relate::{Graph, Level, PanelSpec};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::{day, event, show};

#[test]
fn what_was_reported_later_is_not_known() {
    let lines = ["AAA>BBB AID 7.4 03-05 03-06", "AAA>BBB AID 7.4 03-05 03-08"];
    let all: Vec<Event> = lines.iter().enumerate().map(|(id, line)| event(id, line)).collect();
    assert_eq!(show("03-05", Level::Country, &all), [""; 0]);
    assert_eq!(show("03-07", Level::Country, &all), ["AAA>BBB AID 03-05..03-05 e0"]);
    assert_eq!(show("03-08", Level::Country, &all), ["AAA>BBB AID 03-05..03-05 e0+e1"]);
}

/// A small generator (SplitMix64), so that every run tries the same events.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.unsigned_abs()).cast_signed()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as i64)).expect("an index")]
    }

    /// An event of a few actors, types and lengths in the first half of 2020, reported up to three
    /// months later or earlier.
    fn event(&mut self, id: usize) -> Event {
        let sides = ["AAA>BBB", "BBB>AAA", "AAA.GOV>BBB", "AAA>CCC"];
        let start: Date = day("01-01").saturating_add(self.below(180).days());
        let end = start.saturating_add([0, 0, 0, 6, 30, 90][self.below(6) as usize].days());
        let reported = start.saturating_add((self.below(120) - 30).days());
        let reported = reported.max(day("01-01"));
        let kind = self.pick(&["AID 7.4", "ACCUSE -2"]);
        let short = |date: Date| date.strftime("%m-%d").to_string();
        let (from, to, by) = (short(start), short(end), short(reported));
        event(id, &format!("{} {kind} {from}..{to} {by}", self.pick(&sides)))
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.below(at as i64 + 1)).expect("an index");
            items.swap(at, other);
        }
    }
}

#[test]
fn earlier_views_stand() {
    let spec = PanelSpec { from: day("01-01"), to: day("12-31") };
    let mut chance = Chance(5);
    for _ in 0..300 {
        let n = usize::try_from(chance.below(60)).expect("a count");
        let mut all: Vec<Event> = (0..n).map(|id| chance.event(id)).collect();
        let cut = day("01-01").saturating_add(chance.below(300).days());
        let level = [Level::Actor, Level::Country][chance.below(2) as usize];
        let known: Vec<Event> =
            all.iter().filter(|e| e.reported.is_some_and(|r| r <= cut)).cloned().collect();
        let then = Graph::as_of(cut, level, &known);
        chance.shuffle(&mut all);
        let now = Graph::as_of(cut, level, &all);
        assert_eq!(then, now);
        assert_eq!(then.panel(&spec), now.panel(&spec));
        check(&now, &known);
    }
}

/// Every known deed is in one happening, and no cell lies after the day.
fn check(graph: &Graph, known: &[Event]) {
    let mut ids: Vec<_> = graph.happenings().iter().flat_map(|h| &h.reports).collect();
    ids.sort();
    let mut expect: Vec<_> = known.iter().map(|e| &e.id).collect();
    expect.sort();
    assert_eq!(ids, expect);
    let spec = PanelSpec { from: day("01-01"), to: day("12-31") };
    assert!(graph.panel(&spec).cells.iter().all(|c| c.period.last_of_month() <= graph.day()));
}
