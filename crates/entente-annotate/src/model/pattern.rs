//! The regular expressions of the tokenizer, read into a tree.
//!
//! A pipeline states its affixes as Python regular expressions. They use a small part of that
//! language (literals, classes, groups, repetition, look-around of fixed content), so we read
//! exactly that part and run it in linear time with Python's own character classes: see
//! [`super::affix`] and [`super::automaton`]. Anything else in a pattern is an error.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::unicode::{is_decimal, is_space, is_word};

/// Groups deeper than this are refused, so that reading cannot exhaust the stack.
const DEEPEST_GROUP: usize = 40;
/// Repetition counts above this are refused.
const MOST_REPEATS: u32 = 1000;
/// Patterns that stand for more words than this are not written out.
const MOST_WORDS: usize = 100;

/// What is wrong with a pattern, and the byte at which it shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at byte {at} of the pattern")]
pub struct PatternError {
    expected: &'static str,
    at: usize,
}

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
        let source_body = source.strip_prefix("(?u)").unwrap_or(source);
        let mut parser = Parser { source: source_body, at: 0, depth: 0 };
        let node = parser.either()?;
        if parser.peek().is_some() { Err(parser.error("the end or `|`")) } else { Ok(node) }
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
            Node::Set(set) => set.members(),
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

/// A set of characters: ranges and Python's classes, possibly turned around.
#[derive(Debug, Clone, Default)]
pub struct CharSet {
    ascii: u128,
    /// Sorted, disjoint, inclusive; of all characters, ASCII too.
    ranges: Vec<(char, char)>,
    classes: Vec<(Class, bool)>,
    negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Word,
    Decimal,
}

impl CharSet {
    /// Says whether the set holds a character.
    pub fn contains(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { self.find(c) }
    }

    /// Says whether the set may hold characters beyond ASCII.
    pub fn goes_beyond_ascii(&self) -> bool {
        self.negated || !self.classes.is_empty() || self.ranges.iter().any(|r| !r.1.is_ascii())
    }

    /// Returns the only character of the set, if it is a plain literal.
    fn only(&self) -> Option<char> {
        match self.ranges[..] {
            [(first, last)] if first == last && self.classes.is_empty() && !self.negated => {
                Some(first)
            }
            _ => None,
        }
    }

    /// Returns the characters of the set, if they are few.
    fn members(&self) -> Option<Vec<String>> {
        let is_plain = self.classes.is_empty() && !self.negated;
        let members = self.ranges.iter().flat_map(|&(first, last)| first..=last);
        let members: Vec<_> = members.take(MOST_WORDS + 1).map(String::from).collect();
        (is_plain && members.len() <= MOST_WORDS).then_some(members)
    }

    fn literal(c: char) -> Self {
        CharSet::new(vec![(c, c)], Vec::new(), false)
    }

    fn new(mut ranges: Vec<(char, char)>, classes: Vec<(Class, bool)>, negated: bool) -> Self {
        ranges.sort_unstable();
        ranges.dedup_by(|next, kept| {
            let overlaps = next.0 <= kept.1;
            if overlaps {
                kept.1 = kept.1.max(next.1);
            }
            overlaps
        });
        let mut set = CharSet { ascii: 0, ranges, classes, negated };
        set.ascii = ('\0'..='\x7f').filter(|&c| set.find(c)).fold(0, |m, c| m | 1 << u32::from(c));
        set
    }

    fn find(&self, c: char) -> bool {
        let after = self.ranges.partition_point(|&(first, _)| first <= c);
        let ranged = after > 0 && c <= self.ranges[after - 1].1;
        let classed = || {
            self.classes.iter().any(|&(class, wanted)| {
                wanted
                    == match class {
                        Class::Space => is_space(c),
                        Class::Word => is_word(c),
                        Class::Decimal => is_decimal(c),
                    }
            })
        };
        (ranged || classed()) != self.negated
    }
}

impl PartialEq for CharSet {
    fn eq(&self, other: &Self) -> bool {
        self.ranges == other.ranges
            && self.classes == other.classes
            && self.negated == other.negated
    }
}

/// A recursive-descent reader of patterns.
struct Parser<'a> {
    source: &'a str,
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn either(&mut self) -> Result<Node, PatternError> {
        let mut branches = vec![self.sequence()?];
        while self.take("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, PatternError> {
        let (min, max) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => return self.counted(node),
            _ => return Ok(node),
        };
        self.at += 1;
        self.repeat(node, min, max)
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`.
    fn counted(&mut self, node: Node) -> Result<Node, PatternError> {
        let rest = &self.source[self.at + 1..];
        let (bounds, _) = rest.split_once('}').ok_or_else(|| self.error("`}`"))?;
        let (min, max) = bounds.split_once(',').unwrap_or((bounds, bounds));
        let count = |digits: &str| digits.parse().ok().filter(|&n: &u32| n <= MOST_REPEATS);
        let min = count(min).ok_or_else(|| self.error("a count"))?;
        let max = match max {
            "" => None,
            max => Some(count(max).filter(|&max| max >= min).ok_or_else(|| self.error("a count"))?),
        };
        self.at += bounds.len() + 2;
        self.repeat(node, min, max)
    }

    fn repeat(&mut self, node: Node, min: u32, max: Option<u32>) -> Result<Node, PatternError> {
        if matches!(self.peek(), Some('?' | '+' | '*')) {
            return Err(self.error("a greedy repetition"));
        }
        Ok(Node::Repeat { node: Box::new(node), min, max })
    }

    fn atom(&mut self) -> Result<Node, PatternError> {
        match self.next()? {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '(' => self.group(),
            '[' => self.class(),
            '\\' => self.escape().map(|escaped| match escaped {
                Escaped::Char(c) => set(CharSet::literal(c)),
                Escaped::Class(class) => set(CharSet::new(Vec::new(), vec![class], false)),
            }),
            '.' | '*' | '+' | '?' | '{' => Err(self.error("a literal, a class or a group")),
            c => Ok(set(CharSet::literal(c))),
        }
    }

    fn group(&mut self) -> Result<Node, PatternError> {
        const OPENINGS: [(&str, Option<(bool, bool)>); 5] = [
            ("?:", None),
            ("?=", Some((true, true))),
            ("?!", Some((true, false))),
            ("?<=", Some((false, true))),
            ("?<!", Some((false, false))),
        ];
        let opening = OPENINGS.into_iter().find(|(opening, _)| self.take(opening));
        let (_, look) = opening.ok_or_else(|| self.error("a group of a known kind"))?;
        if self.depth == DEEPEST_GROUP {
            return Err(self.error("fewer nested groups"));
        }
        self.depth += 1;
        let node = self.either()?;
        self.depth -= 1;
        if !self.take(")") {
            return Err(self.error("`)`"));
        }
        Ok(match look {
            None => node,
            Some((ahead, wanted)) => Node::Look { node: Box::new(node), ahead, wanted },
        })
    }

    fn class(&mut self) -> Result<Node, PatternError> {
        let negated = self.take("^");
        let (mut ranges, mut classes) = (Vec::new(), Vec::new());
        loop {
            match self.member()? {
                None => break,
                Some(Escaped::Class(class)) => classes.push(class),
                Some(Escaped::Char(first)) => ranges.push((first, self.range_end(first)?)),
            }
        }
        Ok(set(CharSet::new(ranges, classes, negated)))
    }

    /// Reads one member of a class, or its end.
    fn member(&mut self) -> Result<Option<Escaped>, PatternError> {
        match self.next()? {
            ']' => Ok(None),
            '\\' => self.escape().map(Some),
            c => Ok(Some(Escaped::Char(c))),
        }
    }

    /// Reads the end of a range if one stands here; a `-` before `]` is itself a member.
    fn range_end(&mut self, first: char) -> Result<char, PatternError> {
        let rest = &self.source[self.at..];
        if !rest.starts_with('-') || rest.starts_with("-]") {
            return Ok(first);
        }
        self.at += 1;
        match self.member()? {
            Some(Escaped::Char(last)) if first <= last => Ok(last),
            _ => Err(self.error("the end of a range")),
        }
    }

    fn escape(&mut self) -> Result<Escaped, PatternError> {
        Ok(match self.next()? {
            's' => Escaped::Class((Class::Space, true)),
            'S' => Escaped::Class((Class::Space, false)),
            'w' => Escaped::Class((Class::Word, true)),
            'W' => Escaped::Class((Class::Word, false)),
            'd' => Escaped::Class((Class::Decimal, true)),
            'D' => Escaped::Class((Class::Decimal, false)),
            'x' => Escaped::Char(self.code_point(2)?),
            'u' => Escaped::Char(self.code_point(4)?),
            'U' => Escaped::Char(self.code_point(8)?),
            c if c.is_ascii_alphanumeric() => return Err(self.error("a known escape")),
            c => Escaped::Char(c),
        })
    }

    fn code_point(&mut self, digits: usize) -> Result<char, PatternError> {
        let hex = self.source.get(self.at..self.at + digits);
        let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
        let c = code.ok_or_else(|| self.error("a code point in hexadecimal"))?;
        self.at += digits;
        Ok(c)
    }

    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn next(&mut self) -> Result<char, PatternError> {
        let c = self.peek().ok_or_else(|| self.error("more"))?;
        self.at += c.len_utf8();
        Ok(c)
    }

    fn take(&mut self, expected: &str) -> bool {
        let found = self.source[self.at..].starts_with(expected);
        self.at += if found { expected.len() } else { 0 };
        found
    }

    #[cold]
    fn error(&self, expected: &'static str) -> PatternError {
        PatternError { expected, at: self.at }
    }
}

/// What a backslash and the characters after it stand for.
enum Escaped {
    Char(char),
    Class((Class, bool)),
}

fn set(set: CharSet) -> Node {
    Node::Set(Arc::new(set))
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
