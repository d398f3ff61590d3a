//! A report with one byte changed, wherever it is: invalid, and the step that fails is named.

use std::fs;
use std::thread;

use support::{RETAIL_DEVICE, Sample, TestAuthority, Waymark};
use verify::{Outcome, StepCode, StepOutcome, Trust};

/// How many positions are tried in each file; every one where `WAYMARK_LONG` is set.
const SAMPLED: usize = 2_000;

/// Where a careless reader would not look: the file's ends, each signature's own bytes and the padding behind them.
fn awkward(pdf: &[u8]) -> Vec<usize> {
    let mut found = vec![0, 1, pdf.len() - 2, pdf.len() - 1];
    let mut from = 0;
    let marker = b"/Contents<";
    while let Some(at) = find(&pdf[from..], marker) {
        let hex = from + at + marker.len() - 1;
        let end = hex + find(&pdf[hex..], b">").unwrap();
        from = end;
        if end - hex < 1_000 {
            continue;
        }
        assert_eq!(&pdf[end - 8..end], b"00000000", "the signature is padded");
        let inside = [0, 1, 2, 40, 600, 1_200, end - hex - 2, end - hex - 1];
        found.extend(inside.map(|by| hex + by));
        found.push(end);
    }
    assert!(found.len() > 4, "the file has a signature");
    found
}

fn find(text: &[u8], marker: &[u8]) -> Option<usize> {
    text.windows(marker.len()).position(|part| part == marker)
}

/// Numbers that are always the same (`SplitMix64`).
fn numbers(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Positions and the bits to change there.
fn changes(pdf: &[u8]) -> Vec<(usize, u8)> {
    let mut next = numbers(pdf.len() as u64);
    let mut bit = move || 1_u8 << (next() % 8);
    let mut chosen: Vec<(usize, u8)> = Vec::new();
    for at in awkward(pdf) {
        chosen.extend([(at, 1), (at, 0x80), (at, 0x20)]);
    }
    if std::env::var_os("WAYMARK_LONG").is_some() {
        chosen.extend((0..pdf.len()).map(|at| (at, bit())));
    } else {
        let mut place = numbers(0x5eed);
        let length = pdf.len() as u64;
        let mut at = || usize::try_from(place() % length).unwrap();
        chosen.extend((0..SAMPLED).map(|_| (at(), bit())));
    }
    chosen
}

/// Every change is answered with "invalid" at the first step, never with "valid" and never with "cannot tell".
fn no_change_goes_unnoticed(pdf: &[u8], trust: Option<&Trust>) {
    let changes = changes(pdf);
    let share = changes.len().div_ceil(4);
    thread::scope(|scope| {
        for part in changes.chunks(share) {
            scope.spawn(move || {
                let mut bent = pdf.to_vec();
                for &(at, bits) in part {
                    bent[at] ^= bits;
                    let verdict = verify::verify(&bent, trust);
                    bent[at] ^= bits;
                    let shown = format!("byte {at} of {} ^ {bits:#04x}", pdf.len());
                    assert_eq!(verdict.outcome, Outcome::Invalid, "{shown}");
                    let first = &verdict.steps[0];
                    assert_eq!(first.code, StepCode::Integrity);
                    assert_eq!(first.outcome, StepOutcome::Invalid, "{shown}");
                }
            });
        }
    });
}

fn trust(sample: &Sample) -> Trust {
    Trust::from_json(&fs::read(sample.trust()).unwrap()).unwrap()
}

#[test]
fn any_changed_byte_makes_it_invalid() {
    let sample = Sample::make();
    let pdf = fs::read(sample.report()).unwrap();
    let trust = trust(&sample);
    assert_eq!(verify::verify(&pdf, Some(&trust)).outcome, Outcome::Valid);
    no_change_goes_unnoticed(&pdf, Some(&trust));
}

#[test]
fn any_changed_byte_of_an_archived_report_makes_it_invalid() {
    let Some(authority) = TestAuthority::make() else {
        return;
    };
    let sample = Sample::make();
    let out = sample.beside("archived.pdf");
    let (dir, key) = (sample.dir(), authority.key_file());
    let args = ["report", &dir, RETAIL_DEVICE, "--out", &out, "--key", &key];
    let mut args: Vec<&str> = args.to_vec();
    args.extend(["--timestamp", authority.address(), "--level", "b-lta"]);
    let _ = Waymark::new(args).run().good();
    let pdf = fs::read(out).unwrap();
    let whole = verify::verify(&pdf, Some(&trust(&sample)));
    assert_eq!(whole.steps[0].outcome, StepOutcome::Valid, "{whole:?}");
    no_change_goes_unnoticed(&pdf, None);
}

#[test]
fn the_command_line_says_which_step_failed() {
    let sample = Sample::make();
    let pdf = fs::read(sample.report()).unwrap();
    let bent_file = sample.beside("bent.pdf");
    for position in [0, pdf.len() / 2, pdf.len() - 1] {
        let mut bent = pdf.clone();
        bent[position] ^= 1;
        fs::write(&bent_file, &bent).unwrap();
        let args = ["verify", &bent_file, "--trust", &sample.trust(), "--json"];
        let verdict = Waymark::new(args).run().code(1).json();
        assert_eq!(verdict["outcome"], "invalid");
        let mut steps = verdict["steps"].as_array().unwrap().iter();
        let failed = steps.find(|step| step["outcome"] == "invalid").unwrap();
        assert_eq!(failed["code"], "integrity");
        assert!(failed["reason"].as_str().unwrap().len() > 10);
        assert!(!failed["proof"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_verdict_is_saved_and_never_over_another_file() {
    let sample = Sample::make();
    let (report, trust) = (sample.report(), sample.trust());
    let out = sample.beside("verdict.pdf");
    let args = [
        "verify", &report, "--trust", &trust, "--save", &out, "--lang", "de",
    ];
    let said = Waymark::new(args).run().code(0);
    assert!(said.out.contains("Gültig"), "{}", said.out);
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF-"));
    let _ = Waymark::new(args).run().code(66);
}

#[test]
fn a_report_cut_short_or_added_to_is_invalid() {
    let sample = Sample::make();
    let pdf = fs::read(sample.report()).unwrap();
    let longer = [&pdf[..], b"\n% more"].concat();
    for bent in [
        &pdf[..pdf.len() - 1],
        &pdf[..pdf.len() / 2],
        &pdf[..0],
        &longer,
    ] {
        assert_eq!(
            verify::verify(bent, None).outcome,
            Outcome::Invalid,
            "{} bytes",
            bent.len()
        );
    }
}
