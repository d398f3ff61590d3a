//! Nodes that are wrong, chains that change their mind, and a sync that is killed.

use std::path::Path;

use serde_json::json;
use support::{Anvil, Consensus, Fork, Switch, Waymark, four, free_port, without};
use workspace::{Access, Workspace};

use crate::chance::Chance;
use crate::model::rows;
use crate::network::{Told, assets, point_to, sync, waymark};
use crate::writer::Writer;

#[test]
fn a_wrong_contract_address_makes_no_workspace() {
    let anvil = Anvil::start(Fork::LondonWithoutFees, &[]);
    anvil.ask("anvil_mine", &json!(["0x1"]));
    let folder = support::scratch();
    let dir = folder.path().join("workspace");
    let nowhere = format!("0x{}", "12".repeat(20));
    let (dir, url) = (dir.to_str().unwrap(), anvil.url());
    let init = ["init", dir, "--rpc", &url, "--accept", "--contract"];
    waymark(&[&init[..], &[&nowhere]].concat()).refused(66);
    // A contract that is there, but is no ledger: code that returns nothing.
    anvil.ask("anvil_setCode", &json!([nowhere, "0x00"]));
    waymark(&[&init[..], &[&nowhere]].concat()).refused(66);
    assert!(!Path::new(dir).exists());
}

#[test]
fn troubles_with_a_told_story() {
    let told = Told::on(Fork::LondonWithoutFees);
    another_chain_is_refused(&told);
    an_absent_node_takes_nothing_away(&told);
    a_killed_sync_goes_on(&told);
    // Last, for it changes the chain.
    a_reorganised_chain_is_followed(&told);
}

fn another_chain_is_refused(told: &Told) {
    let dir = told.synced("other-chain");
    let before = (rows(&dir), assets(&dir));
    let same_id_anew = Anvil::start(Fork::LondonWithoutFees, &["--timestamp", "1000000000"]);
    let other_id = Anvil::start(Fork::LondonWithoutFees, &["--chain-id", "4243"]);
    for other in [&same_id_anew, &other_id] {
        point_to(&dir, &other.url());
        waymark(&["sync", &dir, "--json"]).refused(1);
        assert_eq!((rows(&dir), assets(&dir)), before);
    }
}

fn an_absent_node_takes_nothing_away(told: &Told) {
    let dir = told.synced("absent-node");
    let before = assets(&dir);
    point_to(&dir, &format!("http://127.0.0.1:{}", free_port()));
    waymark(&["sync", &dir, "--json"]).refused(69);
    assert_eq!(assets(&dir), before);
}

fn a_killed_sync_goes_on(told: &Told) {
    let whole = assets(&told.synced("whole"));
    let mut interrupted = 0;
    for turn in 0..8_u64 {
        let dir = told.init(&format!("killed-{turn}"));
        let killed = Waymark::new(["sync", &dir]).kill_after(20 + turn * 30);
        interrupted += u32::from(killed);
        let _ = assets(&dir);
        sync(&dir);
        assert_eq!(assets(&dir), whole, "turn {turn}");
    }
    assert!(interrupted > 0, "nothing was interrupted");
}

fn a_reorganised_chain_is_followed(told: &Told) {
    let dir = told.synced("reorganised");
    let before = assets(&dir);
    told.devnet.reorg(12);
    let synced = sync(&dir);
    assert_eq!(synced["reorgs"], 1);
    let fresh = told.synced("fresh");
    // What was trusted before is not on the chain any more, so nothing is included there.
    let facts = |dir: &str| without(&assets(dir), &["assurance"]);
    assert_eq!(facts(&dir), facts(&fresh));
    assert_ne!(
        facts(&dir),
        without(&before, &["assurance"]),
        "the reorganisation changed nothing"
    );
}

#[test]
fn proofs_of_state_go_with_the_branch_that_they_are_of() {
    let mut chance = Chance::of(6);
    let mut writer = Writer::on(Fork::LondonWithoutFees, four(Consensus::Ethereum));
    let dir = writer.told.init("workspace");
    let sync_to = |proven: u64| {
        let synced = sync(&dir);
        assert_eq!(synced["provenAt"], proven, "{synced:#}");
        let workspace = Workspace::open(Path::new(&dir), Access::Read).unwrap();
        assert_eq!(workspace.network_view().unwrap().proven_at, Some(proven));
    };
    writer.write_some(3, &mut chance);
    let common = writer.devnet().head();
    sync_to(common);
    writer.write_some(3, &mut chance);
    writer.write_some(3, &mut chance);
    sync_to(common + 2);

    // The other branch comes without a proof: that of the branch that died counts no more.
    writer.reorg(2);
    writer.write_some(2, &mut chance);
    let method = "eth_getProof";
    writer.devnet().misbehave(Switch::MissingMethod { method });
    sync_to(common);
    writer.devnet().behave();
    sync_to(writer.devnet().head());
}
