//! Issuing reports and verifying them.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::{CommandError, ErrorCode, IssueReport, IssuedReport, ReportRow, Verdict};
use tauri::{AppHandle, State};
use workspace::{Issue, verdict_view, verify_bytes as verify, verify_file};

use super::{apart, now};
use crate::failure::{Answer, told};
use crate::signing;
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn issue_report(
    app: AppHandle,
    desk: State<'_, Desk>,
    request: IssueReport,
) -> Answer<IssuedReport> {
    apart(|| {
        desk.ask(|workspace| {
            let with = signing::key(&app, workspace, request.passphrase.as_deref())?;
            let issue = Issue {
                epc: request.epc,
                out: PathBuf::from(request.out),
                number: request.number,
                recipient: request.recipient,
                locale: request.locale,
                as_of: None,
                now: now(),
            };
            workspace.issue(&issue, &with)
        })
    })
}

#[tauri::command(async)]
pub(crate) fn reports(desk: State<'_, Desk>) -> Answer<Vec<ReportRow>> {
    desk.ask(|workspace| workspace.reports())
}

#[tauri::command(async)]
pub(crate) fn verify_report(desk: State<'_, Desk>, path: &str) -> Answer<Verdict> {
    let trust = desk.ask_if_open(|workspace| Ok(workspace.trust().clone()))?;
    let path = Path::new(path);
    let verdict = verify_file(path, trust.as_ref()).map_err(told)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(verdict_view(&name, &verdict))
}

#[tauri::command(async)]
pub(crate) fn verify_bytes(desk: State<'_, Desk>, base64: &str, name: &str) -> Answer<Verdict> {
    let trust = desk.ask_if_open(|workspace| Ok(workspace.trust().clone()))?;
    let bytes = STANDARD.decode(base64).map_err(|_| CommandError {
        code: ErrorCode::Failed,
        message: "The file did not arrive whole.".into(),
        hint: "Try again, or verify it with `waymark verify FILE.pdf`.".into(),
    })?;
    Ok(verdict_view(name, &verify(&bytes, trust.as_ref())))
}
