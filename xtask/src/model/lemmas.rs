//! The lemma tables: endings, exceptions and known words for each part of speech.

use std::collections::BTreeMap;

use rmpv::Value;

use super::msgpack::{decode, entries, get, items, text};
use super::pack::PackWriter;
use super::wheel::Wheel;
use crate::Outcome;

/// The tables of one part of speech, as sorted or ordered lines.
#[derive(Default)]
struct Tables {
    rules: Vec<String>,
    exceptions: Vec<String>,
    words: Vec<String>,
}

/// Adds the sections `lemmas/…`.
///
/// `lemmas/pos` holds the ids of the parts of speech in lower case. For the n-th of them,
/// `lemmas/rules/n` has lines of old and new ending in the order they are tried,
/// `lemmas/exceptions/n` lines of a form and its lemmas, `lemmas/words/n` one word a line. The
/// last two are sorted by the bytes of their first column; columns are separated by tabs.
pub(crate) fn write(wheel: &mut Wheel, pack: &mut PackWriter) -> Outcome {
    let lookups = decode(&wheel.read("lemmatizer/lookups/lookups.bin")?)?;
    let mut tables: BTreeMap<u64, Tables> = BTreeMap::new();
    for (key, rules) in entries(get(&lookups, "lemma_rules")?)? {
        let rules = items(rules)?.iter().map(|rule| line(items(rule)?.iter()));
        tables.entry(pos(key)?).or_default().rules = rules.collect::<Outcome<_>>()?;
    }
    for (key, exceptions) in entries(get(&lookups, "lemma_exc")?)? {
        let exceptions = entries(exceptions)?.iter();
        let lines = exceptions.map(|(form, lemmas)| line([form].into_iter().chain(items(lemmas)?)));
        tables.entry(pos(key)?).or_default().exceptions = sorted(lines)?;
    }
    for (key, words) in entries(get(&lookups, "lemma_index")?)? {
        let lines = items(words)?.iter().map(|word| line([word].into_iter()));
        tables.entry(pos(key)?).or_default().words = sorted(lines)?;
    }
    pack.u64s("lemmas/pos", &tables.keys().copied().collect::<Vec<_>>());
    for (n, tables) in tables.into_values().enumerate() {
        pack.bytes(&format!("lemmas/rules/{n}"), tables.rules.join("\n").into());
        pack.bytes(&format!("lemmas/exceptions/{n}"), tables.exceptions.join("\n").into());
        pack.bytes(&format!("lemmas/words/{n}"), tables.words.join("\n").into());
    }
    Ok(())
}

fn pos(key: &Value) -> Outcome<u64> {
    key.as_u64().ok_or_else(|| format!("expected an id as key, found {key}").into())
}

fn line<'a>(columns: impl Iterator<Item = &'a Value>) -> Outcome<String> {
    let columns = columns.map(text).collect::<Outcome<Vec<_>>>()?;
    if columns.iter().any(|column| column.contains(['\t', '\n', '\r'])) {
        return Err(format!("expected words without tabs and line ends, found {columns:?}").into());
    }
    Ok(columns.join("\t"))
}

/// Sorts lines by their first column, which is what the reader searches for.
fn sorted(lines: impl Iterator<Item = Outcome<String>>) -> Outcome<Vec<String>> {
    let mut lines = lines.collect::<Outcome<Vec<_>>>()?;
    lines.sort_by(|a, b| a.split('\t').next().cmp(&b.split('\t').next()));
    lines.dedup();
    Ok(lines)
}
