//! Which reports are held to tell of one happening.

use entente_model::Status;
use entente_relate::Level;

use crate::{events, show};

#[track_caller]
fn check(lines: &[&str], expect: &[&str]) {
    assert_eq!(show("12-31", Level::Country, &events(lines)), expect);
}

#[test]
fn the_same_day_is_one_happening() {
    check(
        &["AAA>BBB ACCUSE -2 03-05 03-06", "AAA>BBB ACCUSE -2 03-05 03-05"],
        &["AAA>BBB ACCUSE 03-05..03-05 e1+e0"],
    );
}

#[test]
fn other_days_types_and_directions_stay_apart() {
    check(
        &[
            "AAA>BBB ACCUSE -2 03-05 03-06",
            "AAA>BBB ACCUSE -2 03-06 03-06",
            "AAA>BBB REJECT -4.2 03-05 03-06",
            "BBB>AAA ACCUSE -2 03-05 03-06",
        ],
        &[
            "AAA>BBB ACCUSE 03-05..03-05 e0",
            "AAA>BBB REJECT 03-05..03-05 e2",
            "AAA>BBB ACCUSE 03-06..03-06 e1",
            "BBB>AAA ACCUSE 03-05..03-05 e3",
        ],
    );
}

#[test]
fn a_vague_report_joins_an_exact_one_and_never_joins_two() {
    check(
        &[
            "AAA>BBB AID 7.4 03-01..03-31 04-01",
            "AAA>BBB AID 7.4 03-20 03-21",
            "AAA>BBB AID 7.4 03-05 03-06",
            "AAA>BBB AID 7.4 04-01..04-30 05-01",
            "AAA>BBB AID 7.4 04-30..05-06 05-07",
        ],
        &[
            "AAA>BBB AID 03-05..03-05 e2+e0",
            "AAA>BBB AID 03-20..03-20 e1",
            "AAA>BBB AID 04-30..05-06 e3+e4",
        ],
    );
}

#[test]
fn only_deeds_between_two_known_actors_count() {
    let mut all = events(&["AAA>BBB AID 7.4 03-05 03-06"; 5]);
    all[0].status = Status::Planned;
    all[1].status = Status::Denied;
    all[2].recipient = None;
    all[3].actor.as_mut().expect("a party").id = None;
    all[3].actor.as_mut().expect("a party").country = None;
    all[4].status = Status::Ongoing;
    assert_eq!(show("12-31", Level::Country, &all), ["AAA>BBB AID 03-05..03-05 e4"]);
}

#[test]
fn levels_tell_actors_apart_or_states() {
    let all = events(&[
        "AAA.GOV>BBB AID 7.4 03-05 03-06",
        "AAA>BBB AID 7.4 03-05 03-06",
        "AAA.GOV>AAA.MIL AID 7.4 03-05 03-06",
    ]);
    assert_eq!(show("12-31", Level::Country, &all), ["AAA>BBB AID 03-05..03-05 e0+e1"]);
    assert_eq!(
        show("12-31", Level::Actor, &all),
        [
            "AAA>BBB AID 03-05..03-05 e1",
            "AAA.GOV>AAA.MIL AID 03-05..03-05 e2",
            "AAA.GOV>BBB AID 03-05..03-05 e0"
        ]
    );
}

#[test]
fn without_a_time_the_day_of_the_report_counts() {
    let mut all = events(&["AAA>BBB AID 7.4 03-05 03-06", "AAA>BBB AID 7.4 03-05 03-07"]);
    all[0].happened = None;
    let shown = ["AAA>BBB AID 03-05..03-05 e1", "AAA>BBB AID 03-06..03-06 e0"];
    assert_eq!(show("12-31", Level::Country, &all), shown);
    all[0].reported = None;
    assert_eq!(show("12-31", Level::Country, &all), shown[..1]);
}
