//! Where each form of proposition looks, and what it makes of what is there.

use entente_model::{ActorId, Proposition, PropositionKind, When};
use jiff::civil::{Date, date};

use super::item::{Cluster, Item, Origin, Shelf, Sign};
use super::structure::{Measure, Table};
use super::{Measured, Record, Source, Told};
use crate::ideal;
use crate::tie::{Kind, Side};

/// Whether what is found is weighed at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// By the thresholds.
    Weigh,
    /// Nobody can observe it, or it is no matter of fact; what is found is only shown.
    Never,
}

/// What a search brought.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) items: Vec<Item>,
    pub(super) looked_for: Vec<(String, usize)>,
    pub(super) remarks: Vec<String>,
}

/// A search for all that speaks for or against a proposition.
pub(super) struct Search<'r> {
    proposition: &'r Proposition,
    record: &'r Record,
    as_of: Date,
    own: &'r [u32],
    found: Found,
}

/// Years back from the day of asking in which something counts as present.
const PRESENT: i16 = 5;
/// Differences up to this are within the margin: a quarter for dependence, a tenth for growth.
const UNEVEN: f64 = 1.25;
const COURSE: f64 = 0.10;
/// Probability from which one state is said to vote closer than another.
const SURE: f64 = 0.95;
const DRAWS: usize = 10_000;
const SEED: u64 = 1;
/// Dimensions that must agree where none is named.
const DIMENSIONS: usize = 3;
/// Poles with friendly ties that make several.
const POLES: usize = 2;

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Yes,
    No,
    Within,
}

impl<'r> Search<'r> {
    pub(super) fn new(
        proposition: &'r Proposition,
        record: &'r Record,
        as_of: Date,
        own: &'r [u32],
    ) -> Self {
        Self { proposition, record, as_of, own, found: Found::default() }
    }

    pub(super) fn into_found(self) -> Found {
        self.found
    }

    pub(super) fn run(&mut self) -> Rule {
        use PropositionKind as P;
        match self.proposition.kind {
            P::Dispute => self.dispute(Sign::For),
            P::NoDispute => self.dispute(Sign::Against),
            P::Alliance => self.alliance(),
            P::Asymmetry => self.asymmetry("senior", "junior", Sign::For),
            P::Independence => self.asymmetry("of", "state", Sign::Against),
            P::Trend => self.trend(),
            P::Level => self.level(),
            P::Similarity => self.similarity(),
            P::Rank => self.rank(),
            P::Posture => self.posture(),
            P::Commitment => self.commitment(),
            P::Event => self.event(),
            P::Intention => {
                self.intention();
                self.remark("an intention is never observed; statements of it are listed");
                return Rule::Never;
            }
            P::Cause => {
                self.remark("what caused what is never observed; only the order in time could speak against it");
                return Rule::Never;
            }
            P::Prediction => {
                self.remark("open until its day has come");
                return Rule::Never;
            }
            P::Exclusive => {
                self.remark("that there is no other needs every other to be covered");
                return Rule::Never;
            }
            P::Evaluation | P::Meta => {
                self.remark("a judgement, or a claim about what is said: no record decides it");
                return Rule::Never;
            }
        }
        Rule::Weigh
    }

    // Arguments.

    fn pair(&self) -> Option<(&'r ActorId, &'r ActorId)> {
        let named = self.proposition.actor("a").zip(self.proposition.actor("b"));
        named.or_else(|| {
            let mut actors = self.proposition.actors();
            actors.next().zip(actors.next())
        })
    }

    /// The days that are spoken of; without any, none.
    fn days(&self) -> Option<(Date, Date)> {
        let of = |name: &str| self.proposition.when(name);
        let whole = |when: &When| (when.from, when.to);
        match (of("since"), of("until")) {
            (Some(since), until) => Some((since.from, until.map_or(self.as_of, |when| when.to))),
            (None, Some(until)) => Some((until.from, until.to)),
            (None, None) => of("when").map(whole),
        }
    }

    /// The days in which a report must fall.
    fn window(&self) -> (Date, Date) {
        let present = || {
            let year = self.as_of.year().saturating_sub(PRESENT);
            (Date::new(year, self.as_of.month(), 1).unwrap_or(date(1, 1, 1)), self.as_of)
        };
        let (from, to) = self.days().unwrap_or_else(present);
        (from, to.min(self.as_of))
    }

    /// The years that tables are asked about.
    fn years(&self) -> Vec<i16> {
        const MOST: i16 = 300;
        let (from, to) = self.days().unwrap_or((self.as_of, self.as_of));
        let (from, to) = (from.year(), to.year());
        (from..=to.min(from.saturating_add(MOST))).collect()
    }

    // What is found.

    fn remark(&mut self, text: impl Into<String>) {
        self.found.remarks.push(text.into());
    }

    fn looked(&mut self, what: impl Into<String>, n: usize) {
        self.found.looked_for.push((what.into(), n));
    }

    fn push(&mut self, item: Item) {
        let is_own = matches!(item.cluster, Cluster::Story(story) if self.own.contains(&story));
        if !is_own {
            let sign = item.sign.turned(self.proposition.positive);
            self.found.items.push(Item { sign, ..item });
        }
    }

    fn push_table(&mut self, sign: Sign, table: &Table, days: (Date, Date), words: String) {
        self.push(Item {
            sign,
            shelf: Shelf::Structural,
            directness: 1.0,
            tier: 1.0,
            cluster: Cluster::Table(table.name.clone()),
            publisher: None,
            days,
            origin: Origin::Table(words),
        });
    }

    /// An item for each report.
    fn push_reports(&mut self, report: &Report<'_>) {
        for source in report.sources {
            let id = source.id.clone();
            self.push(Item {
                sign: report.sign,
                shelf: report.shelf,
                directness: report.directness,
                tier: if source.first_hand { 0.8 } else { 0.5 },
                cluster: Cluster::Story(source.cluster),
                publisher: source.publisher.clone(),
                days: report.days,
                origin: if report.is_relation { Origin::Relation(id) } else { Origin::Event(id) },
            });
        }
    }

    fn push_tie(&mut self, sign: Sign, directness: f64, words: String) {
        let (from, to) = self.window();
        self.push(Item {
            sign,
            shelf: Shelf::Deed,
            directness,
            tier: 1.0,
            cluster: Cluster::Tie,
            publisher: None,
            days: (from, to),
            origin: Origin::Tie(words),
        });
    }

    // Tables.

    /// Asks the tables of a measure whether it holds of a pair: in any year, or in all.
    fn holds(&mut self, measure: Measure, (a, b): Pair<'_>, in_any: bool) -> Vec<(usize, bool)> {
        let years = self.years();
        let mut answers = Vec::new();
        for (at, table) in self.record.structures.tables.iter().enumerate() {
            if table.measure != measure {
                continue;
            }
            let values: Vec<Option<f64>> = years.iter().map(|&y| table.pair(a, b, y)).collect();
            let is_met = |value: &Option<f64>| value.is_some_and(|value| value > 0.0);
            let answer = if values.iter().all(Option::is_some) {
                Some(if in_any { values.iter().any(is_met) } else { values.iter().all(is_met) })
            } else {
                (in_any && values.iter().any(is_met)).then_some(true)
            };
            let words = format!("{} of {a} and {b} in table `{}`", measure.as_str(), table.name);
            self.found.looked_for.push((words, usize::from(answer.is_some())));
            answers.extend(answer.map(|answer| (at, answer)));
        }
        answers
    }

    fn push_answers(&mut self, answers: &[(usize, bool)], (a, b): Pair<'_>, yes: Sign) {
        let record = self.record;
        let days = self.years_as_days();
        for &(at, answer) in answers {
            let table = &record.structures.tables[at];
            let sign = if answer { yes } else { yes.turned(false) };
            let found = if answer { "yes" } else { "none" };
            let years = self.years_in_words();
            let words = format!("{}, {a} and {b}, {years}: {found}", table.measure.as_str());
            self.push_table(sign, table, days, words);
        }
    }

    fn years_as_days(&self) -> (Date, Date) {
        let years = self.years();
        let (first, last) = (years.first().copied(), years.last().copied());
        let day = |year: Option<i16>, month, day| {
            year.and_then(|year| Date::new(year, month, day).ok()).unwrap_or(self.as_of)
        };
        (day(first, 1, 1), day(last, 12, 31))
    }

    fn years_in_words(&self) -> String {
        let years = self.years();
        match (years.first(), years.last()) {
            (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
            (Some(year), _) => year.to_string(),
            _ => String::new(),
        }
    }

    /// A comparison of figures; within the margin it speaks for both sides.
    fn push_outcome(&mut self, outcome: Outcome, yes: Sign, table: &Table, words: &str) {
        let days = self.years_as_days();
        let signs: &[Sign] = match outcome {
            Outcome::Yes => &[yes],
            Outcome::No => &[yes.turned(false)],
            Outcome::Within => {
                self.remark(format!("{words}: within the margin, so it speaks for neither"));
                &[Sign::For, Sign::Against]
            }
        };
        for &sign in signs {
            self.push_table(sign, table, days, words.to_owned());
        }
    }

    // The forms.

    fn dispute(&mut self, yes: Sign) {
        let Some(pair) = self.pair() else { return };
        let answers = self.holds(Measure::Dispute, pair, true);
        self.push_answers(&answers, pair, yes);
        let reports = self.standing(pair, &[Measure::Dispute], yes);
        self.looked("standing disputes between the two", reports);
        let n = self.deeds(pair, Side::Conflict, yes, 1.0);
        self.looked("deeds of conflict between the two", n);
        if n == 0 && self.tie(pair).is_some_and(|tie| tie.covered) {
            let words = "no deed of conflict, where a usual pair would be heard of";
            self.push_tie(yes.turned(false), 0.5, words.to_owned());
        }
    }

    fn alliance(&mut self) {
        let Some(pair) = self.pair() else { return };
        let record = self.record;
        let grades = &record.vocabulary.grades;
        let named = self.proposition.word("grade");
        let at = named.and_then(|word| grades.iter().position(|(grade, _)| grade == word));
        let wanted: &[Measure] = match at.map(|at| &grades[at].1) {
            Some(measures) => measures,
            None => &[Measure::DefencePact],
        };
        let mut all = Vec::new();
        for &measure in wanted {
            all.extend(self.holds(measure, pair, false));
        }
        let is_met = all.iter().any(|(_, answer)| *answer);
        if wanted.len() > 1 && is_met {
            all.retain(|(_, answer)| *answer);
        }
        self.push_answers(&all, pair, Sign::For);
        if at.is_none() && !is_met {
            self.lesser_grades(pair, wanted);
        }
        let n = self.standing(pair, wanted, Sign::For);
        self.looked("such ties that texts say stand between the two", n);
    }

    /// An alliance without a pact of defence may be meant of a lesser tie.
    fn lesser_grades(&mut self, pair: Pair<'_>, above: &[Measure]) {
        let lesser: Vec<Measure> =
            self.record.vocabulary.grades.iter().flat_map(|(_, m)| m.clone()).collect();
        for measure in lesser {
            if above.contains(&measure) {
                continue;
            }
            let mut answers = self.holds(measure, pair, false);
            answers.retain(|(_, answer)| *answer);
            if !answers.is_empty() {
                self.push_answers(&answers, pair, Sign::For);
                self.remark(format!("the two have no defence pact, but {}", measure.as_str()));
            }
        }
    }

    fn asymmetry(&mut self, senior: &str, junior: &str, yes: Sign) {
        let actors = self.proposition.actor(senior).zip(self.proposition.actor(junior));
        let Some((senior, junior)) = actors else { return };
        let record = self.record;
        let named = self.proposition.word("dimension");
        let dimensions = &record.vocabulary.dimensions;
        let asked = dimensions.iter().filter(|(name, _)| named.is_none_or(|word| word == name));
        let mut outcomes = Vec::new();
        let mut seen = Vec::new();
        for (name, measures) in asked {
            for &measure in measures {
                // Two names of dimensions may be told by one figure.
                if seen.contains(&measure) {
                    continue;
                }
                seen.push(measure);
                let found = self.compared(measure, senior, junior);
                self.looked(format!("{name}: {} of the two", measure.as_str()), found.len());
                outcomes.extend(found);
            }
        }
        let agree = outcomes.windows(2).all(|pair| pair[0].1 == pair[1].1);
        let is_enough = named.is_some() || outcomes.len() >= DIMENSIONS || !agree;
        for (at, outcome, words) in outcomes {
            let table = &record.structures.tables[at];
            if is_enough {
                self.push_outcome(outcome, yes, table, &words);
            } else {
                self.remark(format!(
                    "{words}; where no dimension is named, {DIMENSIONS} must agree"
                ));
            }
        }
    }

    /// Whether the junior depends more on the senior, or has less, by each table of a measure.
    fn compared(
        &self,
        measure: Measure,
        senior: &ActorId,
        junior: &ActorId,
    ) -> Vec<(usize, Outcome, String)> {
        let Some(&year) = self.years().last() else { return Vec::new() };
        let tables = self.record.structures.tables.iter().enumerate();
        let of_measure = tables.filter(|(_, table)| table.measure == measure);
        let compare = |(at, table): (usize, &Table)| {
            let ratio = if measure == Measure::Trade {
                let flow = table.pair(senior, junior, year).filter(|flow| *flow > 0.0)?;
                let total = |of| self.total(of, year).filter(|total| *total > 0.0);
                (flow / total(junior)?) / (flow / total(senior)?)
            } else {
                let value = |of| table.state(of, year).filter(|value| *value > 0.0);
                value(senior)? / value(junior)?
            };
            let what = if measure == Measure::Trade { "dependence" } else { measure.as_str() };
            let words = format!(
                "{what} in {year}: {junior} to {senior} as {ratio:.2} to 1, margin {UNEVEN}"
            );
            Some((at, outcome(ratio, UNEVEN), words))
        };
        of_measure.filter_map(compare).collect()
    }

    fn total(&self, state: &ActorId, year: i16) -> Option<f64> {
        self.record.structures.of(Measure::TradeTotal).find_map(|table| table.state(state, year))
    }

    fn trend(&mut self) {
        let Some((a, b)) = self.pair() else { return };
        let Some(direction) = self.proposition.word("direction").and_then(way) else {
            return self.remark("which way it is said to go was not understood");
        };
        let named = self.proposition.word("dimension");
        let record = self.record;
        let courses = &record.vocabulary.courses;
        for (_, measure) in courses.iter().filter(|(name, _)| named == Some(name.as_str())) {
            self.course(*measure, (a, b), direction);
        }
        if named.is_none() {
            let tie = self.tie((a, b)).cloned();
            self.looked("the tie's last year against the one before", usize::from(tie.is_some()));
            if let Some(Measured { trend: [cooperation, conflict], .. }) = tie {
                for (name, way) in [("cooperation", cooperation), ("conflict", -conflict)] {
                    if way != 0 {
                        let sign = if way == direction { Sign::For } else { Sign::Against };
                        let course = if way > 0 { "for the better" } else { "for the worse" };
                        self.push_tie(sign, 1.0, format!("{name} has changed {course}"));
                    }
                }
            }
        }
    }

    /// How a figure of two states went from the first year that is spoken of to the last.
    fn course(&mut self, measure: Measure, (a, b): Pair<'_>, direction: i8) {
        let years = self.years();
        let (Some(&from), Some(&to)) = (years.first(), years.last()) else { return };
        let from = if from == to { from - 1 } else { from };
        let record = self.record;
        for table in record.structures.of(measure) {
            let values = table.pair(a, b, from).zip(table.pair(a, b, to));
            let values = values.filter(|(before, _)| *before > 0.0);
            let what = format!("{} of {a} and {b} in {from} and {to}", measure.as_str());
            self.looked(format!("{what} in table `{}`", table.name), usize::from(values.is_some()));
            let Some((before, after)) = values else { continue };
            let growth = after / before - 1.0;
            let turned = growth * f64::from(direction);
            let outcome = if turned > COURSE {
                Outcome::Yes
            } else if turned < -COURSE {
                Outcome::No
            } else {
                Outcome::Within
            };
            let words = format!("{what}: {:+.1} %, margin {:.0} %", growth * 100.0, COURSE * 100.0);
            self.push_outcome(outcome, Sign::For, table, &words);
        }
    }

    fn level(&mut self) {
        let Some(pair) = self.pair() else { return };
        let record = self.record;
        let word = self.proposition.word("level").unwrap_or_default();
        let Some((_, measures, kinds)) =
            record.vocabulary.levels.iter().find(|(level, ..)| level == word)
        else {
            return self.remark(format!("no record tells of the level `{word}`"));
        };
        for &measure in measures {
            let answers = self.holds(measure, pair, false);
            self.push_answers(&answers, pair, Sign::For);
        }
        let n = self.standing(pair, measures, Sign::For);
        self.looked("such ties that texts say stand between the two", n);
        let is_now = self.days().is_none_or(|(_, to)| to >= self.as_of);
        if let Some(tie) = self.tie(pair).cloned().filter(|_| is_now) {
            let name = tie.kind.as_str();
            self.looked("how the two stand by all deeds", 1);
            if kinds.iter().any(|kind| kind == name) {
                self.push_tie(Sign::For, 1.0, format!("by all deeds the two are {name}"));
            } else if !matches!(tie.kind, Kind::Unclear | Kind::NotCovered) {
                self.push_tie(Sign::Against, 1.0, format!("by all deeds the two are {name}"));
            }
        }
    }

    fn similarity(&mut self) {
        let of = |name: &str| self.proposition.actor(name);
        let (Some(state), Some(closer), Some(than)) = (of("state"), of("closer"), of("than"))
        else {
            return;
        };
        let Some(&year) = self.years().last() else { return };
        let record = self.record;
        for table in record.structures.of(Measure::IdealPoint) {
            let point = |of| table.point(of, year);
            let points = point(state).zip(point(closer)).zip(point(than));
            let what = format!("votes of {state}, {closer} and {than} in {year}");
            self.looked(format!("{what} in table `{}`", table.name), usize::from(points.is_some()));
            let Some(((state, to), other)) = points else { continue };
            let sure = ideal::closer(state, to, other, DRAWS, SEED);
            let outcome = match sure {
                p if p >= SURE => Outcome::Yes,
                p if p <= 1.0 - SURE => Outcome::No,
                _ => Outcome::Within,
            };
            let words = format!("{what}: closer to {closer} with probability {sure:.3}");
            self.push_outcome(outcome, Sign::For, table, &words);
        }
    }

    fn rank(&mut self) {
        let (Some(state), Some(&year)) = (self.proposition.actors().next(), self.years().last())
        else {
            return;
        };
        let measure = self.proposition.word("measure").and_then(Measure::from_name);
        let place = self.proposition.word("place").and_then(|word| word.parse::<usize>().ok());
        let (Some(measure), Some(place)) = (measure.filter(|m| m.is_of_one()), place) else {
            return self.remark("no dated figures of what is ranked here");
        };
        let record = self.record;
        for table in record.structures.of(measure) {
            let own = table.state(state, year);
            self.looked(
                format!("{} in table `{}`", measure.as_str(), table.name),
                usize::from(own.is_some()),
            );
            let Some(own) = own else { continue };
            let found = 1 + table.of_year(year).filter(|(_, value)| *value > own).count();
            let words = format!("{} of {state} in {year}: place {found}", measure.as_str());
            let outcome = if found == place { Outcome::Yes } else { Outcome::No };
            self.push_outcome(outcome, Sign::For, table, &words);
        }
    }

    fn posture(&mut self) {
        let Some(state) = self.proposition.actor("state") else { return };
        let partners: Vec<&ActorId> = self.proposition.actors().filter(|id| *id != state).collect();
        let record = self.record;
        let ties: Vec<&Measured> =
            partners.iter().filter_map(|partner| record.tie(state, partner)).collect();
        self.looked("ties with the partners that are named", ties.len());
        let friendly = ties.iter().filter(|tie| tie.kind == Kind::Friendly).count();
        let is_known = |tie: &&&Measured| !matches!(tie.kind, Kind::Unclear | Kind::NotCovered);
        let known = ties.iter().filter(is_known).count();
        if friendly >= POLES {
            self.push_tie(Sign::For, 1.0, format!("friendly ties with {friendly} of them"));
        } else if known == partners.len() && known >= POLES {
            self.push_tie(Sign::Against, 1.0, format!("friendly ties with {friendly} of them"));
        }
    }

    fn commitment(&mut self) {
        let Some(state) = self.proposition.actor("state") else { return };
        let recipient = self.proposition.actor("recipient");
        let is_meant = |told: &Told| {
            told.shelf == Shelf::Commitment
                && told.actor == *state
                && recipient.is_none_or(|id| told.recipient == *id)
        };
        let n = self.reports_of(is_meant, 1.0);
        self.looked("promises of the one to the other", n);
        self.remark("what is checked is that it was promised, not that it was kept");
    }

    fn event(&mut self) {
        let of = |name: &str| self.proposition.actor(name);
        let Some(actor) = of("actor") else { return };
        let (recipient, kind) = (of("recipient"), self.proposition.word("type"));
        let Some(kind) = kind else {
            return self.remark("what is said to have been done was not understood");
        };
        let is_meant = |told: &Told| {
            *told.kind == *kind
                && told.actor == *actor
                && recipient.is_none_or(|id| told.recipient == *id)
        };
        let n = self.reports_of(is_meant, 1.0);
        self.looked(format!("reports of such a deed ({kind})"), n);
    }

    fn intention(&mut self) {
        let mut actors = self.proposition.actors();
        let Some(pair) = actors.next().zip(actors.next()) else { return };
        let record = self.record;
        let n = record.told.iter().filter(|told| told.is_between(pair)).count();
        self.looked("what passed between the two", n);
    }

    // Reports.

    fn reports_of(&mut self, is_meant: impl Fn(&Told) -> bool, directness: f64) -> usize {
        let record = self.record;
        let (from, to) = self.window();
        let is_then = |told: &&Told| told.days.1 >= from && told.days.0 <= to;
        let meant: Vec<&Told> =
            record.told.iter().filter(|told| is_meant(told)).filter(is_then).collect();
        let is_dated = self.days().is_some();
        // Without days in the claim, that it was denied once says nothing of other times.
        let counts = |told: &Told| {
            let mut deeds = meant.iter().filter(|other| !other.denied).peekable();
            !told.denied || is_dated || deeds.peek().is_none() || deeds.any(|d| is_near(d, told))
        };
        let counted: Vec<&Told> = meant.iter().copied().filter(|told| counts(told)).collect();
        for told in &counted {
            let sign = if told.denied { Sign::Against } else { Sign::For };
            let Told { shelf, days, sources, .. } = told;
            let (shelf, days) = (*shelf, *days);
            self.push_reports(&Report {
                sign,
                shelf,
                directness,
                days,
                sources,
                is_relation: false,
            });
        }
        counted.len()
    }

    fn deeds(&mut self, pair: Pair<'_>, side: Side, sign: Sign, directness: f64) -> usize {
        let record = self.record;
        let (from, to) = self.window();
        let is_meant = |told: &&Told| {
            told.is_between(pair)
                && told.shelf == Shelf::Deed
                && told.side == Some(side)
                && !told.denied
                && told.days.1 >= from
                && told.days.0 <= to
        };
        let deeds: Vec<&Told> = record.told.iter().filter(is_meant).collect();
        for told in &deeds {
            let Told { shelf, days, sources, .. } = told;
            let (shelf, days) = (*shelf, *days);
            self.push_reports(&Report {
                sign,
                shelf,
                directness,
                days,
                sources,
                is_relation: false,
            });
        }
        deeds.len()
    }

    /// What texts say stands between two.
    fn standing(&mut self, pair: Pair<'_>, wanted: &[Measure], yes: Sign) -> usize {
        let record = self.record;
        let (from, to) = self.window();
        let mut n = 0;
        for stands in &record.standing {
            let measure =
                record.vocabulary.relations.iter().find(|(kind, _)| *kind == *stands.kind);
            let is_meant = measure.is_some_and(|(_, measure)| wanted.contains(measure))
                && is_same(pair, &stands.pair[0], &stands.pair[1])
                && stands.days.1 >= from
                && stands.days.0 <= to;
            if is_meant {
                n += 1;
                let sign = if stands.holds { yes } else { yes.turned(false) };
                self.push_reports(&Report {
                    sign,
                    shelf: if measure.is_some_and(|(_, measure)| measure.is_pact()) {
                        Shelf::Commitment
                    } else {
                        Shelf::Deed
                    },
                    directness: 1.0,
                    days: stands.days,
                    sources: &stands.sources,
                    is_relation: true,
                });
            }
        }
        n
    }

    fn tie(&self, (a, b): Pair<'_>) -> Option<&'r Measured> {
        self.record.tie(a, b)
    }
}

type Pair<'p> = (&'p ActorId, &'p ActorId);

/// What several sources report.
struct Report<'s> {
    sign: Sign,
    shelf: Shelf,
    directness: f64,
    days: (Date, Date),
    sources: &'s [Source],
    is_relation: bool,
}

impl Told {
    fn is_between(&self, pair: Pair<'_>) -> bool {
        is_same(pair, &self.actor, &self.recipient)
    }
}

impl Record {
    /// How two states stand, if that was measured.
    fn tie(&self, a: &ActorId, b: &ActorId) -> Option<&Measured> {
        self.ties.iter().find(|tie| is_same((a, b), &tie.pair[0], &tie.pair[1]))
    }
}

fn is_same((a, b): Pair<'_>, one: &ActorId, other: &ActorId) -> bool {
    (a, b) == (one, other) || (a, b) == (other, one)
}

/// Whether two reports may be of one occurrence: within a month of each other.
fn is_near(one: &Told, other: &Told) -> bool {
    const DAYS: i32 = 30;
    crate::length(one.days.1, other.days.0) <= DAYS
        && crate::length(other.days.1, one.days.0) <= DAYS
}

/// Which way a trend goes: 1 up, -1 down.
fn way(word: &str) -> Option<i8> {
    match word {
        "up" => Some(1),
        "down" => Some(-1),
        _ => None,
    }
}

fn outcome(ratio: f64, margin: f64) -> Outcome {
    if ratio > margin {
        Outcome::Yes
    } else if ratio < 1.0 / margin {
        Outcome::No
    } else {
        Outcome::Within
    }
}
