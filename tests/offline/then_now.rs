//! What came later: `compare`, `reach`, and tables for spreadsheets.

use serde_json::Value;
use support::{Answer, RETAIL_DEVICE, RETAIL_DEVICE_URN, Sample, TIN_INGOT, Waymark};

/// The reel of capacitors that was recalled.
const REEL: &str = "https://id.gs1.org/01/05609812104910/10/7";

/// Before the smelter's attestation was taken back, in block 250.
const THEN: &str = "245";

fn waymark(args: &[&str]) -> Answer {
    Waymark::new(args).run()
}

fn sorts(compared: &Value) -> Vec<&str> {
    let groups = compared["groups"].as_array().unwrap().iter();
    groups.filter_map(|group| group["sort"].as_str()).collect()
}

/// The lines of a table without its head, each as its cells; none of these cells has a comma in it but quoted ones.
fn lines(table: &str) -> Vec<&str> {
    assert!(table.ends_with("\r\n"), "lines end as RFC 4180 wants");
    table.trim_end().split("\r\n").skip(1).collect()
}

#[test]
fn a_report_is_undermined_by_what_came_later_and_by_nothing_else() {
    let sample = Sample::make();
    let (dir, out) = (sample.dir(), sample.beside("early.pdf"));
    let (all, one) = (
        ["compare", &dir, "--then", THEN, "--json"],
        RETAIL_DEVICE_URN,
    );
    let compared = waymark(&all).good().json();
    assert_eq!(compared["reports"].as_array().unwrap().len(), 0);
    assert!(
        sorts(&compared).starts_with(&["revoked"]),
        "what goes back on something comes first"
    );

    let early = [
        "report",
        &dir,
        RETAIL_DEVICE,
        "--as-of",
        THEN,
        "--out",
        &out,
    ];
    let _ = waymark(&early).good();
    let _ = sample.report();
    let compared = waymark(&["compare", &dir, one, "--then", THEN, "--json"]);
    let compared = compared.code(1).json();
    assert_eq!(compared["epc"], RETAIL_DEVICE);
    let reports = compared["reports"].as_array().unwrap();
    assert_eq!(reports.len(), 1, "the other one was issued knowing it");
    assert_eq!(reports[0]["asOf"], 245);
    let reasons = reports[0]["reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons[0]["sort"], "revoked");
    assert_eq!(reasons[0]["change"]["event"]["block"], 250);
    assert_eq!(reasons[0]["change"]["undoes"][0]["block"], 129);
    let appeared = compared["appeared"].as_array().unwrap();
    let codes: Vec<_> = appeared
        .iter()
        .filter_map(|found| found["code"].as_str())
        .collect();
    assert_eq!(codes, ["revoked-attestation"]);

    let before = [
        "compare", &dir, one, "--then", "200", "--now", THEN, "--json",
    ];
    let compared = waymark(&before).good().json();
    assert_eq!(
        compared["reports"].as_array().unwrap().len(),
        0,
        "then it still held"
    );
    let told = waymark(&["compare", &dir, "--then", THEN]).code(1).out;
    assert!(
        told.contains("WM-") && told.contains("holds no longer"),
        "{told}"
    );
}

#[test]
fn blocks_that_cannot_be_compared_are_refused() {
    let sample = Sample::make();
    let dir = sample.dir();
    waymark(&["compare", &dir, "--then", "200", "--now", "100"]).refused(64);
    waymark(&["compare", &dir, "--then", "200", "--now", "999999"]).refused(64);
    waymark(&[
        "compare",
        &dir,
        RETAIL_DEVICE,
        "--then",
        "10",
        "--now",
        "20",
    ])
    .refused(66);
    let _ = waymark(&["compare", &dir]).code(64);
    let same = waymark(&["compare", &dir, "--then", "200", "--now", "200", "--json"]);
    assert_eq!(sorts(&same.good().json()), Vec::<&str>::new());
}

#[test]
fn the_reach_of_a_recall_tells_who_has_what_and_records_nothing() {
    let sample = Sample::make();
    let dir = sample.dir();
    let before = waymark(&["assets", &dir, "--json"]).good().json();
    let reach = waymark(&["reach", &dir, REEL, "--json"]).good().json();
    assert!(
        reach["recall"]["reason"]
            .as_str()
            .unwrap()
            .contains("Cracked")
    );
    let names: Vec<_> = (reach["assets"].as_array().unwrap().iter())
        .filter_map(|asset| asset["name"].as_str())
        .collect();
    assert_eq!(
        names,
        ["Capacitor T491, reel 7", "Radio module RM-4, lot 2"]
    );
    let holders = reach["holders"].as_array().unwrap();
    assert_eq!(holders.len(), 2);
    assert!(holders.iter().all(|holder| holder["place"] != ""));

    let tin = waymark(&["reach", &dir, TIN_INGOT, "--json"]).good().json();
    assert_eq!(tin["assets"].as_array().unwrap().len(), 28);
    let lost = tin["assets"].as_array().unwrap().iter();
    let lost = lost.flat_map(|asset| asset["holdings"].as_array().unwrap());
    let under_way = lost
        .filter(|holding| holding["state"] == "underWay")
        .count();
    assert_eq!(under_way, 1, "the pallet that never arrived");
    assert_eq!(waymark(&["assets", &dir, "--json"]).good().json(), before);
    waymark(&["reach", &dir, "https://example.org/none", "--json"]).refused(66);
}

#[test]
fn tables_are_written_for_spreadsheets() {
    let sample = Sample::make();
    let (dir, file) = (sample.dir(), sample.beside("reach.csv"));
    let answer = waymark(&["reach", &dir, TIN_INGOT, "--csv", &file]).good();
    assert_eq!(answer.out, "");
    let table = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        lines(&table).len(),
        29,
        "two parties hold some of the lot itself"
    );
    assert!(table.contains("\"Tin ingot, lot PT-2291\""));
    assert_eq!(
        waymark(&["reach", &dir, TIN_INGOT, "--csv", "-"])
            .good()
            .out,
        table
    );

    let trace = ["trace", &dir, RETAIL_DEVICE, "--format", "csv"];
    let table = waymark(&trace).good().out;
    let json = ["trace", &dir, RETAIL_DEVICE, "--format", "json"];
    let nodes = waymark(&json).good().json();
    assert_eq!(
        lines(&table).len(),
        nodes["nodes"].as_array().unwrap().len()
    );
    assert!(table.starts_with("step,epc,name,kind,quantity,unit,"));
}

#[test]
fn the_sample_s_findings_are_these_and_no_others() {
    let sample = Sample::make();
    let answer = waymark(&["lint", &sample.dir(), "--json"]).code(1).json();
    let findings = answer["findings"].as_array().unwrap();
    let codes: Vec<_> = findings
        .iter()
        .filter_map(|found| found["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "over-claim",
            "recalled",
            "used-after-recall",
            "revoked-attestation",
            "missing-receive"
        ]
    );
    for found in findings {
        for words in ["title", "message", "advice"] {
            assert!(!found[words].as_str().unwrap().is_empty());
        }
        assert!(!found["events"].as_array().unwrap().is_empty());
    }
}
