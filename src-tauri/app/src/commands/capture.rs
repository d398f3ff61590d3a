//! What is typed, scanned and attached in the field, and labels.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::field::{
    DocumentFacts, IdentifierAnswer, ImportedPosition, LabelRequest, ScannedSymbol,
};
use protocol::{CommandError, ErrorCode};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::now;
use crate::failure::{Answer, told};
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn read_identifier(desk: State<'_, Desk>, text: &str) -> Answer<IdentifierAnswer> {
    desk.ask(|workspace| Ok(workspace.read_identifier(text)))
}

#[tauri::command(async)]
pub(crate) fn read_symbols(desk: State<'_, Desk>, base64: &str) -> Answer<Vec<ScannedSymbol>> {
    let picture = STANDARD.decode(base64).map_err(|_| CommandError {
        code: ErrorCode::Failed,
        message: "The picture did not arrive whole.".into(),
        hint: "Try again.".into(),
    })?;
    desk.ask(|workspace| workspace.read_symbols(&picture))
}

#[tauri::command(async)]
pub(crate) fn read_positions(base64: &str, near: &str) -> Answer<Vec<ImportedPosition>> {
    let file = STANDARD.decode(base64).map_err(|_| CommandError {
        code: ErrorCode::Failed,
        message: "The file did not arrive whole.".into(),
        hint: "Try again.".into(),
    })?;
    workspace::read_positions(&file, near).map_err(told)
}

#[tauri::command(async)]
pub(crate) fn document_facts(desk: State<'_, Desk>, sha256: &str) -> Answer<DocumentFacts> {
    desk.ask(|workspace| Ok(workspace::document_facts(&workspace.document(sha256)?)))
}

#[tauri::command(async)]
pub(crate) fn draw_label(desk: State<'_, Desk>, request: LabelRequest) -> Answer<String> {
    let file = desk.ask(|workspace| workspace.label(&request, now()))?;
    Ok(STANDARD.encode(file))
}

#[tauri::command(async)]
pub(crate) fn choose_file(app: AppHandle) -> Option<String> {
    super::files::text(app.dialog().file().blocking_pick_file())
}
