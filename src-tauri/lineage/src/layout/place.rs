//! How far down each slot stands: as near as its order and distances allow to where its neighbours pull it.

use super::Spacing;
use super::layers::{Layered, Slot};

/// Passes to the left and back that look one way only, to bring things near.
const ROUGH_PASSES: usize = 12;
/// Passes that look both ways, to straighten.
const FINE_PASSES: usize = 28;
/// How hard a box pulls to where it stood in the drawing before.
const STEADY: f64 = 24.0;
/// How much harder a link pulls straight that is the only one at both its ends, or within an edge that passes layers.
const STRAIGHT: f64 = 8.0;

/// The centre of every slot, from 0 down. `None` if cancelled.
pub(super) fn heights(
    layered: &Layered,
    spacing: Spacing,
    cancelled: &dyn Fn() -> bool,
) -> Option<Vec<f64>> {
    let mut centres = (layered.guessed.clone()).unwrap_or_else(|| stacked(layered, spacing));
    for pass in 0..ROUGH_PASSES + FINE_PASSES {
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

/// Where a slot's neighbours pull it, and how hard.
fn pull(layered: &Layered, slot: usize, pass: usize, centres: &[f64]) -> (f64, f64) {
    let both_ways = pass >= ROUGH_PASSES;
    let mut sum = 0.0;
    let mut weight = 0.0;
    let mut add = |other: usize, of: f64| {
        sum += centres[other] * of;
        weight += of;
    };
    if both_ways || !pass.is_multiple_of(2) {
        for left in layered.left.of(slot) {
            add(*left, strength(layered, *left, slot));
        }
    }
    if both_ways || pass.is_multiple_of(2) {
        for right in layered.right.of(slot) {
            add(*right, strength(layered, slot, *right));
        }
    }
    if let Some(before) = layered.slots[slot].before {
        sum += before * STEADY;
        weight += STEADY;
    }
    if weight > 0.0 {
        (sum / weight, weight)
    } else {
        (centres[slot], 0.1)
    }
}

/// How hard a link pulls straight.
fn strength(layered: &Layered, from: usize, to: usize) -> f64 {
    let is_chain = layered.right.of(from).len() == 1 && layered.left.of(to).len() == 1;
    if is_chain { STRAIGHT } else { 1.0 }
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
