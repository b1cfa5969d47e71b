//! A page cut into pieces of text: what a browser would set as one paragraph, cell or heading.

use super::tag::Tag;
use super::tree::{NodeId, Tree, is_invisible};

/// A stretch of a page's text with no block's edge inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    /// The text with single spaces; line feeds where the page breaks a line.
    pub(super) text: String,
    /// The innermost block around it.
    pub(super) node: NodeId,
    /// Its length, in characters other than white space.
    pub(super) n_chars: u32,
    /// Of these, those in links.
    pub(super) n_linked: u32,
    /// Of these, those in bold.
    pub(super) n_bold: u32,
    /// Of these, those in italics.
    pub(super) n_slanted: u32,
    /// The number of links.
    pub(super) n_links: u32,
}

impl Piece {
    /// The share of its characters that stand in links, from 0 to 1.
    pub(super) fn link_share(&self) -> f32 {
        self.n_linked as f32 / self.n_chars.max(1) as f32
    }
}

/// Cuts a page into pieces, in order, none of them blank.
pub(super) fn pieces(tree: &Tree) -> Vec<Piece> {
    let mut cutter = Cutter { tree, pieces: Vec::new(), open: Piece::default(), n_breaks: 0 };
    // Where open blocks end, the innermost last.
    let mut ends: Vec<NodeId> = Vec::new();
    let mut id = 1;
    while id < tree.len() {
        while ends.last().is_some_and(|end| *end <= id) {
            ends.pop();
            cutter.cut();
        }
        let tag = tree.tag(id);
        if let Some(text) = tree.own_text(id) {
            cutter.text(text, id);
        } else if tag.is_silent() {
            id = tree.end(id);
            continue;
        } else if tag.is_block() {
            cutter.cut();
            ends.push(tree.end(id));
        } else if tag == Tag::Br {
            cutter.n_breaks += 1;
        } else if tag == Tag::A {
            cutter.open.n_links += 1;
        }
        id += 1;
    }
    cutter.cut();
    cutter.pieces
}

struct Cutter<'t> {
    tree: &'t Tree,
    pieces: Vec<Piece>,
    /// The piece being put together.
    open: Piece,
    /// Line breaks since its last letter.
    n_breaks: u32,
}

impl Cutter<'_> {
    fn text(&mut self, text: &str, id: NodeId) {
        if text.trim().is_empty() {
            self.space();
            return;
        }
        if self.n_breaks > 1 {
            self.cut();
        }
        if self.open.text.is_empty() {
            let is_block = |id: &NodeId| self.tree.tag(*id).is_block();
            self.open.node = self.tree.ancestors(id).find(is_block).unwrap_or_default();
        } else if self.n_breaks == 1 {
            self.open.text.truncate(self.open.text.trim_end().len());
            self.open.text.push('\n');
        }
        self.n_breaks = 0;
        let n_added = self.append(text);
        self.count(id, n_added);
    }

    /// Appends a text with single spaces and says how many characters it added.
    fn append(&mut self, text: &str) -> u32 {
        let mut n_added = 0;
        for c in text.chars().filter(|c| !is_invisible(*c)) {
            if c.is_whitespace() {
                self.space();
            } else {
                self.open.text.push(c);
                n_added += 1;
            }
        }
        n_added
    }

    fn space(&mut self) {
        if !self.open.text.is_empty() && !self.open.text.ends_with([' ', '\n']) {
            self.open.text.push(' ');
        }
    }

    /// Adds characters to the counts of the inline elements that they stand in.
    fn count(&mut self, id: NodeId, n_added: u32) {
        let (mut is_linked, mut is_bold, mut is_slanted) = (false, false, false);
        for around in self.tree.ancestors(id) {
            match self.tree.tag(around) {
                Tag::A => is_linked = true,
                Tag::B | Tag::Strong => is_bold = true,
                Tag::I | Tag::Em => is_slanted = true,
                // A link may hold a whole block, so the search goes on to the next.
                tag if tag.is_block() && around != self.open.node => break,
                _ => {}
            }
        }
        let open = &mut self.open;
        open.n_chars += n_added;
        open.n_linked += u32::from(is_linked) * n_added;
        open.n_bold += u32::from(is_bold) * n_added;
        open.n_slanted += u32::from(is_slanted) * n_added;
    }

    /// Ends the open piece.
    fn cut(&mut self) {
        self.n_breaks = 0;
        let mut piece = std::mem::take(&mut self.open);
        piece.text.truncate(piece.text.trim_end().len());
        if !piece.text.is_empty() {
            self.pieces.push(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(page: &str, expect: &[&str]) {
        let pieces = pieces(&Tree::parse(page));
        assert_eq!(pieces.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn blocks_and_double_breaks_part_pieces() {
        check(
            "<p>a <b>b</b>\n c<p>d<br>e<br><br>f<div>g<p>h</p>i</div>",
            &["a b c", "d\ne", "f", "g", "h", "i"],
        );
        check("<title>t</title><script>s</script><td>a<td>b", &["a", "b"]);
        check("<p>a</p> \u{a0} <p> </p>b\u{ad}c", &["a", "bc"]);
    }

    #[test]
    fn links_are_counted() {
        let page = Tree::parse("<p>ab <a href=x>cd</a></p><a><h2>ef</h2></a>");
        let found = pieces(&page);
        assert_eq!((found[0].n_chars, found[0].n_linked, found[0].n_links), (4, 2, 1));
        assert_eq!(found[1].link_share(), 1.0);
    }
}
