//! A key that pays for and signs transactions. It is in memory only; where it comes from is the workspace's matter.

use std::fmt;

use alloy::consensus::{SignableTransaction, TxEnvelope, TxLegacy};
use alloy::eips::eip2718::Encodable2718;
use alloy::primitives::{Address, B256, Bytes};
use alloy::signers::SignerSync;
use alloy::signers::local::PrivateKeySigner;

use crate::SubmitError;

/// An account of the chain with its secp256k1 key.
#[derive(Clone)]
pub struct Account(PrivateKeySigner);

/// Names the address only: keys never reach a log.
impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Account")
            .field(&format_args!("{}", self.address()))
            .finish()
    }
}

impl Account {
    /// Takes a private key.
    pub fn from_key(key: B256) -> Result<Self, SubmitError> {
        PrivateKeySigner::from_bytes(&key)
            .map(Self)
            .map_err(|_| SubmitError::Key)
    }

    /// The address that the key stands for.
    pub fn address(&self) -> Address {
        self.0.address()
    }

    /// Signs, and gives the transaction's hash and its bytes as a node takes them.
    pub(crate) fn sign(&self, transaction: TxLegacy) -> Result<(B256, Bytes), SubmitError> {
        let signature = self
            .0
            .sign_hash_sync(&transaction.signature_hash())
            .map_err(|_| SubmitError::Key)?;
        let signed = TxEnvelope::Legacy(transaction.into_signed(signature));
        Ok((*signed.tx_hash(), signed.encoded_2718().into()))
    }
}

#[cfg(test)]
mod tests {
    use alloy::primitives::{TxKind, U256, address, b256, hex};

    use super::*;

    /// The example of EIP-155.
    #[test]
    fn signs_as_eip_155_says() {
        let account = Account::from_key(B256::repeat_byte(0x46)).unwrap();
        let transaction = TxLegacy {
            chain_id: Some(1),
            nonce: 9,
            gas_price: 20_000_000_000,
            gas_limit: 21_000,
            to: TxKind::Call(Address::repeat_byte(0x35)),
            value: U256::from(1_000_000_000_000_000_000_u64),
            input: Bytes::new(),
        };
        let (_, bytes) = account.sign(transaction).unwrap();
        let expected = hex!(
            "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"
        );
        assert_eq!(bytes[..], expected);
    }

    #[test]
    fn keys_are_checked_and_not_shown() {
        assert_eq!(Account::from_key(B256::ZERO).unwrap_err(), SubmitError::Key);
        let account = Account::from_key(b256!(
            "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
        ))
        .unwrap();
        assert_eq!(
            account.address(),
            address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266")
        );
        assert_eq!(
            format!("{account:?}"),
            "Account(0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266)"
        );
    }
}
