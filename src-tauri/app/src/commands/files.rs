//! The system's own dialogs and file browser.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::{CommandError, ErrorCode};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;

use crate::failure::{Answer, told};
use crate::state::Desk;

/// Native dialogs cannot be driven by tests: where this is set, its value is the answer.
const SAVE_TO: &str = "WAYMARK_SAVE_TO";

#[tauri::command(async)]
pub(crate) fn choose_save_path(
    app: AppHandle,
    desk: State<'_, Desk>,
    suggested: &str,
) -> Option<String> {
    let path = match env::var(SAVE_TO) {
        Ok(folder) if Path::new(&folder).is_dir() => Path::new(&folder)
            .join(file_name(suggested))
            .display()
            .to_string(),
        Ok(answer) => answer,
        Err(_) => asked(&app, suggested)?,
    };
    desk.offer(&path);
    Some(path)
}

fn asked(app: &AppHandle, suggested: &str) -> Option<String> {
    let mut dialog = app.dialog().file();
    if let Some(ending) = Path::new(suggested).extension().and_then(OsStr::to_str) {
        dialog = dialog.add_filter(ending.to_uppercase(), &[ending]);
    }
    text(dialog.set_file_name(suggested).blocking_save_file())
}

/// The last part of a suggested name: it is made from what people call an asset, and never says where to write.
fn file_name(suggested: &str) -> &OsStr {
    Path::new(suggested)
        .file_name()
        .unwrap_or_else(|| OsStr::new("waymark"))
}

#[tauri::command(async)]
pub(crate) fn save_file(desk: State<'_, Desk>, path: &str, base64: &str) -> Answer<()> {
    let failed = |message: String, hint: &str| CommandError {
        code: ErrorCode::Failed,
        message,
        hint: hint.into(),
    };
    if !desk.take_offered(path) {
        return Err(failed(
            format!("{path} was not chosen for saving."),
            "Choose again where to save.",
        ));
    }
    let bytes = STANDARD
        .decode(base64)
        .map_err(|_| failed("The file did not arrive whole.".into(), "Try again."))?;
    workspace::write_file(Path::new(path), &bytes).map_err(told)
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
pub(crate) fn choose_folder(app: AppHandle) -> Option<String> {
    env::var(SAVE_TO)
        .ok()
        .or_else(|| text(app.dialog().file().blocking_pick_folder()))
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

/// Opens a report with the system's own viewer: nothing but what was issued from here, so that no path that the window makes up
/// is ever handed to the system.
#[tauri::command(async)]
pub(crate) fn open_report(app: AppHandle, desk: State<'_, Desk>, path: &str) -> Answer<()> {
    let failed = |message: String| CommandError {
        code: ErrorCode::Failed,
        message,
        hint: format!("It was written to {path}."),
    };
    if !desk.ask(|workspace| workspace.has_issued(path))? {
        return Err(failed(format!("{path} was not issued from here.")));
    }
    if !Path::new(path).is_file() {
        return Err(failed("The report is not there any more.".into()));
    }
    app.opener()
        .open_path(path, None::<&str>)
        .map_err(|error| failed(format!("The report could not be opened: {error}.")))
}

pub(super) fn text(chosen: Option<FilePath>) -> Option<String> {
    chosen?
        .into_path()
        .ok()
        .map(|path| path.display().to_string())
}
