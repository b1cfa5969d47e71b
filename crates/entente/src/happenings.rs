//! Reports judged to be one happening, kept in the store for questions.

use std::collections::BTreeMap;

use entente_model::Dyad;
use entente_relate::{grouped, length};
use entente_store::{Brief, KeptHappening, Pattern, Store};

use crate::Result;

/// Judges the deeds between two different sides anew, if any were appended since the last time;
/// says how many happenings there are.
///
/// # Errors
///
/// Those of the store.
pub(crate) fn refresh(store: &mut dyn Store) -> Result<u64> {
    if let Some(kept) = store.happenings()? {
        return Ok(kept.len() as u64);
    }
    let happenings = judge(store)?;
    store.set_happenings(&happenings)?;
    Ok(happenings.len() as u64)
}

/// The happenings that follow from all that is in a store, by dyad and type, then time.
pub(crate) fn judge(store: &dyn Store) -> Result<Vec<KeptHappening>> {
    let briefs = store.briefs(None, None)?;
    let mut kinds = BTreeMap::<_, Vec<&Brief>>::new();
    for row in &briefs.rows {
        let Pattern { kind, status, .. } = &briefs.patterns[row.pattern as usize];
        if status.is_deed() && row.actor != row.recipient {
            let [actor, recipient] = briefs.dyad(row);
            kinds.entry((actor, recipient, kind)).or_default().push(row);
        }
    }
    let mut happenings = Vec::new();
    for ((actor, recipient, kind), mut reports) in kinds {
        reports.sort_by_cached_key(|r| (length(r.first, r.last), r.first, r.reported, r.event));
        let mut groups = grouped(reports, |report| (report.first, report.last));
        groups.sort_by_key(|group| (group[0].first, group[0].last));
        happenings.extend(groups.into_iter().map(|mut group| {
            let most_exact = group[0];
            group.sort_by_key(|report| (report.reported, report.event));
            KeptHappening {
                dyad: Dyad { actor: actor.clone(), recipient: recipient.clone() },
                kind: kind.clone(),
                tone: briefs.patterns[most_exact.pattern as usize].tone,
                first: most_exact.first,
                last: most_exact.last,
                reports: group.iter().map(|report| report.event).collect(),
            }
        }));
    }
    Ok(happenings)
}
