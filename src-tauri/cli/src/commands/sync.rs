//! `waymark sync`.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde::Serialize;
use workspace::{Access, Failure, SyncProgress, Workspace};

use super::now;
use crate::output;

#[derive(Serialize)]
struct Answer {
    block: u64,
    blocks: u64,
    events: u64,
    reorgs: u64,
}

pub(crate) fn run(dir: &Path, json: bool) -> Result<(), Failure> {
    let mut workspace = Workspace::open(dir, Access::Write)?;
    let mut progress = |at: SyncProgress| {
        output::progress(&format!(
            "Block {} of {}, {} events",
            at.block, at.head, at.events
        ));
    };
    let synced = workspace.sync(now(), &mut progress, &AtomicBool::new(false));
    output::progress_done();
    let synced = synced?;
    if json {
        let answer = Answer {
            block: synced.block,
            blocks: synced.blocks,
            events: synced.events,
            reorgs: synced.reorgs,
        };
        return output::json(&answer);
    }
    output::lines([format!(
        "Synced to block {}: {} new events.",
        synced.block, synced.events
    )])
}
