//! Mentions that name a role: a minister, a navy, protesters, of a state that the text may name.

use std::sync::Arc;

use entente_model::{Pos, Relation};

use super::state::{self, Stated};
use super::{Identity, Reading, compose, sector};
use crate::atlas::{Link, PersonAt, Role, RoleKind, Sort};
use crate::coref::Cast;
use crate::scene::Scene;
use crate::sight::{Sighting, words};

/// A name made of a mention's words is cut at so many tokens.
const LONGEST_NAME: u32 = 12;

/// A role phrase that heads a mention or stands before a name as its title.
#[derive(Clone, Copy)]
pub(super) struct Title<'a> {
    pub(super) sighting: &'a Sighting<usize>,
    /// The token of the phrase that its other words hang on.
    pub(super) head: u32,
    /// The sector of those who have left the role, if the text says that they have.
    pub(super) former: Option<&'a Arc<str>>,
}

impl<'a> Title<'a> {
    fn new(scene: &'a Scene<'_>, sighting: &'a Sighting<usize>, head: u32) -> Self {
        Self { sighting, head, former: former(scene, sighting.first) }
    }

    /// The row of the phrase.
    pub(super) fn row(&self) -> usize {
        self.sighting.found[0]
    }

    fn role(&self, scene: &'a Scene<'_>) -> &'a Role {
        &scene.atlas.roles[self.row()]
    }

    /// The sector of the role as such.
    pub(super) fn sector(&self, scene: &'a Scene<'_>) -> Option<&'a Arc<str>> {
        self.role(scene).sector.as_ref()
    }

    /// The phrase as the table has it.
    pub(super) fn words(&self, scene: &'a Scene<'_>) -> &'a str {
        &self.role(scene).words
    }
}

/// The role of a noun: its own, or the title before its name.
pub(super) fn of<'a>(scene: &'a Scene<'_>, head: u32) -> Option<Title<'a>> {
    if let Some(sighting) = scene.roles.at(head).filter(|s| !is_surname(scene, s)) {
        return (scene.heads(sighting, head) && !scene.is_in_name(sighting))
            .then(|| Title::new(scene, sighting, head));
    }
    let sighting = before_name(scene, head)?;
    let personal = scene.atlas.roles[sighting.found[0]].kind.is_personal();
    let is_title = match scene.sort_at(head) {
        Some(Sort::Person) => personal,
        Some(Sort::Body) => !personal,
        None => scene.text.relation(sighting.last - 1) == Relation::Compound,
        _ => false,
    };
    let inner = (sighting.first..sighting.last).find(|t| scene.heads(sighting, *t));
    is_title.then(|| Title::new(scene, sighting, inner.unwrap_or(sighting.last - 1)))
}

/// `James Baker`, and `Baker` after it: whether a role word is the last of a person's name.
fn is_surname(scene: &Scene<'_>, role: &Sighting<usize>) -> bool {
    let text = scene.text;
    let at = role.first;
    if role.last != at + 1 || text.pos(at) != Pos::Propn || scene.person_at(at).is_none() {
        return false;
    }
    let is_bare = !text.children(at).any(|c| text.relation(c) == Relation::Determiner);
    is_bare && scene.is_family_name(at)
}

/// The name that a word is a title of: the `Lavrov` of `Foreign Minister Sergei Lavrov`.
pub(super) fn titled(scene: &Scene<'_>, title: u32) -> Option<u32> {
    let name = scene.text.head(title);
    let sighting = scene.roles.at(title).filter(|s| !scene.is_in_name(s))?;
    let is_before = scene.text.relation(title) == Relation::Compound && name >= sighting.last;
    let of_name = of(scene, name).filter(|_| is_before)?;
    (of_name.sighting.first == sighting.first).then_some(name)
}

/// The role phrase right before a name, or at the beginning of its entity.
fn before_name<'a>(scene: &'a Scene<'_>, head: u32) -> Option<&'a Sighting<usize>> {
    if scene.text.pos(head) != Pos::Propn {
        return None;
    }
    let entity = scene.text.entity_at(head).map(|e| e.first);
    let name = scene.proper.at(head).map(|s| s.first);
    let starts = [name, entity, Some(scene.first_of_compound(head))];
    let before = |start: u32| {
        let same_sentence = scene.text.sentence_of(head)?.first < start;
        scene.roles.at(start.checked_sub(1)?).filter(|s| same_sentence && s.last == start)
    };
    let inside = |start: u32| scene.roles.at(start).filter(|s| s.last <= head);
    let mut starts = starts.into_iter().flatten();
    starts.find_map(|start| before(start).or_else(|| inside(start)))
}

/// The sector of those who have left the role, if one of the two words before it says so.
fn former<'a>(scene: &'a Scene<'_>, first: u32) -> Option<&'a Arc<str>> {
    let start = scene.text.sentence_of(first)?.first;
    let near = (start.max(first.saturating_sub(3))..first).rev();
    near.take_while(|t| scene.text.pos(*t) != Pos::Verb)
        .find_map(|t| scene.atlas.reference.former(&scene.text.lemma(t).to_lowercase()))
}

/// Adds the readings of a role: one for each state that the text names for it, or one without.
pub(super) fn read(
    scene: &Scene<'_>,
    cast: &Cast<'_>,
    head: u32,
    title: Title<'_>,
    is_named: bool,
    readings: &mut Vec<Reading>,
) {
    let mut states = state::of(scene, cast, head, (title.sighting.first, title.sighting.last));
    if title.head != head {
        states.extend(state::of(
            scene,
            cast,
            title.head,
            (title.sighting.first, title.sighting.last),
        ));
    }
    let role = title.role(scene);
    if states.is_empty() {
        states.extend(located(scene, role, head));
    }
    readings.extend(states.iter().map(|stated| of_state(scene, head, title, stated)));
    if states.is_empty() && !is_named {
        readings.extend(of_nobody(scene, head, title));
    }
}

/// A role of a state.
fn of_state(scene: &Scene<'_>, head: u32, title: Title<'_>, stated: &Stated) -> Reading {
    let role = title.role(scene);
    let sector = title.former.or_else(|| sector::of(scene, title, role, Some(stated)));
    let holder = holder(scene, title, role, stated);
    let name = match holder {
        Some(person) => scene.atlas.people.get(person).name.clone(),
        None => shown_name(scene, head, title),
    };
    let reason = format!("`{}` in roles.tsv, of {}", role.words, stated.reason);
    let score = if holder.is_some() { stated.score + 0.03 } else { stated.score };
    let candidate = compose::candidate(scene, stated.actor, sector, name, score, reason);
    let identity = match holder {
        Some(person) => Identity::Person(person),
        None => Identity::Role(Some(stated.actor), title.row()),
    };
    Reading { candidate, identity }
}

/// A role of nobody the text names.
fn of_nobody(scene: &Scene<'_>, head: u32, title: Title<'_>) -> Option<Reading> {
    let role = title.role(scene);
    let sector = title.former.or_else(|| sector::of(scene, title, role, None))?;
    let name = shown_name(scene, head, title);
    let reason = format!("`{}` in roles.tsv, of a state that the text does not name", role.words);
    let candidate = compose::stateless(sector, name, 0.4, reason);
    Some(Reading { candidate, identity: Identity::Role(None, title.row()) })
}

/// Who holds the office on the day, if the table knows one person who does.
fn holder(scene: &Scene<'_>, title: Title<'_>, role: &Role, stated: &Stated) -> Option<PersonAt> {
    let is_one = role.kind == RoleKind::Office
        && stated.is_whole
        && title.former.is_none()
        && !scene.is_plural(title.head)
        && scene.person_at(title.sighting.last).is_none();
    let day = scene.day.filter(|_| is_one)?;
    scene.atlas.holder(stated.actor, &role.words, day)
}

/// The place where a role is said to be, for those who belong to the place where they are.
fn located(scene: &Scene<'_>, role: &Role, head: u32) -> Option<Stated> {
    let sector = role.sector.as_deref()?;
    if !scene.atlas.reference.is_local(sector) {
        return None;
    }
    let mut places = scene.tied(head, Link::Location).chain(scene.tied(head, Link::Origin));
    places.find_map(|t| state::named(scene, t, 0.55))
}

/// What to call a role: the person's name if there is one, else the words of the mention.
fn shown_name(scene: &Scene<'_>, head: u32, title: Title<'_>) -> Arc<str> {
    let text = scene.text;
    if let Some(person) = scene.person_at(head) {
        let first = match scene.roles.at(person.first) {
            Some(title) => title.last.min(head),
            None => person.first,
        };
        return words(text, first.max(head.saturating_sub(LONGEST_NAME)), person.last).into();
    }
    let mention = text.mention_at(head).and_then(|at| text.mentions.get(at));
    let first = mention.map_or(title.sighting.first, |m| m.first.min(title.sighting.first));
    let last = title.sighting.last.max(head + 1);
    let first = first.max(last.saturating_sub(LONGEST_NAME));
    let is_filler = |t: &u32| matches!(text.pos(*t), Pos::Det | Pos::Num | Pos::Punct | Pos::Pron);
    let first = (first..head).find(|t| !is_filler(t)).unwrap_or(head);
    words(text, first, last).into()
}
