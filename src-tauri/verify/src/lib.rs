//! Verifying a report: is this file what it says it is, from the signature down to the blocks it rests on?
//!
//! It is pure and asks nobody: everything is in the file, but for the trust, which the user brings. Reading text off a page
//! proves nothing, so the pages are computed again from the evidence inside and compared byte for byte. It finds out; it
//! does not decide what to do about it.

mod demonstration;
mod instant;
mod paper;
mod report_facts;
mod shown;
mod steps;
mod trust;
mod verdict;
mod wording;
mod words;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod testing;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use instant::instant;

pub use demonstration::{demonstration_key, demonstration_validators};
pub use paper::on_paper;
pub use report_facts::{ReportFacts, signature_field};
pub use shown::{language, shown, shown_step};
pub use steps::{Ask, Asked, Given, Later, Said, Turn, verify, verify_with};
pub use trust::{
    MAX_TRUST_LEN, Trust, TrustError, TrustedBlock, TrustedNetwork, TrustedRoot, TrustedSigner,
};
pub use verdict::{Demonstration, Fact, Outcome, Step, StepCode, StepOutcome, Verdict};
pub use wording::Wording;
