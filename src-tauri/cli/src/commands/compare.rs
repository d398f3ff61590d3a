//! `waymark compare`.

use std::process::ExitCode;

use protocol::{BlockPoint, ChangeView, CompareQuery, CompareView, Finding, UnderminedReport};
use workspace::{Access, Failure, Workspace};

use super::assets::output_word;
use crate::args::Compare;
use crate::output;

/// How many changes of a sort are printed for people; JSON has more.
const PRINTED: usize = 12;

/// Prints what changed; the answer is "no", it does not all hold, where a report is undermined.
pub(crate) fn run(arguments: &Compare) -> Result<ExitCode, Failure> {
    let query = CompareQuery {
        epc: arguments.epc.clone(),
        then: Some(arguments.then),
        now: arguments.now,
    };
    let compared = Workspace::open(&arguments.dir, Access::Read)?.compare(&query)?;
    let undermined = !compared.reports.is_empty();
    if arguments.json {
        output::json(&compared)?;
    } else {
        output::lines(told(&compared))?;
    }
    Ok(if undermined {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn told(compared: &CompareView) -> Vec<String> {
    let point = |point: &BlockPoint| {
        format!(
            "block {}: {} events, {} assets",
            point.block, point.events, point.assets
        )
    };
    let mut lines = Vec::new();
    if !compared.name.is_empty() {
        lines.push(compared.name.clone());
    }
    lines.push(format!("then  {}", point(&compared.then)));
    lines.push(format!("now   {}", point(&compared.now)));
    for group in &compared.groups {
        lines.push(String::new());
        lines.push(format!("{} ({})", output_word(&group.sort), group.total));
        lines.extend(group.changes.iter().take(PRINTED).map(change));
        if group.total as usize > PRINTED {
            lines.push(format!("  … {} more", group.total as usize - PRINTED));
        }
    }
    findings(&mut lines, "found since", &compared.appeared);
    findings(&mut lines, "found no longer", &compared.gone);
    if compared.reports.is_empty() {
        lines.extend([String::new(), "No issued report is undermined.".to_owned()]);
    }
    for report in &compared.reports {
        lines.push(String::new());
        lines.extend(undermined(report));
    }
    lines
}

fn change(change: &ChangeView) -> String {
    let undoes: Vec<String> = (change.undoes.iter())
        .map(|event| format!("block {}", event.block))
        .collect();
    let undoes = if undoes.is_empty() {
        String::new()
    } else {
        format!(" (goes back on {})", undoes.join(", "))
    };
    let event = &change.event;
    format!(
        "  block {:<6} {}: {}{undoes}",
        event.block, change.about, event.title
    )
}

fn findings(lines: &mut Vec<String>, head: &str, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push(format!("{head} ({})", findings.len()));
    lines.extend(findings.iter().map(|finding| {
        format!(
            "  {}: {} {}",
            output_word(&finding.severity),
            finding.title,
            finding.message
        )
    }));
}

fn undermined(report: &UnderminedReport) -> Vec<String> {
    let head = format!(
        "Report {} on {}, as of block {}, holds no longer:",
        report.number, report.name, report.as_of
    );
    let reasons = (report.reasons.iter()).map(|reason| {
        format!(
            "{} {}",
            output_word(&reason.sort),
            change(&reason.change).trim()
        )
    });
    let reasons = reasons.map(|reason| format!("  {reason}"));
    std::iter::once(head).chain(reasons).collect()
}
