//! The contract's functions as calldata, ready to be put into a transaction. Nothing here sends or checks it.

use alloy_primitives::{Address, B256, keccak256};
use alloy_sol_types::SolCall;
use trace::{
    AssetDetail, AttestationId, Claim, Location, Party, Portion, Record, ShipmentId, Strand,
    SubjectId,
};

use crate::abi::TraceLedger as contract;
use crate::encode::{
    new_asset, shipment_word, sol_claim, sol_histories, sol_portions, sol_record, strand_code,
};

/// What an account may do besides what every party may.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// May commission and transform.
    Producer,
    /// May pack and ship.
    Handler,
    /// May make claims about any subject.
    Certifier,
    /// May recall any asset.
    Recaller,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [
        Self::Producer,
        Self::Handler,
        Self::Certifier,
        Self::Recaller,
    ];

    /// The contract's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Producer => "PRODUCER_ROLE",
            Self::Handler => "HANDLER_ROLE",
            Self::Certifier => "CERTIFIER_ROLE",
            Self::Recaller => "RECALLER_ROLE",
        }
    }

    /// The contract's id for it: the Keccak-256 of its name.
    pub fn id(self) -> B256 {
        keccak256(self.name())
    }
}

/// Enters a party into the directory; `encryption_key` may be empty.
pub fn register_party(party: &Party, encryption_key: &str) -> Vec<u8> {
    contract::registerPartyCall {
        account: party.account,
        name: party.epc.to_string(),
        title: party.title.clone(),
        gln: party.gln.clone(),
        place: party.place.clone(),
        country: party.country.clone(),
        encryptionKey: encryption_key.to_owned(),
    }
    .abi_encode()
}

/// Enters a place into the directory.
pub fn register_location(location: &Location) -> Vec<u8> {
    contract::registerLocationCall {
        party: location.party.0,
        name: location.epc.to_string(),
        title: location.title.clone(),
        gln: location.gln.clone(),
        place: location.place.clone(),
        country: location.country.clone(),
        latitudeE6: location.latitude_e6,
        longitudeE6: location.longitude_e6,
    }
    .abi_encode()
}

/// Gives a role to an account.
pub fn grant_role(role: Role, account: Address) -> Vec<u8> {
    contract::grantRoleCall {
        role: role.id(),
        account,
    }
    .abi_encode()
}

/// Makes an asset without recorded inputs.
pub fn commission(asset: &AssetDetail, record: &Record) -> Vec<u8> {
    contract::commissionCall {
        asset: new_asset(asset),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Uses up inputs and makes outputs.
pub fn transform(inputs: &[Portion], outputs: &[AssetDetail], record: &Record) -> Vec<u8> {
    contract::transformCall {
        inputs: sol_portions(inputs),
        outputs: outputs.iter().map(new_asset).collect(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Puts children into a parent.
pub fn pack(parent: SubjectId, children: &[Portion], record: &Record) -> Vec<u8> {
    contract::packCall {
        parent: parent.0,
        children: sol_portions(children),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Takes children out of a parent.
pub fn unpack(parent: SubjectId, children: &[Portion], record: &Record) -> Vec<u8> {
    contract::unpackCall {
        parent: parent.0,
        children: sol_portions(children),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Sends goods to another party.
pub fn ship(items: &[Portion], to_party: SubjectId, record: &Record) -> Vec<u8> {
    contract::shipCall {
        items: sol_portions(items),
        toParty: to_party.0,
        record: sol_record(record),
    }
    .abi_encode()
}

/// Takes what another party sent.
pub fn receive_shipment(shipment: ShipmentId, record: &Record) -> Vec<u8> {
    contract::receiveShipmentCall {
        shipment: shipment.0,
        record: sol_record(record),
    }
    .abi_encode()
}

/// Refuses what another party sent; the sender has it again.
pub fn reject(shipment: ShipmentId, reason: &str, record: &Record) -> Vec<u8> {
    contract::rejectCall {
        shipment: shipment.0,
        reason: reason.to_owned(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Says that goods were seen, in hand or under way in a shipment.
pub fn observe(items: &[Portion], shipment: Option<ShipmentId>, record: &Record) -> Vec<u8> {
    contract::observeCall {
        items: sol_portions(items),
        shipment: shipment_word(shipment),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Makes a claim about a subject.
pub fn attest(subject: SubjectId, claim: &Claim, record: &Record) -> Vec<u8> {
    contract::attestCall {
        subject: subject.0,
        claim: sol_claim(claim),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Takes a claim back.
pub fn revoke(attestation: AttestationId, reason: &str, record: &Record) -> Vec<u8> {
    contract::revokeCall {
        attestation: attestation.0,
        reason: reason.to_owned(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Calls an asset back.
pub fn recall(asset: SubjectId, reason: &str, record: &Record) -> Vec<u8> {
    contract::recallCall {
        asset: asset.0,
        reason: reason.to_owned(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Ends a recall, which is named by the digest of its event.
pub fn lift(asset: SubjectId, recall: B256, reason: &str, record: &Record) -> Vec<u8> {
    contract::liftCall {
        asset: asset.0,
        recall,
        reason: reason.to_owned(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Says that an event is wrong. The histories are those that it extended, in its order (see [`crate::extends`]).
pub fn correct(
    digest: B256,
    histories: &[(SubjectId, Strand)],
    reason: &str,
    record: &Record,
) -> Vec<u8> {
    contract::correctCall {
        digest,
        histories: sol_histories(histories),
        reason: reason.to_owned(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Fixes what a document or report says: SHA-256 of the file, and a word for what it is.
pub fn anchor(document_hash: B256, kind: &str, record: &Record) -> Vec<u8> {
    contract::anchorCall {
        documentHash: document_hash,
        kind: kind.to_owned(),
        record: sol_record(record),
    }
    .abi_encode()
}

/// Lets a device act for the caller until this second (Unix time).
pub fn delegate(device: Address, until: u64) -> Vec<u8> {
    contract::delegateCall { device, until }.abi_encode()
}

/// Lets a device no longer act for the caller.
pub fn withdraw(device: Address) -> Vec<u8> {
    contract::withdrawCall { device }.abi_encode()
}

/// Asks for a history's running hash and count; [`read_head`] reads the answer.
pub fn head(subject: SubjectId, strand: Strand) -> Vec<u8> {
    contract::headCall {
        subject: subject.0,
        strand: strand_code(strand),
    }
    .abi_encode()
}

/// The running hash and the count in the answer to [`head`]; `None` if it is no such answer.
pub fn read_head(answer: &[u8]) -> Option<(B256, u64)> {
    contract::headCall::abi_decode_returns_validate(answer)
        .ok()
        .map(|answer| (answer.head, answer.count))
}

/// Asks which party an account stands for; the answer is one word, zero for none.
pub fn party_of(account: Address) -> Vec<u8> {
    contract::partyOfCall { account }.abi_encode()
}

/// Asks whether an account has a role; the answer is one word, zero or one.
pub fn has_role(role: Role, account: Address) -> Vec<u8> {
    contract::hasRoleCall {
        role: role.id(),
        account,
    }
    .abi_encode()
}
