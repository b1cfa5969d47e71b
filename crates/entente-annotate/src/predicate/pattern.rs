//! Patterns of a lexicon: a head word and what must or must not stand beside it.
//!
//! `pull ~out` wants a particle or adposition, `open >fire` an object, `halt >test^nuclear` one
//! with that modifier, `take ~into>custody` an adposition with its noun, `exercise ^military|naval` a
//! modifier, `+clause` a complement clause, `want +subject` one with a subject of its own, `fail
//! +reach` or `say +must` one whose verb, or an auxiliary, negation, conjunction or predicate of it,
//! is that word; `call +liar` also a predicate of the object; `have =has` the head's own form.
//! `|` separates alternatives, `*` stands for any word, a leading `!` forbids.

use entente_model::{Annotated, Pos, Relation};

use super::clause;

/// Word class of a pattern's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Verb,
    Noun,
    Adjective,
}

impl Class {
    /// The class of that letter in a table: `v`, `n` or `a`.
    pub(crate) fn from_letter(letter: &str) -> Option<Self> {
        match letter {
            "v" => Some(Self::Verb),
            "n" => Some(Self::Noun),
            "a" => Some(Self::Adjective),
            _ => None,
        }
    }

    /// The class of a token, if it is one that patterns know.
    pub(crate) fn of(pos: Pos) -> Option<Self> {
        match pos {
            Pos::Verb | Pos::Aux => Some(Self::Verb),
            Pos::Noun | Pos::Propn => Some(Self::Noun),
            Pos::Adj => Some(Self::Adjective),
            _ => None,
        }
    }
}

/// What must stand beside a head word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    kind: Kind,
    forbidden: bool,
    words: Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Particle,
    Object,
    /// An object with one of these modifiers.
    DescribedObject(Words),
    Modifier,
    Clause,
    OwnClause,
    UnderParticle(Words),
    Form,
}

/// The word that stands for any complement clause.
const ANY_CLAUSE: &str = "clause";

/// The word that stands for a complement clause with a subject of its own.
const OWN_SUBJECT: &str = "subject";

/// Alternatives; none means any.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words(Vec<Box<str>>);

impl Words {
    fn parse(text: &str) -> Self {
        let listed = text.split('|').filter(|w| !w.is_empty());
        if text == "*" { Self(Vec::new()) } else { Self(listed.map(Into::into).collect()) }
    }

    fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    fn hold(&self, lemma: &str) -> bool {
        self.is_any() || self.0.iter().any(|w| w.eq_ignore_ascii_case(lemma))
    }
}

impl Pattern {
    /// Reads `head condition …` into the head's lemma and its pattern.
    pub(crate) fn parse(text: &str) -> Result<(&str, Self), String> {
        let mut parts = text.split_whitespace();
        let head = parts.next().ok_or("a head word")?;
        let conditions = parts.map(Condition::parse).collect::<Result<_, _>>()?;
        Ok((head, Self { conditions }))
    }

    /// How many conditions it states: the more, the more it says.
    pub(crate) fn specificity(&self) -> usize {
        self.conditions.len()
    }

    /// Whether a token has all it asks for; gives the particles and objects that it took.
    pub(crate) fn matches(&self, text: &Annotated, head: u32, taken: &mut Vec<u32>) -> bool {
        let before = taken.len();
        let holds = self.conditions.iter().all(|condition| {
            let found = condition.find(text, head);
            if let (Some(token), false) = (found, condition.forbidden) {
                taken.push(token);
            }
            found.is_some() != condition.forbidden
        });
        if !holds {
            taken.truncate(before);
        }
        holds
    }
}

impl Condition {
    fn parse(text: &str) -> Result<Self, String> {
        let (forbidden, text) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let kind_and_words = match text.split_at_checked(1) {
            Some(("~", rest)) => match rest.split_once('>') {
                Some((particle, noun)) => {
                    (Kind::UnderParticle(Words::parse(particle)), Words::parse(noun))
                }
                None => (Kind::Particle, Words::parse(rest)),
            },
            Some((">", rest)) => match rest.split_once('^') {
                Some((noun, modifier)) => {
                    (Kind::DescribedObject(Words::parse(modifier)), Words::parse(noun))
                }
                None => (Kind::Object, Words::parse(rest)),
            },
            Some(("^", rest)) => (Kind::Modifier, Words::parse(rest)),
            Some(("=", rest)) => (Kind::Form, Words::parse(rest)),
            Some(("+", OWN_SUBJECT)) => (Kind::OwnClause, Words(Vec::new())),
            Some(("+", ANY_CLAUSE)) => (Kind::Clause, Words(Vec::new())),
            Some(("+", rest)) => (Kind::Clause, Words::parse(rest)),
            _ => return Err("`~word`, `>word`, `~word>word`, `^word`, `=form` or `+clause`".into()),
        };
        Ok(Self { kind: kind_and_words.0, forbidden, words: kind_and_words.1 })
    }

    /// The token that satisfies it, if one does.
    fn find(&self, text: &Annotated, head: u32) -> Option<u32> {
        match &self.kind {
            Kind::Particle => text
                .children(head)
                .find(|&t| is_particle(text, t) && self.words.hold(text.lemma(t)))
                .or_else(|| self.marker(text, head)),
            Kind::UnderParticle(particle) => text
                .children(head)
                .filter(|&t| is_particle(text, t) && particle.hold(text.lemma(t)))
                .find_map(|t| self.under(text, t)),
            Kind::Object => objects(text, head)
                .flat_map(|t| with_measured(text, t))
                .find(|&t| self.words.hold(text.lemma(t))),
            Kind::DescribedObject(modifiers) => objects(text, head).find(|&t| {
                self.words.hold(text.lemma(t)) && modifier(text, t, modifiers).is_some()
            }),
            Kind::Modifier => modifier(text, head, &self.words),
            Kind::Form => self.words.hold(text.text(head)).then_some(head),
            Kind::OwnClause => text.children(head).find(|&t| {
                text.relation(t) == Relation::Complement
                    && text.children(t).any(|s| {
                        matches!(text.relation(s), Relation::Subject | Relation::PassiveSubject)
                    })
            }),
            Kind::Clause => text.children(head).find(|&t| match text.relation(t) {
                Relation::Complement | Relation::OpenComplement => self.holds_of_clause(text, t),
                Relation::ObjectPredicate => !self.words.is_any() && self.words.hold(text.lemma(t)),
                _ => false,
            }),
        }
    }
}

impl Condition {
    /// The noun or clause under an adposition, or under one stacked on it (`out of the question`).
    fn under(&self, text: &Annotated, adposition: u32) -> Option<u32> {
        let below = |t: u32| {
            text.children(t).find(|&n| {
                matches!(text.relation(n), Relation::PrepObject | Relation::PrepClause)
                    && with_measured(text, n).any(|m| self.words.hold(text.lemma(m)))
            })
        };
        let mut stacked =
            text.children(adposition).filter(|&t| text.relation(t) == Relation::Preposition);
        below(adposition).or_else(|| stacked.find_map(below))
    }

    /// The word that opens an infinitive with a subject of its own (`called for Mali to act`).
    fn marker(&self, text: &Annotated, head: u32) -> Option<u32> {
        let clause = text.children(head).find(|&t| clause::is_wish(text, t))?;
        text.children(clause)
            .find(|&t| text.relation(t) == Relation::Marker && self.words.hold(text.lemma(t)))
    }

    fn holds_of_clause(&self, text: &Annotated, verb: u32) -> bool {
        let mut helpers = text.children(verb).filter(|&t| {
            matches!(
                text.relation(t),
                Relation::Auxiliary
                    | Relation::Marker
                    | Relation::Negation
                    | Relation::AdjectiveComplement
                    | Relation::Attribute
            )
        });
        self.words.hold(text.lemma(verb)) || helpers.any(|t| self.words.hold(text.lemma(t)))
    }
}

/// Direct objects, passive subjects, and the noun that a participle or a relative clause modifies
/// and that undergoes it.
fn objects(text: &Annotated, head: u32) -> impl Iterator<Item = u32> + '_ {
    let is_object =
        |t: u32| matches!(text.relation(t), Relation::Object | Relation::PassiveSubject);
    let own = text.children(head).filter(move |&t| is_object(t));
    let undergoes = match text.relation(head) {
        Relation::NounClause => {
            let morph = text.morph(head);
            morph.contains("VerbForm=Part") && morph.contains("Tense=Past")
        }
        // `ships that Mali seized`: what stands for the noun is a pronoun before the verb.
        Relation::RelativeClause => {
            text.children(head).any(|t| t < head && is_object(t) && text.pos(t) == Pos::Pron)
        }
        _ => false,
    };
    own.chain(undergoes.then(|| text.head(head)))
}

/// A noun and what it is a measure of, which follows it at once: `thousands of troops`.
fn with_measured(text: &Annotated, noun: u32) -> impl Iterator<Item = u32> + '_ {
    // A measure is plural; `proposal by the government` is none.
    let is_measure = text.morph(noun).contains("Number=Plur");
    let measured = text
        .children(noun)
        .filter(move |&t| is_measure && t == noun + 1)
        .filter(|&t| text.relation(t) == Relation::Preposition)
        .flat_map(|t| text.children(t))
        .find(|&t| text.relation(t) == Relation::PrepObject);
    std::iter::once(noun).chain(measured)
}

/// What describes a word, if it is one of these.
fn modifier(text: &Annotated, head: u32, words: &Words) -> Option<u32> {
    let mut children = text.children(head);
    children.find(|&t| is_modifier(text.relation(t)) && words.hold(text.lemma(t)))
}

fn is_particle(text: &Annotated, token: u32) -> bool {
    match text.relation(token) {
        Relation::Particle | Relation::Preposition | Relation::Agent | Relation::Dative => true,
        Relation::Adverb => true,
        _ => text.pos(token) == Pos::Adp,
    }
}

fn is_modifier(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Compound | Relation::Modifier | Relation::NounModifier | Relation::NounAdverb
    )
}
