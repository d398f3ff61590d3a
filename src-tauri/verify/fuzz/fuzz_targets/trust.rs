//! A trust file: what is read is written the same way again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use verify::Trust;

fuzz_target!(|json: &[u8]| {
    if let Ok(trust) = Trust::from_json(json) {
        let again = Trust::from_json(trust.to_json().as_bytes());
        assert_eq!(again.ok(), Some(trust));
    }
});
