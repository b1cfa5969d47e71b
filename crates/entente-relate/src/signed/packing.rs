//! A lower bound without a linear program: negative cycles that share no tie.
//!
//! Every split frustrates at least one tie of each negative cycle, so that cycles without a tie in
//! common prove as many; where ties have weights, a cycle takes as much of each as its lightest has
//! left. Triangles are taken first, then longer cycles. What may be searched is counted in places
//! met, never in time.

use super::cuts::Paths;

type Tie = (usize, usize, i64);

/// Longest cycles that are looked for, in turn.
const LENGTHS: [usize; 4] = [3, 5, 8, 12];

/// What no split costs less than; takes what the search costs from `work`.
pub(super) fn pack(n: usize, ties: &[Tie], work: &mut usize) -> i64 {
    let mut near = vec![Vec::new(); n];
    for (at, &(a, b, _)) in ties.iter().enumerate() {
        near[a].push((b, at));
        near[b].push((a, at));
    }
    let mut left: Vec<i64> = ties.iter().map(|tie| tie.2.abs()).collect();
    let mut packed = 0;
    let mut paths = Paths::new(n);
    for longest in LENGTHS {
        // With ties of this length no more of them fit into a cycle that is too short.
        let step = 0.999 / longest as f64;
        let mut lengths: Vec<f64> =
            left.iter().map(|&left| if left > 0 { step } else { f64::INFINITY }).collect();
        for source in 0..n {
            while *work > 0 {
                let (cycles, looked) = paths.cycles_through(source, &near, ties, &lengths, step);
                *work = work.saturating_sub(looked + 1);
                let before = packed;
                for cycle in cycles {
                    let share = cycle.iter().map(|&tie| left[tie]).min().unwrap_or(0);
                    packed += share;
                    for &tie in cycle.iter().filter(|_| share > 0) {
                        left[tie] -= share;
                        if left[tie] == 0 {
                            lengths[tie] = f64::INFINITY;
                        }
                    }
                }
                if packed == before {
                    break;
                }
            }
        }
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;

    #[test]
    fn little_work_proves_much_where_triangles_are_rare() {
        const NODES: usize = 2_000;
        let mut chance = Chance::new(1);
        let mut ties: Vec<Tie> = Vec::new();
        for a in 0..NODES {
            ties.extend((0..10).map(|_| {
                let sign = if chance.share() < 0.9 { 1 } else { -1 };
                (a, (a + 1 + chance.below(NODES - 1)) % NODES, sign)
            }));
        }
        ties.sort_unstable();
        ties.dedup_by_key(|tie| (tie.0, tie.1));
        let packed = pack(NODES, &ties, &mut 15_000_000);
        let negative = ties.iter().filter(|tie| tie.2 < 0).count() as i64;
        assert!(4 * packed > negative && packed <= negative, "{packed} of {negative}");
    }
}
