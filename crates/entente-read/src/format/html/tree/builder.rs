//! Puts the tokens of a page together to a tree.

use std::ops::Range;

use html5gum::emitters::callback::CallbackEvent;

use super::super::tag::Tag;
use super::{Attribute, DEPTH, Node, NodeId, NodeKind, Tree};

/// The most elements and texts that are kept.
const SIZE: usize = 1_000_000;

/// Puts tokens together to a tree.
pub(super) struct Builder {
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
    pub(super) fn new() -> Self {
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

    pub(super) fn take(&mut self, event: CallbackEvent<'_>) {
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

    pub(super) fn finish(mut self) -> Tree {
        self.pop_to(0);
        self.tree
    }
}
