//! The order within layers: fewer crossings, by sorting each layer by the middle of its neighbours, back and forth.

use super::as_float;
use super::layers::Layered;

/// Passes to the left and back; more hardly change a lineage.
const PASSES: usize = 12;

/// Sorts the layers and keeps the best order met. `None` if cancelled.
pub(super) fn untangle(layered: &mut Layered, cancelled: &dyn Fn() -> bool) -> Option<()> {
    let mut best = layered.order.clone();
    let mut fewest = crossings(layered);
    for pass in 0..PASSES {
        if cancelled() {
            return None;
        }
        if fewest == 0 {
            break;
        }
        sweep(layered, pass % 2 == 0);
        let found = crossings(layered);
        if found < fewest {
            fewest = found;
            best.clone_from(&layered.order);
        }
    }
    layered.order = best;
    Some(())
}

fn sweep(layered: &mut Layered, to_the_left: bool) {
    let mut position = positions(layered);
    let layers: Vec<usize> = if to_the_left {
        (0..layered.order.len()).rev().collect()
    } else {
        (0..layered.order.len()).collect()
    };
    for layer in layers {
        let neighbours = if to_the_left {
            &layered.right
        } else {
            &layered.left
        };
        let mut keyed: Vec<(f64, usize)> = (layered.order[layer].iter())
            .map(|slot| {
                (
                    barycentre(&neighbours[*slot], &position, position[*slot]),
                    *slot,
                )
            })
            .collect();
        // A stable sort: what pulls nowhere or alike stays as it was.
        keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
        layered.order[layer] = keyed.into_iter().map(|(_, slot)| slot).collect();
        for (at, slot) in layered.order[layer].iter().enumerate() {
            position[*slot] = as_float(at);
        }
    }
}

fn barycentre(neighbours: &[usize], position: &[f64], otherwise: f64) -> f64 {
    if neighbours.is_empty() {
        return otherwise;
    }
    neighbours.iter().map(|slot| position[*slot]).sum::<f64>() / as_float(neighbours.len())
}

fn positions(layered: &Layered) -> Vec<f64> {
    let mut position = vec![0.0; layered.slots.len()];
    for layer in &layered.order {
        for (at, slot) in layer.iter().enumerate() {
            position[*slot] = as_float(at);
        }
    }
    position
}

/// How many pairs of links cross, counted with a Fenwick tree (Barth, Mutzel and Jünger, 2004).
fn crossings(layered: &Layered) -> u64 {
    let mut place = vec![0_usize; layered.slots.len()];
    for layer in &layered.order {
        for (at, slot) in layer.iter().enumerate() {
            place[*slot] = at;
        }
    }
    (layered.order.windows(2))
        .map(|pair| {
            let mut tree = vec![0_u64; pair[1].len() + 1];
            let mut total = 0;
            let mut seen = 0;
            for slot in &pair[0] {
                let mut ends: Vec<usize> =
                    layered.right[*slot].iter().map(|to| place[*to]).collect();
                ends.sort_unstable();
                for end in &ends {
                    total += seen - up_to(&tree, *end);
                }
                for end in ends {
                    add(&mut tree, end);
                    seen += 1;
                }
            }
            total
        })
        .sum()
}

/// How many ends so far lie at `place` or above it.
fn up_to(tree: &[u64], place: usize) -> u64 {
    let mut at = place + 1;
    let mut sum = 0;
    while at > 0 {
        sum += tree[at];
        at &= at - 1;
    }
    sum
}

fn add(tree: &mut [u64], place: usize) {
    let mut at = place + 1;
    while at < tree.len() {
        tree[at] += 1;
        at += at & at.wrapping_neg();
    }
}
