//! How much is reported of two states anyway, which every tie must be measured against.

/// Expected shares of coverage: what passes between `i` and `j` if only their volumes mattered.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// One factor a state; the expectation of a pair is the product of two.
    factors: Vec<f64>,
    total: f64,
}

/// Rounds of the fit; the factors settle well before.
const ROUNDS: usize = 50;

impl Coverage {
    /// Fits factors so that each state's expected volume is its observed one.
    ///
    /// `volumes` has for each state all that passed between it and others, both ways.
    pub fn fit(volumes: &[f64]) -> Self {
        let total: f64 = volumes.iter().sum();
        let start = libm::sqrt(total).max(f64::MIN_POSITIVE);
        let mut factors: Vec<f64> = volumes.iter().map(|volume| volume / start).collect();
        for _ in 0..ROUNDS {
            let sum: f64 = factors.iter().sum();
            for (factor, volume) in factors.iter_mut().zip(volumes) {
                let others = sum - *factor;
                // The geometric mean of old and new keeps the largest states from swinging.
                *factor = if others > 0.0 { libm::sqrt(*factor * volume / others) } else { 0.0 };
            }
        }
        Self { factors, total: total / 2.0 }
    }

    /// What is expected between two different states, in the unit of the volumes.
    pub fn expected(&self, a: usize, b: usize) -> f64 {
        self.factors[a] * self.factors[b]
    }

    /// All that passed between any two.
    pub fn total(&self) -> f64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_volumes_sum_to_the_observed_ones() {
        let volumes = [30.0, 20.0, 15.0, 10.0, 0.0, 5.0];
        let fitted = Coverage::fit(&volumes);
        for (a, volume) in volumes.iter().enumerate() {
            let others = (0..volumes.len()).filter(|&b| b != a);
            let sum: f64 = others.map(|b| fitted.expected(a, b)).sum();
            assert!((sum - volume).abs() < 1e-4 * volume.max(1.0), "{a}: {sum} for {volume}");
        }
        assert_eq!(fitted.total(), 40.0);
        assert_eq!(Coverage::fit(&[0.0, 0.0]).expected(0, 1), 0.0);
    }
}
