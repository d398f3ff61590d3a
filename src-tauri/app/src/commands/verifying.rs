//! Verifying a file, step by step, and keeping the verdict.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use protocol::{CommandError, ErrorCode, Locale, Verdict, command};
use tauri::{AppHandle, Emitter, State};
use workspace::{AskLater, Presented, step_view};

use super::now;
use crate::failure::{Answer, told};
use crate::state::Desk;

#[tauri::command(async)]
pub(crate) fn verify_report(
    app: AppHandle,
    desk: State<'_, Desk>,
    path: &str,
    locale: Locale,
) -> Answer<Verdict> {
    let presented = Presented::read(Path::new(path)).map_err(told)?;
    verified(&app, &desk, presented, locale)
}

#[tauri::command(async)]
pub(crate) fn verify_bytes(
    app: AppHandle,
    desk: State<'_, Desk>,
    base64: &str,
    name: &str,
    locale: Locale,
) -> Answer<Verdict> {
    let bytes = STANDARD.decode(base64).map_err(|_| CommandError {
        code: ErrorCode::Failed,
        message: "The file did not arrive whole.".into(),
        hint: "Try again, or verify it with `waymark verify FILE.pdf`.".into(),
    })?;
    let name = name.to_owned();
    verified(&app, &desk, Presented { name, bytes }, locale)
}

/// Verifies against what the open workspace trusts, if one is open.
fn verified(app: &AppHandle, desk: &Desk, presented: Presented, locale: Locale) -> Answer<Verdict> {
    let trust = desk.ask_if_open(|workspace| Ok(workspace.trust().clone()))?;
    // What became of the report since, as far as the open workspace has read the ledger.
    let later: AskLater<'_> = &|asked| {
        let known = desk.ask_if_open(|workspace| Ok(workspace.later(asked)));
        known.ok().flatten().flatten()
    };
    let verdict = presented.verify(trust.as_ref(), Some(later), &mut |step| {
        // A window that is gone hears nothing; the verdict is made all the same.
        let _ = app.emit(command::VERIFIED_STEP, step_view(step, locale));
    });
    let view = presented.view(&verdict, locale);
    desk.keep_verdict(presented, verdict);
    Ok(view)
}

#[tauri::command(async)]
pub(crate) fn save_verdict(desk: State<'_, Desk>, path: &str, locale: Locale) -> Answer<()> {
    let failed = |message: &str, hint: &str| CommandError {
        code: ErrorCode::Failed,
        message: message.into(),
        hint: hint.into(),
    };
    if !desk.take_offered(path) {
        let message = format!("{path} was not chosen for saving.");
        return Err(failed(&message, "Choose again where to save."));
    }
    let paper = desk.verdict(|presented, verdict| presented.paper(verdict, now(), locale));
    let paper = paper.ok_or_else(|| {
        failed(
            "There is no verdict to save.",
            "Verify a file first, then save what was found.",
        )
    })?;
    workspace::write_file(Path::new(path), &paper.map_err(told)?).map_err(told)
}
