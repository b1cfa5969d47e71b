//! Applies an ontology's rules to say who did what to whom, and who says so.
//!
//! [`code`] reads each [`Predicate`](entente_model::Predicate) of a document: the rules of its
//! sense are tried (`rule/`), the parties are found among its roles (`party.rs`, and behind nouns by
//! `owner.rs`), its frames tell whether it came about (`factuality.rs`), of competing readings the
//! best is kept (`select.rs`), what is above the floor is emitted (`floor.rs`), and what is told
//! twice is one event (`once.rs`). [`explain()`] gives the same readings with what spoke for and
//! against each rule. Beside the events, every predicate's rating is handed on. [`claims()`] finds
//! what is said, by whom, and what the author makes of it (`claim/`); [`propose`] says what claims
//! come to, and [`relations`] which ties a text says hold, both by the forms of `form/`.

mod claim;
mod confidence;
mod context;
mod crosswalk;
mod event;
mod explain;
mod factuality;
mod floor;
mod form;
mod inherit;
mod interview;
mod misfit;
mod once;
mod ontology;
mod owner;
mod pair;
mod party;
mod place;
mod proposition;
mod rated;
mod rule;
mod select;
mod sequel;
mod standing;
#[cfg(test)]
mod tests;
mod when;

pub use claim::{Attribution, Lesson, Marked, WEIGHTS, claims, lessons, marked, pack};
pub use explain::{Attempt, Fate, Reading, explain};
pub use factuality::{Factuality, factuality};
pub use floor::Keep;
pub use form::{ExpectedForm, FormTest, Forms, FormsText};
pub use ontology::{Ontology, OntologyText, PackError, TypeInfo};
pub use pair::{BUCKETS, LABELS, Masked, masked_of_pair, pack_attitudes, seen_of_pair};
pub use proposition::{Near, Stated, near, propose, proposition, stated};
pub use rule::{Expected, RuleTest};
pub use standing::relations;

use entente_model::{Annotated, Coded, Event, Noted, Resolved};

/// Codes a document: its events in order of their triggers, and the answer to its pair request.
///
/// Every event names the sentence, the words and the rule that it rests on. What the rules do not
/// know is not coded; a party that nobody could resolve keeps the words of the text. An event with
/// such a party, and one outside politics, is mostly below the ontology's floor.
pub fn code(text: &Annotated, who: &Resolved, ontology: &Ontology, keep: Keep) -> Noted<Coded> {
    let readings = select::readings(text, who, ontology);
    let pair = pair::answer(text, who, ontology, &readings);
    let events = event::build(text, who, ontology, &readings, keep);
    let factuality = rated::rated(text, who);
    Noted::clean(Coded { events, pair, factuality, ..Coded::default() })
}

/// Each event of a document before those told twice are joined, also below the floor, with what
/// bears on its confidence in words: what weights are fitted on.
pub fn features(
    text: &Annotated,
    who: &Resolved,
    ontology: &Ontology,
) -> Vec<(Event, Vec<String>)> {
    event::features(text, who, ontology, &select::readings(text, who, ontology))
}
