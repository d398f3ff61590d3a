//! The lineage of an asset as the backend laid it out.
//!
//! Lengths are in CSS pixels at 100 %. The origin is at the top left, layers go from left (material) to right
//! (product), and every card and every edge lies between 0 and `width` or `height`.

use serde::{Deserialize, Serialize};

use crate::{Amount, AssetKind, Assurance, Chip, ChipKind, FindingMark, Moment};

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
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
    /// Beyond the depth: assets whose neighbours are drawn too.
    #[serde(default)]
    pub expanded: Vec<Hop>,
    /// Within the depth: assets whose neighbours are left out.
    #[serde(default)]
    pub collapsed: Vec<Hop>,
    /// Whether like siblings are drawn as one card.
    #[serde(default)]
    pub grouped: bool,
    /// How many members of a group are drawn as cards of their own, by its [`GroupView::key`].
    #[serde(default)]
    pub opened: Vec<(String, u32)>,
    /// What is drawn of it.
    #[serde(default)]
    pub filter: LineageFilter,
    /// Only what lies on the ways from one asset to another.
    #[serde(default)]
    pub path: Option<LineagePath>,
    /// Where the cards of the last drawing were, so that they stay in order; none for a drawing from scratch.
    #[serde(default)]
    pub before: Vec<Spot>,
}

/// Where a card was.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Spot {
    /// The asset, or what names the group.
    pub epc: String,
    /// Whether it was a group.
    pub is_group: bool,
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
}

/// One step from an asset.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    /// The asset.
    pub epc: String,
    /// Towards what it was made from, and not towards what it became.
    pub up: bool,
}

/// From one asset to another, by their canonical names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineagePath {
    /// Where the way begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
}

/// What is drawn of a lineage. Within a list any of its values fits; every list that is not empty must fit. The asset
/// looked from is always drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LineageFilter {
    /// Sorts of thing.
    pub kinds: Vec<AssetKind>,
    /// Makers, by canonical name.
    pub parties: Vec<String>,
    /// Where they were made, by canonical name.
    pub places: Vec<String>,
    /// What is claimed of them.
    pub claims: Vec<ChipKind>,
    /// How well they are proven.
    pub assurances: Vec<Assurance>,
}

impl LineageFilter {
    /// Whether everything is drawn.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many values are chosen.
    pub fn len(&self) -> usize {
        self.kinds.len()
            + self.parties.len()
            + self.places.len()
            + self.claims.len()
            + self.assurances.len()
    }
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
    /// What is not drawn, and why.
    #[serde(default)]
    pub hidden: HiddenCount,
    /// What can be filtered by.
    #[serde(default)]
    pub choices: LineageChoices,
}

/// How many assets of a lineage are not drawn as cards of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HiddenCount {
    /// Neighbours beyond the depth, or left out by hand.
    pub beyond: u32,
    /// Drawn as a part of a group.
    pub grouped: u32,
    /// Left out by the filter.
    pub filtered: u32,
    /// More than a picture bears.
    pub too_many: u32,
}

/// The values that occur in a lineage before it is filtered, each with the number of assets that have it, the most
/// frequent first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LineageChoices {
    /// Sorts of thing.
    pub kinds: Vec<(AssetKind, u32)>,
    /// Makers.
    pub parties: Vec<NamedCount>,
    /// Where they were made.
    pub places: Vec<NamedCount>,
    /// What is claimed of them.
    pub claims: Vec<(ChipKind, u32)>,
    /// How well they are proven.
    pub assurances: Vec<(Assurance, u32)>,
}

/// A party or a place, and how many assets are its.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedCount {
    /// Its canonical name.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// How many assets.
    pub count: u32,
}

/// Like siblings drawn as one card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Names it in a query.
    pub key: String,
    /// How many assets it stands for.
    pub count: u32,
}

/// One asset as a card, or several like ones.
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
    /// Who made it; hostile text.
    #[serde(default)]
    pub maker: String,
    /// When it was made.
    #[serde(default)]
    pub made_on: Moment,
    /// The several that it stands for. The rest is then of the first of them, but for the quantity, which is of all.
    #[serde(default)]
    pub group: Option<GroupView>,
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
    /// How many inputs are not drawn, because of the depth or because they were left out by hand.
    pub hidden_up: u32,
    /// How many outputs are not drawn so.
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
    /// How many assets that the filter hides it leads through at least; 0 for what joins the two directly.
    #[serde(default)]
    pub through: u32,
    /// Whether it closes a circle, which no matter can go in: it is drawn against the flow.
    #[serde(default)]
    pub closes_circle: bool,
    /// Whether it is not on the ledger yet, or leads over something that is not.
    #[serde(default)]
    pub pending: bool,
    /// Its share of the mass that went into `to`, between 0 and 1; `None` where no mass is known, and where it is pending.
    pub share: Option<f64>,
    /// Where the edge passes, from the right border of `from` to the left border of `to`, or from the left border to the
    /// right one where it closes a circle, with a point before and one behind every card that it must go round. The window
    /// draws a smooth line through them.
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

/// Up to where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Until {
    /// A block, by its number.
    Block(u64),
    /// A second since 1970.
    Unix(i64),
}

/// A block and when it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockAt {
    /// Its number.
    pub block: u64,
    /// Its time, seconds since 1970.
    pub at_unix: i64,
}
