//! The dependency parser: greedy arc-eager, with breaks between sentences.
//!
//! Each step scores all actions in the current [`State`] and takes the best valid one. Labels of
//! the form `x||y` say that a token belongs to a `y` below its head; [`Tree`] moves it there.

mod state;
mod tree;

use std::collections::BTreeSet;

use super::kernel::Cpu;
use super::pack::{Pack, PackError};
use super::scorer::{Features, Scorer};

use state::State;
use tree::Tree;

const ACTIONS: &str = "parser/actions";
/// Joins the two parts of a label that moves its token.
const DELIMITER: &str = "||";
/// The label of a token without a head.
const ROOT: &str = "ROOT";

/// The actions and the weights that choose among them.
#[derive(Debug)]
pub struct Parser {
    scorer: Scorer<{ State::TOKENS }>,
    actions: Vec<Action>,
    /// By [`state::Valid::index`].
    masks: Vec<Vec<f32>>,
    labels: Labels,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Shift,
    Reduce,
    Left(u16),
    Right(u16),
    Break,
}

/// The dependency labels, plain ones first.
#[derive(Debug)]
struct Labels {
    names: Vec<String>,
    root: u16,
    /// For each label after the plain ones: the label it becomes, and that of its new head.
    moves: Vec<(u16, u16)>,
    plain: u16,
}

/// The trees of some paragraphs, one entry a token.
#[derive(Debug, Default, Clone)]
pub struct Parse {
    /// The head of each token, counted from the first token of its paragraph; a root's own index.
    pub heads: Vec<u32>,
    /// The label of each token's arc, an index into [`Parser::labels`].
    pub deps: Vec<u16>,
    /// Whether the token starts a sentence.
    pub sentence_starts: Vec<bool>,
}

/// Buffers for [`Parser::apply`].
#[derive(Debug, Default)]
pub struct ParserScratch {
    features: Features,
    state: State,
    tree: Tree,
}

impl Parser {
    /// Reads the sections `parser/…`.
    pub fn from_pack(cpu: Cpu, pack: &Pack<'_>) -> Result<Self, PackError> {
        let lines: Vec<(&str, &str)> = pack
            .text(ACTIONS)?
            .lines()
            .map(|line| line.split_once('\t').unwrap_or((line, "")))
            .collect();
        let labels = Labels::new(lines.iter().map(|(_, label)| *label))?;
        let actions = lines
            .iter()
            .map(|&(kind, label)| labels.action(kind, label))
            .collect::<Result<Vec<Action>, PackError>>()?;
        let scorer = Scorer::from_pack(cpu, pack, "parser", actions.len())?;
        let masks = state::Valid::all()
            .map(|valid| scorer.actions.mask(|n| actions.get(n).is_some_and(|&a| valid.allows(a))))
            .collect();
        Ok(Parser { scorer, actions, masks, labels })
    }

    /// Returns the dependency labels that a parse can have.
    pub fn labels(&self) -> &[String] {
        &self.labels.names[..usize::from(self.labels.plain)]
    }

    /// Parses paragraphs that follow each other, and appends their trees to `parse`.
    ///
    /// `encoded` has the encodings of all their tokens, `is_space` says which are white space, and
    /// `ends` has the index after the last token of each paragraph.
    pub fn apply(
        &self,
        encoded: &[f32],
        is_space: &[bool],
        ends: &[usize],
        scratch: &mut ParserScratch,
        parse: &mut Parse,
    ) {
        let ParserScratch { features, state, tree } = scratch;
        self.scorer.features(encoded, features);
        let mut first = 0;
        for &end in ends {
            state.start(end - first);
            while !state.is_final() {
                let mask = &self.masks[state.valid().index()];
                match self.scorer.best(features, first, state.tokens(), mask) {
                    Some(n) => state.take(self.actions[n]),
                    None => state.give_up(),
                }
            }
            tree.build(state, &self.labels, &is_space[first..end], parse);
            first = end;
        }
    }
}

impl Labels {
    fn new<'a>(labels: impl Iterator<Item = &'a str>) -> Result<Self, PackError> {
        let mut plain = BTreeSet::from([ROOT]);
        let mut moving = BTreeSet::new();
        for label in labels.filter(|label| !label.is_empty()) {
            match label.split_once(DELIMITER) {
                Some((own, head)) => {
                    plain.extend([own, head]);
                    moving.insert((label, own, head));
                }
                None => {
                    plain.insert(label);
                }
            }
        }
        let number = |n: usize| {
            u16::try_from(n).map_err(|_| PackError::content(ACTIONS, "expected fewer labels"))
        };
        number(plain.len() + moving.len())?;
        let index = |label: &str| number(plain.iter().take_while(|&&known| known < label).count());
        let moves = moving.iter().map(|(_, own, head)| Ok((index(own)?, index(head)?)));
        Ok(Labels {
            moves: moves.collect::<Result<_, PackError>>()?,
            root: index(ROOT)?,
            plain: number(plain.len())?,
            names: plain
                .iter()
                .chain(moving.iter().map(|(label, ..)| label))
                .map(|&label| label.to_owned())
                .collect(),
        })
    }

    fn action(&self, kind: &str, label: &str) -> Result<Action, PackError> {
        let index = self.names.iter().position(|name| name == label);
        let index = index.and_then(|index| u16::try_from(index).ok());
        match (kind, index) {
            ("SHIFT", _) => Ok(Action::Shift),
            ("REDUCE", _) => Ok(Action::Reduce),
            ("LEFT", Some(label)) => Ok(Action::Left(label)),
            ("RIGHT", Some(label)) => Ok(Action::Right(label)),
            ("BREAK", _) => Ok(Action::Break),
            _ => Err(PackError::content(ACTIONS, format!("found the action `{kind}` `{label}`"))),
        }
    }
}
