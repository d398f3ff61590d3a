//! One program, run as a process of its own: how long it took and how much memory it held at most. It judges nothing.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::failure::Failure;

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// Memory is asked for once in so many looks.
const LOOKS_PER_SAMPLE: u32 = 8;

/// What a run took.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// From its start to its end, or to the moment at which it was done.
    pub(crate) seconds: f64,
    /// The most memory that it and its children held, in bytes; where the system tells.
    pub(crate) peak: Option<u64>,
    /// What it said on standard output.
    pub(crate) said: String,
}

/// Runs a program to its end.
pub(crate) fn to_its_end(name: &str, command: &mut Command) -> Result<Run, Failure> {
    let (mut child, started) = start(name, command.stdout(Stdio::piped()))?;
    let mut said = child.stdout.take();
    let reader = thread::spawn(move || {
        let mut text = String::new();
        // What is not text is missed by whoever reads it.
        let _ = said.as_mut().map(|said| said.read_to_string(&mut text));
        text
    });
    let mut memory = Memory::of(&child);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => memory.look(),
            Err(source) => return Err(not_started(name, source)),
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let said = reader.join().unwrap_or_default();
    if !status.success() {
        return Err(Failure::Ended {
            line: name.to_owned(),
            status: status.to_string(),
        });
    }
    Ok(Run {
        seconds,
        peak: memory.peak(),
        said,
    })
}

/// Runs a program that goes on for ever until it is done, and ends it.
pub(crate) fn until_done(
    name: &str,
    command: &mut Command,
    limit: Duration,
    mut done: impl FnMut() -> Option<String>,
) -> Result<Run, Failure> {
    let (mut child, started) = start(name, command.stdout(Stdio::null()))?;
    let mut memory = Memory::of(&child);
    let why = loop {
        if let Some(said) = done() {
            let seconds = started.elapsed().as_secs_f64();
            end(&mut child);
            return Ok(Run {
                seconds,
                peak: memory.peak(),
                said,
            });
        }
        if let Ok(Some(status)) = child.try_wait() {
            break status.to_string();
        }
        if started.elapsed() > limit {
            end(&mut child);
            break format!("nothing after {} s", limit.as_secs());
        }
        memory.look();
    };
    Err(Failure::Ended {
        line: name.to_owned(),
        status: why,
    })
}

fn start(name: &str, command: &mut Command) -> Result<(Child, Instant), Failure> {
    let started = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .spawn()
        .map_err(|source| not_started(name, source))?;
    Ok((child, started))
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

fn not_started(name: &str, source: std::io::Error) -> Failure {
    Failure::Start {
        line: name.to_owned(),
        source,
    }
}

/// The memory of a program and its children, as Linux accounts for it.
struct Memory {
    root: u32,
    /// The most that each process held.
    peaks: HashMap<u32, u64>,
    looks: u32,
}

impl Memory {
    fn of(child: &Child) -> Self {
        Self {
            root: child.id(),
            peaks: HashMap::new(),
            looks: 0,
        }
    }

    /// Waits a moment, and sees from time to time how much it is.
    fn look(&mut self) {
        thread::sleep(LOOK);
        self.looks += 1;
        if self.looks % LOOKS_PER_SAMPLE == 1 {
            self.sample(self.root);
        }
    }

    fn sample(&mut self, process: u32) {
        if let Some(peak) = peak_of(process) {
            self.peaks.insert(process, peak);
        }
        for child in children(process) {
            self.sample(child);
        }
    }

    fn peak(&self) -> Option<u64> {
        (!self.peaks.is_empty()).then(|| self.peaks.values().sum())
    }
}

/// The high-water mark of a process's resident memory in bytes.
fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

fn children(process: u32) -> Vec<u32> {
    let list = fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    let list = list.unwrap_or_default();
    let numbers = list.split_whitespace();
    numbers.filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_run_is_timed_and_heard() {
        let run = to_its_end(
            "sh",
            Command::new("sh").args(["-c", "sleep 0.1; echo done"]),
        );
        let run = run.unwrap();
        assert_eq!(run.said, "done\n");
        assert!(run.seconds >= 0.1, "it slept as long");
        #[cfg(target_os = "linux")]
        assert!(run.peak.is_some_and(|bytes| bytes > 100_000));
    }

    #[test]
    #[cfg(unix)]
    fn a_program_that_fails_is_no_run() {
        assert!(to_its_end("false", &mut Command::new("false")).is_err());
        let limit = Duration::from_secs(9);
        let ended = until_done("true", &mut Command::new("true"), limit, || None);
        assert!(ended.is_err(), "it ended before it was done");
    }

    #[test]
    #[cfg(unix)]
    fn what_goes_on_for_ever_is_ended_when_it_is_done() {
        let limit = Duration::from_secs(9);
        let mut looks = 0;
        let run = until_done("sleep", Command::new("sleep").arg("60"), limit, || {
            looks += 1;
            (looks == 3).then(|| "enough".to_owned())
        });
        assert_eq!(run.unwrap().said, "enough");
    }
}
