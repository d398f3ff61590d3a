//! A report with one byte changed, wherever it is: invalid, and the step that fails is named.

use std::fs;

use support::{Sample, Waymark};
use verify::{Outcome, StepOutcome, Trust};

/// Positions all over the file, and where a careless reader would not look: its ends, the signature's own bytes and the
/// padding behind them.
fn positions(pdf: &[u8]) -> Vec<usize> {
    let find = |needle: &[u8]| pdf.windows(needle.len()).rposition(|part| part == needle);
    let contents = find(b"/Contents").unwrap() + b"/Contents".len();
    let hex = contents
        + pdf[contents..]
            .iter()
            .position(|byte| *byte == b'<')
            .unwrap();
    let end = hex + pdf[hex..].iter().position(|byte| *byte == b'>').unwrap();
    assert_eq!(&pdf[end - 8..end], b"00000000", "the signature is padded");
    let mut found: Vec<usize> = (0..pdf.len()).step_by(pdf.len() / 48).collect();
    found.extend([0, 1, pdf.len() - 2, pdf.len() - 1]);
    found.extend([
        hex,
        hex + 1,
        hex + 2,
        hex + 40,
        hex + 600,
        end - 2,
        end - 1,
        end,
    ]);
    found
}

#[test]
fn any_changed_byte_makes_it_invalid() {
    let sample = Sample::make();
    let pdf = fs::read(sample.report()).unwrap();
    let trust = Trust::from_json(&fs::read(sample.trust()).unwrap()).unwrap();
    assert_eq!(verify::verify(&pdf, Some(&trust)).outcome, Outcome::Valid);
    for position in positions(&pdf) {
        for flip in [1_u8, 0x80] {
            let mut bent = pdf.clone();
            bent[position] ^= flip;
            let verdict = verify::verify(&bent, Some(&trust));
            let shown = format!("byte {position} of {} ^ {flip:#x}", pdf.len());
            assert_eq!(verdict.outcome, Outcome::Invalid, "{shown}");
            let mut steps = verdict.steps.iter();
            assert!(
                steps.any(|step| step.outcome == StepOutcome::Invalid),
                "{shown}"
            );
        }
    }
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
    }
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
