//! What is cut off a word: prefixes, suffixes and infixes.
//!
//! An affix pattern is a long list of short alternatives: a punctuation mark, a unit after a
//! digit, a hyphen between letters. Each becomes a [`Rule`], and rules are found by the one
//! character they must begin or end with, so most words are passed over at a glance. The result
//! is that of the regular expression itself, in time linear in the text.

use std::ops::Range;
use std::sync::Arc;

use super::pattern::{CharSet, Node};

/// Patterns with more alternatives than this are refused.
const MOST_RULES: usize = 10_000;

/// Why a pattern cannot be used for affixes.
pub type Refusal = &'static str;

/// The pattern for what is cut off the front.
#[derive(Debug)]
pub struct Prefixes(RuleTable);

impl Prefixes {
    /// Takes a pattern whose alternatives all begin with `^`.
    pub fn new(node: &Node) -> Result<Self, Refusal> {
        let rules = Rule::all(node, &[Anchor::Start])?;
        Ok(Prefixes(RuleTable::new(rules, |rule| rule.body.first())))
    }

    /// Returns the length in bytes of the prefix of a text, 0 if it has none.
    pub fn find(&self, text: &str) -> usize {
        let Some(first) = text.chars().next() else { return 0 };
        self.0.rules(first).find_map(|rule| rule.forward(text, 0)).unwrap_or(0)
    }
}

/// The pattern for what is cut off the end.
#[derive(Debug)]
pub struct Suffixes(RuleTable);

impl Suffixes {
    /// Takes a pattern whose alternatives all end with `$`.
    pub fn new(node: &Node) -> Result<Self, Refusal> {
        let rules = Rule::all(node, &[Anchor::End])?;
        Ok(Suffixes(RuleTable::new(rules, |rule| rule.body.last())))
    }

    /// Returns the length in bytes of the suffix of a text, 0 if it has none.
    ///
    /// A search takes the leftmost match, which at the end of a text is the longest.
    pub fn find(&self, text: &str) -> usize {
        let Some(last) = text.chars().next_back() else { return 0 };
        self.0.rules(last).filter_map(|rule| rule.backward(text)).max().unwrap_or(0)
    }
}

/// The pattern for what stands between two parts of a word.
#[derive(Debug)]
pub struct Infixes(RuleTable);

impl Infixes {
    /// Takes a pattern without `^` and `$`.
    pub fn new(node: &Node) -> Result<Self, Refusal> {
        let rules = Rule::all(node, &[])?;
        Ok(Infixes(RuleTable::new(rules, |rule| rule.body.first())))
    }

    /// Returns the byte range of the first infix at or after `from`.
    pub fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        text[from..].char_indices().find_map(|(offset, c)| {
            let start = from + offset;
            let length = self.0.rules(c).find_map(|rule| rule.forward(text, start))?;
            Some(start..start + length)
        })
    }
}

/// One alternative of an affix pattern.
#[derive(Debug, Default)]
struct Rule {
    behind: Option<Look>,
    /// Never empty; only its outermost piece may repeat.
    body: Vec<Piece>,
    ahead: Option<Look>,
}

/// One character of a set, or a greedy run of them.
#[derive(Debug, Clone)]
struct Piece {
    set: Arc<CharSet>,
    min: usize,
    is_run: bool,
}

/// A condition on the characters beside the affix.
#[derive(Debug, Clone)]
struct Look {
    sets: Vec<Arc<CharSet>>,
    wanted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Start,
    End,
}

/// A part of an alternative, before it is checked to be a rule.
#[derive(Debug, Clone)]
enum Atom {
    Piece(Piece),
    Behind(Look),
    Ahead(Look),
    Anchor(Anchor),
}

impl Rule {
    fn all(node: &Node, anchors: &[Anchor]) -> Result<Vec<Rule>, Refusal> {
        flatten(node)?.into_iter().map(|atoms| Rule::new(atoms, anchors)).collect()
    }

    fn new(atoms: Vec<Atom>, anchors: &[Anchor]) -> Result<Rule, Refusal> {
        let mut rule = Rule::default();
        let mut found = Vec::new();
        for (i, atom) in atoms.into_iter().enumerate() {
            match atom {
                Atom::Anchor(Anchor::Start) if i > 0 => return Err("`^` inside an affix"),
                Atom::Anchor(anchor) => found.push(anchor),
                Atom::Behind(_) if !rule.body.is_empty() => return Err("a look behind the affix"),
                Atom::Behind(look) => rule.behind = Some(look),
                Atom::Ahead(look) => rule.ahead = Some(look),
                Atom::Piece(_) if found.contains(&Anchor::End) || rule.ahead.is_some() => {
                    return Err("a condition inside an affix");
                }
                Atom::Piece(piece) => rule.push(piece),
            }
        }
        if found != anchors || rule.body.is_empty() {
            return Err("an affix that is empty or not anchored as it should be");
        }
        let outer = if anchors == [Anchor::End] { 0 } else { rule.body.len() - 1 };
        if rule.body.iter().enumerate().any(|(i, piece)| piece.is_run && i != outer) {
            return Err("repetition inside an affix");
        }
        Ok(rule)
    }

    /// Adds a piece; one character and a run of the same set become one longer run.
    fn push(&mut self, piece: Piece) {
        match self.body.last_mut() {
            Some(last) if piece.is_run && last.set == piece.set => {
                last.min += piece.min;
                last.is_run = true;
            }
            _ => self.body.push(piece),
        }
    }

    /// Returns the length of a match that starts at `start`.
    fn forward(&self, text: &str, start: usize) -> Option<usize> {
        let (before, rest) = text.split_at(start);
        if self.behind.as_ref().is_some_and(|look| !look.holds_before(before)) {
            return None;
        }
        let mut length = 0;
        for piece in &self.body {
            length += piece.length(rest[length..].chars())?;
        }
        let fits = self.ahead.as_ref().is_none_or(|look| look.holds_after(&rest[length..]));
        fits.then_some(length)
    }

    /// Returns the length of a match that ends at the end of the text.
    fn backward(&self, text: &str) -> Option<usize> {
        let mut start = text.len();
        for piece in self.body.iter().rev() {
            start -= piece.length(text[..start].chars().rev())?;
        }
        let fits = self.behind.as_ref().is_none_or(|look| look.holds_before(&text[..start]));
        fits.then_some(text.len() - start)
    }
}

impl Piece {
    /// Returns how many bytes of the characters the piece takes, as many as it can.
    fn length(&self, chars: impl Iterator<Item = char>) -> Option<usize> {
        let most = if self.is_run { usize::MAX } else { self.min };
        let taken = chars.take(most).take_while(|&c| self.set.contains(c));
        let (count, length) = taken.fold((0, 0), |(n, bytes), c| (n + 1, bytes + c.len_utf8()));
        (count >= self.min).then_some(length)
    }
}

impl Look {
    fn holds_after(&self, rest: &str) -> bool {
        let mut chars = rest.chars();
        let fits = self.sets.iter().all(|set| chars.next().is_some_and(|c| set.contains(c)));
        fits == self.wanted
    }

    fn holds_before(&self, before: &str) -> bool {
        let mut chars = before.chars().rev();
        let fits = self.sets.iter().rev().all(|set| chars.next().is_some_and(|c| set.contains(c)));
        fits == self.wanted
    }
}

/// Rules in their order, found by the character at their outer edge.
#[derive(Debug)]
struct RuleTable {
    rules: Vec<Rule>,
    ascii: Vec<Vec<usize>>,
    others: Vec<usize>,
}

impl RuleTable {
    fn new(rules: Vec<Rule>, edge: fn(&Rule) -> Option<&Piece>) -> Self {
        let having = |holds: &dyn Fn(&CharSet) -> bool| {
            let fits = |rule| edge(rule).is_some_and(|piece| holds(&piece.set));
            (0..rules.len()).filter(|&i| fits(&rules[i])).collect()
        };
        let ascii = ('\0'..='\x7f').map(|c| having(&|set| set.contains(c))).collect();
        let others = having(&CharSet::goes_beyond_ascii);
        RuleTable { ascii, others, rules }
    }

    fn rules(&self, edge: char) -> impl Iterator<Item = &Rule> {
        let candidates = if edge.is_ascii() { &self.ascii[edge as usize] } else { &self.others };
        candidates.iter().map(|&i| &self.rules[i])
    }
}

/// Writes out every alternative of a pattern, in the order in which they are tried.
fn flatten(node: &Node) -> Result<Vec<Vec<Atom>>, Refusal> {
    match node {
        Node::Set(set) => Ok(one(Atom::Piece(piece(set, false)))),
        Node::Start => Ok(one(Atom::Anchor(Anchor::Start))),
        Node::End => Ok(one(Atom::Anchor(Anchor::End))),
        Node::Either(nodes) => {
            let branches: Vec<_> = nodes.iter().map(flatten).collect::<Result<_, _>>()?;
            at_most(branches.iter().map(Vec::len).sum())?;
            Ok(branches.into_iter().flatten().collect())
        }
        Node::Sequence(nodes) => nodes.iter().try_fold(vec![Vec::new()], |heads, node| {
            let tails = flatten(node)?;
            at_most(heads.len() * tails.len())?;
            let join = |head: &Vec<Atom>, tail: &Vec<Atom>| [&head[..], &tail[..]].concat();
            let tails = &tails;
            Ok(heads
                .iter()
                .flat_map(|head| tails.iter().map(move |tail| join(head, tail)))
                .collect())
        }),
        Node::Repeat { node, min: 1, max: None } => match &**node {
            Node::Set(set) => Ok(one(Atom::Piece(piece(set, true)))),
            _ => Err("a repeated group in an affix"),
        },
        Node::Repeat { .. } => Err("an optional or counted part in an affix"),
        Node::Look { node, ahead, wanted } => {
            let look = Look { sets: sets(node)?, wanted: *wanted };
            Ok(one(if *ahead { Atom::Ahead(look) } else { Atom::Behind(look) }))
        }
    }
}

fn sets(node: &Node) -> Result<Vec<Arc<CharSet>>, Refusal> {
    match node {
        Node::Set(set) => Ok(vec![Arc::clone(set)]),
        Node::Sequence(nodes) => {
            Ok(nodes.iter().map(sets).collect::<Result<Vec<_>, _>>()?.concat())
        }
        _ => Err("alternatives or repetition in a look beside an affix"),
    }
}

fn at_most(n_rules: usize) -> Result<(), Refusal> {
    if n_rules > MOST_RULES { Err("too many alternatives") } else { Ok(()) }
}

fn piece(set: &Arc<CharSet>, is_run: bool) -> Piece {
    Piece { set: Arc::clone(set), min: 1, is_run }
}

fn one(atom: Atom) -> Vec<Vec<Atom>> {
    vec![vec![atom]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(source: &str) -> Node {
        Node::parse(source).unwrap()
    }

    #[test]
    fn the_first_prefix_that_fits_wins() {
        let prefixes = Prefixes::new(&node(r"^\.\.+|^\+(?![0-9])|^US\$|^\$|^“")).unwrap();
        let lengths =
            ["US$5", "$5", "...a", ".a", "+5", "+a", "“a", "U.S.", ""].map(|t| prefixes.find(t));
        assert_eq!(lengths, [3, 1, 3, 0, 0, 1, 3, 0, 0]);
    }

    #[test]
    fn the_longest_suffix_that_fits_wins() {
        let source = r"\.\.+$|'$|'s$|(?<=[0-9])(?:m|km|US\$)$|(?<=°[CF])\.$";
        let suffixes = Suffixes::new(&node(source)).unwrap();
        let lengths =
            ["a...", "it's", "5km", "km", "5US$", "3°C.", "C.", ""].map(|t| suffixes.find(t));
        assert_eq!(lengths, [3, 2, 2, 0, 3, 1, 0, 0]);
    }

    #[test]
    fn infixes_look_at_both_sides() {
        let source = r"\.\.+|(?<=[a-z0-9])(?:-|–|--)(?=[a-z])|(?<=[0-9])[+*](?=[0-9-])";
        let infixes = Infixes::new(&node(source)).unwrap();
        assert_eq!(infixes.find("a--b-c", 0), Some(1..3));
        assert_eq!(infixes.find("a--b-c", 3), Some(4..5));
        assert_eq!(infixes.find("x-1+-2", 0), Some(3..4));
        assert_eq!(infixes.find("a–b", 0), Some(1..4));
        assert_eq!(infixes.find("a-", 0), None);
    }

    #[test]
    fn patterns_of_another_kind_are_refused() {
        for source in ["a", "^a+b", "^(?:ab)+", "^a?", "^", "^a$", "^a(?=b)c"] {
            assert!(Prefixes::new(&node(source)).is_err(), "{source}");
        }
    }
}
