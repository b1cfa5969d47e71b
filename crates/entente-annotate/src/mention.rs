//! Mentions: noun phrases, pronouns and the adjectives of nations that may name somebody.
//!
//! A mention reaches from its head's first left modifier to the end of its name. What hangs to the
//! right of the name (relative clauses, `of`-phrases, appositions) is left to who resolves it.

use entente_model::{Annotated, Mention, MentionKind, Pos, Relation, Span};

/// Finds the mentions of a document, sorted by head token, one a head.
pub(crate) fn find(text: &Annotated) -> Vec<Mention> {
    (0_u32..).take(text.tokens.len()).filter_map(|head| at(text, head)).collect()
}

fn at(text: &Annotated, head: u32) -> Option<Mention> {
    let kind = kind(text, head)?;
    let first = leftmost(text, head);
    let last = text
        .entity_at(head)
        .filter(|e| {
            kind == MentionKind::Name && e.last > head + 1 && heads_rest(text, head, e.last)
        })
        .map_or(head + 1, |e| e.last);
    let span = text.tokens[first as usize].span.join(text.tokens[last as usize - 1].span);
    Some(Mention { span: Span::new(span.start(), span.end()), head, first, last, kind })
}

fn kind(text: &Annotated, head: u32) -> Option<MentionKind> {
    let inside_name = matches!(text.relation(head), Relation::Compound | Relation::NounModifier)
        && same_entity(text, head, text.head(head));
    match text.pos(head) {
        _ if inside_name => None,
        Pos::Propn => Some(MentionKind::Name),
        Pos::Noun => Some(MentionKind::Noun),
        Pos::Pron => Some(MentionKind::Pronoun),
        Pos::Adj if text.entity_at(head).is_some() => Some(MentionKind::Adjective),
        Pos::Adj if is_noun_phrase(text, head) => Some(MentionKind::Noun),
        // A name alone on its line may be tagged as anything.
        Pos::Verb | Pos::Adv | Pos::Intj | Pos::X if is_name(text, head) => Some(MentionKind::Name),
        _ => None,
    }
}

/// Whether an adjective stands where a noun does, with no more than its article: `the former`.
fn is_noun_phrase(text: &Annotated, head: u32) -> bool {
    let stands = matches!(
        text.relation(head),
        Relation::Subject | Relation::PassiveSubject | Relation::Object | Relation::PrepObject
    );
    let mut below = text.children(head);
    let is_article = |t: u32| text.morph(t).contains("Definite=Def");
    stands && below.next().is_some_and(is_article) && below.next().is_none()
}

/// Whether a token is an entity by itself and begins with a capital.
fn is_name(text: &Annotated, token: u32) -> bool {
    let is_all = text.entity_at(token).is_some_and(|e| (e.first, e.last) == (token, token + 1));
    is_all && text.text(token).starts_with(char::is_uppercase)
}

fn same_entity(text: &Annotated, a: u32, b: u32) -> bool {
    match (text.entity_at(a), text.entity_at(b)) {
        (Some(a), Some(b)) => a.first == b.first,
        _ => false,
    }
}

/// Whether all tokens from the head to `last` hang on the head, directly or not.
fn heads_rest(text: &Annotated, head: u32, last: u32) -> bool {
    (head + 1..last).all(|t| {
        let mut at = t;
        for _ in head..last {
            at = text.head(at);
            if at <= head {
                break;
            }
        }
        at == head
    })
}

/// The first token of the head's left modifiers.
fn leftmost(text: &Annotated, head: u32) -> u32 {
    /// A noun phrase of more tokens than this is cut there.
    const MAX_LEFT: u32 = 24;
    let mut first = head;
    let mut pending = vec![head];
    while let Some(token) = pending.pop() {
        for child in text.children(token).take_while(|&c| c < token) {
            if is_left_modifier(text.relation(child)) && head - child <= MAX_LEFT {
                first = first.min(child);
                pending.push(child);
            }
        }
    }
    first
}

fn is_left_modifier(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Determiner
            | Relation::Possessor
            | Relation::Modifier
            | Relation::Compound
            | Relation::NounModifier
            | Relation::Number
            | Relation::Adverb
            | Relation::NounAdverb
            | Relation::Punctuation
    )
}
