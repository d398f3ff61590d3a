//! Which edges belong to the selected card: all that lead from it to the focus, and all that it came from.

use std::collections::BTreeSet;

use protocol::LineageEdge;

/// The indices of the edges to draw in the brand colour: everything upstream of the selection, and every way between the
/// selection and the focus, whichever of them comes first. None for the focus itself: all would be, and tell nothing.
pub(crate) fn to_selection(edges: &[LineageEdge], focus: u32, selected: u32) -> BTreeSet<usize> {
    if selected == focus {
        return BTreeSet::new();
    }
    let up = Ways::new(edges, |edge| (edge.to, edge.from));
    let down = Ways::new(edges, |edge| (edge.from, edge.to));
    let above_selection = up.follow(selected);
    let below_selection = down.follow(selected);
    let mut path = above_selection.clone();
    path.extend(up.follow(focus).intersection(&below_selection));
    path.extend(down.follow(focus).intersection(&above_selection));
    path
}

/// The edges by the node at their near end, so that a walk looks at each edge once.
struct Ways {
    /// Near end, far end and index of each edge, by near end.
    sorted: Vec<(u32, u32, usize)>,
}

impl Ways {
    fn new(edges: &[LineageEdge], ends: impl Fn(&LineageEdge) -> (u32, u32)) -> Self {
        let mut sorted: Vec<_> = edges
            .iter()
            .enumerate()
            .map(|(index, edge)| {
                let (near, far) = ends(edge);
                (near, far, index)
            })
            .collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// Every edge that can be reached from a node.
    fn follow(&self, start: u32) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            let first = self.sorted.partition_point(|(near, _, _)| *near < node);
            let here = self.sorted[first..]
                .iter()
                .take_while(|(near, _, _)| *near == node);
            for (_, far, index) in here {
                found.insert(*index);
                if seen.insert(*far) {
                    open.push(*far);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use protocol::EdgeKind;

    use super::*;

    /// ore 0 → ingot 2 ← dross 1; ingot → paste 3 → gateway 5 ← enclosure 4.
    fn edges() -> Vec<LineageEdge> {
        [(0, 2), (1, 2), (2, 3), (3, 5), (4, 5)]
            .map(|(from, to)| LineageEdge {
                from,
                to,
                kind: EdgeKind::Transformed,
                amount: None,
                through: 0,
                closes_circle: false,
                pending: false,
                share: None,
                points: Vec::new(),
            })
            .to_vec()
    }

    #[track_caller]
    fn check(focus: u32, selected: u32, expect: &[usize]) {
        let path = to_selection(&edges(), focus, selected);
        assert_eq!(path.into_iter().collect::<Vec<_>>(), expect);
    }

    #[test]
    fn an_input_shows_what_it_came_from_and_the_way_to_the_focus() {
        check(5, 2, &[0, 1, 2, 3]);
        check(5, 4, &[4]);
    }

    #[test]
    fn the_focus_itself_shows_no_way() {
        check(5, 5, &[]);
    }

    #[test]
    fn a_use_of_the_focus_shows_the_way_there() {
        check(0, 3, &[0, 1, 2]);
    }

    #[test]
    fn a_loop_in_a_hostile_record_ends() {
        let mut looped = edges();
        looped.push(LineageEdge {
            from: 5,
            to: 0,
            ..looped[0].clone()
        });
        assert_eq!(to_selection(&looped, 5, 2).len(), 6);
    }
}
