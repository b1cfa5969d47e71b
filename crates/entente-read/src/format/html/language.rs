//! The language of a page: what it declares, else what its letters show.

use super::head::Head;

/// The shortest text whose language is told by its letters, in bytes.
const LONG: usize = 200;
/// The most of a text that is looked at, in bytes.
const ENOUGH: usize = 4000;
/// The names of `meta` elements that hold a language.
const METAS: [&str; 4] = ["og:locale", "content-language", "dc.language", "language"];
/// ISO 639-3 codes of the languages that can be told, and their ISO 639-1 forms.
const SHORT: [(&str, &str); 16] = [
    ("ara", "ar"),
    ("cmn", "zh"),
    ("deu", "de"),
    ("eng", "en"),
    ("fra", "fr"),
    ("hin", "hi"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("por", "pt"),
    ("rus", "ru"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("vie", "vi"),
];

/// The language, as an ISO 639-1 code where there is one.
pub(super) fn of(head: &Head, text: &str) -> Option<String> {
    let declared = [head.lang.as_deref(), head.linked.lang.as_deref(), head.meta(&METAS)];
    declared.into_iter().flatten().find_map(code).or_else(|| detect(text))
}

fn detect(text: &str) -> Option<String> {
    let start = &text[..text.floor_char_boundary(ENOUGH)];
    let found = (start.len() >= LONG).then(|| whichlang::detect_language(start))?;
    let (_, short) = SHORT.iter().find(|(long, _)| *long == found.three_letter_code())?;
    Some((*short).to_owned())
}

/// The first part of a language tag, if it is one: `en` of `en-GB`.
fn code(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ' ']).next().unwrap_or_default();
    let is_code =
        matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then(|| primary.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_declared_goes_before_what_is_guessed() {
        let head = |lang: &str| Head { lang: Some(lang.into()), ..Head::default() };
        let text = "Die Minister trafen sich am Montag in der Hauptstadt und sprachen lange. ";
        let text = text.repeat(4);
        assert_eq!(of(&head("en-GB"), &text).as_deref(), Some("en"));
        assert_eq!(of(&head("1"), &text).as_deref(), Some("de"));
        assert_eq!(of(&head(""), "Kurz."), None);
    }
}
