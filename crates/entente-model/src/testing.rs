//! Documents annotated by hand, so that a verb can be tested without the verbs before it.
//!
//! [`annotated`] reads a notation of one line a sentence, one word a token:
//!
//! ```text
//! [GPE Russia/PROPN<accused:subject ] accused/VERB/accuse [GPE Mali/PROPN<accused:object ] ./PUNCT<accused:punctuation
//! ! accuse@accused subject=Russia object=Mali past
//! ```
//!
//! A token is `word/POS/lemma/morphology<head:relation`, of which all but the word may be left out
//! from the right, and the arc for the root. The head is a word of the same line (the nearest one;
//! the left one of two equally near) or `#n`, the n-th token of the line. The lemma is the word
//! itself for proper nouns, else the word in lower case. Relations are named as in
//! [`Relation::as_str`]. `[LABEL` and `]` hold an entity.
//!
//! Nouns, proper nouns and pronouns that are no part of a compound head a mention; an asterisk
//! after the part of speech (`Russian/ADJ*`) makes one of any other token.
//!
//! A line that starts with `!` adds a predicate to the sentence above: `sense@head`, then
//! `role=filler` and any of `past present ongoing negative nominal`, a [`Mood`] by name, or a frame
//! as `says@cue` or `says@cue:holder`. A `~` before the frame's kind negates the cue.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    ActorId, Annotated, Block, BlockKind, Candidate, DateOrigin, DocId, DocMeta, Document, Entity,
    Filler, Fingerprint, Format, Frame, FrameKind, Labels, Mention, MentionKind, Mood, Origin,
    Polarity, Pos, Predicate, Relation, Resolved, Role, Sense, Sentence, Span, Strings, Tense,
    Token, Tree, WordVectors,
};

/// What stands under the adpositions that this module knows.
const ADPOSITIONS: [(&str, Role); 5] = [
    ("by", Role::Subject),
    ("from", Role::Origin),
    ("in", Role::Place),
    ("of", Role::Whole),
    ("on", Role::Topic),
];

/// A document of one paragraph, published on a day.
pub fn document(text: &str, published: Option<Date>) -> Document {
    Document {
        meta: DocMeta {
            id: DocId::new("test"),
            key: None,
            title: None,
            publisher: None,
            authors: Vec::new(),
            published,
            published_from: DateOrigin::None,
            earliest: None,
            query_date: None,
            lang: None,
            url: None,
            canonical: None,
            origin: Origin { path: "test".into(), offset: 0, format: Format::Text },
            pair: None,
            agency: None,
            fingerprint: Fingerprint::default(),
        },
        text: text.into(),
        blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::from_range(0..text.len()) }],
    }
}

/// An undated document in the notation of this module.
///
/// Panics, naming the word, where the notation is wrong.
#[track_caller]
pub fn annotated(notation: &str) -> Annotated {
    Builder::default().read(notation).finish(None)
}

/// A document in the notation of this module, published on a day such as `2019-08-03`.
///
/// Panics, naming the word, where the notation or the day is wrong.
#[track_caller]
pub fn annotated_on(day: &str, notation: &str) -> Annotated {
    let day = day.parse().unwrap_or_else(|_| panic!("expected a day, found `{day}`"));
    Builder::default().read(notation).finish(Some(day))
}

/// Actors given by hand: `Mali=MLI troops=FRA.MIL protesters=.CVL` resolves the mentions headed by
/// those words, every one of them, and leaves the others empty; `neighbours=MLI+TCD` means both.
pub fn resolved(text: &Annotated, actors: &str) -> Resolved {
    let given: Vec<(&str, &str)> =
        actors.split_whitespace().filter_map(|a| a.split_once('=')).collect();
    let of = |m: &Mention| {
        let head = text.text(m.head);
        let ids =
            given.iter().filter(|(word, _)| *word == head).flat_map(|(_, ids)| ids.split('+'));
        ids.map(|id| candidate(head, id)).collect()
    };
    let actors: Vec<Vec<Candidate>> = text.mentions.iter().map(of).collect();
    Resolved {
        together: (0..actors.len()).filter(|at| actors[*at].len() > 1).collect(),
        actors,
        places: vec![Vec::new(); text.mentions.len()],
        toponyms: Vec::new(),
        times: Vec::new(),
        occasions: Vec::new(),
        told: Vec::new(),
        period: None,
        chains: vec![None; text.mentions.len()],
        references: Vec::new(),
    }
}

/// A sure candidate for an id whose last part, if three capitals after a full stop, is its sector.
fn candidate(word: &str, id: &str) -> Candidate {
    let (country, sector) = id.split_once('.').map_or((id, None), |(c, s)| (c, Some(s)));
    let is_state = country.len() == 3 && country != "IGO" && country != "NGO";
    Candidate {
        id: (!country.is_empty()).then(|| ActorId::new(id)),
        country: is_state.then(|| country.into()),
        sector: sector.filter(|_| is_state || country.is_empty()).map(Arc::from),
        name: word.into(),
        score: 1.0,
        reason: "given by hand".into(),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Builder {
    text: String,
    tokens: Vec<Token>,
    lemmas: Strings,
    morphs: Vec<String>,
    sentences: Vec<Sentence>,
    entities: Vec<Entity>,
    entity_labels: Vec<String>,
    marked: Vec<u32>,
    predicates: Vec<Predicate>,
}

impl Builder {
    #[track_caller]
    fn read(mut self, notation: &str) -> Self {
        for line in notation.lines().map(str::trim).filter(|l| !l.is_empty()) {
            match line.strip_prefix('!') {
                Some(predicate) => self.predicate(predicate),
                None => self.sentence(line),
            }
        }
        self
    }

    #[track_caller]
    fn sentence(&mut self, line: &str) {
        let first = index(self.tokens.len());
        let mut arcs = Vec::new();
        let mut open: Option<(&str, u32)> = None;
        for word in line.split_whitespace() {
            let next = index(self.tokens.len());
            if word == "]" {
                let (label, start) = open.take().expect("`]` closes an entity that `[LABEL` opens");
                self.entity(label, start, next);
            } else if let Some(label) = word.strip_prefix('[') {
                open = Some((label, next));
            } else {
                let (token, arc) = word.split_once('<').map_or((word, None), |(t, a)| (t, Some(a)));
                self.token(token, next == first);
                arcs.push(arc);
            }
        }
        let last = index(self.tokens.len());
        for (token, arc) in (first..last).zip(arcs) {
            let (head, relation) = arc.map_or((token, Relation::Root), |arc| {
                let (head, relation) = arc.split_once(':').unwrap_or((arc, "other"));
                (self.find(first..last, token, head), named(relation, Relation::from_name))
            });
            let token = &mut self.tokens[token as usize];
            token.head = head;
            token.dep = position(Relation::ALL, &relation);
        }
        let span = match (self.tokens.get(first as usize), self.tokens.last()) {
            (Some(from), Some(to)) => from.span.join(to.span),
            _ => return,
        };
        self.sentences.push(Sentence { span, first, last, block: 0 });
    }

    #[track_caller]
    fn token(&mut self, notation: &str, starts_sentence: bool) {
        let mut parts = notation.split('/');
        let word = parts.next().unwrap_or_default();
        let pos = parts.next().unwrap_or_default();
        if pos.ends_with('*') {
            self.marked.push(index(self.tokens.len()));
        }
        let pos = named(pos.trim_end_matches('*'), Pos::from_name);
        let plain = if pos == Pos::Propn { word.to_owned() } else { word.to_lowercase() };
        let lemma = parts.next().filter(|l| !l.is_empty()).unwrap_or(&plain);
        let morph = parts.next().unwrap_or_default();
        if !self.text.is_empty() && (starts_sentence || !clings(word)) {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.tokens.push(Token {
            span: Span::from_range(start..self.text.len()),
            head: 0,
            sentence: index(self.sentences.len()),
            lemma: self.lemmas.push(lemma),
            tag: 0,
            dep: 0,
            morph: intern(&mut self.morphs, morph),
            pos,
        });
    }

    fn entity(&mut self, label: &str, first: u32, last: u32) {
        let label = intern(&mut self.entity_labels, label);
        if let Some(tokens) = self.tokens.get(first as usize..last as usize)
            && let (Some(from), Some(to)) = (tokens.first(), tokens.last())
        {
            self.entities.push(Entity { first, last, label, span: from.span.join(to.span) });
        }
    }

    #[track_caller]
    fn predicate(&mut self, notation: &str) {
        let sentence = self.sentences.last().expect("a predicate follows its sentence");
        let range = sentence.first..sentence.last;
        let mut words = notation.split_whitespace();
        let (sense, head) = words
            .next()
            .and_then(|w| w.split_once('@'))
            .unwrap_or_else(|| panic!("expected `sense@head`, found `{notation}`"));
        let head = self.find(range.clone(), range.start, head);
        let mut made = Predicate {
            sense: Sense::new(sense),
            trigger: self.tokens[head as usize].span,
            head,
            is_nominal: false,
            fillers: Vec::new(),
            polarity: Polarity::Positive,
            mood: Mood::Indicative,
            tense: Tense::None,
            frames: Vec::new(),
        };
        for word in words {
            self.detail(&mut made, range.clone(), word);
        }
        let at = self.predicates.partition_point(|p| p.head <= made.head);
        self.predicates.insert(at, made);
    }

    #[track_caller]
    fn detail(&self, to: &mut Predicate, range: std::ops::Range<u32>, word: &str) {
        if let Some((role, filler)) = word.split_once('=') {
            let role = named(role, Role::from_name);
            to.fillers.push(Filler { role, token: self.find(range, to.head, filler) });
        } else if let Some((kind, cue)) = word.split_once('@') {
            let (cue, holder) = cue.split_once(':').map_or((cue, None), |(c, h)| (c, Some(h)));
            to.frames.push(Frame {
                kind: named(kind.trim_start_matches('~'), FrameKind::from_name),
                cue: self.find(range.clone(), to.head, cue),
                holder: holder.map(|h| self.find(range, to.head, h)),
                negated: kind.starts_with('~'),
            });
        } else {
            match word {
                "past" => to.tense = Tense::Past,
                "present" => to.tense = Tense::Present,
                "ongoing" => to.tense = Tense::Ongoing,
                "negative" => to.polarity = Polarity::Negative,
                "nominal" => to.is_nominal = true,
                mood => to.mood = named(mood, Mood::from_name),
            }
        }
    }

    /// The token of a sentence that a word or `#n` means, nearest to another.
    #[track_caller]
    fn find(&self, range: std::ops::Range<u32>, near: u32, word: &str) -> u32 {
        let nth = word.strip_prefix('#').and_then(|n| n.parse::<u32>().ok());
        if let Some(token) = nth.and_then(|n| (range.start + n).checked_sub(1)) {
            assert!(range.contains(&token), "expected a token of the sentence, found `{word}`");
            return token;
        }
        let text = |t: &u32| self.tokens[*t as usize].span.of(&self.text) == word;
        let found = range.filter(text).min_by_key(|&t| t.abs_diff(near));
        found.unwrap_or_else(|| panic!("expected a word of the sentence, found `{word}`"))
    }

    fn finish(self, published: Option<Date>) -> Annotated {
        let names = |all: &[Relation]| all.iter().map(|r| r.as_str().to_owned()).collect();
        let labels = Labels {
            tags: vec![String::new()],
            deps: names(Relation::ALL),
            relations: Relation::ALL.to_vec(),
            morphs: self.morphs,
            acting: vec![true; self.entity_labels.len()],
            happening: self.entity_labels.iter().map(|label| label == "EVENT").collect(),
            entities: self.entity_labels,
            adpositions: ADPOSITIONS.map(|(lemma, role)| (lemma.to_owned(), role)).into(),
            kinds: BTreeMap::new(),
        };
        let mut text = Annotated {
            document: document(&self.text, published),
            labels: Arc::new(labels),
            lemmas: self.lemmas,
            sentences: self.sentences,
            tree: Tree::of(&self.tokens),
            tokens: self.tokens,
            entities: self.entities,
            mentions: Vec::new(),
            predicates: self.predicates,
            ratings: Vec::new(),
            vectors: WordVectors::default(),
            judgement: None,
        };
        text.mentions = mentions(&text, &self.marked);
        text
    }
}

/// One mention a nominal head or marked token, with its modifiers on the left.
fn mentions(text: &Annotated, marked: &[u32]) -> Vec<Mention> {
    let heads = 0..index(text.tokens.len());
    let is_head = |t: &u32| {
        marked.contains(t) || text.pos(*t).is_nominal() && text.relation(*t) != Relation::Compound
    };
    let mention = |head: u32| {
        let first = leftmost(text, head);
        let span = text.tokens[first as usize].span.join(text.tokens[head as usize].span);
        let kind = match text.pos(head) {
            Pos::Propn => MentionKind::Name,
            Pos::Pron => MentionKind::Pronoun,
            Pos::Adj => MentionKind::Adjective,
            _ => MentionKind::Noun,
        };
        Mention { span, head, first, last: head + 1, kind }
    };
    heads.filter(is_head).map(mention).collect()
}

/// The first token of the modifiers on the left of a token.
fn leftmost(text: &Annotated, token: u32) -> u32 {
    let modifies = |t: &u32| {
        use Relation::{Compound, Determiner, Modifier, NounModifier, Number, Possessor};
        let relation = text.relation(*t);
        let kinds = [Compound, Determiner, Modifier, NounModifier, Number, Possessor];
        *t < token && kinds.contains(&relation)
    };
    let first = text.children(token).find(modifies);
    first.map_or(token, |t| leftmost(text, t))
}

/// Whether a word is written without a blank before it.
fn clings(word: &str) -> bool {
    word.starts_with(['.', ',', ';', ':', '!', '?', ')', '\'', '’', '%'])
}

#[track_caller]
fn named<T>(name: &str, from_name: fn(&str) -> Option<T>) -> T {
    from_name(name).unwrap_or_else(|| panic!("expected a name of the notation, found `{name}`"))
}

fn intern(table: &mut Vec<String>, text: &str) -> u16 {
    let at = table.iter().position(|t| t == text).unwrap_or_else(|| {
        table.push(text.to_owned());
        table.len() - 1
    });
    u16::try_from(at).expect("a fixture has few labels")
}

fn position<T: PartialEq>(all: &[T], one: &T) -> u16 {
    let at = all.iter().position(|t| t == one).expect("`all` holds every variant");
    u16::try_from(at).expect("an enum has few variants")
}

fn index(n: usize) -> u32 {
    u32::try_from(n).expect("a fixture is short")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "The/DET<army:determiner Russian/ADJ*<army:modifier \
        army/NOUN<accused:subject accused/VERB/accuse/Tense=Past [GPE Mali/PROPN<accused:object ] \
        ./PUNCT<accused:punctuation";

    fn sample() -> Annotated {
        annotated_on("2019-08-03", SENTENCE)
    }

    #[test]
    fn words_become_tokens_with_heads() {
        let text = sample();
        assert_eq!(text.document.text, "The Russian army accused Mali.");
        assert_eq!((text.lemma(3), text.morph(3)), ("accuse", "Tense=Past"));
        assert_eq!((text.head(2), text.relation(2)), (3, Relation::Subject));
        assert_eq!((text.head(3), text.relation(3)), (3, Relation::Root));
        assert_eq!(text.children(3).collect::<Vec<_>>(), [2, 4, 5]);
        assert_eq!(text.entity_at(4).map(|e| text.entity_label(e)), Some("GPE"));
    }

    #[test]
    fn nominal_heads_and_marked_words_are_mentions() {
        let text = sample();
        let shown: Vec<_> = text.mentions.iter().map(|m| m.span.of(&text.document.text)).collect();
        assert_eq!(shown, ["Russian", "The Russian army", "Mali"]);
        assert_eq!(text.mentions[0].kind, MentionKind::Adjective);
        assert_eq!(text.mention_at(2), Some(1));
    }

    #[test]
    fn a_line_with_a_mark_adds_a_predicate() {
        let text = annotated(&format!(
            "{SENTENCE}\n! accuse@accused subject=army object=Mali past future says@accused:army"
        ));
        let made = &text.predicates[0];
        assert_eq!(made.sense.as_str(), "accuse");
        assert_eq!(made.fillers(Role::Object).collect::<Vec<_>>(), [4]);
        assert_eq!((made.tense, made.mood), (Tense::Past, Mood::Future));
        assert_eq!(made.frames[0].holder, Some(2));
    }

    #[test]
    fn the_nearest_of_equal_words_is_the_head() {
        let text = annotated("a/DET<b:determiner b/NOUN<c:object c/VERB b/NOUN<c:object");
        assert_eq!(text.head(0), 1);
        let text = annotated("a/DET<#4:determiner b/NOUN<c:object c/VERB b/NOUN<c:object");
        assert_eq!(text.head(0), 3);
    }

    #[test]
    fn actors_can_be_given_by_hand() {
        let text = sample();
        let who = resolved(&text, "army=RUS.MIL Mali=MLI");
        let army = who.actor(1).expect("the army is given");
        assert_eq!((army.country.as_deref(), army.sector.as_deref()), (Some("RUS"), Some("MIL")));
        assert_eq!(who.actor(0), None);
    }
}
