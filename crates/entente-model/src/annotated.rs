//! A document with its language layer: sentences, tokens, entities, mentions, predicates.

use std::sync::Arc;

use crate::{
    Document, Judgement, Labels, Pos, Predicate, Rating, Relation, Role, Span, WordVectors,
};

/// Marks that end what is asked, and among how many last words they stand.
const QUESTION: [char; 3] = ['?', '؟', '？'];
const QUESTION_WITHIN: usize = 3;

/// A document and what the language layer found in it, as flat arrays.
///
/// Tokens of a sentence are contiguous; `head` never leaves its sentence. Every array is sorted by
/// position.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The document.
    pub document: Document,
    /// The pipeline's label tables.
    pub labels: Arc<Labels>,
    /// Lemmas of the tokens.
    pub lemmas: Strings,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Named entities in order; they do not overlap.
    pub entities: Vec<Entity>,
    /// Spans that may name an actor, place or time, sorted by head token; one a head.
    pub mentions: Vec<Mention>,
    /// Predicates in order of their head token.
    pub predicates: Vec<Predicate>,
    /// How sure one may be of what each predicate says, in order of their tokens.
    pub ratings: Vec<Rating>,
    /// Word vectors of the tokens, if the document asks about a pair.
    pub vectors: WordVectors,
    /// What the language's judge makes of the pair, if the document asks about one.
    pub judgement: Option<Judgement>,
    /// Children of each token, made from `tokens` by [`Tree::of`].
    pub tree: Tree,
}

/// A sentence: a run of tokens inside one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Index of its block in [`Document::blocks`].
    pub block: u32,
}

/// A token; the label fields index [`Labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Index of its head token; a root's own.
    pub head: u32,
    /// Index of its sentence.
    pub sentence: u32,
    /// Index into [`Annotated::lemmas`].
    pub lemma: u32,
    /// Fine tag.
    pub tag: u16,
    /// Dependency label.
    pub dep: u16,
    /// Morphology.
    pub morph: u16,
    /// Universal part of speech.
    pub pos: Pos,
}

/// A named entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Label, an index into [`Labels::entities`].
    pub label: u16,
    /// Where it stands.
    pub span: Span,
}

/// A span that may name an actor, place or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands: from its first modifier to its last name, without relative clauses.
    pub span: Span,
    /// Head token.
    pub head: u32,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// How it names.
    pub kind: MentionKind,
}

/// How a mention names what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// By a proper name.
    Name,
    /// By a common noun.
    Noun,
    /// By a pronoun.
    Pronoun,
    /// By an adjective (`Russian`), standing alone for its country as an actor or place.
    Adjective,
}

impl Annotated {
    /// The text of a token.
    pub fn text(&self, token: u32) -> &str {
        self.token(token).map_or("", |t| t.span.of(&self.document.text))
    }

    /// The lemma of a token.
    pub fn lemma(&self, token: u32) -> &str {
        self.token(token).map_or("", |t| self.lemmas.get(t.lemma))
    }

    /// The fine tag of a token.
    pub fn tag(&self, token: u32) -> &str {
        self.token(token).map_or("", |t| label(&self.labels.tags, t.tag))
    }

    /// The dependency label of a token.
    pub fn dep(&self, token: u32) -> &str {
        self.token(token).map_or("", |t| label(&self.labels.deps, t.dep))
    }

    /// The morphology of a token.
    pub fn morph(&self, token: u32) -> &str {
        self.token(token).map_or("", |t| label(&self.labels.morphs, t.morph))
    }

    /// The label of an entity.
    pub fn entity_label(&self, entity: &Entity) -> &str {
        label(&self.labels.entities, entity.label)
    }

    /// Whether an entity is of a sort that may act: a body or a person, not a sum or a day.
    pub fn may_act(&self, entity: &Entity) -> bool {
        self.labels.acting.get(usize::from(entity.label)).copied().unwrap_or(false)
    }

    /// Whether an entity is of a sort that happens: games, a summit, a war.
    pub fn is_happening(&self, entity: &Entity) -> bool {
        self.labels.happening.get(usize::from(entity.label)).copied().unwrap_or(false)
    }

    /// The part of speech of a token.
    pub fn pos(&self, token: u32) -> Pos {
        self.token(token).map_or(Pos::None, |t| t.pos)
    }

    /// The relation of a token to its head.
    pub fn relation(&self, token: u32) -> Relation {
        self.token(token).map_or(Relation::Other, |t| self.labels.relation(t.dep))
    }

    /// The usual role of what stands under an adposition.
    pub fn adposition(&self, token: u32) -> Option<Role> {
        self.labels.adpositions.get(&self.lemma(token).to_lowercase()).copied()
    }

    /// Of what kinds a noun or adjective is, as its language's pack has it.
    pub fn kinds(&self, token: u32) -> &[Arc<str>] {
        if !matches!(self.pos(token), Pos::Noun | Pos::Propn | Pos::Adj) {
            return &[];
        }
        self.labels.kinds.get(&self.lemma(token).to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The head of a token; a root's own index.
    pub fn head(&self, token: u32) -> u32 {
        self.token(token).map_or(token, |t| t.head)
    }

    /// The children of a token, left to right.
    pub fn children(&self, token: u32) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.tree.children(token).iter().copied()
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: u32) -> Option<&Sentence> {
        self.token(token).and_then(|t| self.sentences.get(t.sentence as usize))
    }

    /// Whether a sentence is a question: a mark that asks is among its last words, which may be
    /// followed by other marks (`?!`, `?”`).
    pub fn is_question(&self, sentence: &Sentence) -> bool {
        let mut last = (sentence.first..sentence.last).rev().take(QUESTION_WITHIN);
        last.any(|token| self.text(token).starts_with(QUESTION))
    }

    /// The index in `mentions` of the mention headed by a token.
    pub fn mention_at(&self, token: u32) -> Option<usize> {
        self.mentions.binary_search_by_key(&token, |m| m.head).ok()
    }

    /// The indices in `predicates` of those headed by a token.
    pub fn predicates_at(&self, token: u32) -> std::ops::Range<usize> {
        let first = self.predicates.partition_point(|p| p.head < token);
        let count = self.predicates[first..].iter().take_while(|p| p.head == token).count();
        first..first + count
    }

    /// How sure one may be of what a token says, from -3 to +3, if it is a predicate.
    pub fn rating_at(&self, token: u32) -> Option<f32> {
        let at = self.ratings.binary_search_by_key(&token, |r| r.token).ok()?;
        Some(self.ratings[at].value)
    }

    /// The entity that covers a token.
    pub fn entity_at(&self, token: u32) -> Option<&Entity> {
        let after = self.entities.partition_point(|e| e.first <= token);
        self.entities[..after].last().filter(|e| token < e.last)
    }

    fn token(&self, token: u32) -> Option<&Token> {
        self.tokens.get(token as usize)
    }
}

fn label(table: &[String], index: u16) -> &str {
    table.get(usize::from(index)).map_or("", String::as_str)
}

/// The dependency tree seen from above: each token's children, left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    starts: Vec<u32>,
    children: Vec<u32>,
}

impl Tree {
    /// Turns the tokens' heads around.
    pub fn of(tokens: &[Token]) -> Self {
        let mut starts = vec![0_u32; tokens.len() + 1];
        for (_, head) in arcs(tokens) {
            starts[head + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut children = vec![0; starts.last().map_or(0, |&n| n as usize)];
        for (child, head) in arcs(tokens) {
            children[next[head] as usize] = child;
            next[head] += 1;
        }
        Self { starts, children }
    }

    /// The children of a token, left to right.
    pub fn children(&self, token: u32) -> &[u32] {
        let at = token as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&first), Some(&last)) => &self.children[first as usize..last as usize],
            _ => &[],
        }
    }
}

/// Every (child, head) pair; roots and heads outside the array are left out.
fn arcs(tokens: &[Token]) -> impl Iterator<Item = (u32, usize)> + '_ {
    let numbered = (0_u32..).zip(tokens);
    numbered
        .filter(|&(at, token)| token.head != at && (token.head as usize) < tokens.len())
        .map(|(at, token)| (at, token.head as usize))
}

/// Many short strings in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Adds a string and returns its index.
    pub fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        u32::try_from(self.ends.len() - 1).unwrap_or(u32::MAX)
    }

    /// The string of that index, or an empty one.
    pub fn get(&self, index: u32) -> &str {
        let index = index as usize;
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// How many strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
