//! One asset in full.

use lineage::Step;
use protocol::{AssetDetail, InputView, OriginView, RangeView, TimelineEntry, Tone};
use trace::{ClaimKind, EventBody, EventType, SubjectId, TraceEvent};

use super::as_known::AsKnown;
use super::attestations::claim_title;
use super::findings::Marks;
use super::trail::not_yet;
use super::words;
use crate::{Failure, Workspace};

/// How many events of one asset are told: a lot can have tens of thousands of uses.
pub(super) const MOST_EVENTS: usize = 500;

impl Workspace {
    /// All that is known of one asset, with what is pending, or all that was at a block. An asset that was not on the ledger by then is refused.
    pub fn asset(&self, epc: &str, as_of: Option<u64>) -> Result<AssetDetail, Failure> {
        let layer = self.pending_layer().filter(|_| as_of.is_none());
        if let Some(layer) = &layer
            && let Some(detail) = layer.detail(self.shown_id(epc)?)
        {
            return detail;
        }
        let id = self.asset_id(epc)?;
        if !self.is_past(as_of) {
            let mut detail = self.now().detail(id)?;
            if let Some(layer) = layer {
                detail.asset.change = layer.change(&detail.asset, id);
                detail.pending = layer.events(id);
            }
            return Ok(detail);
        }
        let known = self.known_at(as_of)?;
        if known.register.asset(id).is_none() {
            return Err(not_yet(epc, as_of));
        }
        self.then(&known, &Marks::of(&known.findings)).detail(id)
    }
}

impl AsKnown<'_> {
    pub(super) fn detail(&self, id: SubjectId) -> Result<AssetDetail, Failure> {
        let unknown = || Failure::internal("an asset vanished while it was looked at");
        let asset = self.register.asset(id).ok_or_else(unknown)?;
        let recycled = self.roll_up().recycled_content(id);
        Ok(AssetDetail {
            asset: self.asset_row(id, recycled.as_ref()).ok_or_else(unknown)?,
            maker: words::party_name(self.register, asset.maker),
            made_at: words::place(self.register, asset.made_at),
            made_from: self.made_from(id),
            attestations: self.attestation_views(id, asset),
            documents: self.documents(id, asset),
            pending: Vec::new(),
            timeline: self.timeline(id),
            timeline_total: u32::try_from(self.register.history(id).len()).unwrap_or(u32::MAX),
            findings: self.findings_about(id),
            recycled: recycled.map(|content| self.range(id, &content)),
            origins: self.origins(id),
        })
    }

    fn made_from(&self, id: SubjectId) -> Vec<InputView> {
        let inputs = self
            .register
            .making(id)
            .map(|making| making.inputs.as_slice())
            .unwrap_or_default();
        let view = |input: &trace::Portion| {
            let asset = self.register.asset(input.asset)?;
            Some(InputView {
                epc: asset.detail.epc.to_string(),
                name: words::asset_name(asset),
                amount: words::amount_of(asset, input.micro),
            })
        };
        inputs.iter().filter_map(view).collect()
    }

    fn timeline(&self, id: SubjectId) -> Vec<TimelineEntry> {
        self.register
            .history(id)
            .iter()
            .rev()
            .take(MOST_EVENTS)
            .filter_map(|step| self.timeline_entry(id, step))
            .collect()
    }

    fn timeline_entry(&self, id: SubjectId, step: &Step) -> Option<TimelineEntry> {
        let event = &self.event(step.event)?;
        let record = event.body.record();
        Some(TimelineEntry {
            event: words::event(step.event_type),
            title: self.entry_title(id, event),
            at: words::moment(step.time),
            block: Some(step.event.block),
            log_index: Some(step.event.log_index),
            party: words::party_name(self.register, event.body.actor()),
            place: words::place(self.register, record.and_then(|record| record.location)),
            assurance: words::assurance(self.assurance(step.event)),
            tone: self.tone(event),
        })
    }

    /// An event in a few words as the history of an asset tells it, and what who wrote it said of it later.
    pub(super) fn entry_title(&self, id: SubjectId, event: &TraceEvent) -> String {
        let title = (self.part_in(id, event)).unwrap_or_else(|| self.event_title(event));
        match self.register.corrections(event.key).last() {
            None => title,
            Some(correction) => {
                format!("{title} (corrected: {})", words::text(&correction.reason))
            }
        }
    }

    /// What an event did with an asset, where that is another thing than what it did.
    fn part_in(&self, id: SubjectId, event: &TraceEvent) -> Option<String> {
        let name = |subject: SubjectId| words::subject_name(self.register, subject);
        match &event.body {
            EventBody::Transformed {
                inputs, outputs, ..
            } => {
                if outputs.iter().any(|output| output.id() == id) {
                    return Some(format!("Made from {}", count(inputs.len(), "input")));
                }
                let used = match outputs.as_slice() {
                    [] => "Used up".to_owned(),
                    [only] => format!("Used to make {}", name(only.id())),
                    [first, others @ ..] => format!(
                        "Used to make {} and {} more",
                        name(first.id()),
                        others.len()
                    ),
                };
                Some(used)
            }
            EventBody::Packed { parent, .. } if *parent != id => {
                Some(format!("Packed into {}", name(*parent)))
            }
            EventBody::Unpacked { parent, .. } if *parent != id => {
                Some(format!("Unpacked from {}", name(*parent)))
            }
            _ => None,
        }
    }

    fn tone(&self, event: &TraceEvent) -> Tone {
        let shown_by = |finding: &lineage::Finding| finding.events.contains(&event.key);
        match event.body.event_type() {
            EventType::Recalled | EventType::Revoked => Tone::Bad,
            EventType::Attested if self.findings.iter().any(shown_by) => Tone::Bad,
            EventType::Shipped if self.findings.iter().any(shown_by) => Tone::Warn,
            EventType::Rejected | EventType::Corrected => Tone::Warn,
            _ if !self.register.corrections(event.key).is_empty() => Tone::Warn,
            _ => Tone::Good,
        }
    }

    fn findings_about(&self, id: SubjectId) -> Vec<protocol::Finding> {
        let about = self
            .findings
            .iter()
            .filter(|finding| finding.assets.contains(&id));
        about.map(|finding| self.finding_view(finding)).collect()
    }

    fn range(&self, id: SubjectId, content: &lineage::RecycledContent) -> RangeView {
        let claim = self
            .register
            .claim_in_force(id, &ClaimKind::RecycledContent, self.second);
        RangeView {
            lower: words::float(content.share.lower),
            proportional: words::float(content.share.proportional),
            upper: words::float(content.share.upper),
            claimed: claim.map(|claim| words::float(claim.claim.value()) / 100.0),
        }
    }

    fn origins(&self, id: SubjectId) -> Vec<OriginView> {
        let origins = self.roll_up().origins(id);
        let shares = origins.map(|origins| origins.shares).unwrap_or_default();
        let view = |share: &lineage::OriginShare| OriginView {
            epc: words::subject_epc(self.register, share.root),
            name: words::text(&share.description),
            place: words::place(self.register, share.location),
            share: words::float(share.share.proportional),
        };
        shares
            .iter()
            .filter(|share| share.root != id)
            .map(view)
            .collect()
    }

    /// An event in a few words.
    pub(super) fn event_title(&self, event: &TraceEvent) -> String {
        let register = self.register;
        let name = |subject: SubjectId| words::subject_name(register, subject);
        match &event.body {
            EventBody::PartyRegistered(party) => format!("{} joined", words::text(&party.title)),
            EventBody::LocationRegistered(location) => {
                format!("{} entered", words::text(&location.title))
            }
            EventBody::Commissioned { asset, .. } => {
                format!("Brought onto the ledger: {}", asset.quantity)
            }
            EventBody::Transformed {
                inputs, outputs, ..
            } => {
                format!(
                    "Made {} from {}",
                    count(outputs.len(), "asset"),
                    count(inputs.len(), "input")
                )
            }
            EventBody::Packed {
                parent, children, ..
            } => {
                format!(
                    "Packed {} into {}",
                    count(children.len(), "asset"),
                    name(*parent)
                )
            }
            EventBody::Unpacked {
                parent, children, ..
            } => {
                format!(
                    "Unpacked {} from {}",
                    count(children.len(), "asset"),
                    name(*parent)
                )
            }
            EventBody::Shipped { to_party, .. } => format!("Shipped to {}", name(*to_party)),
            EventBody::Received { party, .. } => format!("Received by {}", name(*party)),
            EventBody::Attested { claim, .. } => format!("Attested: {}", claim_title(claim)),
            EventBody::Revoked { reason, .. } => {
                format!("Attestation taken back: {}", words::text(reason))
            }
            EventBody::Recalled { reason, .. } => format!("Recalled: {}", words::text(reason)),
            EventBody::Rejected {
                from_party, reason, ..
            } => {
                let (sender, reason) = (name(*from_party), words::text(reason));
                format!("Sent back to {sender}: {reason}")
            }
            EventBody::Observed { party, .. } => format!("Seen by {}", name(*party)),
            EventBody::Lifted { reason, .. } => format!("Recall lifted: {}", words::text(reason)),
            EventBody::Corrected { reason, .. } => {
                format!("Earlier event corrected: {}", words::text(reason))
            }
            EventBody::Anchored { kind, .. } => format!("Fixed by hash: {}", words::text(kind)),
            EventBody::Delegated { device, .. } => format!("Device {device} may record"),
            EventBody::DelegationWithdrawn { device, .. } => {
                format!("Device {device} may no longer record")
            }
        }
    }
}

fn count(number: usize, of: &str) -> String {
    if number == 1 {
        format!("1 {of}")
    } else {
        format!("{number} {of}s")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{Access, FailureKind, demo};

    const TIN_INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";

    #[test]
    fn an_asset_of_the_past_is_told_as_it_was_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample");
        demo(&path, 1_790_000_000).unwrap();
        let workspace = Workspace::open(&path, Access::Read).unwrap();
        // Made in block 191, over-claimed in 193, its smelter's attestation taken back in 250.
        let at = |block| workspace.asset(TIN_INGOT, block).unwrap();
        let (made, claimed, now) = (at(Some(192)), at(Some(249)), at(None));
        let known = |detail: &AssetDetail| (detail.findings.len(), detail.attestations.len());
        assert!(made.findings.is_empty());
        assert!(known(&made).1 < known(&claimed).1);
        assert!(claimed.findings.len() < now.findings.len());
        assert!(made.timeline_total < now.timeline_total);
        assert_eq!(at(Some(workspace.newest_block())), now);
        let before = workspace.asset(TIN_INGOT, Some(190)).unwrap_err();
        assert_eq!(before.kind, FailureKind::UnknownAsset);
    }
}
