//! The tokenizer's answers on sentences of our own; the expected tokens are those of spaCy 3.8.18.

use entente_annotate::model::tokenizer::{ChunkCache, RawToken};

use crate::english::{TOKENIZER, text_of, tokens};
use crate::nasty::Nasty;

#[track_caller]
fn check(text: &str, expected: &str) {
    let tokens = tokens(text);
    let forms: Vec<_> = tokens.iter().map(|token| text_of(text, token)).collect();
    assert_eq!(forms.join("|"), expected);
    check_cover(text, &tokens);
}

/// Tokens and the blanks after them make up the whole text.
#[track_caller]
fn check_cover(text: &str, tokens: &[RawToken]) {
    let mut rebuilt = String::new();
    for token in tokens {
        assert_eq!(token.start as usize, rebuilt.len());
        rebuilt.push_str(text_of(text, token));
        rebuilt.push_str(if token.space_after { " " } else { "" });
    }
    assert_eq!(rebuilt, text);
}

#[track_caller]
fn check_norms(text: &str, expected: &[(&str, &str)]) {
    let lexemes = TOKENIZER.lexemes();
    let tokens = tokens(text).into_iter();
    let odd: Vec<_> = tokens.filter(|token| token.lexeme.norm != token.lexeme.lower).collect();
    let forms: Vec<_> = odd.iter().map(|token| text_of(text, token)).collect();
    assert_eq!(forms, expected.iter().map(|pair| pair.0).collect::<Vec<_>>());
    for (token, (form, norm)) in odd.iter().zip(expected) {
        assert_eq!(token.lexeme.norm, lexemes.ids.id(norm), "{form}");
    }
}

#[test]
fn contractions_and_possessives() {
    check(
        "France's envoy couldn't reach Gao before 6:30p.m., aides said.",
        "France|'s|envoy|could|n't|reach|Gao|before|6:30p.m|.|,|aides|said|.",
    );
    check(
        "He'd've gone; they're gonna stay, y'all.",
        "He|'d|'ve|gone|;|they|'re|gon|na|stay|,|y'|all|.",
    );
    check(
        "Mali's and Niger's ministers' talks: Day-2.",
        "Mali|'s|and|Niger|'s|ministers|'|talks|:|Day-2|.",
    );
    check("rock'n'roll in the '90s; 12'' vinyl", "rock'n'roll|in|the|'|90s|;|12|''|vinyl");
}

#[test]
fn money_and_measures() {
    check(
        "The $5bn loan (US$1.2m a day) wasn't repaid.",
        "The|$|5bn|loan|(|US$|1.2|m|a|day|)|was|n't|repaid|.",
    );
    check(
        "Temperatures rose to 41°C. A 5km-long convoy moved at 60km/h.",
        "Temperatures|rose|to|41|°|C|.|A|5km|-|long|convoy|moved|at|60|km/h|.",
    );
    check("It cost €30-40m (~£28m) in 2019/20.", "It|cost|€|30|-|40|m|(|~£28|m|)|in|2019/20|.");
    check("Budget:10%,up from 9.5%", "Budget:10%,up|from|9.5|%");
}

#[test]
fn quotes_dashes_and_hyphens() {
    check(
        "“We won't sign,” said Gen. Ba. “Not today...”",
        "“|We|wo|n't|sign|,|”|said|Gen.|Ba|.|“|Not|today|...|”",
    );
    check(
        "Troops left Kidal—a town of 35,000—on Oct. 3rd.",
        "Troops|left|Kidal|—|a|town|of|35,000|—|on|Oct.|3rd|.",
    );
    check(
        "The U.N.-backed force, the African-led mission and/or its 2,000-strong police.",
        "The|U.N.-backed|force|,|the|African|-|led|mission|and/or|its|2,000|-|strong|police|.",
    );
    check("the talks(held in Rome)failed.Then war", "the|talks(held|in|Rome)failed|.|Then|war");
}

#[test]
fn addresses_and_abbreviations() {
    check(
        "See https://example.org/a?b=c#d, or write to desk@example.org.",
        "See|https://example.org/a?b=c#d|,|or|write|to|desk@example.org|.",
    );
    check("10.0.0.1 is private, 8.8.8.8 is not", "10.0.0.1|is|private|,|8.8.8.8|is|not");
    check("e.g. Ave. vs. St. Louis, a.k.a. STL", "e.g.|Ave|.|vs.|St.|Louis|,|a.k.a|.|STL");
}

#[test]
fn emoticons_are_found_among_the_tokens() {
    check("Is it true?!! :-) (*_*) no... <3", "Is|it|true|?|!|!|:-)|(*_*)|no|...|<3");
    check("x=1+2*3-4 a<b C++ #tag @user", "x=1|+|2|*|3|-|4|a|<|b|C++|#|tag|@user");
    check(": ) : )", ":|)|:|)");
}

#[test]
fn blanks_other_scripts_and_nothing() {
    check("  Two  blanks\tand\n\nlines ", "  |Two| |blanks|\t|and|\n\n|lines");
    check("ЦБ России, 東京都、and 'São Tomé'.", "ЦБ|России|,|東京都、and|'|São|Tomé|'|.");
    check("«Non», dit-il – I’m sure he’s right’s", "«|Non|»|,|dit|-|il|–|I|’m|sure|he|’s|right|’s");
    check("", "");
    check(" ", " ");
}

#[test]
fn norms_come_from_exceptions_and_tables() {
    check_norms(
        "They're gonna say we won't",
        &[("'re", "are"), ("gon", "going"), ("na", "to"), ("wo", "will"), ("n't", "not")],
    );
    check_norms("On Oct. 3 — US$5", &[("Oct.", "October"), ("—", "-"), ("US$", "$")]);
    check_norms(
        "The colour of «labour»",
        &[("colour", "color"), ("«", "\""), ("labour", "labor"), ("»", "\"")],
    );
}

#[test]
fn the_cache_changes_nothing() {
    let (mut cache, mut cached) = (ChunkCache::default(), Vec::new());
    for text in Nasty::new(5).take(4000) {
        TOKENIZER.tokenize(&text, &mut cache, &mut cached);
        assert_eq!(cached, tokens(&text), "{text:?}");
        check_cover(&text, &cached);
    }
}

/// A quadratic step would take hours here.
#[test]
fn hostile_texts_take_linear_time() {
    for unit in ["(", "a.", ":@a.", "a-", "((a", ":)", "'s", "1.1.1.1@", "\u{301}", "(*_", "\n"] {
        let text = unit.repeat((1 << 19) / unit.len());
        check_cover(&text, &tokens(&text));
    }
}
