//! The sector of a role: its own, or where that says little that of the organ or people it belongs to.

use std::sync::Arc;

use entente_model::{Pos, Relation};

use super::role::Title;
use super::state::Stated;
use crate::atlas::{Link, Role, RoleKind};
use crate::scene::Scene;
use crate::sight::Sighting;

/// So many roles are looked back through for the fuller words of one.
const MOST_BACK: usize = 60;

/// The sector of a role: its own, but if that says little, that of the organ it belongs to
/// (`spokesman of the Iranian army`) or of a role before it in the phrase (`army spokesman`).
pub(super) fn of<'a>(
    scene: &'a Scene<'_>,
    title: Title<'_>,
    role: &'a Role,
    stated: Option<&'a Stated>,
) -> Option<&'a Arc<str>> {
    let own = of_two(scene, title, role).or(role.sector.as_ref());
    // A body is what its name says rather than its sort: `TASS news agency`, `Kremlin media`.
    let name = stated.filter(|s| s.is_beside && role.kind == RoleKind::Body);
    if let Some(sector) = name.and_then(|s| s.sector.as_ref()) {
        return Some(sector);
    }
    let is_generic = |text: &str| scene.atlas.reference.is_generic(text);
    let is_state = scene.atlas.reference.describes_a_state(&role.words);
    let is_trade = role.kind.is_personal()
        && own.is_some_and(|own| scene.atlas.reference.is_trade(own) && !is_generic(&role.words));
    if is_trade {
        return employer(scene, title).or(own);
    }
    // The opponent of a minister is no minister.
    let is_apart = role.is_relational && own.is_some();
    let is_narrow = own.is_some_and(|own| !is_generic(own) && !is_generic(&role.words));
    if is_state || is_apart || is_narrow {
        return own;
    }
    let of_organ = || {
        let beside = role_before(scene, title).or_else(|| possessor(scene, title));
        beside.or_else(|| whole(scene, title))
    };
    let before = || told_before(scene, title).filter(|_| stated.is_none());
    let told = || of_organ().or_else(before).and_then(|r| r.sector.as_ref());
    stated.and_then(|s| s.sector.as_ref()).or_else(told).or(own)
}

/// The role of those to whom it belongs: the `farmers` of `the farmers' pressure group`.
fn possessor<'a>(scene: &'a Scene<'_>, title: Title<'_>) -> Option<&'a Role> {
    let text = scene.text;
    let mut owners = text.children(title.head).filter(|&t| text.relation(t) == Relation::Possessor);
    let role = |t: u32| Some(&scene.atlas.roles[scene.roles.at(t)?.found[0]]);
    owners.find_map(|t| role(t).filter(|_| text.pos(t) == Pos::Noun))
}

/// What a role is of: the `company` of `president of the company`, the `Corp` of `of Sahel Corp`.
fn whole<'a>(scene: &'a Scene<'_>, title: Title<'_>) -> Option<&'a Role> {
    // `minister of industry` is no industrialist, `association of growers` is one of growers.
    let is_group = scene.atlas.roles[title.row()].kind != RoleKind::Office;
    let of_token = |t: u32| {
        let sighting = scene.roles.at(t).filter(|s| s.last == t + 1 && !scene.is_in_name(s))?;
        let role = &scene.atlas.roles[sighting.found[0]];
        (is_group || role.ends_name || scene.is_definite(t)).then_some(role)
    };
    scene.tied(title.head, Link::Whole).find_map(of_token)
}

/// The other of two sectors that a role may be of, if the text told last of somebody of that one.
fn of_two<'a>(scene: &'a Scene<'_>, title: Title<'_>, role: &'a Role) -> Option<&'a Arc<str>> {
    let (own, other) = (role.sector.as_ref()?, role.other.as_ref()?);
    let sector = |s: &'a Sighting<usize>| scene.atlas.roles[s.found[0]].sector.as_ref();
    let near = scene.roles.before(title.sighting.first).take(MOST_BACK);
    let is_one = |s: &&Arc<str>| *s == own || *s == other;
    let mut other_words = near.filter(|s| s.found[0] != title.row()).filter_map(sector);
    other_words.find(is_one).filter(|s| *s == other)
}

/// `police officers … the officers`: what the same word said more fully when it was told last.
fn told_before<'a>(scene: &'a Scene<'_>, title: Title<'_>) -> Option<&'a Role> {
    let (first, last) = (title.sighting.first, title.sighting.last);
    let is_bare = last == first + 1 && scene.is_definite(title.head);
    let word = scene.text.lemma(title.head);
    let is_alike = |s: &&Sighting<usize>| {
        s.last - s.first > 1 && scene.text.lemma(s.last - 1) == word && !scene.is_in_name(s)
    };
    let before = || scene.roles.before(first).take(MOST_BACK).find(is_alike);
    is_bare.then(before).flatten().map(|s| &scene.atlas.roles[s.found[0]])
}

/// The sector of an organ of a state named right before a trade: `army` in `army accountant`.
fn employer<'a>(scene: &'a Scene<'_>, title: Title<'_>) -> Option<&'a Arc<str>> {
    let before = role_before(scene, title).filter(|r| r.kind == RoleKind::Organ);
    before.and_then(|r| r.sector.as_ref())
}

/// The role right before another in its phrase.
fn role_before<'a>(scene: &'a Scene<'_>, title: Title<'_>) -> Option<&'a Role> {
    let first = title.sighting.first;
    let before = first.checked_sub(1).and_then(|t| scene.roles.at(t));
    let before = before.filter(|s| {
        s.last == first && scene.text.head(s.last - 1) >= first && !scene.is_in_name(s)
    });
    before.map(|s| &scene.atlas.roles[s.found[0]])
}
