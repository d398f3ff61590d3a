//! What verifying a file found.

use serde::{Deserialize, Serialize};

/// The answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Every step holds.
    Valid,
    /// A step fails.
    Invalid,
    /// No step fails, but something is missing to say that every one holds.
    CannotTell,
}

/// The answer of one step.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StepOutcome {
    /// It holds.
    Valid,
    /// It fails.
    Invalid,
    /// Something is missing to decide it.
    CannotTell,
    /// An earlier step failed in a way that leaves nothing to check.
    NotChecked,
}

/// What verifying found, step by step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// The name of the file; hostile text.
    pub file: String,
    /// The answer.
    pub outcome: Outcome,
    /// Whether the answer rests on the sample's public keys, and so proves nothing to anyone.
    pub demonstration: bool,
    /// Whether something that the report speaks of was taken back since, as far as is known.
    pub changed_since: bool,
    /// The answer in a sentence.
    pub headline: String,
    /// The steps in order.
    pub steps: Vec<StepView>,
    /// What the report says of itself; `None` where it could not be read. Shown as the report's own words, proven or not.
    pub report: Option<ReportFacts>,
    /// The trust that was used, in words, such as `This workspace's trust: block 812 of chain 31337`; empty when there was none.
    pub trust: String,
    /// Whether a second person can still sign the file.
    #[serde(default)]
    pub open: bool,
}

/// One step of verifying.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// Its number, from 1.
    pub number: u8,
    /// What was checked, stable, such as `signature`.
    pub code: String,
    /// What was checked, in words.
    pub title: String,
    /// Its answer.
    pub outcome: StepOutcome,
    /// Why, as a sentence.
    pub reason: String,
    /// What the answer rests on, to be looked at and compared.
    pub proof: Vec<ProofFact>,
}

/// One thing that a step's answer rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProofFact {
    /// What it is, such as `Block headers`.
    pub what: String,
    /// The figure, name, hash or address.
    pub value: String,
    /// Whether it is a hash or address, to be compared to the last character.
    pub exact: bool,
}

/// What a report says of itself; hostile text throughout.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportFacts {
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// What it is about, by the name people use.
    pub object: String,
    /// What it is about, by its canonical name.
    pub epc: String,
    /// When it was issued, seconds since 1970.
    pub issued_unix: i64,
    /// The signer's certificate in words; `None` where it could not be read.
    pub signer: Option<String>,
}
