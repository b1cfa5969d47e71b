//! Cases of reading times, each a few words in the one-line notation and the values they have.

use entente_model::testing::{annotated, annotated_on};
use entente_model::{Annotated, TimeExpr};

use crate::{Atlas, AtlasText, resolve};

const TIMES: &str = "\
a\tnumber\t1
ago\tdirection\t-1
april\tmonth\t4
early\tmodifier\tSTART
every day\tset\tP1D
fall\tseason\tFA
last\tshift\t-1
last\tordinal\tlast
last night\trelative\t-1DTNI
march\tmonth\t3
may\tmonth\t5
monday\tweekday\t1
morning\tdaypart\tMO
next\tshift\t+1
next day\tanchored\t+1D
night\tdaypart\tNI
now\trelative\tPRESENT_REF
nearly\tmodifier\tAPPROX
october\tmonth\t10
old\tage\t
p.m.\tdaypart\tAF
past\tshift\t-1
six\tnumber\t6
third quarter\tquarter\tQ3
this\tshift\t0
three\tnumber\t3
until\ttense\t+1
week\tunit\tP1W
weeks\tunit\tP1W
will\ttense\t+1
year\tunit\tP1Y
years\tunit\tP1Y
months\tunit\tP1M
yesterday\trelative\t-1D
month day ',' year\tpattern\tdate
month day\tpattern\tdate
day month year?\tpattern\tdate
year '-' digits '-' day\tpattern\tdate
month year\tpattern\tmonth
shift month\tpattern\tmonth
month\tpattern\tmonth
year\tpattern\tyear
decade\tpattern\tdecade
weekday\tpattern\tweekday
shift weekday\tpattern\tweekday
shift unit\tpattern\tunit
shift season\tpattern\tseason
quarter 'of' year\tpattern\tquarter
relative\tpattern\trelative
anchored\tpattern\tanchored
vague\tpattern\tvague
number unit 'ago'\tpattern\tago
number '-'? unit\tpattern\tduration
number '-'? unit '-'? age\tpattern\tnothing
span number unit\tpattern\tspan
set\tpattern\tset
clock daypart?\tpattern\ttime
hour daypart\tpattern\ttime
daypart\tpattern\tdaypart
";

fn times(text: &Annotated) -> Vec<TimeExpr> {
    let tables =
        AtlasText { times: TIMES, reference: "DATE\tentity\ttime", ..AtlasText::default() };
    let atlas = Atlas::load(&tables).expect("good tables");
    resolve(text, &atlas).value.times
}

fn shown(text: &Annotated) -> String {
    let show = |t: &TimeExpr| {
        format!("{}={}:{}", t.span.of(&text.document.text), t.kind.as_str(), t.value)
    };
    times(text).iter().map(show).collect::<Vec<_>>().join(" ")
}

/// Values as seen from Saturday, 3 August 2019.
#[track_caller]
fn check(notation: &str, expected: &str) {
    assert_eq!(shown(&annotated_on("2019-08-03", notation)), expected);
}

#[test]
fn calendar_dates_are_read_in_either_order() {
    check("October/PROPN 4/NUM ,/PUNCT 2007/NUM", "October 4, 2007=DATE:2007-10-04");
    check("4/NUM October/PROPN 2007/NUM", "4 October 2007=DATE:2007-10-04");
    check("2019/NUM -/PUNCT 08/NUM -/PUNCT 03/NUM", "2019 - 08 - 03=DATE:2019-08-03");
    check("in/ADP October/PROPN 2011/NUM", "October 2011=DATE:2011-10");
    check("in/ADP 2016/NUM", "2016=DATE:2016");
    check("in/ADP the/DET 1980s/NOUN", "1980s=DATE:198X");
}

#[test]
fn a_date_without_a_year_is_near() {
    check(
        "on/ADP<met:preposition March/PROPN 4/NUM met/VERB//Tense=Past",
        "March 4=DATE:2019-03-04",
    );
    check("on/ADP October/PROPN 4/NUM", "October 4=DATE:2019-10-04");
    check("last/ADJ October/PROPN", "last October=DATE:2018-10");
    check("next/ADJ March/PROPN", "next March=DATE:2020-03");
}

#[test]
fn weekdays_look_back_unless_the_verb_looks_forward() {
    check("Monday/PROPN", "Monday=DATE:2019-07-29");
    check(
        "they/PRON will/AUX<meet:auxiliary meet/VERB Monday/PROPN<meet:noun-adverb",
        "Monday=DATE:2019-08-05",
    );
    check("until/ADP Monday/PROPN", "Monday=DATE:2019-08-05");
    check("last/ADJ Monday/PROPN", "last Monday=DATE:2019-07-29");
    check("this/DET Monday/PROPN", "this Monday=DATE:2019-07-29");
}

#[test]
fn units_are_counted_from_the_day_of_writing() {
    check("last/ADJ week/NOUN", "last week=DATE:2019-W30");
    check("early/ADJ next/ADJ year/NOUN", "early next year=DATE:2020");
    check("nearly/ADV three/NUM years/NOUN ago/ADV", "nearly three years ago=DATE:2016");
    check("last/ADJ fall/NOUN", "last fall=DATE:2018-FA");
    check("third/ADJ quarter/NOUN of/ADP 2016/NUM", "third quarter of 2016=DATE:2016-Q3");
}

#[test]
fn lengths_are_durations() {
    check("for/ADP nearly/ADV six/NUM months/NOUN", "six months=DURATION:P6M");
    check("a/DET six/NUM -/PUNCT week/NOUN siege/NOUN", "six - week=DURATION:P6W");
    check(
        "over/ADP the/DET<years:determiner past/ADJ 10/NUM years/NOUN",
        "the past 10 years=DURATION:P10Y",
    );
    check("every/DET day/NOUN", "every day=SET:P1D");
    check("a/DET six/NUM -/PUNCT year/NOUN -/PUNCT old/ADJ boy/NOUN", "");
}

#[test]
fn a_day_takes_the_time_beside_it() {
    check("Monday/PROPN morning/NOUN", "Monday morning=TIME:2019-07-29TMO");
    check("4/NUM p.m./NOUN Monday/PROPN", "4 p.m. Monday=TIME:2019-07-29T16:00");
    check("at/ADP 10:35/NUM", "10:35=TIME:2019-08-03T10:35");
    check("last/ADJ night/NOUN", "last night=TIME:2019-08-02TNI");
    check("in/ADP the/DET morning/NOUN", "");
}

#[test]
fn the_next_day_follows_the_day_spoken_of() {
    check(
        "on/ADP March/PROPN 4/NUM he/PRON left/VERB//Tense=Past the/DET<day:determiner next/ADJ \
        day/NOUN",
        "March 4=DATE:2019-03-04 the next day=DATE:2019-03-05",
    );
}

#[test]
fn words_with_other_senses_are_left_alone() {
    check("it/PRON may/AUX march/VERB in/ADP 300/NUM", "");
    check("he/PRON sold/VERB 2000/NUM<cars:number cars/NOUN", "");
}

#[test]
fn without_a_day_of_writing_only_what_is_said_is_known() {
    let values = |notation: &str| shown(&annotated(notation));
    assert_eq!(values("October/PROPN 4/NUM"), "October 4=DATE:XXXX-10-04");
    assert_eq!(values("Monday/PROPN"), "Monday=DATE:XXXX-WXX-1");
    assert_eq!(values("last/ADJ week/NOUN"), "last week=DATE:PAST_REF");
    assert_eq!(values("October/PROPN 4/NUM ,/PUNCT 2007/NUM"), "October 4, 2007=DATE:2007-10-04");
}

#[test]
fn an_expression_means_an_interval() {
    let text = annotated_on("2019-08-03", "last/ADJ week/NOUN");
    let when = times(&text)[0].when.expect("a week has days");
    assert_eq!(
        (when.from.to_string(), when.to.to_string()),
        ("2019-07-22".into(), "2019-07-28".into())
    );
}

#[test]
fn times_at_the_ends_of_the_calendar_mean_nothing() {
    for day in ["9999-12-31", "-9999-01-01"] {
        let day = day.parse().ok();
        for words in [
            "next/ADJ year/NOUN",
            "last/ADJ week/NOUN",
            "Monday/PROPN",
            "last/ADJ fall/NOUN",
            "999999999/NUM years/NOUN ago/ADV",
            "the/DET past/ADJ 999999999/NUM years/NOUN",
        ] {
            let mut text = annotated(words);
            text.document.meta.published = day;
            assert!(times(&text).len() <= 1, "{words}");
        }
    }
}
