//! A judge that is read when it is first asked: most runs ask about no pair, and it takes a moment.

use std::borrow::Cow;
use std::sync::OnceLock;

use entente_model::{Annotated, Event, Reviewer, Span};

use super::{Judge, ROOM};
use crate::model::pack::{Pack, PackError};

/// Bytes that a piece has at most on the average, in a text that may be short enough to be rated.
const LONG: usize = 16;
/// How much the judge's rating of a word counts beside that of its features.
const SHARE: f32 = 0.7;

/// The bytes of a judge's pack, and the judge once it was needed.
#[derive(Debug)]
pub(crate) struct LazyJudge {
    bytes: Cow<'static, [u8]>,
    judge: OnceLock<Result<Judge, PackError>>,
}

impl LazyJudge {
    /// Keeps the bytes of a pack whose table of contents is in order.
    pub(crate) fn new(bytes: Cow<'static, [u8]>) -> Result<Self, PackError> {
        Pack::parse(&bytes)?;
        Ok(Self { bytes, judge: OnceLock::new() })
    }

    /// The judge; an error says what is wrong with its pack, every time.
    pub(crate) fn get(&self) -> Result<&Judge, &PackError> {
        self.judge.get_or_init(|| Judge::from_pack(self.bytes.clone())).as_ref()
    }

    /// Lets the judge have its say in the ratings of a text that it can read at once and that has no
    /// date of publication: a sentence that somebody asks about.
    ///
    /// Reports are many, and are read for what they tell in all.
    pub(crate) fn rate_again(&self, annotated: &mut Annotated) {
        let text = &annotated.document.text;
        let is_report = annotated.document.meta.published.is_some();
        if is_report || annotated.ratings.is_empty() || text.len() > ROOM * LONG {
            return;
        }
        let Ok(judge) = self.get() else { return };
        let words: Vec<Span> =
            annotated.ratings.iter().map(|r| annotated.tokens[r.token as usize].span).collect();
        for (rating, again) in
            annotated.ratings.iter_mut().zip(judge.rate(text, &words).iter().flatten())
        {
            rating.value += SHARE * (again - rating.value);
        }
    }
}

impl Reviewer for LazyJudge {
    fn review(&self, text: &str, event: &Event) -> Option<f32> {
        self.get().ok()?.review(text, event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pack_is_looked_at_when_it_is_loaded_and_read_when_it_is_needed() {
        assert!(LazyJudge::new(Cow::Borrowed(b"no pack")).is_err());
        let empty = [&b"ENTPACK1"[..], &[0; 4]].concat();
        let judge = LazyJudge::new(Cow::Owned(empty)).expect("a pack without sections is a pack");
        let error = judge.get().expect_err("no pieces");
        assert!(error.to_string().contains("pieces"), "{error}");
    }
}
