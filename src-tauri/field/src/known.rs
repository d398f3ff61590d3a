//! What a record is checked against: what the workspace knows, with what is pending here on top.

use alloy_primitives::{Address, B256};
use ledger::Role;
use serde::{Deserialize, Serialize};
use trace::{EventTime, Portion, ShipmentId, Strand, SubjectId, Unit};

/// For whom a device acts, as far as is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "acting", content = "until")]
pub enum Acting {
    /// It is the party's own account.
    Own,
    /// It may act up to this second (Unix time).
    Until(u64),
    /// It may not, or nobody has said so yet.
    No,
    /// It might, and that was withdrawn.
    Withdrawn,
}

impl Acting {
    /// Whether it may act at this second.
    pub const fn may_at(self, second: u64) -> bool {
        match self {
            Self::Own => true,
            Self::Until(until) => second <= until,
            Self::No | Self::Withdrawn => false,
        }
    }
}

/// What is known of an asset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssetFacts {
    /// Its unit.
    pub unit: Unit,
    /// How much of it was made, in millionths.
    pub made_micro: u64,
    /// When it was made.
    pub made_on: EventTime,
    /// Who made it.
    pub maker: SubjectId,
    /// Its one holder, if it has one.
    pub holder: Option<SubjectId>,
    /// What it is packed in.
    pub packed_in: Vec<SubjectId>,
    /// Whether something is packed in it.
    pub has_contents: bool,
    /// By whom and why it is recalled, if it is; hostile text.
    pub recalled: Option<(SubjectId, String)>,
}

/// How a shipment stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "status", content = "second")]
pub enum ShipmentStatus {
    /// It is under way.
    UnderWay,
    /// It arrived, at this second (Unix time).
    Arrived(u64),
    /// It was sent back, at this second.
    SentBack(u64),
}

/// What is known of a shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShipmentFacts {
    /// The sender.
    pub from: SubjectId,
    /// Whom it is meant for.
    pub to: SubjectId,
    /// The goods.
    pub items: Vec<Portion>,
    /// How it stands.
    pub status: ShipmentStatus,
}

/// An event that can be corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordedEvent {
    /// Its digest.
    pub digest: B256,
    /// Who recorded it.
    pub party: SubjectId,
    /// The histories that it extended, in the ledger's order.
    pub histories: Vec<(SubjectId, Strand)>,
}

/// What is known where a record is checked. Answers may be old: the world moves on while there is no network.
pub trait Known: interchange::Names {
    /// Whether there is such a party.
    fn is_party(&self, id: SubjectId) -> bool;
    /// Whether there is such a place.
    fn is_location(&self, id: SubjectId) -> bool;
    /// An asset.
    fn asset(&self, id: SubjectId) -> Option<AssetFacts>;
    /// How much of an asset a party holds, in millionths.
    fn held(&self, asset: SubjectId, party: SubjectId) -> u64;
    /// How much of a child is in a parent, in millionths.
    fn packed(&self, parent: SubjectId, child: SubjectId) -> u64;
    /// A shipment.
    fn shipment(&self, id: ShipmentId) -> Option<ShipmentFacts>;
    /// The event of this digest, or at a place such as `1042/3`.
    fn event(&self, name: &str) -> Option<RecordedEvent>;
    /// For whom a device acts.
    fn acting(&self, device: Address, party: SubjectId) -> Acting;
    /// The block at which the ledger said that a party lacks a role; `None` if it has it, or nobody has asked.
    fn lacks(&self, party: SubjectId, role: Role) -> Option<u64>;
    /// The running hash of a history and how many events it has; `None` where that cannot be told.
    fn head(&self, subject: SubjectId, strand: Strand) -> Option<(B256, u64)>;
    /// Whether a document is at hand, by its SHA-256.
    fn has_document(&self, sha256: B256) -> bool;
}
