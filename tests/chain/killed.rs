//! `kill -9` at any instant of a sync: nothing is lost, nothing is there twice, and the next sync goes on.

use std::time::{Duration, Instant};

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
    let start = Instant::now();
    sync(&whole);
    let a_sync = start.elapsed().max(Duration::from_millis(50));
    let (whole_rows, whole_assets) = (rows(&whole), assets(&whole));

    let mut chance =
        Chance::of(std::env::var("WAYMARK_SEED").map_or(9, |seed| seed.parse().unwrap()));
    let mut killed = 0;
    while killed < kills {
        let dir = new_workspace();
        let mut instants = Vec::new();
        while killed < kills && instants.len() < 10 {
            let millis = chance.between(0, u64::try_from(a_sync.as_millis()).unwrap());
            let running = Waymark::new(["sync", &dir]).kill_after(millis);
            instants.push(millis);
            if !running {
                break;
            }
            killed += 1;
            // Reading works at any time, and half a batch is never seen.
            let _ = assets(&dir);
        }
        sync(&dir);
        assert!(
            rows(&dir) == whole_rows,
            "other rows after kills at {instants:?} ms"
        );
        assert_eq!(assets(&dir), whole_assets, "after kills at {instants:?} ms");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
