//! `kill -9` at any instant of sending: afterwards each record is on the ledger exactly once, and the outbox says so.

use std::collections::BTreeSet;

use support::Waymark;
use support::field::{Desk, World, commission, observe, transform};

use crate::chance::{Chance, long};

/// So many records are written between two kills at most.
const AT_ONCE: u64 = 3;

#[test]
fn sending_that_is_killed_at_any_instant_sends_each_record_once() {
    let kills = if long() { 300 } else { 12 };
    let seed = std::env::var("WAYMARK_SEED").map_or(11, |seed| seed.parse().unwrap());
    let mut chance = Chance::of(seed);
    let world = World::new();
    world.make(1, "A", 1_000_000);
    let mut desk = Desk::new(&world, "desk");
    let mut written = BTreeSet::new();
    // Within so many milliseconds: as long as sending takes here, as it turns out.
    let mut longest = 400;
    let mut killed = 0;
    while killed < kills {
        let number = written.len();
        for more in 0..chance.between(1, AT_ONCE) {
            let lot = format!("N{number}-{more}");
            written.insert(desk.signed(match chance.between(0, 2) {
                0 => commission(&lot),
                1 => transform("A", "10", &lot),
                _ => observe("A", "10"),
            }));
        }
        let payer = desk.payer();
        let submit = ["outbox", &desk.dir, "--submit", "--account", &payer];
        while killed < kills {
            let running = Waymark::new(submit).kill_after(chance.between(0, longest));
            if !running {
                // It came to its end: it takes less than that.
                longest = (longest * 4 / 5).max(20);
                break;
            }
            killed += 1;
            longest += longest / 10;
            // What is half done can be looked at, and synced.
            assert_eq!(desk.rows().len(), written.len());
            if chance.between(0, 2) == 0 {
                desk.sync();
            }
        }
    }
    let left = desk.submit().good().json();
    assert_eq!(left["outcome"]["waiting"].as_array().unwrap().len(), 0);
    desk.sync();
    let sealed = desk.states();
    assert!(
        sealed.iter().all(|state| state == "sealed"),
        "seed {seed}: {sealed:?}"
    );
    let captured = world.captured();
    let once: BTreeSet<&String> = captured.iter().collect();
    assert_eq!(
        (captured.len(), once.len()),
        (written.len(), written.len()),
        "seed {seed}"
    );
    // Sending once more sends nothing.
    let again = desk.submit().good().json();
    assert_eq!(again["outcome"]["sent"].as_array().unwrap().len(), 0);
    assert_eq!(world.captured().len(), written.len());
}
