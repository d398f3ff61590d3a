//! A writer that is killed at any instant loses nothing that it was told is kept, and leaves nothing half done.
//!
//! The writer is this test program, started again; it says on its standard output what it was told is done.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use alloy_primitives::keccak256;
use field::{Happening, State};

use super::sign;
use crate::{Documents, Outbox};

/// Names the folder that the writer works in; without it this is no writer.
const FOLDER: &str = "WAYMARK_TEST_OUTBOX";

/// Writes, signs, sends and attaches without end.
#[test]
fn writer() {
    let Some(dir) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let mut outbox = Outbox::open(&dir.join("outbox.db")).unwrap();
    let documents = Documents::at(&dir.join("documents"));
    let mut out = std::io::stdout();
    let mut done = |what: &str, id: &str, with: &str| {
        writeln!(out, "done {what} {id} {with}").unwrap();
        out.flush().unwrap();
    };
    let begun = outbox.records().unwrap().len();
    for number in begun.. {
        let id = format!("r{number}");
        for edit in 0..3 {
            let form = format!("{{\"remarks\":\"{edit}\"}}");
            outbox.save_draft(&id, "", &form, edit == 2, 1).unwrap();
            done("save", &id, &edit.to_string());
        }
        let bytes = vec![u8::try_from(number % 251).unwrap(); 50_000];
        let hash = documents.keep(&bytes).unwrap();
        done("attach", &id, &hex::encode(hash));
        sign(&mut outbox, &id, "{\"remarks\":\"2\"}", keccak256(&id)).unwrap();
        done("sign", &id, "-");
        let attempts = outbox.begin_attempts(&[&id], 2).unwrap();
        outbox
            .change(&id, 3, |progress| {
                progress.block = Some(7);
                Some(Happening::Taken)
            })
            .unwrap();
        outbox
            .end_attempts(&attempts, crate::Outcome::Taken, "")
            .unwrap();
        done("send", &id, "-");
    }
}

fn start(dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["tests::kill::writer", "--exact", "--nocapture"])
        .env(FOLDER, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_writer_killed_again_and_again_keeps_what_it_was_told_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let rounds: usize = if std::env::var_os("WAYMARK_LONG").is_some() {
        300
    } else {
        8
    };
    let mut told = 0;
    for round in 0..rounds {
        let mut child = start(dir.path());
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut lines: Vec<String> = Vec::new();
        // Spread over what a record takes, however slow the disk is; then at an instant within it.
        let deeds = 1 + round * 5 % 11;
        while lines.iter().filter(|line| line.contains("done ")).count() < deeds {
            lines.push(said.next().unwrap().unwrap());
        }
        std::thread::sleep(Duration::from_micros(
            u64::try_from(round).unwrap() * 1_700 % 9_000,
        ));
        child.kill().unwrap();
        lines.extend(said.map_while(Result::ok));
        child.wait().unwrap();
        let outbox = Outbox::open(&dir.path().join("outbox.db")).unwrap();
        outbox.check().unwrap();
        for line in &lines {
            // The test program itself writes on the same lines.
            let Some((_, line)) = line.split_once("done ") else {
                continue;
            };
            let words: Vec<&str> = line.split(' ').collect();
            let [what, id, with] = words[..] else {
                continue;
            };
            told += 1;
            holds(&outbox, dir.path(), what, id, with);
        }
        whole(&outbox);
    }
    assert!(told > 20, "the writers did too little: {told}");
}

/// What the writer was told is kept, is.
fn holds(outbox: &Outbox, dir: &Path, what: &str, id: &str, with: &str) {
    let record = outbox.record(id).unwrap().unwrap();
    match what {
        "save" => {
            let edit: u32 = with.parse().unwrap();
            let kept: serde_json::Value = serde_json::from_str(&record.form).unwrap();
            let kept: u32 = kept["remarks"].as_str().unwrap().parse().unwrap();
            assert!(kept >= edit, "{id}: edit {edit} is lost");
        }
        "attach" => {
            let documents = Documents::at(&dir.join("documents"));
            let held = documents.read(with.parse().unwrap()).unwrap();
            assert_eq!(held.map(|bytes| bytes.len()), Some(50_000), "{id}");
        }
        "sign" => assert!(outbox.signed(id).unwrap().is_some(), "{id}"),
        "send" => assert_eq!(record.state, State::Sent, "{id}"),
        other => panic!("{other}"),
    }
}

/// State, signature and progress of each record fit together.
fn whole(outbox: &Outbox) {
    for record in outbox.records().unwrap() {
        let signed = outbox.signed(&record.id).unwrap().is_some();
        let expected = matches!(record.state, State::Signed | State::Sent);
        assert_eq!(signed, expected, "{record:?}");
        assert_eq!(record.progress.block.is_some(), record.state == State::Sent);
        let last = outbox.history(&record.id).unwrap().pop();
        assert_eq!(last.map(|(state, _)| state), Some(record.state));
    }
}
