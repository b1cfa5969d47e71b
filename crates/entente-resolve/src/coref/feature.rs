//! What the ranker sees of a phrase, and of a phrase and one before it.
//!
//! Every feature is a family and a value; each fires or does not. Weights are kept for each class
//! of the later phrase apart, in one flat array, so that scoring is adding.

use std::collections::HashMap;
use std::fmt::Write;

use super::entity::Entity;
use super::lexicon::Noun;
use super::phrase::{Class, Phrase};
use super::setting::Number;
use super::standing::{Place, Standing};
use crate::table::{self, PackError};

/// Declares the families with their numbers of values.
macro_rules! families {
    ($($family:ident $values:literal,)*) => {
        /// A family of features.
        #[derive(Clone, Copy, Debug)]
        enum Family { $($family,)* }
        const FAMILIES: &[(&str, u32)] = &[$((stringify!($family), $values),)*];
    };
}

families! {
    // Of a phrase that begins something new.
    New 1, NewRole 6, NewLemma 2, NewString 2, NewWord 2, NewLength 4, NewMore 2, NewDefinite 4,
    NewCount 4, NewKind 40, NewSentence 5, NewLemmaMore 4, NewStringLength 8, NewInner 3,
    NewInnerSort 24, NewModifier 27, NewLemmaModifier 54, NewQuoted 2, NewPart 4, NewPronoun 64,
    NewRelation 64, NewOften 5, NewOftenLemma 10, NewGiven 8, NewLemmaKind 80,
    NewInnerRole 36, NewHead 1024, NewFirst 256, NewBefore 256, NewAfter 256, NewGovernor 1024,
    NewLemmaHead 2048, NewLemmaFirst 512,
    NewRivals 6, NewKindRivals 20,
    // Of any pair.
    AnteClass 13, Sentences 6, Phrases 7, AnteRole 6, SentencesRole 30, Nested 3, Counts 3,
    Sexes 3, Agreement 9, Coargument 2, ClassCoargument 26, AnteKind 40, SameHead 2, AnteInner 3,
    NestedClass 39, NestedRole 18, AnteOften 5, AnteStart 6, SameGovernor 4, AnteHead 1024, AnteFirst 256,
    // Of a pair whose later one is a pronoun.
    SameWord 2, ClassSentences 52, Roles 36, AnteDefinite 4, AgreementClass 117, PronounKind 120,
    Fitting 6, FittingClass 65, Quoted 8, QuotedClass 104, Speaking 12,
    RolesSentences 108, AnteRelation 64,
    // Of a pair whose later one is none.
    LemmaRank 6, Lemma 2, String 2, LemmaSubset 8, LemmaSubsetClass 104, StringClass 26,
    HeadWithin 4, LemmaDefinite 32, LemmaMore 8, LemmaSentences 18, Overlap 4, Numbers 3,
    Apposed 5, ApposedClass 130, Predicate 2, PredicateDefinite 8, Acronym 2, Actor 3,
    EntitySorts 5, Kinds 3, KindsDefinite 12, Senses 16, NameKind 320, LemmaModifiers 6,
    PhrasesLemma 8, Clash 36, More 20, ApposedMark 90, ApposedSorts 320, ApposedNested 30,
    GivenLemma 32, StringInner 18, PredicateClass 26, PredicateKind 80, StateNoun 18,
    Heads 4096, KindPair 1600, Proper 18, LemmaHead 1024, Firsts 1024, LemmaBefore 512,
    // Of the chain so far.
    Size 5, ChainLemma 4, ChainString 2, ChainAgreement 9, ChainWords 12, ChainName 26, ChainFar 12,
    ChainSort 320, ChainRecency 12, ChainRank 15, ChainBegun 9, ChainSubject 18, ChainRivals 25,
    ChainMadeOf 24, ChainKind 20,
}

/// Learned weights, by [`Class`] and feature.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub(crate) values: Vec<f32>,
}

/// Where each family begins, and how many features there are.
const OFFSETS: ([u32; FAMILIES.len()], u32) = {
    let mut offsets = [0; FAMILIES.len()];
    let (mut at, mut next) = (0, 0);
    while at < FAMILIES.len() {
        offsets[at] = next;
        next += FAMILIES[at].1;
        at += 1;
    }
    (offsets, next)
};

/// How many classes of phrases there are; sizes of families whose names end in `Class` are
/// multiples of it.
const CLASSES: u32 = Class::Several as u32 + 1;

/// How many features there are, of each class.
pub(crate) const N_FEATURES: usize = OFFSETS.1 as usize;
/// How many weights there are.
pub(crate) const N_WEIGHTS: usize = N_FEATURES * Class::ALL.len();

impl Default for Weights {
    fn default() -> Self {
        Self { values: vec![0.0; N_WEIGHTS] }
    }
}

impl Weights {
    /// Reads `coref-weights.tsv`: class, family, value, weight.
    pub(crate) fn load(text: &str) -> Result<Self, PackError> {
        let mut weights = Self::default();
        let families: HashMap<&str, usize> =
            FAMILIES.iter().enumerate().map(|(at, (name, _))| (*name, at)).collect();
        for row in table::rows::<4>("coref-weights.tsv", text) {
            let row = row?;
            let class = row.parse(0, "a class of phrases", Class::named)?;
            let family = row.parse(1, "a family of features", |f| families.get(f).copied())?;
            let within = |v: &u32| *v < FAMILIES[family].1;
            let value = row.parse(2, "a value of the family", |v| v.parse().ok().filter(within))?;
            let at = class as usize * OFFSETS.1 as usize + (OFFSETS.0[family] + value) as usize;
            weights.values[at] = row.parse(3, "a number", |v| v.parse().ok())?;
        }
        Ok(weights)
    }

    /// As the rows of a table, those that are not zero.
    pub(crate) fn print(&self) -> String {
        let mut text = String::new();
        for (class, name) in Class::ALL {
            for (family, (shown, values)) in FAMILIES.iter().enumerate() {
                for value in 0..*values {
                    let at = class as usize * OFFSETS.1 as usize;
                    let weight = self.values[at + (OFFSETS.0[family] + value) as usize];
                    if weight.abs() >= 0.0005 {
                        let _ = writeln!(text, "{name}\t{shown}\t{value}\t{weight:.3}");
                    }
                }
            }
        }
        text
    }
}

/// What takes features, as indices into [`Weights::values`].
pub(crate) trait Take {
    /// Takes one.
    fn take(&mut self, feature: u32);
}

impl Take for Vec<u32> {
    fn take(&mut self, feature: u32) {
        self.push(feature);
    }
}

/// The features of a class, on their way.
pub(crate) struct Features<T> {
    base: u32,
    to: T,
}

impl<T: Take> Features<T> {
    pub(crate) fn new(class: Class, to: T) -> Self {
        Self { base: class as u32 * OFFSETS.1, to }
    }

    /// What took them.
    pub(crate) fn taken(self) -> T {
        self.to
    }

    #[inline]
    fn put(&mut self, family: Family, value: u32) {
        let (_, values) = FAMILIES[family as usize];
        self.to.take(self.base + OFFSETS.0[family as usize] + value.min(values - 1));
    }

    /// Puts the number of words.
    #[inline]
    fn put_number(&mut self, family: Family, number: u32) {
        self.put(family, number % FAMILIES[family as usize].1);
    }
}

/// How far apart two phrases are and how they rank among their like.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Distance {
    /// Phrases from one to the other.
    pub(crate) phrases: u32,
    /// How many nearer ones agree in number and sex.
    pub(crate) fitting: u32,
    /// How many nearer ones have the same head word.
    pub(crate) alike: u32,
    /// Where the chain of the first stands, and whether the first is the last of it.
    pub(crate) place: Place,
    pub(crate) is_last: bool,
}

/// What speaks for something new.
pub(crate) fn alone(p: &Phrase<'_>, before: &Standing, out: &mut Features<impl Take>) {
    let (lemma, string, more) =
        (u32::from(p.is_first_lemma), u32::from(p.is_first_string), u32::from(p.has_more));
    out.put(Family::New, 0);
    out.put(Family::NewRole, p.role);
    out.put(Family::NewLemma, lemma);
    out.put(Family::NewString, string);
    out.put(Family::NewWord, u32::from(p.knows_word));
    out.put(Family::NewLength, p.length);
    out.put(Family::NewMore, more);
    out.put(Family::NewDefinite, p.definite);
    out.put(Family::NewCount, u32::from(p.count));
    out.put(Family::NewKind, p.kind);
    out.put(Family::NewSentence, bucket(p.sentence, &[0, 1, 3, 6]));
    out.put(Family::NewLemmaMore, 2 * lemma + more);
    out.put(Family::NewStringLength, 4 * string + p.length);
    out.put(Family::NewInner, p.inner);
    out.put(Family::NewInnerSort, 8 * p.inner + p.sort.map_or(0, |s| 1 + s as u32));
    out.put(Family::NewModifier, p.modifier);
    out.put(Family::NewLemmaModifier, 27 * lemma + p.modifier.max(p.inner));
    out.put(Family::NewQuoted, u32::from(p.quotation > 0));
    out.put(Family::NewPart, p.part_of_speech);
    let often = bucket(p.often, &[1, 2, 4, 8]);
    out.put(Family::NewOften, often);
    out.put(Family::NewOftenLemma, 5 * lemma + often);
    out.put(Family::NewGiven, 2 * p.given + lemma);
    out.put(Family::NewLemmaKind, 40 * lemma + p.kind);
    out.put(Family::NewInnerRole, 12 * p.inner + 2 * p.role + string);
    let set = &p.setting;
    out.put_number(Family::NewHead, set.head);
    out.put_number(Family::NewFirst, set.first);
    out.put_number(Family::NewBefore, set.before);
    out.put_number(Family::NewAfter, set.after);
    out.put_number(Family::NewGovernor, set.governor);
    out.put_number(Family::NewLemmaHead, set.head.wrapping_mul(2) + lemma);
    out.put_number(Family::NewLemmaFirst, set.first.wrapping_mul(2) + lemma);
    out.put(Family::NewRivals, before.rivals);
    out.put(Family::NewKindRivals, 4 * before.of_kind.min(4) + p.definite);
    if p.class.is_pronoun() {
        out.put(Family::NewPronoun, p.pronoun);
        out.put(Family::NewRelation, p.relation as u32);
    }
}

/// What speaks for a phrase meaning the same as one before it, `a`, whose chain is `chain`.
pub(crate) fn pair(
    a: &Phrase<'_>,
    p: &Phrase<'_>,
    far: Distance,
    chain: &Entity,
    out: &mut Features<impl Take>,
) {
    let sentences = p.sentence.saturating_sub(a.sentence);
    let class = a.class as u32;
    let (counts, sexes) = (agreement(a.count, p.count), agreement(a.sex, p.sex));
    let coargument = u32::from(are_coarguments(a, p));
    out.put(Family::AnteClass, class);
    out.put(Family::Sentences, bucket(sentences, &[0, 1, 2, 4, 8]));
    out.put(Family::Phrases, bucket(far.phrases, &[1, 2, 4, 8, 16, 32]));
    out.put(Family::AnteRole, a.role);
    out.put(Family::SentencesRole, 6 * bucket(sentences, &[0, 1, 2, 4]) + a.role);
    let nested = nested(a, p);
    out.put(Family::Nested, nested);
    out.put(Family::NestedClass, 3 * class + nested);
    out.put(Family::NestedRole, 3 * p.role + nested);
    out.put(Family::AnteOften, bucket(a.often, &[1, 2, 4, 8]));
    out.put(Family::AnteStart, 3 * u32::from(a.is_start) + sentences.min(2));
    out.put(
        Family::SameGovernor,
        2 * u32::from(a.governing == p.governing) + u32::from(a.role == p.role),
    );
    out.put(Family::Counts, counts);
    out.put(Family::Sexes, sexes);
    out.put(Family::Agreement, 3 * counts + sexes);
    out.put(Family::Coargument, coargument);
    out.put(Family::ClassCoargument, 2 * class + coargument);
    out.put(Family::AnteKind, a.kind);
    out.put(Family::SameHead, u32::from(a.head == p.head));
    out.put(Family::AnteInner, a.inner);
    out.put_number(Family::AnteHead, a.setting.head);
    out.put_number(Family::AnteFirst, a.setting.first);
    if p.class.is_pronoun() {
        of_pronoun(a, p, far, sentences, 3 * counts + sexes, out);
    } else {
        of_noun(a, p, far, sentences, out);
    }
    of_chain(a, p, chain, out);
    of_place(p, chain, far, out);
}

fn of_pronoun(
    a: &Phrase<'_>,
    p: &Phrase<'_>,
    far: Distance,
    sentences: u32,
    agreement: u32,
    out: &mut Features<impl Take>,
) {
    let class = a.class as u32;
    let same = u32::from(a.pronoun == p.pronoun);
    let (quoted, quoted_before) = (u32::from(p.quotation > 0), u32::from(a.quotation > 0));
    let together = u32::from(a.quotation == p.quotation);
    let whose = match p.class {
        Class::Thing => 0,
        Class::Many => 1,
        _ => 2,
    };
    out.put(Family::SameWord, same);
    out.put(Family::ClassSentences, 4 * class + bucket(sentences, &[0, 1, 2]));
    out.put(Family::Roles, 6 * a.role + p.role);
    out.put(Family::AnteDefinite, a.definite);
    out.put(Family::AgreementClass, CLASSES * agreement + class);
    out.put(Family::PronounKind, 40 * whose + a.kind);
    out.put(Family::Fitting, bucket(far.fitting, &[0, 1, 2, 4, 8]));
    out.put(Family::FittingClass, CLASSES * bucket(far.fitting, &[0, 1, 2, 4]) + class);
    out.put(Family::Quoted, 4 * quoted + 2 * quoted_before + together);
    out.put(Family::QuotedClass, 8 * class + 4 * quoted + 2 * together + same);
    out.put(Family::RolesSentences, 36 * sentences.min(2) + 6 * a.role + p.role);
    out.put(Family::AnteRelation, a.relation as u32);
    out.put(Family::Speaking, 6 * u32::from(a.speaks) + 3 * quoted + sentences.min(2));
}

fn of_noun(
    a: &Phrase<'_>,
    p: &Phrase<'_>,
    far: Distance,
    sentences: u32,
    out: &mut Features<impl Take>,
) {
    let class = a.class as u32;
    let lemma = u32::from(a.lemma == p.lemma);
    let string = u32::from(a.string == p.string);
    let subset =
        4 * lemma + 2 * u32::from(p.core.are_in(&a.core)) + u32::from(a.core.are_in(&p.core));
    out.put(Family::LemmaRank, 3 * lemma + far.alike.min(2));
    out.put(Family::Lemma, lemma);
    out.put(Family::String, string);
    out.put(Family::LemmaSubset, subset);
    out.put(Family::LemmaSubsetClass, CLASSES * subset + class);
    out.put(Family::StringClass, CLASSES * string + class);
    let (in_a, in_p) = (a.core.has(p.lemma), p.core.has(a.lemma));
    out.put(Family::HeadWithin, u32::from(in_a) + 2 * u32::from(in_p));
    out.put(Family::LemmaDefinite, 16 * lemma + 4 * p.definite + a.definite);
    out.put(Family::LemmaMore, 4 * lemma + 2 * u32::from(p.has_more) + u32::from(a.has_more));
    let apart = bucket(sentences, &[0, 1, 3, 7, 15]);
    out.put(Family::LemmaSentences, 6 * (lemma + string) + apart);
    let overlap = p.core.shared_with(&a.core);
    out.put(Family::Overlap, u32::try_from(overlap).unwrap_or(3).min(3));
    if !a.numbers.is_empty() && !p.numbers.is_empty() {
        out.put(Family::Numbers, 1 + u32::from(a.numbers == p.numbers));
    }
    let apposed = apposed(a, p);
    let sorts = u32::from(a.sort == p.sort);
    out.put(Family::Apposed, apposed);
    out.put(Family::ApposedClass, 2 * CLASSES * apposed + 2 * class + sorts);
    let kind_of =
        |p: &Phrase<'_>| if p.class == Class::Name { 2 } else { u32::from(p.class.is_pronoun()) };
    let of_sort = |p: &Phrase<'_>| p.sort.map_or(0, |s| 1 + s as u32);
    out.put(Family::ApposedMark, 18 * apposed + 3 * p.mark + kind_of(a));
    out.put(
        Family::ApposedNested,
        6 * apposed + 2 * nested(a, p) + u32::from(p.class == Class::Name),
    );
    if apposed > 0 {
        out.put(Family::ApposedSorts, 64 * apposed + 8 * of_sort(a) + of_sort(p));
    }
    out.put(Family::GivenLemma, 8 * p.given + 2 * a.given + lemma);
    if lemma > 0 {
        let missing = |a: &Phrase<'_>, p: &Phrase<'_>| {
            u32::try_from(p.core.missing_in(&a.words, p.lemma)).unwrap_or(2).min(2)
        };
        out.put(Family::Clash, 4 * (3 * missing(a, p) + missing(p, a)) + p.definite);
    }
    out.put(Family::More, 4 * more(a, p) + 2 * lemma + u32::from(p.class == Class::Name));
    let predicate = u32::from(
        p.relation == entente_model::Relation::Attribute && a.role == 0 && a.above == p.above,
    );
    out.put(Family::Predicate, predicate);
    out.put(Family::StringInner, 9 * string + 3 * p.inner + a.inner);
    out.put(Family::PredicateClass, CLASSES * predicate + class);
    out.put(Family::PredicateKind, 40 * predicate + p.kind);
    out.put(Family::StateNoun, 6 * a.statehood + 2 * p.statehood + lemma);
    out.put(Family::PredicateDefinite, 4 * predicate + p.definite);
    let stands_for = |short: &Phrase<'_>, long: &Phrase<'_>| {
        short.acronym == Some(long.initials) && long.length > 1
    };
    if stands_for(a, p) || stands_for(p, a) {
        out.put(Family::Acronym, 1);
    }
    if let (Some(one), Some(other)) = (a.actor, p.actor) {
        out.put(Family::Actor, 1 + u32::from(one == other));
    }
    if a.sort.is_some() && p.sort.is_some() {
        out.put(Family::EntitySorts, 1 + 2 * lemma + sorts);
    }
    if let (Some(one), Some(other), 0) = (a.noun, p.noun, lemma) {
        let kinds = 1 + u32::from(one.kind == other.kind);
        out.put(Family::Kinds, kinds);
        out.put(Family::KindsDefinite, 4 * kinds + p.definite);
        out.put(Family::Senses, 4 * senses(one, other) + p.definite);
    }
    if p.class == Class::Definite && a.class == Class::Name && lemma == 0 {
        out.put(Family::NameKind, 40 * a.sort.map_or(0, |s| 1 + s as u32) + p.kind);
    }
    let modifiers = p.core.missing_in(&a.words, p.lemma);
    let modifiers = u32::try_from(modifiers).unwrap_or(2).min(2);
    out.put(Family::LemmaModifiers, 3 * lemma + modifiers);
    out.put(Family::PhrasesLemma, 4 * lemma + bucket(far.phrases, &[1, 4, 16]));
    of_words(a, p, lemma, out);
}

/// What the words of two phrases say.
fn of_words(a: &Phrase<'_>, p: &Phrase<'_>, lemma: u32, out: &mut Features<impl Take>) {
    let pair = |one: u32, other: u32| Number::default().of(one).of(other).end();
    let missing = |a: &Phrase<'_>, p: &Phrase<'_>| {
        u32::try_from(a.proper.missing_in(&p.words, p.lemma)).unwrap_or(2).min(2)
    };
    out.put(Family::KindPair, 40 * a.kind.min(39) + p.kind.min(39));
    out.put(Family::Proper, 9 * lemma + 3 * missing(a, p) + missing(p, a));
    out.put_number(Family::LemmaBefore, p.setting.before.wrapping_mul(2) + lemma);
    if lemma > 0 {
        out.put_number(Family::LemmaHead, p.setting.head);
        out.put_number(Family::Firsts, pair(a.setting.first, p.setting.first));
    } else if a.noun.is_some() && p.noun.is_some() {
        out.put_number(Family::Heads, pair(a.setting.head, p.setting.head));
    }
}

fn of_chain(a: &Phrase<'_>, p: &Phrase<'_>, chain: &Entity, out: &mut Features<impl Take>) {
    let lemma = u32::from(chain.heads.has(p.lemma));
    let agree = 3 * agreement(chain.sex, p.sex) + agreement(chain.count, p.count);
    out.put(Family::Size, bucket(chain.size, &[1, 2, 4, 8]));
    out.put(Family::ChainLemma, 2 * lemma + u32::from(a.lemma == p.lemma));
    out.put(Family::ChainString, u32::from(chain.strings.has(p.string)));
    out.put(Family::ChainAgreement, agree);
    if !p.class.is_pronoun() {
        let new = p.core.missing_in(&chain.words, p.lemma);
        let new = u32::try_from(new).unwrap_or(2).min(2);
        let all = u32::from(p.core.are_in(&chain.words));
        out.put(Family::ChainWords, 6 * all + 2 * new + lemma);
    }
    let apart = p.sentence.saturating_sub(chain.sentence);
    out.put(Family::ChainFar, 4 * bucket(chain.size, &[1, 3]) + bucket(apart, &[0, 1, 3]));
    if p.class == Class::Definite {
        out.put(Family::ChainSort, 40 * chain.sort.map_or(0, |s| 1 + s as u32) + p.kind);
    }
    out.put(Family::ChainName, CLASSES * u32::from(chain.has_name) + a.class as u32);
}

/// How the chain stands among those that fit.
fn of_place(p: &Phrase<'_>, chain: &Entity, far: Distance, out: &mut Features<impl Take>) {
    let recency = bucket(far.place.recency, &[0, 1, 2, 4, 8]);
    let size = bucket(chain.size, &[1, 3]);
    let apart = p.sentence.saturating_sub(chain.sentence);
    out.put(Family::ChainRecency, 2 * recency + u32::from(far.is_last));
    let rank = bucket(far.place.size, &[0, 1, 2, 8]);
    out.put(Family::ChainRank, 3 * rank + bucket(apart, &[0, 1]));
    out.put(Family::ChainBegun, 3 * bucket(chain.begun, &[0, 2]) + size);
    let subject = match chain.subject {
        Some(sentence) if sentence == p.sentence => 2,
        Some(sentence) if sentence + 1 == p.sentence => 1,
        _ => 0,
    };
    out.put(Family::ChainSubject, 6 * subject + p.role);
    let rivals = bucket(far.place.rivals, &[1, 2, 3, 5]);
    out.put(Family::ChainRivals, 5 * rivals + recency.min(4));
    out.put(Family::ChainMadeOf, 3 * chain.made_of + size);
    if !p.class.is_pronoun() {
        out.put(Family::ChainKind, 4 * bucket(far.place.kind, &[0, 1, 2, 8]) + p.definite);
    }
}

/// Whether two phrases are arguments of one word, so that they hardly mean the same.
pub(crate) fn are_coarguments(a: &Phrase<'_>, p: &Phrase<'_>) -> bool {
    a.governor == p.governor && a.sentence == p.sentence && p.role != 3
}

/// Whether two phrases agree in number and sex.
pub(crate) fn agree(a: &Phrase<'_>, p: &Phrase<'_>) -> bool {
    fit((a.count, a.sex), (p.count, p.sex))
}

/// Whether numbers and sexes go together.
pub(crate) fn fit(a: (u8, u8), p: (u8, u8)) -> bool {
    a.0 & p.0 != 0 && a.1 & p.1 != 0
}

/// 0 they clash, 1 the same, 2 they may be.
fn agreement(a: u8, b: u8) -> u32 {
    match (a & b, a == b) {
        (0, _) => 0,
        (_, true) => 1,
        _ => 2,
    }
}

/// 1 the first holds the second, 2 the second the first.
fn nested(a: &Phrase<'_>, p: &Phrase<'_>) -> u32 {
    if a.holds(p) { 1 } else { 2 * u32::from(p.holds(a)) }
}

/// What stands behind both heads: 0 nothing, 1 something behind the second's only, 2 behind the
/// first's only, 3 behind both and in part the same, 4 behind both and unlike.
fn more(a: &Phrase<'_>, p: &Phrase<'_>) -> u32 {
    match (p.has_more, a.has_more) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (true, true) if p.beyond.shared_with(&a.beyond) > 0 => 3,
        (true, true) => 4,
    }
}

/// How two phrases stand side by side: 1 in apposition, 2 with one token between, 3 with none, 4
/// one before the other's head.
fn apposed(a: &Phrase<'_>, p: &Phrase<'_>) -> u32 {
    if p.relation == entente_model::Relation::Apposition && p.above == a.head {
        1
    } else if a.last + 1 == p.first {
        2
    } else if a.last == p.first {
        3
    } else if a.relation == entente_model::Relation::Compound && a.above == p.head {
        4
    } else {
        0
    }
}

/// How two nouns' meanings lie: 1 a sense in common, 2 the first narrower, 3 the first broader.
fn senses(a: &Noun, p: &Noun) -> u32 {
    if a.senses.shared_with(&p.senses) > 0 {
        1
    } else if p.first_sense.is_some_and(|s| a.broader.has(s)) {
        2
    } else if a.first_sense.is_some_and(|s| p.broader.has(s)) {
        3
    } else {
        0
    }
}

/// How many of the bounds a number exceeds.
fn bucket(number: u32, bounds: &[u32]) -> u32 {
    bounds.iter().map(|b| u32::from(number > *b)).sum()
}
