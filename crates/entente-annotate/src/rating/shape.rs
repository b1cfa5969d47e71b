//! The shape of one clause: its verb form, its tense, who its subject is, what weakens it.

use entente_model::{Annotated, FrameKind, Mood, Polarity, Pos, Relation};

use super::register::Register;
use super::signature::Signatures;
use crate::predicate::cues::Little;
use crate::predicate::{Words, frame};

/// How many heads are climbed for a subject or an auxiliary that conjuncts share.
const MAX_CLIMB: usize = 6;

/// What rating reads: a text and the words of its language.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a Annotated,
    pub(super) words: &'a Words,
    pub(super) signatures: &'a Signatures,
    pub(super) register: Register,
}

/// What weakens a clause: `n`egation, `m`odality, a `c`ondition, a `q`uestion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Operators(u8);

impl Operators {
    const CONDITION: u8 = 1;
    const MODAL: u8 = 2;
    const NEGATION: u8 = 4;
    const QUESTION: u8 = 8;
    const NAMES: [&str; 16] = [
        "-", "c", "m", "cm", "n", "cn", "mn", "cmn", "q", "cq", "mq", "cmq", "nq", "cnq", "mnq",
        "cmnq",
    ];

    pub(super) fn name(self) -> &'static str {
        Self::NAMES[usize::from(self.0 & 15)]
    }

    /// Each by its letter; `-` where there is none.
    pub(super) fn each(self) -> impl Iterator<Item = &'static str> {
        let name = self.name();
        (0..name.len()).filter_map(move |at| name.get(at..=at))
    }

    fn with(self, operator: u8, is: bool) -> Self {
        Self(if is { self.0 | operator } else { self.0 })
    }
}

impl<'a> Reader<'a> {
    pub(super) fn negated(&self, token: u32) -> bool {
        frame::polarity(self.text, self.words, token) == Polarity::Negative
    }

    /// The auxiliary of mood, a conjunct's being its head's.
    pub(super) fn modal(&self, token: u32) -> Option<(Mood, u32)> {
        self.auxiliaries(token).find_map(|t| Some((self.mood_of(t)?, t)))
    }

    fn mood_of(&self, auxiliary: u32) -> Option<Mood> {
        match self.words.cues.little(self.text.lemma(auxiliary)) {
            Some(Little::Mood(mood)) if self.text.relation(auxiliary) == Relation::Auxiliary => {
                Some(mood)
            }
            _ => None,
        }
    }

    /// The auxiliaries of a verb, or those that it shares with the verb it is coordinated with.
    fn auxiliaries(&self, token: u32) -> impl Iterator<Item = u32> + use<'a> {
        let text = self.text;
        let is_auxiliary = move |t: &u32| {
            matches!(text.relation(*t), Relation::Auxiliary | Relation::PassiveAuxiliary)
        };
        let mut at = token;
        for _ in 0..MAX_CLIMB {
            let has_own = text.children(at).any(|t| is_auxiliary(&t));
            if has_own || !frame::shares_auxiliaries(text, at) {
                break;
            }
            at = text.head(at);
        }
        text.children(at).filter(is_auxiliary)
    }

    /// Operators of the clause itself.
    pub(super) fn own_operators(&self, token: u32) -> Operators {
        let hedged = || {
            self.text.children(token).any(|t| {
                self.text.relation(t) == Relation::Adverb && self.is_hedge(self.text.lemma(t))
            })
        };
        Operators::default()
            .with(Operators::NEGATION, self.negated(token))
            .with(Operators::MODAL, self.modal(token).is_some() || hedged())
            .with(Operators::CONDITION, self.conditioned(token))
    }

    fn is_hedge(&self, lemma: &str) -> bool {
        self.signatures.is_hedge(lemma)
            || self.words.cues.little(lemma) == Some(Little::Frame(FrameKind::Doubts))
    }

    fn conditioned(&self, token: u32) -> bool {
        self.text.children(token).any(|t| {
            matches!(self.text.relation(t), Relation::Marker | Relation::Adverb)
                && self.words.cues.little(self.text.lemma(t)) == Some(Little::Condition)
        })
    }

    /// Operators over a clause: its own, or those of the nearest clause above that has any.
    pub(super) fn operators(&self, token: u32) -> Operators {
        use Relation as R;
        let mut at = token;
        let mut found = Operators::default();
        for _ in 0..4 {
            found = self.own_operators(at);
            let climbs = matches!(
                self.text.relation(at),
                R::Conjunct
                    | R::OpenComplement
                    | R::Complement
                    | R::AdverbialClause
                    | R::NounClause
                    | R::AdjectiveComplement
                    | R::Attribute
            );
            if found != Operators::default() || !climbs {
                break;
            }
            at = self.text.head(at);
        }
        found.with(Operators::QUESTION, self.asked(token))
    }

    /// Whether the sentence is a question.
    pub(super) fn asked(&self, token: u32) -> bool {
        frame::asks(self.text, token)
    }

    /// The last word of the token's sentence, and how many words it has.
    pub(super) fn sentence_end(&self, token: u32) -> (&'a str, u32) {
        self.text
            .sentence_of(token)
            .map_or(("", 0), |s| (self.text.text(s.last.saturating_sub(1)), s.last - s.first))
    }

    /// Auxiliaries and the tag of the verb (`mood:future VB`).
    pub(super) fn form(&self, token: u32) -> String {
        let mut form = String::new();
        for auxiliary in self.auxiliaries(token) {
            match self.mood_of(auxiliary) {
                Some(mood) => form.push_str(mood.as_str()),
                None => {
                    form.push_str(self.text.lemma(auxiliary));
                    form.push('.');
                    form.push_str(self.text.tag(auxiliary));
                }
            }
            form.push(' ');
        }
        form + self.text.tag(token)
    }

    /// The tense of a clause, or how its verb stands without one.
    pub(super) fn tense(&self, token: u32) -> &'static str {
        let text = self.text;
        let is = |t: u32, feature: &str| text.morph(t).contains(feature);
        if self.modal(token).is_some() {
            return "mood";
        }
        if self.auxiliaries(token).any(|t| text.pos(t) == Pos::Part) {
            return "to";
        }
        let finite = self.auxiliaries(token).find(|&t| is(t, "VerbForm=Fin"));
        let Some(finite) = finite.or_else(|| is(token, "VerbForm=Fin").then_some(token)) else {
            return match () {
                () if is(token, "Aspect=Prog") => "ing",
                () if is(token, "VerbForm=Part") => "ed",
                () if is(token, "VerbForm=Inf") => "bare",
                () => "none",
            };
        };
        let prog = is(token, "Aspect=Prog");
        let helped = self.auxiliaries(token).any(|t| text.relation(t) == Relation::Auxiliary);
        let perfect = helped && !prog && is(token, "VerbForm=Part");
        match (is(finite, "Tense=Past"), perfect, prog) {
            (true, true, _) => "past perfect",
            (true, _, true) => "past progressive",
            (true, _, _) => "past",
            (_, true, _) => "perfect",
            (_, _, true) => "progressive",
            _ => "present",
        }
    }

    /// Who the subject is: the person of a pronoun, or the part of speech.
    pub(super) fn person(&self, token: u32) -> &'static str {
        let text = self.text;
        let Some(subject) = self.subject(token) else { return "none" };
        if text.pos(subject) != Pos::Pron {
            return text.pos(subject).as_str();
        }
        let is = |feature: &str| text.morph(subject).contains(feature);
        match self.words.cues.little(text.lemma(subject)) {
            Some(Little::Relative) => return "relative",
            Some(Little::Anybody) if !is("Person=2") => return "anybody",
            _ => {}
        }
        match () {
            () if is("Person=1") && is("Number=Plur") => "1p",
            () if is("Person=1") => "1",
            () if is("Person=2") => "2",
            () if is("Person=3") && is("Number=Plur") => "3p",
            () if is("Person=3") && is("Gender=Neut") => "3n",
            () if is("Person=3") => "3",
            () if is("PronType=Dem") => "this",
            () if is("PronType=Rel") => "what",
            () => "pronoun",
        }
    }

    fn subject(&self, token: u32) -> Option<u32> {
        use Relation as R;
        let mut at = token;
        for _ in 0..=MAX_CLIMB {
            let is_subject = |t: &u32| {
                matches!(self.text.relation(*t), R::Subject | R::PassiveSubject | R::ClausalSubject)
            };
            if let Some(subject) = self.text.children(at).find(is_subject) {
                return Some(subject);
            }
            let climbs = matches!(
                self.text.relation(at),
                R::Conjunct | R::OpenComplement | R::AdverbialClause
            );
            if !climbs {
                return None;
            }
            at = self.text.head(at);
        }
        None
    }
}
