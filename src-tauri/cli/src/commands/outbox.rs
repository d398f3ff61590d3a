//! `waymark outbox`: what was recorded in the field, how far it has come, and sending it.

use std::process::ExitCode;

use alloy_primitives::B256;
use protocol::field::{FieldRecordView, FieldState, OutboxOutcome, OutboxRow};
use serde::Serialize;
use workspace::{Access, Failure, FailureKind, Session, Workspace, read_account_key};

use super::{now, record};
use crate::field_args::Outbox;
use crate::output;

/// What a script reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    records: &'a [OutboxRow],
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'a OutboxOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bundled: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<String>,
}

/// What was done.
#[derive(Default)]
struct Done {
    outcome: Option<OutboxOutcome>,
    bundled: Option<u32>,
    draft: Option<String>,
}

pub(crate) fn run(asked: &Outbox) -> Result<ExitCode, Failure> {
    let workspace = Workspace::open(&asked.dir, Access::Read)?;
    workspace.reconcile(now())?;
    if let Some(id) = &asked.show {
        return show(&workspace.field_record(id, now())?, asked.json);
    }
    let done = act(&workspace, asked)?;
    let rows = workspace.outbox_rows()?;
    if asked.json {
        output::json(&Answer {
            records: &rows,
            outcome: done.outcome.as_ref(),
            bundled: done.bundled,
            draft: done.draft.clone(),
        })?;
    } else {
        list(&rows)?;
        tell(&done);
    }
    Ok(code(&done))
}

fn act(workspace: &Workspace, asked: &Outbox) -> Result<Done, Failure> {
    let mut done = Done::default();
    if let Some(id) = &asked.sign {
        workspace.sign_record(id, &session(asked)?, now())?;
    }
    if let Some(id) = &asked.cancel {
        workspace.cancel_record(id, now())?;
    }
    if let Some(id) = &asked.discard {
        workspace.discard_record(id, now())?;
    }
    if let Some(id) = &asked.resend {
        workspace.resend_record(id, now())?;
    }
    if let Some(id) = &asked.adjust {
        done.draft = Some(workspace.adjust_record(id, now())?.id);
    }
    if let Some(path) = &asked.bundle {
        done.bundled = Some(workspace.export_bundle(path)?);
    }
    done.outcome = match (&asked.from, &asked.receipts) {
        (Some(from), Some(receipts)) => {
            let payer = payer(asked, None)?;
            Some(workspace.submit_bundle(from, receipts, payer, now())?)
        }
        (None, Some(receipts)) => Some(workspace.import_receipts(receipts, now())?),
        _ => None,
    };
    if asked.submit && asked.from.is_none() {
        let session = match (&asked.account, &asked.key) {
            (Some(_), None) => None,
            _ => Some(session(asked)?),
        };
        let payer = payer(asked, session.as_ref())?;
        let only = asked.only.as_deref();
        done.outcome = Some(workspace.submit_outbox(payer, session.as_ref(), only, now())?);
    }
    Ok(done)
}

fn session(asked: &Outbox) -> Result<Session, Failure> {
    record::session(asked.key.as_deref(), asked.passphrase_file.as_deref())
}

/// The account that pays: the one that is named, or the device's own.
fn payer(asked: &Outbox, session: Option<&Session>) -> Result<B256, Failure> {
    match (&asked.account, session) {
        (Some(file), _) => read_account_key(file),
        (None, Some(session)) => Ok(session.payer()),
        (None, None) => Err(Failure::new(
            FailureKind::Usage,
            "nobody pays for the transaction",
            "Name a file with an account's private key with --account.",
        )),
    }
}

/// 69 if the node could not be reached, 1 if the ledger refused something, else 0.
fn code(done: &Done) -> ExitCode {
    match &done.outcome {
        Some(outcome) if outcome.trouble.is_some() => {
            ExitCode::from(FailureKind::NodeUnreachable.exit_code())
        }
        Some(outcome) if !outcome.refused.is_empty() => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    }
}

fn list(rows: &[OutboxRow]) -> Result<(), Failure> {
    if rows.is_empty() {
        return output::lines(["Nothing was recorded here yet.".to_owned()]);
    }
    let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
    output::table(&["Record", "State", "What", "Of", "Party", ""], &cells)
}

fn cells(row: &OutboxRow) -> Vec<String> {
    vec![
        row.id.clone(),
        state(row),
        serde_json::to_value(row.event)
            .ok()
            .and_then(|word| word.as_str().map(str::to_owned))
            .unwrap_or_default(),
        row.subjects.join(", "),
        row.party.clone(),
        remarks(row),
    ]
}

fn state(row: &OutboxRow) -> String {
    let at = row.block.map(|block| format!(" in block {block}"));
    let at = at.unwrap_or_default();
    match row.state {
        FieldState::Draft => "draft".to_owned(),
        FieldState::Ready => "ready to sign".to_owned(),
        FieldState::Signed => "signed".to_owned(),
        FieldState::Sent => "sent".to_owned(),
        FieldState::Confirmed => format!("confirmed{at}"),
        FieldState::Sealed => format!("sealed{at}"),
        FieldState::Refused => "refused".to_owned(),
        FieldState::Conflicting => "in conflict".to_owned(),
        FieldState::Cancelled => "called off".to_owned(),
        FieldState::Expired => "expired".to_owned(),
        FieldState::Discarded => "put aside".to_owned(),
    }
}

fn remarks(row: &OutboxRow) -> String {
    let mut remarks = Vec::new();
    if let Some(refusal) = &row.refusal {
        remarks.push(format!("because {}", refusal.words));
    }
    if row.conflicts > 0 {
        remarks.push("look at it with --show".to_owned());
    }
    if let Some(other) = &row.waits_for {
        remarks.push(format!("waits for {other}"));
    }
    if row.cancelling {
        remarks.push("to be called off".to_owned());
    }
    if row.failures > 0 {
        remarks.push(format!("{} attempts failed", row.failures));
    }
    if let Some(clock) = row.clock {
        let way = if clock.ahead_seconds > 0 {
            "ahead"
        } else {
            "behind"
        };
        let by = stretch(clock.ahead_seconds.unsigned_abs());
        remarks.push(format!("the device's clock was {by} {way} when it signed"));
    }
    remarks.join("; ")
}

/// A stretch of time in its largest unit, rounded down.
fn stretch(seconds: u64) -> String {
    match seconds {
        172_800.. => format!("{} days", seconds / 86_400),
        7_200.. => format!("{} hours", seconds / 3_600),
        _ => format!("{} minutes", seconds / 60),
    }
}

fn tell(done: &Done) {
    if let Some(count) = done.bundled {
        output::note(
            &format!("{count} records are in the file"),
            "Submit them elsewhere with `waymark outbox DIR --submit --from FILE --account KEY --receipts OUT`, and bring OUT back.",
        );
    }
    if let Some(id) = &done.draft {
        output::note(&format!("the new draft is {id}"), "");
    }
    let Some(outcome) = &done.outcome else {
        return;
    };
    output::note(
        &format!(
            "{} sent, {} refused, {} called off, {} wait",
            outcome.sent.len(),
            outcome.refused.len(),
            outcome.cancelled.len(),
            outcome.waiting.len()
        ),
        "What is sent is confirmed when a synced block has it: run `waymark sync DIR`.",
    );
    if outcome.waiting_of_others > 0 {
        let others = outcome.waiting_of_others;
        output::note(&format!("{others} records of other people wait too"), "");
    }
    if let Some(trouble) = &outcome.trouble {
        output::note(trouble, "What is left comes with the next --submit.");
    }
}

fn show(view: &FieldRecordView, json: bool) -> Result<ExitCode, Failure> {
    if json {
        output::json(view)?;
        return Ok(ExitCode::SUCCESS);
    }
    let word = |value: &dyn erased::Word| value.text();
    let mut lines = vec![format!("{}: {}", view.row.id, state(&view.row))];
    let remarks = remarks(&view.row);
    if !remarks.is_empty() {
        lines.push(remarks);
    }
    lines.extend(view.problems.iter().map(record::in_words));
    for conflict in &view.conflicts {
        lines.push(format!("{}: {}", word(&conflict.word), conflict.subject));
        for (side, fact) in [
            ("before", &conflict.before),
            ("mine", &conflict.mine),
            ("theirs", &conflict.theirs),
        ] {
            lines.push(format!("  {side}: {}", word(fact)));
        }
    }
    if !view.ways.is_empty() {
        let ways: Vec<String> = view.ways.iter().map(|way| word(way)).collect();
        lines.push(format!("ways out: {}", ways.join(", ")));
    }
    for document in &view.documents {
        let stands = match (document.at_hand, document.confirmed) {
            (_, true) => "on the ledger",
            (true, false) => "attached",
            (false, false) => "not at hand",
        };
        let named = &document.document;
        lines.push(format!("{} {} ({stands})", named.sha256, named.name));
    }
    output::lines(lines)?;
    Ok(ExitCode::SUCCESS)
}

/// Words of the protocol as a person reads them on the command line.
mod erased {
    use serde::Serialize;
    use serde_json::Value;

    /// Something that crosses as a word, or as a word with what belongs to it.
    pub(super) trait Word {
        fn text(&self) -> String;
    }

    impl<T: Serialize> Word for T {
        fn text(&self) -> String {
            match serde_json::to_value(self) {
                Ok(Value::String(word)) => word,
                Ok(Value::Object(fields)) => {
                    let parts: Vec<String> = fields
                        .into_iter()
                        .map(|(name, value)| match (name.as_str(), value) {
                            ("fact", Value::String(word)) => word,
                            (name, Value::String(text)) => format!("{name} {text}"),
                            (name, value) => format!("{name} {value}"),
                        })
                        .collect();
                    parts.join(", ")
                }
                _ => String::new(),
            }
        }
    }
}
