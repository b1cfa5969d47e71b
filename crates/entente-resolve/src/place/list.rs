//! Lists whose last word says what all their names are: `Hall, Clay and Otter Tail counties`.

use std::collections::HashMap;

use entente_model::Pos;

use super::spot::is_capital;
use crate::scene::Scene;

/// Lists are not longer, in tokens.
const LONGEST: u32 = 60;

/// The names in such lists, by their first tokens.
#[derive(Default)]
pub(super) struct Listed<'a>(HashMap<u32, (&'a str, u32)>);

impl<'a> Listed<'a> {
    /// Finds the lists of a document.
    pub(super) fn read(scene: &'a Scene<'_>) -> Self {
        let mut all = Self::default();
        let n_tokens = u32::try_from(scene.text.tokens.len()).unwrap_or(u32::MAX);
        for token in 0..n_tokens {
            let word = scene.text.text(token);
            let district = scene.atlas.toponyms.district(word);
            if let Some(sort) = district {
                all.add(scene, token, sort);
            }
        }
        all
    }

    /// What the name that begins with a token is one of, and where it ends.
    pub(super) fn at(&self, first: u32) -> Option<(&'a str, u32)> {
        self.0.get(&first).copied()
    }

    /// Goes back from the word that ends a list.
    fn add(&mut self, scene: &Scene<'_>, end: u32, sort: &'a str) {
        let text = scene.text;
        let sentence = text.sentence_of(end).map_or(end, |s| s.first);
        let mut last = end;
        for token in (sentence.max(end.saturating_sub(LONGEST))..end).rev() {
            let is_tie = text.text(token) == "," || text.pos(token) == Pos::Cconj;
            if is_tie {
                last = token;
            } else if is_capital(scene, token) {
                self.0.insert(token, (sort, last));
            } else {
                break;
            }
        }
    }
}
