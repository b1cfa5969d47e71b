//! Who held which office when: `offices.tsv`.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::actor::{ActorAt, Actors};
use crate::dictionary::OwnOffice;
use crate::table::{self, Era, Interval, PackError};

/// Index of a person in [`People`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PersonAt(u32);

/// A person with every office in the table.
pub(crate) struct Person {
    pub(crate) name: Arc<str>,
    /// Full names, the usual one first.
    pub(crate) full_names: Vec<Box<str>>,
    /// Names that stand alone only with support: family names.
    pub(crate) surnames: Vec<Box<str>>,
    /// Offices in the order of the table.
    pub(crate) offices: Vec<Office>,
    /// Whether the user gave the offices, which rank above the packs.
    pub(crate) is_own: bool,
}

/// A row of `offices.tsv` without the person.
pub(crate) struct Office {
    pub(crate) title: Arc<str>,
    pub(crate) actor: ActorAt,
    pub(crate) sector: Option<Arc<str>>,
    pub(crate) held: Interval,
}

/// Which office of a person counts on a day.
pub(crate) enum Standing<'a> {
    /// In office on that day.
    Holds(&'a Office),
    /// The day is unknown: the latest office.
    Latest(&'a Office),
    /// Out of office since.
    Held(&'a Office),
    /// Not yet in office.
    Later(&'a Office),
}

impl<'a> Standing<'a> {
    /// The office, whenever it is held.
    pub(crate) fn office(&self) -> &'a Office {
        let (Self::Holds(o) | Self::Latest(o) | Self::Held(o) | Self::Later(o)) = self;
        o
    }
}

impl Person {
    /// The office that counts on a day; of several the one that is asked for by title, else the
    /// last to begin. `None` only for a person without offices, which no table makes.
    pub(crate) fn standing(&self, day: Option<Date>, title: Option<&str>) -> Option<Standing<'_>> {
        let rank = |o: &&Office| (title == Some(&*o.title), o.held.from);
        let latest = |era: Era| self.offices.iter().filter(move |o| o.held.era(day) == era);
        if let Some(office) = latest(Era::Within).max_by_key(rank) {
            return Some(match day {
                Some(_) => Standing::Holds(office),
                None => Standing::Latest(office),
            });
        }
        let past = latest(Era::After).max_by_key(|o| o.held.to);
        let later = || latest(Era::Before).min_by_key(|o| o.held.from);
        past.map(Standing::Held).or_else(|| later().map(Standing::Later))
    }

    /// Whether the person holds any office on a day.
    pub(crate) fn in_office(&self, day: Option<Date>) -> bool {
        self.offices.iter().any(|o| o.held.holds(day))
    }

    fn new(name: &str) -> Self {
        let (surnames, offices) = Default::default();
        let is_own = false;
        Self { name: name.into(), full_names: vec![name.into()], surnames, offices, is_own }
    }

    /// Takes in a cell of aliases separated by `|`; `family=` gives a family name.
    fn add_aliases(&mut self, cell: &str) {
        for alias in cell.split('|').map(str::trim).filter(|a| !a.is_empty()) {
            match alias.strip_prefix("family=") {
                Some(family) => push_new(&mut self.surnames, family),
                None => push_new(&mut self.full_names, alias),
            }
        }
    }

    /// Derives family names for a person whose table row states none.
    fn derive_surnames(&mut self) {
        if self.surnames.is_empty() {
            for full in &self.full_names {
                derived_surnames(full).for_each(|s| push_new(&mut self.surnames, s));
            }
        }
    }
}

/// The last word of a name; the same with the small words before it (`von der Leyen`); and the
/// same without a small prefix (`al-Assad`, `Assad`).
fn derived_surnames(full: &str) -> impl Iterator<Item = &str> {
    let is_small = |word: &str| word.starts_with(char::is_lowercase);
    let (given, last) = full.rsplit_once(' ').unwrap_or((full, ""));
    let particles = given.rsplit(' ').take_while(|w| is_small(w));
    let with_particles = particles.map(|w| w.len() + 1).sum::<usize>() + last.len();
    let long = full.get(full.len() - with_particles..);
    let bare = last.split_once('-').filter(|(prefix, _)| is_small(prefix)).map(|(_, bare)| bare);
    [Some(last), long, bare].into_iter().flatten().filter(|s| !s.is_empty())
}

fn push_new(to: &mut Vec<Box<str>>, text: &str) {
    if !to.iter().any(|t| **t == *text) {
        to.push(text.into());
    }
}

/// All persons, by index.
#[derive(Default)]
pub(crate) struct People {
    list: Vec<Person>,
}

impl People {
    /// Reads `offices.tsv`: person, aliases, office, actor, sector, from, to, source.
    pub(crate) fn load(text: &str, actors: &Actors) -> Result<Self, PackError> {
        let mut people = Self::default();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for row in table::rows::<8>("offices.tsv", text) {
            let row = row?;
            let name = row.required(0, "a person's name")?;
            let at = *by_name.entry(name).or_insert_with(|| {
                people.list.push(Person::new(name));
                people.list.len() - 1
            });
            let person = &mut people.list[at];
            person.add_aliases(row.cell(1));
            let sector = row.cell(4);
            person.offices.push(Office {
                title: row.required(2, "an office")?.into(),
                actor: row.parse(3, "an id of actors.tsv", |id| actors.find(id))?,
                sector: (!sector.is_empty()).then(|| sector.into()),
                held: row.interval(5)?,
            });
        }
        people.list.iter_mut().for_each(Person::derive_surnames);
        Ok(people)
    }

    /// Adds offices of the user's; a person in the table is another one, who ranks below.
    pub(crate) fn add_own(&mut self, own: &[OwnOffice], actors: &Actors) {
        let before = self.list.len();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for office in own {
            let Some(actor) = actors.find(&office.actor) else { continue };
            let at = *by_name.entry(&office.person).or_insert_with(|| {
                self.list.push(Person { is_own: true, ..Person::new(&office.person) });
                self.list.len() - 1
            });
            let person = &mut self.list[at];
            person.add_aliases(&office.aliases);
            person.offices.push(Office {
                title: office.title.as_str().into(),
                actor,
                sector: office.sector.as_deref().map(Arc::from),
                held: office.held,
            });
        }
        self.list[before..].iter_mut().for_each(Person::derive_surnames);
    }

    /// The person of an index that this table gave out.
    pub(crate) fn get(&self, at: PersonAt) -> &Person {
        &self.list[at.0 as usize]
    }

    /// Every person with its index, in the order of the table.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PersonAt, &Person)> {
        (0..).map(PersonAt).zip(&self.list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> People {
        let actors = Actors::load("MLI\tstate\tMali").expect("a good table");
        People::load(text, &actors).expect("a good table")
    }

    #[test]
    fn surnames_are_the_last_word_unless_stated() {
        let people = people(
            "Ann von der Aue\tAnna von der Aue\tpresident\tMLI\tGOV\nBo Mei\tfamily=Bo\tking\tMLI\tGOV",
        );
        let surnames =
            |at: usize| people.list[at].surnames.iter().map(|s| &**s).collect::<Vec<_>>();
        assert_eq!(surnames(0), ["Aue", "von der Aue"]);
        assert_eq!(surnames(1), ["Bo"]);
    }

    #[test]
    fn the_office_of_the_day_counts() {
        let people = people(
            "Ann Aue\t\tprime minister\tMLI\tGOV\t2001\t2003\nAnn Aue\t\tpresident\tMLI\tGOV\t2005\t2009",
        );
        let title = |day: &str| match people.list[0].standing(day.parse().ok(), None) {
            Some(Standing::Holds(o)) => format!("holds {}", o.title),
            Some(Standing::Latest(o)) => format!("latest {}", o.title),
            Some(Standing::Held(o)) => format!("held {}", o.title),
            Some(Standing::Later(o)) => format!("later {}", o.title),
            None => "nothing".into(),
        };
        assert_eq!(title("2002-01-01"), "holds prime minister");
        assert_eq!(title("2004-01-01"), "held prime minister");
        assert_eq!(title("2006-01-01"), "holds president");
        assert_eq!(title("1999-01-01"), "later prime minister");
        assert_eq!(title("no day"), "latest president");
    }
}
