//! The system's own dialogs and file browser.

use std::env;
use std::path::Path;

use protocol::{CommandError, ErrorCode};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;

use crate::failure::Answer;

/// Native dialogs cannot be driven by tests: where this is set, its value is the answer.
const SAVE_TO: &str = "WAYMARK_SAVE_TO";

#[tauri::command(async)]
pub(crate) fn choose_save_path(app: AppHandle, suggested: &str) -> Option<String> {
    if let Ok(answer) = env::var(SAVE_TO) {
        return Some(answer);
    }
    let dialog = app.dialog().file().add_filter("PDF", &["pdf"]);
    text(dialog.set_file_name(suggested).blocking_save_file())
}

#[tauri::command(async)]
pub(crate) fn choose_open_path(app: AppHandle) -> Option<String> {
    text(
        app.dialog()
            .file()
            .add_filter("PDF", &["pdf"])
            .blocking_pick_file(),
    )
}

#[tauri::command(async)]
pub(crate) fn choose_workspace(app: AppHandle) -> Option<String> {
    text(app.dialog().file().blocking_pick_folder())
}

#[tauri::command(async)]
pub(crate) fn reveal(app: AppHandle, path: &str) -> Answer<()> {
    app.opener()
        .reveal_item_in_dir(Path::new(path))
        .map_err(|error| CommandError {
            code: ErrorCode::Failed,
            message: format!("The file could not be shown: {error}."),
            hint: format!("It is at {path}."),
        })
}

fn text(chosen: Option<FilePath>) -> Option<String> {
    chosen?
        .into_path()
        .ok()
        .map(|path| path.display().to_string())
}
