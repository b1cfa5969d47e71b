//! What a second reading changes: events that are unsure by their features are read again.

use entente_model::{Event, Reviewer, Status};
use serde::Deserialize;

/// A confidence is taken to be no closer than this to never and always.
const CLOSEST: f64 = 0.02;

/// How a second reading and the first make one confidence, as an ontology's `[emission.review]` says.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    /// How sure an event must be to be read again.
    from: f32,
    /// Log odds that every event has.
    always: f64,
    /// What the log odds of the first reading weigh.
    first: f64,
    /// What those of the second weigh.
    second: f64,
}

impl Review {
    /// The event with the confidence of both readings, if it was read again.
    ///
    /// Denials are few among the events that people read, and what they speak against counts: they
    /// stand as they were read first.
    pub(crate) fn of(self, text: &str, event: Event, reviewer: &dyn Reviewer) -> Event {
        if event.confidence < self.from || event.status == Status::Denied {
            return event;
        }
        match reviewer.review(text, &event) {
            Some(odds) => Event { confidence: self.confidence(event.confidence, odds), ..event },
            None => event,
        }
    }

    /// The probability that an event is right, in hundredths.
    fn confidence(self, first: f32, second: f32) -> f32 {
        let first = f64::from(first).clamp(CLOSEST, 1.0 - CLOSEST);
        let first = (first / (1.0 - first)).ln();
        let odds = (self.always + self.first * first + self.second * f64::from(second)).exp();
        // Rounded, so that the last bit of a logarithm is of no account.
        #[expect(clippy::cast_possible_truncation, reason = "in [0, 1]")]
        let rounded = ((odds / (1.0 + odds)) * 100.0).round() as f32 / 100.0;
        rounded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readings_have_a_say() {
        let review = Review { from: 0.0, always: 0.0, first: 0.5, second: 1.0 };
        assert_eq!(review.confidence(0.5, 0.0), 0.5);
        assert!(review.confidence(0.8, 0.0) > 0.6 && review.confidence(0.8, -3.0) < 0.2);
        assert_eq!(review.confidence(1.0, 90.0), 1.0);
        assert_eq!(review.confidence(0.0, -90.0), 0.0);
    }
}
