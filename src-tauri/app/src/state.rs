//! What the window has open.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::CommandError;
use workspace::{Access, Failure, Presented, Syncer, Verdict, Workspace};

use crate::failure::{Answer, nothing_open, told};

/// The desk: at most one workspace lies on it. A sync works beside it and puts what it brought on the desk when it is read.
pub(crate) struct Desk {
    open: Mutex<Option<Workspace>>,
    /// Held by the one sync that is under way.
    syncing: Mutex<()>,
    /// Why the workspace named at the start could not be opened, until the window has asked.
    at_start: Mutex<Option<CommandError>>,
    /// The paths that the user chose for saving and that nothing was written to since.
    offered: Mutex<BTreeSet<String>>,
    /// The last file that was verified, and what was found: what can be saved.
    verdict: Mutex<Option<(Presented, Verdict)>>,
    /// Set when the user asks the work under way to stop.
    pub(crate) cancelled: AtomicBool,
}

impl Desk {
    /// A desk with this workspace on it, or an empty one.
    pub(crate) fn opening(folder: Option<&Path>) -> Self {
        let opened = folder.map(|folder| Workspace::open(folder, Access::Write));
        let (open, failed) = match opened {
            None => (None, None),
            Some(Ok(workspace)) => (Some(workspace), None),
            Some(Err(failure)) => (None, Some(told(failure))),
        };
        Self {
            open: Mutex::new(open),
            syncing: Mutex::new(()),
            at_start: Mutex::new(failed),
            offered: Mutex::default(),
            verdict: Mutex::default(),
            cancelled: AtomicBool::new(false),
        }
    }

    /// Puts another workspace on the desk. The one before is closed first, as it may be the same.
    pub(crate) fn put(&self, open: impl FnOnce() -> Result<Workspace, Failure>) -> Answer<()> {
        // A sync of the one before ends where it is; what it brought is kept.
        self.cancelled.store(true, Ordering::Relaxed);
        let _ended = held(&self.syncing);
        let mut desk = held(&self.open);
        let before = desk.take().map(|workspace| workspace.path().to_owned());
        match open() {
            Ok(workspace) => {
                *desk = Some(workspace);
                Ok(())
            }
            Err(failure) => {
                // What was open stays open; if even that fails, the failure told is the one that was asked about.
                *desk = before.and_then(|path| Workspace::open(&path, Access::Write).ok());
                Err(told(failure))
            }
        }
    }

    /// Syncs the open workspace while it goes on answering, and puts what came in on the desk, also after a failure.
    pub(crate) fn sync<T>(
        &self,
        work: impl FnOnce(&mut Syncer, &AtomicBool) -> Result<T, Failure>,
    ) -> Answer<T> {
        let _one_at_a_time = held(&self.syncing);
        self.cancelled.store(false, Ordering::Relaxed);
        let mut syncer = self.ask(|workspace| workspace.syncer())?;
        let done = work(&mut syncer, &self.cancelled);
        self.replace(syncer.reread().map_err(told)?);
        done.map_err(told)
    }

    /// Lays what a sync brought on the desk: reading it took as long as it took, the swap takes an instant.
    pub(crate) fn replace(&self, fresh: Workspace) {
        *held(&self.open) = Some(fresh);
    }

    /// Remembers a path that the user chose for saving.
    pub(crate) fn offer(&self, path: &str) {
        held(&self.offered).insert(path.to_owned());
    }

    /// Whether the user chose this path for saving; it is good for one file.
    pub(crate) fn take_offered(&self, path: &str) -> bool {
        held(&self.offered).remove(path)
    }

    /// Keeps what verifying a file found, in place of the one before.
    pub(crate) fn keep_verdict(&self, presented: Presented, verdict: Verdict) {
        *held(&self.verdict) = Some((presented, verdict));
    }

    /// Does something with the last verdict, if there is one.
    pub(crate) fn verdict<T>(&self, work: impl FnOnce(&Presented, &Verdict) -> T) -> Option<T> {
        let verdict = held(&self.verdict);
        let (presented, verdict) = verdict.as_ref()?;
        Some(work(presented, verdict))
    }

    /// Asks the open workspace.
    pub(crate) fn ask<T>(
        &self,
        ask: impl FnOnce(&mut Workspace) -> Result<T, Failure>,
    ) -> Answer<T> {
        let mut desk = held(&self.open);
        let workspace = desk.as_mut().ok_or_else(nothing_open)?;
        ask(workspace).map_err(told)
    }

    /// Asks the open workspace, if there is one; says once why the one named at the start is not open.
    pub(crate) fn ask_if_open<T>(
        &self,
        ask: impl FnOnce(&mut Workspace) -> Result<T, Failure>,
    ) -> Answer<Option<T>> {
        let failed = held(&self.at_start).take();
        if let Some(error) = failed {
            return Err(error);
        }
        held(&self.open).as_mut().map(ask).transpose().map_err(told)
    }
}

/// Takes a lock. A command that panicked left the workspace as its last transaction did: it is sound.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
