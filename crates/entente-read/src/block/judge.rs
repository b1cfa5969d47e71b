//! What kind of block each piece is, by learned forests over what can be measured of it.
//!
//! A linear judge says what the words speak for. There are two forests for each kind: the first look
//! at a piece and its neighbours, the second also at what the first held of them, of pieces set like
//! it and of the page as a whole. Web pages and plain text have forests of their own; of plain text,
//! which gives less away, there is a third that looks at what the second held. They also know how many
//! pieces begin alike, and in what order kinds stand has its say in the end.
//! One more forest tells the body of a web page's article from all else.

use entente_model::BlockKind;

use super::around::{self, N_FIRST, N_SECOND, N_WORDED, Odds};
use super::diction::{Diction, hashes};
use super::frame::{N_FRAMED, N_FRAMES, framed, frames};
use super::order::Order;
use super::own::Draft;
use super::style::Style;
use super::trend::{N_TREND, trend};
use super::{KINDS, Piece};
use crate::forest::{Forest, Rows};

/// How much likelier what is no news must be than a kind of the story, for a piece of a web page
/// that ends a sentence.
const SURE: f32 = 0.45;
/// The share of the story in what speaks for it or for no news from which on a piece of plain text
/// is kept, where it would be a reference, of a paywall, or boilerplate.
const SHARES: [f32; 3] = [0.25, 0.35, 0.17];
/// The kinds that hold the story itself, by number.
const STORY: [usize; 3] = [2, 3, 4];
/// The number of the first kind that is no news; none is news after it.
const N_NEWS: usize = 7;
/// How likely a piece of a page's article must be of its body to be so against the rules, and how
/// likely at most to be none.
const BODY: (f32, f32) = (0.6, 0.4);
/// How likely one beside the article must be of its body to be so against the judges of pages.
const ADDED: f32 = 0.9;
/// How likely a piece beside a page's article must be something to be kept as that.
const KEPT: f32 = 0.5;
/// How likely a headline must be where nothing else is one.
const FAINT: f32 = 0.12;

/// The learned judges.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Judge {
    diction: Diction,
    order: Order,
    page: Stages,
    text: Stages,
    body: Vec<Forest>,
}

/// Forests, one for each kind, that judge a piece, and then others that know what those before them
/// held of all.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stages {
    first: Vec<Forest>,
    then: Vec<Vec<Forest>>,
}

/// How often web pages and plain text are judged.
const N_STAGES: [usize; 2] = [2, 3];

/// What a piece is judged to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ruling {
    pub(super) kind: BlockKind,
    /// Whether it is of the article's body though the judges of pages left it out.
    pub(super) is_added: bool,
}

impl Judge {
    /// Reads the forests, or says what is wrong with them.
    pub(crate) fn parse(mut bytes: &[u8]) -> Result<Self, &'static str> {
        let diction = Diction::read(&mut bytes)?;
        let order = Order::read(&mut bytes)?;
        let mut page = Forest::parse(bytes)?;
        let [n_page, n_text] = N_STAGES.map(|stages| stages * KINDS.len());
        if page.len() != n_page + 1 + n_text {
            return Err("expected five forests for each kind of block and one more");
        }
        let text = page.split_off(n_page + 1);
        let body = page.split_off(n_page);
        if !fit(&body, N_FIRST + N_WORDED) {
            return Err(MISFIT);
        }
        let (page, text) =
            (Stages::new(page, [0; 2])?, Stages::new(text, [N_FRAMED, N_FRAMES + N_TREND])?);
        Ok(Self { diction, order, page, text, body })
    }

    /// Says what each piece is, after the rules have said what they hold.
    pub(super) fn judge(
        &self,
        drafts: &[Draft<'_>],
        pieces: &[Piece],
        title: Option<&str>,
    ) -> Vec<Ruling> {
        let margins: Vec<Odds> =
            drafts.iter().map(|draft| self.diction.margins(&hashes(draft.text))).collect();
        let styles: Vec<Style> = drafts.iter().map(|draft| Style::of(draft.text)).collect();
        let mut rows = Rows::new(&around::first(drafts, pieces, &styles, title));
        rows.extend(&around::worded(&margins));
        let is_page = pieces.iter().any(|piece| piece.gap < 0.0);
        let body =
            self.body.iter().filter(|_| is_page).map(|forest| forest.judge_all(&rows)).next();
        let texts: Vec<&str> = drafts.iter().map(|draft| draft.text).collect();
        let odds = match is_page {
            true => self.page.of_page(rows, &styles),
            false => self.order.heed(&self.text.of_text(rows, &styles, &texts)),
        };
        let mut kinds: Vec<BlockKind> =
            drafts.iter().zip(&odds).map(|(draft, odds)| decide(draft, odds, is_page)).collect();
        one_headline(drafts, &odds, &mut kinds, is_page);
        let Some(body) = body else {
            return kinds.into_iter().map(|kind| Ruling { kind, is_added: false }).collect();
        };
        let rows = kinds.into_iter().zip(drafts).zip(pieces).zip(odds.iter().zip(body));
        rows.map(|(((kind, draft), piece), (odds, body))| match piece.is_chosen {
            true => inside(kind, draft.kind(), body),
            false => beside(kind, draft.kind(), odds, body),
        })
        .collect()
    }
}

impl Stages {
    /// Takes the first forests of all kinds and then the others, which know so many features more
    /// than those of web pages.
    fn new(mut forests: Vec<Forest>, more: [usize; 2]) -> Result<Self, &'static str> {
        let others = forests.split_off(KINDS.len());
        let n = N_FIRST + N_WORDED + more[0];
        let then: Vec<Vec<Forest>> = others.chunks(KINDS.len()).map(<[_]>::to_vec).collect();
        let is_fit =
            fit(&forests, n) && then.iter().all(|forests| fit(forests, n + N_SECOND + more[1]));
        if is_fit { Ok(Self { first: forests, then }) } else { Err(MISFIT) }
    }

    /// What each kind is likely, of the pieces of a web page.
    fn of_page(&self, rows: Rows, styles: &[Style]) -> Vec<Odds> {
        self.of(rows, |rows, odds| rows.extend(&around::second(odds, styles)))
    }

    /// The same of pieces of plain text, which also know what begins like them.
    fn of_text(&self, mut rows: Rows, styles: &[Style], texts: &[&str]) -> Vec<Odds> {
        rows.extend(&framed(texts));
        self.of(rows, |rows, odds| {
            rows.extend(&around::second(odds, styles));
            rows.extend(&frames(texts, odds));
            rows.extend(&trend(odds));
        })
    }

    /// What the last forests hold, where something is added for what those before them held.
    fn of(&self, rows: Rows, add: impl Fn(&mut Rows, &[Odds])) -> Vec<Odds> {
        self.then.iter().fold(odds(&self.first, &rows), |held, forests| {
            let mut rows = rows.clone();
            add(&mut rows, &held);
            odds(forests, &rows)
        })
    }
}

const MISFIT: &str = "expected forests over the features of this version";

fn fit(forests: &[Forest], n_features: usize) -> bool {
    forests.iter().all(|forest| forest.n_features() == n_features)
}

/// Judges a piece of a web page's article: whether it is of the body, the forest of bodies says.
fn inside(judged: BlockKind, ruled: BlockKind, body: f32) -> Ruling {
    let is_clear = if is_body(judged) { body > BODY.0 } else { body < BODY.1 };
    let kind = if is_body(judged) != is_body(ruled) && !is_clear { ruled } else { judged };
    Ruling { kind, is_added: false }
}

/// Judges a piece beside a web page's article: judges of pages left it out with more to go by, so
/// that it must be clear what it is.
fn beside(judged: BlockKind, ruled: BlockKind, odds: &Odds, body: f32) -> Ruling {
    let is_added = is_body(judged) && body > ADDED;
    let is_clear = KINDS.iter().zip(odds).any(|(kind, odds)| *kind == judged && *odds > KEPT);
    let is_kept = is_added || is_clear || judged == ruled;
    Ruling { kind: if is_kept { judged } else { BlockKind::Boilerplate }, is_added }
}

fn is_body(kind: BlockKind) -> bool {
    kind.is_news() && !matches!(kind, BlockKind::Headline | BlockKind::Caption)
}

/// Leaves one headline above each text, and finds the likeliest where there is none.
fn one_headline(drafts: &[Draft<'_>], odds: &[Odds], kinds: &mut [BlockKind], is_page: bool) {
    let by_odds = |a: &usize, b: &usize| odds[*a][0].total_cmp(&odds[*b][0]).then(b.cmp(a));
    let is_prose = |at: usize| kinds[at] == BlockKind::Paragraph && drafts[at].is_sentence();
    let Some(first) = (0..kinds.len()).find(|at| is_prose(*at)) else { return };
    if !kinds.contains(&BlockKind::Headline) {
        let best = (0..first).max_by(by_odds).filter(|at| odds[*at][0] > FAINT);
        best.into_iter().for_each(|at| kinds[at] = BlockKind::Headline);
    }
    let found: Vec<usize> =
        (0..kinds.len()).filter(|at| kinds[*at] == BlockKind::Headline).collect();
    for pair in found.windows(2) {
        let is_parted = (pair[0]..pair[1]).filter(|at| kinds[*at] == BlockKind::Paragraph).count();
        let Some(worse) = pair.iter().copied().min_by(by_odds).filter(|_| is_parted < 2) else {
            continue;
        };
        let mut others = odds[worse];
        others[0] = 0.0;
        kinds[worse] = decide(&drafts[worse], &others, is_page);
    }
}

/// What each kind is held to be likely, of each piece.
fn odds(forests: &[Forest], rows: &Rows) -> Vec<Odds> {
    let mut odds = vec![Odds::default(); rows.len()];
    for (kind, forest) in forests.iter().enumerate() {
        odds.iter_mut().zip(forest.judge_all(rows)).for_each(|(odds, likely)| odds[kind] = likely);
    }
    odds
}

/// The likeliest kind; what may be of the story must be clearly something else.
fn decide(draft: &Draft<'_>, odds: &Odds, is_page: bool) -> BlockKind {
    let likelier = |a: &usize, b: &usize| odds[*a].total_cmp(&odds[*b]).then(b.cmp(a));
    let best = (0..KINDS.len()).max_by(likelier).unwrap_or_default();
    let story = STORY.into_iter().max_by(likelier).unwrap_or_default();
    let is_close = match is_page {
        true => draft.is_sentence() && odds[best] - odds[story] < SURE,
        false => best >= N_NEWS && share(odds) > SHARES[best - N_NEWS],
    };
    KINDS[if is_close && !KINDS[best].is_news() { story } else { best }]
}

/// The share of the story in what speaks for it or for no news.
fn share(odds: &Odds) -> f32 {
    let story: f32 = STORY.into_iter().map(|kind| odds[kind]).sum();
    story / (story + odds[N_NEWS..].iter().sum::<f32>()).max(f32::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Boilerplate, Caption, Paragraph, Subhead};

    #[test]
    fn what_is_of_the_body_is_not_for_the_words_to_say() {
        let kind = |judged, ruled, body| inside(judged, ruled, body).kind;
        assert_eq!(kind(Boilerplate, Paragraph, 0.5), Paragraph);
        assert_eq!(kind(Boilerplate, Paragraph, 0.3), Boilerplate);
        assert_eq!(kind(Paragraph, Caption, 0.5), Caption);
        assert_eq!(kind(Subhead, Paragraph, 0.1), Subhead);
    }

    #[test]
    fn what_may_be_of_the_story_is_kept() {
        let cues = crate::BlockCues::default();
        let kind = |text: &str, odds: &Odds, is_page| {
            let span = entente_model::Span::from_range(0..text.len());
            let piece = Piece { span, ..Piece::default() };
            decide(&Draft::new(&piece, text, &cues), odds, is_page)
        };
        let mut odds = Odds::default();
        (odds[4], odds[9]) = (0.2, 0.75);
        assert_eq!(kind("Missing persons: 112", &odds, false), BlockKind::ListItem);
        assert_eq!(kind("Missing persons: 112", &odds, true), Boilerplate);
        (odds[4], odds[8], odds[9]) = (0.2, 0.75, 0.0);
        assert_eq!(kind("Missing persons: 112", &odds, false), BlockKind::Paywall);
        (odds[2], odds[8], odds[9]) = (0.5, 0.0, 0.9);
        assert_eq!(kind("He waited.", &odds, true), Paragraph);
        (odds[2], odds[4]) = (0.1, 0.0);
        assert_eq!(kind("He waited.", &odds, false), Boilerplate);
    }

    #[test]
    fn what_was_left_out_comes_back_only_where_it_is_clear() {
        let mut odds = Odds::default();
        let ruling = |kind, is_added| Ruling { kind, is_added };
        assert_eq!(beside(Paragraph, Boilerplate, &odds, 0.95), ruling(Paragraph, true));
        assert_eq!(beside(Paragraph, Boilerplate, &odds, 0.7), ruling(Boilerplate, false));
        assert_eq!(beside(Caption, Boilerplate, &odds, 0.95), ruling(Boilerplate, false));
        odds[6] = 0.6;
        assert_eq!(beside(Caption, Boilerplate, &odds, 0.1), ruling(Caption, false));
    }
}
