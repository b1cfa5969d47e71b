//! What is seen of a predicate when it is rated: its own clause, and what it stands under.
//!
//! A feature is a template's name with its values, handed out in parts, so that nobody needs to
//! join them who only wants to look up their weight.

use entente_model::{Mood, Pos, Relation, Status};

use super::lower;
use super::shape::Reader;
use crate::predicate::frame;

/// Takes the parts of a feature and its value.
pub(super) type Sink<'s> = dyn FnMut(&[&str], f32) + 's;

/// How much the verdict of the rules weighs beside the other features.
const RULE: f32 = 3.0;
/// How many governors are looked at.
const GOVERNORS: usize = 3;

/// Hands out the features of a predicate.
pub(super) fn features(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    own(read, token, out);
    beside(read, token, out);
    heads(read, token, out);
    governors(read, token, out);
    super::told::features(read, token, out);
    rules(read, token, out);
}

/// The clause itself.
fn own(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    let text = read.text;
    let relation = text.relation(token).as_str();
    let (operators, tense, person) =
        (read.own_operators(token).name(), read.tense(token), read.person(token));
    out(&["pos", text.pos(token).as_str()], 1.0);
    out(&["relation", relation], 1.0);
    out(&["tag", text.tag(token), relation], 1.0);
    out(&["lemma", &lower(text.lemma(token))], 1.0);
    out(&["form", &read.form(token)], 1.0);
    out(&["operators", operators], 1.0);
    out(&["operators tense", operators, tense], 1.0);
    out(&["operators tense relation", operators, tense, relation], 1.0);
    out(&["tense", tense], 1.0);
    out(&["tense person", tense, person], 1.0);
    out(&["person", person], 1.0);
    if read.negated(token) {
        out(&["negated person", person], 1.0);
    }
    if let Some((_, modal)) = read.modal(token) {
        let modal = lower(text.lemma(modal));
        let negated = if read.negated(token) { "negated" } else { "" };
        out(&["modal", &modal], 1.0);
        out(&["modal negated", &modal, negated], 1.0);
    }
    let asked = read.asked(token);
    if asked {
        out(&["asked", relation], 1.0);
        out(&["asked"], 1.0);
        out(&["asked operators", operators], 1.0);
    }
    if tense == "bare" && person == "none" {
        out(&["order"], 1.0);
    }
    let (last, length) = read.sentence_end(token);
    if length < 6 {
        out(&["short"], 1.0);
    }
    if last == "!" {
        out(&["exclaimed"], 1.0);
    }
    for class in read.signatures.classes(text, token) {
        out(&["class", class], 1.0);
    }
}

/// Words that stand beside the predicate.
fn beside(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    use Relation as R;
    let text = read.text;
    for child in text.children(token) {
        let relation = text.relation(child);
        match relation {
            R::Marker
            | R::Adverb
            | R::Particle
            | R::Coordinator
            | R::Negation
            | R::Determiner
            | R::Preposition
            | R::Agent
            | R::Modifier => out(&[relation.as_str(), &lower(text.lemma(child))], 1.0),
            _ => out(&["has", relation.as_str()], 1.0),
        }
        let below = |wanted: &'static [Relation]| {
            text.children(child).filter(move |&t| wanted.contains(&text.relation(t)))
        };
        if relation == R::AdverbialClause {
            below(&[R::Marker, R::Adverb])
                .for_each(|t| out(&["clause beside", &lower(text.lemma(t))], 1.0));
        }
        if relation == R::Object {
            below(&[R::Determiner]).for_each(|t| out(&["object's", &lower(text.lemma(t))], 1.0));
        }
    }
}

/// The two heads above, as the parse has them.
fn heads(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    let text = read.text;
    let mut at = token;
    for name in ["head", "head 2"] {
        let up = text.head(at);
        if up == at {
            out(&["depth", name], 1.0);
            return;
        }
        let relation = text.relation(at).as_str();
        let lemma = lower(text.lemma(up));
        out(&[name, relation], 1.0);
        out(&[name, "pos", text.pos(up).as_str()], 1.0);
        out(&[name, "lemma", &lemma, if at == token { relation } else { "" }], 1.0);
        if matches!(text.pos(up), Pos::Verb | Pos::Aux | Pos::Adj | Pos::Noun | Pos::Propn) {
            clause_above(read, name, at, up, out);
        }
        for child in text.children(up).filter(|&t| t != at) {
            match text.relation(child) {
                Relation::Marker => {
                    out(&[name, "marker", &lower(text.lemma(child)), relation], 1.0);
                }
                Relation::Adverb => out(&[name, "adverb", &lower(text.lemma(child))], 1.0),
                _ => {}
            }
        }
        at = up;
    }
}

fn clause_above(read: &Reader<'_>, name: &str, at: u32, up: u32, out: &mut Sink<'_>) {
    let text = read.text;
    let relation = text.relation(at).as_str();
    let person = read.person(up);
    let lemma = lower(text.lemma(up));
    out(&[name, "form", &read.form(up)], 1.0);
    out(&[name, "person", person, relation], 1.0);
    let negated = read.negated(up);
    out(&[name, "negated", if negated { "yes" } else { "no" }], 1.0);
    if negated {
        out(&[name, "negated lemma", &lemma], 1.0);
        out(&[name, "negated relation", relation], 1.0);
        out(&[name, "negated person", person], 1.0);
    }
    if let Some((_, modal)) = read.modal(up) {
        let modal = lower(text.lemma(modal));
        out(&[name, "modal", &modal], 1.0);
        out(&[name, "modal relation", &modal, relation], 1.0);
    }
    let is_complement =
        matches!(text.relation(at), Relation::Complement | Relation::OpenComplement);
    if is_complement && read.asked(at) {
        out(&[name, "asked", relation], 1.0);
        out(&[name, "asked lemma", &lemma], 1.0);
    }
}

/// The governors: heads above, conjuncts and adpositions passed over.
fn governors(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    use Relation as R;
    let text = read.text;
    let own = read.own_operators(token).name();
    let mut at = token;
    for name in ["governor", "governor 2", "governor 3"].into_iter().take(GOVERNORS) {
        at = first_conjunct(read, at);
        let mut up = text.head(at);
        if up == at {
            return;
        }
        let relation = text.relation(at);
        if matches!(relation, R::Preposition | R::Agent) {
            at = up;
            continue;
        }
        if text.pos(up) == Pos::Adp {
            out(&["under", &lower(text.lemma(up))], 1.0);
            up = text.head(up);
        }
        governor(read, name, (at, up, own), out);
        at = up;
    }
}

fn governor(read: &Reader<'_>, name: &str, (at, up, own): (u32, u32, &str), out: &mut Sink<'_>) {
    let text = read.text;
    let relation = group(text.relation(at));
    let operators = read.operators(up);
    let (all, person, tense) = (operators.name(), read.person(up), read.tense(up));
    for head in predicates_of(read, at, up) {
        let lemma = lower(text.lemma(head));
        out(&[name, "lemma operators", &lemma, all], 1.0);
        out(&[name, "lemma person", &lemma, person], 1.0);
        let mut signed = |class: &str| {
            out(&[name, "class", class, relation], 1.0);
            out(&[name, "class operators", class, all, relation], 1.0);
            out(&[name, "class operators person", class, all, person, relation], 1.0);
            out(&[name, "class tense", class, tense, relation], 1.0);
            out(&[name, "class operators own", class, all, own], 1.0);
        };
        each_class(read, head, &mut signed);
    }
    out(&[name, "operators", all, relation], 1.0);
    out(&[name, "operators person", all, person], 1.0);
    let is_that = text.children(at).any(|t| text.relation(t) == Relation::Marker);
    if is_that {
        out(&[name, "marked", all], 1.0);
    }
    operators.each().filter(|o| *o != "-").for_each(|o| out(&[name, "operator", o], 1.0));
}

/// The classes of a word, or its part of speech where it has none.
pub(super) fn each_class(read: &Reader<'_>, token: u32, then: &mut dyn FnMut(&str)) {
    let mut is_signed = false;
    for class in read.signatures.classes(read.text, token) {
        is_signed = true;
        then(class);
    }
    if !is_signed {
        then(read.text.pos(token).as_str());
    }
}

/// A governor and, where it is a copula, what it says of the clause under it.
pub(super) fn predicates_of<'a>(
    read: &Reader<'a>,
    at: u32,
    up: u32,
) -> impl Iterator<Item = u32> + use<'a> {
    use Relation as R;
    let text = read.text;
    let is_clause = matches!(
        text.relation(at),
        R::Complement | R::OpenComplement | R::ClausalSubject | R::AdverbialClause
    );
    let said = text.children(up).filter(move |&t| {
        is_clause
            && t != at
            && matches!(
                text.relation(t),
                R::AdjectiveComplement | R::Attribute | R::ObjectPredicate
            )
    });
    std::iter::once(up).chain(said)
}

fn first_conjunct(read: &Reader<'_>, token: u32) -> u32 {
    const MAX_CONJUNCTS: usize = 5;
    let mut at = token;
    for _ in 0..MAX_CONJUNCTS {
        if read.text.relation(at) != Relation::Conjunct {
            break;
        }
        at = read.text.head(at);
    }
    at
}

/// Relations in which a word stands to what governs it, in a few groups.
fn group(relation: Relation) -> &'static str {
    use Relation as R;
    match relation {
        R::Complement => "complement",
        R::OpenComplement => "open",
        R::AdverbialClause => "adverbial",
        R::NounClause => "noun",
        R::RelativeClause => "relative",
        R::Object => "object",
        R::Subject | R::PassiveSubject => "subject",
        R::PrepObject | R::PrepClause => "adposition",
        _ => "-",
    }
}

/// What the rules of frames make of the predicate.
fn rules(read: &Reader<'_>, token: u32, out: &mut Sink<'_>) {
    let (text, words) = (read.text, read.words);
    let (frames, above) = frame::frames(text, words, token);
    let own = frame::mood(text, words, token);
    let mood = if own == Mood::Indicative { above.unwrap_or(own) } else { own };
    let polarity = frame::polarity(text, words, token);
    let tense = frame::tense(text, token);
    let status = Status::of_clause(polarity, mood, tense, &frames).as_str();
    out(&["rules", status], RULE);
    let mut kinds = String::new();
    for frame in &frames {
        kinds.push_str(frame.kind.as_str());
        kinds.push_str(if frame.negated { "! " } else { " " });
    }
    out(&["rules frames", status, kinds.trim_end()], 1.0);
    out(&["rules mood", mood.as_str()], 1.0);
    if let Some(first) = frames.first() {
        let negated = if first.negated { "negated" } else { "" };
        out(&["rules frame", first.kind.as_str(), negated], 1.0);
    }
}
