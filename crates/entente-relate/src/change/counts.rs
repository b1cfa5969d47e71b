//! Breaks in counts: PELT (Killick, Fearnhead and Eckley 2012) with a negative-binomial cost.

/// A month's count and what coverage would give in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Month {
    /// Acts.
    pub count: f64,
    /// Expected acts; the exposure.
    pub expected: f64,
}

/// A stretch of months with one rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Its first month.
    pub from: usize,
    /// The month after its last.
    pub to: usize,
    /// Acts an expected act.
    pub rate: f64,
}

/// Months that a stretch has at least.
const LEAST: usize = 3;
/// Exposure of a month in which nothing is expected: keeps rates finite.
const FLOOR: f64 = 1e-3;

/// Cuts months where the rate changes; one stretch if it never does, none without months.
///
/// A further stretch must lower twice the negative log-likelihood by `3 ln n`.
pub fn counts(months: &[Month]) -> Vec<Segment> {
    let n = months.len();
    if n == 0 {
        return Vec::new();
    }
    let cost = Cost::new(months);
    let penalty = 3.0 * libm::log(n as f64);
    // The best cost of the first `to` months and where their last stretch begins.
    let mut best = vec![f64::INFINITY; n + 1];
    let mut begins = vec![0; n + 1];
    best[0] = -penalty;
    let mut open = vec![0];
    for to in LEAST.min(n)..=n {
        let ending = |from: &usize| best[*from] + cost.of(*from, to) + penalty;
        let tried: Vec<(f64, usize)> = open
            .iter()
            .filter(|&&from| to - from >= LEAST.min(n))
            .map(|from| (ending(from), *from))
            .collect();
        let least = tried.iter().min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let Some(&(value, from)) = least else { continue };
        best[to] = value;
        begins[to] = from;
        // A beginning that is too dear now stays so (pruning).
        let dear = |&(tried, _): &&(f64, usize)| tried - penalty > value;
        let gone: Vec<usize> = tried.iter().filter(dear).map(|(_, from)| *from).collect();
        open.retain(|from| !gone.contains(from));
        open.push(to + 1 - LEAST.min(n));
        open.sort_unstable();
        open.dedup();
    }
    let mut segments = Vec::new();
    let mut to = n;
    while to > 0 {
        let from = begins[to];
        segments.push(Segment { from, to, rate: cost.rate(from, to) });
        to = from;
    }
    segments.reverse();
    segments
}

/// Twice the negative log-likelihood of a stretch.
struct Cost<'m> {
    months: &'m [Month],
    /// Sums of counts and of exposures before each month.
    counts: Vec<f64>,
    expected: Vec<f64>,
    /// Size of the negative binomial: variance is `m + m²/size`.
    size: f64,
}

impl<'m> Cost<'m> {
    fn new(months: &'m [Month]) -> Self {
        let sums = |value: &dyn Fn(&Month) -> f64| {
            let mut sum = 0.0;
            let after = months.iter().map(|month| {
                sum += value(month);
                sum
            });
            std::iter::once(0.0).chain(after).collect::<Vec<f64>>()
        };
        let counts = sums(&|month| month.count);
        let expected = sums(&|month| month.expected.max(FLOOR));
        let mut cost = Self { months, counts, expected, size: f64::INFINITY };
        cost.size = cost.dispersion();
        cost
    }

    fn rate(&self, from: usize, to: usize) -> f64 {
        (self.counts[to] - self.counts[from]) / (self.expected[to] - self.expected[from])
    }

    /// The size by moments around the rate of the year about each month, so that changes of the
    /// rate are not taken for scatter.
    fn dispersion(&self) -> f64 {
        const HALF_YEAR: usize = 6;
        let n = self.months.len();
        let (mut excess, mut squares) = (0.0, 0.0);
        for (at, month) in self.months.iter().enumerate() {
            let (from, to) = (at.saturating_sub(HALF_YEAR), (at + HALF_YEAR + 1).min(n));
            let mean = self.rate(from, to) * month.expected.max(FLOOR);
            excess += (month.count - mean) * (month.count - mean) - mean;
            squares += mean * mean;
        }
        if excess > 0.0 { squares / excess } else { f64::INFINITY }
    }

    fn of(&self, from: usize, to: usize) -> f64 {
        let rate = self.rate(from, to);
        let months = self.months[from..to].iter();
        -2.0 * months.map(|month| self.log_likelihood(month, rate)).sum::<f64>()
    }

    /// Without the terms that no rate changes.
    fn log_likelihood(&self, month: &Month, rate: f64) -> f64 {
        let mean = rate * month.expected.max(FLOOR);
        let log = |mean: f64| if month.count > 0.0 { month.count * libm::log(mean) } else { 0.0 };
        if self.size.is_finite() {
            log(mean / (mean + self.size)) - self.size * libm::log1p(mean / self.size)
        } else {
            log(mean) - mean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    fn months(counts: &[f64], expected: &[f64]) -> Vec<Month> {
        let pairs = counts.iter().zip(expected);
        pairs.map(|(&count, &expected)| Month { count, expected }).collect()
    }

    fn breaks(months: &[Month]) -> Vec<usize> {
        counts(months).iter().skip(1).map(|segment| segment.from).collect()
    }

    #[test]
    fn a_step_is_found_where_it_is() {
        let mut chance = Chance::new(3);
        let mean = |at: usize| if at < 24 { 2.0 } else { 9.0 };
        let drawn: Vec<f64> = (0..48).map(|at| f64::from(chance.poisson(mean(at)))).collect();
        let found = breaks(&months(&drawn, &[1.0; 48]));
        assert!(found.len() == 1 && found[0].abs_diff(24) <= 1, "{found:?}");
    }

    #[test]
    fn a_wave_of_coverage_is_no_change() {
        let mut chance = Chance::new(4);
        let expected: Vec<f64> = (0..48).map(|at| if at < 24 { 2.0 } else { 9.0 }).collect();
        let drawn: Vec<f64> =
            expected.iter().map(|mean| f64::from(chance.poisson(*mean))).collect();
        assert_eq!(breaks(&months(&drawn, &expected)), [0; 0]);
        assert_eq!(breaks(&months(&drawn, &[1.0; 48])).len(), 1);
    }

    #[test]
    fn few_months_are_one_stretch() {
        assert!(counts(&[]).is_empty());
        for n in 1..6 {
            let found = counts(&vec![Month { count: 1.0, expected: 0.0 }; n]);
            assert_eq!((found.len(), found[0].from, found[0].to), (1, 0, n));
        }
    }

    #[test]
    fn no_change_is_rarely_found_where_there_is_none() {
        let mut chance = Chance::new(5);
        let mut wrong = 0;
        for _ in 0..200 {
            let drawn: Vec<f64> = (0..60).map(|_| f64::from(chance.poisson(3.0))).collect();
            wrong += usize::from(!breaks(&months(&drawn, &[1.0; 60])).is_empty());
        }
        assert!(wrong <= 20, "{wrong} of 200");
    }
}
