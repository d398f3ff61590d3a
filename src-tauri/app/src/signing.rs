//! Which key signs: the sample's public one for the sample, the user's own for everything else.

use std::env;
use std::path::PathBuf;

use protocol::WorkspaceState;
use tauri::{AppHandle, Manager};
use workspace::{Failure, FailureKind, IssueKey, Workspace};

/// Where the user's key lies: where `WAYMARK_KEY` says, or in the configuration folder.
fn key_path(app: &AppHandle) -> Option<PathBuf> {
    let named = env::var_os("WAYMARK_KEY").map(PathBuf::from);
    let usual = || {
        Some(
            app.path()
                .config_dir()
                .ok()?
                .join("waymark")
                .join("signing-key.pem"),
        )
    };
    named.or_else(usual).filter(|path| path.is_file())
}

/// The workspace's state, with who signs its reports.
pub(crate) fn state(app: &AppHandle, workspace: &Workspace) -> Result<WorkspaceState, Failure> {
    if workspace.is_sample() {
        let name = workspace::demonstration_key()?.certificate().display_name();
        return workspace.state(Some(name), false);
    }
    match key_path(app) {
        None => workspace.state(None, false),
        Some(path) => {
            let (name, locked) = workspace::describe_key(&path)?;
            workspace.state(Some(name), locked)
        }
    }
}

/// The key for a report.
pub(crate) fn key(
    app: &AppHandle,
    workspace: &Workspace,
    passphrase: Option<&str>,
) -> Result<IssueKey, Failure> {
    if workspace.is_sample() {
        let key = workspace::demonstration_key()?;
        return Ok(IssueKey {
            key,
            demonstration: true,
        });
    }
    let path = key_path(app).ok_or_else(|| {
        Failure::new(
            FailureKind::InputMissing,
            "There is no signing key yet.",
            "Make one with `waymark keys create`, and save it as waymark/signing-key.pem in your configuration folder.",
        )
    })?;
    Ok(IssueKey {
        key: workspace::load_key(&path, passphrase)?,
        demonstration: false,
    })
}
