//! Opening a workspace, its state, its network, its sync.

use std::path::Path;
use std::sync::atomic::Ordering;

use protocol::{CommandError, ErrorCode, Job, NetworkView, Progress, WorkspaceState, command};
use tauri::{AppHandle, Emitter, Manager, State};
use workspace::{Access, SyncProgress, Workspace};

use super::now;
use crate::failure::Answer;
use crate::signing;
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn open_sample(app: AppHandle, desk: State<'_, Desk>) -> Answer<WorkspaceState> {
    let data = app.path().data_dir().map_err(|error| CommandError {
        code: ErrorCode::Failed,
        message: format!("There is no folder for the sample: {error}."),
        hint: "Make it by hand with `waymark demo DIR`, and open that.".into(),
    })?;
    let folder = data.join("waymark").join("sample");
    desk.put(|| {
        if !folder.exists() {
            workspace::demo(&folder, now())?;
        }
        Workspace::open(&folder, Access::Write)
    })?;
    desk.ask(|workspace| signing::state(&app, workspace))
}

#[tauri::command(async)]
pub(crate) fn open_workspace(
    app: AppHandle,
    desk: State<'_, Desk>,
    path: &str,
) -> Answer<WorkspaceState> {
    desk.put(|| Workspace::open(Path::new(path), Access::Write))?;
    desk.ask(|workspace| signing::state(&app, workspace))
}

#[tauri::command(async)]
pub(crate) fn workspace(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<WorkspaceState>> {
    desk.ask_if_open(|workspace| signing::state(&app, workspace))
}

#[tauri::command(async)]
pub(crate) fn network(desk: State<'_, Desk>) -> Answer<NetworkView> {
    desk.ask(|workspace| workspace.network_view())
}

#[tauri::command(async)]
pub(crate) fn sync_now(app: AppHandle, desk: State<'_, Desk>) -> Answer<WorkspaceState> {
    desk.sync(|syncer, cancelled| {
        let mut progress = |at: SyncProgress| {
            // A window that is gone hears nothing; the sync goes on.
            let _ = app.emit(command::PROGRESS, shown(at));
        };
        syncer.run(now(), &mut progress, cancelled)
    })?;
    desk.ask(|workspace| signing::state(&app, workspace))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // only shown
fn shown(at: SyncProgress) -> Progress {
    Progress {
        job: Job::Sync,
        done: at.block,
        total: Some(at.head),
        words: format!("Block {} of {}", at.block, at.head),
        per_second: (at.blocks_per_second >= 1.0).then_some(at.blocks_per_second as u64),
        seconds_left: at.seconds_left,
    }
}

#[tauri::command(async)]
pub(crate) fn cancel(desk: State<'_, Desk>) {
    desk.cancelled.store(true, Ordering::Relaxed);
}
