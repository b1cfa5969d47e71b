//! What a text without a day of publication says of it: the day above it or in its dateline, else
//! that it is no older than the newest day that it speaks of.

use entente_model::{DateOrigin, DocMeta};

use crate::{Hint, dateline};

/// Sets the day or the bound, where the text names a whole date.
///
/// For the bound a date written `5/7/2014` counts as the earlier of the two days that it may be.
pub(crate) fn set(meta: &mut DocMeta, text: &str, hint: &Hint<'_>) {
    if meta.published.is_some() {
        return;
    }
    if let Some(day) = hint.pages.and_then(|pages| dateline::day(text, pages)) {
        (meta.published, meta.published_from) = (Some(day), DateOrigin::Text);
    } else if meta.earliest.is_none() {
        meta.earliest = hint.pages.and_then(|pages| pages.newest_day(text));
    }
}
