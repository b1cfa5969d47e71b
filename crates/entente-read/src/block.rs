//! The structure of a text: its headline, paragraphs, list items, and what is no news.

use entente_model::{Block, BlockKind, Span};

use crate::layout::{Line, ends_sentence, is_wrapped, lines};
use crate::{BlockCues, date};

/// The longest headline, in characters.
const HEADLINE: usize = 150;

/// Lays blocks over a text: in order, not overlapping, with nothing but white space between.
///
/// Without a `title`, a first line that looks like a headline becomes the title.
pub(crate) fn blocks(text: &str, title: &mut Option<String>, cues: &BlockCues) -> Vec<Block> {
    let lines: Vec<Line> = lines(text).collect();
    let groups = groups(text, &lines, cues);
    let piece = |group: &&[Line]| Piece {
        span: group[0].span.join(group[group.len() - 1].span),
        ..Piece::default()
    };
    let pieces: Vec<Piece<'_>> = groups.iter().map(piece).collect();
    classify(text, &pieces, title, cues)
}

/// A stretch of text that is one block, and what a page's structure says of it.
///
/// Plain text has no structure: everything but the span is empty then.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Piece<'p> {
    /// Where it is, without surrounding white space.
    pub(crate) span: Span,
    /// Names of the elements it stands in, in lower case, the innermost first: `p blockquote article`.
    pub(crate) tags: &'p str,
    /// Classes, ids and roles of those elements, the innermost first, as they are written.
    pub(crate) words: &'p str,
    /// The share of its characters that stand in links, from 0 to 1.
    pub(crate) links: f32,
}

/// Says what each piece of a page is, from its wording, its structure and what stands around it.
///
/// Pieces are in order and do not overlap; each becomes one block. Without a `title`, the piece that
/// is the headline becomes it.
pub(crate) fn classify(
    text: &str,
    pieces: &[Piece<'_>],
    title: &mut Option<String>,
    cues: &BlockCues,
) -> Vec<Block> {
    let block =
        |piece: &Piece<'_>| Block { kind: kind(piece.span.of(text), cues), span: piece.span };
    let mut blocks: Vec<Block> = pieces.iter().map(block).collect();
    let is_line = pieces.first().is_some_and(|p| !p.span.of(text).contains(['\n', '\r']));
    mark_headline(text, is_line, &mut blocks, title);
    blocks
}

/// Lines that make a block together, each group without blank lines.
fn groups<'l>(text: &str, lines: &'l [Line], cues: &BlockCues) -> Vec<&'l [Line]> {
    let is_wrapped = is_wrapped(text, lines);
    let margin = lines.iter().filter(|l| !l.is_blank()).map(|l| l.indent).min().unwrap_or_default();
    let runs = lines.split(Line::is_blank).filter(|run| !run.is_empty());
    // The later lines of an item are indented as paragraphs begin, so items are cut off first.
    let cut = runs.flat_map(|run| run.chunk_by(|this, next| !begins_item(text, this, next)));
    let split = cut.flat_map(|run| {
        let first = run[0];
        let is_item = is_item(first.of(text));
        run.chunk_by(move |this, next| {
            let breaks = match is_item {
                true => ends_sentence(this.of(text)) && next.indent <= first.indent,
                false => next.indent >= margin + 2,
            };
            is_wrapped
                && !breaks
                && !stands_alone(text, this, cues)
                && !stands_alone(text, next, cues)
        })
    });
    split.collect()
}

/// Whether a line is a block whatever stands around it.
fn stands_alone(text: &str, line: &Line, cues: &BlockCues) -> bool {
    let line = line.of(text);
    is_rule(line) || date::filling(line).is_some() || cues.is_whole(line)
}

/// Whether a line only parts what stands above from what stands below: `***`, `- - -`.
fn is_rule(line: &str) -> bool {
    !line.contains(char::is_alphanumeric)
}

/// Whether a line begins an item: marked as one, it follows another item, a deeper line of one, or
/// something that is complete. A mark that a page break brought to the front does not count.
fn begins_item(text: &str, this: &Line, next: &Line) -> bool {
    let before = this.of(text);
    let is_complete = ends_sentence(before) || before.ends_with([':', ';']);
    is_item(next.of(text)) && (is_complete || is_item(before) || next.indent < this.indent)
}

/// Whether a line is marked as an item: `- …`, `* …`, `• …`, `1. …`, `(2) …`.
fn is_item(line: &str) -> bool {
    let parts = line.split_once(char::is_whitespace);
    let Some((mark, _)) = parts.filter(|(_, rest)| !is_rule(rest)) else { return false };
    let number = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number = matches!(number.len(), 1 | 2) && number.bytes().all(|b| b.is_ascii_digit());
    matches!(mark, "-" | "*" | "•" | "‣" | "·" | "–") || (is_number && mark.ends_with(['.', ')']))
}

fn kind(block: &str, cues: &BlockCues) -> BlockKind {
    if let Some(kind) = cues.kind(block) {
        return kind;
    }
    match block {
        _ if is_rule(block) => BlockKind::Boilerplate,
        _ if is_address(block) => BlockKind::CrossReference,
        _ if date::filling(block).is_some() => BlockKind::Boilerplate,
        _ if is_item(block) => BlockKind::ListItem,
        _ => BlockKind::Paragraph,
    }
}

/// Whether a block is nothing but the address of a page.
fn is_address(block: &str) -> bool {
    let starts = ["http://", "https://", "www."].iter().any(|start| block.starts_with(start));
    starts && !block.contains(char::is_whitespace)
}

/// Marks the first block as the headline if it repeats the title or, without one, looks like one.
fn mark_headline(text: &str, is_line: bool, blocks: &mut [Block], title: &mut Option<String>) {
    let has_body = blocks.iter().skip(1).any(|block| block.kind.is_news());
    let Some(first) = blocks.first_mut().filter(|b| b.kind == BlockKind::Paragraph) else { return };
    let words = first.span.of(text);
    let is_headline = match title {
        Some(title) => title.split_whitespace().eq(words.split_whitespace()),
        None => is_line && has_body && looks_like_headline(words),
    };
    if is_headline {
        first.kind = BlockKind::Headline;
        title.get_or_insert_with(|| words.into());
    }
}

/// Whether a line is short and ends without a full stop.
fn looks_like_headline(line: &str) -> bool {
    let is_asking = line.ends_with(['?', '!', '？', '！', '؟']);
    let is_open = !ends_sentence(line) && !line.ends_with([':', '：']);
    line.chars().count() <= HEADLINE && (is_asking || is_open)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the blocks of a text, one a line as `kind: text` with line feeds shown as `/`.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let cues = "boilerplate\twhole\t9\tEnds\nboilerplate\tstart\t90\tSign up for\ncaption\tanywhere\t90\t(Photo by\n";
        let cues = BlockCues::parse(cues).expect("the table is well-formed");
        let blocks = blocks(text, &mut None, &cues);
        let show =
            |b: &Block| format!("{}: {}", b.kind.as_str(), b.span.of(text).replace('\n', "/"));
        assert_eq!(blocks.iter().map(show).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check("A came.\n\n \nB went.\n", &["paragraph: A came.", "paragraph: B went."]);
        check("A came.\r\n\r\nB went.", &["paragraph: A came.", "paragraph: B went."]);
    }

    #[test]
    fn one_paragraph_a_line() {
        check(
            "A came.\nB went.\nC saw.",
            &["paragraph: A came.", "paragraph: B went.", "paragraph: C saw."],
        );
    }

    #[test]
    fn a_first_line_without_a_stop_is_the_headline() {
        check(
            "Envoy leaves\nThe envoy left.",
            &["headline: Envoy leaves", "paragraph: The envoy left."],
        );
        check("Who leaves?\n\nThe envoy.", &["headline: Who leaves?", "paragraph: The envoy."]);
        check(
            "The envoy left.\n\nHe is gone",
            &["paragraph: The envoy left.", "paragraph: He is gone"],
        );
        check("Envoy leaves", &["paragraph: Envoy leaves"]);
        let long = "word ".repeat(40);
        check(&format!("{long}\n\nB."), &[&format!("paragraph: {}", long.trim()), "paragraph: B."]);
    }

    #[test]
    fn a_title_marks_only_the_line_that_repeats_it() {
        let text = "Envoy leaves\n\nThe envoy left.";
        let kind =
            |title: &str| blocks(text, &mut Some(title.into()), &BlockCues::default())[0].kind;
        assert_eq!(kind("Envoy  leaves"), BlockKind::Headline);
        assert_eq!(kind("Envoy stays"), BlockKind::Paragraph);
    }

    #[test]
    fn broken_lines_make_one_paragraph_and_indentation_parts_them() {
        check(
            "The grain board of Aland said that the harvest was\n\
             good, and that ships to Borduria would be loaded by\n\
             the end of the month.\n    \
                 Traders in the port said that they had not\n\
             heard of it.\n    \
                 Prices fell.\n",
            &[
                "paragraph: The grain board of Aland said that the harvest was/good, and that ships to \
                 Borduria would be loaded by/the end of the month.",
                "paragraph: Traders in the port said that they had not/heard of it.",
                "paragraph: Prices fell.",
            ],
        );
    }

    #[test]
    fn a_headline_stands_above_broken_lines() {
        check(
            "HARVEST GOOD\n    \
                 The grain board of Aland said that the harvest was\n\
             good.\n",
            &[
                "headline: HARVEST GOOD",
                "paragraph: The grain board of Aland said that the harvest was/good.",
            ],
        );
    }

    #[test]
    fn items_are_found_in_either_layout() {
        check(
            "They agreed:\n- to meet\n* to talk\n2. to go",
            &[
                "paragraph: They agreed:",
                "list-item: - to meet",
                "list-item: * to talk",
                "list-item: 2. to go",
            ],
        );
        check(
            "The two ministers agreed on these points of the plan:\n\
             - to meet again in the capital of Borduria in the\n  spring\n\
             - to talk.\n\
             They had met before in Klow on the fifth day of May\n\
             12. It was cold.",
            &[
                "paragraph: The two ministers agreed on these points of the plan:",
                "list-item: - to meet again in the capital of Borduria in the/  spring",
                "list-item: - to talk.",
                "paragraph: They had met before in Klow on the fifth day of May/12. It was cold.",
            ],
        );
        check(
            "-5 degrees.\n\n2014. A year.\n\n-",
            &["paragraph: -5 degrees.", "paragraph: 2014. A year.", "boilerplate: -"],
        );
    }

    #[test]
    fn a_closing_line_stands_alone() {
        check(
            "The grain board of Aland said that the harvest was\n\
             good, and that ships to Borduria would be loaded by\n\
             the end of the month.\n - - -\n Ends\n",
            &[
                "paragraph: The grain board of Aland said that the harvest was/good, and that ships to \
                 Borduria would be loaded by/the end of the month.",
                "boilerplate: - - -",
                "boilerplate: Ends",
            ],
        );
    }

    #[test]
    fn what_is_no_news_is_marked() {
        check(
            "A came.\n\nSign up  for\nour letter\n\nSign up forms were sent.\n\nHe waits. (Photo by X)",
            &[
                "paragraph: A came.",
                "boilerplate: Sign up  for/our letter",
                "paragraph: Sign up forms were sent.",
                "caption: He waits. (Photo by X)",
            ],
        );
        check(
            "2014-05-07\nEnvoy left.\nhttps://example.org/a",
            &[
                "boilerplate: 2014-05-07",
                "paragraph: Envoy left.",
                "cross-reference: https://example.org/a",
            ],
        );
    }
}
