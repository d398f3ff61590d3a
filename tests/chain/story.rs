//! The story told to a live chain is the one in the sample, and reports on it hold.

use std::sync::Arc;

use serde_json::json;
use support::{
    Anvil, Consensus, Devnet, Fork, RETAIL_DEVICE, Sample, Sealing, TIN_INGOT, Waymark, four,
    without,
};

use crate::network::{Told, assets, sync, waymark};

/// What depends on where and when a chain recorded a thing, and not on the thing.
const OF_THE_CHAIN: [&str; 4] = ["asOf", "assurance", "block", "logIndex"];

fn same_lineage_as_the_sample(dir: &str) {
    let sample = Sample::make();
    for (epc, way) in [(RETAIL_DEVICE, "--up"), (TIN_INGOT, "--down")] {
        let trace = |dir: &str| {
            let answer = waymark(&["trace", dir, epc, way, "--format", "json"]);
            without(&answer.good().json(), &OF_THE_CHAIN)
        };
        assert_eq!(trace(dir), trace(&sample.dir()), "{epc} {way}");
    }
    let assets = |dir: &str| without(&assets(dir), &OF_THE_CHAIN);
    assert_eq!(assets(dir), assets(&sample.dir()));
}

/// A report is issued and verified; where the sample's own validators seal, its verdict says that they prove nothing.
fn report_holds(told: &Told, dir: &str, demonstration: bool) {
    let (key, out) = (told.path("signer.pem"), told.path("report.pdf"));
    let with_passphrase = |args: &[&str]| {
        let call = Waymark::new(args).env("WAYMARK_PASSPHRASE", "correct horse battery staple");
        call.run().good()
    };
    let name = ["--name", "Test Desk", "--country", "FR"];
    let _ = with_passphrase(&[&["keys", "create", &key][..], &name].concat());
    let report = ["report", dir, RETAIL_DEVICE, "--out", &out, "--key", &key];
    waymark(&report).refused(77);
    let _ = with_passphrase(&report);

    let trust = format!("{dir}/trust.json");
    let verify = ["verify", &out, "--trust", &trust, "--json"];
    let unknown_signer = waymark(&verify);
    assert_ne!(
        unknown_signer.code,
        Some(0),
        "nobody trusts this signer yet"
    );
    let _ = waymark(&["trust", "add", dir, "--signer", &key]).good();
    let verdict = waymark(&verify).good().json();
    assert_eq!(verdict["outcome"], "valid");
    assert_eq!(verdict["demonstration"], demonstration);
}

#[test]
fn a_chain_without_fees_tells_the_same_story() {
    let told = Told::on(Fork::LondonWithoutFees);
    let dir = told.init("workspace");
    let first = sync(&dir);
    assert_eq!(first["events"], 200);
    same_lineage_as_the_sample(&dir);
    let second = sync(&dir);
    assert_eq!(
        (&second["blocks"], &second["events"]),
        (&0.into(), &0.into())
    );
    report_holds(&told, &dir, true);
}

#[test]
fn a_chain_of_old_rules_and_without_fees_tells_the_same_story() {
    let validators = Sealing::by(Consensus::Ibft1, &[4, 5, 6, 7]);
    let told = Told::silent(Fork::BerlinWithoutFees, validators);
    told.tell_chips();
    assert_eq!(told.devnet.ask("eth_gasPrice", json!([])), "0x0");
    let newest = json!(["latest", false]);
    let newest = told.devnet.ask("eth_getBlockByNumber", newest);
    assert!(
        newest.get("baseFeePerGas").is_none(),
        "not Berlin: {newest}"
    );
    let dir = told.synced("workspace");
    same_lineage_as_the_sample(&dir);
    report_holds(&told, &dir, false);
}

#[test]
fn a_chain_of_the_newest_rules_and_with_fees_tells_the_same_story() {
    let told = Told::on(Fork::Newest);
    let dir = told.synced("workspace");
    same_lineage_as_the_sample(&dir);
    report_holds(&told, &dir, true);
}

/// As on `GoQuorum` with Raft: the chain counts time in nanoseconds, for its contracts as well.
#[test]
fn a_chain_whose_time_is_in_nanoseconds_tells_the_same_story() {
    let start = (1_750_000_000_u64 * 1_000_000_000).to_string();
    let anvil = Anvil::start(Fork::BerlinWithoutFees, &["--timestamp", &start]);
    let raft = Devnet::before(&Arc::new(anvil), four(Consensus::Ethereum));
    let told = Told::silent_on(raft);
    told.tell_chips();
    let newest = json!(["latest", false]);
    let newest = told.devnet.ask("eth_getBlockByNumber", newest);
    assert!(newest["timestamp"].as_str().unwrap().len() > 12, "{newest}");
    let dir = told.synced("workspace");
    same_lineage_as_the_sample(&dir);
    let doctor = waymark(&["doctor", &dir, "--json"]).good().json();
    let checks = doctor["checks"].as_array().unwrap();
    let clock = checks.iter().find(|check| check["code"] == "clock");
    assert_eq!(clock.unwrap()["outcome"], "good", "{doctor:#}");
    report_holds(&told, &dir, false);
}

#[test]
fn what_follows_the_trusted_block_is_reported_until_a_newer_one_is_trusted() {
    // Where validators seal, they vouch for what comes later.
    let told = Told::silent(Fork::LondonWithoutFees, four(Consensus::Ethereum));
    told.tell_chips();
    let dir = told.synced("workspace");
    let _ = waymark(&["trust", "add", &dir, "--block", "20"]).good();
    let assured = |word: &str| {
        let listed = assets(&dir);
        let all = listed["assets"].as_array().unwrap().iter();
        all.filter(|asset| asset["assurance"] == word).count()
    };
    assert!(assured("reported") > 0);
    let _ = waymark(&["trust", "add", &dir, "--block", "newest"]).good();
    assert_eq!(assured("reported"), 0);
    assert!(assured("included") > 50);
}
