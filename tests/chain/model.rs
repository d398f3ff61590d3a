//! Whatever a chain, a node and a reader go through, in the end the reader holds what a fresh one would: the same live rows.
//! Runs are by chance, and repeatable by their seed.

use std::path::Path;
use std::time::Duration;

use store::Store;
use support::{Consensus, Devnet, Fork, Switch, Vendor, Waymark, four};

use crate::chance::{Chance, long};
use crate::network::{assets, point_to, sync, waymark};
use crate::writer::Writer;

/// The deepest reorganisation, and the least length of a chain.
const DEEPEST: u64 = 300;

/// The live rows of a workspace as text.
pub(crate) fn rows(dir: &str) -> String {
    let cache = Path::new(dir).join("cache.db");
    Store::open(&cache).unwrap().dump_live().unwrap()
}

/// A way to misbehave that honest nodes have too, or that is found out whatever is asked.
fn fault(chance: &mut Chance) -> Option<Switch> {
    let from = |chance: &mut Chance, low, high| chance.between(low, high);
    Some(match chance.between(0, 15) {
        0 => Switch::DroppedConnections {
            every: from(chance, 1, 6),
        },
        1 => Switch::TooManyRequests {
            times: from(chance, 1, 2),
            retry_after: 0,
        },
        2 => Switch::Unavailable {
            times: from(chance, 1, 9),
        },
        3 => Switch::DroppedLogs,
        4 => Switch::AlteredLogs,
        5 => Switch::SwappedReceipts,
        6 => Switch::EmptyAnswers,
        7 => Switch::BatchLimit {
            calls: usize::try_from(chance.between(1, 50)).unwrap(),
        },
        8 => Switch::Lagging {
            blocks: from(chance, 1, 200),
        },
        9 => Switch::MissingMethod {
            method: "eth_getBlockReceipts",
        },
        10 => Switch::RangeLimit {
            vendor: *chance.one_of(&Vendor::ALL),
            blocks: chance.between(1, 99),
        },
        11 => Switch::NullAnswers {
            method: "eth_getBlockReceipts",
        },
        12 => Switch::Slow(Duration::from_millis(chance.between(1, 20))),
        _ => return None,
    })
}

/// One sync of what the chain is now, from a node that may misbehave, by a reader that may be killed.
fn sync_somehow(dir: &str, node: &Devnet, chance: &mut Chance) -> String {
    let fault = fault(chance);
    node.behave();
    if let Some(fault) = &fault {
        node.misbehave(fault.clone());
    }
    if chance.between(0, 3) == 0 {
        let millis = chance.between(1, 400);
        let killed = Waymark::new(["sync", dir]).kill_after(millis);
        return format!("sync, {fault:?}, killed within {millis} ms: {killed}");
    }
    let answer = waymark(&["sync", dir, "--json"]);
    assert!(
        matches!(answer.code, Some(0 | 1 | 69)),
        "{fault:?}: {answer:?}"
    );
    format!("sync, {fault:?}: {:?} {}", answer.code, answer.err.trim())
}

fn run(seed: u64, consensus: Consensus, steps: u64) {
    let mut chance = Chance::of(seed);
    let mut writer = Writer::on(Fork::LondonWithoutFees, four(consensus));
    writer.devnet().mine(DEEPEST);
    let node = writer.devnet().another_node();
    let dir = writer.told.init("reader");
    point_to(&dir, &node.url());
    // The block that `init` found may be replaced before the reader ever sees it: that would be refused.
    let _ = waymark(&["trust", "remove", &dir, "--block"]).good();
    let mut story = Vec::new();
    for _ in 0..steps {
        story.push(match chance.between(0, 9) {
            0..4 => {
                let events = chance.between(1, 6);
                writer.write_some(events, &mut chance);
                format!("{events} events")
            }
            4 => {
                let blocks = chance.between(1, 40);
                writer.devnet().mine(blocks);
                format!("{blocks} empty blocks")
            }
            5 | 6 => {
                let most = if chance.between(0, 1) == 0 {
                    5
                } else {
                    DEEPEST
                };
                let possible = writer.devnet().head() - writer.base();
                let depth = chance.between(1, most.min(possible));
                writer.reorg(depth);
                format!("reorganised, {depth} deep")
            }
            _ => sync_somehow(&dir, &node, &mut chance),
        });
    }
    node.behave();
    sync(&dir);
    let fresh = writer.told.init("fresh");
    sync(&fresh);
    let told = format!("seed {seed}, {consensus:?}:\n{}", story.join("\n"));
    assert!(
        rows(&dir) == rows(&fresh),
        "other rows than a fresh sync's\n{told}"
    );
    let facts = |dir: &str| support::without(&assets(dir), &["assurance"]);
    assert_eq!(facts(&dir), facts(&fresh), "{told}");
}

#[test]
fn any_history_ends_in_the_rows_of_a_fresh_sync() {
    let first = std::env::var("WAYMARK_SEED").map_or(1, |seed| seed.parse().unwrap());
    let runs = if long() { 60 } else { 3 };
    let kinds = [Consensus::Qbft, Consensus::Ethereum, Consensus::Clique];
    for (seed, consensus) in (first..first + runs).zip(kinds.into_iter().cycle()) {
        run(seed, consensus, if long() { 60 } else { 24 });
    }
}
