//! Bits flipped and ends cut off.

use std::fs;
use std::ops::ControlFlow;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use entente_store::{
    Access, ClaimQuery, Error, Query, RelationQuery, Search, Store, StructureQuery, Within, Words,
    open, verify,
};

use super::Chance;
use crate::{Outcome, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A store that is whole; a copy is damaged
    #[arg(value_name = "STORE")]
    store: PathBuf,
    /// How often
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    times: usize,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(args: &Args) -> Outcome {
    let folder = tempfile::tempdir()?;
    let whole = folder.path().join("whole.db");
    entente_store::backup(&args.store, &whole)?;
    let verified = verify(&whole)?;
    if !verified.faults.is_empty() {
        return Err(format!("expected a whole store, found {:?}", verified.faults).into());
    }
    let expected = answers(open(&whole, Access::Read)?.as_ref())?;
    let bytes = fs::read(&whole)?;
    let mut chance = Chance(args.seed);
    let (mut told, mut refused, mut harmless) = (0, 0, 0);
    for n in 0..args.times {
        let mut damaged = bytes.clone();
        match n % 10 {
            0 => damaged.truncate(chance.below(bytes.len())),
            _ => damaged[chance.below(bytes.len())] ^= 1 << chance.below(8),
        }
        let path = folder.path().join("damaged.db");
        clear(&path);
        fs::write(&path, &damaged)?;
        let outcome = catch_unwind(|| verify(&path));
        match outcome.map_err(|_| format!("damage {n}: verify panicked"))? {
            Err(_) => refused += 1,
            Ok(verified) if !verified.faults.is_empty() => told += 1,
            Ok(again) => {
                let now = open(&path, Access::Read).and_then(|store| answers(store.as_ref()));
                if again.digest != verified.digest || now.ok().as_ref() != Some(&expected) {
                    return Err(format!("damage {n} was not told (seed {})", args.seed).into());
                }
                harmless += 1;
            }
        }
    }
    say(&format!(
        "{} times: {told} told, {refused} not opened, {harmless} changed nothing that can be asked",
        args.times
    ));
    Ok(())
}

fn clear(path: &Path) {
    for end in ["", "-wal", "-shm", "-lock"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let _ = fs::remove_file(name);
    }
}

/// All that can be asked of a store, as one text.
fn answers(store: &dyn Store) -> Result<String, Error> {
    let search = |typed: &str, within| {
        store.search(&Search { words: Words::parse(typed)?, within, ..Search::default() })
    };
    let full = store.documents()?.into_iter().map(|meta| store.document(&meta.id));
    let full = full.collect::<Result<Vec<_>, _>>()?;
    let mut all = format!("{:?} {:?} {:?}", store.run_counts()?, full, store.near_copies()?);
    all += &format!("{:?} {:?}", store.scan(&Query::default())?, store.briefs(None, None)?);
    store.visit_all(&Query::default(), &mut |listed| {
        all += &format!("{listed:?}");
        ControlFlow::Continue(())
    })?;
    store.structures(&StructureQuery::default(), &mut |row| {
        all += &format!("{row:?}");
        ControlFlow::Continue(())
    })?;
    let claims = store.claims(&ClaimQuery::default())?;
    all += &format!("{claims:?} {:?}", store.relations(&RelationQuery::default())?);
    for typed in ["the", "talks", "accus*", "\"on monday\" -talks"] {
        all += &format!("{:?}", search(typed, Within::Documents)?);
        all += &format!("{:?}", search(typed, Within::Evidence)?);
    }
    Ok(all)
}
