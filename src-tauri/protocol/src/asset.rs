//! Assets in a list, and one asset in full.

use serde::{Deserialize, Serialize};

use crate::{
    Amount, AssetKind, Assurance, Chip, EventWord, Finding, FindingMark, Granularity, Moment,
    PendingChange, PendingEvent, Tone,
};

/// Which assets to list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssetQuery {
    /// Words that the asset's name, description, holder or place must contain; empty for all.
    #[serde(default)]
    pub text: String,
    /// Only this kind.
    #[serde(default)]
    pub kind: Option<AssetKind>,
    /// Only assets with findings.
    #[serde(default)]
    pub with_findings: bool,
    /// How many at most.
    pub limit: u32,
    /// How many to skip.
    #[serde(default)]
    pub offset: u32,
}

/// Some of the assets that were asked for, in a stable order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssetPage {
    /// How many there are in all.
    pub total: u32,
    /// How many of these are not on the ledger yet; they come first.
    #[serde(default)]
    pub pending: u32,
    /// Those between `offset` and `offset + limit`.
    pub rows: Vec<AssetRow>,
}

/// One asset in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssetRow {
    /// Its canonical name.
    pub epc: String,
    /// Its id on the ledger, `0x` and 64 hex digits.
    pub id: String,
    /// What people call it; hostile text.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// Lot, item or logistic unit.
    pub granularity: Granularity,
    /// How much was made.
    pub quantity: Amount,
    /// How much of it is left; `None` where the record does not tell.
    pub left: Option<Amount>,
    /// The name of who holds it; empty where nobody does or the holder is not known; hostile text.
    pub holder: String,
    /// Where it was last seen, such as `Muntok, Indonesia`; empty when unknown; hostile text.
    pub place: String,
    /// When it was made.
    pub made_on: Option<Moment>,
    /// The weakest assurance among the events that made it.
    pub assurance: Assurance,
    /// What is wrong with it, if anything.
    pub findings: Option<FindingMark>,
    /// Claims and figures in short.
    pub claims: Vec<Chip>,
    /// Whether it is not on the ledger yet; nothing is reckoned of it.
    #[serde(default)]
    pub pending: bool,
    /// What records that are not on the ledger yet will make of it. The rest of the row is as it is without them.
    #[serde(default)]
    pub change: Option<PendingChange>,
}

/// One asset in full.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssetDetail {
    /// What the list shows of it.
    pub asset: AssetRow,
    /// Who made it; hostile text.
    pub maker: String,
    /// Where it was made; hostile text.
    pub made_at: String,
    /// What it was made from; empty when it was commissioned without recorded inputs.
    pub made_from: Vec<InputView>,
    /// Attestations about it, newest first.
    pub attestations: Vec<AttestationView>,
    /// Documents that it rests on, newest first.
    pub documents: Vec<DocumentView>,
    /// What records that are not on the ledger say of it, newest first.
    #[serde(default)]
    pub pending: Vec<PendingEvent>,
    /// What happened to it, newest first, no more than one can read.
    pub timeline: Vec<TimelineEntry>,
    /// How many events happened to it in all.
    pub timeline_total: u32,
    /// What is wrong with it, worst first.
    pub findings: Vec<Finding>,
    /// Recycled content by mass; `None` where no mass is known.
    pub recycled: Option<RangeView>,
    /// Where its mass came from, largest share first.
    pub origins: Vec<OriginView>,
}

/// Something an asset was made from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InputView {
    /// Its canonical name.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// How much of it went in.
    pub amount: Amount,
}

/// How an attestation stands on the day the workspace is synced to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AttestationStatus {
    /// It holds.
    InForce,
    /// It holds later.
    NotYet,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
}

/// A claim by someone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttestationView {
    /// The claim in words; hostile text.
    pub title: String,
    /// Who asserts it; hostile text.
    pub by: String,
    /// The standard it was made by; empty when none is named; hostile text.
    pub method: String,
    /// Whether a certifier asserts it; otherwise it is a declaration of the maker's own.
    pub certified: bool,
    /// What the claim is about where that is not the asset itself, such as the smelter's name; hostile text.
    pub about: Option<String>,
    /// How it stands.
    pub status: AttestationStatus,
    /// When it was asserted.
    pub attested_on: Moment,
    /// Last second of validity; `None` is open.
    pub valid_until: Option<Moment>,
    /// When it was taken back.
    pub revoked_on: Option<Moment>,
    /// Why it was taken back; hostile text.
    pub revoked_because: Option<String>,
    /// SHA-256 of the document that carries the claim, `0x` and 64 hex digits.
    pub document: Option<String>,
    /// How well the event that made it is proven.
    pub assurance: Assurance,
}

/// What names a document.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DocumentSource {
    /// The certificate or declaration of an attestation.
    Attestation,
    /// The EPCIS document of an event.
    Event,
    /// A file whose hash was fixed on the ledger.
    Anchor,
}

/// A document that is named by its hash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentView {
    /// What it is about, such as the claim or the event; hostile text.
    pub title: String,
    /// What names it.
    pub source: DocumentSource,
    /// Its SHA-256, `0x` and 64 hex digits; of an EPCIS document by the CBV hash algorithm.
    pub hash: String,
    /// Who named it; hostile text.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Its length in bytes where it rides along on the ledger; `None` where only its hash is there.
    pub bytes: Option<u32>,
    /// How well the event that names it is proven.
    pub assurance: Assurance,
}

/// Something that happened to an asset.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimelineEntry {
    /// What sort of event it is.
    pub event: EventWord,
    /// The event in a few words, such as `Received 1 050 kg at Ghent`; may hold hostile text.
    pub title: String,
    /// When it happened.
    pub at: Moment,
    /// The block that recorded it; `None` before it is on the chain.
    pub block: Option<u64>,
    /// The log's index in the block.
    pub log_index: Option<u32>,
    /// Who did it; hostile text.
    pub party: String,
    /// Where; empty when not recorded; hostile text.
    pub place: String,
    /// How well it is proven.
    pub assurance: Assurance,
    /// How it stands.
    pub tone: Tone,
}

/// A share between its bounds, each between 0 and 1.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RangeView {
    /// At least this much, whatever went where.
    pub lower: f64,
    /// As much as this if every input went into every output in proportion.
    pub proportional: f64,
    /// At most this much.
    pub upper: f64,
    /// What someone claims; above `upper` it is impossible.
    pub claimed: Option<f64>,
}

/// A share of an asset's mass by where it came from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginView {
    /// The canonical name of the asset at the beginning of that line.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// Where it came onto the ledger; hostile text.
    pub place: String,
    /// The share of the mass, between 0 and 1, in proportion.
    pub share: f64,
}
