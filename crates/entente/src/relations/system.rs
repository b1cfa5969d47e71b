//! The system that all states form: `entente system`.

use std::collections::BTreeMap;

use entente_relate::chance::Chance;
use entente_relate::signed::{self, Effort, SignedGraph, blocs, triads};
use entente_relate::sources::effective_parts;
use entente_relate::tie::{Kind, Ratio, Spec, Standing};
use entente_store::Store;
use jiff::civil::Date;
use serde::Serialize;

use super::balance::{BalanceRow, measure};
use super::known::{Breadth, Known, Scope};
use super::{Shelving, round};
use crate::Result;
use crate::wire::SCHEMA;

/// The system as known on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SystemRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// The day.
    pub as_of: String,
    /// Pairs between whom anything passed, by kind of tie.
    pub kinds: BTreeMap<&'static str, usize>,
    /// Balance of the friendly and hostile ties; engaged rivals are left out, as they are both.
    pub balance: BalanceRow,
    /// Least and greatest frustration if engaged rivals count as neither, friends, or foes.
    pub frustration_range: [u64; 2],
    /// 5 % and 95 % quantile of the frustration over draws of all ties, where there are any.
    pub frustration_interval: Option<[u64; 2]>,
    /// Draws that this and how sure blocs are rest on.
    pub draws: usize,
    /// The network.
    pub network: Network,
    /// Triads that frustrate: a friend of both sides of a dispute comes first.
    pub unusual: Vec<StrangeTriad>,
    /// How states stand to the poles that were asked about.
    pub hedging: Vec<Hedging>,
    /// The sources of all of it.
    #[serde(flatten)]
    pub breadth: Breadth,
    /// Where the record is thin.
    pub caveats: Vec<String>,
}

/// States and the ties between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Network {
    /// The states in order, with their bloc and how sure it is: the mean share of draws in which a
    /// state is with the others of its bloc.
    pub states: Vec<(String, usize, Option<f64>)>,
    /// The ties that are not unclear.
    pub ties: Vec<TieEdge>,
}

/// A tie.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TieEdge {
    /// The state whose name comes first.
    pub a: String,
    /// The other.
    pub b: String,
    /// friendly, hostile, engaged rivals or distant.
    pub kind: &'static str,
    /// 1 friendly, -1 hostile, 0 otherwise.
    pub sign: i8,
    /// Ratio of cooperation and its interval.
    pub cooperation: (f64, Option<[f64; 2]>),
    /// Ratio of conflict and its interval.
    pub conflict: (f64, Option<[f64; 2]>),
    /// Acts.
    pub n: usize,
    /// Clusters of sources, of the side that has more.
    pub n_clusters: usize,
    /// Days of the first and the last act.
    pub span: [String; 2],
    /// Event ids of the last act.
    pub last: Vec<String>,
}

/// A triad that no split into two satisfies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StrangeTriad {
    /// What is strange about it.
    pub why: &'static str,
    /// The state in the middle, then the other two; in order for three foes.
    pub states: [String; 3],
    /// The acts that each of its ties rests on: middle and second, middle and third, the rest.
    pub n: [usize; 3],
    /// Event ids of the last act of each tie.
    pub evidence: [Vec<String>; 3],
}

/// How a state stands to two poles; no agreed index exists, so the parts are shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hedging {
    /// The state.
    pub state: String,
    /// By pole, the ratio of cooperation above that of conflict, or 0.
    pub affinity: BTreeMap<String, f64>,
    /// Acts with the poles.
    pub contact: usize,
    /// Effective number of poles; none without affinity to any.
    pub effective_poles: Option<f64>,
    /// 1 if even between the two strongest, 0 if with one alone.
    pub ambivalence: Option<f64>,
}

/// A pair with anything between.
struct Pair {
    states: (usize, usize),
    acts: Vec<usize>,
    standing: Standing,
    /// Event ids of the latest act, where the tie is clear.
    last: Vec<String>,
}

/// Describes the system; `poles` are states to which all others are held.
///
/// # Errors
///
/// [`crate::ErrorKind::Input`] if the store has no deed between two known actors; else those of the
/// store.
pub fn system(
    store: &dyn Store,
    scope: &Scope,
    shelving: &Shelving,
    poles: &[String],
    draws: usize,
) -> Result<SystemRow> {
    let known = Known::read(store, scope, shelving)?;
    let pairs = pairs(store, &known, scope)?;
    let mut kinds = BTreeMap::new();
    pairs.iter().for_each(|p| *kinds.entry(p.standing.kind.as_str()).or_default() += 1);
    let graph = graph(&known, &pairs, |pair| sign(pair.standing.kind));
    let balance = measure(&graph, if graph.edges().is_empty() { 0 } else { draws });
    let (interval, together) = resample(&known, &pairs, &graph, scope, draws);
    let breadth = known.sources.count(&known.documents);
    Ok(SystemRow {
        schema: SCHEMA,
        as_of: known.as_of.to_string(),
        frustration_range: range(&known, &pairs, &balance),
        frustration_interval: interval,
        draws,
        network: network(&known, &pairs, &graph, &balance, &together),
        unusual: unusual(&known, &pairs, &graph),
        hedging: hedging(&known, &pairs, poles),
        caveats: caveats(&known, &pairs, scope, breadth),
        balance,
        breadth,
        kinds,
    })
}

/// All pairs between whom anything passed, with how they stand.
fn pairs(store: &dyn Store, known: &Known, scope: &Scope) -> Result<Vec<Pair>> {
    let mut acts = BTreeMap::<(usize, usize), Vec<usize>>::new();
    for (at, act) in known.record.acts.iter().enumerate() {
        let (a, b) = (act.actor.min(act.recipient), act.actor.max(act.recipient));
        acts.entry((a, b)).or_default().push(at);
    }
    let view = known.record.view(known.as_of, Spec { draws: 0, ..scope.spec });
    let pair = |(states, acts): ((usize, usize), Vec<usize>)| {
        let standing = view.tie(states.0, states.1, &acts);
        let last = if is_clear(standing.kind) { last(store, known, &acts)? } else { Vec::new() };
        Ok(Pair { states, acts, standing, last })
    };
    acts.into_iter().map(pair).collect()
}

fn is_clear(kind: Kind) -> bool {
    !matches!(kind, Kind::Unclear | Kind::NotCovered)
}

fn sign(kind: Kind) -> i64 {
    match kind {
        Kind::Friendly => 1,
        Kind::Hostile => -1,
        _ => 0,
    }
}

/// The signed graph of the pairs that have a sign.
fn graph(known: &Known, pairs: &[Pair], sign: impl Fn(&Pair) -> i64) -> SignedGraph {
    let name = |state: usize| known.states[state].as_str();
    let ties = pairs.iter().map(|pair| (name(pair.states.0), name(pair.states.1), sign(pair)));
    SignedGraph::new(ties.filter(|(_, _, sign)| *sign != 0))
}

/// Frustration with engaged rivals as neither, friends or foes.
fn range(known: &Known, pairs: &[Pair], balance: &BalanceRow) -> [u64; 2] {
    let read = |mixed: i64| {
        let sign = |pair: &Pair| match pair.standing.kind {
            Kind::EngagedRivals => mixed,
            kind => sign(kind),
        };
        signed::frustration(&graph(known, pairs, sign), Effort::default()).upper
    };
    let all = [balance.frustration, read(1), read(-1)];
    [all.into_iter().min().unwrap_or(0), all.into_iter().max().unwrap_or(0)]
}

/// Draws every tie anew: the interval of the frustration, and how often states share a bloc.
fn resample(
    known: &Known,
    pairs: &[Pair],
    graph: &SignedGraph,
    scope: &Scope,
    draws: usize,
) -> (Option<[u64; 2]>, Vec<Vec<f64>>) {
    let n = graph.names().len();
    if draws == 0 || n == 0 {
        return (None, Vec::new());
    }
    let mut chance = Chance::new(scope.spec.seed);
    let place: BTreeMap<&str, usize> =
        graph.names().iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let (mut costs, mut blocs_of) = (Vec::new(), Vec::new());
    for draw in 0..draws {
        let mut draw_of = |ratio: &Ratio| ratio.ratio * chance.gamma(ratio.shape) / ratio.shape;
        let signs: Vec<i64> = pairs
            .iter()
            .map(|pair| {
                let Standing { cooperation, conflict, .. } = &pair.standing;
                let drawn = (draw_of(cooperation), draw_of(conflict));
                match (cooperation.interval, conflict.interval, drawn) {
                    (Some(_), Some(_), (plus, minus)) if plus > 1.0 && minus < 1.0 => 1,
                    (Some(_), Some(_), (plus, minus)) if plus < 1.0 && minus > 1.0 => -1,
                    _ => 0,
                }
            })
            .collect();
        let ties = pairs.iter().zip(&signs).filter(|(_, sign)| **sign != 0);
        let name = |state: usize| known.states[state].as_str();
        let drawn = SignedGraph::new(
            ties.map(|(pair, &sign)| (name(pair.states.0), name(pair.states.1), sign)),
        );
        costs.push(signed::frustration(&drawn, Effort { programs: 20, ..Effort::default() }).upper);
        let found = signed::blocs(&drawn, 2, draw as u64).of;
        // A state without a tie in this draw is alone: its number is beyond all blocs.
        let mut of: Vec<usize> = (0..n).map(|at| drawn.names().len() + at).collect();
        for (name, bloc) in drawn.names().iter().zip(found) {
            if let Some(&at) = place.get(name.as_str()) {
                of[at] = bloc;
            }
        }
        blocs_of.push(of);
    }
    costs.sort_unstable();
    let at = |share: f64| costs[((draws as f64 - 1.0) * share).round() as usize];
    (Some([at(0.05), at(0.95)]), blocs::together(n, &blocs_of))
}

fn network(
    known: &Known,
    pairs: &[Pair],
    graph: &SignedGraph,
    balance: &BalanceRow,
    together: &[Vec<f64>],
) -> Network {
    let blocs: Vec<usize> = balance.states.iter().map(|state| state.bloc).collect();
    let sure = |at: usize| {
        let row = together.get(at)?;
        let mates = (0..blocs.len()).filter(|&mate| mate != at && blocs[mate] == blocs[at]);
        let shares: Vec<f64> = mates.map(|mate| row[mate]).collect();
        (!shares.is_empty()).then(|| round(shares.iter().sum::<f64>() / shares.len() as f64))
    };
    let names = graph.names().iter().enumerate();
    let states = names.map(|(at, name)| (name.clone(), blocs[at], sure(at))).collect();
    let ties = pairs
        .iter()
        .filter(|pair| is_clear(pair.standing.kind))
        .map(|pair| edge(known, pair))
        .collect();
    Network { states, ties }
}

fn edge(known: &Known, pair: &Pair) -> TieEdge {
    let Standing { kind, cooperation, conflict } = &pair.standing;
    let name = |state: usize| known.states[state].to_string();
    let told = |ratio: &Ratio| {
        (round(ratio.ratio), ratio.interval.map(|(low, high)| [round(low), round(high)]))
    };
    let days = pair.acts.iter().map(|&at| known.record.acts[at].day);
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    TieEdge {
        a: name(pair.states.0),
        b: name(pair.states.1),
        kind: kind.as_str(),
        sign: i8::try_from(sign(*kind)).unwrap_or(0),
        cooperation: told(cooperation),
        conflict: told(conflict),
        n: pair.acts.len(),
        n_clusters: cooperation.clusters.max(conflict.clusters),
        span: [day(days.clone().min()), day(days.max())],
        last: pair.last.clone(),
    }
}

/// The reports of the latest of some acts.
fn last(store: &dyn Store, known: &Known, acts: &[usize]) -> Result<Vec<String>> {
    let latest = acts.iter().max_by_key(|&&at| (known.record.acts[at].day, at));
    let Some(&latest) = latest else { return Ok(Vec::new()) };
    let reports = known.reports(store, &known.happenings[known.of_act[latest]])?;
    Ok(reports.iter().map(|listed| listed.id().to_string()).collect())
}

fn unusual(known: &Known, pairs: &[Pair], graph: &SignedGraph) -> Vec<StrangeTriad> {
    let of: BTreeMap<(&str, &str), &Pair> = pairs
        .iter()
        .map(|pair| {
            let (a, b) = pair.states;
            ((known.states[a].as_str(), known.states[b].as_str()), pair)
        })
        .collect();
    let mut found = Vec::new();
    triads::triads(graph, |triad| {
        if triad.is_balanced() {
            return;
        }
        let [a, b, c] = triad.nodes;
        let is_foe = |at: usize| !graph.edges()[triad.edges[at]].is_positive;
        // The state in the middle is not part of the one hostile tie.
        let (why, order) = match triad.positive {
            2 if is_foe(0) => (FRIEND_OF_BOTH, [c, a, b]),
            2 if is_foe(1) => (FRIEND_OF_BOTH, [b, a, c]),
            2 => (FRIEND_OF_BOTH, [a, b, c]),
            _ => (THREE_FOES, [a, b, c]),
        };
        let name = |node: usize| graph.names()[node].as_str();
        let pair = |x: usize, y: usize| of[&(name(x.min(y)), name(x.max(y)))];
        let ties = [(0, 1), (0, 2), (1, 2)].map(|(i, j)| pair(order[i], order[j]));
        found.push(StrangeTriad {
            why,
            states: order.map(|node| name(node).to_owned()),
            n: ties.map(|tie| tie.acts.len()),
            evidence: ties.map(|tie| tie.last.clone()),
        });
    });
    // What rests on most comes first.
    found.sort_by_key(|triad| {
        (triad.why == THREE_FOES, std::cmp::Reverse(triad.n.iter().min().copied()))
    });
    found
}

const FRIEND_OF_BOTH: &str = "friend of both sides of a dispute";
const THREE_FOES: &str = "three foes of one another";

fn hedging(known: &Known, pairs: &[Pair], poles: &[String]) -> Vec<Hedging> {
    let name = |state: usize| known.states[state].as_str();
    let mut states = BTreeMap::<&str, Hedging>::new();
    for pair in pairs {
        let (a, b) = (name(pair.states.0), name(pair.states.1));
        for (state, pole) in [(a, b), (b, a)] {
            let is_pole = |name: &str| poles.iter().any(|pole| pole == name);
            if !is_pole(pole) || is_pole(state) {
                continue;
            }
            let Standing { cooperation, conflict, .. } = &pair.standing;
            let row = states.entry(state).or_insert_with(|| Hedging {
                state: state.to_owned(),
                affinity: poles.iter().map(|pole| (pole.clone(), 0.0)).collect(),
                contact: 0,
                effective_poles: None,
                ambivalence: None,
            });
            let affinity = round((cooperation.ratio - conflict.ratio).max(0.0));
            row.affinity.insert(pole.to_owned(), affinity);
            row.contact += pair.acts.len();
        }
    }
    states.into_values().map(with_parts).collect()
}

fn with_parts(mut row: Hedging) -> Hedging {
    let mut affinities: Vec<f64> = row.affinity.values().copied().collect();
    affinities.sort_by(|a, b| b.total_cmp(a));
    let total: f64 = affinities.iter().sum();
    if let Some([first, second]) = affinities.first_chunk::<2>().filter(|_| total > 0.0) {
        row.effective_poles = Some(round(effective_parts(&affinities)));
        row.ambivalence = Some(round(1.0 - (first - second) / (first + second)));
    }
    row
}

fn caveats(known: &Known, pairs: &[Pair], scope: &Scope, breadth: Breadth) -> Vec<String> {
    let least = scope.spec.least_clusters;
    let clusters = |pair: &Pair| {
        let Standing { cooperation, conflict, .. } = &pair.standing;
        [cooperation.clusters, conflict.clusters]
    };
    let is_thin = |pair: &&Pair| clusters(pair).iter().all(|&n| n < least);
    let thin = pairs.iter().filter(is_thin).count();
    let unclear = pairs.iter().filter(|pair| !is_clear(pair.standing.kind)).count();
    let all = pairs.len();
    let mut told = vec![format!(
        "{thin} of {all} pairs with anything between them have fewer than {least} independent \
         sources on either side and get no sign; {} more have an interval across 1 or only one \
         side that is known",
        unclear.saturating_sub(thin)
    )];
    let best = pairs.iter().max_by_key(|pair| clusters(pair).into_iter().max());
    if let Some(pair) = best.filter(|_| unclear == all) {
        let [a, b] = [pair.states.0, pair.states.1].map(|state| &known.states[state]);
        let most = clusters(pair).into_iter().max().unwrap_or(0);
        told.push(format!(
            "the record is too thin for a system: even {a} – {b}, the pair that is told of most, \
             has no more than {most} on one side"
        ));
    }
    let n = known.states.len();
    let possible = n * n.saturating_sub(1) / 2;
    told.push(format!(
        "{} of {possible} pairs of the {n} states and bodies seen have nothing between them; that \
         is no evidence of peace",
        possible.saturating_sub(all)
    ));
    told.extend(breadth.caveat());
    told.push(format!(
        "the record has {} documents in {} clusters from {} known outlets; it is what was \
         reported, not what happened",
        breadth.n_documents, breadth.n_clusters, breadth.n_publishers
    ));
    told
}
