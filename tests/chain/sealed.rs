//! What seals prove: validators that hand over, or that must be pinned anew; and what is only reported until it is proven.

use serde_json::Value;
use support::{Consensus, Fork, Sealing, four};

use crate::network::{Told, assets, sync, waymark};

fn codes(synced: &Value) -> Vec<&str> {
    let notes = synced["notes"].as_array().unwrap().iter();
    notes.filter_map(|note| note["code"].as_str()).collect()
}

fn by(validators: &[usize]) -> Sealing {
    Sealing::by(Consensus::Qbft, validators)
}

#[test]
fn validators_hand_over_or_are_pinned_anew() {
    let told = Told::silent(Fork::LondonWithoutFees, four(Consensus::Qbft));
    let devnet = &told.devnet;
    devnet.mine(5);
    let dir = told.init("workspace");
    let pinned = devnet.head();
    assert_eq!(sync(&dir)["sealedTo"], pinned);

    // One of four is replaced: those who stay vouch for the newcomer.
    devnet.seal_from(pinned + 1, by(&[0, 1, 2, 4]));
    devnet.mine(3);
    assert_eq!(sync(&dir)["sealedTo"], pinned + 3);

    // All are replaced: the sync goes on, but nobody who is trusted vouches.
    devnet.seal_from(pinned + 4, by(&[5, 6, 7, 8]));
    devnet.mine(3);
    for _ in 0..2 {
        let synced = sync(&dir);
        assert_eq!(synced["block"], pinned + 6);
        assert_eq!(synced["sealedTo"], pinned + 3);
        assert_eq!(codes(&synced), ["pin_anew"]);
    }

    let _ = waymark(&["trust", "add", &dir, "--validators", "newest", "--accept"]).good();
    devnet.mine(1);
    let synced = sync(&dir);
    assert_eq!(synced["sealedTo"], pinned + 7);
    assert!(codes(&synced).is_empty(), "{synced}");
}

#[test]
fn what_is_only_reported_is_proven_by_the_next_sync() {
    let told = Told::on(Fork::LondonWithoutFees);
    let whole = assets(&told.synced("whole"));
    let quick = told.init("quick");
    let _ = waymark(&["sync", &quick, "--reported-only"]).good();
    let reported = assets(&quick);
    let listed = reported["assets"].as_array().unwrap();
    assert_eq!(listed.len(), whole["assets"].as_array().unwrap().len());
    assert!(listed.iter().all(|asset| asset["assurance"] == "reported"));
    sync(&quick);
    assert_eq!(assets(&quick), whole);
    let _ = waymark(&["doctor", &quick]).good();
}
