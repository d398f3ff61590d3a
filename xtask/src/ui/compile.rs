//! From the crate in `ui/` to a WebAssembly module and the JavaScript that loads it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    failure::Failure,
    project::Project,
    setup::wasm::{TARGET, Toolchain},
};

/// What is compiled for a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crate {
    /// The window's interface, a package of its own.
    Window,
    /// The page that verifies, a member of the workspace.
    Verifier,
}

impl Crate {
    fn manifest(self, project: &Project) -> PathBuf {
        match self {
            Self::Window => project.ui().join("Cargo.toml"),
            Self::Verifier => project.root().join("src-tauri/verifier/Cargo.toml"),
        }
    }
}

/// How a page gets hold of the bound module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loading {
    /// As an ES module, from the server that the page came from.
    Module,
    /// As a plain script, which a page that was opened from a disk may load as well.
    Script,
}

/// Both halves of wasm-bindgen must be of one version; told here, because its own message advises to install a program
/// that this project does not use.
pub(super) fn check_versions(project: &Project) -> Result<(), Failure> {
    let here = locked_version(
        &project.root().join("Cargo.lock"),
        "wasm-bindgen-cli-support",
    )?;
    let in_ui = locked_version(&project.ui().join("Cargo.lock"), "wasm-bindgen")?;
    match (here, in_ui) {
        (Some(here), Some(in_ui)) if here != in_ui => Err(Failure::Bindgen { in_ui, here }),
        _ => Ok(()),
    }
}

/// The version of a package in a lock file; nothing when there is no such file or package yet.
fn locked_version(path: &Path, package: &str) -> Result<Option<String>, Failure> {
    #[derive(serde::Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(serde::Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path).map_err(Failure::file("reading", path))?;
    let lock: Lock = toml::from_str(&text).map_err(|error| Failure::Lock {
        path: path.into(),
        why: error.to_string(),
    })?;
    let of_name = |entry: &Package| entry.name == package;
    let found = lock.package.into_iter().find(of_name);
    Ok(found.map(|entry| entry.version))
}

/// Compiles the crate and says where the module lies. Always optimised: without, the module is some 60 MB, and a window
/// that opens slowly is nothing to develop or test with.
pub(super) fn compile(
    project: &Project,
    toolchain: Toolchain,
    what: Crate,
) -> Result<PathBuf, Failure> {
    let manifest = what.manifest(project);
    let messages = toolchain
        .cargo()
        .args(["build", "--release", "--target", TARGET])
        .arg("--message-format=json-render-diagnostics")
        .arg("--manifest-path")
        .arg(&manifest)
        .arg("--target-dir")
        .arg(toolchain.target_dir(project))
        .output()?;
    module(&messages, &manifest).ok_or_else(|| Failure::Answer {
        line: "cargo build".into(),
        why: format!("{} builds no WebAssembly module", manifest.display()),
    })
}

/// The module among the artifacts that cargo reports for this manifest, one JSON document a line.
fn module(messages: &str, manifest: &Path) -> Option<PathBuf> {
    #[derive(serde::Deserialize)]
    struct Artifact {
        manifest_path: PathBuf,
        filenames: Vec<PathBuf>,
    }
    let artifacts = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
        .filter(|artifact| artifact.manifest_path == manifest);
    artifacts
        .flat_map(|artifact| artifact.filenames)
        .find(|path| path.extension().is_some_and(|ending| ending == "wasm"))
}

/// Binds the module under a name for a page. Done again only when the module is newer.
pub(super) fn bind(module: &Path, out: &Path, name: &str, loading: Loading) -> Result<(), Failure> {
    let modified = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let bound = out.join(format!("{name}_bg.wasm"));
    if modified(&bound) >= modified(module) {
        return Ok(());
    }
    if out.exists() {
        fs::remove_dir_all(out).map_err(Failure::file("clearing", out))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name);
    let bindgen = match loading {
        Loading::Module => bindgen.web(true),
        Loading::Script => bindgen.no_modules(true),
    };
    bindgen
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(out)
        })
        .map_err(|error| Failure::Binding(format!("{error:#}")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_found_among_other_artifacts() {
        let messages = [
            r#"{"reason":"compiler-artifact","manifest_path":"/x/leptos/Cargo.toml","filenames":["/t/libleptos.rlib"]}"#,
            r#"{"reason":"compiler-artifact","manifest_path":"/x/other/Cargo.toml","filenames":["/t/other.wasm"]}"#,
            r#"{"reason":"compiler-artifact","manifest_path":"/x/ui/Cargo.toml","filenames":["/t/ui.d","/t/ui.wasm"]}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ]
        .join("\n");
        let found = module(&messages, Path::new("/x/ui/Cargo.toml"));
        assert_eq!(found, Some(PathBuf::from("/t/ui.wasm")));
        assert_eq!(module(&messages, Path::new("/x/absent/Cargo.toml")), None);
    }

    #[test]
    fn a_version_is_read_from_a_lock_file() {
        let dir = tempfile::tempdir().unwrap();
        let lock = dir.path().join("Cargo.lock");
        assert_eq!(locked_version(&lock, "a").unwrap(), None, "no file yet");

        let text = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\n";
        fs::write(&lock, text).unwrap();
        assert_eq!(
            locked_version(&lock, "a").unwrap().as_deref(),
            Some("1.2.3")
        );
        assert_eq!(locked_version(&lock, "b").unwrap(), None);

        fs::write(&lock, "no lock").unwrap();
        assert!(locked_version(&lock, "a").is_err());
    }
}
