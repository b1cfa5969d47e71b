//! Documents that no annotator makes: they may resolve to nonsense, but soon and without panic.

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::testing::document;
use entente_model::{
    Annotated, Entity, Labels, Mention, MentionKind, Pos, Relation, Sentence, Span, Strings, Token,
    Tree, WordVectors,
};
use entente_resolve::{Atlas, AtlasText, resolve};

use crate::packs::atlas;

const MANY: u32 = 20_000;

/// One sentence of many tokens, all alike but for what a function makes of each.
fn sentence(
    word: &str,
    pos: Pos,
    arc: impl Fn(u32) -> (u32, Relation),
    entity: Option<u32>,
) -> Annotated {
    let width = u32::try_from(word.len() + 1).expect("a short word");
    let mut lemmas = Strings::default();
    let lemma = lemmas.push(&word.to_lowercase());
    let token = |at: u32| {
        let (head, relation) = arc(at);
        let dep = Relation::ALL.iter().position(|r| *r == relation).expect("all are there");
        let span = Span::new(at * width, at * width + width - 1);
        let dep = u16::try_from(dep).expect("few relations");
        Token { span, head, sentence: 0, lemma, tag: 0, dep, morph: 0, pos }
    };
    let tokens: Vec<Token> = (0..MANY).map(token).collect();
    let whole = Span::new(0, MANY * width - 1);
    let mention = |head: u32| Mention {
        span: whole,
        head,
        first: 0,
        last: MANY,
        kind: if pos == Pos::Pron { MentionKind::Pronoun } else { MentionKind::Name },
    };
    let entities = entity.map(|last| Entity { first: 0, last, label: 0, span: whole });
    Annotated {
        document: document(&format!("{word} ").repeat(MANY as usize), "2019-08-03".parse().ok()),
        labels: Arc::new(Labels {
            tags: vec![String::new()],
            deps: Relation::ALL.iter().map(|r| r.as_str().to_owned()).collect(),
            relations: Relation::ALL.to_vec(),
            morphs: vec![String::new()],
            entities: vec!["PERSON".to_owned()],
            acting: vec![true],
            happening: vec![false],
            adpositions: BTreeMap::new(),
            kinds: BTreeMap::new(),
        }),
        lemmas,
        sentences: vec![Sentence { span: whole, first: 0, last: MANY, block: 0 }],
        tree: Tree::of(&tokens),
        tokens,
        entities: entities.into_iter().collect(),
        mentions: (0..MANY).map(mention).collect(),
        predicates: Vec::new(),
        ratings: Vec::new(),
        vectors: WordVectors::default(),
        judgement: None,
    }
}

/// Arcs to the last token, to the next, to the one before, in pairs, and to nowhere.
const HEADS: [fn(u32) -> u32; 5] = [
    |_| MANY - 1,
    |at| (at + 1).min(MANY - 1),
    |at| at.saturating_sub(1),
    |at| at ^ 1,
    |_| u32::MAX,
];

#[test]
fn long_sentences_of_any_shape_are_read_in_time() {
    let atlas = atlas();
    for word in ["president", "Putin", "his"] {
        let pos = if word == "his" { Pos::Pron } else { Pos::Propn };
        for head in HEADS {
            for relation in [
                Relation::Compound,
                Relation::Possessor,
                Relation::PrepObject,
                Relation::Apposition,
            ] {
                let text = sentence(word, pos, |at| (head(at), relation), Some(MANY));
                assert_eq!(resolve(&text, &atlas).value.actors.len(), MANY as usize);
            }
        }
    }
}

#[test]
fn indices_that_point_nowhere_do_no_harm() {
    let mut text = sentence("Russia", Pos::Propn, |at| (at, Relation::Root), None);
    text.tokens.truncate(10);
    text.tree = Tree::of(&text.tokens);
    let found = resolve(&text, &atlas()).value;
    assert_eq!(found.actors.len(), MANY as usize);
    text.document.text.clear();
    text.sentences.push(Sentence {
        span: Span::new(7, 9),
        first: u32::MAX - 1,
        last: u32::MAX,
        block: 9,
    });
    text.entities.push(Entity { first: 5, last: 2, label: 9, span: Span::default() });
    resolve(&text, &atlas());
}

#[test]
fn empty_tables_resolve_nothing() {
    let empty = Atlas::load(&AtlasText::default()).expect("empty tables are good");
    let text = sentence("Russia", Pos::Propn, |at| (at, Relation::Root), None);
    let found = resolve(&text, &empty).value;
    assert!(found.actors.iter().all(Vec::is_empty) && found.times.is_empty());
}
