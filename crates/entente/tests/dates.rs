//! The day of an event is that of the time which governs it, not that of the document.

use entente::wire;

use crate::{engine, input};

/// Codes a sentence as published on a day, and shows each event as its type and its interval, with
/// one day for both ends that are the same.
fn dated(published: &str, text: &str) -> Vec<String> {
    dated_under(None, published, text)
}

/// The same under a title.
fn dated_under(title: Option<&str>, published: &str, text: &str) -> Vec<String> {
    let line = serde_json::json!({ "text": text, "published": published, "title": title });
    let line = line.to_string();
    let mut found = Vec::new();
    let inputs = std::iter::once(input("a.jsonl", &line));
    let outcome = engine().code_all(inputs, |answer| {
        found.extend(answer.value.map(|coded| coded.events).unwrap_or_default());
        Ok::<(), entente::Error>(())
    });
    outcome.expect("the sink takes everything");
    found.iter().map(shown).collect()
}

fn shown(event: &wire::Event) -> String {
    let when = event.happened.as_ref().map_or_else(
        || "unknown".to_owned(),
        |when| match (&when.from, &when.to) {
            (from, to) if from == to => from.clone(),
            (from, to) => format!("{from}..{to}"),
        },
    );
    format!("{} {when}", event.kind)
}

/// Each sentence with its day of publication and what is dated in it.
#[track_caller]
fn check(cases: &[(&str, &str, &[&str])]) {
    for (published, text, expected) in cases {
        assert_eq!(dated(published, text), *expected, "{text} ({published})");
    }
}

#[test]
fn a_time_dates_the_predicate_that_it_hangs_on() {
    check(&[
        ("2023-05-03", "Russia attacked Ukraine on Monday.", &["ASSAULT 2023-05-01"]),
        (
            "2019-08-03",
            "On Friday, Iranian forces attacked Saudi Arabia, killing two Saudi soldiers.",
            &["ASSAULT 2019-08-02"],
        ),
        (
            "2019-08-03",
            "Britain said on Thursday that Iran seized a tanker.",
            &["COERCE 2019-08-01"],
        ),
        // What had been done when it was told was done on some day before.
        (
            "2019-08-03",
            "Britain said on Thursday that Iran had seized a tanker.",
            &["COERCE unknown"],
        ),
    ]);
}

#[test]
fn a_plan_is_for_a_day_ahead() {
    check(&[
        ("2023-05-03", "France will meet Germany on Tuesday.", &["AGREE 2023-05-09"]),
        (
            "2023-05-03",
            "The French foreign minister will meet his German counterpart in Berlin next week.",
            &["AGREE 2023-05-08..2023-05-14"],
        ),
        (
            "2019-08-03",
            "India will withdraw its troops from Bhutan by Friday.",
            &["AGREE 2019-08-03..2019-08-09"],
        ),
        (
            "2019-08-03",
            "Japan and South Korea will hold talks in Tokyo on August 20-22.",
            &["AGREE 2019-08-20..2019-08-22"],
        ),
    ]);
}

#[test]
fn recent_times_are_intervals_up_to_the_report() {
    check(&[
        (
            "2019-08-03",
            "China recently accused Vietnam of drilling in disputed waters.",
            &["ACCUSE 2019-06-03..2019-08-03"],
        ),
        (
            "2019-08-03",
            "China has just accused Vietnam of drilling in disputed waters.",
            &["ACCUSE 2019-08-02..2019-08-03"],
        ),
        (
            "2019-08-03",
            "China and Russia are holding an ongoing military exercise.",
            &["COOPERATE 2019-08-03"],
        ),
        (
            "2019-08-03",
            "Over the past three years, Saudi Arabia has bombed Yemen.",
            &["ASSAULT 2016-08-03..2019-08-03"],
        ),
    ]);
}

#[test]
fn words_before_a_time_say_which_side_of_it() {
    check(&[
        (
            "2019-08-03",
            "Since 2014, Russia has sent weapons to Syria.",
            &["AID 2014-01-01..2019-08-03"],
        ),
        (
            "2019-08-03",
            "From March to May 2018, Turkey bombed Syria.",
            &["ASSAULT 2018-03-01..2018-05-31"],
        ),
        (
            "2019-08-03",
            "Saudi Arabia bombed Yemen before the 2015 talks in Paris.",
            &["ASSAULT unknown"],
        ),
    ]);
}

#[test]
fn a_later_day_is_counted_from_the_day_told_before() {
    check(&[(
        "2019-08-03",
        "Iran seized a British tanker on July 19. Two days later, Britain condemned Iran.",
        &["COERCE 2019-07-19", "ACCUSE 2019-07-21"],
    )]);
}

#[test]
fn well_known_events_keep_their_days_and_date_others() {
    check(&[
        (
            "2023-05-03",
            "France imposed sanctions on Iran three years after Russia annexed Crimea.",
            &["SANCTION 2017-01-01..2017-12-31", "ASSAULT 2014-03-18"],
        ),
        (
            "2023-05-03",
            "China has supported Russia since the special operation began.",
            &["SUPPORT 2022-02-24..2023-05-03"],
        ),
        (
            "2022-11-01",
            "A month after Russia annexed four regions of Ukraine, Ukraine attacked Russia.",
            &["ASSAULT 2022-09-30", "ASSAULT 2022-10-01..2022-10-31"],
        ),
        (
            "2018-08-20",
            "Czech politicians condemned Russia on the 50th anniversary of the invasion of \
            Czechoslovakia.",
            &["ACCUSE 2018-08-20"],
        ),
    ]);
}

#[test]
fn what_is_spoken_of_does_not_date_those_who_speak() {
    check(&[
        (
            "2019-08-03",
            "Vietnam accuses China of violating a treaty signed in 1987.",
            &["ACCUSE 2019-08-02..2019-08-03"],
        ),
        (
            "2019-08-03",
            "Israel condemned the 2014 annexation of Crimea by Russia.",
            &["ACCUSE 2019-08-02..2019-08-03"],
        ),
    ]);
}

#[test]
fn a_digest_tells_of_the_period_in_its_title() {
    let text = "This is a look back at the region. France condemned Mali. Kenya criticized Chad.";
    let month = ["ACCUSE 2021-05-01..2021-05-31"; 2];
    let under = |title: &str| dated_under(Some(title), "2021-06-02", text);
    assert_eq!(under("The month in the region, May 2021"), month);
    let news = ["ACCUSE 2021-06-01..2021-06-02", "ACCUSE unknown"];
    assert_eq!(under("The region today"), news);
    assert_eq!(under("Prices rose in May 2021"), news, "prices rose then");
}
