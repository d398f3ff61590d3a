//! Opening and syncing a workspace.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use protocol::{ErrorCode, Job, Progress, SyncState, WorkspaceState};

use super::{App, Notice, Open, Place};
use crate::{
    bridge::{self, Answer},
    locales::t,
};

impl App {
    /// Asks what is open; once, when the window starts.
    pub(crate) fn ask_what_is_open(self) {
        spawn_local(async move {
            match bridge::workspace().await {
                Ok(Some(state)) => self.take(state),
                Ok(None) => self.open.set(Open::Nothing),
                Err(error) => {
                    self.open.set(Open::Nothing);
                    self.fail(error);
                }
            }
        });
    }

    /// Opens the embedded sample.
    pub(crate) fn open_sample(self) {
        self.open_with(bridge::open_sample());
    }

    /// Lets the user choose a folder and opens it.
    pub(crate) fn open_chosen(self) {
        spawn_local(async move {
            match bridge::choose_workspace().await {
                Ok(Some(path)) => {
                    self.open_with(async move { bridge::open_workspace(&path).await });
                }
                Ok(None) => {}
                Err(error) => self.fail(error),
            }
        });
    }

    /// Pulls what is new.
    pub(crate) fn sync(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.show_sync(SyncState::Syncing);
        spawn_local(async move {
            match bridge::sync_now().await {
                Ok(outcome) => {
                    self.take(outcome.workspace);
                    self.show_sync(SyncState::Synced);
                    self.tell(Notice::done(t("sync.done").to_owned()));
                    for remark in outcome.notes {
                        self.tell(Notice::warning(remark.message, remark.hint));
                    }
                }
                Err(error) => {
                    // What came in before is kept, and is to be seen.
                    if let Ok(Some(state)) = bridge::workspace().await {
                        self.take(state);
                    }
                    self.show_sync(if error.code == ErrorCode::Cancelled {
                        SyncState::Offline
                    } else {
                        SyncState::Error
                    });
                    self.fail(error);
                }
            }
            self.busy.set(false);
            self.progress.set(None);
        });
    }

    /// Takes a word from the work under way; what came in meanwhile is shown.
    pub(crate) fn hear(self, progress: Progress) {
        let renewed = progress.renewed;
        // A word that comes late, after the work is done, says nothing any more.
        if self.busy.get_untracked() || !matches!(progress.job, Job::Sync | Job::Prove) {
            self.progress.set(Some(progress));
        }
        if renewed {
            self.revision.update(|revision| *revision += 1);
        }
    }

    /// Asks the work under way to stop.
    pub(crate) fn cancel(self) {
        spawn_local(async move {
            if let Err(error) = bridge::cancel().await {
                self.fail(error);
            }
        });
    }

    /// Asks again how the workspace stands, after something was added to it.
    pub(crate) fn refresh(self) {
        spawn_local(async move {
            if let Ok(Some(state)) = bridge::workspace().await {
                self.open.set(Open::Workspace(Box::new(state)));
            }
        });
    }

    fn open_with(self, opening: impl Future<Output = Answer<WorkspaceState>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let before = self.place.get_untracked();
        spawn_local(async move {
            match opening.await {
                Ok(state) => {
                    self.assets.forget();
                    self.asset.forget();
                    self.attestations.forget();
                    self.lineage.forget();
                    self.compare.forget();
                    self.map.forget();
                    self.field.forget();
                    self.take(state);
                    // Whoever went somewhere else meanwhile stays there.
                    if self.place.get_untracked() == before {
                        self.go(Place::Overview);
                    }
                }
                Err(error) => self.fail(error),
            }
            self.busy.set(false);
            self.progress.set(None);
        });
    }

    fn take(self, state: WorkspaceState) {
        self.open.set(Open::Workspace(Box::new(state)));
        self.revision.update(|revision| *revision += 1);
    }

    fn show_sync(self, now: SyncState) {
        self.open.update(|open| {
            if let Open::Workspace(state) = open {
                state.sync.state = now;
            }
        });
    }
}
