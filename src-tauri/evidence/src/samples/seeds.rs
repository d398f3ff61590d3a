//! What the fuzz targets start from: one genuine input of each kind, so that they need not find the shapes by chance.
//!
//! The seeds lie in `fuzz/seeds`, one folder per target. `WAYMARK_WRITE_SEEDS=1 cargo test -p waymark-evidence seeds`
//! writes them again.

use std::fs;
use std::path::Path;

use alloy_consensus::Header as Fields;
use alloy_primitives::{B256, U256, keccak256};

use super::sealing::{Sealed, Validators, clique};
use super::states::{State, numbered, trie};
use super::{CONTRACT, encoded, forks, header};
use crate::{Bundle, Consensus, Header, Network, Picked, Receipts, StateEvidence};

#[test]
fn the_seeds_of_the_fuzz_targets_are_those_of_the_samples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let write = std::env::var_os("WAYMARK_WRITE_SEEDS").is_some();
    for (name, bytes) in seeds() {
        let path = folder.join(name);
        if write {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &bytes).unwrap();
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "{name} is of another time");
    }
}

fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let newest = forks().pop().unwrap();
    let clique_header = checkpoint();
    vec![
        ("header/ordinary", header(newest).rlp()),
        ("header/qbft", sealed(Consensus::Qbft).rlp()),
        ("header/ibft2", sealed(Consensus::Ibft2).rlp()),
        ("header/ibft1", sealed(Consensus::Ibft1).rlp()),
        ("header/clique", clique_header.rlp()),
        (
            "extra_data/qbft",
            sealed(Consensus::Qbft).extra_data().to_vec(),
        ),
        (
            "extra_data/ibft2",
            sealed(Consensus::Ibft2).extra_data().to_vec(),
        ),
        (
            "extra_data/ibft1",
            sealed(Consensus::Ibft1).extra_data().to_vec(),
        ),
        ("extra_data/clique", clique_header.extra_data().to_vec()),
        ("receipts/six", pieces(&encoded(6))),
        ("receipt_proof/one_of_one", proof(1, 0)),
        ("receipt_proof/one_of_twenty", proof(20, 11)),
        ("state/account", pieces(&state().1.account)),
        ("state/storage", pieces(&storage())),
        ("bundle/with_everything", bundle().to_json()),
    ]
}

fn sealed(consensus: Consensus) -> Header {
    let validators = Validators::new(1..=4);
    let listed = validators.addresses();
    let sealed = Sealed {
        round: 1,
        vote: Some(listed[1]),
        ..Sealed::by(consensus, &validators, &listed)
    };
    sealed.header()
}

fn checkpoint() -> Header {
    let fields = Fields {
        number: 7,
        timestamp: 1_007,
        ..Fields::default()
    };
    clique(
        &fields,
        &Validators::new(1..=4).addresses(),
        &Validators::new([2]),
    )
}

fn proof(count: usize, tx_index: u64) -> Vec<u8> {
    let proof = Receipts::from_encoded(encoded(count))
        .unwrap()
        .prove(tx_index)
        .unwrap();
    [tx_index.to_be_bytes().to_vec(), pieces(&proof.nodes)].concat()
}

fn state() -> (B256, StateEvidence) {
    State::with_slots(40).prove(&[numbered(0), numbered(9_000)])
}

/// The storage nodes of a single slot from its root on, as the target hangs them below an account.
fn storage() -> Vec<Vec<u8>> {
    let leaves = (0..40_u64).map(|slot| {
        let value = alloy_rlp::encode(U256::from(slot + 1));
        (keccak256(numbered(slot)), value)
    });
    let (_, paths) = trie(&leaves.collect(), &[keccak256(numbered(7))]);
    paths.concat().into_iter().map(Into::into).collect()
}

fn bundle() -> Bundle {
    let (state_root, state) = state();
    let receipts = Receipts::from_encoded(encoded(2)).unwrap();
    let validators = Validators::new(1..=4);
    let listed = validators.addresses();
    let mut block = Sealed::by(Consensus::Qbft, &validators, &listed).at(12);
    block.fields.state_root = state_root;
    block.fields.receipts_root = receipts.root();
    let network = Network {
        chain_id: 31_337,
        genesis: B256::repeat_byte(9),
        contract: CONTRACT,
        code_hash: B256::repeat_byte(8),
    };
    let picked = Picked {
        block: 12,
        receipts: &receipts,
        tx_indexes: &[1],
    };
    Bundle::build(network, &[block.header()], &[picked])
        .and_then(|bundle| bundle.with_state(state))
        .unwrap()
        .with_handovers(&[sealed(Consensus::Qbft)])
}

/// Byte strings as the targets take several from one input.
fn pieces(parts: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let piece = |part: &[u8]| {
        let length = u16::try_from(part.len()).unwrap().to_be_bytes();
        [&length[..], part].concat()
    };
    parts.iter().flat_map(|part| piece(part.as_ref())).collect()
}
