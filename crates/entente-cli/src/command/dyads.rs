//! `entente dyads`: who acts towards whom most, month by month.

use std::io::Write;

use entente::wire::{DyadRow, MonthCount, QuadCount};
use entente::{Access, Grain};

use crate::args::StoreArgs;
use crate::error::{Done, Outcome, line};
use crate::filter::FilterArgs;
use crate::output::{Out, grouped, sparkline};
use crate::table::Table;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente dyads
  entente dyads --involving VNM --since 2014
  entente dyads --grain actor                 governments, armies and courts apart

Without --all: only what happened, goes on or is planned, between two.")]
pub(crate) struct Args {
    /// At most so many dyads
    #[arg(long, value_name = "N", default_value_t = 15)]
    limit: usize,
    /// Whether a state's parts count as the state, or for themselves
    #[arg(long, value_name = "GRAIN", default_value = "country", value_parser = ["country", "actor"])]
    grain: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl"])]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    let grain = if args.grain == "actor" { Grain::Actor } else { Grain::Country };
    let mut rows = entente::dyads(store.as_ref(), &args.filter.query(store.as_ref())?, grain)?;
    if args.filter.is_narrowed() {
        rows.retain(is_between_two);
    }
    rows.truncate(args.limit);
    let mut out = Out::new();
    if args.format == "jsonl" {
        rows.iter().try_for_each(|row| out.json(row))?;
    } else {
        write_table(&rows, &mut out)?;
    }
    out.flush()?;
    if rows.is_empty() {
        let hint = "a dyad needs an event of which both sides are known; `entente events --all`";
        line("hint", anstyle::AnsiColor::Cyan, hint);
    }
    Ok(Done::All)
}

/// Whether it is not a state towards itself, as of a government towards its courts.
pub(crate) fn is_between_two(row: &DyadRow) -> bool {
    row.actor != row.recipient
}

/// Writes dyads with their counts by quad class and their course over time.
pub(crate) fn write_table(rows: &[DyadRow], out: &mut Out) -> std::io::Result<()> {
    let Some(course) = Course::of(rows) else { return writeln!(out, "no dyads") };
    let mut table = Table::new(["dyad", "events", "stories", "of which", ""]).right([1, 2]);
    for row in rows {
        let DyadRow { actor, recipient, n_events, n_clusters, quads, months, .. } = row;
        table.row([
            format!("{actor} → {recipient}").into(),
            grouped(*n_events).into(),
            grouped(*n_clusters).into(),
            quads.iter().map(quad).collect::<Vec<_>>().join(", ").into(),
            sparkline(&course.counts(months)).into(),
        ]);
    }
    table.write(out)?;
    writeln!(out, "{}", course.legend())
}

fn quad(count: &QuadCount) -> String {
    let QuadCount { quad, n } = count;
    format!("{n} {}", quad.replace('_', " "))
}

/// A stretch of months cut into columns.
struct Course {
    first: i32,
    last: i32,
    /// Months to a column.
    step: i32,
    /// Events before the first month.
    earlier: u64,
}

impl Course {
    /// To the last month in which anything passed, from the first after which nearly all did: one
    /// look back at history would flatten the rest.
    fn of(rows: &[DyadRow]) -> Option<Self> {
        const COLUMNS: i32 = 40;
        const LEFT_OUT: u64 = 50;
        let months = rows.iter().flat_map(|row| &row.months);
        let mut counts: Vec<(i32, u64)> =
            months.filter_map(|month| Some((month_number(month)?, month.n))).collect();
        counts.sort_unstable();
        let (last, _) = *counts.last()?;
        let most_earlier = counts.iter().map(|(_, n)| n).sum::<u64>() / LEFT_OUT;
        let mut seen = 0;
        let (first, _) = *counts.iter().find(|(_, n)| {
            seen += n;
            seen > most_earlier
        })?;
        let earlier = counts.iter().filter(|(at, _)| *at < first).map(|(_, n)| n).sum();
        Some(Self { first, last, step: (last - first) / COLUMNS + 1, earlier })
    }

    fn counts(&self, months: &[MonthCount]) -> Vec<u64> {
        let columns = usize::try_from((self.last - self.first) / self.step).unwrap_or(0) + 1;
        let mut counts = vec![0; columns];
        for month in months {
            let at = month_number(month).filter(|at| *at >= self.first);
            let at = at.map(|at| (at - self.first) / self.step);
            if let Some(count) = at.and_then(|at| counts.get_mut(usize::try_from(at).ok()?)) {
                *count += month.n;
            }
        }
        counts
    }

    fn legend(&self) -> String {
        let name = |at: i32| format!("{:04}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1);
        let each = if self.step == 1 { "a month".into() } else { format!("{} months", self.step) };
        let span = format!("from {} to {}", name(self.first), name(self.last));
        match self.earlier {
            0 => format!("each column is {each}, {span}"),
            n => format!("each column is {each}, {span}; {n} earlier"),
        }
    }
}

/// Months since the year 0.
fn month_number(count: &MonthCount) -> Option<i32> {
    let (year, month) = count.month.as_deref()?.rsplit_once('-')?;
    Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(months: &[(&str, u64)]) -> DyadRow {
        let count = |(month, n): &(&str, u64)| MonthCount { month: Some((*month).into()), n: *n };
        DyadRow {
            schema: "entente/1",
            actor: "CHN".into(),
            recipient: "VNM".into(),
            n_events: 0,
            n_documents: 0,
            n_clusters: 0,
            quads: Vec::new(),
            months: months.iter().map(count).collect(),
        }
    }

    #[test]
    fn months_without_events_keep_their_column() {
        let rows = [row(&[("2013-11", 1), ("2014-02", 3)])];
        let course = Course::of(&rows).expect("there are months");
        assert_eq!(course.counts(&rows[0].months), [1, 0, 0, 3]);
        assert_eq!(course.legend(), "each column is a month, from 2013-11 to 2014-02");
    }

    #[test]
    fn a_look_back_at_history_does_not_flatten_the_rest() {
        let rows = [row(&[("1979-02", 1), ("2014-05", 30), ("2014-07", 40)])];
        let course = Course::of(&rows).expect("there are months");
        assert_eq!(course.counts(&rows[0].months), [30, 0, 40]);
        assert!(course.legend().ends_with("from 2014-05 to 2014-07; 1 earlier"));
    }

    #[test]
    fn long_courses_are_cut_into_columns() {
        let rows = [row(&[("2000-01", 1), ("2000-02", 1), ("2019-12", 5)])];
        let course = Course::of(&rows).expect("there are months");
        let counts = course.counts(&rows[0].months);
        assert_eq!((counts[0], counts[counts.len() - 1], counts.len()), (2, 5, 40));
    }
}
