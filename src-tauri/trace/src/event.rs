//! Events: what the ledger recorded, one per log of the contract.

use alloy_primitives::{Address, B256};

use crate::{
    AssetDetail, AttestationId, Claim, EventTime, Location, Party, ShipmentId, Strand, SubjectId,
};

/// Where an event stands on the chain; events sort by it in the order in which they took effect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventKey {
    /// The block's number, below 2⁴³.
    pub block: u64,
    /// The log's index in its block, below 2²⁰.
    pub log_index: u32,
}

impl EventKey {
    /// Where the first event could stand.
    pub const FIRST: Self = Self {
        block: 0,
        log_index: 0,
    };

    /// The key packed as `block << 20 | log_index`; `None` if either number is out of range.
    pub fn packed(self) -> Option<i64> {
        if self.log_index >= 1 << 20 || self.block >= 1 << 43 {
            return None;
        }
        i64::try_from(self.block << 20 | u64::from(self.log_index)).ok()
    }

    /// The key from its packed form; `None` if it is negative.
    pub fn unpack(packed: i64) -> Option<Self> {
        let packed = u64::try_from(packed).ok()?;
        let log_index = u32::try_from(packed & 0xf_ffff).ok()?;
        Some(Self {
            block: packed >> 20,
            log_index,
        })
    }
}

/// What every record carries besides what it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// When it happened.
    pub time: EventTime,
    /// Where it happened, if that was recorded.
    pub location: Option<SubjectId>,
    /// The CBV business step as a bare word, such as `commissioning`; hostile text.
    pub biz_step: String,
    /// SHA-256 of the event's EPCIS document by the CBV hash algorithm, if there is one.
    pub event_hash: Option<B256>,
    /// The document itself where it rides along; hostile bytes, often empty.
    pub document: Vec<u8>,
}

/// Some quantity of an asset, in millionths of the asset's unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Portion {
    /// The asset.
    pub asset: SubjectId,
    /// Millionths of its unit.
    pub micro: u64,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EventBody {
    /// A company joined the directory.
    PartyRegistered(Party),
    /// A place joined the directory.
    LocationRegistered(Location),
    /// An asset came onto the ledger without recorded inputs.
    Commissioned {
        /// Its maker and first holder.
        party: SubjectId,
        /// The asset.
        asset: AssetDetail,
        /// When, where and by which document.
        record: Record,
    },
    /// Inputs were used up and outputs made.
    Transformed {
        /// Who did it, and holds the outputs.
        party: SubjectId,
        /// What was used up.
        inputs: Vec<Portion>,
        /// What was made.
        outputs: Vec<AssetDetail>,
        /// When, where and by which document.
        record: Record,
    },
    /// Children were put into a parent.
    Packed {
        /// Who did it.
        party: SubjectId,
        /// What they were put into.
        parent: SubjectId,
        /// What was put in.
        children: Vec<Portion>,
        /// When, where and by which document.
        record: Record,
    },
    /// Children were taken out of a parent.
    Unpacked {
        /// Who did it, and holds the children again.
        party: SubjectId,
        /// What they were taken out of.
        parent: SubjectId,
        /// What was taken out.
        children: Vec<Portion>,
        /// When, where and by which document.
        record: Record,
    },
    /// Goods left for another party; in transit they belong to nobody else.
    Shipped {
        /// The shipment.
        shipment: ShipmentId,
        /// The sender.
        party: SubjectId,
        /// The party they are meant for.
        to_party: SubjectId,
        /// The goods.
        items: Vec<Portion>,
        /// When, where and by which document.
        record: Record,
    },
    /// Goods arrived.
    Received {
        /// The shipment.
        shipment: ShipmentId,
        /// The receiver, and holder from now on.
        party: SubjectId,
        /// The sender.
        from_party: SubjectId,
        /// The goods.
        items: Vec<Portion>,
        /// When, where and by which document.
        record: Record,
    },
    /// Goods were refused by whom they were sent to; they are the sender's again.
    Rejected {
        /// The shipment.
        shipment: ShipmentId,
        /// Who refused them.
        party: SubjectId,
        /// The sender, and holder from now on.
        from_party: SubjectId,
        /// The goods.
        items: Vec<Portion>,
        /// Why; hostile text.
        reason: String,
        /// When, where and by which document.
        record: Record,
    },
    /// Goods were seen, in hand or on the way; nothing moved.
    Observed {
        /// Who saw them.
        party: SubjectId,
        /// The shipment that they were under way in, if they were.
        shipment: Option<ShipmentId>,
        /// The goods.
        items: Vec<Portion>,
        /// When, where and by which document.
        record: Record,
    },
    /// Someone asserted a claim.
    Attested {
        /// The attestation.
        attestation: AttestationId,
        /// What the claim is about.
        subject: SubjectId,
        /// Who asserts it.
        party: SubjectId,
        /// Whether that party held the certifier's role; otherwise it is a declaration of its own.
        certified: bool,
        /// The claim.
        claim: Claim,
        /// When, where and by which document.
        record: Record,
    },
    /// An attestation was taken back.
    Revoked {
        /// The attestation.
        attestation: AttestationId,
        /// What its claim was about.
        subject: SubjectId,
        /// Who had asserted it.
        party: SubjectId,
        /// Why; hostile text.
        reason: String,
        /// When, where and by which document.
        record: Record,
    },
    /// An asset was recalled.
    Recalled {
        /// The asset.
        asset: SubjectId,
        /// Who recalled it.
        party: SubjectId,
        /// Why; hostile text.
        reason: String,
        /// When, where and by which document.
        record: Record,
    },
    /// A recall is over.
    Lifted {
        /// The digest of the event that recalled the asset.
        recall: B256,
        /// The asset.
        asset: SubjectId,
        /// Who had recalled it.
        party: SubjectId,
        /// Why; hostile text.
        reason: String,
        /// When, where and by which document.
        record: Record,
    },
    /// Who wrote an event said that it is wrong. What it did to quantities stays done.
    Corrected {
        /// The digest of the wrong event.
        corrected: B256,
        /// Who wrote it.
        party: SubjectId,
        /// The histories that it is part of.
        histories: Vec<(SubjectId, Strand)>,
        /// Why; hostile text.
        reason: String,
        /// When, where and by which document.
        record: Record,
    },
    /// A party fixed what a document or report says.
    Anchored {
        /// The party.
        party: SubjectId,
        /// SHA-256 of the file.
        document_hash: B256,
        /// What it is, such as `report`; hostile text.
        kind: String,
        /// When, where and by which document.
        record: Record,
    },
    /// A device may act for a party.
    Delegated {
        /// The party.
        party: SubjectId,
        /// The device's account.
        device: Address,
        /// Up to when, in seconds since 1970.
        until: u64,
    },
    /// A device may not act for a party any longer.
    DelegationWithdrawn {
        /// The party.
        party: SubjectId,
        /// The device's account.
        device: Address,
    },
}

/// The name of an event's body, without its fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventType {
    /// A company joined the directory.
    PartyRegistered,
    /// A place joined the directory.
    LocationRegistered,
    /// An asset came onto the ledger.
    Commissioned,
    /// Inputs became outputs.
    Transformed,
    /// Children went into a parent.
    Packed,
    /// Children came out of a parent.
    Unpacked,
    /// Goods left.
    Shipped,
    /// Goods arrived.
    Received,
    /// A claim was asserted.
    Attested,
    /// An attestation was taken back.
    Revoked,
    /// An asset was recalled.
    Recalled,
    /// Goods were refused.
    Rejected,
    /// Goods were seen.
    Observed,
    /// A recall is over.
    Lifted,
    /// An event is wrong.
    Corrected,
    /// A document was fixed by its hash.
    Anchored,
    /// A device may act for a party.
    Delegated,
    /// A device may not act for a party any longer.
    DelegationWithdrawn,
}

impl EventType {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PartyRegistered => "party registered",
            Self::LocationRegistered => "location registered",
            Self::Commissioned => "commissioned",
            Self::Transformed => "transformed",
            Self::Packed => "packed",
            Self::Unpacked => "unpacked",
            Self::Shipped => "shipped",
            Self::Received => "received",
            Self::Attested => "attested",
            Self::Revoked => "revoked",
            Self::Recalled => "recalled",
            Self::Rejected => "rejected",
            Self::Observed => "observed",
            Self::Lifted => "lifted",
            Self::Corrected => "corrected",
            Self::Anchored => "anchored",
            Self::Delegated => "delegated",
            Self::DelegationWithdrawn => "delegation withdrawn",
        }
    }
}

impl EventBody {
    /// The name of the event.
    pub const fn event_type(&self) -> EventType {
        match self {
            Self::PartyRegistered(_) => EventType::PartyRegistered,
            Self::LocationRegistered(_) => EventType::LocationRegistered,
            Self::Commissioned { .. } => EventType::Commissioned,
            Self::Transformed { .. } => EventType::Transformed,
            Self::Packed { .. } => EventType::Packed,
            Self::Unpacked { .. } => EventType::Unpacked,
            Self::Shipped { .. } => EventType::Shipped,
            Self::Received { .. } => EventType::Received,
            Self::Attested { .. } => EventType::Attested,
            Self::Revoked { .. } => EventType::Revoked,
            Self::Recalled { .. } => EventType::Recalled,
            Self::Rejected { .. } => EventType::Rejected,
            Self::Observed { .. } => EventType::Observed,
            Self::Lifted { .. } => EventType::Lifted,
            Self::Corrected { .. } => EventType::Corrected,
            Self::Anchored { .. } => EventType::Anchored,
            Self::Delegated { .. } => EventType::Delegated,
            Self::DelegationWithdrawn { .. } => EventType::DelegationWithdrawn,
        }
    }

    /// When, where and by which document; the directory's entries and delegations have none.
    pub const fn record(&self) -> Option<&Record> {
        match self {
            Self::PartyRegistered(_)
            | Self::LocationRegistered(_)
            | Self::Delegated { .. }
            | Self::DelegationWithdrawn { .. } => None,
            Self::Commissioned { record, .. }
            | Self::Transformed { record, .. }
            | Self::Packed { record, .. }
            | Self::Unpacked { record, .. }
            | Self::Shipped { record, .. }
            | Self::Received { record, .. }
            | Self::Attested { record, .. }
            | Self::Revoked { record, .. }
            | Self::Recalled { record, .. }
            | Self::Rejected { record, .. }
            | Self::Observed { record, .. }
            | Self::Lifted { record, .. }
            | Self::Corrected { record, .. }
            | Self::Anchored { record, .. } => Some(record),
        }
    }

    /// Whose event it is: the party that recorded it, or that an entry of the directory is of.
    pub fn actor(&self) -> SubjectId {
        match self {
            Self::PartyRegistered(party) => party.id(),
            Self::LocationRegistered(location) => location.party,
            Self::Commissioned { party, .. }
            | Self::Transformed { party, .. }
            | Self::Packed { party, .. }
            | Self::Unpacked { party, .. }
            | Self::Shipped { party, .. }
            | Self::Received { party, .. }
            | Self::Attested { party, .. }
            | Self::Revoked { party, .. }
            | Self::Recalled { party, .. }
            | Self::Rejected { party, .. }
            | Self::Observed { party, .. }
            | Self::Lifted { party, .. }
            | Self::Corrected { party, .. }
            | Self::Anchored { party, .. }
            | Self::Delegated { party, .. }
            | Self::DelegationWithdrawn { party, .. } => *party,
        }
    }

    /// The subjects the event is about, each once, in the order the ledger names them.
    pub fn subjects(&self) -> Vec<SubjectId> {
        let assets = |portions: &[Portion]| {
            portions
                .iter()
                .map(|portion| portion.asset)
                .collect::<Vec<_>>()
        };
        match self {
            Self::PartyRegistered(party) => vec![party.id()],
            Self::LocationRegistered(location) => vec![location.id()],
            Self::Commissioned { asset, .. } => vec![asset.id()],
            Self::Transformed {
                inputs, outputs, ..
            } => {
                let mut subjects = assets(inputs);
                subjects.extend(outputs.iter().map(AssetDetail::id));
                subjects
            }
            Self::Packed {
                parent, children, ..
            }
            | Self::Unpacked {
                parent, children, ..
            } => {
                let mut subjects = vec![*parent];
                subjects.extend(assets(children));
                subjects
            }
            Self::Shipped { items, .. }
            | Self::Received { items, .. }
            | Self::Rejected { items, .. }
            | Self::Observed { items, .. } => assets(items),
            Self::Attested { subject, .. } | Self::Revoked { subject, .. } => vec![*subject],
            Self::Recalled { asset, .. } | Self::Lifted { asset, .. } => vec![*asset],
            Self::Corrected { histories, .. } => {
                let mut subjects: Vec<SubjectId> = Vec::with_capacity(histories.len());
                for (subject, _) in histories {
                    if !subjects.contains(subject) {
                        subjects.push(*subject);
                    }
                }
                subjects
            }
            Self::Anchored { party, .. }
            | Self::Delegated { party, .. }
            | Self::DelegationWithdrawn { party, .. } => vec![*party],
        }
    }
}

/// An event with its place on the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceEvent {
    /// Block and log index.
    pub key: EventKey,
    /// The hash of the transaction that emitted it; `None` where only a receipt is held.
    pub transaction: Option<B256>,
    /// The block's time in seconds since 1970.
    pub block_time: u64,
    /// The digest of the log that it was read from, by which later events name it.
    pub digest: B256,
    /// What happened.
    pub body: EventBody,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_pack_in_chain_order() {
        let earlier = EventKey {
            block: 7,
            log_index: 0xf_ffff,
        };
        let later = EventKey {
            block: 8,
            log_index: 0,
        };
        assert!(earlier.packed() < later.packed());
        assert_eq!(earlier.packed().and_then(EventKey::unpack), Some(earlier));
        assert_eq!(
            EventKey {
                block: 1 << 43,
                log_index: 0
            }
            .packed(),
            None
        );
        assert_eq!(
            EventKey {
                block: 1,
                log_index: 1 << 20
            }
            .packed(),
            None
        );
        assert_eq!(EventKey::unpack(-1), None);
    }
}
