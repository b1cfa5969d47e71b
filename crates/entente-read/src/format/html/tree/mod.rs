//! A page as a tree: flat, in the order of the source, built in one pass without recursion.
//!
//! The tokens are those of the standard; the tree is built by its main rules only (elements that
//! end others, elements that never end), which is what decides how text hangs together. Elements
//! nested deeper than [`DEPTH`] are left out and their content goes to the last that is kept.

mod builder;

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, Tokenizer};

use self::builder::Builder;
use super::tag::Tag;

/// The deepest nesting that is kept; browsers stop at the same depth.
const DEPTH: usize = 512;

/// The number of an element or a text, in the order of the source; the root is 0.
pub(super) type NodeId = u32;

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// All texts, names and values, one after the other.
    letters: String,
    /// Whether the page was cut off for its size.
    pub(super) is_cut: bool,
}

#[derive(Clone, Debug)]
struct Node {
    kind: NodeKind,
    /// The element around it; the root is around itself.
    parent: NodeId,
    /// One past its last descendant.
    end: NodeId,
}

#[derive(Clone, Debug)]
enum NodeKind {
    Element { tag: Tag, attributes: Range<u32> },
    Text(Range<u32>),
}

#[derive(Clone, Debug)]
struct Attribute {
    name: Range<u32>,
    value: Range<u32>,
}

/// An emitter that is told of no errors, so that none are looked for.
struct Lenient<E>(E);

impl<E: Emitter> ForwardingEmitter for Lenient<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = E::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

impl Tree {
    /// Parses a page.
    pub(super) fn parse(page: &str) -> Self {
        let mut builder = Builder::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
            builder.take(event);
            None::<()>
        });
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(page, Lenient(emitter)).for_each(drop);
        builder.finish()
    }

    /// The number of nodes.
    pub(super) fn len(&self) -> NodeId {
        self.nodes.len() as NodeId
    }

    /// The element around a node.
    pub(super) fn parent(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].parent
    }

    /// One past the last descendant of a node.
    pub(super) fn end(&self, id: NodeId) -> NodeId {
        self.nodes[id as usize].end
    }

    /// Whether a node is another or below it.
    pub(super) fn is_in(&self, inner: NodeId, outer: NodeId) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// The name of an element, `Other` for a text.
    pub(super) fn tag(&self, id: NodeId) -> Tag {
        match self.nodes[id as usize].kind {
            NodeKind::Element { tag, .. } => tag,
            NodeKind::Text(_) => Tag::Other,
        }
    }

    /// The text of a text node, as it stands; nothing for an element.
    pub(super) fn own_text(&self, id: NodeId) -> Option<&str> {
        match &self.nodes[id as usize].kind {
            NodeKind::Text(range) => Some(self.letters_at(range)),
            NodeKind::Element { .. } => None,
        }
    }

    /// The value of an attribute, by its name in lower case.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.attributes(id).find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Names and values of an element's attributes.
    pub(super) fn attributes(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> {
        let range = match &self.nodes[id as usize].kind {
            NodeKind::Element { attributes, .. } => attributes.clone(),
            NodeKind::Text(_) => 0..0,
        };
        let found = &self.attributes[range.start as usize..range.end as usize];
        found.iter().map(|a| (self.letters_at(&a.name), self.letters_at(&a.value)))
    }

    /// A node and the elements around it, the nearest first, without the root.
    pub(super) fn path(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let real = |id: NodeId| Some(id).filter(|id| *id != 0);
        std::iter::successors(real(id), move |id| real(self.parent(*id)))
    }

    /// The elements around a node, the nearest first, without the root.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        self.path(self.parent(id))
    }

    /// A node's descendants in order.
    pub(super) fn below(&self, id: NodeId) -> Range<NodeId> {
        id + 1..self.end(id)
    }

    /// All elements of a name.
    pub(super) fn all(&self, tag: Tag) -> impl Iterator<Item = NodeId> {
        (1..self.len()).filter(move |id| self.tag(*id) == tag)
    }

    /// The text below an element with single spaces, without scripts and styles.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        let mut at = id + 1;
        while at < self.end(id) {
            let tag = self.tag(at);
            if let Some(own) = self.own_text(at) {
                text.extend(own.chars().filter(|c| !is_invisible(*c)));
            } else if tag.is_block() || tag == Tag::Br {
                text.push(' ');
            }
            let is_code = matches!(tag, Tag::Script | Tag::Style | Tag::Template);
            at = if is_code { self.end(at) } else { at + 1 };
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn letters_at(&self, range: &Range<u32>) -> &str {
        &self.letters[range.start as usize..range.end as usize]
    }
}

/// Whether a character only says where a line may break.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{2060}' | '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a tree, shown as `tag(…)` with its texts.
    #[track_caller]
    fn check(page: &str, expect: &str) {
        let tree = Tree::parse(page);
        let mut out = String::new();
        let mut ends: Vec<NodeId> = Vec::new();
        for id in 1..tree.len() {
            while ends.last() == Some(&id) {
                ends.pop();
                out.push(')');
            }
            match tree.own_text(id) {
                Some(text) => out.push_str(text),
                None => {
                    out.push_str(tree.tag(id).name());
                    out.push('(');
                    ends.push(tree.end(id));
                }
            }
        }
        assert_eq!(out + &")".repeat(ends.len()), expect);
    }

    #[test]
    fn what_begins_ends_what_cannot_hold_it() {
        check("<p>a<p>b<div>c</div>", "p(a)p(b)div(c)");
        check("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li(a)li(bul(li(c)))li(d))");
        check("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a)td(b))tr(td(c)))d");
        check("<div><p><b>a<p>c</div>d", "div(p(b(a))p(c))d");
        check("<head><meta><div>a</div>", "head(meta())div(a)");
    }

    #[test]
    fn stray_end_tags_do_no_harm() {
        check("<div>a</span></p>b</div>c</div>", "div(ab)c");
        check("<div><span>a</div>b", "div(span(a))b");
        check("<td>a</div>b</td>", "td(ab)");
        check("a<br/>b<img src=x>c", "abr()bimg()c");
    }

    #[test]
    fn scripts_are_left_out_but_for_data() {
        let page = "<script>a<b></script><script type=application/ld+json>{}</script>";
        check(page, "script()script({})");
    }

    #[test]
    fn deep_nesting_is_cut() {
        let page = format!("{}a{}b", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tree = Tree::parse(&page);
        assert!(tree.len() < 2 * DEPTH as u32);
        assert!(tree.text(0).starts_with('a'));
    }
}
