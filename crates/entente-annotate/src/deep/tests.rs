//! The judge against the reference in Python, on itself with other instructions, and on bad input.

use entente_model::Span;

use super::*;

/// A tiny pack of chance numbers, and what the reference makes of some texts with it.
const PACK: &[u8] = include_bytes!("../../tests/golden/judge.bin");
const EXPECTED: &str = include_str!("../../tests/golden/judge.tsv");
const RATINGS: &str = include_str!("../../tests/golden/ratings.tsv");

struct Case {
    text: &'static str,
    parties: [Option<Span>; 2],
    pieces: Vec<u32>,
    logits: Vec<f32>,
}

fn cases() -> Vec<Case> {
    EXPECTED.lines().skip(1).map(case).collect()
}

fn case(line: &'static str) -> Case {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[text, actor, recipient, pieces, logits] = &cells[..] else { panic!("five cells") };
    let span = |cell: &str| {
        let (start, end) = cell.split_once(' ')?;
        Some(Span::new(start.parse().ok()?, end.parse().ok()?))
    };
    Case {
        text,
        parties: [span(actor), span(recipient)],
        pieces: pieces.split(' ').map(|n| n.parse().expect("a number")).collect(),
        logits: logits.split(' ').map(|n| n.parse().expect("a number")).collect(),
    }
}

fn judge() -> Judge {
    Judge::from_pack(PACK).expect("the pack is well formed")
}

fn logits(judge: &Judge, text: &str, [actor, recipient]: [Option<Span>; 2]) -> Vec<f32> {
    judge.logits(text, actor, recipient).into_iter().flat_map(|(_, logits)| logits).collect()
}

#[test]
fn judgements_are_those_of_the_reference() {
    let judge = judge();
    assert_eq!(cases().len(), 9);
    for Case { text, parties, pieces, logits: expected } in cases() {
        assert_eq!(judge.pieces(text, parties[0], parties[1]), pieces, "{text}");
        let found = logits(&judge, text, parties);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert!((found - expected).abs() < 1e-3, "{text}: {found}, not {expected}");
        }
    }
}

#[test]
fn ratings_are_those_of_the_reference() {
    let judge = judge();
    for line in RATINGS.lines().skip(1) {
        let &[text, starts, expected] = &line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three cells")
        };
        let start = |cell: &str| cell.parse::<u32>().expect("a number");
        let words: Vec<Span> =
            starts.split(' ').map(start).map(|at| Span::new(at, at + 1)).collect();
        let found = judge.rate(text, &words).expect("the pack has a question about words");
        let expected = expected.split(' ').map(|cell| cell.parse::<f32>().expect("a number"));
        assert_eq!(found.len(), words.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-3, "{text}: {found}, not {expected}");
        }
    }
    assert_eq!(RATINGS.lines().count(), 3);
}

#[test]
fn judgements_have_the_same_bits_everywhere() {
    let bits = |cpu| {
        let judge = Judge::for_cpu(cpu, PACK.into()).expect("the pack is well formed");
        let each = cases().into_iter().flat_map(|c| logits(&judge, c.text, c.parties));
        each.map(f32::to_bits).collect::<Vec<_>>()
    };
    let all: Vec<_> = Cpu::all().into_iter().map(bits).collect();
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(all[0].iter().all(|bits| f32::from_bits(*bits).is_finite()));
}

#[test]
fn answers_are_probabilities_of_the_packs_labels() {
    let judgement = judge().judge("France warned Mali.", Some(Span::new(0, 6)), None);
    let labels = |name: &str| judgement.of(name).iter().map(|(l, _)| &**l).collect::<Vec<_>>();
    assert_eq!(labels("deed"), ["help", "harm", "talk"]);
    assert_eq!(labels("mood"), ["fair", "foul"]);
    for (_, chances) in judgement.all() {
        let sum: f32 = chances.iter().map(|(_, chance)| chance).sum();
        assert!((sum - 1.0).abs() < 1e-6);
        assert!(chances.iter().all(|(_, chance)| (0.0..=1.0).contains(chance)));
    }
}

#[test]
fn the_parties_matter() {
    let judge = judge();
    let text = "France warned Mali.";
    let (france, mali) = (Some(Span::new(0, 6)), Some(Span::new(14, 18)));
    assert_ne!(judge.judge(text, france, mali), judge.judge(text, mali, france));
    assert_ne!(judge.judge(text, france, mali), judge.judge(text, france, None));
}

#[test]
fn any_text_and_any_spans_are_fine() {
    let judge = judge();
    let long = "Mali \u{301}\u{202e}北\0\u{1f469}\u{200d}\u{1f680}".repeat(40_000);
    let joined = "a\u{301}".repeat(300_000);
    for text in ["", " ", "\u{301}", "\u{fffd}\u{feff}", "[CLS]##", &long, &joined] {
        let end = u32::try_from(text.len()).expect("a short text");
        let ends = [0, 1, 5, end / 2, end, u32::MAX];
        let spans = ends.iter().flat_map(|from| ends.map(|to| Some(Span::new(*from, to))));
        let spans: Vec<_> = spans.step_by(if end > 100 { 11 } else { 1 }).chain([None]).collect();
        for actor in &spans {
            let recipient = spans[spans.len() / 3];
            assert!(judge.pieces(text, *actor, recipient).len() <= 32);
            let found = logits(&judge, text, [*actor, recipient]);
            assert!(found.iter().all(|logit| logit.is_finite()));
        }
    }
}

#[test]
fn a_damaged_pack_is_an_error_or_still_a_judge() {
    assert!(Judge::from_pack(&b""[..]).is_err());
    for length in (0..PACK.len()).step_by(97) {
        assert!(Judge::from_pack(&PACK[..length]).is_err(), "length {length}");
    }
    // The table of contents and the pieces, byte by byte.
    for at in (0..3000).step_by(3) {
        let mut damaged = PACK.to_vec();
        damaged[at] ^= 0x55;
        if let Ok(judge) = Judge::from_pack(damaged) {
            let _ = judge.judge("France warned Mali.", Some(Span::new(0, 6)), None);
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let at = PACK.windows(11).position(|w| w == b"layer1/join").expect("it is there");
    let mut other = PACK.to_vec();
    other[at + 5] = b'7';
    let error = Judge::from_pack(other).expect_err("a section is missing");
    assert!(error.to_string().contains("layer1/join"), "{error}");
}
