//! One JSON object a line, exactly as in [`crate::wire`].

use std::io::{self, Write};

use super::Export;
use crate::wire::EventRow;

pub(super) const EXPORT: Export = Export { name: "jsonl", begin: |_| Ok(()), row };

fn row(row: &EventRow, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}
