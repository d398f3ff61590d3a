//! Issuing a report: gather the evidence, draw the pages, sign, write the file whole.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use alloy_primitives::B256;
use evidence::{Bundle, Picked, Receipts};
use lineage::{Lineage, Register};
use protocol::IssuedReport;
use report::{AsOf, IssuedAt, Issuer, Locale, Parameters, Proven, Recipient, Signer, TEMPLATE};
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
        let (register, lineage) = self.as_of(issue.as_of);
        let Some(asset) = register.asset(subject) else {
            return Err(crate::view::not_yet(&issue.epc, issue.as_of));
        };
        let keys = relevant_events(&register, &lineage, subject);
        let bundle = self.bundle(&keys)?;
        let parameters = self.parameters(issue, &register, subject, with)?;
        let base = report::render(&bundle, &parameters).map_err(Failure::internal)?;
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

    /// The evidence for these events: their receipts, and every header from the first of them to the trusted block or,
    /// where that does not reach so far, to the newest one held.
    fn bundle(&self, keys: &BTreeSet<EventKey>) -> Result<Bundle, Failure> {
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
            return Err(Failure::internal("a report without events"));
        };
        let trusted = self.trust.block.map(|block| block.number);
        let until = trusted
            .filter(|number| *number >= last.block)
            .unwrap_or_else(|| self.newest_block());
        let headers = self.store.headers(first.block..=until)?;
        let blocks = self.receipts_of(keys)?;
        let picked: Vec<Picked<'_>> = blocks
            .iter()
            .map(|(block, (receipts, tx_indexes))| Picked {
                block: *block,
                receipts,
                tx_indexes,
            })
            .collect();
        Bundle::build(self.evidence_network(), &headers, &picked).map_err(Failure::internal)
    }

    fn receipts_of(
        &self,
        keys: &BTreeSet<EventKey>,
    ) -> Result<BTreeMap<u64, (Receipts, Vec<u64>)>, Failure> {
        let mut blocks: BTreeMap<u64, (Receipts, Vec<u64>)> = BTreeMap::new();
        for key in keys {
            let (receipts, transactions) = match blocks.entry(key.block) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => free.insert((self.receipts_held(key.block)?, Vec::new())),
            };
            let log = receipts
                .logs()
                .into_iter()
                .find(|log| log.log_index == key.log_index);
            transactions.extend(
                log.map(|log| log.tx_index)
                    .filter(|index| !transactions.contains(index)),
            );
        }
        Ok(blocks)
    }

    fn receipts_held(&self, block: u64) -> Result<Receipts, Failure> {
        let gone = || Failure::internal(format!("the receipts of block {block} are gone"));
        self.store.receipts(block)?.ok_or_else(gone)
    }

    fn parameters(
        &self,
        issue: &Issue,
        register: &Register,
        subject: SubjectId,
        with: &IssueKey,
    ) -> Result<Parameters, Failure> {
        let as_of = self.known_to(issue.as_of);
        let header = self.store.headers(as_of..=as_of)?.pop();
        let header =
            header.ok_or_else(|| Failure::internal(format!("block {as_of} is not held")))?;
        let certificate = with.key.certificate();
        Ok(Parameters {
            template: TEMPLATE.to_owned(),
            number: self.number(issue)?,
            subject: crate::view::subject_epc(register, subject),
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
            assurance: self.weakest_assurance(as_of),
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

/// The events that a report on this asset tells: the whole history of everything it was made from, with the directory's
/// entries of all who took part and what was attested of them.
fn relevant_events(
    register: &Register,
    lineage: &Lineage,
    subject: SubjectId,
) -> BTreeSet<EventKey> {
    let mut subjects: BTreeSet<SubjectId> = lineage.ancestry(subject).into_iter().collect();
    let assets = subjects.clone();
    let places: Vec<SubjectId> = assets
        .iter()
        .filter_map(|id| register.asset(*id))
        .flat_map(|asset| [Some(asset.maker), asset.made_at])
        .flatten()
        .collect();
    subjects.extend(places);
    let mut keys: BTreeSet<EventKey> = subjects
        .iter()
        .flat_map(|subject| register.history(*subject))
        .map(|step| step.event)
        .collect();
    keys.extend(
        attesters(register, &subjects)
            .iter()
            .flat_map(|party| register.history(*party))
            .map(|step| step.event),
    );
    keys.extend(
        movers(register, &assets)
            .iter()
            .flat_map(|party| register.history(*party))
            .map(|step| step.event),
    );
    keys
}

/// Who attested something of these subjects.
fn attesters(register: &Register, subjects: &BTreeSet<SubjectId>) -> BTreeSet<SubjectId> {
    subjects
        .iter()
        .flat_map(|subject| register.attestations_about(*subject))
        .map(|found| found.party)
        .collect()
}

/// Who sent or received these assets, and where they left.
fn movers(register: &Register, assets: &BTreeSet<SubjectId>) -> BTreeSet<SubjectId> {
    let carried = register.shipments().values().filter(|shipment| {
        shipment
            .items
            .iter()
            .any(|item| assets.contains(&item.asset))
    });
    carried
        .flat_map(|shipment| [Some(shipment.from), Some(shipment.to), shipment.shipped_at])
        .flatten()
        .collect()
}
