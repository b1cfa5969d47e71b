//! Whether an expression is a time, although its words may have other senses.

use entente_model::{Pos, Relation};

use super::Hit;
use super::pattern::Meaning;
use super::period::Unit;
use crate::atlas::Sort;
use crate::scene::Scene;

/// Whether an expression is one, although its words may have other senses: what stands in an
/// entity of time is, and so are most words that go together. What is part of another name
/// (`Jan Smith`) is not.
pub(super) fn is_trusted(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let text = scene.text;
    let tokens = hit.first..hit.last;
    let in_time = tokens.clone().any(|t| scene.sort_at(t) == Some(Sort::Time));
    let in_name =
        tokens.clone().any(|t| matches!(scene.sort_at(t), Some(Sort::Person | Sort::Body)));
    let is_short = tokens.len() == 1;
    let is_proper = tokens.clone().any(|t| text.pos(t) == Pos::Propn);
    let after_adposition =
        hit.first.checked_sub(1).is_some_and(|before| text.pos(before) == Pos::Adp);
    let unit = hit.parts.unit.map(|u| (u.n, u.unit));
    if is_quoted_title(scene, hit) {
        return false;
    }
    match hit.meaning {
        Meaning::Year => {
            let counts = text.relation(hit.first) == Relation::Number;
            // `the 2015 talks`, but not `the 2000 soldiers`.
            let is_odd = hit.parts.year.is_some_and(|year| year % 100 != 0);
            let is_dated = counts && is_odd && scene.is_definite(text.head(hit.first));
            // `a score of 1270`
            let is_late = hit.parts.year.is_some_and(|year| year >= 1500);
            // `post-1990 politics`
            let is_tied = text.text(hit.first).starts_with(char::is_lowercase);
            let is_open = (after_adposition || is_tied) && !counts && !in_name;
            in_time || is_dated || is_open && is_late
        }
        Meaning::Month if is_short && is_other_name(scene, hit.first) => false,
        Meaning::Month if is_short && has_first_name(scene, hit.first) => false,
        // `May has resigned` is likelier to be said than `September was cold`.
        Meaning::Month if is_short && text.relation(hit.first) == Relation::Subject => false,
        // `the last day that he saw her`, `in the middle of the night`
        Meaning::Unit if unit.is_some_and(|(_, u)| matches!(u, Unit::Day | Unit::Night)) => {
            hit.parts.shift == Some(0)
        }
        Meaning::Duration if is_proper && begins_name(scene, hit.last - 1) => false,
        // `in a ten day strike` has no length from now on.
        Meaning::Ahead => text.relation(hit.last - 1) != Relation::Compound,
        // `a weekend meeting` was on a weekend.
        Meaning::Duration
            if text.relation(hit.last - 1) == Relation::Compound
                && hit.parts.number == Some(Some(1.0))
                && unit == Some((1.0, Unit::Weekend)) =>
        {
            false
        }
        // `60 Minutes` is a broadcast.
        Meaning::Duration if is_titled(scene, hit) => false,
        Meaning::Weekday | Meaning::Month | Meaning::Holiday => in_time || is_proper && !in_name,
        Meaning::Decade => !is_owned(scene, hit.first),
        Meaning::Set => !(is_short && is_part_of_name(scene, hit.first)),
        // `first-half sales`, but not `the first half`, which may be that of a match
        Meaning::Quarter if hit.parts.half.is_some() && !is_dated(hit) => {
            in_time || tokens.clone().any(|t| text.text(t).contains('-'))
        }
        Meaning::Quarter if unit.is_some_and(|(_, u)| u != Unit::Year) => false,
        Meaning::Season | Meaning::Quarter => in_time || !is_short && !in_name,
        Meaning::Vague => {
            let is_noun = text.pos(hit.first) == Pos::Noun && scene.is_definite(hit.first);
            let is_adverb = text.pos(hit.first) == Pos::Adv && hit.parts.reach.is_some();
            let is_phrase = !is_short && text.pos(hit.last - 1) != Pos::Adj;
            let is_present = hit.parts.text == Some("PRESENT_REF");
            // `future talks`, but `past talks` are said of much that has no time.
            let is_ahead = hit.parts.text == Some("FUTURE_REF") && text.pos(hit.first) == Pos::Adj;
            in_time || is_noun || is_present || is_adverb || is_phrase || is_ahead
        }
        Meaning::Hint => text.pos(hit.first) == Pos::Adv,
        Meaning::Relative => !(is_proper && in_name),
        Meaning::TheUnit => is_whole(scene, hit),
        Meaning::MonthDay => {
            let is_digit = text.text(hit.last - 1).starts_with(|c: char| c.is_ascii_digit());
            after_adposition && is_digit && text.relation(hit.last - 1) == Relation::PrepObject
        }
        Meaning::Duration if hit.parts.number.is_none() => in_time || after_adposition,
        Meaning::Date => in_time || text.pos(hit.first) != Pos::Num || hit.parts.year.is_some(),
        Meaning::Century => hit.parts.ordinal.is_some() && unit == Some((100.0, Unit::Year)),
        Meaning::WeekOf => unit.is_some_and(|u| matches!(u, (1.0, Unit::Week | Unit::Weekend))),
        _ => true,
    }
}

/// Whether all of an expression stands with capitals inside the name of a work or thing.
fn is_titled(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let is_inside = |t| matches!(scene.sort_at(t), Some(Sort::Thing | Sort::Body));
    let is_capital = |t| scene.text.text(t).starts_with(char::is_uppercase);
    is_capital(hit.last - 1) && (hit.first..hit.last).all(is_inside)
}

/// Whether quotation marks enclose nothing but an expression and words around it, all with capitals:
/// `"High Noon"`.
fn is_quoted_title(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    const LONGEST: usize = 6;
    let text = scene.text;
    let is_word = |t: u32| text.text(t).starts_with(char::is_alphanumeric);
    let is_named = |t: u32| !text.text(t).starts_with(char::is_lowercase);
    let is_mark = |t: u32| text.pos(t) == Pos::Punct && text.text(t).chars().all(is_quote);
    let Some(sentence) = text.sentence_of(hit.first) else { return false };
    let first = (sentence.first..hit.first).rev().find(|t| !is_word(*t));
    let last = (hit.last..sentence.last).find(|t| !is_word(*t));
    let (Some(first), Some(last)) = (first, last) else { return false };
    let closer = if is_mark(last) { last } else { last + 1 };
    let words = first + 1..last;
    (2..=LONGEST).contains(&words.len())
        && is_mark(first)
        && closer < sentence.last
        && is_mark(closer)
        && words.into_iter().all(is_named)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '`' | '\'' | '‘' | '’')
}

/// Whether something says of which year it is.
fn is_dated(hit: &Hit<'_>) -> bool {
    hit.parts.year.is_some() || hit.parts.unit.is_some()
}

/// Whether a unit stands alone after its article: `for the year`, but not `the year of the war`,
/// `the quarter that ended in June` or `the year 2000 bug`.
fn is_whole(scene: &Scene<'_>, hit: &Hit<'_>) -> bool {
    let (text, unit) = (scene.text, hit.last - 1);
    let has_more = text.children(unit).any(|t| t > unit && text.pos(t) != Pos::Punct);
    let is_small = text.text(unit).starts_with(char::is_lowercase);
    let is_long = hit.parts.unit.is_some_and(|u| u.unit >= Unit::Week && u.n < 10.0);
    is_long
        && is_small
        && !has_more
        && !scene.is_plural(unit)
        && text.relation(unit) == Relation::PrepObject
}

/// Whether another name stands before a month's name as its first: `Theresa May`.
fn has_first_name(scene: &Scene<'_>, token: u32) -> bool {
    let text = scene.text;
    let mut before = text.children(token).filter(|t| *t + 1 == token);
    before.any(|t| text.relation(t) == Relation::Compound && text.pos(t) == Pos::Propn)
}

/// Whether a month's name is somebody's or something's: `Jan Smith`, `the March of the Mothers`.
fn is_other_name(scene: &Scene<'_>, token: u32) -> bool {
    let text = scene.text;
    let mut determiners =
        text.children(token).filter(|t| text.relation(*t) == Relation::Determiner);
    is_part_of_name(scene, token) || determiners.any(|t| text.morph(t).contains("Definite=Def"))
}

/// Whether a token belongs to the name after it: `Jan` in `Jan Smith`, `daily` in `the daily Globe`.
fn is_part_of_name(scene: &Scene<'_>, token: u32) -> bool {
    begins_name(scene, token) && scene.sort_at(scene.text.head(token)) != Some(Sort::Time)
}

fn begins_name(scene: &Scene<'_>, token: u32) -> bool {
    let text = scene.text;
    let head = text.head(token);
    matches!(text.relation(token), Relation::Compound | Relation::Modifier)
        && head > token
        && (token + 1..=head).all(|t| text.pos(t) == Pos::Propn)
}

/// Whether somebody has it: `in his 30s` is an age.
fn is_owned(scene: &Scene<'_>, token: u32) -> bool {
    let mut children = scene.text.children(token);
    children.any(|t| scene.text.relation(t) == Relation::Possessor)
}
