//! A sentence with the parts of an event marked: by colour on terminals, else by brackets.

use anstyle::Style;
use entente::wire::{EventRow, Span};

use crate::output::{ACTION, ACTOR, CIRCUMSTANCE, RECIPIENT};
use crate::table::one_line;

/// The sentence of an event, with who, what, whom, when and where marked.
pub(super) fn sentence(row: &EventRow, is_coloured: bool) -> String {
    let mut parts = parts(row);
    // Outer before inner; of two that begin together the longer comes first.
    parts.sort_by_key(|(span, ..)| (span[0], std::cmp::Reverse(span[1])));
    let [start, end] = row.event.sentence;
    let mut marked = String::new();
    let mut at = start;
    for (span, name, style) in parts {
        // A part inside another, or outside the sentence, is not marked again.
        if span[0] < at || span[1] > end {
            continue;
        }
        marked.push_str(&words_at(row, [at, span[0]]));
        let words = words_at(row, span);
        marked.push_str(&match is_coloured {
            true => format!("{style}{words}{style:#}"),
            false => format!("[{name}: {words}]"),
        });
        at = span[1];
    }
    marked.push_str(&words_at(row, [at, end]));
    if is_coloured { marked } else { one_line(&marked) }
}

/// The words at a span of the document, if they stand in the event's sentence.
pub(super) fn words_at(row: &EventRow, span: Span) -> String {
    let start = row.event.sentence[0];
    let place = |at: u32| at.checked_sub(start).map(|at| at as usize);
    let words = match (place(span[0]), place(span[1])) {
        (Some(from), Some(to)) => row.sentence_text.get(from..to).unwrap_or_default(),
        _ => "",
    };
    words.replace(['\n', '\r', '\t'], " ").replace(char::is_control, "\u{fffd}")
}

fn parts(row: &EventRow) -> Vec<(Span, &'static str, Style)> {
    let event = &row.event;
    let mut parts = vec![(event.trigger, "action", ACTION)];
    parts.extend(event.actor.as_ref().map(|p| (p.span, "actor", ACTOR)));
    parts.extend(event.recipient.as_ref().map(|p| (p.span, "recipient", RECIPIENT)));
    parts.extend(event.speaker.as_ref().map(|p| (p.span, "speaker", CIRCUMSTANCE)));
    let when = event.happened.as_ref().and_then(|w| w.span);
    parts.extend(when.map(|span| (span, "when", CIRCUMSTANCE)));
    parts.extend(event.place.as_ref().map(|p| (p.span, "where", CIRCUMSTANCE)));
    parts
}
