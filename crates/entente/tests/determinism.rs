//! The same texts give the same answers, byte for byte, whatever the number of threads.

use entente::{Access, Engine, Input, Knowledge, Query, Settings, open_store};

use crate::samples;

fn engine(threads: usize) -> Engine {
    let settings = Settings { threads, ..Settings::default() };
    Engine::new(&Knowledge::embedded(), &settings).expect("the embedded packs are whole")
}

/// What `entente code` prints for the samples.
fn coded(threads: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let engine = engine(threads);
    let outcome = engine.code_all(samples(), |answer| {
        let coded = answer.value.expect("every sample can be read");
        lines.push(serde_json::to_string(&coded)?);
        Ok::<(), serde_json::Error>(())
    });
    outcome.expect("answers can be written as JSON");
    lines
}

/// What `entente events --format jsonl` prints after the samples went into a store.
fn stored(threads: usize, inputs: impl Iterator<Item = Input> + Send) -> Vec<String> {
    let mut store = open_store(":memory:".as_ref(), Access::Write).expect("memory is there");
    let engine = engine(threads);
    engine.ingest(inputs, store.as_mut(), &mut |_| {}).expect("memory can be written");
    let mut lines = Vec::new();
    let outcome = entente::events(store.as_ref(), &Query::default(), |row| {
        lines.push(serde_json::to_string(&row).expect("rows can be written as JSON"));
        Ok::<_, entente::Error>(std::ops::ControlFlow::Continue(()))
    });
    outcome.expect("memory can be read");
    lines
}

#[test]
fn threads_change_no_answer() {
    let alone = coded(1);
    assert!(alone.len() > 50, "{} samples", alone.len());
    assert_eq!(alone, coded(3));
}

#[test]
fn neither_threads_nor_the_order_of_inputs_change_a_store() {
    let forwards = stored(1, samples());
    let backwards: Vec<Input> = samples().collect::<Vec<_>>().into_iter().rev().collect();
    assert!(forwards.len() > 50, "{} events", forwards.len());
    assert_eq!(forwards, stored(3, backwards.into_iter()));
}
