//! Predicates: the language-free reading of what a sentence says happens.
//!
//! A lexicon row names the sense of a word; the clause it heads gives the roles; what it stands
//! under gives polarity, mood, tense and frames. A noun under a light verb (`held talks`) borrows
//! that verb's grammar. The treebank's labels are read as [`Relation`]s throughout.

mod clause;
pub(crate) mod cues;
pub(crate) mod frame;
mod generic;
mod lemmas;
mod lexicon;
pub(crate) mod pattern;
mod roles;
mod selection;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use entente_model::{
    Annotated, FrameKind, Mood, Polarity, Pos, Predicate, Relation, Role, Span, Tense,
};

pub(crate) use self::cues::Cues;
use self::cues::{Cue, Little};
pub(crate) use self::lemmas::Lemmas;
pub(crate) use self::lexicon::Lexicon;
use self::pattern::Class;
pub(crate) use self::selection::Selection;

/// All words of a language that predicates are read with.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) lexicon: Lexicon,
    pub(crate) cues: Cues,
    /// What may fill a sense's roles.
    pub(crate) selection: Selection,
    /// Usual role of what stands under an adposition.
    pub(crate) adpositions: BTreeMap<String, Role>,
    /// Adpositions under which the governor's object acts (`accused A of doing`).
    pub(crate) object_control: Vec<String>,
    /// Adpositions under which nobody takes part (`according to A`).
    pub(crate) aside: Vec<String>,
}

impl Words {
    fn is_object_control_adposition(&self, lemma: &str) -> bool {
        self.object_control.iter().any(|w| w == lemma)
    }
}

/// Finds the predicates of a document, in order of their head tokens.
pub(crate) fn find(text: &Annotated, words: &Words) -> Vec<Predicate> {
    let mut found = Vec::new();
    let tells = |t: &u32| !is_named_by_participle(text, *t) && !is_epithet(text, *t);
    for head in (0_u32..).take(text.tokens.len()).filter(tells) {
        for (entry, taken) in words.lexicon.senses(text, head) {
            let predicate = match Class::of(text.pos(head)) {
                Some(Class::Noun) => from_noun(text, words, head, entry),
                _ if is_attribute(text, head, entry) => from_attribute(text, words, head, entry),
                _ => from_verb(text, words, head, entry, &taken),
            };
            if words.selection.admits(text, &predicate) {
                found.push(predicate);
            }
        }
    }
    found
}

/// `evacuated the wounded`: a participle that stands for who has undergone it.
fn is_named_by_participle(text: &Annotated, token: u32) -> bool {
    matches!(
        text.relation(token),
        Relation::Object | Relation::PassiveSubject | Relation::Subject | Relation::PrepObject
    ) && text.pos(token) == Pos::Verb
        && clause::is_past_participle(text, token)
}

/// `the defending champions`: a present participle before its noun says what that is, not what it did.
fn is_epithet(text: &Annotated, token: u32) -> bool {
    text.relation(token) == Relation::Modifier
        && text.pos(token) == Pos::Verb
        && text.morph(token).contains("Aspect=Prog")
        && token < text.head(token)
}

/// `the arrested men`: a participle or adjective that the row lets say what its noun has undergone.
fn is_attribute(text: &Annotated, token: u32, entry: &lexicon::Entry) -> bool {
    text.relation(token) == Relation::Modifier
        && (text.pos(token) == Pos::Adj || clause::is_past_participle(text, token))
        && entry.moves.role(roles::MODIFIED, None).is_some()
}

/// What stands before a noun is taken for granted, whatever is said of it, and has no tense.
fn from_attribute(text: &Annotated, words: &Words, head: u32, entry: &lexicon::Entry) -> Predicate {
    let mut predicate = blank(text, entry, head);
    predicate.is_nominal = true;
    roles::of_attribute(text, words, head, &entry.moves, &mut predicate.fillers);
    predicate
}

fn from_verb(
    text: &Annotated,
    words: &Words,
    head: u32,
    entry: &lexicon::Entry,
    taken: &[u32],
) -> Predicate {
    let mut predicate = blank(text, entry, head);
    for &token in taken {
        predicate.trigger = near_join(text, predicate.trigger, token);
    }
    roles::of_verb(text, words, head, &entry.moves, &mut predicate.fillers);
    // A predicate adjective's auxiliaries stand on its copula.
    let finite = match text.relation(head) {
        Relation::AdjectiveComplement => text.head(head),
        _ => head,
    };
    let mut predicate = finish(text, words, finite, predicate);
    if predicate.mood == Mood::Indicative && generic::is_generic(text, words, finite, &predicate) {
        predicate.mood = Mood::Generic;
    }
    predicate
}

fn from_noun(text: &Annotated, words: &Words, head: u32, entry: &lexicon::Entry) -> Predicate {
    let mut predicate = blank(text, entry, head);
    predicate.is_nominal = true;
    roles::of_noun(text, words, head, &entry.moves, &mut predicate.fillers);
    match support(text, words, head) {
        Some(Support::Light(verb)) => {
            predicate.is_nominal = false;
            predicate.trigger = near_join(text, predicate.trigger, verb);
            roles::of_light_verb(text, words, verb, &entry.moves, &mut predicate.fillers);
            // `went on strike`: what lends the noun its grammar governs it too.
            predicate.fillers.retain(|f| f.token != head);
            let mut predicate = finish(text, words, verb, predicate);
            // `planned an attack`: the verb that lends its grammar says as much of it as any other.
            predicate.frames.splice(0..0, frame::of_light_verb(text, words, verb));
            let doubtful = frame::of_modifiers(text, words, head);
            // `held a planned meeting` has held it.
            let doubtful = doubtful.into_iter().filter(|f| f.kind != FrameKind::Intends);
            predicate.frames.splice(0..0, doubtful);
            predicate
        }
        Some(Support::Occurs(verb)) => {
            predicate.is_nominal = false;
            roles::of_occurrence(text, words, verb, &entry.moves, &mut predicate.fillers);
            let mut predicate = finish(text, words, verb, predicate);
            // `the protests continue`: they are not over.
            predicate.frames.splice(0..0, frame::of_light_verb(text, words, verb));
            predicate
        }
        Some(Support::Undergone(verb)) => {
            predicate.is_nominal = false;
            roles::of_undergone(text, words, verb, &mut predicate.fillers);
            finish(text, words, verb, predicate)
        }
        None => {
            let (frames, mood) = frame::frames(text, words, head);
            predicate.frames = frames;
            predicate.mood = mood.unwrap_or(Mood::Indicative);
            predicate.polarity = frame::polarity(text, words, head);
            predicate
        }
    }
}

fn blank(text: &Annotated, entry: &lexicon::Entry, head: u32) -> Predicate {
    let span = text.tokens.get(head as usize).map_or(Span::default(), |t| t.span);
    Predicate {
        sense: entry.sense.clone(),
        trigger: span,
        head,
        is_nominal: false,
        fillers: Vec::new(),
        polarity: Polarity::Positive,
        mood: Mood::Indicative,
        tense: Tense::None,
        frames: Vec::new(),
    }
}

fn finish(text: &Annotated, words: &Words, verb: u32, mut predicate: Predicate) -> Predicate {
    predicate.polarity = frame::polarity(text, words, verb);
    predicate.tense = frame::tense(text, verb);
    let own = frame::mood(text, words, verb);
    let (frames, above) = frame::frames(text, words, verb);
    predicate.mood = if own == Mood::Indicative { above.unwrap_or(own) } else { own };
    predicate.frames = frames;
    predicate
}

/// A verb that lends a noun its grammar.
enum Support {
    /// The noun is its object: `held talks`, `sanctions were imposed`, `it was an attack`.
    Light(u32),
    /// The noun is its subject: `talks took place`.
    Occurs(u32),
    /// The noun is what its subject undergoes: `came under attack`.
    Undergone(u32),
}

fn support(text: &Annotated, words: &Words, noun: u32) -> Option<Support> {
    let first = first_conjunct(text, noun);
    let verb = text.head(first);
    let is = |cue| words.cues.is(text, verb, cue);
    let above = match text.relation(first) {
        Relation::Object | Relation::PassiveSubject if is(Cue::Light) => Some(Support::Light(verb)),
        Relation::Attribute => Some(Support::Light(verb)),
        Relation::Subject if is(Cue::Occur) => Some(Support::Occurs(verb)),
        Relation::Subject | Relation::PassiveSubject => raised(text, words, verb),
        Relation::PrepObject => {
            let governor = text.head(verb);
            let is_governed =
                governor != verb && words.cues.little(text.lemma(verb)) != Some(Little::Before);
            match is_governed {
                true if words.cues.is(text, governor, Cue::LightUnder) => {
                    Some(Support::Light(governor))
                }
                true if words.cues.is(text, governor, Cue::Undergo) => {
                    Some(Support::Undergone(governor))
                }
                _ => None,
            }
        }
        _ => None,
    };
    above.or_else(|| light_verb_below(text, words, first).map(Support::Light))
}

/// `talks are due to start`, `sanctions are expected to be imposed`: the subject of the verb at the
/// end of the chain.
fn raised(text: &Annotated, words: &Words, verb: u32) -> Option<Support> {
    const MAX_CHAIN: usize = 3;
    let below = |at: u32| {
        text.children(at).find(|&t| {
            matches!(text.relation(t), Relation::AdjectiveComplement | Relation::OpenComplement)
        })
    };
    let mut chain = std::iter::successors(below(verb), |&t| below(t)).take(MAX_CHAIN);
    chain.find_map(|t| {
        if words.cues.is(text, t, Cue::Occur) {
            Some(Support::Occurs(t))
        } else if clause::is_passive(text, t) && words.cues.is(text, t, Cue::Light) {
            Some(Support::Light(t))
        } else {
            None
        }
    })
}

/// `the talks held in Hanoi`, `sanctions that Mali imposed`: the light verb hangs below its noun.
fn light_verb_below(text: &Annotated, words: &Words, noun: u32) -> Option<u32> {
    text.children(noun).find(|&verb| {
        matches!(text.relation(verb), Relation::NounClause | Relation::RelativeClause)
            && words.cues.is(text, verb, Cue::Light)
            && clause::read(text, words, verb).objects.contains(&noun)
    })
}

fn first_conjunct(text: &Annotated, noun: u32) -> u32 {
    let mut at = noun;
    while text.relation(at) == Relation::Conjunct && text.head(at) < at {
        at = text.head(at);
    }
    at
}

/// Joins a token to a trigger unless that would swallow half the sentence.
fn near_join(text: &Annotated, trigger: Span, token: u32) -> Span {
    const FAR: u32 = 60;
    let Some(token) = text.tokens.get(token as usize) else { return trigger };
    let joined = trigger.join(token.span);
    if joined.len() <= FAR { joined } else { trigger }
}
