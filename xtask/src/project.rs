//! Where things lie in the project.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The project's folder and the places in it that commands use.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The project this program was built from.
    pub(crate) fn here() -> Self {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            root: own.parent().unwrap_or(own).to_path_buf(),
        }
    }

    /// The top of the project.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The user interface's source.
    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The contract's source.
    pub(crate) fn contracts(&self) -> PathBuf {
        self.root.join("contracts")
    }

    /// What cargo builds, wherever the user's configuration puts it.
    pub(crate) fn target(&self) -> PathBuf {
        env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }

    /// A program of the application, as the development profile builds it.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        let path = self.target().join("debug").join(name);
        path.with_extension(env::consts::EXE_EXTENSION)
    }
}
