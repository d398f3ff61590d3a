//! The backend's commands as functions; their names and shapes are `protocol`'s.

use base64::{Engine, engine::general_purpose::STANDARD};
use protocol::{
    ActivityBin, AssetDetail, AssetFigures, AssetPage, AssetQuery, AttestationPage,
    AttestationQuery, BatchIssued, BlockAt, CommandError, CompareQuery, CompareView, Countersign,
    Countersigned, DoctorView, ErrorCode, IssueBatch, IssueChoices, IssueReport, IssuedReport,
    LineageQuery, LineageView, Locale, MapQuery, MapView, NetworkView, OverviewView, ReachView,
    ReportPreview, ReportRow, ReportWish, SayOfReport, SigningWish, SyncOutcome, Until, Verdict,
    WorkspaceState, command,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::locales::t;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["window", "__TAURI__", "core"], js_name = invoke, catch)]
    async fn tauri_invoke(command: &str, arguments: JsValue) -> Result<JsValue, JsValue>;
}

/// What a command answers.
pub(crate) type Answer<T> = Result<T, CommandError>;

pub(crate) async fn workspace() -> Answer<Option<WorkspaceState>> {
    call(command::WORKSPACE, json!({})).await
}

pub(crate) async fn open_sample() -> Answer<WorkspaceState> {
    call(command::OPEN_SAMPLE, json!({})).await
}

pub(crate) async fn open_workspace(path: &str) -> Answer<WorkspaceState> {
    call(command::OPEN_WORKSPACE, json!({ "path": path })).await
}

pub(crate) async fn choose_workspace() -> Answer<Option<String>> {
    call(command::CHOOSE_WORKSPACE, json!({})).await
}

pub(crate) async fn network() -> Answer<NetworkView> {
    call(command::NETWORK, json!({})).await
}

pub(crate) async fn assets(query: &AssetQuery) -> Answer<AssetPage> {
    call(command::ASSETS, json!({ "query": query })).await
}

/// One asset in full; with a block, as known at that.
pub(crate) async fn asset(epc: &str, as_of: Option<u64>) -> Answer<AssetDetail> {
    call(command::ASSET, json!({ "epc": epc, "asOf": as_of })).await
}

pub(crate) async fn asset_figures(epc: &str) -> Answer<AssetFigures> {
    call(command::ASSET_FIGURES, json!({ "epc": epc })).await
}

pub(crate) async fn overview() -> Answer<OverviewView> {
    call(command::OVERVIEW, json!({})).await
}

pub(crate) async fn attestations(query: &AttestationQuery) -> Answer<AttestationPage> {
    call(command::ATTESTATIONS, json!({ "query": query })).await
}

pub(crate) async fn lineage(query: &LineageQuery) -> Answer<LineageView> {
    call(command::LINEAGE, json!({ "query": query })).await
}

pub(crate) async fn activity() -> Answer<Vec<ActivityBin>> {
    call(command::ACTIVITY, json!({})).await
}

/// The last block with events up to and with a block or a second; `None` where the record begins later.
pub(crate) async fn block_at(until: Until) -> Answer<Option<BlockAt>> {
    call(command::BLOCK_AT, json!({ "until": until })).await
}

pub(crate) async fn map(query: &MapQuery) -> Answer<MapView> {
    call(command::MAP, json!({ "query": query })).await
}

pub(crate) async fn compare(query: &CompareQuery) -> Answer<CompareView> {
    call(command::COMPARE, json!({ "query": query })).await
}

pub(crate) async fn reach(epc: &str) -> Answer<ReachView> {
    call(command::REACH, json!({ "epc": epc })).await
}

pub(crate) async fn reach_csv(epc: &str) -> Answer<String> {
    call(command::REACH_CSV, json!({ "epc": epc })).await
}

pub(crate) async fn issue_report(request: &IssueReport) -> Answer<IssuedReport> {
    call(command::ISSUE_REPORT, json!({ "request": request })).await
}

pub(crate) async fn issue_batch(request: &IssueBatch) -> Answer<BatchIssued> {
    call(command::ISSUE_BATCH, json!({ "request": request })).await
}

pub(crate) async fn issue_choices(epc: &str) -> Answer<IssueChoices> {
    call(command::ISSUE_CHOICES, json!({ "epc": epc })).await
}

pub(crate) async fn preview_report(
    epc: &str,
    number: &str,
    wish: &ReportWish,
) -> Answer<ReportPreview> {
    let arguments = json!({ "epc": epc, "number": number, "wish": wish });
    call(command::PREVIEW_REPORT, arguments).await
}

pub(crate) async fn choose_folder() -> Answer<Option<String>> {
    call(command::CHOOSE_FOLDER, json!({})).await
}

pub(crate) async fn open_report(path: &str) -> Answer<()> {
    call(command::OPEN_REPORT, json!({ "path": path })).await
}

pub(crate) async fn reports() -> Answer<Vec<ReportRow>> {
    call(command::REPORTS, json!({})).await
}

pub(crate) async fn say_of_report(request: &SayOfReport) -> Answer<()> {
    call(command::SAY_OF_REPORT, json!({ "request": request })).await
}

pub(crate) async fn signing() -> Answer<SigningWish> {
    call(command::SIGNING, json!({})).await
}

pub(crate) async fn set_signing(wish: &SigningWish) -> Answer<SigningWish> {
    call(command::SET_SIGNING, json!({ "wish": wish })).await
}

pub(crate) async fn countersign(request: &Countersign) -> Answer<Countersigned> {
    call(command::COUNTERSIGN, json!({ "request": request })).await
}

pub(crate) async fn verify_report(path: &str, locale: Locale) -> Answer<Verdict> {
    let arguments = json!({ "path": path, "locale": locale });
    call(command::VERIFY_REPORT, arguments).await
}

pub(crate) async fn verify_bytes(base64: &str, name: &str, locale: Locale) -> Answer<Verdict> {
    let arguments = json!({ "base64": base64, "name": name, "locale": locale });
    call(command::VERIFY_BYTES, arguments).await
}

/// Asks where to save the last verdict as a PDF, and saves it there. Says where that is; `None` when the user chose nothing.
pub(crate) async fn save_verdict(suggested: &str, locale: Locale) -> Answer<Option<String>> {
    let Some(path) = choose_save_path(suggested).await? else {
        return Ok(None);
    };
    let arguments = json!({ "path": path, "locale": locale });
    call::<()>(command::SAVE_VERDICT, arguments).await?;
    Ok(Some(path))
}

pub(crate) async fn sync_now() -> Answer<SyncOutcome> {
    call(command::SYNC_NOW, json!({})).await
}

pub(crate) async fn doctor() -> Answer<DoctorView> {
    call(command::DOCTOR, json!({})).await
}

pub(crate) async fn cancel() -> Answer<()> {
    call(command::CANCEL, json!({})).await
}

pub(crate) async fn choose_save_path(suggested: &str) -> Answer<Option<String>> {
    call(command::CHOOSE_SAVE_PATH, json!({ "suggested": suggested })).await
}

/// Asks where to save a file and writes it there. Says where that is; `None` when the user chose nothing.
pub(crate) async fn save_as(suggested: &str, bytes: &[u8]) -> Answer<Option<String>> {
    let Some(path) = choose_save_path(suggested).await? else {
        return Ok(None);
    };
    let arguments = json!({ "path": path, "base64": STANDARD.encode(bytes) });
    call::<()>(command::SAVE_FILE, arguments).await?;
    Ok(Some(path))
}

pub(crate) async fn choose_open_path() -> Answer<Option<String>> {
    call(command::CHOOSE_OPEN_PATH, json!({})).await
}

pub(crate) async fn reveal(path: &str) -> Answer<()> {
    call(command::REVEAL, json!({ "path": path })).await
}

pub(super) async fn call<T: DeserializeOwned>(
    command: &str,
    arguments: impl Serialize,
) -> Answer<T> {
    let arguments = to_js(&arguments)?;
    match tauri_invoke(command, arguments).await {
        Ok(value) => from_js(&value),
        Err(value) => Err(refused(&value)),
    }
}

/// Serde's way through JSON text: numbers above 2³¹ stay numbers, as the backend reads them.
fn to_js(value: &impl Serialize) -> Answer<JsValue> {
    let text = serde_json::to_string(value).map_err(|error| unreadable(&error.to_string()))?;
    js_sys::JSON::parse(&text).map_err(|_| unreadable(&text))
}

/// Reads a value of JavaScript; nothing at all is `null`.
pub(super) fn from_js<T: DeserializeOwned>(value: &JsValue) -> Answer<T> {
    let text = if value.is_undefined() {
        "null".to_owned()
    } else {
        js_sys::JSON::stringify(value)
            .map(String::from)
            .map_err(|_| unreadable(""))?
    };
    serde_json::from_str(&text).map_err(|error| unreadable(&error.to_string()))
}

/// What the backend rejected with: its own error, or Tauri's word that the command could not be run.
fn refused(value: &JsValue) -> CommandError {
    if value.is_object()
        && let Ok(error) = from_js::<CommandError>(value)
    {
        return error;
    }
    let said = value.as_string().or_else(|| {
        value
            .dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()))
    });
    CommandError {
        code: ErrorCode::Failed,
        message: said.unwrap_or_else(|| t("error.backend").to_owned()),
        hint: t("error.backend-hint").to_owned(),
    }
}

fn unreadable(why: &str) -> CommandError {
    CommandError {
        code: ErrorCode::Failed,
        message: crate::locales::tf("error.unreadable", &[("why", why)]),
        hint: t("error.backend-hint").to_owned(),
    }
}
