//! Edges that close circles. A lineage has none, but what hostile events say may: one edge of each circle is then drawn
//! against the flow and said to be.

use petgraph::algo::{greedy_feedback_arc_set, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};

/// Which edges to turn, so that no circle is left; few, and none that lies on no circle.
pub(super) fn backwards(count: usize, edges: &[(usize, usize)]) -> Vec<bool> {
    let mut turned = vec![false; edges.len()];
    let mut graph: DiGraph<(), usize> = DiGraph::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for (at, (from, to)) in edges.iter().enumerate() {
        if from != to && *from < count && *to < count {
            graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), at);
        }
    }
    // Not Tarjan's way, which petgraph goes by recursion: lineages are deeper than stacks.
    let circles = kosaraju_scc(&graph);
    if circles.len() == count {
        return turned;
    }
    let mut circle_of = vec![0; count];
    for (circle, nodes) in circles.iter().enumerate() {
        for node in nodes {
            circle_of[node.index()] = circle;
        }
    }
    graph.retain_edges(|graph, edge| {
        (graph.edge_endpoints(edge))
            .is_some_and(|(from, to)| circle_of[from.index()] == circle_of[to.index()])
    });
    for edge in greedy_feedback_arc_set(&graph) {
        turned[*edge.weight()] = true;
    }
    turned
}
