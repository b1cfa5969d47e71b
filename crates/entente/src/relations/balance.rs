//! The balance of a signed network: triads, frustration, blocs, and what chance would give.

use entente_relate::signed::{self, Effort, SignedGraph, triads};
use serde::Serialize;

use super::Table;
use crate::Result;
use crate::wire::SCHEMA;

/// The balance of one network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BalanceRow {
    /// The version of this shape.
    pub schema: &'static str,
    /// States.
    pub nodes: usize,
    /// Ties.
    pub edges: usize,
    /// Hostile ones.
    pub negative: usize,
    /// Connected parts.
    pub components: usize,
    /// Ties against the best split into two that was found.
    pub frustration: u64,
    /// Whether no split is better.
    pub exact: bool,
    /// What the least frustration lies between.
    pub bounds: [u64; 2],
    /// `1 - 2 L / m`: 1 for a balanced network; none without ties.
    pub normalised: Option<f64>,
    /// Triads by kind.
    pub triads: TriadRow,
    /// Share of balanced triads.
    pub strong: Option<f64>,
    /// The same if three foes of one another count as balanced.
    pub weak: Option<f64>,
    /// Signed over unsigned closed walks; none for very large networks.
    pub walk_balance: Option<f64>,
    /// Least eigenvalue of the signed Laplacian of the largest part.
    pub least_eigenvalue: Option<f64>,
    /// Blocs of any number.
    pub blocs: Faction,
    /// The same ties with their signs dealt out by chance, if asked for.
    pub chance: Option<Chance>,
    /// The states, in order of their names.
    pub states: Vec<NodeRow>,
    /// The ties against the split.
    pub against: Vec<TieStrain>,
    /// All ties, in order of their states.
    pub ties: Vec<TieStrain>,
}

/// How many triads there are of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TriadRow {
    /// Three friends.
    #[serde(rename = "+++")]
    pub friends: u64,
    /// A friend of two foes.
    #[serde(rename = "++-")]
    pub friend_of_foes: u64,
    /// Two friends with one foe.
    #[serde(rename = "+--")]
    pub common_foe: u64,
    /// Three foes.
    #[serde(rename = "---")]
    pub foes: u64,
}

/// The partition into any number of blocs with the fewest disagreements that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Faction {
    /// Blocs, those of one state included.
    pub n: usize,
    /// Foes within blocs and friends between them.
    pub disagreements: u64,
    /// Whether fewer are impossible.
    pub exact: bool,
}

/// The frustration of sign shuffles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Chance {
    /// Shuffles.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// Mean frustration, by local search.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Standard deviations from there to the network's own.
    pub z: Option<f64>,
}

/// A state in the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NodeRow {
    /// Its name.
    pub name: String,
    /// Its side in the split; the first state of each connected part is on side 1.
    pub side: u8,
    /// Its bloc.
    pub bloc: usize,
    /// The triads it is part of.
    #[serde(flatten)]
    pub strain: Strain,
}

/// A tie of the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TieStrain {
    /// One state.
    pub a: String,
    /// The other.
    pub b: String,
    /// 1 if they are friends, -1 if foes.
    pub sign: i8,
    /// Whether it is against the split: friends on two sides, foes on one.
    pub frustrated: bool,
    /// The triads through it.
    #[serde(flatten)]
    pub strain: Strain,
}

/// The triads that a state or a tie is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Strain {
    /// All of them.
    pub triads: u64,
    /// Those that are not balanced: `++-` and `---` (Heider).
    pub unbalanced: u64,
    /// Those that are not even if three foes count as balanced: `++-` (Davis).
    pub weakly_unbalanced: u64,
}

impl Strain {
    fn count(&mut self, triad: &triads::Triad) {
        self.triads += 1;
        self.unbalanced += u64::from(!triad.is_balanced());
        self.weakly_unbalanced += u64::from(!triad.is_weakly_balanced());
    }
}

/// Seed of all draws of this page.
const SEED: u64 = 1;
/// Ties beyond which the search for blocs starts fewer times.
const LARGE: usize = 5_000;

/// Measures a table of ties: columns `a`, `b`, and `sign`, of which only the sign counts.
///
/// Ties given in both directions are summed. `draws` sign shuffles are made, or none.
///
/// # Errors
///
/// [`crate::ErrorKind::Input`] for a missing column or a sign that is no number.
pub fn balance(table: &Table, draws: usize) -> Result<BalanceRow> {
    let (a, b, sign) = (table.column("a")?, table.column("b")?, table.column("sign")?);
    let mut ties = Vec::new();
    for row in table.rows() {
        // Weights are summed as whole thousandths, so that their order cannot matter.
        let weight = row.number(sign)?.unwrap_or(0.0) * 1e3;
        ties.push((row.text(a), row.text(b), weight.round().clamp(-1e12, 1e12) as i64));
    }
    Ok(measure(&SignedGraph::new(ties), draws, Effort::default()))
}

/// Measures a signed graph.
pub(crate) fn measure(graph: &SignedGraph, draws: usize, effort: Effort) -> BalanceRow {
    let found = signed::frustration(graph, effort);
    let counts = triads::count(graph);
    let walks = signed::walks(graph);
    let restarts = if graph.edges().len() > LARGE { 1 } else { 10 };
    let mut blocs = signed::blocs(graph, restarts, SEED);
    signed::blocs::prove(graph, &mut blocs);
    let m = graph.edges().len();
    let [foes, common_foe, friend_of_foes, friends] = counts.by_positive;
    let (states, through) = strains(graph);
    let ties = ties(graph, &found.frustrated(graph), &through);
    BalanceRow {
        schema: SCHEMA,
        nodes: graph.names().len(),
        edges: m,
        negative: graph.edges().iter().filter(|edge| !edge.is_positive).count(),
        components: graph.components().iter().max().map_or(0, |last| last + 1),
        frustration: found.upper,
        exact: found.is_exact(),
        bounds: [found.lower, found.upper],
        normalised: (m > 0).then(|| 1.0 - 2.0 * found.upper as f64 / m as f64),
        triads: TriadRow { friends, friend_of_foes, common_foe, foes },
        strong: counts.strong(),
        weak: counts.weak(),
        walk_balance: walks.map(|w| w.balance),
        least_eigenvalue: walks.map(|w| w.least),
        blocs: Faction {
            n: blocs.len(),
            disagreements: blocs.disagreements,
            exact: blocs.is_exact,
        },
        chance: (draws > 0 && m > 0).then(|| chance(graph, draws, found.upper)),
        states: nodes(graph, &found.sides, &blocs.of, &states),
        against: ties.iter().filter(|tie| tie.frustrated).cloned().collect(),
        ties,
    }
}

fn chance(graph: &SignedGraph, draws: usize, frustration: u64) -> Chance {
    let dealt = signed::shuffles(graph, draws, SEED);
    let (mean, sd) = dealt.frustration;
    Chance { draws: dealt.draws, seed: SEED, mean, sd, z: dealt.z(frustration) }
}

/// The triads of each state and through each tie.
fn strains(graph: &SignedGraph) -> (Vec<Strain>, Vec<Strain>) {
    let mut states = vec![Strain::default(); graph.names().len()];
    let mut ties = vec![Strain::default(); graph.edges().len()];
    triads::triads(graph, |triad| {
        triad.nodes.iter().for_each(|&node| states[node].count(&triad));
        triad.edges.iter().for_each(|&edge| ties[edge].count(&triad));
    });
    (states, ties)
}

fn nodes(graph: &SignedGraph, sides: &[bool], blocs: &[usize], strains: &[Strain]) -> Vec<NodeRow> {
    let row = |(at, name): (usize, &String)| NodeRow {
        name: name.clone(),
        side: if sides[at] { 1 } else { 2 },
        bloc: blocs[at] + 1,
        strain: strains[at],
    };
    graph.names().iter().enumerate().map(row).collect()
}

fn ties(graph: &SignedGraph, frustrated: &[usize], strains: &[Strain]) -> Vec<TieStrain> {
    let name = |node: usize| graph.names()[node].clone();
    let mut rows: Vec<TieStrain> = graph
        .edges()
        .iter()
        .zip(strains)
        .map(|(edge, &strain)| TieStrain {
            a: name(edge.a),
            b: name(edge.b),
            sign: if edge.is_positive { 1 } else { -1 },
            frustrated: false,
            strain,
        })
        .collect();
    frustrated.iter().for_each(|&at| rows[at].frustrated = true);
    rows
}
