//! Whether a refusal is for good: what the same captured record can never get past, whatever happens on the ledger.

use alloy_sol_types::SolInterface;

use crate::abi::TraceLedger::TraceLedgerErrors as Refusal;

/// Whether the same call would be refused with this error for ever. Bytes that are not the contract's may mean anything: then it
/// may go another time.
pub fn is_refused_for_good(data: &[u8]) -> bool {
    let Ok(refusal) = Refusal::abi_decode(data) else {
        return false;
    };
    matches!(
        refusal,
        // What the call itself says is out of range.
        Refusal::LengthOutOfRange(_)
            | Refusal::DocumentTooLong(_)
            | Refusal::ListLengthOutOfRange(_)
            | Refusal::EventTimeOutOfRange(_)
            | Refusal::ZoneOffsetOutOfRange(_)
            | Refusal::QuantityOutOfRange(_)
            | Refusal::UnitMalformed(_)
            | Refusal::ItemNotOnePiece(_)
            | Refusal::CoordinatesOutOfRange(_)
            | Refusal::ValidityOutOfRange(_)
            | Refusal::DuplicatePortion(_)
            | Refusal::PackedInItself(_)
            | Refusal::DocumentHashMissing(_)
            | Refusal::NotCapturable(_)
            | Refusal::CallGasOutOfRange(_)
            // What never turns back.
            | Refusal::SubjectExists(_)
            | Refusal::AssetExists(_)
            | Refusal::NotInTransit(_)
            | Refusal::NotReceiver(_)
            | Refusal::AlreadyRevoked(_)
            | Refusal::NotAuthor(_)
            | Refusal::NotAttester(_)
            | Refusal::CaptureSettled(_)
            | Refusal::CaptureExpired(_)
            | Refusal::HeadMoved(_)
    )
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{B256, U256};
    use alloy_sol_types::SolError;

    use super::*;
    use crate::abi::TraceLedger as contract;

    #[test]
    fn what_can_change_is_not_for_good() {
        let asset = B256::repeat_byte(1);
        let exists = contract::AssetExists { asset };
        assert!(is_refused_for_good(&exists.abi_encode()));
        let late = contract::CaptureExpired { expires: 7 };
        assert!(is_refused_for_good(&late.abi_encode()));
        let later = contract::NotDelegated {
            party: asset,
            account: alloy_primitives::Address::ZERO,
        };
        assert!(!is_refused_for_good(&later.abi_encode()));
        let short = contract::ERC1155InsufficientBalance {
            sender: alloy_primitives::Address::ZERO,
            balance: U256::ZERO,
            needed: U256::from(1),
            tokenId: U256::from(1),
        };
        assert!(!is_refused_for_good(&short.abi_encode()));
        for junk in [&[][..], &[1, 2, 3], &[0xff; 300]] {
            assert!(!is_refused_for_good(junk));
        }
    }
}
