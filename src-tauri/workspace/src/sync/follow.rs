//! Following a node: sync, wait, sync again, until the user has seen enough. A node that is away for a while is waited for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::{LOOK, SyncProgress, Synced, Syncer};
use crate::{Failure, FailureKind};

/// The longest pause between two attempts at a node that does not answer.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// How to follow.
#[derive(Clone, Copy, Debug)]
pub struct Following {
    /// The pause between two questions for something new.
    pub every: Duration,
    /// Reads the clock, in Unix seconds.
    pub clock: fn() -> u64,
}

/// What happens while a node is followed.
#[derive(Debug)]
pub enum FollowNews<'news> {
    /// A sync came to its end; this is what it brought.
    Synced(&'news Synced),
    /// The node could not be used; it is asked again after a pause.
    Trouble(&'news Failure),
}

impl Syncer {
    /// Syncs again and again until `cancelled` is set, which is a good end. Whatever asking again cannot mend ends it as a
    /// failure.
    pub fn follow(
        &mut self,
        following: &Following,
        progress: &mut dyn FnMut(SyncProgress),
        tell: &mut dyn FnMut(FollowNews<'_>) -> Result<(), Failure>,
        cancelled: &AtomicBool,
    ) -> Result<(), Failure> {
        let mut indexed = false;
        let mut pause = following.every;
        loop {
            match self.run((following.clock)(), progress, cancelled) {
                Ok(synced) => {
                    if !indexed || synced.events > 0 || synced.reorgs > 0 {
                        self.reread()?;
                        indexed = true;
                    }
                    tell(FollowNews::Synced(&synced))?;
                    pause = following.every;
                }
                Err(failure) if failure.kind == FailureKind::Cancelled => {
                    self.reread()?;
                    return Ok(());
                }
                Err(failure) if failure.kind == FailureKind::NodeUnreachable => {
                    tell(FollowNews::Trouble(&failure))?;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                Err(failure) => return Err(failure),
            }
            if !rest(pause, cancelled) {
                return Ok(());
            }
        }
    }
}

/// Waits; `false` if the user stopped it meanwhile.
fn rest(pause: Duration, cancelled: &AtomicBool) -> bool {
    let end = Instant::now() + pause;
    while Instant::now() < end {
        if cancelled.load(Ordering::Relaxed) {
            return false;
        }
        std::thread::sleep(LOOK.min(end.saturating_duration_since(Instant::now())));
    }
    !cancelled.load(Ordering::Relaxed)
}
