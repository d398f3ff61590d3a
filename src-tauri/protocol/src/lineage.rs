//! The lineage of an asset as the backend laid it out.
//!
//! Lengths are in CSS pixels at 100 %. The origin is at the top left, layers go from left (material) to right
//! (product), and every card and every edge lies between 0 and `width` or `height`.

use serde::{Deserialize, Serialize};

use crate::{Amount, AssetKind, Assurance, Chip, FindingMark};

/// Which way to look from an asset.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// What it came from.
    #[default]
    Up,
    /// What became of it.
    Down,
    /// Both.
    Both,
}

/// Which lineage to draw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineageQuery {
    /// The asset to look from.
    pub epc: String,
    /// Which way.
    pub direction: Direction,
    /// How many steps at most; `None` for all.
    pub depth: Option<u32>,
    /// As known at this block; `None` for the newest.
    #[serde(default)]
    pub as_of: Option<u64>,
}

/// A lineage, laid out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineageView {
    /// The asset it looks from.
    pub focus: String,
    /// The cards.
    pub nodes: Vec<LineageNode>,
    /// What joins them.
    pub edges: Vec<LineageEdge>,
    /// The width of the whole drawing.
    pub width: f64,
    /// The height of the whole drawing.
    pub height: f64,
    /// The left border of each layer, from the leftmost; the window writes a heading over each.
    pub layers: Vec<f64>,
}

/// One asset as a card.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineageNode {
    /// Its canonical name.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// How much was made.
    pub quantity: Amount,
    /// Where it was made, in a word; hostile text.
    pub place: String,
    /// Claims and figures, at most three.
    pub chips: Vec<Chip>,
    /// How well it is proven.
    pub assurance: Assurance,
    /// What is wrong with it, if anything.
    pub findings: Option<FindingMark>,
    /// Steps from the focus: negative towards the origin, positive towards use.
    pub step: i32,
    /// Index into `layers`.
    pub layer: u32,
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// How many inputs are not drawn because of the depth.
    pub hidden_up: u32,
    /// How many outputs are not drawn because of the depth.
    pub hidden_down: u32,
}

/// What joins two assets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EdgeKind {
    /// The one was used up to make the other.
    Transformed,
    /// The one was put into the other.
    Packed,
}

/// Matter that went from one asset into another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineageEdge {
    /// Index into `nodes`: where it came from.
    pub from: u32,
    /// Index into `nodes`: what it went into.
    pub to: u32,
    /// Used up or packed.
    pub kind: EdgeKind,
    /// How much went in; `None` where it was not recorded.
    pub amount: Option<Amount>,
    /// Its share of the mass that went into `to`, between 0 and 1; `None` where no mass is known.
    pub share: Option<f64>,
    /// Where the edge passes, from the right border of `from` to the left border of `to`, with a point before and one
    /// behind every card that it must go round. The window draws a smooth line through them.
    pub points: Vec<[f64; 2]>,
}

/// How much happened in a stretch of the chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActivityBin {
    /// Its last block.
    pub until_block: u64,
    /// The time of its last event or, in an empty stretch, of the last event before, seconds since 1970.
    pub at_unix: i64,
    /// How many events it holds.
    pub events: u32,
}
