//! The main job on the sample: list, trace, lint, report, verify.

use std::path::Path;

use serde_json::Value;
use support::{RETAIL_DEVICE, RETAIL_DEVICE_URN, Sample, TIN_INGOT, Waymark};

fn names(list: &Value) -> Vec<&str> {
    let items = list.as_array().unwrap().iter();
    items.filter_map(|item| item["epc"].as_str()).collect()
}

fn outcome_of<'a>(verdict: &'a Value, code: &str) -> &'a str {
    let mut steps = verdict["steps"].as_array().unwrap().iter();
    let step = steps.find(|step| step["code"] == code).unwrap();
    step["outcome"].as_str().unwrap()
}

#[test]
fn the_sample_lists_its_assets_and_finds_them_by_word() {
    let sample = Sample::make();
    let all = Waymark::new(["assets", &sample.dir(), "--json"])
        .run()
        .good()
        .json();
    let all = names(&all["assets"]);
    assert!(all.len() > 50, "{} assets", all.len());
    assert!(all.contains(&RETAIL_DEVICE) && all.contains(&TIN_INGOT));
    let found = Waymark::new(["assets", &sample.dir(), "PT-2291", "--json"])
        .run()
        .good()
        .json();
    assert_eq!(names(&found["assets"]), [TIN_INGOT]);
    let none = Waymark::new(["assets", &sample.dir(), "unobtainium", "--json"])
        .run()
        .good()
        .json();
    assert_eq!(names(&none["assets"]), Vec::<&str>::new());
}

#[test]
fn a_device_is_traced_to_its_tin_and_the_tin_to_its_devices() {
    let sample = Sample::make();
    let trace = |epc: &str, way: &str| {
        Waymark::new(["trace", &sample.dir(), epc, way, "--format", "json"])
            .run()
            .good()
            .json()
    };
    let up = trace(RETAIL_DEVICE, "--up");
    assert!(names(&up["nodes"]).contains(&TIN_INGOT));
    let materials = up["nodes"].as_array().unwrap().iter();
    assert!(materials.filter(|node| node["kind"] == "material").count() >= 5);
    assert_eq!(
        trace(RETAIL_DEVICE_URN, "--up"),
        up,
        "both spellings name one thing"
    );
    let down = trace(TIN_INGOT, "--down");
    assert!(names(&down["nodes"]).contains(&RETAIL_DEVICE));
}

#[test]
fn a_trace_stops_where_it_is_told_to() {
    let sample = Sample::make();
    let args = [
        "trace",
        &sample.dir(),
        RETAIL_DEVICE,
        "--depth",
        "1",
        "--format",
        "json",
    ];
    let near = Waymark::new(args).run().good().json();
    let deepest = near["nodes"].as_array().unwrap().iter();
    assert_eq!(
        deepest.filter_map(|node| node["depth"].as_i64()).min(),
        Some(-1)
    );
}

#[test]
fn the_trouble_in_the_sample_is_found() {
    let sample = Sample::make();
    let answer = Waymark::new(["lint", &sample.dir(), "--json"])
        .run()
        .code(1)
        .json();
    let findings = answer["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings
        .iter()
        .filter_map(|found| found["code"].as_str())
        .collect();
    for code in ["over-claim", "revoked-attestation", "recalled"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
    let over_claim = findings
        .iter()
        .find(|found| found["code"] == "over-claim")
        .unwrap();
    assert_eq!(over_claim["subject"], TIN_INGOT);
}

#[test]
fn a_report_is_valid_for_who_trusts_and_undecided_for_who_does_not() {
    let sample = Sample::make();
    let report = sample.report();
    let trusted = ["verify", &report, "--trust", &sample.trust(), "--json"];
    let valid = Waymark::new(trusted).run().good().json();
    assert_eq!(valid["outcome"], "valid");
    assert_eq!(
        valid["demonstration"], true,
        "its key is public, and it says so"
    );
    assert_eq!(valid["report"]["epc"], RETAIL_DEVICE);

    let alone = Waymark::new(["verify", &report, "--json"])
        .run()
        .code(2)
        .json();
    assert_eq!(alone["outcome"], "cannot_tell");
    assert_eq!(outcome_of(&alone, "signer"), "cannot_tell");
    assert_eq!(outcome_of(&alone, "blocks"), "cannot_tell");
    assert_eq!(outcome_of(&alone, "inclusion"), "valid");
    assert!(alone["headline"].as_str().unwrap().contains("missing"));
}

#[test]
fn trust_in_another_block_makes_a_report_invalid() {
    let sample = Sample::make();
    let report = sample.report();
    let trust = std::fs::read_to_string(sample.trust()).unwrap();
    let mut trust: Value = serde_json::from_str(&trust).unwrap();
    trust["block"]["hash"] = format!("0x{}", "11".repeat(32)).into();
    let other = sample.beside("other.json");
    std::fs::write(&other, trust.to_string()).unwrap();
    let verdict = Waymark::new(["verify", &report, "--trust", &other, "--json"]).run();
    let verdict = verdict.code(1).json();
    assert_eq!(outcome_of(&verdict, "blocks"), "invalid");
}

#[test]
fn an_exported_ledger_makes_the_same_workspace() {
    let sample = Sample::make();
    let (file, copy) = (sample.beside("copy.waymark"), sample.beside("copy"));
    let export = [
        "export",
        &sample.dir(),
        "--format",
        "ledger",
        "--out",
        &file,
    ];
    let _ = Waymark::new(export).run().good();
    let init = ["init", &copy, "--ledger", &file, "--trust", &sample.trust()];
    let _ = Waymark::new(init).run().good();
    let assets = |dir: &str| Waymark::new(["assets", dir, "--json"]).run().good().json();
    assert_eq!(assets(&copy), assets(&sample.dir()));
    assert!(Path::new(&copy).join("trust.json").is_file());
}
