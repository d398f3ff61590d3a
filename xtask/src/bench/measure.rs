//! One program, run as a process of its own: how long it took, on the clock and on processors, and how much memory it held
//! at most. It judges nothing.

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

/// Memory and processor time are asked for once in so many looks.
const LOOKS_PER_SAMPLE: u32 = 8;

/// What a run took.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// From its start to its end, or to the moment at which it was done.
    pub(crate) seconds: f64,
    /// What it and its children took of processors, in seconds; where the system tells.
    pub(crate) processor: Option<f64>,
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
    let mut usage = Usage::of(&child);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => usage.look(),
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
        processor: usage.processor(),
        peak: usage.peak(),
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
    let mut usage = Usage::of(&child);
    let why = loop {
        if let Some(said) = done() {
            let seconds = started.elapsed().as_secs_f64();
            end(&mut child);
            return Ok(Run {
                seconds,
                processor: usage.processor(),
                peak: usage.peak(),
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
        usage.look();
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

/// What a program and its children use, as Linux accounts for it.
struct Usage {
    root: u32,
    /// The most memory that each process held, and the processor time that it took so far, in ticks.
    seen: HashMap<u32, (u64, u64)>,
    looks: u32,
}

impl Usage {
    fn of(child: &Child) -> Self {
        Self {
            root: child.id(),
            seen: HashMap::new(),
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
        if let (Some(peak), Some(ticks)) = (peak_of(process), ticks_of(process)) {
            self.seen.insert(process, (peak, ticks));
        }
        for child in children(process) {
            self.sample(child);
        }
    }

    fn peak(&self) -> Option<u64> {
        (!self.seen.is_empty()).then(|| self.seen.values().map(|(peak, _)| peak).sum())
    }

    fn processor(&self) -> Option<f64> {
        let ticks: u64 = self.seen.values().map(|(_, ticks)| ticks).sum();
        (!self.seen.is_empty()).then(|| Duration::from_millis(ticks * TICK).as_secs_f64())
    }
}

/// Milliseconds in the unit in which Linux counts processor time towards programs.
const TICK: u64 = 10;

/// The processor time that a process took, in user and system mode (proc(5), fields 14 and 15 of `stat`).
fn ticks_of(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field is the program's name in parentheses, and may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(user + system)
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
        assert!(run.peak.is_some_and(|bytes| bytes > 100_000) && run.processor.is_some());
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
