//! Lines that name who wrote a text: the words around names, and the names cut out of a line.

use super::pages::rows;
use crate::CueError;

/// The longest name of one author, in characters, and in words.
const LONGEST: (usize, usize) = (50, 5);
/// The most authors.
const MOST: usize = 12;
/// The longest word in lower case that may stand inside a name, in bytes.
const PARTICLE: usize = 4;
/// Signs that end the part of a line that names authors.
const ENDS: [char; 11] = ['|', '(', '•', '·', '@', '\n', '—', '–', '»', '<', '…'];

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
    /// Words for what people do, which stand beside their names.
    roles: Vec<String>,
    /// Parts of addresses of pages about an author.
    links: Vec<String>,
}

impl Bylines {
    /// Reads a table: what the words do (`before`, `and`, `after`, `none`, `role`,
    /// `link`), and the words.
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
                "role" => &mut bylines.roles,
                "link" => &mut bylines.links,
                _ => return Err(fail("`before`, `and`, `after`, `none`, `role` or `link`", kind)),
            };
            list.push(words.trim().to_lowercase());
        }
        bylines.before.sort_by_key(|words| std::cmp::Reverse(words.len()));
        Ok(bylines)
    }

    /// The rest of a line after words that stand before a name.
    pub(super) fn after_words<'l>(&self, line: &'l str) -> Option<&'l str> {
        self.before.iter().find_map(|words| {
            let (start, rest) = line.split_at_checked(words.len())?;
            let is_over = rest.is_empty() || rest.starts_with([' ', ':', '\n']);
            let is_said = (is_over || words.ends_with(':')) && start.to_lowercase() == *words;
            is_said.then(|| rest.trim_start_matches([' ', ':', '\n']))
        })
    }

    /// Whether an address is that of a page about an author.
    pub(super) fn is_authors(&self, address: &str) -> bool {
        let path = address.split_once("://").map_or(address, |(_, rest)| rest);
        let mut parts = path.split(['/', '?', '=']);
        let is_named = parts.any(|part| self.links.iter().any(|known| known == part));
        is_named && parts.any(|part| !part.is_empty())
    }

    /// The names in a line that is nothing but names and what stands around them.
    pub(super) fn names(&self, line: &str) -> Vec<String> {
        if line.contains("://") {
            return Vec::new();
        }
        let mut rest = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        while let Some(inner) = self.after_words(rest) {
            rest = inner.trim_start_matches(|c: char| !c.is_alphanumeric());
        }
        let rest = rest.split(ENDS).next().unwrap_or_default();
        let rest = rest.split(" - ").next().unwrap_or_default();
        let mut names = Vec::new();
        for part in rest.split([',', ';', '&', '/']).filter(|part| !self.is_role(part)) {
            let words: Vec<&str> = part.split_whitespace().collect();
            let end = words.iter().enumerate().position(|(at, word)| self.ends(at, word));
            let own = words[..end.unwrap_or(words.len())].split(|word| self.joins(word));
            let own: Vec<Option<String>> = own.map(|name| self.name(name)).collect();
            // After what is no name nothing else is one: it is the line of something else.
            let is_over = end.is_some() || own.contains(&None) || names.len() >= MOST;
            names.extend(own.into_iter().map_while(|name| name));
            if is_over {
                break;
            }
        }
        names
    }

    /// The names in a line of running text, where they must look like names.
    pub(super) fn plain_names(&self, line: &str) -> Vec<String> {
        let names = self.names(line);
        if names.iter().all(|name| is_capital(name)) { names } else { Vec::new() }
    }

    /// Whether a word ends a name.
    fn ends(&self, at: usize, word: &str) -> bool {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        is_number || (at > 0 && self.after.contains(&word.to_lowercase()))
    }

    /// Whether a part of a line begins with what someone does.
    fn is_role(&self, part: &str) -> bool {
        let mut words = part.split_whitespace().map(str::to_lowercase);
        words.any(|word| self.roles.contains(&word)) && !part.contains(':')
    }

    /// Whether a word stands between two names.
    fn joins(&self, word: &str) -> bool {
        self.and.contains(&word.to_lowercase())
    }

    /// A name, if the words can be one.
    fn name(&self, words: &[&str]) -> Option<String> {
        let is_edge = |c: char| !c.is_alphanumeric() && c != '.' && c != ')';
        let joined = words.join(" ");
        let name = joined.trim_matches(is_edge);
        let is_short = name.chars().count() <= LONGEST.0 && words.len() <= LONGEST.1;
        let has_letters = name.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let bare = |word: &str| word.trim_matches(is_edge).to_lowercase();
        let is_none = |word: &&str| self.none.contains(&bare(word));
        let is_odd = name.contains(char::is_numeric) || name.contains([':', '!', '?', '=', '_']);
        let is_name = is_short && has_letters && !is_odd && !words.iter().any(is_none);
        is_name.then(|| name.to_owned())
    }
}

/// Whether all words of a name are capitalised but for short ones between others.
fn is_capital(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let is_first = |word: &str| !word.starts_with(char::is_lowercase);
    words.next().is_some_and(is_first)
        && name.split_whitespace().next_back().is_some_and(is_first)
        && words.all(|word| is_first(word) || word.len() <= PARTICLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "before\tby\nbefore\tvon\nand\tand\nafter\ton\nnone\tstaff\nlink\tauthor";

    #[test]
    fn names_are_cut_out_of_lines() {
        let bylines = Bylines::parse(TABLE).expect("well-formed");
        let names = |line| bylines.names(line);
        assert_eq!(names("By Jo Doe and Ann Poe on 7 May 2014"), ["Jo Doe", "Ann Poe"]);
        assert_eq!(names("Von Jo Doe, 07.05.2014"), ["Jo Doe"]);
        assert_eq!(names("Jo Doe | The Post"), ["Jo Doe"]);
        assert_eq!(names("JO DOE/Ann Poe"), ["JO DOE", "Ann Poe"]);
        assert!(names("By staff").is_empty() && names("12 comments").is_empty());
        assert!(names("Von").is_empty() && names("https://a.org/jo").is_empty());
        assert_eq!(bylines.plain_names("by Jo van der Doe"), ["Jo van der Doe"]);
        assert!(bylines.plain_names("by Envoys who left").is_empty());
    }

    #[test]
    fn addresses_of_authors_are_known() {
        let bylines = Bylines::parse(TABLE).expect("well-formed");
        assert!(bylines.is_authors("https://a.org/author/jo-doe/"));
        assert!(bylines.is_authors("/?author=3"));
        assert!(!bylines.is_authors("https://a.org/author/") && !bylines.is_authors("/authors/jo"));
    }
}
