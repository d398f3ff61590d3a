//! A lineage as plain lists, for scripts and tables: what is in it and what joins it, without a drawing.

use serde::{Deserialize, Serialize};

use crate::{Amount, AssetKind, Assurance, Direction, EdgeKind, Moment};

/// A lineage as plain lists.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrailView {
    /// The canonical name of the asset it looks from.
    pub epc: String,
    /// Which way it looks.
    pub direction: Direction,
    /// The newest block it takes into account.
    pub as_of: u64,
    /// The assets, the one it looks from first, then by distance.
    pub nodes: Vec<TrailNode>,
    /// What joins them.
    pub edges: Vec<TrailEdge>,
}

/// One asset in a trail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrailNode {
    /// Its canonical name.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// How much was made.
    pub quantity: Amount,
    /// Who made it; hostile text.
    pub maker: String,
    /// Where it was made; hostile text.
    pub place: String,
    /// When it was made.
    pub made_on: Moment,
    /// Steps from the first asset: negative towards the origin, positive towards use.
    pub depth: i32,
    /// How well its making is proven.
    pub assurance: Assurance,
    /// Whether it is not on the ledger yet.
    pub pending: bool,
    /// How many inputs are left out because of the depth.
    pub hidden_up: u32,
    /// How many outputs are left out because of the depth.
    pub hidden_down: u32,
}

/// Matter that went from one asset into another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrailEdge {
    /// The canonical name of what went in.
    pub from: String,
    /// The canonical name of what it went into.
    pub to: String,
    /// Used up or packed.
    pub kind: EdgeKind,
    /// How much went in.
    pub amount: Amount,
    /// Its share of the mass that went into the event, between 0 and 1 as a decimal; `None` where no mass is known, and
    /// where it is pending.
    pub share: Option<String>,
    /// Whether it is not on the ledger yet.
    pub pending: bool,
    /// The block of the event that joined them; `None` where it is pending.
    pub block: Option<u64>,
    /// The log's index in the block.
    pub log_index: Option<u32>,
}
