//! `cargo xtask coref`: teaches the ranker of coreference, or tries how well it would learn.
//!
//! The gold is JSON Lines with `id`, `text` and `chains` of byte spans, as `eval/coref.py gold`
//! writes it. Without `--folds` the weights go to the language's pack, or are compared with it
//! (`--check`); with it the documents are dealt into so many hands, each is read by what the others
//! taught, and the answers are printed for `eval/coref.py score`.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

use entente_annotate::{GrammarText, LanguageText, Languages, Scope, Scratch};
use entente_model::{Annotated, Span};
use entente_read::{BlockCues, Hint, Item};
use entente_resolve::{Atlas, AtlasText, Lesson, Lessons, lessons, resolve};
use serde_json::{Value, json};

use crate::{Outcome, root, say};

/// How `cargo xtask coref` is called.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Documents with chains, JSON Lines
    gold: PathBuf,
    /// Deal the documents into so many hands instead of writing weights
    #[arg(long)]
    folds: Option<usize>,
    /// Compare with the weights of the pack instead of writing them
    #[arg(long, conflicts_with = "folds")]
    check: bool,
    /// How often all is read
    #[arg(long, default_value_t = 8)]
    rounds: u32,
    /// Cost of a chain not continued
    #[arg(long, default_value_t = 4.0)]
    missed: f32,
    /// Cost of a chain continued falsely
    #[arg(long, default_value_t = 0.2)]
    false_link: f32,
    /// Cost of the wrong chain
    #[arg(long, default_value_t = 2.0)]
    wrong_link: f32,
    /// Length of the first step
    #[arg(long, default_value_t = 0.03)]
    step: f32,
    /// How much weights are drawn to zero
    #[arg(long, default_value_t = 0.0005)]
    shrink: f32,
    /// A feature counts if it was seen in so many lessons
    #[arg(long, default_value_t = 8)]
    least: u32,
}

const WEIGHTS: &str = "packs/lang/en/coref-weights.tsv";

/// A document of the gold.
struct Taught {
    id: String,
    text: Annotated,
    lessons: Vec<Lesson>,
}

/// Runs the task.
pub(crate) fn run(args: &Args) -> Outcome {
    let packs = Packs::read()?;
    let documents = packs.teach(&fs::read_to_string(&args.gold)?)?;
    let how = Lessons {
        rounds: args.rounds,
        missed: args.missed,
        false_link: args.false_link,
        wrong_link: args.wrong_link,
        step: args.step,
        shrink: args.shrink,
        least: args.least,
    };
    let learn = |is_in: &dyn Fn(usize) -> bool| {
        let hand = documents.iter().enumerate().filter(|(at, _)| is_in(*at));
        how.learn(&hand.flat_map(|(_, d)| &d.lessons).collect::<Vec<_>>())
    };
    let Some(folds) = args.folds else {
        let path = root().join(WEIGHTS);
        let weights = format!("{HEAD}{}", learn(&|_| true));
        if args.check {
            let equal = fs::read_to_string(&path)? == weights;
            say(&format!("`{WEIGHTS}`: {}", if equal { "repeats" } else { "differs" }));
            return if equal { Ok(()) } else { Err("other weights than the pack's".into()) };
        }
        fs::write(&path, weights)?;
        say(&format!("{} documents taught `{WEIGHTS}`", documents.len()));
        return Ok(());
    };
    for fold in 0..folds {
        let weights = learn(&|at| at % folds != fold);
        let atlas = packs.atlas(&weights)?;
        for document in documents.iter().skip(fold).step_by(folds) {
            print(&document.id, &document.text, &atlas);
        }
    }
    Ok(())
}

const HEAD: &str = "\
#class\tfamily\tvalue\tweight
# Weights of the ranker of coreference: class of the later phrase, family of features, value, weight.
# Learned from the news documents of GUM (annotations CC BY 4.0, Amir Zeldes and others; texts CC BY 2.5,
# Wikinews), but for the third whose ids' SHA-256 begins with a multiple of three, and from the chains of
# eval/truth/coref (texts CC BY 2.5, Wikinews), by `python3 eval/coref.py gold FOLDER#dev` and `python3
# eval/coref.py gold eval/truth/coref@TEXTS`, one after the other into gold.jsonl, and `cargo xtask coref gold.jsonl`.
";

#[expect(clippy::print_stdout, reason = "the answers are the output")]
fn print(id: &str, text: &Annotated, atlas: &Atlas) {
    let span = |s: Span| json!([s.start(), s.end()]);
    let found = resolve(text, atlas).value.references;
    let mentions: Vec<Value> =
        found.iter().map(|r| json!({"span": span(r.span), "chain": r.chain})).collect();
    println!("{}", json!({"id": id, "mentions": mentions}));
}

/// The files of the repository's packs that are needed.
pub(crate) struct Packs {
    tables: Vec<(&'static str, String)>,
    lexicon: Vec<(String, String)>,
    model: Vec<u8>,
}

const TABLES: [&str; 17] = [
    "atlas/actors.tsv",
    "atlas/offices.tsv",
    "atlas/places.tsv",
    "atlas/features.tsv",
    "lang/en/names.tsv",
    "lang/en/roles.tsv",
    "lang/en/times.tsv",
    "lang/en/reference.tsv",
    "lang/en/toponyms.tsv",
    "lang/en/coref.tsv",
    "lang/en/nouns.tsv",
    "lang/en/given-names.tsv",
    "lang/en/lang.toml",
    "lang/en/cues.tsv",
    "lang/en/kinds.tsv",
    "lang/en/selection.tsv",
    "lang/en/blocks.tsv",
];

impl Packs {
    pub(crate) fn read() -> Outcome<Self> {
        let packs = root().join("packs");
        let mut tables = Vec::new();
        for table in TABLES {
            tables.push((table, fs::read_to_string(packs.join(table))?));
        }
        let mut lexicon = Vec::new();
        for entry in fs::read_dir(packs.join("lang/en/lexicon"))? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "tsv") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                lexicon.push((name, fs::read_to_string(path)?));
            }
        }
        lexicon.sort();
        Ok(Self { tables, lexicon, model: fs::read(packs.join("lang/en/model.bin"))? })
    }

    fn table(&self, name: &str) -> &str {
        self.tables.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| text)
    }

    fn atlas(&self, weights: &str) -> Outcome<Atlas> {
        Ok(Atlas::load(&AtlasText {
            actors: self.table("atlas/actors.tsv"),
            offices: self.table("atlas/offices.tsv"),
            places: self.table("atlas/places.tsv"),
            features: self.table("atlas/features.tsv"),
            names: self.table("lang/en/names.tsv"),
            roles: self.table("lang/en/roles.tsv"),
            times: self.table("lang/en/times.tsv"),
            reference: self.table("lang/en/reference.tsv"),
            toponyms: self.table("lang/en/toponyms.tsv"),
            coref: self.table("lang/en/coref.tsv"),
            nouns: self.table("lang/en/nouns.tsv"),
            given_names: self.table("lang/en/given-names.tsv"),
            coref_weights: weights,
            gazetteers: &[],
            ..AtlasText::default()
        })?)
    }

    /// The language of the gold.
    pub(crate) fn languages(&self) -> Outcome<Languages> {
        let lexicon: Vec<(&str, &str)> =
            self.lexicon.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Ok(Languages::load(&[LanguageText {
            grammar: GrammarText {
                lang: self.table("lang/en/lang.toml"),
                lexicon: &lexicon,
                cues: self.table("lang/en/cues.tsv"),
                kinds: self.table("lang/en/kinds.tsv"),
                selection: self.table("lang/en/selection.tsv"),
                signatures: "",
                factuality: "",
            },
            model: Cow::Owned(self.model.clone()),
            judge: None,
        }])?)
    }

    /// The phrases that give away what a block of text is.
    pub(crate) fn block_cues(&self) -> Outcome<BlockCues> {
        Ok(BlockCues::parse(self.table("lang/en/blocks.tsv"))?)
    }

    fn teach(&self, gold: &str) -> Outcome<Vec<Taught>> {
        let languages = self.languages()?;
        let cues = self.block_cues()?;
        let atlas = self.atlas("")?;
        let mut scratch = Scratch::default();
        let mut taught = Vec::new();
        for line in gold.lines() {
            let record: Value = serde_json::from_str(line)?;
            let id = record["id"].as_str().unwrap_or_default().to_owned();
            let plain = json!({"id": id, "text": record["text"], "lang": "en"}).to_string();
            let mut read = entente_read::read(plain.as_bytes(), Hint::new("gold.jsonl", &cues));
            let Some(Item::Document(read)) = read.next() else {
                return Err("a document that cannot be read".into());
            };
            let document = read.value;
            let scope = Scope::Everything;
            let text = entente_annotate::annotate(document, &languages, scope, &mut scratch).value;
            let chains = chains(&record["chains"]).ok_or("chains that are not lists of spans")?;
            taught.push(Taught { id, lessons: lessons(&text, &atlas, &chains), text });
        }
        Ok(taught)
    }
}

fn chains(value: &Value) -> Option<Vec<Vec<Span>>> {
    let edge = |v: &Value| u32::try_from(v.as_u64()?).ok();
    let span = |v: &Value| Some(Span::new(edge(&v[0])?, edge(&v[1])?));
    let chain = |v: &Value| v.as_array()?.iter().map(span).collect();
    value.as_array()?.iter().map(chain).collect()
}
