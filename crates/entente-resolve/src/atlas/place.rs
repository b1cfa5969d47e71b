//! Countries, capitals and seats of government: `places.tsv`.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{Place, PlaceId};

use super::actor::{ActorAt, Actors};
use crate::table::{self, PackError};

/// Index of a place in [`Places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PlaceAt(u32);

/// A row of `places.tsv`.
pub(crate) struct Site {
    pub(crate) place: Place,
    /// The state it lies in.
    pub(crate) actor: Option<ActorAt>,
    /// Whether it is a country or division as a whole, which has its names elsewhere.
    pub(crate) is_whole: bool,
}

/// All places, by index and by id.
#[derive(Default)]
pub(crate) struct Places {
    list: Vec<Site>,
    by_id: HashMap<Box<str>, PlaceAt>,
    countries: HashMap<ActorAt, PlaceAt>,
}

impl Places {
    /// Reads `places.tsv`: id, name, kind, actor, lat, lon, source.
    pub(crate) fn load(text: &str, actors: &Actors) -> Result<Self, PackError> {
        let mut all = Self::default();
        for row in table::rows::<7>("places.tsv", text) {
            let row = row?;
            let id = row.required(0, "an id")?;
            let actor = row.parse(3, "an id of actors.tsv", |id| match id {
                "" => Some(None),
                id => actors.find(id).map(Some),
            })?;
            let degrees =
                |bound: f64| move |cell: &str| cell.parse().ok().filter(|d: &f64| d.abs() <= bound);
            let place = Place {
                id: PlaceId::new(id),
                name: Arc::from(row.required(1, "a name")?),
                lat: row.parse(4, "degrees of latitude", degrees(90.0))?,
                lon: row.parse(5, "degrees of longitude", degrees(180.0))?,
                country: actor.and_then(|at| actors.get(at).country.clone()),
            };
            let at = PlaceAt(u32::try_from(all.list.len()).unwrap_or(u32::MAX));
            all.by_id.insert(id.into(), at);
            let is_country = row.cell(2) == "country";
            if let Some(actor) = actor.filter(|_| is_country) {
                all.countries.insert(actor, at);
            }
            let is_whole = is_country || row.cell(2) == "division";
            all.list.push(Site { place, actor, is_whole });
        }
        Ok(all)
    }

    /// The place of an index that this table gave out.
    pub(crate) fn get(&self, at: PlaceAt) -> &Site {
        &self.list[at.0 as usize]
    }

    /// The place of an id.
    pub(crate) fn find(&self, id: &str) -> Option<PlaceAt> {
        self.by_id.get(id).copied()
    }

    /// A country as a whole.
    pub(crate) fn country(&self, actor: ActorAt) -> Option<PlaceAt> {
        self.countries.get(&actor).copied()
    }

    /// Every place with its index, in the order of the table.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PlaceAt, &Site)> {
        (0..).map(PlaceAt).zip(&self.list)
    }
}
