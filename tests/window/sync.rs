//! A sync in the window, from a workspace that `waymark init` made to the Network place: progress, stopping and going on, the
//! line that says how fresh it is, validators, a second source that disagrees, and what does not work.

use std::time::Duration;

use support::network::{Told, waymark};
use support::{Fork, Switch};

use crate::driver::Driver;
use crate::screen::Screen;

/// From this block on the second source is on a branch that died.
const FORK: u64 = 100;

/// How long each answer takes while a sync is watched.
const SLOWLY: Duration = Duration::from_millis(400);

#[tokio::test]
async fn a_sync_is_watched_stopped_and_gone_on_with() {
    let told = Told::on(Fork::LondonWithoutFees);
    let second = told.devnet.another_node();
    second.misbehave(Switch::StaleFork { from: FORK });
    let dir = watched(&told, &second.url());
    let driver = Driver::start(
        &told.folder().join("home"),
        &told.folder().join("report.pdf"),
    );
    let screen = Screen(driver.open_folder(&dir).await);

    screen.thing("sync-now").await;
    screen.picture("sync-before").await;
    stops_halfway(&screen, &told).await;
    goes_on_to_the_end(&screen, &told).await;
    shows_the_network(&screen, &told, &second.url()).await;
    examines_it(&screen).await;
    screen.0.close().await.unwrap();
}

/// A workspace with a second source, in which nothing is synced yet.
fn watched(told: &Told, second: &str) -> String {
    let (dir, first) = (told.path("watched"), told.devnet.url());
    let nodes = ["--rpc", &first, "--second-rpc", second];
    let ledger = ["--contract", &told.contract, "--accept"];
    let _ = waymark(&[&["init", &dir][..], &nodes, &ledger].concat()).good();
    dir
}

/// What the line below the page says.
async fn line(screen: &Screen) -> String {
    let line = screen.thing("sync-line").await;
    line.text().await.unwrap()
}

async fn stops_halfway(screen: &Screen, told: &Told) {
    told.devnet.misbehave(Switch::Slow(SLOWLY));
    screen.press("sync-now").await;
    let words = screen.thing("sync-progress").await.text().await.unwrap();
    let head = told.devnet.head().to_string();
    assert!(
        words.starts_with("Block ") && words.contains(&head),
        "{words}"
    );
    screen.picture("sync-under-way").await;
    screen.press("sync-stop").await;
    screen.see("[data-testid='sync-now']:not([disabled])").await;
    assert_eq!(screen.count("[data-testid='sync-progress']").await, 0);
    let words = line(screen).await;
    assert!(words.contains("Offline · synced to block "), "{words}");
    assert!(!words.contains(&synced_to(told)), "{words}");
    screen.picture("sync-stopped").await;
    told.devnet.behave();
}

fn synced_to(told: &Told) -> String {
    format!("Synced · synced to block {} · ", told.devnet.head())
}

async fn goes_on_to_the_end(screen: &Screen, told: &Told) {
    screen.press("sync-now").await;
    let wanted = synced_to(told);
    let is_there = async || line(screen).await.contains(&wanted);
    screen
        .until("the line says that it is synced", is_there)
        .await;
    assert!(line(screen).await.contains("200 of 200 events sealed"));
    let notice = screen.see("[data-testid='notice'].tone-warn").await;
    let words = notice.text().await.unwrap();
    assert!(
        words.contains(&format!("has another block {FORK}")),
        "{words}"
    );
    screen.press("nav-assets").await;
    screen.thing("asset-row").await;
    screen.picture("sync-done").await;
}

/// What a part of the page says.
async fn part(screen: &Screen, id: &str) -> String {
    screen.thing(id).await.text().await.unwrap()
}

async fn shows_the_network(screen: &Screen, told: &Told, second: &str) {
    screen.press("nav-network").await;
    let facts = part(screen, "network-facts").await;
    assert!(
        facts.contains(&told.devnet.url()) && facts.contains(second),
        "{facts}"
    );
    let seals = part(screen, "network-seals").await;
    let head = format!("block {}", told.devnet.head());
    assert!(
        seals.contains("QBFT") && seals.matches(&head).count() > 1,
        "{seals}"
    );
    assert_eq!(screen.count("[data-testid='network-seals'] li").await, 4);
    let storage = part(screen, "network-storage").await;
    assert!(storage.contains("200"), "{storage}");
    assert_eq!(
        screen.count("[data-testid='network-disagreement']").await,
        1
    );
    let disagreement = part(screen, "network-disagreement").await;
    assert!(
        disagreement.contains(&format!("block {FORK}")),
        "{disagreement}"
    );
    assert!(disagreement.contains(second), "{disagreement}");
    screen.picture("network").await;
}

async fn examines_it(screen: &Screen) {
    screen.press("network-doctor").await;
    screen.thing("doctor-check").await;
    let checks = screen.count("[data-testid='doctor-check']").await;
    assert!(checks >= 8, "{checks} checks");
    let found = part(screen, "network-examination").await;
    for said in [
        "everything held is sealed",
        "it serves blocks, receipts and proofs of state",
    ] {
        assert!(found.contains(said), "{said}: {found}");
    }
    screen.show("network-examination").await;
    screen.picture("network-doctor").await;
}
