//! Sets that headers list, and sets that nodes tell.

use alloy::primitives::{B256, Bytes, b256};
use alloy::rlp::Encodable;
use serde_json::Value;

use super::*;
use crate::stub::chain::{FakeChain, fields};
use crate::stub::{Stub, run};

const MIX_HASH: B256 = b256!("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

fn addresses(ends: &[u8]) -> Vec<Address> {
    ends.iter().copied().map(Address::with_last_byte).collect()
}

/// `extraData` of QBFT without seals: vanity, validators, no vote, round 0.
fn extra(validators: &[Address]) -> Bytes {
    let mut items = Vec::new();
    Bytes::from_static(&[0; 32]).encode(&mut items);
    validators.to_vec().encode(&mut items);
    items.extend([0xc0, 0x80, 0xc0]);
    let mut list = Vec::new();
    alloy::rlp::Header {
        list: true,
        payload_length: items.len(),
    }
    .encode(&mut list);
    list.extend(items);
    list.into()
}

/// A QBFT chain of two blocks whose second lists these validators.
fn chain(validators: &[Address]) -> FakeChain {
    let chain = FakeChain::default();
    let mut block = fields(1, chain.hashes(0)[0], 1);
    block.mix_hash = MIX_HASH;
    block.extra_data = extra(validators);
    chain.push(block);
    chain
}

async fn found(chain: &FakeChain, consensus: Consensus) -> Result<Vec<Address>, NodeError> {
    let node = Stub::of(chain.clone()).await.node();
    node.validators(consensus, 1).await
}

#[test]
fn a_header_that_lists_them_is_believed_before_the_node() {
    run(async {
        let chain = chain(&addresses(&[3, 1, 2]));
        chain.say("qbft_getValidatorsByBlockNumber", json!(addresses(&[9])));
        let listed = found(&chain, Consensus::Qbft).await;
        assert_eq!(listed, Ok(addresses(&[1, 2, 3])));
    });
}

#[test]
fn a_set_that_a_contract_selects_is_asked_for() {
    run(async {
        let chain = chain(&[]);
        for method in ["istanbul_getValidators", "qbft_getValidatorsByBlockNumber"] {
            chain.say(method, json!(addresses(&[5, 4])));
            assert_eq!(found(&chain, Consensus::Qbft).await, Ok(addresses(&[4, 5])));
            chain.say(method, Value::Null);
        }
    });
}

#[test]
fn a_node_that_tells_nothing_says_so() {
    run(async {
        let error = found(&chain(&[]), Consensus::Qbft).await.unwrap_err();
        assert_eq!(
            error,
            NodeError::MethodMissing("istanbul_getValidators".to_owned())
        );
    });
}

#[test]
fn clique_signers_are_asked_for_between_checkpoints() {
    run(async {
        let chain = FakeChain::default();
        let mut block = fields(1, chain.hashes(0)[0], 1);
        block.extra_data = vec![0; 32 + 65].into();
        chain.push(block);
        chain.say("clique_getSigners", json!(addresses(&[7])));
        assert_eq!(found(&chain, Consensus::Clique).await, Ok(addresses(&[7])));
        assert_eq!(found(&chain, Consensus::Ethereum).await, Ok(vec![]));
    });
}
