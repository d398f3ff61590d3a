//! Findings, with their events, in words.

use std::collections::{BTreeMap, HashSet};

use protocol::{EventRef, EventWord, FindingMark, Severity};
use trace::{EventKey, SubjectId};

use super::words;
use crate::{Failure, Workspace};

impl Workspace {
    /// What is wrong with the record: all of it, or what concerns one asset and what it was made from.
    pub fn findings(&self, epc: Option<&str>) -> Result<Vec<protocol::Finding>, Failure> {
        let Some(epc) = epc else {
            return Ok(self
                .findings
                .iter()
                .map(|finding| self.finding_view(finding))
                .collect());
        };
        let ancestry = self.lineage.ancestry(self.asset_id(epc)?);
        let ancestry: HashSet<SubjectId> = ancestry.into_iter().collect();
        let concerns = |finding: &&lineage::Finding| {
            finding.assets.iter().any(|asset| ancestry.contains(asset))
        };
        Ok(self
            .findings
            .iter()
            .filter(concerns)
            .map(|finding| self.finding_view(finding))
            .collect())
    }

    pub(crate) fn finding_view(&self, finding: &lineage::Finding) -> protocol::Finding {
        protocol::Finding {
            code: finding.figures.code().to_owned(),
            severity: severity(finding.severity),
            subject: words::subject_epc(&self.register, finding.subject),
            title: finding.title().to_owned(),
            message: finding.message(&self.register),
            advice: finding.advice(&self.register),
            events: finding
                .events
                .iter()
                .map(|event| self.event_ref(*event))
                .collect(),
        }
    }

    pub(super) fn event_ref(&self, key: EventKey) -> EventRef {
        let found = self.event(key);
        // Of what was made and what it was made of, the first is what one wants to look at.
        let subjects = found
            .as_ref()
            .map_or_else(Vec::new, |event| event.body.subjects());
        let asset = subjects
            .into_iter()
            .rev()
            .find_map(|subject| self.register.asset(subject));
        EventRef {
            block: key.block,
            log_index: key.log_index,
            event: found.as_ref().map_or(EventWord::Other, |event| {
                words::event(event.body.event_type())
            }),
            title: found
                .as_ref()
                .map_or_else(String::new, |event| self.event_title(event)),
            asset: asset.map(|asset| asset.detail.epc.to_string()),
        }
    }

    /// How many findings each asset has, counting only those about itself or that it was made under.
    pub(crate) fn finding_marks(&self) -> BTreeMap<SubjectId, FindingMark> {
        let mut marks: BTreeMap<SubjectId, FindingMark> = BTreeMap::new();
        for finding in self.findings.iter() {
            for asset in marked(finding) {
                let severity = severity(finding.severity);
                let mark = marks.entry(asset).or_insert(FindingMark {
                    count: 0,
                    worst: severity,
                });
                mark.count += 1;
                mark.worst = mark.worst.max(severity);
            }
        }
        marks
    }
}

/// The assets on which a finding shows: a recall shows on what was recalled, not on everything made of it.
fn marked(finding: &lineage::Finding) -> Vec<SubjectId> {
    match finding.figures {
        lineage::Figures::Recalled { .. } => vec![finding.subject],
        _ => finding.assets.clone(),
    }
}

pub(super) fn severity(severity: lineage::Severity) -> Severity {
    match severity {
        lineage::Severity::Error => Severity::Error,
        lineage::Severity::Warning => Severity::Warning,
    }
}
