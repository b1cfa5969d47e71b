//! What learning to tell an article from its page needs: a page's pieces and their features.

use super::feature::{Known, Measured};
use super::head::Head;
use super::piece::{self, Piece};
use super::tree::Tree;
use super::{Article, body, text, title};
use super::{Pages, charset};
use crate::BlockCues;
use crate::block::{self, Diction, KINDS, N_HASHES, Odds, Style};
use entente_model::BlockKind;

/// A page cut into pieces.
#[derive(Debug)]
pub struct Sample {
    tree: Tree,
    pieces: Vec<Piece>,
    head: Head,
    roles: Vec<u32>,
}

impl Sample {
    /// Reads a page, of which only the names of elements are looked up.
    pub fn new(bytes: &[u8], pages: &Pages) -> Self {
        let tree = Tree::parse(&charset::decode(bytes, None));
        let (pieces, head) = (piece::pieces(&tree), Head::of(&tree));
        Self { roles: pages.names.all(&tree), tree, pieces, head }
    }

    /// The text of each piece.
    pub fn texts(&self) -> Vec<&str> {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Each piece's features that need no judgement.
    pub fn first(&self) -> Vec<Vec<f32>> {
        let measured = self.measured();
        (0..self.pieces.len()).map(|at| measured.first(at)).collect()
    }

    /// The features that follow from a first judgement of every piece, from 0 to 1 each.
    pub fn second(&self, likely: &[f32]) -> Vec<Vec<f32>> {
        self.measured().second(likely).into_iter().map(|row| row.to_vec()).collect()
    }

    fn measured(&self) -> Measured<'_> {
        Measured::new(&self.tree, &self.pieces, &self.roles, &Known::of(&self.head))
    }
}

/// A page or a plain text, cut into pieces that are to be blocks.
#[derive(Debug)]
pub struct Blocks {
    /// The text of each piece.
    pub texts: Vec<String>,
    /// The hashes of what is looked at in each piece's words.
    pub hashes: Vec<Vec<u16>>,
    /// Each piece's features that need no judgement.
    pub first: Vec<Vec<f32>>,
    /// Further ones, by which plain text alone is judged.
    pub framed: Vec<Vec<f32>>,
}

impl Blocks {
    /// The number of hashes of words.
    pub const N_HASHES: usize = N_HASHES;
    /// All kinds, in the order of what a judge holds of them.
    pub const KINDS: [BlockKind; 10] = KINDS;

    /// Of a web page.
    pub fn of_page(bytes: &[u8], pages: &Pages, cues: &BlockCues) -> Self {
        let Sample { tree, pieces, head, roles } = Sample::new(bytes, pages);
        let chosen = body::choose(&tree, &pieces, &roles, &Known::of(&head), &pages.judges);
        let (title, heading) = title::find(&tree, &head, &roles);
        let article = Article::new(&tree, &head, &pieces, &roles, pages, chosen, heading);
        let draft = text::draft(&article, title.as_deref(), cues, true);
        Self::new(&draft.text, &draft.pieces, title, cues)
    }

    /// Of a plain text.
    pub fn of_text(text: &str, cues: &BlockCues) -> Self {
        Self::new(text, &block::pieces(text, cues), None, cues)
    }

    fn new(text: &str, pieces: &[block::Piece], title: Option<String>, cues: &BlockCues) -> Self {
        let texts: Vec<String> =
            pieces.iter().map(|piece| piece.span.of(text).to_owned()).collect();
        let hashes = texts.iter().map(|text| block::hashes(text)).collect();
        let first = block::features(text, pieces, title, cues);
        let all: Vec<&str> = texts.iter().map(String::as_str).collect();
        let framed = block::framed(&all).into_iter().map(|row| row.to_vec()).collect();
        Self { texts, hashes, first, framed }
    }

    /// The features that follow from what the words of each piece say to a judge, which is given as
    /// the head of a pack.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the judge.
    pub fn worded(&self, mut judge: &[u8]) -> Result<Vec<Vec<f32>>, &'static str> {
        let diction = Diction::read(&mut judge)?;
        let margins: Vec<Odds> = self.hashes.iter().map(|piece| diction.margins(piece)).collect();
        Ok(block::worded(&margins).into_iter().map(|row| row.to_vec()).collect())
    }

    /// The features that follow from what each kind is first held to be likely, for each piece.
    pub fn second(&self, odds: &[Odds]) -> Vec<Vec<f32>> {
        let styles: Vec<Style> = self.texts.iter().map(|text| Style::of(text)).collect();
        block::second(odds, &styles).into_iter().map(|row| row.to_vec()).collect()
    }

    /// Further ones, by which plain text alone is judged.
    pub fn frames(&self, odds: &[Odds]) -> Vec<Vec<f32>> {
        let texts: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let rows = block::frames(&texts, odds).into_iter().zip(block::trend(odds));
        rows.map(|(frames, trend)| [&frames[..], &trend].concat()).collect()
    }
}
