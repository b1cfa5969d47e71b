//! From the arcs of a finished parse to a tree and its sentences.

use super::state::State;
use super::{Labels, Parse};

/// How often edges are passed on to heads, at most; only arcs that cross need more than once.
const ROUNDS: usize = 12;

/// The tree of one paragraph, with the first and last token below each token.
#[derive(Debug, Default)]
pub(super) struct Tree {
    heads: Vec<u32>,
    labels: Vec<u16>,
    left: Vec<u32>,
    right: Vec<u32>,
    is_start: Vec<bool>,
    level: Vec<u32>,
    next_level: Vec<u32>,
}

impl Tree {
    /// Appends the tree of a finished state to `parse`.
    pub(super) fn build(
        &mut self,
        state: &State,
        labels: &Labels,
        is_space: &[bool],
        parse: &mut Parse,
    ) {
        self.heads.clear();
        self.labels.clear();
        for token in 0..is_space.len() {
            let (head, label) = state.arc(token).unwrap_or((token as u32, labels.root));
            self.heads.push(head);
            self.labels.push(label);
        }
        self.find_edges();
        if self.labels.iter().any(|&label| label >= labels.plain) {
            self.move_tokens(labels, is_space);
            self.find_edges();
        }
        parse.heads.extend_from_slice(&self.heads);
        parse.deps.extend_from_slice(&self.labels);
        let first = parse.sentence_starts.len();
        parse.sentence_starts.resize(first + self.heads.len(), false);
        for (token, &head) in (0..).zip(&self.heads) {
            if token == head {
                parse.sentence_starts[first + self.left[token as usize] as usize] = true;
            }
        }
    }

    /// Moves each token whose label says so below the token it names, from left to right.
    fn move_tokens(&mut self, labels: &Labels, is_space: &[bool]) {
        for token in 0..self.heads.len() {
            let Some(at) = self.labels[token].checked_sub(labels.plain) else { continue };
            let (label, head_label) = labels.moves[usize::from(at)];
            if let Some(head) = self.find_below(token as u32, head_label, is_space) {
                self.heads[token] = head;
            }
            self.labels[token] = label;
        }
    }

    /// Returns the first token below the head of `token` that has a label: the nearest level
    /// first, from left to right.
    ///
    /// Neither white space nor `token` itself counts, with all that is below them. Edges are those
    /// from before any token was moved.
    fn find_below(&mut self, token: u32, label: u16, is_space: &[bool]) -> Option<u32> {
        self.level.clear();
        self.level.push(self.heads[token as usize]);
        while !self.level.is_empty() {
            self.next_level.clear();
            for &head in &self.level {
                for child in self.left[head as usize]..=self.right[head as usize] {
                    let at = child as usize;
                    if self.heads[at] != head || child == head || child == token || is_space[at] {
                        continue;
                    }
                    if self.labels[at] == label {
                        return Some(child);
                    }
                    self.next_level.push(child);
                }
            }
            std::mem::swap(&mut self.level, &mut self.next_level);
        }
        None
    }

    /// Finds the first and the last token below each token.
    fn find_edges(&mut self) {
        let length = self.heads.len();
        for edges in [&mut self.left, &mut self.right] {
            edges.clear();
            edges.extend(0..length as u32);
        }
        for _ in 0..ROUNDS {
            (0..length).for_each(|token| self.pass_on(token));
            (0..length).rev().for_each(|token| self.pass_on(token));
            if self.heads_stay_inside() {
                break;
            }
        }
    }

    fn pass_on(&mut self, token: usize) {
        let head = self.heads[token] as usize;
        self.left[head] = self.left[head].min(self.left[token]);
        self.right[head] = self.right[head].max(self.right[token]);
    }

    /// Says whether all heads lie in the sentence of their token.
    ///
    /// As in the reference, the start of the next sentence still counts as inside, and the last
    /// token of all is not looked at.
    fn heads_stay_inside(&mut self) -> bool {
        let length = self.heads.len();
        self.is_start.clear();
        self.is_start.resize(length, false);
        for (token, &head) in self.heads.iter().enumerate() {
            if token == head as usize {
                self.is_start[self.left[token] as usize] = true;
            }
        }
        let mut start = 0;
        for token in 0..length {
            if (token > 0 && self.is_start[token]) || token + 1 == length {
                let inside = start as u32..=token as u32;
                if !self.heads[start..token].iter().all(|head| inside.contains(head)) {
                    return false;
                }
                start = token;
            }
        }
        true
    }
}
