//! Loop: things that were made of, or are packed in, themselves, by whatever way round.
//!
//! The lineage graph leaves out arcs from what did not exist yet, so that walks on it end; here they are all looked at.

use std::collections::BTreeSet;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use trace::{EventKey, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Gap, Register};

/// From what, into what, by which event.
type Arc = (SubjectId, SubjectId, EventKey);

/// The loops, and everything that is in one.
pub(super) fn find(register: &Register) -> (Vec<Finding>, BTreeSet<SubjectId>) {
    if !goes_back(register) {
        return (Vec::new(), BTreeSet::new());
    }
    let ids: Vec<SubjectId> = register.assets().keys().copied().collect();
    let place = |id: &SubjectId| ids.binary_search(id).ok();
    let arcs = arcs(register);
    let mut graph: DiGraph<(), EventKey> = DiGraph::with_capacity(ids.len(), arcs.len());
    for _ in &ids {
        graph.add_node(());
    }
    for (from, to, event) in &arcs {
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), *event);
        }
    }
    let mut all = BTreeSet::new();
    let mut found = Vec::new();
    for circle in kosaraju_scc(&graph) {
        let inside: BTreeSet<NodeIndex> = circle.iter().copied().collect();
        let events: Vec<EventKey> = (circle.iter())
            .flat_map(|node| graph.edges(*node))
            .filter(|edge| inside.contains(&petgraph::visit::EdgeRef::target(edge)))
            .map(|edge| *edge.weight())
            .collect();
        if events.is_empty() {
            continue;
        }
        let assets: Vec<SubjectId> = inside.iter().map(|node| ids[node.index()]).collect();
        all.extend(&assets);
        found.push(Finding {
            severity: Severity::Error,
            subject: assets[0],
            assets,
            events,
            figures: Figures::Loop,
        });
    }
    (found, all)
}

/// Whether anything leads from later to earlier; without that there is no loop to look for.
fn goes_back(register: &Register) -> bool {
    let made = |id: &SubjectId| register.asset(*id).map(|asset| asset.made_by);
    let back = register
        .packings()
        .iter()
        .any(|((parent, child), stay)| stay.micro > 0 && made(parent) <= made(child));
    back || !register.unresolved().is_empty()
}

fn arcs(register: &Register) -> Vec<Arc> {
    let mut arcs = Vec::new();
    for process in register.transformations().values() {
        for input in &process.inputs {
            let outputs = process.outputs.iter();
            arcs.extend(outputs.map(|output| (input.asset, *output, process.event)));
        }
    }
    // What a process would have made anew is not among what it made.
    for gap in register.unresolved() {
        if let Gap::SubjectExists(output) = gap.gap
            && let Some(process) = register.transformations().get(&gap.event)
        {
            let inputs = process.inputs.iter();
            arcs.extend(inputs.map(|input| (input.asset, output, gap.event)));
        }
    }
    for ((parent, child), stay) in register.packings() {
        if stay.micro > 0 {
            arcs.push((*child, *parent, stay.event));
        }
    }
    arcs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Book, id, kg, lot, pallet, tin};

    fn assets(book: &Book) -> Vec<usize> {
        let (found, all) = find(&book.register());
        assert_eq!(
            all.len(),
            found.iter().map(|found| found.assets.len()).sum::<usize>()
        );
        found.iter().map(|found| found.assets.len()).collect()
    }

    #[test]
    fn boxes_in_each_other_are_a_loop_until_one_is_taken_out() {
        let mut book = tin();
        for name in ["one", "two", "three"] {
            book.commission("smelter", pallet(name));
        }
        book.pack("smelter", "one", &[kg("two", 1)]);
        book.pack("smelter", "two", &[kg("three", 1)]);
        assert_eq!(assets(&book), [0_usize; 0]);
        book.pack("smelter", "three", &[kg("one", 1)]);
        assert_eq!(assets(&book), [3]);
        book.unpack("smelter", "three", &[kg("one", 1)]);
        assert_eq!(assets(&book), [0_usize; 0]);
    }

    #[test]
    fn what_is_made_of_itself_is_a_loop() {
        let mut book = tin();
        book.transform("smelter", &[kg("ingot", 10)], &[lot("ingot", 10)]);
        assert_eq!(assets(&book), [1]);
        let mut book = tin();
        book.transform("smelter", &[kg("egg", 1)], &[lot("hen", 1)]);
        book.transform("smelter", &[kg("hen", 1)], &[lot("egg", 1)]);
        assert_eq!(assets(&book), [2]);
        let (found, _) = find(&book.register());
        assert_eq!(found[0].events.len(), 2);
        assert!(found[0].assets.contains(&id("hen")));
    }

    #[test]
    fn a_long_chain_ends() {
        let mut book = tin();
        let name = |number: usize| format!("box-{number}");
        for number in 0..=3_000 {
            book.commission("smelter", pallet(&name(number)));
        }
        for number in 0..3_000 {
            book.pack("smelter", &name(number), &[kg(&name(number + 1), 1)]);
        }
        assert_eq!(assets(&book), [0_usize; 0]);
        book.pack("smelter", &name(3_000), &[kg(&name(0), 1)]);
        assert_eq!(assets(&book), [3_001]);
    }
}
