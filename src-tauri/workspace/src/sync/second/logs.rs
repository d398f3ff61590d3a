//! What the second source reports of blocks that are themselves only reported: nothing proves them yet, so that its word
//! stands against the first one's. Where they differ, the receipts of the block say who is wrong, if either node can prove them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chain::compare::MAX_DISAGREEMENTS;
use chain::{Cursor, LogBatch, LogPuller, Node, PulledLogs, ReportedLog, Side};
use store::{Disagreement, DisagreementKind, EventRow, event_disagreement};
use trace::EventKey;

use super::super::Syncer;
use super::super::private;
use super::super::reported::recorded;
use crate::Failure;

impl Syncer {
    /// Compares the source's logs with what is held of the blocks up to this one that are only reported.
    pub(super) async fn event_differences(
        &self,
        second: &Node,
        to: u64,
    ) -> Result<Vec<Disagreement>, Failure> {
        let mut found = Vec::new();
        for range in self.store.reported_ranges()? {
            if *range.start() > to {
                break;
            }
            let range = *range.start()..=to.min(*range.end());
            self.compare_range(second, range, &mut found).await?;
            if found.len() >= MAX_DISAGREEMENTS {
                break;
            }
        }
        found.truncate(MAX_DISAGREEMENTS);
        self.judge(second, &mut found).await?;
        Ok(found)
    }

    async fn compare_range(
        &self,
        second: &Node,
        range: RangeInclusive<u64>,
        found: &mut Vec<Disagreement>,
    ) -> Result<(), Failure> {
        let contract = self.network.contract;
        let mut puller = LogPuller::new(second, contract, *range.start()).pinned(self.pin());
        let may_hold_private = second.may_hold_private().await?;
        let mut cursor: Option<Cursor> = None;
        while cursor.is_none_or(|at| at.number < *range.end()) && found.len() < MAX_DISAGREEMENTS {
            let mut batch = match puller.pull(cursor, &|_| None).await {
                Ok(PulledLogs::Batch(batch)) => batch,
                // It ends before what is held does.
                Ok(_) => break,
                Err(error) if error.is_disbelief() => {
                    let block = cursor.map_or(*range.start(), |at| at.number + 1);
                    found.push(untrue(second.url(), block, &error));
                    break;
                }
                Err(error) => return Err(error.into()),
            };
            if batch.rollback_to.is_some() {
                // Its chain changed meanwhile; the next sync compares it.
                break;
            }
            cursor = Some(batch.cursor());
            if let Some(other) = self.other_block(second, &batch, *range.end())? {
                found.push(other);
                break;
            }
            if may_hold_private {
                let shown = private::take_private(second, &mut batch.logs).await?;
                let shown = shown.iter().filter_map(recorded);
                let source = second.url();
                found.extend(shown.filter_map(|one| private::disagreement(&source, &one.row)));
            }
            self.compare_batch(second, &batch, *range.end(), found)?;
        }
        Ok(())
    }

    /// The first block of a batch that is held under another hash. Only blocks with events and the ends of what was asked
    /// for at once are known by their hashes.
    fn other_block(
        &self,
        second: &Node,
        batch: &LogBatch,
        to: u64,
    ) -> Result<Option<Disagreement>, Failure> {
        let named = batch.logs.iter().map(|log| (log.block, log.block_hash));
        let named = named.chain([(batch.end.number(), batch.end.hash())]);
        for (block, claimed) in named.filter(|(block, _)| *block <= to) {
            let held = self.store.hash_at(block)?;
            if let Some(held) = held.filter(|held| *held != claimed) {
                return Ok(Some(Disagreement {
                    kind: DisagreementKind::Block,
                    source: second.url(),
                    block,
                    log_index: None,
                    held: Some(held.to_string()),
                    claimed: Some(claimed.to_string()),
                }));
            }
        }
        Ok(None)
    }

    fn compare_batch(
        &self,
        second: &Node,
        batch: &LogBatch,
        to: u64,
        found: &mut Vec<Disagreement>,
    ) -> Result<(), Failure> {
        let blocks = *batch.blocks.start()..=to.min(*batch.blocks.end());
        let mut claimed = rows(batch.logs.iter().filter(|log| blocks.contains(&log.block)));
        let source = second.url();
        for held in self.store.events_in(blocks)? {
            let claimed = claimed.remove(&held.key);
            found.extend(event_disagreement(&source, Some(&held), claimed.as_ref()));
        }
        let unknown = claimed.values();
        found.extend(unknown.filter_map(|row| event_disagreement(&source, None, Some(row))));
        Ok(())
    }

    /// Says before what the source claims what the receipts of the block say of it.
    async fn judge(&self, second: &Node, found: &mut [Disagreement]) -> Result<(), Failure> {
        let decided = |one: &&Disagreement| one.kind != DisagreementKind::Private;
        let events = found.iter().filter(decided);
        let events = events.filter(|one| one.log_index.is_some());
        let blocks: Vec<u64> = events.map(|one| one.block).collect();
        let (Some(from), Some(to)) = (blocks.iter().min(), blocks.iter().max()) else {
            return Ok(());
        };
        let first = self.node()?;
        let said = chain::compare(&first, second, self.network.contract, *from..=*to).await;
        // That nobody can prove it is no reason not to list it.
        let said = said.unwrap_or_default();
        for one in found.iter_mut().filter(|one| decided(&&**one)) {
            if let Some(verdict) = verdict(&said, one) {
                let claimed = one.claimed.take().unwrap_or_else(|| "nothing".into());
                one.claimed = Some(format!("{verdict}: {claimed}"));
            }
        }
        Ok(())
    }
}

fn rows<'log>(logs: impl Iterator<Item = &'log ReportedLog>) -> BTreeMap<EventKey, EventRow> {
    let rows = logs.filter_map(recorded).map(|recorded| recorded.row);
    rows.map(|row| (row.key, row)).collect()
}

fn untrue(source: String, block: u64, why: &chain::NodeError) -> Disagreement {
    Disagreement {
        kind: DisagreementKind::EventDiffers,
        source,
        block,
        log_index: None,
        held: None,
        claimed: Some(format!("what cannot be true: {why}")),
    }
}

/// What receipts that hash to the header both have say of one event; `None` if the nodes do not differ there any more.
fn verdict(said: &[chain::Disagreement], about: &Disagreement) -> Option<&'static str> {
    let mut wrong = (false, false);
    for one in said {
        match one {
            chain::Disagreement::Log {
                side,
                block,
                log_index,
                ..
            } if *block == about.block && Some(*log_index) == about.log_index => match side {
                Side::First => wrong.0 = true,
                Side::Second => wrong.1 = true,
            },
            chain::Disagreement::Undecided { block, .. } if *block == about.block => {
                return Some("proven by neither node");
            }
            _ => {}
        }
    }
    match wrong {
        (true, true) => Some("disproved by the block's receipts, as is what is held"),
        (true, false) => Some("borne out by the block's receipts"),
        (false, true) => Some("disproved by the block's receipts"),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use chain::LogFault;

    use super::*;

    #[test]
    fn receipts_say_who_is_wrong_about_which_event() {
        let about = Disagreement {
            kind: DisagreementKind::EventDiffers,
            source: String::new(),
            block: 7,
            log_index: Some(1),
            held: None,
            claimed: None,
        };
        let log = |side, log_index| chain::Disagreement::Log {
            side,
            block: 7,
            log_index,
            fault: LogFault::Altered,
        };
        let said = |all: &[chain::Disagreement]| verdict(all, &about);
        assert_eq!(said(&[log(Side::Second, 0)]), None);
        let held = Some("disproved by the block's receipts");
        assert_eq!(said(&[log(Side::Second, 1)]), held);
        let claimed = Some("borne out by the block's receipts");
        assert_eq!(said(&[log(Side::First, 1)]), claimed);
        let neither = Some("disproved by the block's receipts, as is what is held");
        assert_eq!(said(&[log(Side::First, 1), log(Side::Second, 1)]), neither);
    }
}
