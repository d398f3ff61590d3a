//! The list of issued reports, and what can be chosen for the next one.

use std::collections::BTreeMap;
use std::path::Path;

use protocol::{IssueChoices, ReportRow, ShipmentChoice, SignerChoice, Standing, TemplateWord};
use report::CarriedBy;
use signature::Certificate;

use super::words;
use crate::issue::{Kept, event_name};
use crate::{Failure, Workspace};

impl Workspace {
    /// The reports issued from this workspace, newest first.
    pub fn reports(&self) -> Result<Vec<ReportRow>, Failure> {
        self.settle_reports()?;
        let standings = self.standings()?.into_iter();
        let mut standings: BTreeMap<String, Standing> = standings
            .map(|standing| (standing.number.clone(), standing))
            .collect();
        let row = |report: store::ReportRow| ReportRow {
            standing: standings.remove(&report.number),
            is_there: Path::new(&report.path).is_file(),
            template: TemplateWord::of(&report.template),
            number: report.number,
            epc: report.epc,
            name: words::text(&report.description),
            path: report.path,
            issued_unix: report.issued_at.cast_signed(),
            recipient: words::text(&report.recipient),
            as_of: report.as_of_block,
            pages: report.pages,
        };
        Ok(self.store.reports()?.into_iter().map(row).collect())
    }

    /// Whether a report was issued to this path from here.
    pub fn has_issued(&self, path: &str) -> Result<bool, Failure> {
        Ok((self.store.reports()?.iter()).any(|report| report.path == path))
    }

    /// What can be chosen when a report on an asset is issued.
    pub fn issue_choices(
        &self,
        epc: &str,
        signer: Option<SignerChoice>,
    ) -> Result<IssueChoices, Failure> {
        let asset = self.asset_id(epc)?;
        let first_block = self
            .register
            .asset(asset)
            .map_or(0, |asset| asset.made_by.block);
        let as_of = self.report_block(None, asset)?;
        let shipments = self.shipments(asset, as_of, &mut Kept::default())?;
        Ok(IssueChoices {
            templates: crate::issue::templates(),
            shipments: shipments
                .iter()
                .map(|by| self.shipment_choice(by))
                .collect(),
            signer,
            signing: self.signing()?,
            first_block,
            newest_block: self.newest_block(),
            as_of,
        })
    }

    fn shipment_choice(&self, by: &CarriedBy) -> ShipmentChoice {
        let name = |party| words::subject_name(&self.register, party);
        ShipmentChoice {
            event: event_name(by),
            from: name(by.from),
            to: name(by.to),
            shipped: words::moment(by.shipped),
        }
    }
}

/// Who signs with the key of a certificate, for the window.
pub fn signer_choice(certificate: &Certificate, demonstration: bool) -> SignerChoice {
    SignerChoice {
        name: words::text(&certificate.display_name()),
        algorithm: algorithm(certificate),
        until_unix: certificate.not_after().cast_signed(),
        self_signed: certificate.is_self_issued(),
        demonstration,
    }
}

/// How the key of a certificate signs, in words such as `ECDSA P-256 with SHA-256`; empty for a key that signs no report.
pub(crate) fn algorithm(certificate: &Certificate) -> String {
    match (certificate.key_kind(), certificate.algorithm()) {
        (Ok(kind), Ok(algorithm)) => format!("{kind} with {}", algorithm.digest),
        _ => String::new(),
    }
}
