//! Step 7: what had become of the things that the report speaks of, as far as the evidence can know; and since, as far as
//! somebody who is asked can tell.

use std::collections::BTreeSet;

use alloy_primitives::B256;
use evidence::Network;
use report::model::Change;
use report::{Basis, History, Proven};
use trace::EventTime;

use super::{Contents, Given, fact, sha256, step};
use crate::verdict::{Fact, Step, StepCode, StepOutcome};
use crate::{Wording, instant};

/// How many changes are named; the rest is counted.
const NAMED: usize = 3;

/// What verifying wants to know of somebody who may have read the ledger further than the report did.
pub struct Asked<'a> {
    /// Which ledger.
    pub network: &'a Network,
    /// The report's number.
    pub number: &'a str,
    /// SHA-256 of `evidence.json`.
    pub evidence: B256,
    /// SHA-256 of the whole file.
    pub file: B256,
    /// SHA-256 of the report before its signature: the same whatever was added to the file since.
    pub base: B256,
    /// The newest block that the report takes into account.
    pub as_of: u64,
    /// What it is about, by its canonical name.
    pub subject: &'a str,
    /// The issuer's Global Location Number, if the report names one.
    pub issuer_gln: Option<&'a str>,
    /// The histories that it speaks of.
    pub histories: &'a BTreeSet<History>,
}

/// What the ledger said after the report, as far as somebody has read it and proven it to themselves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Later {
    /// The newest block that they know.
    pub until: u64,
    /// Its time, in seconds since 1970.
    pub until_time: u64,
    /// How well the blocks up to it are proven to them; the weakest counts.
    pub assurance: Proven,
    /// Who anchored the report on the ledger, if anyone did.
    pub anchored: Option<Said>,
    /// What its issuer did to it last.
    pub turn: Option<Turn>,
    /// What was taken back of the things that the report speaks of, after the block that it names.
    pub changes: Vec<Change>,
}

/// Who said something on the ledger, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Their name; hostile text.
    pub by: String,
    /// The block that says so.
    pub block: u64,
    /// When they say that they said it.
    pub on: EventTime,
}

/// What an issuer did to a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Another report stands in its place.
    Replaced {
        /// The other's number; hostile text.
        by_number: String,
        /// SHA-256 of the other before its signature.
        by_base: B256,
        /// Why, in the issuer's words; hostile text.
        reason: String,
        /// Who said so.
        said: Said,
    },
    /// It was withdrawn.
    Withdrawn {
        /// Why, in the issuer's words; hostile text.
        reason: String,
        /// Who said so.
        said: Said,
    },
}

/// `completeness` is the answer to whether nothing was left out: of histories with gaps nobody can say how they end. Says also
/// whether something was taken back since.
pub(super) fn check(
    pdf: &[u8],
    contents: &Contents,
    basis: &Basis,
    completeness: &Step,
    given: &Given<'_>,
) -> (Step, bool) {
    let parameters = &contents.parameters;
    let base = pdf.get(..contents.signed.base_length).unwrap_or_default();
    let asked = Asked {
        network: &contents.bundle.network,
        number: &parameters.number,
        evidence: contents.evidence.into(),
        file: sha256(pdf).into(),
        base: sha256(base).into(),
        as_of: parameters.as_of.number,
        subject: &parameters.subject,
        issuer_gln: parameters.issuer.gln.as_deref(),
        histories: basis.histories(),
    };
    let later = given.later.and_then(|ask| ask(&asked));
    let later = later.filter(|later| later.until >= asked.as_of);
    let known = block_at(parameters.as_of.number, parameters.as_of.time);
    let mut proof = vec![fact(|words| words.fact_known_until, known.clone())];
    proof.extend(later.iter().flat_map(of_later));
    let answer = |outcome, reason| step(StepCode::Status, outcome, reason).with_proof(proof);
    let turn = later.as_ref().and_then(|later| later.turn.as_ref());
    if let Some(turn) = turn {
        return (answer(StepOutcome::Invalid, taken_back(turn)), true);
    }
    if completeness.outcome != StepOutcome::Valid {
        let reason = Wording::of(|words| words.status_open);
        return (answer(StepOutcome::CannotTell, reason), false);
    }
    let changes = basis.changes();
    let then = if changes.is_empty() {
        Wording::with(|words| words.status_none, std::slice::from_ref(&known))
    } else {
        Wording::with(
            |words| words.status_some,
            &[known.clone(), together(&changes)],
        )
    };
    let (afterwards, taken_since) = since(&known, later.as_ref());
    let reason = Wording::joined(&[then, afterwards], " ");
    (answer(StepOutcome::Valid, reason), taken_since)
}

fn of_later(later: &Later) -> Vec<Fact> {
    let proven = match later.assurance {
        Proven::Sealed => Wording::of(|words| words.proven_sealed),
        Proven::Included => Wording::of(|words| words.proven_included),
        Proven::Reported => Wording::of(|words| words.proven_reported),
    };
    let until = block_at(later.until, later.until_time);
    let mut facts = vec![
        fact(|words| words.fact_newer_until, until),
        fact(|words| words.fact_newer_proven, proven),
    ];
    let anchored = later.anchored.as_ref();
    facts.extend(anchored.map(|said| fact(|words| words.fact_anchored, who(said))));
    match &later.turn {
        Some(Turn::Replaced { said, .. } | Turn::Withdrawn { said, .. }) => {
            facts.push(fact(|words| words.fact_taken_back_by, who(said)));
        }
        None => {}
    }
    facts
}

fn who(said: &Said) -> Wording {
    let by = Wording::hostile(&said.by);
    Wording::with(|words| words.anchored_text, &[by, said.block.into()])
}

/// What came after the report, and whether it takes anything back.
fn since(known: &Wording, later: Option<&Later>) -> (Wording, bool) {
    let Some(later) = later else {
        let known = std::slice::from_ref(known);
        return (
            Wording::with(|words| words.status_unknown_since, known),
            false,
        );
    };
    let until = block_at(later.until, later.until_time);
    if later.changes.is_empty() {
        return (
            Wording::with(|words| words.status_nothing_since, &[until]),
            false,
        );
    }
    let told = together(&later.changes);
    (
        Wording::with(|words| words.status_since, &[until, told]),
        true,
    )
}

fn taken_back(turn: &Turn) -> Wording {
    match turn {
        Turn::Replaced {
            by_number,
            reason,
            said,
            ..
        } => Wording::with(
            |words| words.status_replaced,
            &[
                Wording::hostile(by_number),
                said.block.into(),
                Wording::hostile(reason),
            ],
        ),
        Turn::Withdrawn { reason, said } => Wording::with(
            |words| words.status_withdrawn,
            &[said.block.into(), Wording::hostile(reason)],
        ),
    }
}

/// A block and its time, such as `block 812 of 2026-10-12 08:00 UTC`.
fn block_at(number: u64, time: u64) -> Wording {
    let text = instant(time);
    match text.strip_suffix(" UTC") {
        Some(minute) => Wording::with(
            |words| words.block_at,
            &[number.into(), Wording::plain(minute)],
        ),
        None => Wording::with(|words| words.block_plain, &[number.into()]),
    }
}

/// The first of these in words, and how many more there are.
fn together(changes: &[Change]) -> Wording {
    let more = changes.len().saturating_sub(NAMED);
    let mut said: Vec<Wording> = changes.iter().take(NAMED).map(told).collect();
    if more > 0 {
        said.push(Wording::with(|words| words.and_more, &[more.into()]));
    }
    Wording::joined(&said, "; ")
}

/// What was taken back, in words.
fn told(change: &Change) -> Wording {
    let hostile = |text: &String| Wording::hostile(text);
    match change {
        Change::Revoked {
            statement,
            subject,
            on,
        } => Wording::with(
            |words| words.revoked,
            &[
                hostile(statement),
                hostile(subject),
                Wording::plain(on.local_date()),
            ],
        ),
        Change::Recalled {
            asset,
            on,
            lifted: None,
        } => Wording::with(
            |words| words.recalled,
            &[hostile(asset), Wording::plain(on.local_date())],
        ),
        Change::Recalled {
            asset,
            on,
            lifted: Some(lifted),
        } => Wording::with(
            |words| words.recalled_lifted,
            &[
                hostile(asset),
                Wording::plain(on.local_date()),
                Wording::plain(lifted.local_date()),
            ],
        ),
        Change::Corrected { subject, on } => Wording::with(
            |words| words.corrected,
            &[hostile(subject), Wording::plain(on.local_date())],
        ),
    }
}
