//! Events as rows of the events' table, and back.

use std::sync::Arc;

use entente_model::{ActorId, Code, Event, EventId, Party, Place, PlaceId, RunId, Span, Status};
use parquet::errors::Result;

use super::evidence::{Days, EVIDENCE, Resting, put_evidence, put_span, put_when, span};
use super::frame::Kind::{Bool, Day, Int, Real, Text};
use super::frame::{Columns, Frame, Head, flaw};
use crate::{
    CodedAct, CodedEvent, CodedParty, CodedPlace, CodedReport, Figures, Found, Key, Listed,
};

/// The columns; a day's year and month stand in the names of folders as well.
pub(super) static EVENT: Columns = Columns::new(|| {
    let own: &[Head] = &[
        ("id", Text, "the event's id; in tables of others after the dataset and a colon"),
        ("run", Text, "the run that coded it or brought it"),
        ("dataset", Text, "whose table it stood in; missing where it was read from a text"),
        ("document", Text, "id of the document it was read from"),
        ("ontology", Text, "the coding scheme"),
        ("type", Text, "PLOVER type"),
        ("mode", Text, "PLOVER mode"),
        ("contexts", Text, "PLOVER contexts, a line each"),
        ("cameo", Text, "CAMEO code"),
        ("quad", Text, "verbal_coop, material_coop, verbal_conflict or material_conflict"),
        ("tone", Real, "score of the type from -10, conflict, to 10, cooperation"),
        ("intensity", Real, "the dataset's own score"),
        ("actor_id", Text, "who acts; missing where it is not known"),
        ("actor_country", Text, "its state, ISO 3166-1 alpha-3"),
        ("actor_sector", Text, "its PLOVER sector"),
        ("actor_name", Text, "its usual name, or what the text or table calls it"),
        ("actor_start", Int, "where the text names it, in bytes"),
        ("actor_end", Int, "and where that ends"),
        ("recipient_id", Text, "towards whom"),
        ("recipient_country", Text, "its state"),
        ("recipient_sector", Text, "its sector"),
        ("recipient_name", Text, "its name"),
        ("recipient_start", Int, "where the text names it"),
        ("recipient_end", Int, "and where that ends"),
        ("reciprocal", Bool, "whether both act alike"),
        ("happened_from", Day, "first day on which it happened or is to happen"),
        ("happened_to", Day, "last day"),
        ("happened_precision", Text, "day, week, month, season, year or interval"),
        ("happened_start", Int, "where the text says so"),
        ("happened_end", Int, "and where that ends"),
        ("reported", Day, "day on which it became known"),
        ("place_id", Text, "the place's id in the gazetteer"),
        ("place_name", Text, "where it happened"),
        ("place_lat", Real, "degrees north"),
        ("place_lon", Real, "degrees east"),
        ("place_country", Text, "the place's state, ISO 3166-1 alpha-3"),
        ("place_start", Int, "where the text names it"),
        ("place_end", Int, "and where that ends"),
        ("status", Text, "happened, ongoing, planned, hypothetical, denied or unknown"),
        ("speaker_id", Text, "whose word it is, where it is only somebody's"),
        ("speaker_country", Text, "the speaker's state"),
        ("speaker_sector", Text, "the speaker's sector"),
        ("speaker_name", Text, "the speaker's name"),
        ("speaker_start", Int, "where the text names the speaker"),
        ("speaker_end", Int, "and where that ends"),
        ("confidence", Real, "how sure the reading is, from 0 to 1"),
    ];
    let of_report: &[Head] = &[
        ("title", Text, "the document's headline"),
        ("publisher", Text, "the outlet; of an address in a table of others, its host"),
        ("url", Text, "address of the report"),
        ("story", Text, "the dataset's id of the story"),
        ("root", Bool, "whether a report leads with it"),
        ("mentions", Int, "how often the dataset saw it mentioned"),
        ("sources", Int, "in how many sources"),
        ("articles", Int, "in how many articles"),
        ("average_tone", Real, "average tone of these articles"),
        ("input", Text, "the table's file"),
        ("line", Int, "the row's line there, from 1"),
    ];
    [own, EVIDENCE, of_report].concat()
});

/// Adds an event to a frame.
pub(super) fn put(frame: &mut Frame, listed: &Listed) {
    match listed {
        Listed::Read(found) => put_found(frame, found),
        Listed::Coded(event) => put_coded(frame, event),
    }
}

fn put_found(frame: &mut Frame, found: &Found) {
    let Found { run, event, document, sentence } = found;
    let Event {
        id,
        code,
        actor,
        recipient,
        reciprocal,
        happened,
        reported,
        place,
        status,
        speaker,
        confidence,
        evidence,
    } = event;
    frame.put_text(Some(id.as_str()));
    frame.put_text(Some(run.as_str()));
    frame.put_text(None);
    frame.put_text(Some(evidence.document().as_str()));
    put_code(frame, code, None);
    put_party(frame, actor.as_ref());
    put_party(frame, recipient.as_ref());
    frame.put_bool(Some(*reciprocal));
    put_when(frame, happened.as_ref());
    frame.put_day(*reported);
    let spot = place.as_ref().map(|(place, _)| place);
    frame.put_text(spot.map(|place| place.id.as_str()));
    frame.put_text(spot.map(|place| &*place.name));
    frame.put_real(spot.map(|place| place.lat));
    frame.put_real(spot.map(|place| place.lon));
    frame.put_text(spot.and_then(|place| place.country.as_deref()));
    put_span(frame, place.as_ref().map(|(_, span)| *span));
    frame.put_text(Some(status.as_str()));
    put_party(frame, speaker.as_ref());
    frame.put_real(Some(*confidence));
    put_evidence(frame, evidence, sentence);
    frame.put_text(document.title.as_deref());
    frame.put_text(document.publisher.as_deref());
    frame.put_text(document.url.as_deref());
    frame.put_text(None);
    put_figures(frame, Figures::default());
    frame.put_text(None);
    frame.put_int(None::<i64>);
}

fn put_coded(frame: &mut Frame, event: &CodedEvent) {
    let CodedEvent {
        run,
        dataset,
        key: _,
        input,
        line,
        actor,
        recipient,
        act,
        place,
        report,
        first,
        last,
        reported,
        figures,
    } = event;
    let CodedAct { code, status, intensity } = act;
    frame.put_text(Some(event.id().as_str()));
    frame.put_text(Some(run.as_str()));
    frame.put_text(Some(dataset));
    frame.put_text(None);
    put_code(frame, code, *intensity);
    put_side(frame, actor.as_ref());
    put_side(frame, recipient.as_ref());
    frame.put_bool(None);
    frame.put_day(Some(*first));
    frame.put_day(Some(*last));
    frame.put_text(Some(if first == last { "day" } else { "interval" }));
    put_span(frame, None);
    frame.put_day(Some(*reported));
    let point = place.as_ref().and_then(|place| place.point);
    frame.put_text(None);
    frame.put_text(place.as_ref().and_then(|place| place.name.as_deref()));
    frame.put_real(point.map(|(lat, _)| lat));
    frame.put_real(point.map(|(_, lon)| lon));
    frame.put_text(place.as_ref().and_then(|place| place.country.as_deref()));
    put_span(frame, None);
    frame.put_text(Some(status.as_str()));
    put_party(frame, None);
    frame.put_real(None::<f64>);
    put_span(frame, None);
    put_span(frame, None);
    (0..4).for_each(|_| frame.put_text(None));
    let report = report.as_ref();
    frame.put_text(report.and_then(|report| report.outlet.as_deref()));
    frame.put_text(report.and_then(|report| report.url.as_deref()));
    frame.put_text(report.and_then(|report| report.story.as_deref()));
    put_figures(frame, *figures);
    frame.put_text(Some(input));
    frame.put_int(Some(*line));
}

fn put_code(frame: &mut Frame, code: &Code, intensity: Option<f64>) {
    let Code { ontology, kind, mode, contexts, cameo, quad, tone } = code;
    frame.put_text(Some(ontology));
    frame.put_text(Some(kind));
    frame.put_text(mode.as_deref());
    frame.put_text(Some(&contexts.join("\n")));
    frame.put_text(cameo.as_deref());
    frame.put_text(Some(quad));
    frame.put_real(Some(*tone));
    frame.put_real(intensity);
}

fn put_party(frame: &mut Frame, party: Option<&Party>) {
    frame.put_text(party.and_then(|party| party.id.as_ref()).map(|id| id.as_str()));
    frame.put_text(party.and_then(|party| party.country.as_deref()));
    frame.put_text(party.and_then(|party| party.sector.as_deref()));
    frame.put_text(party.map(|party| &*party.name));
    put_span(frame, party.map(|party| party.span));
}

fn put_side(frame: &mut Frame, party: Option<&CodedParty>) {
    frame.put_text(party.and_then(|party| party.id.as_ref()).map(|id| id.as_str()));
    frame.put_text(party.and_then(|party| party.country.as_deref()));
    frame.put_text(party.and_then(|party| party.sector.as_deref()));
    frame.put_text(party.map(|party| &*party.name));
    put_span(frame, None);
}

fn put_figures(frame: &mut Frame, figures: Figures) {
    let Figures { is_root, mentions, sources, articles, tone } = figures;
    frame.put_bool(is_root);
    frame.put_int(mentions);
    frame.put_int(sources);
    frame.put_int(articles);
    frame.put_real(tone);
}

/// A row read back: what was read from a text goes with its document, the rest for itself.
pub(super) enum Taken {
    Read(RunId, Box<Event>),
    Coded(Box<CodedEvent>),
}

/// Takes the next row of a frame.
pub(super) fn take(frame: &mut Frame) -> Result<Taken> {
    let id = needed(frame)?;
    let run = RunId::new(needed(frame)?);
    let (dataset, document) = (frame.shared()?, frame.shared()?);
    let code = code(frame)?;
    let intensity = frame.real()?;
    let (actor, recipient) = (side(frame)?, side(frame)?);
    let reciprocal = frame.bool()?.unwrap_or_default();
    let days = Days::take(frame)?;
    let reported = frame.day()?;
    let place_id = frame.shared()?;
    let (place_name, lat, lon) = (frame.shared()?, frame.real()?, frame.real()?);
    let (country, place_span) = (frame.shared()?, span(frame)?);
    let status = frame.text()?.as_deref().and_then(Status::from_name);
    let status = status.ok_or_else(|| flaw("expected a status, found another word"))?;
    let speaker = party(side(frame)?);
    let confidence = frame.real()?;
    let resting = Resting::take(frame)?;
    let _title = frame.text()?;
    let (outlet, url, story) = (frame.shared()?, frame.shared()?, frame.shared()?);
    let figures = figures(frame)?;
    let (input, line) = (frame.shared()?, frame.int()?);
    if let Some(dataset) = dataset {
        let days = days.from.zip(days.to).zip(reported);
        let ((first, last), reported) = days.ok_or_else(|| flaw("expected days, found none"))?;
        let key = id.strip_prefix(&*dataset).and_then(|rest| rest.strip_prefix(':'));
        let key = Key::new(key.ok_or_else(|| flaw("expected the dataset in an id, found none"))?);
        let point = lat.zip(lon);
        let place = CodedPlace { name: place_name, country, point };
        let report = CodedReport { outlet, url, story };
        let has_report = report.outlet.is_some() || report.url.is_some() || report.story.is_some();
        let has_place = place.name.is_some() || place.country.is_some() || point.is_some();
        return Ok(Taken::Coded(Box::new(CodedEvent {
            run,
            dataset,
            key,
            input: input.unwrap_or_default(),
            line: line.map_or(0, i64::cast_unsigned),
            actor: actor.map(|(party, _)| party),
            recipient: recipient.map(|(party, _)| party),
            act: CodedAct { code, status, intensity },
            place: has_place.then_some(place),
            report: has_report.then_some(report),
            first,
            last,
            reported,
            figures,
        })));
    }
    let place = place_id.zip(place_name).zip(lat.zip(lon)).zip(place_span);
    let place = place.map(|(((id, name), (lat, lon)), span)| {
        (Place { id: PlaceId::new(id), name: name.as_ref().into(), lat, lon, country }, span)
    });
    Ok(Taken::Read(
        run,
        Box::new(Event {
            id: EventId::new(id),
            code,
            actor: party(actor),
            recipient: party(recipient),
            reciprocal,
            happened: days.when()?,
            reported,
            place,
            status,
            speaker,
            confidence: single(confidence.unwrap_or_default()),
            evidence: resting.on(document)?,
        }),
    ))
}

pub(super) fn needed(frame: &mut Frame) -> Result<Arc<str>> {
    frame.shared()?.ok_or_else(|| flaw("expected a value, found none"))
}

fn code(frame: &mut Frame) -> Result<Code> {
    Ok(Code {
        ontology: needed(frame)?,
        kind: needed(frame)?,
        mode: frame.shared()?,
        contexts: frame.text()?.unwrap_or_default().lines().map(Arc::from).collect(),
        cameo: frame.shared()?,
        quad: needed(frame)?,
        tone: single(frame.real()?.unwrap_or_default()),
    })
}

fn side(frame: &mut Frame) -> Result<Option<(CodedParty, Option<Span>)>> {
    let id = frame.shared()?.map(ActorId::new);
    let (country, sector, name) = (frame.shared()?, frame.shared()?, frame.shared()?);
    let span = span(frame)?;
    Ok(name.map(|name| (CodedParty { id, country, sector, name }, span)))
}

fn party(side: Option<(CodedParty, Option<Span>)>) -> Option<Party> {
    let (CodedParty { id, country, sector, name }, span) = side?;
    Some(Party { id, country, sector, name, span: span? })
}

fn figures(frame: &mut Frame) -> Result<Figures> {
    Ok(Figures {
        is_root: frame.bool()?,
        mentions: count(frame)?,
        sources: count(frame)?,
        articles: count(frame)?,
        tone: frame.real()?,
    })
}

fn count(frame: &mut Frame) -> Result<Option<u32>> {
    Ok(frame.int()?.and_then(|count| u32::try_from(count).ok()))
}

/// A number that was written from single precision, and so fits it exactly.
#[expect(clippy::cast_possible_truncation, reason = "written from an f32, so nothing is lost")]
pub(super) fn single(number: f64) -> f32 {
    number as f32
}
