//! The RLP of a header: what is read is written back as it was, and every question about it has an answer.
#![no_main]

use evidence::{Consensus, Header};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|rlp: &[u8]| {
    let Ok(header) = Header::from_rlp(rlp) else {
        return;
    };
    assert_eq!(header.rlp(), rlp);
    let _ = header.listed_validators();
    for consensus in [
        Consensus::Ethereum,
        Consensus::Qbft,
        Consensus::Ibft2,
        Consensus::Ibft1,
        Consensus::Clique,
    ] {
        let _ = header.signers(consensus);
    }
});
