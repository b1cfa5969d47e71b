//! How one party is disposed towards another, by learned weights.

use entente_model::Attitude;

use super::{AGAINST, FOR, Scores};

/// What stands before an attitude of the recipient towards the actor.
pub(super) const TURNED: &str = "turned ";

/// How far one party seems well and ill disposed towards another.
#[derive(Clone, Copy)]
pub(super) struct Leaning {
    pub(super) favour: f32,
    pub(super) against: f32,
}

impl Leaning {
    pub(super) fn of(sums: &Scores) -> Self {
        let [favour, against] = [FOR, AGAINST].map(|l| sums.get(l).copied().unwrap_or_default());
        Self { favour, against }
    }

    /// What speaks for a label of the table of weights.
    fn of_label(self, label: &str) -> Option<f32> {
        match label {
            FOR => Some(self.favour),
            AGAINST => Some(self.against),
            _ => None,
        }
    }

    fn strength(self) -> f32 {
        self.favour.max(self.against)
    }
}

/// What speaks for each attitude of the one and of the other, and for none.
#[derive(Clone, Copy)]
pub(super) struct Leanings {
    pub(super) there: Leaning,
    pub(super) back: Leaning,
    pub(super) none: f32,
}

impl Leanings {
    /// What speaks for a label of the judge.
    pub(super) fn of_label(self, label: &str) -> f32 {
        let one = match label.strip_prefix(TURNED) {
            Some(turned) => self.back.of_label(turned),
            None => self.there.of_label(label),
        };
        one.unwrap_or(self.none)
    }
}

/// The attitude that prevails, if any speaks for itself and none speaks louder the other way.
pub(super) fn attitude(there: Leaning, back: Leaning) -> Attitude {
    if there.strength() <= back.strength().max(0.0) {
        Attitude::Neutral
    } else if there.favour >= there.against {
        Attitude::Positive
    } else {
        Attitude::Negative
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_both_ways_the_louder_is_told() {
        let none = Leaning { favour: -0.2, against: -0.1 };
        let ill = Leaning { favour: -0.1, against: 0.3 };
        let well = Leaning { favour: 0.2, against: 0.1 };
        assert_eq!(attitude(none, none), Attitude::Neutral);
        assert_eq!(attitude(ill, none), Attitude::Negative);
        assert_eq!(attitude(well, none), Attitude::Positive);
        assert_eq!(attitude(well, ill), Attitude::Neutral);
        assert_eq!(attitude(ill, well), Attitude::Negative);
    }
}
