//! The ledger's contract as types: its events decoded into the vocabulary of `trace`, its calls encoded from it.
//!
//! It is pure: no clock, no file, no network. It does not prove that a log is on a chain (`evidence` does), nor judge
//! whether events fit together (`lineage` does).

mod abi;
mod artifact;
pub mod calls;
pub mod capture;
mod convert;
mod decode;
mod encode;
mod history;
pub mod limits;
mod notice;
mod refusal;
mod revert;

pub use artifact::{Artifact, ArtifactError, artifact};
pub use calls::Role;
pub use capture::{
    Capture, CaptureDomain, CaptureFate, CaptureNote, SignedCapture, decode_capture,
};
pub use decode::{DecodeError, HeadExtension, decode, decode_head};
pub use encode::{encode, encode_head};
pub use history::{
    body_digest, count_slot, event_digest, extend_head, extends, fold_head, head_slot,
};
pub use notice::{Notice, NoticeError, ReportName};
pub use refusal::is_refused_for_good;
pub use revert::explain_revert;

#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;
