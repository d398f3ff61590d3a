//! Pulling blocks from the node, batch by batch, each judged and then committed whole.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use chain::{Batch, Cursor, Node, NodeError, Pulled, Puller};
use evidence::Header;

use super::private::Private;
use super::progress::Meter;
use super::words::{behind, other_chain, stopped, unsealed_branch};
use super::{Sealing, SyncPhase, SyncProgress, Synced, Syncer, aside};
use crate::import::begins_at;
use crate::ingest::Recorded;
use crate::{Failure, ingest};

/// A first sync of more blocks than this is a bulk load: indexes are built when it is over.
const BULK: u64 = 5_000;

impl Syncer {
    pub(super) async fn pull(
        &mut self,
        node: &Node,
        sealing: &mut Sealing,
        private: &mut Private<'_>,
        now: u64,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Synced, Failure> {
        let (contract, from_block) = (self.network.contract, self.network.from_block);
        let mut puller = Puller::new(node, contract, from_block).pinned(self.pin());
        let mut synced = Synced::default();
        let mut meter = Meter::default();
        loop {
            if cancelled.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            let cursor = self.cursor()?;
            synced.block = cursor.map_or(0, |cursor| cursor.number);
            let batch = match self.next(&mut puller, cursor).await? {
                Pulled::Batch(batch) => batch,
                Pulled::UpToDate { .. } => return Ok(synced),
                Pulled::Behind { head } => {
                    synced.notes.push(behind(head, synced.block));
                    return Ok(synced);
                }
            };
            if let Some(first) = batch.parts.first()
                && !begins_at(&first.header, self.network.genesis)
            {
                return Err(other_chain());
            }
            let block = batch.cursor().map_or(synced.block, |cursor| cursor.number);
            if synced.blocks == 0 && batch.head.saturating_sub(block) > BULK {
                self.store.begin_bulk()?;
            }
            self.check_trusted_among(&batch.parts)?;
            self.keep_what_is_sealed(node, sealing, &batch).await?;
            private.list_in(&batch, &self.store, now).await?;
            let events = self.commit(&batch)?;
            sealing.came_in(
                &mut self.store,
                &self.trust,
                batch.rollback_to.is_some(),
                batch.parts.iter().map(|part| &part.header),
            )?;
            synced.blocks += batch.parts.len() as u64;
            synced.events += events;
            synced.reorgs += u64::from(batch.rollback_to.is_some());
            progress(meter.note(SyncPhase::Fetching, block, batch.head, synced.events));
        }
    }

    /// Writes a batch. Its events are read, and what they add up to is kept in step, while its blocks are written.
    fn commit(&mut self, batch: &Batch) -> Result<u64, Failure> {
        let before = self.store.cursor()?;
        let in_step = match batch.rollback_to {
            Some(_) => None,
            None => self.step_from(before),
        };
        let contract = self.network.contract;
        let (send, rows) = mpsc::channel();
        let read = move || {
            let mut in_step = in_step;
            for Recorded { row, event } in ingest::recorded(&batch.parts, contract) {
                if let (Some(held), Some(event)) = (&mut in_step, &event) {
                    held.take_in(event);
                }
                if send.send(row).is_err() {
                    return None;
                }
            }
            in_step
        };
        let mut count = 0;
        let rows = rows.into_iter().inspect(|_| count += 1);
        let write = || {
            self.store
                .commit_with(batch.rollback_to, &batch.parts, rows)
        };
        let (in_step, written) = aside(read, write);
        written?;
        self.keep_step(in_step)?;
        Ok(count)
    }

    /// Blocks that a quorum sealed give way only to blocks that a quorum sealed.
    async fn keep_what_is_sealed(
        &self,
        node: &Node,
        sealing: &Sealing,
        batch: &Batch,
    ) -> Result<(), Failure> {
        let (Some(after), Some(first), Some(last)) =
            (batch.rollback_to, batch.parts.first(), batch.parts.last())
        else {
            return Ok(());
        };
        if self.sealed_to()?.is_none_or(|sealed| sealed <= after) {
            return Ok(());
        }
        let branch = match sealing.branch_length() {
            None => vec![last.header.clone()],
            Some(length) => {
                node.headers(after + 1..=batch.head.min(after + length))
                    .await?
            }
        };
        if sealing.branch_length().is_some()
            && branch.first().map(Header::hash) != Some(first.header.hash())
        {
            return Err(NodeError::Unlinked(after + 1).into());
        }
        let checked = sealing.check_branch(after, &branch);
        checked.map_err(|error| unsealed_branch(after + 1, &error))
    }

    async fn next(
        &self,
        puller: &mut Puller<'_>,
        cursor: Option<Cursor>,
    ) -> Result<Pulled, Failure> {
        // A cache that cannot be read must not look like one that holds nothing: that would roll back too far.
        let broken = Cell::new(None);
        let held = |number: u64| match self.store.hash_at(number) {
            Ok(hash) => hash,
            Err(error) => {
                broken.set(Some(error));
                None
            }
        };
        let next = puller.pull(cursor, &held).await;
        match broken.take() {
            Some(error) => Err(error.into()),
            None => Ok(next?),
        }
    }
}
