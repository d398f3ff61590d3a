//! Opening a workspace, its state, its network, its sync.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use protocol::{
    CommandError, DoctorView, ErrorCode, Job, NetworkView, Progress, SyncOutcome, SyncRemark,
    WorkspaceState, command,
};
use tauri::{AppHandle, Emitter, Manager, State};
use workspace::{
    Access, Examination, SyncNote, SyncPhase, SyncProgress, Workspace, doctor as examine,
};

use super::field::{Person, after_sync};
use super::{apart, now};
use crate::failure::{Answer, told};
use crate::signing;
use crate::state::Desk;

/// The shortest time between two readings for the window while a sync is under way.
const RENEWAL: Duration = Duration::from_secs(5);

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
    desk.ask(|workspace| signing::state(workspace))
}

#[tauri::command(async)]
pub(crate) fn open_workspace(desk: State<'_, Desk>, path: &str) -> Answer<WorkspaceState> {
    desk.put(|| Workspace::open(Path::new(path), Access::Write))?;
    desk.ask(|workspace| signing::state(workspace))
}

#[tauri::command(async)]
pub(crate) fn workspace(desk: State<'_, Desk>) -> Answer<Option<WorkspaceState>> {
    desk.ask_if_open(|workspace| signing::state(workspace))
}

#[tauri::command(async)]
pub(crate) fn network(desk: State<'_, Desk>) -> Answer<NetworkView> {
    desk.ask(|workspace| workspace.network_view())
}

#[tauri::command(async)]
pub(crate) fn sync_now(
    app: AppHandle,
    desk: State<'_, Desk>,
    person: State<'_, Person>,
) -> Answer<SyncOutcome> {
    let brought = apart(|| {
        desk.sync(|syncer, cancelled| {
            let reader = syncer.reader();
            let mut pace = Pace::default();
            let mut progress = |at: SyncProgress| {
                let renewed = pace.is_due()
                    && pace
                        .spend(|| reader.read())
                        .map(|fresh| desk.replace(fresh))
                        .is_ok();
                // A window that is gone hears nothing; the sync goes on.
                let _ = app.emit(command::PROGRESS, shown(at, renewed));
            };
            syncer.run(now(), &mut progress, cancelled)
        })
    })?;
    let of_outbox = after_sync(&desk, &person).err().map(|error| SyncRemark {
        code: "outbox".to_owned(),
        message: error.message,
        hint: error.hint,
    });
    Ok(SyncOutcome {
        workspace: desk.ask(|workspace| signing::state(workspace))?,
        notes: (brought.notes.into_iter().map(remark))
            .chain(of_outbox)
            .collect(),
    })
}

fn remark(note: SyncNote) -> SyncRemark {
    SyncRemark {
        code: note.code.to_owned(),
        message: note.message,
        hint: note.hint,
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // only shown
fn shown(at: SyncProgress, renewed: bool) -> Progress {
    Progress {
        job: match at.phase {
            SyncPhase::Fetching => Job::Sync,
            SyncPhase::Proving => Job::Prove,
        },
        done: at.block,
        total: Some(at.head),
        words: format!("Block {} of {}", at.block, at.head),
        per_second: (at.blocks_per_second >= 1.0).then_some(at.blocks_per_second as u64),
        seconds_left: at.seconds_left,
        renewed,
    }
}

/// How often what came in so far is read for the window: not more often than every few seconds, and for no more than a tenth
/// of the time.
struct Pace {
    due: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            due: Instant::now() + RENEWAL,
        }
    }
}

impl Pace {
    fn is_due(&self) -> bool {
        Instant::now() >= self.due
    }

    fn spend<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.due = Instant::now() + RENEWAL.max(begun.elapsed() * 10);
        done
    }
}

#[tauri::command(async)]
pub(crate) fn doctor(desk: State<'_, Desk>) -> Answer<DoctorView> {
    let path = desk.ask(|workspace| Ok(workspace.path().to_owned()))?;
    let examination = Examination {
        repair: false,
        nodes: true,
        held: true,
        now: now(),
    };
    apart(|| examine(&path, &examination)).map_err(told)
}

#[tauri::command(async)]
pub(crate) fn cancel(desk: State<'_, Desk>) {
    desk.cancelled.store(true, Ordering::Relaxed);
}
