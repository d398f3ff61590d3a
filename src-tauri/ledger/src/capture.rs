//! Records captured offline: what a device signs (EIP-712), the calls that submit and cancel it, and what the ledger
//! says became of it. No key is held here, nothing is signed and no signature checked.

use alloy_primitives::{Address, B256, Log, Signature, keccak256};
use alloy_sol_types::{Eip712Domain, SolCall, SolEvent, SolStruct};
use trace::{Strand, SubjectId};

use crate::abi as sol;
use crate::abi::TraceLedger as contract;
use crate::decode::{DecodeError, layout};
use crate::encode::strand_code;
use crate::limits;

/// The ledger that a captured record is for; on any other its signature is worth nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaptureDomain {
    /// The chain's id.
    pub chain_id: u64,
    /// The ledger's address.
    pub contract: Address,
}

/// Where a history must stand for a captured record to count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExpectedHead {
    /// Whose history.
    pub subject: SubjectId,
    /// Which of its two.
    pub strand: Strand,
    /// Its running hash; zero before the first event.
    pub head: B256,
}

/// A call that a party makes as soon as somebody submits it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capture {
    /// The party that acts.
    pub party: SubjectId,
    /// Calldata of a function that takes a record, from [`crate::calls`].
    pub call: Vec<u8>,
    /// What the record builds upon, if it does.
    pub expects: Option<ExpectedHead>,
    /// The last second (Unix time) at which it can be submitted, if there is one.
    pub expires: Option<u64>,
    /// The gas that the call gets, at most [`limits::CALL_GAS`]; [`call_gas`] is enough.
    pub call_gas: u32,
    /// Tells it apart from a record that is otherwise the same; any number that is new.
    pub salt: B256,
}

impl Capture {
    /// What is signed, and the record's id: the EIP-712 digest under the ledger's domain.
    pub fn signing_hash(&self, domain: CaptureDomain) -> B256 {
        let name = Some("TraceLedger".into());
        let version = Some("1".into());
        let chain_id = Some(alloy_primitives::U256::from(domain.chain_id));
        let domain = Eip712Domain::new(name, version, chain_id, Some(domain.contract), None);
        self.shape().eip712_signing_hash(&domain)
    }

    fn shape(&self) -> sol::Capture {
        let expects = self.expects;
        sol::Capture {
            party: self.party.0,
            call: self.call.clone().into(),
            subject: expects.map_or(B256::ZERO, |expected| expected.subject.0),
            strand: expects.map_or(0, |expected| strand_code(expected.strand)),
            head: expects.map_or(B256::ZERO, |expected| expected.head),
            expires: self.expires.unwrap_or(0),
            callGas: self.call_gas,
            salt: self.salt,
        }
    }
}

/// A captured record and its signature by the party's account or a device that acts for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedCapture {
    /// The record.
    pub capture: Capture,
    /// The signature of [`Capture::signing_hash`], with s in the lower half of the order.
    pub signature: Signature,
}

/// Submits captured records, of whomever.
///
/// A node's estimate of its gas is right: with less than the next record was signed for, the call reverts as a whole.
pub fn submit(records: &[SignedCapture]) -> Vec<u8> {
    let shape = |record: &SignedCapture| sol::SignedCapture {
        capture: record.capture.shape(),
        signature: record.signature.as_bytes().to_vec().into(),
    };
    contract::submitCall {
        batch: records.iter().map(shape).collect(),
    }
    .abi_encode()
}

/// Calls a captured record off, for good.
pub fn cancel(party: SubjectId, id: B256) -> Vec<u8> {
    contract::cancelCaptureCall { party: party.0, id }.abi_encode()
}

/// Gas that is enough for any call but the longest transformations, whatever the state of the ledger: more than is
/// used costs nothing, but the transaction must bring it along.
pub fn call_gas(call: &[u8]) -> u32 {
    // Some 1,400 gas for each byte of a list of portions is the most that any function takes; a shipment that arrives
    // has up to 64 items that the call does not name.
    let bytes = u32::try_from(call.len()).unwrap_or(u32::MAX);
    bytes
        .saturating_mul(1_500)
        .saturating_add(2_500_000)
        .min(limits::CALL_GAS)
}

/// What became of a captured record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaptureStatus {
    /// It can still be recorded.
    Pending,
    /// It took effect.
    Recorded,
    /// It was called off.
    Cancelled,
}

/// Asks what became of a captured record; [`read_status`] reads the answer.
pub fn status(party: SubjectId, id: B256) -> Vec<u8> {
    contract::captureOfCall { party: party.0, id }.abi_encode()
}

/// The answer to [`status`]; `None` if it is no such answer.
pub fn read_status(answer: &[u8]) -> Option<CaptureStatus> {
    match contract::captureOfCall::abi_decode_returns_validate(answer).ok()? {
        0 => Some(CaptureStatus::Pending),
        1 => Some(CaptureStatus::Recorded),
        2 => Some(CaptureStatus::Cancelled),
        _ => None,
    }
}

/// Asks until when a device acts for a party; the answer is one word, zero for a device that does not.
pub fn delegation(party: SubjectId, device: Address) -> Vec<u8> {
    contract::delegationOfCall {
        party: party.0,
        device,
    }
    .abi_encode()
}

/// What the ledger says of a captured record. It belongs to no history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaptureNote {
    /// The record's id.
    pub id: B256,
    /// The party that it acts for, or claims to.
    pub party: SubjectId,
    /// Who signed it, or called it off.
    pub account: Address,
    /// What became of it.
    pub fate: CaptureFate,
}

/// What became of a captured record in one transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CaptureFate {
    /// It took effect: the event of record before this log is its.
    Recorded,
    /// It had no effect, and can come again. Of a record whose device did not sign this, it says nothing.
    Refused {
        /// The error that the call would have reverted with, cut short; for [`crate::explain_revert`].
        reason: Vec<u8>,
    },
    /// It was called off.
    Cancelled,
}

/// What a log says of a captured record; `None` if it is of another kind.
pub fn decode_capture(log: &Log) -> Result<Option<CaptureNote>, DecodeError> {
    let topics = log.topics();
    let Some(topic) = topics.first() else {
        return Ok(None);
    };
    let kinds = [
        contract::Captured::SIGNATURE_HASH,
        contract::CaptureRefused::SIGNATURE_HASH,
        contract::CaptureCancelled::SIGNATURE_HASH,
    ];
    if !kinds.contains(topic) {
        return Ok(None);
    }
    let &[_, id, party, account] = topics else {
        return Err(DecodeError::Topics(topics.len()));
    };
    if log.data.data.len() > limits::REFUSAL + 64 {
        return Err(DecodeError::Size(log.data.data.len()));
    }
    let fate = match *topic {
        contract::Captured::SIGNATURE_HASH => CaptureFate::Recorded,
        contract::CaptureCancelled::SIGNATURE_HASH => CaptureFate::Cancelled,
        _ => {
            let refused = contract::CaptureRefused::decode_raw_log_validate(topics, &log.data.data)
                .map_err(layout)?;
            CaptureFate::Refused {
                reason: refused.reason.to_vec(),
            }
        }
    };
    Ok(Some(CaptureNote {
        id,
        party: SubjectId(party),
        account: Address::from_word(account),
        fate,
    }))
}

/// A salt for a record of a device that counts them: the same for the same number.
pub fn salt(device: Address, number: u64) -> B256 {
    keccak256([device.as_slice(), &number.to_be_bytes()].concat())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloy_primitives::{LogData, U256, address, b256};

    use super::*;

    fn capture() -> Capture {
        Capture {
            party: SubjectId(B256::with_last_byte(1)),
            call: vec![1, 2, 3, 4, 0xaa, 0xbb, 0xcc],
            expects: Some(ExpectedHead {
                subject: SubjectId(B256::with_last_byte(2)),
                strand: Strand::Journey,
                head: B256::with_last_byte(3),
            }),
            expires: Some(1_790_000_000),
            call_gas: 500_000,
            salt: B256::with_last_byte(4),
        }
    }

    const DOMAIN: CaptureDomain = CaptureDomain {
        chain_id: 1337,
        contract: address!("0x5FbDB2315678afecb367f032d93F642f64180aa3"),
    };

    /// The vector of `test_id_isThatOfEip712` in contracts/test/Captures.t.sol.
    #[test]
    fn what_is_signed_is_what_the_contract_recovers_from() {
        let vector = b256!("0xcd1ab9adc80edb2948631baceac8ad842759342b2934259c84de5d81e22d3846");
        assert_eq!(capture().signing_hash(DOMAIN), vector);
        let elsewhere = CaptureDomain {
            chain_id: 1338,
            ..DOMAIN
        };
        assert_ne!(capture().signing_hash(elsewhere), vector);
        let untied = Capture {
            expects: None,
            ..capture()
        };
        assert_ne!(untied.signing_hash(DOMAIN), vector);
    }

    #[test]
    fn records_reach_the_contract_as_they_were_signed() {
        let record = SignedCapture {
            capture: capture(),
            signature: Signature::new(U256::from(5), U256::from(6), true),
        };
        let call =
            contract::submitCall::abi_decode_validate(&submit(&[record.clone(), record])).unwrap();
        assert_eq!(call.batch.len(), 2);
        assert_eq!(call.batch[1].capture, capture().shape());
        let signature = &call.batch[0].signature;
        assert_eq!(
            (signature.len(), signature[31], signature[63], signature[64]),
            (65, 5, 6, 28)
        );
    }

    #[test]
    fn what_became_of_a_record_is_read_from_the_log() {
        let topics = |kind| {
            let device = Address::repeat_byte(7).into_word();
            vec![
                kind,
                B256::with_last_byte(1),
                B256::with_last_byte(2),
                device,
            ]
        };
        let log = |kind, data: Vec<u8>| Log {
            address: Address::ZERO,
            data: LogData::new_unchecked(topics(kind), data.into()),
        };
        let refused = contract::CaptureRefused {
            id: B256::with_last_byte(1),
            party: B256::with_last_byte(2),
            device: Address::repeat_byte(7),
            reason: vec![9; 40].into(),
        };
        let note = decode_capture(&Log {
            address: Address::ZERO,
            data: refused.encode_log_data(),
        });
        let expected = CaptureNote {
            id: B256::with_last_byte(1),
            party: SubjectId(B256::with_last_byte(2)),
            account: Address::repeat_byte(7),
            fate: CaptureFate::Refused {
                reason: vec![9; 40],
            },
        };
        assert_eq!(note, Ok(Some(expected.clone())));
        let recorded = CaptureNote {
            fate: CaptureFate::Recorded,
            ..expected
        };
        let kind = contract::Captured::SIGNATURE_HASH;
        assert_eq!(decode_capture(&log(kind, Vec::new())), Ok(Some(recorded)));
        let refusal = contract::CaptureRefused::SIGNATURE_HASH;
        for bytes in [vec![0xff; 64], vec![0xff; 5], Vec::new()] {
            assert!(matches!(
                decode_capture(&log(refusal, bytes)),
                Err(DecodeError::Layout(_))
            ));
        }
        let too_much = decode_capture(&log(refusal, vec![0; 9000]));
        assert_eq!(too_much, Err(DecodeError::Size(9000)));
        assert_eq!(decode_capture(&log(B256::ZERO, Vec::new())), Ok(None));
    }

    #[test]
    fn gas_is_within_what_the_contract_takes() {
        assert_eq!(call_gas(&[0; 68]), 2_602_000);
        assert_eq!(call_gas(&vec![0; 100_000]), limits::CALL_GAS);
    }
}
