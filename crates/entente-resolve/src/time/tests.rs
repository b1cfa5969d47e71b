//! Cases of reading times, each a few words in the one-line notation and the values they have.

use entente_model::testing::{annotated, annotated_on};
use entente_model::{Annotated, Resolved, TimeExpr, TimeLink};

use crate::{Atlas, AtlasText, resolve};

const TIMES: &str = "\
a\tnumber\t1
after\ttie\tafter
ago\tdirection\t-1
and\tclose
anniversary\tanniversary
april\tmonth\t4
before\ttie\tbefore
before the end of\ttie\tuntil
the end of\tmodifier\tEND
christmas\tholiday\t12-25
day before\tanchored\t-1D
in\ttie\twithin
began\tphase\tstart
early\tmodifier\tSTART
every\teach
fall\tseason\tFA
for\textent
from\ttie\tfrom
last\tshift\t-1
last\tordinal\tlast
last night\trelative\t-1DTNI
march\tmonth\t3
march\tcapital
may\tmonth\t5
monday\tweekday\t1
friday\tweekday\t5
sunday\tweekday\t7
morning\tdaypart\tMO
mornings\tdayparts\tMO
next\tshift\t+1
next day\tanchored\t+1D
night\tdaypart\tNI
that night\tanchored\t0DTNI
now\trelative\tPRESENT_REF
gmt\tzone\tZ
nearly\tmodifier\tAPPROX
october\tmonth\t10
old\tage\t
p.m.\tdaypart\tAF
pm\tdaypart\tAF
past\tshift\t-1
past\tdirection\t-span
recently\trelative\tPAST_REF -2M
soon\thint\tFUTURE_REF +3M
since\ttie\tsince
that\tdeixis
six\tnumber\t6
third quarter\tquarter\tQ3
this\tshift\t0
three\tnumber\t3
to\tclose
until\ttense\t+1
week\tunit\tP1W
when\ttie\twhen
day\tunit\tP1D
weekend\tunit\tP1WE
weeks\tunit\tP1W
weeklong\tlasting\tP1W
will\ttense\t+1
planned\ttense\t+1
year\tunit\tP1Y
years\tunit\tP1Y
months\tunit\tP1M
yesterday\trelative\t-1D
month day ',' year\tpattern\tdate
month day\tpattern\tdate
day month year?\tpattern\tdate
year '-' digits '-' day\tpattern\tdate
month/day/year\tpattern\tdate
day/month/year\tpattern\tdate
month day shift unit\tpattern\tdate
month year\tpattern\tmonth
shift month\tpattern\tmonth
month\tpattern\tmonth
year\tpattern\tyear
year/year\tpattern\tyears
decade\tpattern\tdecade
ordinal unit\tpattern\tcentury
weekday\tpattern\tweekday
shift weekday\tpattern\tweekday
anchored\tpattern\tanchored
stretch unit\tpattern\tspan
shift unit\tpattern\tunit
weekend\tpattern\tunit
deixis unit\tpattern\tthat-unit
'for' 'the' unit\tpattern\tthe-unit
'the' ordinal\tpattern\tmonth-day
shift season\tpattern\tseason
quarter 'of' year\tpattern\tquarter
relative\tpattern\trelative
vague\tpattern\tvague
hint\tpattern\thint
number unit 'ago'\tpattern\tago
number '-'? unit\tpattern\tduration
number '-'? unit '-'? age\tpattern\tnothing
span number unit\tpattern\tspan
each unit\tpattern\teach
each weekday\tpattern\teach
each number unit\tpattern\teach
weekday dayparts\tpattern\teach
lasting\tpattern\tlength
unit '-' 'long'\tpattern\tlength
'per' unit\tpattern\trate
clock daypart?\tpattern\ttime
hhmm zone\tpattern\ttime
hour daypart\tpattern\ttime
daypart\tpattern\tdaypart
holiday\tpattern\tholiday
holiday unit\tpattern\tweek-of
number unit 'after'\tpattern\tlater
unit\tpattern\tduration
";

const OCCASIONS: &str = "raid\tRaid of Zork\t2016-03-04\t2016-03-04\ta record\tcommon\n\
    war\tWar in Zork\t2017-05-01\t\ta record\tcommon";
const OCCASION_WORDS: &str = "raid\traid\tZork\nwar\twar\tZork";

fn atlas() -> Atlas {
    let tables = AtlasText {
        times: TIMES,
        occasions: OCCASIONS,
        occasion_words: OCCASION_WORDS,
        reference: "DATE\tentity\ttime",
        ..AtlasText::default()
    };
    Atlas::load(&tables).expect("good tables")
}

fn read(text: &Annotated) -> Resolved {
    resolve(text, &atlas()).value
}

fn times(text: &Annotated) -> Vec<TimeExpr> {
    read(text).times
}

/// What is told by events as of Saturday, 3 August 2019, with how it is tied and its days.
fn told(notation: &str) -> Vec<String> {
    let text = annotated_on("2019-08-03", notation);
    let show = |t: &TimeExpr| {
        let when = t.when.expect("what is told has days");
        let words = t.span.of(&text.document.text);
        format!("{words}={} {}..{}", t.link.as_str(), when.from, when.to)
    };
    read(&text).told.iter().map(show).collect()
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
    check("in/ADP 2016/NUM -/PUNCT 17/NUM", "2016 - 17=DATE:2016/2017");
    check("in/ADP 2016/NUM -/PUNCT 19/NUM", "2016=DATE:2016");
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
fn weekdays_of_one_name_are_one_day_where_the_verb_leaves_it_open() {
    let left = "they/PRON<left:subject left/VERB//Tense=Past Sunday/PROPN<left:noun-adverb";
    check(left, "Sunday=DATE:2019-07-28");
    check(
        &format!("{left} until/ADP<left:preposition Sunday/PROPN<until:object"),
        "Sunday=DATE:2019-08-04 Sunday=DATE:2019-08-04",
    );
}

#[test]
fn what_was_planned_and_then_came_to_something_else_is_near() {
    let march = |day: &str| {
        format!(
            "marches/NOUN<banned:subject planned/VERB<marches:noun-clause for/ADP<planned:preposition \
             {day}/PROPN<for:object were/AUX//Tense=Past<banned:auxiliary banned/VERB//Tense=Past"
        )
    };
    check(&march("Monday"), "Monday=DATE:2019-08-05");
    check(&march("Friday"), "Friday=DATE:2019-08-02");
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
    check("for/ADP years/NOUN//Number=Plur", "years=DURATION:PXY");
    check("after/ADP years/NOUN//Number=Plur of/ADP war/NOUN", "");
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
fn that_year_is_the_one_spoken_of() {
    check(
        "in/ADP 2016/NUM they/PRON left/VERB//Tense=Past that/DET year/NOUN",
        "2016=DATE:2016 that year=DATE:2016",
    );
    check(
        "in/ADP 2016/NUM they/PRON left/VERB//Tense=Past that/DET week/NOUN",
        "2016=DATE:2016 that week=DATE:2019-W31",
    );
}

#[test]
fn that_day_of_a_month_is_not_known() {
    check(
        "in/ADP October/PROPN 2016/NUM they/PRON left/VERB//Tense=Past that/DET day/NOUN",
        "October 2016=DATE:2016-10 that day=DATE:2016-10-XX",
    );
}

#[test]
fn weekends_are_past_unless_it_is_one() {
    let on = |day: &str| shown(&annotated_on(day, "over/ADP the/DET weekend/NOUN"));
    assert_eq!(on("2019-08-03"), "weekend=DATE:2019-W31-WE");
    assert_eq!(on("2019-08-05"), "weekend=DATE:2019-W31-WE");
}

#[test]
fn a_day_may_share_the_month_of_the_one_before() {
    check(
        "on/ADP October/PROPN 4/NUM and/CCONJ 6/NUM",
        "October 4=DATE:2019-10-04 6=DATE:2019-10-06",
    );
    check(
        "on/ADP October/PROPN 4/NUM and/CCONJ 6/NUM<men:number men/NOUN",
        "October 4=DATE:2019-10-04",
    );
}

#[test]
fn past_stretches_end_on_the_day_of_writing() {
    check("over/ADP the/DET<year:determiner past/ADJ year/NOUN", "the past year=DURATION:P1Y");
}

#[test]
fn two_ends_make_one_interval() {
    let text = annotated_on("2019-08-03", "from/ADP April/PROPN to/ADP October/PROPN 2018/NUM");
    let found = times(&text);
    let when = found[0].when.expect("it has days");
    assert_eq!(when.from.to_string(), "2018-04-01");
    assert_eq!(when.to.to_string(), "2018-10-31");
    assert!(found[0].is_closed_by(&found[1]));
    let days = |notation: &str| {
        let text = annotated_on("2019-08-03", notation);
        let when = times(&text)[0].when.expect("it has days");
        (when.to - when.from).get_days() + 1
    };
    assert_eq!(days("on/ADP October/PROPN 4/NUM and/CCONJ 5/NUM"), 2);
    assert_eq!(days("on/ADP October/PROPN 4/NUM and/CCONJ 7/NUM"), 1);
}

#[test]
fn a_word_before_ties_to_a_time() {
    let links = |notation: &str| {
        let text = annotated_on("2019-08-03", notation);
        times(&text).iter().map(|t| t.link).collect::<Vec<_>>()
    };
    assert_eq!(links("since/ADP 2016/NUM"), [TimeLink::Since]);
    assert_eq!(links("in/ADP 2016/NUM"), [TimeLink::At]);
    assert_eq!(links("before/ADP 2016/NUM"), [TimeLink::Before]);
    assert_eq!(links("before/ADP the/DET end/NOUN of/ADP 2016/NUM"), [TimeLink::Until]);
}

#[test]
fn events_tell_times() {
    assert_eq!(
        told(
            "they/PRON<met:subject met/VERB//Tense=Past three/NUM<years:number \
            years/NOUN<after:noun-adverb after/ADP<met:preposition the/DET<raid:determiner \
            raid/NOUN<after:prep-object on/ADP<raid:preposition Zork/PROPN<on:prep-object"
        ),
        ["three years after the raid on Zork=at 2019-01-01..2019-12-31"]
    );
    assert_eq!(
        told(
            "they/PRON<met:subject met/VERB//Tense=Past since/SCONJ<began:marker \
            the/DET<war:determiner war/NOUN<began:subject in/ADP<war:preposition \
            Zork/PROPN<in:prep-object began/VERB<met:adverbial-clause"
        ),
        ["since the war in Zork began=since 2017-05-01..2017-05-01"]
    );
    assert_eq!(
        told(
            "they/PRON<met:subject met/VERB//Tense=Past on/ADP<met:preposition \
            the/DET<anniversary:determiner anniversary/NOUN<on:prep-object \
            of/ADP<anniversary:preposition the/DET<raid:determiner raid/NOUN<of:prep-object \
            on/ADP<raid:preposition Zork/PROPN<on:prep-object"
        )[0],
        "anniversary of the raid on Zork=at 2019-03-04..2019-03-04"
    );
}

#[test]
fn what_comes_again_is_a_set() {
    check("every/DET Monday/PROPN", "every Monday=SET:XXXX-WXX-1");
    check("every/DET three/NUM weeks/NOUN//Number=Plur", "every three weeks=SET:P3W");
    check("on/ADP Monday/PROPN mornings/NOUN", "Monday mornings=SET:XXXX-WXX-1TMO");
    check("per/ADP year/NOUN", "year=SET:P1Y");
}

#[test]
fn dates_and_clocks_may_be_one_token() {
    check("on/ADP 3.21.2019/NUM", "3.21.2019=DATE:2019-03-21");
    check("on/ADP 21.3.2019/NUM", "21.3.2019=DATE:2019-03-21");
    check("at/ADP 6.30pm/NUM", "6.30pm=TIME:2019-08-03T18:30");
    check("at/ADP 0630/NUM GMT/PROPN", "0630 GMT=TIME:2019-08-03T06:30");
    check("version/NOUN 10.5.12/NUM", "");
}

#[test]
fn a_date_of_another_year_keeps_its_day() {
    check("October/PROPN 26/NUM last/ADJ year/NOUN", "October 26 last year=DATE:2018-10-26");
}

#[test]
fn parts_of_the_day_spoken_of() {
    check(
        "on/ADP March/PROPN 4/NUM he/PRON left/VERB//Tense=Past that/DET night/NOUN",
        "March 4=DATE:2019-03-04 that night=TIME:2019-03-04TNI",
    );
}

#[test]
fn lengths_may_be_adjectives() {
    check("the/DET weeklong/ADJ siege/NOUN", "weeklong=DURATION:P1W");
    check("the/DET year/NOUN -/PUNCT long/ADJ siege/NOUN", "year - long=DURATION:P1Y");
}

#[test]
fn a_day_is_so_far_from_another() {
    check(
        "the/DET<before:determiner day/NOUN before/ADP last/ADJ Monday/PROPN",
        "the day before last Monday=DATE:2019-07-28",
    );
    check(
        "three/NUM weeks/NOUN//Number=Plur after/ADP March/PROPN 4/NUM",
        "three weeks after March 4=DATE:2019-W13",
    );
    check("Christmas/PROPN week/NOUN", "Christmas week=DATE:2019-W52");
}

#[test]
fn the_present_looks_ahead_where_it_is_no_headline() {
    let present = "they/PRON<leave:subject leave/VERB//Tense=Pres|VerbForm=Fin on/ADP<leave:preposition \
        Monday/PROPN<on:prep-object";
    check(present, "Monday=DATE:2019-08-05");
    let aside = "they/PRON<leave:subject leave/VERB//Tense=Pres|VerbForm=Fin camps/NOUN<leave:object \
        of/ADP<camps:preposition Monday/PROPN<of:prep-object";
    check(aside, "Monday=DATE:2019-07-29");
}

#[test]
fn this_weekend_may_be_over() {
    let on = |day: &str| {
        let told = "they/PRON<met:subject met/VERB//Tense=Past|VerbForm=Fin this/DET<weekend:determiner \
            weekend/NOUN<met:noun-adverb";
        shown(&annotated_on(day, told))
    };
    assert_eq!(on("2019-08-05"), "this weekend=DATE:2019-W31-WE");
    assert_eq!(on("2019-08-09"), "this weekend=DATE:2019-W32-WE");
}

#[test]
fn two_clauses_of_one_time() {
    let when = "they/PRON<met:subject met/VERB//Tense=Past|VerbForm=Fin Monday/PROPN<met:noun-adverb \
        when/SCONJ<fell:adverb it/PRON<fell:subject fell/VERB//Tense=Past|VerbForm=Fin<met:adverbial-clause";
    assert_eq!(told(when), ["when=at 2019-07-29..2019-07-29"]);
    let other = when.replace("<met:noun-adverb", "<fell:noun-adverb");
    assert_eq!(told(&other), ["fell=at 2019-07-29..2019-07-29"]);
    let later = when.replacen("Tense=Past", "Tense=Pres", 1);
    assert_eq!(told(&later), [""; 0]);
}

#[test]
fn what_is_told_in_an_event_is_of_its_day() {
    let raid = "in/ADP<died:preposition Monday/PROPN<raid:possessor 's/PART<Monday:case raid/NOUN<in:prep-object \
        two/NUM<died:subject died/VERB//Tense=Past|VerbForm=Fin";
    assert_eq!(told(raid), ["in Monday's raid=at 2019-07-29..2019-07-29"]);
}

#[test]
fn a_clause_is_of_the_time_that_it_explains() {
    let poll = "it/PRON<won:subject won/VERB//Tense=Past|VerbForm=Fin Monday/PROPN<poll:possessor \
        's/PART<Monday:case poll/NOUN<won:object in/ADP<stood:preposition which/PRON<in:prep-object \
        two/NUM<stood:subject stood/VERB//Tense=Past|VerbForm=Fin<poll:relative-clause";
    assert_eq!(told(poll), ["in=at 2019-07-29..2019-07-29"]);
    let day = "it/PRON<fell:subject fell/VERB//Tense=Past|VerbForm=Fin on/ADP<fell:preposition \
        Monday/PROPN<on:prep-object when/SCONJ<left:adverb two/NUM<left:subject \
        left/VERB//Tense=Past|VerbForm=Fin<Monday:relative-clause";
    assert_eq!(told(day), ["when=at 2019-07-29..2019-07-29"]);
}

#[test]
fn what_a_raid_did_is_of_its_day() {
    let raid = "Monday/PROPN<raid:possessor 's/PART<Monday:case raid/NOUN<killed:subject \
        killed/VERB//Tense=Past|VerbForm=Fin two/NUM<killed:object\n! attack@raid";
    assert_eq!(told(raid), ["raid=at 2019-07-29..2019-07-29"]);
    assert_eq!(told(&raid.replace("! attack@raid", "! kill@killed")), [""; 0]);
}

#[test]
fn what_is_said_along_with_something_is_of_its_day() {
    let rally = "speaking/VERB//VerbForm=Part<denied:adverbial-clause at/ADP<speaking:preposition \
        a/DET<rally:determiner rally/NOUN<at:prep-object Monday/PROPN<rally:noun-adverb \
        she/PRON<denied:subject denied/VERB//Tense=Past|VerbForm=Fin it/PRON<denied:object";
    assert_eq!(told(rally), ["speaking=at 2019-07-29..2019-07-29"]);
    let own = rally.replace("she/PRON<denied", "she/PRON<speaking");
    assert_eq!(told(&own), [""; 0], "a clause with a subject of its own is of another");
}

#[test]
fn what_began_lasts_until_the_day_of_writing() {
    let strike = "the/DET<strike:determiner strike/NOUN<ended:subject which/PRON<began:subject \
        began/VERB//Tense=Past|VerbForm=Fin<strike:relative-clause on/ADP<began:preposition \
        Monday/PROPN<on:prep-object ended/VERB//Tense=Past|VerbForm=Fin\n! strike@strike";
    assert_eq!(told(strike), ["began=at 2019-07-29..2019-08-03"]);
}

#[test]
fn a_time_may_be_counted_from_that_of_the_main_clause() {
    let fled = "they/PRON<fled:subject fled/VERB//Tense=Past|VerbForm=Fin Monday/PROPN<fled:noun-adverb \
        three/NUM<weeks:number weeks/NOUN//Number=Plur<after:noun-adverb after/SCONJ<fell:marker \
        it/PRON<fell:subject fell/VERB//Tense=Past|VerbForm=Fin<fled:adverbial-clause";
    assert_eq!(told(fled), ["after=at 2019-07-08..2019-07-14"]);
}

#[test]
fn a_title_in_quotation_marks_is_no_time() {
    check("in/ADP \"/PUNCT Last/ADJ Week/NOUN \"/PUNCT they/PRON", "");
    check("in/ADP \"/PUNCT last/ADJ week/NOUN \"/PUNCT they/PRON", "last week=DATE:2019-W30");
}

#[test]
fn a_unit_after_its_article_is_the_one_spoken_of() {
    let notation = |after| {
        format!(
            "it/PRON fell/VERB for/ADP<fell:preposition the/DET year/NOUN<for:prep-object{after}"
        )
    };
    check(&notation(""), "the year=DATE:2019");
    check(&notation(" of/ADP<year:preposition war/NOUN<of:prep-object"), "");
}

#[test]
fn a_surname_is_no_month() {
    check("Theresa/PROPN<May:compound May/PROPN<met:subject met/VERB//Tense=Past", "");
}

#[test]
fn a_hint_dates_but_is_no_expression() {
    let hint = "they/PRON<met:subject soon/ADV<met:adverb met/VERB//Tense=Past";
    check(hint, "");
    assert_eq!(told(hint), ["soon=at 2019-08-03..2019-11-03"]);
}

#[test]
fn words_with_other_senses_are_left_alone() {
    check("it/PRON may/AUX march/VERB in/ADP 300/NUM", "");
    check("[DATE this/DET march/NOUN ]", "");
    check("he/PRON is/AUX in/ADP his/PRON<30s:possessor 30s/NOUN", "");
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

#[test]
fn a_period_that_stands_apart_in_a_title_is_that_of_the_text() {
    let period = |day: &str, notation: &str| {
        let when = crate::period(&annotated_on(day, notation), &atlas())?;
        Some(format!("{}..{}", when.from, when.to))
    };
    let month = "the/DET campaign/NOUN ,/PUNCT October/PROPN 2011/NUM";
    assert_eq!(period("2011-11-02", month).as_deref(), Some("2011-10-01..2011-10-31"));
    assert_eq!(period("2014-11-02", month), None, "it is of another time");
    let front = "October/PROPN 2011/NUM :/PUNCT the/DET campaign/NOUN";
    assert!(period("2011-11-02", front).is_some());
    let part = "prices/NOUN fell/VERB in/ADP October/PROPN 2011/NUM";
    assert_eq!(period("2011-11-02", part), None, "it is of what fell");
    let day = "the/DET campaign/NOUN ,/PUNCT October/PROPN 4/NUM ,/PUNCT 2011/NUM";
    assert_eq!(period("2011-11-02", day), None, "a day is that of one story");
}

#[test]
fn a_clause_under_a_participle_is_of_the_time_of_the_main_clause() {
    let notation = |form: &str| {
        format!(
            "they/PRON<marched:subject marched/VERB//Tense=Past|VerbForm=Fin Monday/PROPN<marched:noun-adverb \
             singing/VERB//VerbForm={form}<marched:adverbial-clause when/SCONJ<left:marker \
             two/NUM<left:subject left/VERB//Tense=Past|VerbForm=Fin<singing:adverbial-clause"
        )
    };
    assert_eq!(told(&notation("Part")), ["when=at 2019-07-29..2019-07-29"]);
    assert_eq!(told(&notation("Fin")), [""; 0]);
}
