//! The steps, each a question with its answer and reason; later ones stand on earlier ones.

mod blocks;
mod completeness;
mod differences;
mod inclusion;
mod integrity;
mod pages;
mod signer;
mod status;

use evidence::Bundle;
use report::{Basis, Document, Parameters};
use sha2::{Digest, Sha256};
use signature::Signed;

use crate::report_facts::ReportFacts;
use crate::verdict::{Demonstration, Fact, Step, StepCode, StepOutcome, Verdict};
use crate::{Trust, Wording};

pub use status::{Asked, Later, Said, Turn};

/// Somebody who can be asked what the ledger said after a report; `None` where they do not know either.
pub type Ask<'a> = &'a dyn Fn(&Asked<'_>) -> Option<Later>;

/// What a file is verified against. Nothing of it comes from the file.
#[derive(Clone, Copy, Default)]
pub struct Given<'a> {
    /// What the user trusts.
    pub trust: Option<&'a Trust>,
    /// Somebody to ask what the ledger said after the report; nothing is known where nobody is.
    pub later: Option<Ask<'a>>,
}

/// Verifies a report against what the user trusts; without trust an untouched report is "cannot tell".
pub fn verify(pdf: &[u8], trust: Option<&Trust>) -> Verdict {
    let given = Given { trust, later: None };
    verify_with(pdf, &given, &mut |_| {})
}

/// Verifies a report and tells each step as soon as it is decided, in their order.
pub fn verify_with(pdf: &[u8], given: &Given<'_>, tell: &mut dyn FnMut(&Step)) -> Verdict {
    let mut told = Told {
        steps: Vec::new(),
        tell,
    };
    let mut verdict = Verdict {
        outcome: crate::Outcome::CannotTell,
        steps: Vec::new(),
        facts: None,
        demonstration: Demonstration::default(),
        trust: given.trust.map(Trust::describe),
        changed_since: false,
    };
    match integrity::check(pdf) {
        Err(failed) => told.push(failed),
        Ok((Inside::Known(contents), whole)) => {
            told.push(whole);
            checked(pdf, &contents, given, &mut verdict, &mut told);
        }
        Ok((Inside::Unknown { bundle, template }, whole)) => {
            told.push(whole);
            of_unknown_template(&bundle, &template, &mut told);
        }
    }
    told.fill_unchecked();
    verdict.steps = told.steps;
    verdict.outcome = Verdict::outcome_of(&verdict.steps);
    verdict
}

/// The steps so far, and whoever wants to know them at once.
struct Told<'a> {
    steps: Vec<Step>,
    tell: &'a mut dyn FnMut(&Step),
}

impl Told<'_> {
    fn push(&mut self, step: Step) {
        (self.tell)(&step);
        self.steps.push(step);
    }

    fn fill_unchecked(&mut self) {
        for code in StepCode::ALL {
            if !self.steps.iter().any(|step| step.code == code) {
                let reason = Wording::of(|words| words.not_checked);
                self.push(step(code, StepOutcome::NotChecked, reason));
            }
        }
        self.steps.sort_by_key(|step| step.code);
    }
}

/// What is inside an untouched file.
enum Inside {
    /// A report.
    Known(Box<Contents>),
    /// A report by a template, or a version of one, that is not known here.
    Unknown {
        bundle: Box<Bundle>,
        template: String,
    },
}

/// What is inside an untouched report.
struct Contents {
    signed: Signed,
    bundle: Bundle,
    parameters: Parameters,
    documents: Vec<Document>,
    /// SHA-256 of `evidence.json`.
    evidence: [u8; 32],
}

fn step(code: StepCode, outcome: StepOutcome, reason: Wording) -> Step {
    Step {
        code,
        outcome,
        reason,
        proof: Vec::new(),
    }
}

impl Step {
    fn with_proof(mut self, proof: impl IntoIterator<Item = Fact>) -> Self {
        self.proof.extend(proof);
        self
    }
}

/// A figure, name or date.
fn fact(what: fn(&crate::words::Words) -> &'static str, value: impl Into<Wording>) -> Fact {
    Fact {
        what: Wording::of(what),
        value: value.into(),
        exact: false,
    }
}

/// A hash or address.
fn exact(what: fn(&crate::words::Words) -> &'static str, value: impl std::fmt::Display) -> Fact {
    Fact {
        what: Wording::of(what),
        value: Wording::plain(value),
        exact: true,
    }
}

/// What a library says of a failure, in English as it comes.
fn detail(error: &impl std::fmt::Display) -> Fact {
    fact(
        |words| words.fact_detail,
        Wording::hostile(&error.to_string()),
    )
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The steps of a file that is whole, and what it says of itself.
fn checked(
    pdf: &[u8],
    contents: &Contents,
    given: &Given<'_>,
    verdict: &mut Verdict,
    told: &mut Told<'_>,
) {
    verdict.demonstration.signer = signer::is_demonstration(&contents.signed);
    told.push(signer::check(
        contents,
        given.trust,
        verdict.demonstration.signer,
    ));
    let basis = Basis::new(&contents.bundle, &contents.parameters)
        .map(|basis| basis.with_documents(&contents.documents));
    let object = basis
        .as_ref()
        .ok()
        .and_then(|basis| basis.object_name().ok());
    verdict.facts = Some(ReportFacts::new(
        &contents.parameters,
        &contents.signed,
        object,
    ));
    let basis = match basis {
        Ok(basis) => basis,
        Err(error) => return told.push(inclusion::fails(&error)),
    };
    let inclusion = inclusion::check(&contents.bundle, basis.recorded());
    let included = inclusion.outcome == StepOutcome::Valid;
    told.push(inclusion);
    if !included {
        return;
    }
    let blocks = blocks::check(&contents.bundle, &contents.parameters, given.trust);
    verdict.demonstration.seals = blocks.demonstration;
    told.push(blocks.step.clone());
    let completeness = completeness::check(&contents.bundle, &basis, &blocks.step);
    told.push(completeness.clone());
    told.push(pages::check(pdf, contents, &basis));
    let (status, changed) = status::check(pdf, contents, &basis, &completeness, given);
    verdict.changed_since = changed;
    told.push(status);
}

/// The steps of a report whose template is not known here: its receipts can be checked, and nothing else.
fn of_unknown_template(bundle: &Bundle, template: &str, told: &mut Told<'_>) {
    let inclusion = match bundle.logs() {
        Ok(logs) => inclusion::check(bundle, logs.len()),
        Err(error) => inclusion::fails(&error),
    };
    let included = inclusion.outcome == StepOutcome::Valid;
    let open = |code| {
        let reason = Wording::of(|words| words.template_open);
        step(code, StepOutcome::CannotTell, reason)
    };
    told.push(open(StepCode::Signer));
    told.push(inclusion);
    if included {
        told.push(open(StepCode::Blocks));
        told.push(open(StepCode::Completeness));
        told.push(pages::unknown(template));
        told.push(open(StepCode::Status));
    }
}
