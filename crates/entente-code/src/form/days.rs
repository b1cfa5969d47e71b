//! The days that a clause speaks of.

use entente_model::{Annotated, Precision, Resolved, TimeExpr, TimeKind, TimeLink, When};

/// The days stated in a run of tokens nearest to one of them, and whether all is so from their first
/// on.
///
/// Two that stand side by side (`between 1997 and 2000`) are the ends of one interval.
pub(super) fn stated(
    text: &Annotated,
    who: &Resolved,
    first: u32,
    last: u32,
    near: u32,
) -> Option<(When, bool)> {
    let from = who.times.partition_point(|t| t.first < first);
    let times = who.times[from..].iter().take_while(|t| t.first < last);
    let times: Vec<(&TimeExpr, When)> =
        times.filter(|t| t.kind != TimeKind::Set).filter_map(|t| Some((t, t.when?))).collect();
    let distance = |t: &TimeExpr| t.first.abs_diff(near).min(t.last.abs_diff(near));
    let (at, _) = times.iter().enumerate().min_by_key(|(_, (t, _))| distance(t))?;
    // The nearer of two ends may be the later one.
    let at = at.checked_sub(1).filter(|&b| times[b].0.last + 1 == times[at].0.first).unwrap_or(at);
    let (expression, when) = times[at];
    if let Some((other, end)) = times.get(at + 1)
        && other.first == expression.last + 1
        && when.from <= end.from
    {
        let span = when.span.zip(end.span).map(|(a, b)| a.join(b));
        return Some((When::new(when.from, end.to, Precision::Interval, span), false));
    }
    match expression.link {
        TimeLink::Since | TimeLink::After => {
            let to = text.document.meta.published.filter(|day| *day >= when.from);
            Some((When { to: to.unwrap_or(when.to), ..when }, true))
        }
        _ => Some((when, false)),
    }
}
