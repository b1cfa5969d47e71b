//! How long questions take.

use std::ops::ControlFlow;
use std::path::Path;

use entente_store::{Access, Query, Search, Words, ask, open};

use super::maker::{KINDS, Maker, STATES, day};
use super::{Clock, Spent};
use crate::store::Chance;
use crate::{Outcome, say};

/// Asks each question many times, of other states, days and words each time.
pub(super) fn ask_all(path: &Path, maker: &mut Maker) -> Outcome {
    let store = open(path, Access::Read)?;
    let mut chance = Chance(2);
    let events = store.counts()?.events;
    say(&format!("{events} events"));
    measure("filtered page of events", || {
        let query = Query {
            actor: Some(STATES[chance.below(12)].into()),
            recipient: Some(STATES[chance.below(12)].into()),
            from: Some(day(chance.below(2000))),
            deeds_only: true,
            limit: Some(40),
            ..Query::default()
        };
        Ok(store.scan(&query)?.len())
    })?;
    measure("page of events of a type, without a side", || {
        let kinds = vec![KINDS[chance.below(4)].0.to_owned()];
        let query = Query {
            kinds,
            from: Some(day(chance.below(2000))),
            limit: Some(40),
            ..Query::default()
        };
        Ok(store.scan(&query)?.len())
    })?;
    measure("dyad month series", || {
        let (actor, recipient) = (STATES[chance.below(12)], STATES[chance.below(12)]);
        let sql = format!(
            "SELECT month, quad, events, documents FROM dyad_month
             WHERE actor = '{actor}' AND recipient = '{recipient}' ORDER BY month, quad"
        );
        let mut rows = 0;
        ask(path, &sql, &mut |_| {
            rows += 1;
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    })?;
    measure("full-text search, two words", || {
        let typed = format!("{} {}", maker.word(), maker.word());
        let Ok(words) = Words::parse(&typed) else { return Ok(0) };
        Ok(store.search(&Search { words, limit: Some(20), ..Search::default() })?.len())
    })?;
    Ok(())
}

fn measure(what: &str, mut ask: impl FnMut() -> Outcome<usize>) -> Outcome {
    const TIMES: usize = 200;
    ask()?;
    let mut times: Vec<Spent> = Vec::new();
    let mut rows = 0;
    for _ in 0..TIMES {
        let clock = Clock::start();
        rows += ask()?;
        times.push(clock.stop());
    }
    let told = |name: &str, time: fn(&Spent) -> std::time::Duration| {
        let mut all: Vec<_> = times.iter().map(time).collect();
        all.sort();
        let ms = |at: usize| all[at].as_secs_f64() * 1e3;
        format!("{name} median {:.1} ms, p95 {:.1} ms", ms(TIMES / 2), ms(TIMES * 95 / 100))
    };
    say(&format!(
        "{what}: {}; {}; {} rows on average",
        told("by the clock", |spent| spent.clock),
        told("of the processor", |spent| spent.processor),
        rows / TIMES
    ));
    Ok(())
}
