//! Any text: reading never panics, and each spelling of what was read is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(reading) = gs1::read(text) else {
        return;
    };
    let again = gs1::read(&reading.human_readable()).expect("what was read can be read again");
    assert_eq!(again.asset(), reading.asset());
    if let Some(name) = reading.asset() {
        let named = gs1::read(name.as_str()).expect("a name can be read");
        assert_eq!(named.asset(), Some(name));
    }
});
