//! What independent programs say of a report; each is asked only where it is installed, and it is said where not.

use std::process::Command;

use support::{Sample, Waymark, on_path, run};

fn judge(name: &str) -> Option<Command> {
    let found = on_path(name);
    if found.is_none() {
        println!("{name} is not installed: skipped");
    }
    found.map(Command::new)
}

#[test]
fn pdfsig_finds_a_valid_signature() {
    let Some(mut pdfsig) = judge("pdfsig") else {
        return;
    };
    let sample = Sample::make();
    // Its own certificate store knows no self-signed signer; the code is not about the signature then.
    let answer = run(pdfsig.arg(sample.report()));
    assert!(
        answer.out.contains("Signature is Valid"),
        "{}{}",
        answer.out,
        answer.err
    );
    assert!(
        answer.out.contains("Total document signed"),
        "{}",
        answer.out
    );
}

#[test]
fn qpdf_finds_no_fault() {
    let Some(mut qpdf) = judge("qpdf") else {
        return;
    };
    let sample = Sample::make();
    let _ = run(qpdf.arg("--check").arg(sample.report())).good();
}

#[test]
fn pyhanko_finds_a_valid_signature() {
    let Some(mut pyhanko) = judge("pyhanko") else {
        return;
    };
    let sample = Sample::make();
    let root = sample.beside("root.pem");
    let certificate = Waymark::new(["keys", "demonstration"]).run().good();
    std::fs::write(&root, certificate.out).unwrap();
    let args = [
        "sign",
        "validate",
        "--no-revocation-check",
        "--trust-replace",
        "--trust",
        &root,
    ];
    let answer = run(pyhanko.args(args).arg(sample.report())).good();
    let says = answer.out.trim();
    assert!(says.ends_with(":INTACT:TRUSTED,UNTOUCHED"), "{says}");
}
