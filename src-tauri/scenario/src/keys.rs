//! The keys by which the parties of a story sign. They are made from the operator's key, so that one secret is enough
//! to tell the story and to go on telling it. Not for parties that exist.

use alloy_primitives::{Address, B256, keccak256};
use k256::ecdsa::SigningKey;

/// The order of the group of secp256k1 (SEC 2, section 2.4.1); a secret key lies between 0 and it.
const ORDER: B256 = B256::new([
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
]);

/// The secret key of a party, made from the operator's.
///
/// Keccak-256 of the operator's key and the party's key name; hashed again in the case, never to be seen, that the
/// result is no secret key of secp256k1.
pub fn party_key(operator_key: B256, party: &str) -> B256 {
    let mut key = keccak256([operator_key.as_slice(), b"party:", party.as_bytes()].concat());
    while !is_secret_key(key) {
        key = keccak256(key);
    }
    key
}

/// The account that a secret key signs for; the zero address for a number that is no secret key.
pub fn account_of(key: B256) -> Address {
    SigningKey::from_slice(key.as_slice()).map_or(Address::ZERO, |key| {
        let point = key.verifying_key().to_encoded_point(false);
        // Behind the byte that says that the point is not compressed (SEC 1, section 2.3.3).
        Address::from_raw_public_key(&point.as_bytes()[1..])
    })
}

fn is_secret_key(key: B256) -> bool {
    !key.is_zero() && key < ORDER
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{address, b256};

    use super::*;

    #[test]
    fn each_party_of_each_operator_has_its_own_key() {
        let operator = B256::repeat_byte(7);
        let keys = [
            party_key(operator, "a"),
            party_key(operator, "b"),
            party_key(B256::repeat_byte(8), "a"),
        ];
        assert_eq!(keys[0], party_key(operator, "a"), "it can be made again");
        assert!(keys[0] != keys[1] && keys[0] != keys[2]);
        assert!(keys.into_iter().all(is_secret_key));
    }

    #[test]
    fn an_account_is_the_one_that_wallets_show() {
        // The first development account of anvil and hardhat.
        let key = b256!("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        let account = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        assert_eq!(account_of(key), account);
        assert_eq!(account_of(ORDER), Address::ZERO);
    }

    #[test]
    fn secret_keys_lie_below_the_order_of_the_group() {
        let last = B256::new({
            let mut bytes = ORDER.0;
            bytes[31] -= 1;
            bytes
        });
        assert!(is_secret_key(last));
        assert!(!is_secret_key(ORDER));
        assert!(!is_secret_key(B256::ZERO));
        assert!(!is_secret_key(B256::repeat_byte(0xff)));
    }
}
