//! Cues: which tokens attribute, and how far the words of a cue reach.

use entente_model::{Pos, Relation};

use super::choice::{Features, mix};
use super::quote::is_colon;
use super::reading::{Reading, Run};

/// The words before and after its head that a cue may take in.
const REACH: (u32, u32) = (6, 4);

/// Whether a token may be the head of a cue.
pub(super) fn may_attribute(reading: &Reading<'_>, token: u32) -> bool {
    use Relation::{Auxiliary, PassiveAuxiliary};
    match reading.pos(token) {
        Pos::Verb => true,
        Pos::Aux => !matches!(reading.relation(token), Auxiliary | PassiveAuxiliary),
        _ => reading.is_listed(token) || is_colon(reading.text, token),
    }
}

/// The runs of words that a cue with a certain head may be.
pub(super) fn runs(reading: &Reading<'_>, head: u32) -> Vec<Run> {
    let sentence = reading.sentence(head);
    let firsts = head.saturating_sub(REACH.0).max(sentence.first)..=head;
    let lasts = head + 1..=(head + 1 + REACH.1).min(sentence.last);
    firsts.flat_map(|first| lasts.clone().map(move |last| Run::new(first, last))).collect()
}

/// Whether a word attributes by its form: a cue of the table with a clause under it (`said that`,
/// `the claim that`), which may stand in what somebody else says.
pub(super) fn has_clause(reading: &Reading<'_>, token: u32) -> bool {
    use Relation::{Complement, Marker, NounClause};
    let is_marked = |t: u32| reading.children(t).any(|m| reading.relation(m) == Marker);
    let is_clause = |t: u32| match reading.relation(t) {
        Complement => reading.pos(token) == Pos::Verb && reading.subject(token).is_some(),
        NounClause => reading.pos(token) == Pos::Noun && is_marked(t),
        _ => false,
    };
    reading.is_listed(token) && reading.children(token).any(|t| t > token && is_clause(t))
}

/// What speaks for and against a token as the head of a cue.
pub(super) fn describe_head(reading: &Reading<'_>, token: u32, f: &mut Features) {
    f.family("cue");
    f.add("bias", []);
    describe_word(reading, token, f);
    reading.children(token).for_each(|child| describe_child(reading, token, child, f));
    describe_subject(reading, token, f);
    describe_place(reading, token, f);
    describe_above(reading, token, f);
    if reading.pos(token) == Pos::Punct {
        describe_mark(reading, token, f);
    }
}

fn describe_word(reading: &Reading<'_>, token: u32, f: &mut Features) {
    let (lemma, pos) = (reading.lemma(token), reading.pos(token) as u32);
    let relation = reading.relation(token) as u32;
    let tag = tag(reading, token);
    f.add("lemma", [lemma]);
    f.add("lemma-pos", [lemma, pos]);
    f.add("relation", [relation]);
    f.add("tag", [tag]);
    f.add("lemma-relation", [lemma, relation]);
    f.add("frames", [reading.frames(token)]);
    for sense in reading.senses(token) {
        f.add("sense", [sense]);
        f.add("sense-relation", [sense, relation]);
    }
    for kind in reading.kinds(token) {
        f.add("kind", [kind, pos]);
        f.add("kind-relation", [kind, pos, relation]);
        f.add("kind-tag", [kind, tag]);
    }
}

fn describe_child(reading: &Reading<'_>, token: u32, child: u32, f: &mut Features) {
    use Relation::{
        AdjectiveComplement, AdverbialClause, Agent, Attribute, Auxiliary, Complement, Dative,
        Negation, NounClause, Object, ObjectPredicate, OpenComplement, Particle, PassiveAuxiliary,
        PrepClause, Preposition, RelativeClause,
    };
    let relation = reading.relation(child);
    let (as_number, side) = (relation as u32, u32::from(child > token));
    f.add("child", [as_number, side]);
    match relation {
        Complement | OpenComplement | Object | Preposition | Particle | Agent | Dative
        | ObjectPredicate | AdverbialClause | NounClause | RelativeClause | PrepClause
        | AdjectiveComplement | Attribute => {
            reading.kinds(token).for_each(|k| f.add("kind-child", [k, as_number, side]));
        }
        _ => {}
    }
    match relation {
        Preposition | Particle => {
            let lemma = reading.lemma(child);
            f.add("lemma-adposition", [reading.lemma(token), lemma]);
            f.add("adposition", [lemma]);
            reading.kinds(token).for_each(|k| f.add("kind-adposition", [k, lemma]));
        }
        Complement | NounClause => {
            let is_marker = |t: &u32| reading.relation(*t) == Relation::Marker;
            let marker = reading.children(child).find(is_marker).map_or(0, |t| reading.lemma(t));
            f.add("marker", [as_number, marker]);
        }
        Auxiliary | Negation | PassiveAuxiliary => f.add("auxiliary", [reading.lemma(child)]),
        _ => {}
    }
}

fn describe_subject(reading: &Reading<'_>, token: u32, f: &mut Features) {
    let (subject, how) = reading.any_subject(token);
    let sort = subject.map_or(0, |s| sort(reading, s));
    let coarse = subject.map_or(0, |s| if reading.pos(s) == Pos::Pron { 1 } else { sort });
    f.add("subject", [sort]);
    f.add("subject-how", [how]);
    if let Some(subject) = subject {
        f.add("subject-lemma", [reading.lemma(subject)]);
    }
    for kind in reading.kinds(token) {
        f.add("kind-subject", [kind, coarse]);
        f.add("kind-subject-how", [kind, how]);
    }
}

/// What sort of noun a token is: a pronoun by its word, a name by its label, else by its class.
pub(super) fn sort(reading: &Reading<'_>, token: u32) -> u32 {
    match reading.pos(token) {
        Pos::Pron => mix(1, reading.lemma(token)),
        pos => mix(2 + pos as u32, reading.entity(token)),
    }
}

fn describe_place(reading: &Reading<'_>, token: u32, f: &mut Features) {
    let sentence = reading.sentence(token);
    let mark = |first: u32, last| u32::from(reading.quotes.any_mark(Run::new(first, last)));
    let after = mark(token + 1, token + 4);
    let before = mark(token.saturating_sub(4), token);
    let inside = u32::from(reading.quotes.at(token) > 0);
    f.add("quote-after", [after]);
    f.add("quote-before", [before]);
    f.add("quote-inside", [inside]);
    f.add("quote-sentence", [mark(sentence.first, sentence.last)]);
    reading.kinds(token).for_each(|k| f.add("kind-quote", [k, after, before, inside]));
    f.add("inside-relation", [inside, reading.relation(token) as u32]);
    for step in [-2_i64, -1, 1, 2] {
        let beside = u32::try_from(i64::from(token) + step).ok().filter(|&t| sentence.contains(t));
        let place = (step + 2) as u32;
        match beside {
            Some(t) => {
                f.add("beside", [place, reading.lemma(t)]);
                f.add("beside-pos", [place, reading.pos(t) as u32]);
            }
            None => f.add("beside-edge", [place]),
        }
    }
    let ends = reading.pos(sentence.last - 1) == Pos::Punct;
    f.add("heading", [u32::from(!ends), u32::from(reading.paragraph(token) == 0)]);
    f.add("first-sentence", [u32::from(reading.sentence_index(token) == 0)]);
}

fn describe_above(reading: &Reading<'_>, token: u32, f: &mut Features) {
    let head = reading.head(token);
    if head == token {
        return;
    }
    let relation = reading.relation(token) as u32;
    f.add("head", [reading.lemma(head)]);
    f.add("head-pos", [reading.pos(head) as u32]);
    for above in reading.kinds(head) {
        f.add("head-kind", [above, relation]);
        reading.kinds(token).for_each(|k| f.add("head-kind-kind", [above, k]));
    }
}

/// `Name: what is said`.
fn describe_mark(reading: &Reading<'_>, token: u32, f: &mut Features) {
    let (sentence, mark) = (reading.sentence(token), reading.lemma(token));
    let at = token - sentence.first;
    let quoted = reading.quotes.any_mark(Run::new(token + 1, token + 4));
    f.add("mark", [mark]);
    f.add("mark-at", [at.min(4)]);
    f.add("mark-quote", [mark, u32::from(quoted)]);
    f.add("mark-heading", [mark, u32::from(reading.paragraph(token) == 0)]);
    if at > 0 {
        f.add("mark-entity", [mark, reading.entity(token - 1)]);
        f.add("mark-early", [mark, u32::from(at < 5)]);
    }
}

/// What speaks for and against some words around its head as the whole of a cue.
pub(super) fn describe_run(reading: &Reading<'_>, head: u32, run: Run, f: &mut Features) {
    f.family("cue-run");
    let (sentence, pos) = (reading.sentence(head), reading.pos(head) as u32);
    let (before, after) = (head - run.first, run.last - head - 1);
    f.add("length", [run.len()]);
    f.add("before", [before]);
    f.add("after", [after]);
    f.add("pos-before", [pos, before]);
    f.add("pos-after", [pos, after]);
    describe_inner(reading, head, run, f);
    describe_edges(reading, head, run, sentence, f);
    let last = if after > 0 { reading.lemma(run.last - 1) } else { 0 };
    for kind in reading.kinds(head) {
        f.add("kind-after", [kind, after]);
        f.add("kind-before", [kind, before.min(2)]);
        f.add("kind-last", [kind, last]);
    }
}

fn describe_inner(reading: &Reading<'_>, head: u32, run: Run, f: &mut Features) {
    let pos = reading.pos(head) as u32;
    let mut words = reading.lemma(head);
    for token in (run.first..run.last).filter(|&t| t != head) {
        let side = u32::from(token > head);
        let bond = bond(reading, head, run, token);
        f.add("inner", [side, bond]);
        f.add("inner-pos", [side, bond, reading.pos(token) as u32]);
        f.add("inner-lemma", [side, reading.lemma(token)]);
        if side == 1 {
            f.add("inner-lemma-pos", [pos, reading.lemma(token)]);
            words = mix(words, reading.lemma(token));
        }
    }
    if run.last > head + 1 {
        f.add("words", [words]);
    }
}

fn describe_edges(reading: &Reading<'_>, head: u32, run: Run, sentence: Run, f: &mut Features) {
    let pos_bond = |t: u32| [reading.pos(t) as u32, bond(reading, head, run, t)];
    if run.first > sentence.first {
        let [pos, bond] = pos_bond(run.first - 1);
        f.add("outer-left", [pos, bond]);
        f.add("outer-left-lemma", [reading.lemma(run.first - 1)]);
        f.add("left-pair", [reading.lemma(run.first - 1), reading.lemma(run.first)]);
    } else {
        f.add("outer-left-edge", []);
    }
    if run.last < sentence.last {
        let [pos, bond] = pos_bond(run.last);
        f.add("outer-right", [pos, bond]);
        f.add("outer-right-lemma", [reading.lemma(run.last)]);
        f.add("right-pair", [pos, reading.relation(run.last - 1) as u32]);
    } else {
        f.add("outer-right-edge", []);
    }
    f.add("first", pos_bond(run.first));
    f.add("last", pos_bond(run.last - 1));
    f.add("last-lemma", [reading.lemma(run.last - 1)]);
}

/// How a token hangs together with the head of a cue.
fn bond(reading: &Reading<'_>, head: u32, run: Run, token: u32) -> u32 {
    let relation = reading.relation(token) as u32;
    if token == head {
        mix(5, relation)
    } else if reading.head(token) == head {
        mix(1, relation)
    } else if reading.head(head) == token {
        mix(2, reading.relation(head) as u32)
    } else if run.contains(reading.head(token)) {
        mix(3, relation)
    } else if reading.head(token) == reading.head(head) {
        mix(4, relation)
    } else {
        0
    }
}

fn tag(reading: &Reading<'_>, token: u32) -> u32 {
    super::choice::hash(reading.text.tag(token))
}
