//! Nodes that lie, or hold back: each is found out and named, and nothing of what they said is kept. Nodes that only have
//! their limits are got along with.

use std::time::{Duration, Instant};

use serde_json::Value;
use support::{Answer, Anvil, Consensus, Devnet, Fork, Switch, Vendor, four};

use crate::model::rows;
use crate::network::{Told, assets, point_to, sync, waymark};

/// Longer than anybody wants to wait to be told that a node is of no use.
const PATIENCE: Duration = Duration::from_mins(1);

/// A node of the network that misbehaves so.
fn node_that(told: &Told, switch: Switch) -> Devnet {
    let node = told.devnet.another_node();
    node.misbehave(switch);
    node
}

/// A sync with a node that misbehaves so, and the workspace.
fn sync_with(told: &Told, switch: Switch) -> (Answer, String) {
    let node = node_that(told, switch);
    let dir = told.init_new();
    point_to(&dir, &node.url());
    (waymark(&["sync", &dir, "--json"]), dir)
}

/// It must be refused with this exit code and these words, and leave nothing behind.
fn refused(told: &Told, cases: &[(Switch, i32, &str)]) {
    for (switch, code, words) in cases {
        let start = Instant::now();
        let (answer, dir) = sync_with(told, switch.clone());
        assert!(answer.err.contains(words), "{switch:?}: {answer:?}");
        assert!(
            start.elapsed() < PATIENCE,
            "{switch:?}: {:?}",
            start.elapsed()
        );
        answer.refused(*code);
        assert_eq!(rows(&dir), "", "{switch:?}");
        std::fs::remove_dir_all(dir).unwrap();
    }
}

fn note<'all>(synced: &'all Value, code: &str) -> &'all str {
    let notes = synced["notes"].as_array().unwrap();
    let note = notes.iter().find(|note| note["code"] == code);
    let note = note.unwrap_or_else(|| panic!("no note {code}: {synced:#}"));
    note["message"].as_str().unwrap()
}

#[test]
fn nodes_that_lie_or_are_of_no_use_are_named() {
    let told = Told::shared();
    let receipts = "the receipts of block";
    let null = |method| Switch::NullAnswers { method };
    refused(
        &told,
        &[
            (Switch::EmptyAnswers, 1, receipts),
            (Switch::DroppedLogs, 1, receipts),
            (Switch::AlteredLogs, 1, receipts),
            (Switch::SwappedReceipts, 1, receipts),
            (null("eth_getBlockReceipts"), 69, "does not know block"),
            (null("eth_getBlockByNumber"), 69, "does not know block"),
            (Switch::Garbage, 69, "cannot be read"),
            (Switch::HugeAnswers, 69, "that much at once"),
            (
                Switch::DroppedConnections { every: 1 },
                69,
                "cannot be reached",
            ),
            (Switch::Unavailable { times: u64::MAX }, 69, "HTTP 503"),
            (
                Switch::TooManyRequests {
                    times: 1,
                    retry_after: 86_400,
                },
                69,
                "how often",
            ),
        ],
    );
    let endless = |vendor| {
        (
            Switch::InfiniteRangeError { vendor },
            69,
            "that much at once",
        )
    };
    refused(&told, &Vendor::ALL.map(endless));
}

#[test]
fn nodes_with_limits_are_got_along_with() {
    let told = Told::shared();
    let whole = rows(&told.synced_new());
    let missing = |method| Switch::MissingMethod { method };
    let cases = [
        Switch::BatchLimit { calls: 0 },
        Switch::BatchLimit { calls: 7 },
        missing("eth_getBlockReceipts"),
        missing("eth_getLogs"),
        missing("eth_getProof"),
        Switch::RangeLimit {
            vendor: Vendor::Besu,
            blocks: 0,
        },
        Switch::DroppedConnections { every: 5 },
        Switch::DroppedConnections { every: 3 },
        Switch::TooManyRequests {
            times: 2,
            retry_after: 1,
        },
        Switch::Unavailable { times: 2 },
        Switch::Slow(Duration::from_millis(30)),
    ];
    for switch in cases {
        let (answer, dir) = sync_with(&told, switch.clone());
        let _ = answer.good();
        assert!(rows(&dir) == whole, "{switch:?}");
    }
}

#[test]
fn a_node_that_is_merely_behind_takes_nothing_away() {
    let told = Told::shared();
    let dir = told.synced_new();
    let before = rows(&dir);
    let node = node_that(&told, Switch::Lagging { blocks: 50 });
    point_to(&dir, &node.url());
    assert!(note(&sync(&dir), "node_behind").contains("behind block"));
    assert!(rows(&dir) == before);
    node.misbehave(Switch::Syncing);
    let _ = waymark(&["sync", &dir, "--json"]);
    assert!(rows(&dir) == before);
}

#[test]
fn another_source_says_where_the_first_differs() {
    let told = Told::shared();
    let (dir, first) = (told.init_new(), told.devnet.url());
    let second = node_that(&told, Switch::StaleFork { from: 100 });
    let call = ["sync", &dir, "--json", "--rpc", &first, "--second-rpc"];
    let synced = waymark(&[&call[..], &[&second.url()]].concat());
    let synced = synced.good().json();
    assert!(note(&synced, "sources_disagree").ends_with("has another block 100"));
    assert_eq!(synced["events"], 200, "what the first says is kept");
    second.behave();
    let again = sync(&dir);
    assert_eq!(again["notes"].as_array().unwrap().len(), 0, "{again:#}");
}

/// The open disagreements about events, as the doctor words them.
fn open_events(dir: &str) -> Vec<String> {
    let found = waymark(&["doctor", dir, "--json"]).json();
    let checks = found["checks"].as_array().unwrap().iter();
    let open = checks.filter(|one| one["code"] == "disagreements" && one["outcome"] == "warning");
    open.map(|one| one["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn another_source_says_which_reported_events_differ_until_they_are_proven() {
    let told = Told::shared();
    let second = told.devnet.another_node();
    let (dir, first) = (told.init_new(), told.devnet.url());
    let call = ["sync", &dir, "--json", "--reported-only"];
    let sources = ["--rpc", &first, "--second-rpc", &second.url()];
    let agreed = waymark(&[&call[..], &sources].concat()).good().json();
    assert_eq!(agreed["notes"].as_array().unwrap().len(), 0, "{agreed:#}");

    for (switch, word) in [
        (Switch::EmptyAnswers, "receipts: nothing"),
        (Switch::BentRanges, "receipts: undecoded 0x"),
    ] {
        second.misbehave(switch);
        let synced = waymark(&call).good().json();
        let said = note(&synced, "sources_disagree");
        assert!(
            said.contains("events otherwise than they are held"),
            "{said}"
        );
        let open = open_events(&dir);
        assert!(!open.is_empty(), "{word}");
        for said in &open {
            assert!(said.contains(word), "{said}");
            assert!(
                said.contains("claimed is disproved by the block's receipts: "),
                "{said}"
            );
        }
        second.behave();
        let synced = waymark(&call).good().json();
        assert_eq!(synced["notes"].as_array().unwrap().len(), 0, "{synced:#}");
        assert_eq!(open_events(&dir), [""; 0]);
    }

    // What is proven needs nobody's word.
    second.misbehave(Switch::EmptyAnswers);
    let _ = waymark(&call).good();
    assert!(!open_events(&dir).is_empty());
    sync(&dir);
    assert_eq!(open_events(&dir), [""; 0]);
}

#[test]
fn what_validators_sealed_gives_way_to_nothing_that_they_did_not_seal() {
    let told = Told::shared();
    let dir = told.synced_new();
    let before = (rows(&dir), assets(&dir));
    let node = node_that(&told, Switch::StaleFork { from: 100 });
    point_to(&dir, &node.url());
    let answer = waymark(&["sync", &dir, "--json"]);
    let words = "other blocks from 100 on than the validators sealed";
    assert!(answer.err.contains(words), "{answer:?}");
    answer.refused(1);
    assert!((rows(&dir), assets(&dir)) == before);
    node.behave();
    assert_eq!(sync(&dir)["reorgs"], 0);
}

/// How many assets are sealed, and how many there are.
fn sealed_of_all(dir: &str) -> (usize, usize) {
    let all = assets(dir);
    let all = all["assets"].as_array().unwrap();
    let sealed = all.iter().filter(|asset| asset["assurance"] == "sealed");
    (sealed.count(), all.len())
}

#[test]
fn a_branch_that_too_few_sealed_is_named_and_only_what_lies_before_it_is_called_sealed() {
    let told = Told::shared();
    for (signers, words) in [
        (vec![0, 1], "has 2 seals of its validators, 3 are needed"),
        (vec![0, 1, 9], "who is not one of its validators"),
        (vec![0, 1, 1], "is sealed twice by"),
    ] {
        for from in [100, 1] {
            let signers = signers.clone();
            let (answer, dir) = sync_with(&told, Switch::ForgedSeals { from, signers });
            let synced = answer.good().json();
            assert!(note(&synced, "not_sealed").contains(words), "{synced:#}");
            let before = (from > 1).then_some(from - 1);
            assert_eq!(synced["sealedTo"], serde_json::json!(before), "{words}");
            let (sealed, all) = sealed_of_all(&dir);
            assert_eq!(sealed > 0, from > 1, "{words}");
            assert!(sealed < all, "{words}");
        }
    }
}

#[test]
fn seals_that_fell_short_are_asked_for_again() {
    let told = Told::silent(Fork::LondonWithoutFees, four(Consensus::Qbft));
    let devnet = &told.devnet;
    devnet.mine(5);
    let dir = told.init_new();
    let pinned = devnet.head();
    assert_eq!(sync(&dir)["sealedTo"], pinned);
    for (round, signers) in [vec![0, 1], vec![0, 1, 9], vec![0, 1, 1], vec![8, 9]]
        .into_iter()
        .enumerate()
    {
        let sealed = devnet.head();
        let from = sealed + 1;
        devnet.misbehave(Switch::ForgedSeals { from, signers });
        devnet.mine(3);
        for _ in 0..2 {
            let synced = sync(&dir);
            assert_eq!(synced["block"], sealed + 3, "{round}");
            assert_eq!(synced["sealedTo"], sealed, "{round}");
            note(&synced, "not_sealed");
        }
        devnet.behave();
        let synced = sync(&dir);
        assert_eq!(synced["sealedTo"], sealed + 3, "{round}: {synced:#}");
        assert_eq!(
            (&synced["blocks"], &synced["reorgs"]),
            (&0.into(), &0.into())
        );
        assert!(synced["notes"].as_array().unwrap().is_empty(), "{synced:#}");
    }
    // What comes on top of them vouches as well, and then there is nothing to say.
    let from = devnet.head() + 1;
    let signers = vec![0];
    devnet.misbehave(Switch::ForgedSeals { from, signers });
    devnet.mine(1);
    note(&sync(&dir), "not_sealed");
    devnet.behave();
    devnet.mine(1);
    let synced = sync(&dir);
    assert_eq!(synced["sealedTo"], from + 1);
    assert!(synced["notes"].as_array().unwrap().is_empty(), "{synced:#}");
}

#[test]
fn a_branch_without_the_trusted_block_is_refused() {
    let told = Told::shared();
    let fork = Switch::StaleFork { from: 100 };
    refused(&told, &[(fork.clone(), 1, "is not the one you trust")]);
    let node = node_that(&told, fork);
    let dir = told.init_new();
    point_to(&dir, &node.url());
    waymark(&["sync", &dir, "--json", "--reported-only"]).refused(1);
    assert_eq!(rows(&dir), "");
    // Trusted no more, it is not looked for; the validators' word still counts.
    let _ = waymark(&["trust", "remove", &dir, "--block"]).good();
    let synced = sync(&dir);
    note(&synced, "not_sealed");
    assert_eq!(synced["sealedTo"], 99);
}

#[test]
fn a_network_that_is_another_one_day_is_refused() {
    let told = Told::shared();
    let dir = told.synced_new();
    let before = rows(&dir);
    let node = told.devnet.another_node();
    point_to(&dir, &node.url());
    sync(&dir);
    let anew = Anvil::start(Fork::LondonWithoutFees, &["--timestamp", "1000000000"]);
    node.become_another(anew);
    waymark(&["sync", &dir, "--json"]).refused(1);
    assert!(rows(&dir) == before);
}
