//! The title of a page: the heading that its head agrees with.

use std::collections::BTreeSet;

use super::head::Head;
use super::names::{HEADLINE, Roles};
use super::tag::Tag;
use super::tree::{NodeId, Tree};

/// The longest title, in bytes.
const LONGEST: usize = 600;
/// How alike a heading and a title of the head must be.
const ALIKE: f32 = 0.3;

/// The words of a text, folded.
type Words = BTreeSet<String>;

/// Finds the title and the element that shows it, if one does.
pub(super) fn find(tree: &Tree, head: &Head, roles: &[Roles]) -> (Option<String>, Option<NodeId>) {
    let headings = headings(tree, roles);
    let said = [
        head.linked.title.as_deref(),
        head.meta(&["og:title"]),
        head.meta(&["twitter:title"]),
        head.title.as_deref(),
    ];
    let said: Vec<Words> = said.into_iter().flatten().map(words).collect();
    let site = words(head.publisher().unwrap_or_default());
    let mut best: Option<(f32, &Heading)> = None;
    for heading in &headings {
        let worth = heading.worth(tree, &said, &site);
        if worth.is_some_and(|worth| best.is_none_or(|(most, _)| worth > most)) {
            best = worth.map(|worth| (worth, heading));
        }
    }
    if let Some((_, heading)) = best {
        return (Some(heading.text.clone()), Some(heading.id));
    }
    let is_main = |h: &&Heading| h.tag == Tag::H1 && h.words != site;
    let mains: Vec<&Heading> = headings.iter().filter(is_main).collect();
    match mains.as_slice() {
        [only] if only.words.len() > 1 => (Some(only.text.clone()), Some(only.id)),
        _ => (head.raw_title().map(main_part), None),
    }
}

struct Heading {
    id: NodeId,
    tag: Tag,
    text: String,
    words: Words,
}

fn headings(tree: &Tree, roles: &[Roles]) -> Vec<Heading> {
    let is_heading = |id: &NodeId| {
        let is_named = roles[*id as usize] & HEADLINE != 0;
        is_named || matches!(tree.tag(*id), Tag::H1 | Tag::H2 | Tag::H3)
    };
    let make = |id: NodeId| {
        let text = tree.text(id);
        Heading { id, tag: tree.tag(id), words: words(&text), text }
    };
    let is_short = |h: &Heading| !h.words.is_empty() && h.text.len() <= LONGEST;
    (1..tree.len()).filter(is_heading).map(make).filter(is_short).collect()
}

impl Heading {
    /// How much speaks for it; nothing if no title of the head is like it.
    fn worth(&self, tree: &Tree, said: &[Words], site: &Words) -> Option<f32> {
        let (mut alike, mut is_part) = (0.0_f32, false);
        for title in said {
            let n_shared = self.words.intersection(title).count();
            let n_all = self.words.union(title).count();
            alike = alike.max(n_shared as f32 / n_all as f32);
            is_part |= n_shared == self.words.len() && n_shared > 2;
        }
        let by_tag = match self.tag {
            Tag::H1 => 0.25,
            Tag::H2 => 0.1,
            _ => 0.0,
        };
        let property = tree.attribute(self.id, "itemprop");
        let by_property = property.is_some_and(|name| name.contains("headline"));
        let reasons = [(is_part, 0.2), (by_property, 0.1), (self.words == *site, -0.5)];
        let more: f32 = reasons.iter().filter(|(is, _)| *is).map(|(_, worth)| worth).sum();
        (alike >= ALIKE).then_some(alike + by_tag + more)
    }
}

/// The longest of the parts that signs between spaces part a title into; sites add their names so.
fn main_part(title: &str) -> String {
    let is_sign = |word: &str| word.chars().all(|c| "|-–—·»«•:/".contains(c));
    let spaced = title.replace('|', " | ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let parts = words.split(|word| is_sign(word)).map(|part| part.join(" "));
    let longest = parts.rev().max_by_key(|part| part.chars().count());
    longest.filter(|part| !part.is_empty()).unwrap_or_else(|| title.to_owned())
}

fn words(text: &str) -> Words {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expect: Option<&str>) {
        let tree = Tree::parse(page);
        let roles = vec![0; tree.len() as usize];
        assert_eq!(find(&tree, &Head::of(&tree), &roles).0.as_deref(), expect);
    }

    #[test]
    fn the_heading_that_the_head_agrees_with() {
        let expect = Some("Envoy leaves Klow");
        check(
            "<title>Envoy leaves Klow | The Post</title><h1>The Post</h1><h2>Envoy leaves Klow</h2>",
            expect,
        );
        check("<title>Envoy leaves Klow - The Post</title><p>a", expect);
        check("<title>The Post</title><h1>Envoy leaves Klow</h1><p>a", expect);
        check("<p>a", None);
    }
}
