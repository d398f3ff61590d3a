//! The compiled contract that this build knows. It says what code to deploy and by which hash to recognise it, not
//! where it lies.

use alloy_primitives::{B256, Bytes, keccak256};
use serde::Deserialize;
use thiserror::Error;

const COMMITTED: &str = include_str!("../../../contracts/abi/TraceLedger.json");

/// The committed artifact is broken.
#[derive(Debug, Error)]
pub enum ArtifactError {
    /// It is not the JSON that `contracts/scripts/artifact.js` writes, or its code is not linked.
    #[error("the compiled contract in this build cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// The compiled contract.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Artifact {
    /// The code that creates it; it takes no arguments.
    pub bytecode: Bytes,
    /// The code that then lies at its address. The contract has no immutable variables, so it is the same everywhere.
    pub deployed_bytecode: Bytes,
    /// Its functions, events and errors, as solc describes them.
    pub abi: serde_json::Value,
}

impl Artifact {
    /// The code hash of the deployed contract, as an account proof shows it.
    pub fn code_hash(&self) -> B256 {
        keccak256(&self.deployed_bytecode)
    }
}

/// The compiled contract that this build knows.
pub fn artifact() -> Result<Artifact, ArtifactError> {
    Ok(serde_json::from_str(COMMITTED)?)
}
