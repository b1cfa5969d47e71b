//! A sentence with the parts of an event marked: by colour on terminals, else by brackets.

use anstyle::Style;
use entente::wire::{EventRow, Span};

use crate::output::{ACTION, ACTOR, CIRCUMSTANCE, RECIPIENT};

/// A span of the document, what it is in the event, and how that looks.
type Part = (Span, &'static str, Style);

/// The sentence of an event, with who, what, whom, when and where marked.
pub(super) fn sentence(row: &EventRow, is_coloured: bool) -> String {
    let [start, end] = row.event.sentence;
    let mut marked = String::new();
    let mut at = start;
    for (span, name, style) in parts(row) {
        marked.push_str(&words_at(row, [at, span[0]]));
        let words = words_at(row, span);
        marked.push_str(&match is_coloured {
            true => format!("{style}{words}{style:#}"),
            false => format!("[{name}: {words}]"),
        });
        at = span[1];
    }
    marked + &words_at(row, [at, end])
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

/// The parts of an event in its sentence, in order, none inside another.
fn parts(row: &EventRow) -> Vec<Part> {
    let event = &row.event;
    let mut named: Vec<Part> = Vec::new();
    named.extend(event.actor.as_ref().map(|p| (p.span, "actor", ACTOR)));
    named.extend(event.recipient.as_ref().map(|p| (p.span, "recipient", RECIPIENT)));
    named.extend(event.speaker.as_ref().map(|p| (p.span, "speaker", CIRCUMSTANCE)));
    let when = event.happened.as_ref().and_then(|w| w.span);
    named.extend(when.map(|span| (span, "when", CIRCUMSTANCE)));
    named.extend(event.place.as_ref().map(|p| (p.span, "where", CIRCUMSTANCE)));
    // Of two that begin together the longer is kept.
    named.sort_by_key(|(span, ..)| (span[0], std::cmp::Reverse(span[1])));
    let mut parts: Vec<Part> = Vec::new();
    for part in named {
        let is_clear = parts.last().is_none_or(|(last, ..)| last[1] <= part.0[0]);
        if is_clear && is_inside(part.0, event.sentence) {
            parts.push(part);
        }
    }
    let action = around(event.trigger, &parts).into_iter().map(|span| trimmed(row, span));
    let words = action.filter(|span| has_word(&words_at(row, *span)));
    parts.extend(words.map(|span| (span, "action", ACTION)).collect::<Vec<_>>());
    parts.sort_by_key(|(span, ..)| span[0]);
    parts
}

/// What is left of a span once the parts are taken out: `accused France of` without `France`.
fn around(span: Span, parts: &[Part]) -> Vec<Span> {
    let [mut at, end] = span;
    let mut left = Vec::new();
    for ([start, stop], ..) in parts {
        if *stop > at && *start < end {
            left.push([at, (*start).max(at)]);
            at = (*stop).min(end);
        }
    }
    left.push([at, end]);
    left
}

/// A span without the blanks at its ends.
fn trimmed(row: &EventRow, [start, end]: Span) -> Span {
    let words = words_at(row, [start, end]);
    let cut = |rest: &str| u32::try_from(words.len() - rest.len()).unwrap_or(0);
    let first = start + cut(words.trim_start());
    [first, (end - cut(words.trim_end())).max(first)]
}

fn is_inside(inner: Span, outer: Span) -> bool {
    outer[0] <= inner[0] && inner[1] <= outer[1]
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_marked_around_what_it_holds() {
        let parts = [([0, 7], "actor", ACTOR), ([16, 21], "recipient", RECIPIENT)];
        assert_eq!(around([8, 24], &parts), [[8, 16], [21, 24]]);
        assert_eq!(around([16, 21], &parts), [[16, 16], [21, 21]]);
        assert_eq!(around([30, 40], &parts), [[30, 40]]);
    }
}
