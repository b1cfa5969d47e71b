//! The fields of one item, and what the head says for all of them.

use std::borrow::Cow;

use encoding_rs::Encoding;
use entente_model::{Note, NoteKind};
use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::format::root::element;

/// What holds for all items.
#[derive(Clone, Debug, Default)]
pub(super) struct Channel {
    pub(super) title: Option<String>,
    pub(super) lang: Option<String>,
    /// How the feed's bytes are to be read, if not as UTF-8.
    encoding: Option<&'static Encoding>,
}

/// What one item says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) published: Option<String>,
    /// When it was last changed, which stands in where nothing else is said.
    updated: Option<String>,
    /// The longest of its texts, as HTML.
    pub(super) body: String,
    pub(super) notes: Vec<Note>,
}

impl Channel {
    /// Takes what the markup outside items says; what comes first holds.
    pub(super) fn learn(&mut self, markup: &[u8]) {
        if self.encoding.is_none() {
            self.encoding = declared(markup);
        }
        let text = self.decoded(markup);
        let mut fields = Fields::default();
        let mut path = Vec::new();
        let mut elements = Elements::new(&text);
        while let Some(step) = elements.next(&mut fields.notes) {
            match step {
                Step::Opens { name, lang, .. } => {
                    self.lang = self.lang.take().or(lang);
                    path.push((name, String::new()));
                }
                Step::Text(text) => {
                    path.last_mut().into_iter().for_each(|(_, whole)| whole.push_str(&text));
                }
                Step::Closes => {
                    let Some((name, text)) = path.pop() else { continue };
                    let around = path.last().map(|(name, _)| name.as_str());
                    let text = text.trim();
                    if text.is_empty() || !matches!(around, Some("channel" | "feed")) {
                        continue;
                    }
                    match name.as_str() {
                        "title" if self.title.is_none() => {
                            self.title = Some(super::markup::line(text));
                        }
                        "language" if self.lang.is_none() => self.lang = language(text),
                        _ => {}
                    }
                }
            }
        }
    }

    /// Bytes as text, by the encoding that the head declares.
    pub(super) fn decoded<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        match std::str::from_utf8(bytes) {
            // What is well-formed UTF-8 and more than ASCII is nothing else, whatever is declared.
            Ok(text) => Cow::Borrowed(text),
            Err(_) => {
                let encoding = self.encoding.filter(|known| *known != encoding_rs::UTF_8);
                encoding.unwrap_or(encoding_rs::WINDOWS_1252).decode_without_bom_handling(bytes).0
            }
        }
    }
}

/// Takes an item apart.
///
/// # Errors
///
/// Where nothing is in it that could be read.
pub(super) fn read(markup: &str) -> Result<Fields, String> {
    let mut fields = Fields::default();
    let mut notes = Vec::new();
    // The item itself, what is in it, and so on, with their texts.
    let mut path: Vec<(String, String)> = Vec::new();
    let mut elements = Elements::new(markup);
    while let Some(step) = elements.next(&mut notes) {
        match step {
            Step::Opens { name, lang, link } => {
                if path.len() == 1 && name == "link" && fields.url.is_none() {
                    fields.url = link;
                }
                if path.len() <= 1 {
                    fields.lang = fields.lang.take().or(lang);
                }
                if let Some((_, whole)) = path.get_mut(1) {
                    whole.push_str(&format!("<{name}>"));
                }
                path.push((name, String::new()));
            }
            // Text among elements is no HTML by itself: it becomes so with them.
            Step::Text(text) if path.len() > 2 => {
                path[1].1.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Step::Text(text) => {
                path.get_mut(1).into_iter().for_each(|(_, all)| all.push_str(&text))
            }
            Step::Closes => match (path.pop(), path.len()) {
                (Some((name, text)), 1) => fields.take(&name, text),
                (Some((name, _)), 2..) => path[1].1.push_str(&format!("</{name}>")),
                _ => {}
            },
        }
    }
    // What breaks off is there as far as it goes.
    path.truncate(2);
    if let (Some((name, text)), 1) = (path.pop(), path.len()) {
        fields.take(&name, text);
    }
    fields.notes = notes;
    fields.published = fields.published.take().or(fields.updated.take());
    match fields.title.is_none() && fields.body.trim().is_empty() {
        true => Err("expected a title or a text, found neither".into()),
        false => Ok(fields),
    }
}

impl Fields {
    fn take(&mut self, name: &str, text: String) {
        let is_address = |text: &str| text.contains("://") && !text.contains(char::is_whitespace);
        match name {
            "title" => self.title = self.title.take().or(Some(text)),
            "link" if self.url.is_none() && is_address(text.trim()) => {
                self.url = Some(text.trim().to_owned());
            }
            "guid" | "id" if self.url.is_none() && is_address(text.trim()) => {
                self.url = Some(text.trim().to_owned());
            }
            "pubDate" | "published" | "date" | "issued" => {
                self.published = self.published.take().or(Some(text));
            }
            "updated" | "modified" => self.updated = self.updated.take().or(Some(text)),
            "encoded" | "content" | "description" | "summary" | "body"
                if text.len() > self.body.len() =>
            {
                self.body = text;
            }
            _ => {}
        }
    }
}

/// What comes next in some markup.
enum Step {
    Opens { name: String, lang: Option<String>, link: Option<String> },
    Text(String),
    Closes,
}

/// The elements of a piece of markup, whose faults end nothing.
struct Elements<'m> {
    reader: Reader<&'m [u8]>,
}

impl<'m> Elements<'m> {
    fn new(markup: &'m str) -> Self {
        let mut reader = Reader::from_str(markup);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader }
    }

    fn next(&mut self, notes: &mut Vec<Note>) -> Option<Step> {
        loop {
            return Some(match self.reader.read_event() {
                Ok(Event::Start(tag)) => opens(&tag),
                Ok(Event::End(_)) => Step::Closes,
                Ok(Event::Text(text)) => {
                    Step::Text(text.xml_content(quick_xml::XmlVersion::Implicit1_0).into_owned())
                }
                Ok(Event::CData(text)) => Step::Text(text.into_inner().into_owned()),
                Ok(Event::GeneralRef(entity)) => match resolve(&entity) {
                    Some(text) => Step::Text(text),
                    None => {
                        let name: String = entity.chars().take(40).collect();
                        let message = format!("ignored the entity `{name}`: expected one of HTML");
                        let is_told = notes.iter().any(|note| note.message == message);
                        if !is_told && notes.len() < 5 {
                            notes.push(Note::new(NoteKind::Ignored, message));
                        }
                        continue;
                    }
                },
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => continue,
            });
        }
    }
}

fn opens(tag: &BytesStart<'_>) -> Step {
    let name = String::from_utf8_lossy(element(tag.name().as_ref().as_bytes())).into_owned();
    let attribute = |wanted: &str| {
        let mut pairs = tag.html_attributes();
        let mut found = pairs.with_checks(false).flatten();
        let value = found.find(|pair| pair.key.as_ref() == wanted)?;
        Some(
            quick_xml::escape::unescape(&value.value)
                .map_or_else(|_| value.value.to_string(), Cow::into_owned),
        )
    };
    let is_alternate = attribute("rel").is_none_or(|rel| rel == "alternate");
    let link = attribute("href").filter(|_| is_alternate);
    let lang = attribute("xml:lang").and_then(|lang| language(&lang));
    Step::Opens { name, lang, link }
}

/// The text that a reference stands for, if XML or HTML knows it.
fn resolve(entity: &BytesRef<'_>) -> Option<String> {
    match entity.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        Ok(None) => resolve_html5_entity(entity).map(str::to_owned),
        Err(_) => None,
    }
}

/// The primary part of a language tag: `en` of `en-GB`.
fn language(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
    let is_code =
        matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then(|| primary.to_ascii_lowercase())
}

/// The encoding that a declaration names: `<?xml … encoding="…"?>`.
fn declared(markup: &[u8]) -> Option<&'static Encoding> {
    let end = memchr::memmem::find(markup, b"?>")?;
    let head = String::from_utf8_lossy(&markup[..end.min(200)]).into_owned();
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(value[1..].split(quote).next()?.as_bytes())
}
