//! The table of weights as it is written.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::judge::Learned;

const HEADER: &str = "\
# How much each feature of two parties weighs for a type or a quad class, and for the one being well (`+`) or ill (`-`)
# disposed towards the other. Written by `cargo xtask learn pairs --data ../shared/data`; features are named in `pair/` of
# entente-code. Types were learned from sentences of our own (eval/truth/pairs) and, as attitudes, from marked
# sentences, of which the numbers hold single words: those of Zero-Shot PLOVER (Hu et al. 2024, two thirds of its train
# part; research use), attitudes from Park, Pan and Joo (2021; use with citation).
";

/// The table of weights, features by name.
pub(super) fn write(learned: &Learned, types: f64, attitudes: f64) -> String {
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    let mut base = String::from("base");
    for (label, (start, weights)) in learned {
        let space = if base == "base" { '\t' } else { ' ' };
        _ = write!(base, "{space}{label}={start:.3}");
        for (name, weight) in weights {
            let row = rows.entry(name).or_default();
            let space = if row.is_empty() { "" } else { " " };
            _ = write!(row, "{space}{label}={weight:.3}");
        }
    }
    let mut text = format!(
        "{HEADER}# Of fifths of the sentences, judged by what the others taught, {types:.3} types were right, and the macro F1 of\n# attitudes was {attitudes:.3}.\n"
    );
    text += "# feature\tLABEL=weight …\n";
    text += &base;
    text.push('\n');
    for (name, row) in rows {
        _ = writeln!(text, "{name}\t{row}");
    }
    text
}
