//! What the words of a piece say of its kind: a linear judge over hashed words.
//!
//! Words, pairs of neighbours, the first three and the last two are looked at, with digits alike.
//! The file holds, least byte first: `EPW1`, the worth of a step (a float of four), for each kind
//! its base in steps (a signed two-byte number), the number of rows (four), and for each row the
//! hash (two) and for each kind its steps (a signed byte).

use super::KINDS;
use super::around::Odds;

/// The number of hashes.
pub(crate) const N_HASHES: usize = 1 << 16;
/// Words looked at on each end of a long piece.
const END: usize = 20;
/// From here on a margin says nothing more.
const SURE: f32 = 3.0;
/// Where the hash of Fowler, Noll and Vo starts, and what it multiplies by.
const FNV: (u32, u32) = (0x811c_9dc5, 0x0100_0193);

/// How far the words of a piece lie on the side of each kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Diction {
    step: f32,
    base: [i16; KINDS.len()],
    /// The steps of each kind by hash; empty without a file.
    steps: Vec<[i8; KINDS.len()]>,
}

impl Diction {
    /// Reads the words at the head of a file and leaves the rest, or says what is wrong.
    pub(crate) fn read(rest: &mut &[u8]) -> Result<Self, &'static str> {
        *rest = rest.strip_prefix(b"EPW1").ok_or("expected `EPW1` at the start")?;
        let step = f32::from_le_bytes(take(rest)?);
        let mut base = [0; KINDS.len()];
        for base in &mut base {
            *base = i16::from_le_bytes(take(rest)?);
        }
        let mut steps = vec![[0; KINDS.len()]; N_HASHES];
        for _ in 0..u32::from_le_bytes(take(rest)?) {
            let hash = u16::from_le_bytes(take(rest)?);
            steps[usize::from(hash)] = take::<{ KINDS.len() }>(rest)?.map(|byte| byte as i8);
        }
        Ok(Self { step, base, steps })
    }

    /// The margin of each kind, of a piece with such hashes.
    pub(crate) fn margins(&self, hashes: &[u16]) -> Odds {
        let mut sums = [0_i32; KINDS.len()];
        for hash in hashes {
            let steps = self.steps.get(usize::from(*hash)).unwrap_or(&[0; KINDS.len()]);
            sums.iter_mut().zip(steps).for_each(|(sum, step)| *sum += i32::from(*step));
        }
        let share = 1.0 / (hashes.len().max(1) as f32).sqrt();
        let margin = |at: usize| {
            let steps = f32::from(self.base[at]) + sums[at] as f32 * share;
            (steps * self.step).clamp(-SURE, SURE)
        };
        std::array::from_fn(margin)
    }
}

/// The hashes of what is looked at in a piece, in order, each once.
pub(crate) fn hashes(text: &str) -> Vec<u16> {
    let mut words = words(text);
    if words.len() > 2 * END {
        words.drain(END..words.len() - END);
    }
    let n = words.len();
    let mut hashes: Vec<u16> = words.iter().map(|word| fold(1, &[*word])).collect();
    hashes.extend(words.windows(2).map(|pair| fold(2, pair)));
    hashes.extend((1..=n.min(3)).map(|k| fold(2 + k as u32, &words[..k])));
    hashes.extend((1..=n.min(2)).map(|k| fold(5 + k as u32, &words[n - k..])));
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The hashes of the words and signs of a text, in its order; digits are all alike.
fn words(text: &str) -> Vec<u32> {
    let mut words = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let class = match c {
            _ if c.is_alphabetic() || c == '\'' || c == '’' => Some(0),
            _ if c.is_numeric() => Some(1),
            _ if c.is_whitespace() => None,
            _ => Some(2),
        };
        if class.is_some_and(|class| class == 2 || last != Some(class)) {
            words.push(FNV.0);
        }
        let hash = words.last_mut().filter(|_| class.is_some());
        if let Some(hash) = hash {
            let c = if class == Some(1) { '0' } else { c };
            c.to_lowercase().for_each(|c| *hash = (*hash ^ c as u32).wrapping_mul(FNV.1));
        }
        last = class;
    }
    words
}

/// One hash of a few, by what they are.
fn fold(what: u32, words: &[u32]) -> u16 {
    let mix = |hash: u32, word: &u32| (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b1);
    let hash = words.iter().fold(what.wrapping_mul(FNV.1), mix);
    (hash ^ (hash >> 16)) as u16
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], &'static str> {
    let (first, others) = rest.split_first_chunk::<N>().ok_or("expected more bytes")?;
    *rest = others;
    Ok(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_digits_do_not_count() {
        assert_eq!(hashes("Photo: AP, 2014"), hashes("photo:  ap, 1999"));
        assert_ne!(hashes("Photo: AP"), hashes("Photo AP"));
        assert_eq!(words("He's here, 12 km (7.5 mi)").len(), 11);
        assert_eq!(hashes(""), Vec::<u16>::new());
    }

    #[test]
    fn long_pieces_are_looked_at_from_both_ends() {
        let long = |middle: &str| format!("{}{middle}{}", "a b ".repeat(10), " c d".repeat(10));
        assert_eq!(hashes(&long("x y z")), hashes(&long("u v w")));
    }

    #[test]
    fn words_add_up() {
        let said = hashes("Photo")[0];
        let mut file =
            [&b"EPW1"[..], &0.5_f32.to_le_bytes(), &[0; 20], &1_u32.to_le_bytes()].concat();
        file[8] = 2;
        file.extend(said.to_le_bytes());
        file.extend([4, 0xfe, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
        let mut rest = &file[..];
        let diction = Diction::read(&mut rest).expect("well-formed");
        assert_eq!(rest, [7]);
        assert_eq!(diction.margins(&[said])[..3], [3.0, -1.0, 0.0]);
        assert_eq!(diction.margins(&[])[..2], [1.0, 0.0]);
        assert!(Diction::read(&mut &file[..30]).is_err());
        assert!(Diction::read(&mut &b"EPF1"[..]).is_err());
    }
}
