//! Ingestions whose writes fail: each must say so, and the store open again with all that was
//! committed; going on from there must end as if nothing had been the matter.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use entente_store::{Access, open};

use super::Chance;
use super::crash::{digest, documents};
use crate::{Outcome, say};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The command to try, as it was built
    #[arg(long, value_name = "FILE", default_value = "target/release/entente")]
    entente: PathBuf,
    /// How many errors of the disk, and how many sizes of a disk that is too small
    #[arg(long, value_name = "N", default_value_t = 40)]
    times: usize,
    /// Documents to ingest
    #[arg(long, value_name = "N", default_value_t = 1_500)]
    documents: usize,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Whom nothing belongs to.
const NOBODY: u32 = 65_534;

pub(super) fn run(args: &Args) -> Outcome {
    let folder = tempfile::tempdir()?;
    let trial = Trial::new(args, folder.path())?;
    trial.errors(args)?;
    trial.no_room(args)?;
    trial.no_permission()?;
    trial.another_writer()
}

/// What is tried: an ingestion, and what comes of it if nothing fails.
struct Trial {
    entente: PathBuf,
    folder: PathBuf,
    input: PathBuf,
    expected: String,
    /// Of the largest file that the ingestion writes.
    largest: u64,
}

impl Trial {
    fn new(args: &Args, folder: &Path) -> Outcome<Self> {
        let input = folder.join("in.jsonl");
        fs::write(&input, documents(args.documents))?;
        let entente = fs::canonicalize(&args.entente)?;
        let mut trial =
            Self { entente, folder: folder.into(), input, expected: String::new(), largest: 0 };
        let store = folder.join("reference.db");
        let output = trial.ingest(&store).output()?;
        if !output.status.success() {
            return Err(
                format!("expected the ingestion to end well, found {}", said(&output)).into()
            );
        }
        trial.expected = digest(&trial.entente, &store)?;
        trial.largest = store.metadata()?.len();
        Ok(trial)
    }

    fn ingest(&self, store: &Path) -> Command {
        let mut command = Command::new(&self.entente);
        command.arg("run").arg(&self.input).arg("--store").arg(store).stdout(Stdio::null());
        command
    }

    /// Writes beyond some size of a file fail, wherever that is.
    fn errors(&self, args: &Args) -> Outcome {
        let mut chance = Chance(args.seed);
        let (mut failed, mut passed) = (0, 0);
        for n in 0..args.times {
            let store = self.folder.join(format!("error-{n}.db"));
            // In blocks of 512 bytes.
            let limit = 1 + chance.below(usize::try_from(self.largest / 512)?);
            let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
            let output = Command::new("sh")
                .args(["-c", &script, "sh"])
                .arg(&self.entente)
                .arg("run")
                .arg(&self.input)
                .arg("--store")
                .arg(&store)
                .stdout(Stdio::null())
                .output()?;
            match output.status.success() {
                true => passed += 1,
                false => {
                    expect(&output, 3, &["disk I/O error"])?;
                    failed += 1;
                }
            }
            self.goes_on(&store)?;
        }
        say(&format!("errors of the disk: {failed} told, {passed} beyond the end; all went on"));
        Ok(())
    }

    /// The disk is too small; it takes leave to mount one.
    fn no_room(&self, args: &Args) -> Outcome {
        let disk = self.folder.join("disk");
        fs::create_dir_all(&disk)?;
        let mut chance = Chance(args.seed + 1);
        let mut told = 0;
        for _ in 0..args.times / 2 {
            let size = 64 + chance.below(usize::try_from(self.largest / 1024)?);
            let option = format!("size={size}k");
            let mounted = Command::new("mount")
                .args(["-t", "tmpfs", "-o", &option, "entente-trial"])
                .arg(&disk)
                .stderr(Stdio::null())
                .status()?;
            if !mounted.success() {
                say("no room: left out, since no small disk could be mounted");
                return Ok(());
            }
            let outcome = self.on_small_disk(&disk);
            Command::new("umount").arg(&disk).status()?;
            told += usize::from(outcome?);
        }
        say(&format!("no room: {told} told; all went on elsewhere"));
        Ok(())
    }

    fn on_small_disk(&self, disk: &Path) -> Outcome<bool> {
        let store = disk.join("s.db");
        let output = self.ingest(&store).output()?;
        if output.status.success() {
            return Ok(false);
        }
        expect(&output, 3, &["the disk is full", "disk I/O error"])?;
        // Somewhere with room.
        let moved = self.folder.join("moved.db");
        for end in ["", "-wal", "-shm", "-lock"] {
            let _ = fs::remove_file(beside(&moved, end));
            let (from, to) = (beside(&store, end), beside(&moved, end));
            if from.exists() && end != "-shm" && end != "-lock" {
                fs::copy(from, to)?;
            }
        }
        self.goes_on(&moved)?;
        Ok(true)
    }

    /// Neither a folder nor a store may be written.
    fn no_permission(&self) -> Outcome {
        let closed = self.folder.join("closed");
        fs::create_dir_all(&closed)?;
        let store = closed.join("s.db");
        fs::copy(self.folder.join("reference.db"), &store)?;
        let permit =
            |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        permit(&self.folder, 0o755)?;
        permit(&store, 0o444)?;
        permit(&closed, 0o555)?;
        let is_root = closed.metadata()?.uid() == 0;
        let as_other = |mut command: Command| {
            if is_root {
                command.uid(NOBODY).gid(NOBODY);
            }
            command
        };
        expect(&as_other(self.ingest(&store)).output()?, 3, &["it is read-only"])?;
        expect(&as_other(self.ingest(&closed.join("new.db"))).output()?, 3, &["failed to open"])?;
        let mut reading = Command::new(&self.entente);
        reading.args(["events", "--limit", "1", "--store"]).arg(&store).stdout(Stdio::null());
        let read = as_other(reading).output()?;
        if !read.status.success() {
            return Err(format!("expected a store that is read, found {}", said(&read)).into());
        }
        permit(&closed, 0o755)?;
        say("no permission: told; the store can be read");
        Ok(())
    }

    /// A second writer says who the first one is.
    fn another_writer(&self) -> Outcome {
        let store = self.folder.join("two.db");
        let first = open(&store, Access::Write)?;
        let second = self.ingest(&store).output()?;
        expect(&second, 3, &[&format!("written by process {};", std::process::id())])?;
        drop(first);
        say("another writer: the second one says who the first is");
        self.goes_on(&store)
    }

    /// What is there is whole, and an ingestion that nothing disturbs ends as the first one did.
    fn goes_on(&self, store: &Path) -> Outcome {
        if store.metadata().is_ok_and(|file| file.len() > 0)
            && let Err(error) = digest(&self.entente, store)
            // Where not even the tables could be made, there is no store yet.
            && !error.to_string().contains("found an empty database")
        {
            return Err(error);
        }
        let output = self.ingest(store).output()?;
        if !output.status.success() {
            return Err(format!("expected it to go on, found {}", said(&output)).into());
        }
        match digest(&self.entente, store)? {
            found if found == self.expected => Ok(()),
            found => Err(format!("expected digest {}, found {found}", self.expected).into()),
        }
    }
}

fn beside(store: &Path, end: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// Checks an exit status, and that one of some words is said.
fn expect(output: &Output, status: i32, words: &[&str]) -> Outcome {
    let said = said(output);
    match output.status.code() == Some(status) && words.iter().any(|words| said.contains(words)) {
        true => Ok(()),
        false => Err(format!("expected status {status} and one of {words:?}, found {said}").into()),
    }
}

fn said(output: &Output) -> String {
    format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim())
}
