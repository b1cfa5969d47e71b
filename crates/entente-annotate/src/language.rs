//! Languages as they are loaded, and the stage's one face: [`annotate`].

use std::borrow::Cow;
use std::sync::Arc;

use entente_model::{
    Annotated, Document, Entity, Labels, Note, NoteKind, Noted, Reviewer, Sentence, Span, Strings,
    Token, Tree, WordVectors,
};

use crate::deep::LazyJudge;
use crate::grammar::{Grammar, GrammarText};
use crate::model::{Model, Parsed, ParsedToken, Scratch as ModelScratch};
use crate::rating::Contexts;
use crate::segment::{Paragraph, split_dateline};
use crate::table::PackError;

/// What a language is loaded from.
#[derive(Clone, Debug)]
pub struct LanguageText<'a> {
    /// Its labels, lexicon and cue words.
    pub grammar: GrammarText<'a>,
    /// Its model pack; the bytes are kept.
    pub model: Cow<'static, [u8]>,
    /// The pack of its judge of pairs, which it may go without; kept, and read when it is needed.
    pub judge: Option<Cow<'static, [u8]>>,
}

/// The languages that can be read.
#[derive(Debug)]
pub struct Languages(Vec<Language>);

#[derive(Debug)]
struct Language {
    grammar: Grammar,
    model: Model,
    judge: Option<Arc<LazyJudge>>,
    labels: Arc<Labels>,
}

/// What of a document is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The news blocks alone, with datelines (`HANOI, May 7 (Harbour Wire) — `) apart from the
    /// sentence after them, as events are taken from no other text.
    #[default]
    News,
    /// Every block as it stands, as tools and tests of the language layer want it.
    Everything,
}

/// Working memory of [`annotate`], one for each thread; it makes it faster and changes no result.
#[derive(Debug, Default)]
pub struct Scratch {
    model: ModelScratch,
    parsed: Vec<Parsed>,
    encoded: Vec<f32>,
}

impl Scratch {
    /// The tokens of the text that was annotated last, each in its context.
    pub fn contexts(&self) -> Contexts<'_> {
        Contexts::new(&self.encoded)
    }
}

impl Languages {
    /// Loads languages; the first is taken for documents that declare none.
    ///
    /// # Errors
    ///
    /// Names the table or model that cannot be used, what was expected and what was found.
    pub fn load(texts: &[LanguageText<'_>]) -> Result<Self, PackError> {
        texts.iter().map(Language::load).collect::<Result<_, _>>().map(Self)
    }

    /// The codes of the languages, the default first.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|l| l.grammar.code())
    }

    /// The grammar of a document's language.
    pub fn grammar_of(&self, document: &Document) -> Option<&Grammar> {
        self.of(document).map(|l| &l.grammar)
    }

    /// Who reads events of the default language again, if it has a judge.
    pub fn reviewer(&self) -> Option<Arc<dyn Reviewer>> {
        let judge = self.0.first()?.judge.clone()?;
        Some(judge)
    }

    /// The language of a document: the declared one, or the default where none is declared.
    fn of(&self, document: &Document) -> Option<&Language> {
        match document.meta.lang.as_deref() {
            Some(code) => self.0.iter().find(|l| code.starts_with(l.grammar.code())),
            None => self.0.first(),
        }
    }
}

impl Language {
    fn load(text: &LanguageText<'_>) -> Result<Self, PackError> {
        let grammar = Grammar::load(&text.grammar)?;
        let model = Model::from_pack(text.model.clone())
            .map_err(|source| PackError::Model { language: grammar.code().into(), source })?;
        let names = model.labels();
        let labels = Arc::new(Labels {
            tags: names.tags.to_vec(),
            deps: names.deps.to_vec(),
            relations: names.deps.iter().map(|d| grammar.relation(d)).collect(),
            morphs: names.morphs.to_vec(),
            entities: names.entities.to_vec(),
            acting: names.entities.iter().map(|label| grammar.may_act(label)).collect(),
            happening: names.entities.iter().map(|label| grammar.may_happen(label)).collect(),
            adpositions: grammar.adpositions().clone(),
            kinds: grammar.kinds(),
        });
        let judge = text.judge.clone().map(LazyJudge::new).transpose();
        let judge =
            judge.map_err(|source| PackError::Model { language: grammar.code().into(), source })?;
        Ok(Self { grammar, model, judge: judge.map(Arc::new), labels })
    }
}

/// Annotates a document: the blocks of its text that are in scope, one paragraph at a time.
///
/// A document in a language that is not loaded gets no sentences and a note.
pub fn annotate(
    document: Document,
    langs: &Languages,
    scope: Scope,
    scratch: &mut Scratch,
) -> Noted<Annotated> {
    let Some(language) = langs.of(&document) else {
        let known: Vec<&str> = langs.codes().collect();
        let found = document.meta.lang.as_deref().unwrap_or("none");
        let message =
            format!("expected a text in one of `{}`, found language `{found}`", known.join(", "));
        let note = Note::new(NoteKind::Ignored, message);
        return Noted { value: empty(document, Arc::default()), notes: vec![note] };
    };
    let Scratch { model, parsed, encoded } = scratch;
    encoded.clear();
    let mut layer = Layer::default();
    {
        let paragraphs = paragraphs(&document, scope);
        let texts: Vec<&str> = paragraphs.iter().map(|p| &*p.text).collect();
        language.model.annotate(&texts, model, parsed);
        for (paragraph, parsed) in paragraphs.iter().zip(&*parsed) {
            layer.add(paragraph, parsed);
            encoded.extend_from_slice(&parsed.encoded);
        }
    }
    let mut annotated = empty(document, language.labels.clone());
    annotated.tree = Tree::of(&layer.tokens);
    let Layer { lemmas, sentences, tokens, entities } = layer;
    (annotated.lemmas, annotated.sentences) = (lemmas, sentences);
    (annotated.tokens, annotated.entities) = (tokens, entities);
    let mut notes = Vec::new();
    if let Some(pair) = annotated.document.meta.pair {
        let text = &annotated.document.text;
        let words = annotated.tokens.iter().map(|t| t.span.of(text));
        annotated.vectors = language.model.word_vectors(words);
        match language.judge.as_deref().map(LazyJudge::get) {
            Some(Ok(judge)) => {
                annotated.judgement = Some(judge.judge(text, pair.actor, pair.recipient));
            }
            Some(Err(error)) => notes.push(Note::new(NoteKind::Ignored, error.to_string())),
            None => {}
        }
    }
    language.grammar.interpret(&mut annotated, Contexts::new(encoded));
    if let Some(judge) = &language.judge {
        judge.rate_again(&mut annotated);
    }
    Noted { value: annotated, notes }
}

fn paragraphs(document: &Document, scope: Scope) -> Vec<Paragraph<'_>> {
    let text = &document.text;
    if scope == Scope::Everything {
        let blocks = document.blocks.iter().enumerate();
        return blocks.flat_map(|(at, b)| Paragraph::new(index(at), text, b.span)).collect();
    }
    let parts = document.news().flat_map(|(at, block)| {
        let (dateline, rest) = split_dateline(text, block.span);
        [dateline, rest].into_iter().flat_map(move |part| Paragraph::new(index(at), text, part))
    });
    parts.collect()
}

fn empty(document: Document, labels: Arc<Labels>) -> Annotated {
    Annotated {
        document,
        labels,
        lemmas: Strings::default(),
        sentences: Vec::new(),
        tokens: Vec::new(),
        entities: Vec::new(),
        mentions: Vec::new(),
        predicates: Vec::new(),
        ratings: Vec::new(),
        vectors: WordVectors::default(),
        judgement: None,
        tree: Tree::default(),
    }
}

/// The flat arrays while paragraphs are added to them.
#[derive(Default)]
struct Layer {
    lemmas: Strings,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    entities: Vec<Entity>,
}

impl Layer {
    fn add(&mut self, paragraph: &Paragraph<'_>, parsed: &Parsed) {
        let base = index(self.tokens.len());
        for token in &parsed.tokens {
            self.token(paragraph, parsed, token, base);
        }
        for entity in &parsed.entities {
            let (first, last) = (base + entity.first, base + entity.last);
            if first < last {
                let span = self.cover(first, last);
                self.entities.push(Entity { first, last, label: entity.label, span });
            }
        }
    }

    fn token(
        &mut self,
        paragraph: &Paragraph<'_>,
        parsed: &Parsed,
        token: &ParsedToken,
        base: u32,
    ) {
        let at = index(self.tokens.len());
        let span = paragraph.span(token.start, token.end);
        if token.starts_sentence || at == base {
            let block = paragraph.block;
            self.sentences.push(Sentence { span, first: at, last: at, block });
        }
        let sentence = index(self.sentences.len() - 1);
        if let Some(open) = self.sentences.last_mut() {
            open.last = at + 1;
            open.span = open.span.join(span);
        }
        let lemma = self.lemmas.push(parsed.lemmas.get(token.lemma));
        self.tokens.push(Token {
            span,
            head: base + token.head,
            sentence,
            lemma,
            tag: token.tag,
            dep: token.dep,
            morph: token.morph,
            pos: token.pos,
        });
    }

    fn cover(&self, first: u32, last: u32) -> Span {
        let at = |t: u32| self.tokens[t as usize].span;
        at(first).join(at(last - 1))
    }
}

/// An index into an array that holds less than 4 Gi entries, as the text is shorter than 4 GiB.
fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a text has fewer tokens than bytes, and fewer than 2^32 of these")
}
