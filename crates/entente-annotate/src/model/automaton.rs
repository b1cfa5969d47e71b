//! Runs a pattern over a text in one pass, keeping all states at once.
//!
//! The time is the length of the text times the size of the pattern, whatever the text: there is
//! no backtracking to blow up, and a look-ahead runs at most once at each place. It answers only whether the pattern fits, which is all that the
//! patterns for whole tokens ask.

use std::sync::Arc;

use super::pattern::{CharSet, Node};

/// Larger programs are refused.
const MOST_STEPS: usize = 100_000;

/// A compiled pattern.
#[derive(Debug)]
pub struct Automaton {
    steps: Vec<Step>,
    /// The programs of look-aheads.
    aheads: Vec<Automaton>,
    required: Vec<char>,
}

#[derive(Debug)]
enum Step {
    Set(Arc<CharSet>),
    Fork(usize, usize),
    Ahead { program: usize, wanted: bool },
    Start,
    End,
    Accept,
}

impl Automaton {
    /// Compiles a pattern, or says why it cannot.
    pub fn new(node: &Node) -> Result<Self, &'static str> {
        let required = node.required().into_iter().collect();
        let mut automaton = Automaton { steps: Vec::new(), aheads: Vec::new(), required };
        automaton.emit(node)?;
        automaton.push(Step::Accept)?;
        Ok(automaton)
    }

    /// Says whether the pattern fits at the start of a text.
    pub fn fits(&self, text: &str) -> bool {
        self.required.iter().all(|&c| text.contains(c)) && self.run(text, 0)
    }

    fn run(&self, text: &str, from: usize) -> bool {
        let mut now = Threads::new(self.steps.len());
        let mut next = Threads::new(self.steps.len());
        let mut at = from;
        let mut accepted = self.follow(&mut now, 0, text, at);
        for c in text[from..].chars() {
            if accepted || now.steps.is_empty() {
                break;
            }
            at += c.len_utf8();
            for i in 0..now.steps.len() {
                let step = now.steps[i];
                if let Step::Set(set) = &self.steps[step]
                    && set.contains(c)
                {
                    accepted |= self.follow(&mut next, step + 1, text, at);
                }
            }
            std::mem::swap(&mut now, &mut next);
            next.clear();
        }
        accepted
    }

    /// Adds a step and all that can be reached from it without reading; says if one accepts.
    fn follow(&self, threads: &mut Threads, step: usize, text: &str, at: usize) -> bool {
        threads.pending.push(step);
        while let Some(step) = threads.pending.pop() {
            if !threads.add(step) {
                continue;
            }
            match self.steps[step] {
                Step::Set(_) => threads.steps.push(step),
                Step::Fork(a, b) => threads.pending.extend([a, b]),
                Step::Ahead { program, wanted } => {
                    if self.aheads[program].run(text, at) == wanted {
                        threads.pending.push(step + 1);
                    }
                }
                Step::Start if at == 0 => threads.pending.push(step + 1),
                Step::End if at == text.len() => threads.pending.push(step + 1),
                Step::Start | Step::End => {}
                Step::Accept => {
                    threads.pending.clear();
                    return true;
                }
            }
        }
        false
    }

    fn emit(&mut self, node: &Node) -> Result<(), &'static str> {
        match node {
            Node::Set(set) => self.push(Step::Set(Arc::clone(set))),
            Node::Start => self.push(Step::Start),
            Node::End => self.push(Step::End),
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.emit(node)),
            Node::Either(nodes) => self.emit_either(nodes),
            Node::Repeat { node, min, max } => self.emit_repeat(node, *min, *max),
            Node::Look { node, ahead: true, wanted } => {
                self.aheads.push(Automaton::new(node)?);
                self.push(Step::Ahead { program: self.aheads.len() - 1, wanted: *wanted })
            }
            Node::Look { ahead: false, .. } => Err("looks behind inside a whole-token pattern"),
        }
    }

    /// A fork before every branch but the last; every branch ends by going to the common end.
    fn emit_either(&mut self, nodes: &[Node]) -> Result<(), &'static str> {
        let mut ends = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            let fork = self.steps.len();
            self.push(Step::Fork(fork + 1, fork + 1))?;
            self.emit(node)?;
            ends.push(self.steps.len());
            self.push(Step::Fork(0, 0))?;
            if i + 1 < nodes.len() {
                self.steps[fork] = Step::Fork(fork + 1, self.steps.len());
            }
        }
        let end = self.steps.len();
        ends.into_iter().for_each(|step| self.steps[step] = Step::Fork(end, end));
        Ok(())
    }

    fn emit_repeat(&mut self, node: &Node, min: u32, max: Option<u32>) -> Result<(), &'static str> {
        for _ in 0..min {
            let before = self.steps.len();
            self.emit(node)?;
            if self.steps.len() == before {
                // Nothing repeated is nothing, however often: nested counts must not add up.
                return Ok(());
            }
        }
        let mut forks = Vec::new();
        for _ in min..max.unwrap_or(min + 1) {
            forks.push(self.steps.len());
            self.push(Step::Fork(0, 0))?;
            self.emit(node)?;
        }
        if let (None, [fork]) = (max, &forks[..]) {
            self.push(Step::Fork(*fork, *fork))?;
        }
        let end = self.steps.len();
        forks.into_iter().for_each(|fork| self.steps[fork] = Step::Fork(fork + 1, end));
        Ok(())
    }

    fn push(&mut self, step: Step) -> Result<(), &'static str> {
        if self.steps.len() == MOST_STEPS {
            return Err("repeats too much");
        }
        self.steps.push(step);
        Ok(())
    }
}

/// The steps that wait for a character, each once.
struct Threads {
    steps: Vec<usize>,
    seen: Vec<u32>,
    round: u32,
    pending: Vec<usize>,
}

impl Threads {
    fn new(n: usize) -> Self {
        Threads { steps: Vec::new(), seen: vec![0; n], round: 1, pending: Vec::new() }
    }

    fn add(&mut self, step: usize) -> bool {
        let new = self.seen[step] != self.round;
        self.seen[step] = self.round;
        new
    }

    fn clear(&mut self) {
        self.steps.clear();
        if self.round == u32::MAX {
            self.seen.fill(0);
            self.round = 0;
        }
        self.round += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        Automaton::new(&Node::parse(pattern).unwrap()).unwrap().fits(text)
    }

    #[test]
    fn repetition_and_branches() {
        assert!(fits(r"^(?:ab|c){2,3}$", "abcab"));
        assert!(!fits(r"^(?:ab|c){2,3}$", "ab"));
        assert!(!fits(r"^(?:ab|c){2,3}$", "cccc"));
        assert!(fits(r"^a*b+c?$", "bb"));
        assert!(fits(r"a", "ab"));
        assert!(!fits(r"a", "ba"));
    }

    #[test]
    fn look_ahead_forbids_and_demands() {
        assert!(fits(r"^(?!10|12)\d\d$", "11"));
        assert!(!fits(r"^(?!10|12)\d\d$", "12"));
        assert!(fits(r"^a(?=b)\w+$", "ab"));
        assert!(!fits(r"^a(?=b)\w+$", "ac"));
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        let text = ":@a.".repeat(100_000);
        assert!(!fits(r"^(?:\S+(?::\S*)?@)?(?:[a-z]+\.)+[a-z]{2,63}$", &text));
    }
}
