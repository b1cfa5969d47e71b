//! The dictionaries of TABARI and PETRARCH: a name in capitals with underscores, its synonyms
//! behind `+`, and codes in brackets, on the same line or on lines of their own.
//!
//! Agents (`FARMER_ [~AGR]`) become roles; `{FARMERS_}` is a further form, and `!FARMER!` a set of
//! words that a line `!FARMER! = GROWER, PLANTER` defines.

use std::collections::HashMap;

use super::code::{self, Coded};
use super::{Dictionary, OwnName, OwnRole, Whose, lines};

/// A line with sets stands for so many names at most.
const MOST_FORMS: usize = 256;
/// A set has so many words at most.
const MOST_WORDS: usize = 1000;

const NAME: &str = "a name such as `NEW_ARNOR_`, then its codes";
const CODE: &str = "a code in brackets after the name, or on a line below it";
const SET: &str = "a set such as `!OFFICER! = CAPTAIN, MAJOR`";

/// Names that share their codes.
#[derive(Default)]
struct Entry {
    line: usize,
    written: String,
    names: Vec<String>,
    codes: Vec<Coded>,
}

struct Reader<'a> {
    found: &'a mut Dictionary,
    sets: HashMap<String, Vec<String>>,
    entry: Entry,
    /// Whether codes without a state's sign are those of agents all the same.
    is_of_agents: bool,
}

/// Reads a dictionary.
pub(super) fn read(text: &str, found: &mut Dictionary) {
    let agents = text.matches("[~").count();
    let lines = lines(text, found);
    let is_of_agents = agents > text.matches('[').count() / 2;
    let (sets, entry) = Default::default();
    let mut reader = Reader { found, sets, entry, is_of_agents };
    for (number, line) in lines {
        reader.line(number, without_comment(line));
    }
    reader.finish();
}

/// A line up to its comment, which begins with `#` or `;`.
fn without_comment(line: &str) -> &str {
    line.split(['#', ';']).next().unwrap_or_default().trim_end()
}

impl Reader<'_> {
    fn line(&mut self, number: usize, line: &str) {
        let text = line.trim_start();
        if text.is_empty() {
            return;
        }
        if text.starts_with('!') && text.contains('=') {
            return self.set(number, text);
        }
        if text.starts_with('[') {
            return self.codes(number, text);
        }
        let (is_synonym, text) = match text.strip_prefix('+') {
            Some(text) => (true, text),
            None => (false, text),
        };
        let end = text.find(['[', '{']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let mut forms = self.forms(name);
        for plural in between(rest, '{', '}') {
            forms.extend(self.forms(plural));
        }
        if forms.is_empty() {
            return self.found.report(number, NAME, line);
        }
        if !is_synonym {
            self.finish();
            self.entry = Entry { line: number, written: line.to_owned(), ..Entry::default() };
        } else if self.entry.names.is_empty() {
            return self.found.report(number, "a name before its synonym", line);
        }
        self.entry.names.extend(forms);
        if rest.contains('[') || rest.contains(']') {
            self.codes(number, rest);
        }
    }

    /// Takes in the codes of a line.
    fn codes(&mut self, number: usize, text: &str) {
        if self.entry.names.is_empty() {
            return self.found.report(number, "a name before its code", text);
        }
        let mut is_good = false;
        for inside in between(text, '[', ']') {
            match code::read(inside) {
                Some(codes) => self.entry.codes.extend(codes),
                None => self.found.report(number, code::EXPECTED, inside),
            }
            is_good = true;
        }
        if !is_good {
            self.found.report(number, code::EXPECTED, text);
        }
        if self.entry.codes.is_empty() {
            // Said already; the name without a code is no second problem.
            self.entry.names.clear();
        }
    }

    /// Defines a set: `!OFFICER! = CAPTAIN, MAJOR`.
    fn set(&mut self, number: usize, text: &str) {
        let Some((name, words)) = text.split_once('=') else { return };
        let name = name.trim().trim_matches('!');
        let words: Vec<String> =
            words.split(',').take(MOST_WORDS).map(spelt).filter(|w| is_name(w)).collect();
        if name.is_empty() || words.is_empty() {
            return self.found.report(number, SET, text);
        }
        self.sets.insert(name.to_owned(), words);
    }

    /// What a written name stands for, each set in it replaced by its words.
    fn forms(&self, written: &str) -> Vec<String> {
        let mut forms = vec![String::new()];
        for (at, piece) in written.split('!').enumerate() {
            let set = (at % 2 == 1).then(|| self.sets.get(piece)).flatten();
            let words: &[String] = set.map_or(&[], Vec::as_slice);
            if at % 2 == 1 && words.is_empty() {
                return Vec::new();
            }
            forms = match words {
                [] => forms.into_iter().map(|form| form + piece).collect(),
                words => {
                    let each = |form: String| words.iter().map(move |w| format!("{form}{w}"));
                    forms.into_iter().flat_map(each).take(MOST_FORMS).collect()
                }
            };
        }
        forms.iter().map(|form| spelt(form)).filter(|form| is_name(form)).collect()
    }

    /// Files the entry that is complete.
    fn finish(&mut self) {
        let Entry { line, written, names, codes } = std::mem::take(&mut self.entry);
        if codes.is_empty() && !names.is_empty() {
            return self.found.report(line, CODE, &written);
        }
        for name in &names {
            for coded in &codes {
                self.file(name, coded);
            }
        }
    }

    fn file(&mut self, name: &str, coded: &Coded) {
        if coded.is_agent || self.is_of_agents {
            let sector = coded.code.get(..3).unwrap_or(&coded.code);
            return self.found.roles.push(OwnRole {
                words: name.to_lowercase(),
                sector: (!sector.is_empty()).then(|| sector.to_owned()),
                kind: None,
                is_relational: false,
            });
        }
        self.found.names.push(OwnName {
            whose: Whose::Code(coded.code.clone()),
            surface: name.to_owned(),
            kind: None,
            sector: None,
            held: coded.held,
            is_cased: false,
        });
    }
}

/// What stands between brackets of a sort, in order.
fn between(text: &str, open: char, close: char) -> impl Iterator<Item = &str> {
    text.split(open)
        .skip(1)
        .filter_map(move |rest| rest.split_once(close).map(|(inside, _)| inside))
}

/// A name with blanks for its underscores.
fn spelt(written: &str) -> String {
    let words = written.split(|c: char| c == '_' || c.is_whitespace());
    words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.contains(['[', ']', '{', '}', '=', '<', '>'])
}
