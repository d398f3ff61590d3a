//! The outbox: records from draft to seal, and what stands against them.

use serde::{Deserialize, Serialize};

use super::{FieldDocument, FieldProblem, FieldRecord};
use crate::{Amount, Assurance, EventWord, Moment};

/// How far a record has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FieldState {
    /// It is being written.
    Draft,
    /// It is whole and can be signed.
    Ready,
    /// It is signed and cannot be changed any more; it waits to be sent.
    Signed,
    /// The network took it; it is not in a synced block yet.
    Sent,
    /// A synced block has it.
    Confirmed,
    /// That block is sealed by trusted validators.
    Sealed,
    /// The ledger refused it.
    Refused,
    /// The world moved while it waited; somebody must decide.
    Conflicting,
    /// It was called off on the ledger.
    Cancelled,
    /// Its time to be submitted is over.
    Expired,
    /// It was put aside; a copy is kept.
    Discarded,
}

/// How many records are in a state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateCount {
    /// The state.
    pub state: FieldState,
    /// How many.
    pub count: u32,
}

/// One record in the outbox.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutboxRow {
    /// Its id in this outbox.
    pub id: String,
    /// Its number in this outbox; records of one asset are sent in this order.
    pub number: u64,
    /// How far it has come.
    pub state: FieldState,
    /// What it will be on the ledger.
    pub event: EventWord,
    /// The assets that it is about, as people name them, the first few; hostile text.
    pub subjects: Vec<String>,
    /// The names (EPC) of the same.
    pub epcs: Vec<String>,
    /// The party that acts, as people name it; hostile text.
    pub party: String,
    /// The name of the device key that signed it, or that its writer uses.
    pub device: String,
    /// When it happened; `null` while that is not filled in.
    pub happened: Option<Moment>,
    /// When it was last changed here (Unix seconds).
    pub changed: i64,
    /// How many files are attached.
    pub documents: u32,
    /// The block that has it, as far as is known.
    pub block: Option<u64>,
    /// The transaction that brought it.
    pub transaction: Option<String>,
    /// How well that block is proven.
    pub assurance: Option<Assurance>,
    /// Why the ledger refused it.
    pub refusal: Option<RefusalView>,
    /// How many conflicts stand against it.
    pub conflicts: u32,
    /// What is odd about the device's clock.
    pub clock: Option<ClockView>,
    /// The record that must be settled first, because it changes the same asset.
    pub waits_for: Option<String>,
    /// How many attempts failed since the last that did not.
    pub failures: u32,
    /// When the next attempt is due (Unix seconds), after one that failed.
    pub next_attempt: Option<i64>,
    /// Whether it is to be called off on the ledger at the next contact.
    pub cancelling: bool,
    /// The record that took this one's place.
    pub replaced_by: Option<String>,
}

/// Why the ledger refused a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusalView {
    /// In words; some of them come from the ledger and are hostile.
    pub words: String,
    /// Whether it will be refused for ever; otherwise it may be sent again when something changed.
    pub for_good: bool,
    /// The block whose state refused it, if one is known.
    pub block: Option<u64>,
}

/// A device's clock that is not what the chain's blocks say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockView {
    /// By how many seconds the time of the record, or of its signing, lies ahead of what can be; negative: behind.
    pub ahead_seconds: i64,
}

/// How an attempt to send ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AttemptOutcome {
    /// It began, and no answer is known.
    Unknown,
    /// The network took it.
    Taken,
    /// The ledger refused it.
    Refused,
    /// The node could not be reached, or did not answer as it should; it comes again.
    Failed,
}

/// One attempt to send a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttemptView {
    /// When it began (Unix seconds).
    pub at: i64,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// What the node said; hostile text.
    pub words: String,
}

/// What a conflict is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConflictWord {
    /// The shipment arrived or was sent back already.
    AlreadyArrived,
    /// There is not enough left.
    NotEnough,
    /// The asset was recalled.
    Recalled,
    /// Somebody else packed it.
    PackedElsewhere,
    /// Something else happened to a subject that must be unchanged.
    HeadMoved,
    /// Somebody else has it now.
    HolderChanged,
    /// The device may not act for the party any longer.
    DelegationWithdrawn,
    /// The name was given to another asset.
    NameTaken,
    /// What it builds upon is not on the ledger.
    Gone,
}

/// One thing that is known, before, by me or by others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(
    tag = "fact",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FactView {
    /// Nothing was known or is said.
    Nothing,
    /// The party holds so much.
    Holds {
        /// How much.
        amount: Amount,
    },
    /// So much is to be moved, used or seen.
    Takes {
        /// How much.
        amount: Amount,
    },
    /// A party has it; `null`: several, or nobody.
    Holder {
        /// Its name; hostile text.
        party: Option<String>,
    },
    /// It is under way.
    UnderWay {
        /// To whom; hostile text.
        to: String,
    },
    /// It arrived, or is said to.
    Arrived {
        /// By whose record; hostile text.
        by: String,
        /// When; `null` for mine.
        at: Option<Moment>,
    },
    /// It was sent back, or is said to be.
    SentBack {
        /// By whose record; hostile text.
        by: String,
        /// When; `null` for mine.
        at: Option<Moment>,
    },
    /// It is packed in something.
    PackedIn {
        /// In what; hostile text.
        parent: String,
    },
    /// It is recalled.
    Recalled {
        /// By whom; hostile text.
        by: String,
        /// Why; hostile text.
        reason: String,
    },
    /// It is not recalled.
    NotRecalled,
    /// Its history has so many events.
    History {
        /// How many.
        events: u64,
    },
    /// The device may act until then (Unix seconds); `null`: it is the party's own account.
    Delegated {
        /// Until when.
        until: Option<i64>,
    },
    /// The device may not act.
    NotDelegated,
    /// There is no such thing.
    Absent,
    /// It was made.
    Made {
        /// By whom; hostile text.
        by: String,
    },
}

/// A way out of a conflict or a refusal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WayOut {
    /// Send it as it is: the ledger decides.
    SendAnyway,
    /// A new draft from it, to be changed and signed again; this one is called off.
    Adjust,
    /// It is on the ledger: say there that it is wrong.
    Correct,
    /// Call it off on the ledger at the next contact.
    Cancel,
    /// Keep it here and never send it; it can be submitted by whoever has it until it expires.
    LetExpire,
    /// It was never signed: put it aside.
    Discard,
}

/// What stands against a record: what was known before, what it says, and what is known now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// What it is about.
    pub word: ConflictWord,
    /// The asset, shipment or party, as people name it; hostile text.
    pub subject: String,
    /// Its name (EPC), where it has one.
    pub epc: Option<String>,
    /// What was known when it was signed.
    pub before: FactView,
    /// What the record says.
    pub mine: FactView,
    /// What is known now.
    pub theirs: FactView,
}

/// An attached file and how it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentState {
    /// The file.
    pub document: FieldDocument,
    /// Whether it is at hand, unchanged.
    pub at_hand: bool,
    /// Whether its hash was read back from the record in a synced block.
    pub confirmed: bool,
}

/// Everything about one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldRecordView {
    /// As in the list.
    pub row: OutboxRow,
    /// As it was typed.
    pub record: FieldRecord,
    /// What is wrong with it, as long as it is not signed.
    pub problems: Vec<FieldProblem>,
    /// What stands against it, once it is signed.
    pub conflicts: Vec<ConflictView>,
    /// What can be done about that.
    pub ways: Vec<WayOut>,
    /// The hash that was signed, `0x…`; the ledger knows the record by it.
    pub capture: Option<String>,
    /// When it was signed (Unix seconds), by the device's clock.
    pub signed_at: Option<i64>,
    /// The newest block that was known then.
    pub known_block: Option<u64>,
    /// The last second at which it can be submitted.
    pub expires: Option<i64>,
    /// The files.
    pub documents: Vec<DocumentState>,
    /// The attempts to send it, newest first.
    pub attempts: Vec<AttemptView>,
    /// The record that this one was made from.
    pub made_from: Option<String>,
}
