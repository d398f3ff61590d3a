//! From the vocabulary to the contract's shapes: what every call is built from, and the logs that the contract emits
//! for an event, for ledgers that are simulated. It checks nothing; the contract does.

use alloy_primitives::{B256, LogData};
use alloy_sol_types::SolEvent;
use trace::{
    AssetDetail, Claim, EventBody, Location, Party, Portion, Record, ShipmentId, Strand, SubjectId,
};

use crate::abi as sol;
use crate::abi::TraceLedger as contract;
use crate::decode::HeadExtension;

/// The log that the contract emits for this event. The vocabulary knows no encryption keys: a party's is empty.
#[rustfmt::skip] // One line per event reads better than one per field.
pub fn encode(body: &EventBody) -> LogData {
    match body {
        EventBody::PartyRegistered(party) => party_registered(party),
        EventBody::LocationRegistered(location) => location_registered(location),
        EventBody::Commissioned { party, asset, record } => contract::Commissioned {
            asset: asset.id().0, party: party.0, detail: new_asset(asset), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Transformed { party, inputs, outputs, record } => contract::Transformed {
            party: party.0,
            inputs: sol_portions(inputs),
            outputIds: outputs.iter().map(|output| output.id().0).collect(),
            outputs: outputs.iter().map(new_asset).collect(),
            record: sol_record(record),
        }.encode_log_data(),
        EventBody::Packed { party, parent, children, record } => contract::Packed {
            party: party.0, parent: parent.0, children: sol_portions(children), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Unpacked { party, parent, children, record } => contract::Unpacked {
            party: party.0, parent: parent.0, children: sol_portions(children), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Shipped { shipment, party, to_party, items, record } => contract::Shipped {
            shipment: shipment.0, party: party.0, toParty: to_party.0, items: sol_portions(items), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Received { shipment, party, from_party, items, record } => contract::Received {
            shipment: shipment.0, party: party.0, fromParty: from_party.0, items: sol_portions(items), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Attested { attestation, subject, party, certified, claim, record } => contract::Attested {
            attestation: attestation.0, subject: subject.0, party: party.0, certified: *certified,
            claim: sol_claim(claim), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Revoked { attestation, subject, party, reason, record } => contract::Revoked {
            attestation: attestation.0, subject: subject.0, party: party.0, reason: reason.clone(), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Recalled { asset, party, reason, record } => contract::Recalled {
            asset: asset.0, party: party.0, reason: reason.clone(), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Rejected { shipment, party, from_party, items, reason, record } => contract::Rejected {
            shipment: shipment.0, party: party.0, fromParty: from_party.0, items: sol_portions(items),
            reason: reason.clone(), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Observed { party, shipment, items, record } => contract::Observed {
            party: party.0, shipment: shipment_word(*shipment), items: sol_portions(items), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Lifted { recall, asset, party, reason, record } => contract::Lifted {
            recall: *recall, asset: asset.0, party: party.0, reason: reason.clone(), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Corrected { corrected, party, histories, reason, record } => contract::Corrected {
            corrected: *corrected, party: party.0, histories: sol_histories(histories),
            reason: reason.clone(), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Anchored { party, document_hash, kind, record } => contract::Anchored {
            party: party.0, documentHash: *document_hash, kind: kind.clone(), record: sol_record(record),
        }.encode_log_data(),
        EventBody::Delegated { party, device, until } => contract::Delegated {
            party: party.0, device: *device, until: *until,
        }.encode_log_data(),
        EventBody::DelegationWithdrawn { party, device } => contract::DelegationWithdrawn {
            party: party.0, device: *device,
        }.encode_log_data(),
    }
}

/// The log that the contract emits when a history grows.
pub fn encode_head(extension: &HeadExtension) -> LogData {
    contract::HeadExtended {
        subject: extension.subject.0,
        strand: strand_code(extension.strand),
        digest: extension.digest,
        head: extension.head,
        count: extension.count,
    }
    .encode_log_data()
}

/// The contract's code for a strand.
pub(crate) const fn strand_code(strand: Strand) -> u8 {
    match strand {
        Strand::Identity => 0,
        Strand::Journey => 1,
    }
}

fn party_registered(party: &Party) -> LogData {
    contract::PartyRegistered {
        party: party.id().0,
        name: party.epc.to_string(),
        account: party.account,
        title: party.title.clone(),
        gln: party.gln.clone(),
        place: party.place.clone(),
        country: party.country.clone(),
        encryptionKey: String::new(),
    }
    .encode_log_data()
}

fn location_registered(location: &Location) -> LogData {
    contract::LocationRegistered {
        location: location.id().0,
        name: location.epc.to_string(),
        party: location.party.0,
        title: location.title.clone(),
        gln: location.gln.clone(),
        place: location.place.clone(),
        country: location.country.clone(),
        latitudeE6: location.latitude_e6,
        longitudeE6: location.longitude_e6,
    }
    .encode_log_data()
}

pub(crate) fn new_asset(asset: &AssetDetail) -> sol::NewAsset {
    let milligrams = asset.unit_mass.map_or(0, |mass| mass.micrograms() / 1000);
    sol::NewAsset {
        name: asset.epc.to_string(),
        kind: asset.kind.code(),
        granularity: asset.granularity.code(),
        description: asset.description.clone(),
        quantity: asset.quantity.micro,
        unit: asset.quantity.unit.code().to_owned(),
        unitMass: u64::try_from(milligrams).unwrap_or(u64::MAX),
    }
}

/// The contract's word for a shipment or none.
pub(crate) fn shipment_word(shipment: Option<ShipmentId>) -> B256 {
    shipment.map_or(B256::ZERO, |shipment| shipment.0)
}

pub(crate) fn sol_histories(histories: &[(SubjectId, Strand)]) -> Vec<sol::HistoryKey> {
    let key = |(subject, strand): &(SubjectId, Strand)| sol::HistoryKey {
        subject: subject.0,
        strand: strand_code(*strand),
    };
    histories.iter().map(key).collect()
}

pub(crate) fn sol_portions(portions: &[Portion]) -> Vec<sol::Portion> {
    let portion = |portion: &Portion| sol::Portion {
        asset: portion.asset.0,
        quantity: portion.micro,
    };
    portions.iter().map(portion).collect()
}

pub(crate) fn sol_claim(claim: &Claim) -> sol::Claim {
    sol::Claim {
        kind: claim.kind.word().to_owned(),
        value: claim.value_micro,
        unit: claim.unit.clone(),
        statement: claim.statement.clone(),
        method: claim.method.clone(),
        validFrom: claim.valid_from.unwrap_or(0),
        validUntil: claim.valid_until.unwrap_or(0),
        documentHash: claim.document_hash.unwrap_or(B256::ZERO),
    }
}

pub(crate) fn sol_record(record: &Record) -> sol::Record {
    sol::Record {
        eventTime: record.time.unix_millis,
        zoneOffsetMinutes: record.time.zone_offset_minutes,
        location: record.location.map_or(B256::ZERO, |location| location.0),
        bizStep: record.biz_step.clone(),
        eventHash: record.event_hash.unwrap_or(B256::ZERO),
        document: record.document.clone().into(),
    }
}
