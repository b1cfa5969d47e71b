//! The language layer of one document: `entente annotate`.

use entente_model as model;
use serde::Serialize;

use super::{Note, SCHEMA, Span, day, notes, rounded, span, text};

/// Sentences, tokens, entities, and what the mentions mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annotated {
    /// The version of this shape.
    pub schema: &'static str,
    /// The document's id.
    pub id: String,
    /// Sentences in order.
    pub sentences: Vec<Span>,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Named entities in order.
    pub entities: Vec<Entity>,
    /// Time expressions in order.
    pub times: Vec<Time>,
    /// Names of places that were resolved, also inside other names.
    pub places: Vec<PlaceMention>,
    /// Mentions that were resolved to an actor.
    pub actors: Vec<Actor>,
    /// Everything that the text speaks of, in order, outer phrases before inner ones.
    pub mentions: Vec<Mention>,
    /// What was noticed on the way.
    pub notes: Vec<Note>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its lemma.
    pub lemma: String,
    /// Universal part of speech.
    pub pos: &'static str,
    /// Fine tag.
    pub tag: String,
    /// Index of its head; a root's own.
    pub head: u32,
    /// Dependency label.
    pub dep: String,
    /// Morphology.
    pub morph: String,
}

/// A named entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entity {
    /// Where it stands.
    pub span: Span,
    /// Its label (`GPE`).
    pub label: String,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Time {
    /// Where it stands.
    pub span: Span,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its TIMEX3 value.
    pub value: String,
    /// First day it means, if it means an interval.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
}

/// A name of a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceMention {
    /// Where it stands.
    pub span: Span,
    /// The place's id.
    pub id: String,
    /// Its usual name.
    pub name: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// The state it lies in.
    pub country: Option<String>,
    /// How well it fits, in [0, 1].
    pub score: f32,
}

/// A phrase that speaks of something, actor or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Where it stands, with all that hangs on it.
    pub span: Span,
    /// `name`, `noun` or `pronoun`.
    pub kind: &'static str,
    /// Number of its coreference chain, if it is spoken of more than once.
    pub chain: Option<u32>,
}

/// A mention of an actor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Actor {
    /// Where it stands.
    pub span: Span,
    /// The actor's id; `null` for a role without a state.
    pub id: Option<String>,
    /// Its state.
    pub country: Option<String>,
    /// Its PLOVER sector.
    pub sector: Option<String>,
    /// Its usual name.
    pub name: String,
    /// How well it fits, in [0, 1].
    pub score: f32,
    /// Number of its coreference chain.
    pub chain: Option<u32>,
}

impl Annotated {
    /// Joins what the language layer and the resolver found.
    pub fn new(
        annotated: &model::Annotated,
        resolved: &model::Resolved,
        remarks: &[model::Note],
    ) -> Self {
        Self {
            schema: SCHEMA,
            id: annotated.document.meta.shown_id().to_owned(),
            sentences: annotated.sentences.iter().map(|s| span(s.span)).collect(),
            tokens: (0..)
                .zip(&annotated.tokens)
                .map(|(at, t)| Token::new(annotated, at, t))
                .collect(),
            entities: annotated.entities.iter().map(|e| Entity::new(annotated, e)).collect(),
            times: resolved.times.iter().map(Time::from).collect(),
            places: places(resolved),
            actors: actors(annotated, resolved),
            mentions: mentions(resolved),
            notes: notes(remarks),
        }
    }

    /// The answer for a document on which a stage gave up.
    pub fn failed(meta: &model::DocMeta, remarks: &[model::Note]) -> Self {
        Self {
            schema: SCHEMA,
            id: meta.shown_id().to_owned(),
            sentences: Vec::new(),
            tokens: Vec::new(),
            entities: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            actors: Vec::new(),
            mentions: Vec::new(),
            notes: notes(remarks),
        }
    }
}

impl Token {
    fn new(annotated: &model::Annotated, at: u32, token: &model::Token) -> Self {
        let model::Token {
            span: place,
            head,
            sentence: _,
            lemma: _,
            tag: _,
            dep: _,
            morph: _,
            pos,
        } = token;
        Self {
            span: span(*place),
            lemma: annotated.lemma(at).to_owned(),
            pos: pos.as_str(),
            tag: annotated.tag(at).to_owned(),
            head: *head,
            dep: annotated.dep(at).to_owned(),
            morph: annotated.morph(at).to_owned(),
        }
    }
}

impl Entity {
    fn new(annotated: &model::Annotated, entity: &model::Entity) -> Self {
        let model::Entity { first: _, last: _, label: _, span: place } = entity;
        Self { span: span(*place), label: annotated.entity_label(entity).to_owned() }
    }
}

impl From<&model::TimeExpr> for Time {
    fn from(time: &model::TimeExpr) -> Self {
        let model::TimeExpr { span: place, first: _, last: _, kind, value, when, link: _ } = time;
        Self {
            span: span(*place),
            kind: kind.as_str(),
            value: value.clone(),
            from: when.map(|w| day(w.from)),
            to: when.map(|w| day(w.to)),
        }
    }
}

fn places(resolved: &model::Resolved) -> Vec<PlaceMention> {
    let best = |t: &model::Toponym| Some(PlaceMention::new(t.span, t.candidates.first()?));
    resolved.toponyms.iter().filter_map(best).collect()
}

impl PlaceMention {
    fn new(stands: model::Span, candidate: &model::PlaceCandidate) -> Self {
        let model::PlaceCandidate { place, score } = candidate;
        let model::Place { id, name, lat, lon, country } = place;
        Self {
            span: span(stands),
            id: id.to_string(),
            name: text(name),
            lat: *lat,
            lon: *lon,
            country: country.as_ref().map(text),
            score: rounded(*score),
        }
    }
}

fn mentions(resolved: &model::Resolved) -> Vec<Mention> {
    let shown = |reference: &model::Reference| {
        let model::Reference { span: place, head: _, kind, chain } = *reference;
        let kind = match kind {
            model::MentionKind::Name => "name",
            model::MentionKind::Noun | model::MentionKind::Adjective => "noun",
            model::MentionKind::Pronoun => "pronoun",
        };
        Mention { span: span(place), kind, chain }
    };
    resolved.references.iter().map(shown).collect()
}

fn actors(annotated: &model::Annotated, resolved: &model::Resolved) -> Vec<Actor> {
    let numbered = annotated.mentions.iter().enumerate();
    let found = numbered.filter_map(|(at, mention)| Some((at, mention, resolved.actor(at)?)));
    found
        .map(|(at, mention, candidate)| {
            let chain = resolved.chains.get(at).copied().flatten();
            Actor::new(mention, candidate, chain)
        })
        .collect()
}

impl Actor {
    fn new(mention: &model::Mention, candidate: &model::Candidate, chain: Option<u32>) -> Self {
        let model::Candidate { id, country, sector, name, score, reason: _ } = candidate;
        Self {
            span: span(mention.span),
            id: id.as_ref().map(ToString::to_string),
            country: country.as_ref().map(text),
            sector: sector.as_ref().map(text),
            name: text(name),
            score: rounded(*score),
            chain,
        }
    }
}
