//! Whether a predicate came about, from its polarity, mood, tense and frames, and whose word it is.

use entente_model::{Frame, FrameKind, Predicate, Status};

/// A status, and whose word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factuality {
    /// Whether it came about.
    pub status: Status,
    /// The frame of who says so, if somebody does.
    pub said: Option<Frame>,
}

/// Reads the factuality of a predicate.
pub fn factuality(predicate: &Predicate) -> Factuality {
    let Predicate { polarity, mood, tense, frames, .. } = predicate;
    let is_supposed = frames.iter().any(|f| f.kind == FrameKind::Conditions);
    let status = match Status::of_clause(*polarity, *mood, *tense, frames) {
        // `if Mali does not leave`: nobody says that it does not.
        Status::Denied if is_supposed => Status::Hypothetical,
        status => status,
    };
    let said =
        frames.iter().find(|f| matches!(f.kind, FrameKind::Says | FrameKind::Denies)).copied();
    Factuality { status, said }
}

#[cfg(test)]
mod tests {
    use entente_model::{Mood, Polarity, Sense, Span, Tense};

    use super::*;

    fn check(polarity: Polarity, mood: Mood, frames: &[(FrameKind, bool)], expected: Status) {
        let frame = |&(kind, negated)| Frame { kind, cue: 0, holder: None, negated };
        let predicate = Predicate {
            sense: Sense::new("test"),
            trigger: Span::new(0, 1),
            head: 0,
            is_nominal: false,
            fillers: Vec::new(),
            polarity,
            mood,
            tense: Tense::Past,
            frames: frames.iter().map(frame).collect(),
        };
        assert_eq!(factuality(&predicate).status, expected);
    }

    #[test]
    fn frames_turn_what_stands_under_them() {
        use FrameKind::{Asks, Denies, Excludes, Intends, Says};
        let (yes, no) = (Polarity::Positive, Polarity::Negative);
        check(yes, Mood::Indicative, &[], Status::Happened);
        check(no, Mood::Indicative, &[], Status::Denied);
        check(yes, Mood::Future, &[(Says, false)], Status::Planned);
        check(yes, Mood::Indicative, &[(Denies, false)], Status::Denied);
        check(no, Mood::Indicative, &[(Denies, false)], Status::Happened);
        check(yes, Mood::Indicative, &[(Excludes, false)], Status::Denied);
        check(yes, Mood::Indicative, &[(Intends, false), (Says, false)], Status::Planned);
        check(yes, Mood::Indicative, &[(Intends, true)], Status::Denied);
        check(yes, Mood::Possible, &[(Says, false)], Status::Hypothetical);
        check(yes, Mood::Indicative, &[(Asks, false)], Status::Hypothetical);
    }
}
