//! As known then and as known now: what changed between two blocks, and which issued reports that undermines.

use serde::{Deserialize, Serialize};

use crate::{EventRef, Finding, Moment, RangeView};

/// Which two blocks to compare, and about what.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CompareQuery {
    /// The asset whose lineage it is about; `None` for all of the ledger.
    #[serde(default)]
    pub epc: Option<String>,
    /// The earlier block; `None` for that of the oldest report issued about it or, without one, of a month before.
    #[serde(default)]
    pub then: Option<u64>,
    /// The later block; `None` for the newest.
    #[serde(default)]
    pub now: Option<u64>,
}

/// What changed between two blocks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CompareView {
    /// The canonical name of the asset it is about; `None` for all of the ledger.
    pub epc: Option<String>,
    /// What people call that asset; empty for all of the ledger; hostile text.
    pub name: String,
    /// The earlier block.
    pub then: BlockPoint,
    /// The later block.
    pub now: BlockPoint,
    /// What changed, by what it does to what was known; only groups with something in them, the weightiest first.
    pub groups: Vec<ChangeGroup>,
    /// Findings that there are now and were not then.
    pub appeared: Vec<Finding>,
    /// Findings that there were then and are not now.
    pub gone: Vec<Finding>,
    /// The asset's recycled content then; `None` where it did not exist or has no mass, and for all of the ledger.
    pub recycled_then: Option<RangeView>,
    /// The asset's recycled content now.
    pub recycled_now: Option<RangeView>,
    /// The issued reports that what changed undermines, newest first.
    pub reports: Vec<UnderminedReport>,
}

/// A block, and when it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BlockPoint {
    /// Its number.
    pub block: u64,
    /// Its time, seconds since 1970; of a block without a header here, that of the last event before.
    pub at_unix: i64,
    /// How many events the ledger had recorded by then, as far as it is about them.
    pub events: u32,
    /// How many assets there were, as far as it is about them.
    pub assets: u32,
}

/// What a change does to what was known before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChangeWord {
    /// It was replaced by a reorganisation of the chain and did not come back.
    Replaced,
    /// An attestation was taken back.
    Revoked,
    /// An asset was recalled.
    Recalled,
    /// An event was called wrong by who wrote it.
    Corrected,
    /// An attestation ran out.
    Expired,
    /// A recall is over.
    Lifted,
    /// Something was attested.
    Attested,
    /// An asset was made.
    Made,
    /// Something was packed, moved or seen.
    Moved,
    /// The directory, a device or a document.
    Entered,
}

/// Changes of one sort.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeGroup {
    /// What they do to what was known.
    pub sort: ChangeWord,
    /// How many there are.
    pub total: u32,
    /// The newest of them, newest first.
    pub changes: Vec<ChangeView>,
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The event; of an attestation that ran out the one that made it.
    pub event: EventRef,
    /// When what was known changed: the block's time, or the last second of an attestation.
    pub at: Moment,
    /// What it is about, as people call it; hostile text.
    pub about: String,
    /// The canonical name of that.
    pub subject: String,
    /// The earlier events that it goes back on.
    pub undoes: Vec<EventRef>,
}

/// An issued report that later events undermine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnderminedReport {
    /// Its number.
    pub number: String,
    /// The canonical name of the asset it is about.
    pub epc: String,
    /// What people call that asset; hostile text.
    pub name: String,
    /// Where the PDF was written.
    pub path: String,
    /// When it was issued, seconds since 1970.
    pub issued_unix: i64,
    /// The block as of which it speaks.
    pub as_of: u64,
    /// What undermines it.
    pub reasons: Vec<Reason>,
}

/// Why a report holds no longer, or not all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// What happened to what the report says.
    pub sort: ChangeWord,
    /// What did it.
    pub change: ChangeView,
}
