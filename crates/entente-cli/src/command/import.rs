//! `entente import`: tables of others, of events or of what stands between states, into a store.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anstyle::AnsiColor;
use entente::import::{
    BadRow, Brought, Bytes, Given, Holds, Imported, Plan, TableFile, TableKind, Told, bring_back,
    import, kinds,
};
use entente::{Access, Error, ErrorKind, Knowledge, Result};

use crate::args::{PacksArgs, StoreArgs};
use crate::error::{Done, Outcome, line, usage};
use crate::input::{Lost, Source, expand};
use crate::output::{DIM, HEADING, Out, count, grouped};
use crate::progress::Bar;
use crate::table::Table;

/// Bad rows that are shown; of more there is only the number.
const SHOWN: u64 = 5;

/// The kind of folders of Parquet files.
const FOLDERS: &str = "parquet";

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente import gdelt 20140501.export.CSV.zip
  entente import icews events.2014.tab --bad rejected.tab
  entente import polecat 'polecat/*.txt' --store wide.db
  entente import csv mine.csv --map id=event,date=day,actor=from,recipient=to,type=what
  entente import trade flows.tsv --map actor=exporter,recipient=importer,value=usd --set unit=USD
  entente import alliances pacts.csv --closed            actor, recipient, from, to, measure
  entente import votes votes.tsv --set year=2012         a row a state, a column a roll call
  entente import parquet lake --store copy.db            what `export --format parquet` wrote

Rows of events come without a text: `entente explain` has nothing to show for them. Structural \
tables are kept apart from events; `entente check`, `dyad`, `similarity`, `depend` and `ideal` look at \
them. The same file twice adds nothing. docs/exchange.md says what each column becomes.")]
pub(crate) struct Args {
    /// What kind of table it is; `--kinds` lists them
    #[arg(value_name = "KIND", required_unless_present = "kinds")]
    kind: Option<String>,
    /// Files, plain, gzip or zip; globs; or `-` for standard input
    #[arg(value_name = "FILE", required_unless_present = "kinds")]
    paths: Vec<String>,
    /// List the kinds of tables, and do nothing else
    #[arg(long, conflicts_with_all = ["kind", "paths"])]
    kinds: bool,
    /// What our columns are called in the table, as OURS=THEIRS; `A|B` takes the first that is filled, `A+B` both
    #[arg(long, value_name = "OURS=THEIRS,…", value_delimiter = ',')]
    map: Vec<String>,
    /// What a structural table does not say, the same for all its rows: `year`, `unit`, `source`, …
    #[arg(long, value_name = "OURS=VALUE,…", value_delimiter = ',')]
    set: Vec<String>,
    /// The structural table lists all there is: a missing row means none, within its years and states
    #[arg(long)]
    closed: bool,
    /// What the dataset is called in ids; without it, KIND
    #[arg(long, value_name = "NAME", value_parser = dataset)]
    dataset: Option<String>,
    /// Keep the rows that were left out in a file, as they stand
    #[arg(long, value_name = "FILE")]
    bad: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    packs: PacksArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    match args.kind.as_deref() {
        None => list(args),
        Some(FOLDERS) => folders(args),
        Some(name) => tables(args, name),
    }
}

/// Lists the kinds of tables.
fn list(args: &Args) -> Outcome {
    let mut out = Out::new();
    let mut table = Table::new(["kind", "holds", "what it is"]);
    for TableKind { name, holds, title } in kinds(&args.packs.knowledge()?)? {
        table.row([name.into(), noun(holds, 2).into(), title.into()]);
    }
    let title = "Folders that `entente export --format parquet` wrote, documents and all";
    table.row([FOLDERS.into(), "all".into(), title.into()]);
    table.write(&mut out)?;
    out.finish()
}

/// Brings folders of Parquet files back, whole.
fn folders(args: &Args) -> Outcome {
    let has_own = args.dataset.is_some() || args.bad.is_some() || args.closed;
    if has_own || !args.map.is_empty() || !args.set.is_empty() {
        let error = usage(format!("expected nothing but folders for `{FOLDERS}`"));
        return Err(error.hint("they say themselves what is in them").into());
    }
    let mut store = args.store.open(Access::Write)?;
    let mut out = Out::new();
    for path in &args.paths {
        let Brought { documents, events, claims, relations, records } =
            bring_back(Path::new(path), store.as_mut())?;
        writeln!(
            out,
            "{HEADING}{}{HEADING:#}, {}, {} and {} from {}",
            count(events, "event"),
            count(claims, "claim"),
            count(relations, "relation"),
            count(records, "record"),
            count(documents, "document"),
        )?;
    }
    out.finish()
}

fn tables(args: &Args, name: &str) -> Outcome {
    let knowledge = args.packs.knowledge()?;
    let holds = holds(&knowledge, name)?;
    let plan = plan(args, &knowledge, name, holds)?;
    let bar = Bar::default();
    let lost = Lost::beside(&bar);
    let sources = expand(&args.paths, Some(entente::model::Format::Csv), &lost);
    let mut bad = Bad { shown: 0, aside: args.bad.as_ref().map(aside).transpose()? };
    let mut store = args.store.open(Access::Write)?;
    bar.start(sources.iter().map(Source::size).sum());
    let files = sources.into_iter().map(|source| table(&source, &bar));
    let mut failed = None;
    let done = import(&plan, files, store.as_mut(), &mut |told| match told {
        Told::Bad(row) => failed = bad.row(row, &bar).err().or(failed.take()),
        Told::Lost { input, reason } => lost.input(input, reason),
        Told::Stored(done) => bar.rows(done.rows),
    });
    let took = bar.finish();
    let done = done?;
    if let Some(error) = failed.or(bad.end().err()) {
        let path = args.bad.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let message = format!("failed to write `{path}`");
        return Err(Error::new(ErrorKind::Store, message).caused_by(error).into());
    }
    let mut out = Out::new();
    write_summary(&done, took, args, holds, &mut out)?;
    out.flush()?;
    Ok(if done.bad > 0 { Done::SomeLost } else { lost.finish() })
}

/// What the tables of a kind hold.
fn holds(knowledge: &Knowledge, name: &str) -> Result<Holds> {
    let all = kinds(knowledge)?;
    let known = all.iter().find(|kind| kind.name == name).map(|kind| kind.holds);
    known.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|kind| kind.name.as_str()).chain([FOLDERS]).collect();
        usage(format!("expected a kind of table, found `{name}`"))
            .hint(format!("known are {}", names.join(", ")))
    })
}

fn plan(args: &Args, knowledge: &Knowledge, name: &str, holds: Holds) -> Result<Plan> {
    let (dataset, own) = (args.dataset.as_deref().unwrap_or(name), columns("--map", &args.map)?);
    match holds {
        Holds::Records => {
            let given = Given { cells: columns("--set", &args.set)?, closed: args.closed };
            Plan::structures(knowledge, name, dataset, &own, given)
        }
        Holds::Events if args.closed || !args.set.is_empty() => {
            let message = format!("expected no `--set` or `--closed` for events of `{name}`");
            Err(usage(message).hint("they are for kinds that hold records: `--kinds` lists them"))
        }
        Holds::Events => Plan::new(knowledge, name, dataset, &own),
    }
}

/// What one row becomes, or several.
fn noun(holds: Holds, n: u64) -> &'static str {
    match (holds, n) {
        (Holds::Events, 1) => "event",
        (Holds::Events, _) => "events",
        (Holds::Records, 1) => "record",
        (Holds::Records, _) => "records",
    }
}

fn write_summary(
    done: &Imported,
    took: Duration,
    args: &Args,
    holds: Holds,
    out: &mut Out,
) -> io::Result<()> {
    let Imported { files, lost: _, rows, bad, held, added } = done;
    let (rows_said, files_said) = (count(*rows, "row"), count(*files, "file"));
    writeln!(
        out,
        "{HEADING}{} {}{HEADING:#} from {rows_said} in {files_said}",
        grouped(*added),
        noun(holds, *added)
    )?;
    let seconds = took.as_secs_f64();
    if seconds > 0.0 {
        let rate = grouped((*rows as f64 / seconds).round() as u64);
        writeln!(out, "{DIM}{seconds:.1} s, {rate} rows a second{DIM:#}")?;
    }
    let known = held - added;
    if known > 0 {
        writeln!(out, "{} {} had been brought in before", grouped(known), noun(holds, known))?;
    }
    if *bad > 0 {
        let kept = match &args.bad {
            Some(path) => format!("; kept in {}", path.display()),
            None => "; --bad FILE keeps them".to_owned(),
        };
        writeln!(out, "{} left out{kept}", count(*bad, "bad row"))?;
    }
    let place = args.store.store.display();
    writeln!(out, "\n{HEADING}Next{HEADING:#}")?;
    if holds == Holds::Records {
        let view =
            "SELECT measure, count(*), min(first_day), max(first_day) FROM records GROUP BY 1";
        writeln!(out, "  entente sql '{view}' --store {place}")?;
        return writeln!(out, "  entente check 'SENTENCE' --store {place}");
    }
    writeln!(out, "  entente system --store {place}")?;
    writeln!(out, "  entente events --store {place}")
}

/// Rows that were left out: the first are shown, all are kept if the user wants them.
struct Bad {
    shown: u64,
    aside: Option<BufWriter<File>>,
}

impl Bad {
    fn row(&mut self, row: &BadRow, bar: &Bar) -> io::Result<()> {
        let BadRow { input, line: number, reason, raw } = row;
        if self.shown < SHOWN {
            let message = format!("{input} line {number}: {reason}; the row is left out");
            bar.aside(|| line("warning", AnsiColor::Yellow, &message));
        }
        self.shown += 1;
        if let Some(aside) = &mut self.aside {
            aside.write_all(raw)?;
            aside.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Says how many more there were.
    fn end(&mut self) -> io::Result<()> {
        if self.shown > SHOWN {
            let more = count(self.shown - SHOWN, "more row");
            line("warning", AnsiColor::Yellow, &format!("{more} left out as well"));
        }
        self.aside.as_mut().map_or(Ok(()), Write::flush)
    }
}

fn aside(path: &PathBuf) -> Result<BufWriter<File>> {
    let file = File::create(path).map_err(|error| {
        let message = format!("failed to write `{}`", path.display());
        Error::new(ErrorKind::Store, message).caused_by(error)
    })?;
    Ok(BufWriter::new(file))
}

fn table(source: &Source, bar: &Bar) -> TableFile {
    let stream = match source {
        Source::Stdin => Ok(Bytes::Pipe(Box::new(io::stdin()))),
        Source::File(path) if path.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Source::File(path) => File::open(path)
            .map(|file| Bytes::File(Box::new(Counted { inner: file, bar: bar.clone() }))),
    };
    TableFile { name: source.name(), stream }
}

/// Counts bytes on the bar as they are read.
struct Counted {
    inner: File,
    bar: Bar,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(into)?;
        self.bar.read(n as u64);
        Ok(n)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Takes `OURS=THEIRS` apart.
fn columns(option: &str, typed: &[String]) -> Result<Vec<(String, String)>> {
    let pair = |typed: &String| {
        let pair = typed.split_once('=').map(|(ours, theirs)| (ours.trim(), theirs.trim()));
        let pair = pair.filter(|(ours, theirs)| !ours.is_empty() && !theirs.is_empty());
        let (ours, theirs) = pair.ok_or_else(|| {
            usage(format!("expected OURS=THEIRS for `{option}`, found `{typed}`"))
        })?;
        Ok((ours.to_owned(), theirs.to_owned()))
    };
    typed.iter().map(pair).collect()
}

/// Reads a name that may stand before the colon in an id.
fn dataset(typed: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match !typed.is_empty() && typed.chars().all(is_plain) {
        true => Ok(typed.to_owned()),
        false => Err("expected letters, digits, `-`, `_` and `.` only".to_owned()),
    }
}
