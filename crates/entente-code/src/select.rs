//! From predicates to readings: the rules that apply, their parties, and the best of each.

use entente_model::{Annotated, Mood, Polarity, Predicate, Relation, Resolved, Role, Status};

use crate::factuality::{Factuality, factuality};
use crate::ontology::Ontology;
use crate::party::{self, Found};
use crate::rule::{Rule, Side};
use crate::{inherit, interview, sequel};

/// One rule applied to one predicate.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) predicate: usize,
    pub(crate) rule: &'a Rule,
    pub(crate) actors: Vec<Found>,
    pub(crate) recipients: Vec<Found>,
    pub(crate) factuality: Factuality,
    pub(crate) confidence: f32,
    /// Whether it is told in an interview.
    pub(crate) is_talk: bool,
    /// Whether a noun or participle alone tells it, without two known parties.
    pub(crate) is_mere: bool,
    /// Why it is not emitted, if it is not.
    pub(crate) dropped: Option<String>,
}

impl Draft<'_> {
    /// Orders drafts: a mere noun behind all others, one that counts before one that came to nothing
    /// (`would not back` refuses, and does not back), then the one that says more.
    fn rank(&self) -> (bool, bool, i32, i32) {
        // Confidence is made of a few fixed factors, so thousandths tell all of them apart.
        #[expect(clippy::cast_possible_truncation, reason = "in [0, 1000]")]
        let thousandths = (self.confidence * 1000.0) as i32;
        (!self.is_mere, counts(self.factuality.status), self.rule.weight(), thousandths)
    }
}

/// All readings of a document in order of their predicates; the dropped ones say why.
pub(crate) fn readings<'a>(
    text: &Annotated,
    who: &Resolved,
    ontology: &'a Ontology,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    for (at, predicate) in text.predicates.iter().enumerate() {
        drafts.extend(best(text, who, ontology, at, predicate));
    }
    drop_absorbed(text, &mut drafts);
    drop_overlapping(text, &mut drafts);
    sequel::doers(text, &mut drafts);
    inherit::states(text, who, ontology.scene(), &mut drafts);
    if let Some(talk) = interview::begins(text) {
        let is_talk =
            |draft: &Draft<'_>| text.predicates[draft.predicate].trigger.start() >= talk.start();
        drafts.iter_mut().for_each(|draft| draft.is_talk = is_talk(draft));
    }
    drafts
}

/// The best rule for a predicate.
fn best<'a>(
    text: &Annotated,
    who: &Resolved,
    ontology: &'a Ontology,
    at: usize,
    predicate: &Predicate,
) -> Option<Draft<'a>> {
    let tried = ontology
        .rules(predicate.sense.as_str())
        .filter(|rule| rule.applies(text, predicate))
        .filter_map(|rule| draft(text, who, at, predicate, rule).ok());
    // Of equals the first wins: `max_by_key` would take the last.
    tried.reduce(|best, next| if next.rank() > best.rank() { next } else { best })
}

/// Applies a rule to a predicate, or says what is missing.
pub(crate) fn draft<'a>(
    text: &Annotated,
    who: &Resolved,
    at: usize,
    predicate: &Predicate,
    rule: &'a Rule,
) -> Result<Draft<'a>, String> {
    let mut actors = party::actors(text, who, predicate, &rule.actor);
    if rule.actor == [Role::Place] && !rule.by.is_empty() {
        let sides = party::taking_part(text, who, predicate, &rule.by);
        actors = if sides.is_empty() { actors } else { sides };
    }
    if let Some(sector) = &rule.lend {
        actors.iter_mut().for_each(|found| found.take_sector(sector));
    }
    let mut recipients = party::recipients(text, who, predicate, rule, &actors);
    // `Mali and Chad agreed to meet in Rome`: what they agree on or where is no third party.
    let is_third = |f: &Found| match f.role {
        Role::Partner => is_at_home(&actors, &[]) || !hangs_on_matter(text, predicate, f.token),
        role => f.is_known() && role != Role::Place,
    };
    if rule.mutual && actors.len() > 1 && !recipients.iter().any(is_third) {
        recipients.clear();
    }
    if rule.doer {
        recipients.iter_mut().filter(|f| undergoes(text, f)).for_each(Found::forget);
    }
    check_parties(predicate, rule, &actors, &recipients)?;
    check_sectors(rule, &actors, &recipients)?;
    let is_mere = predicate.is_nominal && !are_known(rule, &actors, &recipients);
    let factuality = factuality_of(predicate, rule);
    let confidence = confidence(text, predicate, &actors, &recipients);
    Ok(Draft {
        predicate: at,
        rule,
        actors,
        recipients,
        factuality,
        confidence,
        is_talk: false,
        is_mere,
        dropped: None,
    })
}

fn check_parties(
    predicate: &Predicate,
    rule: &Rule,
    actors: &[Found],
    recipients: &[Found],
) -> Result<(), String> {
    let mutual = rule.mutual && actors.len() > 1;
    if rule.needs.contains(&Side::Actor) && actors.is_empty() {
        return Err("no actor was found".into());
    }
    if rule.needs.contains(&Side::Recipient) && recipients.is_empty() && !mutual {
        return Err("no recipient was found".into());
    }
    let known = |list: &[Found]| list.iter().any(Found::is_known);
    if rule.needs.contains(&Side::KnownActor) && !known(actors) {
        return Err("no known actor was found".into());
    }
    if rule.needs.contains(&Side::KnownRecipient) && !known(recipients) && !mutual {
        return Err("no known recipient was found".into());
    }
    if actors.is_empty() && recipients.is_empty() {
        return Err("no party was found".into());
    }
    if rule.needs.contains(&Side::Abroad) && !mutual && is_at_home(actors, recipients) {
        return Err("its parties are of one state".into());
    }
    // A noun alone is easily a mere topic: it counts only between two known parties.
    if predicate.is_nominal {
        if !rule.loose && !are_known(rule, actors, recipients) {
            return Err("a noun without two known parties".into());
        }
    } else if actors.is_empty() && predicate.has(Role::Subject) && !rule.asks_of(Role::Subject) {
        return Err("its subject can't act".into());
    }
    Ok(())
}

/// `Mali and Chad discussed ties with Niger`: whether somebody stands towards what is spoken of.
fn hangs_on_matter(text: &Annotated, predicate: &Predicate, partner: u32) -> bool {
    let matter = text.head(text.head(partner));
    let is_deed = || !text.predicates_at(matter).is_empty();
    let is_object = predicate.fillers(Role::Object).any(|object| object == matter);
    matter != predicate.head && is_object && !is_deed()
}

/// Whether both parties are known actors.
fn are_known(rule: &Rule, actors: &[Found], recipients: &[Found]) -> bool {
    let resolved = |list: &[Found]| list.iter().any(Found::is_resolved);
    resolved(actors) && (resolved(recipients) || rule.mutual && actors.len() > 1)
}

/// `condemned the attack on Mali`: whether a party only undergoes the deed that is spoken about.
fn undergoes(text: &Annotated, found: &Found) -> bool {
    let is_named = |token: u32| token == found.named_by || text.head(found.named_by) == token;
    let mut deeds = text.predicates[text.predicates_at(found.token)].iter();
    found.named_by != found.token && deeds.any(|deed| deed.fillers(Role::Object).any(is_named))
}

/// Whether the parties are of the sectors that a rule asks for.
fn check_sectors(rule: &Rule, actors: &[Found], recipients: &[Found]) -> Result<(), String> {
    let any = |side: &[Found], list: &[String]| side.iter().any(|found| found.is_of(list));
    if !rule.by.is_empty() && !any(actors, &rule.by) {
        return Err(format!("no actor is of {}", rule.by.join("|")));
    }
    if any(actors, &rule.not_by) {
        return Err(format!("an actor is of {}", rule.not_by.join("|")));
    }
    if any(recipients, &rule.not_to) {
        return Err(format!("a recipient is of {}", rule.not_to.join("|")));
    }
    Ok(())
}

/// Whether all that is known of two sides is of one state.
fn is_at_home(actors: &[Found], recipients: &[Found]) -> bool {
    let mut states = actors.iter().chain(recipients).filter_map(|f| f.party.country.as_ref());
    let Some(first) = states.next() else { return false };
    let mut others = states.peekable();
    others.peek().is_some() && others.all(|other| other == first)
}

/// A rule that reads the negation or the future itself (`cannot lift` is a refusal, `will bomb` a
/// threat) takes what it codes as done; one that reads plans takes it as still to come.
fn factuality_of(predicate: &Predicate, rule: &Rule) -> Factuality {
    let mut read = predicate.clone();
    if rule.negated {
        read.polarity = Polarity::Positive;
        if matches!(read.mood, Mood::Future | Mood::Conditional | Mood::Possible) {
            read.mood = Mood::Indicative;
        }
    }
    let found = factuality(&read);
    let status = match found.status {
        Status::Planned if rule.future => Status::Happened,
        Status::Happened | Status::Ongoing if rule.planned => Status::Planned,
        other => other,
    };
    Factuality { status, ..found }
}

/// A product of fixed factors, until a fitted model replaces it.
fn confidence(
    text: &Annotated,
    predicate: &Predicate,
    actors: &[Found],
    recipients: &[Found],
) -> f32 {
    const CLAUSE: f32 = 0.9;
    /// What a clause on a noun or beside the main one tells is often old news.
    const ASIDE: f32 = 0.75;
    const NOUN: f32 = 0.7;
    const UNKNOWN: f32 = 0.7;
    const MISSING: f32 = 0.8;
    let score = |list: &[Found]| list.iter().filter(|f| f.acts).map(|f| f.score).reduce(f32::max);
    let side = |list: &[Found]| match score(list) {
        None => MISSING,
        Some(score) if score <= 0.0 => UNKNOWN,
        Some(score) => 0.8 + 0.2 * score,
    };
    let is_aside = matches!(
        text.relation(predicate.head),
        Relation::RelativeClause | Relation::NounClause | Relation::AdverbialClause
    );
    let form = match (predicate.is_nominal, is_aside) {
        (true, _) => NOUN,
        (_, true) => ASIDE,
        _ => CLAUSE,
    };
    form * side(actors) * side(recipients)
}

/// What a coded predicate speaks about (`agreed to withdraw`, `condemned the attack`) is not coded
/// beside it, unless its rule says otherwise or the text takes it for granted (`freed the arrested
/// men`).
fn drop_absorbed(text: &Annotated, drafts: &mut [Draft<'_>]) {
    for outer in 0..drafts.len() {
        let draft = &drafts[outer];
        if draft.dropped.is_some() || draft.is_mere || !draft.rule.absorbs {
            continue;
        }
        let predicate = &text.predicates[drafts[outer].predicate];
        let contents = contents(text, predicate);
        let why = format!("it is what `{}` speaks about", drafts[outer].rule.id);
        for inner in drafts.iter_mut() {
            let head = text.predicates[inner.predicate].head;
            let is_granted = inner.is_mere && !text.pos(head).is_nominal();
            if head != predicate.head && contents.contains(&head) && !is_granted {
                inner.dropped.get_or_insert_with(|| why.clone());
            }
        }
    }
}

/// The heads of what a predicate speaks about: its content and its nouns, with what these are of,
/// and what it was done for (`sent envoys to end the war`); never the clause that it stands under.
fn contents(text: &Annotated, predicate: &Predicate) -> Vec<u32> {
    const MAX: usize = 64;
    let mut heads: Vec<u32> = predicate
        .fillers
        .iter()
        .filter(|f| f.role != Role::Subject || !text.predicates_at(f.token).is_empty())
        .filter(|f| f.role != Role::Means || text.head(predicate.head) != f.token)
        .map(|f| f.token)
        .collect();
    heads.extend(text.children(clause_of(text, predicate)).filter(|&t| is_purpose(text, t)));
    let mut at = 0;
    while at < heads.len() && heads.len() < MAX {
        let below = text.children(heads[at]).filter(|&t| is_inside(text, t));
        let new: Vec<u32> = below.filter(|t| !heads.contains(t)).collect();
        heads.extend(new);
        at += 1;
    }
    heads
}

/// The verb of a predicate: its own head, or the verb that lends a noun its grammar.
fn clause_of(text: &Annotated, predicate: &Predicate) -> u32 {
    let is_lent = !predicate.is_nominal && text.pos(predicate.head).is_nominal();
    if is_lent { text.head(predicate.head) } else { predicate.head }
}

/// Whether a token heads an infinitive that says what for.
fn is_purpose(text: &Annotated, token: u32) -> bool {
    use Relation as R;
    matches!(text.relation(token), R::AdverbialClause | R::NounClause)
        && text.morph(token).contains("VerbForm=Inf")
        && text
            .children(token)
            .any(|t| text.relation(t) == R::Auxiliary && text.pos(t) == entente_model::Pos::Part)
}

/// `a treaty to share tax records`: what the noun is for, though it looks like a relative clause.
fn is_infinitive_relative(text: &Annotated, token: u32) -> bool {
    text.relation(token) == Relation::RelativeClause && text.morph(token).contains("VerbForm=Inf")
}

fn is_inside(text: &Annotated, token: u32) -> bool {
    use Relation as R;
    if is_infinitive_relative(text, token) {
        return true;
    }
    let is_part = matches!(
        text.relation(token),
        R::Preposition
            | R::PrepObject
            | R::PrepClause
            | R::Object
            | R::OpenComplement
            | R::NounClause
            | R::Complement
            | R::Conjunct
            | R::Possessor
            | R::Compound
            | R::Modifier
            | R::NounModifier
    );
    is_part || is_purpose(text, token)
}

/// Of readings whose words overlap only the one that says most is kept.
fn drop_overlapping(text: &Annotated, drafts: &mut [Draft<'_>]) {
    for left in 0..drafts.len() {
        let span = text.predicates[drafts[left].predicate].trigger;
        for right in left + 1..drafts.len() {
            let other = text.predicates[drafts[right].predicate].trigger;
            if other.start() > span.end() + 200 {
                break;
            }
            let both = drafts[left].dropped.is_none() && drafts[right].dropped.is_none();
            if both && span.overlaps(other) {
                let right_wins = drafts[right].rank() > drafts[left].rank();
                let (loser, winner) = if right_wins { (left, right) } else { (right, left) };
                let why = format!("`{}` says more of the same words", drafts[winner].rule.id);
                drafts[loser].dropped = Some(why);
            }
        }
    }
}

/// Whether a status is one that tells something happened or will.
pub(crate) fn counts(status: Status) -> bool {
    !matches!(status, Status::Hypothetical | Status::Denied)
}
