//! The order within layers: fewer crossings, by sorting each layer by the middle of its neighbours, back and forth, and by
//! swapping neighbours where that helps (Gansner, Koutsofios, North and Vo, 1993, section 3).

use super::as_float;
use super::layers::Layered;

/// Passes to the left and back at most.
const PASSES: usize = 24;
/// So many passes in a row without fewer crossings are enough.
const FRUITLESS: usize = 8;
/// Rounds of swapping after each pass at most.
const SWAPS: usize = 8;

/// Sorts the layers and keeps the best order met. `None` if cancelled.
pub(super) fn untangle(layered: &mut Layered, cancelled: &dyn Fn() -> bool) -> Option<()> {
    let mut best = layered.order.clone();
    let mut fewest = crossings(layered);
    let mut fruitless = 0;
    for pass in 0..PASSES {
        if cancelled() {
            return None;
        }
        if fewest == 0 || fruitless == FRUITLESS {
            break;
        }
        sweep(layered, pass % 2 == 0, pass % 4 >= 2);
        swap(layered, cancelled)?;
        let found = crossings(layered);
        fruitless += 1;
        if found < fewest {
            fewest = found;
            fruitless = 0;
            best.clone_from(&layered.order);
        }
    }
    layered.order = best;
    Some(())
}

/// `turn` reverses what pulls alike, so that not every pass ends where the one before it did.
fn sweep(layered: &mut Layered, to_the_left: bool, turn: bool) {
    let mut position: Vec<f64> = places(layered).into_iter().map(as_float).collect();
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
        if turn {
            keyed.reverse();
        }
        // A stable sort: what pulls nowhere or alike keeps its order.
        keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
        layered.order[layer] = keyed.into_iter().map(|(_, slot)| slot).collect();
        for (at, slot) in layered.order[layer].iter().enumerate() {
            position[*slot] = as_float(at);
        }
    }
}

/// The places of a slot's neighbours on the left and on the right, in order.
type Ends = (Vec<usize>, Vec<usize>);

/// Swaps neighbours in a layer where that makes fewer crossings, until it helps no more. `None` if cancelled.
fn swap(layered: &mut Layered, cancelled: &dyn Fn() -> bool) -> Option<()> {
    let mut place = places(layered);
    for _ in 0..SWAPS {
        if cancelled() {
            return None;
        }
        let mut helped = false;
        for layer in 0..layered.order.len() {
            helped |= swap_in(layered, layer, &mut place);
        }
        if !helped {
            break;
        }
    }
    Some(())
}

fn swap_in(layered: &mut Layered, layer: usize, place: &mut [usize]) -> bool {
    let sorted = |neighbours: &[usize], place: &[usize]| {
        let mut ends: Vec<usize> = neighbours.iter().map(|slot| place[*slot]).collect();
        ends.sort_unstable();
        ends
    };
    let mut ends: Vec<Ends> = (layered.order[layer].iter())
        .map(|slot| {
            let (left, right) = (&layered.left[*slot], &layered.right[*slot]);
            (sorted(left, place), sorted(right, place))
        })
        .collect();
    let mut helped = false;
    for below in 1..ends.len() {
        let above = below - 1;
        if cost(&ends[below], &ends[above]) < cost(&ends[above], &ends[below]) {
            ends.swap(above, below);
            layered.order[layer].swap(above, below);
            helped = true;
        }
    }
    for (at, slot) in layered.order[layer].iter().enumerate() {
        place[*slot] = at;
    }
    helped
}

/// How many links of two neighbours cross with the first above the second.
fn cost(above: &Ends, below: &Ends) -> usize {
    inversions(&above.0, &below.0) + inversions(&above.1, &below.1)
}

/// How many pairs have the first greater than the second; both are sorted.
fn inversions(first: &[usize], second: &[usize]) -> usize {
    let mut smaller = 0;
    (first.iter())
        .map(|end| {
            while second.get(smaller).is_some_and(|other| other < end) {
                smaller += 1;
            }
            smaller
        })
        .sum()
}

fn barycentre(neighbours: &[usize], position: &[f64], otherwise: f64) -> f64 {
    if neighbours.is_empty() {
        return otherwise;
    }
    neighbours.iter().map(|slot| position[*slot]).sum::<f64>() / as_float(neighbours.len())
}

fn places(layered: &Layered) -> Vec<usize> {
    let mut place = vec![0; layered.slots.len()];
    for layer in &layered.order {
        for (at, slot) in layer.iter().enumerate() {
            place[*slot] = at;
        }
    }
    place
}

/// How many pairs of links cross, counted with a Fenwick tree (Barth, Mutzel and Jünger, 2004).
fn crossings(layered: &Layered) -> u64 {
    let place = places(layered);
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
