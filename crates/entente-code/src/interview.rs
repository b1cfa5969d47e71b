//! Which sentences stand in an interview: talk set down as talk, turn by turn.
//!
//! In questions and answers people tell of themselves and of the world at large. A paragraph that
//! begins with who speaks (`((Ada Lovelace))`, `Lovelace:`, `Q.`) is a turn; from the first of a few
//! turns on the document is an interview, while the report before them is none.

use entente_model::{Annotated, BlockKind, Span};

/// With so many turns a document is an interview.
const LEAST_TURNS: usize = 3;
/// A speaker's name is no longer than this, in bytes.
const LONGEST_TAG: usize = 48;
/// And no more words than this.
const MOST_WORDS: usize = 5;

/// Where the interview in a document begins, if there is one.
pub(crate) fn begins(text: &Annotated) -> Option<Span> {
    let document = &text.document;
    let blocks = document.blocks.iter().filter(|b| {
        matches!(b.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::ListItem)
    });
    let turns =
        blocks.flat_map(|b| lines(&document.text, b.span)).filter(|(_, line)| is_turn(line));
    let mut turns: Vec<(Span, &str)> = turns.collect();
    // One who speaks once is a source, and a list has as many labels as items.
    let tags: Vec<&str> = turns.iter().map(|(_, line)| tag(line).unwrap_or_default()).collect();
    let is_back_and_forth = tags.iter().any(|t| tags.iter().filter(|u| *u == t).count() > 1);
    let is_interview = turns.len() >= LEAST_TURNS && is_back_and_forth;
    is_interview.then(|| turns.swap_remove(0).0)
}

/// The lines of a block with their places.
fn lines(text: &str, block: Span) -> impl Iterator<Item = (Span, &str)> {
    let base = block.start() as usize;
    block.of(text).split_inclusive('\n').scan(0, move |at, line| {
        let start = base + *at;
        *at += line.len();
        Some((Span::from_range(start..start + line.len()), line.trim()))
    })
}

fn is_turn(line: &str) -> bool {
    tag(line).is_some()
}

/// Who speaks, if a line begins with it and goes on.
fn tag(line: &str) -> Option<&str> {
    let bracketed = line.strip_prefix("((").and_then(|rest| rest.split_once("))"));
    let (name, rest) = match bracketed {
        Some((name, _)) => return (name.len() <= LONGEST_TAG).then_some(name),
        None => line.split_once([':', '.'])?,
    };
    // `A. So.`, not the `U` of `U.S.`
    let is_letter = name.chars().count() == 1 && rest.starts_with(' ');
    let is_label = line[name.len()..].starts_with(':');
    let mut words = name.split_whitespace();
    let is_name = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    let fits = name.len() <= LONGEST_TAG
        && !rest.trim().is_empty()
        && name.split_whitespace().count() <= MOST_WORDS
        && words.all(is_name);
    ((is_letter || is_label) && fits && name.chars().any(char::is_alphabetic)).then_some(name)
}

#[cfg(test)]
mod tests {
    use entente_model::Block;
    use entente_model::testing::annotated;

    use super::*;

    /// Where the interview begins in a text with a paragraph a line.
    fn begins_at(text: &str) -> Option<u32> {
        let mut annotated = annotated("Oslo/PROPN");
        annotated.document.text = text.into();
        annotated.document.blocks = lines(text, Span::from_range(0..text.len()))
            .map(|(span, _)| Block { kind: BlockKind::Paragraph, span })
            .collect();
        begins(&annotated).map(Span::start)
    }

    #[test]
    fn turns_make_an_interview_from_the_first_of_them_on() {
        let text = "We met her.\n((Ada)) Why?\n((Eve)) So.\n((Ada)) And then?\n";
        assert_eq!(begins_at(text), Some(12));
        assert_eq!(begins_at("Q. Why?\nA. So.\nQ. And then?\nA. No."), Some(0));
        assert_eq!(begins_at("Ada: Why?\nEve Doe: So.\nAda: Then?\n"), Some(0));
    }

    #[test]
    fn labels_and_single_speakers_make_none() {
        assert_eq!(begins_at("Place: Oslo\nTime: Noon\nWho: All"), None);
        assert_eq!(begins_at("Ada: Why?\nThen they left. She stayed.\nShe said: no."), None);
        assert_eq!(begins_at("U.S. troops left.\nU.S. troops came.\nU.S. troops left."), None);
    }
}
