//! Changing what a workspace trusts, by the user's own hand.

use std::path::Path;

use signature::Certificate;
use verify::{TrustedBlock, TrustedSigner};

use crate::trust_file::{read_limited, write_trust};
use crate::{Failure, FailureKind, Workspace};

/// The largest certificate that is read, in bytes.
const MAX_CERTIFICATE: u64 = 64 * 1024;

impl Workspace {
    /// Trusts a block that the workspace holds; `None` is the newest. Everything before it counts as included.
    pub fn trust_block(&mut self, number: Option<u64>) -> Result<TrustedBlock, Failure> {
        let number = number.unwrap_or_else(|| self.newest_block());
        let hash = self.store.hash_at(number)?.ok_or_else(|| {
            Failure::new(
                FailureKind::InputMissing,
                format!("block {number} is not held"),
                "Sync first, or name an earlier block.",
            )
        })?;
        let block = TrustedBlock { number, hash };
        self.trust.block = Some(block);
        write_trust(&self.folder.trust(), &self.trust)?;
        self.reload()?;
        Ok(block)
    }

    /// Accepts the reports of the signer whose certificate (PEM) is in this file.
    pub fn trust_signer(&mut self, certificate: &Path) -> Result<TrustedSigner, Failure> {
        let bytes = read_limited(certificate, MAX_CERTIFICATE)?;
        let read = Certificate::from_pem(certificate_block(&String::from_utf8_lossy(&bytes)))
            .map_err(|error| {
                Failure::new(
                    FailureKind::InputUnusable,
                    format!("{}: {error}", certificate.display()),
                    "Name a PEM file with the signer's certificate.",
                )
            })?;
        let signer = TrustedSigner {
            name: read.display_name(),
            sha256: read.fingerprint().into(),
        };
        if !self.trust.accepts_signer(signer.sha256) {
            self.trust.signers.push(signer.clone());
            write_trust(&self.folder.trust(), &self.trust)?;
        }
        Ok(signer)
    }
}

/// The certificate's block: a key file may be named as well, of which nothing else is looked at.
fn certificate_block(text: &str) -> &str {
    text.find("-----BEGIN CERTIFICATE")
        .map_or(text, |at| &text[at..])
}
