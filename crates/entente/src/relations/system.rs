//! The system that all states form: `entente system`.

use std::collections::{BTreeMap, HashMap};

use entente_relate::chance::Chance;
use entente_relate::signed::{self, Effort, SignedEdge, SignedGraph, blocs, triads};
use entente_relate::sources::effective_parts;
use entente_relate::tie::{Act, Kind, Ratio, Spec, Standing};
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
    /// Triads that frustrate, at most a thousand: a friend of both sides of a dispute comes first.
    pub unusual: Vec<StrangeTriad>,
    /// How many there are in all.
    pub n_unusual: usize,
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
    /// Ratio of cooperation and its interval; none where nothing was counted.
    pub cooperation: Option<(f64, Option<[f64; 2]>)>,
    /// Ratio of conflict and its interval, likewise.
    pub conflict: Option<(f64, Option<[f64; 2]>)>,
    /// Acts, or rows of structural tables.
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

/// Work on the balance of a system, which is not to take longer than reading the record: about a
/// second of linear programs. `entente balance` takes more.
const BOUNDED: Effort = Effort {
    programs: 2_000,
    work: 80,
    search: 15_000_000,
    restarts: 20,
    walk: 2_000_000,
    ties: 20_000,
};

/// Unusual triads that are told.
const MOST_UNUSUAL: usize = 1_000;

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
    let balance = measure(&graph, if graph.edges().is_empty() { 0 } else { draws }, BOUNDED);
    let blocs: Vec<usize> = balance.states.iter().map(|state| state.bloc).collect();
    let (interval, sure) = resample(&known, &pairs, &graph, (&blocs, scope.spec.seed), draws);
    let (unusual, n_unusual) = unusual(&known, &pairs, &graph);
    let breadth = known.sources.count(&known.documents);
    Ok(SystemRow {
        schema: SCHEMA,
        as_of: known.as_of.to_string(),
        frustration_range: range(&known, &pairs, &balance),
        frustration_interval: interval,
        draws,
        network: network(&known, &pairs, &graph, &balance, &sure),
        unusual,
        n_unusual,
        hedging: hedging(&known, &pairs, poles),
        caveats: caveats(&known, &pairs, poles, scope, breadth),
        balance,
        breadth,
        kinds,
    })
}

/// All pairs between whom anything passed, with how they stand.
fn pairs(store: &dyn Store, known: &Known, scope: &Scope) -> Result<Vec<Pair>> {
    let states = |act: &Act| (act.actor.min(act.recipient), act.actor.max(act.recipient));
    let acts = known.record.acts.iter().enumerate();
    let mut acts: Vec<((usize, usize), usize)> = acts.map(|(at, act)| (states(act), at)).collect();
    acts.sort_unstable();
    let view = known.record.view(known.as_of, Spec { draws: 0, ..scope.spec });
    let pair = |of_pair: &[((usize, usize), usize)]| {
        let states = of_pair[0].0;
        let acts: Vec<usize> = of_pair.iter().map(|(_, at)| *at).collect();
        let standing = view.tie(states.0, states.1, &acts);
        let last = if is_clear(standing.kind) { last(store, known, &acts)? } else { Vec::new() };
        Ok(Pair { states, acts, standing, last })
    };
    acts.chunk_by(|(one, _), (other, _)| one == other).map(pair).collect()
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
        signed::frustration(&graph(known, pairs, sign), BOUNDED).upper
    };
    if !pairs.iter().any(|pair| pair.standing.kind == Kind::EngagedRivals) {
        return [balance.frustration; 2];
    }
    let all = [balance.frustration, read(1), read(-1)];
    [all.into_iter().min().unwrap_or(0), all.into_iter().max().unwrap_or(0)]
}

/// Draws every tie anew: the interval of the frustration, and how often each state of the graph is
/// with the others of its bloc; none for a state that is alone.
///
/// The frustration of a draw is what local search finds. How likely each sign is follows from the
/// two ratios, so that a draw costs one number a pair.
fn resample(
    known: &Known,
    pairs: &[Pair],
    graph: &SignedGraph,
    (blocs, seed): (&[usize], u64),
    draws: usize,
) -> (Option<[u64; 2]>, Vec<Option<f64>>) {
    let n = graph.names().len();
    if draws == 0 || n == 0 {
        return (None, vec![None; n]);
    }
    let names: Vec<String> = known.states.iter().map(ToString::to_string).collect();
    let places: Vec<usize> =
        graph.names().iter().filter_map(|name| names.binary_search(name).ok()).collect();
    let likely: Vec<Likely> = pairs.iter().filter_map(Likely::of).collect();
    // Half of the draws on a thread of its own; each has its own seed.
    let (first, other) = (0..draws / 2, draws / 2..draws);
    let run = |range: std::ops::Range<usize>| -> Vec<(u64, Vec<usize>)> {
        let draw = |draw: usize| drawn(&names, &likely, seed.wrapping_add(draw as u64), draws);
        range
            .map(draw)
            .map(|(cost, of)| (cost, places.iter().map(|&at| of[at]).collect()))
            .collect()
    };
    let all = std::thread::scope(|scope| {
        let other = scope.spawn(|| run(other));
        let mut all = run(first);
        all.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        all
    });
    let mut costs: Vec<u64> = all.iter().map(|(cost, _)| *cost).collect();
    costs.sort_unstable();
    let at = |share: f64| costs[((draws as f64 - 1.0) * share).round() as usize];
    let of_draws: Vec<Vec<usize>> = all.into_iter().map(|(_, of)| of).collect();
    (Some([at(0.05), at(0.95)]), blocs::sureness(blocs, &of_draws))
}

/// How likely each sign of a pair is.
struct Likely {
    states: (usize, usize),
    friendly: f64,
    hostile: f64,
}

impl Likely {
    /// None for pairs that can have no sign.
    fn of(pair: &Pair) -> Option<Self> {
        const LEAST: f64 = 1e-6;
        let Standing { cooperation, conflict, .. } = &pair.standing;
        cooperation.interval.and(conflict.interval)?;
        let (plus, minus) = (cooperation.above_one(), conflict.above_one());
        let (friendly, hostile) = (plus * (1.0 - minus), (1.0 - plus) * minus);
        let states = pair.states;
        (friendly + hostile > LEAST).then_some(Self { states, friendly, hostile })
    }
}

/// The frustration and the blocs of one draw.
fn drawn(names: &[String], likely: &[Likely], seed: u64, draws: usize) -> (u64, Vec<usize>) {
    // Nodes looked at in all walks of all draws.
    const WALKS: usize = 400_000_000;
    const RESTARTS: usize = 2;
    let mut chance = Chance::new(seed);
    let tie = |pair: &Likely| {
        let share = chance.share();
        let is_positive = share < pair.friendly;
        let is_tie = share < pair.friendly + pair.hostile;
        is_tie.then_some(SignedEdge { a: pair.states.0, b: pair.states.1, is_positive })
    };
    let edges = likely.iter().filter_map(tie).collect();
    let graph = SignedGraph::of(names.to_vec(), edges);
    let effort = Effort::search_only(RESTARTS, WALKS / draws.max(1) / RESTARTS);
    let cost = signed::frustration(&graph, effort).upper;
    (cost, signed::blocs(&graph, 1, seed).of)
}

fn network(
    known: &Known,
    pairs: &[Pair],
    graph: &SignedGraph,
    balance: &BalanceRow,
    sure: &[Option<f64>],
) -> Network {
    let names = graph.names().iter().zip(&balance.states).zip(sure);
    let state = |((name, state), sure): ((&String, &super::NodeRow), &Option<f64>)| {
        (name.clone(), state.bloc, sure.map(round))
    };
    let states = names.map(state).collect();
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
        Some((round(ratio.ratio), ratio.interval.map(|(low, high)| [round(low), round(high)])))
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

/// The unusual triads that rest on most, and how many there are in all.
fn unusual(known: &Known, pairs: &[Pair], graph: &SignedGraph) -> (Vec<StrangeTriad>, usize) {
    let of: HashMap<(&str, &str), usize> = pairs
        .iter()
        .enumerate()
        .map(|(at, pair)| {
            let (a, b) = pair.states;
            ((known.states[a].as_str(), known.states[b].as_str()), at)
        })
        .collect();
    let name = |node: usize| graph.names()[node].as_str();
    // The pair of each tie, so that nothing is looked up in a triad.
    let of_tie: Vec<usize> =
        graph.edges().iter().map(|edge| of[&(name(edge.a), name(edge.b))]).collect();
    let mut found = Vec::new();
    triads::triads(graph, |triad| {
        if triad.is_balanced() {
            return;
        }
        let [ab, ac, bc] = triad.edges;
        let [a, b, c] = triad.nodes;
        let is_foe = |tie: usize| !graph.edges()[tie].is_positive;
        // The state in the middle is not part of the one hostile tie.
        let (why, order, ties) = match triad.positive {
            2 if is_foe(ab) => (FRIEND_OF_BOTH, [c, a, b], [ac, bc, ab]),
            2 if is_foe(ac) => (FRIEND_OF_BOTH, [b, a, c], [ab, bc, ac]),
            2 => (FRIEND_OF_BOTH, [a, b, c], [ab, ac, bc]),
            _ => (THREE_FOES, [a, b, c], [ab, ac, bc]),
        };
        let n = ties.map(|tie| pairs[of_tie[tie]].acts.len());
        found.push((why, order, ties, n));
    });
    // What rests on most comes first.
    found.sort_by_key(|(why, _, _, n)| {
        (*why == THREE_FOES, std::cmp::Reverse(n.iter().min().copied()))
    });
    let all = found.len();
    let told = found.into_iter().take(MOST_UNUSUAL).map(|(why, order, ties, n)| StrangeTriad {
        why,
        states: order.map(|node| name(node).to_owned()),
        n,
        evidence: ties.map(|tie| pairs[of_tie[tie]].last.clone()),
    });
    (told.collect(), all)
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

fn caveats(
    known: &Known,
    pairs: &[Pair],
    poles: &[String],
    scope: &Scope,
    breadth: Breadth,
) -> Vec<String> {
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
    let silent = poles.iter().filter(|pole| known.state(pole).is_none());
    told.extend(silent.map(|pole| format!("nothing is known of the pole `{pole}`")));
    told.extend(breadth.caveat());
    told.push(format!(
        "the record has {} documents in {} clusters from {} known outlets; it is what was \
         reported, not what happened",
        breadth.n_documents, breadth.n_clusters, breadth.n_publishers
    ));
    told
}
