//! Cue words: what bears on whether something happened, and verbs that lend themselves to nouns.
//!
//! A row of `cues.tsv` is `kind  class  pattern`. Kinds are the [`FrameKind`]s, the moods of
//! auxiliaries (`mood:possible`), `light` (`hold talks`), `light-under` (`engage in talks`),
//! `occur` (`talks took place`), `object-control`, `purpose` (`gathered to vote`), `undergo`
//! (`come under attack`), `give` (`give Mali aid`); and of little
//! words, whose class is `-`: `negator` (`no troops`), `condition` (`if`), `before`, `during`
//! (`while`), `aside` (`after`), `matter` (`about`), `singled`
//! (`the first to sign`), `relative` (`who`), `attribution`, `anybody` (`you`), `indefinite` (`a`), and any
//! [`FrameKind`] that an adverb or modifier sets (`allegedly`).

use std::collections::HashMap;

use entente_model::{Annotated, FrameKind, Mood};

use super::lemmas::Lemmas;
use super::pattern::{Class, Pattern};
use crate::table::{PackError, Row, rows};

/// The cue words of a language.
#[derive(Debug, Default)]
pub(crate) struct Cues {
    words: HashMap<Box<str>, Vec<(Class, Pattern, Cue)>>,
    lemmas: Lemmas,
    little: HashMap<Box<str>, Little>,
}

/// What a verb, noun or adjective does to what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// It frames it.
    Frame(FrameKind),
    /// It lends a noun its grammar.
    Light,
    /// It lends its grammar to a noun under an adposition (`engage in talks`).
    LightUnder,
    /// It says that its subject takes place.
    Occur,
    /// Its object, not its subject, is the subject of what stands under it.
    ObjectControl,
    /// Its subject undergoes what the noun under its adposition says (`come under attack`).
    Undergo,
    /// It has a second object, for whom the first one is (`give Mali aid`).
    Give,
    /// Who has done it is about what it was done for (`gathered to vote`).
    Purpose,
    /// A lasting stance, where it is told beside the main clause (`who opposes taxes`).
    Attitude,
}

/// What a little word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Little {
    /// An auxiliary's mood.
    Mood(Mood),
    /// A marker of conditions.
    Condition,
    /// A determiner or adverb that negates.
    Negator,
    /// A marker of events not yet come about (`before`).
    Before,
    /// A relative pronoun.
    Relative,
    /// Says whose word it is (`according to`).
    Attribution,
    /// A marker of what goes on (`while`).
    During,
    /// A marker of the time of a clause (`when`).
    Moment,
    /// Singles out who has done it (`the first to sign`).
    Singled,
    /// An adposition under which nothing depends on what stands above (`during`, `after`).
    Aside,
    /// The same, and one that opens a clause of what comes first (`after he leaves`).
    Sequel,
    /// An adposition of what is only talked about (`remarks about attacking`).
    Matter,
    /// A pronoun for people in general (`you`, `anyone`).
    Anybody,
    /// An indefinite article.
    Indefinite,
    /// An adverb or modifier that frames its own head (`allegedly`).
    Frame(FrameKind),
}

impl Cues {
    /// Reads the table.
    pub(crate) fn read(name: &str, text: &str, lemmas: &Lemmas) -> Result<Self, PackError> {
        let mut cues = Self { lemmas: lemmas.clone(), ..Self::default() };
        for row in rows(name, text) {
            cues.add(&row)?;
        }
        Ok(cues)
    }

    fn add(&mut self, row: &Row<'_>) -> Result<(), PackError> {
        let kind = row.cell(0);
        let by_itself = || (row.cell(1) == "-").then(|| FrameKind::from_name(kind)).flatten();
        if let Some(little) = little(kind).or_else(|| by_itself().map(Little::Frame)) {
            self.little.insert(row.cell(2).into(), little);
            return Ok(());
        }
        let cue = match kind {
            "light" => Cue::Light,
            "light-under" => Cue::LightUnder,
            "occur" => Cue::Occur,
            "object-control" => Cue::ObjectControl,
            "purpose" => Cue::Purpose,
            "attitude" => Cue::Attitude,
            "undergo" => Cue::Undergo,
            "give" => Cue::Give,
            other => Cue::Frame(
                FrameKind::from_name(other).ok_or_else(|| row.expected("a kind of cue", other))?,
            ),
        };
        let class = Class::from_letter(row.cell(1))
            .ok_or_else(|| row.expected("`v`, `n` or `a`", row.cell(1)))?;
        let (head, pattern) =
            Pattern::parse(row.cell(2)).map_err(|e| row.expected(&e, row.cell(2)))?;
        let list = self.words.entry(head.into()).or_default();
        list.push((class, pattern, cue));
        list.sort_by_key(|(_, p, _)| std::cmp::Reverse(p.specificity()));
        Ok(())
    }

    /// The frame that a word sets, the most exact pattern first.
    pub(crate) fn frame(&self, text: &Annotated, token: u32) -> Option<FrameKind> {
        self.find(text, token, |cue| match cue {
            Cue::Frame(kind) => Some(kind),
            _ => None,
        })
    }

    /// Whether a word is a cue of that sort.
    pub(crate) fn is(&self, text: &Annotated, token: u32, wanted: Cue) -> bool {
        self.find(text, token, |cue| (cue == wanted).then_some(())).is_some()
    }

    /// What a little word does.
    pub(crate) fn little(&self, lemma: &str) -> Option<Little> {
        self.little.get(lemma).copied().or_else(|| {
            lemma
                .chars()
                .any(char::is_uppercase)
                .then(|| self.little.get(lemma.to_lowercase().as_str()).copied())
                .flatten()
        })
    }

    fn find<T>(
        &self,
        text: &Annotated,
        token: u32,
        wanted: impl Fn(Cue) -> Option<T>,
    ) -> Option<T> {
        let class = Class::of(text.pos(token))?;
        let list = self.words.get(self.lemmas.of(text, token))?;
        list.iter()
            .filter(|(c, _, _)| *c == class)
            .filter(|(_, pattern, _)| pattern.matches(text, token, &mut Vec::new()))
            .find_map(|(_, _, cue)| wanted(*cue))
    }
}

fn little(kind: &str) -> Option<Little> {
    match kind {
        "condition" => Some(Little::Condition),
        "negator" => Some(Little::Negator),
        "before" => Some(Little::Before),
        "relative" => Some(Little::Relative),
        "attribution" => Some(Little::Attribution),
        "during" => Some(Little::During),
        "moment" => Some(Little::Moment),
        "aside" => Some(Little::Aside),
        "sequel" => Some(Little::Sequel),
        "singled" => Some(Little::Singled),
        "matter" => Some(Little::Matter),
        "anybody" => Some(Little::Anybody),
        "indefinite" => Some(Little::Indefinite),
        _ => kind.strip_prefix("mood:").and_then(Mood::from_name).map(Little::Mood),
    }
}
