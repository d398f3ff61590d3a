//! Whether the blocks of a bundle are sealed by validators that somebody trusts.

use super::{Bundle, check_links};
use crate::{Consensus, DescentError, Header, SealError, SealFollower, SealTrust};

impl Bundle {
    /// The newest of the blocks that is sealed, directly or by one that descends from it, going from the trusted set over
    /// the handovers. It vouches for every block before it, so compare it with the last one that matters.
    ///
    /// Where the trusted block is later than all of these, they must be sealed by the trusted set itself: who else
    /// sealed in the past cannot be told from there.
    pub fn sealed_by(&self, trust: &SealTrust) -> Result<u64, SealError> {
        let mut chain = self
            .read_headers()
            .map_err(|(at, error)| DescentError::Header { at, error })?;
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
            return Err(DescentError::Empty.into());
        };
        let (first, last) = (first.number(), last.number());
        let (before, after): (Vec<_>, Vec<_>) = self
            .read_handovers()?
            .into_iter()
            .partition(|header| header.number() < first);
        chain.extend(after);
        check_links(&chain)?;
        let sealed_to = match chain
            .iter()
            .position(|header| header.number() > trust.block)
        {
            Some(from) => follow(trust, &before, &chain[from..])?,
            None => follow_last(trust, &chain)?,
        };
        match sealed_to {
            Some(block) if block >= first => Ok(block.min(last)),
            _ => Err(SealError::Unsealed(last)),
        }
    }

    fn read_handovers(&self) -> Result<Vec<Header>, SealError> {
        let read =
            |(at, rlp)| Header::from_rlp(rlp).map_err(|error| SealError::Handover { at, error });
        self.handovers
            .iter()
            .map(AsRef::<[u8]>::as_ref)
            .enumerate()
            .map(read)
            .collect()
    }
}

fn follow(
    trust: &SealTrust,
    before: &[Header],
    chain: &[Header],
) -> Result<Option<u64>, SealError> {
    let mut follower = SealFollower::new(trust)?;
    for header in before.iter().filter(|header| header.number() > trust.block) {
        follower.follow(header)?;
    }
    Ok(follower.follow_chain(chain)?.sealed_to)
}

/// Blocks before the trusted one: the trusted validators, unchanged, must have sealed the last of them, or in Clique built
/// on it. Earlier ones may have been sealed by others and are vouched for by what follows them.
fn follow_last(trust: &SealTrust, chain: &[Header]) -> Result<Option<u64>, SealError> {
    let enough = match trust.consensus {
        Consensus::Clique => trust.validators.len() * 2,
        _ => 1,
    };
    let last = &chain[chain.len().saturating_sub(enough)..];
    let unchanged = SealTrust {
        block: last.first().map_or(0, Header::number).saturating_sub(1),
        time: 0,
        period: 0,
        votes: Vec::new(),
        ..trust.clone()
    };
    let clique = trust.consensus == Consensus::Clique;
    match follow(&unchanged, &[], last) {
        Err(SealError::PinAnew { block, .. } | SealError::Expired { block, .. }) => {
            Err(earlier(block, trust))
        }
        // Clique blocks do not list who may sign, so that one who signed then looks like a stranger now.
        Err(SealError::Stranger { block, .. }) if clique => Err(earlier(block, trust)),
        followed => followed,
    }
}

fn earlier(block: u64, trust: &SealTrust) -> SealError {
    SealError::Earlier {
        block,
        trusted: trust.block,
    }
}
