//! What stands before and after a piece on the whole, nearer pieces counting more.
//!
//! Kinds of blocks come in stretches: a wall of offers, a list of other stories, a text. How far a
//! piece is in one shows in what the pieces on each side are held to be, each a little less than the
//! next.

use super::KINDS;
use super::around::Odds;

/// The number of features of a piece.
pub(crate) const N_TREND: usize = 3 * KINDS.len();
/// What a piece further away counts, the next one being 1.
const FADE: f32 = 0.8;

/// The features that follow from a judgement of every piece: what is before it, after it, and the
/// most that any piece of the page is held to be.
pub(crate) fn trend(odds: &[Odds]) -> Vec<[f32; N_TREND]> {
    let before = faded(odds.iter());
    let after = faded(odds.iter().rev());
    let mut most = Odds::default();
    odds.iter().for_each(|odds| most.iter_mut().zip(odds).for_each(|(m, o)| *m = m.max(*o)));
    let row = |(before, after): (&Odds, &Odds)| {
        let mut row = [0.0; N_TREND];
        let all = before.iter().chain(after).chain(&most);
        row.iter_mut().zip(all).for_each(|(to, odds)| *to = *odds);
        row
    };
    before.iter().zip(after.iter().rev()).map(row).collect()
}

/// For each piece the weighed mean of those that come before it.
fn faded<'o>(odds: impl Iterator<Item = &'o Odds>) -> Vec<Odds> {
    let mut sum = Odds::default();
    let next = |odds: &Odds| {
        let so_far = sum;
        sum.iter_mut().zip(odds).for_each(|(sum, odds)| *sum = FADE * *sum + (1.0 - FADE) * odds);
        so_far
    };
    odds.map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_pieces_count_more() {
        let one = |kind: usize| {
            let mut odds = Odds::default();
            odds[kind] = 1.0;
            odds
        };
        let rows = trend(&[one(0), one(1), one(1), one(2)]);
        let n = KINDS.len();
        assert_eq!(rows[0][..n], Odds::default());
        assert!(rows[3][1] > rows[3][0] && rows[3][0] > 0.0);
        assert!(rows[0][n + 1] > rows[0][n + 2] && rows[0][n + 2] > 0.0);
        assert_eq!(rows[1][2 * n..][..3], [1.0; 3]);
    }
}
