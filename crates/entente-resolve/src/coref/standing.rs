//! How the chains spoken of shortly before a phrase stand to one another.
//!
//! A pronoun mostly means what was spoken of last or is spoken of most; that is told by chains, not
//! by their mentions: somebody named four times in a sentence is still one rival.

use super::entity::Entity;
use super::feature;
use super::phrase::{Class, Phrase};

/// A chain not spoken of for so many sentences is no rival.
const FORGOTTEN: u32 = 8;
/// The rank of what does not fit.
const LAST: u32 = 9;

/// The chains that fit a phrase, among those of the last phrases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// The chain of each phrase, the nearest phrase first, as an index into `places`.
    nearest: Vec<usize>,
    places: Vec<Place>,
    /// How many fit and were spoken of in this sentence or the one before.
    pub(crate) rivals: u32,
    /// How many fit and are of the same kind.
    pub(crate) of_kind: u32,
}

/// Where a chain stands among those that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// How many were spoken of later.
    pub(crate) recency: u32,
    /// How many are spoken of more.
    pub(crate) size: u32,
    /// How many of the same kind were spoken of later, if it is of the phrase's kind.
    pub(crate) kind: u32,
    /// How many fit and are near.
    pub(crate) rivals: u32,
}

impl Default for Place {
    fn default() -> Self {
        Self { recency: LAST, size: LAST, kind: LAST, rivals: 0 }
    }
}

impl Standing {
    /// The standing of the chains of the last `window` phrases, for the one at `at`.
    pub(crate) fn read(
        phrases: &[Phrase<'_>],
        at: usize,
        window: usize,
        (entity_of, entities): (&[usize], &[Entity]),
    ) -> Self {
        let phrase = &phrases[at];
        let mut standing = Self::default();
        let mut met: Vec<usize> = Vec::new();
        let mut fitting: Vec<usize> = Vec::new();
        for before in (at.saturating_sub(window)..at).rev() {
            let chain = entity_of[before];
            let place = met.iter().position(|m| *m == chain).unwrap_or_else(|| {
                if fits(phrase, &phrases[before], &entities[chain]) {
                    fitting.push(met.len());
                }
                met.push(chain);
                met.len() - 1
            });
            standing.nearest.push(place);
        }
        standing.places = vec![Place::default(); met.len()];
        let entity = |place: usize| &entities[met[place]];
        let near = fitting.iter().filter(|f| entity(**f).sentence + 1 >= phrase.sentence);
        standing.rivals = count(near.count());
        for (rank, place) in (0..).zip(&fitting) {
            standing.places[*place].recency = rank;
            if entity(*place).kind == phrase.kind {
                standing.places[*place].kind = standing.of_kind;
                standing.of_kind += 1;
            }
        }
        fitting.sort_by_key(|place| std::cmp::Reverse(entity(*place).size));
        for (rank, place) in (0..).zip(&fitting) {
            standing.places[*place].size = rank;
        }
        standing.places.iter_mut().for_each(|p| p.rivals = standing.rivals);
        standing
    }

    /// Where the chain of a phrase stands, so many phrases before, and whether that phrase is the
    /// last of its chain.
    pub(crate) fn place(&self, phrases: usize) -> (Place, bool) {
        let Some(place) = phrases.checked_sub(1).and_then(|p| self.nearest.get(p)) else {
            return (Place { rivals: self.rivals, ..Place::default() }, false);
        };
        let is_last = self.nearest.iter().position(|p| p == place) == Some(phrases - 1);
        (self.places[*place], is_last)
    }
}

fn fits(phrase: &Phrase<'_>, last: &Phrase<'_>, chain: &Entity) -> bool {
    feature::fit((chain.count, chain.sex), (phrase.count, phrase.sex))
        && phrase.sentence.saturating_sub(chain.sentence) < FORGOTTEN
        && last.class != Class::Modifier
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
