//! Reports that were written and never noted, because the program was killed in between or the list could not be written: they
//! are found where they were going, and noted.

use std::path::Path;

use evidence::Bundle;
use report::Parameters;
use store::{ReportRow, ReservedNumber};

use super::draft::{locale_word, sha256};
use crate::trust_file::read_limited;
use crate::{Failure, Workspace};

/// The largest report that is looked into, in bytes.
const MAX_LEN: u64 = 256 << 20;

impl Workspace {
    /// Notes the reports that lie where they were going. What is not there stays set aside: its number is never given to another.
    pub(crate) fn settle_reports(&self) -> Result<(), Failure> {
        for reserved in self.store.reserved_numbers()? {
            if let Some(row) = self.row_of_file(&reserved) {
                self.store.add_report(&row)?;
            }
        }
        Ok(())
    }

    /// What the file says of itself, if it is the one that the number was set aside for.
    fn row_of_file(&self, reserved: &ReservedNumber) -> Option<ReportRow> {
        let bytes = read_limited(Path::new(&reserved.path), MAX_LEN).ok()?;
        let attached = report::attachments(&bytes).ok()?;
        let parameters = Parameters::from_json(&attached.parameters).ok()?;
        let signed = signature::inspect(&bytes).ok()?;
        let is_it = parameters.number == reserved.number
            && parameters.issued_at.unix_seconds == reserved.issued_at
            && parameters.as_of.number == reserved.as_of_block;
        if !is_it {
            return None;
        }
        let bundle = Bundle::from_json(&attached.evidence).ok()?;
        let subject = self.asset_id(&parameters.subject).ok();
        let asset = subject.and_then(|subject| self.register.asset(subject));
        Some(ReportRow {
            number: reserved.number.clone(),
            description: asset
                .map(|asset| asset.detail.description.clone())
                .unwrap_or_default(),
            path: reserved.path.clone(),
            issued_at: reserved.issued_at,
            as_of_block: reserved.as_of_block,
            evidence_hash: sha256(&bundle.to_json()),
            template: parameters.template.clone(),
            locale: locale_word(&parameters),
            recipient: parameters
                .recipient
                .as_ref()
                .map(|recipient| recipient.name.clone())
                .unwrap_or_default(),
            pages: u32::try_from(attached.pages).unwrap_or(u32::MAX),
            bytes: bytes.len() as u64,
            file_hash: Some(sha256(&bytes)),
            base_hash: bytes.get(..signed.base_length).map(sha256),
            request: Some(reserved.request),
            epc: parameters.subject,
        })
    }
}
