//! Findings, with their events, in words.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use protocol::{EventRef, EventWord, FindingMark, Severity};
use trace::{EventKey, SubjectId};

use super::as_known::AsKnown;
use super::words;
use crate::{Failure, Workspace};

impl Workspace {
    /// What is wrong with the record: all of it, or what concerns one asset and what it was made from.
    pub fn findings(&self, epc: Option<&str>) -> Result<Vec<protocol::Finding>, Failure> {
        let now = self.now();
        let Some(epc) = epc else {
            return Ok(self
                .findings
                .iter()
                .map(|finding| now.finding_view(finding))
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
            .map(|finding| now.finding_view(finding))
            .collect())
    }
}

impl AsKnown<'_> {
    pub(super) fn finding_view(&self, finding: &lineage::Finding) -> protocol::Finding {
        protocol::Finding {
            code: finding.figures.code().to_owned(),
            severity: severity(finding.severity),
            subject: words::subject_epc(self.register, finding.subject),
            title: finding.title().to_owned(),
            message: finding.message(self.register),
            advice: finding.advice(self.register),
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
}

/// What is wrong with which asset.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    by_asset: BTreeMap<SubjectId, FindingMark>,
    over_claimed: BTreeSet<SubjectId>,
}

impl Marks {
    /// Counts findings by the assets that they are about or that were made under them.
    pub(super) fn of(findings: &[lineage::Finding]) -> Self {
        let mut marks = Self::default();
        for finding in findings {
            let severity = severity(finding.severity);
            for asset in marked(finding) {
                let mark = marks.by_asset.entry(asset).or_insert(FindingMark {
                    count: 0,
                    worst: severity,
                });
                mark.count += 1;
                mark.worst = mark.worst.max(severity);
            }
            if matches!(finding.figures, lineage::Figures::OverClaim { .. }) {
                marks.over_claimed.insert(finding.subject);
            }
        }
        marks
    }

    /// What is wrong with an asset, if anything.
    pub(super) fn on(&self, asset: SubjectId) -> Option<FindingMark> {
        self.by_asset.get(&asset).copied()
    }

    /// Whether more recycled content is claimed of an asset than it can have.
    pub(super) fn over_claimed(&self, asset: SubjectId) -> bool {
        self.over_claimed.contains(&asset)
    }

    /// How many assets something is wrong with.
    pub(super) fn len(&self) -> usize {
        self.by_asset.len()
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
