//! Running hashes: which histories an event extends, and how; the reckoning of the contract's `SubjectHeads`.

use alloy_primitives::{B256, Keccak256, Log, U256, keccak256};
use trace::{AssetDetail, EventBody, Portion, Strand, SubjectId};

/// What stands for an event in a running hash: the Keccak-256 of its topic and data.
///
/// Events of record have one topic each; of any other log the first is taken, and no topic counts as nothing.
pub fn event_digest(log: &Log) -> B256 {
    let mut hasher = Keccak256::new();
    if let Some(topic) = log.topics().first() {
        hasher.update(topic);
    }
    hasher.update(&log.data.data);
    hasher.finalize()
}

/// The digest of the log that the contract emits for this event. A log that was read may have said more than the
/// vocabulary keeps, such as a party's encryption key: its own digest is [`event_digest`].
pub fn body_digest(body: &EventBody) -> B256 {
    let data = crate::encode(body);
    event_digest(&Log {
        address: alloy_primitives::Address::ZERO,
        data,
    })
}

/// The running hash after an event; a history starts from zero.
pub fn extend_head(head: B256, digest: B256) -> B256 {
    keccak256([head.as_slice(), digest.as_slice()].concat())
}

/// The running hash over events in their order, and how many they are.
pub fn fold_head(digests: impl IntoIterator<Item = B256>) -> (B256, u64) {
    digests
        .into_iter()
        .fold((B256::ZERO, 0), |(head, count), digest| {
            (extend_head(head, digest), count + 1)
        })
}

/// The histories that the contract extends by this event, in its order.
pub fn extends(body: &EventBody) -> Vec<(SubjectId, Strand)> {
    let journeys = |portions: &[Portion]| {
        portions
            .iter()
            .map(|portion| (portion.asset, Strand::Journey))
            .collect::<Vec<_>>()
    };
    match body {
        EventBody::PartyRegistered(party) => vec![(party.id(), Strand::Identity)],
        EventBody::LocationRegistered(location) => vec![(location.id(), Strand::Identity)],
        EventBody::Commissioned { asset, .. } => vec![(asset.id(), Strand::Identity)],
        EventBody::Transformed {
            inputs, outputs, ..
        } => {
            let made = outputs.iter().map(AssetDetail::id);
            let mut extended = journeys(inputs);
            extended.extend(made.map(|output| (output, Strand::Identity)));
            extended
        }
        EventBody::Packed {
            parent, children, ..
        }
        | EventBody::Unpacked {
            parent, children, ..
        } => {
            let mut extended = vec![(*parent, Strand::Journey)];
            extended.extend(journeys(children));
            extended
        }
        EventBody::Shipped { items, .. }
        | EventBody::Received { items, .. }
        | EventBody::Rejected { items, .. }
        | EventBody::Observed { items, .. } => journeys(items),
        EventBody::Attested { subject, .. } | EventBody::Revoked { subject, .. } => {
            vec![(*subject, Strand::Identity)]
        }
        EventBody::Recalled { asset, .. } | EventBody::Lifted { asset, .. } => {
            vec![(*asset, Strand::Identity)]
        }
        EventBody::Corrected { histories, .. } => histories.clone(),
        EventBody::Anchored { party, .. }
        | EventBody::Delegated { party, .. }
        | EventBody::DelegationWithdrawn { party, .. } => vec![(*party, Strand::Identity)],
    }
}

/// The storage slot of a history's running hash; its count is in the slot behind it.
///
/// `keccak(strand ‖ keccak(subject ‖ 0))`: a mapping in a mapping at slot 0 (Solidity, "Layout of State Variables in
/// Storage").
pub fn head_slot(subject: SubjectId, strand: Strand) -> B256 {
    let outer = keccak256([subject.0.as_slice(), B256::ZERO.as_slice()].concat());
    let key = B256::with_last_byte(crate::encode::strand_code(strand));
    keccak256([key.as_slice(), outer.as_slice()].concat())
}

/// The storage slot of a history's count.
pub fn count_slot(subject: SubjectId, strand: Strand) -> B256 {
    let head = U256::from_be_bytes(head_slot(subject, strand).0);
    head.wrapping_add(U256::ONE).into()
}
