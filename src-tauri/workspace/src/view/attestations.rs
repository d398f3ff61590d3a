//! Attestations: those about one asset, those of the whole workspace as a list, and the documents they and events name.

use lineage::{Asset, Attestation, Status};
use protocol::{
    AttestationPage, AttestationQuery, AttestationRow, AttestationStatus, AttestationView,
    DocumentSource, DocumentView, Moment, StatusCount,
};
use trace::{EventBody, SubjectId, TraceEvent};

use super::as_known::AsKnown;
use super::detail::MOST_EVENTS;
use super::words;
use crate::{Failure, Workspace};

/// In the order in which a reader asks for them.
const STATUSES: [AttestationStatus; 4] = [
    AttestationStatus::InForce,
    AttestationStatus::NotYet,
    AttestationStatus::Expired,
    AttestationStatus::Revoked,
];
/// How many documents of one asset are listed.
const MOST_DOCUMENTS: usize = 200;

impl Workspace {
    /// The attestations that a query finds, the newest first.
    pub fn attestations(&self, query: &AttestationQuery) -> Result<AttestationPage, Failure> {
        let wanted: Vec<String> = query
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let second = self.second();
        let mut statuses = STATUSES.map(|status| StatusCount { status, count: 0 });
        let mut found = Vec::new();
        for id in self.newest_attestations() {
            let Some(attestation) = self.register.attestations().get(id) else {
                continue;
            };
            if !wanted.is_empty() && !self.says(attestation, &wanted) {
                continue;
            }
            let status = status(attestation, second);
            for counted in &mut statuses {
                counted.count += u32::from(counted.status == status);
            }
            if query.status.is_none_or(|wanted| wanted == status) {
                found.push(attestation);
            }
        }
        let page = (found.iter().skip(query.offset as usize)).take(query.limit as usize);
        Ok(AttestationPage {
            total: u32::try_from(found.len()).unwrap_or(u32::MAX),
            statuses: statuses.to_vec(),
            rows: page.map(|about| self.attestation_row(about)).collect(),
        })
    }

    /// Whether an attestation has all these words, which are in lower case.
    fn says(&self, attestation: &Attestation, words: &[String]) -> bool {
        let text = [
            claim_title(&attestation.claim),
            words::text(&attestation.claim.method),
            words::subject_name(&self.register, attestation.subject),
            words::party_name(&self.register, attestation.party),
        ];
        let text = text.join(" ").to_lowercase();
        words.iter().all(|word| text.contains(word))
    }

    fn attestation_row(&self, attestation: &Attestation) -> AttestationRow {
        let subject = attestation.subject;
        AttestationRow {
            claim: self.now().attestation_view(attestation, None),
            subject: words::subject_name(&self.register, subject),
            asset: (self.register.asset(subject)).map(|asset| asset.detail.epc.to_string()),
        }
    }
}

impl AsKnown<'_> {
    /// What was attested of the asset itself, and of its maker and the place where it was made.
    pub(super) fn attestation_views(&self, id: SubjectId, asset: &Asset) -> Vec<AttestationView> {
        let view = |attestation: &&Attestation| {
            let about = (attestation.subject != id)
                .then(|| words::subject_name(self.register, attestation.subject));
            self.attestation_view(attestation, about)
        };
        self.attested(id, asset).iter().map(view).collect()
    }

    /// The newest first.
    fn attested(&self, id: SubjectId, asset: &Asset) -> Vec<&Attestation> {
        let subjects = [Some(id), Some(asset.maker), asset.made_at];
        let mut found: Vec<&Attestation> = subjects
            .into_iter()
            .flatten()
            .flat_map(|subject| self.register.attestations_about(subject))
            .collect();
        found.sort_by_key(|attestation| std::cmp::Reverse(attestation.made.event));
        found
    }

    pub(super) fn attestation_view(
        &self,
        attestation: &Attestation,
        about: Option<String>,
    ) -> AttestationView {
        let claim = &attestation.claim;
        let moment = |second: u64| Moment {
            unix: i64::try_from(second).unwrap_or(i64::MAX),
            offset_minutes: 0,
        };
        let revocation = attestation.revocation.as_ref();
        AttestationView {
            title: claim_title(claim),
            by: words::party_name(self.register, attestation.party),
            method: words::text(&claim.method),
            certified: attestation.certified,
            about,
            status: status(attestation, self.second),
            attested_on: words::moment(attestation.made.time),
            valid_until: claim.valid_until.map(moment),
            revoked_on: revocation.map(|revocation| words::moment(revocation.step.time)),
            revoked_because: revocation.map(|revocation| words::text(&revocation.reason)),
            document: claim.document_hash.map(|hash| hash.to_string()),
            assurance: words::assurance(self.assurance(attestation.made.event)),
        }
    }

    /// The documents that what is known of an asset rests on, the newest first: of attestations about it, of the events of
    /// its history, and those fixed by hash.
    pub(super) fn documents(&self, id: SubjectId, asset: &Asset) -> Vec<DocumentView> {
        let history = self.register.history(id).iter();
        let steps = history.rev().take(MOST_EVENTS);
        let events = steps.filter_map(|step| self.event(step.event));
        let mut found: Vec<(trace::EventKey, DocumentView)> = events
            .flat_map(|event| self.event_documents(&event))
            .collect();
        let attested = self.attested(id, asset);
        found.extend(attested.iter().filter_map(|attestation| {
            let document = DocumentView {
                title: claim_title(&attestation.claim),
                source: DocumentSource::Attestation,
                hash: attestation.claim.document_hash?.to_string(),
                by: words::party_name(self.register, attestation.party),
                at: words::moment(attestation.made.time),
                bytes: None,
                assurance: words::assurance(self.assurance(attestation.made.event)),
            };
            Some((attestation.made.event, document))
        }));
        found.sort_by_key(|(event, _)| std::cmp::Reverse(*event));
        let documents = found.into_iter().map(|(_, document)| document);
        documents.take(MOST_DOCUMENTS).collect()
    }

    /// The EPCIS document of an event, and the file it fixes by its hash.
    fn event_documents(&self, event: &TraceEvent) -> Vec<(trace::EventKey, DocumentView)> {
        let Some(record) = event.body.record() else {
            return Vec::new();
        };
        let document = |title: String, source, hash: String, bytes| {
            let document = DocumentView {
                title,
                source,
                hash,
                by: words::party_name(self.register, event.body.actor()),
                at: words::moment(record.time),
                bytes,
                assurance: words::assurance(self.assurance(event.key)),
            };
            (event.key, document)
        };
        let mut found = Vec::new();
        if let EventBody::Anchored {
            document_hash,
            kind,
            ..
        } = &event.body
        {
            let hash = document_hash.to_string();
            found.push(document(
                words::text(kind),
                DocumentSource::Anchor,
                hash,
                None,
            ));
        }
        if let Some(hash) = record.event_hash {
            let length = record.document.len();
            let bytes = (length > 0).then(|| u32::try_from(length).unwrap_or(u32::MAX));
            let title = self.event_title(event);
            found.push(document(
                title,
                DocumentSource::Event,
                hash.to_string(),
                bytes,
            ));
        }
        found
    }
}

fn status(attestation: &Attestation, second: u64) -> AttestationStatus {
    match Status::at(attestation, second) {
        Status::InForce => AttestationStatus::InForce,
        Status::NotYet => AttestationStatus::NotYet,
        Status::Expired => AttestationStatus::Expired,
        Status::Revoked => AttestationStatus::Revoked,
    }
}

/// A claim in words, with its value where it has one.
pub(super) fn claim_title(claim: &trace::Claim) -> String {
    let statement = words::text(&claim.statement);
    let value = match claim.unit.as_str() {
        "P1" => format!("{}\u{202f}%", claim.value()),
        "KGM" => format!("{}\u{202f}kg CO₂e", claim.value()),
        _ => {
            return if statement.is_empty() {
                words::text(&claim.kind.to_string())
            } else {
                statement
            };
        }
    };
    if statement.is_empty() {
        format!("{}, {value}", words::text(&claim.kind.to_string()))
    } else {
        format!("{statement}, {value}")
    }
}
