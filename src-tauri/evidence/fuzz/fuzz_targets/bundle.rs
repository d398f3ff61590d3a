//! `evidence.json`: the strict reader, and every check on whatever has the shape of a bundle.
#![no_main]

use alloy_primitives::{Address, B256};
use evidence::{Bundle, Consensus, Header, SealTrust};
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
    // As somebody would who trusts whom the first block lists.
    let listed = match bundle.headers() {
        Ok(headers) => headers.first().map(Header::listed_validators),
        Err(_) => None,
    };
    let validators = listed.and_then(Result::ok).unwrap_or_default();
    for consensus in [Consensus::Qbft, Consensus::Clique] {
        for block in [0, 12] {
            let _ = bundle.sealed_by(&trust(consensus, block, validators.clone()));
        }
    }
});

fn trust(consensus: Consensus, block: u64, validators: Vec<Address>) -> SealTrust {
    SealTrust {
        consensus,
        validators,
        block,
        time: 1_000,
        period: 1_000,
        contract_selected: false,
        votes: Vec::new(),
    }
}
