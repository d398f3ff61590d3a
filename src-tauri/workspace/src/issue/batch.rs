//! Many reports in one go. One thread reads the cache and notes what is done, the others draw, sign and write; no more than a few
//! reports are under way at a time, however long the list. Stopping lets those be finished, so that only whole files are left;
//! the same call again skips what it issued before.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use alloy_primitives::B256;
use protocol::IssuedReport;

use super::draft::{Draft, Order, Signed, Target};
use super::kept::Kept;
use super::list::ListLine;
use super::{IssueKey, Request, absolute, template_named};
use crate::folder::write_whole;
use crate::{Failure, FailureKind, Workspace};

/// How many reports wait for each thread that draws, at most.
const WAITING: usize = 2;

/// One report of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchLine {
    /// Its line in the list, counted from 1.
    pub line: usize,
    /// What it is to say.
    pub request: Request,
}

/// Reports to be issued in one go.
#[derive(Debug)]
pub struct Batch {
    /// The reports; those that cannot be asked for at all say why.
    pub lines: Vec<Result<BatchLine, LineFailure>>,
    /// The folder that the files go into, each named after its number; it is made if it is not there.
    pub out_dir: std::path::PathBuf,
    /// Tells the time (Unix seconds).
    pub clock: fn() -> u64,
}

/// A line that gave no report.
#[derive(Debug)]
pub struct LineFailure {
    /// The line.
    pub line: usize,
    /// The asset that it names.
    pub epc: String,
    /// Why.
    pub failure: Failure,
}

/// How far a batch has come.
#[derive(Clone, Copy, Debug)]
pub struct BatchProgress {
    /// How many lines are dealt with.
    pub done: usize,
    /// Of how many.
    pub total: usize,
    /// How many reports were issued.
    pub issued: usize,
    /// How many were issued before.
    pub skipped: usize,
    /// How many lines failed.
    pub failed: usize,
    /// How many reports are issued per second.
    pub per_second: f64,
    /// How many seconds are left at this rate; `None` while that cannot be told.
    pub seconds_left: Option<u64>,
}

/// What came of a batch.
#[derive(Debug, Default)]
pub struct BatchOutcome {
    /// The reports issued, each with its line, in the order of the list.
    pub issued: Vec<(usize, IssuedReport)>,
    /// The lines whose report was issued before, with its number.
    pub skipped: Vec<(usize, String)>,
    /// The lines that gave no report.
    pub failed: Vec<LineFailure>,
    /// How many lines were not reached because it was stopped.
    pub left: usize,
}

impl Batch {
    /// The batch of a list. `common` is what its lines leave open.
    pub fn of_list(
        list: Vec<ListLine>,
        common: &Request,
        out_dir: &Path,
        clock: fn() -> u64,
    ) -> Self {
        let lines = list.into_iter().map(|line| {
            let (number, epc) = (line.line, line.epc.clone());
            let request = request_of(line, common);
            let line = request.map(|request| BatchLine {
                line: number,
                request,
            });
            line.map_err(|failure| LineFailure {
                line: number,
                epc,
                failure,
            })
        });
        Self {
            lines: lines.collect(),
            out_dir: out_dir.to_owned(),
            clock,
        }
    }
}

impl Batch {
    /// A report about each of these assets.
    pub fn of_assets(
        epcs: &[String],
        wish: &protocol::ReportWish,
        out_dir: &Path,
        clock: fn() -> u64,
    ) -> Result<Self, Failure> {
        let line = |(at, epc): (usize, &String)| {
            let request = Request::wished(epc, wish)?;
            let line = at + 1;
            Ok(Ok(BatchLine { line, request }))
        };
        Ok(Self {
            lines: epcs
                .iter()
                .enumerate()
                .map(line)
                .collect::<Result<_, Failure>>()?,
            out_dir: out_dir.to_owned(),
            clock,
        })
    }
}

impl BatchOutcome {
    /// What the window shows of it.
    pub fn view(self, out_dir: &str) -> protocol::BatchIssued {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let failed = self
            .failed
            .into_iter()
            .map(|failed| protocol::BatchFailure {
                epc: failed.epc,
                message: failed.failure.message,
                hint: failed.failure.hint,
            });
        protocol::BatchIssued {
            out_dir: out_dir.to_owned(),
            issued: count(self.issued.len()),
            skipped: count(self.skipped.len()),
            failed: failed.collect(),
            left: count(self.left),
        }
    }
}

fn request_of(line: ListLine, common: &Request) -> Result<Request, Failure> {
    let wrong = |what: &str, said: &str, hint: &str| {
        let shown: String = said.chars().take(40).collect();
        Failure::new(
            FailureKind::Usage,
            format!("there is no {what} named {shown}"),
            hint,
        )
    };
    if line.epc.is_empty() {
        return Err(Failure::new(
            FailureKind::Usage,
            "the line names no asset",
            "Put an EPC URN or a GS1 Digital Link into its column epc.",
        ));
    }
    let template = (line.template.as_deref()).map_or(Ok(common.template), |word| {
        template_named(&word.to_lowercase())
    })?;
    let locale = match line.lang.as_deref().map(str::to_lowercase).as_deref() {
        None => common.locale,
        Some("en") => protocol::Locale::En,
        Some("de") => protocol::Locale::De,
        Some("fr") => protocol::Locale::Fr,
        Some(other) => return Err(wrong("language", other, "Name en, de or fr.")),
    };
    let paper = match line.paper.as_deref().map(str::to_lowercase).as_deref() {
        None => common.paper,
        Some("a4") => protocol::Paper::A4,
        Some("letter") => protocol::Paper::Letter,
        Some(other) => return Err(wrong("paper", other, "Name a4 or letter.")),
    };
    Ok(Request {
        epc: line.epc,
        template,
        shipment: line.shipment.or_else(|| common.shipment.clone()),
        recipient: line.recipient.or_else(|| common.recipient.clone()),
        paper,
        locale,
        as_of: common.as_of,
    })
}

/// A report on its way through the threads.
struct Under {
    at: usize,
    draft: Draft,
    signed: Result<Signed, Failure>,
}

impl Workspace {
    /// Issues many reports. A line that fails does not stop the others; what stops them all, such as a full disk, is the error.
    pub fn issue_batch(
        &self,
        batch: &Batch,
        with: &IssueKey,
        progress: &mut dyn FnMut(BatchProgress),
        stop: &AtomicBool,
    ) -> Result<BatchOutcome, Failure> {
        std::fs::create_dir_all(&batch.out_dir)
            .map_err(|error| Failure::from_io(&batch.out_dir, &error))?;
        self.settle_reports()?;
        let folder = absolute(&batch.out_dir);
        let mut run = Run {
            workspace: self,
            batch,
            with,
            folder: &folder,
            kept: Kept::default(),
            before: self.issued_before()?,
            outcome: BatchOutcome::default(),
            under_way: HashMap::new(),
            since: Instant::now(),
            progress,
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let (waiting, drawn) = (channel::<(usize, Draft)>(), channel::<Under>());
        let queue = Arc::new(Mutex::new(waiting.1));
        let done = thread::scope(|scope| {
            for _ in 0..threads {
                let (queue, drawn) = (Arc::clone(&queue), drawn.0.clone());
                scope.spawn(move || draw(&queue, &drawn, with));
            }
            drop(drawn.0);
            // The sender goes with this call, and the threads with it.
            run.through(waiting.0, &drawn.1, threads * WAITING, stop)
        });
        let mut outcome = run.outcome;
        outcome.issued.sort_by_key(|(line, _)| *line);
        outcome.skipped.sort_by_key(|(line, _)| *line);
        outcome.failed.sort_by_key(|failed| failed.line);
        done.map(|()| outcome)
    }

    /// The reports whose files are there, by what was asked for.
    fn issued_before(&self) -> Result<HashMap<B256, String>, Failure> {
        let reports = self.store.reports()?.into_iter();
        let there = reports.filter(|report| {
            std::fs::metadata(&report.path).is_ok_and(|file| file.len() == report.bytes)
        });
        Ok(there
            .filter_map(|report| Some((report.request?, report.number)))
            .collect())
    }
}

/// Draws, signs and writes what is in the queue, until nothing more comes.
fn draw(queue: &Mutex<Receiver<(usize, Draft)>>, drawn: &Sender<Under>, with: &IssueKey) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((at, draft)) = next else {
            return;
        };
        let signed = draft.sign(with).and_then(|signed| {
            write_whole(Path::new(&draft.reserved.path), &signed.bytes)?;
            Ok(signed)
        });
        let sent = drawn.send(Under { at, draft, signed });
        if sent.is_err() {
            return;
        }
    }
}

/// A batch being worked through.
struct Run<'a> {
    workspace: &'a Workspace,
    batch: &'a Batch,
    with: &'a IssueKey,
    folder: &'a str,
    kept: Kept,
    /// What was issued, by what was asked for.
    before: HashMap<B256, String>,
    outcome: BatchOutcome,
    /// What is being drawn, by what was asked for; and the lines that ask for the same.
    under_way: HashMap<B256, Vec<usize>>,
    since: Instant,
    progress: &'a mut dyn FnMut(BatchProgress),
}

impl Run<'_> {
    fn through(
        &mut self,
        waiting: Sender<(usize, Draft)>,
        drawn: &Receiver<Under>,
        most: usize,
        stop: &AtomicBool,
    ) -> Result<(), Failure> {
        let mut next = 0;
        let mut stopped = Ok(());
        let mut waiting = Some(waiting);
        loop {
            if stopped.is_err() || stop.load(Ordering::Relaxed) || next == self.batch.lines.len() {
                waiting = None;
            }
            match &waiting {
                Some(waiting) if self.under_way.len() < most => {
                    match self.begin(next) {
                        Ok(Some(draft)) => {
                            // The threads live as long as this.
                            let _ = waiting.send((next, draft));
                        }
                        Ok(None) => self.tell(),
                        Err(failure) => stopped = Err(failure),
                    }
                    next += 1;
                }
                _ => match drawn.recv() {
                    Ok(under) => {
                        stopped = stopped.and(self.end(under));
                        self.tell();
                    }
                    Err(_) => break,
                },
            }
        }
        self.outcome.left = self.batch.lines.len() - self.done();
        stopped
    }

    /// Drafts a report; `None` where there is nothing to draw. An error is one that stops the whole batch.
    fn begin(&mut self, at: usize) -> Result<Option<Draft>, Failure> {
        let line = match &self.batch.lines[at] {
            Ok(line) => line,
            Err(failed) => {
                let Failure {
                    kind,
                    message,
                    hint,
                } = &failed.failure;
                let failure = Failure::new(*kind, message, hint);
                return self.fail(failed.line, &failed.epc, failure);
            }
        };
        let order = Order {
            request: &line.request,
            number: None,
            target: Target::Folder(self.folder),
            now: (self.batch.clock)(),
        };
        let digest = match self.workspace.order_digest(&order, self.with) {
            Ok(digest) => digest,
            Err(failure) => return self.fail(line.line, &line.request.epc, failure),
        };
        if let Some(number) = self.before.get(&digest) {
            self.outcome.skipped.push((line.line, number.clone()));
            return Ok(None);
        }
        if let Some(same) = self.under_way.get_mut(&digest) {
            same.push(line.line);
            return Ok(None);
        }
        self.kept.tidy();
        let drafted = self.workspace.draft(&order, self.with, &mut self.kept);
        match drafted {
            Ok(draft) => {
                self.under_way.insert(digest, Vec::new());
                Ok(Some(draft))
            }
            Err(failure) => self.fail(line.line, &line.request.epc, failure),
        }
    }

    /// Notes what was written.
    fn end(&mut self, under: Under) -> Result<(), Failure> {
        let Under { at, draft, signed } = under;
        let same = self.under_way.remove(&draft.reserved.request);
        let same = same.unwrap_or_default();
        let Ok(line) = &self.batch.lines[at] else {
            return Ok(());
        };
        match signed {
            Ok(signed) => {
                let issued = self.workspace.note(&draft, &signed)?;
                self.before
                    .insert(draft.reserved.request, issued.number.clone());
                let number = &issued.number;
                let skipped = same.into_iter().map(|line| (line, number.clone()));
                self.outcome.skipped.extend(skipped);
                self.outcome.issued.push((line.line, issued));
                Ok(())
            }
            Err(failure) => {
                self.workspace.release(&draft.reserved);
                for line_again in same {
                    let again = Failure::new(failure.kind, &failure.message, &failure.hint);
                    self.fail(line_again, &line.request.epc, again)?;
                }
                self.fail(line.line, &line.request.epc, failure).map(|_| ())
            }
        }
    }

    /// Lists a line that failed. What would fail for every other line as well stops the batch.
    fn fail(&mut self, line: usize, epc: &str, failure: Failure) -> Result<Option<Draft>, Failure> {
        if matches!(
            failure.kind,
            FailureKind::ReadOrWrite | FailureKind::NoPermission
        ) {
            return Err(failure);
        }
        self.outcome.failed.push(LineFailure {
            line,
            epc: epc.to_owned(),
            failure,
        });
        Ok(None)
    }

    fn tell(&mut self) {
        let at = self.at();
        (self.progress)(at);
    }

    fn done(&self) -> usize {
        self.outcome.issued.len() + self.outcome.skipped.len() + self.outcome.failed.len()
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )] // only shown
    fn at(&self) -> BatchProgress {
        let (done, total) = (self.done(), self.batch.lines.len());
        let seconds = self.since.elapsed().as_secs_f64();
        let per_second = if seconds > 0.0 {
            self.outcome.issued.len() as f64 / seconds
        } else {
            0.0
        };
        let left = (total - done) as f64 / per_second;
        BatchProgress {
            done,
            total,
            issued: self.outcome.issued.len(),
            skipped: self.outcome.skipped.len(),
            failed: self.outcome.failed.len(),
            per_second,
            seconds_left: (per_second > 0.0 && seconds > 1.0).then(|| left.ceil() as u64),
        }
    }
}
