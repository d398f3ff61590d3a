//! Making a workspace of a network: from a node, or from a ledger file.

use std::path::{Path, PathBuf};

use alloy_primitives::Address;
use store::{NetworkRow, Store};
use verify::{Trust, TrustedBlock, TrustedNetwork};

use crate::folder::Folder;
use crate::node_file::NodeFile;
use crate::sync::runtime;
use crate::trust_file::{read_trust, write_trust};
use crate::{Failure, FailureKind, import};

/// Where a node is and what is on it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The node's address.
    pub rpc: String,
    /// The environment variable that holds the credentials.
    pub auth_env: Option<String>,
    /// The ledger's address.
    pub contract: Address,
}

/// What `init` needs.
#[derive(Clone, Debug)]
pub struct Init {
    /// The folder to make.
    pub folder: PathBuf,
    /// Where the node is.
    pub connection: Connection,
    /// What to trust. It comes from the user's hand: from a file, or from what [`probe`] found and the user accepted.
    pub trust: Trust,
    /// The first block to sync.
    pub from_block: u64,
}

/// Asks a node what it is, so that the user can compare and accept it: its chain, the ledger's code, its newest block.
pub fn probe(connection: &Connection) -> Result<Trust, Failure> {
    let node = NodeFile {
        rpc: connection.rpc.clone(),
        auth_env: connection.auth_env.clone(),
    }
    .connect()?;
    runtime()?.block_on(async {
        let chain_id = node.chain_id().await?;
        let genesis = node.genesis().await?;
        let code_hash = node
            .code_hash(connection.contract)
            .await?
            .ok_or_else(|| no_code(connection.contract))?;
        let number = node.head().await?;
        let head = node.header(number).await?;
        let mut trust = Trust::new(TrustedNetwork {
            label: format!("Chain {chain_id}"),
            chain_id,
            genesis,
            contract: connection.contract,
            code_hash,
        });
        trust.block = head.map(|header| TrustedBlock {
            number,
            hash: header.hash(),
        });
        Ok(trust)
    })
}

fn no_code(contract: Address) -> Failure {
    Failure::new(
        FailureKind::InputMissing,
        format!("there is no contract at {contract} on that chain"),
        "Check the address and that the node is on the right network.",
    )
}

/// Makes a workspace of a node's network, after comparing the node with what is trusted. Nothing is synced yet.
pub fn init(init: &Init) -> Result<(), Failure> {
    let found = probe(&init.connection)?;
    check_network(&found.network, &init.trust.network)?;
    check_is_ledger(&found)?;
    Folder::at(&init.folder).create(|draft| {
        let network = &init.trust.network;
        write_trust(&draft.trust(), &init.trust)?;
        let node = NodeFile {
            rpc: init.connection.rpc.clone(),
            auth_env: init.connection.auth_env.clone(),
        };
        node.write(&draft.node())?;
        let store = Store::create(
            &draft.cache(),
            &NetworkRow {
                chain_id: network.chain_id,
                genesis: network.genesis,
                contract: network.contract,
                code_hash: network.code_hash,
                from_block: init.from_block,
                label: network.label.clone(),
                synced_at: None,
            },
        )?;
        Ok(store.checkpoint()?)
    })
}

/// Makes a workspace from a ledger file and a trust file; `now` is in Unix seconds.
pub fn init_from_file(
    folder: &Path,
    ledger_file: &Path,
    trust: &Path,
    now: u64,
) -> Result<(), Failure> {
    import::import(&Folder::at(folder), ledger_file, &read_trust(trust)?, now)
}

/// Compares a network with the one that is trusted.
pub(crate) fn check_network(
    found: &TrustedNetwork,
    trusted: &TrustedNetwork,
) -> Result<(), Failure> {
    let checks = [
        (found.chain_id == trusted.chain_id, "chain id"),
        (found.genesis == trusted.genesis, "first block"),
        (found.contract == trusted.contract, "ledger address"),
        (found.code_hash == trusted.code_hash, "ledger code"),
    ];
    let Some((_, what)) = checks.into_iter().find(|(same, _)| !same) else {
        return Ok(());
    };
    Err(Failure::new(
        FailureKind::OtherNetwork,
        format!("the node speaks of another network than the one trusted: the {what} differs"),
        "Check the node's address. If the chain was started anew, make a new workspace; this one stays as it is.",
    ))
}

/// A contract that is not the ledger would sync to nothing, silently.
fn check_is_ledger(found: &Trust) -> Result<(), Failure> {
    let artifact = ledger::artifact().map_err(Failure::internal)?;
    if found.network.code_hash == artifact.code_hash() {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::InputUnusable,
        format!(
            "the contract at {} is not a ledger that this Waymark knows",
            found.network.contract
        ),
        "Check the address; a ledger of another version needs the Waymark that belongs to it.",
    ))
}
