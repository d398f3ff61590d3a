//! Why the contract refused a call, in words.

use alloy_primitives::{B256, U256};
use alloy_sol_types::{Panic, Revert, SolError, SolInterface};
use trace::{Quantity, Unit};

use crate::abi::TraceLedger::TraceLedgerErrors as Refusal;
use crate::calls::Role;

/// What the data of a reverted call says, as one sentence without a full stop. Never fails: data that is not the
/// contract's is shown as it is, shortened.
pub fn explain_revert(data: &[u8]) -> String {
    if data.is_empty() {
        return "the contract refused the call without a reason".to_owned();
    }
    if let Ok(refusal) = Refusal::abi_decode(data) {
        return explain(refusal);
    }
    if let Ok(revert) = Revert::abi_decode(data) {
        return format!("the contract refused the call: {}", shown(&revert.reason));
    }
    if let Ok(panic) = Panic::abi_decode(data) {
        return format!("the contract broke off: {panic}");
    }
    let start = &data[..data.len().min(36)];
    format!(
        "the contract refused the call with an error that this build does not know (0x{}{})",
        hex::encode(start),
        if start.len() < data.len() { "…" } else { "" }
    )
}

fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[rustfmt::skip] // One line per error.
fn explain(refusal: Refusal) -> String {
    match refusal {
        Refusal::NotAParty(e) => format!("account {} is not in the directory of parties", e.account),
        Refusal::AccountNotUsable(e) => format!("account {} cannot stand for a party", e.account),
        Refusal::AccountTaken(e) => format!("account {} already stands for party {}", e.account, e.party),
        Refusal::SubjectExists(e) => format!("the name of subject {} is in use already", e.subject),
        Refusal::AssetExists(e) => format!("asset {} exists already", e.asset),
        Refusal::UnknownSubject(e) => format!("nothing has the id {}", e.subject),
        Refusal::UnknownParty(e) => format!("no party has the id {}", e.party),
        Refusal::UnknownLocation(e) => format!("no location has the id {}", e.location),
        Refusal::UnknownAsset(e) => format!("no asset has the id {}", e.asset),
        Refusal::UnknownAttestation(e) => format!("no attestation has the id {}", e.attestation),
        Refusal::LengthOutOfRange(e) => format!("{} has {} bytes, and may have {} to {}", field(e.field), e.length, e.min, e.max),
        Refusal::DocumentTooLong(e) => format!("the document has {} bytes, and may have {}", e.length, e.limit),
        Refusal::ListLengthOutOfRange(e) => format!("a list has {} entries, and may have 1 to {}", e.length, e.limit),
        Refusal::EventTimeOutOfRange(e) => format!("{} ms is not a time that the ledger takes", e.eventTime),
        Refusal::ZoneOffsetOutOfRange(e) => format!("{} minutes are not a zone offset", e.zoneOffsetMinutes),
        Refusal::QuantityOutOfRange(e) => format!("{} millionths are not a quantity that the ledger takes", e.quantity),
        Refusal::UnitMalformed(e) => format!("{:?} is not a unit of UN/ECE Recommendation 20", shown(&e.unit)),
        Refusal::ItemNotOnePiece(e) => format!("an item is exactly one piece (1 H87), not {} {}", number(e.quantity), shown(&e.unit)),
        Refusal::CoordinatesOutOfRange(e) => format!("{}, {} millionths of a degree are no place on Earth", e.latitudeE6, e.longitudeE6),
        Refusal::ValidityOutOfRange(e) => format!("a claim cannot be valid from second {} to second {}", e.validFrom, e.validUntil),
        Refusal::DuplicatePortion(e) => format!("asset {} is named twice in one list", e.asset),
        Refusal::NotWhole(e) => format!("asset {} moves only as a whole: {} of {} millionths", e.asset, e.quantity, e.whole),
        Refusal::NotEmpty(e) => format!("asset {} still has {} assets packed in it", e.asset, e.contents),
        Refusal::PackedInItself(e) => format!("asset {} cannot be packed in itself", e.asset),
        Refusal::NotPacked(e) => format!("only {} of asset {} is packed in {}, not {}", number(e.packed), e.child, e.parent, number(e.quantity)),
        Refusal::NotInTransit(e) => format!("shipment {} is not under way{}", e.shipment, match e.status { 2 => ": it was received", 3 => ": it was sent back", _ => "" }),
        Refusal::NotReceiver(e) => format!("shipment {} is not meant for account {}", e.shipment, e.account),
        Refusal::NotEntitled(e) => format!("account {} may not write to {}", e.account, e.subject),
        Refusal::NotAttester(e) => format!("attestation {} was not made by account {}", e.attestation, e.account),
        Refusal::AlreadyRevoked(e) => format!("attestation {} was revoked before", e.attestation),
        Refusal::NotAuthor(e) => format!("event {} was not written by account {}, or not to these histories", e.digest, e.account),
        Refusal::NotInForce(e) => format!("no recall {} is in force", e.recall),
        Refusal::DocumentHashMissing(_) => "the document's hash is missing".to_owned(),
        Refusal::DelegationOutOfRange(e) => format!("a delegation cannot end at second {}", e.until),
        Refusal::NotDelegated(e) => format!("account {} does not act for party {}, or not any longer", e.account, e.party),
        Refusal::CaptureSettled(e) => format!("captured record {} was {} before", e.id, if e.status == 1 { "recorded" } else { "cancelled" }),
        Refusal::CaptureExpired(e) => format!("the captured record could be submitted until second {}", e.expires),
        Refusal::NotCapturable(e) => format!("a captured record cannot call the function {}", e.selector),
        Refusal::CallGasOutOfRange(e) => format!("a captured record may ask for {} gas, not {}", e.limit, e.callGas),
        Refusal::HeadMoved(e) => format!("{} has a history that went on since the record was captured", e.subject),
        Refusal::GasTooLow(e) => format!("{} gas is left, and the next captured record needs {}", e.left, e.needed),
        Refusal::TransfersClosed(_) => "tokens move through the ledger's own functions only".to_owned(),
        Refusal::AccessControlUnauthorizedAccount(e) => format!("account {} lacks the role {}", e.account, role(e.neededRole)),
        Refusal::ERC1155InsufficientBalance(e) => format!(
            "account {} holds {} of asset {}, less than the {} that the call needs",
            e.sender, big_number(e.balance), B256::from(e.tokenId), big_number(e.needed)
        ),
    }
}

/// The contract names a field by its name, padded with zeros.
fn field(word: B256) -> String {
    let name = word.as_slice().split(|byte| *byte == 0).next();
    shown(&String::from_utf8_lossy(name.unwrap_or_default()))
}

fn number(micro: u64) -> String {
    let unit = Unit::piece();
    Quantity { micro, unit }.number().to_string()
}

fn big_number(micro: U256) -> String {
    u64::try_from(micro).map_or_else(|_| format!("{micro} millionths"), number)
}

fn role(id: B256) -> String {
    if id.is_zero() {
        return "of the administrator".to_owned();
    }
    Role::ALL
        .into_iter()
        .find(|role| role.id() == id)
        .map_or_else(|| id.to_string(), |role| role.name().to_owned())
}

#[cfg(test)]
mod tests {
    use alloy_primitives::Address;

    use super::*;
    use crate::abi::TraceLedger as contract;

    #[test]
    fn refusals_name_what_was_wrong() {
        let too_long = contract::LengthOutOfRange {
            field: B256::right_padding_from(b"gln"),
            length: U256::from(14),
            min: U256::ZERO,
            max: U256::from(13),
        };
        assert_eq!(
            explain_revert(&too_long.abi_encode()),
            "gln has 14 bytes, and may have 0 to 13"
        );
        let no_role = contract::AccessControlUnauthorizedAccount {
            account: Address::ZERO,
            neededRole: Role::Recaller.id(),
        };
        assert!(explain_revert(&no_role.abi_encode()).ends_with("lacks the role RECALLER_ROLE"));
        let too_little = contract::ERC1155InsufficientBalance {
            sender: Address::ZERO,
            balance: U256::from(2_500_000),
            needed: U256::MAX,
            tokenId: U256::from(7),
        };
        let explained = explain_revert(&too_little.abi_encode());
        assert!(explained.contains("holds 2.5 of asset 0x"), "{explained}");
    }

    #[test]
    fn what_is_not_the_contracts_is_shown_shortened() {
        let reason = Revert::from("out of \u{7}luck".to_owned()).abi_encode();
        assert_eq!(
            explain_revert(&reason),
            "the contract refused the call: out of luck"
        );
        assert!(explain_revert(&[0xde; 500]).len() < 200);
        assert!(explain_revert(&[]).contains("without a reason"));
    }
}
