//! `cargo xtask learn`: packs of learned numbers, from marked examples.
//!
//! `learn factuality`, `learn pairs` and `learn attitudes` say of themselves what they do in their folders.
//! `learn pages` learns to tell the article of a web page from what stands around it. It needs two
//! folders of marked pages, `html_body` and `html_marks`, which lie outside the repository; it
//! says by cross-validation what is to be expected of pages of other sites, then learns from all
//! pages and writes the pack and its record. The same pages give the same bytes on any machine.
//! `learn claims` learns to find who says what (`claims/`).

mod attitudes;
mod blocks;
mod boosting;
mod claims;
mod diction;
mod factuality;
mod figures;
mod file;
mod gold;
mod judges;
mod label;
mod order;
mod pairs;
mod record;
mod words;

use std::path::{Path, PathBuf};

use entente_read::{BlockCues, Pages, PagesText};

use self::figures::Figures;
use self::gold::Page;
use crate::{Outcome, root, say};

/// In how many parts pages are split to learn from all but one and score that one.
const FOLDS: usize = 5;
/// Where the numbers lie in the repository.
const PACK: &str = "packs/web/body.bin";

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Learn how sure one may be of what a predicate says
    Factuality {
        /// The folder of rated texts
        #[arg(long)]
        data: PathBuf,
        /// Write nothing; fail if the weights would change
        #[arg(long)]
        check: bool,
        /// Write what is seen of each predicate to a file instead of learning
        #[arg(long)]
        dump: Option<PathBuf>,
        /// Write the weights of the half that is not held back to a file instead of all weights
        #[arg(long)]
        open: Option<PathBuf>,
    },
    /// Learn what one party does to another, and how it is disposed
    Pairs {
        /// The folder that holds `events` and `claims`
        #[arg(long)]
        data: PathBuf,
    },
    /// Learn how a sentence tells what one of two parties feels for the other, names being covered
    Attitudes {
        /// The folder that holds `claims`
        #[arg(long)]
        data: PathBuf,
        /// Write nothing; fail if the weights would change
        #[arg(long)]
        check: bool,
    },
    /// Learn which parts of a web page are its article
    Pages {
        /// The folder that holds `html_body` and `html_marks`
        #[arg(long)]
        data: PathBuf,
        /// Write nothing; fail if the pack would change
        #[arg(long)]
        check: bool,
    },
    /// Learn what each block of a page is
    Blocks(blocks::Args),
    /// Learn to find cues, sources and contents of what is said
    Claims {
        /// The folder that holds `polnear_dev.jsonl.gz`
        #[arg(long)]
        data: PathBuf,
        /// Write nothing; fail if the pack would change
        #[arg(long)]
        check: bool,
    },
}

pub(crate) fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Factuality { data, check, dump, open } => {
            let files = factuality::Files { dump: dump.as_deref(), open: open.as_deref() };
            factuality::run(data, *check, files)
        }
        What::Pairs { data } => pairs::run(data),
        What::Attitudes { data, check } => attitudes::run(data, *check),
        What::Pages { data, check } => learn_pages(data, *check),
        What::Blocks(args) => blocks::run(args, &Texts::read()?),
        What::Claims { data, check } => claims::run(data, *check),
    }
}

fn learn_pages(data: &Path, check: bool) -> Outcome {
    let texts = Texts::read()?;
    let pages = gold::load(data, &texts.pages(&[])?)?;
    say(&format!("{} pages", pages.len()));
    let path = root().join(PACK);
    let learned = file::write(&judges::learn(&pages.iter().collect::<Vec<_>>()));
    if check {
        return same_bytes(PACK, &learned);
    }
    let figures = cross_validate(&pages, &texts)?;
    say(&figures.to_string());
    std::fs::write(&path, &learned)?;
    record::write(&learned, &pages, &figures)
}

/// Whether a pack file is what was learned once more.
fn same_bytes(pack: &str, learned: &[u8]) -> Outcome {
    let is_same = std::fs::read(root().join(pack))? == learned;
    if is_same { Ok(()) } else { Err(format!("{pack}: expected the same bytes").into()) }
}

/// Scores each part of the pages by what was learned from the others.
fn cross_validate(pages: &[Page], texts: &Texts) -> Outcome<Figures> {
    let mut figures = Figures::default();
    for fold in 0..FOLDS {
        let (held, others): (Vec<&Page>, Vec<&Page>) =
            pages.iter().partition(|page| page.fold(FOLDS) == fold);
        let judges = file::write(&judges::learn(&others));
        let known = texts.pages(&judges)?;
        held.iter().for_each(|page| figures.add(page, &known, &texts.cues));
    }
    Ok(figures)
}

/// The packs that a page is read with.
struct Texts {
    names: String,
    months: String,
    bylines: String,
    cues: BlockCues,
    /// The words of the table of cues that are only counted.
    words: BlockCues,
}

impl Texts {
    fn read() -> Outcome<Self> {
        let text = |path: &str| std::fs::read_to_string(root().join("packs").join(path));
        let cues = text("lang/en/blocks.tsv")?;
        let words: Vec<&str> = cues.lines().filter(|line| blocks::is_counted(line)).collect();
        Ok(Self {
            words: BlockCues::parse(&words.join("\n"))?,
            names: text("web/names.tsv")?,
            months: text("web/months.tsv")?,
            bylines: text("web/bylines.tsv")?,
            cues: BlockCues::parse(&cues)?,
        })
    }

    fn pages(&self, judges: &[u8]) -> Outcome<Pages> {
        let Self { names, months, bylines, cues: _, words: _ } = self;
        Ok(Pages::parse(&PagesText { names, months, bylines, judges, blocks: &[] })?)
    }

    /// The packs of the repository with a judge of blocks.
    fn with_blocks(&self, blocks: &[u8]) -> Outcome<Pages> {
        let Self { names, months, bylines, cues: _, words: _ } = self;
        let judges = &std::fs::read(root().join(PACK))?;
        Ok(Pages::parse(&PagesText { names, months, bylines, judges, blocks })?)
    }
}
