//! Every place and dialog judged by axe-core, in light and dark; and at 1280 × 720 and 200 % zoom: nothing cut off, every
//! control in reach of pointer and keyboard.

use serde_json::{Value, json};
use support::{project_root, scratch};

use crate::driver::Driver;
use crate::screen::Screen;

/// The places, by the test id of their entry in the sidebar, and what to wait for.
const PLACES: [(&str, &str); 11] = [
    ("nav-overview", "[data-testid='overview']"),
    ("nav-assets", "[data-testid='asset-row']"),
    ("nav-lineage", "main"),
    ("nav-map", "[data-testid='map-mark']"),
    ("nav-attestations", "main"),
    ("nav-compare", "[data-testid='compare-then']"),
    ("nav-reports", "main"),
    ("nav-verify", "main"),
    ("nav-field", "[data-testid='field-page']"),
    ("nav-network", "main"),
    ("nav-settings", "main"),
];

/// Asks axe-core for what is wrong, and how bad it is.
const JUDGE: &str = r"
const done = arguments[0];
axe.run(document, { resultTypes: ['violations'] }).then(
  (found) => done(found.violations.map((rule) => ({
    rule: rule.id,
    impact: rule.impact,
    where: rule.nodes.slice(0, 5).map((node) => node.target.join(' ') + ': ' + node.failureSummary),
  }))),
  (error) => done([{ rule: String(error), impact: 'critical', where: [] }]),
);";

/// What reaches beyond the window's sides, and which controls cannot be brought into sight.
const CUT_OFF: &str = r"
const wrong = [];
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > width + 1) wrong.push('the window scrolls sideways');
const controls = document.querySelectorAll(
  'main button, main input:not([type=file]), main select, main [tabindex=\'0\'], header button, nav button');
for (const control of controls) {
  // What is drawn on a map or canvas is moved into sight by panning.
  if (control.closest('.map__over, .canvas, .minimap, [hidden]') || !control.checkVisibility()) continue;
  control.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const box = control.getBoundingClientRect();
  const inside = box.width > 0 && box.left < width - 2 && box.right > 2
    && box.top < innerHeight - 2 && box.bottom > 2;
  const fits = box.width > width || (box.left >= -1 && box.right <= width + 1);
  if (!inside || !fits) {
    const name = control.dataset.testid ?? control.getAttribute('aria-label') ?? control.textContent.trim();
    wrong.push(`${name} at ${Math.round(box.left)},${Math.round(box.top)} is out of reach`);
  }
}
return wrong;";

/// Whether the element with the keyboard shows it.
const SHOWS_FOCUS: &str = r"
const on = document.activeElement;
if (!on || on === document.body) return null;
const style = getComputedStyle(on);
const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
return { name: on.dataset.testid ?? on.getAttribute('aria-label') ?? on.textContent.trim().slice(0, 40), shown };";

#[tokio::test]
async fn axe_finds_nothing_serious_in_any_place() {
    let home = scratch();
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open().await);
    screen.thing("open-sample").await;
    let mut wrong = judged(&screen, "welcome").await;
    screen.press("open-sample").await;
    screen.thing("nav-overview").await;
    screen.thing("overview").await;
    for theme in ["light", "dark"] {
        let root = async || {
            let root = screen.see("html").await;
            root.attr("data-theme").await.unwrap().unwrap_or_default()
        };
        if root().await != theme {
            screen.press("theme-toggle").await;
            screen
                .until("the theme changes", async || root().await == theme)
                .await;
        }
        for (place, sign) in PLACES {
            screen.press(place).await;
            screen.see(sign).await;
            wrong.extend(judged(&screen, &format!("{theme} {place}")).await);
        }
        wrong.extend(beyond_the_places(&screen, theme).await);
    }
    screen.0.close().await.unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What opens within a place: tables, one asset, its lineage, dialogs.
async fn beyond_the_places(screen: &Screen, theme: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let named = |what: &str| format!("{theme} {what}");
    screen.press("nav-map").await;
    screen.press("map-table-mode").await;
    screen.thing("map-places").await;
    wrong.extend(judged(screen, &named("map tables")).await);
    screen.press("map-picture-mode").await;
    screen.press("map-mark").await;
    screen.thing("map-place").await;
    wrong.extend(judged(screen, &named("map place")).await);
    screen.press("nav-assets").await;
    screen.press("asset-row").await;
    screen.press("open-asset").await;
    screen.thing("asset-page").await;
    wrong.extend(judged(screen, &named("asset page")).await);
    screen.press("asset-reach").await;
    screen
        .see("[data-testid='reach-dialog'] [data-testid='reach-save']")
        .await;
    wrong.extend(judged(screen, &named("reach of a recall")).await);
    escape(screen).await;
    screen.press("open-lineage").await;
    screen.thing("lineage-node").await;
    wrong.extend(judged(screen, &named("lineage")).await);
    screen.press("lineage-table-mode").await;
    screen.thing("lineage-table").await;
    wrong.extend(judged(screen, &named("lineage table")).await);
    screen.press("lineage-graph-mode").await;
    screen.press("issue-report").await;
    screen.thing("issue-confirm").await;
    wrong.extend(judged(screen, &named("issue dialog")).await);
    escape(screen).await;
    screen.press("open-palette").await;
    screen.see("dialog[open]").await;
    wrong.extend(judged(screen, &named("palette")).await);
    escape(screen).await;
    wrong
}

#[tokio::test]
async fn at_200_per_cent_everything_is_in_reach() {
    let home = scratch();
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open().await);
    screen.0.set_window_size(1280, 720).await.unwrap();
    screen.press("open-sample").await;
    screen.thing("nav-overview").await;
    screen.thing("overview").await;
    let mut wrong = Vec::new();
    for zoom in [1, 2] {
        let set = "const done = arguments[1];
            window.__TAURI__.core.invoke('plugin:webview|set_webview_zoom', { value: arguments[0] })
                .then(() => done(''), (error) => done(String(error)));";
        let refused = screen
            .0
            .execute_async(set, vec![json!(zoom)])
            .await
            .unwrap();
        assert_eq!(refused, "", "the window cannot be zoomed");
        let width = async || {
            screen
                .0
                .execute("return innerWidth;", Vec::new())
                .await
                .unwrap()
        };
        let is_zoomed = async || {
            width()
                .await
                .as_u64()
                .is_some_and(|width| width <= 1280 / zoom + 4)
        };
        screen.until("the window is zoomed", is_zoomed).await;
        for (place, sign) in PLACES {
            visit(&screen, place).await;
            screen.see(sign).await;
            screen.picture(&format!("zoom-{zoom}-{place}")).await;
            let found = screen.0.execute(CUT_OFF, Vec::new()).await.unwrap();
            let found = found.as_array().cloned().unwrap_or_default();
            wrong.extend(
                found
                    .iter()
                    .map(|what| format!("{zoom}00 % {place}: {what}")),
            );
        }
        wrong.extend(unseen_focus(&screen, zoom).await);
    }
    screen.0.close().await.unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Goes to a place without a pointer: the driver reckons where to click as if the window were not zoomed.
async fn visit(screen: &Screen, place: &str) {
    screen.thing(place).await;
    let click = "document.querySelector(`[data-testid='${arguments[0]}']`).click();";
    screen.0.execute(click, vec![json!(place)]).await.unwrap();
}

/// What the Tab key reaches in the list of assets without showing it.
async fn unseen_focus(screen: &Screen, zoom: u64) -> Vec<String> {
    visit(screen, "nav-assets").await;
    screen.thing("asset-row").await;
    let mut wrong = Vec::new();
    for _ in 0..12 {
        let on = screen.see(":focus, body").await;
        on.send_keys("\u{e004}").await.unwrap();
        let found = screen.0.execute(SHOWS_FOCUS, Vec::new()).await.unwrap();
        if found["shown"] == false {
            wrong.push(format!(
                "{zoom}00 %: {} does not show the keyboard",
                found["name"]
            ));
        }
    }
    wrong
}

async fn escape(screen: &Screen) {
    let field = screen.see("dialog[open] :is(input, button)").await;
    field.send_keys("\u{e00c}").await.unwrap();
    let is_gone = async || screen.count("dialog[open]").await == 0;
    screen.until("the dialog closes", is_gone).await;
}

/// What axe-core finds serious or critical, in words.
async fn judged(screen: &Screen, place: &str) -> Vec<String> {
    let path = project_root().join("tests/window/node_modules/axe-core/axe.min.js");
    let judge = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("axe-core is missing: `cargo xtask test window` installs it"));
    screen.0.execute(&judge, Vec::new()).await.unwrap();
    let found = screen.0.execute_async(JUDGE, Vec::new()).await.unwrap();
    let serious = |rule: &&Value| rule["impact"] == "serious" || rule["impact"] == "critical";
    let rules = found.as_array().cloned().unwrap_or_default();
    rules
        .iter()
        .filter(serious)
        .map(|rule| {
            format!(
                "{place}: {} ({}) {:#}",
                rule["rule"], rule["impact"], rule["where"]
            )
        })
        .collect()
}
