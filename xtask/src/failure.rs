//! Why a command of `cargo xtask` stopped. The tools' own output has been shown by then; this only names the place.

use std::{io, path::PathBuf};

/// One way in which a command can fail.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The program could not be started at all.
    #[error("`{line}` could not be started: {source}")]
    Start { line: String, source: io::Error },
    /// The program ran and reported failure.
    #[error("`{line}` ended with {status}")]
    Ended { line: String, status: String },
    /// A program answered something that cannot be read.
    #[error("`{line}` answered something unexpected: {why}")]
    Answer { line: String, why: String },
    /// A file or folder could not be read or written.
    #[error("{doing} {}: {source}", path.display())]
    File {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// Something is missing that only the person at the keyboard can supply or allow.
    #[error("{what} is missing; {hint}")]
    Missing { what: String, hint: String },
    /// The two halves of wasm-bindgen do not fit each other.
    #[error(
        "ui/Cargo.lock has wasm-bindgen {in_ui}, xtask was built with {here}: pin `wasm-bindgen = \"={here}\"` in ui/Cargo.toml"
    )]
    Bindgen { in_ui: String, here: String },
    /// wasm-bindgen refused the compiled module.
    #[error("wasm-bindgen could not bind the user interface: {0}")]
    Binding(String),
    /// A lock file could not be understood.
    #[error("{} is no lock file that this program understands: {why}", path.display())]
    Lock { path: PathBuf, why: String },
    /// A test step failed; the summary before this names all of them.
    #[error("the step `{0}` failed")]
    Step(&'static str),
}

impl Failure {
    /// For `map_err` on file operations: what was being done, and to which path.
    pub(crate) fn file(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            doing,
            path,
            source,
        }
    }
}
