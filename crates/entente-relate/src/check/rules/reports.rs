//! What reports and standing relations say of two states.

use super::*;

impl<'r> Search<'r> {
    pub(super) fn reports_of(
        &mut self,
        is_meant: impl Fn(&Told) -> bool,
        directness: f64,
    ) -> usize {
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
            self.push_told(told, sign, directness);
        }
        counted.len()
    }

    pub(super) fn deeds(
        &mut self,
        pair: Pair<'_>,
        side: Side,
        sign: Sign,
        directness: f64,
    ) -> usize {
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
            self.push_told(told, sign, directness);
        }
        deeds.len()
    }

    /// An item for each report of a happening.
    fn push_told(&mut self, told: &'r Told, sign: Sign, directness: f64) {
        let Told { shelf, days, sources, .. } = told;
        let (shelf, days) = (*shelf, *days);
        self.push_reports(&Report { sign, shelf, directness, days, sources, is_relation: false });
    }

    /// What texts say stands between two.
    pub(super) fn standing(&mut self, pair: Pair<'_>, wanted: &[Measure], yes: Sign) -> usize {
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

    pub(super) fn tie(&self, (a, b): Pair<'_>) -> Option<&'r Measured> {
        self.record.tie(a, b)
    }
}
