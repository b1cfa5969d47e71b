//! What ends a command early, how it is told, and the exit status.

use std::error::Error as _;
use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;
use std::thread;

use anstyle::{AnsiColor, Style};
use entente::{Error, ErrorKind};

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// All is done.
    All,
    /// Some inputs could not be read; each was named, the rest is done.
    SomeLost,
}

/// Why a command gave up.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read our output has gone, as `head` does: nothing is wrong.
    Closed,
    /// A failure to be told.
    Told(Error),
}

/// What every command returns.
pub(crate) type Outcome = Result<Done, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

impl From<io::Error> for Failure {
    /// Inputs report their own trouble: this is about output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => {
                Self::Told(Error::new(ErrorKind::Store, "failed to write output").caused_by(error))
            }
        }
    }
}

/// Makes an error about what the user typed.
#[cold]
pub(crate) fn usage(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Usage, message)
}

/// Tells a failure and gives the exit status.
pub(crate) fn status(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(Done::All) | Err(Failure::Closed) => ExitCode::SUCCESS,
        Ok(Done::SomeLost) => ExitCode::from(1),
        Err(Failure::Told(error)) => {
            tell(&error);
            ExitCode::from(match error.kind() {
                ErrorKind::Input => 1,
                ErrorKind::Store => 3,
                _ => 2,
            })
        }
    }
}

fn tell(error: &Error) {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        message.push_str(": ");
        message.push_str(deeper.to_string().trim_end());
        cause = deeper.source();
    }
    line("error", AnsiColor::Red, &message);
    for hint in error.hints() {
        line("hint", AnsiColor::Cyan, hint);
    }
}

/// Writes a line such as `error: …` to stderr.
pub(crate) fn line(label: &str, color: AnsiColor, message: &str) {
    let style = Style::new().bold().fg_color(Some(color.into()));
    // There is nobody left to tell if stderr is gone.
    let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {message}");
}

/// Keeps the engine's threads from writing to the terminal when a stage fails on a document; the
/// document's note tells it instead.
pub(crate) fn quiet_workers() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().name().is_some() {
            usual(info);
        }
    }));
}

/// The name most like a mistyped one, if any is like it at all.
pub(crate) fn nearest<'a>(
    typed: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    alike(typed, names).first().copied()
}

/// The names that are like a mistyped one, those most like it first.
pub(crate) fn alike<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const ALIKE: f64 = 0.7;
    let typed = typed.to_lowercase();
    let mut found: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&typed, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name() {
        let names = ["ACCUSE", "CONSULT", "SANCTION"];
        assert_eq!(nearest("consul", names), Some("CONSULT"));
        assert_eq!(nearest("SANCTOIN", names), Some("SANCTION"));
        assert_eq!(nearest("zzz", names), None);
    }
}
