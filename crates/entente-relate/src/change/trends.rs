//! Breaks in a series of any numbers: straight lines between them, as few as the noise warrants.

/// Breaks at most.
const MOST: usize = 8;
/// Points that a stretch has at least.
const LEAST: usize = 3;
/// Parameters that a break adds: level, slope and place.
const PARAMETERS: f64 = 3.0;
/// Times the Bayesian information criterion's price of a parameter. Chosen among nine values on
/// sixteen annotated series; leaving each out in turn chooses the same.
const PRICE: f64 = 3.5;
/// Points beyond which a series is thinned: the search takes the square of them.
const LONGEST: usize = 2_000;

/// The places where a new stretch begins; `NaN` is a missing value and is bridged.
///
/// The residuals of slow series follow one another, so that a thousand points may say no more than
/// twenty. The price of a break is therefore set by the effective number of points,
/// `n (1 - r) / (1 + r)`, with `r` the correlation of neighbours that is left with the most breaks.
pub fn trends(values: &[f64]) -> Vec<usize> {
    let Some(values) = bridged(values) else { return Vec::new() };
    let step = values.len().div_ceil(LONGEST).max(1);
    let thin: Vec<f64> = values.iter().step_by(step).copied().collect();
    let found = choose(&standardised(&thin));
    found.into_iter().map(|at| at * step).collect()
}

fn choose(values: &[f64]) -> Vec<usize> {
    let n = values.len();
    let most = MOST.min((n / LEAST).saturating_sub(2));
    let paths = paths(values, most);
    let Some((_, richest)) = paths.last() else { return Vec::new() };
    let r = neighbours(&residuals(values, richest)).clamp(0.0, 0.99);
    let effective = (n as f64 * (1.0 - r) / (1.0 + r)).max(2.0);
    let floor = 1e-6 * n as f64;
    let score = |(rss, breaks): &(f64, Vec<usize>)| {
        let price = PRICE * PARAMETERS * breaks.len() as f64 * libm::log(effective);
        effective * libm::log(rss.max(floor)) + price
    };
    let best = paths.iter().min_by(|a, b| score(a).total_cmp(&score(b)));
    best.map(|(_, breaks)| breaks.clone()).unwrap_or_default()
}

/// The best breaks for each number of them, with the sum of squares that they leave.
fn paths(values: &[f64], most: usize) -> Vec<(f64, Vec<usize>)> {
    let n = values.len();
    if n < LEAST {
        return Vec::new();
    }
    let lines = Lines::new(values);
    // `least[to]` after k breaks, and where the last stretch then begins.
    let first = |to: usize| if to < LEAST { f64::INFINITY } else { lines.rss(0, to) };
    let mut least: Vec<f64> = (0..=n).map(first).collect();
    let mut begins: Vec<Vec<usize>> = Vec::new();
    let mut found = vec![(least[n], Vec::new())];
    for k in 1..=most {
        let mut next = vec![f64::INFINITY; n + 1];
        let mut begin = vec![0; n + 1];
        for to in LEAST * (k + 1)..=n {
            let beginnings = least.iter().enumerate().take(to - LEAST + 1).skip(LEAST * k);
            for (from, before) in beginnings {
                let value = before + lines.rss(from, to);
                if value < next[to] {
                    next[to] = value;
                    begin[to] = from;
                }
            }
        }
        least = next;
        begins.push(begin);
        let mut breaks = Vec::with_capacity(k);
        let mut to = n;
        for begin in begins.iter().rev() {
            to = begin[to];
            breaks.push(to);
        }
        breaks.reverse();
        found.push((least[n], breaks));
    }
    found
}

/// Sums from which the squares left by a line through any stretch follow.
struct Lines {
    y: Vec<f64>,
    yy: Vec<f64>,
    t: Vec<f64>,
    tt: Vec<f64>,
    ty: Vec<f64>,
}

impl Lines {
    fn new(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let sums = |value: &dyn Fn(f64, f64) -> f64| {
            let mut sum = 0.0;
            let points = values.iter().enumerate().map(|(at, &y)| {
                sum += value(at as f64 / n, y);
                sum
            });
            std::iter::once(0.0).chain(points).collect::<Vec<f64>>()
        };
        Self {
            y: sums(&|_, y| y),
            yy: sums(&|_, y| y * y),
            t: sums(&|t, _| t),
            tt: sums(&|t, _| t * t),
            ty: sums(&|t, y| t * y),
        }
    }

    fn rss(&self, from: usize, to: usize) -> f64 {
        let m = (to - from) as f64;
        let sum = |sums: &[f64]| sums[to] - sums[from];
        let (y, t) = (sum(&self.y), sum(&self.t));
        let around = sum(&self.yy) - y * y / m;
        let (across, along) = (sum(&self.tt) - t * t / m, sum(&self.ty) - t * y / m);
        let explained = if across > 1e-12 { along * along / across } else { 0.0 };
        (around - explained).max(0.0)
    }
}

/// What lines between breaks leave.
fn residuals(values: &[f64], breaks: &[usize]) -> Vec<f64> {
    let mut left = Vec::with_capacity(values.len());
    let ends = breaks.iter().copied().chain([values.len()]);
    let mut from = 0;
    for to in ends {
        let stretch = &values[from..to];
        let m = stretch.len() as f64;
        let mean = stretch.iter().sum::<f64>() / m;
        let middle = (m - 1.0) / 2.0;
        let offset = |at: usize| at as f64 - middle;
        let across: f64 = (0..stretch.len()).map(|at| offset(at) * offset(at)).sum();
        let along: f64 = stretch.iter().enumerate().map(|(at, y)| offset(at) * y).sum();
        let slope = if across > 0.0 { along / across } else { 0.0 };
        left.extend(stretch.iter().enumerate().map(|(at, y)| y - mean - slope * offset(at)));
        from = to;
    }
    left
}

/// Correlation of neighbours.
fn neighbours(residuals: &[f64]) -> f64 {
    let squares: f64 = residuals.iter().map(|x| x * x).sum();
    let products: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    if squares > 1e-9 { products / squares } else { 0.0 }
}

fn standardised(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    let scale = libm::sqrt(variance) + 1e-12;
    values.iter().map(|x| (x - mean) / scale).collect()
}

/// Missing values filled in along a line, or with the nearest at the ends; `None` if all are.
fn bridged(values: &[f64]) -> Option<Vec<f64>> {
    let known: Vec<usize> = (0..values.len()).filter(|&at| values[at].is_finite()).collect();
    let fill = |at: usize| {
        let after = known.partition_point(|&k| k < at);
        match (after.checked_sub(1).map(|i| known[i]), known.get(after)) {
            (_, Some(&next)) if next == at => values[at],
            (Some(before), Some(&next)) => {
                let share = (at - before) as f64 / (next - before) as f64;
                values[before] + share * (values[next] - values[before])
            }
            (Some(before), None) => values[before],
            (None, Some(&next)) => values[next],
            (None, None) => f64::NAN,
        }
    };
    (!known.is_empty()).then(|| (0..values.len()).map(fill).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    #[test]
    fn a_bend_is_found_and_noise_is_none() {
        let mut chance = Chance::new(7);
        let bend = |at: usize| if at < 50 { at as f64 } else { 100.0 - at as f64 };
        let bent: Vec<f64> = (0..100).map(|at| bend(at) + chance.normal()).collect();
        let found = trends(&bent);
        assert!(found.len() == 1 && found[0].abs_diff(50) <= 3, "{found:?}");
        let noise: Vec<f64> = (0..100).map(|_| chance.normal()).collect();
        assert_eq!(trends(&noise), [0; 0]);
    }

    #[test]
    fn odd_series_have_no_breaks() {
        for values in [vec![], vec![1.0], vec![f64::NAN; 9], vec![2.0; 40], vec![f64::INFINITY; 5]]
        {
            assert_eq!(trends(&values), [0; 0]);
        }
    }
}
