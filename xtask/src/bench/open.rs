//! `cargo xtask bench open`: how long a workspace takes to open, and how much memory it holds then: once with nothing kept from
//! before, which reads and folds every event, and then again from the snapshot that this leaves behind.

use std::fs;

use clap::Args;

use crate::{failure::Failure, process::Program, project::Project};

/// Opening a workspace.
#[derive(Args, Debug)]
pub(crate) struct Open {
    /// How many events the workspaces hold
    #[arg(long, default_values_t = [100_000, 1_000_000])]
    events: Vec<u64>,
    /// How often each is opened again
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
}

impl Open {
    /// Measures and prints.
    pub(crate) fn run(&self, project: &Project) -> Result<(), Failure> {
        let program = super::lineage::build(project, "waymark-workspace", "open")?;
        for events in &self.events {
            let scratch = project.target().join(format!("bench/open/{events}"));
            // What an earlier version wrote may be of an older format.
            if scratch.exists() {
                fs::remove_dir_all(&scratch).map_err(Failure::file("removing", &scratch))?;
            }
            let made = Program::new(&program).arg("make").arg(&scratch);
            println!("{}", made.arg(events.to_string()).output()?.trim_end());
            println!("\nThe first time:");
            for run in 0..=self.runs {
                if run == 1 {
                    println!("\nAgain:");
                }
                let opened = Program::new(&program).arg("open").arg(&scratch);
                println!("{}", opened.output()?.trim_end());
            }
            println!();
        }
        Ok(())
    }
}
