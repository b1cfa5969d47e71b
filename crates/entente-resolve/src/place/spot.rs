//! Finding the names of places in a document, with all that they may mean.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use entente_model::Pos;

use super::gazetteer::PlaceKind;
use super::key::fold;
use super::list::Listed;
use super::sense::{Filed, MOST_SENSES, Sense};
use super::trust::{Judge, Trust};
use crate::atlas::{ActorAt, Meaning, NameKind, PlaceAt, Proper, Sort};
use crate::phrase::{Phrases, case_agrees};
use crate::scene::Scene;
use crate::sight::words;

/// Names of places are not longer, in tokens.
const LONGEST: u32 = 6;

/// Acronyms are not longer, in letters; longer words in capitals are names that are shouted.
const LONGEST_ACRONYM: usize = 4;

/// A name of a place where it stands.
pub(super) struct Name {
    /// First token.
    pub(super) first: u32,
    /// One past the last token.
    pub(super) last: u32,
    /// The form under which it is filed.
    pub(super) folded: String,
    /// What it may mean, likeliest first.
    pub(super) senses: Vec<Sense>,
    /// Whether the name right behind it says where it lies: `Ohio` in `Dayton, Ohio`.
    pub(super) is_bound: bool,
    /// Whether it is one of a list whose end says what all of them are: `Hall and Clay counties`.
    pub(super) is_listed: bool,
}

/// All names of places, in order.
pub(super) fn all(scene: &Scene<'_>) -> Vec<Name> {
    let reader = Reader { scene, listed: Listed::read(scene) };
    let judge = Judge::new(scene);
    let mut names = Vec::new();
    let mut unsure = Vec::new();
    for sentence in &scene.text.sentences {
        let mut token = sentence.first;
        while token < sentence.last.min(end(scene)) {
            let Some(found) = reader.at(token, sentence.last.min(end(scene))) else {
                token += 1;
                continue;
            };
            token = found.last;
            match judge.trust(&found) {
                Trust::Sure => names.push(found),
                Trust::IfListed => unsure.push((found, true)),
                Trust::IfElsewhere => unsure.push((found, false)),
                Trust::Never => {}
            }
        }
    }
    join(scene, &mut names, unsure);
    bind(scene, &mut names);
    names
}

fn end(scene: &Scene<'_>) -> u32 {
    u32::try_from(scene.text.tokens.len()).unwrap_or(u32::MAX)
}

/// Takes in the unsure names that the text has elsewhere for sure, or that say where they lie, or
/// that are one of a list with sure ones, where that may be so.
fn join(scene: &Scene<'_>, names: &mut Vec<Name>, unsure: Vec<(Name, bool)>) {
    let sure: HashSet<String> = names.iter().map(|n| n.folded.clone()).collect();
    let mut lasts: HashSet<u32> = names.iter().map(|n| n.last).collect();
    let firsts: HashMap<u32, usize> = names.iter().enumerate().map(|(i, n)| (n.first, i)).collect();
    let is_within = |name: &Name| {
        let next = after_comma(scene, name).and_then(|token| firsts.get(&token));
        next.is_some_and(|at| {
            name.senses.iter().any(|s| names[*at].senses.iter().any(|above| s.lies_in(above)))
        })
    };
    let mut joined = Vec::new();
    for (name, may_be_listed) in unsure {
        let is_after = before_tie(scene, name.first).is_some_and(|last| lasts.contains(&last));
        let is_before =
            is_tie(scene, name.last) && firsts.contains_key(&(name.last.saturating_add(1)));
        let is_listed = may_be_listed && (is_after || is_before);
        if is_listed || sure.contains(&name.folded) || is_within(&name) {
            lasts.insert(name.last);
            joined.push(name);
        }
    }
    names.extend(joined);
    names.sort_by_key(|n| n.first);
}

/// Whether a token ties the parts of a list.
fn is_tie(scene: &Scene<'_>, token: u32) -> bool {
    scene.text.pos(token) == Pos::Cconj || scene.text.text(token) == ","
}

/// Where the part of a list before one ends: before `,`, `and` or `, and`.
fn before_tie(scene: &Scene<'_>, first: u32) -> Option<u32> {
    let tie = first.checked_sub(1).filter(|t| is_tie(scene, *t))?;
    let other = tie.checked_sub(1).filter(|t| is_tie(scene, *t));
    Some(other.unwrap_or(tie))
}

/// The token after the comma or bracket behind a name.
fn after_comma(scene: &Scene<'_>, name: &Name) -> Option<u32> {
    (scene.text.pos(name.last) == Pos::Punct
        && matches!(scene.text.text(name.last), "," | "(")
        && scene.text.sentence_of(name.last) == scene.text.sentence_of(name.first))
    .then_some(name.last + 1)
}

/// Ties each name to the one behind its comma, where some sense lies in one of the other's: each
/// then means only what fits the other.
fn bind(scene: &Scene<'_>, names: &mut [Name]) {
    for at in (0..names.len().saturating_sub(1)).rev() {
        let (before, after) = names.split_at_mut(at + 1);
        let (name, next) = (&mut before[at], &mut after[0]);
        if after_comma(scene, name) != Some(next.first) {
            continue;
        }
        if name.senses.iter().any(|s| next.senses.iter().any(|above| s.lies_in(above))) {
            name.senses.retain(|s| next.senses.iter().any(|above| s.lies_in(above)));
            next.senses.retain(|above| name.senses.iter().any(|s| s.lies_in(above)));
            name.is_bound = true;
        }
    }
}

/// Some tokens in the form under which names are filed.
pub(super) fn folded(scene: &Scene<'_>, first: u32, last: u32) -> String {
    let mut into = String::new();
    fold(words(scene.text, first, last), scene.atlas.reference.letters(), &mut into);
    into
}

struct Reader<'a> {
    scene: &'a Scene<'a>,
    listed: Listed<'a>,
}

impl Reader<'_> {
    /// The longest name of a place that begins with a token.
    fn at(&self, first: u32, end: u32) -> Option<Name> {
        let scene = self.scene;
        if !is_capital(scene, first) || is_in_treaty(scene, first) {
            return None;
        }
        if let Some(found) = self.in_list(first) {
            return Some(found);
        }
        let known = self.of_atlas(first, end.min(first + LONGEST));
        let shortest = known.as_ref().map_or(first + 1, |(last, _)| *last);
        for last in (shortest..=end.min(first + LONGEST)).rev() {
            let folded = folded(scene, first, last);
            let known = known.as_ref().filter(|(at, _)| *at == last).map(|(_, senses)| senses);
            let mut senses = known.cloned().unwrap_or_default();
            if is_capital(scene, last - 1) {
                let is_short = last == first + 1 && is_acronym(scene, first);
                let written = words(scene.text, first, last);
                senses.extend(self.of_gazetteers(written, &folded, is_short));
            }
            if !senses.is_empty() {
                let senses = sorted(self.narrowed(first, &folded, senses));
                return Some(Name {
                    first,
                    last,
                    folded,
                    senses,
                    is_bound: false,
                    is_listed: false,
                });
            }
        }
        None
    }

    /// The longest name from a token on that is one of a list of districts.
    fn in_list(&self, first: u32) -> Option<Name> {
        let (sort, end) = self.listed.at(first)?;
        let sorted_out = |last: u32| {
            let folded = format!("{} {sort}", folded(self.scene, first, last));
            let senses = sorted(self.filed(&folded));
            let (is_bound, is_listed) = (false, true);
            (!senses.is_empty()).then_some(Name {
                first,
                last,
                folded,
                senses,
                is_bound,
                is_listed,
            })
        };
        (first + 1..=end.min(first + LONGEST)).rev().find_map(sorted_out)
    }

    /// Leaves out a country where a part of it has that very name (`England`), and towns where the
    /// language layer sees a people.
    fn narrowed(&self, first: u32, folded: &str, mut senses: Vec<Sense>) -> Vec<Sense> {
        let is_part = |s: &Sense| matches!(s.kind, PlaceKind::Division | PlaceKind::Feature);
        let parts: Vec<Option<Arc<str>>> =
            senses.iter().filter(|s| is_part(s)).map(|s| s.country.clone()).collect();
        senses.retain(|s| {
            s.kind != PlaceKind::Country
                || !parts.contains(&s.country)
                || self.is_own_name(s, folded)
        });
        if senses.iter().any(|s| s.kind == PlaceKind::Country) {
            senses.retain(|s| s.is_by_own_name);
        }
        let is_people = self.scene.sort_at(first) == Some(Sort::People);
        let is_wide = |s: &Sense| !matches!(s.kind, PlaceKind::Town | PlaceKind::Quarter);
        if is_people && senses.iter().any(is_wide) {
            senses.retain(is_wide);
        }
        senses
    }

    /// Whether a country is filed under its own name, not under that of a part.
    fn is_own_name(&self, country: &Sense, folded: &str) -> bool {
        let Filed::Atlas(at) = country.filed else { return false };
        let mut own = String::new();
        let name = &self.scene.atlas.places.get(at).place.name;
        fold(name, self.scene.atlas.reference.letters(), &mut own);
        own == folded
    }

    /// The longest name from a token on that the atlas has for a country or a seat: where it ends,
    /// and what it may mean.
    fn of_atlas(&self, first: u32, end: u32) -> Option<(u32, Vec<Sense>)> {
        let proper = &self.scene.atlas.proper;
        let mut node = Phrases::<Proper>::START;
        let mut atoms = String::new();
        let mut longest = None;
        for token in first..end {
            match proper.step(node, self.scene.text.text(token), &mut atoms) {
                Some(next) if next != node => node = next,
                _ => break,
            }
            let stands = words(self.scene.text, first, token + 1);
            let fitting = proper.values(node).iter().filter(|p| case_agrees(&p.spelling, stands));
            let senses = self.meant(fitting.map(|p| p.meaning));
            if !senses.is_empty() {
                longest = Some((token + 1, senses));
            }
        }
        longest
    }

    /// The countries and seats among some meanings.
    fn meant(&self, meanings: impl Iterator<Item = Meaning>) -> Vec<Sense> {
        let atlas = self.scene.atlas;
        let mut senses: Vec<Sense> = Vec::new();
        for meaning in meanings {
            let sense = match meaning {
                Meaning::Place(at) => Some((at, PlaceKind::Capital)),
                Meaning::Name(at) => {
                    let name = &atlas.names[at];
                    let is_plain = name.sector.is_none() && is_of_country(name.kind);
                    is_plain.then(|| self.country(name.actor)).flatten()
                }
                Meaning::Person(_) | Meaning::Surname(_) | Meaning::Treaty(_) => None,
            };
            if let Some((at, kind)) = sense.filter(|(at, _)| is_new(&senses, Filed::Atlas(*at))) {
                senses.push(Sense::atlas(self.scene, at, kind));
            }
        }
        senses
    }

    /// A country as a place: as a whole, or where its capital is.
    fn country(&self, actor: ActorAt) -> Option<(PlaceAt, PlaceKind)> {
        let atlas = self.scene.atlas;
        let of = atlas.actors.get(actor);
        let capital = || atlas.places.find(&of.capital).filter(|_| of.kind.is_country());
        let at = atlas.places.country(actor).or_else(capital)?;
        Some((at, PlaceKind::Country))
    }

    /// What the gazetteers have under a name, or under what it stands for; of an acronym no
    /// towns.
    fn of_gazetteers(&self, written: &str, folded: &str, is_acronym: bool) -> Vec<Sense> {
        let toponyms = &self.scene.atlas.toponyms;
        let full = toponyms.stands_for(written, folded);
        if !full.is_empty() {
            let is_large =
                |s: &Sense| s.kind <= PlaceKind::Division || s.kind == PlaceKind::Capital;
            let found: Vec<Sense> = full.iter().flat_map(|name| self.filed(name)).collect();
            let large: Vec<Sense> = found.iter().filter(|s| is_large(s)).cloned().collect();
            return if large.is_empty() { found } else { large };
        }
        let mut senses = self.filed(folded);
        if is_acronym {
            senses.retain(|s| !matches!(s.kind, PlaceKind::Town | PlaceKind::Quarter));
        }
        if let Some(full) = toponyms.in_full(folded) {
            senses.extend(self.filed(&full));
        }
        senses
    }

    /// What the gazetteers have under a folded name.
    fn filed(&self, folded: &str) -> Vec<Sense> {
        let found = self.scene.atlas.gazetteers.find(folded);
        found.map(|(spot, record)| Sense::filed(self.scene, spot, &record, folded)).collect()
    }
}

/// Whether a token is of the name of a treaty, which nothing else is called.
pub(super) fn is_in_treaty(scene: &Scene<'_>, token: u32) -> bool {
    let is_treaty = |m: &Meaning| matches!(m, Meaning::Treaty(_));
    scene.proper.at(token).is_some_and(|s| s.found.iter().all(is_treaty))
}

fn is_of_country(kind: NameKind) -> bool {
    matches!(kind, NameKind::Name | NameKind::Acronym | NameKind::Adjective | NameKind::People)
}

/// Whether a token begins with a capital.
pub(super) fn is_capital(scene: &Scene<'_>, token: u32) -> bool {
    scene.text.text(token).starts_with(|c: char| c.is_uppercase())
}

/// Whether a token is a few capitals amid other writing: `NATO` is no town in the Philippines. What
/// begins a sentence may be a dateline (`OSLO (Wire) _`).
fn is_acronym(scene: &Scene<'_>, token: u32) -> bool {
    let text = scene.text;
    let is_upper = |t: u32| {
        let word = text.text(t);
        word.len() > 1 && word.chars().all(char::is_uppercase)
    };
    let is_first = text.sentence_of(token).is_none_or(|s| s.first == token);
    let beside = [token.saturating_sub(1), token + 1];
    is_upper(token)
        && text.text(token).chars().count() <= LONGEST_ACRONYM
        && !is_first
        && !beside.into_iter().any(is_upper)
}

fn is_new(senses: &[Sense], filed: Filed) -> bool {
    senses.iter().all(|s| s.filed != filed)
}

/// Each place once, likeliest first; a seat that the gazetteers have too is left to them.
fn sorted(mut senses: Vec<Sense>) -> Vec<Sense> {
    let near = |a: &Sense, b: &Sense| a.km(b) < 60.0;
    let is_doubled = |s: &Sense| {
        matches!(s.filed, Filed::Atlas(_))
            && s.kind != PlaceKind::Country
            && senses.iter().any(|o| matches!(o.filed, Filed::Gazetteer(_)) && near(s, o))
    };
    let doubled: Vec<Filed> = senses.iter().filter(|s| is_doubled(s)).map(|s| s.filed).collect();
    senses.retain(|s| !doubled.contains(&s.filed));
    senses.sort_by(|a, b| b.prior.total_cmp(&a.prior));
    let mut kept: Vec<Sense> = Vec::new();
    for sense in senses {
        if kept.len() < MOST_SENSES && is_new(&kept, sense.filed) {
            kept.push(sense);
        }
    }
    kept
}
