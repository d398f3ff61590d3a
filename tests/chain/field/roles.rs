//! What the ledger would refuse for want of a role is told before it is signed.

use std::fs;

use serde_json::{Value, json};
use support::field::{Desk, MINE, SHOP, World, commission};

#[test]
fn a_role_that_is_lacking_is_told_before_anything_is_signed() {
    let world = World::new();
    let desk = Desk::new(&world, "desk");
    // The shop only receives: it was given no role. Its account is the one that pays.
    let (device, key) = (desk.device(), world.told.path("payer.key"));
    let delegate = ["keys", "device", "delegate", &desk.dir, &device];
    let until = ["--until", "2100-01-01T00:00:00Z", "--account", &key];
    let _ = desk.waymark(&[&delegate[..], &until].concat()).good();
    // With the key at hand, for whose parties it asks.
    let _ = desk.waymark(&["sync", &desk.dir]).good();
    let problems = |party: &str| -> Vec<Value> {
        let record = json!({
            "party": party,
            "time": "2026-10-05T10:00:00+07:00",
            "what": commission("S"),
        });
        let file = world.told.path("record.json");
        fs::write(&file, record.to_string()).unwrap();
        let draft = ["record", &desk.dir, &file, "--draft", "--json"];
        let draft = desk.waymark(&draft).good().json();
        draft["problems"].as_array().unwrap().clone()
    };
    // Without a key nobody asks for whom it acts.
    assert_eq!(problems(MINE), [Value::Null; 0]);
    let found = problems(SHOP);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        [&found[0]["path"], &found[0]["code"]],
        ["party", "lacksRole"]
    );
    let words = found[0]["words"].as_str().unwrap();
    assert!(
        words.contains("producer") && words.contains("grant"),
        "{words}"
    );
}
