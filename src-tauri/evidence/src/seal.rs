//! Seals: under which rules a header is sealed, over which hash, and by whom. It does not know who may seal.

use alloy_primitives::{Address, B256, b256, keccak256};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::extra::{BftExtra, CliqueExtra, Seal};
use crate::{Header, SealError};

/// The `mixHash` of every QBFT, IBFT 2.0 and Istanbul header: a fixed mark.
pub(crate) const BFT_MIX_HASH: B256 =
    b256!("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

/// Istanbul's code of a commit message, which its committed seals sign behind the block hash.
const ISTANBUL_COMMIT: u8 = 2;

/// How a network agrees on its blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Consensus {
    /// Work, stake, or a development node: nothing in the header says who agreed.
    Ethereum,
    /// QBFT (Besu, `GoQuorum`).
    Qbft,
    /// IBFT 2.0 (Besu).
    Ibft2,
    /// Istanbul, also called IBFT 1 (`GoQuorum`).
    Ibft1,
    /// Clique (EIP-225). Its headers have the shape of ordinary ones, so that trust must name it.
    Clique,
}

impl Consensus {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ethereum => "Ethereum",
            Self::Qbft => "QBFT",
            Self::Ibft2 => "IBFT 2.0",
            Self::Ibft1 => "IBFT 1",
            Self::Clique => "Clique",
        }
    }
}

impl Header {
    /// The validators that the header lists: for QBFT, IBFT 2.0 and Istanbul the set that seals this very block (empty
    /// where a contract selects it), for Clique the signers as of a checkpoint block (empty in any other block).
    pub fn listed_validators(&self) -> Result<Vec<Address>, SealError> {
        let extra = self.extra_data();
        let listed = if self.consensus() == Consensus::Ethereum {
            CliqueExtra::read(extra).map(|read| read.signers)
        } else {
            BftExtra::read(extra).map(|read| read.validators)
        };
        listed.ok_or(SealError::NoSeals(self.number()))
    }

    /// Who sealed the header under these rules, in the order of the seals: the committed seals of a BFT header, the
    /// proposer of a Clique one. Nobody is named twice.
    ///
    /// Both halves of the curve are accepted for `s`: Besu and `GoQuorum` accept them, seals are no part of the block
    /// hash, and signers count once however often they sign, so refusing one half would only let a single validator
    /// spoil every block.
    pub fn signers(&self, consensus: Consensus) -> Result<Vec<Address>, SealError> {
        let (hash, seals) = self.sealed_over(consensus)?;
        let mut signers = Vec::with_capacity(seals.len());
        for (at, seal) in seals.iter().enumerate() {
            let signer = recover(hash, seal).ok_or(SealError::Unreadable {
                block: self.number(),
                at,
            })?;
            if signers.contains(&signer) {
                return Err(SealError::Duplicate {
                    block: self.number(),
                    signer,
                });
            }
            signers.push(signer);
        }
        Ok(signers)
    }

    /// The hash that the header's seals are made over: with its real round and without committed seals (QBFT, IBFT 2.0),
    /// of the block hash and a mark (Istanbul), without the proposer's seal (Clique).
    pub fn seal_hash(&self, consensus: Consensus) -> Result<B256, SealError> {
        self.sealed_over(consensus).map(|(hash, _)| hash)
    }

    /// The hash and the seals over it.
    fn sealed_over(&self, consensus: Consensus) -> Result<(B256, Vec<Seal>), SealError> {
        let block = self.number();
        let shape = match consensus {
            Consensus::Clique => Consensus::Ethereum,
            other => other,
        };
        if self.consensus() != shape {
            return Err(SealError::OtherConsensus {
                block,
                expected: consensus,
                found: self.consensus(),
            });
        }
        let sealed = match consensus {
            Consensus::Ethereum => None,
            Consensus::Clique => CliqueExtra::read(self.extra_data())
                .map(|extra| (self.hash_with(extra.unsealed.to_vec()), vec![extra.seal])),
            Consensus::Ibft1 => BftExtra::read(self.extra_data()).map(|extra| {
                let signed = [self.hash().as_slice(), &[ISTANBUL_COMMIT]].concat();
                (keccak256(signed), extra.seals)
            }),
            Consensus::Qbft | Consensus::Ibft2 => BftExtra::read(self.extra_data())
                .map(|extra| (self.hash_with(extra.as_sealed()), extra.seals)),
        };
        sealed.ok_or(SealError::NoSeals(block))
    }
}

/// The address whose key made this seal over this hash. The recovery id is 0 or 1, as every client writes it.
fn recover(hash: B256, seal: &Seal) -> Option<Address> {
    let [signature @ .., v] = seal;
    let signature = Signature::from_slice(signature).ok()?;
    // The library wants the lower half of the curve; the other signature of a pair has the other parity.
    let (signature, flipped) = signature
        .normalize_s()
        .map_or((signature, false), |lower| (lower, true));
    let odd = match v {
        0 => false,
        1 => true,
        _ => return None,
    };
    let id = RecoveryId::new(odd != flipped, false);
    let key = VerifyingKey::recover_from_prehash(hash.as_slice(), &signature, id).ok()?;
    let point = key.to_encoded_point(false);
    // The first byte says only that both coordinates follow.
    Some(Address::from_raw_public_key(&point.as_bytes()[1..]))
}

#[cfg(test)]
mod tests;
