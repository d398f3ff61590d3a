//! Issuing a report: gather the evidence, draw the pages, sign, write the file whole.

mod gather;

use std::path::PathBuf;

use alloy_primitives::B256;
use lineage::Register;
use protocol::IssuedReport;
use report::{
    AsOf, Basis, IssuedAt, Issuer, Locale, Paper, Parameters, Proven, Recipient, Signer, Template,
};
use sha2::{Digest, Sha256};
use signature::SigningKey;
use store::ReportRow;
use trace::{Assurance, EventKey, SubjectId};
use verify::signature_field;

use crate::folder::write_whole;
use crate::{Failure, FailureKind, Workspace, sample};

/// The key that signs, and what is known of it.
#[derive(Debug)]
pub struct IssueKey {
    /// The key.
    pub key: SigningKey,
    /// Whether it is the sample's public one.
    pub demonstration: bool,
}

/// A report to be issued.
#[derive(Debug)]
pub struct Issue {
    /// The asset it is about.
    pub epc: String,
    /// Where to write it.
    pub out: PathBuf,
    /// Its number; `None` for the next free one.
    pub number: Option<String>,
    /// Whom it is for.
    pub recipient: Option<String>,
    /// Its language.
    pub locale: protocol::Locale,
    /// As known at this block; `None` for the newest.
    pub as_of: Option<u64>,
    /// When it is issued (Unix seconds).
    pub now: u64,
}

impl Workspace {
    /// Issues a report and notes it in the workspace. The file appears whole or not at all.
    pub fn issue(&self, issue: &Issue, with: &IssueKey) -> Result<IssuedReport, Failure> {
        let subject = self.asset_id(&issue.epc)?;
        let as_of = self.report_block(issue, subject)?;
        let (register, _) = self.as_of(Some(as_of))?;
        let Some(asset) = register.asset(subject) else {
            return Err(crate::view::not_yet(&issue.epc, Some(as_of)));
        };
        let parameters = self.parameters(issue, as_of, &register, subject, with)?;
        let bundle = self.evidence_for(&parameters)?;
        let basis = Basis::new(&bundle, &parameters).map_err(Failure::internal)?;
        basis.completeness().map_err(incomplete)?;
        let base = basis.render().map_err(Failure::internal)?;
        let pages = report::attachments(&base).map_err(Failure::internal)?.pages;
        let prepared =
            signature::prepare(&base, &signature_field(&parameters)).map_err(Failure::internal)?;
        let signed = signature::sign(prepared, &with.key).map_err(Failure::internal)?;
        let evidence_hash = B256::from_slice(&Sha256::digest(bundle.to_json()));
        write_whole(&issue.out, &signed)?;
        self.store.add_report(&ReportRow {
            number: parameters.number.clone(),
            epc: asset.detail.epc.to_string(),
            description: asset.detail.description.clone(),
            path: std::path::absolute(&issue.out)
                .unwrap_or_else(|_| issue.out.clone())
                .display()
                .to_string(),
            issued_at: issue.now,
            as_of_block: parameters.as_of.number,
            evidence_hash,
        })?;
        Ok(IssuedReport {
            path: issue.out.display().to_string(),
            number: parameters.number,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            bytes: signed.len() as u64,
            evidence_hash: alloy_primitives::hex::encode(evidence_hash),
        })
    }

    /// The block as of which to speak: the one asked for, or the newest at which nothing can have been left out, or the newest.
    fn report_block(&self, issue: &Issue, subject: SubjectId) -> Result<u64, Failure> {
        if issue.as_of.is_none()
            && let Some(proven) = self.proven_block()?
            && let Some(asset) = self.register.asset(subject)
            && asset.made_by.block <= proven
        {
            return Ok(proven);
        }
        Ok(self.known_to(issue.as_of))
    }

    fn parameters(
        &self,
        issue: &Issue,
        as_of: u64,
        register: &Register,
        subject: SubjectId,
        with: &IssueKey,
    ) -> Result<Parameters, Failure> {
        let header = self.store.headers(as_of..=as_of)?.pop();
        let header =
            header.ok_or_else(|| Failure::internal(format!("block {as_of} is not held")))?;
        let certificate = with.key.certificate();
        Ok(Parameters {
            template: Template::Provenance.name().to_owned(),
            number: self.number(issue)?,
            subject: crate::view::subject_epc(register, subject),
            shipment: None,
            as_of: AsOf {
                number: as_of,
                hash: header.hash(),
                time: header.timestamp(),
            },
            issued_at: IssuedAt {
                unix_seconds: issue.now,
                zone_offset_minutes: 0,
            },
            issuer: self.issuer(register, subject, with),
            recipient: issue
                .recipient
                .as_deref()
                .filter(|name| !name.trim().is_empty())
                .map(|name| Recipient {
                    name: name.trim().to_owned(),
                    address: String::new(),
                }),
            signer: Signer {
                name: certificate.display_name(),
                certificate: alloy_primitives::hex::encode(&certificate.fingerprint()[..16]),
                algorithm: "ECDSA P-256 with SHA-256".to_owned(),
                self_signed: certificate.is_self_issued(),
                demonstration: with.demonstration,
            },
            locale: match issue.locale {
                protocol::Locale::En => Locale::En,
                protocol::Locale::De => Locale::De,
                protocol::Locale::Fr => Locale::Fr,
            },
            paper: Paper::A4,
            assurance: self.weakest_assurance(as_of),
            documents: Vec::new(),
        })
    }

    /// The issuer is who the certificate names. In the sample that is the maker of the product, with its address.
    fn issuer(&self, register: &Register, subject: SubjectId, with: &IssueKey) -> Issuer {
        let certificate = with.key.certificate();
        let maker = register
            .asset(subject)
            .and_then(|asset| register.party(asset.maker));
        if let Some(party) = maker.filter(|_| with.demonstration && sample::is_sample(&self.trust))
        {
            return Issuer {
                name: crate::view::shorten(&party.title),
                address: format!(
                    "{}, {}",
                    crate::view::shorten(&party.place),
                    crate::view::shorten(&party.country)
                ),
                gln: Some(crate::view::shorten(&party.gln)),
                function: String::new(),
            };
        }
        Issuer {
            name: certificate.display_name(),
            address: String::new(),
            gln: None,
            function: String::new(),
        }
    }

    fn weakest_assurance(&self, block: u64) -> Proven {
        match self.assurance(EventKey {
            block,
            log_index: 0,
        }) {
            Assurance::Sealed => Proven::Sealed,
            Assurance::Included => Proven::Included,
            _ => Proven::Reported,
        }
    }

    /// The number asked for, if it is free, or the next one of the year.
    fn number(&self, issue: &Issue) -> Result<String, Failure> {
        let issued = self.store.reports()?;
        let taken = |number: &str| issued.iter().any(|report| report.number == number);
        if let Some(number) = issue
            .number
            .as_deref()
            .map(str::trim)
            .filter(|number| !number.is_empty())
        {
            if !taken(number) {
                return Ok(number.to_owned());
            }
            return Err(Failure::new(
                FailureKind::Usage,
                format!("a report with the number {number} was issued before"),
                "Choose another number, or leave it out for the next free one.",
            ));
        }
        let year = jiff::Timestamp::from_second(issue.now.cast_signed())
            .map_or(1970, |at| at.to_zoned(jiff::tz::TimeZone::UTC).year());
        let numbers = (issued.len() + 1..).map(|count| format!("WM-{year}-{count:06}"));
        numbers
            .into_iter()
            .find(|number| !taken(number))
            .ok_or_else(|| Failure::internal("no number is free"))
    }
}

/// What is held and what the ledger's state says of it do not agree.
fn incomplete(error: &report::Incomplete) -> Failure {
    Failure::new(
        FailureKind::Internal,
        format!("the events held are not all: {error}"),
        "Run `waymark doctor DIR`, or sync into a new workspace and compare.",
    )
}
