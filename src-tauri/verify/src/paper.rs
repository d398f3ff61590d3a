//! A verdict on paper: what a person files beside the report. The same verdict at the same instant, the same bytes.

use alloy_primitives::B256;
use report::{Locale, Paper, ReportError, VerdictFact, VerdictMark, VerdictSheet, VerdictStep};
use sha2::{Digest, Sha256};
use trace::EventTime;

use crate::shown::shown;
use crate::words::Words;
use crate::{Outcome, Step, StepOutcome, Verdict, Wording, instant};

/// The verdict on these bytes, a file of this name, as a PDF (unsigned). `at` is when it was verified, in seconds since 1970.
pub fn on_paper(
    verdict: &Verdict,
    name: &str,
    pdf: &[u8],
    at: u64,
    locale: Locale,
) -> Result<Vec<u8>, ReportError> {
    let said = |wording: Wording| wording.into_language(locale);
    let word = |sentence| said(Wording::of(sentence));
    let verified = Wording::with(|words| words.sheet_verified, &[Wording::plain(instant(at))]);
    let (outcome, mark) = answer(verdict);
    let record = serde_json::to_vec_pretty(&shown(name, verdict, locale)).unwrap_or_default();
    VerdictSheet {
        locale,
        paper: Paper::A4,
        title: word(|words| words.sheet_title),
        verified: said(verified),
        verified_at: EventTime {
            unix_millis: at.saturating_mul(1000),
            zone_offset_minutes: 0,
        },
        outcome: said(outcome),
        mark,
        headline: said(verdict.headline()),
        file_hash: B256::from_slice(&Sha256::digest(pdf)),
        facts: facts(verdict, name, pdf, locale),
        steps: verdict.steps.iter().map(|one| step(one, locale)).collect(),
        note: word(|words| words.sheet_note),
        record: (record, word(|words| words.sheet_record)),
    }
    .render()
}

fn answer(verdict: &Verdict) -> (Wording, VerdictMark) {
    match verdict.outcome {
        Outcome::Valid if verdict.demonstration.is_one() => (
            Wording::of(|words| words.word_demonstration),
            VerdictMark::Holds,
        ),
        Outcome::Valid => (Wording::of(|words| words.word_valid), VerdictMark::Holds),
        Outcome::Invalid => (Wording::of(|words| words.word_invalid), VerdictMark::Fails),
        Outcome::CannotTell => (
            Wording::of(|words| words.word_cannot_tell),
            VerdictMark::Open,
        ),
    }
}

fn step(step: &Step, locale: Locale) -> VerdictStep {
    let (mark, outcome): (_, fn(&Words) -> &'static str) = match step.outcome {
        StepOutcome::Valid => (VerdictMark::Holds, |words| words.word_holds),
        StepOutcome::Invalid => (VerdictMark::Fails, |words| words.word_fails),
        StepOutcome::CannotTell => (VerdictMark::Open, |words| words.word_open),
        StepOutcome::NotChecked => (VerdictMark::Unchecked, |words| words.word_unchecked),
    };
    let title = step.code.title().into_language(locale);
    let proof = step.proof.iter().map(|fact| VerdictFact {
        what: fact.what.in_language(locale).to_owned(),
        value: fact.value.in_language(locale).to_owned(),
        exact: fact.exact,
    });
    VerdictStep {
        title: format!("{}  {title}", step.code.number()),
        mark,
        outcome: Wording::of(outcome).into_language(locale),
        reason: step.reason.in_language(locale).to_owned(),
        proof: proof.collect(),
    }
}

/// What the file is, what it says of itself, and the trust that was used.
fn facts(verdict: &Verdict, name: &str, pdf: &[u8], locale: Locale) -> Vec<VerdictFact> {
    let mut facts = Vec::new();
    let mut add = |what: fn(&Words) -> &'static str, value: Wording, exact: bool| {
        let value = value.into_language(locale);
        if !value.is_empty() {
            facts.push(VerdictFact {
                what: Wording::of(what).into_language(locale),
                value,
                exact,
            });
        }
    };
    let hash = Wording::plain(hex::encode(Sha256::digest(pdf)));
    add(|words| words.sheet_file, Wording::hostile(name), false);
    add(|words| words.fact_file_hash, hash, true);
    if let Some(report) = &verdict.facts {
        let hostile = |text: &String| Wording::hostile(text);
        let issued = Wording::plain(instant(report.issued_at));
        add(|words| words.sheet_number, hostile(&report.number), false);
        add(|words| words.sheet_object, hostile(&report.object), false);
        add(|words| words.sheet_epc, hostile(&report.subject), true);
        add(|words| words.sheet_issuer, hostile(&report.issuer), false);
        add(|words| words.sheet_issued, issued, false);
        add(|words| words.sheet_signer, hostile(&report.signer), false);
    }
    let none = || Wording::of(|words| words.sheet_no_trust);
    let trust = verdict.trust.clone().unwrap_or_else(none);
    add(|words| words.sheet_trust, trust, false);
    facts
}
