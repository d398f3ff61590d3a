//! Reports of every PAdES level, made with an authority of OpenSSL's, and what independent programs say of them.

use std::process::Command;

use support::{RETAIL_DEVICE, Sample, TestAuthority, Waymark, on_path, run};

/// A report by the authority's signer; where it is.
fn report(sample: &Sample, authority: &TestAuthority, name: &str, more: &[&str]) -> String {
    let out = sample.beside(name);
    let (dir, key) = (sample.dir(), authority.key_file());
    let args = ["report", &dir, RETAIL_DEVICE, "--out", &out, "--key", &key];
    let mut args: Vec<&str> = args.to_vec();
    args.extend(["--timestamp", authority.address()]);
    args.extend(more);
    let _ = Waymark::new(args).run().good();
    out
}

/// A second person's key, with a certificate that it issued itself.
fn second_key(sample: &Sample) -> String {
    let key = sample.beside("second.pem");
    let args = [
        "keys",
        "create",
        &key,
        "--name",
        "Second Person",
        "--country",
        "FR",
    ];
    let _ = Waymark::new(args).run().good();
    key
}

fn judged(name: &str, file: &str, args: &[&str]) -> Option<String> {
    if on_path(name).is_none() {
        println!("{name} is not installed: skipped");
        return None;
    }
    let answer = run(Command::new(name).args(args).arg(file)).good();
    Some(answer.out + &answer.err)
}

fn pyhanko_agrees(authority: &TestAuthority, file: &str, signatures: usize) {
    let root = authority.root_file();
    let args = [
        "sign",
        "adesverify",
        "--pretty-print",
        "--trust-replace",
        "--trust",
        &root,
    ];
    if let Some(says) = judged("pyhanko", file, &args) {
        let passed = says.matches("judged VALID").count();
        assert_eq!(passed, signatures, "{file}: {says}");
    }
}

/// pdfsig knows persons' signatures only: a timestamp over the file it finds to cover it, and judges no further. What keeps
/// a signature verifiable is covered by that timestamp alone.
fn others_agree(file: &str, signatures: usize, is_covered: bool) {
    if let Some(says) = judged("pdfsig", file, &["-nocert"]) {
        let valid = says.matches("Signature is Valid").count();
        assert_eq!(valid, signatures, "{file}: {says}");
        let covered = says.contains("  - Total document signed");
        assert_eq!(covered, is_covered, "{file}: {says}");
    }
    let _ = judged("qpdf", file, &["--check"]);
}

#[test]
fn independent_programs_find_every_level_valid() {
    let Some(authority) = TestAuthority::make() else {
        return;
    };
    let sample = Sample::make();
    // The highest possible is B-LTA.
    for (level, asked) in [
        ("b-t", &["--level", "b-t"][..]),
        ("b-lt", &["--level", "b-lt"]),
        ("b-lta", &[]),
    ] {
        let file = report(&sample, &authority, level, asked);
        pyhanko_agrees(&authority, &file, 1);
        others_agree(&file, 1, level != "b-lt");
    }
}

/// With `WAYMARK_REPORT_OUT=FOLDER` in the environment reports by every template, on both sizes of paper and at the lowest and
/// the highest level are left there to be judged.
#[test]
fn reports_to_be_judged() {
    let Ok(folder) = std::env::var("WAYMARK_REPORT_OUT") else {
        return;
    };
    let Some(authority) = TestAuthority::make() else {
        return;
    };
    let sample = Sample::make();
    for template in ["provenance", "custody", "recycled-carbon", "dossier"] {
        for paper in ["a4", "letter"] {
            for level in ["b-b", "b-lta"] {
                let out = format!("{folder}/{template}-{paper}-{level}.pdf");
                let asked = ["--template", template, "--paper", paper, "--level", level];
                let _ = report(&sample, &authority, &out, &asked);
            }
        }
    }
}

#[test]
fn a_revoked_signer_gets_no_report_that_is_kept() {
    let Some(authority) = TestAuthority::make() else {
        return;
    };
    let sample = Sample::make();
    authority.revoke_signer();
    let (dir, key, out) = (sample.dir(), authority.key_file(), sample.beside("no.pdf"));
    let args = ["report", &dir, RETAIL_DEVICE, "--out", &out, "--key", &key];
    let stamped = ["--timestamp", authority.address(), "--level", "b-lt"];
    let answer = Waymark::new(args.iter().chain(&stamped)).run();
    assert_eq!(answer.code, Some(69), "{}", answer.err);
    assert!(answer.err.contains("revoked before"), "{}", answer.err);
    assert!(!std::path::Path::new(&out).exists());
}

#[test]
fn two_persons_sign_one_report() {
    let Some(authority) = TestAuthority::make() else {
        return;
    };
    let sample = Sample::make();
    let second = second_key(&sample);
    let file = report(&sample, &authority, "two.pdf", &["--approval"]);
    let args = [
        "countersign",
        &file,
        "--key",
        &second,
        "--timestamp",
        authority.address(),
    ];
    let answer = Waymark::new(args).run().good();
    assert!(answer.out.contains("Second Person"), "{}", answer.out);
    assert!(answer.out.contains("B-LTA"), "{}", answer.out);
    others_agree(&file, 2, true);
    // Nobody signs third.
    assert_eq!(Waymark::new(args).run().code, Some(66));
    // Without trust nobody can tell who signed; then each of the three is missed until it is named.
    let signer = |code: i32| {
        let args = ["verify", &file, "--trust", &sample.trust(), "--json"];
        let verdict = Waymark::new(args).run().code(code).json();
        verdict["steps"][1]["reason"].as_str().unwrap().to_owned()
    };
    let _ = Waymark::new(["verify", &file]).run().code(2);
    let root = authority.root_file();
    let add = |what: &str, file: &str| {
        let _ = Waymark::new(["trust", "add", &sample.dir(), what, file])
            .run()
            .good();
    };
    let all = signer(2);
    for missed in [
        "Sample signer is not",
        "Second Person (self-signed), who signed second",
        "Sample stamp",
    ] {
        assert!(all.contains(missed), "{all}");
    }
    add("--root", &root);
    assert!(!signer(2).contains("Sample signer"), "{}", signer(2));
    add("--signer", &second);
    let stranger = signer(2);
    assert!(
        !stranger.contains("Second Person") && stranger.contains("Sample root"),
        "{stranger}"
    );
    add("--timestamp-root", &root);
    let valid = signer(0);
    assert!(valid.contains("Countersigned by Second Person"), "{valid}");
    assert!(valid.contains("Sample stamp vouches"), "{valid}");
    let args = [
        "trust",
        "remove",
        &sample.dir(),
        "--timestamp-root",
        "Sample root",
    ];
    let _ = Waymark::new(args).run().good();
    assert_eq!(signer(2), stranger);
}

#[test]
fn nobody_countersigns_their_own_report() {
    let sample = Sample::make();
    let (dir, out) = (sample.dir(), sample.beside("own.pdf"));
    let key = second_key(&sample);
    let args = [
        "report",
        &dir,
        RETAIL_DEVICE,
        "--out",
        &out,
        "--key",
        &key,
        "--approval",
    ];
    let _ = Waymark::new(args).run().good();
    let before = std::fs::read(&out).unwrap();
    let answer = Waymark::new(["countersign", &out, "--key", &key]).run();
    assert_eq!(answer.code, Some(66), "{}", answer.err);
    assert!(answer.err.contains("signed first"), "{}", answer.err);
    assert_eq!(std::fs::read(&out).unwrap(), before);
}

#[test]
fn an_authority_that_is_not_there_is_said_with_a_way_out() {
    let sample = Sample::make();
    let (dir, out) = (sample.dir(), sample.beside("no.pdf"));
    let args = ["report", &dir, RETAIL_DEVICE, "--out", &out];
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let down = ["--timestamp", nobody.as_str()];
    let answer = Waymark::new(args.iter().chain(&down)).run();
    assert_eq!(answer.code, Some(69), "{}", answer.err);
    assert!(answer.err.contains("--level b-b"), "{}", answer.err);
    let none = Waymark::new(args.iter().chain(&["--level", "b-t"])).run();
    assert_eq!(none.code, Some(64), "{}", none.err);
    let plain = ["--timestamp", nobody.as_str(), "--level", "b-b"];
    let _ = Waymark::new(args.iter().chain(&plain)).run().good();
}
