//! Step 4: the blocks are sealed by validators that the user trusts, or lead to a block that the user trusts. Either is enough;
//! what contradicts either is invalid.

use evidence::{Bundle, DescentError, Header, SealError, SealTrust, ValidatorSet};
use report::Parameters;

use super::{detail, exact, fact, step};
use crate::demonstration::are_demonstration;
use crate::verdict::{Fact, Step, StepCode, StepOutcome};
use crate::{Trust, TrustedBlock, TrustedNetwork, Wording};

/// The answer, and whether it rests on validators whose keys are public.
pub(super) struct Blocks {
    pub(super) step: Step,
    pub(super) demonstration: bool,
}

/// What one kind of trust says of the blocks, and on what it rests.
struct Word {
    outcome: StepOutcome,
    reason: Wording,
    proof: Vec<Fact>,
}

impl Word {
    fn new(outcome: StepOutcome, reason: Wording) -> Self {
        Self {
            outcome,
            reason,
            proof: Vec::new(),
        }
    }

    fn with(mut self, proof: impl IntoIterator<Item = Fact>) -> Self {
        self.proof.extend(proof);
        self
    }
}

pub(super) fn check(bundle: &Bundle, parameters: &Parameters, trust: Option<&Trust>) -> Blocks {
    let of_network = of_network(bundle);
    let plain = |outcome, reason: Wording, proof: Vec<Fact>| Blocks {
        step: step(StepCode::Blocks, outcome, reason)
            .with_proof(proof)
            .with_proof(of_network.clone()),
        demonstration: false,
    };
    let headers = match bundle.headers() {
        Ok(headers) => headers,
        Err(error) => {
            let reason = Wording::of(|words| words.headers_unread);
            return plain(StepOutcome::Invalid, reason, vec![detail(&error)]);
        }
    };
    let of_headers = of_headers(bundle, &headers, parameters);
    if !as_of_is_in(&headers, parameters) {
        let block = parameters.as_of.number.into();
        let reason = Wording::with(|words| words.as_of_missing, &[block]);
        return plain(StepOutcome::Invalid, reason, of_headers);
    }
    let Some(trust) = trust else {
        let reason = Wording::of(|words| words.blocks_no_trust);
        return plain(StepOutcome::CannotTell, reason, of_headers);
    };
    if let Some(difference) = network_difference(bundle, &trust.network) {
        let reason = Wording::with(|words| words.other_network, &[difference]);
        return plain(StepOutcome::CannotTell, reason, of_headers);
    }
    let as_of = parameters.as_of.number;
    let seals = trust.seals.as_ref();
    let by_seals = seals.map(|seals| by_seals(bundle, &headers, as_of, seals));
    let by_block = trust.block.map(|block| by_block(bundle, as_of, block));
    let sealed = matches!(&by_seals, Some(word) if word.outcome == StepOutcome::Valid);
    Blocks {
        demonstration: sealed && seals.is_some_and(|seals| are_demonstration(&seals.validators)),
        step: together([by_seals, by_block])
            .with_proof(of_headers)
            .with_proof(of_network),
    }
}

/// What contradicts outweighs what vouches, and that outweighs what does not reach.
fn together(words: [Option<Word>; 2]) -> Step {
    let words: Vec<Word> = words.into_iter().flatten().collect();
    let order = [
        StepOutcome::Invalid,
        StepOutcome::Valid,
        StepOutcome::CannotTell,
    ];
    let said = |outcome: &StepOutcome| words.iter().any(|word| word.outcome == *outcome);
    let Some(outcome) = order.into_iter().find(said) else {
        let reason = Wording::of(|words| words.names_nobody);
        return step(StepCode::Blocks, StepOutcome::CannotTell, reason);
    };
    let deciding = || words.iter().filter(|word| word.outcome == outcome);
    let reasons: Vec<Wording> = deciding().map(|word| word.reason.clone()).collect();
    step(StepCode::Blocks, outcome, Wording::joined(&reasons, " "))
        .with_proof(deciding().flat_map(|word| word.proof.clone()))
}

fn by_seals(bundle: &Bundle, headers: &[Header], as_of: u64, seals: &SealTrust) -> Word {
    let found = match bundle.sealed_by(seals) {
        Ok(block) if block >= as_of => Word::new(StepOutcome::Valid, sealed(block, seals))
            .with(sealed_by(headers, block, seals)),
        Ok(block) => Word::new(
            StepOutcome::CannotTell,
            Wording::with(|words| words.sealed_short, &[block.into(), as_of.into()]),
        ),
        Err(error @ (SealError::Unsealed(_) | SealError::Sealless(_))) => Word::new(
            StepOutcome::CannotTell,
            Wording::of(|words| words.seals_open),
        )
        .with([detail(&error)]),
        Err(error) if error.asks_for_new_trust() => Word::new(
            StepOutcome::CannotTell,
            Wording::of(|words| words.seals_anew),
        )
        .with([detail(&error)]),
        Err(error) => Word::new(StepOutcome::Invalid, contradicted(&error)).with([detail(&error)]),
    };
    let quorum = ValidatorSet::new(&seals.validators).map_or(0, |set| set.quorum());
    let validators = Wording::with(
        |words| words.validators_text,
        &[
            seals.validators.len().into(),
            quorum.into(),
            seals.block.into(),
        ],
    );
    found.with([
        fact(
            |words| words.fact_consensus,
            Wording::plain(seals.consensus.name()),
        ),
        fact(|words| words.fact_validators, validators),
    ])
}

fn contradicted(error: &SealError) -> Wording {
    match *error {
        SealError::TooFew {
            block,
            found,
            needed,
        } => Wording::with(
            |words| words.seals_few,
            &[block.into(), found.into(), needed.into()],
        ),
        _ => Wording::of(|words| words.seals_fail),
    }
}

fn sealed(block: u64, seals: &SealTrust) -> Wording {
    let whose = if are_demonstration(&seals.validators) {
        Wording::of(|words| words.whose_public)
    } else {
        Wording::of(|words| words.whose_trusted)
    };
    Wording::with(
        |words| words.sealed,
        &[
            block.into(),
            Wording::plain(seals.consensus.name()),
            seals.validators.len().into(),
            seals.block.into(),
            whose,
        ],
    )
}

/// Who sealed the last block that the seals reach, one a line.
fn sealed_by(headers: &[Header], block: u64, seals: &SealTrust) -> Vec<Fact> {
    let header = headers.iter().find(|header| header.number() == block);
    let signers = header.and_then(|header| header.signers(seals.consensus).ok());
    let what = Wording::with(|words| words.fact_sealed_by, &[block.into()]);
    let signers = signers.unwrap_or_default().into_iter();
    signers
        .map(|signer| Fact {
            what: what.clone(),
            value: Wording::plain(signer),
            exact: true,
        })
        .collect()
}

fn by_block(bundle: &Bundle, as_of: u64, block: TrustedBlock) -> Word {
    let found = match bundle.descends_to(block.number, block.hash) {
        Ok(()) if block.number >= as_of => Word::new(
            StepOutcome::Valid,
            Wording::with(|words| words.descends, &[block.number.into()]),
        ),
        Ok(()) => Word::new(
            StepOutcome::CannotTell,
            Wording::with(
                |words| words.descends_short,
                &[block.number.into(), as_of.into()],
            ),
        ),
        Err(error @ (DescentError::TooEarly { .. } | DescentError::NotReached { .. })) => {
            Word::new(
                StepOutcome::CannotTell,
                Wording::of(|words| words.descends_open),
            )
            .with([detail(&error)])
        }
        Err(error) => Word::new(
            StepOutcome::Invalid,
            Wording::of(|words| words.descends_fail),
        )
        .with([detail(&error)]),
    };
    found.with([exact(|words| words.fact_trusted_block, block.hash)])
}

/// The report speaks "as of" a block: it must be one of those that the evidence leads through.
fn as_of_is_in(headers: &[Header], parameters: &Parameters) -> bool {
    let as_of = &parameters.as_of;
    let found = headers
        .iter()
        .find(|header| header.number() == as_of.number);
    found.is_some_and(|header| header.hash() == as_of.hash && header.timestamp() == as_of.time)
}

fn of_headers(bundle: &Bundle, headers: &[Header], parameters: &Parameters) -> Vec<Fact> {
    let (Some(first), Some(last)) = (headers.first(), headers.last()) else {
        return Vec::new();
    };
    let text = Wording::with(
        |words| words.headers_text,
        &[
            headers.len().into(),
            first.number().into(),
            last.number().into(),
        ],
    );
    let mut facts = vec![
        fact(|words| words.fact_headers, text),
        exact(|words| words.fact_as_of_hash, parameters.as_of.hash),
    ];
    if !bundle.handovers.is_empty() {
        let handovers = bundle.handovers.len();
        facts.push(fact(|words| words.fact_handovers, handovers));
    }
    facts
}

fn of_network(bundle: &Bundle) -> Vec<Fact> {
    let network = &bundle.network;
    vec![
        fact(|words| words.fact_chain, network.chain_id),
        exact(|words| words.fact_contract, network.contract),
        exact(|words| words.fact_code, network.code_hash),
        exact(|words| words.fact_genesis, network.genesis),
    ]
}

fn network_difference(bundle: &Bundle, trusted: &TrustedNetwork) -> Option<Wording> {
    let network = &bundle.network;
    if network.chain_id != trusted.chain_id {
        Some(Wording::of(|words| words.differs_chain))
    } else if network.genesis != trusted.genesis {
        Some(Wording::of(|words| words.differs_genesis))
    } else if network.contract != trusted.contract {
        Some(Wording::of(|words| words.differs_contract))
    } else if network.code_hash != trusted.code_hash {
        Some(Wording::of(|words| words.differs_code))
    } else {
        None
    }
}
