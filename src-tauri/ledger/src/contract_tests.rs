//! That the types here are those of the compiled contract.
#![allow(clippy::unwrap_used)]

use alloy_primitives::keccak256;

use crate::abi::TraceLedger as contract;
use crate::{Role, artifact};

/// The parameter types of an entry of the artifact's ABI, tuples spelt out.
fn types(inputs: &serde_json::Value) -> String {
    let spelt = |input: &serde_json::Value| {
        let name = input["type"].as_str().unwrap();
        match name.strip_prefix("tuple") {
            Some(rest) => format!("({}){rest}", types(&input["components"])),
            None => name.to_owned(),
        }
    };
    let inputs = inputs.as_array().unwrap().iter().map(spelt);
    inputs.collect::<Vec<_>>().join(",")
}

/// The signatures of all entries of this kind in the committed artifact.
fn committed(kind: &str) -> Vec<String> {
    let abi = artifact().unwrap().abi;
    let entries = abi.as_array().unwrap().iter();
    entries
        .filter(|entry| entry["type"] == kind)
        .map(|entry| {
            format!(
                "{}({})",
                entry["name"].as_str().unwrap(),
                types(&entry["inputs"])
            )
        })
        .collect()
}

#[test]
fn the_types_here_are_those_of_the_compiled_contract() {
    use contract::{TraceLedgerCalls, TraceLedgerErrors, TraceLedgerEvents};
    let (events, functions, errors) = (
        committed("event"),
        committed("function"),
        committed("error"),
    );
    for selector in TraceLedgerEvents::SELECTORS {
        assert!(
            events
                .iter()
                .any(|signature| keccak256(signature).0 == *selector),
            "{:?} is not an event of the contract",
            TraceLedgerEvents::name_by_selector(*selector)
        );
    }
    for selector in TraceLedgerCalls::SELECTORS {
        assert!(
            functions
                .iter()
                .any(|signature| keccak256(signature)[..4] == *selector),
            "{:?} is not a function of the contract",
            TraceLedgerCalls::name_by_selector(*selector)
        );
    }
    for selector in TraceLedgerErrors::SELECTORS {
        assert!(
            errors
                .iter()
                .any(|signature| keccak256(signature)[..4] == *selector),
            "{:?} is not an error of the contract",
            TraceLedgerErrors::name_by_selector(*selector)
        );
    }
    for signature in errors
        .iter()
        .filter(|name| !name.starts_with("ERC1155") && !name.starts_with("AccessControl"))
    {
        let selector = keccak256(signature);
        assert!(
            TraceLedgerErrors::SELECTORS
                .iter()
                .any(|known| selector[..4] == *known),
            "{signature} has no explanation"
        );
    }
}

#[test]
fn the_code_can_be_deployed() {
    let artifact = artifact().unwrap();
    assert!(
        (1_000..=24_576).contains(&artifact.deployed_bytecode.len()),
        "EIP-170"
    );
    let deployed = artifact.deployed_bytecode.as_ref();
    assert!(
        artifact
            .bytecode
            .windows(deployed.len())
            .any(|window| window == deployed),
        "the creation code carries the deployed code unchanged: there are no immutables"
    );
}

#[test]
fn roles_are_those_of_the_contract() {
    let functions = committed("function");
    for role in Role::ALL {
        assert!(functions.contains(&format!("{}()", role.name())));
    }
}
