//! The second source: another node that is asked the same. Blocks are compared by their hashes, which cover what is proven;
//! events one by one where they are only reported. Where the two differ, both answers are listed; none is averaged
//! away, and what is held stays what hashes and seals prove.

mod logs;

use std::time::Duration;

use chain::Node;
use chain::window::{Search, Step};
use store::{Disagreement, DisagreementKind};

use super::{SyncNote, Syncer};
use crate::Failure;

/// A tip that was replaced a moment ago is no disagreement: how long to wait before asking again.
const MOMENT: Duration = Duration::from_secs(2);

/// What is written beside a disagreement that is over.
const AGREES_NOW: &str = "both sources agree now";

/// The same, where nothing needs to be compared any more.
const PROVEN_NOW: &str = "what is held is proven now";

impl Syncer {
    /// Compares the second source with what is held, and notes where it differs.
    pub(super) async fn compare(
        &self,
        second: &Node,
        now: u64,
    ) -> Result<Option<SyncNote>, Failure> {
        let found = match self.differences(second).await {
            Ok(found) => found,
            Err(failure) => {
                return Ok(Some(SyncNote {
                    code: "second_source_unreachable",
                    message: format!("the second source could not be asked: {}", failure.message),
                    hint: failure.hint,
                }));
            }
        };
        let source = second.url();
        self.settle_old(&source, &found, now)?;
        let Some(first) = found.first() else {
            return Ok(None);
        };
        let message = match first.kind {
            DisagreementKind::Network => format!(
                "{source} is of another network: it says {} where {} is trusted",
                first.claimed.as_deref().unwrap_or_default(),
                first.held.as_deref().unwrap_or_default()
            ),
            DisagreementKind::Block => format!("{source} has another block {}", first.block),
            _ => format!(
                "{source} reports {} events otherwise than they are held, the first in block {}",
                found.len(),
                first.block
            ),
        };
        for disagreement in &found {
            self.store.add_disagreement(disagreement, now)?;
        }
        Ok(Some(SyncNote {
            code: "sources_disagree",
            message,
            hint: "Both answers are listed: in the window under Network, on the command line by `waymark doctor DIR`. Ask those who run the nodes which of them is on the network's chain."
                .into(),
        }))
    }

    async fn differences(&self, second: &Node) -> Result<Vec<Disagreement>, Failure> {
        let network = self.network_differences(second).await?;
        if !network.is_empty() {
            return Ok(network);
        }
        let mut block = self.block_difference(second).await?;
        if block.is_some() {
            tokio::time::sleep(MOMENT).await;
            block = self.block_difference(second).await?;
        }
        let to = block.as_ref().map_or(u64::MAX, |other| other.block - 1);
        let mut found = self.event_differences(second, to).await?;
        found.splice(0..0, block);
        Ok(found)
    }

    async fn network_differences(&self, second: &Node) -> Result<Vec<Disagreement>, Failure> {
        let trusted = &self.trust.network;
        let (chain_id, genesis) = (second.chain_id().await?, second.genesis().await?);
        let code = second.code_hash(trusted.contract).await?;
        let code = code.map_or_else(|| "no contract".to_owned(), |hash| hash.to_string());
        let facts = [
            (trusted.chain_id.to_string(), chain_id.to_string()),
            (trusted.genesis.to_string(), genesis.to_string()),
            (trusted.code_hash.to_string(), code),
        ];
        let differ = facts.into_iter().filter(|(held, claimed)| held != claimed);
        Ok(differ
            .map(|(held, claimed)| Disagreement {
                kind: DisagreementKind::Network,
                source: second.url(),
                block: 0,
                log_index: None,
                held: Some(held),
                claimed: Some(claimed),
            })
            .collect())
    }

    /// The first block that both have and name differently. Blocks name their parents, so that all before it are the same
    /// and none after it is.
    async fn block_difference(&self, second: &Node) -> Result<Option<Disagreement>, Failure> {
        let Some((newest, _)) = self.store.cursor()? else {
            return Ok(None);
        };
        let top = newest.min(second.head().await?);
        let mut search = Search::new(self.network.from_block, top);
        let agreed = loop {
            match search.step() {
                Step::Ancestor(found) => break found,
                Step::Compare(number) => {
                    let held = self.store.hash_at(number)?;
                    // What is not held (it was only reported) cannot be compared: look further back.
                    search.tell(held.is_some() && held == second.named(number).await?);
                }
            }
        };
        let first = agreed.map_or(self.network.from_block, |number| number + 1);
        if first > top {
            return Ok(None);
        }
        let (held, claimed) = (self.store.hash_at(first)?, second.named(first).await?);
        Ok((held.is_some() && held != claimed).then(|| Disagreement {
            kind: DisagreementKind::Block,
            source: second.url(),
            block: first,
            log_index: None,
            held: held.map(|hash| hash.to_string()),
            claimed: claimed.map(|hash| hash.to_string()),
        }))
    }

    /// What this source disagreed about before and does not any more is settled, and stays listed as such.
    fn settle_old(&self, source: &str, found: &[Disagreement], now: u64) -> Result<(), Failure> {
        for old in self.store.disagreements()? {
            let about = &old.disagreement;
            // What is private is no claim about what is held, and stays what it is.
            let private = about.kind == DisagreementKind::Private;
            let over = !private
                && old.resolved.is_none()
                && about.source == source
                && !found.contains(about);
            if over {
                let only_reported = self.is_reported(about.block)?;
                let compared = about.log_index.is_none() || only_reported;
                let how = if compared { AGREES_NOW } else { PROVEN_NOW };
                self.store.resolve_disagreement(old.id, how, now)?;
            }
        }
        Ok(())
    }

    /// Whether a block is held only as reported.
    fn is_reported(&self, block: u64) -> Result<bool, Failure> {
        let ranges = self.store.reported_ranges()?;
        Ok(ranges.iter().any(|range| range.contains(&block)))
    }
}
