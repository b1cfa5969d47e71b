//! `entente check`: a claim against the record, with what speaks for and against it.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use entente::check::{
    Asked, Checker, Form, ItemRow, Structures, VerdictRow, brief, claim_review, kept_records,
    read_proposition, read_records,
};
use entente::model::{ClaimId, DocId};
use entente::stores::{ClaimQuery, FoundClaim};
use entente::{Access, Engine, Error, ErrorKind, Result, Settings, Store};
use jiff::civil::Date;

use crate::args::{EngineArgs, StoreArgs};
use crate::error::{Outcome, usage};
use crate::filter::last_day;
use crate::input::Lost;
use crate::output::{DIM, HEADING, Out};
use crate::scope::write_file;
use crate::table::one_line;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente check 'Russia is an ally of Belarus.'
  entente check 'In 2004, Poland and Germany were bound by a defence pact.' --records records.toml
  entente check --claim 1f0c2a9d --brief claim.html
  entente check --batch claims.jsonl --as-of 2020 > verdicts.jsonl

A verdict is supported, refuted, contested or not enough evidence, as of a day, and concerns the
record held: the store's events and relations, the structural tables that `entente import` brought
there, and those of a file of records, which `docs/claims.md` describes. Nobody's word about a deed counts, nor anything from the claim's own
story; causes and intentions are never supported. A line of a batch has `id` and `text`, or `id`
and `proposition` in place of words.")]
pub(crate) struct Args {
    /// A claim in a sentence
    #[arg(value_name = "SENTENCE", required_unless_present_any = ["claim", "batch"])]
    sentence: Option<String>,
    /// A claim of the store, by its id or the beginning of it
    #[arg(long, value_name = "ID", conflicts_with = "sentence")]
    claim: Option<String>,
    /// Many claims, a JSON line each; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sentence", "claim"])]
    batch: Option<PathBuf>,
    /// Tables of alliances, disputes, trade, votes that count as records beside those in the store
    #[arg(long, value_name = "FILE.toml", env = "ENTENTE_RECORDS", hide_env_values = true)]
    records: Option<PathBuf>,
    /// As known by the end of a day, month or year; without it, of the last report
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    as_of: Option<Date>,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_parser = ["table", "jsonl", "claimreview"])]
    format: Option<String>,
    /// Also write one page on the claim: .html or .md
    #[arg(long, value_name = "FILE")]
    brief: Option<PathBuf>,
    /// Only the tables of `--records`, no store
    #[arg(long)]
    no_store: bool,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let (engine, knowledge) = args.engine.engine_with_knowledge(Settings::default())?;
    let mut structures = match &args.records {
        Some(path) => read_records(path, &knowledge)?,
        None => Structures::default(),
    };
    let store = args.open()?;
    if let Some(store) = &store {
        structures.tables.extend(kept_records(store.as_ref(), args.as_of)?.tables);
    }
    let checker = Checker::new(&knowledge, store.as_deref(), structures, args.as_of)?;
    let mut desk = Desk { engine: &engine, checker, store: store.as_deref() };
    match (&args.batch, &args.claim, &args.sentence) {
        (Some(path), ..) => args.run_batch(path, &mut desk),
        (_, Some(id), _) => args.show(&desk.stored(id)?),
        (.., Some(sentence)) => {
            let row = desk.sentence(sentence)?;
            if row.proposition.is_none() {
                return Err(not_understood(sentence, &row).into());
            }
            args.show(&row)
        }
        _ => Err(usage("expected a sentence, `--claim` or `--batch`").into()),
    }
}

impl Args {
    /// The store, which need not be there where tables are.
    fn open(&self) -> Result<Option<Box<dyn Store>>> {
        let is_there = self.store.store.exists();
        if self.no_store || (!is_there && self.records.is_some() && self.claim.is_none()) {
            return Ok(None);
        }
        self.store.open(Access::Read).map(Some)
    }

    fn show(&self, row: &VerdictRow) -> Outcome {
        if let Some(path) = &self.brief {
            let form = Form::of_name(&path.display().to_string()).ok_or_else(|| {
                let found = path.display();
                usage(format!("expected a page that ends in .html or .md, found `{found}`"))
            })?;
            write_file(path, &brief(row, form))?;
        }
        let mut out = Out::new();
        match self.format.as_deref() {
            Some("jsonl") => out.json(row)?,
            Some("claimreview") => out.json(&claim_review(row))?,
            _ => write_verdict(row, &mut out)?,
        }
        out.finish()
    }

    fn run_batch(&self, path: &Path, desk: &mut Desk<'_>) -> Outcome {
        let name = path.display().to_string();
        let lines: Box<dyn BufRead> = if name == "-" {
            Box::new(std::io::stdin().lock())
        } else {
            let file = std::fs::File::open(path).map_err(|error| {
                Error::new(ErrorKind::Input, format!("failed to read `{name}`")).caused_by(error)
            })?;
            Box::new(std::io::BufReader::new(file))
        };
        let (mut out, lost) = (Out::new(), Lost::default());
        for (number, line) in (1_u64..).zip(lines.lines()) {
            let checked = line
                .map_err(|error| Error::new(ErrorKind::Input, "expected UTF-8").caused_by(error))
                .and_then(|line| desk.line(&line));
            match checked {
                Ok(Some(row)) if self.format.as_deref() == Some("claimreview") => {
                    out.json(&claim_review(&row))?;
                }
                Ok(Some(row)) => out.json(&row)?,
                Ok(None) => {}
                Err(error) if error.kind() == ErrorKind::Store => return Err(error.into()),
                Err(error) => lost.input(&format!("{name}:{number}"), &error.to_string()),
            }
        }
        out.done(&lost)
    }
}

/// All that is needed to answer.
struct Desk<'s> {
    engine: &'s Engine,
    checker: Checker<'s>,
    store: Option<&'s dyn Store>,
}

impl Desk<'_> {
    fn sentence(&mut self, text: &str) -> Result<VerdictRow> {
        let asked = Asked { text: Some(text.to_owned()), ..Asked::default() };
        let proposed = self.engine.proposition(text, Some(self.checker.as_of()))?;
        let row = match proposed.proposition {
            Some(proposition) => self.checker.check(&proposition, &[])?,
            None => {
                let example = |near: &entente::Near| {
                    format!("{}, as in: {}", near.kind.as_str(), near.example)
                };
                let nearest = proposed.nearest.iter().map(example).collect();
                VerdictRow::not_understood(self.checker.as_of(), nearest)
            }
        };
        Ok(row.of(asked))
    }

    /// A line of a batch; `None` for an empty one.
    fn line(&mut self, line: &str) -> Result<Option<VerdictRow>> {
        if line.trim().is_empty() {
            return Ok(None);
        }
        let value: serde_json::Value = serde_json::from_str(line).map_err(|error| {
            let message = "expected a JSON object with `text` or `proposition`";
            Error::new(ErrorKind::Input, message).caused_by(error)
        })?;
        let id = match &value["id"] {
            serde_json::Value::String(id) => Some(id.clone()),
            serde_json::Value::Null => None,
            other => Some(other.to_string()),
        };
        let mut row = match (&value["proposition"], value["text"].as_str()) {
            (serde_json::Value::Null, Some(text)) => self.sentence(text)?,
            (given @ serde_json::Value::Object(_), text) => {
                let asked = Asked { text: text.map(str::to_owned), ..Asked::default() };
                self.checker.check(&read_proposition(given)?, &[])?.of(asked)
            }
            _ => {
                let message = format!("expected `text` or `proposition`, found {value}");
                return Err(Error::new(ErrorKind::Input, message));
            }
        };
        row.asked.id = id;
        // A list of forms is for people.
        row.nearest.truncate(1);
        Ok(Some(row))
    }

    fn stored(&mut self, id: &str) -> Result<VerdictRow> {
        let store = self.store.ok_or_else(|| usage("expected a store for `--claim`"))?;
        let claims = store.claims(&ClaimQuery::default())?;
        let is_meant = |id: &ClaimId, typed: &str| id.as_str().starts_with(typed);
        let mut meant = claims.iter().filter(|found| is_meant(&found.claim.id, id));
        let found = meant.next().ok_or_else(|| {
            usage(format!("expected a claim's id, found no claim `{id}`"))
                .hint("`entente claims` lists claims; the first column is the id")
        })?;
        if meant.next().is_some() {
            return Err(usage(format!("more than one claim's id begins with `{id}`")));
        }
        let FoundClaim { claim, document, sentence, .. } = found;
        let asked = Asked {
            id: Some(claim.id.to_string()),
            text: Some(sentence.clone()),
            speaker: Some(claim.speaker.name.to_string()).filter(|name| !name.is_empty()),
            stance: Some(claim.stance.as_str()),
            document: Some(document.shown_id().to_owned()),
        };
        let own: [DocId; 1] = [document.id.clone()];
        let row = match &claim.proposition {
            Some(proposition) => self.checker.check(proposition, &own)?,
            None => VerdictRow::not_understood(self.checker.as_of(), Vec::new()),
        };
        Ok(row.of(asked))
    }
}

fn not_understood(sentence: &str, row: &VerdictRow) -> Error {
    const SHOWN: usize = 5;
    let message = format!("expected a claim of a form that can be checked, found `{sentence}`");
    let error = Error::new(ErrorKind::Usage, message);
    row.nearest.iter().take(SHOWN).fold(error, |error, form| error.hint(form.clone()))
}

fn write_verdict(row: &VerdictRow, out: &mut Out) -> std::io::Result<()> {
    const SHOWN: usize = 10;
    let leaning = row.leaning.map(|side| format!(", leaning {side} it")).unwrap_or_default();
    writeln!(out, "{HEADING}{}{leaning}{HEADING:#}, as of {}", row.verdict, row.as_of)?;
    if let Some(proposition) = &row.proposition {
        let args: Vec<String> =
            proposition.args.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let denied = if proposition.polarity == "-" { "not " } else { "" };
        writeln!(out, "{DIM}read as {denied}{}: {}{DIM:#}", proposition.kind, args.join(", "))?;
    }
    if let (Some(speaker), Some(stance)) = (&row.asked.speaker, row.asked.stance) {
        writeln!(out, "{DIM}said by {speaker}; the author {stance}{DIM:#}")?;
    }
    writeln!(
        out,
        "{DIM}{} documents tell of these actors; {} clusters among the items, {:.1} independent{DIM:#}",
        row.n_documents, row.n_clusters, row.n_effective
    )?;
    for (name, items, mass) in
        [("for", &row.for_it, row.masses[0]), ("against", &row.against, row.masses[1])]
    {
        writeln!(out, "\n{name}, mass {mass:.2}")?;
        if items.is_empty() {
            writeln!(out, "  nothing")?;
        }
        items.iter().take(SHOWN).try_for_each(|item| write_item(item, out))?;
        if items.len() > SHOWN {
            writeln!(out, "  and {} more; `--format jsonl` has all", items.len() - SHOWN)?;
        }
    }
    writeln!(out)?;
    for looked in &row.looked_for {
        let found =
            if looked.found == 0 { "not found".to_owned() } else { looked.found.to_string() };
        writeln!(out, "{DIM}looked for {}: {found}{DIM:#}", looked.what)?;
    }
    for flip in &row.flips_if {
        writeln!(out, "without {} it would be {}", flip.without, flip.becomes)?;
    }
    for remark in &row.remarks {
        writeln!(out, "{DIM}- {remark}{DIM:#}")?;
    }
    let t = row.thresholds;
    writeln!(
        out,
        "{DIM}- settled by a table that covers it, or by a mass of {} from {} clusters against less than {} of it{DIM:#}",
        t.enough, t.clusters, t.at_most
    )
}

fn write_item(item: &ItemRow, out: &mut Out) -> std::io::Result<()> {
    let [from, to] = &item.when;
    let days = if from == to { from.clone() } else { format!("{from} to {to}") };
    let whence = item.publisher.as_ref().or(item.document.as_ref()).unwrap_or(&item.cluster);
    let says = one_line(&item.says);
    writeln!(out, "  {:.2} {days} {says} {DIM}{}, {whence}{DIM:#}", item.weight, item.shelf)
}
