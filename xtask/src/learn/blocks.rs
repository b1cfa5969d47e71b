//! `learn blocks`: tells what each block of a page is, from the pages of `eval/truth/blocks` on
//! which rules are tuned.
//!
//! Every page serves twice: as it is, and as plain text with its blocks a line each, every other one
//! with blank lines between them. There are two forests for each kind of block, and three for
//! those of plain text, each of which learns from what those before it held of pages of other sites.

mod real;

use std::fs;
use std::path::PathBuf;

use entente_model::BlockKind;
use entente_read::training::Blocks;
use entente_read::{BlockCues, Hint, Item, read};
use rayon::prelude::*;

use self::real::Real;
use super::boosting::{self, Bins, Example, Forest, Growth};
use super::{Texts, diction, file, order};
use crate::eval::blocks::{Sums, TRUTH, Worded, marks, names, part, places};
use crate::{Outcome, root, say};

/// Where the numbers lie in the repository.
pub(super) const PACK: &str = "packs/web/blocks.bin";
const N_KINDS: usize = Blocks::KINDS.len();
/// In how many parts pages are split to learn the second forests.
const PARTS: usize = 3;
/// The same for the first forests, which learn from what words say.
const WORD_PARTS: usize = 5;
const FOLDS: usize = 4;
/// What a copy as plain text counts where plain text is learned, and all plain text where web pages
/// are, a page as it is being 1.
const COPY: f32 = 0.5;
const PLAIN: f32 = 0.2;
const GROWTH: Growth = Growth {
    n_trees: 64,
    n_leaves: 8,
    rate: 0.22,
    features: 0.25,
    examples: 0.6,
    least: 0.6,
    shrinkage: 4.0,
};
/// Plain text is judged seldomer than web pages are, and gives less away.
const TEXT: Growth = Growth { n_trees: 150, rate: 0.1, features: 0.2, ..GROWTH };
const BODY: Growth = Growth { n_trees: 100, ..GROWTH };

/// `cargo xtask learn blocks`.
#[derive(clap::Args)]
pub(super) struct Args {
    /// Write nothing; fail if the pack would change
    #[arg(long)]
    check: bool,
    /// Learn without saying what is to be expected of pages of other sites
    #[arg(long)]
    quick: bool,
    /// Say what is to be expected of one part of the sites alone, and write nothing
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..FOLDS as u64))]
    fold: Option<u64>,
    /// Write all features to this file and learn nothing
    #[arg(long)]
    dump: Option<PathBuf>,
    /// The folder that holds `html_body` and `html_marks`
    #[arg(long)]
    data: PathBuf,
}

/// Learns from all pages that may be learned from and writes the pack.
pub(super) fn run(args: &Args, texts: &Texts) -> Outcome {
    let samples = load(texts)?;
    if let Some(path) = &args.dump {
        return dump(&samples, path);
    }
    let real = real::load(&args.data, texts)?;
    if let Some(fold) = args.fold {
        return cross_validate(&samples, &real, texts, &[fold as usize]);
    }
    if !args.quick && !args.check {
        cross_validate(&samples, &real, texts, &std::array::from_fn::<_, FOLDS, _>(|fold| fold))?;
    }
    let learned = learn(&samples.iter().collect::<Vec<_>>(), &real)?;
    match args.check {
        true => super::same_bytes(PACK, &learned),
        false => Ok(fs::write(root().join(PACK), learned)?),
    }
}

/// A page cut into pieces, each with the kind that it is marked as.
struct Sample {
    /// The name of its file.
    name: String,
    /// How it was laid out: as it is, or as plain text.
    layout: &'static str,
    blocks: Blocks,
    /// The number of the kind of each piece, if it is marked.
    kinds: Vec<Option<usize>>,
}

impl Sample {
    /// In which of so many parts it falls; all pages of a site fall in one.
    fn part(&self, n: usize) -> usize {
        // Of a wide set of sites the third word tells them apart.
        let n_words = if self.name.starts_with("wide-") { 3 } else { 2 };
        let site: Vec<&str> = self.name.split('-').take(n_words).collect();
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = site.join("-").bytes().fold(0xcbf2_9ce4_8422_2325, step);
        ((hash ^ (hash >> 29)) % n as u64) as usize
    }

    fn is_copy(&self) -> bool {
        !matches!(self.layout, "page" | "text")
    }
}

/// What forests are to judge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    Pages,
    Plain,
}

impl Judged {
    fn growth(self) -> &'static Growth {
        if self == Self::Pages { &GROWTH } else { &TEXT }
    }

    /// How often it is judged.
    fn n_stages(self) -> usize {
        if self == Self::Pages { 2 } else { 3 }
    }

    /// What a page counts among those that are learned from.
    fn weight(self, sample: &Sample) -> f32 {
        match self {
            Self::Pages if sample.layout != "page" => PLAIN,
            Self::Plain if sample.is_copy() => COPY,
            _ => 1.0,
        }
    }
}

/// Loads all pages that may be learned from, and their copies as plain text.
fn load(texts: &Texts) -> Outcome<Vec<Sample>> {
    let pages = texts.with_blocks(&[])?;
    let mut samples = Vec::new();
    let names = names()?.into_iter().filter(|name| part(name) == "dev");
    for (at, name) in names.enumerate() {
        let marks = marks(&name)?;
        let bytes = fs::read(root().join(TRUTH).join(&name))?;
        let mut add = |layout, blocks: Blocks| {
            let kinds = kinds(&blocks, &marks);
            samples.push(Sample { name: name.clone(), layout, blocks, kinds });
        };
        if name.ends_with(".html") {
            add("page", Blocks::of_page(&bytes, &pages, &texts.cues));
        } else {
            add("text", Blocks::of_text(&String::from_utf8_lossy(&bytes), &texts.cues));
        }
        let lines: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
        // Without the phrases, which were found on these pages, some is left to learn from.
        match at % 2 {
            0 => add("tight", Blocks::of_text(&lines.join("\n"), &texts.words)),
            _ => add("loose", Blocks::of_text(&lines.join("\n\n"), &texts.words)),
        }
    }
    Ok(samples)
}

fn kinds(blocks: &Blocks, marks: &[Worded]) -> Vec<Option<usize>> {
    let pieces: Vec<Worded> = blocks.texts.iter().map(|text| Worded::new("", text)).collect();
    let number = |place: Option<usize>| {
        let kind = &marks[place?].kind;
        Blocks::KINDS.iter().position(|known| known.as_str() == kind)
    };
    places(&pieces, marks).into_iter().map(number).collect()
}

/// Whether a row of the table of cues is a word that is only counted, whatever block it is in.
pub(super) fn is_counted(row: &str) -> bool {
    let kind = row.split('\t').next().unwrap_or_default();
    BlockCues::CLASSES.contains(&kind)
}

/// The features of each piece of a page.
type Rows = Vec<Vec<f32>>;

/// The bytes of what is learned: the judge of words; the order of kinds; the first and then the second forests of web
/// pages; that of bodies; the first, second and third of plain text.
fn learn(samples: &[&Sample], real: &[Real]) -> Outcome<Vec<u8>> {
    let words = learn_words(samples, |_| true);
    let plain = samples.iter().filter(|sample| sample.layout == "text");
    let order = order::learn(plain.map(|sample| sample.kinds.as_slice()));
    let rows = first_rows(samples)?;
    let mut forests = stages(samples, &rows, Judged::Pages);
    forests.push(fit_body(samples, &rows, &real::rows(real, &words)?));
    let texts = samples.iter().copied().zip(rows).filter(|(sample, _)| sample.layout != "page");
    let (samples, mut rows): (Vec<&Sample>, Vec<Rows>) = texts.unzip();
    for (sample, rows) in samples.iter().zip(&mut rows) {
        rows.iter_mut().zip(&sample.blocks.framed).for_each(|(row, more)| row.extend(more));
    }
    forests.extend(stages(&samples, &rows, Judged::Plain));
    Ok([words, order, file::write(&forests)].concat())
}

/// Learns the forests of all stages from some pages, one stage after the other.
fn stages(samples: &[&Sample], rows: &[Rows], judged: Judged) -> Vec<Forest> {
    let mut seen = rows.to_vec();
    let mut all = fit(samples, &seen, judged, |_| true);
    for _ in 1..judged.n_stages() {
        let mut next = rows.to_vec();
        for part in 0..PARTS {
            let forests = fit(samples, &seen, judged, |sample| sample.part(PARTS) != part);
            let own = samples.iter().zip(&seen).zip(&mut next);
            let own = own.filter(|((sample, _), _)| sample.part(PARTS) == part);
            own.for_each(|((sample, seen), next)| extend(sample, seen, next, &forests, judged));
        }
        seen = next;
        all.extend(fit(samples, &seen, judged, |_| true));
    }
    all
}

/// Learns to tell the body of an article from all else on a web page.
fn fit_body(samples: &[&Sample], rows: &[Rows], real: &[real::Row]) -> Forest {
    let is_body = |kind: usize| {
        let kind = Blocks::KINDS[kind];
        kind.is_news() && !matches!(kind, BlockKind::Headline | BlockKind::Caption)
    };
    let pages = samples.iter().zip(rows).filter(|(sample, _)| sample.layout == "page");
    let own = pages.flat_map(|(sample, rows)| {
        let pairs = rows.iter().zip(&sample.kinds);
        pairs.filter_map(|(row, kind)| Some((row.as_slice(), is_body((*kind)?), 1.0)))
    });
    let real = real.iter().map(|(row, is_article, weight)| (row.as_slice(), *is_article, *weight));
    boosting::learn(&own.chain(real).collect::<Vec<Example<'_>>>(), &BODY)
}

/// Each page's features for the first forests, among them what its words say to one who learned
/// from other sites.
fn first_rows(samples: &[&Sample]) -> Outcome<Vec<Rows>> {
    let judges: Vec<Vec<u8>> = (0..WORD_PARTS)
        .map(|part| learn_words(samples, |sample| sample.part(WORD_PARTS) != part))
        .collect();
    let row = |sample: &&Sample| {
        let worded = sample.blocks.worded(&judges[sample.part(WORD_PARTS)])?;
        let rows = sample.blocks.first.iter().zip(worded);
        Ok(rows.map(|(row, more)| [&row[..], &more].concat()).collect())
    };
    samples.iter().map(row).collect()
}

/// Learns from the words of some pages; of their copies nothing else is to be learned.
fn learn_words(samples: &[&Sample], is_used: impl Fn(&Sample) -> bool) -> Vec<u8> {
    let used = samples.iter().filter(|sample| !sample.is_copy() && is_used(sample));
    let examples: Vec<diction::Example<'_>> = used
        .flat_map(|sample| {
            let pairs = sample.blocks.hashes.iter().zip(&sample.kinds);
            pairs.filter_map(|(hashes, kind)| Some((hashes.as_slice(), (*kind)?)))
        })
        .collect();
    diction::learn(&examples)
}

/// Adds to each piece's features those that follow from what forests hold of the page, which have seen
/// such features of it.
fn extend(sample: &Sample, seen: &Rows, rows: &mut Rows, forests: &[Forest], judged: Judged) {
    let odds = |row: &Vec<f32>| std::array::from_fn(|kind| forests[kind].judge(row));
    let odds: Vec<[f32; N_KINDS]> = seen.iter().map(odds).collect();
    rows.iter_mut().zip(sample.blocks.second(&odds)).for_each(|(row, more)| row.extend(more));
    if judged == Judged::Plain {
        rows.iter_mut().zip(sample.blocks.frames(&odds)).for_each(|(row, more)| row.extend(more));
    }
}

/// Learns a forest for each kind from some of the pages.
fn fit(
    samples: &[&Sample],
    rows: &[Rows],
    judged: Judged,
    is_used: impl Fn(&Sample) -> bool,
) -> Vec<Forest> {
    let used = samples.iter().zip(rows).filter(|(sample, _)| is_used(sample));
    let known: Vec<(&[f32], usize, f32)> = used
        .flat_map(|(sample, rows)| {
            let pairs = rows.iter().zip(&sample.kinds);
            pairs.filter_map(|(row, kind)| Some((row.as_slice(), (*kind)?, judged.weight(sample))))
        })
        .collect();
    let examples = |kind: usize| -> Vec<Example<'_>> {
        let example = |(row, own, weight): &(_, usize, f32)| (*row, *own == kind, *weight);
        known.iter().map(example).collect()
    };
    let bins = Bins::of(&examples(0));
    let of_kind = |kind: usize| boosting::learn_binned(&examples(kind), &bins, judged.growth());
    (0..N_KINDS).into_par_iter().map(of_kind).collect()
}

/// Says how pages are read whose site was not learned from, of some parts of all.
fn cross_validate(samples: &[Sample], real: &[Real], texts: &Texts, folds: &[usize]) -> Outcome {
    let (mut page, mut text) = (Sums::default(), Sums::default());
    for &fold in folds {
        let (own, others): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|sample| sample.part(FOLDS) == fold);
        let known = texts.with_blocks(&learn(&others, real)?)?;
        for sample in own.iter().filter(|sample| !sample.is_copy()) {
            let bytes = fs::read(root().join(TRUTH).join(&sample.name))?;
            let hint = Hint { pages: Some(&known), ..Hint::new(&sample.name, &texts.cues) };
            let blocks = match read(bytes.as_slice(), hint).next() {
                Some(Item::Document(read)) => worded(&read.value),
                _ => Vec::new(),
            };
            let sums = if sample.layout == "page" { &mut page } else { &mut text };
            for fault in sums.add(&marks(&sample.name)?, &blocks).iter().flatten() {
                say(&format!("{}: {fault}", sample.name));
            }
        }
    }
    for (layout, sums) in [("page", page), ("text", text)] {
        sums.figures().iter().for_each(|(name, n)| say(&format!("{layout:<6}{name:<18}{n:.4}")));
    }
    Ok(())
}

fn worded(document: &entente_model::Document) -> Vec<Worded> {
    let word = |b: &entente_model::Block| Worded::new(b.kind.as_str(), b.span.of(&document.text));
    document.blocks.iter().map(word).collect()
}

/// Writes all features for a look from outside.
fn dump(samples: &[Sample], to: &std::path::Path) -> Outcome {
    let mut out = String::new();
    for sample in samples {
        let Blocks { texts, hashes, first, framed: _ } = &sample.blocks;
        for (((text, hashes), row), kind) in texts.iter().zip(hashes).zip(first).zip(&sample.kinds)
        {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let row: Vec<String> = row.iter().map(|n| format!("{n}")).collect();
            let kind = kind.map_or(-1, |kind| kind as i64);
            let hashes: Vec<String> = hashes.iter().map(u16::to_string).collect();
            let (hashes, row) = (hashes.join(","), row.join(","));
            let Sample { name, layout, .. } = sample;
            out += &format!("{name}\t{layout}\t{kind}\t{text}\t{hashes}\t{row}\n");
        }
    }
    Ok(fs::write(to, out)?)
}
