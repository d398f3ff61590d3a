//! The page that verifies in a browser, opened from the disk: the same answers as the command line's, and not one connection.

use std::fs;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use support::{Browser, Sample, project_root};

/// The folder that `cargo xtask dist --verifier` builds.
fn folder() -> Option<PathBuf> {
    let folder = project_root().join("target/dist/verifier");
    folder.join("index.html").is_file().then_some(folder)
}

/// Waits for the verdict on the file of this name.
fn answered(browser: &mut Browser, name: &str, outcome: &str) {
    let verdict = "document.querySelector(\"[data-testid='verdict']\")";
    browser.until(
        &format!(
            "{verdict}?.dataset.outcome === '{outcome}' && {verdict}.innerText.includes('{name}')"
        ),
        &format!("{name} is {outcome}"),
    );
}

#[test]
fn a_page_from_the_disk_verifies_without_any_connection() {
    let (Some(folder), Some(mut browser)) = (folder(), Browser::start()) else {
        println!("target/dist/verifier or Chromium is missing: skipped");
        return;
    };
    let sample = Sample::make();
    let report = sample.report();
    let mut bent = fs::read(&report).unwrap();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    let bent_file = sample.beside("bent.pdf");
    fs::write(&bent_file, bent).unwrap();

    browser.open(&folder.join("index.html"));
    browser.choose("verify-file", &report);
    answered(&mut browser, "report.pdf", "cannotTell");
    browser.choose("trust-file", &sample.trust());
    answered(&mut browser, "report.pdf", "valid");
    let steps = "[...document.querySelectorAll(\"[data-testid='verdict-step']\")]";
    let whole = format!("{steps}.every((step) => step.dataset.outcome === 'valid')");
    assert_eq!(browser.ask(&whole), true);
    assert_eq!(browser.ask(&format!("{steps}.length")), 7);
    let demonstration = "document.querySelector(\"[data-testid='demonstration']\") !== null";
    assert_eq!(browser.ask(demonstration), true, "the keys are public");
    let proofs = format!("{steps}.every((step) => step.querySelectorAll('dd').length > 0)");
    assert_eq!(browser.ask(&proofs), true, "each step has its proof");
    kept(&mut browser, "verifier-valid");

    browser.ask(
        "const pick = document.getElementById('language'); pick.value = 'de'; \
         pick.dispatchEvent(new Event('change')); document.getElementById('theme').click()",
    );
    browser.until(
        "document.querySelector(\"[data-testid='verdict'] h2\").innerText.startsWith('Gültig')",
        "the verdict is in German",
    );
    kept(&mut browser, "verifier-german-dark");
    browser.choose("verify-file", &bent_file);
    answered(&mut browser, "bent.pdf", "invalid");
    kept(&mut browser, "verifier-invalid");

    let refused =
        browser.ask("fetch('https://example.org').then(() => 'let out', () => 'refused')");
    assert_eq!(refused, "refused", "the policy forbids connections");
    let home = format!("file://{}/", folder.display());
    for address in browser.requests() {
        // A request that the policy stopped is named as well; it went nowhere.
        let own = address.starts_with(&home) || address.starts_with("data:font/");
        assert!(own || address == "https://example.org/", "{address}");
    }
}

/// Leaves a picture beside those of the window.
fn kept(browser: &mut Browser, name: &str) {
    let folder = project_root().join("target/screenshots");
    fs::create_dir_all(&folder).unwrap();
    let picture = browser.picture();
    fs::write(
        folder.join(format!("{name}.png")),
        STANDARD.decode(picture).unwrap(),
    )
    .unwrap();
}
