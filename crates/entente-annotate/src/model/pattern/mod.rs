//! The regular expressions of a pipeline, read into a tree.
//!
//! A pipeline states its affixes as Python regular expressions. They use a small part of that
//! language (literals, classes, groups, repetition, look-around of fixed content), so we read
//! exactly that part and run it in linear time with Python's own character classes: see
//! [`super::affix`] and [`super::automaton`]. Anything else in a pattern is an error.

mod char_set;
mod parser;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use char_set::CharSet;
pub use parser::PatternError;

/// Patterns that stand for more words than this are not written out.
const MOST_WORDS: usize = 100;

/// A pattern, or a part of one.
#[derive(Debug, Clone)]
pub enum Node {
    /// One character of a set.
    Set(Arc<CharSet>),
    /// One after the other.
    Sequence(Vec<Node>),
    /// The first that fits.
    Either(Vec<Node>),
    /// Greedy repetition.
    Repeat {
        /// What is repeated.
        node: Box<Node>,
        /// At least this often.
        min: u32,
        /// At most this often; without a bound if absent.
        max: Option<u32>,
    },
    /// A condition on what follows or precedes.
    Look {
        /// What must stand there, or must not.
        node: Box<Node>,
        /// Whether it looks at what follows.
        ahead: bool,
        /// Whether it must stand there.
        wanted: bool,
    },
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
}

impl Node {
    /// Reads a pattern.
    pub fn parse(source: &str) -> Result<Node, PatternError> {
        parser::parse(source)
    }

    /// Returns characters that every match contains.
    pub fn required(&self) -> BTreeSet<char> {
        match self {
            Node::Set(set) => set.only().into_iter().collect(),
            Node::Sequence(nodes) => nodes.iter().flat_map(Node::required).collect(),
            Node::Either(nodes) => nodes
                .iter()
                .map(Node::required)
                .reduce(|a, b| a.intersection(&b).copied().collect())
                .unwrap_or_default(),
            Node::Repeat { node, min: 1.., .. } => node.required(),
            Node::Repeat { .. } | Node::Look { .. } | Node::Start | Node::End => BTreeSet::new(),
        }
    }
}

impl Node {
    /// Returns all texts that the pattern fits as a whole, if it has `^` and `$` and they are few.
    pub fn whole_words(&self) -> Option<Vec<String>> {
        match self {
            Node::Sequence(nodes) => match &nodes[..] {
                [Node::Start, inner @ .., Node::End] => sequence_words(inner),
                _ => None,
            },
            _ => None,
        }
    }

    fn words(&self) -> Option<Vec<String>> {
        match self {
            Node::Set(set) => set.members(MOST_WORDS),
            Node::Sequence(nodes) => sequence_words(nodes),
            Node::Either(nodes) => {
                Some(nodes.iter().map(Node::words).collect::<Option<Vec<_>>>()?.concat())
            }
            Node::Repeat { node, min: 0, max: Some(1) } => {
                let mut words = node.words()?;
                words.push(String::new());
                Some(words)
            }
            Node::Repeat { .. } | Node::Look { .. } | Node::Start | Node::End => None,
        }
    }
}

/// Joins the texts of parts in all ways.
fn sequence_words(nodes: &[Node]) -> Option<Vec<String>> {
    nodes.iter().try_fold(vec![String::new()], |heads, node| {
        let tails = node.words()?;
        let join = |head: &String| tails.iter().map(move |tail| format!("{head}{tail}")).collect();
        let joined: Vec<Vec<String>> = heads.iter().map(join).collect();
        Some(joined.concat()).filter(|words| words.len() <= MOST_WORDS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(source: &str) -> Arc<CharSet> {
        match Node::parse(source).unwrap() {
            Node::Set(set) => set,
            other => panic!("expected a set, found {other:?}"),
        }
    }

    #[test]
    fn classes_hold_ranges_escapes_and_edges() {
        let set = class(r"[a-c\u00A6\U0001F000-\U0001F02B&&+\-^.-]");
        for c in ['b', '¦', '🀀', '🀫', '&', '+', '-', '^', '.'] {
            assert!(set.contains(c), "{c}");
        }
        for c in ['d', '🀬', '\\', '('] {
            assert!(!set.contains(c), "{c}");
        }
        assert!(!class(r"[^\w-]").contains('é'));
        assert!(class(r"[^\w-]").contains('´'));
    }

    #[test]
    fn what_is_not_supported_is_refused() {
        for source in ["a)", "(a", "(?P<x>a)", "[a", "a{2", "a{3,2}", "a*?", "+", r"\b", r"\u12"] {
            assert!(Node::parse(source).is_err(), "{source}");
        }
        assert!(Node::parse(&"(?:".repeat(50_000)).is_err());
    }

    #[test]
    fn small_patterns_are_written_out() {
        let words = |source: &str| Node::parse(source).unwrap().whole_words();
        assert_eq!(words("^n'?t$").unwrap(), ["n't", "nt"]);
        assert_eq!(words("^n[ou](?:x|yz)$").unwrap(), ["nox", "noyz", "nux", "nuyz"]);
        for source in ["nt$", "^nt", r"^\w$", "^[^a]$", "^a+$", "^[a-z][a-z]$"] {
            assert_eq!(words(source), None, "{source}");
        }
    }

    #[test]
    fn required_characters_hold_for_every_branch() {
        let node = Node::parse(r"(?:\w+:)?(?:[0-9]+\.a|(?:b\.)+c)(?:/x)*").unwrap();
        assert_eq!(node.required().into_iter().collect::<String>(), ".");
    }
}
