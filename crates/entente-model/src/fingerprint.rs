//! What near-copies of a text are found by, and the near-copies that were found.

use std::sync::Arc;

use crate::DocId;

/// A short row of hashes; the more of its wording two texts share, the more hashes their rows share
/// place by place.
///
/// A text of which there is too little to compare has an empty one, as does one whose wording was
/// not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fingerprint(Arc<[u32]>);

impl Fingerprint {
    /// Makes a fingerprint of its hashes.
    pub fn new(hashes: impl Into<Arc<[u32]>>) -> Self {
        Self(hashes.into())
    }

    /// The hashes.
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hashes as bytes, four each, least first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// The fingerprint of these bytes; none if they are not four a hash.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<4>();
        let hashes = || hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
        rest.is_empty().then(|| Self(hashes()))
    }
}

/// Two documents that share most of their wording.
#[derive(Clone, Debug, PartialEq)]
pub struct NearCopy {
    /// The one that came later.
    pub document: DocId,
    /// The one that was there.
    pub other: DocId,
    /// The share of what both say in what either says, in (0, 1].
    pub similarity: f64,
}
