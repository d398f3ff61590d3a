//! What travels on a stick: signed records on their way to whoever has a network, and receipts on their way back. Whoever reads
//! either believes nothing of it: signatures are checked again, and receipts are only hints until a synced block says so.

use alloy_primitives::{Address, B256, Bytes, Signature};
use ledger::{Capture, CaptureDomain, SignedCapture, capture::ExpectedHead, limits};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use trace::{Strand, SubjectId};

/// The version that is written.
const VERSION: u32 = 1;
const OUTBOX: &str = "waymark-outbox";
const RECEIPTS: &str = "waymark-receipts";

/// The longest file that is read, in bytes.
const MAX_LEN: usize = 64 << 20;
/// The most records in a file.
const MOST: usize = 10_000;
/// The longest call: one with lists and a document as long as the ledger takes.
const MAX_CALL: usize = limits::LOG_DATA;

/// A file that is not what it should be.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum BundleError {
    /// It cannot be read.
    #[error("this is no such file: {0}")]
    Unreadable(String),
    /// It is of a newer version.
    #[error("the file is of version {0}; this build knows {VERSION}")]
    Newer(u32),
    /// It is for another ledger.
    #[error("the file is for the ledger {contract} on chain {chain_id}")]
    OtherLedger {
        /// The chain.
        chain_id: u64,
        /// The ledger.
        contract: Address,
    },
    /// A record's signature does not fit it.
    #[error("record {0} is not what its device signed")]
    Signature(B256),
}

/// A signed record as it is kept and carried.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Carried {
    /// The hash that was signed: the record's id on the ledger.
    pub id: B256,
    /// The account that signed it.
    pub device: Address,
    /// The party that acts.
    pub party: B256,
    /// The calldata.
    pub call: Bytes,
    /// The history that it is tied to: subject, strand (0 what it is, 1 where it went), running hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expects: Option<(B256, u8, B256)>,
    /// The last second at which it can be submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<u64>,
    /// The gas of its call.
    pub call_gas: u32,
    /// What makes it unique.
    pub salt: B256,
    /// The signature, 65 bytes.
    pub signature: Bytes,
}

impl Carried {
    /// A signed record, to be kept.
    pub fn new(signed: &SignedCapture, domain: CaptureDomain, device: Address) -> Self {
        let capture = &signed.capture;
        Self {
            id: capture.signing_hash(domain),
            device,
            party: capture.party.0,
            call: capture.call.clone().into(),
            expects: capture.expects.map(|expected| {
                let strand = u8::from(expected.strand == Strand::Journey);
                (expected.subject.0, strand, expected.head)
            }),
            expires: capture.expires,
            call_gas: capture.call_gas,
            salt: capture.salt,
            signature: signed.signature.as_bytes().to_vec().into(),
        }
    }

    /// The signed record, after its id and signature were checked.
    pub fn signed(&self, domain: CaptureDomain) -> Result<SignedCapture, BundleError> {
        let wrong = || BundleError::Signature(self.id);
        let strand = |code| match code {
            0 => Ok(Strand::Identity),
            1 => Ok(Strand::Journey),
            _ => Err(wrong()),
        };
        let expects = self
            .expects
            .map(|(subject, code, head)| {
                let subject = SubjectId(subject);
                strand(code).map(|strand| ExpectedHead {
                    subject,
                    strand,
                    head,
                })
            })
            .transpose()?;
        let capture = Capture {
            party: SubjectId(self.party),
            call: self.call.to_vec(),
            expects,
            expires: self.expires,
            call_gas: self.call_gas,
            salt: self.salt,
        };
        let signature = Signature::from_raw(&self.signature).map_err(|_| wrong())?;
        let signer = signature.recover_address_from_prehash(&self.id);
        let sound = self.call.len() <= MAX_CALL
            && signature.normalize_s().is_none()
            && capture.signing_hash(domain) == self.id
            && signer.is_ok_and(|signer| signer == self.device);
        if sound {
            Ok(SignedCapture { capture, signature })
        } else {
            Err(wrong())
        }
    }
}

/// Signed records on their way to the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bundle {
    format: String,
    version: u32,
    chain_id: u64,
    contract: Address,
    /// The records, in the order in which they are to be submitted.
    pub records: Vec<Carried>,
}

/// What became of a record, as somebody's node said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "fate", deny_unknown_fields)]
pub enum Fate {
    /// It is on the ledger.
    Recorded,
    /// The ledger refused it, with these bytes.
    Refused {
        /// The error.
        reason: Bytes,
    },
    /// It was called off before.
    Cancelled,
}

/// A receipt for one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipt {
    /// The record's id on the ledger.
    pub id: B256,
    /// The transaction that brought it; `None` if it was there already.
    pub transaction: Option<B256>,
    /// The transaction's block.
    pub block: Option<u64>,
    /// When it was submitted (Unix seconds), by that machine's clock.
    pub at: u64,
    /// What became of it.
    pub outcome: Fate,
}

/// Receipts on their way back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receipts {
    format: String,
    version: u32,
    chain_id: u64,
    contract: Address,
    /// The receipts.
    pub receipts: Vec<Receipt>,
}

impl Bundle {
    /// A bundle of these records.
    pub fn new(domain: CaptureDomain, records: Vec<Carried>) -> Self {
        Self {
            format: OUTBOX.to_owned(),
            version: VERSION,
            chain_id: domain.chain_id,
            contract: domain.contract,
            records,
        }
    }

    /// Reads a bundle for this ledger; every record's signature is checked.
    pub fn read(json: &[u8], domain: CaptureDomain) -> Result<Self, BundleError> {
        let read: Self = parse(json, OUTBOX)?;
        for_ledger((read.chain_id, read.contract), domain)?;
        if read.records.len() > MOST {
            return Err(BundleError::Unreadable(format!(
                "it has more than {MOST} records"
            )));
        }
        for record in &read.records {
            record.signed(domain)?;
        }
        Ok(read)
    }

    /// Its file.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

impl Receipts {
    /// These receipts.
    pub fn new(domain: CaptureDomain, receipts: Vec<Receipt>) -> Self {
        Self {
            format: RECEIPTS.to_owned(),
            version: VERSION,
            chain_id: domain.chain_id,
            contract: domain.contract,
            receipts,
        }
    }

    /// Reads receipts from this ledger.
    pub fn read(json: &[u8], domain: CaptureDomain) -> Result<Self, BundleError> {
        let read: Self = parse(json, RECEIPTS)?;
        for_ledger((read.chain_id, read.contract), domain)?;
        let long = |receipt: &Receipt| match &receipt.outcome {
            Fate::Refused { reason } => reason.len() > limits::REFUSAL,
            Fate::Recorded | Fate::Cancelled => false,
        };
        if read.receipts.len() > MOST || read.receipts.iter().any(long) {
            return Err(BundleError::Unreadable("it holds too much".to_owned()));
        }
        Ok(read)
    }

    /// Its file.
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

/// What every such file begins with.
#[derive(Deserialize)]
struct Opening {
    format: String,
    version: u32,
}

fn parse<T: for<'de> Deserialize<'de>>(json: &[u8], format: &str) -> Result<T, BundleError> {
    let unreadable = |error: serde_json::Error| BundleError::Unreadable(error.to_string());
    if json.len() > MAX_LEN {
        return Err(BundleError::Unreadable(format!(
            "it has {} bytes",
            json.len()
        )));
    }
    let opening: Opening = serde_json::from_slice(json).map_err(unreadable)?;
    if opening.format != format {
        return Err(BundleError::Unreadable(format!(
            "it does not say {format:?}"
        )));
    }
    if opening.version > VERSION {
        return Err(BundleError::Newer(opening.version));
    }
    serde_json::from_slice(json).map_err(unreadable)
}

fn for_ledger(of: (u64, Address), domain: CaptureDomain) -> Result<(), BundleError> {
    let (chain_id, contract) = of;
    if of == (domain.chain_id, domain.contract) {
        Ok(())
    } else {
        Err(BundleError::OtherLedger { chain_id, contract })
    }
}
