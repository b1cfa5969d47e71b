//! `entente recode`: a new run over the texts that a store holds.

use entente::{Access, Progress, Settings};

use super::run::write_summary;
use crate::args::{EngineArgs, StoreArgs, keep};
use crate::error::Outcome;
use crate::input::Lost;
use crate::output::Out;
use crate::progress::Bar;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  entente recode --store sea.db
  entente recode --store sea.db --packs packs/        with your own rules
  entente runs diff 1 2 --store sea.db                what became different

The older reading stays in the store; the newest counts in answers. If it is interrupted, the next \
time it goes on from there.")]
pub(crate) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// Keep events below the ontology's floor too: outside politics, or with a party of no known state
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    engine: EngineArgs,
}

pub(crate) fn run(args: &Args) -> Outcome {
    let Args { store, all, engine } = args;
    // It must be there: recoding nothing would only leave an empty store behind.
    drop(store.open(Access::Read)?);
    let mut kept = store.open(Access::Write)?;
    let engine = engine.engine(Settings { keep: keep(*all), ..Settings::default() })?;
    let bar = Bar::default();
    let lost = Lost::beside(&bar);
    bar.start(None);
    let summary = engine.recode(kept.as_mut(), &mut |progress| match progress {
        Progress::Noted { origin, note } => lost.note(origin, note),
        Progress::Stored(summary) => bar.done(summary.documents, summary.events),
    });
    let took = bar.finish();
    let mut out = Out::new();
    write_summary(&summary?, took, &mut out)?;
    out.done(&lost)
}
