//! `cargo xtask bench report`: issuing reports, one and many, beside other programs that draw the same pages. Waymark gathers
//! evidence, draws, attaches, signs, writes and notes; the others are given the marks on the pages and draw them.

mod peers;
mod table;

use std::{fs, path::Path, thread};

use clap::Args;
use serde_json::{Value, json};

use crate::{failure::Failure, process::Program, project::Project};

use super::{measure, node::unexpected};
use peers::Peer;
use table::Row;

/// The device whose whole lineage the reports tell.
const DEVICE: &str = "https://id.gs1.org/01/03770029102005/21/000417";

/// Issuing reports.
#[derive(Args, Debug)]
pub(crate) struct Report {
    /// How many reports a batch has
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..))]
    batch: u32,
    /// How often a single report is issued; the quickest counts. Others draw it as often, and their mean counts
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// What the reports are
    #[arg(long, default_value = "provenance")]
    template: String,
    /// Leave the other programs out
    #[arg(long)]
    alone: bool,
    /// Print one JSON document instead of a table
    #[arg(long)]
    json: bool,
}

impl Report {
    /// Measures and prints.
    pub(crate) fn run(&self, project: &Project) -> Result<(), Failure> {
        Program::cargo()
            .args(["build", "--release", "--locked", "--package", "waymark-cli"])
            .dir(project.root())
            .run()?;
        let scratch = project.target().join("bench/report");
        let workspace = scratch.join("sample");
        if workspace.exists() {
            fs::remove_dir_all(&workspace).map_err(Failure::file("removing", &workspace))?;
        }
        fs::create_dir_all(&scratch).map_err(Failure::file("making", &scratch))?;
        let waymark = project.target().join("release/waymark");
        let waymark = waymark.with_extension(std::env::consts::EXE_EXTENSION);
        let bench = Measuring {
            waymark: &waymark,
            scratch: &scratch,
            workspace: &workspace,
            report: self,
        };
        Program::new(&waymark)
            .arg("demo")
            .arg(&workspace)
            .output()?;
        let mut rows = vec![bench.single()?, bench.many()?];
        if !self.alone {
            rows.extend(bench.others(project));
        }
        self.print(&rows);
        Ok(())
    }

    fn print(&self, rows: &[Row]) {
        let cores = thread::available_parallelism().map_or(0, usize::from);
        if self.json {
            let document =
                json!({ "cores": cores, "runs": self.runs, "batch": self.batch, "rows": rows });
            println!("{document:#}");
            return;
        }
        println!(
            "Reports ({}) on a machine with {cores} cores, in release builds.\n\
             Waymark's single report is a process from start to end; others draw in a process that is running and warm.\n",
            self.template
        );
        println!("{}", table::table(rows));
    }
}

struct Measuring<'a> {
    waymark: &'a Path,
    scratch: &'a Path,
    workspace: &'a Path,
    report: &'a Report,
}

impl Measuring<'_> {
    fn single(&self) -> Result<Row, Failure> {
        eprintln!("one report …");
        let out = self.scratch.join("report.pdf");
        let mut best = f64::INFINITY;
        let mut peak = None;
        for _ in 0..self.report.runs {
            let mut command = Program::new(self.waymark)
                .arg("report")
                .arg(self.workspace)
                .args([DEVICE, "--template", &self.report.template, "--out"])
                .arg(&out)
                .into_command();
            let run = measure::to_its_end("waymark", &mut command)?;
            best = best.min(run.seconds);
            peak = run.peak.max(peak);
        }
        let bytes = fs::metadata(&out)
            .map_err(Failure::file("reading", &out))?
            .len();
        Ok(Row {
            who: "Waymark, one report".to_owned(),
            does: "evidence, pages, attachments, signature, file, list; from the start of the process to its end"
                .to_owned(),
            seconds: Some(best),
            bytes: Some(bytes),
            peak,
            skipped: None,
        })
    }

    fn many(&self) -> Result<Row, Failure> {
        eprintln!("{} reports …", self.report.batch);
        let (list, folder) = (self.scratch.join("list.csv"), self.scratch.join("batch"));
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Failure::file("removing", &folder))?;
        }
        let lines = (0..self.report.batch).map(|at| format!("{DEVICE},Customer {at}\n"));
        let text = format!("epc,recipient\n{}", lines.collect::<String>());
        fs::write(&list, text).map_err(Failure::file("writing", &list))?;
        let mut command = Program::new(self.waymark)
            .arg("report")
            .arg(self.workspace)
            .args(["--template", &self.report.template, "--batch"])
            .arg(&list)
            .arg("--out-dir")
            .arg(&folder)
            .arg("--json")
            .into_command();
        let run = measure::to_its_end("waymark", &mut command)?;
        let said: Value = serde_json::from_str(&run.said).unwrap_or_default();
        let issued = said["issued"].as_array().map_or(0, Vec::len);
        if issued != self.report.batch as usize {
            return Err(unexpected(
                "waymark",
                &format!("{issued} reports were issued"),
            ));
        }
        Ok(Row {
            who: format!("Waymark, batch of {issued}"),
            does: "the same, for each of them".to_owned(),
            seconds: Some(run.seconds / f64::from(self.report.batch)),
            bytes: said["issued"][0]["bytes"].as_u64(),
            peak: run.peak,
            skipped: None,
        })
    }

    /// What other programs take for the same pages. Where they are not there and cannot be had, it says so.
    fn others(&self, project: &Project) -> Vec<Row> {
        let ready = peers::install(project).and_then(|()| {
            peers::read_marks(project, &self.scratch.join("report.pdf"), self.scratch)
        });
        if let Err(failure) = &ready {
            eprintln!("the others are left out: {failure}");
        }
        let row = |peer: Peer| {
            eprintln!("{} …", peer.name());
            let drawn = match &ready {
                Ok(()) => peer
                    .draw(project, self.scratch, self.report.runs)
                    .map_err(|failure| failure.to_string()),
                Err(failure) => Err(format!("it could not be installed: {failure}")),
            };
            Row {
                who: peer.name().to_owned(),
                does: "pages with their fonts; no evidence, no attachments, no signature"
                    .to_owned(),
                seconds: drawn.as_ref().ok().map(|drawn| drawn.seconds),
                bytes: drawn.as_ref().ok().map(|drawn| drawn.bytes),
                peak: None,
                skipped: drawn.err(),
            }
        };
        peers::ALL.into_iter().map(row).collect()
    }
}
