//! The receipts of a block: what is read has a root, logs, and a proof for each that holds.
#![no_main]

use evidence::Receipts;
use libfuzzer_sys::fuzz_target;

mod pieces;

fuzz_target!(|bytes: &[u8]| {
    let encoded: Vec<Vec<u8>> = pieces::of(bytes).map(<[u8]>::to_vec).collect();
    let Ok(receipts) = Receipts::from_encoded(encoded.clone()) else {
        return;
    };
    assert_eq!(receipts.encoded(), encoded);
    let logs = receipts.logs().len();
    let all: Vec<u64> = (0..encoded.len() as u64).collect();
    let mut proven = 0;
    for proof in receipts
        .prove_all(&all)
        .expect("each of them is in the block")
    {
        proven += proof
            .verify(receipts.root())
            .expect("what was built holds")
            .len();
    }
    assert_eq!(proven, logs);
});
