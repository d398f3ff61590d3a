//! One file per command. Each calls `workspace` and prints what comes back.

mod assets;
mod compare;
mod countersign;
mod devices;
mod doctor;
mod import;
mod init;
mod issued;
mod keys;
mod label;
mod ledger;
mod lint;
mod open;
mod outbox;
mod reach;
mod record;
mod report;
mod signing;
mod stop;
mod sync;
mod trace;
mod trust;
mod verify;

use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use workspace::{Access, Failure, Workspace};

use crate::args::{Arguments, Command, ExportFormat};
use crate::output;

/// Does what was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let Some(command) = arguments.command else {
        return open::run(arguments.open.as_deref());
    };
    match command {
        Command::Demo { dir } => demo(&dir)?,
        Command::Init(init) => init::run(&init)?,
        Command::Sync(sync) => sync::run(&sync)?,
        Command::Assets { dir, query, json } => assets::run(&dir, &query.join(" "), json)?,
        Command::Trace(trace) => trace::run(&trace)?,
        Command::Lint { dir, epc, json } => return lint::run(&dir, epc.as_deref(), json),
        Command::Compare(compare) => return compare::run(&compare),
        Command::Reach(reach) => reach::run(&reach)?,
        Command::Report(report) => match (report.issued, report.issue) {
            (Some(issued), _) => issued::run(&issued)?,
            (None, Some(issue)) => return report::run(&issue),
            // clap asks for one of the two.
            (None, None) => return Err(Failure::internal("a report of nothing was asked for")),
        },
        Command::Signing(asked) => signing::run(&asked)?,
        Command::Countersign(asked) => return countersign::run(&asked),
        Command::Verify(verify) => return verify::run(&verify),
        Command::Label(label) => label::run(&label)?,
        Command::Trust(trust) => trust::run(&trust)?,
        Command::Keys(keys) => keys::run(&keys)?,
        Command::Export {
            dir,
            format: ExportFormat::Ledger,
            out,
        } => {
            Workspace::open(&dir, Access::Read)?.export_ledger(&out)?;
        }
        Command::Import { dir, file, json } => import::run(&dir, &file, json)?,
        Command::Doctor {
            dir,
            repair,
            offline,
            json,
        } => return doctor::run(&dir, repair, offline, json),
        Command::Record(asked) => return record::run(&asked),
        Command::Outbox(asked) => return outbox::run(&asked),
        Command::Ledger(ledger) => ledger::run(&ledger)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn demo(dir: &Path) -> Result<(), Failure> {
    workspace::demo(dir, now())?;
    output::lines([format!(
        "The sample is in {}. Look around with `waymark assets {0}`.",
        dir.display()
    )])
}

/// The clock, read here and handed down: nothing below reads it.
fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

/// A time in words, such as `2 h 05 min`, `3 min 10 s` or `8 s`.
pub(crate) fn duration(seconds: u64) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}
