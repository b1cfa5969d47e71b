//! From pairs of near-copies to clusters, one a story.
//!
//! Copies of copies drift: the weather of each day resembles that of the day before, and after a
//! month nothing is the same. So what is all but verbatim is joined without further questions, and
//! beyond that two groups are joined only if a quarter of all pairs across them are near-copies.

use std::collections::{BTreeMap, HashMap};

use entente_model::{DocId, NearCopy};

/// The similarity from which on a text is taken for the same.
const VERBATIM: f64 = 0.9;
/// One in so many pairs across two groups must be near-copies.
const SHARE: u64 = 4;

/// Joins near-copies to clusters and says of each document in one what the first of its cluster is.
///
/// `rank` says how early a document is: it gives the root of a cluster and nothing else, so that
/// the clusters depend on the set of pairs alone. A document without near-copies is not in the
/// answer, nor is a pair of which `rank` does not know both.
pub fn clusters<K: Ord>(
    pairs: &[NearCopy],
    rank: impl Fn(&DocId) -> Option<K>,
) -> BTreeMap<DocId, DocId> {
    let mut members = Members::default();
    let known = pairs.iter().filter(|p| rank(&p.document).is_some() && rank(&p.other).is_some());
    let mut links: Vec<Link> = known.map(|pair| members.link(pair)).collect();
    links.sort_by(|a, b| members.order(a).cmp(&members.order(b)));
    let mut groups = Groups::new(members.ids.len());
    let n_verbatim = links.partition_point(|link| link.similarity >= VERBATIM);
    links[..n_verbatim].iter().for_each(|link| groups.join(link.a, link.b));
    groups.count(&links[n_verbatim..]);
    for link in &links[n_verbatim..] {
        groups.join_if_close(link.a, link.b);
    }
    members.roots(groups, rank)
}

/// The documents that have near-copies, by number.
#[derive(Default)]
struct Members<'p> {
    ids: Vec<&'p DocId>,
    numbers: HashMap<&'p DocId, usize>,
}

/// Two documents by number.
struct Link {
    a: usize,
    b: usize,
    similarity: f64,
}

impl<'p> Members<'p> {
    fn link(&mut self, pair: &'p NearCopy) -> Link {
        let NearCopy { document, other, similarity } = pair;
        Link { a: self.number(document), b: self.number(other), similarity: *similarity }
    }

    fn number(&mut self, id: &'p DocId) -> usize {
        *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            self.ids.len() - 1
        })
    }

    /// Most alike first; where that is the same, by the ids, so that no order of input counts.
    fn order(&self, link: &Link) -> impl Ord + use<'p> {
        let (a, b) = (self.ids[link.a], self.ids[link.b]);
        // Similarities are positive, and the bits of positive numbers sort as they do.
        (std::cmp::Reverse(link.similarity.to_bits()), a.min(b), a.max(b))
    }

    /// The first document of each one's group; a group of one was refused by all its near-copies.
    fn roots<K: Ord>(
        &self,
        mut groups: Groups,
        rank: impl Fn(&DocId) -> Option<K>,
    ) -> BTreeMap<DocId, DocId> {
        let mut by_group = BTreeMap::<usize, Vec<&DocId>>::new();
        for (number, id) in self.ids.iter().enumerate() {
            by_group.entry(groups.find(number)).or_default().push(id);
        }
        let mut roots = BTreeMap::new();
        for ids in by_group.values().filter(|ids| ids.len() > 1) {
            let first = ids.iter().min_by_key(|id| (rank(id), **id)).expect("there are two");
            roots.extend(ids.iter().map(|id| ((*id).clone(), (*first).clone())));
        }
        roots
    }
}

/// A partition of numbers; a group is known by one of them.
struct Groups {
    parents: Vec<usize>,
    n_members: Vec<u64>,
    /// Of what is told apart: verbatim copies are one.
    n_texts: Vec<u64>,
    /// Pairs of texts that are near-copies, by the other group; kept on both sides.
    n_links: Vec<BTreeMap<usize, u64>>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self {
            parents: (0..n).collect(),
            n_members: vec![1; n],
            n_texts: vec![1; n],
            n_links: vec![BTreeMap::new(); n],
        }
    }

    fn find(&mut self, mut number: usize) -> usize {
        while self.parents[number] != number {
            self.parents[number] = self.parents[self.parents[number]];
            number = self.parents[number];
        }
        number
    }

    /// Joins what says the same.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            let (large, small) =
                if self.n_members[a] >= self.n_members[b] { (a, b) } else { (b, a) };
            self.parents[small] = large;
            self.n_members[large] += self.n_members[small];
        }
    }

    /// Counts links between groups, each pair of groups once.
    fn count(&mut self, links: &[Link]) {
        for link in links {
            let (a, b) = (self.find(link.a), self.find(link.b));
            if a != b {
                self.n_links[a].insert(b, 1);
                self.n_links[b].insert(a, 1);
            }
        }
    }

    /// Joins two groups if enough pairs across them are near-copies.
    fn join_if_close(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        let n_links = self.n_links[a].get(&b).copied().unwrap_or_default();
        if a == b || n_links * SHARE < self.n_texts[a] * self.n_texts[b] {
            return;
        }
        let is_larger = self.n_links[a].len() >= self.n_links[b].len();
        let (large, small) = if is_larger { (a, b) } else { (b, a) };
        self.parents[small] = large;
        self.n_members[large] += self.n_members[small];
        self.n_texts[large] += self.n_texts[small];
        self.n_links[large].remove(&small);
        for (other, n) in std::mem::take(&mut self.n_links[small]) {
            if other != large {
                *self.n_links[large].entry(other).or_default() += n;
                self.n_links[other].remove(&small);
                *self.n_links[other].entry(large).or_default() += n;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clusters of pairs such as `a-b:.7`, as `root: members` by root; earlier letters are earlier.
    fn shown(pairs: &str) -> String {
        let pair = |text: &str| {
            let (ids, similarity) = text.split_once(':').expect("a pair has a similarity");
            let (a, b) = ids.split_once('-').expect("a pair is of two");
            let similarity = similarity.parse().expect("a similarity is a number");
            NearCopy { document: a.into(), other: b.into(), similarity }
        };
        let mut pairs: Vec<NearCopy> = pairs.split(' ').map(pair).collect();
        let forth = show(&pairs);
        pairs.reverse();
        assert_eq!(show(&pairs), forth, "the order of pairs does not count");
        forth
    }

    fn show(pairs: &[NearCopy]) -> String {
        let rank = |id: &DocId| (id.as_str() != "x").then(|| id.clone());
        let mut by_root = BTreeMap::<DocId, Vec<String>>::new();
        for (id, root) in clusters(pairs, rank) {
            by_root.entry(root).or_default().push(id.to_string());
        }
        let lines = by_root.iter().map(|(root, all)| format!("{root}: {}", all.join("")));
        lines.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_earliest_is_the_root() {
        assert_eq!(shown("b-a:.6 c-b:.6 e-d:.9"), "a: abc, d: de");
    }

    #[test]
    fn drift_ends_a_cluster() {
        let chain = "a-b:.6 b-c:.6 c-d:.6 d-e:.6 e-f:.6 f-g:.6 g-h:.6";
        assert_eq!(shown(chain), "a: abcde, f: fgh");
        let verbatim = chain.replace(".6", ".95");
        assert_eq!(shown(&verbatim), "a: abcdefgh");
    }

    #[test]
    fn a_text_counts_once_however_often_it_was_copied() {
        let copies = "a-b:.95 b-c:.95 c-d:.95 d-e:.95 e-f:.95";
        assert_eq!(shown(&format!("{copies} f-g:.6")), "a: abcdefg");
    }

    #[test]
    fn what_is_not_known_yet_joins_nothing() {
        assert_eq!(shown("a-x:.9 x-b:.9 c-d:.7"), "c: cd");
    }
}
