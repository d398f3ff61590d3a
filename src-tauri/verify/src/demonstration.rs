//! The sample's keys: with one its reports are signed, with four its blocks are sealed. They are public, on purpose: whoever reads
//! this can sign and seal with them.

use alloy_primitives::{Address, keccak256};
use k256::ecdsa::SigningKey as ValidatorKey;
use signature::{Identity, KeyError, SigningKey};

/// 2026-01-01T00:00:00Z and 2036-01-01T00:00:00Z.
const VALIDITY: (u64, u64) = (1_767_225_600, 2_082_758_400);

/// How many validators seal the sample and the development network.
const VALIDATORS: u8 = 4;

/// The key with which reports of the sample are signed, always the same.
///
/// A verdict on such a report says that it is a demonstration.
pub fn demonstration_key() -> Result<SigningKey, KeyError> {
    let secret = keccak256(b"Waymark demonstration signing key: public, proves nothing").0;
    let identity = Identity {
        common_name: "Lumière Edge SAS, demonstration".into(),
        organisation: "Lumière Edge SAS".into(),
        country: "FR".into(),
        purpose: Some("public demonstration key".into()),
        serial: 1,
        not_before: VALIDITY.0,
        not_after: VALIDITY.1,
    };
    SigningKey::from_secret(&secret, &identity)
}

/// The secrets (secp256k1) and addresses of the four validators that seal the sample and the development network, always the
/// same, in the order in which they are derived.
///
/// A verdict that rests on their seals says that it is a demonstration.
pub fn demonstration_validators() -> Vec<([u8; 32], Address)> {
    // A hash is a secret of the curve but for a chance of 2⁻¹²⁸; a test holds that these four are.
    (1..=VALIDATORS)
        .filter_map(|number| {
            let sentence =
                format!("Waymark demonstration validator {number}: public, proves nothing");
            let secret = keccak256(sentence).0;
            let key = ValidatorKey::from_slice(&secret).ok()?;
            Some((secret, address_of(&key)))
        })
        .collect()
}

/// Whether all of these are among the validators whose keys are public.
pub(crate) fn are_demonstration(validators: &[Address]) -> bool {
    let known = demonstration_validators();
    validators
        .iter()
        .all(|validator| known.iter().any(|(_, public)| public == validator))
}

/// The last 20 bytes of the hash of the public key (Yellow Paper, appendix F).
fn address_of(key: &ValidatorKey) -> Address {
    let point = key.verifying_key().to_encoded_point(false);
    Address::from_raw_public_key(&point.as_bytes()[1..])
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn the_validators_are_always_the_same_four() {
        let addresses: Vec<Address> = demonstration_validators()
            .into_iter()
            .map(|(_, address)| address)
            .collect();
        assert_eq!(
            addresses,
            [
                address!("43830e6f522b0c1016a2427b7d16200b0c6957cc"),
                address!("a282caeb6e50e17e8710c9d68e928132b5a3e771"),
                address!("38fbd68af4606a4df753b5aafbf6b2395a9d2fbc"),
                address!("9ed76c813fae2e5e70063fae7bcc56f036de3f8c"),
            ]
        );
    }
}
