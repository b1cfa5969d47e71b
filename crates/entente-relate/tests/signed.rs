//! Properties of signed graphs, against brute force and under changes that must not matter.

use entente_relate::chance::Chance;
use entente_relate::signed::{Effort, SignedGraph, blocs, frustration, triads};

/// A random graph: nodes, and ties with a chance each.
fn graph(chance: &mut Chance, n: usize, density: f64) -> Vec<(String, String, i64)> {
    let mut ties = Vec::new();
    for a in 0..n {
        for b in a + 1..n {
            if chance.share() < density {
                let sign = if chance.share() < 0.5 { 1 } else { -1 };
                ties.push((format!("s{a:02}"), format!("s{b:02}"), sign));
            }
        }
    }
    ties
}

fn build(ties: &[(String, String, i64)]) -> SignedGraph {
    SignedGraph::new(ties.iter().map(|(a, b, sign)| (a.as_str(), b.as_str(), *sign)))
}

/// The least frustration over every split.
fn brute(graph: &SignedGraph) -> u64 {
    let n = graph.names().len();
    let cost = |split: u32| {
        let side = |node: usize| split >> node & 1;
        let against =
            |e: &&entente_relate::signed::SignedEdge| (side(e.a) == side(e.b)) != e.is_positive;
        graph.edges().iter().filter(against).count() as u64
    };
    (0..1 << n.saturating_sub(1)).map(cost).min().unwrap_or(0)
}

#[test]
fn frustration_is_what_trying_every_split_gives() {
    let mut chance = Chance::new(11);
    for round in 0..300 {
        let n = 3 + chance.below(9);
        let density = [0.25, 0.5, 0.9][round % 3];
        let graph = build(&graph(&mut chance, n, density));
        let found = frustration(&graph, Effort::default());
        assert_eq!((found.lower, found.upper), (brute(&graph), brute(&graph)), "{graph:?}");
        assert_eq!(found.frustrated(&graph).len() as u64, found.upper);
    }
}

#[test]
fn larger_dense_graphs_are_proved_with_cuts_alone() {
    let mut chance = Chance::new(12);
    for _ in 0..8 {
        let graph = build(&graph(&mut chance, 17, 0.8));
        let found = frustration(&graph, Effort { restarts: 1, ..Effort::default() });
        assert_eq!((found.lower, found.upper), (brute(&graph), brute(&graph)));
    }
}

#[test]
fn bounds_hold_when_the_work_is_cut_short() {
    let mut chance = Chance::new(13);
    for _ in 0..20 {
        let graph = build(&graph(&mut chance, 14, 0.7));
        let least = Effort { programs: 1, restarts: 1, ..Effort::default() };
        let found = frustration(&graph, least);
        assert!(found.lower <= brute(&graph) && brute(&graph) <= found.upper);
    }
}

#[test]
fn cycles_without_a_common_tie_bound_where_no_program_may_run() {
    let mut chance = Chance::new(17);
    let mut sum = 0;
    for _ in 0..20 {
        let graph = build(&graph(&mut chance, 14, 0.7));
        let found = frustration(&graph, Effort { ties: 0, ..Effort::default() });
        let least = brute(&graph);
        assert_eq!(found.programs, 0);
        assert!(found.lower <= least && least <= found.upper);
        // Half of it at least: the cycles of the packing have three ties, or a few more.
        assert!(2 * found.lower >= least, "{} of {least}", found.lower);
        sum += found.lower;
    }
    assert!(sum > 0);
}

#[test]
fn hard_networks_end_with_bounds() {
    let mut chance = Chance::new(18);
    // Everyone is tied to everyone, by chance: far beyond what can be proved.
    let complete = build(&graph(&mut chance, 40, 1.0));
    let dense = build(&graph(&mut chance, 100, 0.4));
    for (graph, least) in [(complete, 230), (dense, 500)] {
        let effort = Effort { work: 300, ..Effort::default() };
        let found = frustration(&graph, effort);
        assert!(found.programs < 20, "{}", found.programs);
        assert!(least <= found.lower && found.lower < found.upper, "{found:?}");
        assert_eq!(found.frustrated(&graph).len() as u64, found.upper);
        assert_eq!(frustration(&graph, effort), found);
    }
}

#[test]
fn turning_a_cut_keeps_the_frustration() {
    let mut chance = Chance::new(14);
    for _ in 0..40 {
        let graph = build(&graph(&mut chance, 30, 0.25));
        let side: Vec<bool> = graph.names().iter().map(|_| chance.share() < 0.5).collect();
        let turned = graph.with_signs(|_, e| e.is_positive == (side[e.a] == side[e.b]));
        let effort = Effort::default();
        assert_eq!(frustration(&graph, effort).upper, frustration(&turned, effort).upper);
        // A triangle has none or two of its sides in a cut, so its balance stays.
        assert_eq!(triads::count(&graph).strong(), triads::count(&turned).strong());
    }
}

#[test]
fn names_do_not_matter() {
    let mut chance = Chance::new(15);
    for _ in 0..40 {
        let ties = graph(&mut chance, 24, 0.3);
        let mut names: Vec<usize> = (0..24).collect();
        chance.shuffle(&mut names);
        let rename =
            |name: &String| format!("x{:02}", names[name[1..].parse::<usize>().expect("n")]);
        let renamed: Vec<_> = ties.iter().map(|(a, b, s)| (rename(a), rename(b), *s)).collect();
        let (one, other) = (build(&ties), build(&renamed));
        let effort = Effort::default();
        assert_eq!(frustration(&one, effort).upper, frustration(&other, effort).upper);
        assert_eq!(triads::count(&one), triads::count(&other));
    }
}

#[test]
fn a_split_is_never_better_than_any_number_of_blocs() {
    let mut chance = Chance::new(16);
    for _ in 0..20 {
        let graph = build(&graph(&mut chance, 10, 0.5));
        let mut found = blocs(&graph, 10, 2);
        blocs::prove(&graph, &mut found);
        assert!(found.disagreements <= frustration(&graph, Effort::default()).upper);
        assert!(found.is_exact);
        assert_eq!(blocs::disagreements(&graph, &found.of), found.disagreements);
    }
}

#[test]
fn ties_without_a_graph_are_no_trouble() {
    let none = SignedGraph::default();
    let found = frustration(&none, Effort::default());
    assert_eq!((found.lower, found.upper, found.sides.len()), (0, 0, 0));
    assert_eq!(blocs(&none, 3, 1).len(), 0);
    let one = SignedGraph::new([("a", "b", -1)]);
    assert_eq!(frustration(&one, Effort::default()).sides, [true, false]);
}

#[test]
fn search_alone_gives_a_split_and_solves_nothing() {
    let mut chance = Chance::new(19);
    for _ in 0..20 {
        let graph = build(&graph(&mut chance, 14, 0.7));
        let found = frustration(&graph, Effort::search_only(2, 100_000));
        assert_eq!(found.programs, 0);
        assert!(found.lower <= brute(&graph) && brute(&graph) <= found.upper);
        assert_eq!(found.frustrated(&graph).len() as u64, found.upper);
    }
}

#[test]
fn a_bloc_is_as_sure_as_its_nodes_are_together() {
    let of = [0, 0, 0, 1, 2, 2];
    let draws = [vec![0, 0, 1, 1, 2, 2], vec![0, 1, 1, 2, 3, 4], vec![0, 0, 0, 0, 0, 0]];
    let together = blocs::together(of.len(), &draws);
    let mates = |at: usize| (0..of.len()).filter(move |&mate| mate != at && of[mate] == of[at]);
    for (at, sure) in blocs::sureness(&of, &draws).into_iter().enumerate() {
        let shares: Vec<f64> = mates(at).map(|mate| together[at][mate]).collect();
        match sure {
            None => assert!(shares.is_empty()),
            Some(sure) => {
                let mean = shares.iter().sum::<f64>() / shares.len() as f64;
                assert!((sure - mean).abs() < 1e-12, "{at}: {sure}, {mean}");
            }
        }
    }
}
