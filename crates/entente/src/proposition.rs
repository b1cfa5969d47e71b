//! What a user's own sentence comes to, read by the same code as the news.

use entente_annotate::Scope;
use entente_code::Near;
use entente_model::{Coded, Document, Format, Noted, Proposition, RuleId, Span};
use jiff::civil::Date;

use crate::engine::Understood;
use crate::{Engine, Error, ErrorKind, Input, Item, Result};

/// What a text comes to, or what it comes nearest to.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// What its first sentence that fits a form comes to.
    pub proposition: Option<Proposition>,
    /// The words that bear it and the form it has.
    pub rests_on: Option<(Span, RuleId)>,
    /// Every kind that there is, the nearest first, each with an example; empty where a
    /// proposition was found.
    pub nearest: Vec<Near>,
}

impl Engine {
    /// Says what a text comes to if it was written on a day.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] where there is no text.
    pub fn proposition(&self, text: &str, published: Option<Date>) -> Result<Proposed> {
        let document = self.document(text, published)?;
        let proposed = self.guarded(document, |engine, read, scratch| {
            engine.propose(&engine.understand(read, Scope::Everything, scratch))
        });
        proposed.map_err(|_| Error::new(ErrorKind::Usage, "the text could not be read"))
    }

    fn propose(&self, Understood { annotated, resolved, .. }: &Understood) -> Proposed {
        let keep = entente_code::Keep::All;
        let Coded { events, .. } =
            entente_code::code(annotated, resolved, &self.ontology, keep).value;
        let mut sentences = annotated.sentences.iter();
        let stated = sentences.find_map(|sentence| {
            entente_code::stated(annotated, resolved, &self.forms, &events, sentence.span)
        });
        let nearest = match stated {
            Some(_) => Vec::new(),
            None => entente_code::near(annotated, resolved, &self.forms),
        };
        let rests_on = stated.as_ref().map(|s| (s.span, s.form.clone()));
        Proposed { proposition: stated.map(|s| s.proposition), rests_on, nearest }
    }

    /// The document that a text is, as it would be read from a file.
    pub(crate) fn document(&self, text: &str, published: Option<Date>) -> Result<Noted<Document>> {
        let published = published.map(|day| day.to_string());
        let line = serde_json::json!({ "text": text, "published": published });
        let format = Some(Format::Jsonl);
        let input = Input { format, ..Input::of_bytes("text", line.to_string()) };
        let read = self.reader.read(input).find_map(|item| match item {
            Item::Document(read) => Some(*read),
            Item::Lost { .. } => None,
        });
        read.ok_or_else(|| Error::new(ErrorKind::Usage, "expected a sentence, found no text"))
    }
}

#[cfg(test)]
mod tests {
    use entente_model::PropositionKind;

    use super::*;
    use crate::{Knowledge, Settings};

    #[test]
    fn a_sentence_comes_to_a_proposition_or_to_the_nearest_forms() {
        let engine = Engine::new(&Knowledge::embedded(), &Settings::default());
        let engine = engine.expect("the embedded packs are whole");
        let proposed = engine.proposition("Mali is an ally of Chad.", None).expect("a text");
        let found = proposed.proposition.expect("it is a form");
        assert_eq!(found.kind, PropositionKind::Alliance);
        let mut ids: Vec<&str> = found.actors().map(entente_model::ActorId::as_str).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["MLI", "TCD"], "which comes first means nothing");
        let proposed = engine.proposition("Mali is an ally.", None).expect("a text");
        assert_eq!(proposed.proposition, None);
        assert_eq!(proposed.nearest[0].kind, PropositionKind::Alliance);
        assert!(proposed.nearest[0].lacks.is_some(), "it lacks the other side");
        assert!(engine.proposition(" ", None).is_err(), "there is no text");
    }
}
