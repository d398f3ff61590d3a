//! Any file: there is an answer, and without trust it is never "valid".
#![no_main]

use libfuzzer_sys::fuzz_target;
use verify::Outcome;

fuzz_target!(|pdf: &[u8]| {
    assert_ne!(verify::verify(pdf, None).outcome, Outcome::Valid);
});
