//! The scores of the actions of one parser state, and the best of those allowed.

use super::lanes::Lanes;
use super::product::{lay_out, product};
use super::{Cpu, Op};

const HIDDEN: usize = Actions::HIDDEN;

const PIECES: usize = Actions::PIECES;
/// Actions are scored this many at a time: as many registers as a processor can keep in flight.
const PANEL: usize = 112;

/// The layers from the summed features of a state to a score an action.
#[derive(Debug)]
pub struct Actions {
    cpu: Cpu,
    hidden_bias: [f32; HIDDEN * PIECES],
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Actions {
    /// Units of the hidden layer.
    pub const HIDDEN: usize = 64;
    /// Hidden units are the greater of this many sums.
    pub const PIECES: usize = 2;

    /// Lays out the weights `[actions][HIDDEN]` and one bias an action.
    ///
    /// `hidden_bias` has the shape `[PIECES][HIDDEN]`, as the features have.
    pub fn new(
        cpu: Cpu,
        hidden_bias: [f32; HIDDEN * PIECES],
        weights: &[f32],
        bias: &[f32],
    ) -> Self {
        let panels = lay_out(bias.len(), PANEL, HIDDEN, |action, k| weights[action * HIDDEN + k]);
        let mut bias = bias.to_vec();
        bias.resize(bias.len().next_multiple_of(PANEL), 0.0);
        Actions { cpu, hidden_bias, panels, bias }
    }

    /// Returns a mask for [`Actions::best`] that allows what `allows` says.
    pub fn mask(&self, allows: impl Fn(usize) -> bool) -> Vec<f32> {
        let value = |action| if allows(action) { 0.0 } else { f32::NEG_INFINITY };
        (0..self.bias.len()).map(value).collect()
    }

    /// Returns the best action that `mask` allows, the first of equals; none if it allows none.
    ///
    /// A state is known by its features, each `[PIECES][HIDDEN]` floats.
    #[inline]
    pub fn best<const N: usize>(&self, features: [&[f32]; N], mask: &[f32]) -> Option<usize> {
        self.cpu.run(Best { actions: self, features, mask })
    }
}

struct Best<'a, const N: usize> {
    actions: &'a Actions,
    features: [&'a [f32]; N],
    mask: &'a [f32],
}

impl<const N: usize> Op for Best<'_, N> {
    type Output = Option<usize>;

    #[inline(always)]
    fn run<L: Lanes, H: Lanes>(self) -> Option<usize> {
        let hidden = self.hidden::<L>();
        if L::WIDTH == 16 { self.choose::<L, 7>(&hidden) } else { self.choose::<L, 14>(&hidden) }
    }
}

impl<const N: usize> Best<'_, N> {
    /// Adds up the features, in order, and takes the greater piece of each unit.
    #[inline(always)]
    fn hidden<L: Lanes>(&self) -> [f32; HIDDEN] {
        let mut features: [&[f32]; N] = [&[]; N];
        for (cut, feature) in features.iter_mut().zip(self.features) {
            *cut = &feature[..HIDDEN * PIECES];
        }
        let mut hidden = [0.0; HIDDEN];
        for at in (0..HIDDEN).step_by(L::WIDTH) {
            let (mut first, mut second) = (L::splat(0.0), L::splat(0.0));
            for feature in features {
                first = first.add(L::load(&feature[at..]));
                second = second.add(L::load(&feature[HIDDEN + at..]));
            }
            let bias = &self.actions.hidden_bias;
            let first = first.add(L::load(&bias[at..]));
            let second = second.add(L::load(&bias[HIDDEN + at..]));
            first.max(second).store(&mut hidden[at..]);
        }
        hidden
    }

    #[inline(always)]
    fn choose<L: Lanes, const REGS: usize>(&self, hidden: &[f32; HIDDEN]) -> Option<usize> {
        let Actions { panels, bias, .. } = self.actions;
        let mut best = None;
        let mut highest = f32::NEG_INFINITY;
        for (n, panel) in panels.chunks_exact(PANEL * HIDDEN).enumerate() {
            let [sums] = product::<L, 1, REGS>([hidden], panel);
            let (bias, mask) = (&bias[n * PANEL..][..PANEL], &self.mask[n * PANEL..][..PANEL]);
            let mut scores = [0.0; PANEL];
            let mut top = L::splat(f32::NEG_INFINITY);
            for (reg, sum) in sums.into_iter().enumerate() {
                let at = reg * L::WIDTH;
                let score = sum.add(L::load(&bias[at..])).add(L::load(&mask[at..]));
                score.store(&mut scores[at..]);
                top = score.max(top);
            }
            let top = greatest(top);
            if top > highest {
                highest = top;
                best = scores.iter().position(|&score| score == top).map(|at| n * PANEL + at);
            }
        }
        best
    }
}

#[inline(always)]
fn greatest<L: Lanes>(lanes: L) -> f32 {
    let mut values = [f32::NEG_INFINITY; 16];
    lanes.store(&mut values);
    let mut best = f32::NEG_INFINITY;
    for value in values {
        best = if value > best { value } else { best };
    }
    best
}
