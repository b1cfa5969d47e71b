//! `entente verify`: whether a store is whole.

use std::io::Write;

use anstyle::AnsiColor;
use entente::stores::{Counts, Verified};
use entente::{Error, ErrorKind, care};

use crate::args::StoreArgs;
use crate::error::{Outcome, line};
use crate::output::{DIM, HEADING, Out, count};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente verify --store sea.db
  entente backup copy.db --store sea.db && entente verify --store copy.db

Checks the file, the checksum of every row, that the words that events rest on lie in their texts, \
and that all that follows from the log does. Two stores with one digest hold the same. Nothing is \
changed. Exit status 3 if anything is wrong.")]
pub(crate) struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let place = args.store.store.display();
    let verified = care::verify(&args.store.store)?;
    let Verified { counts, batches, digest, faults, left_out } = verified;
    if let Some(left_out) = left_out {
        line("note", AnsiColor::Yellow, &left_out);
    }
    if !faults.is_empty() {
        faults.iter().for_each(|fault| line("fault", AnsiColor::Red, fault));
        let what = format!("store `{place}` is damaged: {}", count(faults.len() as u64, "fault"));
        return Err(Error::new(ErrorKind::Store, what)
            .hint("restore it from a copy, or ingest again into a new one")
            .into());
    }
    let Counts { runs, documents, events, claims, relations, rows, records } = counts;
    let mut out = Out::new();
    writeln!(out, "{HEADING}{place} is whole{HEADING:#}")?;
    let said = [
        count(documents, "document"),
        count(events, "event"),
        count(claims, "claim"),
        count(relations, "relation"),
        count(runs, "run"),
    ];
    let batches = match batches {
        1 => "1 batch".to_owned(),
        n => format!("{} batches", crate::output::grouped(n)),
    };
    writeln!(out, "{}, {batches}", said.join(", "))?;
    if rows > 0 {
        writeln!(out, "{} that others coded", count(rows, "row"))?;
    }
    if records > 0 {
        writeln!(out, "{} of structural tables", count(records, "record"))?;
    }
    writeln!(out, "digest {DIM}{digest}{DIM:#}")?;
    out.finish()
}
