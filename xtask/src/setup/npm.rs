//! npm packages, exactly as their lock files name them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{failure::Failure, process::Program, project::Project};

use super::{Need, Terms, system};

/// The oldest Node.js that the packages run on.
const OLDEST: u32 = 20;

/// The Node.js that is taken where the system's is older, as Debian 12's is. npm itself has it as a package.
const NEWER: &str = "22.23.3";

/// Node.js with npm. Wherever it comes from is fine; where there is none, Debian's is taken.
pub(crate) struct Node {
    newer: Newer,
}

impl Node {
    /// For this project, which keeps a newer Node.js to itself.
    pub(crate) fn new(project: &Project) -> Self {
        Self {
            newer: Newer::of(project),
        }
    }

    fn major(&self) -> Option<u32> {
        let version = self.newer.first("node").arg("--version").output_quietly();
        version.as_deref().and_then(major)
    }
}

impl Need for Node {
    fn what(&self) -> String {
        format!("Node.js {OLDEST} or newer, with npm")
    }

    fn is_there(&self) -> bool {
        self.major().is_some_and(|major| major >= OLDEST)
            && self.newer.first(NPM).arg("--version").succeeds()
    }

    fn install(&self, terms: &Terms) -> Result<(), Failure> {
        let has_npm = Program::new(NPM).arg("--version").succeeds();
        if !has_npm && system::is_debian() {
            system::NODE.install(terms)?;
        }
        if self.major().is_some_and(|major| major < OLDEST) {
            self.newer.install()?;
        }
        Ok(())
    }

    fn hint(&self) -> String {
        "install it from nodejs.org or with your system's package manager".into()
    }
}

/// A Node.js inside the project's target folder, used before the system's where it is there.
struct Newer {
    home: PathBuf,
}

impl Newer {
    fn of(project: &Project) -> Self {
        Self {
            home: project.target().join("node"),
        }
    }

    /// The package for this machine, in the words of Node.js.
    fn package() -> String {
        format!("node-{}-{}", platform(), architecture())
    }

    fn install(&self) -> Result<(), Failure> {
        Program::new(NPM)
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&self.home)
            .arg(format!("{}@{NEWER}", Self::package()))
            .run()
    }

    /// A program that finds this Node.js first.
    fn first(&self, name: &str) -> Program {
        let folder = self.home.join("node_modules").join(Self::package());
        let own = folder.join("bin");
        let program = Program::new(name);
        if !own.is_dir() {
            return program;
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(own).chain(env::split_paths(&path));
        match env::join_paths(all) {
            Ok(path) => program.env("PATH", path),
            Err(_) => program,
        }
    }
}

/// This machine's system, in the words of Node.js.
fn platform() -> &'static str {
    match env::consts::OS {
        "macos" => "darwin",
        "windows" => "win",
        other => other,
    }
}

/// This machine's processor, in the words of Node.js.
fn architecture() -> &'static str {
    match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// The major version in what `node --version` says.
fn major(version: &str) -> Option<u32> {
    let number = version.trim().strip_prefix('v')?;
    number.split('.').next()?.parse().ok()
}

/// The packages that one folder's lock file names.
pub(crate) struct Locked {
    dir: PathBuf,
    newer: Newer,
    purpose: &'static str,
}

impl Locked {
    /// The packages of this folder; a folder without a lock file needs none.
    pub(crate) fn new(project: &Project, dir: PathBuf, purpose: &'static str) -> Self {
        Self {
            dir,
            newer: Newer::of(project),
            purpose,
        }
    }
}

impl Need for Locked {
    fn what(&self) -> String {
        format!("npm packages for {}", self.purpose)
    }

    fn is_there(&self) -> bool {
        // npm writes its own copy of the lock at the end of an installation.
        let installed = changed(&self.dir.join("node_modules/.package-lock.json"));
        let wanted = changed(&self.dir.join("package-lock.json"));
        wanted <= installed
    }

    fn install(&self, _: &Terms) -> Result<(), Failure> {
        self.newer
            .first(NPM)
            .args(["ci", "--no-audit", "--no-fund"])
            .dir(&self.dir)
            .run()
    }

    fn hint(&self) -> String {
        format!("run `npm ci` in {}", self.dir.display())
    }
}

/// When a file was last changed; nothing for a file that is not there.
fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|file| file.modified()).ok()
}

/// npm is a script, which has an ending of its own on Windows.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// npm on a Node.js that is new enough.
pub(crate) fn npm(project: &Project) -> Program {
    Newer::of(project).first(NPM)
}

/// A Node.js that is new enough.
pub(crate) fn node(project: &Project) -> Program {
    Newer::of(project).first("node")
}

/// The test chain's program itself: the script that npm puts before it would outlive a test that ends it.
pub(crate) fn anvil(project: &Project) -> PathBuf {
    let processor = match env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    let system = match env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let package = format!("node_modules/@foundry-rs/anvil-{system}-{processor}");
    let program = project.contracts().join(package).join("bin/anvil");
    program.with_extension(env::consts::EXE_EXTENSION)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn node_says_its_version_with_a_v() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20.20.2"), None);
        assert_eq!(major(""), None);
    }

    #[test]
    fn packages_are_there_until_the_lock_changes() {
        let dir = tempfile::tempdir().unwrap();
        let locked = Locked::new(&Project::here(), dir.path().to_path_buf(), "a test");
        assert!(locked.is_there(), "no lock file asks for no packages");

        let lock = dir.path().join("package-lock.json");
        fs::write(&lock, "{}").unwrap();
        assert!(!locked.is_there());

        let marker = dir.path().join("node_modules/.package-lock.json");
        fs::create_dir(dir.path().join("node_modules")).unwrap();
        fs::write(&marker, "{}").unwrap();
        assert!(locked.is_there());

        let later = SystemTime::now() + Duration::from_mins(1);
        fs::File::options()
            .write(true)
            .open(&lock)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(!locked.is_there());
    }
}
