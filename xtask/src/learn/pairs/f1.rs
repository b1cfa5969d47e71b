//! How well attitudes are told.

/// Of five classes, none and each attitude each way, how many were right, told and held.
#[derive(Default)]
pub(in crate::learn) struct F1 {
    right: [f64; 5],
    told: [f64; 5],
    gold: [f64; 5],
}

impl F1 {
    pub(in crate::learn) fn add(&mut self, is: usize, said: usize) {
        self.gold[is] += 1.0;
        self.told[said] += 1.0;
        if is == said {
            self.right[is] += 1.0;
        }
    }

    /// The mean of the classes.
    pub(in crate::learn) fn mean(&self) -> f64 {
        let one = |c: usize| 2.0 * self.right[c] / f64::max(1.0, self.told[c] + self.gold[c]);
        (0..5).map(one).sum::<f64>() / 5.0
    }
}
