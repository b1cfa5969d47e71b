//! `entente explain`: why an event was coded as it was.

mod marks;

use std::io::{self, Write};

use entente::wire::{Attempt, EventRow, Explanation, Meaning, Predicate, Time, Word};
use entente::{Access, Settings};

use super::events;
use crate::args::{EngineArgs, StoreArgs};
use crate::error::{Done, Outcome};
use crate::output::{ACTION, ACTOR, DIM, HEADING, Out, RECIPIENT};
use crate::table::{Table, one_line, styled};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente explain 1a2b3c                 any beginning of an id that no other event shares
  entente explain 1a2b3c --format jsonl | jq .attempts")]
pub(crate) struct Args {
    /// The event's id, or a beginning of it
    #[arg(value_name = "EVENT")]
    event: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "jsonl"])]
    format: String,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let store = args.store.open(Access::Read)?;
    // An id that does not exist is told before the packs are loaded.
    entente::find_event(store.as_ref(), &args.event)?;
    let explanation =
        args.engine.engine(Settings::default())?.explain(store.as_ref(), &args.event)?;
    let mut out = Out::new();
    if args.format == "jsonl" {
        out.json(&explanation)?;
    } else {
        write(&explanation, &mut out)?;
    }
    out.flush()?;
    Ok(Done::All)
}

fn write(explanation: &Explanation, out: &mut Out) -> io::Result<()> {
    let Explanation {
        schema: _,
        event,
        coded_alike,
        told_again,
        words,
        predicate,
        attempts,
        actor,
        recipient,
        speaker,
        times,
    } = explanation;
    write_event(event, out)?;
    writeln!(out, "\n  {}", marks::sentence(event, out.is_coloured()))?;
    for sentence in told_again {
        writeln!(out, "  {DIM}told again: {}{DIM:#}", one_line(sentence))?;
    }
    if !coded_alike {
        let why = "coded by another engine, packs or settings; what follows is how it is read now";
        writeln!(out, "\n{DIM}{why}{DIM:#}")?;
    }
    write_rules(attempts, out)?;
    write_predicate(predicate.as_ref(), event, out)?;
    for (name, meaning) in [("actor", actor), ("recipient", recipient), ("speaker", speaker)] {
        write_meaning(name, meaning.as_ref(), out)?;
    }
    write_times(times, event, out)?;
    write_parse(words, out)
}

fn write_event(row: &EventRow, out: &mut Out) -> io::Result<()> {
    let EventRow { event, document, title, publisher, published, .. } = row;
    let actor = events::party(event.actor.as_ref());
    let recipient = events::party(event.recipient.as_ref());
    let arrow = if event.reciprocal { "↔" } else { "→" };
    let mode = event.mode.as_ref().map(|m| format!(" ({m})")).unwrap_or_default();
    writeln!(
        out,
        "{ACTOR}{actor}{ACTOR:#} {arrow} {RECIPIENT}{recipient}{RECIPIENT:#}  {ACTION}{}{mode}{ACTION:#}  {}  {}",
        event.kind,
        event.status,
        events::when(event.happened.as_ref()),
    )?;
    let cameo = event.cameo.as_deref().unwrap_or("none");
    let contexts =
        if event.contexts.is_empty() { "none".into() } else { event.contexts.join(", ") };
    writeln!(
        out,
        "{DIM}cameo {cameo}, {}, tone {}, contexts {contexts}, confidence {}{DIM:#}",
        event.quad.replace('_', " "),
        event.tone,
        event.confidence,
    )?;
    let about = [Some(document), title.as_ref(), publisher.as_ref(), published.as_ref()];
    let about: Vec<String> = about.into_iter().flatten().map(|s| one_line(s)).collect();
    writeln!(out, "{DIM}event {}, document {}{DIM:#}", event.id, about.join(", "))
}

fn heading(name: &str, out: &mut Out) -> io::Result<()> {
    writeln!(out, "\n{HEADING}{name}{HEADING:#}")
}

/// The rule that was taken with its conditions, and why the others were not.
fn write_rules(attempts: &[Attempt], out: &mut Out) -> io::Result<()> {
    const RUNNERS_UP: usize = 4;
    heading("rule", out)?;
    let is_taken = |a: &&Attempt| a.fate == "taken";
    let Some(taken) = attempts.iter().find(is_taken) else {
        writeln!(out, "  no rule gives this event now")?;
        return write_others(attempts.iter().take(RUNNERS_UP), None, out);
    };
    writeln!(out, "  {} → {ACTION}{}{ACTION:#}", taken.rule, taken.kind)?;
    for condition in &taken.conditions {
        let mark = if condition.holds { "✓" } else { "✗" };
        writeln!(out, "    {mark} {}", one_line(&condition.text))?;
    }
    let others = attempts.iter().filter(|a| !is_taken(a)).take(RUNNERS_UP);
    write_others(others, Some(taken), out)
}

fn write_others<'a>(
    others: impl Iterator<Item = &'a Attempt>,
    taken: Option<&Attempt>,
    out: &mut Out,
) -> io::Result<()> {
    for Attempt { rule, kind, weight, fate, because, .. } in others {
        let why = match (because, taken) {
            (Some(because), _) => format!("{fate}: {}", one_line(because)),
            (None, Some(taken)) => {
                format!("{fate}: says less, weight {weight} against {}", taken.weight)
            }
            (None, None) => (*fate).to_owned(),
        };
        writeln!(out, "  {DIM}not {rule} → {kind}; {why}{DIM:#}")?;
    }
    Ok(())
}

/// What the text says happens, and why it has the status that it has.
fn write_predicate(predicate: Option<&Predicate>, row: &EventRow, out: &mut Out) -> io::Result<()> {
    let Some(predicate) = predicate else { return Ok(()) };
    let Predicate { sense, trigger: _, nominal, negated, mood, tense, fillers, frames } = predicate;
    heading("predicate", out)?;
    let said = if *nominal { "a noun" } else { "a clause" };
    writeln!(out, "  {sense}, said by {said}")?;
    for filler in fillers {
        writeln!(out, "    {:<10} {}", filler.role, one_line(&filler.text))?;
    }
    heading("status", out)?;
    let polarity = if *negated { "negated" } else { "affirmed" };
    writeln!(out, "  {}: {polarity}, {mood}, tense {tense}", row.event.status)?;
    for frame in frames {
        let not = if frame.negated { "not " } else { "" };
        let holder = frame.holder.as_ref().map(|h| format!(", by {}", one_line(h)));
        writeln!(
            out,
            "    under {not}“{}” ({}){}",
            frame.cue,
            frame.kind,
            holder.unwrap_or_default()
        )?;
    }
    Ok(())
}

fn write_meaning(name: &str, meaning: Option<&Meaning>, out: &mut Out) -> io::Result<()> {
    const ALTERNATIVES: usize = 3;
    let Some(Meaning { span: _, text, candidates }) = meaning else { return Ok(()) };
    heading(name, out)?;
    writeln!(out, "  “{}”", one_line(text))?;
    if candidates.is_empty() {
        writeln!(out, "    nobody known by that name")?;
    }
    for (at, candidate) in candidates.iter().take(1 + ALTERNATIVES).enumerate() {
        let id = candidate.id.as_deref().unwrap_or("nobody's");
        let sector = candidate.sector.as_deref().unwrap_or("–");
        let mark = if at == 0 { "=" } else { "or" };
        let reason = one_line(&candidate.reason);
        writeln!(
            out,
            "    {mark} {id} {}, sector {sector}, {}: {reason}",
            candidate.name, candidate.score
        )?;
    }
    Ok(())
}

fn write_times(times: &[Time], row: &EventRow, out: &mut Out) -> io::Result<()> {
    heading("date", out)?;
    match &row.event.happened {
        None => writeln!(out, "  unknown")?,
        Some(when) => {
            let said = match (when.span, &row.event.reported) {
                (Some(_), _) => "as the text says".to_owned(),
                (None, Some(reported)) => format!("from the day of publication, {reported}"),
                (None, None) => "from the text as a whole".to_owned(),
            };
            writeln!(out, "  {}, to the {}, {said}", events::when(Some(when)), when.precision)?;
        }
    }
    for Time { span, kind: _, value, from, to } in times {
        let words = marks::words_at(row, *span);
        let means = match (from, to) {
            (Some(from), Some(to)) if from == to => from.clone(),
            (Some(from), Some(to)) => format!("{from} to {to}"),
            _ => "no calendar day".to_owned(),
        };
        writeln!(out, "    “{}” is {value}: {means}", one_line(&words))?;
    }
    Ok(())
}

fn write_parse(words: &[Word], out: &mut Out) -> io::Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    heading("parse", out)?;
    let mut table = Table::new(["", "word", "lemma", "tag", "relation", "to"]).right([0]);
    for (at, word) in words.iter().enumerate() {
        let head = match words.get(word.head) {
            Some(_) if word.head == at => "–".to_owned(),
            Some(head) => format!("{} {}", word.head + 1, head.text),
            None => "–".to_owned(),
        };
        table.row([
            styled((at + 1).to_string(), DIM),
            word.text.clone().into(),
            styled(word.lemma.clone(), DIM),
            word.tag.clone().into(),
            word.dep.clone().into(),
            head.into(),
        ]);
    }
    table.write(out)
}
