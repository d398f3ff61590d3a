//! The checks that need no built application: formatting, lints, licences, spelling.

use crate::{
    failure::Failure,
    process::{self, Program},
    project::Project,
    setup, ui,
};

/// Runs all of them.
pub(crate) fn run(project: &Project, terms: &setup::Terms) -> Result<(), Failure> {
    formatting(project)?;
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

/// Licences, banned crates and spelling. Both programs take minutes to compile, so they are used where they are present
/// and the public workflow always has them.
pub(crate) fn tidiness(project: &Project) -> Result<(), Failure> {
    if is_present("cargo-deny", "licences and banned crates") {
        for dir in [project.root(), &project.ui()] {
            Program::cargo()
                .args(["deny", "--workspace", "--log-level", "error", "--config"])
                .arg(project.root().join("deny.toml"))
                .args(["check", "bans", "licenses", "sources"])
                .dir(dir)
                .run()?;
        }
    }
    if is_present("typos", "spelling") {
        Program::new("typos").dir(project.root()).run()?;
    }
    Ok(())
}

fn is_present(program: &str, for_what: &str) -> bool {
    let found = process::find(program).is_some();
    if !found {
        eprintln!("  {program} is not installed: {for_what} not checked here.");
    }
    found
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
