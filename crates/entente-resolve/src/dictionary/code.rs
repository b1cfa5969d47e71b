//! Codes in brackets with the days on which they hold: `[USAGOV 010120-090120]`.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::table::Interval;

/// What a bracket should hold, for reports.
pub(super) const EXPECTED: &str =
    "`[CODE]`, `[CODE yymmdd-yymmdd]`, `[CODE <yymmdd]` or `[CODE >yymmdd]`";

/// Years of two digits up to this one are of this century, others of the last.
const LAST_SHORT_YEAR: i16 = 30;
/// Codes are not longer, in letters.
const LONGEST: usize = 30;

/// A code and its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coded {
    /// Without the sign of an agent.
    pub(super) code: String,
    /// Whether it is joined to that of a state: `[~GOV]`.
    pub(super) is_agent: bool,
    pub(super) held: Interval,
}

/// Reads what stands between the brackets; several codes are separated by a stroke.
pub(super) fn read(inside: &str) -> Option<Vec<Coded>> {
    let mut words = inside.split_whitespace();
    let codes = words.next()?;
    let held = match (words.next(), words.next()) {
        (None, _) => Interval::default(),
        (Some(days), None) => interval(days)?,
        // `[CODE > 140608]`, with a blank behind the sign.
        (Some(sign), Some(day)) => interval(&format!("{sign}{day}"))?,
    };
    if words.next().is_some() {
        return None;
    }
    let coded = |code: &str| {
        let is_agent = code.starts_with('~') || code.ends_with('~');
        let code = code.trim_matches('~');
        let is_good = code.len() <= LONGEST
            && (is_agent || code.len() >= 3)
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        is_good.then(|| Coded { code: code.to_owned(), is_agent, held })
    };
    codes.split('/').map(coded).collect()
}

/// `770101-120812`, `<770101`, `>140608`; days as `yymmdd` or `yyyymmdd`.
fn interval(text: &str) -> Option<Interval> {
    if let Some(before) = text.strip_prefix('<') {
        return Some(Interval { from: None, to: Some(day(before)?.checked_sub(1.day()).ok()?) });
    }
    if let Some(after) = text.strip_prefix('>') {
        return Some(Interval { from: Some(day(after)?.checked_add(1.day()).ok()?), to: None });
    }
    let (from, to) = text.split_once('-')?;
    let (from, to) = (day(from)?, day(to)?);
    (from <= to).then_some(Interval { from: Some(from), to: Some(to) })
}

fn day(text: &str) -> Option<Date> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = match text.len() {
        6 => {
            let short: i16 = text[..2].parse().ok()?;
            (short + if short <= LAST_SHORT_YEAR { 2000 } else { 1900 }, &text[2..])
        }
        8 => (text[..4].parse().ok()?, &text[4..]),
        _ => return None,
    };
    Date::new(year, rest[..2].parse().ok()?, rest[2..].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(inside: &str) -> String {
        let coded = read(inside).expect("a good code");
        format!("{} {}", coded[0].code, coded[0].held.words())
    }

    #[test]
    fn dates_restrict_a_code() {
        assert_eq!(days("MLIGOV 770101-120812"), "MLIGOV from 1977-01-01 to 2012-08-12");
        assert_eq!(days("MLIOPP <770101"), "MLIOPP until 1976-12-31");
        assert_eq!(days("MLIELI >140608"), "MLIELI since 2014-06-09");
        assert_eq!(days("MLIELI > 20140608"), "MLIELI since 2014-06-09");
        assert_eq!(days("MLI"), "MLI without dates");
    }

    #[test]
    fn an_agent_has_no_state() {
        let coded = read("~AGR").expect("a good code");
        assert_eq!((coded[0].code.as_str(), coded[0].is_agent), ("AGR", true));
        assert_eq!(read("MLI/NER").expect("two codes").len(), 2);
    }

    #[test]
    fn what_is_no_code_is_nothing() {
        for inside in ["", " ", "mli", "M", "MLI 99", "MLI 991301-991302", "MLI 120101-110101"] {
            assert_eq!(read(inside), None, "{inside}");
        }
        assert_eq!(read("MLI 010101-020202 more more"), None);
        assert_eq!(read("MLI é0101é"), None);
    }
}
