//! Who signs on a Clique network (EIP-225): read off the newest checkpoint, compared with what the node says of itself and
//! with who signed its last blocks. Found, not yet trusted.

use std::ops::RangeInclusive;

use chain::{Node, NodeError};
use evidence::{Consensus, Header, SealError, SealFollower, SealTrust, ValidatorSet};

use super::{SEALS_SEEN, TRUSTING_PERIOD, not_sealed};
use crate::{Failure, FailureKind};

/// How often Clique writes its signers into a block (EIP-225). A network may have another epoch; block 0 always lists them.
const EPOCH: u64 = 30_000;

/// How many headers are asked for in one go while votes are followed.
const AT_ONCE: u64 = 1_000;

/// Whether a header is one of Clique's: ordinary in shape, with a signature where ordinary ones have at most 32 bytes.
pub(crate) fn is_clique(header: &Header) -> bool {
    header.consensus() == Consensus::Ethereum && header.listed_validators().is_ok()
}

/// The block up to this one that should be the newest checkpoint.
pub(crate) fn checkpoint_before(number: u64) -> u64 {
    number - number % EPOCH
}

/// Trust in the signers that a checkpoint lists: what is voted later follows from the blocks after it. `None` if it lists
/// nobody.
pub(crate) fn as_of(checkpoint: &Header) -> Option<SealTrust> {
    let validators = checkpoint.listed_validators().ok()?;
    (!validators.is_empty()).then(|| SealTrust {
        consensus: Consensus::Clique,
        validators,
        block: checkpoint.number(),
        time: checkpoint.timestamp(),
        period: TRUSTING_PERIOD,
        contract_selected: false,
        votes: Vec::new(),
    })
}

/// The signers of a Clique network as of its newest checkpoint, once nothing contradicts them.
pub(super) async fn signers(node: &Node, head: &Header) -> Result<SealTrust, Failure> {
    let found = checkpoint(node, head.number()).await?;
    let listed = set(&found.validators)?;
    if let Some(said) = said(node, found.block).await?
        && said != listed
    {
        return Err(contradicted(&format!(
            "the node names other signers as of block {} than that block itself",
            found.block
        )));
    }
    let now = match said(node, head.number()).await? {
        Some(now) => now,
        None => voted(node, &found, head.number()).await?,
    };
    check_last(node, head, &now).await?;
    Ok(found)
}

/// The newest checkpoint that can be found: one epoch's first block, else block 0.
async fn checkpoint(node: &Node, head: u64) -> Result<SealTrust, Failure> {
    for number in [checkpoint_before(head), 0] {
        let header = match node.header(number).await {
            Ok(header) => header,
            // Some networks begin with a header that no rule could have made.
            Err(error) if error.is_disbelief() => None,
            Err(error) => return Err(error.into()),
        };
        if let Some(found) = header.as_ref().and_then(as_of) {
            return Ok(found);
        }
    }
    Err(contradicted(
        "no block that lists the signers could be found",
    ))
}

/// The signers after a block as the node says; `None` where it does not offer that, or does not remember.
async fn said(node: &Node, block: u64) -> Result<Option<ValidatorSet>, Failure> {
    match node.said_to_validate(Consensus::Clique, block).await {
        Ok(said) => Ok(Some(set(&said)?)),
        Err(NodeError::MethodMissing(_) | NodeError::Answer { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The signers that follow from what was voted since the checkpoint.
async fn voted(node: &Node, found: &SealTrust, head: u64) -> Result<ValidatorSet, Failure> {
    let mut walk = SealFollower::new(found).map_err(|error| not_sealed(&error))?;
    for blocks in in_parts(found.block + 1..=head) {
        let headers = node.headers(blocks).await?;
        let checked = walk.follow_chain(&headers);
        checked.map_err(|error| not_sealed(&error))?;
    }
    Ok(walk.validators().clone())
}

fn in_parts(blocks: RangeInclusive<u64>) -> impl Iterator<Item = RangeInclusive<u64>> {
    let last = *blocks.end();
    let step = usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
    let first = blocks.step_by(step);
    first.map(move |first| first..=last.min(first + AT_ONCE - 1))
}

/// Who signed the last blocks is one of them. One vote may be younger than the first of these blocks, so only as many are
/// looked at as make the newest set.
async fn check_last(node: &Node, head: &Header, now: &ValidatorSet) -> Result<(), Failure> {
    let seen = SEALS_SEEN.min(now.len() as u64 / 2 + 1);
    let first = head.number().saturating_sub(seen - 1).max(1);
    for header in node.headers(first..=head.number()).await? {
        let block = header.number();
        let signers = header.signers(Consensus::Clique);
        let signers = signers.map_err(|error| not_sealed(&error))?;
        for signer in signers {
            if !now.contains(&signer) {
                return Err(not_sealed(&SealError::Stranger { block, signer }));
            }
        }
    }
    Ok(())
}

fn set(validators: &[alloy_primitives::Address]) -> Result<ValidatorSet, Failure> {
    ValidatorSet::new(validators).map_err(|error| not_sealed(&error))
}

fn contradicted(what: &str) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        format!("{what}: who signs this Clique network cannot be told"),
        "Ask another node of that network; give --trust FILE if you have the signers from elsewhere.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_range_is_asked_for_in_parts_without_gaps() {
        let parts: Vec<_> = in_parts(1..=2_500).collect();
        assert_eq!(parts, [1..=1_000, 1_001..=2_000, 2_001..=2_500]);
        let after_the_head = RangeInclusive::new(8, 7);
        assert_eq!(in_parts(after_the_head).count(), 0);
    }

    #[test]
    fn checkpoints_are_an_epoch_apart() {
        assert_eq!(checkpoint_before(29_999), 0);
        assert_eq!(checkpoint_before(30_000), 30_000);
        assert_eq!(checkpoint_before(89_999), 60_000);
    }
}
