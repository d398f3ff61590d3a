//! `cargo xtask bench`: how fast it is beside others, in the same minute on the same machine. It prints what was measured and
//! fails on wrong results only: time is never a test.

mod fetch;
mod history;
mod lineage;
mod measure;
mod node;
mod open;
mod peers;
mod report;
mod sync;
mod table;

use clap::Subcommand;

use crate::{failure::Failure, project::Project, setup::Terms};

/// What is measured.
#[derive(Subcommand, Debug)]
pub(crate) enum Bench {
    /// Reading a long history from a node: the raw fetch, Waymark, and other indexers
    Sync(sync::Sync),
    /// Walking and laying out lineages: Waymark, SQLite, and other programs that lay out graphs
    Lineage(lineage::Lineage),
    /// Opening a workspace that holds many events: time and memory
    Open(open::Open),
    /// Issuing reports, one and a thousand: Waymark, and other programs that draw the same pages
    Report(report::Report),
    /// Take everything from a node and throw it away; `sync` runs this as a process of its own
    #[command(hide = true)]
    Fetch(fetch::Fetch),
}

/// Measures.
pub(crate) fn run(project: &Project, terms: &Terms, bench: &Bench) -> Result<(), Failure> {
    match bench {
        Bench::Sync(sync) => sync.run(project, terms),
        Bench::Lineage(lineage) => lineage.run(project),
        Bench::Open(open) => open.run(project),
        Bench::Report(report) => report.run(project),
        Bench::Fetch(fetch) => fetch.run(),
    }
}
