//! Builds the user interface into `ui/dist`, which the application embeds: compile to wasm32, bind to JavaScript, and lay
//! page, styles, typefaces and icon beside it. It does what a bundler would, with the wasm-bindgen that `ui/Cargo.lock`
//! names.

mod compile;
mod dist;
mod page;
mod styles;

use crate::{
    failure::Failure,
    project::Project,
    setup::{Terms, wasm},
};

/// The name that the built files share, whatever the crate is called.
const NAME: &str = "waymark-ui";

/// Builds everything. Files that come out as they were are not touched, so that the application is not built again.
pub(crate) fn build(project: &Project, terms: &Terms) -> Result<(), Failure> {
    let toolchain = wasm::toolchain(project, terms)?;
    eprintln!("Building the user interface with {toolchain}.");
    compile::check_versions(project)?;
    let module = compile::compile(project, toolchain)?;
    let bound = toolchain.target_dir(project).join("bound");
    compile::bind(&module, &bound)?;

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
