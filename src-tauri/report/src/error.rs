//! Why a report cannot be made or read.

use alloy_primitives::B256;
use evidence::BundleError;
use ledger::DecodeError;
use thiserror::Error;
use trace::EpcError;

/// Why a report cannot be made or read.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The parameters name a template that this version does not have.
    #[error("the template {0:?} is not known here")]
    Template(String),
    /// The parameters are larger than [`MAX_PARAMETERS`](crate::MAX_PARAMETERS).
    #[error("the parameters have {0} bytes, more than is read")]
    ParametersTooLarge(usize),
    /// The parameters are not what they should be.
    #[error("the parameters cannot be read: {0}")]
    Parameters(String),
    /// The subject is not a name.
    #[error("the subject is not a name: {0}")]
    Subject(#[from] EpcError),
    /// The events that came along do not make the subject.
    #[error("the evidence has no event that makes {0}")]
    SubjectUnknown(String),
    /// No event that came along ships the subject.
    #[error("nothing on record ships {0}")]
    NotShipped(String),
    /// The subject did not travel in the shipment that the parameters name.
    #[error("nothing on record ships the subject in shipment {0}")]
    ShipmentUnknown(B256),
    /// The evidence does not hold together.
    #[error("the evidence does not hold: {0}")]
    Evidence(#[from] BundleError),
    /// A log of the ledger cannot be decoded.
    #[error("log {log_index} of block {block} cannot be decoded: {source}")]
    Log {
        /// The block.
        block: u64,
        /// The log's index in it.
        log_index: u32,
        /// Why.
        source: DecodeError,
    },
    /// The file is no PDF that can be read.
    #[error("the file cannot be read as a PDF: {0}")]
    Pdf(String),
    /// The file lacks one of a report's attachments.
    #[error("the file has no attachment named {0}")]
    AttachmentMissing(&'static str),
    /// The file has an attachment that cannot be unpacked, or only to more than its limit.
    #[error("the attachment {0} is too large or damaged")]
    AttachmentDamaged(&'static str),
    /// A document that the parameters list did not come along, or is another.
    #[error("the document {0:?} that the parameters list is missing, or is another")]
    Document(String),
    /// The parameters list a document under a name that no attachment may have.
    #[error("no attachment can be called {0:?}")]
    DocumentName(String),
    /// The pages could not be written as a PDF.
    #[error("the pages could not be written: {0}")]
    Writing(String),
}
