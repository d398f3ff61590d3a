//! Device keys: secp256k1 keys that sign what was captured in the field, and the encrypted files that they are kept in (Web3
//! Secret Storage, version 3). Which file, whose passphrase and what is signed are the workspace's matter.

mod secret_storage;

use std::fmt;

use alloy_primitives::{Address, B256, Signature, keccak256};
use k256::ecdsa::SigningKey;
use thiserror::Error;
use zeroize::Zeroizing;

/// The fewest characters of a new key's passphrase.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// Why there is no device key.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DeviceError {
    /// The file is no Web3 Secret Storage.
    #[error("this is not an encrypted device key: {0}")]
    NotAKeyFile(String),
    /// It is one, but with a cipher, a derivation or a cost that is not taken.
    #[error("the device key is locked in a way that is not supported: {0}")]
    Unsupported(String),
    /// The passphrase is another one, or the file was changed.
    #[error("the passphrase does not open the device key, or its file was changed")]
    WrongPassphrase,
    /// The file names another account than the key in it has.
    #[error("the device key is of account {found}, but its file says {said}")]
    OtherAccount {
        /// The key's account.
        found: Address,
        /// What the file says.
        said: Address,
    },
    /// The passphrase is too short.
    #[error("a passphrase has at least {SHORTEST_PASSPHRASE} characters")]
    ShortPassphrase,
    /// The bytes are no private key.
    #[error("this is not a private key")]
    NotAKey,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    NoRandomness(String),
}

/// A device key, open. It is wiped from memory when it is dropped.
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

/// Names the account only: keys never reach a log.
impl fmt::Debug for DeviceKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DeviceKey({})", self.account())
    }
}

impl DeviceKey {
    /// Makes a new key.
    pub fn create() -> Result<Self, DeviceError> {
        loop {
            let bytes = Zeroizing::new(random::<32>()?);
            // All but one in 2¹²⁸ strings of 32 bytes are keys.
            if let Ok(key) = Self::from_bytes(&bytes) {
                return Ok(key);
            }
        }
    }

    /// Takes a private key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, DeviceError> {
        SigningKey::from_bytes(bytes.into())
            .map(Self)
            .map_err(|_| DeviceError::NotAKey)
    }

    /// Opens a key file.
    pub fn open(file: &[u8], passphrase: &str) -> Result<Self, DeviceError> {
        let (bytes, said) = secret_storage::open(file, passphrase)?;
        let key = Self::from_bytes(&bytes)?;
        match said.filter(|said| *said != key.account()) {
            Some(said) => Err(DeviceError::OtherAccount {
                found: key.account(),
                said,
            }),
            None => Ok(key),
        }
    }

    /// The key's file, locked with a passphrase.
    pub fn lock(&self, passphrase: &str) -> Result<String, DeviceError> {
        if passphrase.chars().count() < SHORTEST_PASSPHRASE {
            return Err(DeviceError::ShortPassphrase);
        }
        let bytes = Zeroizing::new(<[u8; 32]>::from(self.0.to_bytes()));
        secret_storage::lock(&bytes, self.account(), passphrase)
    }

    /// The account that the key stands for: what a party delegates to.
    pub fn account(&self) -> Address {
        let point = self.0.verifying_key().to_encoded_point(false);
        Address::from_slice(&keccak256(&point.as_bytes()[1..])[12..])
    }

    /// Signs a hash, with s in the lower half of the order (RFC 6979: the same hash gives the same signature).
    pub fn sign(&self, hash: B256) -> Result<Signature, DeviceError> {
        let signed = self.0.sign_prehash_recoverable(hash.as_slice());
        signed
            .map(|(signature, recovery)| {
                Signature::from_signature_and_parity(signature, recovery.is_y_odd())
            })
            .map_err(|_| DeviceError::NotAKey)
    }

    /// The private key, for the account that pays for transactions.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }
}

/// The account that a key file says it is of; the key stays locked, so it is the file's word.
pub fn account_of(file: &[u8]) -> Result<Option<Address>, DeviceError> {
    secret_storage::account(file)
}

fn random<const N: usize>() -> Result<[u8; N], DeviceError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| DeviceError::NoRandomness(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use alloy_primitives::{address, b256};

    use super::*;

    #[test]
    fn a_key_is_the_same_after_it_was_locked() {
        let key = DeviceKey::create().unwrap();
        let file = key.lock("correct horse").unwrap();
        assert_eq!(account_of(file.as_bytes()).unwrap(), Some(key.account()));
        let again = DeviceKey::open(file.as_bytes(), "correct horse").unwrap();
        let hash = B256::repeat_byte(7);
        assert_eq!(again.sign(hash).unwrap(), key.sign(hash).unwrap());
        assert_eq!(
            DeviceKey::open(file.as_bytes(), "correct house").unwrap_err(),
            DeviceError::WrongPassphrase
        );
        assert_eq!(key.lock("short").unwrap_err(), DeviceError::ShortPassphrase);
    }

    #[test]
    fn signatures_are_those_that_a_contract_recovers_from() {
        let bytes = b256!("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        let key = DeviceKey::from_bytes(&bytes.0).unwrap();
        let account = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        assert_eq!(key.account(), account);
        assert_eq!(format!("{key:?}"), format!("DeviceKey({account})"));
        for byte in 0..20 {
            let hash = B256::repeat_byte(byte);
            let signature = key.sign(hash).unwrap();
            assert!(signature.normalize_s().is_none(), "s is low already");
            assert_eq!(
                signature.recover_address_from_prehash(&hash).unwrap(),
                account
            );
        }
    }
}
