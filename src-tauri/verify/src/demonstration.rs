//! The sample's signing key. It is public, on purpose: whoever reads this can sign with it.

use signature::{Identity, KeyError, SigningKey};

/// 2026-01-01T00:00:00Z and 2036-01-01T00:00:00Z.
const VALIDITY: (u64, u64) = (1_767_225_600, 2_082_758_400);

/// The key with which reports of the sample are signed, always the same.
///
/// A verdict on such a report says that it is a demonstration.
pub fn demonstration_key() -> Result<SigningKey, KeyError> {
    let secret =
        alloy_primitives::keccak256(b"Waymark demonstration signing key: public, proves nothing").0;
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
