//! Following validators: quorums, handovers, what must be trusted anew.

use proptest::prelude::*;

use super::*;
use crate::samples::sealing::{Sealed, Validators};

const BFT: [Consensus; 3] = [Consensus::Qbft, Consensus::Ibft2, Consensus::Ibft1];

fn sealed(consensus: Consensus, number: u64, sealers: &Validators, listed: &Validators) -> Header {
    Sealed::by(consensus, sealers, &listed.addresses())
        .at(number)
        .header()
}

/// Trust in validators 1 to 4 as of block 100.
fn trust(consensus: Consensus) -> SealTrust {
    Validators::new(1..=4).trust(consensus)
}

#[test]
fn the_same_set_is_followed_over_any_gap_and_without_end() {
    let three = Validators::new([4, 2, 1]);
    let four = Validators::new(1..=4);
    for consensus in BFT {
        let mut follower = SealFollower::new(&trust(consensus)).unwrap();
        for number in [101, 102, 5_000, 1_000_000] {
            let outcome = follower
                .follow(&sealed(consensus, number, &three, &four))
                .unwrap();
            assert_eq!(
                outcome,
                Followed {
                    set_changed: false,
                    sealed_to: Some(number)
                }
            );
        }
        let now = follower.trust();
        assert_eq!((now.block, now.time), (1_000_000, 1_001_000));
        assert_eq!(now.validators, trust(consensus).validators);
    }
}

#[test]
fn a_change_needs_more_than_a_third_of_those_trusted() {
    let follow = |sealers: &[u8], listed: std::ops::RangeInclusive<u8>| {
        let mut follower = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
        let sealers = Validators::new(sealers.iter().copied());
        let header = sealed(Consensus::Qbft, 200, &sealers, &Validators::new(listed));
        let outcome = follower.follow(&header);
        (outcome, follower)
    };
    // One more validator, one fewer, half of them exchanged: two of four trusted ones are more than a third.
    for (sealers, listed) in [
        (&[1, 2, 3, 5][..], 1..=5),
        (&[2, 3], 2..=4),
        (&[3, 4, 5, 6], 3..=6),
    ] {
        let (outcome, follower) = follow(sealers, listed.clone());
        assert_eq!(
            outcome,
            Ok(Followed {
                set_changed: true,
                sealed_to: Some(200)
            })
        );
        let set = ValidatorSet::new(&Validators::new(listed).addresses()).unwrap();
        assert_eq!(follower.validators(), &set);
        assert_eq!(follower.trust().validators, set.iter().collect::<Vec<_>>());
    }
    let (refused, follower) = follow(&[4, 5, 6], 4..=7);
    let error = SealError::PinAnew {
        block: 200,
        shared: 1,
        trusted: 4,
    };
    assert!(error.asks_for_new_trust());
    assert_eq!(refused, Err(error));
    assert_eq!(follower.trust(), trust(Consensus::Qbft));
}

#[test]
fn a_third_alone_is_not_more_than_a_third() {
    let three = Validators::new(1..=3).trust(Consensus::Ibft1);
    let mut follower = SealFollower::new(&three).unwrap();
    let refused = follower.follow(&sealed(
        Consensus::Ibft1,
        200,
        &Validators::new(3..=5),
        &Validators::new(3..=5),
    ));
    assert_eq!(
        refused,
        Err(SealError::PinAnew {
            block: 200,
            shared: 1,
            trusted: 3
        })
    );
}

#[test]
fn a_change_needs_a_quorum_of_its_own_set() {
    let mut follower = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
    let header = sealed(
        Consensus::Qbft,
        200,
        &Validators::new([1, 2, 3]),
        &Validators::new(1..=6),
    );
    assert_eq!(
        follower.follow(&header),
        Err(SealError::TooFew {
            block: 200,
            found: 3,
            needed: 4
        })
    );
}

#[test]
fn a_change_after_the_trusting_period_needs_trust_anew() {
    let (three, three_of_five) = (Validators::new(1..=3), Validators::new(1..=5));
    let mut follower = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
    let late = sealed(
        Consensus::Qbft,
        1_101,
        &Validators::new(1..=4),
        &three_of_five,
    );
    let error = SealError::Expired {
        block: 1_101,
        age: 1_001,
    };
    assert!(error.asks_for_new_trust());
    assert_eq!(follower.follow(&late), Err(error));
    // What was seen in between counts: the period runs from the newest block that the trusted set sealed.
    follower
        .follow(&sealed(
            Consensus::Qbft,
            500,
            &three,
            &Validators::new(1..=4),
        ))
        .unwrap();
    assert_eq!(follower.follow(&late).unwrap().sealed_to, Some(1_101));
}

#[test]
fn step_by_step_every_validator_can_be_exchanged() {
    let mut follower = SealFollower::new(&trust(Consensus::Ibft2)).unwrap();
    for step in 1..=4 {
        let set = Validators::new(1 + step..=4 + step);
        let header = sealed(Consensus::Ibft2, 100 + u64::from(step), &set, &set);
        assert!(follower.follow(&header).unwrap().set_changed);
    }
    assert_eq!(follower.trust().validators.len(), 4);
    let gone = Validators::new(1..=4);
    let old = sealed(Consensus::Ibft2, 300, &gone, &gone);
    assert!(follower.follow(&old).unwrap_err().asks_for_new_trust());
}

#[test]
fn a_set_that_a_contract_selects_stays_until_it_is_pinned_anew() {
    let (three, nobody) = (Validators::new(1..=3), Validators::new([]));
    let selected = SealTrust {
        contract_selected: true,
        ..trust(Consensus::Qbft)
    };
    let mut follower = SealFollower::new(&selected).unwrap();
    let outcome = follower
        .follow(&sealed(Consensus::Qbft, 150, &three, &nobody))
        .unwrap();
    assert_eq!(
        outcome,
        Followed {
            set_changed: false,
            sealed_to: Some(150)
        }
    );
    assert_eq!(
        follower.follow(&sealed(
            Consensus::Qbft,
            151,
            &Validators::new(1..=2),
            &nobody
        )),
        Err(SealError::TooFew {
            block: 151,
            found: 2,
            needed: 3
        })
    );
    assert_eq!(
        follower.follow(&sealed(Consensus::Qbft, 151, &three, &three)),
        Err(SealError::Selection {
            block: 151,
            listed: true
        })
    );
    let mut other = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
    assert_eq!(
        other.follow(&sealed(Consensus::Qbft, 150, &three, &nobody)),
        Err(SealError::Selection {
            block: 150,
            listed: false
        })
    );
}

#[test]
fn headers_come_forwards_and_by_the_trusted_rules() {
    let four = Validators::new(1..=4);
    let mut follower = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
    for block in [0, 99, 100] {
        assert_eq!(
            follower.follow(&sealed(Consensus::Qbft, block, &four, &four)),
            Err(SealError::NotAscending { block, newest: 100 })
        );
    }
    assert_eq!(
        follower.follow(&sealed(Consensus::Ibft2, 101, &four, &four)),
        Err(SealError::OtherConsensus {
            block: 101,
            expected: Consensus::Qbft,
            found: Consensus::Ibft2
        })
    );
}

#[test]
fn trust_that_trusts_nobody_is_refused() {
    let none = SealTrust {
        validators: Vec::new(),
        ..trust(Consensus::Qbft)
    };
    assert_eq!(SealFollower::new(&none), Err(SealError::EmptySet));
    let validator = trust(Consensus::Qbft).validators[0];
    let twice = SealTrust {
        validators: vec![validator, validator],
        ..none
    };
    assert_eq!(
        SealFollower::new(&twice),
        Err(SealError::RepeatedValidator(validator))
    );
    let many = (0..=1024_u64).map(|number| Address::left_padding_from(&number.to_be_bytes()));
    let many = SealTrust {
        validators: many.collect(),
        ..twice
    };
    assert_eq!(
        SealFollower::new(&many),
        Err(SealError::TooManyValidators(1025))
    );
    assert_eq!(
        SealFollower::new(&trust(Consensus::Ethereum)),
        Err(SealError::Sealless(Consensus::Ethereum))
    );
}

#[test]
fn the_last_of_a_chain_vouches_for_all_and_changes_are_looked_at() {
    let sets = [1..=4, 1..=4, 1..=5, 1..=5, 1..=5];
    let mut chain: Vec<Header> = Vec::new();
    for (number, listed) in (101..).zip(sets) {
        let sealers = Validators::new(listed);
        let addresses = sealers.addresses();
        let sealed = Sealed::by(Consensus::Qbft, &sealers, &addresses).at(number);
        let sealed = chain
            .last()
            .map_or(sealed.clone(), |parent| sealed.after(parent));
        // The seals of a block whose set does not change and that others follow are not needed.
        let needed = ![101, 102, 104].contains(&number);
        chain.push(if needed {
            sealed.header()
        } else {
            sealed.with(&[])
        });
    }
    let follow = |chain: &[Header]| {
        let mut follower = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
        follower
            .follow_chain(chain)
            .map(|outcome| (outcome, follower))
    };
    let (outcome, follower) = follow(&chain).unwrap();
    assert_eq!(
        outcome,
        Followed {
            set_changed: true,
            sealed_to: Some(105)
        }
    );
    assert_eq!(follower.trust().block, 105);
    assert_eq!(
        follow(&chain[..4]).unwrap_err(),
        SealError::TooFew {
            block: 104,
            found: 0,
            needed: 4
        }
    );
    let gap = [chain[0].clone(), chain[2].clone()];
    assert_eq!(follow(&gap).unwrap_err(), DescentError::Broken(103).into());
    assert_eq!(follow(&[]).unwrap().0, Followed::default());
}

#[test]
fn trust_is_written_in_one_form() {
    let mut trust = trust(Consensus::Clique);
    let json = serde_json::to_string(&trust).unwrap();
    assert!(json.starts_with(r#"{"consensus":"clique","validators":["0x"#));
    assert!(json.ends_with(r#""block":100,"time":1100,"period":1000,"contractSelected":false}"#));
    assert_eq!(serde_json::from_str::<SealTrust>(&json).unwrap(), trust);
    trust.votes.push(Vote {
        signer: trust.validators[0],
        candidate: Address::ZERO,
        authorize: true,
    });
    let json = serde_json::to_string(&trust).unwrap();
    assert_eq!(serde_json::from_str::<SealTrust>(&json).unwrap(), trust);
    assert!(serde_json::from_str::<SealTrust>(&json.replace("period", "term")).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whoever_follows_ends_with_a_set_that_sealed(sets in prop::collection::vec((1..=6_u8, 1..=6_u8, prop::collection::vec(1..=12_u8, 0..8)), 1..8)) {
        let mut follower = SealFollower::new(&trust(Consensus::Qbft)).unwrap();
        for (number, (from, count, sealers)) in (101..).zip(sets) {
            let sealers: std::collections::BTreeSet<u8> = sealers.into_iter().collect();
            let listed: std::collections::BTreeSet<u8> = (from..from + count).collect();
            let before = follower.clone();
            let header = sealed(Consensus::Qbft, number, &Validators::new(sealers.clone()), &Validators::new(listed.clone()));
            let trusted: Vec<u8> = (1..=12).filter(|number| before.validators().contains(&Validators::new([*number]).addresses()[0])).collect();
            let shared = trusted.iter().filter(|number| sealers.contains(number)).count();
            let good = sealers.is_subset(&listed)
                && sealers.len() * 3 >= listed.len() * 2
                && (listed.iter().copied().eq(trusted.iter().copied()) || shared * 3 > trusted.len());
            prop_assert_eq!(follower.follow(&header).is_ok(), good);
            if !good {
                prop_assert_eq!(&follower, &before);
            }
        }
    }
}
