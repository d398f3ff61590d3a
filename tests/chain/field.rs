//! Work in the field: a day without a network, what the world did meanwhile, and each record on the ledger exactly once.

mod world;

use std::collections::BTreeSet;
use std::fs;

use ledger::calls;
use serde_json::{Value, json};

use world::{
    Desk, MINE, SHOP, SMELTER, World, commission, name, observe, portion, subject, transform,
};

#[test]
fn what_was_written_offline_is_sent_confirmed_and_never_twice() {
    let mut world = World::new();
    world.make("A", 100);
    let mut desk = Desk::new(&world, "desk");
    let made = desk.signed(commission("B"));
    let seen = desk.signed(observe("A", "100"));
    // What is made here is known here at once, before it is on the ledger.
    let used = desk.signed(transform("B", "40", "C"));
    assert_eq!(desk.states(), ["signed"; 3]);
    let bundle = world.told.path("bundle.json");
    let written = desk.outbox(&["--bundle", &bundle]).good().json();
    assert_eq!(written["bundled"], 3);

    let sent = desk.submit().good().json();
    assert_eq!(sent["outcome"]["sent"], json!([made, seen, used]));
    assert_eq!(desk.states(), ["sent"; 3], "no synced block has them yet");
    desk.sync();
    assert_eq!(desk.states(), ["sealed"; 3]);
    let view = desk.show(&seen);
    assert_eq!(view["documents"][0]["confirmed"], true, "{view}");
    assert_eq!(view["row"]["assurance"], "sealed");

    // The same once more, by a stranger: nothing happens.
    let (payer, receipts) = (
        world.told.path("payer.key"),
        world.told.path("receipts.json"),
    );
    let again = [
        "--submit",
        "--from",
        &bundle,
        "--account",
        &payer,
        "--receipts",
        &receipts,
    ];
    let again = desk.outbox(&again).good().json();
    assert_eq!(again["outcome"]["sent"].as_array().unwrap().len(), 3);
    assert_eq!(world.captured().len(), 3);
}
