//! Following a node: sync, wait, sync again, until the user has seen enough. A node that announces its blocks over a WebSocket
//! shortens the wait; one that is away for a while is waited for.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use chain::Doorbell;

use super::{SyncProgress, Synced, Syncer, runtime, until_cancelled};
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
        let runtime = runtime()?;
        let mut bell = Doorbell::to(&self.node_file()?.connection()?)?.every(following.every);
        let mut reading = Reading::default();
        let mut pause = None;
        loop {
            match self.run((following.clock)(), progress, cancelled) {
                Ok(synced) => {
                    reading.after(self, synced.events > 0 || synced.reorgs > 0)?;
                    tell(FollowNews::Synced(&synced))?;
                    pause = None;
                }
                Err(failure) if failure.kind == FailureKind::Cancelled => {
                    return reading.end(self);
                }
                Err(failure) if failure.kind == FailureKind::NodeUnreachable => {
                    tell(FollowNews::Trouble(&failure))?;
                    pause = Some(
                        pause
                            .map_or(following.every, |pause: Duration| pause * 2)
                            .min(LONGEST_PAUSE),
                    );
                }
                Err(failure) => {
                    reading.end(self)?;
                    return Err(failure);
                }
            }
            let wait = async {
                match pause {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => drop(bell.ring().await),
                }
                Ok(())
            };
            if runtime.block_on(until_cancelled(cancelled, wait)).is_err() {
                return reading.end(self);
            }
        }
    }
}

/// Keeps the search index fresh while blocks come in, without spending more than a tenth of the time on it.
#[derive(Debug, Default)]
struct Reading {
    last: Option<(Instant, Duration)>,
    stale: bool,
}

impl Reading {
    fn after(&mut self, syncer: &mut Syncer, changed: bool) -> Result<(), Failure> {
        self.stale |= changed || self.last.is_none();
        let due = self.last.is_none_or(|(at, took)| at.elapsed() > took * 10);
        if self.stale && due {
            let begun = Instant::now();
            syncer.index()?;
            self.last = Some((Instant::now(), begun.elapsed()));
            self.stale = false;
        }
        Ok(())
    }

    fn end(&mut self, syncer: &mut Syncer) -> Result<(), Failure> {
        if self.stale || self.last.is_none() {
            syncer.index()?;
        }
        Ok(())
    }
}
