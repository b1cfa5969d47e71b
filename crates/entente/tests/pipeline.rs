//! From bytes to stored events and back to the words that they rest on.

use entente::model::NoteKind;
use entente::{
    Access, Engine, ErrorKind, Grain, Input, Progress, Query, Store, Summary, find_event,
    open_store, wire,
};

use crate::{engine, input, samples};

fn store() -> Box<dyn Store> {
    open_store(":memory:".as_ref(), Access::Write).expect("memory is there")
}

fn ingest(store: &mut dyn Store, inputs: Vec<Input>) -> Summary {
    let outcome = engine().ingest(inputs.into_iter(), store, &mut |_| {});
    outcome.expect("memory can be written")
}

fn rows(store: &dyn Store) -> Vec<wire::EventRow> {
    let mut rows = Vec::new();
    let outcome = entente::events(store, &Query::default(), |row| {
        rows.push(row);
        Ok::<_, entente::Error>(std::ops::ControlFlow::Continue(()))
    });
    outcome.expect("memory can be read");
    rows
}

fn code(engine: &Engine, inputs: Vec<Input>) -> Vec<entente::Answer<wire::Coded>> {
    let mut answers = Vec::new();
    let outcome = engine.code_all(inputs.into_iter(), |answer| {
        answers.push(answer);
        Ok::<(), entente::Error>(())
    });
    outcome.expect("the sink takes everything");
    answers
}

#[test]
fn a_sentence_becomes_an_event() {
    let line =
        r#"{"id": "a1", "published": "2019-08-03", "text": "France accused Mali of theft."}"#;
    let answers = code(engine(), vec![input("a.jsonl", line)]);
    let coded = answers[0].value.as_ref().expect("it is a document");
    assert_eq!(coded.id, "a1");
    let [event] = coded.events.as_slice() else { panic!("one event, not {:?}", coded.events) };
    assert_eq!(event.kind, "ACCUSE");
    assert_eq!(event.actor.as_ref().and_then(|p| p.id.as_deref()), Some("FRA"));
    assert_eq!(event.recipient.as_ref().and_then(|p| p.id.as_deref()), Some("MLI"));
    assert_eq!(event.reported.as_deref(), Some("2019-08-03"));
    assert_eq!(event.sentence, [0, 29]);
    assert!(!event.why.is_empty());
}

#[test]
fn every_document_is_answered_in_order_also_with_nothing() {
    let lines =
        "{\"id\": \"x\", \"text\": \"It rained.\"}\nnonsense\n{\"id\": \"y\", \"text\": \"So.\"}\n";
    let answers = code(engine(), vec![input("a.jsonl", lines)]);
    let ids: Vec<Option<&str>> =
        answers.iter().map(|a| a.value.as_ref().map(|coded| coded.id.as_str())).collect();
    assert_eq!(ids, [Some("x"), None, Some("y")]);
    assert_eq!(answers[1].notes[0].kind, NoteKind::Unreadable);
}

#[test]
fn a_pair_request_is_answered_or_null() {
    let asked =
        r#"{"text": "France accused Mali.", "pair": {"actor": [0, 6], "recipient": [15, 19]}}"#;
    let answers = code(engine(), vec![input("a.jsonl", asked), input("b.txt", "France slept.\n")]);
    let pair = |at: usize| answers[at].value.as_ref().expect("a document").pair.clone();
    let answer = pair(0).expect("it was asked").expect("the text tells");
    assert_eq!(answer.kind, "ACCUSE");
    assert_eq!(pair(1), None);
}

#[test]
fn the_same_documents_twice_add_nothing() {
    let mut store = store();
    let first = ingest(store.as_mut(), samples().collect());
    let once = rows(store.as_ref());
    let second = ingest(store.as_mut(), samples().collect());
    assert_eq!((first.repeats, first.events_added), (0, first.events));
    assert_eq!((second.repeats, second.events_added), (first.documents, 0));
    assert_eq!(once, rows(store.as_ref()));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_done() {
    let mut store = store();
    let inputs = vec![
        input("empty.txt", ""),
        Input::of_bytes("binary.txt", [0xfe, 0xfd, 0x00, 0x80]),
        input("good.txt", "France accused Mali of theft.\n"),
    ];
    let mut told = Vec::new();
    let outcome = engine().ingest(inputs.into_iter(), store.as_mut(), &mut |progress| {
        if let Progress::Noted { origin, note } = progress {
            told.push((origin.path.clone(), note.kind));
        }
    });
    let summary = outcome.expect("memory can be written");
    assert_eq!((summary.documents, summary.unreadable), (1, 2));
    let unreadable = |name: &str| (name.to_owned(), NoteKind::Unreadable);
    assert_eq!(told, [unreadable("empty.txt"), unreadable("binary.txt")]);
}

#[test]
fn an_event_is_traced_to_its_rule() {
    let mut store = store();
    ingest(store.as_mut(), vec![input("2019-08-03-x.txt", "France accused Mali of theft.\n")]);
    let rows = rows(store.as_ref());
    let explanation = engine().explain(store.as_ref(), &rows[0].event.id[..6]).expect("it exists");
    assert_eq!(explanation.event, rows[0]);
    assert!(explanation.coded_alike);
    assert_eq!(explanation.attempts[0].fate, "taken");
    assert_eq!(explanation.attempts[0].rule, rows[0].event.why[0]);
    let actor = explanation.actor.expect("the event has one");
    assert_eq!((actor.text.as_str(), actor.candidates[0].id.as_deref()), ("France", Some("FRA")));
    assert_eq!(explanation.words[1].lemma, "accuse");
}

#[test]
fn an_event_that_is_not_there_is_wrong_usage() {
    let error = find_event(store().as_ref(), "ffff").expect_err("the store is empty");
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("`ffff`"), "{error}");
    assert!(find_event(store().as_ref(), "").is_err());
}

#[test]
fn dyads_add_up() {
    let mut store = store();
    ingest(store.as_mut(), samples().collect());
    let dyads = entente::dyads(store.as_ref(), &Query::default(), Grain::Country);
    let dyads = dyads.expect("memory can be read");
    assert!(dyads.is_sorted_by(|a, b| a.n_events >= b.n_events));
    for row in &dyads {
        assert_eq!(row.n_events, row.months.iter().map(|m| m.n).sum::<u64>());
        assert_eq!(row.n_events, row.quads.iter().map(|q| q.n).sum::<u64>());
    }
}
