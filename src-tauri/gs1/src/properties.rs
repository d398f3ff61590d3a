//! What holds for every text: nothing panics, and what was read is read again from each of its spellings.

use proptest::collection::vec;
use proptest::prelude::*;
use trace::check_digit;

use crate::{ElementString, Gtin, read};

/// A value that may stand behind (10) and (21).
const VALUE: &str = r#"[!"%&'()*+,./:;<=>?_A-Za-z0-9-]{1,20}"#;

fn gtin() -> impl Strategy<Value = String> {
    "[0-9]{13}".prop_map(|digits| format!("{digits}{}", check_digit(&digits)))
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = read(&text).map(|reading| (reading.asset(), reading.location(), reading.quantity()));
    }

    #[test]
    fn no_text_that_looks_like_one_panics(
        parts in vec(prop_oneof![
            Just("(01)"), Just("(10)"), Just("]d2"), Just("]C1"), Just("\u{1d}"), Just("01"), Just("3103"), Just("/01/"),
            Just("https://"), Just("id.gs1.org"), Just("09521234543213"), Just("106141412345678908"), Just("%"), Just("("),
            Just("\\("), Just("?"), Just("="), Just("é"), Just("urn:epc:id:sgtin:"), Just("."), Just("21"),
        ], 0..12)
    ) {
        let text: String = parts.concat();
        if let Ok(reading) = read(&text) {
            let _ = (reading.asset(), reading.location(), reading.party(), reading.quantity());
            let written = reading.human_readable();
            prop_assert_eq!(read(&written).map(|again| again.asset()), Ok(reading.asset()));
        }
    }

    #[test]
    fn each_spelling_says_the_same(gtin in gtin(), lot in VALUE, serial in proptest::option::of(VALUE), weight in "[0-9]{6}") {
        let mut pairs = vec![("01", gtin.as_str()), ("3102", weight.as_str()), ("10", lot.as_str())];
        pairs.extend(serial.as_deref().map(|serial| ("21", serial)));
        let elements = ElementString::from_pairs(pairs.clone()).unwrap();
        let link = elements.to_link().unwrap();
        for spelling in [elements.to_bracketed(), format!("]d2{}", elements.to_raw()), link] {
            let reading = read(&spelling).unwrap();
            for (ai, value) in &pairs {
                prop_assert_eq!(reading.element_string().value(ai), Some(*value), "{}", &spelling);
            }
            // A name of two long values may be longer than the ledger takes.
            prop_assert_eq!(reading.asset(), read(&elements.to_bracketed()).unwrap().asset());
            if let Some(name) = reading.asset() {
                prop_assert_eq!(read(name.as_str()).unwrap().asset(), Some(name));
            }
        }
    }

    #[test]
    fn one_wrong_digit_is_found(gtin in gtin(), at in 0_usize..14, by in 1_u8..10) {
        let mut digits = gtin.into_bytes();
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let wrong = String::from_utf8(digits).unwrap();
        prop_assert!(Gtin::parse(&wrong).is_err(), "{}", wrong);
    }
}
