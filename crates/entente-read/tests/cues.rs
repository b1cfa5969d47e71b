//! The English cue phrases: what they catch and, above all, what they leave alone.

use entente_model::BlockKind;
use entente_read::{BlockCues, Hint, Item, read};

fn english() -> BlockCues {
    BlockCues::parse(include_str!("../../../packs/lang/en/blocks.tsv"))
        .expect("a well-formed table")
}

/// Checks what kind of block a line is, standing between two paragraphs.
#[track_caller]
fn check(line: &str, expect: BlockKind) {
    let cues = english();
    let text = format!("Aland met Borduria.\n\n{line}\n\nThey talked for two hours.");
    let item = read(text.as_bytes(), Hint::new("a.txt", &cues)).next();
    let Some(Item::Document(read)) = item else { panic!("expected plain text, found {item:?}") };
    assert_eq!(read.value.blocks[1].kind, expect, "{line}");
}

#[test]
fn lines_that_are_no_news() {
    check("Already a subscriber? Log in here.", BlockKind::Paywall);
    check("SUBSCRIBE NOW", BlockKind::Paywall);
    check("The rest of this story is for paying readers.", BlockKind::Paywall);
    check("You have two free articles left this month.", BlockKind::Paywall);
    check("Sign up for free to keep reading.", BlockKind::Paywall);
    check("Please donate to our reporting fund.", BlockKind::Boilerplate);
    check("Share this  article on your page", BlockKind::Boilerplate);
    check("Sign up for our morning letter.", BlockKind::Boilerplate);
    check("This website uses cookies and so on.", BlockKind::Boilerplate);
    check("Advertisement", BlockKind::Boilerplate);
    check("Photo: the ministers in Klow", BlockKind::Caption);
    check("The ministers shake hands. (AP Photo/Jo Doe)", BlockKind::Caption);
}

#[test]
fn news_that_uses_the_same_words() {
    for line in [
        "Share prices in Klow fell after the talks.",
        "Aland will donate two ships to Borduria.",
        "Subscribers to the national grid were cut off.",
        "Support for the government fell, a poll showed.",
        "Cookies were handed out to the refugees.",
        "Photographs of the meeting were not published.",
        "Follow-up talks are planned for May.",
        "The newsletter of the party was banned by Aland.",
        "The ministry urged citizens to sign up for the army.",
        "The inspectors had asked for unlimited access to the mine.",
        "Three seats are reserved for members of the minority.",
        "Aland hopes to gain access to the port of Klow.",
        "Members of the crew had to register with the police.",
    ] {
        check(line, BlockKind::Paragraph);
    }
    let long = "The minister told reporters: \"We use cookies to lure them.\" ".repeat(8);
    check(long.trim(), BlockKind::Paragraph);
}

#[test]
fn a_wrong_table_is_an_error_that_names_the_line() {
    let message = |table| BlockCues::parse(table).expect_err("a wrong table").to_string();
    assert_eq!(
        message("# x\n\nadvert\tstart\t9\ta"),
        "line 3: expected a kind of block, found `advert`"
    );
    assert_eq!(
        message("caption\ttop\t9\ta"),
        "line 1: expected `start`, `end`, `anywhere` or `whole`, found `top`"
    );
    assert_eq!(
        message("caption\tstart\tx\ta"),
        "line 1: expected a number of characters, found `x`"
    );
    assert_eq!(message("caption\tstart\t9\t "), "line 1: expected a phrase, found ``");
    assert_eq!(
        message("caption\tstart"),
        "line 1: expected four columns: kind, place, longest, phrase, found `caption\tstart`"
    );
}
