//! Polarity, mood, tense and frames: what bears on whether a predicate came about.

use entente_model::{Annotated, Frame, FrameKind, Mood, Polarity, Pos, Relation, Role, Tense};

use super::Words;
use super::clause::{
    self, is_infinitive, is_past_participle, is_stray_complement, surface_subject,
};
use super::cues::{Cue, Little};

/// How many heads are climbed in search of frames.
const MAX_CLIMB: usize = 16;

/// The polarity of a verb, adjective or noun.
pub(crate) fn polarity(text: &Annotated, words: &Words, head: u32) -> Polarity {
    let own = is_negated(text, words, head);
    let inherited = shares_auxiliaries(text, head) && is_negated(text, words, text.head(head));
    if own || inherited || follows_negator(text, words, head) {
        Polarity::Negative
    } else {
        Polarity::Positive
    }
}

/// `it has not paid, nor has it asked`: the word before an inverted clause negates it.
fn follows_negator(text: &Annotated, words: &Words, head: u32) -> bool {
    let up = text.head(head);
    text.relation(head) == Relation::Conjunct
        && inverted_auxiliary(text, head).is_some_and(|auxiliary| {
            let is_before =
                |t: u32| text.relation(t) == Relation::Coordinator && t + 1 == auxiliary && t > up;
            text.children(up)
                .any(|t| is_before(t) && words.cues.little(text.lemma(t)) == Some(Little::Negator))
        })
}

fn is_negated(text: &Annotated, words: &Words, head: u32) -> bool {
    let negates = |t: u32| words.cues.little(text.lemma(t)) == Some(Little::Negator);
    text.children(head).any(|t| match text.relation(t) {
        Relation::Negation => true,
        // `no longer attacks`, but not `not only attacked but …`.
        Relation::Adverb if text.children(t).any(negates) => {
            !text.children(head).any(|c| text.relation(c) == Relation::Conjunct)
        }
        Relation::Determiner | Relation::Adverb | Relation::Coordinator => negates(t),
        // `none of them signed`, `no minister signed`, `signed no treaty`, `neither A nor B signed`.
        Relation::Subject | Relation::PassiveSubject | Relation::Object | Relation::Attribute => {
            negates(t)
                || text.children(t).any(|d| {
                    let is_near = matches!(
                        text.relation(d),
                        Relation::Determiner | Relation::Negation | Relation::Coordinator
                    );
                    // `not one minister signed`
                    is_near && negates(d)
                        || text.relation(d) == Relation::Number
                            && text.children(d).any(|n| text.relation(n) == Relation::Negation)
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
    if shares_auxiliaries(text, head) || continues_modal(text, words, head) {
        return mood(text, words, text.head(head));
    }
    let is_main = matches!(text.relation(head), Relation::Root | Relation::Conjunct);
    if is_main && asks(text, head) { Mood::Question } else { Mood::Indicative }
}

/// A conjunct without a subject and a tense of its own (`will visit Moscow and meet Putin`); a
/// participle is no second infinitive (`would leave, adding …`).
pub(crate) fn shares_auxiliaries(text: &Annotated, head: u32) -> bool {
    let is = |t: u32, feature: &str| text.morph(t).contains(feature);
    let is_aside = is(head, "Aspect=Prog") && !is(text.head(head), "Aspect=Prog");
    is_bare_conjunct(text, head) && !is(head, "VerbForm=Fin") && !is_aside
}

fn is_bare_conjunct(text: &Annotated, head: u32) -> bool {
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
        && !has_own()
}

/// `would close the house, attend the summit`: an infinitive that was tagged a present.
fn continues_modal(text: &Annotated, words: &Words, head: u32) -> bool {
    let has_modal = |verb: u32| {
        text.children(verb).any(|t| {
            text.relation(t) == Relation::Auxiliary
                && matches!(words.cues.little(text.lemma(t)), Some(Little::Mood(_)))
        })
    };
    let is_plain = || text.text(head) == text.lemma(head);
    is_bare_conjunct(text, head)
        && is_plain()
        && (has_modal(text.head(head)) || continues_modal(text, words, text.head(head)))
}

/// Whether a token's sentence is a question.
pub(crate) fn asks(text: &Annotated, head: u32) -> bool {
    text.sentence_of(head).is_some_and(|sentence| text.is_question(sentence))
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
    let mut climb = Climb { text, words, frames: of_modifiers(text, words, head), mood: None };
    climb.attribution(head);
    climb.frames.extend(condition_below(text, words, head));
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

/// The frames that adverbs and modifiers set: `allegedly shot`, `an alleged plot`, `any attack`,
/// `talks scheduled for Monday`, `sanctions being weighed`.
pub(crate) fn of_modifiers(text: &Annotated, words: &Words, head: u32) -> Vec<Frame> {
    use Relation::{Adverb, Determiner, Modifier, NounClause};
    let is_beside = |t: &u32| matches!(text.relation(*t), Adverb | Modifier | Determiner);
    // By what is asked, planned or weighed itself, nothing has come about.
    let arranged = |t: u32| {
        use FrameKind::{Asks, Doubts, Intends};
        let is_participle = text.relation(t) == NounClause && is_past_participle(text, t);
        let kind = words.cues.frame(text, t).filter(|k| matches!(k, Asks | Doubts | Intends))?;
        is_participle.then_some(Frame { kind, cue: t, holder: None, negated: false })
    };
    // By their forms: the lemma of `planned` is that of the verb.
    let frame = |cue: u32| match words.cues.little(text.text(cue)) {
        Some(Little::Frame(kind)) => Some(Frame { kind, cue, holder: None, negated: false }),
        _ => None,
    };
    let beside = text.children(head).filter(is_beside).filter_map(frame);
    beside.chain(text.children(head).filter_map(arranged)).collect()
}

/// `if I were you, I would go, and would stay`: the condition of a deed that is but imagined.
fn condition_below(text: &Annotated, words: &Words, head: u32) -> Option<Frame> {
    if mood(text, words, head) != Mood::Conditional {
        return None;
    }
    let is_if = |t: &u32| words.cues.little(text.lemma(*t)) == Some(Little::Condition);
    let condition = |verb: u32| {
        text.children(verb)
            .filter(|&t| text.relation(t) == Relation::AdverbialClause)
            .find_map(|clause| text.children(clause).find(is_if))
    };
    let mut verb = head;
    let cue = loop {
        if let Some(cue) = condition(verb) {
            break cue;
        }
        if !is_bare_conjunct(text, verb) {
            return None;
        }
        verb = text.head(verb);
    };
    Some(Frame { kind: FrameKind::Conditions, cue, holder: None, negated: false })
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
            Relation::Complement | Relation::OpenComplement | Relation::ClausalSubject => {
                self.whether(at);
                self.complement(at, up)
            }
            Relation::Parataxis | Relation::Attribute => self.consider(at, up),
            // `failed to mention their attack` does not deny the attack, `gave up its attack` does.
            Relation::Object => {
                let known = self.frames.len();
                let above = self.consider(at, up);
                let is_framed = self.frames[known..].iter().any(|f| f.kind != FrameKind::Says);
                above.filter(|_| is_framed || !is_definite(text, self.words, at))
            }
            // `talks failed to end the war`: they were held.
            Relation::Subject if self.fails_at(up) => None,
            // `hopes that his visit will help`: the visit itself is taken for granted.
            Relation::PassiveSubject | Relation::Subject => {
                self.consider(at, up).filter(|_| !is_definite(text, self.words, at))
            }
            Relation::PrepClause | Relation::PrepObject => {
                let little = self.words.cues.little(text.lemma(up));
                if matches!(little, Some(Little::Aside | Little::Sequel)) {
                    return None;
                }
                let governor = text.head(up);
                let is_clause = text.relation(at) == Relation::PrepClause;
                if !(is_clause && self.is_over(up, governor)) {
                    self.marker_word(up);
                }
                if is_clause {
                    self.matter(up);
                } else if text.adposition(up) == Some(Role::Whole) {
                    // `two rounds of talks scheduled for Monday`
                    self.frames.extend(of_modifiers(text, self.words, governor));
                }
                self.consider(at, governor).filter(|_| governor != up)
            }
            Relation::NounClause | Relation::RelativeClause if is_infinitive(text, at) => {
                self.complement(at, up)
            }
            Relation::NounClause | Relation::RelativeClause if is_told(text, at) => {
                self.consider(at, up)
            }
            // `will send a team going to Mali`: what goes along with a thing that is still to come.
            Relation::NounClause if self.goes_along(at, up) => Some(up),
            // What a purpose serves bears on it (`urged him to leave to save the deal`), a time does not.
            Relation::AdverbialClause => self.adverbial(at, up).then_some(up),
            Relation::Conjunct if is_stray_complement(text, at) => self.consider(at, up),
            Relation::Conjunct if clause::beside_denial(text, self.words, at).is_some() => {
                self.attribution(up);
                Some(text.head(up))
            }
            Relation::Conjunct | Relation::AdjectiveComplement => {
                self.attribution(up);
                Some(up)
            }
            _ => None,
        }
    }

    /// Whether a verb denies only what stands below it, not that its subject came about.
    fn fails_at(&self, verb: u32) -> bool {
        let (text, words) = (self.text, self.words);
        let below = text.children(verb).find(|&t| text.relation(t) == Relation::OpenComplement);
        words.cues.frame(text, verb) == Some(FrameKind::Excludes)
            && below.is_some_and(|t| !words.cues.is(text, t, Cue::Occur))
    }

    /// `will send a team going to Mali`: not so of whoever acts, of what is known (`the team`) and of
    /// what is itself a way of saying (`a call asking for aid`).
    fn goes_along(&self, clause: u32, noun: u32) -> bool {
        let (text, words) = (self.text, self.words);
        is_going(text, clause)
            && text.relation(noun) == Relation::Object
            && words.cues.frame(text, noun).is_none()
            && !is_definite(text, words, noun)
    }

    /// `whether A attacked is unknown`, `asked if A attacked`.
    fn whether(&mut self, at: u32) {
        let text = self.text;
        for marker in text.children(at).filter(|&t| text.relation(t) == Relation::Marker) {
            if self.words.cues.little(text.lemma(marker)) == Some(Little::Condition) {
                self.marker_word(marker);
            }
        }
    }

    /// `remarks about attacking Mali`: what is only talked about.
    fn matter(&mut self, word: u32) {
        if self.words.cues.little(self.text.lemma(word)) == Some(Little::Matter) {
            let (kind, negated) = (FrameKind::Asks, false);
            self.frames.push(Frame { kind, cue: word, holder: None, negated });
        }
    }

    /// Notes the frame over a complement: an infinitive under a word of which nothing is known is
    /// no more than meant (`struggled to attack`), unless it says who did it first.
    fn complement(&mut self, at: u32, up: u32) -> Option<u32> {
        let (text, known) = (self.text, self.frames.len());
        let above = self.consider(at, up);
        let is_singled = || {
            text.children(up)
                .any(|t| self.words.cues.little(text.lemma(t)) == Some(Little::Singled))
        };
        let is_again = text.lemma(up) == text.lemma(at);
        // `a resolution to attack` only says so, `was said to have attacked` says that it was.
        let is_noun = text.pos(up) == Pos::Noun;
        let is_open = |f: &Frame| f.kind == FrameKind::Says && is_noun;
        if self.frames[known..].iter().all(is_open)
            && !is_again
            && clause::is_infinitive(text, at)
            && clause::has_infinitive_marker(text, at)
            && !is_singled()
        {
            let holder = surface_subject(text, self.words, up, MAX_CLIMB);
            let negated = polarity(text, self.words, up) == Polarity::Negative;
            self.frames.push(Frame { kind: FrameKind::Intends, cue: up, holder, negated });
        } else if self.frames[known..].iter().all(|f| f.kind == FrameKind::Says)
            && is_bare_infinitive(text, at)
        {
            // `insisted that Mali comply`
            let (kind, holder, negated) = (FrameKind::Asks, None, false);
            self.frames.push(Frame { kind, cue: up, holder, negated });
        }
        above
    }

    /// Notes the frame that a governor sets.
    fn consider(&mut self, at: u32, up: u32) -> Option<u32> {
        let (text, words) = (self.text, self.words);
        // `I am asking you, I'm asking all to come`: a word does not frame itself.
        let is_again = text.lemma(up) == text.lemma(at) && text.pos(up) == Pos::Verb;
        let cue = [Some(up), self.predicate_of(at, up)]
            .into_iter()
            .flatten()
            .find_map(|t| Some((t, words.cues.frame(text, t)?)));
        if let Some((cue, kind)) = cue.filter(|_| !is_again) {
            let holder = surface_subject(text, words, up, MAX_CLIMB);
            let negated = polarity(text, words, up) == Polarity::Negative;
            self.frames.push(Frame { kind, cue, holder, negated });
        }
        let says = self.frames.iter().any(|f| f.kind == FrameKind::Says);
        let above = mood(text, words, up);
        if !says && above != Mood::Indicative && text.pos(up) != Pos::Noun {
            self.mood = self.mood.or(Some(above));
        }
        self.attribution(up);
        Some(up)
    }

    /// `it is untrue that A attacked`, `the rumour is that A attacked`: what a copula says of the clause
    /// under it, or that clause of its subject.
    fn predicate_of(&self, at: u32, copula: u32) -> Option<u32> {
        use Relation as R;
        let text = self.text;
        let is_clause =
            matches!(text.relation(at), R::Complement | R::OpenComplement | R::ClausalSubject);
        let is_said = |t: &u32| {
            matches!(text.relation(*t), R::AdjectiveComplement | R::Attribute) && *t != at
        };
        let is_copula = is_clause && text.pos(copula) == Pos::Aux;
        let found = || text.children(copula).find(is_said);
        let subject = || {
            let subject = text.children(copula).find(|&t| text.relation(t) == R::Subject)?;
            // `some of the rumours are that A attacked`
            let named =
                if text.pos(subject) == Pos::Noun { Some(subject) } else { whole(text, subject) };
            named.filter(|&t| text.pos(t) == Pos::Noun)
        };
        is_copula.then(|| found().or_else(subject)).flatten()
    }

    /// Whether what a word of earlier time (`before`) stands over has happened itself: it and its
    /// main clause are told in the past, and nothing is asked, meant or refused there.
    fn is_over(&self, word: u32, main: u32) -> bool {
        self.words.cues.little(self.text.lemma(word)) == Some(Little::Before)
            && tense(self.text, main) == Tense::Past
            && mood(self.text, self.words, main) == Mood::Indicative
            && !self.leaves_open(main)
    }

    /// `was needed before`, `refused to talk before`: the main clause says what ought to be.
    fn leaves_open(&self, main: u32) -> bool {
        use FrameKind::{Asks, Doubts, Excludes, Intends};
        let kind = self.words.cues.frame(self.text, main);
        matches!(kind, Some(Asks | Doubts | Excludes | Intends))
    }

    /// `if A attacks`, `before A attacks`, `to attack`; whether it is a purpose.
    fn adverbial(&mut self, at: u32, up: u32) -> bool {
        let text = self.text;
        for child in text.children(at) {
            let little = self.words.cues.little(text.lemma(child));
            match text.relation(child) {
                Relation::Marker if little == Some(Little::Before) => self.before(at, up, child),
                Relation::Marker => self.marker_word(child),
                Relation::Adverb if little != Some(Little::Before) => self.marker_word(child),
                _ => {}
            }
        }
        if let Some(cue) = inverted_auxiliary(text, at) {
            let kind = FrameKind::Conditions;
            self.frames.push(Frame { kind, cue, holder: None, negated: false });
        }
        if self.is_moment_to_come(at, up) {
            self.frames.push(Frame {
                kind: FrameKind::Intends,
                cue: up,
                holder: None,
                negated: false,
            });
        }
        let is_purpose = is_infinitive(text, at)
            && text
                .children(at)
                .any(|t| text.relation(t) == Relation::Auxiliary && text.pos(t) == Pos::Part);
        if is_purpose && !self.is_carried_out(at, up) {
            let holder = surface_subject(text, self.words, up, MAX_CLIMB);
            self.frames.push(Frame { kind: FrameKind::Intends, cue: up, holder, negated: false });
            // `should sue to resist them`: nobody has resolved on what ought to be done.
            let above = mood(text, self.words, up);
            if matches!(above, Mood::Necessary | Mood::Possible) {
                self.mood = self.mood.or(Some(above));
            }
        }
        is_purpose
    }

    /// `will tell them when he visits`, `will stay after he leaves`: what is told in the present beside
    /// a future is still to come.
    fn is_moment_to_come(&self, at: u32, up: u32) -> bool {
        let (text, words) = (self.text, self.words);
        let is_when = |t: u32| match words.cues.little(text.lemma(t)) {
            Some(Little::Moment | Little::During) => true,
            Some(Little::Sequel) => text.relation(t) == Relation::Marker,
            _ => false,
        };
        text.children(at).any(is_when)
            && tense(text, at) == Tense::Present
            && (matches!(mood(text, words, up), Mood::Future | Mood::Conditional)
                || self.leaves_open(up))
    }

    /// `fled before he was shot` tells a deed, `was caught before he could flee` one prevented.
    fn before(&mut self, at: u32, up: u32, cue: u32) {
        let kind = match mood(self.text, self.words, at) {
            Mood::Possible => FrameKind::Excludes,
            Mood::Indicative if self.is_over(cue, up) && tense(self.text, at) == Tense::Past => {
                return;
            }
            _ => FrameKind::Intends,
        };
        self.frames.push(Frame { kind, cue, holder: None, negated: false });
    }

    /// `gathered to vote`, `while in town to vote`: who has done it is at what it was done for.
    fn is_carried_out(&self, at: u32, up: u32) -> bool {
        let (text, cues) = (self.text, &self.words.cues);
        let is_while = |t: u32| cues.little(text.lemma(t)) == Some(Little::During);
        text.children(at).any(is_while)
            || cues.is(text, up, Cue::Purpose) && tense(text, up) == Tense::Past
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

/// The noun under the `of` of a word that takes a share of it.
fn whole(text: &Annotated, share: u32) -> Option<u32> {
    let is_of = |t: &u32| text.adposition(*t) == Some(Role::Whole);
    let adposition = text.children(share).find(is_of)?;
    text.children(adposition).find(|&t| text.relation(t) == Relation::PrepObject)
}

/// `that Mali comply`: an infinitive with a subject, without a marker and an auxiliary of its own.
fn is_bare_infinitive(text: &Annotated, clause: u32) -> bool {
    let child = |wanted: Relation| text.children(clause).any(|t| text.relation(t) == wanted);
    text.relation(clause) == Relation::Complement
        && clause::is_infinitive(text, clause)
        && child(Relation::Subject)
        && child(Relation::Marker)
        && !child(Relation::Auxiliary)
}

/// `a team going to Mali`: a participle that tells what its noun is about to do or doing.
fn is_going(text: &Annotated, clause: u32) -> bool {
    let morph = text.morph(clause);
    morph.contains("VerbForm=Part") && morph.contains("Aspect=Prog")
}

/// Whether a noun's determiner or possessor says that there is such a thing.
fn is_definite(text: &Annotated, words: &Words, noun: u32) -> bool {
    text.pos(noun) == Pos::Noun
        && text.children(noun).any(|t| match text.relation(t) {
            Relation::Possessor => true,
            Relation::Determiner => {
                !matches!(
                    words.cues.little(text.lemma(t)),
                    Some(Little::Indefinite | Little::Negator)
                ) && text.morph(t).contains("Definite=Def")
            }
            _ => false,
        })
}

/// `rumours that A attacked`: a finite clause that says what a noun is about.
fn is_told(text: &Annotated, clause: u32) -> bool {
    let is_finite = |t: u32| text.morph(t).contains("VerbForm=Fin");
    let mut children = text.children(clause);
    children.any(|t| text.relation(t) == Relation::Marker)
        && (is_finite(clause) || text.children(clause).any(is_finite))
}

/// `had A attacked, …`: an auxiliary before the subject of a clause without a marker.
fn inverted_auxiliary(text: &Annotated, clause: u32) -> Option<u32> {
    let child = |wanted: Relation| text.children(clause).find(|&t| text.relation(t) == wanted);
    let subject = child(Relation::Subject).or_else(|| child(Relation::PassiveSubject))?;
    let auxiliary = child(Relation::Auxiliary).or_else(|| child(Relation::PassiveAuxiliary))?;
    (auxiliary < subject && child(Relation::Marker).is_none()).then_some(auxiliary)
}
