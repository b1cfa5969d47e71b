//! Ingestions killed at random moments.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Chance;
use crate::{Outcome, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command to try, as it was built
    #[arg(long, value_name = "FILE", default_value = "target/release/entente")]
    entente: PathBuf,
    /// How often to kill
    #[arg(long, value_name = "N", default_value_t = 200)]
    kills: usize,
    /// Documents to ingest
    #[arg(long, value_name = "N", default_value_t = 3_000)]
    documents: usize,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub(super) fn run(args: &Args) -> Outcome {
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("in.jsonl");
    std::fs::write(&input, documents(args.documents))?;
    let reference = folder.path().join("never-killed.db");
    let (mut took, _) = ingest(args, &input, &reference, None)?;
    let expected = digest(&args.entente, &reference)?;
    say(&format!("never killed: {:.1} s, digest {expected}", took.as_secs_f64()));
    let mut chance = Chance(args.seed);
    let (mut kills, mut stores) = (0, 0);
    while kills < args.kills {
        stores += 1;
        let store = folder.path().join(format!("{stores}.db"));
        loop {
            // Short enough that most stores are killed more than once on their way to the end.
            let moment = chance.below(usize::try_from(took.as_millis())? * 3 / 4) as u64;
            let limit = (kills < args.kills).then(|| Duration::from_millis(moment));
            let is_whole = !store.exists();
            let (lasted, was_killed) = ingest(args, &input, &store, limit)?;
            if !was_killed {
                // The machine may have had more to do when the first one was measured.
                took = if is_whole { took.min(lasted) } else { took };
                break;
            }
            kills += 1;
            // Whatever is there is whole, if there is anything yet.
            if store.metadata().is_ok_and(|file| file.len() > 0) {
                digest(&args.entente, &store)?;
            }
        }
        let found = digest(&args.entente, &store)?;
        if found != expected {
            return Err(format!("expected digest {expected}, found {found}").into());
        }
        say(&format!("{kills} kills, {stores} stores, all as the one never killed"));
    }
    Ok(())
}

/// Ingests, and kills it after a time if one is given; says how long it took and whether it was
/// killed before its end.
#[expect(clippy::disallowed_methods, reason = "moments are what this is about")]
fn ingest(
    args: &Args,
    input: &Path,
    store: &Path,
    limit: Option<Duration>,
) -> Outcome<(Duration, bool)> {
    let started = Instant::now();
    let mut child = Command::new(&args.entente)
        .arg("run")
        .arg(input)
        .arg("--store")
        .arg(store)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let Some(limit) = limit else {
        let status = child.wait()?;
        if !status.success() {
            return Err(format!("expected the ingestion to end well, found {status}").into());
        }
        return Ok((started.elapsed(), false));
    };
    std::thread::sleep(limit);
    if let Some(status) = child.try_wait()? {
        return match status.success() {
            true => Ok((started.elapsed(), false)),
            false => Err(format!("expected the ingestion to end well, found {status}").into()),
        };
    }
    child.kill()?;
    child.wait()?;
    Ok((started.elapsed(), true))
}

pub(super) fn digest(entente: &Path, store: &Path) -> Outcome<String> {
    let output = Command::new(entente).arg("verify").arg("--store").arg(store).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find_map(|line| line.strip_prefix("digest "));
    line.map(str::to_owned).ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("expected a whole store, found {said}").into()
    })
}

/// Short reports in our own words, each another.
pub(super) fn documents(n: usize) -> String {
    let states = ["France", "Mali", "Vietnam", "China", "Russia", "Japan"];
    let verbs = ["accused", "thanked", "warned", "visited"];
    let mut lines = String::new();
    for at in 0..n {
        let (one, other) = (states[at % 6], states[(at / 6 + 1 + at) % 6]);
        let verb = verbs[at / 7 % 4];
        let day = at % 28 + 1;
        let _ = writeln!(
            lines,
            "{{\"id\": \"d{at}\", \"published\": \"2020-03-{day:02}\", \"text\": \"{one} {verb} {other} on \
             Monday over case {at}. The envoy left the port of number {} after talks.\"}}",
            at * 31
        );
    }
    lines
}
