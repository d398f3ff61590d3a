//! Making a workspace of a network: from a node, or from a ledger file.

pub(crate) mod clique;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use alloy_primitives::Address;
use chain::Node;
use evidence::{Consensus, Header, SealError, SealTrust, ValidatorSet};
use store::{NetworkRow, Store};
use verify::{Trust, TrustedBlock, TrustedNetwork};

use crate::folder::Folder;
use crate::node_file::{NodeAddress, NodeFile};
use crate::sync::runtime;
use crate::trust_file::{read_trust, write_trust};
use crate::{Failure, FailureKind, import};

/// How many blocks are looked at for those who seal, where a contract selects them and headers do not list them.
pub(crate) const SEALS_SEEN: u64 = 32;

/// For how long validators are believed to hand over to others, in seconds: 30 days, as light clients commonly have it.
pub(crate) const TRUSTING_PERIOD: u64 = 30 * 24 * 60 * 60;

/// Where a node is and what is on it.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The node.
    pub node: NodeAddress,
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
    /// Another node that the first is compared with at each sync.
    pub second: Option<NodeAddress>,
    /// What to trust. It comes from the user's hand: from a file, or from what [`probe`] found and the user accepted.
    pub trust: Trust,
    /// The first block to sync.
    pub from_block: u64,
}

/// Asks a node what it is, so that the user can compare and accept it: its chain, the ledger's code, its newest block, and
/// who seals its blocks.
pub fn probe(connection: &Connection) -> Result<Trust, Failure> {
    let node = connection.node.to_file()?.connect()?;
    runtime()?.block_on(async {
        let chain_id = node.chain_id().await?;
        let genesis = node.genesis().await?;
        let code_hash = node
            .code_hash(connection.contract)
            .await?
            .ok_or_else(|| no_code(connection.contract))?;
        let mut trust = Trust::new(TrustedNetwork {
            label: format!("Chain {chain_id}"),
            chain_id,
            genesis,
            contract: connection.contract,
            code_hash,
        });
        let number = node.head().await?;
        // Block 0 may have a header that no rule could have made; it is no block to trust.
        let head = match number {
            0 => None,
            _ => node.header(number).await?,
        };
        if let Some(header) = head {
            trust.block = Some(TrustedBlock {
                number,
                hash: header.hash(),
            });
            trust.seals = seals(&node, &header).await?;
        }
        Ok(trust)
    })
}

/// Who seals the blocks of this chain, as far as its newest header shows it; `None` where nobody does. Where a contract
/// selects the validators, they are those who sealed the last blocks; in Clique, those whom the last checkpoint lists.
async fn seals(node: &Node, head: &Header) -> Result<Option<SealTrust>, Failure> {
    let consensus = head.consensus();
    if clique::is_clique(head) {
        return clique::signers(node, head).await.map(Some);
    }
    if consensus == Consensus::Ethereum {
        return Ok(None);
    }
    let listed = head
        .listed_validators()
        .map_err(|error| not_sealed(&error))?;
    let contract_selected = listed.is_empty();
    let mut validators = listed;
    if contract_selected {
        let mut seen = BTreeSet::new();
        for number in head.number().saturating_sub(SEALS_SEEN)..=head.number() {
            let header = if number == 0 {
                None
            } else {
                node.header(number).await?
            };
            if let Some(header) = header {
                seen.extend(
                    header
                        .signers(consensus)
                        .map_err(|error| not_sealed(&error))?,
                );
            }
        }
        validators = seen.into_iter().collect();
    }
    let set = ValidatorSet::new(&validators).map_err(|error| not_sealed(&error))?;
    set.check(head).map_err(|error| not_sealed(&error))?;
    Ok(Some(SealTrust {
        consensus,
        validators,
        // They are trusted as of the block before, so that the newest one is the first that their seals prove.
        block: head.number() - 1,
        time: head.timestamp(),
        period: TRUSTING_PERIOD,
        contract_selected,
        votes: Vec::new(),
    }))
}

fn not_sealed(error: &SealError) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        format!("the newest block is not sealed as its own header says: {error}"),
        "Ask another node of that network; give --trust FILE if you have the validators from elsewhere.",
    )
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
    let mut node = init.connection.node.to_file()?;
    node.second = init.second.as_ref().map(second_source).transpose()?;
    Folder::at(&init.folder).create(|draft| {
        let network = &init.trust.network;
        write_trust(&draft.trust(), &init.trust)?;
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

/// The second source as it is kept. That it answers is not asked for here: it is no reason not to begin.
pub(crate) fn second_source(address: &NodeAddress) -> Result<Box<NodeFile>, Failure> {
    let file = address.to_file()?;
    file.connect()?;
    Ok(Box::new(file))
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
