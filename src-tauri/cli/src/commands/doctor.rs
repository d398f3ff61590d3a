//! `waymark doctor`.

use std::path::Path;
use std::process::ExitCode;

use protocol::{Check, CheckOutcome};
use workspace::{Examination, Failure, FailureKind};

use super::now;
use crate::output;

pub(crate) fn run(
    dir: &Path,
    repair: bool,
    offline: bool,
    json: bool,
) -> Result<ExitCode, Failure> {
    let view = workspace::doctor(
        dir,
        &Examination {
            repair,
            nodes: !offline,
            held: false,
            now: now(),
        },
    )?;
    if json {
        output::json(&view)?;
    } else {
        output::lines(view.mended.iter().map(|done| format!("repaired: {done}")))?;
        output::lines(view.checks.iter().flat_map(lines))?;
    }
    Ok(if view.outcome == CheckOutcome::Bad {
        ExitCode::from(FailureKind::NotBelieved.exit_code())
    } else {
        ExitCode::SUCCESS
    })
}

fn lines(check: &Check) -> Vec<String> {
    let word = match check.outcome {
        CheckOutcome::Good => "good",
        CheckOutcome::NotChecked => "-",
        CheckOutcome::Warning => "warning",
        CheckOutcome::Bad => "BAD",
    };
    let mut lines = vec![format!("{word:<8} {:<14} {}", check.code, check.message)];
    if !check.hint.is_empty() {
        lines.push(format!("{:23} {}", "", check.hint));
    }
    lines
}
