//! A set of validators and its quorum. Where it comes from is not its concern.

use std::collections::BTreeSet;

use alloy_primitives::Address;

use crate::{Consensus, Header, SealError};

/// The most validators that a set may have; real networks have some dozens.
pub const MAX_VALIDATORS: usize = 1024;

/// Distinct validators, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidatorSet(BTreeSet<Address>);

impl ValidatorSet {
    /// A set of these; refused when empty, when one is named twice, or beyond [`MAX_VALIDATORS`].
    pub fn new(validators: &[Address]) -> Result<Self, SealError> {
        if validators.len() > MAX_VALIDATORS {
            return Err(SealError::TooManyValidators(validators.len()));
        }
        let mut set = BTreeSet::new();
        for validator in validators {
            if !set.insert(*validator) {
                return Err(SealError::RepeatedValidator(*validator));
            }
        }
        if set.is_empty() {
            Err(SealError::EmptySet)
        } else {
            Ok(Self(set))
        }
    }

    /// The validators, sorted.
    pub fn iter(&self) -> impl Iterator<Item = Address> {
        self.0.iter().copied()
    }

    /// How many there are.
    #[expect(clippy::len_without_is_empty, reason = "a set is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether this is one of them.
    pub fn contains(&self, validator: &Address) -> bool {
        self.0.contains(validator)
    }

    /// How many distinct seals a BFT block needs: two thirds, rounded up. (`GoQuorum`'s own check of headers is content
    /// with more than a third; blocks that its validators really agreed on carry these.)
    pub fn quorum(&self) -> usize {
        (self.len() * 2).div_ceil(3)
    }

    /// Whether the header is sealed by a quorum of this set and by nobody else, by the BFT rules that its shape names.
    pub fn check(&self, header: &Header) -> Result<(), SealError> {
        self.check_as(header.consensus(), header).map(drop)
    }

    /// The same under given rules; says who sealed.
    pub(crate) fn check_as(
        &self,
        consensus: Consensus,
        header: &Header,
    ) -> Result<Vec<Address>, SealError> {
        if matches!(consensus, Consensus::Ethereum | Consensus::Clique) {
            return Err(SealError::NoSeals(header.number()));
        }
        let block = header.number();
        let signers = header.signers(consensus)?;
        let strangers = signers.iter().filter(|signer| !self.contains(signer));
        match strangers.clone().next() {
            Some(_) if strangers.count() == signers.len() => {
                return Err(SealError::OtherHeader(block));
            }
            Some(signer) => {
                return Err(SealError::Stranger {
                    block,
                    signer: *signer,
                });
            }
            None => {}
        }
        if signers.len() < self.quorum() {
            return Err(SealError::TooFew {
                block,
                found: signers.len(),
                needed: self.quorum(),
            });
        }
        Ok(signers)
    }

    /// How many of these are in the set.
    pub(crate) fn shared(&self, signers: &[Address]) -> usize {
        signers
            .iter()
            .filter(|signer| self.contains(signer))
            .count()
    }
}
