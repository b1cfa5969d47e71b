//! From shingles to a fingerprint: min-wise hashing, with hashes taken two by two.
//!
//! For each of 48 orders of all numbers, the least shingle by that order is the same in two texts
//! with the chance of their Jaccard coefficient *s*; so one hash of a fingerprint, made of two such
//! minima, is the same with chance *s*². Who looks for texts with at least two hashes of 24 in
//! common finds those with *s* = .5 with chance .991, with *s* = .6 with .9997, and of those with
//! *s* = .05 two in a thousand.

use entente_model::Fingerprint;

/// Hashes in a fingerprint.
const HASHES: usize = 24;
/// Minima that make one.
const ROWS: usize = 2;
/// Orders of all numbers.
const ORDERS: usize = HASHES * ROWS;

/// Odd factors, one an order: multiplication by one turns numbers of 32 bits about.
const FACTORS: [u32; ORDERS] = factors();

/// Makes the fingerprint of shingles, of which there is at least one.
pub(super) fn sign(shingles: &[u64]) -> Fingerprint {
    let mut least = [u32::MAX; ORDERS];
    for shingle in shingles {
        let [low, high] = [*shingle as u32, (*shingle >> 32) as u32];
        for (least, factor) in least.iter_mut().zip(FACTORS) {
            *least = (*least).min(low.wrapping_mul(factor) ^ high);
        }
    }
    let (pairs, _) = least.as_chunks::<ROWS>();
    let hashes: Vec<u32> = pairs.iter().zip(0..).map(|(pair, place)| join(*pair, place)).collect();
    Fingerprint::new(hashes)
}

/// Hashes two minima and their place, so that the same at another place is another.
fn join([a, b]: [u32; ROWS], place: u64) -> u32 {
    let joined = (u64::from(a) << 32 | u64::from(b)) ^ split(place + 1);
    (split(joined) >> 32) as u32
}

const fn factors() -> [u32; ORDERS] {
    let mut factors = [0; ORDERS];
    let mut n = 0;
    while n < ORDERS {
        factors[n] = (split(n as u64) >> 32) as u32 | 1;
        n += 1;
    }
    factors
}

/// The n-th number of the generator SplitMix64.
const fn split(n: u64) -> u64 {
    let mut x = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share of equal hashes must be near that of equal shingles, squared.
    #[test]
    fn hashes_are_shared_as_often_as_they_should_be() {
        let mut n_shared = 0;
        for pair in 0..200_u64 {
            let set =
                |from: u64| (from..from + 100).map(|n| split(pair << 20 | n)).collect::<Vec<_>>();
            // 60 of 140: s = .4286, s² = .1837.
            let (a, b) = (sign(&set(0)), sign(&set(40)));
            n_shared += a.hashes().iter().zip(b.hashes()).filter(|(a, b)| a == b).count();
        }
        let share = n_shared as f64 / (200 * HASHES) as f64;
        assert!((0.16..0.21).contains(&share), "{share}");
    }

    #[test]
    fn the_same_minimum_at_two_places_makes_two_hashes() {
        let one = sign(&[7]);
        let mut hashes = one.hashes().to_vec();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), HASHES);
    }
}
