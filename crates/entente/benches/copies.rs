//! How fast near-copies are found, and how many: `cargo bench -p entente --bench copies -- FILE`.
//!
//! FILE is JSON Lines with a `text` each; without one, stories of our own making are copied and
//! changed. The truth is every pair whose three-word shingles have a Jaccard coefficient of at
//! least .5, counted one by one with an inverted index over the words themselves. Speed is that of
//! one thread from documents in memory to pairs: words, shingles, fingerprint, search and check.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark tells the time")]

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;
use std::time::Instant;

use entente::copies::{Copies, Credits, NEAR, Shingles, clusters};
use entente::model::{Block, BlockKind, DocId, Document, NearCopy, Span, testing};

type Pairs = BTreeSet<(usize, usize)>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let texts = match path {
        Some(path) => texts(&path)?,
        None => made_up(20_000),
    };
    let mut documents: Vec<Document> = texts.iter().enumerate().map(document).collect();
    let truth = truth(&texts);
    println!("{} documents, {} pairs of near-copies", texts.len(), truth.len());

    let mut fastest = f64::INFINITY;
    let mut found = Vec::new();
    for _ in 0..3 {
        let start = Instant::now();
        found = search(&mut documents);
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!("{:.0} documents a second on one thread", texts.len() as f64 / fastest);
    score("pairs", &pairs(&found), &truth);
    score("pairs by cluster", &pairs_of_clusters(&found), &truth);
    Ok(())
}

fn texts(path: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        texts.extend(value["text"].as_str().filter(|t| !t.trim().is_empty()).map(str::to_owned));
    }
    Ok(texts)
}

/// One story in four is a copy of one before, with some of its words exchanged.
fn made_up(n: usize) -> Vec<String> {
    let mut seed = 1_u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut stories: Vec<Vec<usize>> = Vec::new();
    for _ in 0..n {
        let story = if stories.is_empty() || random(4) > 0 {
            (0..60 + random(200)).map(|_| random(30) * random(60)).collect()
        } else {
            let mut copy = stories[random(stories.len())].clone();
            let changes = random(copy.len() / 6);
            (0..changes).for_each(|_| copy[random(changes * 6)] = random(1800));
            copy
        };
        stories.push(story);
    }
    let words = |story: &Vec<usize>| story.iter().map(|w| format!("word{w}")).collect::<Vec<_>>();
    stories.iter().map(|story| words(story).join(" ")).collect()
}

fn document((number, text): (usize, &String)) -> Document {
    let mut document = testing::document(text, None);
    document.meta.id = DocId::new(number.to_string());
    document.blocks =
        vec![Block { kind: BlockKind::Paragraph, span: Span::from_range(0..text.len()) }];
    document
}

fn search(documents: &mut [Document]) -> Vec<NearCopy> {
    let credits = Credits::default();
    let mut copies = Copies::default();
    let mut found = Vec::new();
    for at in 0..documents.len() {
        let fingerprint = Shingles::of(&documents[at], &credits).fingerprint();
        documents[at].meta.fingerprint = fingerprint;
        let text =
            |n: usize, _: &DocId| Ok::<_, Infallible>(Some(Shingles::of(&documents[n], &credits)));
        found.extend(copies.add(&documents[at], &credits, text).unwrap_or_default());
    }
    found
}

fn pairs(found: &[NearCopy]) -> Pairs {
    found.iter().map(|near| (number(&near.other), number(&near.document))).collect()
}

/// All pairs of documents in one cluster.
fn pairs_of_clusters(found: &[NearCopy]) -> Pairs {
    let mut members = HashMap::<usize, Vec<usize>>::new();
    for (id, root) in clusters(found, |id| Some(number(id))) {
        members.entry(number(&root)).or_default().push(number(&id));
    }
    let mut pairs = Pairs::new();
    for (_, mut ids) in members.into_iter().collect::<std::collections::BTreeMap<_, _>>() {
        ids.sort_unstable();
        let later = |at: usize| ids[at + 1..].iter().map(move |b| (at, *b));
        pairs.extend((0..ids.len()).flat_map(later).map(|(at, b)| (ids[at], b)));
    }
    pairs
}

fn number(id: &DocId) -> usize {
    id.as_str().parse().expect("ids are numbers here")
}

/// Every pair of near-copies, by counting all shingles that two texts share.
fn truth(texts: &[String]) -> Pairs {
    let mut numbers = HashMap::<[String; 3], usize>::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    let mut sizes = Vec::new();
    let mut pairs = Pairs::new();
    for (at, text) in texts.iter().enumerate() {
        let mut shared = HashMap::<usize, usize>::new();
        let shingles = shingles(text);
        sizes.push(shingles.len());
        for shingle in shingles {
            let next = numbers.len();
            let shingle = *numbers.entry(shingle).or_insert(next);
            if shingle == holders.len() {
                holders.push(Vec::new());
            }
            holders[shingle].iter().for_each(|other| *shared.entry(*other).or_default() += 1);
            holders[shingle].push(at);
        }
        let is_near =
            |&(other, n): &(usize, usize)| n as f64 >= NEAR * (sizes[at] + sizes[other] - n) as f64;
        pairs.extend(shared.into_iter().filter(is_near).map(|(other, _)| (other, at)));
    }
    pairs
}

fn shingles(text: &str) -> BTreeSet<[String; 3]> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).map(|three| [0, 1, 2].map(|k| three[k].to_owned())).collect()
}

fn score(what: &str, found: &Pairs, truth: &Pairs) {
    let hits = found.intersection(truth).count() as f64;
    let (recall, precision) = (hits / truth.len() as f64, hits / found.len() as f64);
    println!("{what}: {} found, recall {recall:.4}, precision {precision:.4}", found.len());
}
