//! Writes what bears on the confidence of each event, for `eval/confidence.py`.
//!
//! The argument is an input of any supported format; the output has a line an event with its
//! document, trigger, type, parties, status and features, also for events below the floor, and the
//! log odds that a second reading gives it.

#![expect(clippy::disallowed_methods, reason = "an example is its own front end")]

mod shared;

use std::error::Error;
use std::io::Write;

use entente::model::Party;
use entente_annotate::{Scope, Scratch};

use self::shared::{atlas, documents, languages, ontology};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file] = &args[..] else { return Err("expected an input".into()) };
    let (languages, atlas, ontology) = (languages()?, atlas()?, ontology()?);
    let reviewer = languages.reviewer().ok_or("expected a judge in the packs")?;
    let mut scratch = Scratch::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for document in documents(file)? {
        let shown = document.meta.shown_id().to_owned();
        let text = entente_annotate::annotate(document, &languages, Scope::News, &mut scratch);
        let who = entente_resolve::resolve(&text.value, &atlas);
        for (event, features) in entente_code::features(&text.value, &who.value, &ontology) {
            let trigger = event.evidence.trigger();
            let line = serde_json::json!({
                "document": shown,
                "trigger": [trigger.start(), trigger.end()],
                "type": &*event.code.kind,
                "actor": name(event.actor.as_ref()),
                "recipient": name(event.recipient.as_ref()),
                "status": event.status.as_str(),
                "features": features,
                "review": reviewer.review(&text.value.document.text, &event),
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(out.flush()?)
}

/// A party by its id, else by its sector or the words of the text.
fn name(party: Option<&Party>) -> Option<String> {
    let party = party?;
    let sector = || party.sector.as_ref().map(ToString::to_string);
    party.id.as_ref().map(ToString::to_string).or_else(sector).or(Some(party.name.to_string()))
}
