//! What a text without a day of publication says of it: it is no older than the newest day that it
//! speaks of.

use entente_model::DocMeta;

use crate::Hint;

/// Sets the bound, where it is asked for and the text names a whole date.
///
/// A date written `5/7/2014` counts as the earlier of the two days that it may be.
pub(crate) fn set(meta: &mut DocMeta, text: &str, hint: &Hint<'_>) {
    if meta.published.is_none() && meta.earliest.is_none() {
        meta.earliest = hint.pages.and_then(|pages| pages.newest_day(text));
    }
}
