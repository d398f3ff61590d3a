//! Following a network's validators from a set that the user pinned: which headers count as sealed, and when the set may
//! change. It has no clock: time is what the headers say.

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};

use crate::clique::Run;
use crate::{Consensus, DescentError, Header, SealError, ValidatorSet};

/// Whose seals are trusted, as of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SealTrust {
    /// The network's rules.
    pub consensus: Consensus,
    /// The validators (Clique: signers) who seal the blocks after `block`.
    pub validators: Vec<Address>,
    /// The number of the block as of which they are trusted.
    pub block: u64,
    /// That block's time: seconds since 1970.
    pub time: u64,
    /// The trusting period: how many seconds after `time` a change of validators is still believed.
    pub period: u64,
    /// Whether a contract selects the validators. Headers then do not list them, and a change needs trust anew.
    pub contract_selected: bool,
    /// Clique only: votes cast and not yet decided as of `block`; empty at a checkpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
}

/// A Clique signer's vote on who may sign (EIP-225).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Vote {
    /// Who votes.
    pub signer: Address,
    /// On whom.
    pub candidate: Address,
    /// Whether the candidate is to sign.
    pub authorize: bool,
}

/// What following a header came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Followed {
    /// Whether the set of validators is another than before.
    pub set_changed: bool,
    /// The newest block that is now known to be sealed, and with it all that it descends from.
    pub sealed_to: Option<u64>,
}

/// Goes along a chain of headers, from the set that is trusted to the sets that follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealFollower {
    /// As of the newest sealed block.
    trust: SealTrust,
    set: ValidatorSet,
    /// What only Clique needs to know.
    run: Option<Run>,
}

impl SealFollower {
    /// Starts at what is trusted.
    pub fn new(trust: &SealTrust) -> Result<Self, SealError> {
        if trust.consensus == Consensus::Ethereum {
            return Err(SealError::Sealless(trust.consensus));
        }
        let set = ValidatorSet::new(&trust.validators)?;
        let clique = trust.consensus == Consensus::Clique;
        Ok(Self {
            run: clique.then(|| Run::new(trust, &set)),
            set,
            trust: trust.clone(),
        })
    }

    /// The trust as of the newest sealed header that was followed: a later run goes on from here, with the header after
    /// `block`.
    pub fn trust(&self) -> SealTrust {
        self.trust.clone()
    }

    /// The set that holds after the newest sealed header.
    pub fn validators(&self) -> &ValidatorSet {
        &self.set
    }

    /// Follows one header. Headers come in ascending order, and some may be left out.
    ///
    /// A QBFT, IBFT 2.0 or Istanbul header must be sealed by a quorum of the set that it lists. If that is not the set
    /// followed so far, more than a third of the latter must be among those who sealed, within the trusting period.
    ///
    /// A Clique header must be signed by a signer of the set. It is sealed later, by the headers that follow it without
    /// a gap; a header that replaces one that is not sealed yet is taken in its place.
    ///
    /// An error leaves everything as it was.
    pub fn follow(&mut self, header: &Header) -> Result<Followed, SealError> {
        if let Some(run) = &mut self.run {
            let followed = run.follow(&mut self.trust, header)?;
            if followed.set_changed {
                self.set = ValidatorSet::new(&self.trust.validators)?;
            }
            return Ok(followed);
        }
        let (block, time) = (header.number(), header.timestamp());
        if block <= self.trust.block {
            return Err(SealError::NotAscending {
                block,
                newest: self.trust.block,
            });
        }
        let sealing = self.sealing_set(header)?;
        let signers = sealing.check_as(self.trust.consensus, header)?;
        let set_changed = sealing != self.set;
        if set_changed {
            self.check_handover(block, time, &signers)?;
            self.trust.validators = sealing.iter().collect();
            self.set = sealing;
        }
        (self.trust.block, self.trust.time) = (block, time);
        Ok(Followed {
            set_changed,
            sealed_to: Some(block),
        })
    }

    /// Follows headers each of which is the parent of the next. Where seals vouch for a block at once, those of the last
    /// header vouch for all, so that only it and the headers where the set changes are looked at.
    pub fn follow_chain(&mut self, headers: &[Header]) -> Result<Followed, SealError> {
        if let Some(pair) = headers.windows(2).find(|pair| !pair[1].follows(&pair[0])) {
            return Err(DescentError::Broken(pair[1].number()).into());
        }
        let mut after = self.clone();
        let mut all = Followed::default();
        for (at, header) in headers.iter().enumerate() {
            let must = at + 1 == headers.len() || after.run.is_some();
            if must || after.sealing_set(header)? != after.set {
                let followed = after.follow(header)?;
                all.set_changed |= followed.set_changed;
                all.sealed_to = followed.sealed_to.or(all.sealed_to);
            }
        }
        *self = after;
        Ok(all)
    }

    /// The set that must have sealed this BFT header.
    fn sealing_set(&self, header: &Header) -> Result<ValidatorSet, SealError> {
        let block = header.number();
        if header.consensus() != self.trust.consensus {
            return Err(SealError::OtherConsensus {
                block,
                expected: self.trust.consensus,
                found: header.consensus(),
            });
        }
        let listed = header.listed_validators()?;
        match (self.trust.contract_selected, listed.is_empty()) {
            (true, true) => Ok(self.set.clone()),
            (false, false) => ValidatorSet::new(&listed),
            (_, empty) => Err(SealError::Selection {
                block,
                listed: !empty,
            }),
        }
    }

    fn check_handover(&self, block: u64, time: u64, signers: &[Address]) -> Result<(), SealError> {
        let (shared, trusted) = (self.set.shared(signers), self.set.len());
        if shared * 3 <= trusted {
            return Err(SealError::PinAnew {
                block,
                shared,
                trusted,
            });
        }
        let age = time.saturating_sub(self.trust.time);
        if age > self.trust.period {
            return Err(SealError::Expired { block, age });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
