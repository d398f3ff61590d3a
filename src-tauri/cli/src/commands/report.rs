//! `waymark report`: one report, or one for each line of a list.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use workspace::{
    Access, Batch, BatchOutcome, BatchProgress, Failure, FailureKind, Issue, IssueKey, LineFailure,
    Request, Workspace, read_list, template_named,
};

use super::{keys, now, stop};
use crate::args::{Language, PaperSize, Report};
use crate::output;

pub(crate) fn run(arguments: &Report) -> Result<ExitCode, Failure> {
    let request = request(arguments)?;
    let batch = arguments.batch.as_deref();
    // A list that cannot be read is told before anything is opened.
    let list = batch.map(read_list).transpose()?;
    let workspace = Workspace::open(&arguments.dir, Access::Issue)?;
    let with = issue_key(arguments, &workspace)?;
    match (list, &arguments.out_dir, &arguments.out) {
        (Some(list), Some(out_dir), _) => {
            let batch = Batch::of_list(list, &request, out_dir, now);
            many(&workspace, &batch, &with, arguments.json)
        }
        (None, _, Some(out)) => {
            let issue = Issue {
                request,
                out: out.clone(),
                number: arguments.number.clone(),
                now: now(),
            };
            one(&workspace, &issue, &with, arguments.json)
        }
        _ => Err(Failure::new(
            FailureKind::Usage,
            "nothing says where to write",
            "Name the PDF with --out FILE, or with --batch a folder with --out-dir DIR.",
        )),
    }
}

fn request(arguments: &Report) -> Result<Request, Failure> {
    Ok(Request {
        epc: arguments.epc.clone().unwrap_or_default(),
        template: template_named(&arguments.template)?,
        shipment: arguments.shipment.clone(),
        recipient: arguments.recipient.clone(),
        paper: match arguments.paper {
            PaperSize::A4 => protocol::Paper::A4,
            PaperSize::Letter => protocol::Paper::Letter,
        },
        locale: match arguments.lang {
            Language::En => protocol::Locale::En,
            Language::De => protocol::Locale::De,
            Language::Fr => protocol::Locale::Fr,
        },
        as_of: arguments.as_of,
    })
}

fn one(
    workspace: &Workspace,
    issue: &Issue,
    with: &IssueKey,
    json: bool,
) -> Result<ExitCode, Failure> {
    let issued = workspace.issue(issue, with)?;
    if json {
        output::json(&issued)?;
    } else {
        output::lines([format!(
            "{}: {}, {} pages, {} bytes",
            issued.path, issued.number, issued.pages, issued.bytes
        )])?;
    }
    Ok(ExitCode::SUCCESS)
}

fn many(
    workspace: &Workspace,
    batch: &Batch,
    with: &IssueKey,
    json: bool,
) -> Result<ExitCode, Failure> {
    let stop = stop::on_request();
    let done = workspace.issue_batch(batch, with, &mut show, &stop);
    output::progress_done();
    let outcome = done?;
    if json {
        output::json(&Answer::of(&outcome))?;
    } else {
        for failed in &outcome.failed {
            tell(failed);
        }
        output::lines([summary(&outcome, &batch.out_dir)])?;
    }
    if outcome.left > 0 {
        return Err(Failure::new(
            FailureKind::Cancelled,
            format!("it was stopped; {} lines are left", outcome.left),
            "What was issued is whole. The same command goes on with the rest.",
        ));
    }
    Ok(if outcome.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// A line that gave no report, on standard error.
fn tell(failed: &LineFailure) {
    let LineFailure { line, epc, failure } = failed;
    let about = if epc.is_empty() {
        format!("line {line}: {}", failure.message)
    } else {
        format!("line {line}, {epc}: {}", failure.message)
    };
    output::note(&about, &failure.hint);
}

fn summary(outcome: &BatchOutcome, out_dir: &Path) -> String {
    let mut said = vec![format!("{} reports issued", outcome.issued.len())];
    if let (Some((_, first)), Some((_, last))) = (outcome.issued.first(), outcome.issued.last())
        && outcome.issued.len() > 1
    {
        said.push(format!("{} to {}", first.number, last.number));
    }
    if !outcome.skipped.is_empty() {
        said.push(format!("{} were issued before", outcome.skipped.len()));
    }
    if !outcome.failed.is_empty() {
        said.push(format!("{} lines failed", outcome.failed.len()));
    }
    format!("{}: {}.", out_dir.display(), said.join(", "))
}

fn show(at: BatchProgress) {
    let left = match at.seconds_left {
        Some(seconds) if seconds > 0 => format!(", {} left", super::duration(seconds)),
        _ => String::new(),
    };
    let failed = match at.failed {
        0 => String::new(),
        failed => format!(", {failed} failed"),
    };
    output::progress(&format!(
        "Report {} of {}{failed} ({:.1}/s{left})",
        at.done, at.total, at.per_second
    ));
}

/// What `--json` says of a batch.
#[derive(Serialize)]
struct Answer<'a> {
    issued: Vec<Issued<'a>>,
    skipped: Vec<Skipped<'a>>,
    failed: Vec<Failed<'a>>,
    left: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Issued<'a> {
    line: usize,
    #[serde(flatten)]
    report: &'a protocol::IssuedReport,
}

#[derive(Serialize)]
struct Skipped<'a> {
    line: usize,
    number: &'a str,
}

#[derive(Serialize)]
struct Failed<'a> {
    line: usize,
    epc: &'a str,
    code: &'static str,
    message: &'a str,
    hint: &'a str,
}

impl<'a> Answer<'a> {
    fn of(outcome: &'a BatchOutcome) -> Self {
        let issued = outcome.issued.iter().map(|(line, report)| Issued {
            line: *line,
            report,
        });
        let skipped = outcome.skipped.iter().map(|(line, number)| Skipped {
            line: *line,
            number,
        });
        let failed = outcome.failed.iter().map(|failed| Failed {
            line: failed.line,
            epc: &failed.epc,
            code: failed.failure.kind.code(),
            message: &failed.failure.message,
            hint: &failed.failure.hint,
        });
        Self {
            issued: issued.collect(),
            skipped: skipped.collect(),
            failed: failed.collect(),
            left: outcome.left,
        }
    }
}

fn issue_key(arguments: &Report, workspace: &Workspace) -> Result<IssueKey, Failure> {
    let stamping = workspace.stamping(&arguments.stamping())?;
    if let Some(path) = &arguments.key {
        let passphrase = arguments.passphrase_file.as_deref();
        let secrets = keys::secrets(passphrase, arguments.pin_file.as_deref())?;
        return Ok(IssueKey {
            key: workspace::open_key(path, &secrets, now())?,
            demonstration: false,
            stamping,
        });
    }
    if workspace.is_sample() {
        return Ok(IssueKey {
            key: Box::new(workspace::demonstration_key()?),
            demonstration: true,
            stamping,
        });
    }
    Err(Failure::new(
        FailureKind::Usage,
        "no signing key is named",
        "Name one with --key FILE; make one with `waymark keys create FILE --name NAME --country CC`.",
    ))
}
