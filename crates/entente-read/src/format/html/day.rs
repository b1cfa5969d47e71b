//! The day on which a page was published, and what says so.

use entente_model::DateOrigin;
use jiff::civil::Date;

use super::Article;
use super::calendar;
use super::names::{BYLINE, DATE};
use super::piece::Piece;
use super::tag::Tag;
use super::tree::NodeId;

/// The names of `meta` elements that hold the day of publication, best first.
#[rustfmt::skip]
const PUBLISHED: [&str; 56] = [
    "article:published_time", "og:article:published_time", "article:published",
    "article:published_date", "datepublished", "date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dcterms:created", "dc:date.created", "dc.date",
    "dcterms.date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
    "published_time", "og:published_time", "published_date", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "prism.publicationdate",
    "citation_publication_date", "citation_online_date", "citation_date", "rnews:datepublished",
    "bt:pubdate", "shareaholic:article_published_time", "analyticsattributes.articledate",
    "datecreated", "uploaddate", "release_date", "displaydate", "article.published",
    "article_date_original", "originalpublicationdate", "created", "article:post_date",
    "article-publication-date", "og:pubdate", "pub_date", "ptime", "content_create_date",
    "dc.created", "date_published", "publicationdate", "article:date", "apub:time",
    "weibo:article:create_at", "published-date", "date.release",
];
/// Those that hold the day of the last change.
#[rustfmt::skip]
const MODIFIED: [&str; 10] = [
    "article:modified_time", "og:updated_time", "og:article:modified_time", "article:modified",
    "article:modified_date", "datemodified", "last-modified", "lastmod", "dcterms.modified",
    "revision_date",
];
/// The longest line that is looked at for a day, in bytes.
const LINE: usize = 240;
/// How unlikely a line may be to give the day.
const UNLIKELY: f32 = 60.0;

/// Finds the day of publication: no later than `latest`, the day on which the page was taken.
pub(super) fn find(
    page: &Article<'_>,
    url: Option<&str>,
    latest: Option<Date>,
) -> (Option<Date>, DateOrigin) {
    let head = page.head;
    let fits = |day: &Date| latest.is_none_or(|latest| *day <= latest);
    let read = |text: Option<&str>| text.and_then(|text| read(page, text)).filter(fits);
    let meta = |names: &[&str]| names.iter().find_map(|name| read(head.metas(name).next()));
    let said = |day: Option<Date>, origin| Some((day.filter(fits)?, origin));
    let found = said(read(head.linked.published.as_deref()), DateOrigin::JsonLd)
        .or_else(|| said(meta(&PUBLISHED), DateOrigin::Meta))
        .or_else(|| said(by_property(page), DateOrigin::Meta))
        .or_else(|| said(in_address(page, url), DateOrigin::Url))
        .or_else(|| said(in_time(page), DateOrigin::Text))
        .or_else(|| said(in_line(page), DateOrigin::Text))
        .or_else(|| said(read(head.linked.modified.as_deref()), DateOrigin::JsonLd))
        .or_else(|| said(meta(&MODIFIED), DateOrigin::Meta));
    // Data give the hour of another zone at times; an address has the day as it was on the spot.
    let beside = |day: Date| in_address(page, url).filter(|other| is_beside(day, *other));
    let found = found.map(|(day, origin)| (beside(day).filter(fits).unwrap_or(day), origin));
    let (day, origin) = found.unzip();
    (day, origin.unwrap_or_default())
}

/// The newest day that a text names, no later than one: it was published no earlier.
pub(super) fn newest(page: &Article<'_>, text: &str, latest: Option<Date>) -> Option<Date> {
    let days = calendar::days(text, &page.pages.months, page.month_first).into_iter();
    days.map(|(_, day)| day).filter(|day| latest.is_none_or(|latest| *day <= latest)).max()
}

/// Whether two days follow each other.
fn is_beside(a: Date, b: Date) -> bool {
    a.tomorrow().is_ok_and(|next| next == b) || b.tomorrow().is_ok_and(|next| next == a)
}

/// Reads a value that should be a date.
fn read(page: &Article<'_>, text: &str) -> Option<Date> {
    let named = || calendar::days(text, &page.pages.months, page.month_first);
    calendar::leading(text).or_else(|| (text.len() < 80).then(named)?.first().map(|(_, day)| *day))
}

/// The day of the first element with the property.
fn by_property(page: &Article<'_>) -> Option<Date> {
    let tree = page.tree;
    let is_date = |id: &NodeId| {
        ["itemprop", "property"].iter().filter_map(|name| tree.attribute(*id, name)).any(|name| {
            ["datePublished", "dateCreated", "dc:date", "dc:created"]
                .iter()
                .any(|p| name.contains(p))
        })
    };
    (1..tree.len()).filter(is_date).find_map(|id| {
        let value = tree.attribute(id, "datetime").or_else(|| tree.attribute(id, "content"));
        value.and_then(|value| read(page, value)).or_else(|| read(page, &tree.text(id)))
    })
}

fn in_address(page: &Article<'_>, url: Option<&str>) -> Option<Date> {
    [url, page.head.address()].into_iter().flatten().find_map(calendar::in_address)
}

/// The `time` element nearest to the headline.
fn in_time(page: &Article<'_>) -> Option<Date> {
    let tree = page.tree;
    let is_time = |id: &NodeId| matches!(tree.tag(*id), Tag::Time | Tag::Abbr);
    let mut times: Vec<NodeId> =
        (1..tree.len()).filter(is_time).filter(|id| !page.is_elsewhere(*id)).collect();
    times.sort_by_key(|id| page.distance(*id));
    times.into_iter().find_map(|id| {
        let value = tree.attribute(id, "datetime").or_else(|| tree.attribute(id, "title"));
        value.and_then(|value| read(page, value)).or_else(|| read(page, &tree.text(id)))
    })
}

/// The day in the line that is likeliest to give it, by its place and its element's names.
fn in_line(page: &Article<'_>) -> Option<Date> {
    let mut best: Option<(f32, Date)> = None;
    for (at, piece) in page.pieces.iter().enumerate() {
        let is_line = piece.text.len() <= LINE || (page.from..=page.to + 2).contains(&at);
        let line = &piece.text[..piece.text.floor_char_boundary(LINE)];
        let days = calendar::days(line, &page.pages.months, page.month_first);
        let Some((start, day)) = days.first().filter(|_| is_line) else { continue };
        let cost = cost(page, at, piece) + *start as f32 / 20.0 + line.len() as f32 / 30.0;
        if cost < best.map_or(UNLIKELY, |(least, _)| least) {
            best = Some((cost, *day));
        }
    }
    best.map(|(_, day)| day)
}

/// How unlikely a piece is to give the day, by where it is.
fn cost(page: &Article<'_>, at: usize, piece: &Piece) -> f32 {
    let steps = |from: usize, to: usize| to.saturating_sub(from) as f32;
    let place = match at {
        at if at < page.from => 4.0 + 2.0 * steps(at, page.from),
        at if at <= page.to => steps(page.from, at) / 2.0,
        at if at <= page.last => 12.0 + steps(page.to, at),
        _ => 8.0 + 2.0 * steps(page.last, at),
    };
    let is_named = page.roles_near(piece.node, 2) & (DATE | BYLINE) != 0;
    let reasons = [(page.is_elsewhere(piece.node), 40.0), (is_named, -5.0)];
    let more: f32 = reasons.iter().filter(|(is, _)| *is).map(|(_, cost)| cost).sum();
    place + more + 6.0 * piece.link_share()
}
