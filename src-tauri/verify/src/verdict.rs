//! What verifying a report found, as plain values; how it is shown is for others.

use crate::words::Words;
use crate::{ReportFacts, Wording};

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
    pub fn title(self) -> Wording {
        Wording::of(match self {
            Self::Integrity => |words: &Words| words.step_integrity,
            Self::Signer => |words: &Words| words.step_signer,
            Self::Inclusion => |words: &Words| words.step_inclusion,
            Self::Blocks => |words: &Words| words.step_blocks,
            Self::Completeness => |words: &Words| words.step_completeness,
            Self::Pages => |words: &Words| words.step_pages,
            Self::Status => |words: &Words| words.step_status,
        })
    }
}

/// One step's answer and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Which step.
    pub code: StepCode,
    /// Its answer.
    pub outcome: StepOutcome,
    /// Why, for people: a plain sentence or two.
    pub reason: Wording,
    /// What the answer rests on, to be looked at and compared.
    pub proof: Vec<Fact>,
}

/// One thing that a step's answer rests on: how many headers, sealed by whom, which root, what was computed again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What it is.
    pub what: Wording,
    /// The figure, name, hash or address.
    pub value: Wording,
    /// Whether it is a hash or address, to be compared to the last character.
    pub exact: bool,
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
    pub trust: Option<Wording>,
    /// Whether something that the report speaks of was taken back since, as far as anyone who was asked knows.
    pub changed_since: bool,
}

impl Verdict {
    /// The answer in a sentence.
    pub fn headline(&self) -> Wording {
        match self.outcome {
            Outcome::Valid if self.changed_since => Wording::of(|words| words.valid_since),
            Outcome::Valid if self.demonstration.is_one() => {
                let public = match (self.demonstration.signer, self.demonstration.seals) {
                    (true, true) => Wording::of(|words| words.keys_both),
                    (false, true) => Wording::of(|words| words.keys_seals),
                    _ => Wording::of(|words| words.keys_signer),
                };
                Wording::with(|words| words.demonstration, &[public])
            }
            Outcome::Valid => Wording::of(|words| words.valid),
            Outcome::Invalid => Wording::with(
                |words| words.invalid,
                &[self.first_title(StepOutcome::Invalid)],
            ),
            Outcome::CannotTell => Wording::with(
                |words| words.cannot_tell,
                &[self.first_title(StepOutcome::CannotTell)],
            ),
        }
    }

    /// What is checked in the first step with this outcome.
    fn first_title(&self, outcome: StepOutcome) -> Wording {
        let step = self.steps.iter().find(|step| step.outcome == outcome);
        step.map(|step| step.code.title()).unwrap_or_default()
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
