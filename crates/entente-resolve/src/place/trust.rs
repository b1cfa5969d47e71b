//! Whether what may be the name of a place is one where it stands.

use std::collections::HashSet;

use entente_model::{Entity, Pos, Relation};

use super::footing::{is_dateline, is_tied};
use super::gazetteer::PlaceKind;
use super::spot::{Name, folded, is_capital};
use crate::atlas::{Meaning, Sort};
use crate::scene::Scene;

/// Longer names of persons are taken for the annotator's mistakes.
const LONGEST_PERSON: u32 = 6;

/// How far what stands around a name says that it is one of a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    Sure,
    /// If a sure one stands beside it in a list, or as for the next.
    IfListed,
    /// If it stands elsewhere for sure, or where its own place is said.
    IfElsewhere,
    Never,
}

/// Knows what speaks against names in a document.
pub(super) struct Judge<'a> {
    scene: &'a Scene<'a>,
    persons: HashSet<String>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        Self { scene, persons: persons(scene) }
    }

    /// Whether a name is one of a place where it stands.
    pub(super) fn trust(&self, name: &Name) -> Trust {
        let scene = self.scene;
        if name.is_listed {
            return Trust::Sure;
        }
        if self.is_street(name) {
            return Trust::Never;
        }
        let is_word = scene.atlas.toponyms.is_word(&name.folded)
            || scene.roles.at(name.first).is_some_and(|r| r.last >= name.last);
        let is_country = name.senses.iter().any(|s| s.kind == PlaceKind::Country);
        let is_person = self.persons.contains(&name.folded);
        let Some(entity) = scene.text.entity_at(name.first) else {
            return match () {
                () if !self.can_be_name(name) || is_word || is_person => Trust::Never,
                () if is_country || self.is_placed(name) => Trust::Sure,
                () if self.is_politician(name) => Trust::IfElsewhere,
                () => Trust::IfListed,
            };
        };
        let is_whole = self.is_whole(entity, name);
        match scene.sort_at(name.first) {
            Some(Sort::State) if is_whole || !is_word => Trust::Sure,
            Some(Sort::People) if is_country || is_whole => Trust::Sure,
            Some(Sort::Feature) if !is_word => Trust::Sure,
            Some(Sort::Person) if is_whole && !is_word && !is_person => match () {
                () if self.is_politician(name) => Trust::IfElsewhere,
                () if self.is_placed(name) || name.last > name.first + 1 => Trust::Sure,
                () => Trust::IfListed,
            },
            Some(Sort::Body) if is_whole && !is_word && !is_person => Trust::Sure,
            Some(Sort::Person) if name.last > name.first + 1 && !is_person => Trust::IfElsewhere,
            Some(Sort::Person | Sort::Time) | None => Trust::Never,
            Some(Sort::Body | Sort::Thing) if is_country => Trust::Sure,
            _ if is_word || is_person => Trust::Never,
            _ => Trust::Sure,
        }
    }

    /// Whether a name is all of an entity but for articles and marks.
    fn is_whole(&self, entity: &Entity, name: &Name) -> bool {
        let is_outside = |t: &u32| !(name.first..name.last).contains(t);
        let mut others = (entity.first..entity.last).filter(is_outside);
        others.all(|t| matches!(self.scene.text.pos(t), Pos::Det | Pos::Part | Pos::Punct))
    }

    /// Whether a name is only that of a street: `Paris` in `Paris Street`.
    fn is_street(&self, name: &Name) -> bool {
        let next = folded(self.scene, name.last, name.last + 1);
        is_capital(self.scene, name.last) && self.scene.atlas.toponyms.is_street(&next)
    }

    fn can_be_name(&self, name: &Name) -> bool {
        (name.first..name.last).any(|t| self.scene.text.pos(t) == Pos::Propn)
            || name.senses.iter().any(|s| s.kind == PlaceKind::Country)
    }

    /// Whether the atlas knows a politician of that name.
    fn is_politician(&self, name: &Name) -> bool {
        self.scene.proper.at(name.first).is_some_and(|sighting| {
            let is = |m: &Meaning| matches!(m, Meaning::Person(_) | Meaning::Surname(_));
            sighting.found.iter().any(is)
        })
    }

    /// Whether a name stands as those of places do: under an adposition, before a plain noun or a
    /// role that belong there (`Hamilton women`), or in a dateline.
    fn is_placed(&self, name: &Name) -> bool {
        let scene = self.scene;
        let last = name.last.saturating_sub(1);
        let head = scene.text.head(last);
        let is_before_noun = scene.text.relation(last) == Relation::Compound
            && scene.text.pos(head) == Pos::Noun
            && !is_capital(scene, head);
        is_before_noun
            || (name.first..name.last).any(|token| is_tied(scene, token))
            || scene.roles.at(name.last).is_some_and(|role| role.first == name.last)
            || is_dateline(scene, name.first, name.last)
    }
}

/// Words of the names of persons that are longer than one word.
fn persons(scene: &Scene<'_>) -> HashSet<String> {
    let mut found = HashSet::new();
    let text = scene.text;
    let is_person = |first| scene.sort_at(first) == Some(Sort::Person);
    for entity in text.entities.iter().filter(|e| e.last > e.first + 1 && is_person(e.first)) {
        let tokens = entity.first..entity.last.min(entity.first + LONGEST_PERSON);
        found.extend(tokens.map(|t| folded(scene, t, t + 1)));
    }
    found
}
