//! Lemmas that the pipeline gets wrong, put right where senses and cues are looked up.
//!
//! Tokens keep the pipeline's lemma; a pack lists the forms whose lemma is another word (`hopes`).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use entente_model::Annotated;

/// Lower-case forms and their lemmas.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lemmas(Arc<HashMap<String, String>>);

impl Lemmas {
    /// The forms that a pack lists.
    pub(crate) fn new(listed: BTreeMap<String, String>) -> Self {
        Self(Arc::new(listed.into_iter().collect()))
    }

    /// The lemma that a token's senses are looked up by.
    pub(crate) fn of<'a>(&'a self, text: &'a Annotated, token: u32) -> &'a str {
        let form = text.text(token);
        let listed = self.0.get(form).or_else(|| {
            form.starts_with(char::is_uppercase)
                .then(|| self.0.get(form.to_lowercase().as_str()))
                .flatten()
        });
        listed.map_or_else(|| text.lemma(token), String::as_str)
    }
}
