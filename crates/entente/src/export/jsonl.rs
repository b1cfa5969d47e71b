//! One JSON object a line, exactly as in [`crate::wire`].

use std::io::{self, Write};

use super::{Crosswalk, Export};
use crate::wire::Listed;

pub(super) const EXPORT: Export = Export {
    name: "jsonl",
    file: "events.jsonl",
    deeds_only: false,
    columns: Vec::new,
    begin: |_| Ok(()),
    row,
};

fn row(row: &Listed, _: &Crosswalk, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}
