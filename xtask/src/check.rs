//! The checks that need no built application: formatting, lints, licences, spelling.

use crate::{failure::Failure, process::Program, project::Project, setup, ui};

/// Runs all of them.
pub(crate) fn run(project: &Project, terms: &setup::Terms) -> Result<(), Failure> {
    formatting(project)?;
    setup::ensure(&setup::needs_of_style(), terms)?;
    tidiness(project)?;
    setup::ensure(&setup::needs_of_build(), terms)?;
    lints(project)
}

/// Every crate as rustfmt writes it.
pub(crate) fn formatting(project: &Project) -> Result<(), Failure> {
    format_check().arg("--all").dir(project.root()).run()?;
    format_check().dir(&project.ui()).run()
}

fn format_check() -> Program {
    Program::cargo().args(["fmt", "--check"])
}

/// Licences, banned crates, where crates come from, and spelling.
pub(crate) fn tidiness(project: &Project) -> Result<(), Failure> {
    for dir in [project.root(), &project.ui()] {
        Program::cargo()
            .args(["deny", "--workspace", "--log-level", "error", "--config"])
            .arg(project.root().join("deny.toml"))
            .args(["check", "bans", "licenses", "sources"])
            .dir(dir)
            .run()?;
    }
    Program::new("typos").dir(project.root()).run()
}

/// clippy over every target of the workspace and of the user interface; a warning is an error.
pub(crate) fn lints(project: &Project) -> Result<(), Failure> {
    Program::cargo()
        .args(["clippy", "--workspace", "--all-targets", "--locked"])
        .args(["--", "--deny", "warnings"])
        .dir(project.root())
        .run()?;
    ui::native(project, "clippy")
        .arg("--all-targets")
        .args(["--", "--deny", "warnings"])
        .run()
}
