//! `evidence.json`: the strict reader, and every check on whatever has the shape of a bundle.
#![no_main]

use alloy_primitives::{Address, B256};
use evidence::{Bundle, Consensus, SealTrust};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &[u8]| {
    if let Ok(bundle) = Bundle::from_json(json) {
        assert_eq!(bundle.to_json(), json);
    }
    let Ok(bundle) = serde_json::from_slice::<Bundle>(json) else {
        return;
    };
    let _ = (bundle.logs(), bundle.descends_to(12, B256::ZERO));
    if let Ok(Some((_, account))) = bundle.state() {
        let _ = account.slots(&[B256::ZERO]);
    }
    for consensus in [Consensus::Qbft, Consensus::Clique] {
        for block in [0, 12] {
            let _ = bundle.sealed_by(&trust(consensus, block));
        }
    }
});

fn trust(consensus: Consensus, block: u64) -> SealTrust {
    SealTrust {
        consensus,
        validators: vec![Address::repeat_byte(1), Address::repeat_byte(2)],
        block,
        time: 1_000,
        period: 1_000,
        contract_selected: false,
        votes: Vec::new(),
    }
}
