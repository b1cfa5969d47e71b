//! Whether a predicate came about, from its polarity, mood, tense and frames.
//!
//! The signatures follow work on implicative and factive verbs (Karttunen 1971; Saurí and
//! Pustejovsky 2012, "Are you sure that this happened?"): each frame, from the innermost out, turns
//! the value that stands under it.

use entente_model::{Frame, FrameKind, Mood, Polarity, Predicate, Status, Tense};

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
    let own = if is_future_in_past(predicate) { Status::Planned } else { own(predicate) };
    let status = predicate.frames.iter().fold(own, under);
    let said = predicate
        .frames
        .iter()
        .find(|f| matches!(f.kind, FrameKind::Says | FrameKind::Denies))
        .copied();
    Factuality { status, said }
}

/// `said it would withdraw`: reported, a conditional without a condition is a future.
fn is_future_in_past(predicate: &Predicate) -> bool {
    let said = predicate.frames.iter().any(|f| f.kind == FrameKind::Says);
    let conditions = predicate.frames.iter().any(|f| f.kind == FrameKind::Conditions);
    predicate.mood == Mood::Conditional
        && predicate.polarity == Polarity::Positive
        && said
        && !conditions
}

/// The value of the clause by itself.
fn own(predicate: &Predicate) -> Status {
    if predicate.polarity == Polarity::Negative {
        return Status::Denied;
    }
    match (predicate.mood, predicate.tense) {
        (Mood::Future, _) => Status::Planned,
        (
            Mood::Possible
            | Mood::Necessary
            | Mood::Conditional
            | Mood::Question
            | Mood::Imperative
            | Mood::Generic,
            _,
        ) => Status::Hypothetical,
        (Mood::Indicative, Tense::Ongoing) => Status::Ongoing,
        (Mood::Indicative, Tense::Past | Tense::Present | Tense::None) => Status::Happened,
    }
}

/// What a frame makes of the value under it.
fn under(status: Status, frame: &Frame) -> Status {
    match (frame.kind, frame.negated) {
        (FrameKind::Says, false) | (FrameKind::Denies, true) => status,
        (FrameKind::Says, true) => weaker(status),
        (FrameKind::Denies, false) => opposite(status),
        (FrameKind::Implies, false) | (FrameKind::Excludes, true) => status,
        (FrameKind::Implies, true) | (FrameKind::Excludes, false) => opposite(status),
        (FrameKind::Intends, false) if status.is_deed() => Status::Planned,
        (FrameKind::Intends, true) if status.is_deed() => Status::Denied,
        (FrameKind::Intends, _) => status,
        (FrameKind::Asks | FrameKind::Doubts | FrameKind::Conditions, _) => weaker(status),
        (FrameKind::Continues, false) if status == Status::Happened => Status::Ongoing,
        (FrameKind::Continues, _) => status,
        (FrameKind::Ends, _) => opposite(status),
    }
}

fn weaker(status: Status) -> Status {
    if status == Status::Denied { Status::Denied } else { Status::Hypothetical }
}

fn opposite(status: Status) -> Status {
    match status {
        Status::Denied => Status::Happened,
        Status::Happened | Status::Ongoing | Status::Planned => Status::Denied,
        Status::Hypothetical | Status::Unknown => status,
    }
}

#[cfg(test)]
mod tests {
    use entente_model::{Sense, Span};

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
