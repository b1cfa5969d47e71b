//! The atlas: who there is, who held which office when, and how a language names them.
//!
//! Everything that resolving needs is worked out once, in [`Atlas::load`]: each table becomes a
//! list, and all names of actors, persons and places go into one set of [`Phrases`] keyed by the
//! text's words, all roles into another keyed by lemmas.

mod actor;
mod membership;
mod name;
mod office;
mod own;
mod place;
mod reference;
mod role;
mod toponym;
mod treaty;

pub(crate) use actor::{ActorAt, ActorKind, Actors};
pub(crate) use name::{Name, NameKind};
pub(crate) use office::{Office, People, PersonAt, Standing};
pub(crate) use place::{PlaceAt, Places};
pub(crate) use reference::{Link, Pronoun, Reference, Sort};
pub(crate) use role::{Role, RoleKind};
pub(crate) use toponym::Toponyms;
pub(crate) use treaty::{Treaties, TreatyAt};

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use entente_model::ActorId;
use jiff::civil::Date;

use crate::coref::Lexicon;
use crate::dictionary::Dictionary;
use crate::phrase::Phrases;
use crate::place::Gazetteers;
pub use crate::table::PackError;
use crate::time::{Calendar, Occasions};

/// The tables of an atlas and of one language, as text.
#[derive(Clone, Copy, Debug, Default)]
pub struct AtlasText<'a> {
    /// `actors.tsv`: id, kind, name, iso2, part_of, capital, from, to, source.
    pub actors: &'a str,
    /// `offices.tsv`: person, aliases, office, actor, sector, from, to, source.
    pub offices: &'a str,
    /// `memberships.tsv`: member, organisation, from, to, source.
    pub memberships: &'a str,
    /// `treaties.tsv`: id, name, aliases, parties, signed, from, to, record, source.
    pub treaties: &'a str,
    /// `places.tsv`: id, name, kind, actor, lat, lon, source.
    pub places: &'a str,
    /// `names.tsv` of a language: actor, kind, surface, sector, from, to, remark.
    pub names: &'a str,
    /// `roles.tsv` of a language: words, sector, kind, remark.
    pub roles: &'a str,
    /// `times.tsv` of a language: word, kind, value.
    pub times: &'a str,
    /// `occasions.tsv`: id, name, from, to, record, source.
    pub occasions: &'a str,
    /// `occasions.tsv` of a language: occasion, heads, company.
    pub occasion_words: &'a str,
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
    /// The user's own, which rank above all tables, the first of them highest.
    pub own: &'a [Dictionary],
}

/// Knowledge about actors, offices, places and how a language names them and times.
pub struct Atlas {
    pub(crate) actors: Actors,
    pub(crate) people: People,
    memberships: membership::Memberships,
    pub(crate) treaties: Treaties,
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
    /// Whether a text must have those capitals: some dictionaries have nothing else.
    pub(crate) is_cased: bool,
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
    /// A treaty.
    Treaty(TreatyAt),
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
        let AtlasText { memberships, features, toponyms, gazetteers, own, .. } = *text;
        let occasions = Occasions::load(text.occasions, text.occasion_words)?;
        let mut actors = Actors::load(actors)?;
        let reference = Reference::load(reference)?;
        let AtlasText { coref, coref_weights, nouns, given_names, .. } = *text;
        let letters = reference.letters();
        let mut people = People::load(offices, &actors)?;
        let mut names = name::load(names, &actors)?;
        let mut roles = role::load(roles)?;
        let places = Places::load(places, &actors)?;
        let memberships = membership::Memberships::load(memberships, &actors)?;
        let treaties = Treaties::load(text.treaties, &actors)?;
        own.iter()
            .rev()
            .for_each(|d| own::join(d, &mut actors, &mut people, &mut names, &mut roles));
        let mut atlas = Self {
            people,
            memberships,
            treaties,
            places,
            names,
            roles,
            calendar: Calendar::load(times, letters, occasions)?,
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

    /// The members of an organisation on a day, in the order of their ids; those of all times if
    /// the day is unknown, and nobody if the organisation is.
    pub fn members(&self, organisation: &ActorId, day: Option<Date>) -> Vec<&ActorId> {
        let at = self.actors.find(organisation.as_str());
        let members = at.into_iter().flat_map(|at| self.memberships.of(at, day));
        members.map(|at| &self.actors.get(at).id).collect()
    }

    /// The actors that a treaty binds, by its id, in the order of the table; nobody for one that is
    /// open to all or is not known.
    pub fn parties(&self, treaty: &str) -> Vec<&ActorId> {
        let found = self.treaties.iter().find(|(_, t)| *t.id == *treaty);
        let parties = found.into_iter().flat_map(|(_, t)| &t.parties);
        parties.map(|&at| &self.actors.get(at).id).collect()
    }

    /// Whether a meaning is a treaty of that day.
    pub(crate) fn is_treaty(&self, meaning: Meaning, day: Option<Date>) -> bool {
        matches!(meaning, Meaning::Treaty(at) if self.treaties.get(at).is_known_on(day))
    }

    /// Whether the user gave a name or person.
    pub(crate) fn is_own(&self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Name(at) => self.names[at].is_own,
            Meaning::Person(at) | Meaning::Surname(at) => self.people.get(at).is_own,
            Meaning::Place(_) | Meaning::Treaty(_) => false,
        }
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
        let mut file = |spelling: &str, is_cased: bool, meaning| {
            self.proper.insert(spelling, Proper { spelling: spelling.into(), is_cased, meaning });
        };
        // `Abdullah II of Jordan` is not called Jordan.
        let states: HashSet<&str> = self.names.iter().map(|n| &*n.surface).collect();
        for (at, name) in self.names.iter().enumerate() {
            file(&name.surface, name.is_cased, Meaning::Name(at));
        }
        // The user's come first, as the table has them last.
        let (own, others): (Vec<_>, Vec<_>) = self.people.iter().partition(|(_, p)| p.is_own);
        for (at, person) in own.into_iter().chain(others) {
            person.full_names.iter().for_each(|n| file(n, true, Meaning::Person(at)));
            let surnames = person.surnames.iter().filter(|n| !states.contains(&***n));
            surnames.for_each(|n| file(n, true, Meaning::Surname(at)));
        }
        for (at, site) in self.places.iter().filter(|(_, site)| !site.is_whole) {
            file(&site.place.name, true, Meaning::Place(at));
        }
        for (at, treaty) in self.treaties.iter() {
            treaty.names.iter().for_each(|n| file(n, true, Meaning::Treaty(at)));
        }
    }
}
