//! The attributes of a token that depend on its text alone, as string ids.

use std::collections::HashMap;

use super::ids::Ids;
use super::pack::{Pack, PackError};
use super::unicode::{is_alpha, is_digit, is_space, is_upper, lower};

const BASE_NORMS: &str = "norms/base";
const NORM_KEYS: &str = "norms/keys";
const NORM_FORMS: &str = "norms/forms";
/// From this many characters on, every shape is `LONG`.
const LONG_SHAPE: usize = 100;
/// At most this many equal shape characters stand in a row.
const SHAPE_RUN: usize = 4;

/// What the networks and the rules see of a token's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// The id of the text itself.
    pub orth: u64,
    /// The id of the text in lower case.
    pub lower: u64,
    /// The id of the norm: the usual spelling, or the one a tokenizer exception gives.
    pub norm: u64,
    /// The id of the first character.
    pub prefix: u64,
    /// The id of the last three characters.
    pub suffix: u64,
    /// The id of the shape, such as `Xxxxx` or `dd:dd`.
    pub shape: u64,
    /// Whether every character is blank.
    pub is_space: bool,
}

/// The tables behind [`Lexeme`]: symbols and norms.
#[derive(Debug)]
pub struct Lexemes {
    /// The ids of texts.
    pub ids: Ids,
    norms: HashMap<u64, u64>,
}

impl Lexemes {
    /// Reads `ids/symbols` and the norms.
    ///
    /// `norms/base` has lines of form, tab, norm. `norms/keys` holds ids of forms and `norms/forms`
    /// the norm of each on a line; these come first.
    pub fn from_pack(pack: &Pack<'_>) -> Result<Self, PackError> {
        let ids = Ids::from_pack(pack)?;
        let mut norms = HashMap::new();
        for line in pack.text(BASE_NORMS)?.lines() {
            let (form, norm) = line.split_once('\t').ok_or_else(|| {
                PackError::content(
                    BASE_NORMS,
                    format!("expected a form and a norm, found `{line}`"),
                )
            })?;
            norms.insert(ids.id(form), ids.id(norm));
        }
        let keys = pack.u64s(NORM_KEYS)?;
        let forms: Vec<&str> = pack.text(NORM_FORMS)?.lines().collect();
        if keys.len() != forms.len() {
            let why = format!("expected {} lines, found {}", keys.len(), forms.len());
            return Err(PackError::content(NORM_FORMS, why));
        }
        norms.extend(keys.into_iter().zip(forms.iter().map(|form| ids.id(form))));
        Ok(Lexemes { ids, norms })
    }

    /// Returns the attributes of a token's text, which must not be empty.
    pub fn lexeme(&self, text: &str) -> Lexeme {
        let orth = self.ids.id(text);
        let lower = self.ids.id(&lower(text));
        Lexeme {
            orth,
            lower,
            norm: self.norms.get(&orth).copied().unwrap_or(lower),
            prefix: self.ids.id(first(text)),
            suffix: self.ids.id(last_three(text)),
            shape: self.ids.id(&shape(text)),
            is_space: text.chars().all(is_space),
        }
    }
}

fn first(text: &str) -> &str {
    let end = text.chars().next().map_or(0, char::len_utf8);
    &text[..end]
}

fn last_three(text: &str) -> &str {
    let start = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    &text[start..]
}

/// Returns the shape of a text: letters become `X` or `x`, digits `d`, long runs are cut.
pub fn shape(text: &str) -> String {
    if text.chars().nth(LONG_SHAPE - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(text.len());
    let (mut last, mut run) = (None, 0);
    for c in text.chars() {
        let class = shape_of(c);
        run = if last == Some(class) { run + 1 } else { 1 };
        last = Some(class);
        if run <= SHAPE_RUN {
            shape.push(class);
        }
    }
    shape
}

fn shape_of(c: char) -> char {
    match c {
        _ if is_alpha(c) => {
            if is_upper(c) {
                'X'
            } else {
                'x'
            }
        }
        _ if is_digit(c) => 'd',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_four_in_a_row() {
        assert_eq!(shape("Sergei"), "Xxxxx");
        assert_eq!(shape("1,234.50"), "d,ddd.dd");
        assert_eq!(shape("½Ⅻ²ª"), "½Ⅻdx");
        assert_eq!(shape("!!!!!!"), "!!!!");
        assert_eq!(shape(&"a".repeat(99)), "xxxx");
        assert_eq!(shape(&"a".repeat(100)), "LONG");
    }

    #[test]
    fn affixes_count_characters() {
        assert_eq!(first("état"), "é");
        assert_eq!(last_three("état"), "tat");
        assert_eq!(last_three("né"), "né");
        assert_eq!(last_three("日本語版"), "本語版");
    }
}
