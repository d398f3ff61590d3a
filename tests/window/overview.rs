//! What an officer looks at first: what needs attention, the page of the asset it is about, and who attested what.

use serde_json::json;
use support::{TIN_INGOT, scratch};

use crate::driver::Driver;
use crate::screen::Screen;

#[tokio::test]
async fn from_what_needs_attention_to_what_was_attested() {
    let home = scratch();
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open().await);

    screen.press("open-sample").await;
    says_what_needs_attention(&screen).await;
    every_chart_is_a_table_too(&screen).await;
    leads_to_the_asset(&screen).await;
    tells_what_it_adds_up_to(&screen).await;
    leads_to_an_event(&screen).await;
    lists_attestations(&screen).await;
    fits_a_small_window(&screen).await;
    screen.0.close().await.unwrap();
}

/// What a thing says, with plain spaces between numbers and units.
async fn text(screen: &Screen, id: &str) -> String {
    let said = screen.thing(id).await.text().await.unwrap();
    said.replace('\u{202f}', " ")
}

async fn says_what_needs_attention(screen: &Screen) {
    let attention = text(screen, "attention").await;
    assert!(attention.contains("Claim exceeds"), "{attention}");
    assert!(attention.contains("at most 40 %"), "{attention}");
    assert!(text(screen, "freshness").await.contains("Sealed"));
    screen.picture("overview").await;
    screen.show("chart-months").await;
    screen.picture("overview-charts").await;
}

async fn every_chart_is_a_table_too(screen: &Screen) {
    for chart in [
        "chart-kinds",
        "chart-recycled",
        "chart-carbon",
        "chart-months",
    ] {
        let rows = format!("[data-testid='{chart}'] table tbody tr");
        assert!(screen.count(&rows).await > 0, "{chart}");
        let switch = format!("[data-testid='{chart}'] .chart__switch");
        screen.see(&switch).await.click().await.unwrap();
        screen.see(&format!("[data-testid='{chart}'] table")).await;
    }
    screen.picture("overview-tables").await;
}

async fn leads_to_the_asset(screen: &Screen) {
    screen.press("attention-open").await;
    assert!(text(screen, "asset-name").await.contains("PT-2291"));
    let code = screen.see(".asset-head__epc code").await;
    assert_eq!(code.text().await.unwrap(), TIN_INGOT);
}

async fn tells_what_it_adds_up_to(screen: &Screen) {
    let recycled = text(screen, "figure-recycled").await;
    assert!(recycled.contains("14–40"), "{recycled}");
    assert!(recycled.contains("62"), "{recycled}");
    let origins = text(screen, "figure-origins").await;
    assert!(origins.contains('%'), "{origins}");
    screen.picture("asset-page").await;
    screen.press("origins-country").await;
    screen.show("figure-origins").await;
    screen.picture("asset-page-figures").await;
    screen.thing("figure-carbon").await;
    screen.show("figure-carbon").await;
    screen.picture("asset-page-carbon").await;
    screen.show("figure-custody").await;
    screen.picture("asset-page-custody").await;
    screen.show("asset-attestations").await;
    assert!(text(screen, "asset-attestations").await.contains("Revoked"));
    screen.picture("asset-page-attestations").await;
}

async fn leads_to_an_event(screen: &Screen) {
    let show = screen
        .see("[data-testid='finding'] [data-testid='show-events']")
        .await;
    show.click().await.unwrap();
    let event = screen.see(".finding__events button").await;
    event.click().await.unwrap();
    let is_shown = async || {
        let active = "return document.activeElement?.id ?? '';";
        let id = screen.0.execute(active, Vec::new()).await.unwrap();
        id.as_str().unwrap_or_default().starts_with("event-")
    };
    screen.until("the event has the keyboard", is_shown).await;
    screen.picture("asset-page-event").await;
}

async fn lists_attestations(screen: &Screen) {
    screen.press("nav-attestations").await;
    screen.thing("attestation-row").await;
    screen.picture("attestations").await;
    let rows = "[data-testid='attestation-row']";
    let all = screen.count(rows).await;
    screen.press("status-revoked").await;
    let fewer = async || (1..all).contains(&screen.count(rows).await);
    screen.until("only revoked ones are listed", fewer).await;
    assert!(text(screen, "attestation-row").await.contains("Revoked"));
    screen.picture("attestations-revoked").await;
    screen.press("status-all").await;
    screen.write("attestation-search", "PT-2291").await;
    let few = async || (1..all).contains(&screen.count(rows).await);
    screen.until("the search narrows the list", few).await;
    screen.press("attestation-subject").await;
    assert!(text(screen, "asset-name").await.contains("PT-2291"));
}

/// As small as the window can be, in the dark.
async fn fits_a_small_window(screen: &Screen) {
    screen.press("theme-toggle").await;
    screen.picture("asset-page-other-theme").await;
    screen.press("nav-overview").await;
    screen.thing("overview").await;
    screen.picture("overview-other-theme").await;
    screen.0.set_window_size(960, 600).await.unwrap();
    let narrow = async || {
        let width = screen
            .0
            .execute("return window.innerWidth;", Vec::new())
            .await;
        width.is_ok_and(|width| width.as_u64().is_some_and(|width| width < 1000))
    };
    screen.until("the window is small", narrow).await;
    let wide = "const page = document.querySelector('.page'); return page.scrollWidth <= page.clientWidth + 1;";
    let fits = async || screen.0.execute(wide, Vec::new()).await.unwrap() == json!(true);
    screen.until("nothing is cut off at the side", fits).await;
    screen.picture("overview-small").await;
}
