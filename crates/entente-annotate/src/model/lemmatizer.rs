//! Lemmas by rule: cut a known ending, keep what is a known word.
//!
//! For each part of speech there are endings with their replacements, exceptions, and a list of
//! known words. Base forms and parts of speech without tables keep their text in lower case; proper
//! nouns keep it as it is.

use std::borrow::Cow;
use std::cmp::Ordering;

use entente_model::Pos;

use super::ids::Ids;
use super::pack::{Pack, PackError};
use super::unicode::{is_alpha, lower};

/// The lemma tables of a language.
#[derive(Debug)]
pub struct Lemmatizer {
    /// By part of speech.
    tables: Vec<Option<Tables>>,
    /// Whether a token with these features is a base form, by morphology and part of speech.
    is_base: Vec<Vec<bool>>,
}

/// The tables of one part of speech.
#[derive(Debug)]
struct Tables {
    /// Old and new ending, in the order they are tried.
    rules: Vec<(String, String)>,
    /// Lines of a form and its lemmas.
    exceptions: SortedLines,
    words: SortedLines,
}

impl Lemmatizer {
    /// Reads the sections `lemmas/…`; `morphs` are the features that tokens can have.
    pub fn from_pack(pack: &Pack<'_>, ids: &Ids, morphs: &[String]) -> Result<Self, PackError> {
        let mut tables: Vec<Option<Tables>> = Pos::ALL.iter().map(|_| None).collect();
        for (n, id) in pack.u64s("lemmas/pos")?.into_iter().enumerate() {
            let is_named = |pos: &Pos| ids.id(&lower(pos.as_str())) == id;
            let pos = Pos::ALL.iter().position(is_named).ok_or_else(|| {
                PackError::content("lemmas/pos", format!("expected parts of speech, found id {id}"))
            })?;
            tables[pos] = Some(Tables::from_pack(pack, n)?);
        }
        let is_base = morphs
            .iter()
            .map(|morph| Pos::ALL.iter().map(|&pos| is_base_form(pos, morph)).collect());
        Ok(Lemmatizer { tables, is_base: is_base.collect() })
    }

    /// Returns the lemma of a token for which no rule of the ruler fixed one.
    ///
    /// `morph` is an index into the features given at load.
    pub fn lemma<'a>(&self, text: &'a str, pos: Pos, morph: u16) -> Cow<'a, str> {
        let of_morph = self.is_base.get(usize::from(morph));
        let is_base = of_morph.is_some_and(|by_pos| by_pos[pos as usize]);
        match &self.tables[pos as usize] {
            _ if is_base => lower(text),
            Some(tables) => tables.lemma(text),
            None if pos == Pos::Propn => Cow::Borrowed(text),
            None => lower(text),
        }
    }
}

/// Says whether a token needs no analysis, by what its features say.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let feature = |name: &str| {
        morph.split('|').filter_map(|pair| pair.split_once('=')).find(|f| f.0 == name).map(|f| f.1)
    };
    let form = feature("VerbForm");
    (pos == Pos::Noun && feature("Number") == Some("Sing"))
        || (pos == Pos::Verb
            && form == Some("Fin")
            && feature("Tense") == Some("Pres")
            && feature("Number").is_none())
        || matches!(form, Some("Inf" | "None"))
        || feature("Degree") == Some("Pos")
}

impl Tables {
    fn from_pack(pack: &Pack<'_>, n: usize) -> Result<Self, PackError> {
        let name = format!("lemmas/rules/{n}");
        let rule = |line: &str| {
            let (old, new) = line.split_once('\t').ok_or_else(|| {
                PackError::content(&name, format!("expected two endings, found `{line}`"))
            })?;
            Ok((old.to_owned(), new.to_owned()))
        };
        Ok(Tables {
            rules: pack.text(&name)?.lines().map(rule).collect::<Result<_, _>>()?,
            exceptions: SortedLines::new(pack.text(&format!("lemmas/exceptions/{n}"))?),
            words: SortedLines::new(pack.text(&format!("lemmas/words/{n}"))?),
        })
    }

    /// Exceptions come first, the last of them foremost; then known words, the last foremost; then
    /// forms with a character that is no letter; then the first unknown form; then the text.
    fn lemma<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let lowered = lower(text);
        let (mut forms, mut fallback) = (Vec::new(), None);
        for (old, new) in &self.rules {
            let Some(stem) = lowered.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if self.words.get(&form).is_some() {
                forms.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                forms.push(form);
            } else {
                fallback.get_or_insert(form);
            }
        }
        for lemma in self.exceptions.get(&lowered).into_iter().flat_map(|line| line.split('\t')) {
            if forms.iter().all(|form| form != lemma) {
                forms.insert(0, lemma.to_owned());
            }
        }
        forms.into_iter().next().or(fallback).map_or(Cow::Borrowed(text), Cow::Owned)
    }
}

/// Lines sorted by their first column, in one block of memory.
#[derive(Debug)]
struct SortedLines {
    text: Box<str>,
    starts: Vec<u32>,
}

impl SortedLines {
    fn new(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
        let mut starts = vec![0];
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        starts.extend(ends.map(|(at, _)| u32::try_from(at + 1).expect("cut to 32 bits")));
        SortedLines { text: text.into(), starts }
    }

    /// Returns what follows the first column of the line with that key.
    fn get(&self, key: &str) -> Option<&str> {
        let at = self.starts.binary_search_by(|&start| self.compare(start as usize, key)).ok()?;
        let rest = &self.text[self.starts[at] as usize..][key.len()..];
        let line = rest.split_once('\n').map_or(rest, |(line, _)| line);
        Some(line.strip_prefix('\t').unwrap_or(line))
    }

    /// Compares the first column of a line to a key; it ends at a byte below those of any word.
    fn compare(&self, start: usize, key: &str) -> Ordering {
        let line = &self.text.as_bytes()[start..];
        let (column, rest) = line.split_at(line.len().min(key.len()));
        column.cmp(key.as_bytes()).then_with(|| match rest.first() {
            None | Some(b'\t' | b'\n') => Ordering::Equal,
            Some(_) => Ordering::Greater,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lemma: &str) {
        let endings = [("s", ""), ("ies", "y"), ("es", "e"), ("ing", "e"), ("ing", "")];
        let tables = Tables {
            rules: endings.map(|(old, new)| (old.to_owned(), new.to_owned())).into(),
            exceptions: SortedLines::new("dining\tdine\ngoes\tgo\nlies\tlie\tlay"),
            words: SortedLines::new("carry\nsee\nseed\nsing"),
        };
        assert_eq!(tables.lemma(text), lemma, "{text}");
    }

    #[test]
    fn known_words_come_before_unknown_ones() {
        check("Carries", "carry");
        check("seeing", "see");
        check("SEEDS", "seed");
        check("zorps", "zorp");
        check("zorpies", "zorpie");
        check("Zorp", "Zorp");
    }

    #[test]
    fn exceptions_and_forms_with_marks_come_first() {
        check("Goes", "go");
        check("lies", "lay");
        check("dining", "dine");
        check("a-b-ing", "a-b-e");
    }

    #[test]
    fn base_forms_are_known_by_their_features() {
        assert!(is_base_form(Pos::Noun, "Number=Sing"));
        assert!(!is_base_form(Pos::Propn, "Number=Sing"));
        assert!(is_base_form(Pos::Verb, "Tense=Pres|VerbForm=Fin"));
        assert!(!is_base_form(Pos::Verb, "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"));
        assert!(is_base_form(Pos::Aux, "VerbForm=Inf"));
        assert!(is_base_form(Pos::Adj, "Degree=Pos"));
    }

    #[test]
    fn lines_are_found_by_their_first_column() {
        let lines = SortedLines::new("a\nab\tx\ty\nb");
        assert_eq!(lines.get("ab"), Some("x\ty"));
        assert_eq!(lines.get("a"), Some(""));
        assert_eq!(lines.get("b"), Some(""));
        assert_eq!(lines.get("abc"), None);
        assert_eq!(lines.get(""), None);
        assert_eq!(SortedLines::new("").get("a"), None);
    }
}
