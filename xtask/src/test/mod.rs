//! `cargo xtask test`: everything that must hold, in steps, what fails cheaply first. It stops at the first step that
//! fails and says at the end how each one went.

mod summary;
mod targets;

use std::time::Instant;

use clap::ValueEnum;

use crate::{
    check,
    failure::Failure,
    process::{self, Program},
    project::Project,
    setup::{self, Need, Terms},
    ui,
};

use self::summary::{Outcome, Summary};

/// The steps, in the order in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Step {
    /// Formatting, licences and spelling
    Style,
    /// The contract matches its committed ABI and bytecode, and passes its own tests
    Contracts,
    /// The user interface builds, and evidence compiles for the browser
    Ui,
    /// clippy, every warning an error
    Clippy,
    /// Everything compiles, programs and tests
    Build,
    /// The crates' own tests, and those of the user interface's logic
    Unit,
    /// The command line, the main job and the page that verifies, without any network
    Offline,
    /// The same on a chain
    Chain,
    /// The same in the real window
    Window,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Style => "style",
            Self::Contracts => "contracts",
            Self::Ui => "ui",
            Self::Clippy => "clippy",
            Self::Build => "build",
            Self::Unit => "unit",
            Self::Offline => "offline",
            Self::Chain => "chain",
            Self::Window => "window",
        }
    }

    fn needs(self, project: &Project) -> Vec<Box<dyn Need>> {
        match self {
            Self::Style => setup::needs_of_style(),
            Self::Contracts => setup::needs_of_contracts(project),
            Self::Ui => setup::needs_of_ui(project),
            Self::Clippy | Self::Build | Self::Unit => setup::needs_of_build(),
            Self::Offline => {
                let mut needs = setup::needs_of_judging();
                needs.extend(setup::needs_of_ui(project));
                needs
            }
            Self::Chain => {
                let mut needs = setup::needs_of_build();
                needs.extend(setup::needs_of_contracts(project));
                needs
            }
            Self::Window => {
                let mut needs = setup::needs_of_build();
                needs.extend(setup::needs_of_contracts(project));
                needs.extend(setup::needs_of_ui(project));
                needs.extend(setup::needs_of_window(project));
                needs
            }
        }
    }

    fn run(self, project: &Project, terms: &Terms) -> Result<(), Failure> {
        setup::ensure(&self.needs(project), terms)?;
        match self {
            Self::Style => check::formatting(project).and_then(|()| check::tidiness(project)),
            Self::Contracts => contracts(project),
            Self::Ui => ui::build(project, terms).and_then(|()| ui::check_evidence(project, terms)),
            Self::Clippy => check::lints(project),
            Self::Build => build(project),
            Self::Unit => unit(project),
            // The page that verifies in a browser is tested with the command line, whose answers it must give.
            Self::Offline => {
                ui::verifier::build(project, terms).and_then(|_| run_whole(project, "offline"))
            }
            Self::Chain => run_whole(project, "chain"),
            Self::Window => ui::build(project, terms).and_then(|()| window(project)),
        }
    }
}

/// Runs the wanted steps in their fixed order; all of them when none is named.
pub(crate) fn run(project: &Project, terms: &Terms, wanted: &[Step]) -> Result<(), Failure> {
    let steps = Step::value_variants();
    let chosen = |step: &&Step| wanted.is_empty() || wanted.contains(step);
    let mut summary = Summary::default();
    let mut failed = None;
    for step in steps.iter().filter(chosen) {
        if failed.is_some() {
            summary.add(step.name(), Outcome::NotRun);
            continue;
        }
        eprintln!("\n==== {} ====", step.name());
        let start = Instant::now();
        let outcome = step.run(project, terms);
        let took = start.elapsed();
        if let Err(failure) = outcome {
            eprintln!("{failure}");
            failed = Some(step.name());
            summary.add(step.name(), Outcome::Failed(took));
        } else {
            summary.add(step.name(), Outcome::Passed(took));
        }
    }
    eprint!("\n{summary}");
    failed.map_or(Ok(()), |step| Err(Failure::Step(step)))
}

fn contracts(project: &Project) -> Result<(), Failure> {
    let npm = || setup::npm(project).dir(&project.contracts());
    npm().args(["run", "check"]).run()?;
    npm().arg("test").run()
}

/// Compiles what the later steps run, so that they measure tests and not the compiler.
fn build(project: &Project) -> Result<(), Failure> {
    let build = Program::cargo().args(["build", "--workspace", "--all-targets", "--locked"]);
    build.dir(project.root()).run()
}

/// Always the whole workspace with a filter on its targets, never single packages: cargo decides which features a
/// dependency gets by the packages it is asked for, and another choice would compile everything once more.
fn workspace_tests(project: &Project) -> Program {
    Program::cargo()
        .args(["test", "--workspace", "--locked"])
        .dir(project.root())
}

fn unit(project: &Project) -> Result<(), Failure> {
    workspace_tests(project)
        .args(["--lib", "--bins"])
        .args(targets::options(project)?)
        .run()?;
    workspace_tests(project).arg("--doc").run()?;
    ui::native(project, "test").run()
}

/// Compiles the programs that a test of the whole runs: a step by itself must not run those of yesterday. In one go with the
/// test, so that their dependencies have the features that they have there.
fn build_for(project: &Project, name: &str) -> Result<(), Failure> {
    Program::cargo()
        .args(["build", "--workspace", "--locked", "--bins", "--test", name])
        .dir(project.root())
        .run()
}

fn run_whole(project: &Project, name: &str) -> Result<(), Failure> {
    build_for(project, name)?;
    whole(project, name).run()
}

/// One of the tests of the whole, told where the test chain's program is.
fn whole(project: &Project, name: &str) -> Program {
    workspace_tests(project)
        .args(["--test", name])
        .env("WAYMARK_ANVIL", setup::anvil(project))
}

/// In a display of its own, so that the tests see the same window everywhere and disturb nobody; one after the other, for of
/// two windows on a display only one has the keyboard.
fn window(project: &Project) -> Result<(), Failure> {
    build_for(project, "window")?;
    let cargo = whole(project, "window").args(["--", "--test-threads", "1"]);
    if process::find("xvfb-run").is_none() {
        return cargo.run();
    }
    let display = Program::new("xvfb-run")
        .args(["-a", "-s", "-screen 0 1440x900x24"])
        .args(["dbus-run-session", "--"]);
    cargo
        .inside(display)
        .env("GDK_BACKEND", "x11")
        .without_env("WAYLAND_DISPLAY")
        .run()
}
