//! The workspace at a glance: what needs attention first, how fresh it is, and how its assets spread.

use serde::{Deserialize, Serialize};

use crate::{Assurance, AssuranceCount, Finding, KindCount, Severity};

/// The workspace at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OverviewView {
    /// The worst findings, worst first; no more than fit a glance.
    pub attention: Vec<Attention>,
    /// How many findings there are in all by severity, worst first; only severities that occur.
    pub severities: Vec<SeverityCount>,
    /// How far the record reaches.
    pub freshness: Freshness,
    /// How many assets there are of each kind.
    pub kinds: Vec<KindCount>,
    /// Recycled content of what was made from something.
    pub recycled: RecycledSpread,
    /// Claimed carbon footprints in force, one spread for each unit they are stated by.
    pub carbon: Vec<CarbonSpread>,
    /// Events by month, oldest first, without gaps; the last is that of the newest event.
    pub months: Vec<MonthCount>,
    /// How many events are older than the months told.
    pub earlier: u32,
}

/// A finding and where it leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attention {
    /// The finding.
    pub finding: Finding,
    /// What people call the thing it is about; hostile text.
    pub name: String,
    /// The canonical name of the asset to look at: what it is about or, where that is a party or a place, the first asset
    /// that it concerns; `None` where it concerns none.
    pub asset: Option<String>,
    /// How many assets it concerns.
    pub assets: u32,
}

/// How many findings of a severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeverityCount {
    /// How bad.
    pub severity: Severity,
    /// How many.
    pub count: u32,
}

/// How far the record reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Freshness {
    /// The newest block held; `None` before the first sync.
    pub block: Option<u64>,
    /// When the workspace was last synced, seconds since 1970.
    pub synced_unix: Option<i64>,
    /// The second at which claims and findings are judged: that of the newest event; 0 without events.
    pub judged_unix: i64,
    /// The newest block that is proven to the seals of trusted validators.
    pub sealed_to: Option<u64>,
    /// The newest block up to which it is proven that nothing was left out.
    pub complete_to: Option<u64>,
    /// How many events there are.
    pub events: u32,
    /// How many of them by assurance, strongest first; only those that occur.
    pub assurance: Vec<AssuranceCount>,
    /// How many answers of a second source differ from what is held and are not settled.
    pub disagreements: u32,
}

/// How the recycled content of assets spreads. An asset counts once, at its proportional value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecycledSpread {
    /// Ten bins of ten per cent each, the last with 100 % in it; each with one count for each kind of
    /// [`AssetKind`](crate::AssetKind) in the order of `kinds` in [`OverviewView`].
    pub bins: Vec<Vec<u32>>,
    /// By kind: how many assets are not in the bins because nothing bounds their content: it may be anything from 0 to 100 %.
    pub unbounded: Vec<u32>,
    /// How many assets were counted, unbounded ones included.
    pub counted: u32,
    /// How many there are; where it is more than `counted`, the newest were counted.
    pub total: u32,
    /// The weakest assurance among the events that made what was counted; `None` where nothing was.
    pub assurance: Option<Assurance>,
}

/// How claimed carbon footprints per unit of one sort spread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarbonSpread {
    /// The unit of the assets, such as `kg` or `pcs`: the footprints are in kilograms of CO₂ equivalent for one of it.
    pub unit: String,
    /// Bins without gaps, lowest first.
    pub bins: Vec<CarbonBin>,
    /// How many assets are in them.
    pub counted: u32,
    /// How many of their claims a certifier stands for; the others are declared.
    pub certified: u32,
    /// The footprint in the middle, a plain decimal number of kilograms of CO₂ equivalent.
    pub median: String,
    /// The weakest assurance among the events that made the claims; `None` where there are none.
    pub assurance: Option<Assurance>,
}

/// A bin of a spread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarbonBin {
    /// From here, inclusive: a plain decimal number of kilograms of CO₂ equivalent.
    pub from: String,
    /// To here, exclusive.
    pub to: String,
    /// How many.
    pub count: u32,
}

/// How many events happened in a month of UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonthCount {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: u8,
    /// What was made, used up or packed.
    pub made: u32,
    /// What was shipped, received or seen.
    pub moved: u32,
    /// What was attested, revoked, recalled, corrected, anchored, or entered in the directory.
    pub said: u32,
}
