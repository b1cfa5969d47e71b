//! What the names that a page gives its elements say of their content.
//!
//! A row has three columns: the role, where the word stands in a name (`whole`, `start`,
//! `anywhere`), and the word. Which words mean which role is pack data; that there are such roles
//! is all that is known here.

use aho_corasick::AhoCorasick;

use super::tree::{NodeId, Tree};
use crate::CueError;

/// The roles, in the order of their bits.
const ROLES: [&str; N_ROLES] = [
    "body",
    "article",
    "content",
    "lead",
    "headline",
    "caption",
    "media",
    "byline",
    "date",
    "comment",
    "related",
    "share",
    "nav",
    "tags",
    "side",
    "foot",
    "head",
    "ad",
    "subscribe",
    "notice",
    "hidden",
    "form",
    "list",
    "paywall",
    "quote",
];

/// The number of roles.
pub(super) const N_ROLES: usize = 25;

/// A set of roles, one bit each.
pub(super) type Roles = u32;

pub(super) const LEAD: Roles = 1 << 3;
pub(super) const HEADLINE: Roles = 1 << 4;
pub(super) const CAPTION: Roles = 1 << 5;
pub(super) const MEDIA: Roles = 1 << 6;
pub(super) const BYLINE: Roles = 1 << 7;
pub(super) const DATE: Roles = 1 << 8;
pub(super) const COMMENT: Roles = 1 << 9;
pub(super) const RELATED: Roles = 1 << 10;
pub(super) const SHARE: Roles = 1 << 11;
pub(super) const NAV: Roles = 1 << 12;
pub(super) const FOOT: Roles = 1 << 15;
pub(super) const PAYWALL: Roles = 1 << 23;
pub(super) const QUOTE: Roles = 1 << 24;

/// The attributes that hold names.
const NAMED: [&str; 6] = ["class", "id", "role", "itemprop", "data-component", "data-testid"];
/// The most characters of a name that are looked at.
const LONGEST: usize = 400;

/// The words in names and their roles.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    words: Option<AhoCorasick>,
    /// The role of each word.
    roles: Vec<Roles>,
}

impl Names {
    /// Reads a table: tab-separated columns, `#` before remarks.
    pub(super) fn parse(table: &str) -> Result<Self, CueError> {
        let (mut words, mut roles) = (Vec::new(), Vec::new());
        for (line, row) in super::pages::rows(table) {
            let fail = |expected, found: &str| CueError { line, expected, found: found.into() };
            let columns: Vec<&str> = row.split('\t').collect();
            let [role, place, word] = columns[..] else {
                return Err(fail("three columns: role, place, word", row));
            };
            let bit = ROLES.iter().position(|known| *known == role);
            roles.push(1 << bit.ok_or_else(|| fail("a role of elements", role))?);
            words.push(match place {
                "whole" => format!(" {word} "),
                "start" => format!(" {word}"),
                "anywhere" => word.to_owned(),
                _ => return Err(fail("`whole`, `start` or `anywhere`", place)),
            });
        }
        Ok(Self { words: AhoCorasick::new(&words).ok(), roles })
    }

    /// The roles of every element.
    pub(super) fn all(&self, tree: &Tree) -> Vec<Roles> {
        let mut scratch = String::new();
        (0..tree.len()).map(|id| self.roles(tree, id, &mut scratch)).collect()
    }

    /// The roles that an element's names give it; `scratch` is working memory.
    fn roles(&self, tree: &Tree, id: NodeId, scratch: &mut String) -> Roles {
        scratch.clear();
        let names = tree.attributes(id).filter(|(name, _)| NAMED.contains(name));
        names.for_each(|(_, value)| split(value, scratch));
        let Some(words) = self.words.as_ref().filter(|_| !scratch.is_empty()) else { return 0 };
        scratch.push(' ');
        let found = words.find_overlapping_iter(scratch.as_str());
        found.fold(0, |all, word| all | self.roles[word.pattern()])
    }
}

/// Appends the words of a name, each after a space, in lower case.
fn split(name: &str, words: &mut String) {
    words.push(' ');
    let mut was_lower = false;
    for c in name.chars().take(LONGEST) {
        let is_start = !c.is_alphanumeric() || (c.is_uppercase() && was_lower);
        if is_start && !words.ends_with(' ') {
            words.push(' ');
        }
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_words() {
        let names =
            Names::parse("headline\tstart\thead\ndate\twhole\ttime\ncaption\tanywhere\ta b");
        let names = names.expect("well-formed");
        let roles = |class: &str| names.all(&Tree::parse(&format!("<p class='{class}'>")))[1];
        assert_eq!(roles("articleHeading time-0"), HEADLINE | DATE);
        assert_eq!(roles("ahead timely"), 0);
        assert_eq!(roles("xa-By"), CAPTION);
        assert_eq!(ROLES[3..7], ["lead", "headline", "caption", "media"]);
        let middle = ["byline", "date", "comment", "related", "share", "nav"];
        assert_eq!(ROLES[7..13], middle);
        assert_eq!((ROLES[15], &ROLES[23..]), ("foot", &["paywall", "quote"][..]));
    }

    #[test]
    fn a_wrong_table_is_an_error_that_names_the_line() {
        let wrong = |table| Names::parse(table).expect_err("a wrong table").to_string();
        assert_eq!(wrong("x\twhole\ta"), "line 1: expected a role of elements, found `x`");
        assert!(wrong("# a\ndate\tx\ta").starts_with("line 2: expected `whole`"));
    }
}
