//! Reads a pattern by recursive descent.

use std::sync::Arc;

use super::Node;
use super::char_set::{CharSet, Class};

/// Groups deeper than this are refused, so that reading cannot exhaust the stack.
const DEEPEST_GROUP: usize = 40;
/// Repetition counts above this are refused.
const MOST_REPEATS: u32 = 1000;

/// What is wrong with a pattern, and the byte at which it shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} at byte {at} of the pattern")]
pub struct PatternError {
    expected: &'static str,
    at: usize,
}

pub(super) fn parse(source: &str) -> Result<Node, PatternError> {
    // The flag for Unicode classes changes nothing: they are the only ones we have.
    let source = source.strip_prefix("(?u)").unwrap_or(source);
    let mut parser = Parser { source, at: 0, depth: 0 };
    let node = parser.either()?;
    if parser.peek().is_some() { Err(parser.error("the end or `|`")) } else { Ok(node) }
}

/// What is left of a pattern.
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
