//! A judge that is read when it is first asked: most runs ask about no pair, and it takes a moment.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::Judge;
use crate::model::pack::{Pack, PackError};

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
