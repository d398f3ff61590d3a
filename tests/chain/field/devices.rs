//! Two devices that work on one lot, in any order and with connections that break: no record is lost, none counts twice, and what
//! cannot be is found on both sides.

use std::collections::{BTreeMap, BTreeSet};

use support::Switch;
use support::field::{Desk, World, observe, transform};

use crate::chance::{Chance, long};

/// What a device wrote, by record: how many kilograms it used up.
type Written = BTreeMap<String, u64>;

#[test]
fn two_devices_on_one_lot_lose_nothing_and_count_nothing_twice() {
    let seeds = if long() { 20 } else { 1 };
    for seed in 0..seeds {
        interleave(seed);
    }
}

fn interleave(seed: u64) {
    let mut chance = Chance::of(seed);
    let world = World::new();
    world.make(1, "A", 100);
    let mut desks = [Desk::new(&world, "one"), Desk::new(&world, "two")];
    for desk in &desks {
        desk.sync();
    }
    let mut written = [Written::new(), Written::new()];
    for turn in 0..14_u64 {
        let which = usize::try_from(chance.between(0, 1)).unwrap();
        let desk = &mut desks[which];
        match chance.between(0, 5) {
            0..=2 => {
                let used = chance.between(0, 4) * 10;
                let what = if used == 0 {
                    observe("A", "1")
                } else {
                    transform("A", &used.to_string(), &format!("P{turn}"))
                };
                written[which].insert(desk.signed(what), used);
            }
            3 => desk.sync(),
            _ => {
                // The answer may be lost on the way; then nobody knows until the next time.
                let every = chance.between(4, 9);
                world
                    .devnet()
                    .misbehave(Switch::DroppedConnections { every });
                let _ = desk.submit();
                world.devnet().behave();
            }
        }
    }
    settle(&desks);
    check(&world, &desks, &written, seed);
}

/// Until nothing changes any more.
fn settle(desks: &[Desk<'_>; 2]) {
    for _ in 0..3 {
        for desk in desks {
            desk.sync();
            let payer = desk.payer();
            for row in desk.rows() {
                // Whatever waits for its next attempt is sent now.
                if row["state"] == "signed" {
                    let id = row["id"].as_str().unwrap();
                    let _ = desk.outbox(&["--submit", "--account", &payer, "--only", id]);
                }
            }
        }
    }
    for desk in desks {
        desk.sync();
    }
}

fn check(world: &World, desks: &[Desk<'_>; 2], written: &[Written; 2], seed: u64) {
    let captured = world.captured();
    let once: BTreeSet<&String> = captured.iter().collect();
    assert_eq!(captured.len(), once.len(), "seed {seed}");
    let (mut confirmed, mut used) = (0, 0);
    for (desk, written) in desks.iter().zip(written) {
        let rows = desk.rows();
        let listed: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        let wrote: BTreeSet<&str> = written.keys().map(String::as_str).collect();
        assert_eq!(listed, wrote, "seed {seed}: nothing is lost");
        for row in &rows {
            let kilograms = written[row["id"].as_str().unwrap()];
            match row["state"].as_str().unwrap() {
                "sealed" => {
                    confirmed += 1;
                    used += kilograms;
                }
                "conflicting" => {
                    let view = desk.show(row["id"].as_str().unwrap());
                    assert_eq!(
                        view["conflicts"][0]["word"], "notEnough",
                        "seed {seed}: {view}"
                    );
                }
                // It waits for one before it that is in conflict.
                "signed" => assert!(!row["waitsFor"].is_null(), "seed {seed}: {row}"),
                other => panic!("seed {seed}: {other}: {row}"),
            }
        }
    }
    assert_eq!(captured.len(), confirmed, "seed {seed}");
    assert!(used <= 100, "seed {seed}");
}
