//! Who belongs to an organisation, and since when: `memberships.tsv`.

use std::collections::HashMap;

use jiff::civil::Date;

use super::actor::{ActorAt, Actors};
use crate::table::{self, Interval, PackError};

/// The members of each organisation, in the order of the table.
#[derive(Default)]
pub(crate) struct Memberships {
    by_organisation: HashMap<ActorAt, Vec<(ActorAt, Interval)>>,
}

impl Memberships {
    /// Reads `memberships.tsv`: member, organisation, from, to, source.
    pub(crate) fn load(text: &str, actors: &Actors) -> Result<Self, PackError> {
        let mut all = Self::default();
        for row in table::rows::<5>("memberships.tsv", text) {
            let row = row?;
            let actor = |column| row.parse(column, "an id of actors.tsv", |id| actors.find(id));
            let (member, organisation) = (actor(0)?, actor(1)?);
            let held = row.interval(2)?;
            all.by_organisation.entry(organisation).or_default().push((member, held));
        }
        Ok(all)
    }

    /// Who belongs to an organisation on a day; on an unknown one, who ever did.
    pub(crate) fn of(
        &self,
        organisation: ActorAt,
        day: Option<Date>,
    ) -> impl Iterator<Item = ActorAt> {
        let members = self.by_organisation.get(&organisation).into_iter().flatten();
        members.filter(move |(_, held)| held.holds(day)).map(|(member, _)| *member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_those_of_the_day() {
        let actors = Actors::load("IGO.A\tigo\tThe A\nMLI\tstate\tMali\nNER\tstate\tNiger\n")
            .expect("a good table");
        let text = "MLI\tIGO.A\t1975-05-28\t2025-01-29\nNER\tIGO.A\t1990\n";
        let table = Memberships::load(text, &actors).expect("a good table");
        let organisation = actors.find("IGO.A").expect("it is there");
        let on = |day: &str| {
            let members = table.of(organisation, day.parse().ok());
            members.map(|at| actors.get(at).id.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(on("1980-01-01"), ["MLI"]);
        assert_eq!(on("2025-01-29"), ["MLI", "NER"]);
        assert_eq!(on("2025-01-30"), ["NER"]);
        assert_eq!(on("no day"), ["MLI", "NER"]);
    }

    #[test]
    fn an_unknown_member_is_an_error() {
        let actors = Actors::load("IGO.A\tigo\tThe A").expect("a good table");
        let error = Memberships::load("XXX\tIGO.A", &actors).err().expect("an error");
        let said = "memberships.tsv line 1: expected an id of actors.tsv, found `XXX`";
        assert_eq!(error.to_string(), said);
    }
}
