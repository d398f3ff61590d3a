//! Which records wait for which: what touches the same asset goes to the ledger in the order in which it was written.

use alloy_primitives::B256;
use outbox::{Kept, Record};
use protocol::field::FieldState as State;

/// Whether a record still stands before later ones of the same asset. One that is refused for good and given up cannot come back.
fn is_unsettled(record: &Record) -> bool {
    match record.state {
        State::Signed | State::Conflicting => true,
        State::Refused => {
            let refusal = record.progress.refusal.as_ref();
            let over = refusal.is_some_and(|refusal| ledger::is_refused_for_good(&refusal.reason));
            !(over && (record.progress.cancelling || record.replaced_by.is_some()))
        }
        _ => false,
    }
}

/// The records that must be settled before this one is sent: earlier ones about the same asset, where one of both changes it.
/// Records of other assets never stand in its way.
pub(crate) fn blockers<'a>(
    of: &Record,
    touched: &[(B256, bool)],
    records: &'a [Record],
    kept: &[Kept],
) -> Vec<&'a Record> {
    let before = records
        .iter()
        .filter(|other| other.number < of.number && is_unsettled(other));
    before
        .filter(|other| {
            let signed = kept.iter().find(|kept| kept.record == other.id);
            signed.is_some_and(|signed| meet(touched, &signed.touches))
        })
        .collect()
}

fn meet(one: &[(B256, bool)], other: &[(B256, bool)]) -> bool {
    one.iter().any(|(subject, changes)| {
        let same = other.iter().find(|(known, _)| known == subject);
        same.is_some_and(|(_, changed)| *changes || *changed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_at_goods_twice_needs_no_order_and_moving_them_does() {
        let (lot, other) = (B256::repeat_byte(1), B256::repeat_byte(2));
        assert!(!meet(&[(lot, false)], &[(lot, false)]));
        assert!(meet(&[(lot, true)], &[(lot, false)]));
        assert!(meet(&[(lot, false)], &[(other, true), (lot, true)]));
        assert!(!meet(&[(lot, true)], &[(other, true)]));
    }
}
