//! What stands around a predicate as the learned model sees it, and how near two such views are.

use entente_model::{Annotated, Relation};

/// Floats of a token.
const WIDTH: usize = crate::model::kernel::WIDTH;
/// The parts of a view: the predicate, its head, the little words that help it.
const PARTS: usize = 3;
/// Floats of a view.
pub(super) const VIEW: usize = PARTS * WIDTH;
/// How fast nearness falls with the squared distance.
const FALL: f32 = 1.0 / 128.0;

/// The tokens of a text, each in its context; a text that was parsed by hand has none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contexts<'a>(&'a [f32]);

/// The view of one predicate.
pub(super) type View = [f32; VIEW];

impl<'a> Contexts<'a> {
    pub(crate) fn new(rows: &'a [f32]) -> Self {
        Self(rows)
    }

    fn row(self, token: u32) -> Option<&'a [f32]> {
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
        Some(view)
    }
}

fn helps(relation: Relation) -> bool {
    use Relation as R;
    matches!(relation, R::Auxiliary | R::PassiveAuxiliary | R::Marker | R::Negation)
}

/// How near two views are, from 0 to 1: the same bits on any machine.
pub fn nearness(a: &[f32], b: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut lanes = [0.0_f32; LANES];
    let (a, b) = (a.as_chunks::<LANES>().0, b.as_chunks::<LANES>().0);
    for (a, b) in a.iter().zip(b) {
        for (lane, (x, y)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += (x - y) * (x - y);
        }
    }
    1.0 / (1.0 + FALL * lanes.iter().sum::<f32>())
}
