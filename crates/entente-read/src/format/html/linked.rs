//! What a page says of itself in linked data (JSON-LD, schema.org).

use serde_json::Value;

use super::tag::Tag;
use super::tree::Tree;

/// How deep articles are looked for inside other things.
const DEPTH: usize = 6;

/// What the linked data of a page's article say; the first to say a thing is believed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Linked {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) body: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) lang: Option<String>,
}

/// Reads all linked data of a page.
pub(super) fn read(tree: &Tree) -> Linked {
    let mut found = Found::default();
    let is_data = |id: &u32| {
        let kind = tree.attribute(*id, "type");
        kind.is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
    };
    for id in tree.all(Tag::Script).filter(is_data) {
        let code: String = tree.below(id).filter_map(|below| tree.own_text(below)).collect();
        match parse(&code) {
            Some(value) => found.take(&value, 0),
            None => found.page.complete(salvage(&code)),
        }
    }
    found.article.complete(found.page);
    let Found { mut article, people, .. } = found;
    article.authors = article.authors.into_iter().filter_map(|name| named(name, &people)).collect();
    article
}

/// A name as it is, or that of the one whom an address stands for.
fn named(name: String, people: &[(String, String)]) -> Option<String> {
    let known = people.iter().find(|(id, _)| *id == name).map(|(_, name)| name.clone());
    known.or_else(|| Some(name).filter(|name| !name.contains("://") && !name.starts_with('#')))
}

/// What describes the article, and what describes the page around it.
#[derive(Debug, Default)]
struct Found {
    article: Linked,
    page: Linked,
    /// Addresses of people and their names.
    people: Vec<(String, String)>,
}

impl Found {
    /// Walks through data for what describes an article or a page.
    fn take(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.take(value, depth)),
            Value::Object(object) => {
                let kinds = strings(value.get("@type"));
                if kinds.contains(&"Person") {
                    let id = value.get("@id").and_then(Value::as_str).unwrap_or_default();
                    let name = names(value.get("name")).into_iter().next();
                    self.people.extend(name.map(|name| (id.to_owned(), name)));
                } else if kinds.iter().any(|kind| is_article(kind)) {
                    self.article.complete(describe(value));
                } else if depth < 3 && kinds.iter().any(|kind| is_page(kind)) {
                    self.page.complete(describe(value));
                }
                let inner = object.iter().filter(|(name, _)| depth < DEPTH && is_around(name));
                inner.for_each(|(_, value)| self.take(value, depth + 1));
            }
            _ => {}
        }
    }
}

fn is_article(kind: &str) -> bool {
    let endings = ["Article", "Posting", "Review"];
    endings.iter().any(|ending| kind.ends_with(ending)) || kind == "Report"
}

fn is_page(kind: &str) -> bool {
    let endings = ["Page", "Object"];
    endings.iter().any(|ending| kind.ends_with(ending)) || matches!(kind, "Recipe" | "Product")
}

/// Whether a property may hold the article that a page is about.
fn is_around(name: &str) -> bool {
    matches!(name, "@graph" | "mainEntity" | "mainEntityOfPage" | "itemListElement" | "item")
}

impl Linked {
    /// Fills what is missing with what another one says.
    fn complete(&mut self, other: Self) {
        let Self { title, description, body, published, modified, authors, publisher, url, lang } =
            other;
        let fill = |own: &mut Option<String>, other| *own = own.take().or(other);
        fill(&mut self.title, title);
        fill(&mut self.description, description);
        fill(&mut self.body, body);
        fill(&mut self.published, published);
        fill(&mut self.modified, modified);
        fill(&mut self.publisher, publisher);
        fill(&mut self.url, url);
        fill(&mut self.lang, lang);
        if self.authors.is_empty() {
            self.authors = authors;
        }
    }
}

/// Parses JSON as pages have it: with line ends inside strings, comments around, a stop after it.
fn parse(code: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(code.trim()) {
        return Some(value);
    }
    let (start, end) = (code.find(['{', '['])?, code.rfind(['}', ']'])?);
    let inner = code.get(start..=end)?;
    let calm: String = inner.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::Deserializer::from_str(&calm).into_iter().next()?.ok()
}

/// What can be had of data that cannot be parsed: the days, by the words around them.
fn salvage(code: &str) -> Linked {
    let value = |name: &str| {
        let rest = code.split_once(name)?.1.trim_start_matches(['"', '\'', ' ', ':', '\\', '\n']);
        let value = rest.split(['"', '\'', '\\', '\n']).next()?;
        Some(value.to_owned()).filter(|value| (8..40).contains(&value.len()))
    };
    let (published, modified) = (value("datePublished"), value("dateModified"));
    Linked { published, modified, ..Linked::default() }
}

fn describe(value: &Value) -> Linked {
    let text = |name: &str| {
        let text = clean(strings(value.get(name)).first()?);
        (!text.is_empty()).then_some(text)
    };
    let names = |property: &[&str]| {
        let found = property.iter().map(|property| names(value.get(*property)));
        found.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    };
    let page = || Some(value.get("mainEntityOfPage")?.get("@id")?.as_str()?.to_owned());
    Linked {
        title: text("headline").or_else(|| text("name")),
        description: text("description"),
        body: value.get("articleBody").and_then(Value::as_str).map(str::to_owned),
        published: text("datePublished")
            .or_else(|| text("dateCreated"))
            .or_else(|| text("uploadDate")),
        modified: text("dateModified"),
        authors: names(&["author", "creator"]),
        publisher: names(&["publisher", "sourceOrganization"])
            .into_iter()
            .find(|name| !name.contains("://") && !name.starts_with('#')),
        url: text("url").or_else(|| text("mainEntityOfPage")).or_else(page),
        lang: text("inLanguage"),
    }
}

/// The names of people or bodies, given as text or as objects; for want of a name the address.
fn names(value: Option<&Value>) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(name) => Some(clean(name)),
        Value::Object(object) => {
            let named = ["name", "@id"].map(|key| strings(object.get(key)));
            Some(clean(named.iter().flatten().next()?))
        }
        _ => None,
    };
    let found: Vec<String> = match value {
        Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    };
    found.into_iter().filter(|name| !name.is_empty()).collect()
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Text with single spaces and without the entities and tags that some pages leave in it.
fn clean(text: &str) -> String {
    let is_marked = text.contains(['&', '<']);
    let plain = if is_marked { Tree::parse(text).text(0) } else { text.into() };
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Linked {
        read(&Tree::parse(&format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn the_article_is_found_wherever_it_stands() {
        let found = of(r#"{"@graph": [{"@type": "WebPage", "name": "Page", "inLanguage": "fr"},
            {"@type": ["NewsArticle"], "headline": "Envoy &amp; aide leave",
             "author": [{"name": "Jo Doe"}, "Ann Poe"], "publisher": {"name": "The Post"},
             "datePublished": "2020-01-02T03:04:05Z"}]}"#);
        assert_eq!(found.title.as_deref(), Some("Envoy & aide leave"));
        assert_eq!(found.authors, ["Jo Doe", "Ann Poe"]);
        assert_eq!(found.published.as_deref(), Some("2020-01-02T03:04:05Z"));
        assert_eq!(found.publisher.as_deref(), Some("The Post"));
        assert_eq!(found.lang.as_deref(), Some("fr"));
    }

    #[test]
    fn broken_data_are_read_as_far_as_they_go() {
        let found = of("<!-- {\"@type\": \"Article\", \"headline\": \"A\n b\"}; -->");
        assert_eq!(found.title.as_deref(), Some("A b"));
        assert_eq!(of("{\"@type\": \"Article\", \"headline\": "), Linked::default());
        let cut = of("{\"@type\": \"Article\",, \"datePublished\": \"2020-01-02\", ");
        assert_eq!(cut.published.as_deref(), Some("2020-01-02"));
        assert_eq!(of(&"[".repeat(100_000)), Linked::default());
    }
}
