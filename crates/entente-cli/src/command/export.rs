//! `entente export`: events as files for other tools.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use entente::export::{self, Crosswalk, Export};
use entente::model::Status;
use entente::{Access, Error, ErrorKind, Knowledge, Store};

use crate::args::StoreArgs;
use crate::error::{Failure, Outcome, line, usage};
use crate::filter::FilterArgs;
use crate::output::{Out, count};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente export --format parquet --to lake          year=2020/month=01/part-0.parquet, for DuckDB or Spark
  entente export --format csv --to out --involving CHN --since 2014
  entente export --format gdelt --to out             for programs that read GDELT
  entente events --store lake                        a folder of Parquet files is a store to read

Without filters, everything is written, also what was denied or only feared; polecat and gdelt hold \
deeds only. Beside a table lies dictionary.tsv, which says what its columns mean.")]
pub(crate) struct Args {
    /// What to write: parquet, csv, jsonl, or tables in the shape of polecat or gdelt
    #[arg(long, value_name = "FORMAT", value_parser = ["parquet", "csv", "jsonl", "polecat", "gdelt"])]
    format: String,
    /// The folder, which is made if it is not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// What every run coded, not only the newest; parquet only
    #[arg(long)]
    every_run: bool,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    filter: FilterArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    let filter = args.filter.of_all();
    fs::create_dir_all(&args.to).map_err(|error| unwritable(&args.to, error))?;
    let written = match export::by_name(&args.format) {
        Some(export) => table(args, &filter, store.as_ref(), export)?,
        None => parquet(args, &filter, store.as_ref())?,
    };
    let mut out = Out::new();
    writeln!(out, "{} written to {}", count(written, "event"), args.to.display())?;
    out.finish()
}

fn table(
    args: &Args,
    filter: &FilterArgs,
    store: &dyn Store,
    export: &Export,
) -> Result<u64, Failure> {
    let path = args.to.join(export.file);
    let file = File::create(&path).map_err(|error| unwritable(&path, error))?;
    let mut file = BufWriter::new(file);
    let crosswalk = Crosswalk::load(&Knowledge::embedded())?;
    let fail = |error| Failure::from(unwritable(&path, error));
    (export.begin)(&mut file).map_err(fail)?;
    let (mut written, mut left_out) = (0, 0);
    entente::listed(store, &filter.query(store)?, |row| {
        let is_deed = || Status::from_name(row.status()).is_some_and(Status::is_deed);
        if !filter.admits(&row) {
        } else if export.deeds_only && !is_deed() {
            left_out += 1;
        } else {
            written += 1;
            (export.row)(&row, &crosswalk, &mut file).map_err(fail)?;
        }
        Ok::<_, Failure>(ControlFlow::Continue(()))
    })?;
    file.flush().map_err(fail)?;
    if left_out > 0 {
        let message = format!(
            "{} left out that did not happen or may not have: this format cannot say so",
            count(left_out, "event")
        );
        line("note", AnsiColor::Yellow, &message);
    }
    dictionary(&args.to.join("dictionary.tsv"), &export::dictionary(export))?;
    Ok(written)
}

fn parquet(args: &Args, filter: &FilterArgs, store: &dyn Store) -> Result<u64, Failure> {
    if filter.has_own() {
        let error = usage("expected no `--mode` and no `--publisher` with `--format parquet`");
        return Err(error.hint("other formats take them; of a Parquet file, any tool does").into());
    }
    let query = filter.query(store)?;
    let written = export::parquet(store, &query, args.every_run, &args.to)?;
    dictionary(&args.to.join("_store/dictionary.tsv"), &export::parquet_dictionary())?;
    Ok(written)
}

fn dictionary(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|error| unwritable(path, error))
}

#[cold]
fn unwritable(path: &Path, cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Store, format!("failed to write `{}`", path.display())).caused_by(cause)
}
