//! What holds for the model whatever the text, the processor and the weights.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use entente_annotate::model::kernel::Cpu;
use entente_annotate::model::pack::{Kind, PackError};
use entente_annotate::model::{Model, Parsed, Scratch};

use crate::english::{BYTES, MODEL, PACK};
use crate::golden;
use crate::nasty::Nasty;

fn annotate(model: &Model, texts: &[&str]) -> Vec<Parsed> {
    let mut parsed = Vec::new();
    model.annotate(texts, &mut Scratch::default(), &mut parsed);
    parsed
}

/// Checks what the types promise.
#[track_caller]
fn check(text: &str, parsed: &Parsed) {
    let labels = MODEL.labels();
    let n = parsed.tokens.len() as u32;
    let mut end = 0;
    for token in &parsed.tokens {
        assert!(end <= token.start && token.start < token.end);
        assert!(text.get(token.start as usize..token.end as usize).is_some());
        assert!(token.head < n);
        assert!(usize::from(token.tag) < labels.tags.len());
        assert!(usize::from(token.dep) < labels.deps.len());
        assert!(usize::from(token.morph) < labels.morphs.len());
        end = token.end;
    }
    assert!(parsed.tokens.first().is_none_or(|token| token.starts_sentence));
    assert!(parsed.entities.is_sorted_by(|a, b| a.last <= b.first));
    for entity in &parsed.entities {
        assert!(entity.first < entity.last && entity.last <= n);
        assert!(usize::from(entity.label) < labels.entities.len());
        let inside = &parsed.tokens[entity.first as usize + 1..entity.last as usize];
        assert!(!inside.iter().any(|token| token.starts_sentence));
    }
}

#[test]
fn neither_grouping_nor_what_came_before_changes_a_result() {
    let texts = golden::texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let together = annotate(&MODEL, &texts);
    let mut scratch = Scratch::default();
    let mut alone = Vec::new();
    for (text, together) in texts.iter().zip(&together) {
        MODEL.annotate(&[text], &mut scratch, &mut alone);
        assert_eq!(alone, std::slice::from_ref(together), "{text}");
    }
    let repeated: Vec<&str> = texts.iter().copied().cycle().take(10 * texts.len()).collect();
    let mut parsed = Vec::new();
    MODEL.annotate(&repeated, &mut scratch, &mut parsed);
    assert!(parsed.iter().zip(together.iter().cycle()).all(|(a, b)| a == b));
}

#[test]
fn every_processor_gives_the_same_result() {
    let texts = golden::texts();
    // Plain code is slow where the compiler may not assume fused multiply-add.
    let texts: Vec<&str> = texts.iter().take(8).map(String::as_str).collect();
    let expected = annotate(&MODEL, &texts);
    for cpu in Cpu::all() {
        let model = Model::for_cpu(cpu, Cow::Borrowed(&BYTES[..])).expect("the pack is whole");
        assert_eq!(annotate(&model, &texts), expected, "{cpu:?}");
    }
}

#[test]
fn any_text_is_annotated() {
    let mut texts: Vec<String> =
        ["", " ", "\n", "\0", "\u{85}\u{2028}", "\u{feff}a", ".", "a"].map(str::to_owned).into();
    texts.extend(Nasty::new(7).take(500));
    texts.push((0..0x80).map(|byte| char::from(byte as u8)).collect());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let parsed = annotate(&MODEL, &texts);
    assert_eq!(parsed.len(), texts.len());
    for (text, parsed) in texts.iter().zip(&parsed) {
        check(text, parsed);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of the time it takes")]
fn time_grows_with_the_text_and_no_faster() {
    let sentence = "the man who the dog that the cat saw bit said that (\"well, 3.5% of ";
    let texts = [1, 4].map(|n| sentence.repeat(n * 1_000));
    let [short, long] = texts.each_ref().map(|text| {
        let started = Instant::now();
        let parsed = annotate(&MODEL, &[text]);
        check(text, &parsed[0]);
        started.elapsed()
    });
    assert!(long < 16 * short.max(Duration::from_millis(50)), "{short:?}, {long:?}");
}

#[test]
fn weights_of_any_value_are_no_danger() {
    let texts = golden::texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for fill in [0x00, 0x3c, 0x7c, 0x7e, 0xfc, 0xff] {
        let mut bytes = BYTES.clone();
        for part in ["tok2vec/layer2/w", "parser/upper/w", "ner/upper/b", "tagger/w"] {
            let section = PACK.section(part).expect("the pack is whole");
            assert_eq!(section.kind, Kind::F16);
            bytes[section.range.clone()].fill(fill);
        }
        let model = Model::from_pack(bytes).expect("any weights are valid");
        for (text, parsed) in texts.iter().zip(annotate(&model, &texts)) {
            check(text, &parsed);
        }
    }
}

#[test]
fn the_small_pack_reads_the_golden_sentence() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/lang/en/model-sm.bin");
    let bytes = std::fs::read(path).expect("`cargo xtask model` writes the small pack");
    let model = Model::from_pack(bytes).expect("the small pack is whole");
    let text = "Russia's Foreign Minister Sergei Lavrov said on Monday that Moscow would not \
        withdraw its troops from Ukraine.";
    let parsed = &annotate(&model, &[text])[0];
    let labels = model.labels();
    let tags = parsed.tokens.iter().map(|token| labels.tags[usize::from(token.tag)].as_str());
    assert_eq!(
        tags.collect::<Vec<_>>().join(" "),
        "NNP POS NNP NNP NNP NNP VBD IN NNP IN NNP MD RB VB PRP$ NNS IN NNP ."
    );
    let heads: Vec<u32> = parsed.tokens.iter().map(|token| token.head).collect();
    assert_eq!(heads, [3, 0, 3, 5, 5, 6, 6, 6, 7, 13, 13, 13, 13, 6, 15, 13, 13, 16, 6]);
    let entities = parsed.entities.iter().map(|entity| {
        let from = parsed.tokens[entity.first as usize].start as usize;
        let to = parsed.tokens[entity.last as usize - 1].end as usize;
        format!("{} {}", &text[from..to], labels.entities[usize::from(entity.label)])
    });
    assert_eq!(
        entities.collect::<Vec<_>>(),
        ["Russia GPE", "Sergei Lavrov PERSON", "Monday DATE", "Moscow GPE", "Ukraine GPE"]
    );
}

#[test]
fn packs_of_another_kind_are_refused() {
    assert_eq!(Model::from_pack(&b"PK\x03\x04"[..]).err(), Some(PackError::Magic));
    for length in [0, 11, 100, 5_000, 100_000, BYTES.len() - 1] {
        assert!(Model::from_pack(&BYTES[..length]).is_err(), "{length} bytes");
    }
}
