//! What a contract's account and storage held at a block, proven to the block's header (EIP-1186).

use alloy::primitives::{Address, B256, Bytes};
use evidence::{Header, StateEvidence, StateProofError};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Deserialize;
use serde_json::json;

use super::{Node, hex};
use crate::NodeError;

/// Slots per request. Besu and gateways limit answers; a path is up to 4 KiB.
const SLOTS_AT_ONCE: usize = 100;

/// How many requests are under way at once.
const REQUESTS: usize = 3;

/// The answer to `eth_getProof`. The values in it are not read: the nodes say what they are.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProofAnswer {
    account_proof: Vec<Bytes>,
    #[serde(default)]
    storage_proof: Vec<SlotProof>,
}

#[derive(Deserialize)]
struct SlotProof {
    proof: Vec<Bytes>,
}

impl Node {
    /// The account of `contract` and these slots at the block of `header`, proven to the state root that the header
    /// commits to: the evidence gives every slot's value, 0 where it is proven to hold nothing.
    ///
    /// Nodes keep the state of old blocks for a while only ([`NodeError::StateGone`]), so it is fetched when it is new. A
    /// block without the contract is [`NodeError::NoContract`]; a proof that does not hold is [`NodeError::FalseState`].
    pub async fn state(
        &self,
        contract: Address,
        slots: &[B256],
        header: &Header,
    ) -> Result<StateEvidence, NodeError> {
        let mut at_once = SLOTS_AT_ONCE;
        let (account, storage) = loop {
            match self.proofs(contract, slots, at_once, header).await {
                Err(NodeError::RangeTooLarge { .. }) if at_once > 1 => at_once /= 2,
                answer => break answer?,
            }
        };
        let evidence = StateEvidence::from_rpc(header.number(), account, storage);
        evidence
            .prove(header.state_root(), contract)
            .and_then(|account| account.slots(slots))
            .map_err(|error| disbelief(&error, contract, header.number()))?;
        Ok(evidence)
    }

    /// The path of the account, and of each slot, from requests for so many slots, a few requests at once.
    async fn proofs(
        &self,
        contract: Address,
        slots: &[B256],
        at_once: usize,
        header: &Header,
    ) -> Result<(Vec<Bytes>, Vec<Vec<Bytes>>), NodeError> {
        // Without slots there is still the account to ask for.
        let chunks: Vec<&[B256]> = if slots.is_empty() {
            vec![slots]
        } else {
            slots.chunks(at_once).collect()
        };
        let asked = chunks
            .into_iter()
            .map(|some| self.proof(contract, some, header));
        let answers: Vec<ProofAnswer> =
            stream::iter(asked).buffered(REQUESTS).try_collect().await?;
        let (mut account, mut storage) = (Vec::new(), Vec::with_capacity(slots.len()));
        for answer in answers {
            account = answer.account_proof;
            storage.extend(answer.storage_proof.into_iter().map(|slot| slot.proof));
        }
        Ok((account, storage))
    }

    async fn proof(
        &self,
        contract: Address,
        slots: &[B256],
        header: &Header,
    ) -> Result<ProofAnswer, NodeError> {
        // By number, which every node understands; that it is of this very block is what the state root shows.
        let params = json!([contract, slots, hex(header.number())]);
        let answer = self.ask("eth_getProof", params).await?;
        answer.ok_or_else(|| NodeError::UnknownBlock(header.number().to_string()))
    }
}

fn disbelief(error: &StateProofError, contract: Address, number: u64) -> NodeError {
    match error {
        StateProofError::NoAccount(_) => NodeError::NoContract(contract),
        error => NodeError::FalseState {
            number,
            reason: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
