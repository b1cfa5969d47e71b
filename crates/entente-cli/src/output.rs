//! What goes to stdout: styles, JSON lines, small charts.

use std::io::{self, BufWriter, StdoutLock, Write};

use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::error::{Done, Outcome};
use crate::input::Lost;

/// Bold, for headings.
pub(crate) const HEADING: Style = Style::new().bold();
/// For what matters less.
pub(crate) const DIM: Style = Style::new().dimmed();
/// For who acts.
pub(crate) const ACTOR: Style = AnsiColor::Green.on_default().bold();
/// For whom it is done to.
pub(crate) const RECIPIENT: Style = AnsiColor::Blue.on_default().bold();
/// For what is done.
pub(crate) const ACTION: Style = AnsiColor::Magenta.on_default().bold();
/// For when and where.
pub(crate) const CIRCUMSTANCE: Style = AnsiColor::Yellow.on_default();

/// Standard output: colour on terminals only, written in blocks.
pub(crate) struct Out {
    stream: BufWriter<AutoStream<StdoutLock<'static>>>,
    is_coloured: bool,
}

impl Out {
    /// Takes standard output.
    pub(crate) fn new() -> Self {
        let stream = anstream::stdout().lock();
        let is_coloured = stream.current_choice() != anstream::ColorChoice::Never;
        Self { stream: BufWriter::new(stream), is_coloured }
    }

    /// Whether styles are seen; where not, marks must be made of characters.
    pub(crate) fn is_coloured(&self) -> bool {
        self.is_coloured
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.stream, value)?;
        self.stream.write_all(b"\n")
    }

    /// Hands everything on, and ends the command.
    pub(crate) fn finish(mut self) -> Outcome {
        self.flush()?;
        Ok(Done::All)
    }

    /// Hands everything on, and ends the command as what was lost on the way says.
    pub(crate) fn done(mut self, lost: &Lost) -> Outcome {
        self.flush()?;
        Ok(lost.finish())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// A line of small columns, one a number; none at all is a dot.
pub(crate) fn sparkline(counts: &[u64]) -> String {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().copied().max().unwrap_or(0);
    let level = |n: u64| match n {
        0 => '·',
        n => LEVELS[usize::try_from((n * 8 - 1) / most).unwrap_or(7).min(7)],
    };
    counts.iter().map(|n| level(*n)).collect()
}

/// A bar of a length, to be seen beside others.
pub(crate) fn bar(n: u64, most: u64, width: u64) -> String {
    let length = if most == 0 { 0 } else { (n * width).div_ceil(most) };
    "█".repeat(usize::try_from(length).unwrap_or(0))
}

/// A count with its noun: `1 event`, `12,345 events`.
pub(crate) fn count(n: u64, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(n))
}

/// A number with its thousands apart.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_full_and_nothing_is_a_dot() {
        assert_eq!(sparkline(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(sparkline(&[3]), "█");
        assert_eq!(sparkline(&[0, 0]), "··");
        assert_eq!(sparkline(&[]), "");
    }

    #[test]
    fn numbers_are_read_by_people() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(count(1, "event"), "1 event");
    }

    #[test]
    fn something_is_never_drawn_as_nothing() {
        assert_eq!(bar(1, 1000, 10), "█");
        assert_eq!(bar(0, 1000, 10), "");
        assert_eq!(bar(5, 0, 10), "");
    }
}
