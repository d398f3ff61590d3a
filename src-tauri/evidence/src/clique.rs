//! Clique (EIP-225): one signer per block, signers voted in and out, a block final once more than half of them built on
//! it. It follows what the headers say, as far as the follower's trust reaches; work that is not final can be replaced.
//!
//! The rules are those of geth's `consensus/clique/snapshot.go`, which Besu follows too. In addition a checkpoint that
//! lists other signers than were followed (votes before the pinned block are not known, headers may have been left out)
//! is a handover: more than a third of the trusted signers must be among those who sign it or build on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use alloy_primitives::{Address, B256};

use crate::extra::CliqueExtra;
use crate::{Consensus, DescentError, Followed, Header, SealError, SealTrust, ValidatorSet, Vote};

/// Nonce of a vote for the beneficiary; 0 is a vote against, or none.
const AUTHORIZE: u64 = u64::MAX;

/// The blocks on top of the newest sealed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The newest sealed block, where its hash is known.
    sealed: Option<B256>,
    /// What holds after it.
    base: Standing,
    /// Blocks not sealed yet, each the parent of the next.
    open: Vec<Open>,
}

/// What holds after a block.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    set: Arc<ValidatorSet>,
    /// Votes not decided yet.
    votes: Vec<Vote>,
    /// The last signers, oldest first, as far as they must not sign again.
    recent: Vec<Address>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    number: u64,
    hash: B256,
    time: u64,
    signer: Address,
    /// Whether it lists signers who were not voted for.
    handover: bool,
    after: Standing,
}

impl Run {
    /// Nothing on top of the trusted block yet.
    pub(crate) fn new(trust: &SealTrust, set: &ValidatorSet) -> Self {
        Self {
            sealed: None,
            base: Standing {
                set: Arc::new(set.clone()),
                votes: trust.votes.clone(),
                recent: Vec::new(),
            },
            open: Vec::new(),
        }
    }

    /// Follows one header; `trust` moves on when a block gets sealed by it. An error leaves everything as it was.
    pub(crate) fn follow(
        &mut self,
        trust: &mut SealTrust,
        header: &Header,
    ) -> Result<Followed, SealError> {
        let mut next = self.parent_of(trust, header)?;
        let parent = next.open.last().map_or(&next.base, |open| &open.after);
        let (open, changed) = parent.extend(header)?;
        let age = open.time.saturating_sub(trust.time);
        if changed && age > trust.period {
            return Err(SealError::Expired {
                block: open.number,
                age,
            });
        }
        next.open.push(open);
        let followed = next.settle(trust)?;
        *self = next;
        Ok(followed)
    }

    /// The run as of the header's parent: later blocks are dropped, for this one replaces them.
    fn parent_of(&self, trust: &SealTrust, header: &Header) -> Result<Self, SealError> {
        let block = header.number();
        if block <= trust.block {
            return Err(SealError::NotAscending {
                block,
                newest: trust.block,
            });
        }
        let mut run = self.clone();
        let parent = header.parent_hash();
        let follows =
            |open: &Open| open.hash == parent && open.number.checked_add(1) == Some(block);
        if let Some(at) = self.open.iter().position(follows) {
            run.open.truncate(at + 1);
            return Ok(run);
        }
        run.open.clear();
        if block - trust.block > 1 {
            // Headers were left out: what was voted in them is not known, nor who signed last.
            run.sealed = None;
            run.base.votes.clear();
            run.base.recent.clear();
        } else if run.sealed.is_some_and(|sealed| sealed != parent) {
            return Err(DescentError::Broken(block).into());
        }
        Ok(run)
    }

    /// Moves on to the newest block that enough distinct signers built on.
    fn settle(&mut self, trust: &mut SealTrust) -> Result<Followed, SealError> {
        let Some(at) = self.sealed_at() else {
            return Ok(Followed::default());
        };
        if let Some(from) = self.open.iter().position(|open| open.handover)
            && from <= at
            && !self.handed_over(from)?
        {
            return Ok(Followed::default());
        }
        let rest = self.open.split_off(at + 1);
        let Some(sealed) = std::mem::replace(&mut self.open, rest).pop() else {
            return Ok(Followed::default());
        };
        let set_changed = sealed.after.set != self.base.set;
        trust.validators = sealed.after.set.iter().collect();
        trust.votes.clone_from(&sealed.after.votes);
        (trust.block, trust.time) = (sealed.number, sealed.time);
        self.sealed = Some(sealed.hash);
        self.base = sealed.after;
        Ok(Followed {
            set_changed,
            sealed_to: Some(sealed.number),
        })
    }

    /// The newest open block with more than half of its signers, each counted once, on top of it.
    fn sealed_at(&self) -> Option<usize> {
        let mut above = BTreeSet::new();
        for (at, open) in self.open.iter().enumerate().rev() {
            let set = &open.after.set;
            let half = set.len() / 2;
            if above.len() > half
                && above.iter().filter(|signer| set.contains(signer)).count() > half
            {
                return Some(at);
            }
            above.insert(open.signer);
        }
        None
    }

    /// Whether more than a third of the trusted signers signed the handover or on top of it. Once every new signer had
    /// a turn, waiting for the trusted ones is over.
    fn handed_over(&self, from: usize) -> Result<bool, SealError> {
        let handed = &self.open[from..];
        let signers: BTreeSet<Address> = handed.iter().map(|open| open.signer).collect();
        let trusted = self.base.set.len();
        let shared = signers
            .iter()
            .filter(|signer| self.base.set.contains(signer))
            .count();
        if shared * 3 > trusted {
            return Ok(true);
        }
        if handed.len() > handed[0].after.set.len() {
            return Err(SealError::PinAnew {
                block: handed[0].number,
                shared,
                trusted,
            });
        }
        Ok(false)
    }
}

impl Standing {
    /// What holds after this header, and whether the set is another.
    fn extend(&self, header: &Header) -> Result<(Open, bool), SealError> {
        let block = header.number();
        let signer = header.signers(Consensus::Clique)?;
        let signer = *signer.first().ok_or(SealError::NoSeals(block))?;
        let mut after = self.clone();
        let listed = CliqueExtra::read(header.extra_data()).map(|extra| extra.signers);
        let listed = listed.filter(|signers| !signers.is_empty());
        let mut handover = false;
        if let Some(listed) = &listed {
            let listed = ValidatorSet::new(listed)?;
            handover = listed != *self.set;
            after.set = Arc::new(listed);
            after.votes.clear();
        }
        if !after.set.contains(&signer) {
            return Err(SealError::Stranger { block, signer });
        }
        after.sign(block, signer)?;
        if listed.is_none() {
            after.vote(header, signer)?;
        }
        let changed = after.set != self.set;
        let open = Open {
            number: block,
            hash: header.hash(),
            time: header.timestamp(),
            signer,
            handover,
            after,
        };
        Ok((open, changed))
    }

    /// A signer may sign one of any N/2 + 1 blocks in a row.
    fn sign(&mut self, block: u64, signer: Address) -> Result<(), SealError> {
        let waiting = self.set.len() / 2;
        let old = self.recent.len().saturating_sub(waiting);
        self.recent.drain(..old);
        if self.recent.contains(&signer) {
            return Err(SealError::RecentlySigned { block, signer });
        }
        self.recent.push(signer);
        Ok(())
    }

    fn vote(&mut self, header: &Header, signer: Address) -> Result<(), SealError> {
        let candidate = header.beneficiary();
        let authorize = match header.nonce() {
            AUTHORIZE => true,
            0 => false,
            _ => return Err(SealError::Vote(header.number())),
        };
        let again = |vote: &Vote| vote.signer == signer && vote.candidate == candidate;
        self.votes.retain(|vote| !again(vote));
        if self.set.contains(&candidate) == authorize {
            return Ok(()); // nothing to decide: it signs already, or never did (a block without a vote names nobody)
        }
        self.votes.push(Vote {
            signer,
            candidate,
            authorize,
        });
        let on_candidate = self.votes.iter().filter(|vote| vote.candidate == candidate);
        if on_candidate.count() > self.set.len() / 2 {
            self.decide(candidate, authorize)?;
        }
        Ok(())
    }

    fn decide(&mut self, candidate: Address, authorize: bool) -> Result<(), SealError> {
        let mut members: Vec<Address> = self
            .set
            .iter()
            .filter(|member| *member != candidate)
            .collect();
        if authorize {
            members.push(candidate);
        } else {
            self.votes.retain(|vote| vote.signer != candidate);
        }
        self.votes.retain(|vote| vote.candidate != candidate);
        self.set = Arc::new(ValidatorSet::new(&members)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
