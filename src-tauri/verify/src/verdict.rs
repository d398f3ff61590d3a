//! What verifying a report found, as plain values; how it is shown is for others.

use crate::ReportFacts;

/// The answer of one step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepOutcome {
    /// It holds.
    Valid,
    /// It does not hold.
    Invalid,
    /// Something is missing to decide it.
    CannotTell,
    /// Nobody has looked: an earlier step took the ground away.
    NotChecked,
}

impl StepOutcome {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::CannotTell => "cannot_tell",
            Self::NotChecked => "not_checked",
        }
    }
}

/// The answer for the whole report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Every step holds.
    Valid,
    /// A step does not hold.
    Invalid,
    /// No step fails, but something is missing to say more, such as trust.
    CannotTell,
}

impl Outcome {
    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::CannotTell => "cannot_tell",
        }
    }
}

/// The steps of a verification, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum StepCode {
    /// The file and its signature are whole.
    Integrity,
    /// The signer is one that the user accepts.
    Signer,
    /// Every event is in a block.
    Inclusion,
    /// The blocks are sealed by validators that the user trusts, or lead to a block that the user trusts.
    Blocks,
    /// Nothing was left out.
    Completeness,
    /// The pages say what the evidence says.
    Pages,
    /// What was revoked, corrected, recalled or withdrawn by the block named is known.
    Status,
}

impl StepCode {
    /// All steps in their order.
    pub const ALL: [Self; 7] = [
        Self::Integrity,
        Self::Signer,
        Self::Inclusion,
        Self::Blocks,
        Self::Completeness,
        Self::Pages,
        Self::Status,
    ];

    /// Its number, from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The word for it in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Integrity => "integrity",
            Self::Signer => "signer",
            Self::Inclusion => "inclusion",
            Self::Blocks => "blocks",
            Self::Completeness => "completeness",
            Self::Pages => "pages",
            Self::Status => "status",
        }
    }

    /// What is checked, for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Integrity => "File and signature are whole",
            Self::Signer => "Signed by someone you accept",
            Self::Inclusion => "Every event is in a block",
            Self::Blocks => "The blocks are sealed, or lead to one you trust",
            Self::Completeness => "Nothing was left out",
            Self::Pages => "The pages follow from the evidence",
            Self::Status => "What has changed is told",
        }
    }
}

/// One step's answer and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Which step.
    pub code: StepCode,
    /// Its answer.
    pub outcome: StepOutcome,
    /// Why, for people.
    pub reason: String,
}

/// Which keys that a verdict rests on are public, so that it proves nothing to anyone: a demonstration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Demonstration {
    /// The signer's is the sample's.
    pub signer: bool,
    /// The validators' are those of the sample and the development network.
    pub seals: bool,
}

impl Demonstration {
    /// Whether any is.
    pub const fn is_one(self) -> bool {
        self.signer || self.seals
    }
}

/// What verifying a report found.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The answer for the whole.
    pub outcome: Outcome,
    /// All seven steps in their order.
    pub steps: Vec<Step>,
    /// What the report says of itself; believed only as far as the steps go. `None` if it could not be read.
    pub facts: Option<ReportFacts>,
    /// Which keys that the answer rests on are public ones.
    pub demonstration: Demonstration,
    /// The trust that was used, in words; `None` if there was none.
    pub trust: Option<String>,
}

impl Verdict {
    /// The answer in a sentence.
    pub fn headline(&self) -> String {
        let failed = |outcome| self.steps.iter().find(|step| step.outcome == outcome);
        match self.outcome {
            Outcome::Valid if self.demonstration.is_one() => {
                let public = match (self.demonstration.signer, self.demonstration.seals) {
                    (true, true) => "the keys of the signer and of the validators are public",
                    (false, true) => "the keys of the validators are public",
                    _ => "the signing key is public",
                };
                format!("Valid, as a demonstration: {public}.")
            }
            Outcome::Valid => "Valid: every step holds.".into(),
            Outcome::Invalid => {
                let step = failed(StepOutcome::Invalid).map_or("", |step| step.code.title());
                format!("Invalid: this step does not hold: {step}.")
            }
            Outcome::CannotTell => {
                let step = failed(StepOutcome::CannotTell).map_or("", |step| step.code.title());
                format!("Cannot tell: something is missing for this step: {step}.")
            }
        }
    }

    /// The whole follows from the steps: one that fails outweighs one that cannot tell.
    pub(crate) fn outcome_of(steps: &[Step]) -> Outcome {
        let has = |outcome| steps.iter().any(|step| step.outcome == outcome);
        if has(StepOutcome::Invalid) {
            Outcome::Invalid
        } else if has(StepOutcome::CannotTell) || !has(StepOutcome::Valid) {
            Outcome::CannotTell
        } else {
            Outcome::Valid
        }
    }
}
