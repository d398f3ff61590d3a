//! Bundles whose blocks are sealed, and bundles that prove the ledger's state.

use alloy_consensus::Header as Fields;
use alloy_primitives::{B256, U256};

use super::*;
use crate::samples::CONTRACT;
use crate::samples::sealing::{Sealed, Validators, clique};
use crate::samples::states::{State, numbered};
use crate::{Consensus, SealError, SealTrust, StateProofError};

fn network() -> Network {
    Network {
        chain_id: 1,
        genesis: B256::repeat_byte(9),
        contract: CONTRACT,
        code_hash: B256::repeat_byte(8),
    }
}

/// Blocks from this number on, one for each set, sealed by all of it.
fn chain(first: u64, sets: &[std::ops::RangeInclusive<u8>]) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for (number, set) in (first..).zip(sets) {
        let sealers = Validators::new(set.clone());
        let listed = sealers.addresses();
        let sealed = Sealed::by(Consensus::Qbft, &sealers, &listed).at(number);
        let sealed = match headers.last() {
            Some(parent) => sealed.after(parent),
            None => sealed,
        };
        headers.push(sealed.header());
    }
    headers
}

fn bundle(headers: &[Header]) -> Bundle {
    Bundle::build(network(), headers, &[]).unwrap()
}

/// Trust in validators 1 to 4 as of this block.
fn trust(block: u64) -> SealTrust {
    SealTrust {
        block,
        time: 1_000 + block,
        ..Validators::new(1..=4).trust(Consensus::Qbft)
    }
}

#[test]
fn the_last_block_is_sealed_by_the_trusted_set() {
    let bundle = bundle(&chain(110, &[1..=4, 1..=4, 1..=4]));
    // Pinned before, within and after the blocks, for the set was always the same.
    for pinned in [0, 109, 110, 111, 112, 113, 5_000] {
        assert_eq!(
            bundle.sealed_by(&trust(pinned)),
            Ok(112),
            "pinned at {pinned}"
        );
    }
}

#[test]
fn handovers_lead_to_the_set_that_sealed() {
    let blocks = chain(150, &[3..=6, 3..=6]);
    let handover = chain(120, &[2..=5]);
    let later = chain(130, &[3..=6]);
    let bare = bundle(&blocks);
    // Two of four are in common, and they are enough even without the step between.
    assert_eq!(bare.sealed_by(&trust(100)), Ok(151));
    let far = bundle(&chain(150, &[5..=8, 5..=8]));
    assert_eq!(
        far.sealed_by(&trust(100)),
        Err(SealError::PinAnew {
            block: 150,
            shared: 0,
            trusted: 4
        })
    );
    let steps = [handover, later].concat();
    assert_eq!(
        far.clone().with_handovers(&steps).sealed_by(&trust(100)),
        Ok(151)
    );
    let swapped: Vec<Header> = steps.iter().rev().cloned().collect();
    assert_eq!(
        far.with_handovers(&swapped).sealed_by(&trust(100)),
        Err(SealError::NotAscending {
            block: 120,
            newest: 130
        })
    );
}

#[test]
fn the_set_may_change_among_the_blocks() {
    let bundle = bundle(&chain(110, &[1..=4, 1..=4, 2..=5, 3..=6]));
    assert_eq!(bundle.sealed_by(&trust(100)), Ok(113));
    // Pinned later, those vouch for all who sealed the last.
    let pinned = |set, block| SealTrust {
        validators: Validators::new(set).addresses(),
        ..trust(block)
    };
    for block in [112, 113, 500] {
        assert_eq!(bundle.sealed_by(&pinned(3..=6, block)), Ok(113));
    }
    // Nobody can tell from there who was to seal before.
    let error = SealError::Earlier {
        block: 113,
        trusted: 500,
    };
    assert!(error.asks_for_new_trust());
    assert_eq!(bundle.sealed_by(&pinned(2..=5, 500)), Err(error));
}

#[test]
fn blocks_that_their_last_does_not_seal_are_refused() {
    let headers = chain(110, &[1..=4, 1..=4]);
    let four = Validators::new(1..=4);
    let listed = four.addresses();
    let last = Sealed::by(Consensus::Qbft, &four, &listed).after(&headers[0]);
    let seals = four.seals(last.seal_hash());
    let with_last = |header: Header| bundle(&[headers[0].clone(), header]);
    assert_eq!(
        with_last(last.with(&seals[..2])).sealed_by(&trust(100)),
        Err(SealError::TooFew {
            block: 111,
            found: 2,
            needed: 3
        })
    );
    let mut bent = last.clone();
    bent.fields.receipts_root = B256::repeat_byte(1);
    assert_eq!(
        with_last(bent.with(&seals)).sealed_by(&trust(100)),
        Err(SealError::OtherHeader(111))
    );
    let mut unlinked = with_last(last.header());
    unlinked.blocks[0].header = chain(110, &[1..=5])[0].rlp().into();
    assert_eq!(
        unlinked.sealed_by(&trust(100)),
        Err(DescentError::Broken(111).into())
    );
}

#[test]
fn handovers_that_are_no_headers_or_hang_loose_are_refused() {
    let blocks = chain(110, &[1..=4]);
    let mut unreadable = bundle(&blocks);
    unreadable.handovers.push(vec![1, 2].into());
    assert!(matches!(
        unreadable.sealed_by(&trust(100)),
        Err(SealError::Handover { at: 0, .. })
    ));
    let loose = bundle(&blocks).with_handovers(&chain(115, &[1..=4]));
    assert_eq!(
        loose.sealed_by(&trust(100)),
        Err(DescentError::Broken(115).into())
    );
    let nothing = Bundle {
        blocks: Vec::new(),
        ..bundle(&blocks)
    };
    assert_eq!(
        nothing.sealed_by(&trust(100)),
        Err(DescentError::Empty.into())
    );
}

#[test]
fn clique_blocks_are_sealed_by_those_on_top() {
    let mut headers: Vec<Header> = Vec::new();
    for (number, signer) in (110..).zip([1, 2, 3, 4, 1, 2]) {
        let fields = Fields {
            number,
            timestamp: 1_000 + number,
            parent_hash: headers.last().map_or(B256::ZERO, Header::hash),
            difficulty: U256::from(2),
            ..Fields::default()
        };
        headers.push(clique(&fields, &[], &Validators::new([signer])));
    }
    let trust = |block| SealTrust {
        consensus: Consensus::Clique,
        ..trust(block)
    };
    for pinned in [0, 109, 500] {
        assert_eq!(bundle(&headers).sealed_by(&trust(pinned)), Ok(112));
    }
    assert_eq!(
        bundle(&headers[..3]).sealed_by(&trust(0)),
        Err(SealError::Unsealed(112))
    );
    let others = SealTrust {
        validators: Validators::new(11..=14).addresses(),
        ..trust(500)
    };
    assert_eq!(
        bundle(&headers).sealed_by(&others),
        Err(SealError::Earlier {
            block: 110,
            trusted: 500
        })
    );
    // The signers on top can come along without being among the blocks.
    let on_top = bundle(&headers[..3]).with_handovers(&headers[3..]);
    assert_eq!(on_top.sealed_by(&trust(0)), Ok(112));
}

fn with_state(state: &State, slots: &[B256]) -> Result<Bundle, BundleError> {
    let (state_root, evidence) = state.prove(slots);
    let header = crate::samples::header(Fields {
        number: 12,
        state_root,
        ..Fields::default()
    });
    bundle(&[header]).with_state(evidence)
}

#[test]
fn a_bundle_proves_the_slots_of_the_ledger() {
    let slots = [numbered(1), numbered(7), numbered(9_000)];
    let bundle = with_state(&State::with_slots(30), &slots).unwrap();
    let bundle = Bundle::from_json(&bundle.to_json()).unwrap();
    let (block, account) = bundle.state().unwrap().unwrap();
    assert_eq!(block, 12);
    assert_eq!(account.slots(&slots).unwrap(), [2, 8, 0].map(U256::from));
    assert_eq!(
        Bundle {
            state: None,
            ..bundle
        }
        .state(),
        Ok(None)
    );
}

#[test]
fn a_state_of_another_block_contract_or_code_is_refused() {
    let state = State::with_slots(30);
    let bundle = with_state(&state, &[]).unwrap();
    let mut elsewhere = bundle.clone();
    elsewhere.state.as_mut().unwrap().block = 13;
    assert_eq!(elsewhere.state(), Err(BundleError::StateBlock(13)));
    let mut other = bundle;
    other.network.contract = Address::repeat_byte(0xdd);
    assert!(matches!(
        other.state(),
        Err(BundleError::State {
            block: 12,
            error: StateProofError::NoAccount(_)
                | StateProofError::Misplaced(_)
                | StateProofError::LeftOver(_)
        })
    ));
    let upgraded = State {
        code_hash: B256::repeat_byte(7),
        ..state
    };
    assert_eq!(
        with_state(&upgraded, &[]),
        Err(BundleError::OtherCode {
            block: 12,
            found: B256::repeat_byte(7)
        })
    );
}
