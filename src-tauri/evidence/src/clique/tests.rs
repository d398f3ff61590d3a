//! Following Clique: who may sign, when a block is sealed, votes, checkpoints after a gap.

use std::collections::BTreeSet;

use alloy_consensus::Header as Fields;
use alloy_primitives::U256;
use proptest::prelude::*;

use super::*;
use crate::SealFollower;
use crate::samples::sealing::{Validators, clique};

/// Trust in signers 1 to 4 as of block 100.
fn trust() -> SealTrust {
    Validators::new(1..=4).trust(Consensus::Clique)
}

/// A Clique chain on top of block 100, one second per block.
struct CliqueChain(Vec<Header>);

impl CliqueChain {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn push(&mut self, signer: u8, vote: Option<(Address, bool)>, listed: &[Address]) -> Header {
        let number = self.0.last().map_or(101, |last| last.number() + 1);
        let parent = self.0.last().map_or(B256::ZERO, Header::hash);
        let header = clique_block(number, parent, signer, vote, listed);
        self.0.push(header.clone());
        header
    }

    fn sign(&mut self, signer: u8) -> Header {
        self.push(signer, None, &[])
    }
}

fn clique_block(
    number: u64,
    parent_hash: B256,
    signer: u8,
    vote: Option<(Address, bool)>,
    listed: &[Address],
) -> Header {
    let nonce = if vote.is_some_and(|(_, authorize)| authorize) {
        u64::MAX
    } else {
        0
    };
    let fields = Fields {
        number,
        parent_hash,
        timestamp: 1_000 + number,
        difficulty: U256::from(2),
        beneficiary: vote.map_or(Address::ZERO, |(on, _)| on),
        nonce: nonce.to_be_bytes().into(),
        ..Fields::default()
    };
    clique(&fields, listed, &Validators::new([signer]))
}

fn one(number: u8) -> Address {
    Validators::new([number]).addresses()[0]
}

fn sorted(numbers: impl IntoIterator<Item = u8>) -> Vec<Address> {
    let mut addresses = Validators::new(numbers).addresses();
    addresses.sort_unstable();
    addresses
}

#[test]
fn a_clique_block_is_sealed_by_more_than_half_of_the_signers_on_top() {
    let mut follower = SealFollower::new(&trust()).unwrap();
    let mut chain = CliqueChain::new();
    let sealed: Vec<_> = [1, 2, 3, 4, 1, 2]
        .into_iter()
        .map(|signer| follower.follow(&chain.sign(signer)).unwrap().sealed_to)
        .collect();
    // Three of four must follow.
    assert_eq!(sealed, [None, None, None, Some(101), Some(102), Some(103)]);
    assert_eq!(
        (follower.trust().block, follower.trust().time),
        (103, 1_103)
    );
    // Going on from what was written down comes to the same.
    let mut again = SealFollower::new(&follower.trust()).unwrap();
    let rest = again.follow_chain(&chain.0[3..]).unwrap();
    assert_eq!(rest.sealed_to, None);
    let next = chain.sign(3);
    assert_eq!(again.follow(&next).unwrap().sealed_to, Some(104));
    assert_eq!(follower.follow(&next).unwrap().sealed_to, Some(104));
}

#[test]
fn clique_signers_are_the_trusted_ones_and_take_turns() {
    let mut follower = SealFollower::new(&trust()).unwrap();
    let mut chain = CliqueChain::new();
    follower.follow(&chain.sign(1)).unwrap();
    let parent = chain.0[0].hash();
    for signer in [2, 1] {
        let header = clique_block(102, parent, signer, None, &[]);
        let refused = follower.clone().follow(&header).err();
        let recently = SealError::RecentlySigned {
            block: 102,
            signer: one(1),
        };
        assert_eq!(refused, (signer == 1).then_some(recently));
    }
    let stranger = clique_block(102, parent, 9, None, &[]);
    assert_eq!(
        follower.follow(&stranger),
        Err(SealError::Stranger {
            block: 102,
            signer: one(9)
        })
    );
    follower.follow(&chain.sign(2)).unwrap();
    assert_eq!(
        follower.follow(&clique_block(103, chain.0[1].hash(), 1, None, &[])),
        Err(SealError::RecentlySigned {
            block: 103,
            signer: one(1)
        })
    );
}

#[test]
fn clique_blocks_that_are_not_sealed_can_be_replaced() {
    let mut follower = SealFollower::new(&trust()).unwrap();
    let mut chain = CliqueChain::new();
    for signer in [1, 2, 3] {
        follower.follow(&chain.sign(signer)).unwrap();
    }
    chain.0.truncate(1);
    for (signer, sealed_to) in [(3, None), (4, None), (2, Some(101))] {
        assert_eq!(
            follower.follow(&chain.sign(signer)).unwrap().sealed_to,
            sealed_to
        );
    }
    // A sealed one cannot.
    let other = clique_block(102, B256::repeat_byte(7), 1, None, &[]);
    assert_eq!(
        follower.follow(&other),
        Err(DescentError::Broken(102).into())
    );
}

#[test]
fn clique_signers_are_voted_in_and_out() {
    let mut follower = SealFollower::new(&trust()).unwrap();
    let mut chain = CliqueChain::new();
    // Three of four votes take 5 in; one votes twice, which counts once.
    for (signer, vote) in [
        (1, Some((one(5), true))),
        (2, Some((one(5), true))),
        (3, None),
        (1, Some((one(5), true))),
        (4, Some((one(5), true))),
        (5, None),
        (2, Some((one(1), false))),
        (3, Some((one(1), false))),
        (5, Some((one(1), false))),
    ] {
        follower.follow(&chain.push(signer, vote, &[])).unwrap();
    }
    let gone = clique_block(110, chain.0[8].hash(), 1, None, &[]);
    assert_eq!(
        follower.follow(&gone),
        Err(SealError::Stranger {
            block: 110,
            signer: one(1)
        })
    );
    let mut changed = 0;
    for signer in [4, 2, 3, 5] {
        let header = chain.sign(signer);
        changed += usize::from(follower.follow(&header).unwrap().set_changed);
    }
    assert_eq!((changed, follower.trust().validators), (1, sorted(2..=5)));
    assert!(follower.trust().votes.is_empty());
}

#[test]
fn undecided_clique_votes_are_carried_on() {
    let mut follower = SealFollower::new(&trust()).unwrap();
    let mut chain = CliqueChain::new();
    let vote = Some((one(5), true));
    for (signer, vote) in [(1, vote), (2, vote), (3, None), (4, None), (1, None)] {
        follower.follow(&chain.push(signer, vote, &[])).unwrap();
    }
    let trust = follower.trust();
    assert_eq!((trust.block, trust.votes.len()), (102, 2));
    let mut again = SealFollower::new(&trust).unwrap();
    again.follow_chain(&chain.0[2..]).unwrap();
    again.follow(&chain.push(3, vote, &[])).unwrap();
    again.follow(&chain.sign(5)).unwrap(); // signs already
    let strange = clique_block(108, chain.0[6].hash(), 2, None, &[]);
    let bent = Fields {
        number: 108,
        parent_hash: chain.0[6].hash(),
        nonce: 7_u64.to_be_bytes().into(),
        ..Fields::default()
    };
    let bent = clique(&bent, &[], &Validators::new([2]));
    assert_eq!(again.clone().follow(&bent), Err(SealError::Vote(108)));
    again.follow(&strange).unwrap();
}

#[test]
fn a_checkpoint_with_other_signers_is_a_handover() {
    let follow = |listed: std::ops::RangeInclusive<u8>, signers: &[u8], time: u64| {
        let mut follower = SealFollower::new(&SealTrust { time, ..trust() }).unwrap();
        let listed = Validators::new(listed).addresses();
        let mut parent = B256::repeat_byte(1);
        let mut last = Ok(Followed::default());
        for (number, signer) in (300..).zip(signers) {
            let listed = if number == 300 { &listed[..] } else { &[] };
            let header = clique_block(number, parent, *signer, None, listed);
            parent = header.hash();
            last = follower.follow(&header);
        }
        (last, follower.trust().validators)
    };
    let sealed = Followed {
        set_changed: true,
        sealed_to: Some(300),
    };
    assert_eq!(
        follow(3..=6, &[3, 4, 5, 6], 1_100),
        (Ok(sealed), sorted(3..=6))
    );
    // One of four trusted signers is not more than a third; the others had their turn.
    let (refused, still) = follow(4..=7, &[4, 5, 6, 7, 4], 1_100);
    assert_eq!(
        refused,
        Err(SealError::PinAnew {
            block: 300,
            shared: 1,
            trusted: 4
        })
    );
    assert_eq!(still, trust().validators);
    assert_eq!(
        follow(3..=6, &[3], 299).0,
        Err(SealError::Expired {
            block: 300,
            age: 1_001
        })
    );
}

#[test]
fn clique_signers_on_top_of_a_gap_vouch_for_nothing_before_it() {
    let mut follower = SealFollower::new(&trust()).unwrap();
    let mut chain = CliqueChain::new();
    follower.follow(&chain.sign(1)).unwrap();
    follower.follow(&chain.sign(2)).unwrap();
    let mut parent = B256::repeat_byte(2);
    let mut sealed = Vec::new();
    for (number, signer) in (150..).zip([3, 4, 1, 2]) {
        let header = clique_block(number, parent, signer, None, &[]);
        parent = header.hash();
        sealed.push(follower.follow(&header).unwrap().sealed_to);
    }
    assert_eq!(sealed, [None, None, None, Some(150)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn clique_never_panics_and_never_seals_by_few(signers in prop::collection::vec((1..=5_u8, any::<bool>(), any::<bool>(), 0..12_u8), 1..24)) {
        let mut follower = SealFollower::new(&trust()).unwrap();
        let mut chain = CliqueChain::new();
        for (signer, votes, authorize, back) in signers {
            let vote = votes.then(|| (one(5), authorize));
            if back == 0 {
                chain.0.pop();
            }
            let header = chain.push(signer, vote, &[]);
            match follower.follow(&header) {
                Ok(Followed { sealed_to: Some(block), .. }) => {
                    let on_top: BTreeSet<_> = chain.0.iter().filter(|header| header.number() > block)
                        .map(|header| header.signers(Consensus::Clique).unwrap()[0]).collect();
                    prop_assert!(on_top.len() * 2 > follower.trust().validators.len());
                }
                Ok(_) => {}
                Err(_) => { chain.0.pop(); }
            }
        }
    }
}
