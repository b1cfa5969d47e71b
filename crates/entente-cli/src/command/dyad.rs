//! `entente dyad`: how two states stand, how sure that is, and what is not covered.

use std::io::Write;
use std::path::PathBuf;

use entente::Access;
use entente::relations::{self, HappeningRow, RatioRow, RecordRow, StandingRow, TrendRow};

use crate::args::StoreArgs;
use crate::error::Outcome;
use crate::output::{DIM, HEADING, Out, count, sparkline};
use crate::scope::{ScopeArgs, write_file};
use crate::side;
use crate::table::{Table, one_line};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente dyad VNM CHN
  entente dyad \"South Korea\" DPRK
  entente dyad VNM CHN --as-of 2014-07 --dimension security
  entente dyad VNM CHN --plot vnm-chn.svg

Cooperation and conflict are each compared with what coverage of the two states alone would give;
1.0 is as expected. They are never netted: enemies deal with each other more than strangers do.
Where fewer than five independent sources tell of a side, no ratio is shown. `weighed` counts acts by
their tone and age, and is what a ratio compares with `expected`.")]
pub(crate) struct Args {
    /// One state or body: a name such as Vietnam, or an id such as VNM or IGO.ASEAN
    #[arg(value_name = "A")]
    a: String,
    /// The other
    #[arg(value_name = "B")]
    b: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "jsonl", "csv"])]
    format: String,
    /// Also draw the two sides over time
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    let (scope, shelving) = args.scope.scope()?;
    let (a, b) = (side::one(store.as_ref(), &args.a)?, side::one(store.as_ref(), &args.b)?);
    let row = relations::dyad(store.as_ref(), a.as_str(), b.as_str(), &scope, &shelving)?;
    if let Some(path) = &args.plot {
        write_file(path, &relations::draw_dyad(&row))?;
    }
    let mut out = Out::new();
    match args.format.as_str() {
        "jsonl" => out.json(&row)?,
        "csv" => write_months(&row, &mut out)?,
        _ => write_summary(&row, &mut out)?,
    }
    out.finish()
}

/// The course month by month, for spreadsheets.
fn write_months(row: &StandingRow, out: &mut Out) -> std::io::Result<()> {
    writeln!(out, "month,cooperation,conflict,expected_cooperation,expected_conflict")?;
    for month in &row.months {
        let [plus, minus] = month.expected;
        writeln!(out, "{},{},{},{plus},{minus}", month.month, month.cooperation, month.conflict)?;
    }
    Ok(())
}

fn write_summary(row: &StandingRow, out: &mut Out) -> std::io::Result<()> {
    let [a, b] = &row.pair;
    writeln!(out, "{HEADING}{a} – {b}: {}{HEADING:#}, as of {}", row.kind, row.as_of)?;
    write_breadth(row, out)?;
    writeln!(out)?;
    let mut table = Table::new([
        "",
        "ratio",
        "90 %",
        "acts",
        "weighed",
        "expected",
        "trend",
        "by first",
        "reciprocity",
    ])
    .right([1, 3, 4, 5]);
    let sides = [
        ("cooperation", &row.cooperation, &row.trend.cooperation),
        ("conflict", &row.conflict, &row.trend.conflict),
    ];
    for (name, ratio, trend) in sides {
        table.row(side(name, ratio, trend));
    }
    table.write(out)?;
    write_course(row, out)?;
    write_shelves(row, out)?;
    write_last(&row.last, out)?;
    write_records(&row.records, [a, b], out)?;
    writeln!(out)?;
    for caveat in &row.caveats {
        writeln!(out, "{DIM}- {caveat}{DIM:#}")?;
    }
    Ok(())
}

/// How many sources the answer rests on, before any number of it.
fn write_breadth(row: &StandingRow, out: &mut Out) -> std::io::Result<()> {
    let n = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let breadth = row.breadth;
    if breadth.n_documents == 0 {
        return writeln!(out, "{DIM}no document tells of a deed between the two{DIM:#}");
    }
    writeln!(
        out,
        "{DIM}{} in {}, at most {:.1} independent sources, {}{DIM:#}",
        count(n(breadth.n_documents), "document"),
        count(n(breadth.n_clusters), "cluster"),
        breadth.n_effective,
        count(n(breadth.n_publishers), "known outlet"),
    )?;
    if row.cooperation.interval.is_none() && row.conflict.interval.is_none() {
        writeln!(out, "too few to say how the two stand; the reports below are all there is")?;
    }
    Ok(())
}

fn side(name: &str, ratio: &RatioRow, trend: &TrendRow) -> [crate::table::Cell; 9] {
    let interval = |interval: Option<[f64; 2]>| {
        interval.map_or_else(|| "–".to_owned(), |[low, high]| format!("{low:.2} to {high:.2}"))
    };
    let first = ratio.initiative.map_or_else(|| "–".to_owned(), |x| format!("{:.0} %", x * 100.0));
    let returned = ratio.reciprocity.map_or_else(|| "–".to_owned(), |x| format!("{x:.2}"));
    // Without an interval the ratio is little but the prior.
    let told = ratio.interval.map_or_else(|| "–".to_owned(), |_| format!("{:.2}", ratio.ratio));
    [
        name.into(),
        told.into(),
        interval(ratio.interval).into(),
        ratio.n.to_string().into(),
        format!("{:.1}", ratio.observed).into(),
        format!("{:.1}", ratio.expected).into(),
        trend.direction.into(),
        first.into(),
        returned.into(),
    ]
}

fn write_course(row: &StandingRow, out: &mut Out) -> std::io::Result<()> {
    const MONTHS: usize = 60;
    let shown = &row.months[row.months.len().saturating_sub(MONTHS)..];
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else { return Ok(()) };
    let plus: Vec<u64> = shown.iter().map(|month| u64::from(month.cooperation)).collect();
    let minus: Vec<u64> = shown.iter().map(|month| u64::from(month.conflict)).collect();
    writeln!(out)?;
    writeln!(out, "cooperation  {}", sparkline(&plus))?;
    writeln!(out, "conflict     {}", sparkline(&minus))?;
    writeln!(out, "{DIM}months from {} to {}{DIM:#}", first.month, last.month)?;
    for turn in &row.changes {
        let way = if turn.after > turn.before { "rises" } else { "falls" };
        writeln!(
            out,
            "{} {way} in {}: from {:.2} to {:.2} times what coverage gives",
            turn.side, turn.month, turn.before, turn.after
        )?;
    }
    let alarms = [("cooperation", row.alarm.cooperation), ("conflict", row.alarm.conflict)];
    for (name, chance) in alarms.into_iter().filter(|(_, chance)| *chance > 0.5) {
        writeln!(out, "{name} may have changed in the last months ({:.0} %)", chance * 100.0)?;
    }
    Ok(())
}

fn write_shelves(row: &StandingRow, out: &mut Out) -> std::io::Result<()> {
    let shelves: Vec<String> = row.shelves.iter().map(|(name, n)| format!("{n} {name}")).collect();
    let acted = row.dimensions.iter().filter(|d| d.cooperation + d.conflict > 0);
    let dimensions: Vec<String> =
        acted.map(|d| format!("{} +{} −{}", d.name, d.cooperation, d.conflict)).collect();
    if !shelves.is_empty() {
        writeln!(out, "\nreports by shelf: {}", shelves.join(", "))?;
    }
    if !dimensions.is_empty() {
        writeln!(out, "acts by dimension: {}", dimensions.join(", "))?;
    }
    Ok(())
}

/// What structural tables say, apart from happenings.
fn write_records(
    records: &[RecordRow],
    [a, b]: [&String; 2],
    out: &mut Out,
) -> std::io::Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut table = Table::new(["on record", "years", "", "source"]);
    for row in records {
        let RecordRow { measure, years, value, unit, shares, source } = row;
        let stretch = |[from, to]: &[i16; 2]| match from == to {
            true => from.to_string(),
            false => format!("{from}–{to}"),
        };
        let years: Vec<String> = years.iter().map(stretch).collect();
        let unit = unit.as_deref().unwrap_or_default();
        let mut says = value.map_or_else(String::new, |value| format!("{value} {unit}"));
        if let Some(shares) = shares {
            for (state, share) in [a, b].into_iter().zip(shares) {
                let share = share.map(|share| format!(", {:.1} % of {state}'s", share * 100.0));
                says += &share.unwrap_or_default();
            }
        }
        table.row([
            measure.clone().into(),
            years.join(", ").into(),
            says.into(),
            source.clone().into(),
        ]);
    }
    table.write(out)
}

fn write_last(last: &[HappeningRow], out: &mut Out) -> std::io::Result<()> {
    if last.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut table = Table::new(["last", "who", "what", "to whom", "sources", "says"]);
    for row in last {
        let HappeningRow { actor, recipient, kind, when, sources, sentence, .. } = row;
        let day = if when[0] == when[1] { when[0].clone() } else { when.join("/") };
        let sources = match sources.as_slice() {
            [one] => one.clone(),
            [one, others @ ..] => format!("{one} and {} more", others.len()),
            [] => "–".to_owned(),
        };
        let cells = [day, actor.clone(), kind.clone(), recipient.clone(), sources];
        let [day, actor, kind, recipient, sources] = cells.map(|cell| one_line(&cell).into());
        table.row([
            day,
            actor,
            kind,
            recipient,
            sources,
            sentence.clone().unwrap_or_else(|| "–".to_owned()).into(),
        ]);
    }
    table.write(out)
}
