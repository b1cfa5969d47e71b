//! Polarity, mood, tense and frames: what bears on whether a predicate came about.

use entente_model::{Annotated, Frame, FrameKind, Mood, Polarity, Pos, Relation, Tense};

use super::Words;
use super::clause::{is_infinitive, is_past_participle, is_stray_complement, surface_subject};
use super::cues::Little;

/// How many heads are climbed in search of frames.
const MAX_CLIMB: usize = 16;

/// The polarity of a verb, adjective or noun.
pub(crate) fn polarity(text: &Annotated, words: &Words, head: u32) -> Polarity {
    let own = is_negated(text, words, head);
    let inherited = shares_auxiliaries(text, head) && is_negated(text, words, text.head(head));
    if own || inherited { Polarity::Negative } else { Polarity::Positive }
}

fn is_negated(text: &Annotated, words: &Words, head: u32) -> bool {
    let negates = |t: u32| words.cues.little(text.lemma(t)) == Some(Little::Negator);
    text.children(head).any(|t| match text.relation(t) {
        Relation::Negation => true,
        Relation::Determiner | Relation::Adverb | Relation::Coordinator => negates(t),
        // `none of them signed`, `no minister signed`, `signed no treaty`, `neither A nor B signed`.
        Relation::Subject | Relation::PassiveSubject | Relation::Object | Relation::Attribute => {
            negates(t)
                || text.children(t).any(|d| {
                    matches!(
                        text.relation(d),
                        Relation::Determiner | Relation::Negation | Relation::Coordinator
                    ) && negates(d)
                })
        }
        _ => false,
    })
}

/// The mood of a verb by its auxiliaries; a bare conjunct shares its head's.
pub(crate) fn mood(text: &Annotated, words: &Words, head: u32) -> Mood {
    let own = text.children(head).find_map(|t| match words.cues.little(text.lemma(t)) {
        Some(Little::Mood(mood)) if text.relation(t) == Relation::Auxiliary => Some(mood),
        _ => None,
    });
    if let Some(mood) = own {
        return mood;
    }
    if shares_auxiliaries(text, head) {
        return mood(text, words, text.head(head));
    }
    let is_main = matches!(text.relation(head), Relation::Root | Relation::Conjunct);
    if is_main && asks(text, head) { Mood::Question } else { Mood::Indicative }
}

/// A conjunct without a subject and a tense of its own (`will visit Moscow and meet Putin`).
fn shares_auxiliaries(text: &Annotated, head: u32) -> bool {
    let is_bare = || !text.morph(head).contains("VerbForm=Fin");
    let has_own = || {
        text.children(head).any(|t| {
            matches!(
                text.relation(t),
                Relation::Subject | Relation::PassiveSubject | Relation::Auxiliary
            )
        })
    };
    text.relation(head) == Relation::Conjunct
        && text.pos(head) == Pos::Verb
        && text.head(head) < head
        && is_bare()
        && !has_own()
}

fn asks(text: &Annotated, head: u32) -> bool {
    text.sentence_of(head).is_some_and(|s| {
        let is_mark = |t: u32| text.text(t) == "?";
        (s.first..s.last).rev().take(3).any(is_mark)
    })
}

/// The tense of a verb.
pub(crate) fn tense(text: &Annotated, head: u32) -> Tense {
    if shares_auxiliaries(text, head) {
        return tense(text, text.head(head));
    }
    let is = |t: u32, feature: &str| text.morph(t).contains(feature);
    let helpers = |kind: Relation| text.children(head).filter(move |&t| text.relation(t) == kind);
    let finite = helpers(Relation::Auxiliary)
        .chain(helpers(Relation::PassiveAuxiliary))
        .find(|&t| is(t, "VerbForm=Fin"))
        .or_else(|| is(head, "VerbForm=Fin").then_some(head));
    let Some(finite) = finite else {
        return if is_past_participle(text, head) { Tense::Past } else { Tense::None };
    };
    let progressive = is(head, "Aspect=Prog")
        || helpers(Relation::PassiveAuxiliary).any(|t| is(t, "Aspect=Prog"));
    let perfect = text.relation(finite) == Relation::Auxiliary
        && !progressive
        && (is_past_participle(text, head)
            || helpers(Relation::PassiveAuxiliary).any(|t| is_past_participle(text, t)));
    match (is(finite, "Tense=Past"), perfect, progressive) {
        (true, _, _) | (_, true, _) => Tense::Past,
        (_, _, true) => Tense::Ongoing,
        _ => Tense::Present,
    }
}

/// What a predicate stands under, innermost first, and the mood that it takes from there.
pub(crate) fn frames(text: &Annotated, words: &Words, head: u32) -> (Vec<Frame>, Option<Mood>) {
    let mut climb = Climb { text, words, frames: Vec::new(), mood: None };
    climb.attribution(head);
    let mut at = head;
    for _ in 0..MAX_CLIMB {
        match climb.step(at) {
            Some(next) => at = next,
            None => break,
        }
    }
    (climb.frames, climb.mood)
}

/// The frame that a light verb sets for its own noun: a plan, a demand, a beginning.
///
/// Its negation is the predicate's own; and who ends or concludes talks has held them.
pub(crate) fn of_light_verb(text: &Annotated, words: &Words, verb: u32) -> Option<Frame> {
    let kind = words.cues.frame(text, verb)?;
    let sets = matches!(kind, FrameKind::Intends | FrameKind::Asks | FrameKind::Continues);
    let holder = surface_subject(text, words, verb, MAX_CLIMB);
    sets.then_some(Frame { kind, cue: verb, holder, negated: false })
}

struct Climb<'a> {
    text: &'a Annotated,
    words: &'a Words,
    frames: Vec<Frame>,
    mood: Option<Mood>,
}

impl Climb<'_> {
    /// One head up, noting what frame it sets; `None` where nothing above bears on the predicate.
    fn step(&mut self, at: u32) -> Option<u32> {
        let (text, up) = (self.text, self.text.head(at));
        if up == at {
            return None;
        }
        match text.relation(at) {
            Relation::Complement
            | Relation::OpenComplement
            | Relation::ClausalSubject
            | Relation::Parataxis
            | Relation::Object
            | Relation::PassiveSubject
            | Relation::Subject
            | Relation::Attribute => self.consider(up),
            Relation::PrepClause | Relation::PrepObject => {
                let governor = text.head(up);
                self.marker_word(up);
                self.consider(governor).filter(|_| governor != up)
            }
            Relation::NounClause if is_infinitive(text, at) => self.consider(up),
            // What a purpose serves bears on it (`urged him to leave to save the deal`), a time does not.
            Relation::AdverbialClause => self.adverbial(at, up).then_some(up),
            Relation::Conjunct if is_stray_complement(text, at) => self.consider(up),
            Relation::Conjunct | Relation::AdjectiveComplement => {
                self.attribution(up);
                Some(up)
            }
            _ => None,
        }
    }

    /// Notes the frame that a governor sets.
    fn consider(&mut self, up: u32) -> Option<u32> {
        let (text, words) = (self.text, self.words);
        if let Some(kind) = words.cues.frame(text, up) {
            let holder = surface_subject(text, words, up, MAX_CLIMB);
            let negated = polarity(text, words, up) == Polarity::Negative;
            self.frames.push(Frame { kind, cue: up, holder, negated });
        }
        let says = self.frames.iter().any(|f| f.kind == FrameKind::Says);
        let above = mood(text, words, up);
        if !says && above != Mood::Indicative && text.pos(up) != Pos::Noun {
            self.mood = self.mood.or(Some(above));
        }
        self.attribution(up);
        Some(up)
    }

    /// `if A attacks`, `before A attacks`, `to attack`; whether it is a purpose.
    fn adverbial(&mut self, at: u32, up: u32) -> bool {
        let text = self.text;
        for child in text.children(at) {
            if text.relation(child) == Relation::Marker || text.relation(child) == Relation::Adverb
            {
                self.marker_word(child);
            }
        }
        if let Some(cue) = inverted_auxiliary(text, at) {
            let kind = FrameKind::Conditions;
            self.frames.push(Frame { kind, cue, holder: None, negated: false });
        }
        let is_purpose = is_infinitive(text, at)
            && text
                .children(at)
                .any(|t| text.relation(t) == Relation::Auxiliary && text.pos(t) == Pos::Part);
        if is_purpose {
            let holder = surface_subject(text, self.words, up, MAX_CLIMB);
            self.frames.push(Frame { kind: FrameKind::Intends, cue: up, holder, negated: false });
        }
        is_purpose
    }

    fn marker_word(&mut self, word: u32) {
        let kind = match self.words.cues.little(self.text.lemma(word)) {
            Some(Little::Condition) => FrameKind::Conditions,
            Some(Little::Before) => FrameKind::Intends,
            Some(Little::Negator) => FrameKind::Excludes,
            _ => return,
        };
        self.frames.push(Frame { kind, cue: word, holder: None, negated: false });
    }

    /// `…, according to Hanoi`.
    fn attribution(&mut self, head: u32) {
        let text = self.text;
        let cue = text
            .children(head)
            .find(|&t| self.words.cues.little(text.lemma(t)) == Some(Little::Attribution));
        let Some(cue) = cue else { return };
        let below = |t: u32| text.children(t).find(|&n| text.relation(n) == Relation::PrepObject);
        let holder = below(cue).or_else(|| text.children(cue).find_map(below));
        self.frames.push(Frame { kind: FrameKind::Says, cue, holder, negated: false });
    }
}

/// `had A attacked, …`: an auxiliary before the subject of a clause without a marker.
fn inverted_auxiliary(text: &Annotated, clause: u32) -> Option<u32> {
    let child = |wanted: Relation| text.children(clause).find(|&t| text.relation(t) == wanted);
    let subject = child(Relation::Subject).or_else(|| child(Relation::PassiveSubject))?;
    let auxiliary = child(Relation::Auxiliary).or_else(|| child(Relation::PassiveAuxiliary))?;
    (auxiliary < subject && child(Relation::Marker).is_none()).then_some(auxiliary)
}
