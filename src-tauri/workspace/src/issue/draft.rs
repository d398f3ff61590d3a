//! One report on its way: with its number and its evidence it is a draft; drawn and signed it is a file.

use alloy_primitives::B256;
use evidence::Bundle;
use report::{Basis, Parameters, Signer};
use sha2::{Digest, Sha256};
use signature::{Level, Purpose, SignatureField};
use store::{ReportRow, ReservedNumber, WantedNumber};
use verify::signature_field;

use super::kept::Kept;
use super::parameters::signer;
use super::{IssueKey, Request, request};
use crate::{Failure, FailureKind, Workspace};

/// Where the file of a report goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'a> {
    /// To this path.
    File(&'a str),
    /// Into this folder, named after its number.
    Folder(&'a str),
}

impl Target<'_> {
    fn path(self, number: &str) -> String {
        match self {
            Self::File(path) => path.to_owned(),
            Self::Folder(folder) => std::path::Path::new(folder)
                .join(file_name(number))
                .display()
                .to_string(),
        }
    }

    fn place(self) -> String {
        match self {
            Self::File(path) => path.to_owned(),
            Self::Folder(folder) => format!("{folder}/"),
        }
    }
}

/// The name of a file after a number; numbers of a series have only letters, digits and hyphens.
fn file_name(number: &str) -> String {
    format!("{number}.pdf")
}

/// A report whose number is set aside and whose evidence is gathered: nothing more is needed of the workspace to draw and sign it.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) reserved: ReservedNumber,
    gathered: Gathered,
}

/// What a report is computed from, and what people call the asset that it is about.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) parameters: Parameters,
    pub(super) bundle: Bundle,
    description: String,
}

/// A signed report.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) bytes: Vec<u8>,
    pub(super) pages: u32,
    pub(super) level: Level,
    pub(super) open: bool,
    evidence_hash: B256,
    base_hash: B256,
}

impl Draft {
    /// Draws and signs it.
    pub(super) fn sign(&self, with: &IssueKey) -> Result<Signed, Failure> {
        let basis = Basis::new(&self.gathered.bundle, &self.gathered.parameters)
            .map_err(Failure::internal)?;
        basis.completeness().map_err(incomplete)?;
        let base = basis.render().map_err(Failure::internal)?;
        let pages = report::attachments(&base).map_err(Failure::internal)?.pages;
        let field = SignatureField {
            purpose: with.stamping.purpose(),
            ..signature_field(&self.gathered.parameters)
        };
        let prepared = signature::prepare(&base, &field).map_err(Failure::internal)?;
        let (bytes, level) = with.stamping.sign(prepared, &*with.key)?;
        Ok(Signed {
            bytes,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            level,
            open: with.stamping.purpose() == Purpose::Approve,
            evidence_hash: sha256(&self.gathered.bundle.to_json()),
            base_hash: sha256(&base),
        })
    }

    /// The row that notes it.
    pub(super) fn row(&self, signed: &Signed) -> ReportRow {
        ReportRow {
            number: self.reserved.number.clone(),
            epc: self.gathered.parameters.subject.clone(),
            description: self.gathered.description.clone(),
            path: self.reserved.path.clone(),
            issued_at: self.reserved.issued_at,
            as_of_block: self.reserved.as_of_block,
            evidence_hash: signed.evidence_hash,
            template: self.gathered.parameters.template.clone(),
            locale: locale_word(&self.gathered.parameters),
            recipient: self
                .gathered
                .parameters
                .recipient
                .as_ref()
                .map(|recipient| recipient.name.clone())
                .unwrap_or_default(),
            pages: signed.pages,
            bytes: signed.bytes.len() as u64,
            file_hash: Some(sha256(&signed.bytes)),
            base_hash: Some(signed.base_hash),
            request: Some(self.reserved.request),
        }
    }
}

/// The language as the list of reports has it.
pub(super) fn locale_word(parameters: &Parameters) -> String {
    match parameters.locale {
        report::Locale::En => "en",
        report::Locale::De => "de",
        report::Locale::Fr => "fr",
    }
    .to_owned()
}

/// A hash as the list of reports has it.
pub(super) fn sha256(bytes: &[u8]) -> B256 {
    B256::from_slice(&Sha256::digest(bytes))
}

/// A report that is about to be drafted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order<'a> {
    pub(super) request: &'a Request,
    pub(super) number: Option<&'a str>,
    pub(super) target: Target<'a>,
    pub(super) now: u64,
}

impl Workspace {
    /// What tells this order from every other.
    pub(super) fn order_digest(&self, order: &Order<'_>, with: &IssueKey) -> Result<B256, Failure> {
        let subject = self.asset_id(&order.request.epc)?;
        let epc = crate::view::subject_epc(&self.register, subject);
        let signer = with.key.certificate().fingerprint();
        let place = order.target.place();
        Ok(request::digest(
            order.request,
            &epc,
            order.number,
            &signer,
            &place,
        ))
    }

    /// Sets a number aside and gathers the evidence. If that fails, the number is free again.
    pub(super) fn draft(
        &self,
        order: &Order<'_>,
        with: &IssueKey,
        kept: &mut Kept,
    ) -> Result<Draft, Failure> {
        let digest = self.order_digest(order, with)?;
        let subject = self.asset_id(&order.request.epc)?;
        let as_of = self.report_block(order.request.as_of, subject)?;
        let reserved = self.reserve(order, digest, as_of)?;
        let signer = signer(with);
        match self.gather(order.request, &reserved, &signer, kept) {
            Ok(gathered) => Ok(Draft { reserved, gathered }),
            Err(failure) => {
                self.release(&reserved);
                Err(failure)
            }
        }
    }

    /// Gives a number back with which nothing was written. A disk that is full keeps it set aside, which does no harm.
    pub(super) fn release(&self, reserved: &ReservedNumber) {
        let _ = self.store.release_number(&reserved.number);
    }

    /// Gathers what a report is computed from.
    pub(super) fn gather(
        &self,
        request: &Request,
        reserved: &ReservedNumber,
        signer: &Signer,
        kept: &mut Kept,
    ) -> Result<Gathered, Failure> {
        let subject = self.asset_id(&request.epc)?;
        let as_of = reserved.as_of_block;
        let (register, lineage) = self.as_of(Some(as_of))?;
        let Some(asset) = register.asset(subject) else {
            return Err(crate::view::not_yet(&request.epc, Some(as_of)));
        };
        let description = asset.detail.description.clone();
        let mut parameters = self.parameters(request, reserved, &register, subject, signer)?;
        kept.turn_to(as_of);
        if request.template.is_of_shipment() {
            let named = request.shipment.as_deref();
            parameters.shipment = Some(self.shipment(named, subject, &parameters, kept)?);
        }
        let known = (&*register, &**lineage);
        let bundle = self.evidence_for(subject, &parameters, known, kept)?;
        Ok(Gathered {
            parameters,
            bundle,
            description,
        })
    }

    fn reserve(
        &self,
        order: &Order<'_>,
        digest: B256,
        as_of: u64,
    ) -> Result<ReservedNumber, Failure> {
        let series = series(order.now);
        let wanted = order
            .number
            .map_or(WantedNumber::Next(&series), WantedNumber::Exactly);
        let path_of = |number: &str| order.target.path(number);
        let reserved = self
            .store
            .reserve_number(wanted, digest, order.now, as_of, path_of)?;
        reserved.ok_or_else(|| {
            Failure::new(
                FailureKind::Usage,
                format!(
                    "the number {} belongs to another report",
                    order.number.unwrap_or_default()
                ),
                "Choose another number, or leave it out for the next free one.",
            )
        })
    }
}

/// How the numbers of a year begin.
pub(super) fn series(now: u64) -> String {
    let year = jiff::Timestamp::from_second(now.cast_signed())
        .map_or(1970, |at| at.to_zoned(jiff::tz::TimeZone::UTC).year());
    format!("WM-{year}-")
}

/// What is held and what the ledger's state says of it do not agree.
fn incomplete(error: &report::Incomplete) -> Failure {
    Failure::new(
        FailureKind::Internal,
        format!("the events held are not all: {error}"),
        "Run `waymark doctor DIR`, or sync into a new workspace and compare.",
    )
}
