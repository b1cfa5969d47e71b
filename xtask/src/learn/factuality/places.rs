//! Places among the views of predicates, and where lessons lie by how near they are to them.
//!
//! A lesson's nearness to every place is turned (by Nyström's method) so that products of the
//! turned rows come close to the nearness of the lessons to each other.

use entente_annotate::nearness;

use super::lesson::Lesson;
use super::ridge::{back, decompose, forth};

/// How many places there are, and how often they move to the middle of what is next to them.
const PLACES: usize = 256;
const ROUNDS: usize = 5;
/// What is added to a place's nearness to itself, so that places may lie close together.
const JITTER: f64 = 1e-2;

/// The places.
#[derive(Default)]
pub(super) struct Places {
    at: Vec<Vec<i16>>,
    /// Cholesky's factor of their nearness to each other, by lower rows.
    factor: Vec<Vec<f64>>,
}

impl Places {
    /// Lays places among the views of lessons.
    pub(super) fn of(lessons: &[&Lesson]) -> Self {
        let views: Vec<&[i16]> =
            lessons.iter().flat_map(|l| l.views.iter().map(Vec::as_slice)).collect();
        let mut at: Vec<Vec<i16>> = (0..PLACES)
            .filter_map(|n| Some(views.get(n * views.len() / PLACES)?.to_vec()))
            .collect();
        for _ in 0..ROUNDS {
            at = moved(at, &views);
        }
        let near = |(row, place): (usize, &Vec<i16>)| -> Vec<f64> {
            at[..=row].iter().map(|other| f64::from(nearness(place, other))).collect()
        };
        let factor = at.iter().enumerate().map(near).collect();
        let factor = decompose(factor, &vec![JITTER; at.len()]);
        Self { at, factor }
    }

    /// Where a lesson lies: its nearness to the places, turned.
    pub(super) fn row(&self, lesson: &Lesson) -> Vec<f64> {
        let mut near = self.near(lesson);
        forth(&self.factor, &mut near);
        near
    }

    /// How near a lesson's predicates are to each place in the mean.
    pub(super) fn near(&self, lesson: &Lesson) -> Vec<f64> {
        let n = lesson.views.len().max(1) as f64;
        let mean = |place: &Vec<i16>| {
            lesson.views.iter().map(|view| f64::from(nearness(view, place)) / n).sum()
        };
        self.at.iter().map(mean).collect()
    }

    /// Weights of nearness from weights of turned rows.
    pub(super) fn turned_back(&self, mut weights: Vec<f64>) -> Vec<f64> {
        back(&self.factor, &mut weights);
        weights
    }

    /// The numbers of each place, in steps.
    pub(super) fn steps(&self) -> impl Iterator<Item = String> {
        self.at.iter().map(|at| at.iter().map(i16::to_string).collect::<Vec<_>>().join(" "))
    }
}

/// Each place moved to the middle of the views that are nearest to it.
fn moved(mut at: Vec<Vec<i16>>, views: &[&[i16]]) -> Vec<Vec<i16>> {
    let mut sums: Vec<(Vec<i32>, i32)> = at.iter().map(|a| (vec![0; a.len()], 0)).collect();
    for view in views {
        let near = at.iter().map(|place| nearness(view, place)).enumerate();
        let Some((nearest, _)) = near.max_by(|a, b| a.1.total_cmp(&b.1)) else { continue };
        let (sum, n) = &mut sums[nearest];
        sum.iter_mut().zip(*view).for_each(|(sum, x)| *sum += i32::from(*x));
        *n += 1;
    }
    for (place, (sum, n)) in at.iter_mut().zip(sums) {
        if n > 0 {
            let middle = |sum: i32| (f64::from(sum) / f64::from(n)).round() as i16;
            *place = sum.into_iter().map(middle).collect();
        }
    }
    at
}
