//! A day without a network, at the screen: twenty records with photos, a computer that dies in the middle of it, a world that moved
//! meanwhile, and in the evening every record in its right state and on the ledger exactly once.

mod forms;
mod photo;

use std::collections::BTreeSet;
use std::fs;

use ledger::calls;
use serde_json::Value;
use support::field::{SHOP, World, name, subject};
use support::{Answer, Switch, Waymark};
use trace::{Epc, ShipmentId};

use crate::driver::Driver;
use crate::screen::Screen;
use forms::{Day, choose, value};

/// How many records the day has.
const RECORDS: usize = 20;

/// The number on the pallet that is made.
const PALLET: &str = "urn:epc:id:sscc:8991102.1234567890";

#[tokio::test]
async fn a_day_without_a_network_ends_with_every_record_in_its_right_state() {
    let office = Office::new();
    let home = office.world.told.folder().join("home");
    let driver = Driver::start(&home, &home);
    let day = Day::begin(Screen(driver.open_folder(&office.dir).await), &home).await;
    day.is_somebody().await;
    office.lets_act();
    day.syncs().await;
    office
        .world
        .devnet()
        .misbehave(Switch::DroppedConnections { every: 1 });
    day.finds_no_network().await;
    morning(&day).await;
    // The battery is empty: nobody says goodbye.
    drop(day);
    drop(driver);

    let driver = Driver::start(&home, &home);
    let day = Day::begin(Screen(driver.open_folder(&office.dir).await), &home).await;
    afternoon(&day).await;
    assert_eq!(office.states(), vec!["signed"; RECORDS]);
    office.goes_on_without_them();

    office.world.devnet().behave();
    day.syncs().await;
    sees_the_conflicts(&day).await;
    decides(&day).await;
    day.is_paid_by(&office.world.told.path("mine.key")).await;
    day.sends().await;
    day.syncs().await;
    corrects(&day).await;
    day.sends().await;
    day.syncs().await;
    day.shows_the_end().await;
    office.judges();
    day.screen.0.close().await.unwrap();
}

/// The network, and the workspace that is taken to the field.
struct Office {
    world: World,
    dir: String,
    shipment: String,
}

impl Office {
    fn new() -> Self {
        let world = World::new();
        for lot in ["A", "B", "C"] {
            world.make(1, lot, 100);
        }
        world.make(2, "E", 50);
        let shipment = world.ship(2, "E", 50, support::field::MINE);
        let dir = world.told.synced("day");
        Self {
            world,
            dir,
            shipment,
        }
    }

    /// `waymark` with the device keys of the window's user.
    fn waymark(&self, args: &[&str]) -> Answer {
        let devices = self.world.told.path("home/config/waymark/devices");
        Waymark::new(args).env("WAYMARK_DEVICES", &devices).run()
    }

    /// The mine lets the key act that was made in the window.
    fn lets_act(&self) {
        let listed = self.waymark(&["keys", "device", "list", "--json"]).good();
        let account = listed.json()["devices"][0]["account"].clone();
        let (account, key) = (account.as_str().unwrap(), self.world.told.path("mine.key"));
        let until = ["--until", "2100-01-01T00:00:00Z", "--account", &key];
        let delegate = ["keys", "device", "delegate", &self.dir, account];
        let _ = self.waymark(&[&delegate[..], &until].concat()).good();
    }

    /// Meanwhile the office receives the shipment and uses up most of a lot, and another is recalled.
    fn goes_on_without_them(&self) {
        let world = &self.world;
        let id = ShipmentId(self.shipment.parse().unwrap());
        world.send(1, &calls::receive_shipment(id, &world.record()));
        world.use_up("A", 80, "A9");
        let recall = calls::recall(subject(&name("B")), "lead in it", &world.record());
        world.send(2, &recall);
    }

    fn rows(&self) -> Vec<Value> {
        let listed = self.waymark(&["outbox", &self.dir, "--json"]).good().json();
        listed["records"].as_array().unwrap().clone()
    }

    fn states(&self) -> Vec<String> {
        let rows = self.rows().into_iter();
        rows.map(|row| row["state"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Each record is where it belongs, and what is sealed is on the ledger once, nothing else of this day is.
    fn judges(&self) {
        let mut sealed = BTreeSet::new();
        let (mut cancelled, mut discarded) = (0, 0);
        for row in self.rows() {
            let id = row["id"].as_str().unwrap();
            match row["state"].as_str().unwrap() {
                "sealed" => {
                    let shown = self.waymark(&["outbox", &self.dir, "--show", id, "--json"]);
                    let capture = shown.good().json()["capture"].clone();
                    sealed.insert(capture.as_str().unwrap().to_owned());
                }
                "cancelled" => cancelled += 1,
                "discarded" => discarded += 1,
                other => panic!("{other}: {row}"),
            }
        }
        // Without the one that arrived already; with a smaller one for the one that was too much, and a correction.
        assert_eq!((sealed.len(), cancelled, discarded), (RECORDS, 1, 1));
        let captured = self.world.captured();
        assert_eq!(captured.len(), RECORDS, "each of them once");
        assert_eq!(captured.into_iter().collect::<BTreeSet<_>>(), sealed);
    }
}

/// Ten records and the beginning of another.
async fn morning(day: &Day) {
    receives(day).await;
    day.writes(
        "transform",
        &[
            ("what.inputs.0.asset", &name("A")),
            ("what.inputs.0.quantity", "60"),
            ("what.outputs.0.name", &name("A1")),
            ("what.outputs.0.description", "Ingot A1"),
            ("what.outputs.0.quantity", "60"),
        ],
    )
    .await;
    choose(&day.screen, "what.outputs.0.unit", "KGM").await;
    day.signs().await;

    day.begins("ship").await;
    // Found by what people call it, and picked with the keyboard.
    day.screen.write("what.items.0.asset", "Lot B").await;
    day.screen.see("[data-testid='field-offer']").await;
    day.screen
        .write("what.items.0.asset", "\u{e015}\u{e007}")
        .await;
    let wanted = Epc::parse(&name("B")).unwrap().to_string();
    let is_chosen = async || value(&day.screen, "what.items.0.asset").await == wanted;
    day.screen.until("the lot is chosen", is_chosen).await;
    day.screen.write("what.items.0.quantity", "100").await;
    let shop = Epc::parse(SHOP).unwrap().to_string();
    choose(&day.screen, "what.to", &shop).await;
    day.signs().await;

    day.begins("commission").await;
    choose(&day.screen, "what.asset.kind", "logistic-unit").await;
    choose(&day.screen, "what.asset.granularity", "logistic-unit").await;
    day.fills(&[
        ("what.asset.name", PALLET),
        ("what.asset.description", "Pallet 7"),
        ("what.asset.quantity", "1"),
    ])
    .await;
    choose(&day.screen, "what.asset.unit", "H87").await;
    day.signs().await;

    day.writes(
        "pack",
        &[
            ("what.parent", PALLET),
            ("what.children.0.asset", &name("C")),
            ("what.children.0.quantity", "10"),
        ],
    )
    .await;
    day.attaches("pallet.jpg", 5).await;
    day.signs().await;

    day.writes(
        "attest",
        &[
            ("what.subject", &name("C")),
            ("what.claim.statement", "dug by hand, no mercury"),
        ],
    )
    .await;
    day.signs().await;
    for number in 0..4 {
        day.commissions(&format!("N{number}")).await;
    }

    // Half of the next one, and nothing more is done to keep it.
    day.writes("observe", &[("what.items.0.asset", &name("C"))])
        .await;
    day.screen
        .thing("what.items.0.quantity")
        .await
        .click()
        .await
        .unwrap();
    day.is_kept().await;
}

/// A shipment arrives, with a photo whose word is taken for where and when, and is to be submitted within the year.
async fn receives(day: &Day) {
    let screen = &day.screen;
    day.begins("receive").await;
    let option = "[data-testid='what.shipment'] option:nth-child(2)";
    let offered = screen.see("[data-testid='what.shipment']").await;
    let first = screen
        .0
        .find(fantoccini::Locator::Css(option))
        .await
        .unwrap();
    let shipment = first.attr("value").await.unwrap().unwrap();
    offered.select_by_value(&shipment).await.unwrap();
    day.attaches("gate.jpg", 1).await;
    let said = screen.thing("field-exif").await.text().await.unwrap();
    assert!(
        said.contains("The photo’s own word; anybody can write it"),
        "{said}"
    );
    assert!(said.contains("2026-11-23 21:14:05 +07:00"), "{said}");
    assert!(
        said.contains("-1.8751") && said.contains("± 4.75 m"),
        "{said}"
    );
    screen.show("field-document").await;
    screen.picture("field-day-photo").await;
    screen.press("field-take-place").await;
    let origin = screen.thing("field-origin").await.text().await.unwrap();
    assert!(origin.contains("The photo says so"), "{origin}");
    assert!(
        value(screen, "position.latitude")
            .await
            .starts_with("-1.8751")
    );
    screen.show("field-more").await;
    screen.press("field-more").await;
    screen.write("expires", "2090-11-23 18:00").await;
    day.signs().await;
}

/// The other ten: first the one that was begun, with a position out of a GPS receiver and a place that is scanned.
async fn afternoon(day: &Day) {
    let screen = &day.screen;
    day.lists(10, "signed").await;
    screen
        .press_css("[data-testid='field-row']:is([data-state='draft'], [data-state='ready'])")
        .await;
    screen.thing("field-form").await;
    let wanted = Epc::parse(&name("C")).unwrap().to_string();
    assert_eq!(value(screen, "what.items.0.asset").await, wanted);
    day.fills(&[("what.items.0.quantity", "40")]).await;
    day.measures("21.5").await;
    imports_a_position(day).await;
    scans_the_place(day).await;
    screen.picture("field-day-observe").await;
    screen.press("field-sign").await;
    // The key was locked when the window went.
    screen.thing("field-passphrase").await;
    screen.write("field-passphrase", "not this one").await;
    screen.press("field-passphrase-go").await;
    screen.thing("field-refused").await;
    screen.picture("field-day-passphrase-wrong").await;
    let field = screen.thing("field-passphrase").await;
    field.clear().await.unwrap();
    screen.write("field-passphrase", forms::PASSPHRASE).await;
    screen.press("field-passphrase-go").await;
    day.is_signed().await;
    for (degrees, photo) in [
        ("19.5", 11),
        ("-3", 12),
        ("22", 13),
        ("22.5", 14),
        ("23", 15),
    ] {
        day.writes(
            "observe",
            &[
                ("what.items.0.asset", &name("C")),
                ("what.items.0.quantity", "40"),
            ],
        )
        .await;
        day.measures(degrees).await;
        if photo < 13 {
            day.attaches(&format!("photo-{photo}.jpg"), photo).await;
        }
        day.signs().await;
    }
    for number in 4..8 {
        day.commissions(&format!("N{number}")).await;
    }
    day.lists(RECORDS, "signed").await;
    screen.picture("field-day-evening").await;
    carries(day).await;
}

/// Everything that is signed goes onto a stick as well, should a machine with a network be found first; here nothing changes by it.
async fn carries(day: &Day) {
    day.reads_the_notices().await;
    day.screen.press("field-bundle").await;
    let script = "return [...document.querySelectorAll('[data-testid=\"notice\"]')].map((of) => of.textContent).join()";
    let is_told = async || {
        let words = day.screen.0.execute(script, Vec::new()).await.unwrap();
        words.as_str().unwrap().contains("20 records are in ")
    };
    day.screen.until("what is carried is told", is_told).await;
    let file = fs::read(day.home.join("outbox.waymark-bundle")).unwrap();
    let bundle: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(bundle["records"].as_array().unwrap().len(), RECORDS);
    day.reads_the_notices().await;
}

async fn imports_a_position(day: &Day) {
    let screen = &day.screen;
    let track = "<gpx version='1.1'><trk><trkseg>\
        <trkpt lat='-2.07' lon='105.17'><time>2026-01-01T03:00:00Z</time></trkpt>\
        <trkpt lat='-2.061234' lon='105.160001'><time>2026-11-24T03:00:00Z</time>\
        <extensions><accuracy>3.5</accuracy></extensions></trkpt></trkseg></trk></gpx>";
    let file = day.home.join("track.gpx");
    fs::write(&file, track).unwrap();
    screen.show("field-position").await;
    screen.press("field-position").await;
    screen
        .write("field-positions", file.to_str().unwrap())
        .await;
    screen.thing("field-take-point").await;
    screen.show("field-position").await;
    screen.picture("field-day-positions").await;
    // The one that is nearest in time comes first.
    screen.press("field-take-point").await;
    let is_taken = async || value(screen, "position.latitude").await == "-2.061234";
    screen.until("the point is taken", is_taken).await;
    assert_eq!(value(screen, "position.accuracy").await, "3.5");
    let origin = screen.thing("field-origin").await.text().await.unwrap();
    assert!(origin.contains("From a file of another device"), "{origin}");
}

async fn scans_the_place(day: &Day) {
    let screen = &day.screen;
    choose(screen, "place", "").await;
    let link = Epc::parse(support::field::PIT).unwrap().to_string();
    let picture = day.home.join("gate.png");
    fs::write(&picture, photo::code(&link)).unwrap();
    screen.write("place-scan", picture.to_str().unwrap()).await;
    let is_there = async || value(screen, "place").await == link;
    screen.until("the place is scanned", is_there).await;
}

/// Three records are in conflict; each shows what was known, what it says and what is so, in every language and both colours.
async fn sees_the_conflicts(day: &Day) {
    let screen = &day.screen;
    screen.press("nav-field").await;
    day.lists(3, "conflicting").await;
    let expected = [
        ("received", "Already arrived", "arrived"),
        ("transformed", "Not enough left", "short"),
        ("shipped", "Recalled", "recalled"),
    ];
    for (event, word, picture) in expected {
        let said = day.opens(event).await;
        assert!(said.contains(word), "{said}");
        for column in ["Before", "Mine", "Theirs"] {
            assert!(said.contains(column), "{said}");
        }
        screen.picture(&format!("field-day-{picture}")).await;
    }
    let said = day.opens("transformed").await;
    for fact in ["100\u{202f}kg", "60\u{202f}kg", "20\u{202f}kg"] {
        assert!(
            said.replace(['\u{a0}', ' '], "\u{202f}").contains(fact),
            "{fact}: {said}"
        );
    }
    day.in_other_lights("field-day-short").await;
}

/// One is made smaller, one goes all the same, one is dropped.
async fn decides(day: &Day) {
    let screen = &day.screen;
    day.opens("transformed").await;
    screen.press("field-way-adjust").await;
    screen.thing("field-form").await;
    for field in ["what.inputs.0.quantity", "what.outputs.0.quantity"] {
        screen.thing(field).await.clear().await.unwrap();
        screen.write(field, "20").await;
    }
    day.signs().await;

    day.opens("shipped").await;
    screen.press("field-way-send").await;
    screen
        .see("[data-testid='field-record'][data-state='signed']")
        .await;

    day.opens("received").await;
    screen.press("field-way-expire").await;
    screen.thing("field-discard-go").await;
    screen.picture("field-day-drop").await;
    screen.press("field-discard-go").await;
    let is_gone = async || screen.count("[data-testid='field-dialog']").await == 0;
    screen.until("the dialog closes", is_gone).await;
}

/// What was shipped all the same is on the ledger now, and that it was wrong is said there as well.
async fn corrects(day: &Day) {
    let screen = &day.screen;
    day.lists(RECORDS - 1, "sealed").await;
    day.opens("shipped").await;
    screen
        .see("[data-testid='field-record'][data-state='sealed']")
        .await;
    screen.picture("field-day-sealed").await;
    screen.press("field-way-correct").await;
    screen.thing("field-form").await;
    day.fills(&[("what.reason", "It was recalled and never left")])
        .await;
    day.signs().await;
}
