//! The commands, one file and one row each.

mod annotate;
mod backup;
mod balance;
mod change;
mod check;
mod claims;
mod code;
mod completions;
mod demo;
mod depend;
mod dyad;
mod dyads;
mod events;
mod explain;
mod export;
mod ideal;
mod import;
mod packs;
mod read;
mod recode;
mod run;
mod runs;
mod search;
mod similarity;
mod sql;
mod system;
mod ties;
mod vacuum;
mod verify;
mod watch;

use clap::Subcommand;

use crate::error::Outcome;

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Code the sample reports that come with entente, and show what to make of them
    Demo(demo::Args),
    /// Read articles, code who did what to whom, and keep it in a store
    Run(run::Args),
    /// Keep reading what arrives in a folder
    Watch(watch::Args),
    /// Bring in event tables that others coded: GDELT, ICEWS, POLECAT, Phoenix, or any CSV
    Import(import::Args),
    /// Write events as files for other tools, with a data dictionary
    Export(export::Args),
    /// List the events in a store
    Events(events::Args),
    /// Search documents, or what events rest on, for words
    Search(search::Args),
    /// Ask the store in SQL
    Sql(sql::Args),
    /// Show why an event was coded: the words, the rule, and how each party was found
    Explain(explain::Args),
    /// List what is said, by whom, and what the author makes of it
    Claims(claims::Args),
    /// Check a claim against the record: what speaks for it, what against, what was not found
    Check(check::Args),
    /// List who acts towards whom most, month by month
    Dyads(dyads::Args),
    /// Tell how two states stand, how sure that is, and what is not covered
    Dyad(dyad::Args),
    /// Describe the network of all ties: balance, blocs, and who is unusual
    System(system::Args),
    /// Measure whether a signed network falls into two camps
    Balance(balance::Args),
    /// Measure how alike states vote or choose their allies
    Similarity(similarity::Args),
    /// Measure how far apart two states vote, by ideal points
    Ideal(ideal::Args),
    /// Measure who needs whom more, by trade or another flow
    Depend(depend::Args),
    /// Find where series of numbers change
    Change(change::Args),
    /// Tell pacts, rivalries or disputes from counts of events
    Ties(ties::Args),
    /// Code articles and print one JSON line a document, without a store
    Code(code::Args),
    /// Print sentences, tokens, entities, actors, places and times of articles as JSON lines
    Annotate(annotate::Args),
    /// Print articles as they are read, with their structure and metadata, as JSON lines
    Read(read::Args),
    /// List the runs in a store, or say how two of them differ
    Runs(runs::Args),
    /// Code again what is in a store, as a new run beside the old
    Recode(recode::Args),
    /// Check that a store is whole
    Verify(verify::Args),
    /// Copy a store while it is in use
    Backup(backup::Args),
    /// Give back the free space in a store
    Vacuum(vacuum::Args),
    /// List the packs of knowledge with their versions, hashes and licences
    Packs(packs::Args),
    /// Print a script that completes commands and options in your shell
    Completions(completions::Args),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self) -> Outcome {
        match self {
            Self::Demo(args) => demo::run(&args),
            Self::Run(args) => run::run(&args),
            Self::Watch(args) => watch::run(&args),
            Self::Import(args) => import::run(&args),
            Self::Export(args) => export::run(&args),
            Self::Events(args) => events::run(&args),
            Self::Search(args) => search::run(&args),
            Self::Sql(args) => sql::run(&args),
            Self::Explain(args) => explain::run(&args),
            Self::Claims(args) => claims::run(&args),
            Self::Check(args) => check::run(&args),
            Self::Dyads(args) => dyads::run(&args),
            Self::Dyad(args) => dyad::run(&args),
            Self::System(args) => system::run(&args),
            Self::Balance(args) => balance::run(&args),
            Self::Similarity(args) => similarity::run(&args),
            Self::Ideal(args) => ideal::run(&args),
            Self::Depend(args) => depend::run(&args),
            Self::Change(args) => change::run(&args),
            Self::Ties(args) => ties::run(&args),
            Self::Code(args) => code::run(&args),
            Self::Annotate(args) => annotate::run(&args),
            Self::Read(args) => read::run(&args),
            Self::Runs(args) => runs::run(&args),
            Self::Recode(args) => recode::run(&args),
            Self::Verify(args) => verify::run(&args),
            Self::Backup(args) => backup::run(&args),
            Self::Vacuum(args) => vacuum::run(&args),
            Self::Packs(args) => packs::run(&args),
            Self::Completions(args) => completions::run(&args),
        }
    }
}
