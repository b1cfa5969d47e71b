//! What a word reaches in its clause: who stands in which place to it.
//!
//! From the word that says `ally` or `depend`, the heads are climbed to the verb of its clause, and
//! on each level what hangs there is noted with its place; the nearest come first. So `Mali is
//! Chad's ally`, `Mali, an ally of Chad` and `Mali has become allied with Chad` have the same
//! subject, whatever the word's own grammar.

use entente_model::{Annotated, Pos, Relation, Role};

/// How many heads are climbed.
const MAX_CLIMB: usize = 8;

/// The place of something, seen from a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A role as predicates have them.
    Role(Role),
    /// Whose it is, by a possessor, an adjective or a noun before it.
    Owner,
    /// What stands in apposition to it.
    Apposed,
    /// What it hangs on itself.
    Host,
}

/// A word with what it reaches.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// The word and the heads above it, up to the verb of its clause.
    pub(crate) path: Vec<u32>,
    /// How many of them, from the word up, carry signs for it: those before a coordinated verb.
    pub(crate) n_signed: usize,
    /// How many of them say when it is: those before what it is only a phrase of.
    pub(crate) n_timed: usize,
    /// The heads above that of which its clause is a complement.
    pub(crate) above: Vec<u32>,
    /// What hangs on them.
    pub(crate) fillers: Vec<(Place, u32)>,
    /// Whether its clause is the one that its stretch of text is made of.
    pub(crate) is_main: bool,
    /// How many nouns lie between it and the verb.
    pub(crate) depth: i32,
}

/// Climbs from a word of a run of tokens.
pub(crate) fn reach(text: &Annotated, trigger: u32, first: u32, last: u32) -> Reach {
    let mut reach = Reach {
        path: Vec::new(),
        n_signed: 0,
        n_timed: 0,
        above: Vec::new(),
        fillers: Vec::new(),
        is_main: true,
        depth: 0,
    };
    let (mut at, mut is_closed) = (trigger, false);
    let (mut is_signed, mut is_timed, mut is_complement) = (true, true, true);
    for _ in 0..MAX_CLIMB {
        if is_closed && is_complement {
            reach.above.push(at);
        } else if !is_closed {
            reach.n_signed += usize::from(is_signed);
            reach.n_timed += usize::from(is_signed && is_timed);
            reach.path.push(at);
            reach.collect(text, at, true);
            if at != trigger {
                reach.fillers.push((Place::Host, at));
            }
        }
        let (head, relation) = (text.head(at), text.relation(at));
        if head == at || head < first || head >= last {
            reach.owner_as_subject(text);
            return reach;
        }
        is_closed |= is_clause(text, at);
        is_signed &= !(relation == Relation::Conjunct && text.pos(at) == Pos::Verb);
        is_timed &= relation != Relation::PrepObject;
        is_complement &= is_complement_of(relation);
        reach.climb(text, at, relation, &mut is_closed);
        at = head;
    }
    reach
}

impl Reach {
    /// Notes what a step upwards by a relation means.
    fn climb(&mut self, text: &Annotated, at: u32, relation: Relation, is_closed: &mut bool) {
        match relation {
            Relation::Subject | Relation::PassiveSubject | Relation::PrepObject => {
                self.depth += i32::from(!*is_closed);
            }
            Relation::RelativeClause | Relation::NounClause => {
                if !*is_closed {
                    let subject = Place::Role(Role::Subject);
                    self.fillers.retain(|f| f.0 != subject || !refers(text, f.1));
                    let place = if self.has(Role::Subject) { Role::Object } else { Role::Subject };
                    self.fillers.push((Place::Role(place), text.head(at)));
                }
                *is_closed = true;
                self.is_main = false;
            }
            Relation::AdverbialClause => {
                *is_closed |= self.has(Role::Subject);
                self.is_main = false;
            }
            Relation::Complement | Relation::ClausalSubject | Relation::Parataxis => {
                *is_closed = true;
                self.is_main = false;
            }
            Relation::Apposition => {
                if !*is_closed {
                    self.fillers.push((Place::Role(Role::Subject), text.head(at)));
                }
                *is_closed = true;
                self.is_main = false;
            }
            _ => {}
        }
    }

    /// A heading's noun has its owner for a subject (`Mali plans to`, where the verb looks like one).
    fn owner_as_subject(&mut self, text: &Annotated) {
        let top = self.path.last().copied().filter(|&t| text.pos(t) == Pos::Noun);
        if let Some(top) = top.filter(|_| !self.has(Role::Subject)) {
            let owners =
                self.fillers.iter().filter(|f| f.0 == Place::Owner && text.head(f.1) == top);
            let owners: Vec<u32> = owners.map(|f| f.1).collect();
            self.fillers.extend(owners.into_iter().map(|t| (Place::Role(Role::Subject), t)));
        }
    }

    /// The heads that carry signs for the word.
    pub(crate) fn signed(&self) -> &[u32] {
        &self.path[..self.n_signed]
    }

    /// Those of them that say when.
    pub(crate) fn timed(&self) -> &[u32] {
        &self.path[..self.n_timed]
    }

    fn has(&self, role: Role) -> bool {
        self.fillers.iter().any(|&(place, _)| place == Place::Role(role))
    }

    /// The tokens in a place, the nearest first.
    pub(crate) fn fillers(&self, place: Place) -> impl Iterator<Item = u32> + '_ {
        self.fillers.iter().filter(move |f| f.0 == place).map(|f| f.1)
    }

    /// Notes what hangs on a token.
    fn collect(&mut self, text: &Annotated, at: u32, through_clauses: bool) {
        for child in text.children(at).filter(|&t| t != at) {
            if self.path.contains(&child) {
                continue;
            }
            let role = match text.relation(child) {
                Relation::Subject => Role::Subject,
                Relation::PassiveSubject | Relation::Object | Relation::PrepObject => Role::Object,
                Relation::Attribute | Relation::AdjectiveComplement | Relation::ObjectPredicate => {
                    Role::Attribute
                }
                Relation::OpenComplement | Relation::Complement => Role::Content,
                Relation::Agent => {
                    self.under(text, child, Role::Subject);
                    continue;
                }
                Relation::Dative => {
                    if text.pos(child) == Pos::Adp {
                        self.under(text, child, Role::Goal);
                        continue;
                    }
                    Role::Goal
                }
                Relation::Preposition => {
                    if let Some(role) = text.adposition(child) {
                        self.under(text, child, role);
                    }
                    continue;
                }
                Relation::Possessor
                | Relation::Compound
                | Relation::Modifier
                | Relation::NounModifier => {
                    self.fillers.push((Place::Owner, child));
                    continue;
                }
                Relation::Apposition => {
                    self.fillers.push((Place::Apposed, child));
                    continue;
                }
                Relation::NounClause | Relation::RelativeClause if through_clauses => {
                    self.collect(text, child, false);
                    continue;
                }
                _ => continue,
            };
            self.fillers.push((Place::Role(role), child));
        }
    }

    /// Notes what stands under an adposition, and under one that stands under it (`away from`).
    fn under(&mut self, text: &Annotated, adposition: u32, role: Role) {
        for child in text.children(adposition) {
            match text.relation(child) {
                Relation::PrepObject | Relation::PrepClause => {
                    self.fillers.push((Place::Role(role), child));
                }
                Relation::Preposition => {
                    let own = text.adposition(child).unwrap_or(role);
                    let below = text.children(child);
                    let mut below = below.filter(|&t| text.relation(t) == Relation::PrepObject);
                    self.fillers.extend(below.next().map(|t| (Place::Role(own), t)));
                }
                _ => {}
            }
        }
    }
}

/// Whether a subject stands for the noun above its clause (`two states that are partners`): a pronoun
/// that is none of a person.
fn refers(text: &Annotated, subject: u32) -> bool {
    text.pos(subject) == Pos::Pron && !text.morph(subject).contains("PronType=Prs")
}

/// Whether what has this relation stands under the word above it, not beside it.
fn is_complement_of(relation: Relation) -> bool {
    use Relation::{AdverbialClause, Apposition, Conjunct, Parataxis, RelativeClause};
    !matches!(relation, AdverbialClause | Apposition | Conjunct | Parataxis | RelativeClause)
}

/// Whether a token heads a clause with a subject of its own; one that stands for the noun above is
/// none.
fn is_clause(text: &Annotated, at: u32) -> bool {
    let is_relative = text.relation(at) == Relation::RelativeClause;
    let is_subject = |t: u32| {
        matches!(text.relation(t), Relation::Subject | Relation::PassiveSubject)
            && !(is_relative && refers(text, t))
    };
    matches!(text.pos(at), Pos::Verb | Pos::Aux) && text.children(at).any(is_subject)
}

impl Place {
    /// The place of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "owner" => Some(Self::Owner),
            "apposed" => Some(Self::Apposed),
            "host" => Some(Self::Host),
            _ => Role::from_name(name).map(Self::Role),
        }
    }
}
