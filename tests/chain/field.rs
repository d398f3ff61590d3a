//! Work in the field: a day without a network, what the world did meanwhile, and each record on the ledger exactly once.

mod devices;
mod killed;
mod reported;
mod roles;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use ledger::calls;
use serde_json::{Value, json};
use support::Waymark;
use support::field::{
    Desk, MINE, PASSPHRASE, SHOP, SMELTER, World, commission, name, observe, subject, transform,
};
use workspace::{Access, Workspace, open_device};

fn ids(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_was_written_offline_is_sent_confirmed_and_never_twice() {
    let world = World::new();
    world.make(1, "A", 100);
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
    assert_eq!(
        ids(&sent["outcome"]["sent"]),
        BTreeSet::from([made, seen.clone(), used])
    );
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

/// A day of twenty records with a photo each; meanwhile the office receives a shipment, uses up a lot, and the smelter recalls
/// another. One record is one that the ledger does not take from this party.
#[test]
fn a_day_offline_ends_with_every_record_in_its_right_state() {
    let world = World::new();
    for lot in ["A", "B", "C"] {
        world.make(1, lot, 100);
    }
    world.make(2, "E", 50);
    let shipment = world.ship(2, "E", 50, MINE);
    let mut desk = Desk::new(&world, "day");

    let received = desk.signed(json!({ "event": "receive", "shipment": shipment }));
    let used = desk.signed(transform("A", "60", "A1"));
    let items = json!([{ "asset": name("B"), "quantity": "100" }]);
    let shipped = desk.signed(json!({ "event": "ship", "items": items, "to": SHOP }));
    let claim = json!({ "kind": "conformity", "statement": "looks fine" });
    let bad = desk.signed(json!({ "event": "attest", "subject": SMELTER, "claim": claim }));
    let mut good = BTreeSet::new();
    for number in 0..12 {
        good.insert(desk.signed(commission(&format!("N{number}"))));
    }
    for _ in 0..4 {
        good.insert(desk.signed(observe("C", "100")));
    }
    assert_eq!(desk.states(), ["signed"; 20]);

    // What the others do meanwhile.
    let record = world.record();
    let id = shipment.parse().unwrap();
    world.send(1, &calls::receive_shipment(trace::ShipmentId(id), &record));
    world.use_up("A", 80, "A9");
    let record = world.record();
    world.send(
        2,
        &calls::recall(subject(&name("B")), "lead in it", &record),
    );

    desk.sync();
    let conflicting = [
        (&received, "alreadyArrived"),
        (&used, "notEnough"),
        (&shipped, "recalled"),
    ];
    for (id, word) in conflicting {
        let view = desk.show(id);
        assert_eq!(view["row"]["state"], "conflicting", "{view}");
        let words = view["conflicts"].as_array().unwrap().iter();
        let words: Vec<_> = words.map(|conflict| &conflict["word"]).collect();
        assert_eq!(words, [word], "{view}");
    }
    let short = &desk.show(&used)["conflicts"][0].clone();
    let kilograms = |number: &str| json!({ "number": number, "unit": "kg" });
    assert_eq!(short["before"]["amount"], kilograms("100"));
    assert_eq!(short["mine"]["amount"], kilograms("60"));
    assert_eq!(short["theirs"]["amount"], kilograms("20"));

    let answer = desk.submit();
    assert_eq!(answer.code, Some(1), "one was refused");
    let outcome = &answer.json()["outcome"];
    assert_eq!(ids(&outcome["sent"]), good);
    assert_eq!(outcome["refused"], json!([bad]));
    desk.sync();
    for id in &good {
        assert_eq!(desk.show(id)["row"]["state"], "sealed");
    }
    let refusal = &desk.show(&bad)["row"]["refusal"].clone();
    assert!(
        refusal["words"].as_str().unwrap().contains("may not write"),
        "{refusal}"
    );
    assert_eq!(refusal["forGood"], false);

    // Somebody decides: less of A, B all the same, and the receipt is called off.
    let draft = desk.outbox(&["--adjust", &used]).good().json()["draft"].clone();
    let draft = draft.as_str().unwrap().to_owned();
    let again = desk
        .record_over(&draft, transform("A", "20", "A1"))
        .good()
        .json();
    assert_eq!(again["state"], "signed");
    let _ = desk
        .outbox(&["--resend", &shipped, "--cancel", &received])
        .good();
    let _ = desk.outbox(&["--discard", &bad]).good();
    // Only the device itself, or its party, can call something off.
    let party = world.told.path("mine.key");
    let sent = desk
        .outbox(&["--submit", "--account", &party])
        .good()
        .json();
    assert_eq!(
        ids(&sent["outcome"]["sent"]),
        BTreeSet::from([draft.clone(), shipped.clone()])
    );
    assert_eq!(
        ids(&sent["outcome"]["cancelled"]),
        BTreeSet::from([used.clone(), received.clone()])
    );
    desk.sync();
    let state = |id: &str| desk.show(id)["row"]["state"].clone();
    assert_eq!([state(&draft), state(&shipped)], ["sealed", "sealed"]);
    assert_eq!(
        [state(&used), state(&received), state(&bad)],
        ["cancelled", "cancelled", "discarded"]
    );
    let captured = world.captured();
    let once: BTreeSet<_> = captured.iter().collect();
    assert_eq!((captured.len(), once.len()), (18, 18));
}

/// No network of one's own: out on a stick, back on a stick.
#[test]
fn a_bundle_goes_out_and_receipts_come_back() {
    let world = World::new();
    world.make(1, "A", 100);
    let mut desk = Desk::new(&world, "field");
    let good = desk.signed(observe("A", "10"));
    let taken = desk.signed(commission("A2"));
    world.make(1, "A2", 1);
    let path = |name: &str| world.told.path(name);
    let (bundle, receipts, payer) = (path("out.json"), path("back.json"), path("payer.key"));
    let _ = desk.outbox(&["--bundle", &bundle]).good();

    let elsewhere = world.told.synced("elsewhere");
    let submit = [
        "outbox",
        &elsewhere,
        "--submit",
        "--account",
        &payer,
        "--json",
    ];
    let files = ["--from", &bundle, "--receipts", &receipts];
    let answer = Waymark::new([&submit[..], &files].concat()).run();
    assert_eq!(answer.code, Some(1), "{}", answer.err);

    let back = desk.outbox(&["--receipts", &receipts]);
    assert_eq!(back.code, Some(1));
    assert_eq!(back.json()["outcome"]["sent"], json!([good]));
    assert_eq!(back.json()["outcome"]["refused"], json!([taken]));
    assert_eq!(desk.states(), ["sent", "refused"]);
    assert_eq!(desk.rows()[1]["refusal"]["forGood"], true);
    desk.sync();
    assert_eq!(desk.states(), ["sealed", "conflicting"]);

    // A bundle with a changed record is refused whole.
    let mut bent: Value = serde_json::from_slice(&fs::read(&bundle).unwrap()).unwrap();
    bent["records"][0]["callGas"] = json!(1_000_000);
    fs::write(path("bent.json"), bent.to_string()).unwrap();
    let files = [
        "--from",
        &path("bent.json"),
        "--receipts",
        &path("none.json"),
    ];
    let answer = Waymark::new([&submit[..], &files].concat()).run();
    assert_eq!(answer.code, Some(66), "{}", answer.err);
}

#[test]
fn a_withdrawn_delegation_is_noticed_and_a_reorganisation_sends_again() {
    let world = World::new();
    world.make(1, "A", 100);
    let mut desk = Desk::new(&world, "field");
    let base = world.devnet().head();
    let seen = desk.signed(observe("A", "10"));
    let _ = desk.submit().good();
    desk.sync();
    assert_eq!(desk.states(), ["sealed"]);
    world.forget_after(base);
    world.devnet().mine(3);
    desk.sync();
    assert_eq!(desk.states(), ["sent"], "its block is gone");
    let again = desk.submit().good().json();
    assert_eq!(again["outcome"]["sent"], json!([seen]));
    desk.sync();
    assert_eq!(desk.states(), ["sealed"]);

    let late = desk.signed(observe("A", "20"));
    let (device, key) = (desk.device(), world.told.path("mine.key"));
    let withdraw = [
        "keys",
        "device",
        "withdraw",
        &desk.dir,
        &device,
        "--account",
        &key,
    ];
    let _ = desk.waymark(&withdraw).good();
    desk.sync();
    let view = desk.show(&late);
    assert_eq!(view["row"]["state"], "conflicting");
    assert_eq!(
        view["conflicts"][0]["word"], "delegationWithdrawn",
        "{view}"
    );
}

/// Its clock is a year off: the ledger takes the record, and it says so.
#[test]
fn a_clock_that_is_a_year_off_is_told_and_refuses_nothing() {
    const YEAR: u64 = 365 * 24 * 3600;
    let world = World::new();
    world.make(1, "A", 100);
    let mut desk = Desk::new(&world, "off");
    let ids = ["10", "20", "30"].map(|quantity| desk.drafted(observe("A", quantity)));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = now.as_secs();
    let workspace = Workspace::open(Path::new(&desk.dir), Access::Write).unwrap();
    let key = open_device(Some(&desk.key_file()), Some(PASSPHRASE)).unwrap();
    for (id, clock) in ids.iter().zip([now, now + YEAR, now - YEAR]) {
        workspace.sign_record(id, &key, clock).unwrap();
    }
    drop(workspace);
    let _ = desk.submit().good();
    desk.sync();
    assert_eq!(desk.states(), ["sealed"; 3]);
    let ahead = |id: &String| desk.show(id)["row"]["clock"]["aheadSeconds"].as_i64();
    let about = |seconds: Option<i64>| seconds.map(|seconds| (seconds + 1800).div_euclid(3600));
    let hours = i64::try_from(YEAR / 3600).unwrap();
    let told = ids.each_ref().map(|id| about(ahead(id)));
    assert_eq!(told, [None, Some(hours), Some(-hours)]);
    let list = desk.waymark(&["outbox", &desk.dir]).good().out;
    assert!(list.contains("clock was 36"), "{list}");
    assert!(
        list.contains("days ahead") && list.contains("days behind"),
        "{list}"
    );
}
