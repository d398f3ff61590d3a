//! `cargo xtask conformance`: independent programs judge what the project writes against the standards it names. A judge that
//! is not on the machine is named and skipped; one that finds a fault fails the command.

mod reports;
mod verapdf;

pub(crate) use reports::drawn;

use crate::{failure::Failure, project::Project, setup::Terms};

/// Writes the reports and asks the judges.
pub(crate) fn run(project: &Project, terms: &Terms) -> Result<(), Failure> {
    let Some(judge) = verapdf::find() else {
        return Ok(());
    };
    let reports = reports::write(project, terms)?;
    judge.judge(&reports)
}
