//! `waymark` alone: opens the window, which is a program of its own beside this one.

use std::path::Path;
use std::process::{Command, ExitCode};

use workspace::{Failure, FailureKind};

const WINDOW: &str = "waymark-desktop";

pub(crate) fn run(dir: Option<&Path>) -> Result<ExitCode, Failure> {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|here| here.parent().map(|folder| folder.join(WINDOW)));
    let program = beside
        .filter(|program| program.exists())
        .unwrap_or_else(|| WINDOW.into());
    let status = Command::new(program).args(dir).status().map_err(|error| {
        Failure::new(
            FailureKind::InputMissing,
            format!("the window, {WINDOW}, could not be opened: {error}"),
            "Install it beside this program, or use the commands: see `waymark --help`.",
        )
    })?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FailureKind::Internal.exit_code())
    })
}
