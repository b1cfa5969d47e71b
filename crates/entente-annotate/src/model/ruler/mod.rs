//! The attribute ruler: universal parts of speech, morphology and fixed lemmas from tags.
//!
//! A rule tests the tag, the lower-case form, the dependency label and the blankness of one or two
//! tokens, and sets attributes on one of them. All rules are matched against what the tagger and
//! the parser said; then they are applied in their order, so a later rule overwrites an earlier.
//!
//! At load every value of every attribute gets the set of rules that it satisfies, as bits. The
//! rules that hold for a token are then the intersection of four sets.

mod conditions;
mod rule_set;
mod source;

use std::collections::HashMap;

use entente_model::Pos;

use self::conditions::{Forms, Tests};
use self::rule_set::RuleSet;
use self::source::{RuleFile, RuleSource, Set};
use super::ids::Ids;
use super::pack::{Pack, PackError};
use super::tokenizer::RawToken;

const RULES: &str = "ruler/rules";
/// The value that stands for no features.
const NO_FEATURES: &str = "_";

/// What the rules say about a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruled {
    /// Its universal part of speech.
    pub pos: Pos,
    /// Its features, an index into [`Ruler::morphs`].
    pub morph: u16,
    /// Its lemma where a rule fixes it, an index into [`Ruler::lemmas`].
    pub lemma: Option<u16>,
}

/// The compiled rules.
#[derive(Debug)]
pub struct Ruler {
    first: Tests,
    second: Tests,
    /// Rules of one token.
    singles: RuleSet,
    /// Rules of two tokens, by which of them they change.
    pairs: [RuleSet; 2],
    effects: Vec<Effect>,
    morphs: Vec<String>,
    lemmas: Vec<String>,
    /// The class of each lower-case form that a rule names; others have class 0.
    forms: HashMap<u64, u16>,
}

/// What a rule sets; it leaves alone what is absent.
#[derive(Debug, Default)]
struct Effect {
    tag: Option<u16>,
    dep: Option<u16>,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<u16>,
}

impl Ruler {
    /// Reads the section `ruler/rules` for a tagger's tags and a parser's labels.
    pub fn from_pack(
        pack: &Pack<'_>,
        ids: &Ids,
        tags: &[String],
        deps: &[String],
    ) -> Result<Self, PackError> {
        Ruler::parse(pack.text(RULES)?, ids, tags, deps)
    }

    fn parse(source: &str, ids: &Ids, tags: &[String], deps: &[String]) -> Result<Self, PackError> {
        let source: RuleFile = toml::from_str(source)
            .map_err(|error| PackError::content(RULES, error.message().to_owned()))?;
        let rules = source.rule;
        if rules.len() > RuleSet::CAPACITY {
            let why = format!("expected at most {} rules", RuleSet::CAPACITY);
            return Err(PackError::content(RULES, why));
        }
        let mut forms = Forms::default();
        for test in rules.iter().flat_map(|rule| &rule.token).filter_map(|t| t.lower.as_ref()) {
            forms.add(test, ids)?;
        }
        let forms = forms;
        let tests = |at| Tests::new(&rules, at, [tags, &forms.names, deps]);
        let mut ruler = Ruler {
            first: tests(0)?,
            second: tests(1)?,
            singles: RuleSet::of(&rules, |rule| rule.token.len() == 1),
            pairs: [0, 1]
                .map(|at| RuleSet::of(&rules, |rule| rule.token.len() == 2 && rule.index == at)),
            effects: Vec::new(),
            morphs: vec![String::new()],
            lemmas: Vec::new(),
            forms: forms.classes,
        };
        for rule in &rules {
            let effect = ruler.effect(rule, tags, deps)?;
            ruler.effects.push(effect);
        }
        Ok(ruler)
    }

    /// Replaces the content of `out` with what the rules say about each token, and overwrites tags
    /// and labels where a rule does.
    ///
    /// `tags` and `deps` hold one index for each token, into the lists given at load.
    pub fn apply(
        &self,
        tokens: &[RawToken],
        tags: &mut [u16],
        deps: &mut [u16],
        out: &mut Vec<Ruled>,
    ) {
        out.clear();
        let [on_first, on_second] = self.pairs;
        let (mut before, mut second) = (RuleSet::default(), RuleSet::default());
        for (i, token) in tokens.iter().enumerate() {
            let first = self.fits(&self.first, token, tags[i], deps[i]);
            // A token is tested for both places before it is changed.
            let next = tokens.get(i + 1).map_or(RuleSet::default(), |next| {
                self.fits(&self.second, next, tags[i + 1], deps[i + 1])
            });
            let holding = first
                .and(self.singles)
                .or(first.and(next).and(on_first))
                .or(before.and(second).and(on_second));
            out.push(self.ruled(holding, &mut tags[i], &mut deps[i]));
            (before, second) = (first, next);
        }
    }

    /// Returns all features that rules set; index 0 has none.
    pub fn morphs(&self) -> &[String] {
        &self.morphs
    }

    /// Returns all lemmas that rules fix.
    pub fn lemmas(&self) -> &[String] {
        &self.lemmas
    }

    fn fits(&self, tests: &Tests, token: &RawToken, tag: u16, dep: u16) -> RuleSet {
        let form = self.forms.get(&token.lexeme.lower).copied().unwrap_or(0);
        let of = |sets: &[RuleSet], value: u16| sets.get(usize::from(value)).copied();
        let sets = [of(&tests.tag, tag), of(&tests.form, form), of(&tests.dep, dep)];
        let space = tests.space[usize::from(token.lexeme.is_space)];
        sets.into_iter().fold(space, |all, set| all.and(set.unwrap_or_default()))
    }

    fn ruled(&self, holding: RuleSet, tag: &mut u16, dep: &mut u16) -> Ruled {
        let mut ruled = Ruled { pos: Pos::None, morph: 0, lemma: None };
        for rule in holding.iter() {
            let effect = &self.effects[rule];
            *tag = effect.tag.unwrap_or(*tag);
            *dep = effect.dep.unwrap_or(*dep);
            ruled.pos = effect.pos.unwrap_or(ruled.pos);
            ruled.morph = effect.morph.unwrap_or(ruled.morph);
            ruled.lemma = effect.lemma.or(ruled.lemma);
        }
        ruled
    }

    fn effect(
        &mut self,
        rule: &RuleSource,
        tags: &[String],
        deps: &[String],
    ) -> Result<Effect, PackError> {
        let Set { tag, dep, pos, morph, lemma } = &rule.set;
        let pos = pos
            .as_deref()
            .map(|name| Pos::from_name(name).ok_or_else(|| unknown("part of speech", name)));
        let morph = morph.as_deref().map(|morph| if morph == NO_FEATURES { "" } else { morph });
        Ok(Effect {
            tag: tag.as_deref().map(|tag| position(tags, tag)).transpose()?,
            dep: dep.as_deref().map(|dep| position(deps, dep)).transpose()?,
            pos: pos.transpose()?,
            morph: morph.map(|morph| intern(&mut self.morphs, morph)),
            lemma: lemma.as_deref().map(|lemma| intern(&mut self.lemmas, lemma)),
        })
    }
}

fn position(labels: &[String], label: &str) -> Result<u16, PackError> {
    let found = labels.iter().position(|known| known == label);
    found.and_then(|at| u16::try_from(at).ok()).ok_or_else(|| unknown("label", label))
}

/// Returns the index of a text in a list, to which it is added if it is new.
fn intern(list: &mut Vec<String>, text: &str) -> u16 {
    let at = list.iter().position(|known| known == text).unwrap_or_else(|| {
        list.push(text.to_owned());
        list.len() - 1
    });
    u16::try_from(at).expect("there are at most as many as rules")
}

#[cold]
fn unknown(what: &str, name: &str) -> PackError {
    PackError::content(RULES, format!("expected a known {what}, found `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lexeme::Lexeme;

    const RULES: &str = r#"
        [[rule]]
        index = 0
        set = { pos = "VERB", morph = "_" }
        token = [{ tag = { any_of = ["VB"] } }]

        [[rule]]
        index = 0
        set = { pos = "AUX", lemma = "be" }
        token = [{ tag = { any_of = ["VB"] }, dep = { none_of = ["root"] } }]

        [[rule]]
        index = 1
        set = { morph = "Polarity=Neg", lemma = "not" }
        token = [{ lower = { any_of = ["ai"] } }, { lower = { fits = "^n'?t$" } }]

        [[rule]]
        index = 0
        set = { tag = "SP", dep = "dep", pos = "SPACE" }
        token = [{ is_space = { is = true } }]
    "#;

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    fn token(text: &str) -> RawToken {
        let lower = Ids::default().id(text);
        let is_space = text.trim().is_empty();
        let lexeme = Lexeme { orth: 0, lower, norm: 0, prefix: 0, suffix: 0, shape: 0, is_space };
        RawToken { start: 0, end: 0, space_after: false, lexeme }
    }

    /// Reads words as `form/tag/label` and returns what the rules make of each.
    fn check(words: &[&str], expected: &[&str]) {
        let (tags, deps) = (strings(&["VB", "RB", "SP"]), strings(&["root", "dep"]));
        let ruler = Ruler::parse(RULES, &Ids::default(), &tags, &deps).unwrap();
        let parts = words.iter().map(|word| word.split('/').collect::<Vec<_>>());
        let parts: Vec<Vec<&str>> = parts.collect();
        let tokens: Vec<_> = parts.iter().map(|part| token(part[0])).collect();
        let mut tag: Vec<_> = parts.iter().map(|p| position(&tags, p[1]).unwrap()).collect();
        let mut dep: Vec<_> = parts.iter().map(|p| position(&deps, p[2]).unwrap()).collect();
        let mut ruled = Vec::new();
        ruler.apply(&tokens, &mut tag, &mut dep, &mut ruled);
        let shown = ruled.iter().enumerate().map(|(i, ruled)| {
            let lemma = ruled.lemma.map_or("", |lemma| &ruler.lemmas()[usize::from(lemma)]);
            let morph = &ruler.morphs()[usize::from(ruled.morph)];
            let [tag, dep] = [&tags[usize::from(tag[i])], &deps[usize::from(dep[i])]];
            format!("{tag}/{dep}/{}/{morph}/{lemma}", ruled.pos.as_str())
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn later_rules_overwrite_earlier_ones() {
        check(&["ai/VB/root", "ai/VB/dep"], &["VB/root/VERB//", "VB/dep/AUX//be"]);
    }

    #[test]
    fn a_pattern_may_need_its_neighbour() {
        check(&["ai/RB/root", "n't/RB/dep"], &["RB/root///", "RB/dep//Polarity=Neg/not"]);
        check(&["n't/RB/dep", "ai/RB/root"], &["RB/dep///", "RB/root///"]);
        check(&["ai/RB/root", "nit/RB/dep"], &["RB/root///", "RB/dep///"]);
    }

    #[test]
    fn rules_match_what_stood_before_any_was_applied() {
        check(&[" /VB/root"], &["SP/dep/SPACE//"]);
    }

    #[test]
    fn rules_for_unknown_labels_are_refused() {
        let tags = strings(&["VB"]);
        assert!(Ruler::parse(RULES, &Ids::default(), &tags, &strings(&["dep"])).is_err());
        assert!(Ruler::parse("rule = 1", &Ids::default(), &tags, &tags).is_err());
    }
}
