//! Work in the field: the outbox beside the cache, whose records are checked against what is known, signed with a device key,
//! sent, and looked for in what comes back.
//!
//! The outbox is not the cache: nothing in it can be had again from the ledger. It has a file of its own, and several programs may
//! write to it at once; only one sends.

mod calling_off;
mod carrying;
mod delegating;
mod devices;
mod documents;
mod drafting;
mod facts;
mod failures;
mod pending;
mod reconciling;
mod roles;
mod sending;
mod signing;
mod waiting;

use std::path::PathBuf;

use alloy_primitives::Address;
use field::Prepared;
use ledger::CaptureDomain;
use outbox::{Documents, Kept, Outbox};

pub use devices::{Device, Session, create_device, import_device, list_devices, open_device};
pub(crate) use drafting::remembered;
pub use drafting::{Attachment, read_record_file};
pub use reconciling::Reconciled;

pub(crate) use facts::{Facts, first_names, shipment_number};
pub(crate) use pending::{Pending, Waiting};
pub(crate) use waiting::blockers;

use crate::folder::Folder;
use crate::{Failure, Workspace};

/// Settings of the Field place, by their names in the outbox.
pub(crate) const DEVICE: &str = "device";
const AUTOMATIC: &str = "automatic";
const REMEMBERED: &str = "remembered";

impl Folder {
    /// What was written here and is on its way.
    pub(crate) fn outbox(&self) -> PathBuf {
        self.path().join("outbox.db")
    }

    /// The attached documents, by their hashes.
    pub(crate) fn documents(&self) -> PathBuf {
        self.path().join("documents")
    }

    /// Held by whoever sends.
    fn sending(&self) -> PathBuf {
        self.path().join(".sending")
    }
}

impl Workspace {
    /// The outbox; an empty one is made if there is none.
    pub(crate) fn outbox(&self) -> Result<Outbox, Failure> {
        Ok(Outbox::open(&self.folder.outbox())?)
    }

    /// The outbox, if anything was ever written here.
    pub(crate) fn outbox_if_any(&self) -> Result<Option<Outbox>, Failure> {
        Ok(Outbox::open_existing(&self.folder.outbox())?)
    }

    /// The attached documents.
    pub(crate) fn document_store(&self) -> Documents {
        Documents::at(&self.folder.documents())
    }

    /// The ledger as captured records name it.
    pub(crate) fn capture_domain(&self) -> CaptureDomain {
        CaptureDomain {
            chain_id: self.network.chain_id,
            contract: self.network.contract,
        }
    }

    /// The account of the device that is in use here, if one was chosen.
    pub fn device_in_use(&self) -> Result<Option<Address>, Failure> {
        let Some(outbox) = self.outbox_if_any()? else {
            return Ok(None);
        };
        Ok(outbox.setting(DEVICE)?.and_then(|text| text.parse().ok()))
    }

    /// Says which device is in use here.
    pub fn use_device(&self, device: Address) -> Result<(), Failure> {
        Ok(self.outbox()?.set_setting(DEVICE, &device.to_string())?)
    }

    /// Whether a sync sends what is signed by itself.
    pub fn sends_by_itself(&self) -> Result<bool, Failure> {
        let outbox = self.outbox_if_any()?;
        let set = outbox.map(|outbox| outbox.setting(AUTOMATIC)).transpose()?;
        Ok(set.flatten().as_deref() == Some("on"))
    }

    /// Says whether a sync sends what is signed by itself.
    pub fn set_sends_by_itself(&self, on: bool) -> Result<(), Failure> {
        let value = if on { "on" } else { "off" };
        Ok(self.outbox()?.set_setting(AUTOMATIC, value)?)
    }
}

/// What was signed, as it was prepared.
pub(crate) fn prepared(kept: &Kept) -> Prepared {
    Prepared {
        body: kept.event.clone(),
        expires: kept.carried.expires,
        only_if_unchanged: kept.carried.expects.is_some(),
    }
}

/// A new id for a record: random, so that nobody can guess it.
pub(crate) fn fresh_id() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Failure::internal)?;
    Ok(alloy_primitives::hex::encode(bytes))
}
