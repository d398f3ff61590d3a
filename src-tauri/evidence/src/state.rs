//! What a contract's account and storage hold at a block, proven to the block's state root (EIP-1186). It does not know
//! what the slots mean, and does not judge the block.

use std::collections::{BTreeMap, BTreeSet};

use alloy_consensus::constants::EMPTY_ROOT_HASH;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_rlp::Decodable;
use alloy_trie::TrieAccount;
use serde::{Deserialize, Serialize};

use crate::StateProofError;
use crate::trie::{Step, Walk, hash};

/// The most nodes that the storage of one proof may have.
pub const MAX_STATE_NODES: usize = 1 << 18;

/// A full branch of sixteen hashes is 532 bytes; the longest leaf of the state is shorter.
const MAX_NODE: usize = 1024;

/// A key has 64 nibbles, and every node on its path takes one at least.
const MAX_DEPTH: usize = 65;

/// A shorter node sits inside its parent and is not given by itself.
const HASH: usize = 32;

/// The nodes that prove an account and some of its slots at a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateEvidence {
    /// The block's number.
    pub block: u64,
    /// The nodes from the state root to the account, in RLP.
    pub account: Vec<Bytes>,
    /// The nodes on the paths to all slots, in RLP, sorted by hash; each once, none that is not needed.
    pub storage: Vec<Bytes>,
}

/// An account as the state has it, with the nodes of its storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenAccount {
    /// How many contracts it created, plus one.
    pub nonce: u64,
    /// What it holds, in wei.
    pub balance: U256,
    /// Root of the trie of its slots.
    pub storage_root: B256,
    /// Keccak-256 of its code.
    pub code_hash: B256,
    nodes: BTreeMap<B256, Bytes>,
}

impl StateEvidence {
    /// Puts together what `eth_getProof` answered: the account's path, and one path per slot. Nodes that clients repeat
    /// without need (an empty root, one that sits inside its parent) are left out.
    pub fn from_rpc(
        block: u64,
        account_proof: Vec<Bytes>,
        storage_proofs: Vec<Vec<Bytes>>,
    ) -> Self {
        let referenced = |node: &Bytes| node.len() >= HASH;
        let nodes: BTreeMap<B256, Bytes> = storage_proofs
            .into_iter()
            .flatten()
            .filter(referenced)
            .map(|node| (hash(&node), node))
            .collect();
        Self {
            block,
            account: account_proof.into_iter().filter(referenced).collect(),
            storage: nodes.into_values().collect(),
        }
    }

    /// The contract's account, proven to this state root, and its storage nodes, whose form is checked here and whose
    /// use in [`ProvenAccount::slots`].
    pub fn prove(
        &self,
        state_root: B256,
        contract: Address,
    ) -> Result<ProvenAccount, StateProofError> {
        self.check_size()?;
        let account = self.account(state_root, contract)?;
        let mut nodes = BTreeMap::new();
        for node in &self.storage {
            let hash = hash(node);
            if nodes
                .last_key_value()
                .is_some_and(|(last, _)| *last >= hash)
            {
                return Err(StateProofError::Order);
            }
            nodes.insert(hash, node.clone());
        }
        Ok(ProvenAccount {
            nonce: account.nonce,
            balance: account.balance,
            storage_root: account.storage_root,
            code_hash: account.code_hash,
            nodes,
        })
    }

    /// The same for these slots alone, with none of the nodes that the others needed. The nodes of these slots must be here.
    pub fn only(
        &self,
        state_root: B256,
        contract: Address,
        slots: &[B256],
    ) -> Result<Self, StateProofError> {
        let account = self.prove(state_root, contract)?;
        let mut used = BTreeSet::new();
        for slot in slots {
            account.slot(*slot, &mut used)?;
        }
        let storage = account.nodes.into_iter();
        Ok(Self {
            block: self.block,
            account: self.account.clone(),
            storage: storage
                .filter(|(hash, _)| used.contains(hash))
                .map(|(_, node)| node)
                .collect(),
        })
    }

    fn check_size(&self) -> Result<(), StateProofError> {
        let too_long = |nodes: &[Bytes]| nodes.iter().any(|node| node.len() > MAX_NODE);
        let too_many = self.account.len() > MAX_DEPTH || self.storage.len() > MAX_STATE_NODES;
        if too_many || too_long(&self.account) || too_long(&self.storage) {
            Err(StateProofError::TooLarge)
        } else {
            Ok(())
        }
    }

    fn account(&self, root: B256, contract: Address) -> Result<TrieAccount, StateProofError> {
        let mut walk = Walk::to(keccak256(contract).as_slice());
        let mut expected = root;
        for (at, node) in self.account.iter().enumerate() {
            if hash(node) != expected {
                return Err(StateProofError::Misplaced(at));
            }
            let left = self.account.len() - at - 1;
            match walk.step(node) {
                Err(_) => return Err(StateProofError::Node(expected)),
                Ok(Step::Down(hash)) => expected = hash,
                Ok(_) if left > 0 => return Err(StateProofError::LeftOver(left)),
                Ok(Step::Absent) => return Err(StateProofError::NoAccount(contract)),
                Ok(Step::Value(value)) => return read(&value),
            }
        }
        Err(StateProofError::Missing(expected))
    }
}

impl ProvenAccount {
    /// The values of these slots, in their order; 0 where a slot is proven to hold nothing. The nodes must be exactly
    /// those that these slots need: ask for all of them at once.
    pub fn slots(&self, slots: &[B256]) -> Result<Vec<U256>, StateProofError> {
        let mut used = BTreeSet::new();
        let values = slots
            .iter()
            .map(|slot| self.slot(*slot, &mut used))
            .collect::<Result<_, _>>()?;
        if used.len() < self.nodes.len() {
            Err(StateProofError::LeftOver(self.nodes.len() - used.len()))
        } else {
            Ok(values)
        }
    }

    fn slot(&self, slot: B256, used: &mut BTreeSet<B256>) -> Result<U256, StateProofError> {
        if self.storage_root == EMPTY_ROOT_HASH {
            return Ok(U256::ZERO);
        }
        let mut walk = Walk::to(keccak256(slot).as_slice());
        let mut expected = self.storage_root;
        loop {
            let node = self
                .nodes
                .get(&expected)
                .ok_or(StateProofError::Missing(expected))?;
            used.insert(expected);
            match walk.step(node) {
                Err(_) => return Err(StateProofError::Node(expected)),
                Ok(Step::Down(hash)) => expected = hash,
                Ok(Step::Absent) => return Ok(U256::ZERO),
                Ok(Step::Value(value)) => return read(&value),
            }
        }
    }
}

/// A value that is all of these bytes, in canonical form.
fn read<T: Decodable>(bytes: &[u8]) -> Result<T, StateProofError> {
    let mut rest = bytes;
    let value = T::decode(&mut rest).map_err(|_| StateProofError::Value)?;
    if rest.is_empty() {
        Ok(value)
    } else {
        Err(StateProofError::Value)
    }
}

#[cfg(test)]
mod tests;
