//! What a page says of itself in its head and in item properties, word for word.

use super::linked::{self, Linked};
use super::tag::Tag;
use super::tree::{NodeId, Tree};

/// The attributes that name what a `meta` element says.
const NAMED: [&str; 4] = ["name", "property", "itemprop", "http-equiv"];

/// The page's own description of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// Linked data.
    pub(super) linked: Linked,
    /// Names (in lower case) and contents of `meta` elements, in order.
    pub(super) metas: Vec<(String, String)>,
    /// The `title` element.
    pub(super) title: Option<String>,
    /// The `link` to the page's proper address.
    pub(super) canonical: Option<String>,
    /// The `lang` of the page.
    pub(super) lang: Option<String>,
}

impl Head {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut head = Self { linked: linked::read(tree), ..Self::default() };
        for id in 1..tree.len() {
            match tree.tag(id) {
                Tag::Meta => head.take_meta(tree, id),
                Tag::Title if head.title.is_none() && !is_in_drawing(tree, id) => {
                    head.title = Some(tree.text(id)).filter(|title| !title.is_empty());
                }
                Tag::Link if tree.attribute(id, "rel") == Some("canonical") => {
                    let href = tree.attribute(id, "href").map(|href| href.trim().to_owned());
                    head.canonical = head.canonical.take().or(href);
                }
                Tag::Html => {
                    let lang = tree.attribute(id, "lang").or(tree.attribute(id, "xml:lang"));
                    head.lang = lang.map(str::to_owned);
                }
                _ => {}
            }
        }
        head
    }

    fn take_meta(&mut self, tree: &Tree, id: NodeId) {
        let content = tree.attribute(id, "content").unwrap_or_default();
        let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
        if content.is_empty() {
            return;
        }
        let names = NAMED.iter().filter_map(|name| tree.attribute(id, name));
        let named = names.map(|name| (name.trim().to_ascii_lowercase(), content.clone()));
        self.metas.extend(named);
    }

    /// The first content of the first of some names that is there.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        let of = |name: &&str| self.metas.iter().find(|(known, _)| known == name);
        names.iter().find_map(of).map(|(_, content)| content.as_str())
    }

    /// All contents of a name.
    pub(super) fn metas<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let named = self.metas.iter().filter(move |(known, _)| known == name);
        named.map(|(_, content)| content.as_str())
    }

    /// The title as the page gives it, before it is cleaned.
    pub(super) fn raw_title(&self) -> Option<&str> {
        let linked = self.linked.title.as_deref();
        linked.or_else(|| self.meta(&["og:title", "twitter:title"])).or(self.title.as_deref())
    }

    /// The page's summary of itself.
    pub(super) fn description(&self) -> Option<&str> {
        let metas = self.meta(&["og:description", "description", "twitter:description"]);
        metas.or(self.linked.description.as_deref())
    }

    /// The outlet, as the page names it.
    pub(super) fn publisher(&self) -> Option<&str> {
        let metas = ["og:site_name", "application-name", "dc.publisher", "citation_journal_title"];
        self.linked.publisher.as_deref().or_else(|| self.meta(&metas))
    }

    /// The page's proper address, if it gives it in full.
    pub(super) fn address(&self) -> Option<&str> {
        let said = [self.canonical.as_deref(), self.meta(&["og:url"]), self.linked.url.as_deref()];
        let is_whole = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
        said.into_iter().flatten().find(is_whole)
    }

    /// How many of three ways the page has to say that it is an article: its linked data, its type,
    /// a time of publication.
    pub(super) fn n_signs(&self) -> u32 {
        let dated = ["article:published_time", "datepublished", "date", "pubdate"];
        let says = [
            self.linked.published.is_some() || self.linked.uploaded.is_some(),
            self.meta(&["og:type"]) == Some("article"),
            self.meta(&dated).is_some(),
        ];
        says.into_iter().map(u32::from).sum()
    }
}

/// Whether a title belongs to a drawing.
fn is_in_drawing(tree: &Tree, id: NodeId) -> bool {
    tree.ancestors(id).any(|around| tree.tag(around) == Tag::Svg)
}
