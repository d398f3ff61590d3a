//! What the window has open.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::CommandError;
use workspace::{Access, Failure, Workspace};

use crate::failure::{Answer, nothing_open, told};

/// The desk: at most one workspace lies on it.
pub(crate) struct Desk {
    open: Mutex<Option<Workspace>>,
    /// Why the workspace named at the start could not be opened, until the window has asked.
    at_start: Mutex<Option<CommandError>>,
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
            at_start: Mutex::new(failed),
            cancelled: AtomicBool::new(false),
        }
    }

    /// Puts another workspace on the desk. The one before is closed first, as it may be the same.
    pub(crate) fn put(&self, open: impl FnOnce() -> Result<Workspace, Failure>) -> Answer<()> {
        let mut desk = self.lock();
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

    /// Asks the open workspace.
    pub(crate) fn ask<T>(
        &self,
        ask: impl FnOnce(&mut Workspace) -> Result<T, Failure>,
    ) -> Answer<T> {
        let mut desk = self.lock();
        let workspace = desk.as_mut().ok_or_else(nothing_open)?;
        ask(workspace).map_err(told)
    }

    /// Asks the open workspace, if there is one; says once why the one named at the start is not open.
    pub(crate) fn ask_if_open<T>(
        &self,
        ask: impl FnOnce(&mut Workspace) -> Result<T, Failure>,
    ) -> Answer<Option<T>> {
        let failed = self
            .at_start
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(error) = failed {
            return Err(error);
        }
        self.lock().as_mut().map(ask).transpose().map_err(told)
    }

    /// A command that panicked left the workspace as its last transaction did: it is sound.
    fn lock(&self) -> MutexGuard<'_, Option<Workspace>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
