//! What waits is shown until the ledger has it, and never twice; and a sync that takes a node's word confirms by the event alone,
//! at the assurance of that word, until the block is proven.

use std::fs;

use serde_json::{Value, json};
use support::field::{Desk, MINE, SHOP, World, commission, name, observe, transform};

/// The assets of this lot in the list, with whether they are pending.
fn listed(desk: &Desk<'_>, lot: &str) -> Vec<bool> {
    let list = desk.waymark(&["assets", &desk.dir, &name(lot), "--json"]);
    let list = list.good().json();
    let rows = list["assets"].as_array().unwrap().iter();
    rows.map(|row| row["pending"].as_bool().unwrap()).collect()
}

fn assurances(desk: &Desk<'_>) -> Vec<Value> {
    let rows = desk.rows().into_iter();
    rows.map(|mut row| row["assurance"].take()).collect()
}

#[test]
fn what_a_node_reports_confirms_at_its_word_and_what_waits_is_never_there_twice() {
    let world = World::new();
    for lot in ["A", "G"] {
        world.make(1, lot, 100);
    }
    let mut desk = Desk::new(&world, "desk");
    let _ = desk.signed(commission("B"));
    let _ = desk.signed(transform("B", "40", "C"));
    let _ = desk.signed(observe("A", "100"));
    let items = json!([{ "asset": name("G"), "quantity": "100" }]);
    let _ = desk.signed(json!({ "event": "ship", "items": items, "to": SHOP }));
    assert_eq!([listed(&desk, "B"), listed(&desk, "C")], [[true], [true]]);
    let _ = desk.submit().good();
    assert_eq!(desk.states(), ["sent"; 4]);
    assert_eq!(listed(&desk, "B"), [true], "no synced block has it");

    let sync = ["sync", &desk.dir, "--reported-only"];
    let _ = desk.waymark(&sync).good();
    // Nobody has looked at the outbox since.
    assert_eq!([listed(&desk, "B"), listed(&desk, "C")], [[false], [false]]);
    assert_eq!(desk.states(), ["confirmed"; 4]);
    assert_eq!(assurances(&desk), ["reported"; 4]);
    let trace = desk.waymark(&["trace", &desk.dir, &name("C"), "--format", "json"]);
    let trace = trace.good().json();
    assert_eq!(trace["edges"].as_array().unwrap().len(), 1, "{trace}");
    assert_eq!(trace["edges"][0]["pending"], false);

    desk.sync();
    assert_eq!(desk.states(), ["sealed"; 4]);
    assert_eq!(assurances(&desk), ["sealed"; 4]);
    assert_eq!(world.captured().len(), 4);
}

#[test]
fn two_alike_are_confirmed_by_two_events() {
    let world = World::new();
    world.make(1, "A", 100);
    let desk = Desk::new(&world, "desk");
    let alike = json!({
        "party": MINE,
        "time": "2026-10-05T10:00:00+07:00",
        "what": { "event": "observe", "items": [{ "asset": name("A"), "quantity": "10" }] },
    });
    let form = world.told.path("alike.json");
    fs::write(&form, alike.to_string()).unwrap();
    let [_, later] = [(); 2].map(|()| {
        let signed = desk.waymark(&["record", &desk.dir, &form, "--json"]);
        signed.good().json()["id"].as_str().unwrap().to_owned()
    });
    let submit = ["--submit", "--account", &desk.payer(), "--only", &later];
    let _ = desk.outbox(&submit).good();
    let _ = desk.waymark(&["sync", &desk.dir, "--reported-only"]).good();
    assert_eq!(desk.states(), ["signed", "confirmed"], "by which was sent");
    let _ = desk.submit().good();
    let _ = desk.waymark(&["sync", &desk.dir, "--reported-only"]).good();
    assert_eq!(desk.states(), ["confirmed"; 2]);
    desk.sync();
    assert_eq!(desk.states(), ["sealed"; 2]);
    assert_eq!(world.captured().len(), 2);
}
