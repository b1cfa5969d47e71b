//! What the place of a piece among the others says: above the text, in it, or under it.

use entente_model::BlockKind;
use entente_model::BlockKind::{
    Boilerplate, Caption, CrossReference, Headline, ListItem, Paywall, Quote, Standfirst, Subhead,
};

use super::own::Draft;
use super::shape::{
    count_words, folded_words, is_dated_reference, is_dateline, is_name, is_within,
};
use crate::cue::Cue;
use crate::layout::ends_sentence;

/// The longest standfirst that is told by its place, in characters.
const STANDFIRST: usize = 400;
/// The longest heading inside a text, in characters.
const SUBHEAD: usize = 100;
/// How many words that speak of paying make an offer of a line that stands alone, and its length in
/// characters.
const WALL_WORDS: usize = 4;
const LINE: usize = 120;
/// The longest note on an author, and the longest line of an offer, in characters.
const NOTE: usize = 320;

/// Decides on every piece that did not give itself away.
///
/// The order matters: what is no news goes first, so that what remains shows where the text begins
/// and ends.
pub(super) fn settle(drafts: &mut [Draft<'_>], title: &mut Option<String>) {
    let headline = headline(drafts, title);
    let authors = top(drafts, headline);
    link_lists(drafts);
    withheld(drafts);
    bottom(drafts, &authors);
    subheads(drafts);
}

/// Finds the headline, marks it and what stands above it.
fn headline(drafts: &mut [Draft<'_>], title: &mut Option<String>) -> Option<usize> {
    let at = match title.as_deref() {
        Some(title) => repeated_title(drafts, title).or_else(|| by_element(drafts)),
        None => by_element(drafts).or_else(|| by_place(drafts)),
    }?;
    drafts[at].found = Some(Headline);
    title.get_or_insert_with(|| drafts[at].text.into());
    for draft in &mut drafts[..at] {
        if draft.is_title() || draft.wording.cue == Some(Cue::Masthead) {
            draft.found = Some(Boilerplate);
        }
    }
    Some(at)
}

fn repeated_title(drafts: &[Draft<'_>], title: &str) -> Option<usize> {
    let is_title = |d: &Draft<'_>| title.split_whitespace().eq(d.text.split_whitespace());
    drafts.iter().position(|draft| draft.is_open() && is_title(draft))
}

fn by_element(drafts: &[Draft<'_>]) -> Option<usize> {
    drafts.iter().position(|draft| draft.looks == Some(Headline))
}

/// The first title of more than two words above the text, else the last of any length; titles above
/// a menu are the site's.
fn by_place(drafts: &[Draft<'_>]) -> Option<usize> {
    let end = drafts.iter().position(|d| d.is_prose() && !d.is_title())?;
    let masthead = |d: &Draft<'_>| d.wording.cue == Some(Cue::Masthead);
    let start = drafts[..end].iter().rposition(masthead).map_or(0, |at| at + 1);
    let is_candidate = |d: &Draft<'_>| d.is_title() && !is_meta(d) && !d.is_numbered();
    let mut candidates = (start..end).filter(|&at| is_candidate(&drafts[at]));
    let long = candidates.clone().find(|&at| count_words(drafts[at].text) > 2);
    long.or_else(|| candidates.next_back())
}

/// Whether a piece tells the author or the day of a text that it stands beside.
fn is_meta(draft: &Draft<'_>) -> bool {
    let is_line = !ends_sentence(draft.text);
    is_dateline(draft.text) || (draft.wording.cue == Some(Cue::Byline) && is_line)
}

/// Marks what stands between the headline and the text; returns the lines that name authors.
fn top<'t>(drafts: &mut [Draft<'t>], headline: Option<usize>) -> Vec<&'t str> {
    let (mut authors, mut has_meta) = (Vec::new(), false);
    let mut has_standfirst = headline.is_none();
    for at in headline.map_or(0, |at| at + 1)..drafts.len() {
        let draft = &drafts[at];
        if !draft.is_open() {
            has_standfirst |= draft.found == Some(Standfirst);
            continue;
        }
        let is_named = is_name(draft.text) && (has_meta || meta_follows(drafts, at));
        let is_short = has_meta && draft.is_title() && count_words(draft.text) <= 4;
        let found = if is_meta(draft) || is_named {
            has_meta = true;
            authors.push(draft.text);
            Boilerplate
        } else if is_short && draft.looks.is_none() {
            Boilerplate
        } else if !has_standfirst && is_standfirst(drafts, at) {
            has_standfirst = true;
            Standfirst
        } else {
            break;
        };
        drafts[at].found = Some(found);
    }
    authors
}

/// Whether a piece under the headline sums the text up: it is no sentence, or the author and the day
/// stand under it, or the text says it again.
fn is_standfirst(drafts: &[Draft<'_>], at: usize) -> bool {
    let draft = &drafts[at];
    if !is_within(draft.text, STANDFIRST) || draft.is_numbered() {
        return false;
    }
    let is_line = draft.is_title() && count_words(draft.text) > 3;
    let is_again = || {
        let words = folded_words(draft.text);
        let holds = |d: &Draft<'_>| folded_words(d.text).starts_with(&words);
        words.len() > 3 && drafts[at + 1..].iter().take(12).any(|d| d.is_open() && holds(d))
    };
    let has_text = drafts[at + 1..].iter().any(Draft::is_prose);
    has_text && (is_line || meta_follows(drafts, at) || is_again())
}

/// Whether the next piece tells the author or the day.
fn meta_follows(drafts: &[Draft<'_>], at: usize) -> bool {
    let Some(next) = drafts.get(at + 1) else { return false };
    let is_named = |at: usize| {
        let after = drafts.get(at + 1);
        is_name(drafts[at].text) && after.is_some_and(is_meta)
    };
    is_meta(next) || is_named(at + 1)
}

/// Marks the titles in lists of other texts.
fn link_lists(drafts: &mut [Draft<'_>]) {
    let mut is_inside = false;
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        let is_heading = drafts.get(at + 1).is_some_and(|next| is_dated_reference(next.text));
        if draft.opens_links() {
            is_inside = true;
        } else if draft.is_title() && is_heading {
            drafts[at].found = Some(Boilerplate);
            is_inside = true;
        } else if is_inside && draft.is_title() && may_be_linked(draft) {
            drafts[at].found = Some(CrossReference);
        } else {
            is_inside &= matches!(draft.found, Some(CrossReference));
        }
    }
}

fn may_be_linked(draft: &Draft<'_>) -> bool {
    draft.looks != Some(BlockKind::Paragraph) && draft.wording.cue != Some(Cue::Bio)
}

/// Marks numbered headings: those with text under them, and those whose text has to be paid for.
///
/// Text is withheld where a request to pay stands beside the headings, or where headings with text
/// under them were followed by several without.
fn withheld(drafts: &mut [Draft<'_>]) {
    let (mut at, mut has_before) = (0, false);
    while at < drafts.len() {
        let run = drafts[at..].iter().take_while(|draft| draft.is_numbered()).count();
        let end = at + run;
        let is_wall = |at: usize| drafts.get(at).is_some_and(|d| d.found == Some(Paywall));
        let has_text = drafts.get(end).is_some_and(Draft::is_prose) && !is_offer(drafts, end);
        let found = match run {
            _ if is_wall(end) || (at > 0 && is_wall(at - 1)) => Paywall,
            1 if has_text => Subhead,
            2.. if has_before => Paywall,
            _ => ListItem,
        };
        has_before |= run == 1 && found == Subhead;
        for draft in &mut drafts[at..end] {
            draft.found = Some(found);
        }
        at = end.max(at + 1);
    }
}

/// Marks what stands under the text: notes on authors, offers, menus.
fn bottom(drafts: &mut [Draft<'_>], authors: &[&str]) {
    let is_text = |at: usize| {
        let draft = &drafts[at];
        let is_news = matches!(draft.found, Some(Quote | ListItem | Caption | Subhead));
        let is_aside = is_note(drafts, at, authors) || is_offer(drafts, at);
        is_news || (draft.is_prose() && !is_aside)
    };
    let Some(last) = (0..drafts.len()).rev().find(|&at| is_text(at)) else { return };
    let (mut is_under, mut is_wall) = (false, false);
    for at in last + 1..drafts.len() {
        let draft = &drafts[at];
        let found = match draft.found {
            Some(found) => found,
            None if draft.looks == Some(Boilerplate) => Boilerplate,
            None if is_offer(drafts, at) => Paywall,
            None if draft.is_title() && (is_wall || leads_to_wall(drafts, at)) => Paywall,
            None if is_note(drafts, at, authors) => Boilerplate,
            None if is_under && draft.is_title() => Boilerplate,
            None => continue,
        };
        is_wall = found == Paywall;
        is_under = true;
        drafts[at].found = Some(found);
    }
}

/// Whether a piece is a note on an author: it begins with the name, or it is worded like one and
/// something stands beside it that is no news.
fn is_note(drafts: &[Draft<'_>], at: usize, authors: &[&str]) -> bool {
    let draft = &drafts[at];
    let is_furniture = |d: &Draft<'_>| matches!(d.found, Some(Boilerplate | CrossReference));
    let is_beside = || around(drafts, at, 1).any(is_furniture);
    let is_told = draft.wording.cue == Some(Cue::Bio) && is_beside();
    is_within(draft.text, NOTE) && (names_author(draft.text, authors) || is_told)
}

/// Whether a piece is worded like an offer and something near it is, too, or asks to pay.
fn is_offer(drafts: &[Draft<'_>], at: usize) -> bool {
    let draft = &drafts[at];
    if !draft.is_open() {
        return false;
    }
    let near = |most| around(drafts, at, most).any(|d| d.found == Some(Paywall));
    let n_beside = around(drafts, at, 1).map(|d| d.wording.n_wall_words()).sum::<usize>();
    match draft.wording.cue {
        Some(Cue::Offer) if near(2) => true,
        _ if near(1) => draft.wording.n_wall_words() > 1,
        _ if draft.wording.n_wall_words() >= WALL_WORDS => is_within(draft.text, LINE),
        _ => draft.wording.n_wall_words() > 2 && n_beside > draft.wording.n_wall_words() + 1,
    }
}

/// Whether a request to pay or an offer beside one comes next.
fn leads_to_wall(drafts: &[Draft<'_>], at: usize) -> bool {
    let is_wall = |d: &Draft<'_>| d.found == Some(Paywall);
    drafts.get(at + 1).is_some_and(is_wall) || (at + 1 < drafts.len() && is_offer(drafts, at + 1))
}

/// The pieces at most so many places away, itself among them.
fn around<'d, 't>(
    drafts: &'d [Draft<'t>],
    at: usize,
    most: usize,
) -> impl Iterator<Item = &'d Draft<'t>> {
    drafts[at.saturating_sub(most)..drafts.len().min(at + most + 1)].iter()
}

/// Whether a piece begins with the name of an author.
fn names_author(text: &str, authors: &[&str]) -> bool {
    let mut words = text.split_whitespace();
    let Some((first, last)) = words.next().zip(words.next()) else { return false };
    let last = last
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches("'s")
        .trim_end_matches("’s");
    let name = format!("{first} {last}");
    let is_capital = last.starts_with(char::is_uppercase);
    is_capital && authors.iter().any(|line| line.contains(&name))
}

/// Marks headings inside the text: short, no sentence, and with text under them.
fn subheads(drafts: &mut [Draft<'_>]) {
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        let may_be = draft.looks.is_none() && at > 0;
        if !(may_be && draft.is_title() && is_within(draft.text, SUBHEAD)) {
            continue;
        }
        let under =
            drafts[at + 1..].iter().find(|d| !matches!(d.found, Some(Caption | Boilerplate)));
        let has_text = under.is_some_and(|d| {
            d.is_prose() || matches!(d.found, Some(ListItem | Quote | CrossReference))
        });
        if has_text {
            drafts[at].found = Some(Subhead);
        }
    }
}
