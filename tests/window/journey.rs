//! One way through the window, from the sample to a verified report.

use support::{TIN_INGOT, Waymark, project_root, scratch};

use crate::driver::Driver;
use crate::screen::Screen;

#[tokio::test]
async fn from_the_sample_to_a_verified_report() {
    let home = scratch();
    let report = home.path().join("report.pdf");
    let driver = Driver::start(home.path(), &report);
    let screen = Screen(driver.open().await);

    screen.thing("open-sample").await;
    screen.picture("welcome").await;
    screen.press("open-sample").await;
    finds_the_ingot(&screen).await;
    draws_its_lineage(&screen).await;
    issues_a_report(&screen).await;
    holds_for_the_command_line(report.to_str().unwrap());
    lists_the_report(&screen).await;
    verifies_it(&screen, report.to_str().unwrap()).await;
    has_a_dark_side(&screen).await;
    screen.0.close().await.unwrap();
}

async fn finds_the_ingot(screen: &Screen) {
    screen.thing("overview").await;
    screen.press("nav-assets").await;
    screen.thing("asset-row").await;
    assert!(screen.count("[data-testid='asset-row']").await > 5);
    assert!(
        !screen
            .thing("sync-line")
            .await
            .text()
            .await
            .unwrap()
            .is_empty()
    );
    screen.picture("assets").await;
    screen.write("asset-search", "PT-2291").await;
    let only_row = async || {
        let row = format!("[data-testid='asset-row'][data-epc='{TIN_INGOT}']");
        screen.count("[data-testid='asset-row']").await == 1 && screen.count(&row).await == 1
    };
    screen
        .until("the search finds the ingot alone", only_row)
        .await;
    screen.press("asset-row").await;
    screen.thing("open-lineage").await;
    screen.picture("asset-found").await;
}

async fn draws_its_lineage(screen: &Screen) {
    screen.press("open-lineage").await;
    screen.thing("lineage-canvas").await;
    screen.thing("lineage-node").await;
    let drawn = screen.count("[data-testid='lineage-node']").await;
    assert!(drawn > 2, "{drawn} cards");
    screen.picture("lineage").await;
    screen.press("lineage-table-mode").await;
    let table = screen.thing("lineage-table").await.text().await.unwrap();
    assert!(table.contains("PT-2291"), "{table}");
    screen.picture("lineage-table").await;
    screen.press("lineage-graph-mode").await;
    screen.thing("lineage-canvas").await;
}

async fn issues_a_report(screen: &Screen) {
    screen.press("issue-report").await;
    screen.thing("issue-confirm").await;
    screen.thing("issue-preview").await;
    screen.picture("issue").await;
    screen.press("issue-confirm").await;
    let path = screen.thing("issue-path").await.text().await.unwrap();
    assert!(path.ends_with("report.pdf"), "{path}");
    screen.picture("issued").await;
}

fn holds_for_the_command_line(report: &str) {
    let trust = project_root().join("assets/chips.trust.json");
    let trust = trust.to_str().unwrap();
    let verdict = Waymark::new(["verify", report, "--trust", trust, "--json"]).run();
    let verdict = verdict.good().json();
    assert_eq!(verdict["report"]["epc"], TIN_INGOT);
}

async fn lists_the_report(screen: &Screen) {
    // The dialog is modal: its own button leads on.
    screen.press("verify-issued").await;
    screen
        .see("[data-testid='verdict'][data-outcome='valid']")
        .await;
    screen.press("nav-reports").await;
    screen.thing("report-row").await;
    screen.picture("reports").await;
}

async fn verifies_it(screen: &Screen, report: &str) {
    screen.press("nav-verify").await;
    let bytes = std::fs::read(report).unwrap();
    let mut bent = bytes.clone();
    bent[bytes.len() / 2] ^= 1;
    let bent_file = format!("{report}.bent.pdf");
    std::fs::write(&bent_file, bent).unwrap();
    screen.write("verify-file", &bent_file).await;
    screen
        .see("[data-testid='verdict'][data-outcome='invalid']")
        .await;
    screen.picture("verify-invalid").await;
    screen.write("verify-file", report).await;
    screen
        .see("[data-testid='verdict'][data-outcome='valid']")
        .await;
    screen.picture("verify-valid").await;
}

async fn has_a_dark_side(screen: &Screen) {
    let theme = async || {
        let root = screen.see("html").await;
        root.attr("data-theme").await.unwrap()
    };
    let before = theme().await;
    screen.press("theme-toggle").await;
    screen
        .until("the theme changes", async || theme().await != before)
        .await;
    screen.press("nav-assets").await;
    screen.thing("asset-row").await;
    screen.picture("assets-other-theme").await;
    screen.press("nav-lineage").await;
    screen.thing("lineage-canvas").await;
    screen.picture("lineage-other-theme").await;
}
