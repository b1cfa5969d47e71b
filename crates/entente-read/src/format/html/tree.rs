//! A page as a tree: flat, in the order of the source, built in one pass without recursion.
//!
//! The tokens are those of the standard; the tree is built by its main rules only (elements that
//! end others, elements that never end), which is what decides how text hangs together. Elements
//! nested deeper than [`DEPTH`] are left out and their content goes to the last that is kept.

use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tag::Tag;

/// The deepest nesting that is kept; browsers stop at the same depth.
const DEPTH: usize = 512;
/// The most elements and texts that are kept.
const SIZE: usize = 1_000_000;

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

impl Tree {
    /// Parses a page.
    pub(super) fn parse(page: &str) -> Self {
        let mut builder = Builder::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
            builder.take(event);
            None::<()>
        });
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(page, emitter).for_each(drop);
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

/// Puts tokens together to a tree.
struct Builder {
    tree: Tree,
    /// The open elements, the root first.
    open: Vec<NodeId>,
    /// How many elements of each name are open.
    counts: [u32; Tag::COUNT],
    /// Start tags that were too deep to keep.
    n_skipped: usize,
    /// The start tag being read, and where its attributes begin.
    tag: Option<Tag>,
    first_attribute: u32,
}

impl Builder {
    fn new() -> Self {
        let mut builder = Self {
            tree: Tree::default(),
            open: Vec::new(),
            counts: [0; Tag::COUNT],
            n_skipped: 0,
            tag: None,
            first_attribute: 0,
        };
        builder.push(Tag::Other);
        builder
    }

    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.begin(Tag::of(name)),
            CallbackEvent::AttributeName { name } if self.tag.is_some() => {
                let name = self.keep(name);
                self.tree.attributes.push(Attribute { name, value: 0..0 });
            }
            CallbackEvent::AttributeValue { value } if self.tag.is_some() => {
                let value = self.keep(value);
                if let Some(last) = self.tree.attributes.last_mut() {
                    last.value = value;
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(self_closing),
            CallbackEvent::EndTag { name } => self.finish_element(Tag::of(name)),
            CallbackEvent::String { value } => self.text(value),
            _ => {}
        }
    }

    /// Copies a piece of the source, as long as there is room for it.
    fn keep(&mut self, bytes: &[u8]) -> Range<u32> {
        let start = self.tree.letters.len();
        let has_room = start + bytes.len() <= u32::MAX as usize;
        self.tree.is_cut |= !has_room;
        if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| has_room) {
            self.tree.letters.push_str(text);
        }
        start as u32..self.tree.letters.len() as u32
    }

    /// The innermost open element.
    fn innermost(&self) -> Tag {
        self.open.last().map_or(Tag::Other, |id| self.tree.tag(*id))
    }

    fn begin(&mut self, tag: Tag) {
        self.tag = Some(tag);
        self.first_attribute = self.tree.attributes.len() as u32;
    }

    fn start(&mut self, self_closing: bool) {
        let Some(tag) = self.tag.take() else { return };
        if self.innermost() == Tag::Head && !tag.is_of_head() && tag != Tag::Other {
            self.pop_to(self.open.len() - 1);
        }
        if tag.ends_paragraph() {
            self.close(&[Tag::P], |tag| tag.is_block() && tag != Tag::P);
        }
        let (ended, until) = tag.closes();
        if !ended.is_empty() {
            self.close(ended, |tag| until.contains(&tag));
        }
        let is_foreign = self_closing && self.counts[Tag::Svg as usize] > 0;
        if self.push(tag) && (tag.is_void() || is_foreign) {
            self.pop_to(self.open.len() - 1);
        }
    }

    fn finish_element(&mut self, tag: Tag) {
        self.tag = None;
        let is_innermost = self.open.len() > 1 && self.innermost() == tag;
        if tag == Tag::Br {
            self.begin(tag);
            self.start(false);
        } else if self.n_skipped > 0 {
            self.n_skipped -= 1;
        } else if is_innermost {
            self.pop_to(self.open.len() - 1);
        } else if tag != Tag::Other {
            self.close(&[tag], |open| open.holds(tag));
        }
    }

    /// Closes the innermost open element of some names, unless a wall stands before it.
    fn close(&mut self, tags: &[Tag], is_wall: impl Fn(Tag) -> bool) {
        if tags.iter().all(|tag| self.counts[*tag as usize] == 0) {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let tag = self.tree.tag(self.open[at]);
            if tags.contains(&tag) {
                return self.pop_to(at);
            }
            if is_wall(tag) {
                return;
            }
        }
    }

    fn text(&mut self, value: &[u8]) {
        // Of scripts only those that hold data about the page are kept.
        let around = self.open.last().copied().unwrap_or_default();
        let is_code = match self.tree.tag(around) {
            Tag::Script => {
                let kind = self.tree.attribute(around, "type");
                !kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("json"))
            }
            Tag::Style => true,
            _ => false,
        };
        if !is_code && self.tree.nodes.len() < SIZE {
            let range = self.keep(value);
            self.add(NodeKind::Text(range));
        }
    }

    /// Opens an element, if there is room for it.
    fn push(&mut self, tag: Tag) -> bool {
        let is_full = self.tree.nodes.len() >= SIZE;
        if self.open.len() >= DEPTH || is_full {
            self.n_skipped += usize::from(!tag.is_void());
            self.tree.is_cut |= is_full;
            return false;
        }
        let attributes = self.first_attribute..self.tree.attributes.len() as u32;
        let id = self.add(NodeKind::Element { tag, attributes });
        self.open.push(id);
        self.counts[tag as usize] += 1;
        true
    }

    fn add(&mut self, kind: NodeKind) -> NodeId {
        let id = self.tree.len();
        let parent = self.open.last().copied().unwrap_or_default();
        self.tree.nodes.push(Node { kind, parent, end: id + 1 });
        id
    }

    /// Closes open elements from the innermost to the one at a depth.
    fn pop_to(&mut self, depth: usize) {
        let end = self.tree.len();
        for id in self.open.drain(depth..) {
            self.counts[self.tree.tag(id) as usize] -= 1;
            self.tree.nodes[id as usize].end = end;
        }
    }

    fn finish(mut self) -> Tree {
        self.pop_to(0);
        self.tree
    }
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
