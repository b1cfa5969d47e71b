//! The entity recogniser: one action a token, in the BILUO scheme.
//!
//! An entity is one token (`U`), or begins (`B`), goes on (`I`) and ends with its last (`L`); all
//! else is outside (`O`). No entity starts on white space or crosses a sentence boundary.

use super::kernel::Cpu;
use super::pack::{Pack, PackError};
use super::scorer::{Features, NONE, Scorer};

const ACTIONS: &str = "ner/actions";

/// The actions and the weights that choose among them.
#[derive(Debug)]
pub struct Recogniser {
    scorer: Scorer<3>,
    actions: Vec<Action>,
    labels: Vec<String>,
    /// What is valid outside of an entity that may have more than one token.
    outside: Vec<f32>,
    /// What is valid outside where the next token starts a sentence.
    outside_at_end: Vec<f32>,
    /// What is valid inside an entity of each label.
    inside: Vec<Vec<f32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Begin(u16),
    In(u16),
    Last(u16),
    Unit(u16),
    Out,
    /// An action of the file that is never valid.
    Never,
}

/// An entity: a run of tokens and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntitySpan {
    /// The first token.
    pub first: u32,
    /// The index after its last token.
    pub last: u32,
    /// Its label, an index into [`Recogniser::labels`].
    pub label: u16,
}

impl Recogniser {
    /// Reads the sections `ner/…`, but for those of the encoder.
    pub fn from_pack(cpu: Cpu, pack: &Pack<'_>) -> Result<Self, PackError> {
        let mut labels = Vec::new();
        let actions = pack
            .text(ACTIONS)?
            .lines()
            .map(|line| action(line, &mut labels))
            .collect::<Result<Vec<Action>, PackError>>()?;
        let scorer = Scorer::from_pack(cpu, pack, "ner", actions.len())?;
        let mask = |allows: &dyn Fn(Action) -> bool| {
            scorer.actions.mask(|n| actions.get(n).is_some_and(|&action| allows(action)))
        };
        let single = |action| matches!(action, Action::Unit(_) | Action::Out);
        Ok(Recogniser {
            outside: mask(&|action| single(action) || matches!(action, Action::Begin(_))),
            outside_at_end: mask(&single),
            inside: (0..labels.len() as u16)
                .map(|l| mask(&|action| action == Action::In(l) || action == Action::Last(l)))
                .collect(),
            scorer,
            actions,
            labels,
        })
    }

    /// Returns the labels that an entity can have.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Finds the entities of paragraphs that follow each other, and appends them to `entities`.
    ///
    /// `encoded` has the encodings of all their tokens; `ends` has the index after the last token
    /// of each paragraph. Entities are counted from the first token of all.
    pub fn apply(
        &self,
        encoded: &[f32],
        is_space: &[bool],
        sentence_starts: &[bool],
        ends: &[usize],
        features: &mut Features,
        entities: &mut Vec<EntitySpan>,
    ) {
        self.scorer.features(encoded, features);
        let mut first = 0;
        for &end in ends {
            let mut open: Option<(usize, u16)> = None;
            for token in first..end {
                let may_go_on = token + 1 < end && !sentence_starts[token + 1];
                let action = match open {
                    Some((_, label)) if !may_go_on => Action::Last(label),
                    Some((start, label)) => {
                        let tokens = [token, start, token - 1].map(|token| token as u32);
                        self.best(features, tokens, &self.inside[usize::from(label)])
                    }
                    None if is_space[token] => Action::Out,
                    None => {
                        let mask = if may_go_on { &self.outside } else { &self.outside_at_end };
                        self.best(features, [token as u32, NONE, NONE], mask)
                    }
                };
                let mut close = |start: usize, label| {
                    let (first, last) = (start as u32, token as u32 + 1);
                    entities.push(EntitySpan { first, last, label });
                };
                match (action, open) {
                    (Action::Begin(label), None) => open = Some((token, label)),
                    (Action::Unit(label), None) => close(token, label),
                    (Action::Last(_), Some((start, label))) => {
                        close(start, label);
                        open = None;
                    }
                    _ => {}
                }
            }
            first = end;
        }
    }

    fn best(&self, features: &Features, tokens: [u32; 3], mask: &[f32]) -> Action {
        self.scorer.best(features, 0, tokens, mask).map_or(Action::Out, |n| self.actions[n])
    }
}

/// Reads a line of the list of actions: kind, tab, label.
fn action(line: &str, labels: &mut Vec<String>) -> Result<Action, PackError> {
    let (kind, label) = line.split_once('\t').unwrap_or((line, ""));
    match (kind, label) {
        ("O", _) => return Ok(Action::Out),
        (_, "") => return Ok(Action::Never),
        _ => {}
    }
    let index = labels.iter().position(|known| known == label).unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    });
    let index = u16::try_from(index)
        .map_err(|_| PackError::content(ACTIONS, "expected fewer than 65536 labels"))?;
    match kind {
        "B" => Ok(Action::Begin(index)),
        "I" => Ok(Action::In(index)),
        "L" => Ok(Action::Last(index)),
        "U" => Ok(Action::Unit(index)),
        _ => Err(PackError::content(ACTIONS, format!("found the action `{line}`"))),
    }
}
