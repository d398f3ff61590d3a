//! The machine: room on the disk, and a clock that does not jump.

use chain::normalised_time;
use protocol::CheckOutcome;
use store::Store;

use super::Looked;
use crate::Failure;
use crate::folder::Folder;

/// How far a clock may be off before it is worth a word, in seconds.
const SLACK: u64 = 15 * 60;

/// Less room than this is too little to go on, in bytes.
const LITTLE: u64 = 256 << 20;

impl Looked {
    /// Claims are judged by the times in the record, not by this clock; but what the clock says stands on reports.
    pub(super) fn clock(&mut self, store: &Store, now: u64) -> Result<(), Failure> {
        let newest = store.cursor()?.map_or(0, |(number, _)| number);
        let header = store.headers(newest..=newest)?.pop();
        let block_time = header.map_or(0, |header| normalised_time(header.timestamp()));
        let synced = store.network()?.synced_at.unwrap_or(0);
        let hint = "Set the clock: its time is written on reports and beside what was synced. What is held is not touched by it.";
        if synced > now + SLACK {
            self.note(
                "clock",
                CheckOutcome::Warning,
                "the clock is set back: it is before the last sync",
                hint,
            );
        } else if block_time > now + SLACK {
            self.note(
                "clock",
                CheckOutcome::Warning,
                "the clock is behind the newest block, or the chain's clock is ahead",
                hint,
            );
        } else {
            self.good("clock", "the clock agrees with what is held");
        }
        Ok(())
    }

    pub(super) fn disk(&mut self, folder: &Folder) {
        match free_bytes(folder) {
            None => self.note(
                "disk",
                CheckOutcome::NotChecked,
                "how much room the disk has cannot be told here",
                "",
            ),
            Some(free) if free < LITTLE => self.note(
                "disk",
                CheckOutcome::Bad,
                format!("only {} MB are free on the disk", free >> 20),
                "Free some space before the next sync. What is held stays readable.",
            ),
            Some(free) => self.good("disk", format!("{} MB are free on the disk", free >> 20)),
        }
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Folder) -> Option<u64> {
    let found = rustix::fs::statvfs(folder.path()).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Folder) -> Option<u64> {
    None
}
