//! What ruler and lemmatizer say on sentences of our own, given tags and labels; the expected
//! answers are those of spaCy 3.8.18.

use entente_annotate::model::lemmatizer::Lemmatizer;
use entente_annotate::model::ruler::Ruler;

use crate::english::{PACK, TOKENIZER, text_of, tokens};

const TAGS: &str = ". , : '' _SP CC CD DT EX IN JJ JJR JJS MD NN NNP NNS POS PRP RB TO VB VBD VBG VBN VBP VBZ WDT WP";
const DEPS: &str = "ROOT advmod amod appos attr aux auxpass case cc ccomp conj dative dep det dobj expl mark neg nsubj nsubjpass nummod pobj poss prep punct relcl xcomp";

/// Each line is a form, its tag and its label, then what is expected: its part of speech, its
/// features (`_` for none) and its lemma.
#[track_caller]
fn check(text: &str, lines: &[&str]) {
    let [tags, deps] =
        [TAGS, DEPS].map(|list| list.split(' ').map(String::from).collect::<Vec<_>>());
    let ids = &TOKENIZER.lexemes().ids;
    let ruler = Ruler::from_pack(&PACK, ids, &tags, &deps).unwrap();
    let lemmatizer = Lemmatizer::from_pack(&PACK, ids, ruler.morphs()).unwrap();
    let column = |list: &[String], n: usize| -> Vec<u16> {
        let cells = lines.iter().map(|line| line.split(' ').nth(n).unwrap());
        let places = cells.map(|cell| list.iter().position(|label| label == cell).unwrap());
        places.map(|place| u16::try_from(place).unwrap()).collect()
    };
    let (mut tag, mut dep, mut ruled) = (column(&tags, 1), column(&deps, 2), Vec::new());
    let tokens = tokens(text);
    assert_eq!(tokens.len(), lines.len());
    ruler.apply(&tokens, &mut tag, &mut dep, &mut ruled);
    for ((token, ruled), line) in tokens.iter().zip(&ruled).zip(lines) {
        let form = text_of(text, token);
        let lemma = ruled.lemma.map_or_else(
            || lemmatizer.lemma(form, ruled.pos, ruled.morph),
            |lemma| ruler.lemmas()[usize::from(lemma)].as_str().into(),
        );
        let morph = match ruler.morphs()[usize::from(ruled.morph)].as_str() {
            "" => "_",
            morph => morph,
        };
        let expected: Vec<_> = line.split(' ').skip(3).collect();
        assert_eq!([ruled.pos.as_str(), morph, &lemma], expected[..], "{form}");
    }
}

#[test]
fn negation_and_auxiliaries() {
    check(
        "Ministers weren't told that the troops' rations were running low.",
        &[
            "Ministers NNS nsubjpass NOUN Number=Plur minister",
            "were VBD auxpass AUX Mood=Ind|Tense=Past|VerbForm=Fin be",
            "n't RB neg PART Polarity=Neg not",
            "told VBN ROOT VERB Aspect=Perf|Tense=Past|VerbForm=Part tell",
            "that IN mark SCONJ _ that",
            "the DT det DET Definite=Def|PronType=Art the",
            "troops NNS poss NOUN Number=Plur troop",
            "' POS case PART _ '",
            "rations NNS nsubj NOUN Number=Plur ration",
            "were VBD aux AUX Mood=Ind|Tense=Past|VerbForm=Fin be",
            "running VBG ccomp VERB Aspect=Prog|Tense=Pres|VerbForm=Part run",
            "low JJ advmod ADJ Degree=Pos low",
            ". . punct PUNCT PunctType=Peri .",
        ],
    );
}

#[test]
fn pronouns_and_degrees() {
    check(
        "She gave him the worst of the two maps, didn't she?",
        &[
            "She PRP nsubj PRON Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs she",
            "gave VBD ccomp VERB Tense=Past|VerbForm=Fin give",
            "him PRP dative PRON Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs he",
            "the DT det DET Definite=Def|PronType=Art the",
            "worst JJS dobj ADJ Degree=Sup bad",
            "of IN prep ADP _ of",
            "the DT det DET Definite=Def|PronType=Art the",
            "two CD nummod NUM NumType=Card two",
            "maps NNS pobj NOUN Number=Plur map",
            ", , punct PUNCT PunctType=Comm ,",
            "did VBD ROOT VERB Tense=Past|VerbForm=Fin do",
            "n't RB neg PART Polarity=Neg not",
            "she PRP nsubj PRON Case=Nom|Gender=Fem|Number=Sing|Person=3|PronType=Prs she",
            "? . punct PUNCT PunctType=Peri ?",
        ],
    );
}

#[test]
fn verbs_and_indefinites() {
    check(
        "Nobody wanted to leave, but Mali's leaders left anyway.",
        &[
            "Nobody NN nsubj PRON Number=Sing|PronType=Ind nobody",
            "wanted VBD ROOT VERB Tense=Past|VerbForm=Fin want",
            "to TO aux PART _ to",
            "leave VB xcomp VERB VerbForm=Inf leave",
            ", , punct PUNCT PunctType=Comm ,",
            "but CC cc CCONJ ConjType=Cmp but",
            "Mali NNP poss PROPN Number=Sing Mali",
            "'s POS case PART _ 's",
            "leaders NNS nsubj NOUN Number=Plur leader",
            "left VBD conj VERB Tense=Past|VerbForm=Fin leave",
            "anyway RB advmod ADV _ anyway",
            ". . punct PUNCT PunctType=Peri .",
        ],
    );
}

#[test]
fn short_forms_of_have() {
    check(
        "There are better men who've been lying here since May.",
        &[
            "There EX expl PRON _ there",
            "are VBP ROOT VERB Mood=Ind|Tense=Pres|VerbForm=Fin be",
            "better JJR amod ADJ Degree=Cmp well",
            "men NNS attr NOUN Number=Plur man",
            "who WP nsubj PRON _ who",
            "'ve VBP aux AUX Mood=Ind|Tense=Pres|VerbForm=Fin have",
            "been VBN aux AUX Tense=Past|VerbForm=Part be",
            "lying VBG relcl VERB Aspect=Prog|Tense=Pres|VerbForm=Part lie",
            "here RB advmod ADV PronType=Dem here",
            "since IN prep SCONJ _ since",
            "May NNP pobj PROPN Number=Sing May",
            ". . punct PUNCT PunctType=Peri .",
        ],
    );
}

#[test]
fn fixed_lemmas_of_contractions() {
    check(
        "It ain't what they're saying; let's go, y'all.",
        &[
            "It PRP nsubj PRON Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs it",
            "ai VBP ccomp VERB Tense=Pres|VerbForm=Fin be",
            "n't RB neg PART Polarity=Neg not",
            "what WP dobj PRON _ what",
            "they PRP nsubj PRON Case=Nom|Number=Plur|Person=3|PronType=Prs they",
            "'re VBP aux AUX Mood=Ind|Tense=Pres|VerbForm=Fin be",
            "saying VBG ccomp VERB Aspect=Prog|Tense=Pres|VerbForm=Part say",
            "; : punct PUNCT _ ;",
            "let VB ROOT VERB VerbForm=Inf let",
            "'s PRP nsubj PRON PronType=Prs us",
            "go VB ccomp VERB VerbForm=Inf go",
            ", , punct PUNCT PunctType=Comm ,",
            "y' PRP dep PRON PronType=Prs you",
            "all DT appos PRON _ all",
            ". . punct PUNCT PunctType=Peri .",
        ],
    );
}
