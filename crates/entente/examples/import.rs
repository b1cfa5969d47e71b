//! Imports a table in GDELT's shape and writes what that took as a line of JSON:
//! `import TABLE STORE`.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measure needs arguments, the clock and a place to write"
)]

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use entente::import::{Bytes, Imported, Plan, TableFile, import};
use entente::{Access, Knowledge, open_store};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [table, path] = args.as_slice() else { return Err("expected TABLE STORE".into()) };
    let plan = Plan::new(&Knowledge::embedded(), "gdelt", "gdelt", &[])?;
    let mut store = open_store(Path::new(path), Access::Write)?;
    let stream = File::open(table).map(|file| Bytes::File(Box::new(file)));
    let file = TableFile { name: table.clone(), stream };
    let start = Instant::now();
    let done = import(&plan, std::iter::once(file), store.as_mut(), &mut |_| {})?;
    let seconds = start.elapsed().as_secs_f64();
    let peak = peak_kib();
    let Imported { rows, added, bad, .. } = done;
    let start = Instant::now();
    let briefs = store.briefs(None, None)?.rows.len();
    let briefs_seconds = start.elapsed().as_secs_f64();
    let measure = serde_json::json!({
        "rows": rows, "added": added, "bad": bad, "seconds": seconds, "peak_kib": peak,
        "briefs": briefs, "briefs_seconds": briefs_seconds,
    });
    println!("{measure}");
    Ok(())
}

/// The most memory that this process ever held, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
