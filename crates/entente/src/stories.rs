//! Which documents tell one story in the same words, and which are versions of one page.
//!
//! Nothing of this is kept: it follows from the pairs of near-copies and the days of publication,
//! and a view as of a day knows the documents of that day only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entente_model::{DocId, NearCopy};
use entente_store::{Kept, Store};
use jiff::civil::Date;

use crate::{Result, copies};

/// Clusters of near-copies and versions of pages, as known on a day.
#[derive(Clone, Debug, Default)]
pub struct Stories {
    /// The first document of each one's cluster; those without near-copies are not in it.
    roots: BTreeMap<DocId, DocId>,
    /// Of those in a cluster, the id to show and the page.
    shown: HashMap<DocId, (String, Option<String>)>,
    /// Of pages with several versions, the number of each.
    versions: HashMap<DocId, usize>,
}

impl Stories {
    /// Those of a store's documents, of which only those published by a day count if one is given.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn of_store(store: &dyn Store, as_of: Option<Date>) -> Result<Self> {
        let mut kept = store.kept(0)?;
        kept.retain(|document| is_known(document, as_of));
        Ok(Self::new(&kept, &store.near_copies()?))
    }

    /// Those of documents, each once, in the order in which they came.
    pub(crate) fn new(documents: &[Kept], pairs: &[NearCopy]) -> Self {
        let known: HashMap<&DocId, &Kept> = documents.iter().map(|d| (&d.id, d)).collect();
        let rank = |id: &DocId| known.get(id).map(|document| rank(document));
        let roots = copies::clusters(pairs, rank);
        let seen = |id: &DocId| {
            let Kept { id, key, url, .. } = known[id];
            let shown = key.clone().unwrap_or_else(|| id.to_string());
            (id.clone(), (shown, url.as_deref().map(page)))
        };
        let shown = roots.keys().map(seen).collect();
        Self { roots, shown, versions: versions(documents) }
    }

    /// Of each document in a cluster, the first of it, as known on a day; both by their places in
    /// the order in which documents came.
    pub(crate) fn first_arrivals(
        store: &dyn Store,
        as_of: Option<Date>,
    ) -> Result<HashMap<u32, u32>> {
        let pairs = store.near_copies()?;
        if pairs.is_empty() {
            return Ok(HashMap::new());
        }
        let mut kept = store.kept(0)?;
        kept.retain(|document| is_known(document, as_of));
        let known: HashMap<&DocId, &Kept> = kept.iter().map(|d| (&d.id, d)).collect();
        let roots = copies::clusters(&pairs, |id| known.get(id).map(|document| rank(document)));
        let arrival = |id: &DocId| u32::try_from(known[id].arrival).unwrap_or(u32::MAX);
        Ok(roots.iter().map(|(id, root)| (arrival(id), arrival(root))).collect())
    }

    /// The id to show of the first document that tells the same story, if that is another one; a
    /// later version of a page is no copy of an earlier one.
    pub fn copy_of(&self, document: &DocId) -> Option<&str> {
        let root = self.roots.get(document).filter(|root| *root != document)?;
        let ((_, own), (shown, first)) = (&self.shown[document], &self.shown[root]);
        (own.is_none() || own != first).then_some(shown)
    }

    /// The first document of the story that a document tells, maybe itself.
    pub(crate) fn root<'d>(&'d self, document: &'d DocId) -> &'d DocId {
        self.roots.get(document).unwrap_or(document)
    }

    /// Which version of its page a document is, from 1, where there are several.
    pub fn version(&self, document: &DocId) -> Option<usize> {
        self.versions.get(document).copied()
    }

    /// How many stories some documents tell.
    pub fn count<'d>(&self, documents: impl IntoIterator<Item = &'d DocId>) -> u64 {
        let root = |id: &'d DocId| self.roots.get(id).unwrap_or(id).clone();
        documents.into_iter().map(root).collect::<BTreeSet<_>>().len() as u64
    }
}

fn is_known(document: &Kept, as_of: Option<Date>) -> bool {
    as_of.is_none_or(|day| document.published.is_some_and(|published| published <= day))
}

/// Earlier is less; where the day is the same, whatever came first, and last what has no day.
fn rank(document: &Kept) -> (bool, Option<Date>, u64) {
    (document.published.is_none(), document.published, document.arrival)
}

fn versions(documents: &[Kept]) -> HashMap<DocId, usize> {
    let mut pages = BTreeMap::<String, Vec<&Kept>>::new();
    for document in documents {
        if let Some(url) = &document.url {
            pages.entry(page(url)).or_default().push(document);
        }
    }
    let mut versions = HashMap::new();
    for page in pages.values_mut().filter(|page| page.len() > 1) {
        page.sort_by_key(|document| rank(document));
        versions.extend(page.iter().zip(1..).map(|(document, n)| (document.id.clone(), n)));
    }
    versions
}

/// An address without what does not change the page: scheme, `www.`, fragment, closing slash.
fn page(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use entente_model::Fingerprint;

    use super::*;

    /// Documents as `id day url`, in the order of arrival; `-` for what is not known.
    fn kept(lines: &str) -> Vec<Kept> {
        let one = |(arrival, line): (u64, &str)| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let known = |at: usize| Some(words[at]).filter(|word| *word != "-");
            Kept {
                arrival,
                id: words[0].into(),
                key: Some(words[0].to_uppercase()),
                published: known(1).map(|day| day.parse().expect("a day")),
                url: known(2).map(str::to_owned),
                fingerprint: Fingerprint::default(),
            }
        };
        (1..).zip(lines.lines().map(str::trim)).map(one).collect()
    }

    fn near(pairs: &str) -> Vec<NearCopy> {
        let pair = |pair: &str| {
            let (a, b) = pair.split_once('-').expect("two");
            NearCopy { document: a.into(), other: b.into(), similarity: 0.8 }
        };
        pairs.split(' ').map(pair).collect()
    }

    /// Documents with what they are copies of and their versions: `b:A c:-2`.
    fn shown(documents: &[Kept], pairs: &str) -> String {
        let stories = Stories::new(documents, &near(pairs));
        let show = |document: &Kept| {
            let version = stories.version(&document.id).map(|n| n.to_string());
            let copy_of = stories.copy_of(&document.id).unwrap_or("-");
            format!("{}:{copy_of}{}", document.id, version.unwrap_or_default())
        };
        documents.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_first_published_is_copied() {
        let documents = kept("a 2020-03-02 x.org/a\nb 2020-03-01 y.org/b\nc - z.org/c\nd - -");
        assert_eq!(shown(&documents, "a-b c-b"), "a:B b:- c:B d:-");
        let mut backwards = documents;
        backwards.reverse();
        assert_eq!(shown(&backwards, "a-b c-b"), "d:- c:B b:- a:B");
    }

    #[test]
    fn order_decides_where_days_do_not() {
        let documents = kept("a 2020-03-01 x.org/a\nb 2020-03-01 y.org/b");
        assert_eq!(shown(&documents, "b-a"), "a:- b:A");
    }

    #[test]
    fn a_later_version_is_no_copy() {
        let documents = kept(
            "a 2020-03-01 https://x.org/a\nb 2020-03-01 http://www.x.org/a/#top
             c 2020-03-02 z.org/c\nd 2020-02-01 x.org/a",
        );
        assert_eq!(shown(&documents, "b-a c-a c-b"), "a:-2 b:-3 c:A d:-1");
    }

    #[test]
    fn stories_are_counted() {
        let documents = kept("a - -\nb - -\nc - -");
        let stories = Stories::new(&documents, &near("b-a"));
        assert_eq!(stories.count(documents.iter().map(|d| &d.id)), 2);
        assert_eq!(stories.count([&DocId::new("b")]), 1);
        assert_eq!(Stories::default().count([]), 0);
    }
}
