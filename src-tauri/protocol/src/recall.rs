//! The reach of a recall: what a lot went into, who has that now, and where. Nothing is recorded by looking.

use serde::{Deserialize, Serialize};

use crate::{Amount, AssetKind, Moment, RangeView};

/// What a lot went into.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReachView {
    /// The canonical name of the lot.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// Its recall, if it was recalled.
    pub recall: Option<RecallView>,
    /// Who has something of it, by party and place, who has most first.
    pub holders: Vec<ReachHolder>,
    /// What is touched, the lot itself first, then what is nearer before what is farther.
    pub assets: Vec<ReachAsset>,
}

/// A recall.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecallView {
    /// Who recalled it; hostile text.
    pub by: String,
    /// When.
    pub on: Moment,
    /// Why; hostile text.
    pub reason: String,
    /// When it was lifted, if it was.
    pub lifted: Option<Moment>,
}

/// Kilograms of the lot within their bounds.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MassRange {
    /// At least.
    pub lower: f64,
    /// In proportion.
    pub proportional: f64,
    /// At most.
    pub upper: f64,
}

/// A party at a place, and what it has of what is touched.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReachHolder {
    /// Who answers for it; empty where the record does not tell; hostile text.
    pub party: String,
    /// Where; empty where the record does not tell; hostile text.
    pub place: String,
    /// How many assets, the lot itself included; what stands packed on a pallet counts, and the pallet as well.
    pub assets: u32,
    /// How many of them are under way.
    pub under_way: u32,
    /// How much of the lot is in them; `None` where a mass is unknown.
    pub kilograms: Option<MassRange>,
}

/// An asset that the lot went into.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReachAsset {
    /// Its canonical name.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// How many steps away from the lot; 0 for itself.
    pub steps: u32,
    /// How much of it is left.
    pub left: Amount,
    /// The share of the lot in its mass.
    pub share: RangeView,
    /// How much of the lot is in what is left of it; `None` where no mass is known, and for what only holds other things.
    pub kilograms: Option<MassRange>,
    /// Where what is left of it is; empty if it is used up.
    pub holdings: Vec<ReachHolding>,
    /// The shipments that it left with, in chain order.
    pub shipped: Vec<ReachShipment>,
}

/// How some of an asset is where it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HoldingWord {
    /// In a party's hands.
    Held,
    /// Under way.
    UnderWay,
    /// Packed in something.
    Packed,
}

/// Some of an asset in one place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReachHolding {
    /// How it is there.
    pub state: HoldingWord,
    /// Who answers for it; empty where the record does not tell; hostile text.
    pub party: String,
    /// Where; of goods under way whom they are meant for; of packed ones what they are packed in; hostile text.
    pub place: String,
    /// How much.
    pub amount: Amount,
    /// How much of the lot is in that; `None` where no mass is known, and for what only holds other things.
    pub kilograms: Option<MassRange>,
}

/// A shipment that something left with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReachShipment {
    /// From whom; hostile text.
    pub from: String,
    /// To whom; hostile text.
    pub to: String,
    /// When it left.
    pub left: Moment,
    /// When it arrived; `None` while it is under way, and for good if it was sent back.
    pub arrived: Option<Moment>,
}
