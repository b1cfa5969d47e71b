//! States, territories, past states, organisations and groups: `actors.tsv`.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::ActorId;

use crate::table::{self, Interval, PackError};

/// Index of an actor in [`Actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ActorAt(u32);

/// A row of `actors.tsv`.
pub(crate) struct Actor {
    pub(crate) id: ActorId,
    pub(crate) kind: ActorKind,
    pub(crate) name: Arc<str>,
    /// The state it is or belongs to.
    pub(crate) country: Option<Arc<str>>,
    /// Its own sector, if it is narrower than a state.
    pub(crate) sector: Option<Arc<str>>,
    /// Id of its capital in `places.tsv`.
    pub(crate) capital: Box<str>,
    pub(crate) held: Interval,
}

/// What sort of actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActorKind {
    State,
    Territory,
    PastState,
    Igo,
    Ngo,
    Group,
}

impl ActorKind {
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "state" => Self::State,
            "territory" => Self::Territory,
            "past-state" => Self::PastState,
            "igo" => Self::Igo,
            "ngo" => Self::Ngo,
            "group" => Self::Group,
            _ => return None,
        })
    }

    /// Whether it is a country, now, once or as a dependency.
    pub(crate) fn is_country(self) -> bool {
        matches!(self, Self::State | Self::Territory | Self::PastState)
    }
}

/// All actors, by index and by id.
#[derive(Default)]
pub(crate) struct Actors {
    list: Vec<Actor>,
    by_id: HashMap<Box<str>, ActorAt>,
}

impl Actors {
    /// Reads `actors.tsv`: id, kind, name, iso2, part_of, capital, from, to, source.
    pub(crate) fn load(text: &str) -> Result<Self, PackError> {
        let mut all = Self::default();
        for row in table::rows::<9>("actors.tsv", text) {
            let row = row?;
            let id = row.required(0, "an id")?;
            let kind = row.parse(1, "a kind of actor", ActorKind::from_name)?;
            let at = ActorAt(u32::try_from(all.list.len()).unwrap_or(u32::MAX));
            if all.by_id.insert(id.into(), at).is_some() {
                return Err(row.error("each id once", id));
            }
            all.list.push(Actor {
                id: ActorId::new(id),
                kind,
                name: row.required(2, "a name")?.into(),
                country: kind.is_country().then(|| id.into()),
                sector: sector(id, kind).map(Arc::from),
                capital: row.cell(5).into(),
                held: row.interval(6)?,
            });
        }
        all.give_groups_their_countries();
        Ok(all)
    }

    /// Adds an actor; one whose id is there already stays as it is.
    pub(crate) fn add(&mut self, id: &str, kind: ActorKind, name: &str, held: Interval) -> ActorAt {
        if let Some(at) = self.find(id) {
            return at;
        }
        let at = ActorAt(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let root = self.find(ActorId::new(id).root()).map(|root| self.get(root));
        let country = root.filter(|root| root.kind.is_country()).and_then(|r| r.country.clone());
        self.by_id.insert(id.into(), at);
        self.list.push(Actor {
            id: ActorId::new(id),
            kind,
            name: name.into(),
            country: if kind.is_country() { Some(id.into()) } else { country },
            sector: sector(id, kind).map(Arc::from),
            capital: Box::default(),
            held,
        });
        at
    }

    /// The kind of the bodies whose ids begin so: `IGO` of `IGO.ASEAN`.
    pub(crate) fn body(&self, root: &str) -> Option<ActorKind> {
        let is_body = |a: &&Actor| a.id.root() == root && a.id.as_str() != root;
        self.list.iter().find(is_body).map(|a| a.kind).filter(|kind| !kind.is_country())
    }

    fn give_groups_their_countries(&mut self) {
        for at in 0..self.list.len() {
            let root = self.find(self.list[at].id.root()).map(|root| self.get(root));
            if let Some(root) = root.filter(|root| root.kind.is_country()) {
                self.list[at].country = root.country.clone();
            }
        }
    }

    /// The actor of an index that this table gave out.
    pub(crate) fn get(&self, at: ActorAt) -> &Actor {
        &self.list[at.0 as usize]
    }

    /// The actor of an id.
    pub(crate) fn find(&self, id: &str) -> Option<ActorAt> {
        self.by_id.get(id).copied()
    }
}

/// The sector that an id states: `PSE.REB.HAMAS` is of `REB`, `NGO.OXFAM` of `NGO`.
fn sector(id: &str, kind: ActorKind) -> Option<&str> {
    let mut parts = id.split('.');
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    match kind {
        ActorKind::Ngo => first,
        ActorKind::Group => second.filter(|_| third.is_some()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_belongs_to_its_country() {
        let text = "MLI\tstate\tMali\nMLI.REB.NORTH\tgroup\tThe Northern Front\n";
        let actors = Actors::load(text).expect("a good table");
        let group = actors.get(actors.find("MLI.REB.NORTH").expect("it is there"));
        assert_eq!(group.country.as_deref(), Some("MLI"));
        assert_eq!(group.sector.as_deref(), Some("REB"));
    }

    #[test]
    fn an_id_twice_is_an_error() {
        let error = Actors::load("MLI\tstate\tMali\nMLI\tstate\tMali").err().expect("an error");
        assert_eq!(error.to_string(), "actors.tsv line 2: expected each id once, found `MLI`");
    }
}
