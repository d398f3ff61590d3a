//! How far down each slot stands: as near as its order and distances allow to where its neighbours pull it.

use super::layers::{Layered, Slot};
use super::{Spacing, as_float};

/// Passes to the left and back.
const PASSES: usize = 16;
/// How much harder an edge pulls straight than a box pulls towards its neighbours.
const EDGE_WEIGHT: f64 = 4.0;

/// The centre of every slot, from 0 down. `None` if cancelled.
pub(super) fn heights(
    layered: &Layered,
    spacing: Spacing,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<f64>> {
    let mut centres = stacked(layered, spacing);
    for pass in 0..PASSES {
        if cancelled() {
            return None;
        }
        let count = layered.order.len();
        for step in 0..count {
            let layer = if pass % 2 == 0 {
                count - 1 - step
            } else {
                step
            };
            settle(layered, layer, pass, spacing, &mut centres);
        }
    }
    shift_to_zero(layered, &mut centres);
    Some(centres)
}

/// Every layer stacked from the top.
fn stacked(layered: &Layered, spacing: Spacing) -> Vec<f64> {
    let mut centres = vec![0.0; layered.slots.len()];
    for layer in &layered.order {
        for (slot, offset) in layer.iter().zip(offsets(layered, layer, spacing)) {
            centres[*slot] = offset;
        }
    }
    centres
}

/// The least distance of each slot's centre from that of the first in its layer.
fn offsets(layered: &Layered, layer: &[usize], spacing: Spacing) -> Vec<f64> {
    let mut offset = 0.0;
    let mut before: Option<&Slot> = None;
    (layer.iter())
        .map(|slot| {
            let slot = &layered.slots[*slot];
            if let Some(before) = before {
                let gap = if before.is_dummy || slot.is_dummy {
                    spacing.beside_edges
                } else {
                    spacing.between_boxes
                };
                offset += before.height / 2.0 + gap + slot.height / 2.0;
            }
            before = Some(slot);
            offset
        })
        .collect()
}

fn settle(layered: &Layered, layer: usize, pass: usize, spacing: Spacing, centres: &mut [f64]) {
    let slots = &layered.order[layer];
    let offsets = offsets(layered, slots, spacing);
    let wanted: Vec<(f64, f64)> = (slots.iter().zip(&offsets))
        .map(|(slot, offset)| {
            let (pull, weight) = pull(layered, *slot, pass, centres);
            (pull - offset, weight)
        })
        .collect();
    for ((slot, offset), base) in slots.iter().zip(&offsets).zip(isotonic(&wanted)) {
        centres[*slot] = base + offset;
    }
}

/// Where a slot's neighbours pull it, and how hard. The last passes look both ways.
fn pull(layered: &Layered, slot: usize, pass: usize, centres: &[f64]) -> (f64, f64) {
    let (left, right) = (&layered.left[slot], &layered.right[slot]);
    let both_ways = pass + 4 >= PASSES;
    let neighbours: Vec<usize> = match (both_ways, pass.is_multiple_of(2)) {
        (true, _) => left.iter().chain(right).copied().collect(),
        (false, true) => right.clone(),
        (false, false) => left.clone(),
    };
    if neighbours.is_empty() {
        return (centres[slot], 0.1);
    }
    let weight = if layered.slots[slot].is_dummy {
        EDGE_WEIGHT
    } else {
        1.0
    };
    let sum: f64 = neighbours.iter().map(|of| centres[*of]).sum();
    (sum / as_float(neighbours.len()), weight)
}

/// The non-decreasing numbers nearest to the wanted ones, by weighted least squares (pool adjacent violators).
fn isotonic(wanted: &[(f64, f64)]) -> Vec<f64> {
    // Pools of neighbours that share one number: weighted mean, weight, members.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wanted.len());
    for (value, weight) in wanted {
        let mut pool = (*value, *weight, 1);
        while let Some(before) = pools.pop_if(|before| before.0 > pool.0) {
            let weight = before.1 + pool.1;
            pool = (
                (before.0 * before.1 + pool.0 * pool.1) / weight,
                weight,
                before.2 + pool.2,
            );
        }
        pools.push(pool);
    }
    (pools.iter())
        .flat_map(|(value, _, members)| std::iter::repeat_n(*value, *members))
        .collect()
}

fn shift_to_zero(layered: &Layered, centres: &mut [f64]) {
    let top = (layered.slots.iter().zip(centres.iter()))
        .map(|(slot, centre)| centre - slot.height / 2.0)
        .fold(f64::INFINITY, f64::min);
    if top.is_finite() {
        for centre in centres {
            *centre -= top;
        }
    }
}
