//! The features that the page alone gives.

use super::super::look::{overlap, shingles};
use super::super::names::N_ROLES;
use super::super::tag::Tag;
use super::super::tree::{NodeId, Tree};
use super::{Measured, N_FIRST, flag, ratio};

/// How far up an element is looked for.
const REACH: usize = 24;

impl Measured<'_> {
    /// The features that the page alone gives.
    pub(in super::super) fn first(&self, at: usize) -> Vec<f32> {
        let mut row = Vec::with_capacity(N_FIRST);
        self.of_itself(at, &mut row);
        self.of_elements(at, &mut row);
        self.of_place(at, &mut row);
        self.of_containers(at, &mut row);
        self.of_neighbours(at, &mut row);
        self.of_head(at, &mut row);
        self.of_distance(at, &mut row);
        debug_assert_eq!(row.len(), N_FIRST);
        row
    }

    fn of_itself(&self, at: usize, row: &mut Vec<f32>) {
        let (piece, look) = (&self.pieces[at], &self.looks[at]);
        let chars = piece.n_chars;
        row.extend([
            chars as f32,
            look.n_words as f32,
            ratio(chars, look.n_words),
            piece.link_share(),
            piece.n_links as f32,
            ratio(piece.n_bold, chars),
            ratio(piece.n_slanted, chars),
            ratio(look.n_upper, chars),
            ratio(look.n_digits, chars),
            look.n_commas as f32,
            look.n_stops as f32,
            look.n_quotes as f32,
            look.n_signs as f32,
            ratio(look.n_lower_words, look.n_words),
            flag(look.ends),
            flag(look.ends_colon),
            flag(look.starts_lower),
            flag(look.starts_upper),
            look.n_lines as f32,
            look.longest as f32,
            self.repeats[&look.hash] as f32,
        ]);
    }

    fn of_elements(&self, at: usize, row: &mut Vec<f32>) {
        let node = self.pieces[at].node;
        let tag = self.tag_near(node);
        row.extend([
            flag(tag == Tag::P),
            flag(tag == Tag::Li),
            heading(tag),
            flag(matches!(tag, Tag::Td | Tag::Th)),
            flag(matches!(tag, Tag::Dd | Tag::Dt)),
            flag(matches!(tag, Tag::Div | Tag::Section | Tag::Article | Tag::Main)),
        ]);
        let mut by_tag = [REACH as f32; 14];
        let mut by_role = [REACH as f32; N_ROLES];
        let (mut is_hidden_here, mut depth, mut up_top) = (false, 0, -1.0);
        let mut up_halves = [-1.0; 2];
        for (up, id) in self.tree.path(node).enumerate() {
            depth = up;
            if id == self.top {
                up_top = up as f32;
            }
            for (half, found) in self.halves.iter().zip(&mut up_halves) {
                if id == *half {
                    *found = up as f32;
                }
            }
            if up >= REACH {
                continue;
            }
            let nearest = |found: &mut f32| *found = found.min(up as f32);
            nearest(&mut by_tag[kind(self.tree.tag(id))]);
            let roles = self.roles[id as usize];
            let named = by_role.iter_mut().enumerate().filter(|(role, _)| roles & (1 << role) != 0);
            named.for_each(|(_, found)| nearest(found));
            is_hidden_here |= is_hidden(self.tree, id);
        }
        row.extend(by_tag);
        row.extend(by_role);
        row.extend([depth as f32, flag(is_hidden_here), up_top, up_halves[0], up_halves[1]]);
    }

    fn of_place(&self, at: usize, row: &mut Vec<f32>) {
        let (n, total) = (self.pieces.len(), &self.total);
        let n_before = self.n_before[at] as f32;
        let steps = self.headline.map_or(-500.0, |head| at as f32 - head as f32);
        let chars = self.headline.map_or(-1e6, |head| n_before - self.n_before[head] as f32);
        row.extend([
            at as f32 / n as f32,
            n_before / total.n_chars.max(1) as f32,
            steps,
            chars,
            (n - at) as f32,
            total.n_chars as f32,
            total.prose / total.n_chars.max(1) as f32,
        ]);
    }

    fn of_containers(&self, at: usize, row: &mut Vec<f32>) {
        let all_prose = self.total.prose.max(1.0);
        let mut path = self.tree.path(self.pieces[at].node);
        for _ in 0..4 {
            let sum = path.next().map(|id| self.sums[id as usize]).unwrap_or_default();
            row.extend([
                sum.n_chars as f32,
                sum.links(),
                sum.prose / all_prose,
                ratio(sum.n_chars, sum.n),
            ]);
        }
        let group = self.groups[&self.group_of[at]];
        row.extend([
            group.n as f32,
            ratio(group.n_chars, group.n),
            group.links(),
            group.prose / all_prose,
        ]);
    }

    fn of_neighbours(&self, at: usize, row: &mut Vec<f32>) {
        for step in [-2_isize, -1, 1, 2] {
            let near = at
                .checked_add_signed(step)
                .and_then(|near| self.pieces.get(near).zip(self.looks.get(near)));
            row.extend(near.map_or([0.0, 1.0, 0.0], |(piece, look)| {
                [piece.n_chars as f32, piece.link_share(), flag(look.ends)]
            }));
        }
    }

    fn of_head(&self, at: usize, row: &mut Vec<f32>) {
        let own = shingles(&self.pieces[at].text);
        let [title, description, body] = &self.known;
        let like = |known: &Option<Vec<u64>>, both| {
            known.as_ref().map_or(-1.0, |known| overlap(&own, known, both))
        };
        row.extend([like(title, true), like(description, false), like(body, false)]);
    }

    fn of_distance(&self, at: usize, row: &mut Vec<f32>) {
        row.extend([self.turns[at] as f32, self.pieces[at].n_chars as f32 / self.usual]);
        row.extend(self.headline.map_or([-1.0; 3], |head| self.apart(at, head)));
        row.extend(self.apart(at, self.longest));
        let half = self.sums[self.halves[0] as usize];
        row.extend([
            half.links(),
            ratio(half.n_chars, self.total.n_chars),
            self.n_signs as f32,
            self.n_prose as f32,
            self.total.prose,
        ]);
    }

    /// How many elements two pieces must leave to meet, and how deep that is.
    fn apart(&self, at: usize, other: usize) -> [f32; 3] {
        let (own, other) = (self.pieces[at].node, self.pieces[other].node);
        let up = self.tree.path(own).take_while(|id| !self.tree.is_in(other, *id)).count();
        let down = self.tree.path(other).take_while(|id| !self.tree.is_in(own, *id)).count();
        let depth = self.tree.path(own).count();
        [up as f32, down as f32, (depth - up) as f32]
    }
}

fn heading(tag: Tag) -> f32 {
    match tag {
        Tag::H1 => 1.0,
        Tag::H2 => 2.0,
        Tag::H3 => 3.0,
        Tag::H4 => 4.0,
        Tag::H5 | Tag::H6 => 5.0,
        _ => 0.0,
    }
}

/// The kinds of elements that say something of what is in them, numbered.
fn kind(tag: Tag) -> usize {
    match tag {
        Tag::Article => 0,
        Tag::Main => 1,
        Tag::Aside => 2,
        Tag::Nav => 3,
        Tag::Footer => 4,
        Tag::Header => 5,
        Tag::Form | Tag::Fieldset => 6,
        Tag::Ul | Tag::Ol | Tag::Menu => 7,
        Tag::Table => 8,
        Tag::Figure | Tag::Figcaption | Tag::Caption => 9,
        Tag::Blockquote => 10,
        Tag::Section => 11,
        Tag::Li => 12,
        _ => 13,
    }
}

/// Whether an element says that it is not shown.
fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    tree.attributes(id).any(|(name, value)| match name {
        "hidden" => true,
        "aria-hidden" => value == "true",
        "style" => {
            let value: String = value.chars().filter(|c| !c.is_whitespace()).collect();
            value.contains("display:none") || value.contains("visibility:hidden")
        }
        _ => false,
    })
}
