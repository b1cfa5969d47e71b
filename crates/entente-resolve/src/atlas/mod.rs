//! The atlas: who there is, who held which office when, and how a language names them.
//!
//! Everything that resolving needs is worked out once, in [`Atlas::load`]: each table becomes a
//! list, and all names of actors, persons and places go into one set of [`Phrases`] keyed by the
//! text's words, all roles into another keyed by lemmas.

mod actor;
mod name;
mod office;
mod place;
mod reference;
mod role;
mod toponym;

pub(crate) use actor::{ActorAt, ActorKind, Actors};
pub(crate) use name::{Name, NameKind};
pub(crate) use office::{Office, People, PersonAt, Standing};
pub(crate) use place::{PlaceAt, Places};
pub(crate) use reference::{Link, Pronoun, Reference, Sort};
pub(crate) use role::{Role, RoleKind};
pub(crate) use toponym::Toponyms;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::coref::Lexicon;
use crate::phrase::Phrases;
use crate::place::Gazetteers;
pub use crate::table::PackError;
use crate::time::Calendar;

/// The tables of an atlas and of one language, as text.
#[derive(Clone, Copy, Debug, Default)]
pub struct AtlasText<'a> {
    /// `actors.tsv`: id, kind, name, iso2, part_of, capital, from, to, source.
    pub actors: &'a str,
    /// `offices.tsv`: person, aliases, office, actor, sector, from, to, source.
    pub offices: &'a str,
    /// `places.tsv`: id, name, kind, actor, lat, lon, source.
    pub places: &'a str,
    /// `names.tsv` of a language: actor, kind, surface, sector, from, to, remark.
    pub names: &'a str,
    /// `roles.tsv` of a language: words, sector, kind, remark.
    pub roles: &'a str,
    /// `times.tsv` of a language: word, kind, value.
    pub times: &'a str,
    /// `reference.tsv` of a language: words, kind, value, remark.
    pub reference: &'a str,
    /// `coref.tsv` of a language: word, kind, value, remark.
    pub coref: &'a str,
    /// `coref-weights.tsv` of a language: class, family, value, weight.
    pub coref_weights: &'a str,
    /// `nouns.tsv` of a language: word, kind, senses, broader.
    pub nouns: &'a str,
    /// `given-names.tsv` of a language: name, gender.
    pub given_names: &'a str,
    /// `features.tsv`: id, name, aliases, kind, lat, lon, weight, claimants, source.
    pub features: &'a str,
    /// `toponyms.tsv` of a language: words, kind, value, remark.
    pub toponyms: &'a str,
    /// Gazetteers as their files are; borrowed bytes stay where they are.
    pub gazetteers: &'a [Cow<'static, [u8]>],
}

/// Knowledge about actors, offices, places and how a language names them and times.
pub struct Atlas {
    pub(crate) actors: Actors,
    pub(crate) people: People,
    pub(crate) places: Places,
    pub(crate) names: Vec<Name>,
    pub(crate) roles: Vec<Role>,
    pub(crate) reference: Reference,
    pub(crate) calendar: Calendar,
    pub(crate) coref: Lexicon,
    pub(crate) gazetteers: Gazetteers,
    pub(crate) toponyms: Toponyms,
    /// Names of actors, persons and places by the words of a text.
    pub(crate) proper: Phrases<Proper>,
    /// Holders of an office of an actor, by its title.
    holders: HashMap<(ActorAt, Arc<str>), Vec<PersonAt>>,
    /// Indices into `roles` by the lemmas of a text.
    pub(crate) role_phrases: Phrases<usize>,
}

/// A proper name as filed.
pub(crate) struct Proper {
    /// With its capitals, which a text must have as well.
    pub(crate) spelling: Box<str>,
    pub(crate) meaning: Meaning,
}

/// What a proper name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// An actor, by the row of `names.tsv` with this index.
    Name(usize),
    /// A person by a full name.
    Person(PersonAt),
    /// A person by a family name.
    Surname(PersonAt),
    /// A place.
    Place(PlaceAt),
}

impl Atlas {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// Names the table, the line, what was expected and what was found, for the first row that has
    /// not the table's shape or names an actor that `actors.tsv` does not have.
    pub fn load(text: &AtlasText<'_>) -> Result<Self, PackError> {
        let AtlasText { actors, offices, places, names, roles, times, reference, .. } = *text;
        let AtlasText { features, toponyms, gazetteers, .. } = *text;
        let actors = Actors::load(actors)?;
        let reference = Reference::load(reference)?;
        let AtlasText { coref, coref_weights, nouns, given_names, .. } = *text;
        let letters = reference.letters();
        let mut atlas = Self {
            people: People::load(offices, &actors)?,
            places: Places::load(places, &actors)?,
            names: name::load(names, &actors)?,
            roles: role::load(roles)?,
            calendar: Calendar::load(times, letters)?,
            coref: Lexicon::load(coref, nouns, given_names, coref_weights)?,
            gazetteers: Gazetteers::load(gazetteers, features, letters)?,
            toponyms: Toponyms::load(toponyms, letters)?,
            proper: Phrases::new(letters.clone()),
            holders: HashMap::new(),
            role_phrases: Phrases::new(letters.clone()),
            reference,
            actors,
        };
        atlas.file_proper_names();
        for (at, role) in atlas.roles.iter().enumerate() {
            atlas.role_phrases.insert(&role.words, at);
        }
        atlas.file_holders();
        Ok(atlas)
    }

    /// Who holds an office on a day, if exactly one person does.
    pub(crate) fn holder(&self, of: ActorAt, title: &Arc<str>, day: Date) -> Option<PersonAt> {
        let holds = |at: &&PersonAt| {
            let offices = &self.people.get(**at).offices;
            offices.iter().any(|o| o.actor == of && o.title == *title && o.held.holds(Some(day)))
        };
        let mut holders = self.holders.get(&(of, title.clone()))?.iter().filter(holds);
        holders.next().filter(|_| holders.next().is_none()).copied()
    }

    /// Whether a meaning is that of an adjective or noun for a people.
    pub(crate) fn is_demonym(&self, meaning: Meaning) -> bool {
        let is = |name: &Name| matches!(name.kind, NameKind::Adjective | NameKind::People);
        matches!(meaning, Meaning::Name(at) if is(&self.names[at]))
    }

    fn file_holders(&mut self) {
        for (at, person) in self.people.iter() {
            for office in &person.offices {
                let holders = self.holders.entry((office.actor, office.title.clone())).or_default();
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
    }

    fn file_proper_names(&mut self) {
        let mut file = |spelling: &str, meaning| {
            self.proper.insert(spelling, Proper { spelling: spelling.into(), meaning });
        };
        for (at, name) in self.names.iter().enumerate() {
            file(&name.surface, Meaning::Name(at));
        }
        for (at, person) in self.people.iter() {
            person.full_names.iter().for_each(|n| file(n, Meaning::Person(at)));
            person.surnames.iter().for_each(|n| file(n, Meaning::Surname(at)));
        }
        for (at, site) in self.places.iter().filter(|(_, site)| !site.is_whole) {
            file(&site.place.name, Meaning::Place(at));
        }
    }
}
