//! Step 4: the blocks are sealed by validators that the user trusts, or lead to a block that the user trusts. Either is enough;
//! what contradicts either is invalid.

use evidence::{Bundle, DescentError, SealError, SealTrust};
use report::Parameters;

use super::{sentence, step};
use crate::demonstration::are_demonstration;
use crate::verdict::{Step, StepCode, StepOutcome};
use crate::{Trust, TrustedBlock, TrustedNetwork};

/// The answer, and whether it rests on validators whose keys are public.
pub(super) struct Blocks {
    pub(super) step: Step,
    pub(super) demonstration: bool,
}

/// What one kind of trust says of the blocks.
enum Word {
    /// It vouches for them.
    Holds(String),
    /// It does not reach them.
    Open(String),
    /// It contradicts them.
    Fails(String),
}

pub(super) fn check(bundle: &Bundle, parameters: &Parameters, trust: Option<&Trust>) -> Blocks {
    let plain = |outcome, reason: String| Blocks {
        step: step(StepCode::Blocks, outcome, reason),
        demonstration: false,
    };
    if let Err(reason) = as_of_is_in(bundle, parameters) {
        return plain(StepOutcome::Invalid, reason);
    }
    let Some(trust) = trust else {
        return plain(
            StepOutcome::CannotTell,
            "No trust was named: give the trust file with the validators of this network, or with a block that you trust."
                .into(),
        );
    };
    if let Some(difference) = network_difference(bundle, &trust.network) {
        return plain(
            StepOutcome::CannotTell,
            format!(
                "The report is of another network than the one you trust: {difference} differs."
            ),
        );
    }
    let as_of = parameters.as_of.number;
    let seals = trust.seals.as_ref();
    let by_seals = seals.map(|seals| by_seals(bundle, as_of, seals));
    let by_block = trust.block.map(|block| by_block(bundle, as_of, block));
    let demonstration = matches!(by_seals, Some(Word::Holds(_)))
        && seals.is_some_and(|seals| are_demonstration(&seals.validators));
    Blocks {
        step: together([by_seals, by_block]),
        demonstration,
    }
}

/// What contradicts outweighs what vouches, and that outweighs what does not reach.
fn together(words: [Option<Word>; 2]) -> Step {
    let (mut holds, mut open) = (Vec::new(), Vec::new());
    for word in words.into_iter().flatten() {
        match word {
            Word::Fails(reason) => return step(StepCode::Blocks, StepOutcome::Invalid, reason),
            Word::Holds(reason) => holds.push(reason),
            Word::Open(reason) => open.push(reason),
        }
    }
    if !holds.is_empty() {
        return step(StepCode::Blocks, StepOutcome::Valid, holds.join(" "));
    }
    if open.is_empty() {
        open.push(
            "Your trust names neither validators nor a block of this network: name one.".into(),
        );
    }
    step(StepCode::Blocks, StepOutcome::CannotTell, open.join(" "))
}

fn by_seals(bundle: &Bundle, as_of: u64, seals: &SealTrust) -> Word {
    let consensus = seals.consensus.name();
    let whose = if are_demonstration(&seals.validators) {
        "whose keys are public, which makes this a demonstration"
    } else {
        "whom you trust"
    };
    match bundle.sealed_by(seals) {
        Ok(block) if block >= as_of => Word::Holds(format!(
            "Every block up to {block} is sealed by a quorum of the {consensus} validators ({} as of block {}), {whose}.",
            seals.validators.len(),
            seals.block
        )),
        Ok(block) => Word::Open(format!(
            "The blocks are sealed up to {block} only, and the report speaks as of block {as_of}."
        )),
        Err(error @ (SealError::Unsealed(_) | SealError::Sealless(_))) => {
            Word::Open(sentence(&error))
        }
        Err(error) if error.asks_for_new_trust() => Word::Open(sentence(&error)),
        Err(error) => Word::Fails(sentence(&error)),
    }
}

fn by_block(bundle: &Bundle, as_of: u64, block: TrustedBlock) -> Word {
    let later = "Trust the validators, or a block at or after the one that the report names.";
    match bundle.descends_to(block.number, block.hash) {
        Ok(()) if block.number >= as_of => Word::Holds(format!(
            "Every block leads to block {}, whose hash you trust.",
            block.number
        )),
        Ok(()) => Word::Open(format!(
            "You trust block {}, but the report speaks as of block {as_of}. {later}",
            block.number
        )),
        Err(error @ (DescentError::TooEarly { .. } | DescentError::NotReached { .. })) => {
            Word::Open(format!("{} {later}", sentence(&error)))
        }
        Err(error) => Word::Fails(sentence(&error)),
    }
}

/// The report speaks "as of" a block: it must be one of those that the evidence leads through.
fn as_of_is_in(bundle: &Bundle, parameters: &Parameters) -> Result<(), String> {
    let headers = bundle.headers().map_err(|error| sentence(&error))?;
    let as_of = &parameters.as_of;
    let found = headers
        .iter()
        .find(|header| header.number() == as_of.number);
    match found {
        Some(header) if header.hash() == as_of.hash && header.timestamp() == as_of.time => Ok(()),
        _ => Err(format!(
            "The report speaks as of block {}, which is not in its evidence.",
            as_of.number
        )),
    }
}

fn network_difference(bundle: &Bundle, trusted: &TrustedNetwork) -> Option<&'static str> {
    let network = &bundle.network;
    let checks = [
        (network.chain_id == trusted.chain_id, "the chain id"),
        (network.genesis == trusted.genesis, "the first block"),
        (network.contract == trusted.contract, "the ledger's address"),
        (network.code_hash == trusted.code_hash, "the ledger's code"),
    ];
    checks
        .into_iter()
        .find(|(same, _)| !same)
        .map(|(_, what)| what)
}
