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
