//! The states and bodies that a stretch of text names.

use entente_model::{ActorId, Annotated, Relation, Resolved};

/// How far below a noun its actors are looked for.
const MAX_DEPTH: usize = 4;

/// An actor where it is named; a part of a state stands for the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: ActorId,
    pub(crate) token: u32,
    /// Whether it is a body without a state, such as one of several states.
    pub(crate) is_body: bool,
}

/// The actor that a token names.
pub(crate) fn at(text: &Annotated, who: &Resolved, token: u32) -> Option<Named> {
    let candidate = who.actor(text.mention_at(token)?)?;
    let id = candidate.id.as_ref()?;
    let id = candidate.country.as_ref().map_or_else(|| id.clone(), |c| ActorId::new(c.clone()));
    Some(Named { id, token, is_body: candidate.country.is_none() })
}

/// The actor that a token names with those coordinated with it, or else those named below it.
pub(crate) fn of(text: &Annotated, who: &Resolved, token: u32) -> Vec<Named> {
    let mut found = Vec::new();
    gather(text, who, token, MAX_DEPTH, &mut found);
    found
}

fn gather(text: &Annotated, who: &Resolved, token: u32, depth: usize, found: &mut Vec<Named>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let own = at(text, who, token);
    let is_named = own.is_some();
    let mut add = |named: Named| {
        if !found.iter().any(|f| f.id == named.id) {
            found.push(named);
        }
    };
    own.into_iter().for_each(&mut add);
    for child in text.children(token) {
        use Relation::{
            Apposition, Compound, Conjunct, Modifier, NounModifier, Object, Possessor, PrepObject,
            Preposition,
        };
        match text.relation(child) {
            Conjunct => gather(text, who, child, depth, found),
            Possessor | Compound | Modifier | NounModifier | Preposition | PrepObject
            | Apposition | Object
                if !is_named =>
            {
                gather(text, who, child, depth, found);
            }
            _ => {}
        }
    }
}

/// Every actor that a run of tokens names, in order, each once.
pub(crate) fn within(text: &Annotated, who: &Resolved, first: u32, last: u32) -> Vec<Named> {
    let from = text.mentions.partition_point(|m| m.head < first);
    let mentions = text.mentions[from..].iter().take_while(|m| m.head < last);
    let mut found: Vec<Named> = Vec::new();
    for named in mentions.filter_map(|m| at(text, who, m.head)) {
        if !found.iter().any(|f| f.id == named.id) {
            found.push(named);
        }
    }
    found
}
