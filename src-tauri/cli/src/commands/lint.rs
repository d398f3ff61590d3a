//! `waymark lint`.

use std::path::Path;
use std::process::ExitCode;

use protocol::Finding;
use serde::Serialize;
use workspace::{Access, Failure, Workspace};

use super::assets::output_word;
use crate::output;

#[derive(Serialize)]
struct Answer {
    findings: Vec<Finding>,
}

/// Prints the findings; the answer is "no" where one is an error.
pub(crate) fn run(dir: &Path, epc: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let findings = Workspace::open(dir, Access::Read)?.findings(epc)?;
    let grave = findings
        .iter()
        .any(|finding| finding.severity == protocol::Severity::Error);
    if json {
        output::json(&Answer { findings })?;
    } else if findings.is_empty() {
        output::lines(["Nothing was found.".to_owned()])?;
    } else {
        output::lines(findings.iter().map(paragraph))?;
    }
    Ok(if grave {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn paragraph(finding: &Finding) -> String {
    let severity = output_word(&finding.severity);
    let events: Vec<String> = finding
        .events
        .iter()
        .map(|event| format!("block {} log {}", event.block, event.log_index))
        .collect();
    format!(
        "{severity}: {} ({})\n  {}\n  {}\n  {} · {}",
        finding.title,
        finding.code,
        finding.message,
        finding.advice,
        finding.subject,
        events.join(", ")
    )
}
