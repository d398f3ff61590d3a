//! The lineage cut into sheets: which card stands on which, and which steps lead from one to another. It draws nothing.
//!
//! Columns of sheets hold whole layers, rows are bands of one height. A card belongs to the band that its upper border is in; the
//! sheet has room for it below the band, so that no card is ever cut.

use std::collections::BTreeMap;

use lineage::{Layout, Placed, Spacing};

use crate::model::Figure;

/// A card's width and height, in points.
pub(super) const CARD: (f32, f32) = (116.0, 29.0);
/// Between two layers, in points: room for the names of what lies on other sheets.
pub(super) const GAP: f32 = 98.0;
/// So many layers stand side by side on a sheet.
pub(super) const LAYERS: usize = 3;
/// Above so many cards the lineage is listed and not drawn: nobody lays out so many sheets.
const MOST_CARDS: usize = 800;
/// Above so many steps as well.
const MOST_EDGES: usize = 4_000;
/// Above so many sheets as well.
const MOST_SHEETS: usize = 60;

/// The lineage on sheets.
pub(super) struct Poster {
    pub(super) layout: Layout,
    /// From the material's side to the product's, each column from top to bottom; none is empty.
    pub(super) sheets: Vec<Tile>,
    /// The number of each card, counted from 1 in the order in which one reads the sheets.
    pub(super) numbers: Vec<usize>,
}

/// For each card the numbers of cards on other sheets, by sheet.
pub(super) type Named = BTreeMap<usize, BTreeMap<usize, Vec<usize>>>;

/// One sheet.
#[derive(Default)]
pub(super) struct Tile {
    /// Its column and row on the poster.
    pub(super) at: (usize, usize),
    /// What is taken off the layout's coordinates to get to those of this sheet.
    pub(super) origin: (f64, f64),
    /// The cards on it, as they are read.
    pub(super) cards: Vec<usize>,
    /// The steps that both begin and end on it.
    pub(super) edges: Vec<usize>,
    /// What each card goes into on other sheets, by sheet.
    pub(super) leaving: Named,
    /// What comes into each card from other sheets, by sheet.
    pub(super) arriving: Named,
}

/// Places the lineage on sheets whose bands are so high; `None` where it would be too many of them.
pub(super) fn poster(figure: &Figure, band: f32) -> Option<Poster> {
    if figure.cards.len() > MOST_CARDS || figure.edges.len() > MOST_EDGES {
        return None;
    }
    let layout = placed(figure)?;
    let band = f64::from(band);
    let at = |card: &Placed| (card.layer / LAYERS, whole(card.y / band));
    let mut cards: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, card) in layout.boxes.iter().enumerate() {
        cards.entry(at(card)).or_default().push(index);
    }
    if cards.len() > MOST_SHEETS {
        return None;
    }
    let mut numbers = vec![0; figure.cards.len()];
    let mut sheet_of = vec![0; figure.cards.len()];
    let mut sheets = Vec::new();
    let mut next = 1;
    for ((column, row), mut cards) in cards {
        cards.sort_by(|one, two| {
            let key = |card: usize| (layout.boxes[card].layer, layout.boxes[card].y);
            let ((layer, y), (other_layer, other_y)) = (key(*one), key(*two));
            layer.cmp(&other_layer).then(y.total_cmp(&other_y))
        });
        for card in &cards {
            numbers[*card] = next;
            sheet_of[*card] = sheets.len();
            next += 1;
        }
        let left = layout.layers.get(column * LAYERS).copied().unwrap_or(0.0);
        let above = band * f64::from(u32::try_from(row).unwrap_or(u32::MAX));
        sheets.push(Tile {
            at: (column, row),
            origin: (left, above),
            cards,
            ..Tile::default()
        });
    }
    for (index, edge) in figure.edges.iter().enumerate() {
        let (from, to) = (sheet_of[edge.from], sheet_of[edge.to]);
        if from == to {
            sheets[from].edges.push(index);
            continue;
        }
        let known = |named: &mut Named, card, sheet, other| {
            named
                .entry(card)
                .or_default()
                .entry(sheet)
                .or_default()
                .push(other);
        };
        known(&mut sheets[from].leaving, edge.from, to, numbers[edge.to]);
        known(&mut sheets[to].arriving, edge.to, from, numbers[edge.from]);
    }
    Some(Poster {
        layout,
        sheets,
        numbers,
    })
}

fn placed(figure: &Figure) -> Option<Layout> {
    let boxes: Vec<lineage::Box> = (figure.cards.iter())
        .map(|card| lineage::Box {
            id: card.id,
            width: CARD.0.into(),
            height: CARD.1.into(),
        })
        .collect();
    let edges: Vec<(usize, usize)> = (figure.edges.iter())
        .map(|edge| (edge.from, edge.to))
        .collect();
    let spacing = Spacing {
        between_layers: GAP.into(),
        between_boxes: 8.0,
        beside_edges: 5.0,
    };
    lineage::layout(&boxes, &edges, spacing, &|| false)
}

/// The whole part of a length that is none below zero.
fn whole(length: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a poster can have"
    )]
    {
        length.clamp(0.0, 1e6) as usize
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloy_primitives::B256;
    use trace::{AssetKind, Quantity, SubjectId, Unit};

    use super::*;
    use crate::model::{Card, Edge};

    /// A lineage of layers of so many cards, each made of all of the layer before.
    fn layered(layers: u8, cards: u8) -> Figure {
        let mut figure = Figure::default();
        for index in 0..layers * cards {
            figure.cards.push(Card {
                id: SubjectId(B256::with_last_byte(index)),
                kind: AssetKind::Component,
                name: format!("Part {index}"),
                quantity: Quantity {
                    micro: 1_000_000,
                    unit: Unit::piece(),
                },
                place: String::new(),
                count: 1,
                finding: None,
            });
        }
        let (layers, cards) = (usize::from(layers), usize::from(cards));
        for layer in 1..layers {
            for from in 0..cards {
                for to in 0..cards {
                    figure.edges.push(Edge {
                        from: (layer - 1) * cards + from,
                        to: layer * cards + to,
                        share: None,
                        packing: false,
                    });
                }
            }
        }
        figure
    }

    #[test]
    fn every_card_stands_on_one_sheet_and_every_step_is_drawn_or_named() {
        let figure = layered(7, 12);
        let poster = poster(&figure, 300.0).unwrap();
        assert!(poster.sheets.len() > 3, "{}", poster.sheets.len());
        let mut numbers: Vec<usize> = (poster.sheets.iter())
            .flat_map(|sheet| &sheet.cards)
            .map(|card| poster.numbers[*card])
            .collect();
        assert_eq!(numbers, (1..=84).collect::<Vec<_>>(), "read in their order");
        numbers.dedup();
        assert_eq!(numbers.len(), figure.cards.len());
        let within: usize = poster.sheets.iter().map(|sheet| sheet.edges.len()).sum();
        let named = |of: &dyn Fn(&Tile) -> &Named| {
            let all = poster.sheets.iter().flat_map(|sheet| of(sheet).values());
            all.flat_map(BTreeMap::values).map(Vec::len).sum::<usize>()
        };
        assert_eq!(within + named(&|sheet| &sheet.leaving), figure.edges.len());
        assert_eq!(
            named(&|sheet| &sheet.leaving),
            named(&|sheet| &sheet.arriving)
        );
        for sheet in &poster.sheets {
            for card in &sheet.cards {
                let place = poster.layout.boxes[*card];
                let (x, y) = (place.x - sheet.origin.0, place.y - sheet.origin.1);
                assert!((0.0..700.0).contains(&x) && (0.0..300.0).contains(&y));
            }
        }
    }

    #[test]
    fn what_would_be_hundreds_of_sheets_is_not_laid_out() {
        let mut figure = layered(2, 100);
        assert!(poster(&figure, 300.0).is_none(), "10 000 steps");
        figure.edges.clear();
        let card = figure.cards[0].clone();
        figure.cards.resize(MOST_CARDS + 1, card);
        assert!(poster(&figure, 300.0).is_none());
    }
}
