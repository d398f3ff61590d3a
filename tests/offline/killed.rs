//! A program that is killed in the middle leaves a whole workspace or none.

use std::path::Path;

use support::{Waymark, scratch};

#[test]
fn a_killed_demo_leaves_a_whole_workspace_or_none() {
    let folder = scratch();
    let mut interrupted = 0;
    for turn in 0..20_u64 {
        let dir = folder.path().join(turn.to_string());
        let dir = dir.to_str().unwrap();
        interrupted += u32::from(Waymark::new(["demo", dir]).kill_after(turn * 9));
        if !Path::new(dir).exists() {
            let _ = Waymark::new(["demo", dir]).run().good();
        }
        let assets = Waymark::new(["assets", dir, "--json"]).run().good().json();
        assert!(
            assets["assets"].as_array().unwrap().len() > 50,
            "turn {turn}"
        );
    }
    assert!(interrupted > 0, "nothing was interrupted");
}
