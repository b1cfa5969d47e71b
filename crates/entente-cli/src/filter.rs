//! Which events are asked for: arguments to a query.

use std::ops::ControlFlow;

use clap::Args;
use entente::model::Status;
use entente::wire::Listed;
use entente::{Error, Knowledge, Query, Result, Store};
use jiff::civil::Date;

use crate::args::known;
use crate::side;

/// Conditions on events, all of which must hold.
#[derive(Clone, Args)]
#[command(next_help_heading = "Which events")]
pub(crate) struct FilterArgs {
    /// Who acts: a name, or an id such as RUS, RUS.MIL or IGO.ASEAN; RUS stands for all below it
    #[arg(long, value_name = "ID")]
    actor: Option<String>,
    /// Towards whom
    #[arg(long, value_name = "ID")]
    recipient: Option<String>,
    /// On either side; given twice, the events between the two
    #[arg(long, value_name = "ID")]
    involving: Vec<String>,
    /// Types, such as ACCUSE,SANCTION
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    kinds: Vec<String>,
    /// Mode, such as visit
    #[arg(long)]
    mode: Option<String>,
    /// Statuses: happened, ongoing, planned, hypothetical, denied, unknown
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    status: Vec<String>,
    /// First day, month or year: 2014-05-02, 2014-05, 2014
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    since: Option<Date>,
    /// Last day, month or year
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    until: Option<Date>,
    /// Only what was reported by the end of that day
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    as_of: Option<Date>,
    /// Only outlets whose name contains this
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Least confidence, from 0 to 1
    #[arg(long, value_name = "P", value_parser = confidence)]
    min_confidence: Option<f32>,
    /// Everything: also what was only feared, asked for or denied, and what nobody known did
    #[arg(long)]
    all: bool,
}

impl FilterArgs {
    /// The part that the store answers.
    pub(crate) fn query(&self, store: &dyn Store) -> Result<Query> {
        Ok(Query {
            actor: self.actor.as_deref().map(|typed| side::one(store, typed)).transpose()?,
            recipient: self
                .recipient
                .as_deref()
                .map(|typed| side::one(store, typed))
                .transpose()?,
            involving: side::each(store, &self.involving)?,
            kinds: self.kinds(store)?,
            statuses: self.statuses()?,
            from: self.since,
            to: self.until,
            as_of: self.as_of,
            min_confidence: self.min_confidence,
            ..Query::default()
        })
    }

    /// The part that is looked at row by row.
    pub(crate) fn admits(&self, row: &Listed) -> bool {
        (self.all || row.has_known_side())
            && self.mode.as_ref().is_none_or(|mode| row.mode() == Some(mode))
            && is_of(self.publisher.as_deref(), row.publisher())
    }

    /// The same as if `--all` were given.
    pub(crate) fn of_all(&self) -> Self {
        Self { all: true, ..self.clone() }
    }

    /// Whether there are conditions that the store does not answer.
    pub(crate) fn has_own(&self) -> bool {
        self.mode.is_some() || self.publisher.is_some()
    }

    /// Whether the defaults leave anything out that `--all` would show.
    pub(crate) fn is_narrowed(&self) -> bool {
        !self.all
    }

    /// Types that the ontology has, or that the store has from another ontology.
    fn kinds(&self, store: &dyn Store) -> Result<Vec<String>> {
        if self.kinds.is_empty() {
            return Ok(Vec::new());
        }
        let types = Knowledge::embedded().types()?;
        let names: Vec<&str> = types.iter().map(String::as_str).collect();
        let kind = |typed: &String| match known("event type", typed, &names) {
            Err(_) if is_stored(store, typed)? => Ok(typed.clone()),
            checked => checked,
        };
        self.kinds.iter().map(kind).collect()
    }

    fn statuses(&self) -> Result<Vec<Status>> {
        let names = Status::ALL.map(Status::as_str);
        let given = self.status.iter().map(|typed| known("status", typed, &names));
        let given: Vec<String> = given.collect::<Result<_>>()?;
        Ok(match (given.is_empty(), self.all) {
            (true, true) => Vec::new(),
            (true, false) => vec![Status::Happened, Status::Ongoing, Status::Planned],
            (false, _) => given.iter().filter_map(|name| Status::from_name(name)).collect(),
        })
    }
}

fn is_stored(store: &dyn Store, kind: &str) -> Result<bool> {
    has_any(store, &Query { kinds: vec![kind.to_owned()], limit: Some(1), ..Query::default() })
}

/// Whether a store has an event that a query asks for.
pub(crate) fn has_any(store: &dyn Store, query: &Query) -> Result<bool> {
    let mut found = false;
    entente::listed(store, query, |_| {
        found = true;
        Ok::<_, Error>(ControlFlow::Break(()))
    })?;
    Ok(found)
}

/// Whether an outlet's name contains what was typed, if anything was.
pub(crate) fn is_of(part: Option<&str>, publisher: Option<&str>) -> bool {
    let contains = |part: &str, name: &str| name.to_lowercase().contains(&part.to_lowercase());
    part.is_none_or(|part| publisher.is_some_and(|name| contains(part, name)))
}

pub(crate) fn confidence(typed: &str) -> Result<f32, String> {
    let value: Option<f32> = typed.parse().ok();
    value
        .filter(|p| (0.0..=1.0).contains(p))
        .ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// Reads the first day of what is named.
pub(crate) fn first_day(typed: &str) -> Result<Date, String> {
    days(typed).map(|(first, _)| first)
}

/// Reads the last day of what is named.
pub(crate) fn last_day(typed: &str) -> Result<Date, String> {
    days(typed).map(|(_, last)| last)
}

/// First and last day of a day, month or year.
fn days(typed: &str) -> Result<(Date, Date), String> {
    let expected =
        || "expected a day, month or year such as 2014-05-02, 2014-05 or 2014".to_owned();
    let day = |text: String| text.parse::<Date>().map_err(|_| expected());
    match typed.len() {
        4 => Ok((day(format!("{typed}-01-01"))?, day(format!("{typed}-12-31"))?)),
        7 => day(format!("{typed}-01")).map(|first| (first, first.last_of_month())),
        10 => day(typed.to_owned()).map(|day| (day, day)),
        _ => Err(expected()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_is_all_its_days() {
        assert_eq!(days("2016-02"), Ok((date(2016, 2, 1), date(2016, 2, 29))));
        assert_eq!(days("2016"), Ok((date(2016, 1, 1), date(2016, 12, 31))));
        assert_eq!(days("2016-02-03"), Ok((date(2016, 2, 3), date(2016, 2, 3))));
        assert!(days("summer").is_err());
        assert!(days("2016-13").is_err());
        assert!(days("2016-2-3x").is_err());
    }

    #[test]
    fn confidence_is_a_share() {
        assert_eq!(confidence("0.5"), Ok(0.5));
        assert!(confidence("2").is_err());
        assert!(confidence("NaN").is_err());
    }
}
