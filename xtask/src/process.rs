//! Other programs: how one is shown, started, and judged by its exit.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::failure::Failure;

/// A program with its arguments, ready to be run.
pub(crate) struct Program {
    command: Command,
    line: String,
}

impl Program {
    /// A program found on the search path, or at a path.
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let name = name.as_ref();
        let shown = Path::new(name).file_name().unwrap_or(name);
        Self {
            command: Command::new(name),
            line: shown.to_string_lossy().into_owned(),
        }
    }

    /// The cargo that started this program, without what it put into the environment for this program alone: build
    /// scripts that watch such variables (`ring` does) would otherwise run again whenever cargo is called by hand.
    pub(crate) fn cargo() -> Self {
        Self::cargo_at(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
    }

    /// Another cargo, in the same clean environment.
    pub(crate) fn cargo_at(path: impl AsRef<OsStr>) -> Self {
        let mut program = Self::new(path).without_env("CARGO");
        for (name, _) in env::vars_os() {
            let known = name.to_string_lossy();
            if known.starts_with("CARGO_PKG_")
                || known.starts_with("CARGO_MANIFEST_")
                || known.starts_with("CARGO_BIN_")
            {
                program.command.env_remove(&name);
            }
        }
        program
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        self.line.push(' ');
        self.line.push_str(&argument.to_string_lossy());
        self.command.arg(argument);
        self
    }

    /// Adds several arguments.
    pub(crate) fn args<T: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = T>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Sets the folder to run in.
    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable out of its environment.
    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Lets another program run this one: its arguments are followed by this program and its own.
    pub(crate) fn inside(self, outer: Self) -> Self {
        let mut whole = outer
            .arg(self.command.get_program())
            .args(self.command.get_args());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => whole.command.env(name, value),
                None => whole.command.env_remove(name),
            };
        }
        if let Some(dir) = self.command.get_current_dir() {
            whole.command.current_dir(dir);
        }
        whole
    }

    /// The program for the standard library, for a caller who watches it while it runs.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    /// Says what is run, runs it with this program's own output, and fails unless it succeeds.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        eprintln!("  $ {}", self.line);
        let status = self.command.status();
        let status = status.map_err(|source| Failure::Start {
            line: self.line.clone(),
            source,
        })?;
        if status.success() {
            return Ok(());
        }
        Err(Failure::Ended {
            line: self.line,
            status: status.to_string(),
        })
    }

    /// Runs it silently and says whether it succeeded; a program that is not there did not.
    pub(crate) fn succeeds(mut self) -> bool {
        let quiet = self
            .command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    /// Runs it silently and gives what it printed on standard output, if it could be run and succeeded.
    pub(crate) fn output_quietly(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then_some(text)
    }

    /// Runs it and gives what it printed on standard output, whether or not it then reports failure; its errors are shown as they
    /// come.
    pub(crate) fn output_whatever(mut self) -> Result<String, Failure> {
        let line = self.line;
        let output = self.command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|source| Failure::Start { line, source })?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it and gives what it printed on standard output; its errors are shown as they come.
    pub(crate) fn output(mut self) -> Result<String, Failure> {
        let line = self.line;
        let output = self.command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|source| Failure::Start {
            line: line.clone(),
            source,
        })?;
        if !output.status.success() {
            let status = output.status.to_string();
            return Err(Failure::Ended { line, status });
        }
        String::from_utf8(output.stdout).map_err(|error| Failure::Answer {
            line,
            why: error.to_string(),
        })
    }
}

/// Where a program of this name is on the search path.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(name).with_extension(env::consts::EXE_EXTENSION))
        .find(|candidate| candidate.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = Program::new("waymark-no-such-program").arg("--now").run();
        let said = failure.err().map(|failure| failure.to_string());
        assert!(said.is_some_and(|said| {
            said.starts_with("`waymark-no-such-program --now` could not be started")
        }));
    }

    #[test]
    fn output_is_given_and_failure_is_told_apart() {
        let spoken = Program::cargo().arg("--version").output();
        assert!(spoken.is_ok_and(|spoken| spoken.starts_with("cargo ")));
        assert!(!Program::cargo().arg("no-such-subcommand").succeeds());
    }

    #[test]
    #[cfg(unix)]
    fn inside_another_program_the_environment_is_kept() {
        let inner = Program::new("printenv")
            .arg("WAYMARK_WITHIN")
            .env("WAYMARK_WITHIN", "yes");
        let spoken = inner.inside(Program::new("env").arg("--")).output();
        assert!(spoken.is_ok_and(|spoken| spoken == "yes\n"));
    }

    #[test]
    fn only_files_on_the_search_path_are_found() {
        assert!(find("cargo").is_some());
        assert!(find("waymark-no-such-program").is_none());
    }
}
