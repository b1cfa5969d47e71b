//! Whether all that is said of a text lies in it, on the boundaries of its letters.

use entente_model::{Claim, Document, Event, Evidence, Span, StandingRelation};
use rusqlite::{Connection, Result, params};

use super::columns;
use super::read::Row;
use super::verify::{ENOUGH, Faults};

/// Reads every document, and all that rests on it.
pub(super) fn check(db: &Connection, faults: &mut Faults) -> Result<()> {
    let all = columns::of("document", &[&columns::DOCUMENT[..], &columns::CONTENT].concat());
    let mut documents = db.prepare(&format!("SELECT {all} FROM document ORDER BY number"))?;
    let mut rows = documents.query([])?;
    let mut told = 0;
    while let Some(row) = rows.next()? {
        let document = match Row::new(row).document() {
            Ok(document) => document,
            // Told with its number where checksums are compared.
            Err(_) => continue,
        };
        for what in astray(db, &document)? {
            faults.tell(format!("document `{}`: {what}", document.meta.id));
            told += 1;
        }
        if told >= ENOUGH {
            break;
        }
    }
    Ok(())
}

/// What does not lie in a document's text.
fn astray(db: &Connection, document: &Document) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut check = |what: &str, spans: Vec<Span>| {
        let lies = |span: &Span| is_in(*span, &document.text);
        if let Some(span) = spans.iter().find(|span| !lies(span)) {
            let (start, end) = (span.start(), span.end());
            faults.push(format!("{what} has bytes {start} to {end}, which are not in the text"));
        }
    };
    check("a block", document.blocks.iter().map(|block| block.span).collect());
    let pair = document.meta.pair.map(|pair| [pair.actor, pair.recipient]);
    check("the pair asked about", pair.into_iter().flatten().flatten().collect());
    let id = document.meta.id.as_str();
    each(db, "event", &columns::EVENT, id, |row| {
        let event = row.event()?;
        check(&format!("event `{}`", event.id), of_event(&event));
        Ok(())
    })?;
    each(db, "claim", &columns::CLAIM, id, |row| {
        let claim = row.claim()?;
        check(&format!("claim `{}`", claim.id), of_claim(&claim));
        Ok(())
    })?;
    each(db, "relation", &columns::RELATION, id, |row| {
        let relation = row.relation()?;
        check(&format!("relation `{}`", relation.id), of_relation(&relation));
        Ok(())
    })?;
    Ok(faults)
}

fn is_in(span: Span, text: &str) -> bool {
    text.get(span.start() as usize..span.end() as usize).is_some()
}

/// Reads all rows of a table that rest on a document.
fn each(
    db: &Connection,
    table: &str,
    own: &[&str],
    document: &str,
    mut read: impl FnMut(&mut Row<'_>) -> Result<()>,
) -> Result<()> {
    let sql = format!("SELECT {} FROM {table} WHERE document = ?", columns::of(table, own));
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![document])?;
    while let Some(row) = rows.next()? {
        read(&mut Row::new(row))?;
    }
    Ok(())
}

fn of_event(event: &Event) -> Vec<Span> {
    let parties = [&event.actor, &event.recipient, &event.speaker].into_iter().flatten();
    let mut spans: Vec<Span> = parties.map(|party| party.span).collect();
    spans.extend(event.happened.and_then(|when| when.span));
    spans.extend(event.place.as_ref().map(|(_, span)| *span));
    spans.extend(of_evidence(&event.evidence));
    spans
}

fn of_claim(claim: &Claim) -> Vec<Span> {
    let mut spans = claim.content.clone();
    spans.extend(claim.speaker.span);
    spans.extend(claim.cue);
    spans.extend(of_evidence(&claim.evidence));
    spans
}

fn of_relation(relation: &StandingRelation) -> Vec<Span> {
    let mut spans = of_evidence(&relation.evidence);
    spans.extend(relation.interval.and_then(|when| when.span));
    spans
}

fn of_evidence(evidence: &Evidence) -> Vec<Span> {
    let again = evidence.again().iter().flat_map(|telling| [telling.sentence, telling.trigger]);
    [evidence.sentence(), evidence.trigger()].into_iter().chain(again).collect()
}
