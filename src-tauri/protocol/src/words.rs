//! The words of the field as they cross to the window, which translates them.

use serde::{Deserialize, Serialize};

/// What sort of thing an asset is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AssetKind {
    /// Ore, scrap, metal, powder, wafer.
    Material,
    /// A part made to be built in.
    Component,
    /// A thing that is sold.
    Product,
    /// A pallet, crate or container.
    LogisticUnit,
}

/// Whether an asset is a quantity or one thing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Granularity {
    /// A class-level quantity: it can be divided.
    Lot,
    /// One serialised thing.
    Item,
    /// One logistic unit.
    LogisticUnit,
}

/// How well a fact is proven, from the strongest to the weakest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Assurance {
    /// Proven to a quorum of the validators' seals.
    Sealed,
    /// Proven to a block hash that the user trusts.
    Included,
    /// A node said so.
    Reported,
    /// Stated off the chain.
    Declared,
    /// Waiting in the outbox.
    Pending,
}

/// How something stands. The window shows it by colour, mark and word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Tone {
    /// Nothing to judge.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Worth a look.
    Warn,
    /// Wrong.
    Bad,
}

/// What a chip is about; the window draws a mark for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChipKind {
    /// Recycled content.
    Recycled,
    /// Carbon footprint.
    Carbon,
    /// Origin.
    Origin,
    /// Conformity.
    Conformity,
    /// Anything else.
    Other,
}

/// A claim or a computed figure in a few characters, such as `14–40 %` or `2.1 kg CO₂e`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chip {
    /// What it is about.
    pub kind: ChipKind,
    /// The figure or statement; hostile text.
    pub text: String,
    /// How it stands.
    pub tone: Tone,
}

/// How much of something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// A plain decimal number, such as `1050.25`: a point, no separators, no trailing zeros.
    pub number: String,
    /// What people write behind it, such as `kg` or `pcs`.
    pub unit: String,
}

/// When something happened, with the place's own offset from UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// Seconds since 1970, UTC.
    pub unix: i64,
    /// Minutes east of UTC where it happened; 0 where that is not known.
    #[serde(default)]
    pub offset_minutes: i16,
}

/// What an event did.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventWord {
    /// A company joined the directory.
    PartyRegistered,
    /// A place joined the directory.
    LocationRegistered,
    /// An asset came onto the ledger without recorded inputs.
    Commissioned,
    /// Inputs became outputs.
    Transformed,
    /// Children went into a parent.
    Packed,
    /// Children came out of a parent.
    Unpacked,
    /// Goods left.
    Shipped,
    /// Goods arrived.
    Received,
    /// A claim was asserted.
    Attested,
    /// An attestation was taken back.
    Revoked,
    /// An asset was recalled.
    Recalled,
    /// Goods were refused and are the sender's again.
    Rejected,
    /// Goods were seen.
    Observed,
    /// A recall is over.
    Lifted,
    /// An earlier event is wrong.
    Corrected,
    /// A document was fixed by its hash.
    Anchored,
    /// A device may act for a party.
    Delegated,
    /// A device may not act for a party any longer.
    DelegationWithdrawn,
    /// Anything this list does not name yet.
    Other,
}
