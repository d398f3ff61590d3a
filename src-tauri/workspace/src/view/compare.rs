//! As known then and as known now: what changed between two blocks, in words, and which issued reports that undermines.

use std::collections::{BTreeMap, BTreeSet};

use lineage::{Change, Finding, Lineage, Register, RollUp, Sort};
use protocol::{
    BlockPoint, ChangeGroup, ChangeView, ChangeWord, CompareQuery, CompareView, EventRef, Moment,
    RangeView, Reason, UnderminedReport,
};
use store::{EventRow, ReportRow};
use trace::{EventKey, SubjectId, TraceEvent};

use super::{not_yet, words};
use crate::open::KnownAt;
use crate::{Failure, FailureKind, Workspace, ingest};

/// How many changes of one sort are shown; the newest.
const SHOWN: usize = 200;

/// How many reasons are shown for one report.
const REASONS: usize = 20;

/// How far back one looks who has issued no report: 30 days.
const MONTH: u64 = 30 * 86_400;

/// What is known at a block.
struct Known<'a> {
    register: &'a Register,
    lineage: &'a Lineage,
    findings: &'a [Finding],
    /// When it is judged.
    second: u64,
}

impl<'a> Known<'a> {
    fn new(known: &'a KnownAt) -> Self {
        Self {
            register: &known.register,
            lineage: &known.lineage,
            findings: &known.findings,
            second: known.register.last_happened(),
        }
    }

    fn findings(&self, about: Option<&BTreeSet<SubjectId>>) -> Vec<&'a Finding> {
        let concerns = |finding: &&Finding| {
            about.is_none_or(|about| finding.assets.iter().any(|asset| about.contains(asset)))
        };
        self.findings.iter().filter(concerns).collect()
    }
}

/// Changes with the events that chain reorganisations took away.
struct Changed {
    changes: Vec<Change>,
    replaced: Vec<TraceEvent>,
}

impl Workspace {
    /// What changed between two blocks, for one asset's lineage or all of the ledger.
    pub fn compare(&self, query: &CompareQuery) -> Result<CompareView, Failure> {
        let (then, now) = self.two_blocks(query)?;
        let (earlier, later) = (self.known_at(Some(then))?, self.known_at(Some(now))?);
        let (then_at, now_at) = (Known::new(&earlier), Known::new(&later));
        let asset = query
            .epc
            .as_deref()
            .map(|epc| self.asset_id(epc))
            .transpose()?;
        if let (Some(asset), Some(epc)) = (asset, &query.epc)
            && now_at.register.asset(asset).is_none()
        {
            return Err(not_yet(epc, Some(now)));
        }
        let about = asset.map(|asset| lineage::rests_on(now_at.register, now_at.lineage, asset));
        let mut changed = self.changed(&now_at, then, now)?;
        let reports = self.undermined(&changed, now)?;
        if let Some(about) = &about {
            let concerns = |subjects: &[SubjectId]| subjects.iter().any(|of| about.contains(of));
            changed.changes.retain(|change| concerns(&change.subjects));
            changed
                .replaced
                .retain(|event| concerns(&event.body.subjects()));
        }
        let (before, after) = (
            then_at.findings(about.as_ref()),
            now_at.findings(about.as_ref()),
        );
        let recycled = |known: &Known<'_>| asset.and_then(|asset| recycled(known, asset));
        Ok(CompareView {
            epc: asset.map(|asset| words::subject_epc(now_at.register, asset)),
            name: asset.map_or_else(String::new, |asset| {
                words::subject_name(now_at.register, asset)
            }),
            then: self.point(then, &then_at, about.as_ref())?,
            now: self.point(now, &now_at, about.as_ref())?,
            groups: self.groups(&changed),
            appeared: self.only_in(&after, &before, now_at.register),
            gone: self.only_in(&before, &after, then_at.register),
            recycled_then: recycled(&then_at),
            recycled_now: recycled(&now_at),
            reports: match asset {
                None => reports,
                Some(asset) => {
                    let epc = words::subject_epc(now_at.register, asset);
                    reports
                        .into_iter()
                        .filter(|report| report.epc == epc)
                        .collect()
                }
            },
        })
    }

    fn two_blocks(&self, query: &CompareQuery) -> Result<(u64, u64), Failure> {
        let now = self.known_to(query.now);
        let refused =
            |message: String, hint: &str| Err(Failure::new(FailureKind::Usage, message, hint));
        let then = match query.then {
            Some(then) => then,
            None => self.usual_then(query.epc.as_deref(), now)?,
        };
        match query.now {
            Some(named) if named > self.newest_block() => refused(
                format!(
                    "block {named} is not held; the newest is {}",
                    self.newest_block()
                ),
                "Sync first, or name an earlier block.",
            ),
            _ if then > now => refused(
                format!("block {then} does not come before block {now}"),
                "Name the earlier block as then and the later as now.",
            ),
            _ => Ok((then, now)),
        }
    }

    /// The block of the oldest report issued about an asset or any, or else that of a month before.
    fn usual_then(&self, epc: Option<&str>, now: u64) -> Result<u64, Failure> {
        let asset = epc.map(|epc| self.asset_id(epc)).transpose()?;
        let reports = self.store.reports()?;
        let about = reports
            .iter()
            .filter(|report| asset.is_none() || self.asset_id(&report.epc).ok() == asset);
        if let Some(oldest) = about.map(|report| report.as_of_block).min() {
            return Ok(oldest.min(now));
        }
        let since = self.time_of(now)?.saturating_sub(MONTH);
        let before = self.register.calendar().iter();
        let before = before.take_while(|known| known.time <= since && known.block <= now);
        Ok(before.last().map_or(0, |known| known.block))
    }

    /// What changed after one block and up to another.
    fn changed(&self, now: &Known<'_>, from: u64, to: u64) -> Result<Changed, Failure> {
        let events = self.events_between(from, to)?;
        let mut changes = lineage::changes(now.register, &events);
        let (since, until) = (self.time_of(from)?, self.time_of(to)?);
        changes.extend(lineage::expiries(now.register, since, until));
        Ok(Changed {
            changes,
            replaced: self.replaced(to)?,
        })
    }

    fn events_between(&self, after: u64, until: u64) -> Result<Vec<TraceEvent>, Failure> {
        if after >= until {
            return Ok(Vec::new());
        }
        let rows = self.store.events_in(after + 1..=until)?;
        Ok(self.read(&rows))
    }

    fn read(&self, rows: &[EventRow]) -> Vec<TraceEvent> {
        let event = |row| ingest::event(row, self.network.contract);
        rows.iter().filter_map(event).collect()
    }

    /// The events up to a block that a reorganisation took away and that did not come back elsewhere.
    fn replaced(&self, until: u64) -> Result<Vec<TraceEvent>, Failure> {
        let gone = self.read(&self.store.superseded_events_up_to(until)?);
        let Some(first) = gone.iter().map(|event| event.key.block).min() else {
            return Ok(gone);
        };
        let live = self.read(&self.store.events_in(first..=u64::MAX)?);
        let mut known: BTreeSet<_> = live.iter().map(|event| event.digest).collect();
        Ok(gone
            .into_iter()
            .filter(|event| known.insert(event.digest))
            .collect())
    }

    /// The reports that changes undermine, newest first.
    fn undermined(&self, changed: &Changed, now: u64) -> Result<Vec<UnderminedReport>, Failure> {
        let mut undermined = Vec::new();
        let mut grounds: BTreeMap<String, BTreeSet<SubjectId>> = BTreeMap::new();
        for report in self.store.reports()? {
            let Ok(asset) = self.asset_id(&report.epc) else {
                continue;
            };
            if report.as_of_block > now {
                continue;
            }
            let basis = (grounds.entry(report.epc.clone()))
                .or_insert_with(|| lineage::rests_on(&self.register, &self.lineage, asset));
            let reasons = self.reasons(&report, basis, changed)?;
            if !reasons.is_empty() {
                undermined.push(report_view(report, reasons));
            }
        }
        Ok(undermined)
    }

    fn reasons(
        &self,
        report: &ReportRow,
        basis: &BTreeSet<SubjectId>,
        changed: &Changed,
    ) -> Result<Vec<Reason>, Failure> {
        let said = (report.as_of_block, self.time_of(report.as_of_block)?);
        let against = lineage::undermining(&changed.changes, basis, said);
        let told = against.into_iter().map(|change| Reason {
            sort: word(change.sort),
            change: self.change_view(change),
        });
        // Only what was there when the report was issued can have been taken from it.
        let taken = changed.replaced.iter().filter(|event| {
            event.key.block <= report.as_of_block
                && event.block_time <= report.issued_at
                && event.body.subjects().iter().any(|of| basis.contains(of))
        });
        let taken = taken.map(|event| Reason {
            sort: ChangeWord::Replaced,
            change: self.replaced_view(event),
        });
        Ok(taken.chain(told).take(REASONS).collect())
    }

    fn groups(&self, changed: &Changed) -> Vec<ChangeGroup> {
        let mut groups = Vec::new();
        let newest = changed.replaced.iter().rev().take(SHOWN);
        groups.push(ChangeGroup {
            sort: ChangeWord::Replaced,
            total: count(changed.replaced.len()),
            changes: newest.map(|event| self.replaced_view(event)).collect(),
        });
        for sort in Sort::ALL {
            let of = || {
                changed
                    .changes
                    .iter()
                    .filter(move |change| change.sort == sort)
            };
            let newest = of().rev().take(SHOWN);
            groups.push(ChangeGroup {
                sort: word(sort),
                total: count(of().count()),
                changes: newest.map(|change| self.change_view(change)).collect(),
            });
        }
        groups.retain(|group| group.total > 0);
        groups
    }

    fn change_view(&self, change: &Change) -> ChangeView {
        let subject = self.telling(&change.subjects);
        ChangeView {
            event: self.now().event_ref(change.event),
            at: Moment {
                unix: change.second.cast_signed(),
                offset_minutes: 0,
            },
            about: words::subject_name(&self.register, subject),
            subject: words::subject_epc(&self.register, subject),
            undoes: (change.undoes.iter())
                .map(|event| self.now().event_ref(*event))
                .collect(),
        }
    }

    fn replaced_view(&self, event: &TraceEvent) -> ChangeView {
        let subject = self.telling(&event.body.subjects());
        let asset = self.register.asset(subject);
        ChangeView {
            event: EventRef {
                block: event.key.block,
                log_index: event.key.log_index,
                event: words::event(event.body.event_type()),
                title: self.now().event_title(event),
                asset: asset.map(|asset| asset.detail.epc.to_string()),
            },
            at: Moment {
                unix: event.block_time.cast_signed(),
                offset_minutes: 0,
            },
            about: words::subject_name(&self.register, subject),
            subject: words::subject_epc(&self.register, subject),
            undoes: Vec::new(),
        }
    }

    /// Of what an event is about, what tells most: what was made rather than what it was made of.
    fn telling(&self, subjects: &[SubjectId]) -> SubjectId {
        let known = |subject: &&SubjectId| self.register.asset(**subject).is_some();
        let last = subjects
            .iter()
            .rev()
            .find(known)
            .or_else(|| subjects.first());
        last.copied()
            .unwrap_or(SubjectId(alloy_primitives::B256::ZERO))
    }

    fn only_in(
        &self,
        found: &[&Finding],
        elsewhere: &[&Finding],
        register: &Register,
    ) -> Vec<protocol::Finding> {
        let key = |finding: &&Finding| {
            let first: Option<EventKey> = finding.events.first().copied();
            (finding.figures.code(), finding.subject, first)
        };
        let others: BTreeSet<_> = elsewhere.iter().map(key).collect();
        (found.iter())
            .filter(|finding| !others.contains(&key(finding)))
            .take(SHOWN)
            .map(|finding| protocol::Finding {
                message: finding.message(register),
                advice: finding.advice(register),
                ..self.now().finding_view(finding)
            })
            .collect()
    }

    fn point(
        &self,
        block: u64,
        known: &Known<'_>,
        about: Option<&BTreeSet<SubjectId>>,
    ) -> Result<BlockPoint, Failure> {
        let (events, assets) = match about {
            None => (
                known.register.calendar().events(),
                known.register.assets().len(),
            ),
            Some(about) => {
                let steps = about.iter().flat_map(|of| known.register.history(*of));
                let events: BTreeSet<EventKey> = steps.map(|step| step.event).collect();
                let assets = about
                    .iter()
                    .filter(|of| known.register.asset(**of).is_some());
                (events.len() as u64, assets.count())
            }
        };
        Ok(BlockPoint {
            block,
            at_unix: self.time_of(block)?.cast_signed(),
            events: u32::try_from(events).unwrap_or(u32::MAX),
            assets: count(assets),
        })
    }

    /// The time of a block: its header's, or that of the last event before where no header is held.
    pub(crate) fn time_of(&self, block: u64) -> Result<u64, Failure> {
        if let Some(header) = self.store.headers(block..=block)?.pop() {
            return Ok(header.timestamp());
        }
        let before = self
            .register
            .calendar()
            .iter()
            .take_while(|known| known.block <= block);
        Ok(before.last().map_or(0, |known| known.time))
    }
}

fn recycled(known: &Known<'_>, asset: SubjectId) -> Option<RangeView> {
    known.register.asset(asset)?;
    let content = RollUp::new(known.register, known.second).recycled_content(asset)?;
    let claim =
        known
            .register
            .claim_in_force(asset, &trace::ClaimKind::RecycledContent, known.second);
    Some(RangeView {
        lower: words::float(content.share.lower),
        proportional: words::float(content.share.proportional),
        upper: words::float(content.share.upper),
        claimed: claim.map(|claim| words::float(claim.claim.value()) / 100.0),
    })
}

fn report_view(report: ReportRow, reasons: Vec<Reason>) -> UnderminedReport {
    UnderminedReport {
        number: words::text(&report.number),
        epc: report.epc,
        name: words::text(&report.description),
        path: report.path,
        issued_unix: report.issued_at.cast_signed(),
        as_of: report.as_of_block,
        reasons,
    }
}

const fn word(sort: Sort) -> ChangeWord {
    match sort {
        Sort::Revoked => ChangeWord::Revoked,
        Sort::Recalled => ChangeWord::Recalled,
        Sort::Lifted => ChangeWord::Lifted,
        Sort::Corrected => ChangeWord::Corrected,
        Sort::Expired => ChangeWord::Expired,
        Sort::Attested => ChangeWord::Attested,
        Sort::Made => ChangeWord::Made,
        Sort::Moved => ChangeWord::Moved,
        Sort::Entered => ChangeWord::Entered,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
