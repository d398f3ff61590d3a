//! State proofs as anvil gave them (a contract with 5 in slot 0 and nothing in slot 1), and bent ones.

use alloy::primitives::{U256, address};
use serde_json::Value;

use super::*;
use crate::stub::{Stub, run};

const CONTRACT: Address = address!("5fbdb2315678afecb367f032d93f642f64180aa3");

const SLOTS: [B256; 2] = [B256::ZERO, B256::with_last_byte(1)];

/// A node that refuses more than one slot at once, and whose proofs are bent before they are sent.
async fn answer(bend: fn(&mut Value)) -> Result<StateEvidence, NodeError> {
    let stub = Stub::start(move |call| {
        let mut recorded: Value = serde_json::from_str(include_str!("anvil.json")).unwrap();
        let body = if call["method"] == "eth_getBlockByNumber" {
            json!({ "id": 0, "result": recorded["block"] })
        } else if call["params"][1].as_array().unwrap().len() > 1 {
            json!({ "id": 0, "error": { "code": -32003, "message": "response too large" } })
        } else {
            let mut proof = recorded["proof"].take();
            bend(&mut proof);
            json!({ "id": 0, "result": proof })
        };
        (200, body.to_string())
    });
    let node = stub.await.node();
    let header = node.header(2).await.unwrap().unwrap();
    node.state(CONTRACT, &SLOTS, &header).await
}

#[test]
fn slots_are_proven_in_as_many_requests_as_it_takes() {
    run(async {
        let evidence = answer(|_| {}).await.unwrap();
        let recorded: Value = serde_json::from_str(include_str!("anvil.json")).unwrap();
        let root: B256 = serde_json::from_value(recorded["block"]["stateRoot"].clone()).unwrap();
        let account = evidence.prove(root, CONTRACT).unwrap();
        assert_eq!(account.slots(&SLOTS), Ok(vec![U256::from(5), U256::ZERO]));
        assert_eq!((evidence.block, evidence.storage.len()), (2, 1));
    });
}

#[test]
fn a_proof_that_does_not_hold_is_not_believed() {
    run(async {
        let bent: [fn(&mut Value); 5] = [
            |proof| proof["accountProof"] = json!([]),
            |proof| proof["storageProof"] = json!([]),
            |proof| drop(proof["accountProof"].as_array_mut().unwrap().pop()),
            |proof| proof["storageProof"][0]["proof"] = proof["accountProof"].clone(),
            |proof| {
                let node = proof["accountProof"][0].as_str().unwrap().replace('1', "2");
                proof["accountProof"][0] = json!(node);
            },
        ];
        for bend in bent {
            let error = answer(bend).await.unwrap_err();
            assert!(
                matches!(error, NodeError::FalseState { number: 2, .. }),
                "{error}"
            );
            assert!(error.is_disbelief());
        }
    });
}

#[test]
fn a_block_that_is_not_there_is_unknown() {
    run(async {
        let error = answer(|proof| *proof = Value::Null).await.unwrap_err();
        assert_eq!(error, NodeError::UnknownBlock("2".to_owned()));
    });
}
