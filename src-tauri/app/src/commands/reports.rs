//! Issuing reports.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::{
    BatchIssued, CommandError, Countersign, Countersigned, ErrorCode, IssueBatch, IssueChoices,
    IssueReport, IssuedReport, Job, Progress, ReportPreview, ReportRow, ReportWish, SigningWish,
    command,
};
use tauri::{AppHandle, Emitter, State};
use workspace::{Access, Batch, BatchProgress, Issue, Request, Workspace};

use super::{apart, now};
use crate::failure::{Answer, told};
use crate::signing;
use crate::state::Desk;

/// How wide the picture of a page is, in pixels: sharp on screens with two dots to each.
const PREVIEW_WIDTH: u16 = 900;

#[tauri::command(async)]
pub(crate) fn issue_report(desk: State<'_, Desk>, request: IssueReport) -> Answer<IssuedReport> {
    let workspace = to_issue(&desk)?;
    apart(move || {
        let with = signing::key(&workspace, request.passphrase.as_deref(), request.unstamped)?;
        let issue = Issue {
            request: Request::wished(&request.epc, &request.wish)?,
            out: PathBuf::from(request.out),
            number: request.number,
            now: now(),
        };
        workspace.issue(&issue, &with)
    })
    .map_err(told)
}

#[tauri::command(async)]
pub(crate) fn issue_batch(
    app: AppHandle,
    desk: State<'_, Desk>,
    request: IssueBatch,
) -> Answer<BatchIssued> {
    let workspace = to_issue(&desk)?;
    desk.cancelled.store(false, Ordering::Relaxed);
    let mut progress = |at: BatchProgress| {
        // A window that is gone hears nothing; the batch goes on.
        let _ = app.emit(command::PROGRESS, shown(at));
    };
    let outcome = apart(|| {
        let workspace = workspace;
        let with = signing::key(&workspace, request.passphrase.as_deref(), request.unstamped)?;
        let batch = Batch::of_assets(
            &request.epcs,
            &request.wish,
            Path::new(&request.out_dir),
            now,
        )?;
        workspace.issue_batch(&batch, &with, &mut progress, &desk.cancelled)
    });
    Ok(outcome.map_err(told)?.view(&request.out_dir))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // only shown
fn shown(at: BatchProgress) -> Progress {
    Progress {
        job: Job::Batch,
        done: at.done as u64,
        total: Some(at.total as u64),
        words: format!("Report {} of {}", at.done, at.total),
        per_second: (at.per_second >= 1.0).then_some(at.per_second as u64),
        seconds_left: at.seconds_left,
        renewed: false,
    }
}

/// The open workspace once more, for issuing beside everything else that the window asks.
fn to_issue(desk: &Desk) -> Answer<Workspace> {
    let path = desk.ask(|workspace| Ok(workspace.path().to_owned()))?;
    Workspace::open(&path, Access::Issue).map_err(told)
}

#[tauri::command(async)]
pub(crate) fn issue_choices(desk: State<'_, Desk>, epc: &str) -> Answer<IssueChoices> {
    desk.ask(|workspace| {
        let signer = signing::choice(workspace)?;
        workspace.issue_choices(epc, signer)
    })
}

#[tauri::command(async)]
pub(crate) fn preview_report(
    desk: State<'_, Desk>,
    epc: &str,
    number: &str,
    wish: ReportWish,
) -> Answer<ReportPreview> {
    let workspace = to_issue(&desk)?;
    let drawn = apart(|| {
        let workspace = workspace;
        let signer = signing::choice(&workspace)?;
        workspace.preview(&Request::wished(epc, &wish)?, number, signer, now())
    });
    let drawn = drawn.map_err(told)?;
    let picture = preview::first_page(drawn.pdf, PREVIEW_WIDTH).ok_or_else(|| CommandError {
        code: ErrorCode::Failed,
        message: "The page could not be shown as a picture.".into(),
        hint: "The report can be issued all the same.".into(),
    })?;
    Ok(ReportPreview {
        page: STANDARD.encode(picture.png),
        width: picture.width,
        height: picture.height,
        pages: drawn.pages,
        as_of: drawn.as_of,
        as_of_unix: drawn.as_of_time.cast_signed(),
    })
}

#[tauri::command(async)]
pub(crate) fn reports(desk: State<'_, Desk>) -> Answer<Vec<ReportRow>> {
    desk.ask(|workspace| workspace.reports())
}

#[tauri::command(async)]
pub(crate) fn signing(desk: State<'_, Desk>) -> Answer<SigningWish> {
    desk.ask(|workspace| workspace.signing())
}

#[tauri::command(async)]
pub(crate) fn set_signing(desk: State<'_, Desk>, wish: SigningWish) -> Answer<SigningWish> {
    desk.ask(|workspace| workspace.set_signing(&wish))
}

#[tauri::command(async)]
pub(crate) fn countersign(desk: State<'_, Desk>, request: Countersign) -> Answer<Countersigned> {
    let workspace = to_issue(&desk)?;
    apart(move || {
        let with = signing::key(&workspace, request.passphrase.as_deref(), request.unstamped)?;
        let file = Path::new(&request.path);
        workspace::countersign(file, None, &*with.key, &with.stamping, now())
    })
    .map_err(told)
}
