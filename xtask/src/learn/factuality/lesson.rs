//! What is seen of each rated stretch, by the same code that rates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use entente_annotate::{Contexts, Grammar, GrammarText, LanguageText, Languages, Scope, Scratch};
use entente_model::Annotated;
use entente_read::{BlockCues, Hint, Item};
use serde_json::json;

use super::gold::{Rated, Set, Stretch};
use crate::{Outcome, root};

/// A rated stretch: the mean of what is seen of its predicates.
pub(super) struct Lesson {
    pub(super) set: Set,
    pub(super) is_held: bool,
    pub(super) is_own: bool,
    /// The text that it stands in.
    pub(super) text: usize,
    /// By what the register of the text is told.
    pub(super) register: Rc<[(String, f32)]>,
    /// Bytes of the predicates that are looked at.
    pub(super) places: Vec<(u32, u32)>,
    /// How the model sees what stands around each of them.
    pub(super) views: Vec<Vec<i16>>,
    pub(super) seen: BTreeMap<String, f64>,
    pub(super) value: f64,
}

/// A text of a known register.
#[derive(Clone)]
pub(super) struct Vote {
    pub(super) register: usize,
    /// By what that is told.
    pub(super) told: Rc<[(String, f32)]>,
}

/// The language that texts are read with.
pub(super) struct Teacher {
    languages: Languages,
    cues: BlockCues,
}

impl Teacher {
    pub(super) fn read() -> Outcome<Self> {
        let packs = root().join("packs/lang/en");
        let table = |name: &str| fs::read_to_string(packs.join(name));
        let mut lexicon = Vec::new();
        for entry in fs::read_dir(packs.join("lexicon"))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".tsv") {
                lexicon.push((name, fs::read_to_string(&path)?));
            }
        }
        lexicon.sort();
        let lexicon: Vec<(&str, &str)> =
            lexicon.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let languages = Languages::load(&[LanguageText {
            grammar: GrammarText {
                lang: &table("lang.toml")?,
                lexicon: &lexicon,
                cues: &table("cues.tsv")?,
                kinds: &table("kinds.tsv")?,
                selection: &table("selection.tsv")?,
                signatures: &table("signatures.tsv")?,
                factuality: "",
            },
            model: Cow::Owned(fs::read(packs.join("model.bin"))?),
        }])?;
        Ok(Self { languages, cues: BlockCues::parse(&table("blocks.tsv")?)? })
    }

    /// By what each text is told to be of its set's register.
    pub(super) fn votes(&self, texts: &[Rated]) -> Outcome<Vec<Vote>> {
        let mut scratch = Scratch::default();
        let vote = |rated: &Rated| {
            let text = self.annotate(&rated.text, &mut scratch)?;
            let told = Grammar::register(&text, scratch.contexts()).into();
            Ok(Vote { register: rated.set.register(), told })
        };
        texts.iter().map(vote).collect()
    }

    /// What is seen in all texts.
    pub(super) fn lessons(&self, gold: &[Rated]) -> Outcome<Vec<Lesson>> {
        let mut scratch = Scratch::default();
        let mut lessons = Vec::new();
        for (at, rated) in gold.iter().enumerate() {
            let text = self.annotate(&rated.text, &mut scratch)?;
            let contexts = scratch.contexts();
            let register: Rc<[_]> = Grammar::register(&text, contexts).into();
            let lesson = |s| {
                let mut lesson = self.lesson(&text, contexts, at, rated, s)?;
                lesson.register = register.clone();
                Some(lesson)
            };
            lessons.extend(rated.ratings.iter().filter_map(lesson));
        }
        Ok(lessons)
    }

    fn annotate(&self, text: &str, scratch: &mut Scratch) -> Outcome<Annotated> {
        let record = json!({"id": "gold", "text": text, "lang": "en"}).to_string();
        let mut read = entente_read::read(record.as_bytes(), Hint::new("gold.jsonl", &self.cues));
        let Some(Item::Document(read)) = read.next() else {
            return Err("a text that cannot be read".into());
        };
        let scope = Scope::News;
        Ok(entente_annotate::annotate(read.value, &self.languages, scope, scratch).value)
    }

    fn lesson(
        &self,
        text: &Annotated,
        contexts: Contexts<'_>,
        at: usize,
        rated: &Rated,
        stretch: &Stretch,
    ) -> Option<Lesson> {
        let grammar = self.languages.grammar_of(&text.document)?;
        let shared = |t: &u32| {
            let span = text.tokens[*t as usize].span;
            let (start, end) = (span.start() as usize, span.end() as usize);
            end.min(stretch.end).saturating_sub(start.max(stretch.start))
        };
        let inside = (0..u32::try_from(text.tokens.len()).ok()?).filter(|t| shared(t) > 0);
        let tokens: Vec<u32> = if stretch.is_clause {
            inside.filter(|t| grammar.is_rated(text, *t)).collect()
        } else {
            inside.max_by_key(shared).into_iter().collect()
        };
        let mut seen: BTreeMap<String, f64> = BTreeMap::new();
        for token in &tokens {
            for (name, value) in grammar.seen(text, *token) {
                *seen.entry(name).or_default() += f64::from(value) / tokens.len() as f64;
            }
        }
        (!tokens.is_empty()).then(|| Lesson {
            set: rated.set,
            is_held: rated.is_held,
            is_own: rated.is_own,
            text: at,
            register: Rc::default(),
            places: tokens.iter().map(|t| place(text, *t)).collect(),
            views: tokens.iter().filter_map(|t| Grammar::view(text, contexts, *t)).collect(),
            seen,
            value: stretch.value,
        })
    }
}

/// Where a token lies, in bytes.
fn place(text: &Annotated, token: u32) -> (u32, u32) {
    let span = text.tokens[token as usize].span;
    (span.start(), span.end())
}

/// Writes what is seen, to look at with other tools: JSON Lines.
pub(super) fn dump(gold: &[Rated], lessons: &[Lesson], path: &Path) -> Outcome {
    let line = |l: &Lesson| {
        let shares: BTreeMap<&str, f32> = l.register.iter().map(|(n, x)| (&**n, *x)).collect();
        json!({"set": l.set.name(), "held": l.is_held, "own": l.is_own, "text": l.text, "value": l.value,
            "places": l.places, "words": gold[l.text].text, "shares": shares, "seen": l.seen})
        .to_string()
    };
    Ok(fs::write(path, lessons.iter().map(|l| line(l) + "\n").collect::<String>())?)
}
