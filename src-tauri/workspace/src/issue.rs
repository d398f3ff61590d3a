//! Issuing a report: set its number aside, gather the evidence, draw the pages, sign, write the file whole, note it.
//!
//! In this order a kill at any moment, a full disk or another program at the same work leaves whole files only, and never one
//! number on two reports: see [`store::Store::reserve_number`].

mod batch;
mod draft;
mod gather;
mod kept;
mod list;
mod parameters;
mod preview;
mod request;
mod settle;
mod telling;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use protocol::IssuedReport;
use signature::Signer;
use trace::SubjectId;

use crate::folder::write_whole;
use crate::stamping::level_word;
use crate::{Failure, FailureKind, Stamping, Workspace};
use draft::{Draft, Order, Signed, Target};
pub(crate) use gather::event_name;
pub(crate) use kept::Kept;

pub use batch::{Batch, BatchLine, BatchOutcome, BatchProgress, LineFailure};
pub use list::{ListLine, read_list};
pub use preview::PreviewPages;
pub(crate) use request::templates;
pub use request::{Request, template_named, template_word};

/// The key that signs, and what is known of it.
#[derive(Debug)]
pub struct IssueKey {
    /// The key.
    pub key: Box<dyn Signer>,
    /// Whether it is the sample's public one.
    pub demonstration: bool,
    /// How far its signatures go.
    pub stamping: Stamping,
}

/// A report to be issued.
#[derive(Debug)]
pub struct Issue {
    /// What it is to say.
    pub request: Request,
    /// Where to write it.
    pub out: PathBuf,
    /// Its number; `None` for the next free one.
    pub number: Option<String>,
    /// When it is issued (Unix seconds).
    pub now: u64,
}

impl Workspace {
    /// Issues a report and notes it in the workspace. The file appears whole or not at all.
    pub fn issue(&self, issue: &Issue, with: &IssueKey) -> Result<IssuedReport, Failure> {
        self.settle_reports()?;
        require_place(&issue.out)?;
        let out = absolute(&issue.out);
        let number = issue.number.as_deref().map(str::trim);
        let number = number.filter(|number| !number.is_empty());
        number.map_or(Ok(()), check_number)?;
        let order = Order {
            request: &issue.request,
            number,
            target: Target::File(&out),
            now: issue.now,
        };
        let draft = self.draft(&order, with, &mut Kept::default())?;
        let signed = draft.sign(with).and_then(|signed| {
            write_whole(Path::new(&draft.reserved.path), &signed.bytes)?;
            Ok(signed)
        });
        let signed = signed.inspect_err(|_| self.release(&draft.reserved))?;
        self.note(&draft, &signed)
    }

    /// Notes a report whose file is written.
    fn note(&self, draft: &Draft, signed: &Signed) -> Result<IssuedReport, Failure> {
        let row = draft.row(signed);
        self.store.add_report(&row).map_err(|error| {
            let failure = Failure::from(error);
            Failure::new(
                failure.kind,
                format!(
                    "{} is written as {}, and could not be added to the list of reports: {}",
                    row.path, row.number, failure.message
                ),
                "It is added when the next report is issued or the workspace is opened; leave the file where it is.",
            )
        })?;
        Ok(IssuedReport {
            path: row.path,
            number: row.number,
            pages: row.pages,
            bytes: row.bytes,
            evidence_hash: alloy_primitives::hex::encode(row.evidence_hash),
            level: Some(level_word(signed.level)),
            open: signed.open,
        })
    }

    /// The block as of which to speak: the one asked for, or the newest at which nothing can have been left out, or the newest.
    pub(crate) fn report_block(
        &self,
        asked: Option<u64>,
        subject: SubjectId,
    ) -> Result<u64, Failure> {
        if asked.is_none()
            && let Some(proven) = self.proven_block()?
            && let Some(asset) = self.register.asset(subject)
            && asset.made_by.block <= proven
        {
            return Ok(proven);
        }
        Ok(self.known_to(asked))
    }
}

/// The longest number that is taken, in characters.
const LONGEST_NUMBER: usize = 60;

/// Refuses a number that no page and no list can show.
fn check_number(number: &str) -> Result<(), Failure> {
    if number.chars().count() <= LONGEST_NUMBER && !number.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Failure::new(
        FailureKind::Usage,
        format!("a number has at most {LONGEST_NUMBER} characters, on one line"),
        "Shorten it, or leave it out for the next free one.",
    ))
}

/// Refuses a place where no file can be, before anything is worked out.
fn require_place(out: &Path) -> Result<(), Failure> {
    if out.is_dir() {
        return Err(Failure::new(
            FailureKind::Usage,
            format!("{} is a folder", out.display()),
            "Name a file in it, such as report.pdf.",
        ));
    }
    match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() && !parent.is_dir() => Err(Failure::new(
            FailureKind::InputMissing,
            format!("the folder {} does not exist", parent.display()),
            "Make it first, or name another.",
        )),
        _ => Ok(()),
    }
}

/// The path from the root, as the list of reports has it.
fn absolute(path: &Path) -> String {
    let absolute = std::path::absolute(path);
    absolute
        .unwrap_or_else(|_| path.to_owned())
        .display()
        .to_string()
}
