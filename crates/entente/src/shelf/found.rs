//! What is known of each document once all are read.

use std::collections::HashMap;
use std::{io, iter};

use entente_model::{DocId, NearCopy};
use entente_store::Kept;
use serde_json::Value;

use super::Item;
use crate::copies::Copies;
use crate::stories::Stories;
use crate::wire;

/// Near-copies that are shown of one document.
const MOST_SHOWN: usize = 128;

/// Clusters, versions and near-copies of what stands on a shelf.
pub(super) struct Found<'s> {
    stories: Stories,
    near: HashMap<&'s DocId, Vec<(&'s DocId, f64)>>,
    copies: &'s Copies,
    items: &'s [Item],
    kept: &'s [Kept],
    again: &'s HashMap<usize, Vec<usize>>,
}

impl<'s> Found<'s> {
    pub(super) fn new(
        pairs: &'s [NearCopy],
        copies: &'s Copies,
        items: &'s [Item],
        kept: &'s [Kept],
        again: &'s HashMap<usize, Vec<usize>>,
    ) -> Self {
        Self { stories: Stories::new(kept, pairs), near: near(pairs), copies, items, kept, again }
    }

    /// A line with what was not known when it was written, if there is any of it.
    pub(super) fn amended(&self, line: &str, item: &Item) -> io::Result<Option<String>> {
        let near_copies = self.near_copies(item);
        let version = self.stories.version(&self.content(item).id);
        if near_copies.is_empty() && version.is_none() {
            return Ok(None);
        }
        let mut value: Value = serde_json::from_str(line)?;
        value["copy_of"] = self.copy_of(item).into();
        value["near_copies"] = serde_json::to_value(near_copies)?;
        value["version"] = version.into();
        Ok(Some(value.to_string()))
    }

    /// What a document is a copy of: the first of its story, or the same content under another id.
    fn copy_of(&self, item: &Item) -> Option<&str> {
        let first = self.content(item);
        let again = || item.key.as_ref().map(|_| shown(first));
        self.stories.copy_of(&first.id).or_else(again)
    }

    /// All near-copies of a document, under every id that they came under.
    fn near_copies(&self, item: &Item) -> Vec<wire::NearCopy> {
        let own = self.content(item);
        let own_shown = item.key.as_deref().unwrap_or_else(|| shown(own));
        let others = self.near.get(&own.id).into_iter().flatten().copied();
        let all = iter::once((&own.id, 1.0)).chain(others);
        let near = all.flat_map(|(id, similarity)| {
            let similarity = (similarity * 1e4).round() / 1e4;
            self.ids(id).map(move |id| wire::NearCopy { id: id.to_owned(), similarity })
        });
        near.filter(|near| near.id != own_shown).take(MOST_SHOWN).collect()
    }

    /// The ids under which a content came.
    fn ids(&self, id: &DocId) -> impl Iterator<Item = &str> {
        let number = self.copies.number(id).expect("pairs are of documents on the shelf");
        let again = self.again.get(&number).into_iter().flatten();
        let keys = again.filter_map(|at| self.items[*at].key.as_deref());
        iter::once(shown(&self.kept[number])).chain(keys)
    }

    fn content(&self, item: &Item) -> &'s Kept {
        &self.kept[item.number as usize]
    }
}

/// The id to show of a content.
fn shown(kept: &Kept) -> &str {
    kept.key.as_deref().unwrap_or(kept.id.as_str())
}

/// The near-copies of each document, closest first.
fn near(pairs: &[NearCopy]) -> HashMap<&DocId, Vec<(&DocId, f64)>> {
    let mut near = HashMap::<_, Vec<_>>::new();
    for NearCopy { document, other, similarity } in pairs {
        near.entry(document).or_default().push((other, *similarity));
        near.entry(other).or_default().push((document, *similarity));
    }
    near.values_mut().for_each(|all| all.sort_by(|a, b| b.1.total_cmp(&a.1)));
    near
}
