//! veraPDF, the judge of PDF/A (ISO 19005): a Java program from Maven Central.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::{
    failure::Failure,
    process::{self, Program},
};

/// The program of the project's own parser, whole in one archive.
const ARTIFACT: &str = "org.verapdf.apps:greenfield-apps";
const VERSION: &str = "1.28.2";
const MAIN: &str = "org.verapdf.apps.GreenfieldCliWrapper";
/// What reports are built to: PDF/A-3, conformance level U.
const FLAVOUR: &str = "3u";

/// veraPDF as it lies on this machine.
pub(super) struct VeraPdf {
    archive: PathBuf,
}

/// Finds it, or fetches it with Maven; else says what is missing.
pub(super) fn find() -> Option<VeraPdf> {
    if process::find("java").is_none() {
        eprintln!("Java is not installed: veraPDF is skipped, nothing was judged.");
        return None;
    }
    let archive = match env::var_os("WAYMARK_VERAPDF") {
        Some(named) => PathBuf::from(named),
        None => in_repository()?,
    };
    if !archive.is_file() && process::find("mvn").is_some() {
        let artifact = format!("-Dartifact={ARTIFACT}:{VERSION}");
        let _fetched = Program::new("mvn")
            .args([
                "--quiet",
                "--batch-mode",
                "dependency:get",
                "-Dtransitive=false",
            ])
            .arg(artifact)
            .run();
    }
    if archive.is_file() {
        return Some(VeraPdf { archive });
    }
    eprintln!(
        "veraPDF is not at {}: it is skipped, nothing was judged. Install Maven, or name the archive in WAYMARK_VERAPDF.",
        archive.display()
    );
    None
}

/// Where Maven keeps it.
fn in_repository() -> Option<PathBuf> {
    let home = PathBuf::from(env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?);
    let (group, name) = ARTIFACT.split_once(':')?;
    let mut path = home.join(".m2").join("repository");
    path.extend(group.split('.'));
    Some(
        path.join(name)
            .join(VERSION)
            .join(format!("{name}-{VERSION}.jar")),
    )
}

impl VeraPdf {
    /// Judges each file, and fails unless all pass.
    pub(super) fn judge(&self, files: &[PathBuf]) -> Result<(), Failure> {
        let program = Program::new("java")
            .arg("-cp")
            .arg(&self.archive)
            .args([MAIN, "--flavour", FLAVOUR, "--format", "text"])
            .args(files);
        // It ends with an error where a file fails; what it printed says which.
        let said = program.output_whatever()?;
        print!("{said}");
        let refused = refused(&said, files);
        if refused.is_empty() {
            println!(
                "{} reports passed as PDF/A-{FLAVOUR}, 0 failed.",
                files.len()
            );
            return Ok(());
        }
        Err(Failure::Answer {
            line: "veraPDF".into(),
            why: format!("no PDF/A-{FLAVOUR}: {}", refused.join(", ")),
        })
    }
}

/// Those of the files that it does not say passed.
fn refused(said: &str, files: &[PathBuf]) -> Vec<String> {
    let passed = |file: &Path| {
        let line = format!("PASS {} {FLAVOUR}", file.display());
        said.lines().any(|said| said.trim() == line)
    };
    files
        .iter()
        .filter(|file| !passed(file))
        .map(|file| file.display().to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_to_pass_passes() {
        let files = ["/x/a.pdf", "/x/b.pdf", "/x/c.pdf"].map(PathBuf::from);
        let said = "PASS /x/a.pdf 3u\nFAIL /x/b.pdf 3u\n";
        assert_eq!(refused(said, &files), ["/x/b.pdf", "/x/c.pdf"]);
    }
}
