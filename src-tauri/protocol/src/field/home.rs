//! The Field place as a whole: who is writing, what can be chosen, and what the window asks for.

use serde::{Deserialize, Serialize};

use super::{DocumentRole, FieldProblem, FieldRecord, OutboxRow, StateCount};
use crate::Moment;

/// What a device key may do for a party.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegationView {
    /// The party's name (EPC).
    pub party: String,
    /// As people name it; hostile text.
    pub title: String,
    /// Whether the key is the party's own account.
    pub own_account: bool,
    /// Until when it may act (Unix seconds); `null` for the own account.
    pub until: Option<i64>,
    /// Whether it was withdrawn, or is over.
    pub ended: bool,
}

/// One person's key on this computer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// The name that the person gave it.
    pub name: String,
    /// Its account, `0x…`: what a party delegates to.
    pub account: String,
    /// Whether its passphrase was given in this session.
    pub unlocked: bool,
    /// For whom it acts, as far as is known here.
    pub delegations: Vec<DelegationView>,
}

/// The Field place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// The keys on this computer, by name.
    pub devices: Vec<DeviceView>,
    /// The name of the one that is in use.
    pub device: Option<String>,
    /// The records of that one, newest first; of all, while none is in use.
    pub rows: Vec<OutboxRow>,
    /// How many of these are in which state.
    pub counts: Vec<StateCount>,
    /// How many records of other people are in this workspace; only they see them.
    pub of_others: u32,
    /// Whether a sync sends what is signed by itself.
    pub automatic: bool,
    /// Whether the workspace has a node.
    pub has_node: bool,
    /// The newest block that is known here.
    pub known_block: u64,
}

/// A party that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PartyChoice {
    /// Its name (EPC).
    pub epc: String,
    /// As people name it; hostile text.
    pub title: String,
    /// Whether the device in use acts for it.
    pub mine: bool,
}

/// A place that can be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceChoice {
    /// Its name (EPC).
    pub epc: String,
    /// As people name it; hostile text.
    pub title: String,
    /// The name (EPC) of the party that runs it.
    pub party: String,
}

/// A shipment under way that concerns a party of this device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldShipment {
    /// Its number, `0x…`.
    pub id: String,
    /// The sender, as people name it; hostile text.
    pub from: String,
    /// The party that it is meant for (EPC).
    pub to: String,
    /// The goods, as people name them, the first few; hostile text.
    pub items: Vec<String>,
    /// When it left.
    pub shipped: Moment,
    /// Whether it is meant for a party of this device.
    pub incoming: bool,
}

/// What was written last, for the next form.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Remembered {
    /// The party (EPC).
    pub party: String,
    /// The place (EPC).
    pub place: String,
    /// The unit.
    pub unit: String,
}

/// What can be chosen in a form. Assets are found by the query of assets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldChoices {
    /// The parties, those of this device first.
    pub parties: Vec<PartyChoice>,
    /// The places, those of this device's parties first.
    pub places: Vec<PlaceChoice>,
    /// Shipments under way, incoming ones first.
    pub shipments: Vec<FieldShipment>,
    /// What was written last.
    pub remembered: Remembered,
}

/// A draft to keep.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SaveDraft {
    /// Its id; `null` begins a new one.
    #[serde(default)]
    pub id: Option<String>,
    /// As it stands on the screen.
    pub record: FieldRecord,
}

/// A draft that is on the disk now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldDraft {
    /// Its id.
    pub id: String,
    /// What is wrong with it.
    pub problems: Vec<FieldProblem>,
    /// Whether it can be signed.
    pub ready: bool,
}

/// A record to sign.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignRecord {
    /// The record.
    pub id: String,
    /// The passphrase of the key in use; asked for once a session.
    #[serde(default)]
    pub passphrase: Option<String>,
}

/// Sending what is signed.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SubmitOutbox {
    /// The file with the private key of the account that pays; `null`: the device key in use pays itself.
    pub account_file: Option<String>,
    /// The passphrase of the device key, where that pays and is not open yet.
    pub passphrase: Option<String>,
    /// Only this record; `null`: all that are due.
    pub only: Option<String>,
}

/// What came of sending, or of bringing receipts back.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutboxOutcome {
    /// The records that the network took.
    pub sent: Vec<String>,
    /// The records that the ledger refused.
    pub refused: Vec<String>,
    /// The records that were called off on the ledger.
    pub cancelled: Vec<String>,
    /// The records of the person whose key is in use that wait: for another one, for the next attempt, or for somebody to decide.
    /// Everybody's, while nobody's key is.
    pub waiting: Vec<String>,
    /// How many records of other people wait.
    #[serde(default)]
    pub waiting_of_others: u32,
    /// Why nothing more went, if a node could not be reached; hostile text.
    pub trouble: Option<String>,
}

/// A file to attach that the window read itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachBytes {
    /// Its bytes.
    pub base64: String,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What it is.
    pub role: DocumentRole,
}

/// A file on the disk to attach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachFile {
    /// Where it lies.
    pub path: String,
    /// What it is.
    pub role: DocumentRole,
}

/// A device key to make.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceKeyWish {
    /// Its name: letters, digits, `-` and `_`.
    pub name: String,
    /// What it is locked with; at least eight characters.
    pub passphrase: String,
}
