//! Learns what the words of a piece say of its kind; the layout of the file is described at the
//! reader, `entente_read`'s `block/diction`.
//!
//! For each kind a linear machine parts it from the others: squared hinge loss, by dual coordinate
//! descent (Hsieh et al. 2008, "A dual coordinate descent method for large-scale linear SVM").
//! Everything is made of operations that give the same bits on any machine, in one order.

use entente_read::training::Blocks;
use rayon::prelude::*;

const N_KINDS: usize = Blocks::KINDS.len();
/// What an error costs beside the length of the weights.
const COST: f64 = 0.5;
/// How often all examples are gone through.
const PASSES: usize = 40;
/// The most steps of a weight, either way.
const STEPS: f64 = 127.0;

/// An example: the hashes of its words and the number of its kind.
pub(super) type Example<'e> = (&'e [u16], usize);

/// The bytes of a judge of words.
pub(super) fn learn(examples: &[Example<'_>]) -> Vec<u8> {
    let machines: Vec<Machine> =
        (0..N_KINDS).into_par_iter().map(|kind| Machine::learn(examples, kind)).collect();
    let largest = machines.iter().flat_map(|m| &m.weights).fold(0.0_f64, |a, b| a.max(b.abs()));
    let step = if largest > 0.0 { largest / STEPS } else { 1.0 };
    let steps = |weight: f64| (weight / step).round();
    let mut out = b"EPW1".to_vec();
    out.extend((step as f32).to_le_bytes());
    machines.iter().for_each(|m| out.extend((steps(m.base) as i16).to_le_bytes()));
    let row = |hash: usize| machines.iter().map(move |m| steps(m.weights[hash]) as i8);
    let said: Vec<usize> = (0..Blocks::N_HASHES).filter(|at| row(*at).any(|n| n != 0)).collect();
    out.extend((said.len() as u32).to_le_bytes());
    for hash in said {
        out.extend((hash as u16).to_le_bytes());
        out.extend(row(hash).map(|steps| steps as u8));
    }
    out
}

/// Parts one kind from the others.
struct Machine {
    weights: Vec<f64>,
    base: f64,
}

impl Machine {
    fn learn(examples: &[Example<'_>], kind: usize) -> Self {
        let mut machine = Self { weights: vec![0.0; Blocks::N_HASHES], base: 0.0 };
        let mut alphas = vec![0.0; examples.len()];
        // A stride that shares no factor with their number goes through all, far from their order.
        let stride = (examples.len() / 3..).find(|n| gcd(*n, examples.len()) == 1).unwrap_or(1);
        for _ in 0..PASSES {
            let mut at = 0;
            for _ in 0..examples.len() {
                machine.mend(&examples[at], kind, &mut alphas[at]);
                at = (at + stride) % examples.len();
            }
        }
        machine
    }

    /// Moves one example to where it costs least.
    fn mend(&mut self, (hashes, own): &Example<'_>, kind: usize, alpha: &mut f64) {
        let side = if *own == kind { 1.0 } else { -1.0 };
        let share = 1.0 / (hashes.len().max(1) as f64).sqrt();
        let sum: f64 = hashes.iter().map(|hash| self.weights[usize::from(*hash)]).sum();
        let slope = side * (self.base + sum * share) - 1.0 + *alpha / (2.0 * COST);
        let curve = 1.0 + f64::from(u8::from(!hashes.is_empty())) + 1.0 / (2.0 * COST);
        let next = (*alpha - slope / curve).max(0.0);
        let change = (next - *alpha) * side;
        *alpha = next;
        self.base += change;
        hashes.iter().for_each(|hash| self.weights[usize::from(*hash)] += change * share);
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_tell_a_kind_are_learned() {
        let pieces: [&[u16]; 4] = [&[1, 9], &[2, 9], &[3, 9], &[1, 8]];
        let examples: Vec<Example<'_>> =
            pieces.iter().zip([0, 1, 2, 0]).map(|(words, kind)| (*words, kind)).collect();
        let machine = Machine::learn(&examples, 0);
        assert!(machine.weights[1] > 0.3 && machine.weights[2] < 0.0);
        let judge = learn(&examples);
        assert_eq!(judge, learn(&examples));
        assert_eq!(judge[..4], *b"EPW1");
    }
}
