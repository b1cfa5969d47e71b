//! Roles: which tokens take which part in a predicate.

use entente_model::{Annotated, Filler, Pos, Relation, Role};

use super::Words;
use super::clause::{self, with_conjuncts};
use super::lexicon::Moves;

/// Collects the roles of a verb or predicate adjective.
pub(crate) fn of_verb(
    text: &Annotated,
    words: &Words,
    verb: u32,
    moves: &Moves,
    fillers: &mut Vec<Filler>,
) {
    let mut roles = Collector { text, words, moves, fillers };
    let clause = clause::read(text, words, verb);
    for (place, role, tokens) in [
        ("subject", Role::Subject, &clause.subjects),
        ("object", Role::Object, &clause.objects),
        ("dative", Role::Dative, &clause.datives),
    ] {
        for &token in tokens {
            roles.of_clause(place, role, token, verb);
        }
    }
    let before = roles.fillers.len();
    roles.adpositions(verb);
    roles.drop_second_actor(before);
    let undergoing = clause.subjects.iter().chain(&clause.objects);
    for part in undergoing.copied().chain([verb]).flat_map(|t| counted_parts(text, t)) {
        roles.shared_places(part);
    }
    roles.complements(verb);
    roles.occasions(verb);
    // An adjective's clause may hang on its copula, and a verb's phrases on its object.
    if text.relation(verb) == Relation::AdjectiveComplement {
        roles.adpositions(text.head(verb));
    }
    for &object in &clause.objects {
        roles.borrowed(object);
    }
}

/// Collects the roles of a participle or adjective before its noun: `the men arrested` and `the
/// arrested men` are the same ones, where the row says in which role they stand (`modified=object`).
pub(crate) fn of_attribute(
    text: &Annotated,
    words: &Words,
    attribute: u32,
    moves: &Moves,
    fillers: &mut Vec<Filler>,
) {
    let mut roles = Collector { text, words, moves, fillers };
    roles.noun(MODIFIED, None, text.head(attribute));
    roles.adpositions(attribute);
}

/// The place of the noun that a participle or adjective modifies.
pub(crate) const MODIFIED: &str = "modified";
/// The place of the clause before a verb that is coordinated with it.
pub(crate) const CONJUNCT: &str = "conjunct";
/// The place of the clause above a relative clause that an adposition opens.
pub(crate) const RELATIVE: &str = "relative";

/// Collects the roles of a noun: possessor, country, adpositions.
pub(crate) fn of_noun(
    text: &Annotated,
    words: &Words,
    noun: u32,
    moves: &Moves,
    fillers: &mut Vec<Filler>,
) {
    let mut roles = Collector { text, words, moves, fillers };
    for child in text.children(noun) {
        match text.relation(child) {
            Relation::Possessor => roles.noun("possessor", Some(Role::Subject), child),
            Relation::Modifier | Relation::Compound | Relation::NounModifier
                if text.entity_at(child).is_some() =>
            {
                roles.noun("modifier", Some(Role::Subject), child);
            }
            _ => {}
        }
    }
    roles.nominal_adpositions(noun);
    // `the death of a boy in the raid`
    let undergoing: Vec<u32> = of_role(roles.fillers, Role::Object).collect();
    for token in undergoing {
        roles.shared_places(token);
    }
    roles.complements(noun);
}

fn of_role(fillers: &[Filler], role: Role) -> impl Iterator<Item = u32> + '_ {
    fillers.iter().filter(move |f| f.role == role).map(|f| f.token)
}

/// Adds what a light verb lends its noun.
pub(crate) fn of_light_verb(
    text: &Annotated,
    words: &Words,
    verb: u32,
    moves: &Moves,
    fillers: &mut Vec<Filler>,
) {
    let clause = clause::read(text, words, verb);
    let had_subject = fillers.iter().any(|f| f.role == Role::Subject);
    if had_subject && !clause.subjects.is_empty() {
        // `Washington imposed US sanctions`: who imposes acts; the modifier says no more.
        fillers.retain(|f| f.role != Role::Subject);
    }
    let mut roles = Collector { text, words, moves, fillers };
    for &subject in &clause.subjects {
        roles.noun("subject", Some(Role::Subject), subject);
    }
    for &dative in &clause.datives {
        roles.noun("dative", Some(Role::Dative), dative);
    }
    roles.adpositions(verb);
}

/// Adds what stands beside a verb that says its noun takes place.
pub(crate) fn of_occurrence(
    text: &Annotated,
    words: &Words,
    verb: u32,
    moves: &Moves,
    fillers: &mut Vec<Filler>,
) {
    Collector { text, words, moves, fillers }.adpositions(verb);
}

/// Adds who undergoes what a noun says, and what else stands beside the verb: `by`, `from`.
pub(crate) fn of_undergone(text: &Annotated, words: &Words, verb: u32, fillers: &mut Vec<Filler>) {
    let moves = Moves::default();
    let mut roles = Collector { text, words, moves: &moves, fillers };
    if let Some(subject) = clause::surface_subject(text, words, verb, 2) {
        roles.noun("object", Some(Role::Object), subject);
    }
}

struct Collector<'a> {
    text: &'a Annotated,
    words: &'a Words,
    moves: &'a Moves,
    fillers: &'a mut Vec<Filler>,
}

impl Collector<'_> {
    /// Puts a noun and its conjuncts in the role that their place has in this entry.
    fn noun(&mut self, place: &str, usual: Option<Role>, token: u32) {
        let Some(role) = self.moves.role(place, usual) else { return };
        for token in with_conjuncts(self.text, token) {
            self.put(role, token);
        }
    }

    /// The same for a noun of a verb's clause: of `A, who resigned, and B` only A has resigned.
    fn of_clause(&mut self, place: &str, usual: Role, token: u32, verb: u32) {
        let Some(role) = self.moves.role(place, Some(usual)) else { return };
        let is_antecedent = token < verb && self.text.head(verb) == token;
        for token in with_conjuncts(self.text, token) {
            if !is_antecedent || token < verb {
                self.put(role, token);
            }
        }
    }

    fn put(&mut self, role: Role, token: u32) {
        let filler = Filler { role, token };
        if !self.fillers.contains(&filler) {
            self.fillers.push(filler);
        }
    }

    /// What stands under the adpositions of a verb.
    fn adpositions(&mut self, head: u32) {
        for (adposition, token) in under_adpositions(self.text, self.words, head) {
            let lemma = self.text.lemma(adposition).to_lowercase();
            let usual = match self.text.relation(adposition) {
                Relation::Dative => Some(Role::Dative),
                Relation::Agent => continue,
                _ => self.words.adpositions.get(&lemma).copied(),
            };
            // `died of wounds received in a raid`: what the row cuts off still tells where.
            if usual.is_some() && self.moves.role(&lemma, usual).is_none() {
                self.shared_places(token);
                clause::reduced_below(self.text, token).for_each(|t| self.shared_places(t));
            }
            // `the raid in which two were killed`
            self.noun(&lemma, usual, clause::antecedent(self.text, self.words, head, token));
        }
    }

    /// `died when police fired`: the occasion that a clause tells and whoever acts in it, where the
    /// row says in which roles these stand (`when=means when-subject=origin`).
    fn occasions(&mut self, head: u32) {
        let (text, words) = (self.text, self.words);
        self.occasions_below(head);
        // `one was killed and two were hurt when police fired`: both on the same occasion.
        let has_object = |t| text.children(t).any(|o| text.relation(o) == Relation::Object);
        let goes_along = |&t: &u32| {
            let undergoes =
                clause::is_passive(text, t) || !has_object(t) && text.pos(t) == Pos::Verb;
            text.relation(t) == Relation::Conjunct && undergoes && t > head
        };
        let beside =
            text.children(head).find(goes_along).or_else(|| clause::bare_second(text, head));
        if let Some(beside) = beside {
            self.occasions_below(beside);
            self.shared_places(beside);
        }
        if let Some((place, clause)) = clause::occasion_above(text, words, head) {
            self.occasion(place, clause);
        }
    }

    fn occasions_below(&mut self, head: u32) {
        let text = self.text;
        let is_clause = |&t: &u32| text.relation(t) == Relation::AdverbialClause;
        for clause in text.children(head).filter(is_clause) {
            let opens = |&t: &u32| matches!(text.relation(t), Relation::Marker | Relation::Adverb);
            for opener in text.children(clause).filter(opens) {
                self.occasion(&text.lemma(opener).to_lowercase(), clause);
            }
        }
    }

    /// A clause that tells the occasion, and whoever acts in it.
    fn occasion(&mut self, place: &str, clause: u32) {
        let Some(role) = self.moves.role(place, None) else { return };
        self.put(role, clause);
        if let Some(subject) = clause::own_actor(self.text, self.words, clause) {
            self.noun(&format!("{place}-subject"), None, subject);
        }
        // `died when a mob clashed with police`: and with whom.
        for (adposition, token) in under_adpositions(self.text, self.words, clause) {
            if self.text.adposition(adposition) == Some(Role::Partner) {
                self.noun(&format!("{place}-partner"), None, token);
            }
        }
    }

    /// `one was killed and two were hurt in the raid`: what the row asks for under an adposition.
    fn shared_places(&mut self, beside: u32) {
        for (adposition, token) in under_adpositions(self.text, self.words, beside) {
            let lemma = self.text.lemma(adposition).to_lowercase();
            if self.moves.role(&lemma, None) == Some(Role::Place) {
                self.noun(&lemma, None, token);
            }
        }
    }

    /// `dismissed a suit by N.`: whoever stands behind `by` acts in a passive alone; here it comes
    /// from N.
    fn drop_second_actor(&mut self, before: usize) {
        let text = self.text;
        let acts = |filler: &Filler| filler.role == Role::Subject;
        if self.fillers[..before].iter().any(acts) {
            let named = |filler: &&mut Filler| {
                filler.role == Role::Subject && text.entity_at(filler.token).is_some()
            };
            self.fillers[before..].iter_mut().filter(named).for_each(|f| f.role = Role::Origin);
        }
    }

    /// The same for a noun: `by` names who acts, `of` who undergoes if somebody acts already.
    fn nominal_adpositions(&mut self, head: u32) {
        for (adposition, token) in under_adpositions(self.text, self.words, head) {
            let lemma = self.text.lemma(adposition).to_lowercase();
            let usual = self.words.adpositions.get(&lemma).copied();
            let usual = if usual == Some(Role::Whole) { Some(Role::Object) } else { usual };
            self.noun(&lemma, usual, token);
        }
    }

    /// Phrases that hang on the object but say as much of the verb: `imposed tariffs on Mali`.
    fn borrowed(&mut self, object: u32) {
        for (adposition, token) in under_adpositions(self.text, self.words, object) {
            let lemma = self.text.lemma(adposition).to_lowercase();
            let usual = self.words.adpositions.get(&lemma).copied();
            let role = self.moves.role(&lemma, usual);
            // `a treaty between A and B was signed`, where the row says that these act.
            let acts = self.moves.role(&lemma, None) == Some(Role::Subject);
            let lends = acts
                || matches!(
                    role,
                    Some(
                        Role::Partner
                            | Role::Against
                            | Role::Goal
                            | Role::Benefit
                            | Role::Origin
                            | Role::Topic
                    )
                );
            if lends && !self.fillers.iter().any(|f| Some(f.role) == role) {
                self.noun(&lemma, usual, token);
            }
        }
    }

    fn complements(&mut self, head: u32) {
        let text = self.text;
        for child in text.children(head) {
            let usual = match text.relation(child) {
                Relation::Complement | Relation::OpenComplement => Role::Content,
                Relation::NounClause if clause::is_infinitive(text, child) => Role::Content,
                Relation::AdverbialClause if clause::is_wish(text, child) => Role::Content,
                Relation::Attribute | Relation::ObjectPredicate => Role::Attribute,
                _ => continue,
            };
            if let Some(role) = self.moves.role("clause", Some(usual)) {
                self.put(role, child);
            }
            // `said that Mali must go`: whom the duty is laid on.
            if usual == Role::Content
                && self.moves.role("clause-subject", None).is_some()
                && let Some(subject) = clause::surface_subject(text, self.words, child, 1)
            {
                self.noun("clause-subject", None, subject);
            }
        }
    }
}

/// The numbers that single out some of those who undergo a verb: `ten were killed, including four in
/// the raid`, `ten were killed, four of them in the raid`.
fn counted_parts(text: &Annotated, token: u32) -> impl Iterator<Item = u32> + '_ {
    let is_number = |&t: &u32| text.pos(t) == Pos::Num;
    let apposed = move |t: u32| text.relation(t) == Relation::Apposition;
    let singled = text
        .children(token)
        .filter(|&t| text.relation(t) == Relation::Preposition && text.pos(t) == Pos::Verb);
    let singled = singled.flat_map(|t| text.children(t));
    singled.chain(text.children(token).filter(move |&t| apposed(t))).filter(is_number)
}

/// Each adposition below a token with the noun or clause under it; stacked ones are looked through.
fn under_adpositions(text: &Annotated, words: &Words, head: u32) -> Vec<(u32, u32)> {
    let is_aside = |t: u32| words.aside.iter().any(|lemma| lemma == text.lemma(t));
    let is_adposition = |t: u32| {
        matches!(
            text.relation(t),
            Relation::Preposition | Relation::Agent | Relation::Dative | Relation::Particle
        ) && text.pos(t) != Pos::Noun
            && text.pos(t) != Pos::Propn
            && text.pos(t) != Pos::Pron
            && !is_aside(t)
    };
    let below = |t: u32| {
        let is_under =
            |&n: &u32| matches!(text.relation(n), Relation::PrepObject | Relation::PrepClause);
        // `due to a raid`: of an adposition and a noun the noun.
        let noun = text.children(t).filter(is_under).find(|&n| text.pos(n) != Pos::Adp);
        noun.or_else(|| text.children(t).find(is_under))
    };
    // `attacked the inquiry, with N. calling it a coup`: N. goes along with nobody.
    let is_absolute = |t: u32| {
        let is_set_off = t > 0 && text.relation(t - 1) == Relation::Punctuation;
        let acts = |n: u32| {
            text.children(n).any(|v| {
                text.relation(v) == Relation::NounClause
                    && !clause::is_past_participle(text, v)
                    && !clause::is_infinitive(text, v)
            })
        };
        is_set_off && text.pos(head) == Pos::Verb && below(t).is_some_and(acts)
    };
    let mut found = Vec::new();
    for adposition in text.children(head).filter(|&t| is_adposition(t) && !is_absolute(t)) {
        if let Some(token) = below(adposition) {
            found.push((adposition, token));
            continue;
        }
        let stacked = text.children(adposition).filter(|&t| is_adposition(t));
        found.extend(stacked.filter_map(|s| below(s).map(|token| (s, token))));
    }
    found
}
