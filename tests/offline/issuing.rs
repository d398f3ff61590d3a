//! Reports in batches: killed and gone on with, by two at once, and where the disk runs full. Files are whole or not there, and no
//! number stands on two reports.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;
use support::{RETAIL_DEVICE, Sample, Waymark, built, run};

/// A list with a report for each of so many customers of this name.
fn list(sample: &Sample, customer: &str, count: usize) -> String {
    let lines = (0..count).map(|at| format!("{RETAIL_DEVICE},{customer} {at}\n"));
    let path = sample.beside(&format!("{customer}.csv"));
    fs::write(
        &path,
        format!("epc,recipient\n{}", lines.collect::<String>()),
    )
    .unwrap();
    path
}

fn batch(sample: &Sample, list: &str, out: &str) -> Waymark {
    let (dir, out) = (sample.dir(), sample.beside(out));
    Waymark::new(["report", &dir, "--batch", list, "--out-dir", &out, "--json"])
}

fn numbers(answer: &Value, of: &str) -> Vec<String> {
    let lines = answer[of].as_array().unwrap().iter();
    let numbers = lines.map(|line| line["number"].as_str().unwrap().to_owned());
    numbers.collect()
}

fn files(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn a_batch_that_is_killed_again_and_again_ends_with_every_report_once() {
    let sample = Sample::make();
    let list = list(&sample, "Customer", 10);
    let out = sample.beside("out");
    let mut interrupted = 0;
    for turn in 0..6 {
        interrupted += u32::from(batch(&sample, &list, "out").kill_after(400 + turn * 217));
    }
    let answer = batch(&sample, &list, "out").run().good().json();
    let (issued, skipped) = (numbers(&answer, "issued"), numbers(&answer, "skipped"));
    assert_eq!(issued.len() + skipped.len(), 10);
    assert!(interrupted > 0, "nothing was interrupted");
    let named: BTreeSet<String> = (issued.iter().chain(&skipped))
        .map(|number| format!("{number}.pdf"))
        .collect();
    assert_eq!(named.len(), 10);
    // What a kill leaves beside them are drafts under names of their own, never half a report under its number.
    let reports: BTreeSet<String> = (files(&out).into_iter())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "pdf"))
        .collect();
    assert_eq!(reports, named);
    for name in [named.first().unwrap(), named.last().unwrap()] {
        let file = format!("{out}/{name}");
        let verify = ["verify", &file, "--trust", &sample.trust()];
        let _ = Waymark::new(verify).run().good();
    }
}

#[test]
fn two_at_once_never_give_out_the_same_number() {
    let sample = Sample::make();
    let (one, other) = (list(&sample, "One", 5), list(&sample, "Other", 5));
    let issued = thread::scope(|scope| {
        let both = [(&one, "one"), (&other, "other")].map(|(list, out)| {
            let sample = &sample;
            scope.spawn(move || batch(sample, list, out).run().good().json())
        });
        both.map(|batch| numbers(&batch.join().unwrap(), "issued"))
    });
    let all: BTreeSet<&String> = issued.iter().flatten().collect();
    assert_eq!(all.len(), 10, "{issued:?}");
}

#[test]
#[cfg(unix)]
fn a_disk_without_room_leaves_no_half_report_and_takes_no_number() {
    let sample = Sample::make();
    let out = sample.beside("report.pdf");
    // No file can grow beyond 100 KiB: enough to set a number aside, not for a report. The shell counts in blocks of 512 bytes.
    let script = r#"trap "" XFSZ; ulimit -f 200; exec "$@""#;
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script, "sh"])
        .arg(built("waymark"))
        .args(["report", &sample.dir(), RETAIL_DEVICE, "--out", &out])
        .stdout(Stdio::null());
    run(&mut shell).refused(74);
    assert!(!Path::new(&out).exists());
    let report = ["report", &sample.dir(), RETAIL_DEVICE, "--out", &out];
    let said = Waymark::new(report).run().good();
    assert!(said.out.contains("-000001"), "{said:?}");
}
