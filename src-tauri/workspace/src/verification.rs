//! Verifying a file on disk, and a verdict saved beside it.

use std::path::Path;

use protocol::Locale;
pub use verify::{Ask as AskLater, Verdict};
use verify::{Given, Step, Trust, on_paper, shown, shown_step, verify_with};

use crate::trust_file::read_limited;
use crate::{Failure, FailureKind, write_file};

/// The largest file that is verified, in bytes.
const MAX_LEN: u64 = 256 << 20;

/// A file to be verified, read whole.
#[derive(Debug)]
pub struct Presented {
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Presented {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        Ok(Self {
            name: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            bytes: read_limited(path, MAX_LEN)?,
        })
    }

    /// Verifies it against what is trusted, and tells each step as soon as it is decided.
    pub fn verify(
        &self,
        trust: Option<&Trust>,
        later: Option<AskLater<'_>>,
        tell: &mut dyn FnMut(&Step),
    ) -> Verdict {
        verify_with(&self.bytes, &Given { trust, later }, tell)
    }

    /// The verdict on it as the window shows it.
    pub fn view(&self, verdict: &Verdict, locale: Locale) -> protocol::Verdict {
        shown(&self.name, verdict, of_report(locale))
    }

    /// The verdict on it as a PDF, unsigned. `now` is when it was verified, in seconds since 1970.
    pub fn paper(&self, verdict: &Verdict, now: u64, locale: Locale) -> Result<Vec<u8>, Failure> {
        on_paper(verdict, &self.name, &self.bytes, now, of_report(locale))
            .map_err(Failure::internal)
    }

    /// Saves the verdict on it as a PDF, whole or not at all; never over a file that is there.
    pub fn save(
        &self,
        verdict: &Verdict,
        out: &Path,
        now: u64,
        locale: Locale,
    ) -> Result<(), Failure> {
        if out.exists() {
            return Err(Failure::new(
                FailureKind::InputUnusable,
                format!("{} is there already", out.display()),
                "Choose another name: a verdict is never written over another file.",
            ));
        }
        write_file(out, &self.paper(verdict, now, locale)?)
    }
}

/// One step as the window shows it.
pub fn step_view(step: &Step, locale: Locale) -> protocol::StepView {
    shown_step(step, of_report(locale))
}

pub(crate) const fn of_report(locale: Locale) -> report::Locale {
    match locale {
        Locale::En => report::Locale::En,
        Locale::De => report::Locale::De,
        Locale::Fr => report::Locale::Fr,
    }
}
