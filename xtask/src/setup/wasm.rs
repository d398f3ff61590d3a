//! The compiler for the user interface. rustup's wasm32 target is the usual way; where that cannot be downloaded,
//! Debian has a complete Rust, and this builds its standard library for wasm32 once.

use std::{
    env, fmt, fs,
    path::{Path, PathBuf},
};

use clap::ValueEnum;

use crate::{failure::Failure, process::Program, project::Project};

use super::{
    Need, Terms,
    system::{self, Privilege},
};

/// The target that runs in a web view.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Where Debian's packages keep the compiler and its libraries.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_LIBRARIES: &str = "/usr/lib/rustlib";

/// Where the compiler may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// What is there; else rustup; else Debian
    Auto,
    /// rustup's target only
    Rustup,
    /// Debian's packages only: needs no download but Debian's
    Debian,
}

/// A compiler that can build for wasm32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one that runs this program, usually rustup's.
    Active,
    /// The one of Debian's packages.
    Debian,
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "the active toolchain",
            Self::Debian => "Debian's toolchain",
        })
    }
}

impl Toolchain {
    /// Its cargo, told which compiler to use. Debian's must see nothing of what rustup set for the other one.
    pub(crate) fn cargo(self) -> Program {
        match self {
            Self::Active => Program::cargo(),
            Self::Debian => Program::cargo_at(DEBIAN_CARGO)
                .env("RUSTC", DEBIAN_RUSTC)
                .without_env("RUSTUP_TOOLCHAIN")
                .without_env("LD_LIBRARY_PATH"),
        }
    }

    /// Its own folder for what it builds: two compilers in one would only make each other build again.
    pub(crate) fn target_dir(self, project: &Project) -> PathBuf {
        project.target().join(match self {
            Self::Active => "ui",
            Self::Debian => "ui-debian",
        })
    }

    fn rustc(self) -> Program {
        match self {
            Self::Active => Program::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())),
            Self::Debian => Program::new(DEBIAN_RUSTC)
                .without_env("RUSTUP_TOOLCHAIN")
                .without_env("LD_LIBRARY_PATH"),
        }
    }

    /// Compiles and links a small module, optimised as the real one is: the only check that also sees a missing linker,
    /// and a standard library of another version or without what link-time optimisation reads.
    fn works(self, project: &Project) -> Result<bool, Failure> {
        let dir = project.target().join("wasm-probe");
        write_crate(&dir, PROBE)?;
        Ok(self
            .rustc()
            .args(["--edition", "2024", "--crate-type", "cdylib", "-Clto=thin"])
            .args(["--target", TARGET])
            .arg("-o")
            .arg(dir.join("probe.wasm"))
            .arg(dir.join("src/lib.rs"))
            .succeeds())
    }
}

/// Something that needs `std`, not only `core`.
const PROBE: &str = r#"#[unsafe(no_mangle)]
pub extern "C" fn probe() -> usize {
    std::env::args().map(|argument| argument.to_uppercase().len()).sum()
}
"#;

/// A compiler for wasm32, installed if none is there.
pub(crate) fn toolchain(project: &Project, terms: &Terms) -> Result<Toolchain, Failure> {
    if terms.wasm != Source::Debian && Toolchain::Active.works(project)? {
        return Ok(Toolchain::Active);
    }
    if terms.wasm != Source::Rustup && Toolchain::Debian.works(project)? {
        return Ok(Toolchain::Debian);
    }
    if terms.wasm != Source::Debian && from_rustup(project)? {
        return Ok(Toolchain::Active);
    }
    if terms.wasm != Source::Rustup && system::is_debian() && from_debian(project, terms)? {
        return Ok(Toolchain::Debian);
    }
    Err(Failure::Missing {
        what: format!("a compiler for {TARGET}"),
        hint: format!(
            "run `rustup target add {TARGET}`, or on Debian 12 `cargo xtask setup --wasm debian`"
        ),
    })
}

/// Adds the target to the active toolchain; where there is no rustup, or no way to its server, this is no.
fn from_rustup(project: &Project) -> Result<bool, Failure> {
    eprintln!("Missing: the {TARGET} target. Asking rustup for it.");
    match Program::new("rustup").args(["target", "add", TARGET]).run() {
        Ok(()) => Toolchain::Active.works(project),
        Err(failure) => {
            eprintln!("{failure}");
            Ok(false)
        }
    }
}

/// Installs Debian's Rust, and builds its standard library for wasm32 beside the one it brings.
fn from_debian(project: &Project, terms: &Terms) -> Result<bool, Failure> {
    eprintln!("Missing: a compiler for {TARGET}. Taking Debian's.");
    if !system::WASM.is_there() {
        system::WASM.install(terms)?;
        // The packages may have brought what an older set lacked.
        if Toolchain::Debian.works(project)? {
            return Ok(true);
        }
    }
    eprintln!("Building its standard library for {TARGET}; this is done once.");
    let libraries = build_standard_library(project)?;
    put_in_place(&libraries, terms)?;
    Toolchain::Debian.works(project)
}

/// Builds the standard library from the source that Debian packages, through an empty crate, and says where it lies.
fn build_standard_library(project: &Project) -> Result<PathBuf, Failure> {
    let dir = project.target().join("wasm-std");
    write_crate(&dir, "#![no_std]\n")?;
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n";
    let path = dir.join("Cargo.toml");
    fs::write(&path, manifest).map_err(Failure::file("writing", path))?;
    // What an earlier version of the compiler left would be copied along.
    let built = dir.join("target");
    if built.exists() {
        fs::remove_dir_all(&built).map_err(Failure::file("clearing", &built))?;
    }
    Toolchain::Debian
        .cargo()
        // Building the standard library is not a stable feature of cargo; the library itself is the stable one.
        .env("RUSTC_BOOTSTRAP", "1")
        // Like the library that rustup brings: usable with and without link-time optimisation.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
        .args(["build", "--quiet", "--release", "--target", TARGET])
        .arg("-Zbuild-std=std,panic_abort,proc_macro")
        .arg("--target-dir")
        .arg(&built)
        .dir(&dir)
        .run()?;
    gather(&built.join(TARGET).join("release/deps"), &dir.join("lib"))
}

/// Moves the compiled libraries into a folder of their own, without the empty crate they were built for.
fn gather(from: &Path, to: &Path) -> Result<PathBuf, Failure> {
    if to.exists() {
        fs::remove_dir_all(to).map_err(Failure::file("clearing", to))?;
    }
    fs::create_dir_all(to).map_err(Failure::file("making", to))?;
    for entry in fs::read_dir(from).map_err(Failure::file("reading", from))? {
        let entry = entry.map_err(Failure::file("reading", from))?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.ends_with(".rlib") && !shown.starts_with("libempty-") {
            let path = entry.path();
            fs::rename(&path, to.join(&name)).map_err(Failure::file("moving", path))?;
        }
    }
    Ok(to.to_path_buf())
}

/// Replaces the wasm32 libraries in the compiler's own folder.
fn put_in_place(libraries: &Path, terms: &Terms) -> Result<(), Failure> {
    let home = Path::new(DEBIAN_LIBRARIES).join(TARGET);
    let what = format!("the standard library in {}", home.display());
    let privilege = Privilege::obtain(terms, &what)?;
    let place = home.join("lib");
    privilege.program("rm").arg("-rf").arg(&place).run()?;
    privilege.program("mkdir").arg("-p").arg(&home).run()?;
    let copy = privilege.program("cp").arg("-r");
    copy.arg(libraries).arg(&place).run()
}

/// A folder with one source file, as cargo and rustc expect it.
fn write_crate(dir: &Path, source: &str) -> Result<(), Failure> {
    let folder = dir.join("src");
    fs::create_dir_all(&folder).map_err(Failure::file("making", &folder))?;
    let file = folder.join("lib.rs");
    fs::write(&file, source).map_err(Failure::file("writing", &file))
}
