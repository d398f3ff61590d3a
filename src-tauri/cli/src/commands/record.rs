//! `waymark record`: a field event into the outbox, signed.

use std::path::Path;
use std::process::ExitCode;

use protocol::field::{FieldProblem, FieldState, ProblemWeight};
use serde::Serialize;
use workspace::{Access, Failure, Session, Workspace, read_record_file};

use super::{keys, now};
use crate::field_args::Record;
use crate::output;

/// What a script reads of a record that was written.
#[derive(Serialize)]
struct Written<'a> {
    id: &'a str,
    state: FieldState,
    capture: Option<String>,
    problems: &'a [FieldProblem],
}

pub(crate) fn run(asked: &Record) -> Result<ExitCode, Failure> {
    let workspace = Workspace::open(&asked.dir, Access::Read)?;
    let record = read_record_file(&asked.file)?;
    let session = if asked.draft && asked.key.is_none() {
        None
    } else {
        Some(session(
            asked.key.as_deref(),
            asked.passphrase_file.as_deref(),
        )?)
    };
    let account = session.as_ref().map(Session::account);
    let draft = workspace.save_draft(asked.over.as_deref(), record, account, now())?;
    if let Some(session) = session.as_ref().filter(|_| draft.ready && !asked.draft) {
        workspace.sign_record(&draft.id, session, now())?;
    }
    let view = workspace.field_record(&draft.id, now())?;
    if asked.json {
        output::json(&Written {
            id: &draft.id,
            state: view.row.state,
            capture: view.capture,
            problems: &draft.problems,
        })?;
    } else {
        for problem in &draft.problems {
            output::note(&in_words(problem), "");
        }
        output::lines([match view.row.state {
            FieldState::Signed => format!(
                "{} is signed and waits in the outbox: send it with `waymark outbox {} --submit`.",
                draft.id,
                asked.dir.display()
            ),
            FieldState::Ready => format!("{} is a draft that can be signed.", draft.id),
            _ => format!("{} is a draft; it cannot be signed yet.", draft.id),
        }])?;
    }
    let done = asked.draft || view.row.state == FieldState::Signed;
    Ok(ExitCode::from(u8::from(!done)))
}

/// A problem with its field.
pub(super) fn in_words(problem: &FieldProblem) -> String {
    let weight = match problem.weight {
        ProblemWeight::Error => "wrong",
        ProblemWeight::Warning => "look at this",
    };
    format!("{weight}: {} {}", problem.path, problem.words)
}

/// Opens a device key.
pub(super) fn session(
    key: Option<&Path>,
    passphrase_file: Option<&Path>,
) -> Result<Session, Failure> {
    let passphrase = keys::passphrase_or_ask(passphrase_file, "The device key's passphrase: ")?;
    workspace::open_device(key, passphrase.as_deref())
}
