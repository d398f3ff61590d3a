//! The workspace at a glance: what needs attention, how fresh it is, how its figures spread. Spreads are worked out in one
//! pass and kept with the state that is open.

mod bins;
mod months;

use months::Months;
use protocol::{
    Attention, CarbonSpread, Freshness, MonthCount, OverviewView, RecycledSpread, SeverityCount,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use trace::{AssetKind, Assurance, ClaimKind, EventKey, SubjectId};

use super::{findings, words};
use crate::{Failure, Workspace};

/// How many findings are told at a glance.
const ATTENTION: usize = 12;
/// How many assets the recycled content is worked out for at most, the newest first.
const MOST_COUNTED: usize = 50_000;
/// How many bins a share has.
const TENTHS: usize = 10;

/// How the figures of all assets spread, for one state of the workspace.
#[derive(Debug)]
pub(crate) struct Spreads {
    recycled: RecycledSpread,
    carbon: Vec<CarbonSpread>,
    months: Vec<MonthCount>,
    earlier: u32,
}

impl Spreads {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let mut counted = Months::default();
        // What cannot be read is missing from the picture; every other view says that it cannot be read.
        let _ = (workspace.store).each_outline(0..=u64::MAX, |event| counted.count(&event));
        let (months, earlier) = counted.told();
        Self {
            recycled: workspace.recycled_spread(),
            carbon: workspace.carbon_spreads(),
            months,
            earlier,
        }
    }
}

impl Workspace {
    /// The workspace at a glance.
    pub fn overview(&self) -> Result<OverviewView, Failure> {
        let worst = self.findings.iter().take(ATTENTION);
        let spreads = self.spreads();
        Ok(OverviewView {
            attention: worst.map(|finding| self.attention(finding)).collect(),
            severities: self.severities(),
            freshness: self.freshness()?,
            kinds: self.kinds(),
            recycled: spreads.recycled.clone(),
            carbon: spreads.carbon.clone(),
            months: spreads.months.clone(),
            earlier: spreads.earlier,
        })
    }

    fn attention(&self, finding: &lineage::Finding) -> Attention {
        let assets = || finding.assets.iter().copied();
        let asset = std::iter::once(finding.subject)
            .chain(assets())
            .find(|subject| self.register.asset(*subject).is_some());
        Attention {
            finding: self.now().finding_view(finding),
            name: words::subject_name(&self.register, finding.subject),
            asset: asset.map(|asset| words::subject_epc(&self.register, asset)),
            assets: count(finding.assets.len()),
        }
    }

    fn severities(&self) -> Vec<SeverityCount> {
        let mut counts: Vec<SeverityCount> = Vec::new();
        for finding in self.findings.iter() {
            let severity = findings::severity(finding.severity);
            match counts.iter_mut().find(|known| known.severity == severity) {
                Some(known) => known.count += 1,
                None => counts.push(SeverityCount { severity, count: 1 }),
            }
        }
        counts.sort_by_key(|counted| std::cmp::Reverse(counted.severity));
        counts
    }

    fn freshness(&self) -> Result<Freshness, Failure> {
        // What is private and cannot be proven asks for nothing to be done.
        let open = |listed: &store::ListedDisagreement| {
            let private = listed.disagreement.kind == store::DisagreementKind::Private;
            listed.resolved.is_none() && !private
        };
        let disagreements = self.store.disagreements()?;
        Ok(Freshness {
            block: self.register.latest_event().map(|_| self.newest_block()),
            synced_unix: self.network.synced_at.map(u64::cast_signed),
            judged_unix: self.second().cast_signed(),
            sealed_to: self.sealed_to(),
            complete_to: self.state_for(u64::MAX)?.map(|state| state.block),
            events: self.event_count(),
            assurance: self.assurances(),
            disagreements: count(disagreements.iter().filter(|listed| open(listed)).count()),
        })
    }

    fn recycled_spread(&self) -> RecycledSpread {
        let made = |(id, _): &&(SubjectId, AssetKind)| self.register.making(*id).is_some();
        let all: Vec<_> = self.newest_first().iter().filter(made).copied().collect();
        let counted = &all[..all.len().min(MOST_COUNTED)];
        let mut bins = vec![vec![0; AssetKind::ALL.len()]; TENTHS];
        let mut unbounded = vec![0; AssetKind::ALL.len()];
        let mut weakest = Weakest::default();
        let contents = self
            .roll_up()
            .recycled_contents(counted.iter().map(|(id, _)| *id));
        for ((id, kind), (_, content)) in counted.iter().zip(contents) {
            let (Some(content), Some(asset)) = (content, self.register.asset(*id)) else {
                continue;
            };
            weakest.meets(self, asset.made_by);
            let bin = match bin_of(&content.share) {
                Some(bin) => &mut bins[bin],
                None => &mut unbounded,
            };
            if let Some(of_kind) = AssetKind::ALL.iter().position(|other| other == kind) {
                bin[of_kind] += 1;
            }
        }
        RecycledSpread {
            bins,
            unbounded,
            counted: count(counted.len()),
            total: count(all.len()),
            assurance: weakest.shown(),
        }
    }

    /// One spread for each unit that assets with a claim on their footprint are counted in, the one with the most first.
    fn carbon_spreads(&self) -> Vec<CarbonSpread> {
        let mut subjects: Vec<SubjectId> = (self.register.attestations().values())
            .filter(|about| about.claim.kind == ClaimKind::CarbonFootprint)
            .map(|about| about.subject)
            .collect();
        subjects.sort_unstable();
        subjects.dedup();
        let roll_up = self.roll_up();
        let mut by_unit: Vec<(String, Footprints)> = Vec::new();
        for subject in subjects {
            let (Some(asset), Some(footprint)) = (
                self.register.asset(subject),
                roll_up.carbon_footprint(subject),
            ) else {
                continue;
            };
            let unit = asset.detail.quantity.unit.symbol().to_owned();
            let at = by_unit.iter().position(|(known, _)| *known == unit);
            let at = at.unwrap_or_else(|| {
                by_unit.push((unit, Footprints::default()));
                by_unit.len() - 1
            });
            by_unit[at].1.take(self, footprint);
        }
        by_unit.sort_by_key(|(_, footprints)| std::cmp::Reverse(footprints.values.len()));
        let spread = |(unit, footprints): (String, Footprints)| footprints.spread(unit);
        by_unit.into_iter().map(spread).collect()
    }
}

/// Footprints by one unit.
#[derive(Default)]
struct Footprints {
    values: Vec<Decimal>,
    certified: usize,
    weakest: Weakest,
}

impl Footprints {
    fn take(&mut self, workspace: &Workspace, footprint: &lineage::Attestation) {
        self.values.push(footprint.claim.value());
        self.certified += usize::from(footprint.certified);
        self.weakest.meets(workspace, footprint.made.event);
    }

    fn spread(mut self, unit: String) -> CarbonSpread {
        self.values.sort_unstable();
        let median = self.values.get(self.values.len() / 2);
        CarbonSpread {
            unit,
            bins: bins::of(&self.values),
            counted: count(self.values.len()),
            certified: count(self.certified),
            median: median.map_or_else(String::new, |value| value.normalize().to_string()),
            assurance: self.weakest.shown(),
        }
    }
}

/// The weakest assurance met so far.
#[derive(Default)]
pub(super) struct Weakest(Option<Assurance>);

impl Weakest {
    pub(super) fn meets(&mut self, workspace: &Workspace, event: EventKey) {
        // Assurances are in order from the strongest to the weakest.
        self.0 = self.0.max(Some(workspace.assurance(event)));
    }

    pub(super) fn shown(&self) -> Option<protocol::Assurance> {
        self.0.map(words::assurance)
    }
}

/// The tenth that a share lies in by its proportional value; `None` where nothing bounds it.
fn bin_of(share: &lineage::Bounds) -> Option<usize> {
    if share.lower.is_zero() && share.upper == Decimal::ONE {
        return None;
    }
    let tenth = (share.proportional * Decimal::TEN).floor().to_usize()?;
    Some(tenth.min(TENTHS - 1))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(lower: i64, proportional: i64, upper: i64) -> lineage::Bounds {
        let [lower, proportional, upper] =
            [lower, proportional, upper].map(|percent| Decimal::new(percent, 2));
        lineage::Bounds {
            lower,
            proportional,
            upper,
        }
    }

    #[test]
    fn a_share_counts_where_its_proportional_value_lies() {
        assert_eq!(bin_of(&bounds(14, 32, 40)), Some(3));
        assert_eq!(bin_of(&bounds(0, 0, 0)), Some(0));
        assert_eq!(bin_of(&bounds(100, 100, 100)), Some(9));
        assert_eq!(bin_of(&bounds(0, 10, 20)), Some(1));
    }

    #[test]
    fn what_may_be_anything_is_in_no_bin() {
        assert_eq!(bin_of(&bounds(0, 30, 100)), None);
    }
}
