//! Times.
use crate::atlas::PackError;
use entente_model::{Annotated, TimeExpr};
pub(crate) struct Calendar;
impl Calendar {
    pub(crate) fn load(_text: &str) -> Result<Self, PackError> {
        Ok(Self)
    }
    pub(crate) fn find(&self, _text: &Annotated) -> Vec<TimeExpr> {
        Vec::new()
    }
}
