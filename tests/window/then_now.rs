//! Then and now, and the reach of a recall, as an officer comes to them: an old report, what became known since, a recalled reel.

use std::fs;

use fantoccini::key::Key;
use serde_json::json;
use support::{RETAIL_DEVICE, Waymark, scratch};

use crate::driver::Driver;
use crate::screen::Screen;

/// The reel of capacitors that was recalled.
const REEL: &str = "https://id.gs1.org/01/05609812104910/10/7";

#[tokio::test]
async fn what_became_known_and_how_far_it_reaches() {
    let home = scratch();
    let saved = home.path().join("saved");
    fs::create_dir_all(&saved).unwrap();
    let workspace = home.path().join("workspace").display().to_string();
    let early = home.path().join("early.pdf").display().to_string();
    let _ = Waymark::new(["demo", &workspace]).run().good();
    let report = [
        "report",
        &workspace,
        RETAIL_DEVICE,
        "--as-of",
        "245",
        "--out",
        &early,
    ];
    let _ = Waymark::new(report).run().good();
    let driver = Driver::start(home.path(), &saved);
    let screen = Screen(driver.open_folder(&workspace).await);

    undermines_the_report(&screen).await;
    compares_one_lineage(&screen).await;
    reaches(&screen).await;
    saves(&screen, &saved).await;
    screen.0.close().await.unwrap();
}

async fn undermines_the_report(screen: &Screen) {
    screen.press("nav-compare").await;
    let report = screen.thing("undermined-report").await;
    let words = report.text().await.unwrap();
    assert!(words.contains("Re-audit"), "{words}");
    let then = screen.thing("compare-then").await;
    let block = then.prop("value").await.unwrap();
    assert_eq!(block.as_deref(), Some("245"), "that of the report");
    screen.picture("then-and-now").await;
    dark(screen).await;
    screen.picture("then-and-now-dark").await;
    dark(screen).await;
    let choose = "const field = document.querySelector(\"[data-testid='compare-then']\"); field.value = '257'; \
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    screen.0.execute(choose, Vec::new()).await.unwrap();
    screen.thing("compare-fine").await;
    let none = async || screen.count("[data-testid='change-group']").await == 0;
    screen
        .until("between a block and itself nothing changed", none)
        .await;
}

/// Switches between light and dark.
async fn dark(screen: &Screen) {
    act(screen, "Switch light and dark").await;
}

/// Does something by its name.
async fn act(screen: &Screen, words: &str) {
    screen.press("open-palette").await;
    screen.write("palette-input", words).await;
    let offered = async || screen.count(".palette__offer").await > 0;
    screen.until("it is offered", offered).await;
    screen.write("palette-input", &Key::Enter.to_string()).await;
    let closed = async || screen.count("[data-testid='palette-input']").await == 0;
    screen.until("the palette is closed", closed).await;
}

async fn opens(screen: &Screen, epc: &str) {
    screen.press("nav-assets").await;
    screen.thing("asset-table").await;
    act(screen, epc).await;
    screen.see("[data-testid='lineage-node']").await;
}

async fn compares_one_lineage(screen: &Screen) {
    opens(screen, RETAIL_DEVICE).await;
    act(screen, "What became known").await;
    screen.thing("compare-all").await;
    screen.thing("undermined-report").await;
    screen.picture("then-and-now-device").await;
}

async fn reaches(screen: &Screen) {
    opens(screen, REEL).await;
    act(screen, "Reach of a recall").await;
    screen.thing("reach-dialog").await;
    assert_eq!(screen.count("[data-testid='reach-row']").await, 2);
    assert_eq!(screen.count("[data-testid='reach-holder']").await, 2);
    for row in ["reach-row", "reach-holder"] {
        lies_within(screen, row, "reach-dialog").await;
    }
    screen.picture("reach").await;
}

/// What is cut off by what it lies in is there, but nobody sees it.
async fn lies_within(screen: &Screen, part: &str, whole: &str) {
    let script =
        "const box = id => document.querySelector(`[data-testid='${id}']`).getBoundingClientRect();
        const [part, whole] = [box(arguments[0]), box(arguments[1])];
        return part.height > 0 && part.top >= whole.top && part.bottom <= whole.bottom;";
    let seen = screen.0.execute(script, vec![json!(part), json!(whole)]);
    assert_eq!(seen.await.unwrap(), json!(true), "{part} is cut off");
}

async fn saves(screen: &Screen, saved: &std::path::Path) {
    screen.press("reach-save").await;
    let file = saved.join("reach-7.csv");
    screen
        .until("the table is saved", async || file.is_file())
        .await;
    let table = fs::read_to_string(&file).unwrap();
    assert!(table.starts_with("epc,name,kind,steps,"), "{table}");
    assert_eq!(table.lines().count(), 3);
}
