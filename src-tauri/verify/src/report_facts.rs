//! What a report says of itself, and how its signature must be placed given what it says.

use report::Parameters;
use signature::{Purpose, SignatureField, Signed};

/// What a report says of itself; strings are hostile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportFacts {
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The canonical name of the asset it speaks of.
    pub subject: String,
    /// What people call that asset; empty if the evidence does not tell.
    pub object: String,
    /// When it was issued (Unix seconds).
    pub issued_at: u64,
    /// The newest block it takes into account.
    pub as_of_block: u64,
    /// The name in the signer's certificate.
    pub signer: String,
    /// SHA-256 of the signer's certificate, in hex.
    pub signer_sha256: String,
    /// Whether a second person can still sign.
    pub open: bool,
}

impl ReportFacts {
    pub(crate) fn new(parameters: &Parameters, signed: &Signed, object: Option<String>) -> Self {
        Self {
            number: parameters.number.clone(),
            issuer: parameters.issuer.name.clone(),
            subject: parameters.subject.clone(),
            object: object.unwrap_or_default(),
            issued_at: parameters.issued_at.unix_seconds,
            as_of_block: parameters.as_of.number,
            signer: signed.certificate.display_name(),
            signer_sha256: hex::encode(signed.certificate.fingerprint()),
            open: signed.is_open(),
        }
    }
}

/// The signature field that belongs on a report with these parameters: who issues and who verifies place it alike.
pub fn signature_field(parameters: &Parameters) -> SignatureField {
    SignatureField {
        page: 0,
        rect: report::signature_area(parameters.paper),
        name: parameters.signer.name.clone(),
        reason: format!("Declaration {}", parameters.number),
        location: parameters.issuer.address.clone(),
        time: parameters.issued_at.unix_seconds,
        purpose: Purpose::Certify,
    }
}
