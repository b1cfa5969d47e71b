//! What stands around a predicate as the learned model sees it, and how near two such views are.

use entente_model::{Annotated, Relation};

/// Floats of a token.
pub(super) const WIDTH: usize = crate::model::kernel::WIDTH;
/// The parts of a view: the predicate, its head, the little words that help it.
const PARTS: usize = 3;
/// Floats of a view.
pub(super) const VIEW: usize = PARTS * WIDTH;
/// How many steps of a view's numbers make one, and how far they may go, so that the sum of
/// squared differences fits into 32 bits.
const STEPS: f32 = 16.0;
pub(super) const FURTHEST: i16 = 1000;
/// How fast nearness falls with the squared distance.
const FALL: f32 = 1.0 / (128.0 * STEPS * STEPS);

/// The tokens of a text, each in its context; a text that was parsed by hand has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contexts<'a>(&'a [f32]);

/// The view of one predicate, in sixteenths.
pub(super) type View = [i16; VIEW];

impl<'a> Contexts<'a> {
    pub(crate) fn new(rows: &'a [f32]) -> Self {
        Self(rows)
    }

    pub(super) fn row(self, token: u32) -> Option<&'a [f32]> {
        let first = token as usize * WIDTH;
        self.0.get(first..first + WIDTH)
    }

    /// The view of a predicate.
    pub(super) fn view(self, text: &Annotated, token: u32) -> Option<View> {
        let mut view = [0.0; VIEW];
        view[..WIDTH].copy_from_slice(self.row(token)?);
        let head = text.head(token);
        if head != token {
            view[WIDTH..2 * WIDTH].copy_from_slice(self.row(head)?);
        }
        let helpers = || text.children(token).filter(|t| helps(text.relation(*t)));
        let n = helpers().count().max(1) as f32;
        for row in helpers().filter_map(|t| self.row(t)) {
            view[2 * WIDTH..].iter_mut().zip(row).for_each(|(sum, x)| *sum += x / n);
        }
        let step = |x: f32| (x * STEPS).round().clamp(-f32::from(FURTHEST), f32::from(FURTHEST));
        Some(view.map(|x| step(x) as i16))
    }
}

fn helps(relation: Relation) -> bool {
    use Relation as R;
    matches!(relation, R::Auxiliary | R::PassiveAuxiliary | R::Marker | R::Negation)
}

/// How near two views are, from 0 to 1: the same bits on any machine.
pub fn nearness(a: &[i16], b: &[i16]) -> f32 {
    // Nothing wraps, as steps are bounded; to say so lets the compiler take many at once.
    let add = |sum: i32, (a, b): (&i16, &i16)| {
        let apart = i32::from(a.wrapping_sub(*b));
        sum.wrapping_add(apart.wrapping_mul(apart))
    };
    let distance = a.iter().zip(b).fold(0_i32, add);
    1.0 / (1.0 + FALL * distance as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_is_nearest() {
        let far = [FURTHEST; VIEW];
        assert_eq!(nearness(&far, &far), 1.0);
        let opposite = [-FURTHEST; VIEW];
        assert!(nearness(&far, &opposite) < 1e-3);
        assert!(nearness(&[0, 16], &[16, 16]) > nearness(&[0, 16], &[32, 16]));
    }

    #[test]
    fn a_text_parsed_by_hand_has_no_views() {
        let text = entente_model::testing::annotated("Chad/PROPN<slept:subject slept/VERB/sleep");
        assert_eq!(Contexts::default().view(&text, 1), None);
        let rows = vec![0.5; 2 * WIDTH];
        let view = Contexts::new(&rows).view(&text, 0).expect("there are rows for both words");
        assert_eq!((view[0], view[WIDTH], view[2 * WIDTH]), (8, 8, 0));
    }
}
