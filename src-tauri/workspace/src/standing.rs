//! Where reports stand: what their issuers said of them on the ledger since, and what was taken back of the things they speak of. It
//! is read from the events that the workspace holds; no node is asked, and nothing is said.
//!
//! Anybody on the ledger can say anything of any report. What counts is what that party says who anchored the report first; where
//! the report names its issuer's Global Location Number, who was first among the parties with that number.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use alloy_primitives::B256;
use ledger::Notice;
use protocol::{NoticeReceipt, Standing, StandingWord};
use report::model::Change;
use report::{History, Proven};
use store::{NoticeRow, ReportRow};
use tempfile::TempDir;
use trace::{Assurance, Epc, EventBody, EventKey, EventTime, EventType, SubjectId, TraceEvent};
use verify::{Asked, Later, Said, Trust, Turn};

use crate::folder::Folder;
use crate::view::{shorten, subject_name};
use crate::{Access, Failure, Workspace, import};

/// Something that a party said of a report.
#[derive(Clone, Debug)]
struct Statement {
    event: EventKey,
    digest: B256,
    party: SubjectId,
    time: EventTime,
    notice: Notice,
}

/// What was said of each report, by the hash that names it; in the order of the chain.
#[derive(Debug, Default)]
pub(crate) struct Statements(BTreeMap<B256, Vec<Statement>>);

/// What its issuer said of a report.
#[derive(Debug)]
struct Course<'a> {
    anchored: &'a Statement,
    /// What was said last, if anything was said since.
    turn: Option<&'a Statement>,
}

impl Statements {
    /// What the issuer of a report said of it; `None` if nobody who counts anchored it.
    fn course(&self, base: B256, counts: impl Fn(SubjectId) -> bool) -> Option<Course<'_>> {
        let said = self.0.get(&base)?;
        let issued = |said: &&Statement| matches!(said.notice, Notice::Issued { .. });
        let anchored = said.iter().filter(issued).find(|said| counts(said.party))?;
        let turn = said.iter().rfind(|later| {
            later.party == anchored.party && later.event > anchored.event && !issued(later)
        });
        Some(Course { anchored, turn })
    }

    /// Whether a party anchored this report, as far as is held.
    pub(crate) fn is_anchored(&self, base: B256, party: SubjectId) -> bool {
        let said = self.0.get(&base).into_iter().flatten();
        said.into_iter()
            .any(|said| said.party == party && matches!(said.notice, Notice::Issued { .. }))
    }
}

impl Workspace {
    /// Everything that was said of reports.
    pub(crate) fn statements(&self) -> Statements {
        let mut all = Statements::default();
        let parties = self.register.parties().keys().copied();
        for (party, step) in parties.flat_map(|party| {
            let history = self.register.history(party).iter();
            history.map(move |step| (party, step))
        }) {
            if step.event_type == EventType::Anchored
                && let Some(statement) = self.event(step.event).as_ref().and_then(statement)
                && statement.party == party
            {
                let base = statement.notice.report().base;
                all.0.entry(base).or_default().push(statement);
            }
        }
        for said in all.0.values_mut() {
            said.sort_by_key(|statement| statement.event);
        }
        all
    }

    /// What the ledger said after a report; `None` if the workspace is of another network. For step 7 of verifying.
    pub fn later(&self, asked: &Asked<'_>) -> Option<Later> {
        let ours = self.evidence_network();
        let theirs = asked.network;
        let same = (ours.chain_id, ours.genesis, ours.contract)
            == (theirs.chain_id, theirs.genesis, theirs.contract);
        if !same {
            return None;
        }
        let until = self.newest_block();
        let header = self.store.headers(until..=until).ok()?.pop()?;
        let statements = self.statements();
        let course = statements.course(asked.base, |party| self.is_issuer(party, asked.issuer_gln));
        Some(Later {
            until,
            until_time: header.timestamp(),
            assurance: self.weakest_between(asked.as_of, until),
            anchored: course.as_ref().map(|course| self.said(course.anchored)),
            turn: course.and_then(|course| self.turn(course.turn?)),
            changes: self.changes_since(asked.as_of, asked.histories),
        })
    }

    /// Where a report issued from here stands.
    pub fn standing(&self, number: &str) -> Result<Option<Standing>, Failure> {
        let reports = self.store.reports()?;
        let report = reports.iter().find(|report| report.number == number);
        let (said, sent) = (self.statements(), self.store.notices()?);
        Ok(report.map(|report| self.stands(report, &said, &sent, &mut BTreeMap::new())))
    }

    /// Where all reports issued from here stand, the newest first.
    pub fn standings(&self) -> Result<Vec<Standing>, Failure> {
        let (said, sent) = (self.statements(), self.store.notices()?);
        let mut grounds = BTreeMap::new();
        let reports = self.store.reports()?;
        let reports = reports.iter();
        Ok(reports
            .map(|report| self.stands(report, &said, &sent, &mut grounds))
            .collect())
    }

    /// `grounds`: the events that take something back, of what each asset rests on; filled as they are looked up.
    fn stands(
        &self,
        report: &ReportRow,
        said: &Statements,
        sent: &[NoticeRow],
        grounds: &mut BTreeMap<String, Vec<EventKey>>,
    ) -> Standing {
        let undoing = grounds
            .entry(report.epc.clone())
            .or_insert_with(|| self.undoing(&report.epc));
        let undermined = undoing
            .iter()
            .filter(|event| event.block > report.as_of_block);
        let course = report
            .base_hash
            .and_then(|base| said.course(base, |_| true));
        let last = course
            .as_ref()
            .map(|course| course.turn.unwrap_or(course.anchored));
        let (word, by, reason) = match last.map(|last| &last.notice) {
            None => (StandingWord::NotAnchored, None, None),
            Some(Notice::Issued { .. }) => (StandingWord::InForce, None, None),
            Some(Notice::Replaced { by, reason, .. }) => (
                StandingWord::Replaced,
                Some(by.number.as_str()),
                Some(reason),
            ),
            Some(Notice::Withdrawn { reason, .. }) => (StandingWord::Withdrawn, None, Some(reason)),
        };
        let heard: BTreeSet<B256> = report
            .base_hash
            .and_then(|base| said.0.get(&base))
            .into_iter()
            .flatten()
            .map(|statement| statement.digest)
            .collect();
        let sent = sent.iter().filter(|sent| sent.number == report.number);
        Standing {
            number: report.number.clone(),
            word,
            by: by.map(shorten),
            reason: reason.map(|reason| shorten(reason)),
            party: last.map(|last| subject_name(&self.register, last.party)),
            block: last.map(|last| last.event.block),
            at_unix: last.map(|last| last.time.unix_seconds().cast_signed()),
            undermined: u32::try_from(undermined.count()).unwrap_or(u32::MAX),
            known_to: self.newest_block(),
            sent: sent
                .map(|sent| NoticeReceipt {
                    kind: sent.kind.clone(),
                    tx: sent.tx.to_string(),
                    block: sent.block,
                    sent_unix: sent.sent_at.cast_signed(),
                    seen: heard.contains(&sent.digest),
                })
                .collect(),
        }
    }

    /// Whether a party can be the issuer that a report names.
    pub(crate) fn is_issuer(&self, party: SubjectId, gln: Option<&str>) -> bool {
        let known = self.register.party(party);
        gln.is_none_or(|gln| known.is_some_and(|known| known.gln == gln))
    }

    fn said(&self, statement: &Statement) -> Said {
        Said {
            by: subject_name(&self.register, statement.party),
            block: statement.event.block,
            on: statement.time,
        }
    }

    fn turn(&self, statement: &Statement) -> Option<Turn> {
        let said = self.said(statement);
        match &statement.notice {
            Notice::Issued { .. } => None,
            Notice::Replaced { by, reason, .. } => Some(Turn::Replaced {
                by_number: shorten(&by.number),
                by_base: by.base,
                reason: shorten(reason),
                said,
            }),
            Notice::Withdrawn { reason, .. } => Some(Turn::Withdrawn {
                reason: shorten(reason),
                said,
            }),
        }
    }

    /// How well the blocks after one, up to another, are proven; the weakest counts.
    fn weakest_between(&self, after: u64, until: u64) -> Proven {
        let mut weakest = Proven::Sealed;
        for (blocks, assurance) in &self.proven {
            if *blocks.end() > after && *blocks.start() <= until {
                weakest = match (assurance, weakest) {
                    (Assurance::Included, Proven::Sealed) => Proven::Included,
                    (Assurance::Sealed | Assurance::Included, known) => known,
                    _ => Proven::Reported,
                };
            }
        }
        weakest
    }

    /// What was taken back after a block, of these histories.
    fn changes_since(&self, block: u64, histories: &BTreeSet<History>) -> Vec<Change> {
        let subjects: BTreeSet<SubjectId> = histories.iter().map(|(id, _)| *id).collect();
        let events = self.undoing_of(&subjects).into_iter();
        events
            .filter(|event| event.block > block)
            .filter_map(|event| self.event(event))
            .filter(|event| {
                let extended = ledger::extends(&event.body);
                extended.iter().any(|history| histories.contains(history))
            })
            .filter_map(|event| self.change(&event, histories))
            .collect()
    }

    fn change(&self, event: &TraceEvent, histories: &BTreeSet<History>) -> Option<Change> {
        let name = |subject| subject_name(&self.register, subject);
        match &event.body {
            EventBody::Revoked {
                attestation,
                subject,
                record,
                ..
            } => {
                let about = self.register.attestations_about(*subject);
                let mut revoked = about.filter(|about| about.id == *attestation);
                let statement = revoked.next().map(|revoked| &revoked.claim.statement);
                Some(Change::Revoked {
                    statement: statement.map(|text| shorten(text)).unwrap_or_default(),
                    subject: name(*subject),
                    on: record.time,
                })
            }
            EventBody::Recalled { asset, record, .. } => {
                let known = self.register.asset(*asset);
                let recall = known.and_then(|known| {
                    known
                        .recalls
                        .iter()
                        .find(|recall| recall.event == event.key)
                });
                let lifted = recall.and_then(|recall| recall.lifted.as_ref());
                Some(Change::Recalled {
                    asset: name(*asset),
                    on: record.time,
                    lifted: lifted.map(|lifted| lifted.step.time),
                })
            }
            EventBody::Corrected {
                histories: wrong,
                record,
                ..
            } => {
                let told = wrong.iter().find(|history| histories.contains(history));
                Some(Change::Corrected {
                    subject: name(told?.0),
                    on: record.time,
                })
            }
            _ => None,
        }
    }

    /// The events that take something back, of what an asset rests on.
    fn undoing(&self, epc: &str) -> Vec<EventKey> {
        let Ok(epc) = Epc::parse(epc) else {
            return Vec::new();
        };
        let asset = SubjectId::of(&epc);
        self.undoing_of(&lineage::rests_on(&self.register, &self.lineage, asset))
    }

    /// The events that take something back, in the histories of these subjects; in the order of the chain, each once.
    fn undoing_of(&self, subjects: &BTreeSet<SubjectId>) -> Vec<EventKey> {
        let steps = subjects.iter().flat_map(|id| self.register.history(*id));
        let undoes = steps.filter(|step| {
            let of = step.event_type;
            of == EventType::Revoked || of == EventType::Recalled || of == EventType::Corrected
        });
        let events: BTreeSet<EventKey> = undoes.map(|step| step.event).collect();
        events.into_iter().collect()
    }
}

/// The statement in an event, if it is one.
fn statement(event: &TraceEvent) -> Option<Statement> {
    let EventBody::Anchored {
        party,
        document_hash,
        kind,
        record,
    } = &event.body
    else {
        return None;
    };
    Some(Statement {
        event: event.key,
        digest: event.digest,
        party: *party,
        time: record.time,
        notice: Notice::read(*document_hash, kind, record)?,
    })
}

/// Somebody who may have read the ledger further than a report did: a workspace's folder, or a ledger file.
#[derive(Debug)]
pub struct Reading {
    workspace: Workspace,
    /// Where a ledger file was unpacked.
    _unpacked: Option<TempDir>,
}

impl Reading {
    /// Opens a workspace, or a ledger file, everything in which is checked against what is trusted; `now` is in Unix seconds.
    pub fn open(path: &Path, trust: Option<&Trust>, now: u64) -> Result<Self, Failure> {
        if path.is_dir() {
            return Ok(Self {
                workspace: Workspace::open(path, Access::Read)?,
                _unpacked: None,
            });
        }
        let trust = trust.ok_or_else(no_trust)?;
        let unpacked = tempfile::tempdir().map_err(|error| Failure::from_io(path, &error))?;
        let folder = unpacked.path().join("workspace");
        import::import(&Folder::at(&folder), path, trust, now)?;
        Ok(Self {
            workspace: Workspace::open(&folder, Access::Read)?,
            _unpacked: Some(unpacked),
        })
    }

    /// What the ledger said after a report.
    pub fn later(&self, asked: &Asked<'_>) -> Option<Later> {
        self.workspace.later(asked)
    }
}

fn no_trust() -> Failure {
    Failure::new(
        crate::FailureKind::Usage,
        "a ledger file is worth nothing without trust of one's own",
        "Name what you trust with --trust FILE, or name a workspace's folder instead of the file.",
    )
}

#[cfg(test)]
mod tests;
