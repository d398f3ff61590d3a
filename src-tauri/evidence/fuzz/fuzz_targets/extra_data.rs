//! The `extraData` of a header that validators seal, or that claims to: its parts, its seals, and following it from the
//! set that it lists itself.
#![no_main]

use alloy_consensus::Header as Fields;
use alloy_primitives::{B256, b256};
use evidence::{Consensus, Header, SealFollower, SealTrust, ValidatorSet};
use libfuzzer_sys::fuzz_target;

const MARK: B256 = b256!("63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365");

fuzz_target!(|extra_data: &[u8]| {
    for mix_hash in [MARK, B256::ZERO] {
        let fields = Fields {
            number: 7,
            timestamp: 1_007,
            mix_hash,
            extra_data: extra_data.to_vec().into(),
            ..Fields::default()
        };
        let Ok(header) = Header::from_rlp(&alloy_rlp::encode(fields)) else {
            return;
        };
        let Ok(listed) = header.listed_validators() else {
            continue;
        };
        if let Ok(set) = ValidatorSet::new(&listed)
            && set.check(&header).is_ok()
        {
            assert!(
                header
                    .signers(header.consensus())
                    .is_ok_and(|signers| signers.len() >= set.quorum())
            );
        }
        follow(&header, listed);
    }
});

fn follow(header: &Header, listed: Vec<alloy_primitives::Address>) {
    let consensus = match header.consensus() {
        Consensus::Ethereum => Consensus::Clique,
        sealed => sealed,
    };
    let trust = SealTrust {
        consensus,
        validators: listed,
        block: 6,
        time: 1_000,
        period: 100,
        contract_selected: false,
        votes: Vec::new(),
    };
    if let Ok(mut follower) = SealFollower::new(&trust) {
        let _ = follower.follow(header);
        assert!(!follower.trust().validators.is_empty());
    }
}
