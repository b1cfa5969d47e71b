//! Made-up documents and events, small enough to count by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{
    ActorId, Argument, Block, BlockKind, Claim, ClaimId, Code, DateOrigin, DocId, DocMeta,
    Document, Event, EventId, Evidence, Fingerprint, Format, Holding, Origin, PairRequest, Party,
    Place, PlaceId, Precision, Proposition, PropositionKind, RelationId, RuleId, Run, RunId, Span,
    Speaker, SpeakerKind, Stance, StandingRelation, Status, Telling, When,
};
use entente_store::{Batch, Record};
use jiff::civil::Date;

/// The text of every document: two sentences, the second with letters of more than one byte.
pub(crate) const TEXT: &str = "Aland met Borduria. Le résumé: Syldavia cut ties.";

/// A day in 2020, as `month-day`.
pub(crate) fn day(month_day: &str) -> Date {
    format!("2020-{month_day}").parse().expect("the tests write dates")
}

/// A run; runs with one letter in `settings` in common code alike.
pub(crate) fn run(id: &str, settings: &str) -> Run {
    Run {
        id: RunId::new(id),
        engine: "0.1.0".into(),
        packs: vec![("atlas".into(), "a1".into()), ("lang/en".into(), "e7".into())],
        settings: settings.into(),
    }
}

/// A document published on a day of 2020, with every field in use.
pub(crate) fn document(id: &str, month_day: &str) -> Document {
    Document {
        meta: DocMeta {
            id: DocId::new(id),
            key: Some(format!("key-{id}")),
            title: Some("Ties \"cut\"".into()),
            publisher: Some("The Bugle".into()),
            authors: vec!["Jo Doe".into(), "Ann Poe".into()],
            published: Some(day(month_day)),
            published_from: DateOrigin::Url,
            earliest: Some(jiff::civil::date(2013, 12, 31)),
            query_date: Some(day("01-01")),
            lang: Some("en".into()),
            url: Some("https://example.org/a?b=c".into()),
            canonical: Some("https://example.org/proper".into()),
            origin: Origin { path: "in/a.jsonl".into(), offset: 77, format: Format::Jsonl },
            pair: Some(PairRequest { actor: Some(Span::new(0, 5)), recipient: None }),
            agency: Some("Telegraph".into()),
            fingerprint: Fingerprint::new([7, u32::MAX]),
        },
        text: TEXT.into(),
        blocks: vec![
            Block { kind: BlockKind::Headline, span: Span::new(0, 19) },
            Block { kind: BlockKind::Paragraph, span: Span::new(20, TEXT.len() as u32) },
        ],
    }
}

/// An event of which every field is in use: `from` → `to` on a day, reported the day after.
pub(crate) fn event(id: &str, document: &str, from: &str, to: &str, month_day: &str) -> Event {
    let when = day(month_day);
    let place = Place {
        id: PlaceId::new("cap:SYL"),
        name: "Klow".into(),
        lat: 45.25,
        lon: -0.1,
        country: Some("SYL".into()),
    };
    Event {
        id: EventId::new(id),
        code: Code {
            ontology: "plover".into(),
            kind: "CONSULT".into(),
            mode: Some("visit".into()),
            contexts: vec!["diplomatic".into(), "military".into()],
            cameo: Some("042".into()),
            quad: "verbal_coop".into(),
            tone: 2.1,
        },
        actor: Some(party(from)),
        recipient: Some(party(to)),
        reciprocal: true,
        happened: Some(When::new(when, when, Precision::Day, Some(Span::new(6, 9)))),
        reported: Some(when.tomorrow().expect("2020 is far from the end of time")),
        place: Some((place, Span::new(10, 18))),
        status: Status::Happened,
        speaker: Some(Party { id: None, country: None, sector: None, ..party("the king") }),
        confidence: 0.87,
        evidence: evidence(document, 6),
    }
}

/// An event about which the text says as little as it can.
pub(crate) fn bare_event(id: &str, document: &str) -> Event {
    let mut event = event(id, document, "SYL", "BRD", "01-01");
    event.code.mode = None;
    event.code.contexts.clear();
    event.code.cameo = None;
    (event.actor, event.recipient, event.speaker) = (None, None, None);
    (event.happened, event.reported, event.place) = (None, None, None);
    event.reciprocal = false;
    event.status = Status::Unknown;
    event
}

/// A claim of which every field is in use: `speaker` says that `senior` is stronger than two.
pub(crate) fn claim(id: &str, document: &str, speaker: &str, senior: &str) -> Claim {
    let month = When::new(day("02-01"), day("02-29"), Precision::Month, Some(Span::new(24, 27)));
    let args: BTreeMap<Arc<str>, Argument> = BTreeMap::from([
        ("senior".into(), Argument::Actor(ActorId::new(senior))),
        ("junior".into(), Argument::Actors(vec!["BRD".into(), "BRD.GOV".into()])),
        ("dimension".into(), Argument::Word("\"sea\"\nand air".into())),
        ("since".into(), Argument::When(month)),
        ("until".into(), Argument::When(When { span: None, ..month })),
    ]);
    Claim {
        id: ClaimId::new(id),
        speaker: Speaker {
            kind: SpeakerKind::Office,
            id: Some(ActorId::new(speaker)),
            name: "the office".into(),
            span: Some(Span::new(20, 22)),
        },
        cue: Some(Span::new(24, 31)),
        content: vec![Span::new(33, 41), Span::new(42, 45)],
        proposition: Some(Proposition { kind: PropositionKind::Asymmetry, args, positive: false }),
        modality: Some("may".into()),
        stance: Stance::Doubts,
        within: Some(ClaimId::new("c0")),
        offered: vec!["e1".into(), "c9".into()],
        confidence: 0.6,
        evidence: evidence(document, 24),
    }
}

/// The author's own claim, of which the text says as little as it can.
pub(crate) fn bare_claim(id: &str, document: &str) -> Claim {
    let author = Speaker { kind: SpeakerKind::Author, id: None, name: "".into(), span: None };
    Claim {
        speaker: author,
        cue: None,
        proposition: None,
        modality: None,
        stance: Stance::Asserts,
        within: None,
        offered: Vec::new(),
        ..claim(id, document, "SYL", "SYL")
    }
}

/// A standing relation of which every field is in use.
pub(crate) fn relation(id: &str, document: &str, pair: [&str; 2]) -> StandingRelation {
    StandingRelation {
        id: RelationId::new(id),
        pair: pair.map(ActorId::new),
        directed: true,
        kind: "arms-supply".into(),
        grade: Some("strategic".into()),
        sign: -1,
        interval: Some(When::new(day("01-01"), day("12-31"), Precision::Year, None)),
        status: Holding::Denied,
        confidence: 0.7,
        evidence: evidence(document, 42),
    }
}

/// Evidence in the second sentence of [`TEXT`].
pub(crate) fn evidence(document: &str, trigger: u32) -> Evidence {
    let rules = vec![RuleId::new("plover/consult/visit"), RuleId::new("time/deictic")];
    let sentence = Span::new(20, TEXT.len() as u32);
    let again = Telling { sentence, trigger: Span::new(21, 23), rules: rules.clone() };
    Evidence::new(DocId::new(document), sentence, Span::new(trigger, trigger + 3), rules)
        .expect("a rule and a trigger are given")
        .told_again(vec![again])
}

/// A party of that id, of the state before the full stop.
pub(crate) fn party(id: &str) -> Party {
    let (country, sector) = id.split_once('.').map_or((id, None), |(c, s)| (c, Some(s)));
    Party {
        id: Some(ActorId::new(id)),
        country: Some(country.into()),
        sector: sector.map(Arc::from),
        name: id.to_lowercase().into(),
        span: Span::new(0, 5),
    }
}

/// A batch of one run, of events alone.
pub(crate) fn batch(run: &Run, records: Vec<(Document, Vec<Event>)>) -> Batch {
    let record = |(document, events)| record(document, events);
    let records = records.into_iter().map(record).collect();
    Batch { run: run.id.clone(), records, near_copies: Vec::new() }
}

/// A record of events alone.
pub(crate) fn record(document: Document, events: Vec<Event>) -> Record {
    Record { document, events, claims: Vec::new(), relations: Vec::new() }
}
