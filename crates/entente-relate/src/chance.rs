//! Seeded chance: the same draws on every machine and in every run.
//!
//! A named seed stands beside every number that rests on draws. The generator is SplitMix64, which
//! passes the usual batteries and needs no state but a counter; logarithms come from `libm`, whose
//! bits do not depend on the platform.

/// A stream of draws.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// A stream that is told apart by its seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in (0, 1): never zero, so that its logarithm exists.
    pub fn share(&mut self) -> f64 {
        const SCALE: f64 = 1.0 / (1_u64 << 53) as f64;
        ((self.bits() >> 11) as f64 + 0.5) * SCALE
    }

    /// A whole number below `n`, which is at least 1.
    pub fn below(&mut self, n: usize) -> usize {
        // A product instead of a remainder: the bias is below 2^-32 for any n used here.
        ((u128::from(self.bits()) * n as u128) >> 64) as usize
    }

    /// A draw from the exponential distribution of mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.share())
    }

    /// A draw from the gamma distribution of a shape and scale 1 (Marsaglia and Tsang 2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let lift = libm::pow(self.share(), 1.0 / shape);
            return self.gamma(shape + 1.0) * lift;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.share()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// A draw from the standard normal distribution (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(2.0 * self.exponential());
        radius * libm::cos(2.0 * std::f64::consts::PI * self.share())
    }

    /// A draw from the Poisson distribution of a mean, by waiting times.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let mut waited = self.exponential();
        let mut n = 0;
        while waited < mean {
            waited += self.exponential();
            n += 1;
        }
        n
    }

    /// Puts items into random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.below(at + 1);
            items.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_moments_of_their_distributions() {
        let mut chance = Chance::new(1);
        let n = 40_000;
        let mean =
            |draw: &mut dyn FnMut() -> f64| (0..n).map(|_| draw()).sum::<f64>() / f64::from(n);
        assert!((mean(&mut || chance.share()) - 0.5).abs() < 0.01);
        assert!((mean(&mut || chance.exponential()) - 1.0).abs() < 0.03);
        assert!((mean(&mut || chance.gamma(0.7)) - 0.7).abs() < 0.03);
        assert!((mean(&mut || chance.gamma(3.0)) - 3.0).abs() < 0.05);
        assert!(mean(&mut || chance.normal()).abs() < 0.03);
        assert!((mean(&mut || f64::from(chance.poisson(2.5))) - 2.5).abs() < 0.05);
        assert!((mean(&mut || chance.below(7) as f64) - 3.0).abs() < 0.05);
    }
}
