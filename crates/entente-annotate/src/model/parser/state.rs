//! The state of the parser: a stack, a buffer, and the arcs so far.

use super::Action;
use crate::model::scorer::NONE;

/// A state in the middle of a parse.
///
/// The buffer is what was put back (`put_back`, last first) followed by the tokens from `next` on.
#[derive(Debug, Default)]
pub(super) struct State {
    length: u32,
    next: u32,
    stack: Vec<u32>,
    put_back: Vec<u32>,
    arcs: Vec<Arcs>,
}

/// What the state knows about one token.
#[derive(Debug, Clone, Copy)]
struct Arcs {
    head: u32,
    label: u16,
    /// Whether it was put back and has no arc since: it may not be shifted again.
    is_unshiftable: bool,
    starts_sentence: bool,
    /// Its child to the left that was attached last.
    last_left: u32,
    /// Its child to the right that was attached last.
    last_right: u32,
    /// The child of its head that was attached to the right before it.
    previous: u32,
}

const NEW: Arcs = Arcs {
    head: NONE,
    label: 0,
    is_unshiftable: false,
    starts_sentence: false,
    last_left: NONE,
    last_right: NONE,
    previous: NONE,
};

/// Which kinds of action are valid.
#[derive(Debug, Clone, Copy)]
pub(super) struct Valid {
    shift: bool,
    reduce: bool,
    arc: bool,
    break_: bool,
}

impl Valid {
    /// Returns all combinations, in the order of their [`Valid::index`].
    pub(super) fn all() -> impl Iterator<Item = Valid> {
        (0..16).map(|n| Valid {
            shift: n & 1 > 0,
            reduce: n & 2 > 0,
            arc: n & 4 > 0,
            break_: n & 8 > 0,
        })
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.shift)
            | usize::from(self.reduce) << 1
            | usize::from(self.arc) << 2
            | usize::from(self.break_) << 3
    }

    pub(super) fn allows(self, action: Action) -> bool {
        match action {
            Action::Shift => self.shift,
            Action::Reduce => self.reduce,
            Action::Left(_) | Action::Right(_) => self.arc,
            Action::Break => self.break_,
        }
    }
}

impl State {
    /// How many tokens an action is chosen by.
    pub(super) const TOKENS: usize = 8;

    /// Begins the parse of a paragraph.
    pub(super) fn start(&mut self, length: usize) {
        self.length = u32::try_from(length).expect("paragraphs are cut to a few thousand tokens");
        self.next = 0;
        self.stack.clear();
        self.put_back.clear();
        self.arcs.clear();
        self.arcs.resize(length, NEW);
    }

    pub(super) fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    /// Returns the tokens by which the next action is chosen, or [`NONE`].
    pub(super) fn tokens(&self) -> [u32; Self::TOKENS] {
        let (first, second) = (self.buffer(0), self.buffer(1));
        let top = self.stack(0);
        let (top_left, top_right) =
            self.arcs_of(top).map_or((NONE, NONE), |arcs| (arcs.last_left, arcs.last_right));
        let first_left = self.arcs_of(first).map_or(NONE, |arcs| arcs.last_left);
        [first, second, top, self.stack(1), self.stack(2), first_left, top_left, top_right]
    }

    pub(super) fn valid(&self) -> Valid {
        let buffered = self.buffered();
        let (first, second) = (self.buffer(0), self.buffer(1));
        let (starts, is_unshiftable) = self
            .arcs_of(first)
            .map_or((false, false), |arcs| (arcs.starts_sentence, arcs.is_unshiftable));
        let has_stack = !self.stack.is_empty();
        Valid {
            shift: !has_stack || (buffered >= 2 && !starts && !is_unshiftable),
            reduce: has_stack,
            arc: has_stack && buffered > 0 && !starts,
            break_: buffered >= 2
                && second == first + 1
                && !self.arcs[second as usize].starts_sentence,
        }
    }

    /// Takes an action that is valid.
    pub(super) fn take(&mut self, action: Action) {
        match action {
            Action::Shift => self.shift(),
            Action::Reduce => self.reduce(),
            Action::Left(label) => {
                let (head, child) = (self.buffer(0), self.stack(0));
                self.attach(head, child, label);
                self.arcs[head as usize].is_unshiftable = false;
                self.stack.pop();
            }
            Action::Right(label) => {
                self.attach(self.stack(0), self.buffer(0), label);
                self.shift();
            }
            Action::Break => {
                let second = self.buffer(1) as usize;
                self.arcs[second].starts_sentence = true;
            }
        }
    }

    /// Ends the parse where no action is valid.
    pub(super) fn give_up(&mut self) {
        self.stack.clear();
        self.put_back.clear();
        self.next = self.length;
    }

    /// Returns the head and label of a token, if it has one.
    pub(super) fn arc(&self, token: usize) -> Option<(u32, u16)> {
        let Arcs { head, label, .. } = self.arcs[token];
        (head != NONE).then_some((head, label))
    }

    fn shift(&mut self) {
        let first = self.put_back.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(first);
    }

    /// Drops the top of the stack, or puts it back where it has no head yet.
    fn reduce(&mut self) {
        let is_alone = self.stack.len() == 1;
        let Some(top) = self.stack.pop() else { return };
        let arcs = &mut self.arcs[top as usize];
        if arcs.head == NONE && !is_alone {
            arcs.is_unshiftable = true;
            self.put_back.push(top);
        }
    }

    /// Adds an arc, in place of the one the child had.
    ///
    /// Only the top of the stack can have one, and then it is the last child of its head: that
    /// head lies below it, and gets no further child while it is not the top itself.
    fn attach(&mut self, head: u32, child: u32, label: u16) {
        let Arcs { head: old, previous, .. } = self.arcs[child as usize];
        if old != NONE {
            self.arcs[old as usize].last_right = previous;
        }
        let of_head = &mut self.arcs[head as usize];
        let side = if child < head { &mut of_head.last_left } else { &mut of_head.last_right };
        let previous = std::mem::replace(side, child);
        let of_child = &mut self.arcs[child as usize];
        (of_child.head, of_child.label, of_child.previous) = (head, label, previous);
    }

    fn buffered(&self) -> usize {
        self.put_back.len() + (self.length - self.next) as usize
    }

    fn buffer(&self, n: usize) -> u32 {
        let back = self.put_back.len();
        if n < back {
            return self.put_back[back - 1 - n];
        }
        let token = self.next + (n - back) as u32;
        if token < self.length { token } else { NONE }
    }

    fn stack(&self, n: usize) -> u32 {
        let at = self.stack.len().checked_sub(n + 1);
        at.map_or(NONE, |at| self.stack[at])
    }

    fn arcs_of(&self, token: u32) -> Option<&Arcs> {
        self.arcs.get(token as usize)
    }
}
