//! The states and bodies that a stretch of text names.

use entente_model::{ActorId, Candidate, Relation};

use super::find::Line;

/// How far below a noun its actors are looked for.
const MAX_DEPTH: usize = 4;

/// An actor where it is named; a political part of a state stands for the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: ActorId,
    pub(crate) token: u32,
    /// Whether it is a body without a state, such as one of several states.
    pub(crate) is_body: bool,
}

/// The actor that a token names.
pub(crate) fn at(line: &Line<'_>, token: u32) -> Option<Named> {
    let candidate = candidate(line, token).filter(|c| is_political(line, c))?;
    let id = candidate.id.as_ref()?;
    let id = candidate.country.as_ref().map_or_else(|| id.clone(), |c| ActorId::new(c.clone()));
    Some(Named { id, token, is_body: candidate.country.is_none() })
}

fn candidate<'a>(line: &Line<'a>, token: u32) -> Option<&'a Candidate> {
    line.who.actor(line.text.mention_at(token)?)
}

/// Firms, crowds and outlets are of a state and do not stand for it.
fn is_political(line: &Line<'_>, candidate: &Candidate) -> bool {
    let Some(sector) = candidate.sector.as_deref() else { return true };
    line.sectors.is_empty() || line.sectors.iter().any(|known| known == sector)
}

/// Whether a token names somebody who does not stand for a state.
fn is_private(line: &Line<'_>, token: u32) -> bool {
    candidate(line, token).is_some_and(|c| !is_political(line, c))
}

/// The actor that a token names with those coordinated with it, or else those named below it.
pub(crate) fn of(line: &Line<'_>, token: u32) -> Vec<Named> {
    let mut found = Vec::new();
    gather(line, token, MAX_DEPTH, &mut found);
    found
}

fn gather(line: &Line<'_>, token: u32, depth: usize, found: &mut Vec<Named>) {
    use Relation::{
        Apposition, Compound, Conjunct, Modifier, NounModifier, Object, Possessor, PrepObject,
        Preposition,
    };
    let Some(depth) = depth.checked_sub(1) else { return };
    let own = at(line, token);
    let is_leaf = own.is_some() || is_private(line, token);
    if let Some(own) = own.filter(|own| !found.iter().any(|f| f.id == own.id)) {
        found.push(own);
    }
    for child in line.text.children(token) {
        let is_below = match line.text.relation(child) {
            Conjunct => true,
            Possessor | Compound | Modifier | NounModifier | Preposition | PrepObject
            | Apposition | Object => !is_leaf,
            _ => false,
        };
        if is_below {
            gather(line, child, depth, found);
        }
    }
}

/// Every actor that a run of tokens names, in order, each once.
pub(crate) fn within(line: &Line<'_>, first: u32, last: u32) -> Vec<Named> {
    let mentions = &line.text.mentions;
    let from = mentions.partition_point(|m| m.head < first);
    let heads = mentions[from..].iter().map(|m| m.head).take_while(|&head| head < last);
    let mut found: Vec<Named> = Vec::new();
    for named in heads.filter(|&t| !is_of_private(line, t)).filter_map(|t| at(line, t)) {
        if !found.iter().any(|f| f.id == named.id) {
            found.push(named);
        }
    }
    found
}

/// `Malian firms`: whose state is only that of somebody else.
fn is_of_private(line: &Line<'_>, token: u32) -> bool {
    use Relation::{Compound, Modifier, NounModifier, Possessor};
    let relation = line.text.relation(token);
    matches!(relation, Compound | Modifier | NounModifier | Possessor)
        && is_private(line, line.text.head(token))
}
