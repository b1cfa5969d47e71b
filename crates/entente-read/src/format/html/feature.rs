//! What can be measured of each piece of a page, to tell the article from what stands around it.
//!
//! First what the page alone says, then what a first judgement of all pieces adds: how likely a
//! piece's neighbours and containers are part of the article. Everything is counted or divided, so
//! that the same page gives the same numbers on any machine. The order of the features is that of
//! the learned judges: who changes it learns them anew.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::head::Head;
use super::look::{Look, hash_of, overlap, shingles};
use super::names::{N_ROLES, Roles};
use super::piece::Piece;
use super::tag::Tag;
use super::tree::{NodeId, Tree};

/// The number of features that the page alone gives.
pub(super) const N_FIRST: usize = N_ROLES + 101;
/// The number of those that a first judgement adds.
pub(super) const N_SECOND: usize = 27;
/// How far up an element is looked for.
const REACH: usize = 24;
/// How far, in pieces, a likely one is looked for.
const NEAR: usize = 40;

/// What the page says of itself.
#[derive(Debug, Default)]
pub(super) struct Known<'k> {
    title: Option<&'k str>,
    description: Option<&'k str>,
    /// The text of the article as the page's data give it.
    body: Option<&'k str>,
    /// In how many ways it says that it is an article.
    n_signs: u32,
}

impl<'k> Known<'k> {
    pub(super) fn of(head: &'k Head) -> Self {
        Self {
            title: head.raw_title(),
            description: head.description(),
            body: head.linked.body.as_deref(),
            n_signs: head.n_signs(),
        }
    }
}

/// A page with all that its pieces' features are made of.
pub(super) struct Measured<'p> {
    tree: &'p Tree,
    pieces: &'p [Piece],
    roles: &'p [Roles],
    looks: Vec<Look>,
    /// For each element the sums over the pieces below it, and over all.
    sums: Vec<Sum>,
    total: Sum,
    /// Sums over pieces that are set alike, and which those are.
    groups: HashMap<u64, Sum>,
    group_of: Vec<u64>,
    /// Characters before each piece.
    n_before: Vec<u32>,
    /// How often each text comes, and which of its turns each piece is.
    repeats: HashMap<u64, u32>,
    turns: Vec<u32>,
    /// Runs of words of the title, the description and the text that the page's data give.
    known: [Option<Vec<u64>>; 3],
    n_signs: u32,
    /// The piece that is the headline.
    headline: Option<usize>,
    /// The longest piece of running text, the usual length of one, and how many there are.
    longest: usize,
    usual: f32,
    n_prose: u32,
    /// The element whose own paragraphs weigh most.
    top: NodeId,
    /// The smallest elements that hold two shares of the running text.
    halves: [NodeId; 2],
}

/// Sums over some pieces.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    n: u32,
    n_chars: u32,
    n_linked: u32,
    /// Characters of pieces that look like running text.
    prose: f32,
    /// Characters, each as likely as its piece.
    likely: f32,
}

impl Sum {
    fn add(&mut self, piece: &Piece, prose: f32) {
        self.n += 1;
        self.n_chars += piece.n_chars;
        self.n_linked += piece.n_linked;
        self.prose += prose;
    }

    fn links(&self) -> f32 {
        ratio(self.n_linked, self.n_chars)
    }

    /// How likely its characters are on average.
    fn share(&self) -> f32 {
        self.likely / self.n_chars.max(1) as f32
    }
}

impl<'p> Measured<'p> {
    pub(super) fn new(
        tree: &'p Tree,
        pieces: &'p [Piece],
        roles: &'p [Roles],
        known: &Known<'_>,
    ) -> Self {
        let Known { title, description, body, n_signs } = *known;
        let mut measured = Self {
            tree,
            pieces,
            roles,
            looks: pieces.iter().map(|piece| Look::of(&piece.text)).collect(),
            sums: vec![Sum::default(); tree.len() as usize],
            total: Sum::default(),
            groups: HashMap::new(),
            group_of: pieces.iter().map(|piece| group(tree, piece.node)).collect(),
            n_before: Vec::with_capacity(pieces.len()),
            repeats: HashMap::new(),
            turns: Vec::with_capacity(pieces.len()),
            known: [title, description, body].map(|text| text.map(shingles)),
            n_signs,
            headline: None,
            longest: 0,
            usual: 100.0,
            n_prose: 0,
            top: 0,
            halves: [0; 2],
        };
        measured.sum_up();
        measured.headline = measured.find_headline();
        measured.measure_prose();
        measured.top = measured.find_top();
        measured.halves = [0.6, 0.85].map(|share| measured.main(share, |sum| sum.prose));
        measured
    }

    fn sum_up(&mut self) {
        for (at, piece) in self.pieces.iter().enumerate() {
            let prose = self.prose(at);
            self.n_before.push(self.total.n_chars);
            self.total.add(piece, prose);
            let n_same = self.repeats.entry(self.looks[at].hash).or_insert(0);
            *n_same += 1;
            self.turns.push(*n_same);
            self.groups.entry(self.group_of[at]).or_default().add(piece, prose);
            for around in self.tree.path(piece.node) {
                self.sums[around as usize].add(piece, prose);
            }
        }
    }

    /// How many of a piece's characters count as running text.
    fn prose(&self, at: usize) -> f32 {
        let (piece, look) = (&self.pieces[at], &self.looks[at]);
        let is_running = look.n_words >= 8 && look.n_commas + look.n_stops > 0;
        let rest = 1.0 - piece.link_share();
        if is_running { piece.n_chars as f32 * rest * rest } else { 0.0 }
    }

    fn measure_prose(&mut self) {
        let running = (0..self.pieces.len()).filter(|at| self.prose(*at) > 0.0);
        let mut lengths: Vec<u32> = running.map(|at| self.pieces[at].n_chars).collect();
        lengths.sort_unstable();
        self.n_prose = lengths.len() as u32;
        self.usual = lengths.get(lengths.len() / 2).map_or(self.usual, |n| *n as f32);
        let longer = |a: &usize, b: &usize| self.prose(*a).total_cmp(&self.prose(*b));
        self.longest = (0..self.pieces.len()).max_by(longer).unwrap_or_default();
    }

    /// The element whose own paragraphs weigh most, and its inner elements' half as much.
    fn find_top(&self) -> NodeId {
        let mut weights = vec![0.0_f32; self.tree.len() as usize];
        for (piece, look) in self.pieces.iter().zip(&self.looks).filter(|(p, _)| p.n_chars >= 25) {
            let length = (piece.n_chars as f32 / 100.0).min(3.0);
            let weight = (1.0 + look.n_commas as f32 + length) * (1.0 - piece.link_share());
            for (around, share) in self.tree.ancestors(piece.node).zip([1.0, 0.5]) {
                weights[around as usize] += weight * share;
            }
        }
        let heavier = |best: (NodeId, f32), next| if next > best { next } else { best };
        let weighed = (0..).zip(weights);
        weighed
            .fold((0, 0.0), |best, (id, w)| if w > best.1 { heavier(best, (id, w)) } else { best })
            .0
    }

    /// The smallest element that holds a share of something; more than half of it, so that of two
    /// such elements one is inside the other.
    fn main(&self, share: f32, of: impl Fn(&Sum) -> f32) -> NodeId {
        let whole = of(&self.total);
        let holds = |id: &NodeId| whole > 0.0 && of(&self.sums[*id as usize]) >= share * whole;
        (1..self.tree.len()).rev().find(holds).unwrap_or_default()
    }

    fn find_headline(&self) -> Option<usize> {
        let title = self.known[0].as_ref();
        let worth = |at: usize| {
            let piece = &self.pieces[at];
            let tag = self.tag_near(piece.node);
            let alike = |title| overlap(&shingles(&piece.text), title, true);
            let heading = match tag {
                Tag::H1 => 0.5,
                _ if tag.is_heading() => 0.2,
                _ => 0.0,
            };
            title.map_or(0.0, |title| alike(title)) + heading
        };
        let is_short = |at: &usize| (8..=300).contains(&self.pieces[*at].n_chars);
        let mut best: Option<(usize, f32)> = None;
        for at in (0..self.pieces.len()).filter(is_short) {
            let worth = worth(at);
            if worth > best.map_or(0.45, |(_, most)| most) {
                best = Some((at, worth));
            }
        }
        best.map(|(at, _)| at)
    }

    /// The heading at or close around a block, else the block.
    fn tag_near(&self, node: NodeId) -> Tag {
        let mut near = self.tree.path(node).take(3).map(|id| self.tree.tag(id));
        near.find(|tag| tag.is_heading()).unwrap_or_else(|| self.tree.tag(node))
    }

    /// A plain judgement, for want of a learned one: running text with few links in the main part.
    pub(super) fn plain(&self, at: usize) -> f32 {
        let (piece, look) = (&self.pieces[at], &self.looks[at]);
        let is_inside = self.tree.is_in(piece.node, self.halves[1]);
        let is_text = look.ends && piece.link_share() < 0.5;
        flag(is_inside && is_text)
    }

    /// The features that the page alone gives.
    pub(super) fn first(&self, at: usize) -> Vec<f32> {
        let mut row = Vec::with_capacity(N_FIRST + N_SECOND);
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

    /// The features that follow from a first judgement of every piece.
    pub(super) fn second(&mut self, likely: &[f32]) -> Vec<[f32; N_SECOND]> {
        self.sum_up_likely(likely);
        let mains = [0.55, 0.7, 0.9].map(|share| self.main(share, |sum| sum.likely));
        let is_likely = |likely: &f32| *likely > 0.5;
        let ends = [likely.iter().position(is_likely), likely.iter().rposition(is_likely)];
        let (mut before, mut since) = (0.0, 0.0);
        let mut rows = Vec::with_capacity(likely.len());
        for (at, piece) in self.pieces.iter().enumerate() {
            let chars = piece.n_chars as f32;
            rows.push(self.second_of(at, likely, mains, ends, [before, since]));
            before += chars * likely[at];
            since = if likely[at] > 0.5 { 0.0 } else { since + chars };
        }
        rows
    }

    fn sum_up_likely(&mut self, likely: &[f32]) {
        for (at, piece) in self.pieces.iter().enumerate() {
            let mass = piece.n_chars as f32 * likely[at];
            self.total.likely += mass;
            self.groups.entry(self.group_of[at]).or_default().likely += mass;
            for around in self.tree.path(piece.node) {
                self.sums[around as usize].likely += mass;
            }
        }
    }

    fn second_of(
        &self,
        at: usize,
        likely: &[f32],
        mains: [NodeId; 3],
        [first, last]: [Option<usize>; 2],
        [before, since]: [f32; 2],
    ) -> [f32; N_SECOND] {
        let piece = &self.pieces[at];
        let near = |step: isize| {
            let near = at.checked_add_signed(step).and_then(|near| likely.get(near));
            near.copied().unwrap_or(-1.0)
        };
        let whole = self.total.likely.max(1.0);
        let mass = piece.n_chars as f32 * likely[at];
        let mut path = self.tree.path(piece.node).map(|id| self.sums[id as usize]);
        let [own, parent, grand] = [0; 3].map(|_| path.next().unwrap_or_default());
        let up = mains.map(|main| {
            let up = self.tree.path(piece.node).position(|id| id == main);
            up.map_or(-1.0, |up| up as f32)
        });
        let group = self.groups[&self.group_of[at]];
        let n_others = group.n_chars - piece.n_chars;
        let others = if n_others > 0 { (group.likely - mass) / n_others as f32 } else { -1.0 };
        [
            likely[at],
            near(-1),
            near(-2),
            near(-3),
            near(1),
            near(2),
            near(3),
            own.share(),
            parent.share(),
            grand.share(),
            parent.likely / whole,
            grand.likely / whole,
            up[0],
            up[1],
            up[2],
            others,
            before / whole,
            (whole - before - mass) / whole,
            first.map_or(-999.0, |first| at as f32 - first as f32),
            last.map_or(-999.0, |last| last as f32 - at as f32),
            since,
            whole,
            mass / whole,
            self.total.share(),
            (-6..=-4).map(near).fold(-1.0, f32::max),
            (4..=6).map(near).fold(-1.0, f32::max),
            self.jump(at, likely),
        ]
    }

    /// How many elements must be left to get from a piece to the nearest likely one.
    fn jump(&self, at: usize, likely: &[f32]) -> f32 {
        let is_likely = |other: &usize| likely[*other] > 0.5;
        let before = (0..at).rev().take(NEAR).find(is_likely);
        let after = (at + 1..likely.len()).take(NEAR).find(is_likely);
        let steps = |other: usize| {
            let other = self.pieces[other].node;
            let path = self.tree.path(self.pieces[at].node);
            path.take_while(|id| !self.tree.is_in(other, *id)).count() as f32
        };
        [before, after].into_iter().flatten().map(steps).fold(99.0, f32::min)
    }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn ratio(part: u32, whole: u32) -> f32 {
    part as f32 / whole.max(1) as f32
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

/// Names the way that a piece is set: its element and the one around it, with their classes.
fn group(tree: &Tree, node: NodeId) -> u64 {
    let mut hasher = DefaultHasher::new();
    for id in tree.path(node).take(2) {
        tree.tag(id).hash(&mut hasher);
        hash_of(tree.attribute(id, "class").unwrap_or_default()).hash(&mut hasher);
    }
    hasher.finish()
}
