//! What a `GoQuorum` node shows of private transactions: who takes part in one sees its events, but no block's root covers
//! them, so that they can be proven to nobody. They stop nothing, are never taken for events, and are not left out in silence:
//! they are listed beside what is held, before the blocks that they claim to be in are committed.

use std::collections::BTreeSet;

use alloy_primitives::{Address, B256};
use chain::{Batch, Cursor, LogPuller, Node, NodeError, Pin, PulledLogs, ReportedLog};
use evidence::BlockPart;
use store::{Disagreement, DisagreementKind, EventRow, Store, event_disagreement};

use super::SyncNote;
use super::reported::recorded;
use crate::{Failure, ingest};

/// Looks for events of private transactions while blocks come in.
#[derive(Debug)]
pub(super) struct Private<'node> {
    node: &'node Node,
    contract: Address,
    pin: Pin,
    /// `None` where the node does not say that it could hold any, or cannot be asked.
    walk: Option<Walk<'node>>,
    /// How many were listed.
    listed: u64,
    /// Why it is not known whether there are any.
    trouble: Option<NodeError>,
}

/// How far the node's logs were looked through. It may be ahead of the blocks that came in.
#[derive(Debug, Default)]
struct Walk<'node> {
    puller: Option<LogPuller<'node>>,
    cursor: Option<Cursor>,
    found: Vec<ReportedLog>,
}

impl<'node> Private<'node> {
    /// Asks the node whether it could hold any.
    pub(super) async fn begin(
        node: &'node Node,
        contract: Address,
        pin: Pin,
    ) -> Result<Self, Failure> {
        let walk = node.may_hold_private().await?.then(Walk::default);
        Ok(Self {
            node,
            contract,
            pin,
            walk,
            listed: 0,
            trouble: None,
        })
    }

    /// Lists the events of private transactions in the blocks of a batch, which is not committed yet.
    pub(super) async fn list_in(
        &mut self,
        batch: &Batch,
        store: &Store,
        now: u64,
    ) -> Result<(), Failure> {
        let (Some(walk), Some(first), Some(last)) =
            (&mut self.walk, batch.parts.first(), batch.cursor())
        else {
            return Ok(());
        };
        if batch.rollback_to.is_some() {
            *walk = Walk::default();
        }
        let from = first.header.number();
        match walk
            .up_to(self.node, self.contract, self.pin, from..=last.number)
            .await
        {
            Ok(found) => self.list(found, &batch.parts, store, now),
            Err(error) if error.is_disbelief() || matches!(error, NodeError::MethodMissing(_)) => {
                self.trouble = Some(error);
                self.walk = None;
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the private ones out of these logs, and lists them.
    pub(super) async fn list_among(
        &mut self,
        logs: &mut Vec<ReportedLog>,
        store: &Store,
        now: u64,
    ) -> Result<(), Failure> {
        if self.walk.is_none() {
            return Ok(());
        }
        let private = take_private(self.node, logs).await?;
        self.list(private, &[], store, now)
    }

    fn list(
        &mut self,
        found: Vec<ReportedLog>,
        parts: &[BlockPart],
        store: &Store,
        now: u64,
    ) -> Result<(), Failure> {
        if found.is_empty() {
            return Ok(());
        }
        // What the receipts hold is proven, whatever the node says of its transaction.
        let proven = ingest::event_rows(parts, self.contract);
        for log in found {
            let Some(row) = recorded(&log).map(|recorded| recorded.row) else {
                continue;
            };
            if !proven.iter().any(|held| held.same_log(&row))
                && let Some(found) = disagreement(&self.node.url(), &row)
            {
                store.add_disagreement(&found, now)?;
                self.listed += 1;
            }
        }
        Ok(())
    }

    /// What the user should know, if anything.
    pub(super) fn into_note(self) -> Option<SyncNote> {
        match (self.trouble, self.listed) {
            (Some(error), _) => Some(not_told(&error)),
            (None, 0) => None,
            (None, listed) => Some(told(listed)),
        }
    }
}

impl<'node> Walk<'node> {
    /// The logs of private transactions in these blocks; the blocks follow those asked for before.
    async fn up_to(
        &mut self,
        node: &'node Node,
        contract: Address,
        pin: Pin,
        blocks: std::ops::RangeInclusive<u64>,
    ) -> Result<Vec<ReportedLog>, NodeError> {
        let puller = self
            .puller
            .get_or_insert_with(|| LogPuller::new(node, contract, *blocks.start()).pinned(pin));
        while self.cursor.is_none_or(|at| at.number < *blocks.end()) {
            // Where the chain changed meanwhile, the batch is replaced by the next sync, and looked through with it.
            let PulledLogs::Batch(mut batch) = puller.pull(self.cursor, &|_| None).await? else {
                break;
            };
            if batch.rollback_to.is_some() {
                break;
            }
            self.cursor = Some(batch.cursor());
            self.found
                .extend(take_private(node, &mut batch.logs).await?);
        }
        let (now, later) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|log| log.block <= *blocks.end());
        self.found = later;
        Ok(now)
    }
}

/// Takes those of these logs out whose transactions the node marks as private.
pub(super) async fn take_private(
    node: &Node,
    logs: &mut Vec<ReportedLog>,
) -> Result<Vec<ReportedLog>, NodeError> {
    let transactions: BTreeSet<B256> = logs.iter().map(|log| log.tx).collect();
    let transactions: Vec<B256> = transactions.into_iter().collect();
    let private = node.private_transactions(&transactions).await?;
    Ok(logs
        .extract_if(.., |log| private.contains(&log.tx))
        .collect())
}

/// How such an event is listed.
pub(super) fn disagreement(source: &str, row: &EventRow) -> Option<Disagreement> {
    let found = event_disagreement(source, None, Some(row))?;
    Some(Disagreement {
        kind: DisagreementKind::Private,
        ..found
    })
}

fn told(events: u64) -> SyncNote {
    SyncNote {
        code: "private_transactions",
        message: format!("the node shows {events} events of private transactions: private, cannot be proven"),
        hint: "They are listed as what the node says, and count in no figure and no report. What others shall be able to verify belongs in a public transaction."
            .into(),
    }
}

fn not_told(error: &NodeError) -> SyncNote {
    SyncNote {
        code: "private_unknown",
        message: format!("whether the node shows private transactions is not known: {error}"),
        hint: "What is held is proven. Events of private transactions, if there are some, are not listed.".into(),
    }
}
