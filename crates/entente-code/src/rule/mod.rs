//! Rules as they are applied to predicates.
//!
//! `file.rs` reads them as they are written, `test.rs` the tests that stand beside them, and
//! `carrier.rs` says what counts as filling a role with a sense.

mod carrier;
mod file;
mod test;

use std::sync::Arc;

use entente_model::{Annotated, Mood, Polarity, Predicate, Role, RuleId, Sense, Status};
use serde::Deserialize;

use self::carrier::has_sense;
pub(crate) use self::file::RuleFile;
pub use self::test::{Expected, RuleTest};
use crate::factuality::factuality;

/// A rule ready to be applied.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: RuleId,
    pub(crate) kind: Arc<str>,
    pub(crate) mode: Option<Arc<str>>,
    pub(crate) contexts: Vec<Arc<str>>,
    pub(crate) cameo: Option<Arc<str>>,
    pub(crate) actor: Vec<Role>,
    pub(crate) recipient: Vec<Role>,
    pub(crate) needs: Vec<Side>,
    /// Sectors of which an actor must be, `state` for a state as such; any, if empty.
    pub(crate) by: Vec<String>,
    /// Sectors of which no actor may be.
    pub(crate) not_by: Vec<String>,
    /// Sectors of which no recipient may be.
    pub(crate) not_to: Vec<String>,
    /// Through which ties of a noun the recipient is not met.
    pub(crate) not_through: Vec<Role>,
    pub(crate) mutual: bool,
    /// Of a deed that it speaks about, only who did it is a party, not who underwent it.
    pub(crate) doer: bool,
    pub(crate) absorbs: bool,
    /// Whether one party may suffice where the type says so.
    pub(crate) alone: bool,
    /// Whether, below the floor, a noun with one party and what may be a thing suffice.
    pub(crate) loose: bool,
    /// The sector of whoever acts where only the place tells whose they are.
    pub(crate) lend: Option<Arc<str>>,
    /// Of which deeds, told just before, the doer is meant where none is told.
    pub(crate) doer_of: Vec<Sense>,
    pub(crate) negated: bool,
    pub(crate) future: bool,
    pub(crate) planned: bool,
    foretold: bool,
    rank: i32,
    senses: Vec<Sense>,
    with: Vec<(Role, Vec<Sense>)>,
    without: Vec<(Role, Vec<Sense>)>,
    form: Form,
}

/// A side of an event that a rule may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Side {
    /// Who acts.
    Actor,
    /// Towards whom.
    Recipient,
    /// Who acts, and it is known at least of what sector.
    KnownActor,
    /// Towards whom, and it is known at least of what sector.
    KnownRecipient,
    /// Parties of different states, as far as their states are known.
    Abroad,
    /// Who acts, if only by the deed that is told just before.
    Doer,
}

/// How a predicate must be said for a rule to apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Form {
    /// Either way.
    #[default]
    Any,
    /// By a verb, or a noun that a verb lends its grammar.
    Clause,
    /// By a noun alone.
    Noun,
}

impl Rule {
    /// The same rule for what is told as still to come, which is of another type (`will visit` is a
    /// promise); `None` if it reads the future or a negation itself.
    pub(crate) fn foretelling(&self, kind: &Arc<str>, cameo: Option<&Arc<str>>) -> Option<Self> {
        if self.future || self.negated || self.foretold {
            return None;
        }
        let id = RuleId::new(format!("{}/future", self.id));
        let (kind, cameo) = (kind.clone(), cameo.cloned());
        Some(Self { id, kind, cameo, mode: None, foretold: true, ..self.clone() })
    }

    /// The same rule for a type whose recipient is not met through some ties of a noun.
    pub(crate) fn not_met_through(self, ties: &[Role]) -> Self {
        Self { not_through: ties.to_vec(), ..self }
    }

    /// The senses it reads.
    pub(crate) fn senses(&self) -> &[Sense] {
        &self.senses
    }

    /// The senses that its conditions name.
    pub(crate) fn condition_senses(&self) -> impl Iterator<Item = &Sense> {
        self.with.iter().chain(&self.without).flat_map(|(_, senses)| senses).chain(&self.doer_of)
    }

    /// Whether it says what must fill a role.
    pub(crate) fn asks_of(&self, role: Role) -> bool {
        self.with.iter().any(|(r, _)| *r == role)
    }

    /// How much it says: the more, the more it is to be preferred.
    pub(crate) fn weight(&self) -> i32 {
        let conditions = self.with.len()
            + self.without.len()
            + usize::from(!self.by.is_empty())
            + usize::from(self.negated)
            + usize::from(self.future || self.foretold);
        2 * i32::try_from(conditions).unwrap_or(i32::MAX / 4)
            + i32::from(self.form != Form::Any)
            + self.rank
    }

    /// What it asks of a predicate, each with whether it holds.
    pub(crate) fn conditions(
        &self,
        text: &Annotated,
        predicate: &Predicate,
    ) -> Vec<(String, bool)> {
        let mut list = Vec::new();
        match self.form {
            Form::Any => {}
            Form::Clause => list.push(("said by a clause".into(), !predicate.is_nominal)),
            Form::Noun => list.push(("said by a noun".into(), predicate.is_nominal)),
        }
        if self.negated {
            list.push(("negated".into(), predicate.polarity == Polarity::Negative));
        }
        if self.future || self.foretold {
            list.push(("in the future".into(), self.is_future(predicate)));
        }
        for (role, senses) in &self.with {
            let holds = has_sense(text, predicate, *role, senses);
            list.push((format!("{} is {}", role.as_str(), join(senses)), holds));
        }
        for (role, senses) in &self.without {
            let holds = !has_sense(text, predicate, *role, senses);
            list.push((format!("{} is not {}", role.as_str(), join(senses)), holds));
        }
        list
    }

    /// Whether all its conditions hold.
    pub(crate) fn applies(&self, text: &Annotated, predicate: &Predicate) -> bool {
        let form = match self.form {
            Form::Any => true,
            Form::Clause => !predicate.is_nominal,
            Form::Noun => predicate.is_nominal,
        };
        form && (!self.negated || predicate.polarity == Polarity::Negative)
            && (!(self.future || self.foretold) || self.is_future(predicate))
            && self.with.iter().all(|(role, s)| has_sense(text, predicate, *role, s))
            && !self.without.iter().any(|(role, s)| has_sense(text, predicate, *role, s))
    }

    /// Whether a predicate is told as what will be, or will not be where the rule reads negation:
    /// not merely as what is tried, plotted or wished.
    fn is_future(&self, predicate: &Predicate) -> bool {
        let polarity = if self.negated { Polarity::Positive } else { predicate.polarity };
        let read = Predicate { polarity, ..predicate.clone() };
        matches!(read.mood, Mood::Future | Mood::Conditional)
            && factuality(&read).status == Status::Planned
    }
}

fn join(senses: &[Sense]) -> String {
    let names: Vec<&str> = senses.iter().map(Sense::as_str).collect();
    if names.is_empty() { "anything".into() } else { names.join("|") }
}
