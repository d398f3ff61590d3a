//! The order within layers: fewer crossings. Each layer is sorted by the middle of its neighbours, back and forth (Gansner,
//! Koutsofios, North and Vo, 1993, section 3), from several first orders; then single slots are sifted to where they cross
//! least (Matuszewski, Schönfeld and Molitor, 1999). Cards that stood in an earlier drawing keep their order.

use super::as_float;
use super::crossings::crossings;
use super::layers::Layered;

/// Passes to the left and back at most, from one first order.
const PASSES: usize = 16;
/// So many passes in a row without fewer crossings are enough.
const FRUITLESS: usize = 5;
/// How far a slot is sifted after each pass.
const NEAR: usize = 4;
/// How far it is sifted in the end.
const FAR: usize = 120;
/// Rounds of sifting at most.
const ROUNDS: usize = 6;
/// So many times sorting is tried again from the best order so far.
const RETRIES: usize = 6;
/// So many times without fewer crossings are enough.
const FRUITLESS_RETRIES: usize = 2;
/// So many slots in all may be sorted from shuffled orders: where few stand, luck is cheap.
const SMALL: usize = 4_000;
/// Shuffled orders at most.
const MOST_STARTS: usize = 12;
/// Above so many slots one first order and no retries must do.
const LARGE: usize = 30_000;

/// Sorts the layers and keeps the best order met. `None` if cancelled.
pub(super) fn untangle(layered: &mut Layered, cancelled: &dyn Fn() -> bool) -> Option<()> {
    let mut best = Best::of(layered);
    let is_large = layered.slots.len() > LARGE;
    let mut starts = vec![layered.order.clone()];
    // What was drawn before is the one order to begin with.
    if !is_large && layered.guessed.is_none() {
        starts.push(layered.walked_from_the_left());
        let more = (SMALL / layered.slots.len().max(1)).min(MOST_STARTS);
        starts.extend((1..=more).map(|seed| shuffled(&layered.order, seed)));
    }
    for start in starts {
        layered.order = start;
        sort(layered, &mut best, cancelled)?;
    }
    let mut fruitless = 0;
    for retry in 0..=RETRIES {
        layered.order.clone_from(&best.order);
        if best.crossings == 0 || fruitless == FRUITLESS_RETRIES || (is_large && retry > 0) {
            break;
        }
        if retry > 0 {
            sweep(layered, retry % 2 == 0, retry % 4 >= 2);
        }
        sift_all(layered, FAR, ROUNDS, cancelled)?;
        fruitless = if best.take(layered) { 0 } else { fruitless + 1 };
    }
    layered.order = best.order;
    Some(())
}

/// The layers in an order that looks like chance and is the same every time (splitmix64).
fn shuffled(order: &[Vec<usize>], seed: usize) -> Vec<Vec<usize>> {
    let toss = |slot: usize| {
        let mut bits =
            (slot as u64).wrapping_add((seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    };
    let mut order = order.to_vec();
    for layer in &mut order {
        layer.sort_by_key(|slot| (toss(*slot), *slot));
    }
    order
}

struct Best {
    order: Vec<Vec<usize>>,
    crossings: u64,
}

impl Best {
    fn of(layered: &Layered) -> Self {
        Self {
            order: layered.order.clone(),
            crossings: crossings(layered),
        }
    }

    /// Says whether the present order is better, and takes it then.
    fn take(&mut self, layered: &Layered) -> bool {
        let found = crossings(layered);
        let is_better = found < self.crossings;
        if is_better {
            self.crossings = found;
            self.order.clone_from(&layered.order);
        }
        is_better
    }
}

fn sort(layered: &mut Layered, best: &mut Best, cancelled: &dyn Fn() -> bool) -> Option<()> {
    let mut fruitless = 0;
    for pass in 0..PASSES {
        if best.crossings == 0 || fruitless == FRUITLESS {
            break;
        }
        sweep(layered, pass % 2 == 0, pass % 4 >= 2);
        sift_all(layered, NEAR, 2, cancelled)?;
        fruitless = if best.take(layered) { 0 } else { fruitless + 1 };
    }
    Some(())
}

/// `turn` reverses what pulls alike, so that not every pass ends where the one before it did.
fn sweep(layered: &mut Layered, to_the_left: bool, turn: bool) {
    let mut position: Vec<f64> = places(layered).into_iter().map(as_float).collect();
    let count = layered.order.len();
    for step in 0..count {
        let layer = if to_the_left { count - 1 - step } else { step };
        let neighbours = if to_the_left {
            &layered.right
        } else {
            &layered.left
        };
        let mut keyed: Vec<(f64, usize)> = (layered.order[layer].iter())
            .map(|slot| {
                let own = position[*slot];
                (barycentre(neighbours.of(*slot), &position, own), *slot)
            })
            .collect();
        if turn {
            keyed.reverse();
        }
        // A stable sort: what pulls nowhere or alike keeps its order.
        keyed.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut sorted: Vec<usize> = keyed.into_iter().map(|(_, slot)| slot).collect();
        keep_order(layered, &mut sorted);
        for (at, slot) in sorted.iter().enumerate() {
            position[*slot] = as_float(at);
        }
        layered.order[layer] = sorted;
    }
}

/// Puts what stood in an earlier drawing back into its old order, within the places that such slots have now.
fn keep_order(layered: &Layered, sorted: &mut [usize]) {
    let stood = |slot: usize| layered.slots[slot].before;
    let mut known: Vec<usize> = (sorted.iter().copied())
        .filter(|slot| stood(*slot).is_some())
        .collect();
    known.sort_by(|one, other| layered.compare_before(*one, *other));
    let mut known = known.into_iter();
    for slot in sorted {
        if stood(*slot).is_some() {
            *slot = known.next().unwrap_or(*slot);
        }
    }
}

/// Sifts every slot within its layer, until it helps no more. `None` if cancelled.
fn sift_all(
    layered: &mut Layered,
    distance: usize,
    rounds: usize,
    cancelled: &dyn Fn() -> bool,
) -> Option<()> {
    let mut place = places(layered);
    for _ in 0..rounds {
        let mut helped = false;
        for layer in 0..layered.order.len() {
            if cancelled() {
                return None;
            }
            helped |= sift(layered, layer, &mut place, distance);
        }
        if !helped {
            break;
        }
    }
    Some(())
}

/// The places of a slot's neighbours on the left and on the right, in order.
type Ends = (Vec<usize>, Vec<usize>);

/// Moves every slot of a layer to where it crosses least, at most so far; says whether anything moved.
fn sift(layered: &mut Layered, layer: usize, place: &mut [usize], distance: usize) -> bool {
    let sorted = |neighbours: &[usize]| {
        let mut ends: Vec<usize> = neighbours.iter().map(|slot| place[*slot]).collect();
        ends.sort_unstable();
        ends
    };
    let first = layered.order[layer].clone();
    let ends: Vec<Ends> = (first.iter())
        .map(|slot| {
            (
                sorted(layered.left.of(*slot)),
                sorted(layered.right.of(*slot)),
            )
        })
        .collect();
    let is_known: Vec<bool> = (first.iter())
        .map(|slot| layered.slots[*slot].before.is_some())
        .collect();
    let mut line: Vec<usize> = (0..first.len()).collect();
    let mut at_of = line.clone();
    let mut helped = false;
    for of in 0..first.len() {
        let from = at_of[of];
        let may_pass = |other: usize| !(is_known[of] && is_known[other]);
        let up = line[from.saturating_sub(distance)..from].iter().rev();
        let up = least(&ends, of, up, may_pass, true);
        let until = line
            .len()
            .min(from.saturating_add(distance).saturating_add(1));
        let down = least(&ends, of, line[from + 1..until].iter(), may_pass, false);
        let to = match (up, down) {
            ((gain, steps), (other, _)) if gain < 0 && gain <= other => from - steps,
            (_, (gain, steps)) if gain < 0 => from + steps,
            _ => continue,
        };
        if to < from {
            line[to..=from].rotate_right(1);
        } else {
            line[from..=to].rotate_left(1);
        }
        for at in from.min(to)..=from.max(to) {
            at_of[line[at]] = at;
        }
        helped = true;
    }
    for (at, of) in line.into_iter().enumerate() {
        layered.order[layer][at] = first[of];
        place[first[of]] = at;
    }
    helped
}

/// How many crossings fewer (as a negative number) there can be by passing some of the others, and how many to pass.
fn least<'a>(
    ends: &[Ends],
    of: usize,
    others: impl Iterator<Item = &'a usize>,
    may_pass: impl Fn(usize) -> bool,
    is_up: bool,
) -> (i64, usize) {
    let mut best = (0, 0);
    let mut gain = 0_i64;
    for (passed, other) in (1..).zip(others) {
        if !may_pass(*other) {
            break;
        }
        let change = turning(&ends[*other], &ends[of]);
        gain += if is_up { change } else { -change };
        if gain < best.0 {
            best = (gain, passed);
        }
    }
    best
}

/// How many crossings there are more if the second of two stands above the first instead of below it.
fn turning(first: &Ends, second: &Ends) -> i64 {
    excess(&first.0, &second.0) + excess(&first.1, &second.1)
}

/// Pairs with the second greater, less pairs with the first greater; both are sorted.
fn excess(first: &[usize], second: &[usize]) -> i64 {
    let (mut smaller, mut up_to) = (0, 0);
    let mut sum = 0_i64;
    for end in first {
        while second.get(smaller).is_some_and(|other| other < end) {
            smaller += 1;
        }
        while second.get(up_to).is_some_and(|other| other <= end) {
            up_to += 1;
        }
        // Neither is more than the number of edges.
        sum += i64::try_from(second.len() - up_to).unwrap_or(i64::MAX);
        sum -= i64::try_from(smaller).unwrap_or(i64::MAX);
    }
    sum
}

fn barycentre(neighbours: &[usize], position: &[f64], otherwise: f64) -> f64 {
    if neighbours.is_empty() {
        return otherwise;
    }
    neighbours.iter().map(|slot| position[*slot]).sum::<f64>() / as_float(neighbours.len())
}

/// The place of every slot in its layer.
pub(super) fn places(layered: &Layered) -> Vec<usize> {
    let mut place = vec![0; layered.slots.len()];
    for layer in &layered.order {
        for (at, slot) in layer.iter().enumerate() {
            place[*slot] = at;
        }
    }
    place
}
