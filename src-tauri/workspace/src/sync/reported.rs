//! The quick way through a long first sync: what the node reports comes first, so that one can look around, and is proven
//! afterwards, block by block, in the same sync. Until then it is shown as reported and as nothing more.

use std::sync::atomic::{AtomicBool, Ordering};

use chain::{Cursor, LogBatch, LogPuller, Node, Pulled, PulledLogs, Puller, ReportedLog};
use store::Reported;
use trace::EventKey;

use super::private::Private;
use super::progress::Meter;
use super::{SyncNote, SyncPhase, SyncProgress, Synced, Syncer, aside, other_chain, stopped};
use crate::import::begins_at;
use crate::ingest::Recorded;
use crate::{Failure, ingest};

/// A first sync of more blocks than this takes the quick way.
const LONG: u64 = 20_000;

impl Syncer {
    /// Whether this sync begins with what the node reports: when it is the first one and long, or when nothing else is asked
    /// for.
    pub(super) async fn goes_the_quick_way(&self, node: &Node) -> Result<bool, Failure> {
        if self.reported_only {
            return Ok(true);
        }
        if self.store.cursor()?.is_some() {
            return Ok(false);
        }
        Ok(node.head().await?.saturating_sub(self.network.from_block) > LONG)
    }

    /// Takes what the node reports, to its newest block.
    pub(super) async fn load(
        &mut self,
        node: &Node,
        private: &mut Private<'_>,
        now: u64,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Synced, Failure> {
        let mut puller =
            LogPuller::new(node, self.network.contract, self.network.from_block).pinned(self.pin());
        let mut synced = Synced::default();
        let mut meter = Meter::default();
        self.store.begin_bulk()?;
        loop {
            if cancelled.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            let cursor = self.cursor()?;
            synced.block = cursor.map_or(0, |cursor| cursor.number);
            let held = |number: u64| self.store.hash_at(number).ok().flatten();
            let PulledLogs::Batch(mut batch) = puller.pull(cursor, &held).await? else {
                break;
            };
            private
                .list_among(&mut batch.logs, &self.store, now)
                .await?;
            synced.blocks += batch.blocks.end() - batch.blocks.start() + 1;
            synced.events += self.keep_reported(&batch)?;
            synced.reorgs += u64::from(batch.rollback_to.is_some());
            let block = batch.end.number();
            progress(meter.note(SyncPhase::Fetching, block, batch.head, synced.events));
        }
        self.store.finish_bulk()?;
        Ok(synced)
    }

    fn keep_reported(&mut self, batch: &LogBatch) -> Result<u64, Failure> {
        let recorded = batch.logs.iter().filter_map(recorded);
        let (rows, events): (Vec<_>, Vec<_>) = recorded.map(|one| (one.row, one.event)).unzip();
        let mut hashes: Vec<_> = batch
            .logs
            .iter()
            .map(|log| (log.block, log.block_hash))
            .collect();
        hashes.push((batch.end.number(), batch.end.hash()));
        hashes.dedup();
        let before = self.store.cursor()?;
        let mut in_step = match batch.rollback_to {
            Some(_) => None,
            None => self.step_from(before),
        };
        let read = move || {
            if let Some(held) = &mut in_step {
                events
                    .iter()
                    .flatten()
                    .for_each(|event| held.take_in(event));
            }
            in_step
        };
        let step = Reported {
            rollback_to: batch.rollback_to,
            range: batch.blocks.clone(),
            hashes: &hashes,
            events: &rows,
        };
        let (in_step, written) = aside(read, || self.store.commit_reported(&step));
        written?;
        self.keep_step(in_step)?;
        Ok(rows.len() as u64)
    }

    /// Proves what is only reported: headers and receipts take its place, and what was reported otherwise is listed.
    pub(super) async fn prove(
        &mut self,
        node: &Node,
        now: u64,
        progress: &mut dyn FnMut(SyncProgress),
        cancelled: &AtomicBool,
    ) -> Result<Vec<SyncNote>, Failure> {
        let mut disproved = 0;
        let mut meter = Meter::default();
        let mut confirmed = 0;
        while let Some(range) = self.store.reported_ranges()?.into_iter().next() {
            let mut puller =
                Puller::new(node, self.network.contract, *range.start()).pinned(self.pin());
            let mut done = None;
            loop {
                if cancelled.load(Ordering::Relaxed) {
                    return Err(stopped());
                }
                // A node that goes back behind what it had reported is for the next sync to see to.
                let Pulled::Batch(mut batch) = puller.pull(done, &|_| None).await? else {
                    return Ok(Vec::new());
                };
                if batch.rollback_to.is_some() {
                    return Ok(Vec::new());
                }
                let first = batch.parts.first().map(|part| &part.header);
                if first.is_some_and(|first| !begins_at(first, self.network.genesis)) {
                    return Err(other_chain());
                }
                batch
                    .parts
                    .retain(|part| part.header.number() <= *range.end());
                let Some(last) = batch.cursor() else {
                    break;
                };
                self.check_trusted_among(&batch.parts)?;
                let rows = ingest::event_rows(&batch.parts, self.network.contract);
                let upgraded = self.store.upgrade(&batch.parts, &rows, now)?;
                if !upgraded.disagreements.is_empty() {
                    self.fall_out_of_step();
                }
                disproved += upgraded.disagreements.len();
                confirmed += rows.len() as u64;
                progress(meter.note(SyncPhase::Proving, last.number, *range.end(), confirmed));
                done = Some(last);
                if last.number == *range.end() {
                    break;
                }
            }
        }
        Ok(disagreed(disproved).into_iter().collect())
    }

    pub(super) fn cursor(&self) -> Result<Option<Cursor>, Failure> {
        let cursor = self.store.cursor()?;
        Ok(cursor.map(|(number, hash)| Cursor { number, hash }))
    }
}

/// The event in a log that a node reports; its block's time is known once it is proven.
pub(super) fn recorded(reported: &ReportedLog) -> Option<Recorded> {
    let key = EventKey {
        block: reported.block,
        log_index: reported.log_index,
    };
    ingest::recorded_log(key, reported.tx_index, 0, &reported.log)
}

fn disagreed(count: usize) -> Option<SyncNote> {
    (count > 0).then(|| SyncNote {
        code: "reported_otherwise",
        message: format!("the node had reported {count} things that its own receipts disprove"),
        hint: "What is proven took their place; what was reported is listed by `waymark doctor DIR`. Ask another node, and tell those who run this one."
            .into(),
    })
}
