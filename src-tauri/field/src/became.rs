//! Whether an event of the ledger is what a record became, where nothing but the event is known: not the ledger's own note of it.

use trace::EventBody;

/// Whether a signed record became this event. What the ledger adds (numbers, what is in a shipment, whether its party is a certifier)
/// tells nothing; all that was signed must be in it.
pub fn became(signed: &EventBody, event: &EventBody) -> bool {
    let mut signed = signed.clone();
    match (&mut signed, event) {
        (
            EventBody::Shipped { shipment, .. },
            EventBody::Shipped {
                shipment: given, ..
            },
        ) => {
            *shipment = *given;
        }
        (
            EventBody::Attested {
                attestation,
                certified,
                ..
            },
            EventBody::Attested {
                attestation: given,
                certified: found,
                ..
            },
        ) => (*attestation, *certified) = (*given, *found),
        (
            EventBody::Received {
                items, from_party, ..
            },
            EventBody::Received {
                items: held,
                from_party: from,
                ..
            },
        )
        | (
            EventBody::Rejected {
                items, from_party, ..
            },
            EventBody::Rejected {
                items: held,
                from_party: from,
                ..
            },
        ) => {
            items.clone_from(held);
            *from_party = *from;
        }
        (
            EventBody::Corrected { histories, .. },
            EventBody::Corrected {
                histories: extended,
                ..
            },
        ) => histories.clone_from(extended),
        _ => {}
    }
    signed == *event
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloy_primitives::B256;
    use trace::{EventTime, Portion, Record, ShipmentId, SubjectId};

    use super::*;

    fn shipped(number: u8, minute: u64, micro: u64) -> EventBody {
        EventBody::Shipped {
            shipment: ShipmentId(B256::repeat_byte(number)),
            party: SubjectId(B256::repeat_byte(1)),
            to_party: SubjectId(B256::repeat_byte(2)),
            items: vec![Portion {
                asset: SubjectId(B256::repeat_byte(3)),
                micro,
            }],
            record: Record {
                time: EventTime {
                    unix_millis: minute * 60_000,
                    zone_offset_minutes: 0,
                },
                location: None,
                biz_step: "shipping".to_owned(),
                event_hash: None,
                document: Vec::new(),
            },
        }
    }

    #[test]
    fn the_ledgers_number_makes_no_other_event_and_anything_signed_does() {
        assert!(became(&shipped(0, 5, 10), &shipped(9, 5, 10)));
        assert!(!became(&shipped(0, 5, 10), &shipped(9, 6, 10)));
        assert!(!became(&shipped(0, 5, 10), &shipped(9, 5, 11)));
    }
}
