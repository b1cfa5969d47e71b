//! Who stands behind a noun: `the women of Mali`, `Mali's offer`, `the sanctions that Mali imposed`.

use std::sync::Arc;

use entente_model::{Annotated, Pos, Relation, Resolved, Role};

use crate::party::{Found, in_clause, named};

/// What is left of the score of an actor that is found below the noun it belongs to.
const LESS: f32 = 0.85;

/// Looks below a noun for who owns, makes or hosts it, or else towards whom it stands.
///
/// What stands under an adposition of no known role (`a law like Mali's`) is neither.
pub(crate) fn owner(
    text: &Annotated,
    who: &Resolved,
    token: u32,
    role: Role,
    depth: usize,
) -> Option<Found> {
    let depth = depth.checked_sub(1)?;
    let sector = named(text, who, token, role, LESS).and_then(|found| found.party.sector);
    let noun = Noun { text, who, token, role, depth, sector };
    noun.possessor()
        .or_else(|| noun.origin())
        .or_else(|| noun.apposed())
        .or_else(|| noun.maker())
        .or_else(|| noun.counterpart())
        .or_else(|| noun.in_infinitive())
        .or_else(|| noun.role())
}

/// `a group of protesters`: of an unknown noun, the sector of those who make it up.
pub(crate) fn part_of(text: &Annotated, who: &Resolved, token: u32, role: Role) -> Option<Found> {
    if !text.predicates_at(token).is_empty() {
        return None;
    }
    let (_, whole) = under_adpositions(text, token).find(|&(tie, _)| tie == Role::Whole)?;
    let found = named(text, who, whole, role, LESS)?;
    found.is_known().then_some(Found { token, ..found })
}

/// The possessor of a noun, or who stands behind `by` there.
pub(crate) fn made_by(text: &Annotated, noun: u32) -> Option<u32> {
    let possessor = text.children(noun).find(|&t| text.relation(t) == Relation::Possessor);
    let mut below = under_adpositions(text, noun);
    possessor.or_else(|| below.find(|&(tie, _)| tie == Role::Subject).map(|(_, t)| t))
}

/// A noun whose owner is looked for.
struct Noun<'a> {
    text: &'a Annotated,
    who: &'a Resolved,
    token: u32,
    role: Role,
    /// How many nouns may still be looked through.
    depth: usize,
    /// Its sector, if it is somebody of whom that much is known.
    sector: Option<Arc<str>>,
}

impl Noun<'_> {
    /// `Mali's offer`, `the Malian offer`.
    fn possessor(&self) -> Option<Found> {
        use Relation::{Compound, Modifier, NounModifier, Possessor};
        let is_beside = |t: &u32| {
            matches!(self.text.relation(*t), Possessor | Modifier | Compound | NounModifier)
        };
        self.text.children(self.token).filter(is_beside).find_map(|t| self.resolved(t))
    }

    /// `union demands`, `the demands of the protesters`: of who owns it no more than the sector. In
    /// `clashes with police` those who clash with whoever fell there are the police.
    fn role(&self) -> Option<Found> {
        use Relation::{Compound, Possessor};
        if self.sector.is_some() {
            return None;
        }
        let is_beside = |t: &u32| matches!(self.text.relation(*t), Possessor | Compound);
        let is_joint = |t: &u32| {
            self.text.relation(*t) == Compound && self.text.relation(t + 1) == Relation::Punctuation
        };
        // `a police-union clash`: the parse hangs the first below the second.
        let both = |t| std::iter::once(t).chain(self.text.children(t).filter(is_joint));
        let beside = self.text.children(self.token).filter(is_beside).flat_map(both);
        let is_owner = |tie| matches!(tie, Role::Whole | Role::Subject | Role::Origin);
        let is_joined =
            |t: u32| self.text.children(t).any(|c| self.text.relation(c) == Relation::Conjunct);
        let is_foe = |tie, t| tie == Role::Partner && self.role == Role::Place && !is_joined(t);
        let below = under_adpositions(self.text, self.token)
            .filter(|&(tie, t)| is_owner(tie) || is_foe(tie, t));
        let mut owners = beside.chain(below.map(|(_, t)| t));
        owners.find_map(|t| named(self.text, self.who, t, self.role, LESS).filter(Found::is_known))
    }

    /// `the offer of Mali`, `by`, `from`, `with` Mali.
    fn origin(&self) -> Option<Found> {
        let mut ties = under_adpositions(self.text, self.token).filter(|&(tie, _)| is_origin(tie));
        // `a firm with Mali` is not Mali's: who it is shared with stands for it.
        ties.find_map(|(tie, t)| match tie {
            Role::Partner if self.sector.is_some() => self.below(t, Role::Partner),
            Role::Partner => self.aside(t, self.role, tie),
            _ => self.below(t, self.role),
        })
    }

    /// `three states, Mali, Chad and Niger`; `the speaker, N. N.` if N. N. is of the same sector.
    fn apposed(&self) -> Option<Found> {
        let is_apposed = |t: &u32| self.text.relation(*t) == Relation::Apposition;
        let found =
            self.text.children(self.token).filter(is_apposed).find_map(|t| self.resolved(t))?;
        let is_fit = match self.sector {
            Some(_) => found.party.sector == self.sector,
            None => self.text.pos(self.token) == Pos::Noun,
        };
        is_fit.then_some(found)
    }

    /// `the sanctions that Mali imposed`: whoever does what the noun says.
    fn maker(&self) -> Option<Found> {
        use Relation::{NounClause, RelativeClause};
        let is_told = |t| matches!(self.text.relation(t), NounClause | RelativeClause);
        if self.sector.is_some() || !self.text.children(self.token).any(is_told) {
            return None;
        }
        let said = self.text.predicates[self.text.predicates_at(self.token)].iter();
        let mut makers = said.flat_map(|p| p.fillers(Role::Subject)).filter(|&t| t != self.token);
        makers.find_map(|t| self.resolved(t))
    }

    /// Towards whom a thing stands (`a threat to Mali`), and of what is no deed also the state that
    /// it lies in (`a village in Mali`). An envoy to Mali is not of Mali.
    fn counterpart(&self) -> Option<Found> {
        let is_somebody = self.sector.is_some();
        let is_deed = !is_somebody && !self.text.predicates_at(self.token).is_empty();
        // `agreed to a meet in Mali`: what is spoken of takes place there, and stands for nobody.
        let is_matter = matches!(self.role, Role::Goal | Role::Topic | Role::Content);
        let mut ties = under_adpositions(self.text, self.token).filter(|&(tie, _)| !is_origin(tie));
        ties.find_map(|(tie, t)| match tie {
            // `bombings at Malian embassies killed 20`: where it was is not who did it.
            Role::Place if is_deed || is_matter => None,
            Role::Place if self.role == Role::Subject => self.below(t, Role::Place),
            // `authorities in Mali` are Mali's.
            Role::Place if is_somebody => self.below(t, Role::Place).filter(Found::is_state),
            Role::Place => self.aside(t, Role::Place, tie).filter(Found::is_state),
            _ if is_somebody => None,
            _ => self.aside(t, self.role, tie),
        })
    }

    /// `the right to respond to Mali`, `the intention of leaving Mali`.
    fn in_infinitive(&self) -> Option<Found> {
        if self.role == Role::Subject {
            return None;
        }
        let clause = |t: u32| match self.text.relation(t) {
            Relation::NounClause | Relation::RelativeClause => {
                self.text.morph(t).contains("VerbForm=Inf").then_some(t)
            }
            Relation::Preposition => {
                let mut below = self.text.children(t);
                below.find(|&v| self.text.relation(v) == Relation::PrepClause)
            }
            _ => None,
        };
        let found = |t| in_clause(self.text, self.who, t, self.role, self.depth);
        let mut clauses = self.text.children(self.token).filter_map(clause);
        let found = clauses.find_map(|t| found(t).filter(Found::is_resolved))?;
        Some(Found { through: Some(Role::Content), ..found })
    }

    fn resolved(&self, token: u32) -> Option<Found> {
        named(self.text, self.who, token, self.role, LESS).filter(Found::is_resolved)
    }

    /// Whom a noun is for, about or at, by the tie that says so.
    fn aside(&self, token: u32, role: Role, tie: Role) -> Option<Found> {
        let found = self.below(token, role)?;
        Some(Found { through: found.through.or(Some(tie)), ..found })
    }

    fn below(&self, token: u32, role: Role) -> Option<Found> {
        let found = named(self.text, self.who, token, role, LESS).filter(Found::is_resolved);
        found.or_else(|| {
            let found = owner(self.text, self.who, token, role, self.depth)?;
            // `the failure of the talks with Mali`: whom a second noun stands towards.
            let stands = |tie: &Role| {
                matches!(tie, Role::Partner | Role::Against | Role::Benefit | Role::Goal)
            };
            let through = found.through.map(|tie| if stands(&tie) { Role::Whole } else { tie });
            Some(Found { through, ..found })
        })
    }
}

/// Whether what stands under an adposition of this role owns or makes the noun above it.
fn is_origin(tie: Role) -> bool {
    matches!(tie, Role::Whole | Role::Subject | Role::Origin | Role::Partner)
}

/// What stands under the adpositions of a noun, with the role that it usually has there.
fn under_adpositions(text: &Annotated, token: u32) -> impl Iterator<Item = (Role, u32)> + '_ {
    let adpositions = text.children(token).filter(|&t| text.relation(t) == Relation::Preposition);
    let known = adpositions.filter_map(|t| Some((text.adposition(t)?, t)));
    known.flat_map(|(tie, adposition)| {
        let below = text.children(adposition);
        below.filter(|&t| text.relation(t) == Relation::PrepObject).map(move |t| (tie, t))
    })
}
