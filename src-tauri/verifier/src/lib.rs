//! The verification steps as a function that a page in a browser calls. It holds no logic and asks nobody: the page hands over
//! bytes and gets a verdict as JSON, in the shape that the window knows it in (`protocol::Verdict`).

use verify::{Given, Trust, shown, verify_with};
use wasm_bindgen::prelude::wasm_bindgen;

/// Verifies the file of this name, against a trust file if there is one, and tells the verdict in `en`, `de` or `fr`.
///
/// # Errors
///
/// What is wrong with the trust file, in English.
#[wasm_bindgen]
pub fn verify_report(
    name: &str,
    pdf: &[u8],
    trust: Option<Vec<u8>>,
    language: &str,
) -> Result<String, String> {
    let trust = trust
        .map(|bytes| Trust::from_json(&bytes))
        .transpose()
        .map_err(|error| error.to_string())?;
    let given = Given {
        trust: trust.as_ref(),
        ..Given::default()
    };
    let verdict = verify_with(pdf, &given, &mut |_| {});
    let view = shown(name, &verdict, verify::language(language));
    serde_json::to_string(&view).map_err(|error| error.to_string())
}

/// The version of Waymark that this is.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[cfg(test)]
mod tests {
    use super::verify_report;

    #[test]
    fn what_is_no_report_is_invalid_and_a_bad_trust_file_is_said() {
        let german = verify_report("a.pdf", b"hello", None, "de");
        let german = german.unwrap_or_default();
        assert!(german.contains("\"outcome\":\"invalid\""), "{german}");
        assert!(german.contains("kein PDF"), "{german}");
        let refused = verify_report("a.pdf", b"hello", Some(b"{}".to_vec()), "en");
        assert!(refused.is_err());
    }
}
