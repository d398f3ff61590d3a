//! `cargo xtask`: what one does with the project, each as one command. It installs what is missing, builds and runs;
//! it holds nothing that the application itself needs at run time.

mod bench;
mod check;
mod conformance;
mod failure;
mod pictures;
mod process;
mod project;
mod run;
mod sample;
mod setup;
mod test;
mod ui;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    failure::Failure,
    project::Project,
    setup::{Purpose, Terms},
};

/// What one does with Waymark's source.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing, build, and open the window on the sample; without a display, do the sample's job headless
    Run {
        /// A workspace of your own instead of the sample
        dir: Option<PathBuf>,
    },
    /// Install the test tools and run every test, or only the named steps
    Test {
        /// The steps to run, in their fixed order; all of them when none is named
        steps: Vec<test::Step>,
    },
    /// Formatting, lints, licences and spelling, without building the application
    Check,
    /// Measure, beside others, as ratios
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Let independent programs judge the reports against the standards they name, where such programs are installed
    Conformance,
    /// Draw the pages of reports that are kept under assets/reports for review
    Pictures,
    /// Build the user interface into ui/dist
    Ui,
    /// Build what is handed on, into target/dist
    Dist {
        /// The page that verifies a report in a browser, with no network
        #[arg(long, required = true)]
        verifier: bool,
    },
    /// Tell the chip story to a development chain and keep it as the embedded sample
    Sample,
    /// Install what building or testing needs, and build nothing
    Setup {
        /// What to prepare for
        #[arg(value_enum, default_value_t = Purpose::Test)]
        purpose: Purpose,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match perform(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn perform(arguments: &Arguments) -> Result<(), Failure> {
    let project = Project::here();
    let terms = &arguments.terms;
    match &arguments.command {
        Command::Run { dir } => run::run(&project, terms, dir.as_deref()),
        Command::Test { steps } => test::run(&project, terms, steps),
        Command::Check => check::run(&project, terms),
        Command::Bench(bench) => bench::run(&project, terms, bench),
        Command::Conformance => conformance::run(&project, terms),
        Command::Pictures => pictures::make(&project),
        Command::Sample => sample::make(&project, terms),
        Command::Ui => {
            setup::ensure(&setup::needs_of_ui(&project), terms)?;
            ui::build(&project, terms)
        }
        // Not asked for nothing: the flag is required, so that later ones can stand beside it.
        Command::Dist { verifier: _ } => {
            setup::ensure(&setup::needs_of_ui(&project), terms)?;
            ui::verifier::build(&project, terms).map(drop)
        }
        Command::Setup { purpose } => {
            setup::ensure(&setup::needs(&project, *purpose), terms)?;
            setup::wasm::toolchain(&project, terms).map(|_| ())
        }
    }
}
