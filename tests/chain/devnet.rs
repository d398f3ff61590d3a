//! The development network itself: its blocks chain, its names for them are the same everywhere, and the crate that checks
//! seals reads in them what was put there. The two were written apart.

use alloy::consensus::Header as Fields;
use alloy::primitives::{Address, B256};
use evidence::{Consensus as Rules, Header, SealError, SealFollower, SealTrust};
use serde_json::{Value, json};
use support::{Anvil, Consensus, Devnet, Fork, Sealing, Switch, four, validator};

const KINDS: [(Consensus, Rules); 4] = [
    (Consensus::Qbft, Rules::Qbft),
    (Consensus::Ibft2, Rules::Ibft2),
    (Consensus::Ibft1, Rules::Ibft1),
    (Consensus::Clique, Rules::Clique),
];

fn block(devnet: &Devnet, number: u64) -> Value {
    let params = json!([format!("{number:#x}"), false]);
    devnet.ask("eth_getBlockByNumber", params)
}

fn header(devnet: &Devnet, number: u64) -> Header {
    let block = block(devnet, number);
    let fields: Fields = serde_json::from_value(block.clone()).unwrap();
    let header = Header::from_rlp(&alloy::rlp::encode(&fields)).unwrap();
    assert_eq!(json!(header.hash()), block["hash"], "block {number}");
    header
}

fn headers(devnet: &Devnet) -> Vec<Header> {
    (1..=devnet.head())
        .map(|number| header(devnet, number))
        .collect()
}

/// A block with a transaction, and the hash of that.
fn pay(devnet: &Devnet) -> Value {
    let accounts = devnet.ask("eth_accounts", json!([]));
    let price = devnet.ask("eth_gasPrice", json!([]));
    let payment =
        json!({ "from": accounts[0], "to": accounts[1], "value": "0x1", "gasPrice": price });
    let transaction = devnet.ask("eth_sendTransaction", json!([payment]));
    while devnet
        .ask("eth_getTransactionReceipt", json!([transaction]))
        .is_null()
    {
        std::thread::yield_now();
    }
    transaction
}

fn trust(sealing: &Sealing, consensus: Rules) -> SealTrust {
    SealTrust {
        consensus,
        validators: sealing.addresses(),
        block: 0,
        time: 0,
        period: u64::MAX,
        contract_selected: !sealing.listed,
        votes: Vec::new(),
    }
}

/// The newest sealed block of the network as this trust has it.
fn sealed_to(devnet: &Devnet, trust: &SealTrust) -> Result<Option<u64>, SealError> {
    let mut follower = SealFollower::new(trust).unwrap();
    let mut sealed = None;
    for header in headers(devnet) {
        sealed = follower.follow(&header)?.sealed_to.or(sealed);
    }
    Ok(sealed)
}

#[test]
fn blocks_of_every_kind_hash_and_are_sealed_as_they_are_checked() {
    for fork in [
        Fork::BerlinWithoutFees,
        Fork::LondonWithoutFees,
        Fork::Newest,
    ] {
        let anvil = std::sync::Arc::new(Anvil::start(fork, &[]));
        for (kind, rules) in KINDS {
            let devnet = Devnet::before(&anvil, four(kind));
            devnet.mine(4);
            pay(&devnet);
            let headers = headers(&devnet);
            assert!(headers.windows(2).all(|pair| pair[1].follows(&pair[0])));
            assert_eq!(json!(headers[0].parent_hash()), block(&devnet, 0)["hash"]);
            for header in &headers {
                let signers = header.signers(rules).unwrap();
                let expected = if kind == Consensus::Clique { 1 } else { 3 };
                assert_eq!(signers.len(), expected, "{fork:?} {kind:?}");
                assert!(signers.iter().all(|it| four(kind).addresses().contains(it)));
            }
            let trust = trust(&four(kind), rules);
            // More than half of four have to build on a block of Clique's.
            let behind = if kind == Consensus::Clique { 3 } else { 0 };
            let sealed = sealed_to(&devnet, &trust).unwrap();
            assert_eq!(sealed, Some(devnet.head() - behind), "{fork:?} {kind:?}");
        }
    }
}

#[test]
fn one_name_for_a_block_wherever_it_appears() {
    let devnet = Devnet::start(Fork::LondonWithoutFees, &[]);
    devnet.mine(2);
    let transaction = pay(&devnet);
    let newest = block(&devnet, devnet.head());
    let name = &newest["hash"];
    assert_eq!(
        &devnet.ask("eth_getBlockByHash", json!([name, false])),
        &newest
    );
    for method in ["eth_getTransactionReceipt", "eth_getTransactionByHash"] {
        assert_eq!(&devnet.ask(method, json!([transaction]))["blockHash"], name);
    }
    for params in [json!([name]), json!([newest["number"]]), json!(["latest"])] {
        assert_eq!(
            &devnet.ask("eth_getBlockReceipts", params)[0]["blockHash"],
            name
        );
    }
    let at = json!([Address::ZERO, [], { "blockHash": name }]);
    assert!(devnet.ask("eth_getProof", at).is_object());
    assert!(
        devnet
            .ask("eth_getLogs", json!([{ "blockHash": name }]))
            .is_array()
    );
    let behind = devnet
        .anvil()
        .ask("eth_getBlockByNumber", &json!(["latest", false]));
    assert_ne!(&behind["hash"], name);
    for root in ["stateRoot", "receiptsRoot", "transactionsRoot", "logsBloom"] {
        assert_eq!(behind[root], newest[root]);
    }
}

#[test]
fn nodes_of_one_network_agree_and_a_reorganisation_changes_names_only_from_there() {
    let devnet = Devnet::start(Fork::LondonWithoutFees, &[]);
    devnet.mine(20);
    for _ in 0..10 {
        pay(&devnet);
    }
    let names =
        |devnet: &Devnet| -> Vec<B256> { headers(devnet).iter().map(Header::hash).collect() };
    let before = names(&devnet);
    assert_eq!(before, names(&devnet.another_node()));
    devnet.reorg(10);
    let after = names(&devnet);
    assert_eq!(before.len(), after.len());
    assert_eq!(before[..20], after[..20]);
    assert!(
        before[20..]
            .iter()
            .zip(&after[20..])
            .all(|(old, new)| old != new)
    );
    let old = devnet.ask("eth_getBlockByHash", json!([before[25], false]));
    assert!(old.is_null(), "a block that was replaced is still told");
}

#[test]
fn seals_that_are_not_a_quorum_are_not_believed() {
    let devnet = Devnet::start(Fork::LondonWithoutFees, &[]);
    devnet.mine(6);
    let trust = trust(&four(Consensus::Qbft), Rules::Qbft);
    assert_eq!(sealed_to(&devnet, &trust), Ok(Some(6)));
    let forged = |signers: &[usize]| {
        devnet.behave();
        let signers = signers.to_vec();
        devnet.misbehave(Switch::ForgedSeals { from: 4, signers });
        sealed_to(&devnet, &trust).unwrap_err()
    };
    let (block, found, needed) = (4, 2, 3);
    let too_few = SealError::TooFew {
        block,
        found,
        needed,
    };
    assert_eq!(forged(&[0, 1]), too_few);
    let signer = validator(1);
    assert_eq!(forged(&[0, 1, 1]), SealError::Duplicate { block, signer });
    let signer = validator(9);
    assert_eq!(forged(&[0, 1, 9]), SealError::Stranger { block, signer });
    devnet.behave();
    devnet.misbehave(Switch::StaleFork { from: 5 });
    let (block, found) = (5, 1);
    let too_few = SealError::TooFew {
        block,
        found,
        needed,
    };
    assert_eq!(sealed_to(&devnet, &trust), Err(too_few));
    devnet.behave();
    assert_eq!(sealed_to(&devnet, &trust), Ok(Some(6)));
}

#[test]
fn validators_come_and_go_one_at_a_time() {
    let devnet = Devnet::start(Fork::LondonWithoutFees, &[]);
    devnet.mine(9);
    let by = |all: &[usize]| Sealing::by(Consensus::Qbft, all);
    devnet.seal_from(3, by(&[0, 1, 2, 3, 4]));
    devnet.seal_from(6, by(&[1, 2, 3, 4]).round(2));
    let trust = trust(&four(Consensus::Qbft), Rules::Qbft);
    assert_eq!(sealed_to(&devnet, &trust), Ok(Some(9)));
    // All at once, and nobody who is trusted vouches for them.
    devnet.seal_from(6, by(&[5, 6, 7, 8]));
    let (block, shared, trusted) = (6, 0, 5);
    let anew = SealError::PinAnew {
        block,
        shared,
        trusted,
    };
    assert_eq!(sealed_to(&devnet, &trust), Err(anew));
}

#[test]
fn validators_that_a_contract_selects_are_not_listed() {
    let sealing = four(Consensus::Qbft).unlisted();
    let devnet = Devnet::sealed_by(Fork::LondonWithoutFees, sealing.clone());
    devnet.mine(3);
    assert_eq!(headers(&devnet)[0].listed_validators(), Ok(Vec::new()));
    assert_eq!(
        sealed_to(&devnet, &trust(&sealing, Rules::Qbft)),
        Ok(Some(3))
    );
}
