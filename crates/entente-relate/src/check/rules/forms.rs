//! The forms, one after the other: what each looks at.

use super::*;

impl Search<'_> {
    pub(super) fn dispute(&mut self, yes: Sign) {
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

    pub(super) fn alliance(&mut self) {
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
    pub(super) fn lesser_grades(&mut self, pair: Pair<'_>, above: &[Measure]) {
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

    pub(super) fn asymmetry(&mut self, senior: &str, junior: &str, yes: Sign) {
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
    pub(super) fn compared(
        &self,
        measure: Measure,
        senior: &ActorId,
        junior: &ActorId,
    ) -> Vec<(usize, Outcome, String)> {
        let Some(&year) = self.years().last() else { return Vec::new() };
        let tables = self.record.structures.tables.iter().enumerate();
        let of_measure = tables.filter(|(_, table)| table.measure == measure);
        let compare = |(at, table): (usize, &Table)| {
            let (outcome, words) = match measure {
                Measure::Arms => supplied(table, senior, junior, year)?,
                _ => self.weighed(table, senior, junior, year)?,
            };
            Some((at, outcome, words))
        };
        of_measure.filter_map(compare).collect()
    }

    /// Who depends more on the other's trade, or has more.
    fn weighed(
        &self,
        table: &Table,
        senior: &ActorId,
        junior: &ActorId,
        year: i16,
    ) -> Option<(Outcome, String)> {
        let is_trade = table.measure == Measure::Trade;
        let ratio = if is_trade {
            let flow = table.pair(senior, junior, year).filter(|flow| *flow > 0.0)?;
            let total = |of| self.total(of, year).filter(|total| *total > 0.0);
            (flow / total(junior)?) / (flow / total(senior)?)
        } else {
            let value = |of| table.state(of, year).filter(|value| *value > 0.0);
            value(senior)? / value(junior)?
        };
        let what = if is_trade { "dependence" } else { table.measure.as_str() };
        let words =
            format!("{what} in {year}: {junior} to {senior} as {ratio:.2} to 1, margin {UNEVEN}");
        Some((outcome(ratio, UNEVEN), words))
    }

    pub(super) fn total(&self, state: &ActorId, year: i16) -> Option<f64> {
        self.record.structures.of(Measure::TradeTotal).find_map(|table| table.state(state, year))
    }

    pub(super) fn trend(&mut self) {
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
    pub(super) fn course(&mut self, measure: Measure, (a, b): Pair<'_>, direction: i8) {
        let years = self.years();
        let (Some(&from), Some(&to)) = (years.first(), years.last()) else { return };
        let from = if from == to { from - 1 } else { from };
        let record = self.record;
        for table in record.structures.of(measure) {
            let span = measure.span();
            let sum = |year: i16| {
                let both = (table.flow(a, b, year, span), table.flow(b, a, year, span));
                both.0.or(both.1).map(|_| both.0.unwrap_or(0.0) + both.1.unwrap_or(0.0))
            };
            let values = sum(from).zip(sum(to));
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

    pub(super) fn level(&mut self) {
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

    pub(super) fn similarity(&mut self) {
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

    pub(super) fn rank(&mut self) {
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

    pub(super) fn posture(&mut self) {
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

    pub(super) fn commitment(&mut self) {
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

    pub(super) fn event(&mut self) {
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

    pub(super) fn intention(&mut self) {
        let mut actors = self.proposition.actors();
        let Some(pair) = actors.next().zip(actors.next()) else { return };
        let record = self.record;
        let n = record.told.iter().filter(|told| told.is_between(pair)).count();
        self.looked("what passed between the two", n);
    }
}

/// Who takes more of what is delivered to it from the other. One share alone is enough only where
/// a missing row means none.
fn supplied(
    table: &Table,
    senior: &ActorId,
    junior: &ActorId,
    year: i16,
) -> Option<(Outcome, String)> {
    let span = table.measure.span();
    let share = |from, to| {
        let all = table.received(to, year, span).filter(|all| *all > 0.0);
        match (table.flow(from, to, year, span), all) {
            (Some(flow), Some(all)) => Some(flow / all),
            (Some(_), None) => Some(0.0),
            (None, _) => None,
        }
    };
    let (of_junior, of_senior) = (share(senior, junior)?, share(junior, senior)?);
    if of_junior + of_senior == 0.0 {
        return None;
    }
    let first = year.saturating_sub(span - 1);
    let words = format!(
        "{} in {first}–{year}: {:.1} % of what {junior} took came from {senior}, {:.1} % the other \
         way, margin {UNEVEN}",
        table.measure.as_str(),
        of_junior * 100.0,
        of_senior * 100.0
    );
    Some((outcome(of_junior / of_senior, UNEVEN), words))
}
