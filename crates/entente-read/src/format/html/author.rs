//! Who wrote a page: what its data say, else the line beside its headline.

use super::Article;
use super::names::{BYLINE, COMMENT, RELATED};
use super::pages::rows;
use super::piece::Piece;
use super::tree::{NodeId, Tree};
use crate::CueError;

/// The names of `meta` elements that hold an author, best first.
#[rustfmt::skip]
const METAS: [&str; 14] = [
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "citation_author", "cxenseparse:author", "og:article:author",
    "article:author_name", "vr:author", "shareaholic:article_author_name", "creator",
];
/// The longest name of one author, in characters, and in words.
const LONGEST: (usize, usize) = (50, 5);
/// The longest line that is looked at for a name, in bytes.
const LINE: usize = 160;
/// The most authors.
const MOST: usize = 12;
/// Signs that end the part of a line that names authors.
const ENDS: [char; 13] = ['|', '(', '•', '·', '/', '@', '\n', '—', '–', '»', '<', '…', '\u{2022}'];

/// The words of lines that name an author.
#[derive(Clone, Debug, Default)]
pub(super) struct Bylines {
    /// Words that stand before a name, the longest first.
    before: Vec<String>,
    /// Words between two names.
    and: Vec<String>,
    /// Words that end a name.
    after: Vec<String>,
    /// Words of what is no person's name.
    none: Vec<String>,
}

impl Bylines {
    /// Reads a table: what the words do (`before`, `and`, `after`, `none`), and the words.
    pub(super) fn parse(table: &str) -> Result<Self, CueError> {
        let mut bylines = Self::default();
        for (line, row) in rows(table) {
            let fail = |expected, found: &str| CueError { line, expected, found: found.into() };
            let columns = row.split_once('\t');
            let (kind, words) = columns.ok_or_else(|| fail("two columns: kind, words", row))?;
            let list = match kind {
                "before" => &mut bylines.before,
                "and" => &mut bylines.and,
                "after" => &mut bylines.after,
                "none" => &mut bylines.none,
                _ => return Err(fail("`before`, `and`, `after` or `none`", kind)),
            };
            list.push(words.trim().to_lowercase());
        }
        bylines.before.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Ok(bylines)
    }

    /// The rest of a line after words that stand before a name.
    fn after_words<'l>(&self, line: &'l str) -> Option<&'l str> {
        self.before.iter().find_map(|words| {
            let (start, rest) = line.split_at_checked(words.len())?;
            let is_over = rest.starts_with([' ', ':', '\n']) || words.ends_with(':');
            let is_said = is_over && start.to_lowercase() == *words;
            is_said.then(|| rest.trim_start_matches([' ', ':', '\n']))
        })
    }

    /// The names in a line.
    fn names(&self, line: &str) -> Vec<String> {
        let mut rest = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        while let Some(inner) = self.after_words(rest) {
            rest = inner;
        }
        let rest = rest.split(ENDS).next().unwrap_or_default();
        let rest = rest.split(" - ").next().unwrap_or_default();
        let mut names = Vec::new();
        for part in rest.split([',', ';', '&']) {
            let words: Vec<&str> = part.split_whitespace().collect();
            let end = words.iter().enumerate().position(|(at, word)| self.ends(at, word));
            let own = &words[..end.unwrap_or(words.len())];
            names.extend(own.split(|word| self.joins(word)).filter_map(|name| self.name(name)));
            if end.is_some() || names.len() >= MOST {
                break;
            }
        }
        names
    }

    /// Whether a word ends a name.
    fn ends(&self, at: usize, word: &str) -> bool {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        is_number || (at > 0 && self.after.contains(&word.to_lowercase()))
    }

    /// Whether a word stands between two names.
    fn joins(&self, word: &str) -> bool {
        word.starts_with(char::is_lowercase) && self.and.iter().any(|known| known == word)
    }

    /// A name, if the words can be one.
    fn name(&self, words: &[&str]) -> Option<String> {
        let is_edge = |c: char| !c.is_alphanumeric() && c != '.' && c != ')';
        let joined = words.join(" ");
        let name = joined.trim_matches(is_edge);
        let is_short = name.chars().count() <= LONGEST.0 && words.len() <= LONGEST.1;
        let has_letters = name.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let is_none = |word: &&str| self.none.contains(&word.to_lowercase());
        let is_odd = name.contains("://") || name.contains(char::is_numeric);
        let is_name = is_short && has_letters && !is_odd && !words.iter().any(is_none);
        is_name.then(|| name.to_owned())
    }
}

/// Finds the authors of a page.
pub(super) fn find(page: &Article<'_>) -> Vec<String> {
    let (head, bylines) = (page.head, &page.pages.bylines);
    let site = head.publisher().unwrap_or_default();
    let is_person = |name: &String| !name.eq_ignore_ascii_case(site) && !name.contains(".com");
    let given = |lines: Vec<&str>| {
        let names = lines.into_iter().flat_map(|line| bylines.names(line));
        unique(names.filter(is_person))
    };
    let linked = given(head.linked.authors.iter().map(String::as_str).collect());
    let metas = METAS.iter().map(|name| given(head.metas(name).collect()));
    let marked = || given(by_property(page.tree).into_iter().collect());
    let said = std::iter::once(linked).chain(metas).find(|names| !names.is_empty());
    said.or_else(|| Some(marked()).filter(|names| !names.is_empty()))
        .or_else(|| by_line(page).map(|line| given(vec![line])))
        .unwrap_or_default()
}

/// The first text of the first element whose link or property says that it is the author.
fn by_property(tree: &Tree) -> Option<&str> {
    let says = |id: NodeId, name: &str| {
        let mut words = tree.attribute(id, name).unwrap_or_default().split_whitespace();
        words.any(|word| word.eq_ignore_ascii_case("author"))
    };
    let text = |id: NodeId| {
        let mut texts = tree.below(id).filter_map(|below| tree.own_text(below));
        texts.find(|text| text.trim().len() > 2)
    };
    let by = |name: &'static str| (1..tree.len()).filter(move |id| says(*id, name));
    by("rel").find_map(text).or_else(|| by("itemprop").find_map(text))
}

/// The line near the headline, or else after the text, that is marked as a byline or worded as one.
fn by_line<'p>(page: &Article<'p>) -> Option<&'p str> {
    let bylines = &page.pages.bylines;
    let is_marked = |piece: &Piece| {
        let roles = page.roles_near(piece.node, 3);
        roles & BYLINE != 0 && roles & (COMMENT | RELATED) == 0
    };
    let is_worded = |piece: &Piece| {
        let rest = bylines.after_words(piece.text.trim());
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
    };
    let is_line = |piece: &&Piece| {
        piece.text.len() <= LINE
            && (is_marked(piece) || is_worded(piece))
            && !bylines.names(&piece.text).is_empty()
    };
    let near = page.from.saturating_sub(4)..(page.to + 3).min(page.pieces.len());
    let after = (page.to + 3).min(page.pieces.len())..page.pieces.len();
    let find = |range: std::ops::Range<usize>| page.pieces[range].iter().find(is_line);
    find(near).or_else(|| find(after)).map(|piece| piece.text.as_str())
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !kept.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            kept.push(name);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_out_of_lines() {
        let table = "before\tby\nbefore\tvon\nand\tand\nafter\ton\nnone\tstaff";
        let bylines = Bylines::parse(table).expect("well-formed");
        let names = |line| bylines.names(line);
        assert_eq!(names("By Jo Doe and Ann Poe on 7 May 2014"), ["Jo Doe", "Ann Poe"]);
        assert_eq!(names("Von Jo Doe, 07.05.2014"), ["Jo Doe"]);
        assert_eq!(names("Jo Doe | The Post"), ["Jo Doe"]);
        assert_eq!(names("JO DOE, Ann Poe"), ["JO DOE", "Ann Poe"]);
        assert!(names("By staff").is_empty() && names("12 comments").is_empty());
    }
}
