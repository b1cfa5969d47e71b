//! Sentences with two marked parties: what the one does to the other, or how it is disposed.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::model::wheel::sha256;
use crate::{Outcome, root};

/// The newer ontology's names of types that the gold has under older ones.
const RENAMED: [(&str, &str); 1] = [("YIELD", "CONCEDE")];

/// Sentences of our own.
const OWN: &str = "eval/truth/pairs";
const TESTS: &str = "rule-tests";

/// Bytes of a text, from and to.
pub(in crate::learn) type Bytes = (usize, usize);

/// A text, its parties, and what holds of them.
pub(in crate::learn) struct Asked {
    pub(in crate::learn) text: String,
    pub(in crate::learn) actor: Bytes,
    pub(in crate::learn) recipient: Bytes,
    /// A type, `+`, `-` or nothing.
    pub(in crate::learn) label: String,
    /// In which fifth of the texts it falls.
    pub(in crate::learn) fold: u8,
    /// Whether what the rules say of it is to be learned from.
    pub(in crate::learn) trusts_rules: bool,
}

/// Sentences of our own, where actors stand in braces and recipients in brackets.
///
/// `rule-tests.tsv` holds tests of rules, which say nothing about how far rules may be trusted.
pub(in crate::learn) fn own() -> Outcome<Vec<Asked>> {
    let folder = root().join(OWN);
    let names = fs::read_dir(&folder)?.map(|entry| -> Outcome<PathBuf> { Ok(entry?.path()) });
    let mut paths = names.collect::<Outcome<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "tsv"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let is_test = path.file_stem().is_some_and(|name| name == TESTS);
        for (at, line) in fs::read_to_string(&path)?.lines().enumerate() {
            let asked = of_own(line, !is_test).ok_or_else(|| {
                format!(
                    "{}, line {}: expected a type, a tab and a sentence with a {{party}} and a \
                     [party], found `{line}`",
                    path.display(),
                    at + 1
                )
            })?;
            all.push(asked);
        }
    }
    Ok(all)
}

/// Events with marked parties, but for the third held back for scoring.
pub(in crate::learn) fn events(data: &Path) -> Outcome<Vec<Asked>> {
    let path = data.join("events/plv_train.jsonl");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut all = Vec::new();
    for line in text.lines() {
        let record: Value = serde_json::from_str(line)?;
        let id = record["id"].as_str().unwrap_or_default();
        if is_held(id) {
            continue;
        }
        for event in record["events"].as_array().into_iter().flatten() {
            all.extend(of_event(event, fold(id)));
        }
    }
    Ok(all)
}

/// Sentences with the attitude of one party to another, once each way.
pub(in crate::learn) fn attitudes(data: &Path) -> Outcome<Vec<Asked>> {
    let path = data.join("claims/directed_sentiment_train.tsv.gz");
    let file = File::open(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text.lines().skip(1).filter_map(of_sentence).flatten().collect())
}

/// Whether an id is of the third that `cargo xtask eval` scores as `held`.
fn is_held(id: &str) -> bool {
    let hash = sha256(id.as_bytes());
    let first = hash.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    first.is_some_and(|first| first.is_multiple_of(3))
}

/// A fifth of all keys.
fn fold(key: &str) -> u8 {
    sha256(key.as_bytes()).bytes().take(8).fold(0, |sum, digit| (sum * 16 + value(digit)) % 5)
}

fn value(digit: u8) -> u8 {
    (digit as char).to_digit(16).and_then(|v| u8::try_from(v).ok()).unwrap_or_default() % 5
}

fn of_own(line: &str, trusts_rules: bool) -> Option<Asked> {
    let (label, marked) = line.split_once('\t')?;
    let (text, actor, recipient) = unmark(marked)?;
    let (label, fold) = (label.to_owned(), fold(marked));
    Some(Asked { text, actor, recipient, label, fold, trusts_rules })
}

/// The text without marks, and what is marked as actor and as recipient.
fn unmark(marked: &str) -> Option<(String, Bytes, Bytes)> {
    let mut text = String::new();
    let (mut actor, mut recipient) = ((None, None), (None, None));
    for letter in marked.chars() {
        let end = match letter {
            '{' => &mut actor.0,
            '}' => &mut actor.1,
            '[' => &mut recipient.0,
            ']' => &mut recipient.1,
            _ => {
                text.push(letter);
                continue;
            }
        };
        *end = Some(text.len());
    }
    Some((text, (actor.0?, actor.1?), (recipient.0?, recipient.1?)))
}

fn of_event(event: &Value, fold: u8) -> Option<Asked> {
    let kind = event["plover_type"].as_str()?;
    let label = RENAMED.iter().find(|(old, _)| *old == kind).map_or(kind, |(_, new)| new);
    let (text, actors, recipients) = untag(event["marked"].as_str()?);
    let named = |marked: Vec<Bytes>, name: &Value| -> Vec<Bytes> {
        match name.as_str().filter(|name| marked.is_empty() && !name.is_empty()) {
            Some(name) => text.match_indices(name).map(|(at, n)| (at, at + n.len())).collect(),
            None => marked,
        }
    };
    let actors = named(actors, &event["source"]);
    let recipients = named(recipients, &event["target"]);
    let (actor, recipient) = nearest(&actors, &recipients);
    Some(Asked {
        text,
        actor: actor?,
        recipient: recipient?,
        label: label.to_owned(),
        fold,
        trusts_rules: true,
    })
}

/// The text without marks, and what is marked as actor and as recipient.
fn untag(marked: &str) -> (String, Vec<Bytes>, Vec<Bytes>) {
    let (mut text, mut rest) = (String::new(), marked);
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    let mut open = [0, 0];
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let is = |mark: &str| rest.starts_with(mark);
        let length = match () {
            () if is("<s>") || is("<t>") => {
                open[usize::from(is("<t>"))] = text.len();
                3
            }
            () if is("</s>") || is("</t>") => {
                let start = open[usize::from(is("</t>"))];
                let end = start + text[start..].trim_end().len();
                if is("</t>") { &mut recipients } else { &mut actors }.push((start, end));
                4
            }
            () => {
                text.push('<');
                1
            }
        };
        rest = &rest[length..];
    }
    text.push_str(rest);
    (text, actors, recipients)
}

/// The nearest pair of spans that do not overlap.
fn nearest(actors: &[Bytes], recipients: &[Bytes]) -> (Option<Bytes>, Option<Bytes>) {
    let gap = |a: Bytes, r: Bytes| {
        let (inner, outer) = (a.0.max(r.0), a.1.min(r.1));
        inner.checked_sub(outer).unwrap_or(usize::MAX)
    };
    let pairs = actors.iter().flat_map(|a| recipients.iter().map(move |r| (*a, *r)));
    match pairs.min_by_key(|(a, r)| gap(*a, *r)) {
        Some((a, r)) => (Some(a), Some(r)),
        None => (actors.first().copied(), recipients.first().copied()),
    }
}

fn of_sentence(line: &str) -> Option<[Asked; 2]> {
    let mut cells = line.split('\t');
    let (sentence, p, q, label) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    let (text, p, q) = unbracket(sentence, p, q)?;
    let asked = |actor, recipient, favour: &str, against: &str| Asked {
        text: text.clone(),
        actor,
        recipient,
        label: match label {
            l if l == favour => "+".to_owned(),
            l if l == against => "-".to_owned(),
            _ => String::new(),
        },
        fold: fold(sentence),
        trusts_rules: true,
    };
    Some([asked(p, q, "1", "3"), asked(q, p, "2", "4")])
}

/// The sentence without the brackets around both names.
fn unbracket(sentence: &str, p: &str, q: &str) -> Option<(String, Bytes, Bytes)> {
    let at_p = sentence.find(&format!("[{p}]"))?;
    let from = if p == q { at_p + 1 } else { 0 };
    let at_q = from + sentence[from..].find(&format!("[{q}]"))?;
    let ((first, n), (last, m), swapped) = if at_p < at_q {
        ((at_p, p.len()), (at_q, q.len()), false)
    } else {
        ((at_q, q.len()), (at_p, p.len()), true)
    };
    let middle = sentence.get(first + n + 2..last)?;
    let text = [
        &sentence[..first],
        &sentence[first + 1..=first + n],
        middle,
        &sentence[last + 1..=last + m],
        &sentence[last + m + 2..],
    ]
    .concat();
    let one = (first, first + n);
    let other = (last - 2, last - 2 + m);
    Some(if swapped { (text, other, one) } else { (text, one, other) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let (text, actor, recipient) = unmark("The {Elves} praised [Gondor].").expect("marked");
        assert_eq!(text, "The Elves praised Gondor.");
        assert_eq!((actor, recipient), ((4, 9), (18, 24)));
        assert!(unmark("The {Elves} praised Gondor.").is_none());
    }

    #[test]
    fn brackets_are_taken_out() {
        let line = "The [Shire] thanked [Bree].\tBree\tShire\t2";
        let [to, back] = of_sentence(line).expect("the line is well formed");
        assert_eq!(to.text, "The Shire thanked Bree.");
        assert_eq!((to.actor, to.recipient), ((18, 22), (4, 9)));
        assert_eq!((to.label.as_str(), back.label.as_str()), ("", "+"));
    }
}
