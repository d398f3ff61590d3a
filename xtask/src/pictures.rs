//! `cargo xtask pictures`: the pages of reports as small pictures under `assets/reports`, for whoever reviews a change to them.

use std::{fs, path::Path};

use crate::{
    conformance,
    failure::Failure,
    process::{self, Program},
    project::Project,
};

/// A page that is kept: report, page, in grey or in colour, and under which name.
const KEPT: [(&str, u32, Look, &str); 8] = [
    ("provenance-en-a4", 1, Look::Colour, "provenance"),
    (
        "provenance-de-letter",
        1,
        Look::Grey,
        "provenance-letter-grey",
    ),
    ("provenance-en-a4", 7, Look::Colour, "verification"),
    ("custody-en-a4", 1, Look::Colour, "custody"),
    ("custody-fr-a4", 2, Look::Colour, "custody-behind"),
    ("recycled-carbon-en-a4", 1, Look::Colour, "recycled-carbon"),
    (
        "recycled-carbon-de-a4",
        2,
        Look::Grey,
        "recycled-carbon-behind-grey",
    ),
    ("dossier-en-a4", 1, Look::Colour, "dossier"),
];

/// How a page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Colour,
    /// As a black-and-white printer has it.
    Grey,
}

/// Dots per inch: enough to read the captions.
const RESOLUTION: &str = "96";

/// Draws the reports and keeps the pictures.
pub(crate) fn make(project: &Project) -> Result<(), Failure> {
    if process::find("pdftoppm").is_none() {
        return Err(Failure::Missing {
            what: "pdftoppm".into(),
            hint: "install poppler-utils".into(),
        });
    }
    let drawn = project.target().join("pictures");
    fs::create_dir_all(&drawn).map_err(Failure::file("making", &drawn))?;
    conformance::drawn(project, &drawn)?;
    let kept = project.root().join("assets").join("reports");
    fs::create_dir_all(&kept).map_err(Failure::file("making", &kept))?;
    for (report, page, look, name) in KEPT {
        picture(
            &drawn.join(format!("{report}.pdf")),
            page,
            look,
            &kept.join(name),
        )?;
    }
    Ok(())
}

fn picture(report: &Path, page: u32, look: Look, to: &Path) -> Result<(), Failure> {
    let page = page.to_string();
    let mut program = Program::new("pdftoppm").args(["-png", "-singlefile", "-r", RESOLUTION]);
    if look == Look::Grey {
        program = program.arg("-gray");
    }
    program
        .args(["-f", &page, "-l", &page])
        .arg(report)
        .arg(to)
        .run()
}
