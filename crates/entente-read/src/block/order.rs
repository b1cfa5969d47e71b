//! In what order kinds of blocks stand on a page of plain text.
//!
//! A standfirst follows a headline, and an item an item. What each piece is held to be is weighed
//! by how much oftener than by chance its kind stands next to those of the pieces beside it. The
//! file holds, least byte first: `EPO1` and for each kind, and for the start of a page, a float of
//! four for each kind that may come next, and for the end.

use super::KINDS;
use super::around::Odds;

const N: usize = KINDS.len();
/// What stands for the start of a page, and in its own column for the end.
pub(crate) const EDGE: usize = N;
/// The least that anything is held to be likely.
const LEAST: f32 = 1e-4;
/// The bytes of the section.
const SIZE: usize = 4 * (N + 1) * (N + 1);

/// How much likelier a kind is after another than anywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Order {
    after: [[f32; N + 1]; N + 1],
}

impl Order {
    /// Reads the section at the head of a file and leaves the rest, or says what is wrong.
    pub(crate) fn read(rest: &mut &[u8]) -> Result<Self, &'static str> {
        let section = rest.strip_prefix(b"EPO1").ok_or("expected `EPO1` after the words")?;
        let (section, others) = section.split_at_checked(SIZE).ok_or("expected more bytes")?;
        let (numbers, _) = section.as_chunks::<4>();
        let mut numbers = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes));
        let mut order = Self::default();
        for (to, number) in order.after.iter_mut().flatten().zip(&mut numbers) {
            let is_sound = number.is_finite() && number > 0.0;
            *to = if is_sound { number } else { return Err("expected how likely orders are") };
        }
        *rest = others;
        Ok(order)
    }

    /// What each piece of a page is likely to be, given what those beside it are; each piece's odds
    /// add up to 1 then.
    pub(crate) fn heed(&self, odds: &[Odds]) -> Vec<Odds> {
        let odds: Vec<Odds> = odds.iter().map(|odds| odds.map(|odds| odds.max(LEAST))).collect();
        let mut before = vec![[1.0; N]; odds.len()];
        let mut after = before.clone();
        let mut come: Odds = std::array::from_fn(|kind| self.after[EDGE][kind]);
        for (before, odds) in before.iter_mut().zip(&odds) {
            *before = come;
            let own = scaled(product(&come, odds));
            come = std::array::from_fn(|to| sum(|from| own[from] * self.after[from][to]));
        }
        let mut go: Odds = std::array::from_fn(|kind| self.after[kind][EDGE]);
        for (after, odds) in after.iter_mut().zip(&odds).rev() {
            *after = go;
            let own = scaled(product(&go, odds));
            go = std::array::from_fn(|from| sum(|to| self.after[from][to] * own[to]));
        }
        let whole = |at: usize| scaled(product(&product(&before[at], &odds[at]), &after[at]));
        (0..odds.len()).map(whole).collect()
    }
}

fn sum(of: impl Fn(usize) -> f32) -> f32 {
    (0..N).map(of).sum()
}

fn product(one: &Odds, other: &Odds) -> Odds {
    std::array::from_fn(|kind| one[kind] * other[kind])
}

/// The same odds, adding up to 1.
fn scaled(odds: Odds) -> Odds {
    let whole: f32 = odds.iter().sum();
    odds.map(|odds| odds / whole.max(f32::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(change: impl Fn(&mut Order)) -> Order {
        let mut order = Order { after: [[1.0; N + 1]; N + 1] };
        change(&mut order);
        order
    }

    #[test]
    fn a_neighbour_tips_the_scales() {
        let order = order(|order| order.after[0][1] = 3.0);
        let mut odds = [[0.0; N]; 2];
        (odds[0][0], odds[1][1], odds[1][2]) = (0.5, 0.2, 0.4);
        let heeded = order.heed(&odds);
        let is_near = |odds: f32, expected: f32| (odds - expected).abs() < 1e-2;
        assert!(is_near(heeded[0][0], 1.0));
        assert!(is_near(heeded[1][1], 0.6) && is_near(heeded[1][2], 0.4));
        assert_eq!(order.heed(&[]), Vec::<Odds>::new());
    }

    #[test]
    fn the_edges_of_a_page_count() {
        let order = order(|order| (order.after[EDGE][0], order.after[9][EDGE]) = (4.0, 4.0));
        let heeded = order.heed(&[[0.5; N]; 2]);
        assert!(heeded[0][0] > heeded[0][9] && heeded[1][9] > heeded[1][0]);
    }

    #[test]
    fn a_section_is_read_from_the_head() {
        let mut file = [&b"EPO1"[..], &1.5_f32.to_le_bytes().repeat((N + 1) * (N + 1))].concat();
        file.push(7);
        let mut rest = &file[..];
        let order = Order::read(&mut rest).expect("well-formed");
        assert_eq!((order.after[3][4], rest), (1.5, &[7][..]));
        assert!(Order::read(&mut &file[..50]).is_err());
        assert!(Order::read(&mut &b"EPF1"[..]).is_err());
        file[4..8].copy_from_slice(&f32::NAN.to_le_bytes());
        assert!(Order::read(&mut &file[..]).is_err());
    }
}
