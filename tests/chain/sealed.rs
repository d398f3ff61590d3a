//! What seals prove: validators that hand over, or that must be pinned anew; and what is only reported until it is proven.

use serde_json::Value;
use support::{Answer, Consensus, Devnet, Fork, Sealing, Switch, four};

use crate::network::{Told, assets, point_to, sync, waymark};

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

/// What `init` shows before it is accepted.
fn shown(told: &Told, node: &Devnet, accept: &[&str]) -> Answer {
    let (dir, url) = (told.path("shown"), node.url());
    let call = ["init", &dir, "--rpc", &url, "--contract", &told.contract];
    waymark(&[&call[..], accept].concat())
}

#[test]
fn the_signers_of_a_clique_network_are_found_shown_and_followed() {
    let told = Told::silent(Fork::LondonWithoutFees, four(Consensus::Clique));
    let devnet = &told.devnet;
    devnet.mine(6);
    let asked = shown(&told, devnet, &[]).code(64);
    assert!(asked.err.contains("4 validators, Clique, as of block 0"));
    for signer in four(Consensus::Clique).addresses() {
        assert!(asked.err.contains(&signer.to_string()), "{}", asked.err);
    }
    let dir = told.init("workspace");
    // More than half of four must have built on a block of Clique's.
    assert_eq!(sync(&dir)["sealedTo"], devnet.head() - 3);
    devnet.mine(4);
    assert_eq!(sync(&dir)["sealedTo"], devnet.head() - 3);

    // A node without a word for it is read by its blocks alone.
    let method = "clique_getSigners";
    let node = devnet.another_node();
    node.misbehave(Switch::MissingMethod { method });
    let _ = shown(&told, &node, &["--accept"]).good();
    std::fs::remove_dir_all(told.path("shown")).unwrap();

    // One that contradicts the block which lists the signers is not believed, nor blocks that a stranger signed.
    let liar = devnet.another_node();
    liar.misbehave(Switch::OtherSigners);
    let refused = shown(&told, &liar, &["--accept"]);
    assert!(
        refused.err.contains("names other signers as of block 0"),
        "{}",
        refused.err
    );
    refused.refused(1);
    let liar = devnet.another_node();
    liar.misbehave(Switch::ForgedSeals {
        from: 3,
        signers: vec![8, 9],
    });
    let refused = shown(&told, &liar, &["--accept"]);
    assert!(
        refused.err.contains("who is not one of its validators"),
        "{}",
        refused.err
    );
    refused.refused(1);
}

#[test]
fn in_clique_a_sealed_block_gives_way_only_to_one_that_is_sealed_too() {
    let told = Told::silent(Fork::LondonWithoutFees, four(Consensus::Clique));
    let devnet = &told.devnet;
    devnet.mine(2);
    let dir = told.init("workspace");
    devnet.mine(6);
    // What is replaced must differ: empty blocks would be the same again.
    let accounts = devnet.ask("eth_accounts", serde_json::json!([]));
    let payment = serde_json::json!([{ "from": accounts[0], "to": accounts[1], "value": "0x1" }]);
    let before = devnet.head();
    devnet.ask("eth_sendTransaction", payment);
    while devnet.head() == before {
        std::thread::yield_now();
    }
    devnet.mine(5);
    let sealed = sync(&dir)["sealedTo"].as_u64().unwrap();
    // A branch on which too few have built yet, or that a stranger signed, takes no sealed block's place.
    devnet.reorg(6);
    let head = devnet.head();
    let early = devnet.another_node();
    early.misbehave(Switch::Lagging { blocks: 3 });
    let strange = devnet.another_node();
    let (from, signers) = (head - 5, vec![8, 9]);
    strange.misbehave(Switch::ForgedSeals { from, signers });
    for (node, words) in [
        (&early, "has 2 seals of its validators, 3 are needed"),
        (&strange, "who is not one of its validators"),
    ] {
        point_to(&dir, &node.url());
        let answer = waymark(&["sync", &dir, "--json"]);
        assert!(
            answer.err.contains("than the validators sealed"),
            "{answer:?}"
        );
        assert!(answer.err.contains(words), "{answer:?}");
        answer.refused(1);
    }
    // One that is sealed itself does.
    point_to(&dir, &devnet.url());
    let synced = sync(&dir);
    assert_eq!(
        (&synced["reorgs"], &synced["sealedTo"]),
        (&1.into(), &sealed.into())
    );
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
