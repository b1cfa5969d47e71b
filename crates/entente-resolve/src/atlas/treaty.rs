//! Treaties by name: `treaties.tsv`. A treaty does not act, and what its name has of places is not
//! where something happens.

use jiff::civil::Date;

use super::actor::{ActorAt, Actors};
use crate::table::{self, Interval, PackError};

/// Index of a treaty in [`Treaties`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TreatyAt(u32);

/// A row of the table.
pub(crate) struct Treaty {
    pub(crate) id: Box<str>,
    /// The usual name first.
    pub(crate) names: Vec<Box<str>>,
    /// Whom it binds; nobody for one that is open to all.
    pub(crate) parties: Vec<ActorAt>,
    /// From its signature to its last day in force.
    known: Interval,
}

/// All treaties, in the order of the table.
#[derive(Default)]
pub(crate) struct Treaties(Vec<Treaty>);

impl Treaties {
    /// Reads `treaties.tsv`: id, name, aliases, parties, signed, from, to, record, source.
    pub(crate) fn load(text: &str, actors: &Actors) -> Result<Self, PackError> {
        let read = |row: Result<table::Row<'_, 9>, PackError>| {
            let row = row?;
            let name = row.required(1, "the name of a treaty")?;
            let aliases = row.cell(2).split('|').map(str::trim).filter(|a| !a.is_empty());
            let parties = row.cell(3).split('|').filter(|id| !id.is_empty());
            let parties = parties.map(|id| actors.find(id)).collect();
            let parties: Option<Vec<ActorAt>> = parties;
            let (signed, held) = (row.interval(4)?.from, row.interval(5)?);
            Ok(Treaty {
                id: row.required(0, "an id")?.into(),
                names: std::iter::once(name).chain(aliases).map(Into::into).collect(),
                parties: parties
                    .ok_or_else(|| row.error("ids of actors.tsv, with `|` between", row.cell(3)))?,
                known: Interval { from: signed.or(held.from), to: held.to },
            })
        };
        Ok(Self(table::rows::<9>("treaties.tsv", text).map(read).collect::<Result<_, _>>()?))
    }

    /// The treaty of an index that this table gave out.
    pub(crate) fn get(&self, at: TreatyAt) -> &Treaty {
        &self.0[at.0 as usize]
    }

    /// Every treaty with its index.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (TreatyAt, &Treaty)> {
        (0..).map(TreatyAt).zip(&self.0)
    }
}

impl Treaty {
    /// Whether there was such a treaty on a day: a text of before its signature means another.
    pub(crate) fn is_known_on(&self, day: Option<Date>) -> bool {
        self.known.from.is_none_or(|from| day.is_none_or(|day| day >= from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_treaty_has_names_parties_and_a_first_day() {
        let actors = Actors::load("MLI\tstate\tMali\nNER\tstate\tNiger").expect("a good table");
        let text =
            "a\tSahel Treaty\tSahel Pact|Pact of Gao\tMLI|NER\t1990-03-01\t1991\t\tx\tcommon";
        let table = Treaties::load(text, &actors).expect("a good table");
        let treaty = table.get(TreatyAt(0));
        assert_eq!(treaty.names.iter().map(|n| &**n).collect::<Vec<_>>().len(), 3);
        assert_eq!(treaty.parties.len(), 2);
        let on = |day: &str| treaty.is_known_on(day.parse().ok());
        assert_eq!([on("1989-01-01"), on("1990-03-01"), on("no day")], [false, true, true]);
    }

    #[test]
    fn an_unknown_party_is_an_error() {
        let actors = Actors::load("MLI\tstate\tMali").expect("a good table");
        let error = Treaties::load("a\tPact\t\tMLI|XXX", &actors).err().expect("an error");
        let said = "treaties.tsv line 1: expected ids of actors.tsv, with `|` between, \
            found `MLI|XXX`";
        assert_eq!(error.to_string(), said);
    }
}
