//! The affix tables and the automaton against a regular expression engine.
//!
//! The engine is far slower but reads the pack's patterns directly, so it is the judge here.

use entente_annotate::model::affix::{Infixes, Prefixes, Suffixes};
use entente_annotate::model::automaton::Automaton;
use entente_annotate::model::pattern::Node;
use fancy_regex::Regex;

use crate::english::PACK;
use crate::nasty::Nasty;

const N_TEXTS: usize = 1200;

/// Compiles a pattern with the classes as the pipeline means them.
fn regex(section: &str) -> Regex {
    let source = PACK.text(section).unwrap().replace("&&", r"&\&");
    let source = source.replace(r"\w", r"\p{L}\p{N}_").replace(r"\S", r"[^\s\x1c-\x1f]");
    Regex::new(&source).unwrap()
}

fn node(section: &str) -> Node {
    Node::parse(PACK.text(section).unwrap()).unwrap()
}

fn chunks() -> impl Iterator<Item = String> {
    let is_blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    Nasty::new(11).take(N_TEXTS).flat_map(move |text| {
        text.split(is_blank).filter(|chunk| !chunk.is_empty()).map(String::from).collect::<Vec<_>>()
    })
}

#[test]
fn prefixes_are_those_of_the_pattern() {
    let (regex, prefixes) = (regex("tokenizer/prefix"), Prefixes::new(&node("tokenizer/prefix")));
    let prefixes = prefixes.unwrap();
    for chunk in chunks() {
        let expected = regex.find(&chunk).unwrap().map_or(0, |found| found.end());
        assert_eq!(prefixes.find(&chunk), expected, "{chunk:?}");
    }
}

#[test]
fn suffixes_are_those_of_the_pattern() {
    let (regex, suffixes) = (regex("tokenizer/suffix"), Suffixes::new(&node("tokenizer/suffix")));
    let suffixes = suffixes.unwrap();
    for chunk in chunks() {
        let expected = regex.find(&chunk).unwrap().map_or(0, |found| chunk.len() - found.start());
        assert_eq!(suffixes.find(&chunk), expected, "{chunk:?}");
    }
}

#[test]
fn infixes_are_those_of_the_pattern() {
    let (regex, infixes) = (regex("tokenizer/infix"), Infixes::new(&node("tokenizer/infix")));
    let infixes = infixes.unwrap();
    for chunk in chunks() {
        let mut from = 0;
        for expected in regex.find_iter(&chunk).map(|found| found.unwrap().range()) {
            assert_eq!(infixes.find(&chunk, from), Some(expected.clone()), "{chunk:?}");
            from = expected.end;
        }
        assert_eq!(infixes.find(&chunk, from), None, "{chunk:?}");
    }
}

#[test]
fn addresses_are_those_of_the_pattern() {
    let (regex, url) = (regex("tokenizer/url"), Automaton::new(&node("tokenizer/url")).unwrap());
    let mut n_addresses = 0;
    for chunk in chunks() {
        let expected = regex.is_match(&chunk).unwrap();
        assert_eq!(url.fits(&chunk), expected, "{chunk:?}");
        n_addresses += usize::from(expected);
    }
    assert!(n_addresses > 50, "only {n_addresses} addresses were tried");
}

/// Packs may come from anywhere: a damaged pattern is an error, never a panic or a hang.
#[test]
fn any_pattern_compiles_or_is_refused() {
    const PARTS: &[&str] = &[
        "(?:",
        "(?=",
        "(?!",
        "(?<=",
        ")",
        ")",
        ")",
        "[",
        "[^",
        "]",
        "]",
        "|",
        "^",
        "$",
        "+",
        "*",
        "?",
        "{1000}",
        "{0,62}",
        "{2,",
        "}",
        r"\w",
        r"\S",
        r"\d",
        r"\.",
        r"\u00e9",
        r"\U0010ffff",
        r"\",
        "-",
        "a-z",
        "é",
        "0",
    ];
    let mut n_compiled = 0;
    let mut nasty = Nasty::new(3);
    for _ in 0..20_000 {
        let source: String = (0..8).map(|_| nasty.pick(PARTS)).collect();
        let Ok(node) = Node::parse(&source) else { continue };
        let affixes = [
            Prefixes::new(&node).map(|affixes| affixes.find("a0-é")),
            Suffixes::new(&node).map(|affixes| affixes.find("a0-é")),
            Infixes::new(&node).map(|affixes| affixes.find("a0-é", 0).map_or(0, |found| found.end)),
        ];
        let automaton = Automaton::new(&node).map(|automaton| automaton.fits("a0-é"));
        n_compiled += affixes.iter().filter(|affix| affix.is_ok()).count();
        n_compiled += usize::from(automaton.is_ok());
    }
    assert!(n_compiled > 100, "only {n_compiled} patterns compiled");
    let nested = format!("{}{}", "(?:".repeat(39), "){1000}".repeat(39));
    assert!(Automaton::new(&Node::parse(&nested).unwrap()).is_ok());
}
