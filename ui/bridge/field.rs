//! The backend's commands for work in the field, as functions.

use base64::{Engine, engine::general_purpose::STANDARD};
use protocol::{
    CommandError, ErrorCode, command,
    field::{
        AttachBytes, AttachFile, DeviceKeyWish, DocumentFacts, FieldChoices, FieldDocument,
        FieldDraft, FieldRecordView, FieldView, IdentifierAnswer, ImportedPosition, LabelRequest,
        OutboxOutcome, SaveDraft, ScannedSymbol, SignRecord, SubmitOutbox,
    },
};
use serde_json::json;
use wasm_bindgen_futures::JsFuture;

use super::backend::{Answer, call, save_as};
use crate::locales::t;

pub(crate) async fn field() -> Answer<FieldView> {
    call(command::FIELD, json!({})).await
}

pub(crate) async fn field_choices() -> Answer<FieldChoices> {
    call(command::FIELD_CHOICES, json!({})).await
}

pub(crate) async fn field_record(id: &str) -> Answer<FieldRecordView> {
    call(command::FIELD_RECORD, json!({ "id": id })).await
}

pub(crate) async fn save_draft(draft: &SaveDraft) -> Answer<FieldDraft> {
    call(command::SAVE_DRAFT, json!({ "draft": draft })).await
}

pub(crate) async fn discard_record(id: &str) -> Answer<()> {
    call(command::DISCARD_RECORD, json!({ "id": id })).await
}

pub(crate) async fn sign_record(request: &SignRecord) -> Answer<FieldRecordView> {
    call(command::SIGN_RECORD, json!({ "request": request })).await
}

pub(crate) async fn cancel_record(id: &str) -> Answer<FieldRecordView> {
    call(command::CANCEL_RECORD, json!({ "id": id })).await
}

pub(crate) async fn resend_record(id: &str) -> Answer<FieldRecordView> {
    call(command::RESEND_RECORD, json!({ "id": id })).await
}

pub(crate) async fn adjust_record(id: &str) -> Answer<FieldDraft> {
    call(command::ADJUST_RECORD, json!({ "id": id })).await
}

pub(crate) async fn correct_record(id: &str) -> Answer<FieldDraft> {
    call(command::CORRECT_RECORD, json!({ "id": id })).await
}

pub(crate) async fn submit_outbox(request: &SubmitOutbox) -> Answer<OutboxOutcome> {
    call(command::SUBMIT_OUTBOX, json!({ "request": request })).await
}

pub(crate) async fn attach_bytes(file: &AttachBytes) -> Answer<FieldDocument> {
    call(command::ATTACH_BYTES, json!({ "file": file })).await
}

pub(crate) async fn attach_file(file: &AttachFile) -> Answer<FieldDocument> {
    call(command::ATTACH_FILE, json!({ "file": file })).await
}

pub(crate) async fn document_bytes(sha256: &str) -> Answer<String> {
    call(command::DOCUMENT_BYTES, json!({ "sha256": sha256 })).await
}

pub(crate) async fn create_device_key(wish: &DeviceKeyWish) -> Answer<FieldView> {
    call(command::CREATE_DEVICE_KEY, json!({ "wish": wish })).await
}

pub(crate) async fn use_device(name: &str, passphrase: Option<&str>) -> Answer<FieldView> {
    let arguments = json!({ "name": name, "passphrase": passphrase });
    call(command::USE_DEVICE, arguments).await
}

pub(crate) async fn lock_device() -> Answer<FieldView> {
    call(command::LOCK_DEVICE, json!({})).await
}

pub(crate) async fn set_automatic(on: bool) -> Answer<FieldView> {
    call(command::SET_AUTOMATIC, json!({ "on": on })).await
}

pub(crate) async fn export_bundle(path: &str) -> Answer<u32> {
    call(command::EXPORT_BUNDLE, json!({ "path": path })).await
}

pub(crate) async fn import_receipts(path: &str) -> Answer<OutboxOutcome> {
    call(command::IMPORT_RECEIPTS, json!({ "path": path })).await
}

pub(crate) async fn read_identifier(text: &str) -> Answer<IdentifierAnswer> {
    call(command::READ_IDENTIFIER, json!({ "text": text })).await
}

pub(crate) async fn read_symbols(base64: &str) -> Answer<Vec<ScannedSymbol>> {
    call(command::READ_SYMBOLS, json!({ "base64": base64 })).await
}

/// The positions in a GPX or CSV file, those closest to a time first.
pub(crate) async fn read_positions(base64: &str, near: &str) -> Answer<Vec<ImportedPosition>> {
    let arguments = json!({ "base64": base64, "near": near });
    call(command::READ_POSITIONS, arguments).await
}

pub(crate) async fn document_facts(sha256: &str) -> Answer<DocumentFacts> {
    call(command::DOCUMENT_FACTS, json!({ "sha256": sha256 })).await
}

/// Draws a label and asks where to save it. Says where that is; `None` when the user chose nothing.
pub(crate) async fn save_label(request: &LabelRequest, suggested: &str) -> Answer<Option<String>> {
    let file: String = call(command::DRAW_LABEL, json!({ "request": request })).await?;
    let bytes = STANDARD.decode(file).map_err(|_| unread())?;
    save_as(suggested, &bytes).await
}

/// The bytes of a file that the user chose, in base64.
pub(crate) async fn file_base64(file: &web_sys::File) -> Answer<String> {
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| unread())?;
    Ok(STANDARD.encode(js_sys::Uint8Array::new(&buffer).to_vec()))
}

fn unread() -> CommandError {
    CommandError {
        code: ErrorCode::Failed,
        message: t("verify.unread").to_owned(),
        hint: t("verify.unread-hint").to_owned(),
    }
}

/// Asks for a file of any kind; `None` when the user chose nothing.
pub(crate) async fn choose_file() -> Answer<Option<String>> {
    call(command::CHOOSE_FILE, json!({})).await
}
