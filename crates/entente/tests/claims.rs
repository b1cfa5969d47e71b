//! What is said, by whom, and what the author makes of it, in sentences of our own.

use entente::wire;
use serde_json::json;

use crate::{engine, input};

/// The claims of a text.
fn claims(text: &str) -> Vec<wire::Claim> {
    let line = json!({"id": "a", "published": "2021-05-04", "publisher": "Daily", "text": text});
    let mut coded = Vec::new();
    let all = std::iter::once(input("in.jsonl", &line.to_string()));
    let sink = |answer: entente::Answer<wire::Coded>| {
        coded.extend(answer.value);
        Ok::<(), ()>(())
    };
    engine().code_all(all, sink).expect("the sink takes all");
    coded.into_iter().flat_map(|coded| coded.claims).collect()
}

/// `speaker | cue | content`, and further pieces after `+`.
fn shown(text: &str, claim: &wire::Claim) -> String {
    let of = |[start, end]: [u32; 2]| &text[start as usize..end as usize];
    let source = claim.speaker.span.map_or("", of);
    let content: Vec<&str> = claim.content.iter().map(|span| of(*span)).collect();
    format!("{source} | {} | {}", claim.cue.map_or("", of), content.join(" + "))
}

/// The only attributed claim of a text, and what is shown of it.
#[track_caller]
fn check(text: &str, expected: &str) -> wire::Claim {
    let mut all = claims(text);
    all.retain(|claim| claim.cue.is_some());
    let found: Vec<String> = all.iter().map(|claim| shown(text, claim)).collect();
    assert_eq!(found, [expected], "{text}");
    all.remove(0)
}

#[test]
fn what_stands_in_quotation_marks_is_content_with_its_marks() {
    check(
        "“The border will stay open,” the minister said.",
        "the minister | said | “The border will stay open,”",
    );
}

#[test]
fn indirect_speech_needs_no_marks() {
    let claim = check(
        "Iran said on Monday that the inspectors had left the plant.",
        "Iran | said | that the inspectors had left the plant",
    );
    assert_eq!((claim.speaker.id.as_deref(), claim.speaker.kind), (Some("IRN"), "state"));
    assert_eq!(claim.stance, "reports");
}

#[test]
fn a_source_may_stand_under_an_adposition() {
    check(
        "The convoy crossed the river at night, according to the defence ministry.",
        "the defence ministry | according to | The convoy crossed the river at night",
    );
}

#[test]
fn a_quotation_that_is_split_has_two_pieces() {
    check(
        "“We are ready,” Mr. Tanaka said, “but they are not.”",
        "Mr. Tanaka | said | “We are ready,” + “but they are not.”",
    );
}

#[test]
fn a_noun_may_be_the_cue() {
    let text = "The minister repeated the claim that Mali had armed the rebels.";
    let nominal = claims(text)
        .into_iter()
        .find(|c| shown(text, c).ends_with("claim | that Mali had armed the rebels"));
    assert!(nominal.is_some(), "the noun attributes");
}

#[test]
fn what_somebody_is_said_to_have_said_stands_within() {
    let text = "Kenya said that Somalia had denied that its troops had crossed the border.";
    let all = claims(text);
    let outer = all.iter().find(|c| c.speaker.id.as_deref() == Some("KEN")).expect("Kenya speaks");
    let inner = all.iter().find(|c| c.speaker.id.as_deref() == Some("SOM")).expect("so Somalia");
    assert_eq!(inner.within.as_deref(), Some(outer.id.as_str()));
    assert_eq!(outer.within, None);
}

#[test]
fn officials_of_no_name_are_a_class() {
    let claim = check(
        "Western officials say the pipeline was mined by a foreign navy.",
        "Western officials | say | the pipeline was mined by a foreign navy",
    );
    assert_eq!(claim.speaker.kind, "class");
}

#[test]
fn a_heading_is_its_publishers_claim() {
    let text = "Rwanda is no longer the junior partner\n\nThe two presidents met in Kigali on \
                Tuesday. They spoke for three hours about trade and the border.";
    let all = claims(text);
    let heading = all.iter().find(|c| c.speaker.kind == "publisher").expect("the outlet speaks");
    assert_eq!(shown(text, heading), " |  | Rwanda is no longer the junior partner");
    assert_eq!((heading.speaker.name.as_str(), heading.stance), ("Daily", "asserts"));
}

#[test]
fn how_states_stand_is_the_authors_claim() {
    let all = claims("Algeria remains the main rival of Morocco in the region.");
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((all[0].speaker.kind, all[0].stance), ("author", "asserts"));
    let all = claims("Algeria may be the main rival of Morocco in the region.");
    assert_eq!((all[0].stance, all[0].modality.as_deref()), ("hedges", Some("possible")));
}

#[test]
fn the_author_refutes_doubts_or_takes_for_granted() {
    let stance = |text: &str| {
        let all = claims(text);
        all.into_iter().find(|c| c.cue.is_some()).map(|claim| claim.stance)
    };
    assert_eq!(stance("The general made the false claim that Chad had attacked."), Some("refutes"));
    assert_eq!(stance("The general falsely claimed that Chad had attacked."), Some("refutes"));
    assert_eq!(stance("The envoy acknowledged that the talks had failed."), Some("presupposes"));
    assert_eq!(stance("The envoy said that the talks had failed."), Some("reports"));
}

#[test]
fn the_same_claim_of_the_same_speaker_is_one() {
    let text = "Iran said that the inspectors had left the plant. The plant lies near a lake. \
                Iran said that the inspectors had left the plant.";
    let mut all = claims(text);
    all.retain(|claim| claim.cue.is_some());
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].again.len(), 1);
}
