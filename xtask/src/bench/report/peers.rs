//! Other programs that draw PDF pages, installed into the target folder on demand, at exact versions. How each is asked is in
//! `draw.py`; nothing of it is tuned against them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{failure::Failure, process::Program, project::Project};

use super::super::node::unexpected;

/// A program that draws pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// The compiler of crates.io, as the wheel that `PyPI` has of it.
    Typst,
    ReportLab,
}

/// All of them, in the order in which they are run.
pub(super) const ALL: [Peer; 2] = [Peer::Typst, Peer::ReportLab];

/// What is installed: the peers, and what reads the marks off the pages.
const PACKAGES: [&str; 3] = ["typst==0.15.2", "reportlab==5.1.0", "pdfplumber==0.11.10"];

/// What a peer came to.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Drawn {
    pub(super) seconds: f64,
    pub(super) bytes: u64,
}

impl Peer {
    /// Its name and version.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Typst => "typst 0.15.2 (its wheel)",
            Self::ReportLab => "ReportLab 5.1.0",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Typst => "typst",
            Self::ReportLab => "reportlab",
        }
    }

    /// Draws the marks so many times.
    pub(super) fn draw(
        self,
        project: &Project,
        scratch: &Path,
        runs: u16,
    ) -> Result<Drawn, Failure> {
        let said = script(project)
            .arg(self.word())
            .arg(scratch.join("marks.json"))
            .arg(project.root().join("assets/fonts"))
            .arg(runs.to_string())
            .output()?;
        serde_json::from_str(&said).map_err(|error| unexpected(self.name(), &error.to_string()))
    }
}

fn home(project: &Project) -> PathBuf {
    project.target().join("bench/report/peers")
}

fn script(project: &Project) -> Program {
    Program::new(home(project).join("venv/bin/python")).arg(home(project).join("draw.py"))
}

/// Installs what is not there yet.
pub(super) fn install(project: &Project) -> Result<(), Failure> {
    let home = home(project);
    fs::create_dir_all(&home).map_err(Failure::file("making", &home))?;
    let path = home.join("draw.py");
    fs::write(&path, include_str!("draw.py")).map_err(Failure::file("writing", path))?;
    let mark = home.join("venv/installed");
    let wanted = PACKAGES.join("\n");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    Program::new("python3")
        .args(["-m", "venv"])
        .arg(home.join("venv"))
        .run()?;
    Program::new(home.join("venv/bin/pip"))
        .args(["install", "--quiet", "--only-binary", ":all:"])
        .args(PACKAGES)
        .run()?;
    fs::write(&mark, wanted).map_err(Failure::file("writing", mark))
}

/// Reads what is on the pages of a report.
pub(super) fn read_marks(project: &Project, report: &Path, scratch: &Path) -> Result<(), Failure> {
    let said = script(project)
        .arg("read")
        .arg(report)
        .arg(scratch.join("marks.json"))
        .output()?;
    eprintln!("the pages: {}", said.trim());
    Ok(())
}
