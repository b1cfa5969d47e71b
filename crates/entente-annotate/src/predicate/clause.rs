//! The grammar of a clause: who stands where once passives, control and relatives are undone.

use entente_model::{Annotated, FrameKind, Pos, Relation};

use super::Words;
use super::cues::{Cue, Little};
use super::roles::{CONJUNCT, RELATIVE};

/// How many heads are climbed in search of a subject.
const MAX_CLIMB: usize = 12;

/// Logical subjects and objects of a verb or predicate adjective.
#[derive(Debug, Default)]
pub(crate) struct Clause {
    pub(crate) subjects: Vec<u32>,
    pub(crate) objects: Vec<u32>,
    pub(crate) datives: Vec<u32>,
}

/// Reads the clause that a token heads.
pub(crate) fn read(text: &Annotated, words: &Words, verb: u32) -> Clause {
    let mut clause = Clause::default();
    let surface = surface_subject(text, words, verb, MAX_CLIMB);
    if is_passive(text, verb) {
        clause.objects.extend(reduced_object(text, verb).or(surface));
        clause.subjects.extend(text.children(verb).filter_map(|t| by_phrase(text, t)));
        // A passive keeps a second object (`was given weapons`).
        clause.datives.extend(objects(text, verb));
        if !clause.datives.is_empty() {
            std::mem::swap(&mut clause.datives, &mut clause.objects);
        }
    } else {
        clause.subjects.extend(surface);
        clause.objects.extend(objects(text, verb).map(|t| antecedent(text, words, verb, t)));
        if clause.objects.is_empty() {
            clause.objects.extend(relative_gap(text, words, verb));
        }
        if clause.objects.is_empty() {
            clause.objects.extend(shared_object(text, verb));
        }
    }
    let datives = text.children(verb).filter(|&t| text.relation(t) == Relation::Dative);
    clause.datives.extend(datives.filter(|&t| text.pos(t).is_nominal()));
    if clause.datives.is_empty() && words.cues.is(text, verb, Cue::Give) {
        clause.datives.extend(glued_dative(text, verb));
    }
    clause
}

/// The subject as the sentence has it: a passive's is the one that undergoes.
pub(crate) fn surface_subject(
    text: &Annotated,
    words: &Words,
    verb: u32,
    climb: usize,
) -> Option<u32> {
    let own = text
        .children(verb)
        .find(|&t| matches!(text.relation(t), Relation::Subject | Relation::PassiveSubject));
    if let Some(subject) = own.or_else(|| participle_subject(text, verb)) {
        return Some(antecedent(text, words, verb, subject));
    }
    let climb = climb.checked_sub(1)?;
    inherited_subject(text, words, verb, climb)
}

/// `workers trying to strike were arrested`: the noun that the parse hung below its participle.
fn participle_subject(text: &Annotated, verb: u32) -> Option<u32> {
    let clause = text.children(verb).find(|&t| text.relation(t) == Relation::ClausalSubject)?;
    let is_participle = text.morph(clause).contains("VerbForm=Part");
    let is_noun = |t: &u32| text.relation(*t) == Relation::Subject && *t < clause;
    if is_participle { text.children(clause).find(is_noun) } else { None }
}

fn inherited_subject(text: &Annotated, words: &Words, verb: u32, climb: usize) -> Option<u32> {
    let up = text.head(verb);
    if up == verb {
        return None;
    }
    match text.relation(verb) {
        relation
            if (relation == Relation::OpenComplement || is_stray_complement(text, verb))
                && controls_by_object(text, words, up) =>
        {
            objects(text, up)
                .next()
                .or_else(|| nominal_dative(text, up))
                .or_else(|| surface_subject(text, words, up, climb))
        }
        // `said there were talks`: a finite clause has its own subject or none.
        Relation::Complement if text.morph(verb).contains("VerbForm=Fin") => None,
        Relation::Conjunct
        | Relation::OpenComplement
        | Relation::Complement
        | Relation::AdverbialClause
        | Relation::AdjectiveComplement => {
            let above = beside_denial(text, words, verb).unwrap_or(up);
            surface_subject(text, words, above, climb)
        }
        Relation::PrepClause => under_adposition(text, words, up, climb),
        // `the first state to sign`: the parse may take it for a relative clause.
        Relation::NounClause | Relation::RelativeClause if is_infinitive(text, verb) => {
            holder(text, words, up, climb)
        }
        // `issued a statement condemning Mali`: who issued it condemns.
        Relation::NounClause
            if words.cues.frame(text, up) == Some(FrameKind::Says)
                && !is_past_participle(text, verb) =>
        {
            holder(text, words, up, climb).or(Some(up))
        }
        Relation::NounClause if !is_past_participle(text, verb) => Some(up),
        _ => None,
    }
}

/// `denied that it wanted war and warned Mali`: the verb that denies, which a second finite verb
/// without a subject goes with, not with what is denied.
pub(crate) fn beside_denial(text: &Annotated, words: &Words, verb: u32) -> Option<u32> {
    let first = text.head(verb);
    let above = text.head(first);
    let has_subject = |verb: u32| {
        text.children(verb)
            .any(|t| matches!(text.relation(t), Relation::Subject | Relation::PassiveSubject))
    };
    let is_second = text.relation(verb) == Relation::Conjunct
        && text.relation(first) == Relation::Complement
        && text.morph(verb).contains("VerbForm=Fin")
        && !has_subject(verb)
        && has_subject(first);
    (is_second && words.cues.frame(text, above) == Some(FrameKind::Denies)).then_some(above)
}

/// `accused Mali of expelling`: the object acts; `after visiting Mali`: the subject does.
fn under_adposition(text: &Annotated, words: &Words, adposition: u32, climb: usize) -> Option<u32> {
    let governor = text.head(adposition);
    if governor == adposition {
        return None;
    }
    if text.pos(governor).is_nominal() {
        return holder(text, words, governor, climb);
    }
    if words.is_object_control_adposition(text.lemma(adposition)) {
        if is_passive(text, governor) {
            return surface_subject(text, words, governor, climb);
        }
        if let Some(object) = objects(text, governor).next() {
            return Some(object);
        }
    }
    surface_subject(text, words, governor, climb)
}

/// Whose plan, threat or visit a noun is: its possessor, its country, or the subject of its verb.
pub(crate) fn holder(text: &Annotated, words: &Words, noun: u32, climb: usize) -> Option<u32> {
    let own = text.children(noun).find(|&t| text.relation(t) == Relation::Possessor);
    if own.is_some() || climb == 0 {
        return own;
    }
    match text.relation(noun) {
        Relation::Object | Relation::Attribute => {
            surface_subject(text, words, text.head(noun), climb)
        }
        Relation::PrepObject => surface_subject(text, words, text.head(text.head(noun)), climb),
        _ => text
            .children(noun)
            .find(|&t| text.relation(t) == Relation::Modifier && text.entity_at(t).is_some()),
    }
}

fn controls_by_object(text: &Annotated, words: &Words, verb: u32) -> bool {
    let asks = words.cues.frame(text, verb) == Some(FrameKind::Asks);
    let cue = asks || words.cues.is(text, verb, Cue::ObjectControl);
    !is_passive(text, verb)
        && (objects(text, verb).next().is_some() || cue && nominal_dative(text, verb).is_some())
}

/// Who acts in a clause, where the clause itself says it.
pub(crate) fn own_actor(text: &Annotated, words: &Words, verb: u32) -> Option<u32> {
    match is_passive(text, verb) {
        true => text.children(verb).find_map(|t| by_phrase(text, t)),
        false => surface_subject(text, words, verb, 1),
    }
}

/// The clause above a verb that tells on what occasion it came about, and the place that it has for
/// the rows of a lexicon: `police fired and two were killed` ([`CONJUNCT`]), `police fired, in which
/// two were killed` ([`RELATIVE`]).
pub(crate) fn occasion_above(
    text: &Annotated,
    words: &Words,
    verb: u32,
) -> Option<(&'static str, u32)> {
    let up = text.head(verb);
    let is_own = |t: u32| matches!(text.relation(t), Relation::Subject | Relation::PassiveSubject);
    let is_relative = |t: u32| words.cues.little(text.lemma(t)) == Some(Little::Relative);
    let points_back =
        |t: u32| text.relation(t) == Relation::Preposition && text.children(t).any(is_relative);
    match text.relation(verb) {
        // `was shot by police and died` has no subject of its own, but whoever shot is told.
        Relation::Conjunct
            if up < verb && (text.children(verb).any(is_own) || is_passive(text, up)) =>
        {
            Some((CONJUNCT, matter_of(text, up, verb)))
        }
        Relation::AdverbialClause | Relation::RelativeClause | Relation::Complement
            if text.children(verb).any(points_back) =>
        {
            let mut above = std::iter::successors(Some(up), |&t| {
                let next = text.head(t);
                (next != t).then_some(next)
            });
            // `in firing, in which`: the parse takes a deed's name for its verb.
            let acts = |t: u32| {
                let is_named =
                    matches!(text.relation(t), Relation::PrepObject | Relation::PrepClause);
                text.pos(t) == Pos::Verb && !is_named
            };
            above.find(|&t| acts(t)).map(|t| (RELATIVE, t))
        }
        _ => None,
    }
}

/// `had to fire and two were killed`: of a verb with a bare infinitive before what is joined to it
/// the infinitive tells the deed.
fn matter_of(text: &Annotated, verb: u32, joined: u32) -> u32 {
    let is_deed = |&t: &u32| {
        text.relation(t) == Relation::OpenComplement && is_infinitive(text, t) && t < joined
    };
    let has_object = objects(text, verb).next().is_some();
    text.children(verb).find(is_deed).filter(|_| !has_object).unwrap_or(verb)
}

/// `one was killed and three others hurt in the raid`: the participle that a second subject without
/// its auxiliary holds.
pub(crate) fn bare_second(text: &Annotated, verb: u32) -> Option<u32> {
    let is_counted = |t: u32| text.pos(t).is_nominal() || text.pos(t) == Pos::Num;
    let is_subject = |&t: &u32| text.relation(t) == Relation::Conjunct && is_counted(t) && t > verb;
    let second = text.children(verb).find(is_subject).filter(|_| is_passive(text, verb))?;
    reduced_below(text, second).next()
}

/// The bare past participles below a noun: `wounds received in a raid`.
pub(crate) fn reduced_below(text: &Annotated, noun: u32) -> impl Iterator<Item = u32> + '_ {
    text.children(noun)
        .filter(|&t| text.relation(t) == Relation::NounClause && is_past_participle(text, t))
}

/// The noun that a relative pronoun stands for, or the token itself.
pub(crate) fn antecedent(text: &Annotated, words: &Words, verb: u32, token: u32) -> u32 {
    let is_relative = text.relation(verb) == Relation::RelativeClause
        && words.cues.little(text.lemma(token)) == Some(Little::Relative);
    if is_relative { text.head(verb) } else { token }
}

/// `sanctions Washington imposed`: the noun is the object of a relative clause without a pronoun.
fn relative_gap(text: &Annotated, words: &Words, verb: u32) -> Option<u32> {
    let own = text.children(verb).find(|&t| text.relation(t) == Relation::Subject)?;
    let is_relative = |t: u32| words.cues.little(text.lemma(t)) == Some(Little::Relative);
    // `the army, whose troops fought`: what the clause lacks is told before its subject.
    let is_owned = text.children(own).any(is_relative);
    let is_gap = text.relation(verb) == Relation::RelativeClause && !is_relative(own) && !is_owned;
    is_gap.then(|| text.head(verb))
}

/// `arrested and deported two men`: a verb right before its conjunct shares the conjunct's object.
fn shared_object(text: &Annotated, verb: u32) -> Option<u32> {
    let next = text.children(verb).find(|&t| text.relation(t) == Relation::Conjunct)?;
    let is_close = text.pos(next) == Pos::Verb
        && (verb + 1..next).all(|t| {
            matches!(
                text.relation(t),
                Relation::Coordinator | Relation::Adverb | Relation::Punctuation
            )
        });
    (is_close && !is_passive(text, next)).then(|| objects(text, next).next()).flatten()
}

/// `weapons seized by police`: the noun that a bare past participle modifies.
fn reduced_object(text: &Annotated, verb: u32) -> Option<u32> {
    (text.relation(verb) == Relation::NounClause && is_past_participle(text, verb))
        .then(|| text.head(verb))
}

/// Whether the clause is passive, by its auxiliaries or as a bare past participle.
pub(crate) fn is_passive(text: &Annotated, verb: u32) -> bool {
    let marked = text.children(verb).any(|t| {
        matches!(
            text.relation(t),
            Relation::PassiveSubject | Relation::PassiveAuxiliary | Relation::Agent
        )
    });
    if marked {
        return true;
    }
    let bare = is_past_participle(text, verb)
        && !text.children(verb).any(|t| {
            matches!(text.relation(t), Relation::Auxiliary | Relation::Subject | Relation::Object)
        });
    match text.relation(verb) {
        Relation::NounClause | Relation::AdverbialClause => bare,
        Relation::Conjunct => bare && is_passive_head(text, text.head(verb)),
        _ => false,
    }
}

fn is_passive_head(text: &Annotated, verb: u32) -> bool {
    text.children(verb).any(|t| text.relation(t) == Relation::PassiveAuxiliary)
        || text.relation(verb) == Relation::NounClause && is_past_participle(text, verb)
}

/// Whether a token is a past participle by its morphology.
pub(crate) fn is_past_participle(text: &Annotated, token: u32) -> bool {
    let morph = text.morph(token);
    morph.contains("VerbForm=Part") && morph.contains("Tense=Past")
}

/// An infinitive with its marker coordinated with a finite verb: a second complement that the
/// parse hung one head too high (`urged A to go, and to come`).
pub(crate) fn is_stray_complement(text: &Annotated, verb: u32) -> bool {
    text.relation(verb) == Relation::Conjunct
        && is_infinitive(text, verb)
        && has_infinitive_marker(text, verb)
        && !is_infinitive(text, text.head(verb))
}

/// Whether a token is an infinitive.
pub(crate) fn is_infinitive(text: &Annotated, token: u32) -> bool {
    text.morph(token).contains("VerbForm=Inf")
}

/// Whether a clause is an infinitive with a subject of its own (`called for Mali to act`).
pub(crate) fn is_wish(text: &Annotated, token: u32) -> bool {
    text.relation(token) == Relation::AdverbialClause
        && is_infinitive(text, token)
        && has_infinitive_marker(text, token)
        && text.children(token).any(|t| text.relation(t) == Relation::Subject)
        && text.children(token).any(|t| text.relation(t) == Relation::Marker)
}

/// `to`: not the infinitive under a modal (`before Mali could act`).
pub(crate) fn has_infinitive_marker(text: &Annotated, verb: u32) -> bool {
    text.children(verb).any(|t| text.relation(t) == Relation::Auxiliary && text.pos(t) == Pos::Part)
}

fn by_phrase(text: &Annotated, child: u32) -> Option<u32> {
    (text.relation(child) == Relation::Agent)
        .then(|| text.children(child).find(|&t| text.relation(t) == Relation::PrepObject))
        .flatten()
}

fn objects(text: &Annotated, verb: u32) -> impl Iterator<Item = u32> + '_ {
    text.children(verb).filter(|&t| text.relation(t) == Relation::Object)
}

/// `gave Mali economic aid`: for whom a gift is, where the parse took it for a part of its name.
/// Who stands under an adposition of the verb or its object (`gave Malian aid to Chad`) goes before.
fn glued_dative(text: &Annotated, verb: u32) -> Option<u32> {
    let object = objects(text, verb).next()?;
    let has_goal = |t: u32| text.children(t).any(|c| text.relation(c) == Relation::Preposition);
    let is_named = |t: u32| text.entity_at(t).is_some();
    let is_party = |t: &u32| {
        let owned =
            || text.children(*t).any(|m| text.relation(m) == Relation::Modifier && is_named(m));
        matches!(text.relation(*t), Relation::NounModifier | Relation::Compound)
            && (owned() || is_named(*t) && text.pos(*t) == Pos::Propn && t + 1 < object)
    };
    if has_goal(verb) || has_goal(object) {
        return None;
    }
    text.children(object).find(is_party)
}

fn nominal_dative(text: &Annotated, verb: u32) -> Option<u32> {
    text.children(verb).find(|&t| text.relation(t) == Relation::Dative && text.pos(t).is_nominal())
}

/// A noun and the nouns coordinated with it.
pub(crate) fn with_conjuncts(text: &Annotated, token: u32) -> Vec<u32> {
    let mut all = vec![token];
    let mut at = token;
    while let Some(next) = text.children(at).find(|&t| {
        text.relation(t) == Relation::Conjunct
            && matches!(text.pos(t), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj)
    }) {
        all.push(next);
        at = next;
    }
    all
}
