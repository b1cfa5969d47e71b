//! A relation that a document tells twice is one, with the other sentences as further evidence.

use entente_model::{StandingRelation, Telling};

/// Joins what is told again; relations stay in the order of their words.
pub(super) fn once(relations: Vec<StandingRelation>) -> Vec<StandingRelation> {
    let mut kept: Vec<(StandingRelation, Vec<Telling>)> = Vec::new();
    for relation in relations {
        match kept.iter_mut().find(|(told, _)| is_same(told, &relation)) {
            Some((told, again)) => {
                again.push(telling(&relation));
                complete(told, relation);
            }
            None => kept.push((relation, Vec::new())),
        }
    }
    kept.into_iter()
        .map(|(relation, again)| StandingRelation {
            evidence: relation.evidence.clone().told_again(again),
            ..relation
        })
        .collect()
}

/// One kind of one pair, told alike, and neither grade nor days tell them apart.
fn is_same(one: &StandingRelation, other: &StandingRelation) -> bool {
    let [a, b] = &one.pair;
    let [c, d] = &other.pair;
    let is_pair = (a, b) == (c, d) || !one.directed && (a, b) == (d, c);
    let grades = one.grade.as_ref().zip(other.grade.as_ref());
    let days = one.interval.as_ref().zip(other.interval.as_ref());
    is_pair
        && (&one.kind, one.status) == (&other.kind, other.status)
        && grades.is_none_or(|(one, other)| one == other)
        && days.is_none_or(|(one, other)| one.from <= other.to && other.from <= one.to)
}

fn telling(relation: &StandingRelation) -> Telling {
    let evidence = &relation.evidence;
    let (sentence, trigger) = (evidence.sentence(), evidence.trigger());
    Telling { sentence, trigger, rules: evidence.rules().to_vec() }
}

/// What one telling leaves open another may say.
fn complete(told: &mut StandingRelation, again: StandingRelation) {
    told.grade = told.grade.take().or(again.grade);
    told.interval = told.interval.or(again.interval);
}
