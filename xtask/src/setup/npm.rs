//! npm packages, exactly as their lock files name them.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{failure::Failure, process::Program};

use super::{Need, Terms, system};

/// The oldest Node.js that the packages run on: Debian 12's.
const OLDEST_NODE: u32 = 18;

/// Node.js with npm. Wherever it comes from is fine; where there is none, Debian's is taken.
pub(crate) struct Node;

impl Need for Node {
    fn what(&self) -> String {
        format!("Node.js {OLDEST_NODE} or newer, with npm")
    }

    fn is_there(&self) -> bool {
        let version = Program::new("node").arg("--version").output_quietly();
        let recent = version
            .as_deref()
            .and_then(major)
            .is_some_and(|major| major >= OLDEST_NODE);
        recent && npm().arg("--version").succeeds()
    }

    fn install(&self, terms: &Terms) -> Result<(), Failure> {
        if system::is_debian() {
            system::NODE.install(terms)?;
        }
        Ok(())
    }

    fn hint(&self) -> String {
        "install it from nodejs.org or with your system's package manager".into()
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
    purpose: &'static str,
}

impl Locked {
    /// The packages of this folder; a folder without a lock file needs none.
    pub(crate) fn new(dir: PathBuf, purpose: &'static str) -> Self {
        Self { dir, purpose }
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
        npm()
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
pub(crate) fn npm() -> Program {
    Program::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
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
        let locked = Locked::new(dir.path().to_path_buf(), "a test");
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
