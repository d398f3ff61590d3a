//! How many pairs of links cross, counted with an accumulator tree (Barth, Mutzel and Jünger, 2004).

use super::layers::Layered;
use super::order::places;

/// Between all neighbouring layers.
pub(super) fn crossings(layered: &Layered) -> u64 {
    let place = places(layered);
    (layered.order.windows(2))
        .map(|pair| between(layered, &pair[0], pair[1].len(), &place))
        .sum()
}

fn between(layered: &Layered, layer: &[usize], next: usize, place: &[usize]) -> u64 {
    let mut tree = vec![0_u64; next + 1];
    let mut total = 0;
    let mut seen = 0;
    let mut ends: Vec<usize> = Vec::new();
    for slot in layer {
        ends.clear();
        ends.extend(layered.right.of(*slot).iter().map(|to| place[*to]));
        ends.sort_unstable();
        for end in &ends {
            total += seen - up_to(&tree, *end);
        }
        for end in &ends {
            add(&mut tree, *end);
            seen += 1;
        }
    }
    total
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
