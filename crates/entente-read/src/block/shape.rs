//! What the look of a block gives away, whatever its language.

use crate::layout::ends_sentence;

/// The longest title, in characters.
const TITLE: usize = 150;
/// The longest line that tells a day or an author, in characters.
const LINE: usize = 90;
/// Signs between the names of a menu or a path.
const PARTS: [&str; 8] = ["›", "»", "→", ">", "|", "·", "•", "/"];
const OPENERS: [char; 5] = ['"', '“', '„', '«', '‘'];
const CLOSERS: [char; 6] = ['"', '”', '“', '»', '’', '\''];

/// Whether a block only parts what stands above from what stands below: `***`, `- - -`.
pub(super) fn is_rule(block: &str) -> bool {
    !block.contains(char::is_alphanumeric)
}

/// Whether a line is marked as an item: `- …`, `* …`, `• …`, `1. …`, `(2) …`.
pub(super) fn is_item(line: &str) -> bool {
    let parts = line.split_once(char::is_whitespace);
    let Some((mark, _)) = parts.filter(|(_, rest)| !is_rule(rest)) else { return false };
    let is_bullet = matches!(mark, "-" | "*" | "•" | "‣" | "·" | "–" | "◦" | "▪" | "■" | "●");
    is_bullet || is_number(mark)
}

/// Whether a block is numbered and no sentence: `3. The midnight call`.
pub(super) fn is_numbered_title(block: &str) -> bool {
    let parts = block.split_once(char::is_whitespace);
    parts.is_some_and(|(mark, _)| is_number(mark)) && is_title(block)
}

fn is_number(mark: &str) -> bool {
    let number = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number = matches!(number.len(), 1 | 2) && number.bytes().all(|b| b.is_ascii_digit());
    let is_letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase());
    (is_number && mark.ends_with(['.', ')'])) || (is_letter && mark.ends_with(')'))
}

/// Whether a block is a number and no more, as over a part of a text: `II.`, `3`.
pub(super) fn is_numeral(block: &str) -> bool {
    let number = block.trim_end_matches('.');
    let is_roman = number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    (1..=4).contains(&number.len()) && (is_roman || number.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a block is nothing but the address of a page.
pub(super) fn is_address(block: &str) -> bool {
    let starts = ["http://", "https://", "www."].iter().any(|start| block.starts_with(start));
    starts && !block.contains(char::is_whitespace)
}

/// Whether a block is short and ends without a full stop.
pub(super) fn is_title(block: &str) -> bool {
    let is_asking = block.ends_with(['?', '!', '？', '！', '؟']);
    let is_open = !ends_sentence(block) && !block.ends_with([':', '：', ',', ';']);
    is_within(block, TITLE) && (is_asking || is_open)
}

/// Whether a block has at most so many characters.
pub(super) fn is_within(block: &str, most: usize) -> bool {
    block.len() <= most || block.chars().nth(most).is_none()
}

/// The number of words: runs without white space that hold a letter or a digit.
pub(super) fn count_words(block: &str) -> usize {
    block.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Whether a line is a path or a menu: `Home › World › Asia`, `News | Sport`.
pub(super) fn is_trail(block: &str) -> bool {
    let is_part = |word: &str| PARTS.contains(&word);
    let mut parts = block.split_whitespace().collect::<Vec<_>>();
    parts.dedup_by(|this, last| is_part(this) && is_part(last));
    let n_parts = parts.split(|word| is_part(word)).filter(|part| !part.is_empty()).count();
    let is_short = parts.split(|word| is_part(word)).all(|part| part.len() <= 3);
    n_parts > 1 && is_short && is_within(block, LINE) && !ends_sentence(block)
}

/// Whether a line tells a day and little else: `Updated 7 May 2014 18:00`, `Jo Doe 07.05.2014`.
pub(crate) fn is_dateline(block: &str) -> bool {
    if !is_within(block, LINE) || ends_sentence(block) {
        return false;
    }
    let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let n_names = count_words(block) - block.split_whitespace().filter(has_digit).count();
    // One of the names may be that of the month, one that of the day.
    n_names <= 5 && day_at(block).is_some()
}

/// The first word of a day in a block, counted from 0, and the word after it: `7 May 2014`,
/// `May 7, 2014`, `2014-05-07`, `07.05.2014`.
pub(super) fn day_at(block: &str) -> Option<(usize, usize)> {
    let words: Vec<&str> = block.split_whitespace().map(bare).collect();
    let is_day = |word: &str| {
        let digits = word.trim_end_matches(char::is_alphabetic);
        let number = digits.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
        number && word.len() <= digits.len() + 2
    };
    words.iter().enumerate().find_map(|(at, word)| {
        if is_whole_day(word) {
            return Some((at, at + 1));
        }
        let first = at.saturating_sub(2);
        let near = words[first..at].iter().position(|word| is_day(word));
        let day = near.filter(|_| is_year(word))? + first;
        // In `May 7, 2014` the month stands first.
        let has_month_before = at - day == 1 && day > 0;
        Some((day - usize::from(has_month_before), at + 1))
    })
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// Whether a word is a day by itself: three numbers, one of them a year.
fn is_whole_day(word: &str) -> bool {
    let word = word.split('T').next().unwrap_or_default();
    let numbers: Vec<&str> = word.split(|c: char| !c.is_ascii_digit()).collect();
    let is_part = |part: &&str| matches!(part.len(), 1 | 2 | 4);
    numbers.len() == 3 && numbers.iter().all(is_part) && numbers.iter().any(|n| is_year(n))
}

/// Whether a block names a text of another day: `* 9 December 2021: "…"`, `"…", The Post, 9 May 2014`,
/// `22.07.2019: Talks end`.
pub(crate) fn is_dated_reference(block: &str) -> bool {
    let line = block.trim_start_matches(['*', '-', '•', '–', '·', ' ']);
    let Some((start, end)) = day_at(line).filter(|_| is_within(line, TITLE * 2)) else {
        return false;
    };
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_titled = words.get(end).is_some_and(|word| word.starts_with(OPENERS));
    let is_marked = words[end - 1].ends_with([':', '|', '–', '—']);
    let is_whole = is_whole_day(bare(words[0])) && is_title(line);
    let is_marked = is_marked || (is_whole && words.len() > 4);
    let leads = start == 0 && is_marked && (is_titled || is_whole);
    let ends = line.starts_with(OPENERS) && end == words.len() && !ends_sentence(line);
    leads || ends
}

/// Whether a block is a quotation and at most the name of whoever said it.
pub(super) fn is_quotation(block: &str) -> bool {
    let Some(rest) = block.strip_prefix(OPENERS) else { return false };
    let Some((end, mark)) = rest.char_indices().rfind(|(_, c)| CLOSERS.contains(c)) else {
        return false;
    };
    let (inner, after) = (&rest[..end], rest[end + mark.len_utf8()..].trim_start());
    let is_one = !inner.contains(['“', '”', '„', '«', '"']);
    let is_signed = after.starts_with(['—', '–', '-']) && is_within(after, LINE);
    is_one && count_words(inner) > 2 && (is_signed || (after.is_empty() && ends_sentence(inner)))
}

/// Whether a block ends by naming who made a picture: `… (AP/Jo Doe)`, `… Jo Doe/AP`, `… © AP`,
/// and, where it tells a day, `… (Navy of Aland)`.
pub(super) fn is_credited(block: &str) -> bool {
    if !is_within(block, 400) {
        return false;
    }
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !word.ends_with('.');
    let is_pair = |pair: &str| {
        pair.split_once('/').is_some_and(|(one, other)| {
            is_name(one.trim()) && is_name(other.trim()) && !other.contains(['/', '.'])
        })
    };
    let inner = |open, close| {
        let rest = block.strip_suffix(close)?;
        rest.rsplit_once(open).map(|(_, inner)| inner)
    };
    let bracketed = inner('(', ')').or_else(|| inner('[', ']'));
    let is_maker =
        |maker: &str| is_name(maker) && count_words(maker) < 7 && day_at(block).is_some();
    let is_long = count_words(block) > 4;
    let last = block.rsplit([' ', '\n']).next().unwrap_or_default();
    let owner = block.rsplit_once('©').filter(|(before, after)| {
        count_words(before) > 3
            && is_within(after, 50)
            && !after.contains(|c: char| c.is_ascii_digit())
    });
    is_long
        && (bracketed.is_some_and(|b| is_pair(b) || is_maker(b))
            || is_pair(last)
            || owner.is_some())
}

/// Whether a line is a name and no more: two to four words, each with a capital.
pub(super) fn is_name(block: &str) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    matches!(count_words(block), 2..=4)
        && block.split_whitespace().all(is_capital)
        && is_title(block)
}

/// The words of a block in lower case, for comparison.
pub(super) fn folded_words(block: &str) -> Vec<String> {
    let words = block.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
