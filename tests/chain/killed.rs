//! `kill -9` at any instant of a sync: nothing is lost, nothing is there twice, and the next sync goes on.

use support::{Switch, Waymark};

use crate::chance::{Chance, long};
use crate::model::rows;
use crate::network::{Told, assets, point_to, sync};

#[test]
fn a_sync_that_is_killed_at_any_instant_goes_on_to_the_same_rows() {
    let kills = if long() { 1000 } else { 50 };
    let told = Told::shared();
    let node = told.devnet.another_node();
    // Few blocks at once, so that there are many commits to be killed between.
    node.misbehave(Switch::BatchLimit { calls: 20 });
    let new_workspace = || {
        let dir = told.init_new();
        point_to(&dir, &node.url());
        dir
    };
    let whole = new_workspace();
    sync(&whole);
    let (whole_rows, whole_assets) = (rows(&whole), assets(&whole));

    let seed = std::env::var("WAYMARK_SEED").map_or(9, |seed| seed.parse().unwrap());
    let mut chance = Chance::of(seed);
    // Within so many milliseconds. A machine is busier at one time than at another, so this follows what a sync takes.
    let mut longest = 800;
    let mut killed = 0;
    while killed < kills {
        let dir = new_workspace();
        let mut instants = Vec::new();
        while killed < kills && instants.len() < 10 {
            let millis = chance.between(0, longest);
            let running = Waymark::new(["sync", &dir]).kill_after(millis);
            instants.push(millis);
            if !running {
                longest = (longest * 4 / 5).max(50);
                break;
            }
            killed += 1;
            longest += longest / 20;
        }
        // Reading works at any time.
        let _ = assets(&dir);
        sync(&dir);
        assert!(
            rows(&dir) == whole_rows,
            "other rows after kills at {instants:?} ms"
        );
        assert_eq!(assets(&dir), whole_assets, "after kills at {instants:?} ms");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
