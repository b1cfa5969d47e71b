//! Tests of the command: what a person types, sees, and gets as exit status.

mod answers;
mod asking;
mod broken;
mod caring;
mod checking;
mod coding;
mod exchange;
mod formats;
mod recording;
mod relating;
mod storing;
mod usage;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of its own in which commands run.
struct Desk(TempDir);

/// What a command did.
struct Ran {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder can be made"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in the desk")).expect("folders");
        std::fs::write(path, bytes).expect("a small file can be written");
        self
    }

    /// Runs `entente` with arguments separated by blanks.
    fn run(&self, args: &str) -> Ran {
        self.run_with(args, "")
    }

    /// Runs `entente` with something on standard input.
    fn run_with(&self, args: &str, stdin: &str) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
            .args(args.split_whitespace())
            .current_dir(self.path())
            .env_remove("ENTENTE_STORE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary was built for this test");
        // A command that ends without reading its input closes the pipe; that is its right.
        let _ = child.stdin.take().expect("it is piped").write_all(stdin.as_bytes());
        Ran::from(child.wait_with_output().expect("it ends"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("all output is UTF-8");
        Self {
            status: output.status.code().expect("it was not killed"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Ran {
    /// Checks the exit status, showing what was said if it is another.
    #[track_caller]
    fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Checks that stderr holds some words.
    #[track_caller]
    fn complains(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "`{words}` not in stderr:\n{}", self.stderr);
        self
    }

    /// Checks that stdout holds some words.
    #[track_caller]
    fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "`{words}` not in stdout:\n{}", self.stdout);
        self
    }

    /// The lines of stdout as JSON.
    #[track_caller]
    fn json(&self) -> Vec<serde_json::Value> {
        let parse = |line: &str| serde_json::from_str(line).expect("every line is JSON");
        self.stdout.lines().map(parse).collect()
    }
}
