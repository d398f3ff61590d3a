//! Any document with a signature that holds: what lies behind the signature is read as if an attacker had signed it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use signature::{Purpose, SignatureField};
use verify::Outcome;

fuzz_target!(|base: &[u8]| {
    let field = SignatureField {
        page: 0,
        rect: [0; 4],
        name: "Fuzz".to_owned(),
        reason: String::new(),
        location: String::new(),
        time: 1_780_000_000,
        purpose: Purpose::Certify,
    };
    let Ok(key) = verify::demonstration_key() else {
        return;
    };
    let Ok(prepared) = signature::prepare(base, &field) else {
        return;
    };
    if let Ok(pdf) = signature::sign(prepared, &key) {
        assert_ne!(verify::verify(&pdf, None).outcome, Outcome::Valid);
    }
    // The reader of attachments by itself, without a signature in the way.
    let _ = report::attachments(base);
});
