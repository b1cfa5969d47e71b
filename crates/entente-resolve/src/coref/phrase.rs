//! What a phrase is like: all that the ranker looks at, worked out once.

use std::collections::{HashMap, HashSet};

use entente_model::{Annotated, Candidate, Pos, Relation, Span};

use super::edge::end_of_name;
use super::lexicon::{Lexicon, Noun, count, sex};
use super::setting::Setting;
use super::span::{self, Spot};
use super::words::Words;
use crate::atlas::Sort;
use crate::scene::Scene;

/// So many words of a phrase are compared, on either side of its head.
const MOST_WORDS: usize = 12;
/// Phrases are compared as strings by so many words at most.
const LONGEST_STRING: u32 = 16;
/// The key of no word.
const NONE: u32 = u32::MAX;

/// How a phrase refers. Weights are learned for each class apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// `he`, `her`.
    Person,
    /// `it`.
    Thing,
    /// `they`.
    Many,
    /// `I`.
    Speaker,
    /// `we`.
    Speakers,
    /// `you`.
    Hearer,
    /// `this`.
    Pointer,
    /// A name.
    Name,
    /// A noun with an article, a demonstrative or a possessor.
    Definite,
    /// Any other noun.
    Indefinite,
    /// A noun before a noun; it counts only if it is spoken of elsewhere.
    Modifier,
    /// A time.
    Time,
    /// What is coordinated, as a whole; it counts only if it is spoken of elsewhere.
    Several,
}

impl Class {
    /// All, with the names that tables use.
    pub(crate) const ALL: [(Class, &'static str); 13] = [
        (Class::Person, "he"),
        (Class::Thing, "it"),
        (Class::Many, "they"),
        (Class::Speaker, "i"),
        (Class::Speakers, "we"),
        (Class::Hearer, "you"),
        (Class::Pointer, "this"),
        (Class::Name, "name"),
        (Class::Definite, "definite"),
        (Class::Indefinite, "indefinite"),
        (Class::Modifier, "modifier"),
        (Class::Time, "time"),
        (Class::Several, "several"),
    ];

    /// The class of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(class, _)| *class)
    }

    /// Whether it is one of the pronouns'.
    pub(crate) fn is_pronoun(self) -> bool {
        (self as u32) < Class::Name as u32
    }

    /// Whether it counts only if it is spoken of elsewhere.
    pub(crate) fn needs_chain(self) -> bool {
        matches!(self, Class::Modifier | Class::Several)
    }
}

/// A stretch of text that speaks of something.
#[derive(Clone, Debug)]
pub(crate) struct Phrase<'a> {
    pub(crate) first: u32,
    /// One past the last token.
    pub(crate) last: u32,
    pub(crate) head: u32,
    pub(crate) sentence: u32,
    pub(crate) class: Class,
    /// Keys of words: equal for equal words of this document.
    pub(crate) lemma: u32,
    pub(crate) string: u32,
    /// Words up to the head, and all; sorted.
    pub(crate) core: Words,
    pub(crate) words: Words,
    /// Words behind the head.
    pub(crate) beyond: Words,
    pub(crate) numbers: Words,
    /// Names and numbers before the head.
    pub(crate) proper: Words,
    /// What it may be one or many of, and of which sex.
    pub(crate) count: u8,
    pub(crate) sex: u8,
    /// None, then sorts of entities, then kinds of nouns.
    pub(crate) kind: u32,
    pub(crate) noun: Option<&'a Noun>,
    pub(crate) sort: Option<Sort>,
    /// 0 indefinite, 1 article, 2 demonstrative, 3 possessor.
    pub(crate) definite: u32,
    pub(crate) has_more: bool,
    /// 0 subject, 1 object, 2 under an adposition, 3 possessor, 4 predicate or apposition, 5 other.
    pub(crate) role: u32,
    pub(crate) relation: Relation,
    pub(crate) governor: u32,
    /// Row of a pronoun, from 1.
    pub(crate) pronoun: u32,
    pub(crate) acronym: Option<u32>,
    pub(crate) initials: u32,
    pub(crate) length: u32,
    pub(crate) actor: Option<u32>,
    /// Number of the quotation it stands in, or 0.
    pub(crate) quotation: u32,
    pub(crate) speaks: bool,
    /// 0 no entity, 1 all of one, 2 a part of one.
    pub(crate) inner: u32,
    /// For a modifier: its part of speech, its head's, and `inner`.
    pub(crate) modifier: u32,
    pub(crate) part_of_speech: u32,
    pub(crate) is_first_lemma: bool,
    pub(crate) is_first_string: bool,
    pub(crate) knows_word: bool,
    /// What stands before it: 0 a word, 1 a comma, 2 a colon, 3 a dash, 4 a bracket, 5 any mark.
    pub(crate) mark: u32,
    /// How it is given if not definite: 0 bare, 1 an article, 2 a number, 3 another determiner.
    pub(crate) given: u32,
    /// The key of the word that governs it.
    pub(crate) governing: u32,
    /// 0 no state, 1 a word for states or the name of a place, 2 the name of a state.
    pub(crate) statehood: u32,
    /// How many phrases of the text have its head word.
    pub(crate) often: u32,
    /// Whether its sentence begins with it.
    pub(crate) is_start: bool,
    /// Its words and those about it.
    pub(crate) setting: Setting,
    /// Heads above, for the ranker's tests of apposition and predication.
    pub(crate) above: u32,
}

impl Phrase<'_> {
    /// Where it stands.
    pub(crate) fn place(&self, text: &Annotated) -> Span {
        let token = |t: u32| text.tokens[t as usize].span;
        token(self.first).join(token(self.last - 1))
    }

    /// Whether another lies within it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

/// Numbers for words.
#[derive(Default)]
struct Keys {
    words: HashMap<String, u32>,
    small: String,
}

impl Keys {
    fn of(&mut self, word: &str) -> u32 {
        if let Some(key) = self.words.get(word) {
            return *key;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.insert(word.to_owned(), next);
        next
    }

    /// The number of a word in small letters.
    fn of_small(&mut self, word: &str) -> u32 {
        if !word.is_ascii() {
            return self.of(&word.to_lowercase());
        }
        let mut small = std::mem::take(&mut self.small);
        small.clear();
        small.push_str(word);
        small.make_ascii_lowercase();
        let key = self.of(&small);
        self.small = small;
        key
    }
}

/// Everything that a text speaks of, in order.
pub(crate) fn read<'a>(
    scene: &Scene<'a>,
    lexicon: &'a Lexicon,
    actors: &[Vec<Candidate>],
) -> Vec<Phrase<'a>> {
    let text = scene.text;
    let mut keys = Keys::default();
    let tokens = 0..u32::try_from(text.tokens.len()).unwrap_or(u32::MAX);
    let forms: Vec<u32> = tokens.clone().map(|t| keys.of_small(text.text(t))).collect();
    let word = |t: u32| match text.pos(t) {
        Pos::Propn => forms[t as usize],
        _ => keys.of_small(text.lemma(t)),
    };
    let words: Vec<u32> = tokens.map(word).collect();
    let quotations = quotations(text);
    let found = span::find(scene, lexicon, &forms);
    let reader = Reader { scene, lexicon, words: &words, quotations: &quotations };
    let mut strings = HashMap::new();
    let mut phrases: Vec<Phrase<'a>> = Vec::with_capacity(found.len());
    for ((first, std::cmp::Reverse(last)), Spot { head, members }) in found {
        let mut phrase = reader.phrase(&mut keys, first, last, head);
        if !members.is_empty() {
            reader.gather(&mut keys, &mut phrase, &members);
        }
        let (from, to) = reader.string(first, last, head);
        let to = if members.is_empty() { to } else { last.min(from + LONGEST_STRING) };
        let next = u32::try_from(strings.len()).unwrap_or(u32::MAX);
        phrase.string = *strings.entry(&forms[from as usize..to as usize]).or_insert(next);
        phrases.push(phrase);
    }
    for phrase in &mut phrases {
        let mention = text.mention_at(phrase.head).filter(|_| phrase.class != Class::Several);
        let best = mention.and_then(|m| actors.get(m)?.first()).filter(|c| c.score >= 0.5);
        if matches!(phrase.class, Class::Name | Class::Modifier) {
            let is_state = |c: &&Candidate| c.sector.is_none() && c.id.is_some();
            if phrase.statehood == 1 && best.filter(is_state).is_some() {
                phrase.statehood = 2;
            }
            phrase.actor = best.and_then(|c| c.id.as_ref()).map(|id| keys.of(id.as_str()));
        }
    }
    note_firsts(&mut phrases);
    phrases
}

/// Notes which words have been read before.
fn note_firsts(phrases: &mut [Phrase<'_>]) {
    let (mut lemmas, mut strings, mut words) = (HashSet::new(), HashSet::new(), HashSet::new());
    let mut often: HashMap<u32, u32> = HashMap::new();
    for phrase in phrases.iter() {
        *often.entry(phrase.lemma).or_default() += 1;
    }
    for phrase in phrases {
        phrase.often = often.get(&phrase.lemma).copied().unwrap_or_default();
        phrase.is_first_lemma = lemmas.insert(phrase.lemma);
        phrase.is_first_string = strings.insert(phrase.string);
        phrase.knows_word = phrase.core.iter().any(|w| words.contains(&w));
        words.extend(phrase.core.iter());
    }
}

/// The number of the quotation that each token stands in, or 0. None goes on past its block.
fn quotations(text: &Annotated) -> Vec<u32> {
    let (mut number, mut is_open, mut block) = (0, false, None);
    let mut read = |at: usize, sentence: u32| {
        let here = text.sentences.get(sentence as usize).map(|s| s.block);
        if here != block {
            (is_open, block) = (false, here);
        }
        let is_mark = match text.text(u32::try_from(at).unwrap_or(u32::MAX)) {
            "\"" => Some(!is_open),
            "“" => Some(true),
            "”" => Some(false),
            _ => None,
        };
        if let Some(opens) = is_mark {
            number += u32::from(opens);
            is_open = opens;
            return 0;
        }
        if is_open { number } else { 0 }
    };
    text.tokens.iter().enumerate().map(|(at, t)| read(at, t.sentence)).collect()
}

struct Reader<'s, 'a> {
    scene: &'s Scene<'a>,
    lexicon: &'a Lexicon,
    words: &'s [u32],
    quotations: &'s [u32],
}

impl<'a> Reader<'_, 'a> {
    fn phrase(&self, keys: &mut Keys, first: u32, last: u32, head: u32) -> Phrase<'a> {
        let (text, lexicon) = (self.scene.text, self.lexicon);
        let sort = self.scene.sort_at(head);
        let form = text.text(head).to_lowercase();
        let pos = text.pos(head);
        let pronoun =
            lexicon.pronoun(&form).filter(|_| matches!(pos, Pos::Pron | Pos::Det | Pos::Adv));
        let lemma = if pos == Pos::Propn { form.clone() } else { text.lemma(head).to_lowercase() };
        let noun = lexicon.noun(&lemma);
        let definite = self.definite(head);
        let class = match pronoun {
            Some(pronoun) => pronoun.class,
            None => self.class(head, sort, noun, definite),
        };
        let (count, sex) = match pronoun {
            Some(p) => (p.count, p.sex),
            None => self.nature(first, head, class, sort, &lemma, noun),
        };
        let content = |t: &u32| is_content(text.pos(*t));
        let upto: Vec<u32> = (first..=head).rev().filter(content).take(MOST_WORDS).collect();
        let beyond: Vec<u32> = (head + 1..last).filter(content).take(MOST_WORDS).collect();
        let has_more = (head + 1..last).any(|t| content(&t));
        let key = |t: u32| self.words[t as usize];
        let core = upto.iter().map(|t| key(*t)).collect();
        let numbers = upto.iter().filter(|t| text.pos(**t) == Pos::Num).map(|t| key(*t));
        let is_proper = |t: &&u32| **t < head && matches!(text.pos(**t), Pos::Propn | Pos::Num);
        let proper = upto.iter().filter(is_proper).map(|t| key(*t)).collect();
        let relation = text.relation(head);
        let role = role(relation);
        let above = text.head(head);
        let governor = if relation == Relation::PrepObject { text.head(above) } else { above };
        let quotation = self.quotations[head as usize];
        let inner = text
            .entity_at(head)
            .map_or(0, |e| if e.first >= first && e.last <= last { 1 } else { 2 });
        let part_of_speech = part(pos);
        let modifier = 9 * part_of_speech.min(2) + 3 * part(text.pos(above)).min(2) + inner;
        Phrase {
            first,
            last,
            head,
            sentence: text.tokens[head as usize].sentence,
            class,
            lemma: key(head),
            string: 0,
            words: upto.iter().chain(&beyond).map(|t| key(*t)).collect(),
            beyond: beyond.iter().map(|t| key(*t)).collect(),
            core,
            numbers: numbers.collect(),
            proper,
            count,
            sex,
            kind: kind(sort, noun),
            noun,
            sort,
            definite,
            has_more,
            role,
            relation,
            governor,
            pronoun: pronoun.map_or(0, |p| p.row + 1),
            acronym: self.acronym(head, class).map(|a| keys.of(&a)),
            initials: if upto.len() > 1 { keys.of(&self.initials(&upto)) } else { NONE },
            length: u32::try_from(upto.len()).unwrap_or(3).min(3),
            actor: None,
            quotation,
            speaks: role == 0 && quotation == 0 && self.is_saying(above),
            inner,
            modifier: if class == Class::Modifier { modifier } else { 0 },
            part_of_speech,
            is_first_lemma: false,
            is_first_string: false,
            knows_word: false,
            mark: self.mark(first),
            given: self.given(head),
            governing: self.words.get(governor as usize).copied().unwrap_or(NONE),
            statehood: self.statehood(head, class, sort),
            often: 0,
            setting: Setting::read(text, (first, last), head, class),
            is_start: first == 0
                || text.tokens[first as usize - 1].sentence != text.tokens[first as usize].sentence,
            above,
        }
    }

    fn class(&self, head: u32, sort: Option<Sort>, noun: Option<&Noun>, definite: u32) -> Class {
        let text = self.scene.text;
        let (pos, relation) = (text.pos(head), text.relation(head));
        let is_time = self.lexicon.is_time(noun.map(|n| n.kind)) && pos == Pos::Noun;
        let is_before = relation == Relation::NounModifier && text.head(head) > head;
        let is_named =
            matches!(sort, Some(Sort::Person | Sort::State | Sort::Body | Sort::Feature));
        if sort == Some(Sort::Time) || is_time {
            Class::Time
        } else if relation == Relation::Compound || is_before {
            Class::Modifier
        } else if pos == Pos::Propn || is_named {
            Class::Name
        } else if definite > 0 {
            Class::Definite
        } else {
            Class::Indefinite
        }
    }

    /// Makes the phrase of the first member of a coordination that of the whole.
    fn gather(&self, keys: &mut Keys, phrase: &mut Phrase<'a>, members: &[u32]) {
        let text = self.scene.text;
        let words: Vec<u32> = members.iter().map(|m| self.words[*m as usize]).collect();
        let whole: Vec<String> = words.iter().map(u32::to_string).collect();
        let nature = |m: &u32| {
            let member = self.phrase(keys, *m, *m + 1, *m);
            (member.count, member.sex)
        };
        let natures: Vec<(u8, u8)> = members.iter().map(nature).collect();
        // `a teacher and former member` may be one.
        let is_given =
            |m: &u32| text.children(*m).any(|c| text.relation(c) == Relation::Determiner);
        let may_be_one = is_given(&members[0])
            && !members[1..].iter().any(is_given)
            && natures.iter().all(|(count, _)| count & count::ONE != 0);
        phrase.class = Class::Several;
        phrase.count = if may_be_one { count::ANY } else { count::MANY };
        phrase.sex = natures.iter().fold(0, |all, (_, sex)| all | sex);
        phrase.lemma = keys.of(&whole.join("&"));
        phrase.core = words.into_iter().chain([phrase.lemma]).collect();
        (phrase.noun, phrase.acronym, phrase.initials, phrase.statehood) = (None, None, NONE, 0);
    }

    /// Number and sex of what a noun means.
    fn nature(
        &self,
        first: u32,
        head: u32,
        class: Class,
        sort: Option<Sort>,
        lemma: &str,
        noun: Option<&Noun>,
    ) -> (u8, u8) {
        let text = self.scene.text;
        let count = match text.morph(head) {
            m if m.contains("Number=Plur") => count::MANY,
            m if m.contains("Number=Sing") => count::ONE,
            _ => count::ANY,
        };
        match (class, sort) {
            (Class::Time, _) | (Class::Modifier, None) => (count, sex::THING),
            (Class::Name, Some(Sort::Person)) => (count::ONE, self.sex_of_person(first, head)),
            (Class::Name, Some(Sort::Body)) => (count::ANY, sex::THING),
            (Class::Name, Some(Sort::State | Sort::Feature)) => (count::ONE, sex::THING),
            (Class::Name, Some(Sort::People)) => (count, sex::ANY),
            (Class::Name, Some(_)) | (Class::Modifier, _) => (count, sex::THING),
            _ => match self.lexicon.gendered(lemma) {
                Some(sex) => (count, sex),
                None => {
                    let (sex, more) = self.lexicon.of_kind(noun.map(|n| n.kind));
                    (count | more, sex)
                }
            },
        }
    }

    /// The sex of a person by title or given name.
    fn sex_of_person(&self, first: u32, head: u32) -> u8 {
        let text = self.scene.text;
        let word = |t: u32| text.text(t).to_lowercase();
        let near = head.saturating_sub(MOST_WORDS as u32);
        let titles = first.saturating_sub(1).max(near)..head;
        let mut titles = titles.filter(|t| text.relation(*t) == Relation::Compound);
        if let Some(sex) = titles.find_map(|t| self.lexicon.gendered(&word(t))) {
            return sex;
        }
        let from = text.entity_at(head).map_or(first, |e| e.first.max(first)).max(near);
        let given = (from..head).find_map(|t| self.lexicon.given(&word(t)));
        given.unwrap_or(sex::PERSON)
    }

    /// How a noun is determined.
    fn definite(&self, head: u32) -> u32 {
        let text = self.scene.text;
        let determiner = |t: u32| match text.relation(t) {
            Relation::Determiner if text.morph(t).contains("PronType=Dem") => 2,
            Relation::Determiner if text.morph(t).contains("Definite=Def") => 1,
            Relation::Possessor => 3,
            _ => 0,
        };
        text.children(head).map(determiner).find(|d| *d > 0).unwrap_or_default()
    }

    /// Whether a phrase may mean a state: a word for states, or the name of a place.
    fn statehood(&self, head: u32, class: Class, sort: Option<Sort>) -> u32 {
        let describes = self.scene.atlas.reference.describes_a_state(self.scene.text.lemma(head));
        u32::from(sort == Some(Sort::State) || (class == Class::Definite && describes))
    }

    /// The mark that a phrase stands behind.
    fn mark(&self, first: u32) -> u32 {
        let text = self.scene.text;
        let before = first.checked_sub(1).filter(|t| {
            text.pos(*t) == Pos::Punct
                && text.tokens[*t as usize].sentence == text.tokens[first as usize].sentence
        });
        match before.map(|t| text.text(t)) {
            None => 0,
            Some(",") => 1,
            Some(":") => 2,
            Some("-" | "–" | "—") => 3,
            Some("(" | "[") => 4,
            Some(_) => 5,
        }
    }

    /// How a noun is given that is not definite.
    fn given(&self, head: u32) -> u32 {
        let text = self.scene.text;
        let how = |t: u32| match text.relation(t) {
            Relation::Determiner if text.morph(t).contains("PronType=Art") => 1,
            Relation::Number => 2,
            Relation::Determiner => 3,
            _ => 0,
        };
        text.children(head).filter(|t| *t < head).map(how).find(|g| *g > 0).unwrap_or_default()
    }

    /// The bounds of a phrase without articles before and case marks after.
    fn string(&self, first: u32, last: u32, head: u32) -> (u32, u32) {
        let text = self.scene.text;
        let is_light = |t: u32| {
            text.relation(t) == Relation::Determiner || matches!(text.pos(t), Pos::Det | Pos::Punct)
        };
        let from = (first..head).find(|t| !is_light(*t)).unwrap_or(head);
        let is_case = |t: u32| text.relation(t) == Relation::Case;
        let last = end_of_name(self.scene, head, last);
        let to = (head + 1..last).rev().find(|t| !is_case(*t)).map_or(head + 1, |t| t + 1);
        (from, to.min(from + LONGEST_STRING))
    }

    fn acronym(&self, head: u32, class: Class) -> Option<String> {
        let word = self.scene.text.text(head);
        let may_be = matches!(class, Class::Name | Class::Modifier | Class::Indefinite);
        let is_acronym = may_be && word.chars().nth(1).is_some();
        (is_acronym && word.chars().all(char::is_uppercase)).then(|| word.to_lowercase())
    }

    /// First letters of the words in capitals; `words` go from the head backwards.
    fn initials(&self, words: &[u32]) -> String {
        let initial =
            |t: &u32| self.scene.text.text(*t).chars().next().filter(|c| c.is_uppercase());
        words.iter().rev().filter_map(initial).flat_map(char::to_lowercase).collect()
    }

    /// Whether a verb has a clause for what is said.
    fn is_saying(&self, verb: u32) -> bool {
        let text = self.scene.text;
        let is_clause =
            |t: u32| matches!(text.relation(t), Relation::Complement | Relation::Parataxis);
        text.relation(verb) == Relation::Parataxis || text.children(verb).any(is_clause)
    }
}

fn is_content(pos: Pos) -> bool {
    matches!(pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Verb | Pos::X | Pos::Adv)
}

fn part(pos: Pos) -> u32 {
    match pos {
        Pos::Noun => 0,
        Pos::Propn => 1,
        Pos::Pron => 3,
        _ => 2,
    }
}

fn role(relation: Relation) -> u32 {
    match relation {
        Relation::Subject | Relation::PassiveSubject => 0,
        Relation::Object | Relation::Dative => 1,
        Relation::PrepObject => 2,
        Relation::Possessor => 3,
        Relation::Attribute | Relation::Apposition => 4,
        _ => 5,
    }
}

/// 0 for nothing known, then the sorts of entities, then the kinds of nouns.
fn kind(sort: Option<Sort>, noun: Option<&Noun>) -> u32 {
    match (sort, noun) {
        (Some(sort), _) => 1 + sort as u32,
        (None, Some(noun)) => 8 + noun.kind.min(31),
        (None, None) => 0,
    }
}
