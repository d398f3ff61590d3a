//! What `doctor` says of a workspace and what it mends; and ledger files that bring back what was lost.

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Answer, Sample, Waymark, project_root};
use workspace::{Access, Workspace};

fn waymark(args: &[&str]) -> Answer {
    Waymark::new(args).run()
}

fn outcomes(view: &Value, code: &str) -> Vec<String> {
    let checks = view["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| check["code"] == code)
        .map(|check| check["outcome"].as_str().unwrap().to_owned())
        .collect()
}

fn assets(dir: &str) -> Value {
    waymark(&["assets", dir, "--json"]).good().json()
}

fn sample_file() -> String {
    let file = project_root().join("assets/chips.waymark");
    file.display().to_string()
}

#[test]
fn a_sound_workspace_is_called_sound() {
    let sample = Sample::make();
    let view = waymark(&["doctor", &sample.dir(), "--json"]).good().json();
    for code in [
        "folder",
        "cache",
        "trust",
        "events",
        "seals",
        "disagreements",
    ] {
        assert_eq!(outcomes(&view, code), ["good"], "{code}: {view}");
    }
    assert_eq!(outcomes(&view, "node"), ["notChecked"], "it has no node");
}

#[test]
fn what_is_no_workspace_is_66() {
    let sample = Sample::make();
    waymark(&["doctor", &sample.beside("absent"), "--json"]).refused(66);
}

#[test]
fn trust_of_another_network_is_named() {
    let sample = Sample::make();
    let mut trust: Value = serde_json::from_slice(&fs::read(sample.trust()).unwrap()).unwrap();
    trust["network"]["genesis"] = format!("0x{}", "12".repeat(32)).into();
    fs::write(sample.trust(), trust.to_string()).unwrap();
    let view = waymark(&["doctor", &sample.dir(), "--json"]).code(1).json();
    assert_eq!(outcomes(&view, "trust"), ["bad"]);
    // Nor does a file of the first network come in.
    waymark(&["import", &sample.dir(), &sample_file()]).refused(1);
}

#[test]
fn a_damaged_cache_is_named_repaired_and_filled_again() {
    let sample = Sample::make();
    let whole = assets(&sample.dir());
    let cache = Path::new(&sample.dir()).join("cache.db");
    let mut bytes = fs::read(&cache).unwrap();
    // Somewhere in the middle, where blocks and receipts lie.
    let middle = bytes.len() / 2;
    bytes[middle..middle + 2_000].fill(0xA5);
    fs::write(&cache, bytes).unwrap();

    let view = waymark(&["doctor", &sample.dir(), "--json"]).code(1).json();
    assert!(
        outcomes(&view, "cache").contains(&"bad".to_owned()),
        "{view}"
    );
    let mended = waymark(&["doctor", &sample.dir(), "--repair", "--json"]).json();
    assert_eq!(outcomes(&mended, "cache"), ["good"], "{mended}");
    assert!(!mended["mended"].as_array().unwrap().is_empty());

    // What was lost comes again from any source, here from the file that the sample is made of.
    let _ = waymark(&["import", &sample.dir(), &sample_file()]).good();
    assert_eq!(assets(&sample.dir()), whole);
    let _ = waymark(&["doctor", &sample.dir()]).good();
}

#[test]
fn a_workspace_in_use_is_looked_at_and_not_repaired() {
    let sample = Sample::make();
    let held = Workspace::open(Path::new(&sample.dir()), Access::Write).unwrap();
    let view = waymark(&["doctor", &sample.dir(), "--json"]).good().json();
    assert_eq!(outcomes(&view, "folder"), ["warning"]);
    waymark(&["doctor", &sample.dir(), "--repair"]).refused(74);
    waymark(&["import", &sample.dir(), &sample_file()]).refused(74);
    drop(held);
}

#[test]
fn a_ledger_file_brings_nothing_twice_and_nothing_bent() {
    let sample = Sample::make();
    let before = assets(&sample.dir());
    let exported = sample.beside("carried.waymark");
    let export = ["export", &sample.dir(), "--format", "ledger", "--out"];
    let _ = waymark(&[&export[..], &[&exported]].concat()).good();
    let brought = waymark(&["import", &sample.dir(), &exported, "--json"]);
    assert_eq!(brought.good().json()["blocks"], 0);

    let other = sample.beside("other");
    let init = ["init", &other, "--ledger", &exported, "--trust"];
    let _ = waymark(&[&init[..], &[&sample.trust()]].concat()).good();
    assert_eq!(assets(&other), before, "it carries everything");

    let whole = fs::read(&exported).unwrap();
    fs::write(&exported, &whole[..whole.len() - 4096]).unwrap();
    waymark(&["import", &sample.dir(), &exported]).refused(66);
    assert_eq!(assets(&sample.dir()), before);
}

#[test]
fn an_outbox_whose_documents_are_gone_or_bent_is_told() {
    let sample = Sample::make();
    let photo = sample.beside("photo.jpg");
    fs::write(&photo, "a photo").unwrap();
    let record = serde_json::json!({
        "party": "urn:epc:id:pgln:3770029.00000",
        "time": "2026-11-23T10:00:00+01:00",
        "documents": [{ "path": "photo.jpg" }],
        "what": { "event": "observe", "items": [] },
    });
    let file = sample.beside("record.json");
    fs::write(&file, record.to_string()).unwrap();
    let view = || waymark(&["doctor", &sample.dir(), "--json"]).json();
    assert!(outcomes(&view(), "outbox").is_empty(), "there is none");

    let _ = waymark(&["record", &sample.dir(), &file, "--draft"]);
    let sound = view();
    assert_eq!(outcomes(&sound, "outbox"), ["good"], "{sound}");
    assert_eq!(outcomes(&sound, "documents"), ["good"], "{sound}");

    let documents = Path::new(&sample.dir()).join("documents");
    let kept = fs::read_dir(&documents).unwrap().next().unwrap().unwrap();
    fs::write(kept.path(), "another").unwrap();
    assert_eq!(outcomes(&view(), "documents"), ["bad"]);
    fs::remove_file(kept.path()).unwrap();
    let missing = view();
    assert_eq!(outcomes(&missing, "documents"), ["warning"]);
    let hints = missing["checks"].as_array().unwrap().iter();
    let mut hints = hints.filter(|check| check["code"] == "documents");
    assert!(!hints.next().unwrap()["hint"].as_str().unwrap().is_empty());

    fs::write(Path::new(&sample.dir()).join("outbox.db"), "no outbox").unwrap();
    assert_eq!(outcomes(&view(), "outbox"), ["bad"]);
    // What is on the ledger can be looked at all the same.
    let _ = assets(&sample.dir());
}
