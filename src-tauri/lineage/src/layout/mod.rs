//! A layered drawing of a lineage: material on the left, product on the right, edges never behind a card.
//!
//! After Sugiyama, Tagawa and Toda (1981): one edge of every circle turned, layers by the longest way to the right, dummies
//! where an edge passes a layer, fewer crossings by barycentres and sifting, then straight lines by isotonic regression (each
//! layer keeps its order and its distances, and comes as near as it can to where its neighbours pull it). What stood in an
//! earlier drawing keeps its order and, as far as it can, its height. It places boxes; it does not know what they show.
//! Floating point is at home here: these are pixels, not facts.

mod circles;
mod crossings;
mod layers;
mod order;
mod place;

#[cfg(test)]
mod tests;

use trace::SubjectId;

use layers::Layered;

/// A box to be placed.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Box {
    /// What it stands for.
    pub id: SubjectId,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// Room between things.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spacing {
    /// Between two layers, where the edges bend.
    pub between_layers: f64,
    /// Between two boxes of a layer.
    pub between_boxes: f64,
    /// Between an edge that passes a layer and its neighbours there.
    pub beside_edges: f64,
}

/// Where the upper left corner of a box was in an earlier drawing.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Before {
    /// Its left border.
    pub x: f64,
    /// Its upper border.
    pub y: f64,
}

/// A box in its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Placed {
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Its layer, 0 on the left.
    pub layer: usize,
}

/// A drawing: everything lies between 0 and `width` or `height`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layout {
    /// The boxes, in the order in which they came.
    pub boxes: Vec<Placed>,
    /// The ways of the edges, in the order in which they came: from the right border of the one box through every layer
    /// passed to the left border of the other. They bend between layers only: two points of one height are joined by a line, two
    /// of different heights by any curve that stays between the two. Empty for an edge from a box to itself or to no box.
    pub edges: Vec<Vec<(f64, f64)>>,
    /// Whether each edge closes a circle: its way then leads from the left border of the one box to the left, and ends at
    /// the right border of the other.
    pub backwards: Vec<bool>,
    /// The left border of each layer.
    pub layers: Vec<f64>,
    /// The width of the whole.
    pub width: f64,
    /// The height of the whole.
    pub height: f64,
}

/// Places boxes and routes edges between them, given as pairs of indexes into `boxes`.
///
/// The same input gives the same drawing. `None` if `cancelled` said so; it is asked between passes. Edges that name no box
/// are left out.
pub fn layout(
    boxes: &[Box],
    edges: &[(usize, usize)],
    spacing: Spacing,
    cancelled: &dyn Fn() -> bool,
) -> Option<Layout> {
    layout_after(boxes, edges, &[], spacing, cancelled)
}

/// The same for a picture that some of the boxes were in before, at `before` in the order of `boxes`: those that come to stand
/// in one layer keep their order, and their height as far as the others let them.
pub fn layout_after(
    boxes: &[Box],
    edges: &[(usize, usize)],
    before: &[Option<Before>],
    spacing: Spacing,
    cancelled: &dyn Fn() -> bool,
) -> Option<Layout> {
    let mut layered = Layered::new(boxes, edges, before, spacing);
    order::untangle(&mut layered, cancelled)?;
    let heights = place::heights(&layered, spacing, cancelled)?;
    Some(draw(&layered, &heights, boxes, spacing))
}

fn draw(layered: &Layered, centres: &[f64], boxes: &[Box], spacing: Spacing) -> Layout {
    let (lefts, widths) = columns(layered, spacing);
    let placed: Vec<_> = (boxes.iter().enumerate())
        .map(|(at, of)| {
            let layer = layered.slots[at].layer;
            Placed {
                x: lefts[layer],
                y: centres[at] - of.height / 2.0,
                width: of.width,
                height: of.height,
                layer,
            }
        })
        .collect();
    let routes = (layered.ways.iter().zip(&layered.backwards)).map(|(way, back)| {
        let [from, passed @ .., to] = &way[..] else {
            return Vec::new();
        };
        let (first, layer) = (placed[*from], placed[*from].layer);
        let mut points = vec![(first.x + first.width, centres[*from])];
        // Beside wider boxes it goes straight on, and bends only where no box is.
        if first.width < widths[layer] {
            points.push((lefts[layer] + widths[layer], centres[*from]));
        }
        for slot in passed {
            let layer = layered.slots[*slot].layer;
            points.push((lefts[layer], centres[*slot]));
            points.push((lefts[layer] + widths[layer], centres[*slot]));
        }
        points.push((placed[*to].x, centres[*to]));
        if *back {
            points.reverse();
        }
        points
    });
    Layout {
        edges: routes.collect(),
        backwards: layered.backwards.clone(),
        width: lefts
            .last()
            .zip(widths.last())
            .map_or(0.0, |(left, width)| left + width),
        height: bottom(layered, centres),
        layers: lefts,
        boxes: placed,
    }
}

/// The left border and the width of every layer.
fn columns(layered: &Layered, spacing: Spacing) -> (Vec<f64>, Vec<f64>) {
    let widths: Vec<f64> = (layered.order.iter())
        .map(|layer| {
            layer
                .iter()
                .map(|slot| layered.slots[*slot].width)
                .fold(0.0, f64::max)
        })
        .collect();
    let mut left = 0.0;
    let lefts = (widths.iter())
        .map(|width| {
            let here = left;
            left += width + spacing.between_layers;
            here
        })
        .collect();
    (lefts, widths)
}

fn bottom(layered: &Layered, centres: &[f64]) -> f64 {
    (layered.slots.iter().zip(centres))
        .map(|(slot, centre)| centre + slot.height / 2.0)
        .fold(0.0, f64::max)
}

/// A count as a length; no drawing has 2⁵² boxes.
#[allow(clippy::cast_precision_loss)]
fn as_float(count: usize) -> f64 {
    count as f64
}
