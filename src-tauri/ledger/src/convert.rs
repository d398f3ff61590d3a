//! From the contract's shapes to the vocabulary's, one function per event, checking what the contract checks.

use alloy_primitives::{B256, keccak256};
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventBody, EventTime,
    Granularity, Location, Mass, Party, Portion, Quantity, Record, ShipmentId, Strand, SubjectId,
    Unit, UnknownCode,
};

use crate::abi as sol;
use crate::abi::TraceLedger as contract;
use crate::decode::DecodeError;
use crate::limits;

type Decoded<T> = Result<T, DecodeError>;

pub(crate) fn party_registered(event: contract::PartyRegistered) -> Decoded<EventBody> {
    length(
        "encryption key",
        &event.encryptionKey,
        0,
        limits::ENCRYPTION_KEY,
    )?;
    Ok(EventBody::PartyRegistered(Party {
        epc: name(&event.name, event.party)?,
        account: event.account,
        title: text("title", event.title, limits::TEXT)?,
        gln: text("gln", event.gln, limits::GLN)?,
        place: text("place", event.place, limits::TEXT)?,
        country: text("country", event.country, limits::COUNTRY)?,
    }))
}

pub(crate) fn location_registered(event: contract::LocationRegistered) -> Decoded<EventBody> {
    let (latitude_e6, longitude_e6) = (event.latitudeE6, event.longitudeE6);
    if latitude_e6.unsigned_abs() > 90_000_000 || longitude_e6.unsigned_abs() > 180_000_000 {
        return Err(DecodeError::Coordinates {
            latitude_e6,
            longitude_e6,
        });
    }
    Ok(EventBody::LocationRegistered(Location {
        epc: name(&event.name, event.location)?,
        party: SubjectId(event.party),
        title: text("title", event.title, limits::TEXT)?,
        gln: text("gln", event.gln, limits::GLN)?,
        place: text("place", event.place, limits::TEXT)?,
        country: text("country", event.country, limits::COUNTRY)?,
        latitude_e6,
        longitude_e6,
    }))
}

pub(crate) fn commissioned(event: contract::Commissioned) -> Decoded<EventBody> {
    Ok(EventBody::Commissioned {
        party: SubjectId(event.party),
        asset: asset(event.detail, event.asset)?,
        record: record(event.record)?,
    })
}

pub(crate) fn transformed(event: contract::Transformed) -> Decoded<EventBody> {
    list("outputs", event.outputs.len())?;
    if event.outputIds.len() != event.outputs.len() {
        return Err(DecodeError::Layout(format!(
            "{} ids for {} outputs",
            event.outputIds.len(),
            event.outputs.len()
        )));
    }
    let outputs = event.outputs.into_iter().zip(event.outputIds);
    Ok(EventBody::Transformed {
        party: SubjectId(event.party),
        inputs: portions("inputs", &event.inputs)?,
        outputs: outputs
            .map(|(detail, id)| asset(detail, id))
            .collect::<Decoded<_>>()?,
        record: record(event.record)?,
    })
}

pub(crate) fn packed(event: contract::Packed) -> Decoded<EventBody> {
    Ok(EventBody::Packed {
        party: SubjectId(event.party),
        parent: SubjectId(event.parent),
        children: portions("children", &event.children)?,
        record: record(event.record)?,
    })
}

pub(crate) fn unpacked(event: contract::Unpacked) -> Decoded<EventBody> {
    Ok(EventBody::Unpacked {
        party: SubjectId(event.party),
        parent: SubjectId(event.parent),
        children: portions("children", &event.children)?,
        record: record(event.record)?,
    })
}

pub(crate) fn shipped(event: contract::Shipped) -> Decoded<EventBody> {
    Ok(EventBody::Shipped {
        shipment: ShipmentId(event.shipment),
        party: SubjectId(event.party),
        to_party: SubjectId(event.toParty),
        items: portions("items", &event.items)?,
        record: record(event.record)?,
    })
}

pub(crate) fn received(event: contract::Received) -> Decoded<EventBody> {
    Ok(EventBody::Received {
        shipment: ShipmentId(event.shipment),
        party: SubjectId(event.party),
        from_party: SubjectId(event.fromParty),
        items: portions("items", &event.items)?,
        record: record(event.record)?,
    })
}

pub(crate) fn attested(event: contract::Attested) -> Decoded<EventBody> {
    Ok(EventBody::Attested {
        attestation: AttestationId(event.attestation),
        subject: SubjectId(event.subject),
        party: SubjectId(event.party),
        certified: event.certified,
        claim: claim(event.claim)?,
        record: record(event.record)?,
    })
}

pub(crate) fn revoked(event: contract::Revoked) -> Decoded<EventBody> {
    length("reason", &event.reason, 1, limits::REASON)?;
    Ok(EventBody::Revoked {
        attestation: AttestationId(event.attestation),
        subject: SubjectId(event.subject),
        party: SubjectId(event.party),
        reason: event.reason,
        record: record(event.record)?,
    })
}

pub(crate) fn recalled(event: contract::Recalled) -> Decoded<EventBody> {
    length("reason", &event.reason, 1, limits::REASON)?;
    Ok(EventBody::Recalled {
        asset: SubjectId(event.asset),
        party: SubjectId(event.party),
        reason: event.reason,
        record: record(event.record)?,
    })
}

pub(crate) fn rejected(event: contract::Rejected) -> Decoded<EventBody> {
    length("reason", &event.reason, 1, limits::REASON)?;
    Ok(EventBody::Rejected {
        shipment: ShipmentId(event.shipment),
        party: SubjectId(event.party),
        from_party: SubjectId(event.fromParty),
        items: portions("items", &event.items)?,
        reason: event.reason,
        record: record(event.record)?,
    })
}

pub(crate) fn observed(event: contract::Observed) -> Decoded<EventBody> {
    Ok(EventBody::Observed {
        party: SubjectId(event.party),
        shipment: given(event.shipment).map(ShipmentId),
        items: portions("items", &event.items)?,
        record: record(event.record)?,
    })
}

pub(crate) fn lifted(event: contract::Lifted) -> Decoded<EventBody> {
    length("reason", &event.reason, 1, limits::REASON)?;
    Ok(EventBody::Lifted {
        recall: event.recall,
        asset: SubjectId(event.asset),
        party: SubjectId(event.party),
        reason: event.reason,
        record: record(event.record)?,
    })
}

pub(crate) fn corrected(event: contract::Corrected) -> Decoded<EventBody> {
    length("reason", &event.reason, 1, limits::REASON)?;
    let entries = event.histories.len();
    if entries == 0 || entries > limits::HISTORIES {
        return Err(DecodeError::Histories(entries));
    }
    let history =
        |key: &sol::HistoryKey| Ok::<_, UnknownCode>((SubjectId(key.subject), strand(key.strand)?));
    Ok(EventBody::Corrected {
        corrected: event.corrected,
        party: SubjectId(event.party),
        histories: event
            .histories
            .iter()
            .map(history)
            .collect::<Result<_, _>>()?,
        reason: event.reason,
        record: record(event.record)?,
    })
}

pub(crate) fn anchored(event: contract::Anchored) -> Decoded<EventBody> {
    length("kind", &event.kind, 1, limits::DOCUMENT_KIND)?;
    Ok(EventBody::Anchored {
        party: SubjectId(event.party),
        document_hash: given(event.documentHash).ok_or(DecodeError::NoHash)?,
        kind: event.kind,
        record: record(event.record)?,
    })
}

pub(crate) fn delegated(event: &contract::Delegated) -> Decoded<EventBody> {
    if event.until == 0 || event.until > limits::LAST_SECOND {
        return Err(DecodeError::Time(event.until));
    }
    Ok(EventBody::Delegated {
        party: SubjectId(event.party),
        device: event.device,
        until: event.until,
    })
}

pub(crate) const fn delegation_withdrawn(event: &contract::DelegationWithdrawn) -> EventBody {
    EventBody::DelegationWithdrawn {
        party: SubjectId(event.party),
        device: event.device,
    }
}

/// The strand with this code.
pub(crate) const fn strand(code: u8) -> Result<Strand, UnknownCode> {
    match code {
        0 => Ok(Strand::Identity),
        1 => Ok(Strand::Journey),
        code => Err(UnknownCode {
            list: "strands",
            code,
        }),
    }
}

fn record(record: sol::Record) -> Decoded<Record> {
    if record.eventTime == 0 || record.eventTime / 1000 > limits::LAST_SECOND {
        return Err(DecodeError::Time(record.eventTime));
    }
    if record.zoneOffsetMinutes.unsigned_abs() > limits::ZONE_OFFSET_MINUTES.unsigned_abs() {
        return Err(DecodeError::ZoneOffset(record.zoneOffsetMinutes));
    }
    if record.document.len() > limits::DOCUMENT {
        return Err(DecodeError::Length {
            field: "document",
            length: record.document.len(),
            min: 0,
            max: limits::DOCUMENT,
        });
    }
    Ok(Record {
        time: EventTime {
            unix_millis: record.eventTime,
            zone_offset_minutes: record.zoneOffsetMinutes,
        },
        location: given(record.location).map(SubjectId),
        biz_step: text("business step", record.bizStep, limits::BIZ_STEP)?,
        event_hash: given(record.eventHash),
        document: record.document.into(),
    })
}

fn asset(detail: sol::NewAsset, id: B256) -> Decoded<AssetDetail> {
    let unit = Unit::new(&detail.unit).map_err(DecodeError::Unit)?;
    let quantity = Quantity {
        micro: quantity(detail.quantity)?,
        unit,
    };
    let granularity = Granularity::try_from(detail.granularity)?;
    let one_piece = quantity.micro == trace::MICRO && quantity.unit == Unit::piece();
    if granularity == Granularity::Item && !one_piece {
        return Err(DecodeError::NotOnePiece(quantity));
    }
    if detail.unitMass > Quantity::MAX_MICRO {
        return Err(DecodeError::Quantity(detail.unitMass));
    }
    Ok(AssetDetail {
        epc: name(&detail.name, id)?,
        kind: AssetKind::try_from(detail.kind)?,
        granularity,
        description: text("description", detail.description, limits::TEXT)?,
        quantity,
        unit_mass: (detail.unitMass != 0).then(|| Mass::from_milligrams(detail.unitMass)),
    })
}

fn claim(claim: sol::Claim) -> Decoded<Claim> {
    length("claim", &claim.kind, 1, limits::CLAIM_KIND)?;
    let second = |second: u64| {
        if second > limits::LAST_SECOND {
            return Err(DecodeError::Time(second));
        }
        Ok((second != 0).then_some(second))
    };
    Ok(Claim {
        kind: ClaimKind::from_word(&claim.kind),
        value_micro: claim.value,
        unit: text("unit", claim.unit, limits::CLAIM_UNIT)?,
        statement: text("statement", claim.statement, limits::STATEMENT)?,
        method: text("method", claim.method, limits::TEXT)?,
        valid_from: second(claim.validFrom)?,
        valid_until: second(claim.validUntil)?,
        document_hash: given(claim.documentHash),
    })
}

fn portions(field: &'static str, portions: &[sol::Portion]) -> Decoded<Vec<Portion>> {
    list(field, portions.len())?;
    let portion = |portion: &sol::Portion| {
        Ok(Portion {
            asset: SubjectId(portion.asset),
            micro: quantity(portion.quantity)?,
        })
    };
    portions.iter().map(portion).collect()
}

fn quantity(micro: u64) -> Decoded<u64> {
    if micro == 0 || micro > Quantity::MAX_MICRO {
        return Err(DecodeError::Quantity(micro));
    }
    Ok(micro)
}

fn name(spelling: &str, id: B256) -> Decoded<Epc> {
    let epc = Epc::parse(spelling)?;
    if epc.as_str() != spelling {
        return Err(DecodeError::NotCanonical {
            found: spelling.to_owned(),
            canonical: epc.to_string(),
        });
    }
    if keccak256(spelling.as_bytes()) != id {
        return Err(DecodeError::Id { found: id });
    }
    Ok(epc)
}

/// Zero stands for "not given".
fn given(word: B256) -> Option<B256> {
    (!word.is_zero()).then_some(word)
}

fn list(field: &'static str, entries: usize) -> Decoded<()> {
    if entries == 0 || entries > limits::LIST {
        return Err(DecodeError::List { field, entries });
    }
    Ok(())
}

fn text(field: &'static str, text: String, max: usize) -> Decoded<String> {
    length(field, &text, 0, max)?;
    Ok(text)
}

fn length(field: &'static str, text: &str, min: usize, max: usize) -> Decoded<()> {
    // What is not UTF-8 was replaced by U+FFFD, three bytes for as little as one: such text may be longer than it was.
    let max = if text.contains('\u{fffd}') {
        max * 3
    } else {
        max
    };
    if (min..=max).contains(&text.len()) {
        return Ok(());
    }
    Err(DecodeError::Length {
        field,
        length: text.len(),
        min,
        max,
    })
}
