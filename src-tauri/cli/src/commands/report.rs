//! `waymark report`.

use workspace::{Access, Failure, FailureKind, Issue, IssueKey, Workspace};

use super::{keys, now};
use crate::args::{Language, Report};
use crate::output;

pub(crate) fn run(arguments: &Report) -> Result<(), Failure> {
    let workspace = Workspace::open(&arguments.dir, Access::Write)?;
    let with = issue_key(arguments, &workspace)?;
    let issued = workspace.issue(
        &Issue {
            epc: arguments.epc.clone(),
            out: arguments.out.clone(),
            number: arguments.number.clone(),
            recipient: arguments.recipient.clone(),
            locale: match arguments.lang {
                Language::En => protocol::Locale::En,
                Language::De => protocol::Locale::De,
                Language::Fr => protocol::Locale::Fr,
            },
            as_of: arguments.as_of,
            now: now(),
        },
        &with,
    )?;
    output::lines([format!(
        "{}: {}, {} pages, {} bytes",
        issued.path, issued.number, issued.pages, issued.bytes
    )])
}

fn issue_key(arguments: &Report, workspace: &Workspace) -> Result<IssueKey, Failure> {
    if let Some(path) = &arguments.key {
        let passphrase = keys::passphrase(arguments.passphrase_file.as_deref())?;
        let key = workspace::load_key(path, passphrase.as_deref())?;
        return Ok(IssueKey {
            key,
            demonstration: false,
        });
    }
    if workspace.is_sample() {
        return Ok(IssueKey {
            key: workspace::demonstration_key()?,
            demonstration: true,
        });
    }
    Err(Failure::new(
        FailureKind::Usage,
        "no signing key is named",
        "Name one with --key FILE; make one with `waymark keys create FILE --name NAME --country CC`.",
    ))
}
