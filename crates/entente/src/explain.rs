//! Why an event was coded as it was.
//!
//! The store keeps what was coded, not every step on the way. The text is read again and the
//! steps are shown; with the same engine, packs and settings they are the steps that were taken.

use entente_code::{Fate, Reading};
use entente_model::{Annotated, Event, Noted, Party, Resolved};
use entente_store::{EventInFull, Store};

use crate::engine::{Engine, Understood};
use crate::wire::{self, Attempt, EventRow, Explanation, Meaning, Predicate};
use crate::{Result, Stories, answers};

impl Engine {
    /// Explains a stored event, given its id or a beginning of it that no other shares.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::Usage`] if there is no such event; else those of the store.
    pub fn explain(&self, store: &dyn Store, id: &str) -> Result<Explanation> {
        let found = answers::find_event(store, id)?;
        let coded_alike = answers::is_like(store, &found.run, &self.run)?;
        let row = EventRow::in_full(&found, &Stories::of_store(store, None)?);
        let told_again = told_again(&found);
        let bare = Explanation { told_again, ..Explanation::bare(row, coded_alike) };
        let steps = self.guarded(Noted::clean(found.document), |engine, read, scratch| {
            let Understood { annotated, resolved, notes: _ } =
                engine.understand(read, entente_annotate::Scope::News, scratch);
            engine.retrace(&annotated, &resolved, &found.event, bare.clone())
        });
        // A text on which a stage gives up today still has its stored event.
        Ok(steps.unwrap_or(bare))
    }

    /// Adds the steps that lead to an event to what is stored of it.
    fn retrace(
        &self,
        doc: &Annotated,
        resolved: &Resolved,
        event: &Event,
        bare: Explanation,
    ) -> Explanation {
        let readings = entente_code::explain(doc, resolved, &self.ontology, self.keep);
        let reading = reading_of(&readings, doc, event);
        let predicate = reading.and_then(|r| doc.predicates.get(r.predicate));
        let meaning =
            |party: &Option<Party>| party.as_ref().map(|p| Meaning::new(doc, resolved, p));
        Explanation {
            words: wire::words(doc, event.evidence.sentence()),
            predicate: predicate.map(|p| Predicate::new(doc, p)),
            attempts: reading.map_or_else(Vec::new, attempts),
            actor: meaning(&event.actor),
            recipient: meaning(&event.recipient),
            speaker: meaning(&event.speaker),
            times: times(resolved, event),
            ..bare
        }
    }
}

/// The other sentences that tell an event.
fn told_again(found: &EventInFull) -> Vec<String> {
    let text = &found.document.text;
    found.event.evidence.again().iter().map(|t| t.sentence.of(text).to_owned()).collect()
}

/// The reading that gave an event, or else that of the predicate with its trigger.
fn reading_of<'a>(readings: &'a [Reading], doc: &Annotated, event: &Event) -> Option<&'a Reading> {
    let gave = |reading: &&Reading| {
        reading.attempts.iter().any(|a| match &a.fate {
            Fate::Taken(events) => events.contains(&event.id),
            _ => false,
        })
    };
    let trigger = event.evidence.trigger();
    let has_trigger =
        |r: &&Reading| doc.predicates.get(r.predicate).is_some_and(|p| p.trigger == trigger);
    readings.iter().find(gave).or_else(|| readings.iter().find(has_trigger))
}

fn attempts(reading: &Reading) -> Vec<Attempt> {
    reading.attempts.iter().map(Attempt::from).collect()
}

/// Time expressions of the event's sentence.
fn times(resolved: &Resolved, event: &Event) -> Vec<wire::Time> {
    let sentence = event.evidence.sentence();
    let inside = resolved.times.iter().filter(|t| sentence.contains(t.span));
    inside.map(wire::Time::from).collect()
}
