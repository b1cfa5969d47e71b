//! Verdicts: what settles a proposition, what does not, and what never can.

use std::sync::Arc;

use entente_model::{ActorId, Argument, Precision, Proposition, PropositionKind, When};
use entente_relate::check::structure::Table;
use entente_relate::check::{
    Cluster, Measure, Record, Ruling, Shelf, Sign, Source, Stands, Thresholds, Told, Verdict,
    Vocabulary, check,
};
use entente_relate::tie::Side;
use jiff::civil::{Date, date};

const TODAY: Date = date(2020, 12, 31);

fn proposition(kind: PropositionKind, args: &[(&str, &str)]) -> Proposition {
    let arg = |(name, value): &(&str, &str)| {
        let is_id = value.chars().all(char::is_uppercase);
        let argument = match is_id {
            true => Argument::Actor(ActorId::new(*value)),
            false => Argument::Word((*value).into()),
        };
        (Arc::from(*name), argument)
    };
    Proposition { kind, args: args.iter().map(arg).collect(), positive: true }
}

fn year(mut proposition: Proposition, year: i16) -> Proposition {
    let when = When::new(date(year, 1, 1), date(year, 12, 31), Precision::Year, None);
    proposition.args.insert("when".into(), Argument::When(when));
    proposition
}

fn told(kind: &str, side: Side, clusters: &[u32]) -> Told {
    let source = |&cluster: &u32| Source {
        cluster,
        publisher: Some(format!("Outlet {cluster}").into()),
        first_hand: true,
        id: format!("e{cluster}").into(),
    };
    Told {
        actor: ActorId::new("AAA"),
        recipient: ActorId::new("BBB"),
        kind: kind.into(),
        shelf: Shelf::Deed,
        side: Some(side),
        denied: false,
        days: (date(2020, 5, 1), date(2020, 5, 1)),
        sources: clusters.iter().map(source).collect(),
    }
}

fn verdict(proposition: &Proposition, record: &Record) -> Verdict {
    check(proposition, record, TODAY, &[], Thresholds::default())
}

fn dispute() -> Proposition {
    proposition(PropositionKind::Dispute, &[("a", "AAA"), ("b", "BBB")])
}

fn tables(tables: Vec<Table>) -> Record {
    let mut record = Record::default();
    record.structures.tables = tables;
    record
}

#[test]
fn one_story_leans_and_two_settle() {
    let record = |clusters: &[u32]| Record {
        told: vec![told("ATTACK", Side::Conflict, clusters)],
        ..Record::default()
    };
    let one = verdict(&dispute(), &record(&[1]));
    assert_eq!((one.ruling, one.leaning), (Ruling::NotEnoughEvidence, Some(Sign::For)));
    let two = verdict(&dispute(), &record(&[1, 2]));
    assert_eq!(two.ruling, Ruling::Supported);
    assert_eq!(two.flips.len(), 2, "either story alone is not enough");
    // Ten copies are one story.
    assert_eq!(verdict(&dispute(), &record(&[1; 10])).ruling, Ruling::NotEnoughEvidence);
    let no = proposition(PropositionKind::NoDispute, &[("a", "AAA"), ("b", "BBB")]);
    assert_eq!(verdict(&no, &record(&[1, 2])).ruling, Ruling::Refuted);
}

#[test]
fn the_claims_own_story_does_not_count() {
    let record =
        Record { told: vec![told("ATTACK", Side::Conflict, &[1, 2])], ..Record::default() };
    let found = check(&dispute(), &record, TODAY, &[2], Thresholds::default());
    assert_eq!(found.ruling, Ruling::NotEnoughEvidence);
    assert!(found.items.iter().all(|item| item.cluster == Cluster::Story(1)));
}

#[test]
fn words_are_no_evidence_of_deeds_and_old_deeds_none_of_the_present() {
    let mut words = told("ACCUSE", Side::Conflict, &[1, 2, 3]);
    words.shelf = Shelf::Statement;
    let record = Record { told: vec![words], ..Record::default() };
    assert_eq!(verdict(&dispute(), &record).items, []);
    let mut old = told("ATTACK", Side::Conflict, &[1, 2, 3]);
    old.days = (date(2001, 1, 1), date(2001, 1, 1));
    let record = Record { told: vec![old], ..Record::default() };
    assert_eq!(verdict(&dispute(), &record).ruling, Ruling::NotEnoughEvidence);
    assert_eq!(verdict(&year(dispute(), 2001), &record).ruling, Ruling::Supported);
}

#[test]
fn a_table_settles_what_it_covers_and_nothing_else() {
    let [a, b, c] = ["AAA", "BBB", "CCC"].map(ActorId::new);
    let mut table = Table::new("disputes", Measure::Dispute, true);
    table.put(&a, &b, 2000, 1.0);
    table.cover(&a, &c, 2000);
    let record = tables(vec![table]);
    let with = |b| proposition(PropositionKind::Dispute, &[("a", "AAA"), ("b", b)]);
    assert_eq!(verdict(&year(with("BBB"), 2000), &record).ruling, Ruling::Supported);
    assert_eq!(verdict(&year(with("CCC"), 2000), &record).ruling, Ruling::Refuted);
    for outside in [year(with("BBB"), 2035), year(with("DDD"), 2000), with("BBB")] {
        let found = verdict(&outside, &record);
        assert_eq!((found.ruling, found.items.len()), (Ruling::NotEnoughEvidence, 0));
        assert!(found.looked_for.iter().all(|(_, n)| *n == 0));
    }
}

#[test]
fn tables_that_differ_contest() {
    let [a, b] = ["AAA", "BBB"].map(ActorId::new);
    let [mut one, mut other] =
        ["one", "other"].map(|name| Table::new(name, Measure::DefencePact, true));
    one.put(&a, &b, 2000, 1.0);
    other.cover(&a, &b, 2000);
    let pact = proposition(PropositionKind::Alliance, &[("a", "AAA"), ("b", "BBB")]);
    let found = verdict(&year(pact, 2000), &tables(vec![one, other]));
    assert_eq!(found.ruling, Ruling::Contested);
    let becomes: Vec<Ruling> = found.flips.iter().map(|flip| flip.becomes).collect();
    assert_eq!(becomes, [Ruling::Refuted, Ruling::Supported]);
}

#[test]
fn a_claim_denied_turns_its_evidence() {
    let mut denied = dispute();
    denied.positive = false;
    let record =
        Record { told: vec![told("ATTACK", Side::Conflict, &[1, 2])], ..Record::default() };
    assert_eq!(verdict(&denied, &record).ruling, Ruling::Refuted);
}

#[test]
fn growth_within_the_margin_is_contested() {
    let [a, b] = ["AAA", "BBB"].map(ActorId::new);
    let trend = proposition(
        PropositionKind::Trend,
        &[("a", "AAA"), ("b", "BBB"), ("dimension", "trade"), ("direction", "up")],
    );
    for (after, ruling) in
        [(150.0, Ruling::Supported), (105.0, Ruling::Contested), (50.0, Ruling::Refuted)]
    {
        let mut table = Table::new("trade", Measure::Trade, false);
        table.put(&a, &b, 1999, 100.0);
        table.put(&a, &b, 2000, after);
        let mut record = tables(vec![table]);
        record.vocabulary =
            Vocabulary { courses: vec![("trade".into(), Measure::Trade)], ..Vocabulary::default() };
        assert_eq!(verdict(&year(trend.clone(), 2000), &record).ruling, ruling, "{after}");
    }
}

#[test]
fn deliveries_tell_who_depends_for_arms_and_whither_they_go() {
    let [a, b, c] = ["AAA", "BBB", "CCC"].map(ActorId::new);
    let junior = proposition(
        PropositionKind::Asymmetry,
        &[("junior", "BBB"), ("senior", "AAA"), ("dimension", "arms")],
    );
    let more = proposition(
        PropositionKind::Trend,
        &[("a", "AAA"), ("b", "BBB"), ("dimension", "arms"), ("direction", "up")],
    );
    let ruled = |proposition: &Proposition, closed: bool| {
        let mut table = Table::new("arms", Measure::Arms, closed);
        table.put(&a, &b, 1999, 10.0);
        table.put(&a, &b, 2002, 80.0);
        table.put(&a, &b, 2003, 40.0);
        table.put(&c, &b, 2003, 20.0);
        let mut record = tables(vec![table]);
        record.vocabulary = Vocabulary {
            dimensions: vec![("arms".into(), vec![Measure::Arms])],
            courses: vec![("arms".into(), Measure::Arms)],
            ..Vocabulary::default()
        };
        verdict(&year(proposition.clone(), 2003), &record).ruling
    };
    assert_eq!(ruled(&junior, true), Ruling::Supported);
    assert_eq!(ruled(&junior, false), Ruling::NotEnoughEvidence, "what went back is not known");
    assert_eq!(ruled(&more, true), Ruling::Supported, "five years are summed");
    let senior = proposition(
        PropositionKind::Asymmetry,
        &[("junior", "AAA"), ("senior", "BBB"), ("dimension", "arms")],
    );
    assert_eq!(ruled(&senior, true), Ruling::Refuted);
}

#[test]
fn what_nobody_observes_is_never_settled() {
    let record =
        Record { told: vec![told("ATTACK", Side::Conflict, &[1, 2, 3, 4])], ..Record::default() };
    use PropositionKind::{Cause, Evaluation, Intention, Prediction};
    for kind in [Cause, Evaluation, Intention, Prediction] {
        let found = verdict(&proposition(kind, &[("actor", "AAA"), ("target", "BBB")]), &record);
        assert_eq!(found.ruling, Ruling::NotEnoughEvidence, "{}", kind.as_str());
        assert!(!found.remarks.is_empty(), "it says why");
    }
}

#[test]
fn a_standing_tie_told_by_two_supports_and_denied_by_two_refutes() {
    let pact = proposition(PropositionKind::Alliance, &[("a", "AAA"), ("b", "BBB")]);
    for (holds, ruling) in [(true, Ruling::Supported), (false, Ruling::Refuted)] {
        let record = Record {
            standing: vec![Stands {
                pair: ["BBB", "AAA"].map(ActorId::new),
                kind: "alliance".into(),
                holds,
                days: (date(2019, 1, 1), date(2019, 1, 1)),
                sources: told("", Side::Conflict, &[1, 2]).sources,
            }],
            vocabulary: Vocabulary {
                relations: vec![("alliance".into(), Measure::DefencePact)],
                ..Vocabulary::default()
            },
            ..Record::default()
        };
        assert_eq!(verdict(&pact, &record).ruling, ruling);
    }
}

#[test]
fn a_denial_bears_on_the_deed_that_it_denies() {
    let mut denied = told("ATTACK", Side::Conflict, &[3]);
    denied.denied = true;
    let event = proposition(
        PropositionKind::Event,
        &[("actor", "AAA"), ("type", "ATTACK"), ("recipient", "BBB")],
    );
    // The word of a type is no id.
    let mut event = event;
    event.args.insert("type".into(), Argument::Word("ATTACK".into()));
    for (day, ruling) in
        [(date(2020, 5, 9), Ruling::Contested), (date(2018, 5, 9), Ruling::Supported)]
    {
        denied.days = (day, day);
        let record = Record {
            told: vec![told("ATTACK", Side::Conflict, &[1, 2]), denied.clone()],
            ..Record::default()
        };
        assert_eq!(verdict(&event, &record).ruling, ruling, "{day}");
    }
}
