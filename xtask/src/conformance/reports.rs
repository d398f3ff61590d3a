//! The reports that are judged: every template in every language and on both sizes of paper as they are drawn, and signed ones of the
//! sample.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::Failure,
    process::Program,
    project::Project,
    setup::{self, Terms},
};

/// The product of the sample that its story ends with.
const PRODUCT: &str = "https://id.gs1.org/01/03770029102005/21/000417";

/// Writes them all, and says where.
pub(super) fn write(project: &Project, terms: &Terms) -> Result<Vec<PathBuf>, Failure> {
    setup::ensure(&setup::needs_of_build(), terms)?;
    let folder = fresh(&project.target().join("conformance"))?;
    drawn(project, &folder)?;
    signed(project, &folder)?;
    let mut reports = Vec::new();
    let entries = fs::read_dir(&folder).map_err(Failure::file("listing", &folder))?;
    for entry in entries {
        let path = entry.map_err(Failure::file("listing", &folder))?.path();
        if path.extension().is_some_and(|kind| kind == "pdf") {
            reports.push(path);
        }
    }
    reports.sort();
    Ok(reports)
}

/// Draws the reports on the chip story, unsigned.
pub(crate) fn drawn(project: &Project, folder: &Path) -> Result<(), Failure> {
    Program::cargo()
        .args([
            "test",
            "--locked",
            "--package",
            "waymark-report",
            "--lib",
            "golden_tests",
        ])
        .env("WAYMARK_REPORT_OUT", folder)
        .dir(project.root())
        .run()
}

/// Issues reports from the sample, signed with its demonstration key; and, where OpenSSL is installed, at every level by
/// a signer of an authority's.
fn signed(project: &Project, folder: &Path) -> Result<(), Failure> {
    Program::cargo()
        .args(["build", "--locked", "--package", "waymark-cli"])
        .dir(project.root())
        .run()?;
    let waymark = || Program::new(project.built("waymark"));
    let sample = folder.join("sample");
    waymark().arg("demo").arg(&sample).run()?;
    for language in ["en", "de", "fr"] {
        waymark()
            .arg("report")
            .arg(&sample)
            .args([PRODUCT, "--lang", language, "--out"])
            .arg(folder.join(format!("signed-{language}.pdf")))
            .run()?;
    }
    Program::cargo()
        .args([
            "test",
            "--locked",
            "--package",
            "waymark-tests",
            "--test",
            "offline",
            "stamped::reports_to_be_judged",
        ])
        .env("WAYMARK_REPORT_OUT", folder)
        .dir(project.root())
        .run()
}

fn fresh(folder: &Path) -> Result<PathBuf, Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file("emptying", folder))?;
    }
    fs::create_dir_all(folder).map_err(Failure::file("making", folder))?;
    Ok(folder.to_path_buf())
}
