//! Running programs: `waymark` as it was built, and others from the search path.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Answer;

/// The folder that holds the whole project.
pub fn project_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A program of this project, beside the running test: `target/<profile>/NAME`.
pub fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let profile = test.parent().and_then(Path::parent).unwrap();
    let program = profile.join(name);
    assert!(
        program.is_file(),
        "{} is missing: run `cargo build --workspace` first",
        program.display()
    );
    program
}

/// A program on the search path, if there is one.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

/// Runs a command to its end with nothing on its standard input.
pub fn run(command: &mut Command) -> Answer {
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    Answer {
        line: format!("{command:?}"),
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// One call of `waymark`.
#[derive(Debug)]
pub struct Waymark(Command);

impl Waymark {
    /// `waymark` with these arguments, and neither a passphrase nor a timestamp authority from the tester's own
    /// environment.
    pub fn new<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Self {
        let mut command = Command::new(built("waymark"));
        command
            .args(args)
            .env_remove("WAYMARK_PASSPHRASE")
            .env_remove("WAYMARK_TIMESTAMP");
        Self(command)
    }

    /// With an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Answer {
        run(&mut self.0)
    }

    /// Starts it, silent, and kills it outright after so many milliseconds; says whether it was still running.
    pub fn kill_after(mut self, millis: u64) -> bool {
        let quiet = self.0.stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = quiet.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(millis));
        let running = child.try_wait().unwrap().is_none();
        // It may end by itself between the look and the kill; that is as good.
        let _ = child.kill();
        child.wait().unwrap();
        running
    }
}
