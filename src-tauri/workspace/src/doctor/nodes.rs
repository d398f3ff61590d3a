//! The node and the second source: whether they answer, are on the right chain, and serve what is needed.

use chain::{Node, NodeError};
use evidence::Header;
use protocol::CheckOutcome;
use store::Store;
use trace::Strand;
use verify::{Trust, TrustedNetwork};

use super::Looked;
use crate::Failure;
use crate::folder::Folder;
use crate::network::check_network;
use crate::node_file::NodeFile;
use crate::sync::runtime;

impl Looked {
    pub(super) fn nodes(&mut self, folder: &Folder, store: Option<&Store>, trust: Option<&Trust>) {
        let file = match NodeFile::read(&folder.node()) {
            Ok(Some(file)) => file,
            Ok(None) => {
                self.note(
                    "node",
                    CheckOutcome::NotChecked,
                    "this workspace has no node: it came from a file",
                    "To follow the live ledger, name one with `waymark sync DIR --rpc URL`.",
                );
                return;
            }
            Err(failure) => return self.failed("node", failure),
        };
        let Some(trust) = trust else {
            return;
        };
        let second = file.second.clone();
        self.attempt("node", |looked| looked.node("node", &file, store, trust));
        match second {
            Some(second) => {
                self.attempt("second", |looked| looked.node("second", &second, store, trust));
            }
            None => self.note(
                "second",
                CheckOutcome::NotChecked,
                "no second source is named",
                "One finds out when the node leaves the network's chain: `waymark sync DIR --rpc URL --second-rpc URL`.",
            ),
        }
    }

    fn node(
        &mut self,
        code: &str,
        file: &NodeFile,
        store: Option<&Store>,
        trust: &Trust,
    ) -> Result<(), Failure> {
        let node = file.connect()?;
        runtime()?.block_on(async {
            let trusted = &trust.network;
            let code_hash = node.code_hash(trusted.contract).await?;
            check_network(
                &TrustedNetwork {
                    label: String::new(),
                    chain_id: node.chain_id().await?,
                    genesis: node.genesis().await?,
                    contract: trusted.contract,
                    code_hash: code_hash.unwrap_or(trusted.code_hash),
                },
                trusted,
            )?;
            let head = node.head().await?;
            let newest = match store {
                Some(store) => store.cursor()?.map_or(0, |(number, _)| number),
                None => 0,
            };
            let name = node.client_version().await.unwrap_or_default();
            let about = format!("{} ({name}) is at block {head}", node.url());
            match (code_hash, head.checked_sub(newest)) {
                (None, _) => self.note(
                    code,
                    CheckOutcome::Warning,
                    format!("{about} and has no ledger at {} yet", trusted.contract),
                    "It may still be catching up. If not, it is not on this ledger's chain.",
                ),
                (_, None) => self.note(
                    code,
                    CheckOutcome::Warning,
                    format!("{about}, behind block {newest} that is held"),
                    "It may be catching up; nothing is undone meanwhile. If it stays so, ask those who run it.",
                ),
                (_, Some(0)) => self.good(code, format!("{about}, as is what is held")),
                (_, Some(new)) => self.good(code, format!("{about}: {new} blocks to sync")),
            }
            self.serves(code, &node, store, trust, head).await
        })
    }

    /// Whether it serves blocks with receipts, and proofs of state.
    async fn serves(
        &mut self,
        code: &str,
        node: &Node,
        store: Option<&Store>,
        trust: &Trust,
        head: u64,
    ) -> Result<(), Failure> {
        let contract = trust.network.contract;
        let Some(header) = (match head {
            0 => None,
            head => node.header(head).await?,
        }) else {
            return Ok(());
        };
        let oldest = store
            .and_then(|store| store.network().ok())
            .map(|network| network.from_block);
        let from = oldest.unwrap_or(1).clamp(1, head);
        if let Err(error) = node.blocks(contract, from..=from).await {
            self.note(
                code,
                CheckOutcome::Warning,
                format!("it does not serve block {from} whole: {error}"),
                "A first sync needs a node that keeps old blocks and receipts.",
            );
        }
        self.proofs(code, node, trust, &header).await;
        Ok(())
    }

    async fn proofs(&mut self, code: &str, node: &Node, trust: &Trust, header: &Header) {
        let contract = trust.network.contract;
        let slot = ledger::head_slot(trace::SubjectId(trust.network.genesis), Strand::Identity);
        match node.state(contract, &[slot], header).await {
            Ok(_) => self.good(code, "it serves blocks, receipts and proofs of state"),
            Err(NodeError::MethodMissing(method)) => self.note(
                code,
                CheckOutcome::Warning,
                format!("it does not offer {method}"),
                "Reports cannot show that nothing was left out. Ask another node for that.",
            ),
            Err(error) => self.note(
                code,
                CheckOutcome::Warning,
                format!("it proves no state: {error}"),
                "Reports cannot show that nothing was left out. Try again later, or ask another node.",
            ),
        }
    }
}
