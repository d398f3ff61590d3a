//! Builds the user interface into `ui/dist`, which the application embeds: compile to wasm32, bind to JavaScript, and lay
//! page, styles, typefaces and icon beside it. It does what a bundler would, with the wasm-bindgen that `ui/Cargo.lock`
//! names.

mod compile;
mod dist;
mod page;
mod styles;
pub(crate) mod verifier;

use crate::{
    failure::Failure,
    process::Program,
    project::Project,
    setup::{Terms, wasm},
};

use compile::{Crate, Loading};

/// The name that the built files share, whatever the crate is called.
const NAME: &str = "waymark-ui";

/// A command of cargo over the user interface's crate for this machine instead of wasm32: its logic runs here as well,
/// which is where clippy and its unit tests look at it. It has its own lock file, and its own folder for what is built.
pub(crate) fn native(project: &Project, command: &str) -> Program {
    Program::cargo()
        .args([command, "--locked", "--manifest-path"])
        .arg(project.ui().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(wasm::Toolchain::Active.target_dir(project))
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
}

/// Builds everything. Files that come out as they were are not touched, so that the application is not built again.
pub(crate) fn build(project: &Project, terms: &Terms) -> Result<(), Failure> {
    let toolchain = wasm::toolchain(project, terms)?;
    eprintln!("Building the user interface with {toolchain}.");
    compile::check_versions(project)?;
    let module = compile::compile(project, toolchain, Crate::Window)?;
    let bound = toolchain.target_dir(project).join("bound");
    compile::bind(&module, &bound, NAME, Loading::Module)?;

    let mut files = dist::read_folder(&bound)?;
    files.extend(page::files(project)?);
    files.insert("waymark.css".into(), styles::all(&project.ui())?.into());

    let place = project.ui().join("dist");
    let size: usize = files.values().map(Vec::len).sum();
    let changed = dist::write(&files, &place)?;
    #[allow(clippy::cast_precision_loss)] // only shown
    let megabytes = size as f64 / 1e6;
    eprintln!(
        "ui/dist: {} files, {megabytes:.1} MB, {changed} of them changed.",
        files.len()
    );
    Ok(())
}

/// What a browser must be able to verify with compiles to wasm32 as well.
pub(crate) fn check_evidence(project: &Project, terms: &Terms) -> Result<(), Failure> {
    let toolchain = wasm::toolchain(project, terms)?;
    toolchain
        .cargo()
        .args(["check", "--locked", "--target", wasm::TARGET])
        .args(["--package", "waymark-evidence", "--target-dir"])
        .arg(toolchain.target_dir(project))
        .dir(project.root())
        .run()
}
