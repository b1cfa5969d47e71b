//! The structure of a text: its headline, paragraphs, list items, and what is no news.
//!
//! Each format cuts its text into [`Piece`]s and says what the page's structure makes of them, if it
//! has any; [`classify`] decides. First comes what a piece gives away by itself (`own`: wording and
//! shape), then what its place among the others says (`place`). Where nothing speaks against it, a
//! piece is a paragraph: a paragraph lost is worse than an appeal kept.

mod around;
mod diction;
mod echo;
mod frame;
mod group;
mod judge;
mod measure;
mod order;
mod own;
mod page;
mod place;
mod shape;
mod style;
mod trend;

use entente_model::{Block, BlockKind, Span};

pub(crate) use self::around::{Odds, second, worded};
pub(crate) use self::diction::{Diction, N_HASHES, hashes};
pub(crate) use self::frame::{framed, frames};
pub(crate) use self::judge::Judge;
use self::judge::Ruling;
use self::own::Draft;
pub(crate) use self::shape::{is_dated_reference, is_dateline};
pub(crate) use self::style::Style;
pub(crate) use self::trend::trend;
use crate::BlockCues;
use crate::layout::{Line, lines};

/// A stretch of text that is one block, and what a page's structure says of it.
///
/// Plain text has no structure: everything but the span is empty then.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Piece {
    /// Where it is, without surrounding white space.
    pub(crate) span: Span,
    /// What its element makes of it: `h1` a headline, `li` an item, a footer boilerplate. Wording
    /// and place may overrule it.
    pub(crate) looks: Option<BlockKind>,
    /// The share of its characters that stand in links, from 0 to 1.
    pub(crate) links: f32,
    /// Whether it was held to be of the article; a plain text is all of it.
    pub(crate) is_chosen: bool,
    /// What the names of the elements around it say, a bit each.
    pub(crate) named: u16,
    /// Blank lines before it, in plain text, up to three.
    pub(crate) gap: f32,
    /// White space before it beyond the page's margin, in characters, in plain text.
    pub(crate) indent: f32,
}

/// All kinds, in the order of the judge's forests.
pub(crate) const KINDS: [BlockKind; 10] = [
    BlockKind::Headline,
    BlockKind::Standfirst,
    BlockKind::Paragraph,
    BlockKind::Quote,
    BlockKind::ListItem,
    BlockKind::Subhead,
    BlockKind::Caption,
    BlockKind::CrossReference,
    BlockKind::Paywall,
    BlockKind::Boilerplate,
];

/// Pieces below which the rules have the last word: a sentence or two is no page, and a judge of
/// pages has nothing to compare it with.
const LEAST: usize = 8;

/// What pieces are classified by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'k> {
    /// The phrases of the language.
    pub(crate) cues: &'k BlockCues,
    /// The learned judge; without it the rules have the last word.
    pub(crate) judge: Option<&'k Judge>,
}

impl<'k> From<&'k BlockCues> for Known<'k> {
    fn from(cues: &'k BlockCues) -> Self {
        Self { cues, judge: None }
    }
}

/// Says what each piece of a page is, and whether it is of the article's body though it was not held
/// to be.
///
/// Pieces are in order and do not overlap; each becomes one block. Without a `title`, the piece that
/// is the headline becomes it.
pub(crate) fn classify(
    text: &str,
    pieces: &[Piece],
    title: &mut Option<String>,
    known: Known<'_>,
) -> Vec<(Block, bool)> {
    let given = title.clone();
    let drafts = drafts(text, pieces, title, known.cues);
    let judge = known.judge.filter(|_| pieces.len() >= LEAST);
    let rulings: Vec<Ruling> = match judge {
        Some(judge) => judge.judge(&drafts, pieces, given.as_deref()),
        None => drafts.iter().map(|d| Ruling { kind: d.kind(), is_added: false }).collect(),
    };
    if judge.is_some() && given.is_none() {
        let headline = rulings.iter().position(|ruling| ruling.kind == BlockKind::Headline);
        *title = headline.map(|at| drafts[at].text.into());
    }
    let block = |(ruling, piece): (Ruling, &Piece)| {
        (Block { kind: ruling.kind, span: piece.span }, ruling.is_added)
    };
    rulings.into_iter().zip(pieces).map(block).collect()
}

/// What the rules hold of each piece.
fn drafts<'t>(
    text: &'t str,
    pieces: &[Piece],
    title: &mut Option<String>,
    cues: &BlockCues,
) -> Vec<Draft<'t>> {
    let mut drafts: Vec<Draft<'_>> = pieces.iter().map(|p| Draft::new(p, text, cues)).collect();
    place::settle(&mut drafts, title);
    drafts
}

/// Lays blocks over a plain text: in order, not overlapping, with nothing but white space between.
pub(crate) fn blocks(text: &str, title: &mut Option<String>, known: Known<'_>) -> Vec<Block> {
    let pieces = pieces(text, known.cues);
    classify(text, &pieces, title, known).into_iter().map(|(block, _)| block).collect()
}

/// The pieces of a plain text.
pub(crate) fn pieces(text: &str, cues: &BlockCues) -> Vec<Piece> {
    let lines: Vec<Line> = lines(text).collect();
    let margin = lines.iter().filter(|l| !l.is_blank()).map(|l| l.indent).min().unwrap_or_default();
    let mut end = 0;
    let piece = |group: &[Line]| {
        let span = group[0].span.join(group[group.len() - 1].span);
        let between = &text[end..span.range().start];
        end = span.range().end;
        let gap = between.matches('\n').count().clamp(1, 4) as f32 - 1.0;
        Piece {
            span,
            is_chosen: true,
            gap,
            indent: (group[0].indent - margin) as f32,
            ..Piece::default()
        }
    };
    group::groups(text, &lines, cues).into_iter().map(piece).collect()
}

/// The features of each piece by which it is first judged.
pub(crate) fn features(
    text: &str,
    pieces: &[Piece],
    title: Option<String>,
    cues: &BlockCues,
) -> Vec<Vec<f32>> {
    let given = title.clone();
    let drafts = drafts(text, pieces, &mut title.clone(), cues);
    let styles: Vec<Style> = drafts.iter().map(|draft| Style::of(draft.text)).collect();
    around::first(&drafts, pieces, &styles, given.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUES: &str = "\
boilerplate\twhole\t9\tEnds
boilerplate\twhole\t9\tShare
boilerplate\tstart\t90\tSign up for
caption\tanywhere\t90\t(Photo by
paywall\twhole\t90\tSubscribe now
masthead\twhole\t9\tMenu
byline\tstart\t90\tBy
links\twhole\t90\tMore news
offer\tanywhere\t90\ta month
";

    /// Checks the blocks of a text, one a line as `kind: text` with line feeds shown as `/`.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let cues = BlockCues::parse(CUES).expect("the table is well-formed");
        let blocks = blocks(text, &mut None, (&cues).into());
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
        let kind = |title: &str| {
            blocks(text, &mut Some(title.into()), (&BlockCues::default()).into())[0].kind
        };
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

    #[test]
    fn furniture_stands_above_and_under_a_text() {
        check(
            "Menu\n\nEnvoy leaves Borduria\nShe had been there for nine years\nBy Jo Doe\n7 May 2014\n\
             4 min read\n\nThe envoy left.\n\nWhat now\n\nShe is at home.\n\nJo Doe has a dog.\n\n\
             More news\nRain in Klow\nWho reads this?\n\nShare\nHouse rules",
            &[
                "boilerplate: Menu",
                "headline: Envoy leaves Borduria",
                "standfirst: She had been there for nine years",
                "boilerplate: By Jo Doe",
                "boilerplate: 7 May 2014",
                "boilerplate: 4 min read",
                "paragraph: The envoy left.",
                "subhead: What now",
                "paragraph: She is at home.",
                "boilerplate: Jo Doe has a dog.",
                "boilerplate: More news",
                "cross-reference: Rain in Klow",
                "cross-reference: Who reads this?",
                "boilerplate: Share",
                "boilerplate: House rules",
            ],
        );
    }

    #[test]
    fn a_sentence_above_the_day_is_the_standfirst_though_the_text_repeats_it() {
        check(
            "Envoy leaves\n\nThe envoy left.\n\n7 May 2014\n\nThe envoy left. She took a train.",
            &[
                "headline: Envoy leaves",
                "standfirst: The envoy left.",
                "boilerplate: 7 May 2014",
                "paragraph: The envoy left. She took a train.",
            ],
        );
    }

    #[test]
    fn texts_of_other_days_are_references() {
        check(
            "A came.\n\nSo far\n\n* 9 May 2014: \"Who comes?\"\n* 22.07.2013: Nobody came\n\n\
             - 9 May 2014: A came to Klow.\n\nB went.",
            &[
                "paragraph: A came.",
                "boilerplate: So far",
                "cross-reference: * 9 May 2014: \"Who comes?\"",
                "cross-reference: * 22.07.2013: Nobody came",
                "list-item: - 9 May 2014: A came to Klow.",
                "paragraph: B went.",
            ],
        );
    }

    #[test]
    fn headings_without_text_are_withheld() {
        check(
            "1. The chair\n\nIt was empty.\n\n2. The map\n3. The call\n\nSubscribe now",
            &[
                "subhead: 1. The chair",
                "paragraph: It was empty.",
                "paywall: 2. The map",
                "paywall: 3. The call",
                "paywall: Subscribe now",
            ],
        );
        check(
            "A came.\n\n1. Rain\n2. Wind",
            &["paragraph: A came.", "list-item: 1. Rain", "list-item: 2. Wind"],
        );
    }

    #[test]
    fn offers_need_a_request_to_pay_beside_them() {
        check(
            "A came.\n\nSubscribe now\n\nOne crown a month.",
            &["paragraph: A came.", "paywall: Subscribe now", "paywall: One crown a month."],
        );
        check(
            "A came.\n\nB pays one crown a month.\n\nShare",
            &["paragraph: A came.", "paragraph: B pays one crown a month.", "boilerplate: Share"],
        );
    }

    #[test]
    fn quotations_and_captions_show_in_their_shape() {
        check(
            "A came.\n\n“I came by train.” — A of Klow\n\n“I came,” A said.\n\n\
             A comes to Klow, 7 May 2014. (Navy of Aland)\n\nA waits for a train at noon. Jo Doe/Post\n\nB went.",
            &[
                "paragraph: A came.",
                "quote: “I came by train.” — A of Klow",
                "paragraph: “I came,” A said.",
                "caption: A comes to Klow, 7 May 2014. (Navy of Aland)",
                "caption: A waits for a train at noon. Jo Doe/Post",
                "paragraph: B went.",
            ],
        );
    }

    #[test]
    fn elements_speak_where_words_do_not() {
        let text = "Envoy leaves\nHer house\nThe envoy left\nRain in Klow";
        let looks =
            [BlockKind::Headline, BlockKind::Subhead, BlockKind::Paragraph, BlockKind::ListItem];
        let pieces = lines(text).zip(looks).map(|(line, looks)| Piece {
            span: line.span,
            looks: Some(looks),
            links: if looks == BlockKind::ListItem { 1.0 } else { 0.0 },
            ..Piece::default()
        });
        let pieces: Vec<Piece> = pieces.collect();
        let blocks = classify(text, &pieces, &mut None, (&BlockCues::default()).into());
        let kinds: Vec<&str> = blocks.iter().map(|(block, _)| block.kind.as_str()).collect();
        assert_eq!(kinds, ["headline", "subhead", "paragraph", "cross-reference"]);
    }
}
