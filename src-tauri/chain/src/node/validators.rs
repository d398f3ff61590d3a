//! Who validates, as a header lists them or a node says. What is trusted is the user's to decide.

use alloy::primitives::Address;
use evidence::Consensus;
use serde_json::json;

use super::{Node, hex};
use crate::NodeError;
use crate::error::said;

impl Node {
    /// The validators of a block, sorted: from its header if that lists them, otherwise as the node says (Clique between
    /// two checkpoints, and sets that a contract selects). Empty for [`Consensus::Ethereum`].
    ///
    /// A node that has no word for it gives [`NodeError::MethodMissing`].
    pub async fn validators(
        &self,
        consensus: Consensus,
        block: u64,
    ) -> Result<Vec<Address>, NodeError> {
        if consensus == Consensus::Ethereum {
            return Ok(Vec::new());
        }
        let header = self.header(block).await?;
        let header = header.ok_or_else(|| NodeError::UnknownBlock(block.to_string()))?;
        let mut validators =
            header
                .listed_validators()
                .map_err(|error| NodeError::Contradiction {
                    number: block,
                    reason: said(&error.to_string()),
                })?;
        if validators.is_empty() {
            validators = self.said_to_validate(consensus, block).await?;
        }
        validators.sort_unstable();
        validators.dedup();
        Ok(validators)
    }

    /// The validators after a block as the node says, whatever its header lists; [`NodeError::MethodMissing`] where it has
    /// no word for it.
    pub async fn said_to_validate(
        &self,
        consensus: Consensus,
        block: u64,
    ) -> Result<Vec<Address>, NodeError> {
        let mut missing = NodeError::MethodMissing("a list of validators".to_owned());
        for method in methods(consensus) {
            match self.expect(method, json!([hex(block)])).await {
                Err(error @ NodeError::MethodMissing(_)) => missing = error,
                settled => return settled,
            }
        }
        Err(missing)
    }
}

/// Besu's word first, then that of `GoQuorum` or Geth.
fn methods(consensus: Consensus) -> &'static [&'static str] {
    match consensus {
        Consensus::Ethereum => &[],
        Consensus::Qbft => &["qbft_getValidatorsByBlockNumber", "istanbul_getValidators"],
        Consensus::Ibft2 => &["ibft_getValidatorsByBlockNumber"],
        Consensus::Ibft1 => &["istanbul_getValidators"],
        Consensus::Clique => &["clique_getSigners"],
    }
}

#[cfg(test)]
mod tests;
