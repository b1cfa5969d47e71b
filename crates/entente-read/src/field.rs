//! The fields of a record: what is known, what is taken for it, and what is left out with a note.

use entente_model::{DateOrigin, Note, NoteKind, PairRequest, Span};
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::date;

/// Fields of the public shapes that say nothing a reader needs: they come along when the output of
/// one command is the input of the next.
const KNOWN: [&str; 9] = [
    "schema",
    "canonical",
    "authors",
    "published_from",
    "blocks",
    "origin",
    "copy_of",
    "notes",
    "date",
];

/// The fields that a document may have.
pub(crate) const FIELDS: [&str; 9] =
    ["id", "text", "title", "published", "date", "publisher", "url", "lang", "query_date"];

/// What a record says, field by field.
#[derive(Debug)]
pub(crate) struct Fields {
    /// The text, or what was found instead.
    pub(crate) text: Result<String, String>,
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) published: (Option<Date>, DateOrigin),
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) query_date: Option<Date>,
    pub(crate) pair: Option<PairRequest>,
    pub(crate) notes: Vec<Note>,
}

impl Fields {
    /// Takes a record apart; `null` and the empty string count as absent.
    pub(crate) fn of(mut object: Map<String, Value>) -> Self {
        object.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        let mut notes = Vec::new();
        let mut take = Taker { object: &mut object, notes: &mut notes };
        let published = take.day("published").or_else(|| take.day("date"));
        let text = take.text();
        let pair = take.pair(text.as_deref().unwrap_or_default());
        let fields = Self {
            text,
            id: take.id(),
            title: take.string("title"),
            published: (published, published.map_or(DateOrigin::None, |_| DateOrigin::Meta)),
            publisher: take.string("publisher"),
            url: take.string("url"),
            lang: take.lang(),
            query_date: take.day("query_date"),
            pair,
            notes: Vec::new(),
        };
        notes.extend(unknown(&object));
        Self { notes, ..fields }
    }
}

/// One note for all fields that no one asked for.
fn unknown(object: &Map<String, Value>) -> Option<Note> {
    let names = object.keys().filter(|name| !KNOWN.contains(&name.as_str()));
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let message = format!("expected fields of a document, ignored {}", names.join(", "));
    (!names.is_empty()).then(|| Note::new(NoteKind::Ignored, message))
}

/// Takes fields out of a record and notes those of another shape than expected.
struct Taker<'a> {
    object: &'a mut Map<String, Value>,
    notes: &'a mut Vec<Note>,
}

impl Taker<'_> {
    fn text(&mut self) -> Result<String, String> {
        let found = match self.object.shift_remove("text") {
            Some(Value::String(text)) => return Ok(text),
            other => other.as_ref().map_or("none", sort),
        };
        Err(format!("expected a string in the field `text`, found {found}"))
    }

    fn string(&mut self, name: &str) -> Option<String> {
        match self.object.shift_remove(name)? {
            Value::String(text) => Some(text),
            other => self.ignore(name, "a string", sort(&other)),
        }
    }

    /// Takes the id, which may be a number.
    fn id(&mut self) -> Option<String> {
        match self.object.shift_remove("id")? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            other => self.ignore("id", "a string", sort(&other)),
        }
    }

    /// Takes a day from an ISO 8601 date or date-time.
    fn day(&mut self, name: &str) -> Option<Date> {
        let text = self.string(name)?;
        let day = date::leading(&text);
        day.or_else(|| self.ignore(name, "an ISO 8601 date", &quoted(&text)))
    }

    /// Takes the language: `en` of `en`, `EN` or `en-GB`.
    fn lang(&mut self) -> Option<String> {
        let tag = self.string("lang")?;
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let is_code =
            matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        match is_code {
            true => Some(primary.to_ascii_lowercase()),
            false => self.ignore("lang", "a language code such as `en`", &quoted(&tag)),
        }
    }

    /// Takes the pair whole or not at all, since half of it would be another question.
    fn pair(&mut self, text: &str) -> Option<PairRequest> {
        let value = self.object.shift_remove("pair")?;
        let side = |name| match value.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(span) => self::span(span, text).map(Some),
        };
        match value.is_object().then(|| side("actor").zip(side("recipient"))).flatten() {
            Some((actor, recipient)) => Some(PairRequest { actor, recipient }),
            None => {
                let expected =
                    "`actor` and `recipient` as spans [start, end) between characters of `text`";
                self.ignore("pair", expected, &quoted(&value.to_string()))
            }
        }
    }

    #[cold]
    fn ignore<T>(&mut self, name: &str, expected: &str, found: &str) -> Option<T> {
        let message = format!("ignored the field `{name}`: expected {expected}, found {found}");
        self.notes.push(Note::new(NoteKind::Ignored, message));
        None
    }
}

/// A span that covers something and begins and ends between characters.
fn span(value: &Value, text: &str) -> Option<Span> {
    let [start, end] = value.as_array()?.as_slice() else { return None };
    let offset = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let range = offset(start)?..offset(end)?;
    let covered = text.get(range.clone())?;
    (!covered.is_empty()).then(|| Span::from_range(range))
}

/// What sort of value was found.
pub(crate) fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The beginning of a value, as a literal.
fn quoted(text: &str) -> String {
    let end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    let more = if end < text.len() { "…" } else { "" };
    format!("`{}{more}`", text[..end].escape_debug())
}
