//! Joining the user's own to the tables of the packs, above them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::actor::{ActorAt, ActorKind, Actors};
use super::name::{Name, NameKind};
use super::office::People;
use super::role::{Role, RoleKind};
use crate::dictionary::{Dictionary, OwnName, OwnRole, Whose};
use crate::table::Interval;

/// Letters of each part of a code.
const PART: usize = 3;

/// Puts what a dictionary has before what is there.
pub(super) fn join(
    own: &Dictionary,
    actors: &mut Actors,
    people: &mut People,
    names: &mut Vec<Name>,
    roles: &mut Vec<Role>,
) {
    let sectors = sectors(names, roles);
    for actor in &own.actors {
        actors.add(&actor.id, actor.kind, &actor.name, actor.held);
    }
    for office in &own.offices {
        of_id(actors, &office.actor);
    }
    people.add_own(&own.offices, actors);
    let own_names: Vec<Name> = own.names.iter().map(|n| name(actors, &sectors, n)).collect();
    names.splice(0..0, own_names);
    let own_roles = of_roles(&own.roles, roles);
    roles.splice(0..0, own_roles);
}

/// Every sector that the packs speak of.
fn sectors(names: &[Name], roles: &[Role]) -> HashSet<Arc<str>> {
    let of_names = names.iter().filter_map(|n| n.sector.clone());
    of_names.chain(roles.iter().filter_map(|r| r.sector.clone())).collect()
}

fn name(actors: &mut Actors, sectors: &HashSet<Arc<str>>, own: &OwnName) -> Name {
    let (actor, implied) = match &own.whose {
        Whose::Id(id) => (of_id(actors, id), None),
        Whose::Code(code) => of_code(actors, sectors, code),
    };
    let sector = own.sector.as_deref().or(implied).map(Arc::from);
    let of_sector = if sector.is_some() { NameKind::Organ } else { NameKind::Name };
    Name {
        actor,
        kind: own.kind.unwrap_or(of_sector),
        surface: own.surface.as_str().into(),
        sector,
        held: own.held,
        is_ambiguous: false,
        is_second: false,
        is_common: false,
        is_cased: own.is_cased,
        is_own: true,
    }
}

/// The actor of an id, made if there is none yet.
fn of_id(actors: &mut Actors, id: &str) -> ActorAt {
    let (root, is_part) = id.split_once('.').map_or((id, false), |(root, _)| (root, true));
    let kind = match actors.body(root) {
        Some(kind) => kind,
        None if is_part => ActorKind::Group,
        None => ActorKind::State,
    };
    if is_part && kind == ActorKind::Group && actors.find(root).is_none() {
        actors.add(root, ActorKind::State, root, Interval::default());
    }
    actors.add(id, kind, id, Interval::default())
}

/// The actor of a code in threes, and the sector that it states: `USAGOV`, `IGOUNO`, `NGAREB`.
///
/// A first part that is neither a state, a sort of body nor a sector becomes a state.
fn of_code<'a>(
    actors: &mut Actors,
    sectors: &HashSet<Arc<str>>,
    code: &'a str,
) -> (ActorAt, Option<&'a str>) {
    let (Some(root), Some(rest)) = (code.get(..PART), code.get(PART..)) else {
        return (of_id(actors, code), None);
    };
    let next = rest.get(..PART).or(Some(rest).filter(|rest| !rest.is_empty()));
    if let Some(state) = actors.find(root) {
        return (state, next);
    }
    if actors.body(root).is_some() {
        let id = next.map_or_else(|| root.to_owned(), |body| format!("{root}.{body}"));
        let kind = actors.body(root).unwrap_or(ActorKind::Group);
        return (actors.add(&id, kind, &id, Interval::default()), None);
    }
    if sectors.contains(root) {
        return (actors.add(code, ActorKind::Group, code, Interval::default()), Some(root));
    }
    (actors.add(root, ActorKind::State, root, Interval::default()), next)
}

/// Roles of the user's; where no kind is given, that of the packs for the same words.
fn of_roles(own: &[OwnRole], packs: &[Role]) -> Vec<Role> {
    let kinds: HashMap<&str, RoleKind> = packs.iter().map(|r| (&*r.words, r.kind)).collect();
    let role = |own: &OwnRole| Role {
        words: own.words.as_str().into(),
        sector: own.sector.as_deref().map(Arc::from),
        kind: own.kind.or_else(|| kinds.get(&*own.words).copied()).unwrap_or(RoleKind::People),
        is_relational: own.is_relational,
        other: None,
        ends_name: false,
    };
    own.iter().map(role).collect()
}
