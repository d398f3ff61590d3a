//! What was signed in the field and is not on the ledger yet: marked in the list of assets, told on an asset's page, dotted in
//! its lineage. In light and in dark.

use std::fs;

use serde_json::{Value, json};
use support::{Sample, Waymark};

use crate::driver::Driver;
use crate::screen::Screen;

/// Who makes the gateways, and modules that it has left.
const EDGE: &str = "urn:epc:id:pgln:3770029.00000";
const MODULES: &str = "https://id.gs1.org/01/05909044200047/10/1";
const ENCLOSURES: &str = "https://id.gs1.org/01/08595009200053/10/E-5";
const SCREWS: &str = "https://id.gs1.org/01/03770029300012/10/S-1";
const BATCH: &str = "https://id.gs1.org/01/03770029102005/10/B-900";

/// Writes a record down and signs it.
fn record(sample: &Sample, name: &str, what: &Value) {
    let place = "urn:epc:id:sgln:3770029.00001.0";
    let time = "2026-11-23T10:00:00+01:00";
    let record = json!({ "party": EDGE, "place": place, "time": time, "what": what });
    let file = sample.beside(name);
    fs::write(&file, record.to_string()).unwrap();
    let written = as_mira(sample, &["record", &sample.dir(), &file, "--json"]);
    assert_eq!(written.json()["state"], "signed");
}

fn as_mira(sample: &Sample, args: &[&str]) -> support::Answer {
    Waymark::new(args)
        .env("WAYMARK_DEVICES", &sample.beside("devices"))
        .env("WAYMARK_PASSPHRASE", "correct horse battery staple")
        .run()
        .good()
}

/// Screws come into being, a batch is made of them and of modules, enclosures are shipped.
fn work(sample: &Sample) {
    let _ = as_mira(sample, &["keys", "device", "create", "mira"]);
    let screws = json!({ "name": SCREWS, "description": "Screws", "kind": "component", "quantity": "500", "unit": "H87" });
    record(
        sample,
        "one.json",
        &json!({ "event": "commission", "asset": screws }),
    );
    let batch = json!({ "name": BATCH, "description": "Edge gateways, batch 900", "kind": "product", "quantity": "10", "unit": "H87" });
    let made = json!({
        "event": "transform",
        "inputs": [{ "asset": SCREWS, "quantity": "40" }, { "asset": MODULES, "quantity": "10" }],
        "outputs": [batch],
    });
    record(sample, "two.json", &made);
    let shipped = json!({
        "event": "ship",
        "to": "urn:epc:id:pgln:5499016.00000",
        "items": [{ "asset": ENCLOSURES, "quantity": "1276" }],
    });
    record(sample, "three.json", &shipped);
}

#[tokio::test]
async fn what_is_signed_is_shown_as_pending_everywhere() {
    let sample = Sample::make();
    work(&sample);
    let home = support::scratch();
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open_folder(&sample.dir()).await);
    screen.thing("overview").await;
    for theme in ["", "-other-theme"] {
        in_the_list(&screen, theme).await;
        on_the_page(&screen, theme).await;
        in_the_lineage(&screen, theme).await;
        screen.press("theme-toggle").await;
    }
    screen.0.close().await.unwrap();
}

async fn in_the_list(screen: &Screen, theme: &str) {
    screen.press("nav-assets").await;
    screen
        .see(&format!(".asset-row--pending[data-epc='{BATCH}']"))
        .await;
    screen
        .see(&format!(".asset-row--pending[data-epc='{SCREWS}']"))
        .await;
    assert_eq!(screen.count(".asset-row--pending").await, 2);
    let changed = format!("[data-epc='{ENCLOSURES}'] [data-testid='pending-change']");
    let script = format!(
        "const found = document.querySelector(\"{changed}\");
         if (found) found.scrollIntoView({{ block: 'center' }});
         else document.querySelector(\"[data-testid='asset-table']\").scrollTop += 200;"
    );
    let marked = async || {
        screen.0.execute(&script, Vec::new()).await.unwrap();
        screen.count(&changed).await == 1 && is_in_sight(screen, &changed).await
    };
    screen.until("the enclosures are marked", marked).await;
    let words = screen
        .see(&changed)
        .await
        .attr("title")
        .await
        .unwrap()
        .unwrap();
    assert!(
        words.contains("under way") && words.contains("igned"),
        "{words}"
    );
    screen.picture(&format!("pending-list{theme}")).await;
    let top = "document.querySelector(\"[data-testid='asset-table']\").scrollTop = 0";
    screen.0.execute(top, Vec::new()).await.unwrap();
    let batch = format!("[data-testid='asset-row'][data-epc='{BATCH}']");
    screen.see(&batch).await.click().await.unwrap();
    screen.thing("pending-events").await;
    screen.picture(&format!("pending-top{theme}")).await;
}

async fn is_in_sight(screen: &Screen, css: &str) -> bool {
    let script = format!(
        "const found = document.querySelector(\"{css}\").getBoundingClientRect();
         return found.top > 150 && found.bottom < innerHeight - 60;"
    );
    let found = screen.0.execute(&script, Vec::new()).await.unwrap();
    found.as_bool().unwrap()
}

/// The page of an asset that is pending, and that of one that is used by it.
async fn on_the_page(screen: &Screen, theme: &str) {
    screen.press("open-asset").await;
    screen.thing("asset-page").await;
    screen.thing("pending-event").await;
    screen.see("[data-testid='asset-issue'][disabled]").await;
    screen.picture(&format!("pending-page{theme}")).await;
    let input = "//*[@data-testid='asset-page']//dl//button[contains(., 'module')]";
    let modules = screen
        .0
        .find(fantoccini::Locator::XPath(input))
        .await
        .unwrap();
    modules.click().await.unwrap();
    screen.thing("timeline").await;
    screen
        .see("[data-testid='asset-issue']:not([disabled])")
        .await;
    screen.thing("pending-event").await;
    screen.picture(&format!("pending-input{theme}")).await;
}

async fn in_the_lineage(screen: &Screen, theme: &str) {
    screen.press("nav-assets").await;
    let batch = format!("[data-testid='asset-row'][data-epc='{BATCH}']");
    screen.see(&batch).await.click().await.unwrap();
    screen.press("open-lineage").await;
    let card = format!(".card--pending[data-epc='{BATCH}']");
    let label = screen
        .see(&card)
        .await
        .attr("aria-label")
        .await
        .unwrap()
        .unwrap();
    assert!(label.contains("Pending"), "{label}");
    screen.picture(&format!("pending-lineage{theme}")).await;
}
