//! The lineage page as an officer uses it: walked by keyboard, opened and closed, filtered, isolated, looked at in the past,
//! found in, saved; and a drawing of ten thousand elements, of which the frame times are printed.

use std::fs;
use std::path::Path;
use std::time::Instant;

use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::Value;
use support::{RETAIL_DEVICE, scratch};

use crate::driver::Driver;
use crate::screen::Screen;
use crate::wide;

const CARD: &str = "[data-testid='lineage-node']";
const SELECTED: &str = "[data-testid='lineage-node'][aria-selected='true']";

#[tokio::test]
async fn a_lineage_is_read_like_a_map() {
    let home = scratch();
    let saved = home.path().join("saved");
    fs::create_dir_all(&saved).unwrap();
    let driver = Driver::start(home.path(), &saved);
    let screen = Screen(driver.open().await);

    screen.press("open-sample").await;
    shows_the_device(&screen).await;
    walks_by_keyboard(&screen).await;
    opens_and_closes(&screen).await;
    isolates_a_path(&screen).await;
    filters(&screen).await;
    goes_back_in_time(&screen).await;
    finds(&screen).await;
    saves(&screen, &saved).await;
    screen.0.close().await.unwrap();
}

/// No card is on the screen twice, as one left over from another drawing would be; neither as an element, nor as a picture
/// of one that WebKit did not paint over.
async fn has_no_ghosts(screen: &Screen) {
    let script = "const all = [...document.querySelectorAll(\"[data-testid='lineage-node']\")];
        return [all.length, new Set(all.map((one) => one.dataset.epc)).size];";
    let counts = screen.0.execute(script, Vec::new()).await.unwrap();
    assert_eq!(
        counts[0], counts[1],
        "cards, and assets that they stand for"
    );
    let canvas = screen.thing("lineage-canvas").await;
    let shown = canvas.screenshot().await.unwrap();
    let anew = "const done = arguments[0];
        const list = document.querySelector('#lineage-list');
        list.style.visibility = 'hidden';
        requestAnimationFrame(() => requestAnimationFrame(() => {
            list.style.visibility = '';
            requestAnimationFrame(() => requestAnimationFrame(done));
        }));";
    screen.0.execute_async(anew, Vec::new()).await.unwrap();
    let painted = canvas.screenshot().await.unwrap();
    assert_eq!(
        far_apart(&shown, &painted),
        0,
        "what is seen is what is there"
    );
}

/// How many points of two pictures differ by more than their edges' smoothness does, and than a scrollbar that fades.
fn far_apart(one: &[u8], other: &[u8]) -> usize {
    let [one, other] = [one, other].map(|png| image::load_from_memory(png).unwrap().to_luma8());
    assert_eq!(one.dimensions(), other.dimensions());
    let pairs = one.as_raw().iter().zip(other.as_raw());
    pairs.filter(|(a, b)| a.abs_diff(**b) > 90).count()
}

/// How many cards the drawing has, wherever they are.
async fn cards(client: &Client) -> u64 {
    let table = "return (document.querySelector(\"[data-testid='lineage-canvas']\")?.dataset.cards ?? 0) | 0";
    let count = client.execute(table, Vec::new()).await.unwrap();
    count.as_u64().unwrap()
}

async fn type_on_canvas(screen: &Screen, keys: &str) {
    let list = screen.see("#lineage-list").await;
    list.send_keys(keys).await.unwrap();
}

async fn shows_the_device(screen: &Screen) {
    screen.thing("overview").await;
    screen.press("open-palette").await;
    screen.write("palette-input", RETAIL_DEVICE).await;
    let offered = async || screen.count(".palette__offer").await > 0;
    screen.until("the device is offered", offered).await;
    screen.write("palette-input", &Key::Enter.to_string()).await;
    screen.see(CARD).await;
    let many = async || cards(&screen.0).await > 20;
    screen.until("the whole lineage is drawn", many).await;
    screen.picture("lineage-device").await;
}

async fn selected(screen: &Screen) -> String {
    let card = screen.see(SELECTED).await;
    card.attr("data-epc").await.unwrap().unwrap()
}

async fn walks_by_keyboard(screen: &Screen) {
    let start = selected(screen).await;
    type_on_canvas(screen, &Key::Left.to_string()).await;
    let moved = async || selected(screen).await != start;
    screen.until("the arrow goes to an input", moved).await;
    type_on_canvas(screen, &Key::Right.to_string()).await;
    let back = async || selected(screen).await == start;
    screen.until("the other arrow goes back", back).await;
    type_on_canvas(screen, "t").await;
    screen.thing("lineage-table").await;
    screen.press("lineage-graph-mode").await;
    screen.see(CARD).await;
}

async fn opens_and_closes(screen: &Screen) {
    let all = cards(&screen.0).await;
    screen
        .see("[data-testid='lineage-depth'] option[value='1']")
        .await
        .click()
        .await
        .unwrap();
    let fewer = async || (1..all).contains(&cards(&screen.0).await);
    screen.until("one step is drawn", fewer).await;
    let words = screen.thing("lineage-hidden").await.text().await.unwrap();
    assert!(words.contains("beyond the steps drawn"), "{words}");
    let before = cards(&screen.0).await;
    screen.press("lineage-expand").await;
    let more = async || cards(&screen.0).await > before;
    screen.until("the neighbours are drawn", more).await;
    screen.picture("lineage-expanded").await;
    screen.press("lineage-show-all").await;
    let whole = async || cards(&screen.0).await == all;
    screen.until("everything is drawn again", whole).await;
}

async fn isolates_a_path(screen: &Screen) {
    let all = cards(&screen.0).await;
    for _ in 0..3 {
        type_on_canvas(screen, &Key::Left.to_string()).await;
    }
    screen.press("lineage-path").await;
    let fewer = async || (2..all).contains(&cards(&screen.0).await);
    screen.until("only the path is drawn", fewer).await;
    screen.picture("lineage-path").await;
    screen.press("notes-whole").await;
    let whole = async || cards(&screen.0).await == all;
    screen.until("everything is drawn again", whole).await;
}

async fn filters(screen: &Screen) {
    let all = cards(&screen.0).await;
    screen.press("lineage-filter").await;
    screen.thing("lineage-filter-panel").await;
    let materials = "[data-testid='lineage-filter-value'][data-value='Materials']";
    screen.see(materials).await.click().await.unwrap();
    let fewer = async || (1..all).contains(&cards(&screen.0).await);
    screen.until("only materials are drawn", fewer).await;
    let words = screen.thing("lineage-hidden").await.text().await.unwrap();
    assert!(words.contains("by the filter"), "{words}");
    screen.picture("lineage-filter").await;
    screen.press("lineage-filter-clear").await;
    let whole = async || cards(&screen.0).await == all;
    screen.until("everything is drawn again", whole).await;
    screen.picture("lineage-unfiltered").await;
    has_no_ghosts(screen).await;
    screen.press("lineage-filter").await;
}

async fn goes_back_in_time(screen: &Screen) {
    let all = cards(&screen.0).await;
    // The slider lies unseen above its bars, so it is asked for and not looked for.
    let css = Locator::Css("[data-testid='time-strip']");
    let strip = screen.0.find(css).await.unwrap();
    strip
        .send_keys(&Key::Left.to_string().repeat(3))
        .await
        .unwrap();
    screen.thing("notes-latest").await;
    let script = "return document.querySelector(\"[data-testid='time-words']\").textContent";
    let words = screen.0.execute(script, Vec::new()).await.unwrap();
    let words = words.as_str().unwrap();
    assert!(words.starts_with("As of block "), "{words}");
    screen.picture("lineage-past").await;
    has_no_ghosts(screen).await;
    let enter = Key::Enter.to_string();
    screen.write("time-exact", &format!("245{enter}")).await;
    let is_there = async || {
        let words = screen.0.execute(script, Vec::new()).await.unwrap();
        words
            .as_str()
            .is_some_and(|words| words.starts_with("As of block 245 "))
    };
    screen
        .until("the block that was written is shown", is_there)
        .await;
    let beside = async || {
        let script = "return document.querySelector(\"[data-testid='detail-past']\")?.textContent";
        let words = screen.0.execute(script, Vec::new()).await.unwrap();
        words.as_str() == Some("As known at block 245")
    };
    screen
        .until("the chosen asset is told as of then", beside)
        .await;
    screen.write("time-exact", &format!("99999{enter}")).await;
    let wrong = screen.thing("time-wrong").await.text().await.unwrap();
    assert!(wrong.contains("257"), "the newest block is named: {wrong}");
    screen.picture("lineage-no-such-block").await;
    screen.press("notes-latest").await;
    let now = async || {
        cards(&screen.0).await == all
            && screen.count("[data-testid='notes-latest']").await == 0
            && screen.count("[data-testid='detail-past']").await == 0
    };
    screen.until("now is shown again", now).await;
}

async fn finds(screen: &Screen) {
    type_on_canvas(screen, "/").await;
    let field = screen.thing("lineage-find-field").await;
    field.send_keys("PT-2291").await.unwrap();
    let found = async || {
        let count = screen.thing("lineage-found").await.text().await.unwrap();
        count == "1 of 1" && selected(screen).await.ends_with("PT-2291")
    };
    screen.until("the ingot is found and gone to", found).await;
    screen.picture("lineage-found").await;
    field.send_keys(&Key::Escape.to_string()).await.unwrap();
    let closed = async || screen.count("[data-testid='lineage-find-field']").await == 0;
    screen.until("the field is closed", closed).await;
}

async fn saves(screen: &Screen, saved: &Path) {
    for (button, ending) in [
        ("export-svg", "svg"),
        ("export-png", "png"),
        ("export-csv", "csv"),
    ] {
        screen.press("lineage-export").await;
        screen.press(button).await;
        let written = async || file(saved, ending).is_some();
        screen.until("the file is written", written).await;
    }
    let text = |ending| String::from_utf8(file(saved, ending).unwrap()).unwrap();
    let svg = text("svg");
    assert!(
        svg.contains("</svg>") && svg.contains("Lineage of "),
        "{svg}"
    );
    assert!(svg.contains("PT-2291"));
    let png = file(saved, "png").unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000);
    let csv = text("csv");
    assert!(csv.lines().count() as u64 > cards(&screen.0).await, "{csv}");
    assert!(csv.contains("PT-2291"));
}

fn file(folder: &Path, ending: &str) -> Option<Vec<u8>> {
    let all = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let found = all
        .into_iter()
        .find(|path| path.extension().is_some_and(|is| is == ending));
    found.map(|path| fs::read(path).unwrap())
}

#[tokio::test]
async fn ten_thousand_elements_are_drawn() {
    let home = scratch();
    let dir = home.path().join("wide");
    wide::make(&dir);
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open_folder(dir.to_str().unwrap()).await);

    screen.thing("open-palette").await;
    groups_what_is_alike(&screen).await;
    draws_all_of_it(&screen).await;
    screen.0.close().await.unwrap();
}

async fn groups_what_is_alike(screen: &Screen) {
    screen.press("open-palette").await;
    screen
        .write(
            "palette-input",
            &format!(
                "waymark://lineage?epc={}",
                wide::RACK.replace('/', "%2F").replace(':', "%3A")
            ),
        )
        .await;
    let offered = async || screen.count(".palette__offer").await == 1;
    screen.until("the link is offered", offered).await;
    screen.write("palette-input", &Key::Enter.to_string()).await;
    screen.thing("lineage-canvas").await;
    let few = async || (1..400).contains(&cards(&screen.0).await);
    screen.until("like lots are grouped", few).await;
    screen.thing("lineage-node").await;
    screen.picture("lineage-groups").await;
    let before = cards(&screen.0).await;
    // From afar groups are no elements; near by, some lie beneath the tools.
    screen.press("lineage-zoom").await;
    screen.thing("lineage-open-group").await;
    let script = "[...document.querySelectorAll(\"[data-testid='lineage-open-group']\")]
        .find((one) => document.elementFromPoint(
            one.getBoundingClientRect().x + 9, one.getBoundingClientRect().y + 9)?.closest('button') === one)
        .click()";
    screen.0.execute(script, Vec::new()).await.unwrap();
    let more = async || cards(&screen.0).await > before;
    screen.until("a group is drawn card by card", more).await;
    screen.picture("lineage-group-opened").await;
}

/// Draws every card, looks at them all at once, then pans and zooms for two seconds. The times are printed and not judged: what a
/// frame costs is the machine's matter.
async fn draws_all_of_it(screen: &Screen) {
    let start = Instant::now();
    screen.press("lineage-group").await;
    let wanted = (wide::MODULES * wide::LOTS) as u64;
    let all = async || cards(&screen.0).await > wanted;
    screen.until("every card is drawn", all).await;
    println!(
        "laid out and drawn in {:.1?} (debug build)",
        start.elapsed()
    );
    screen.press("lineage-fit").await;
    let elements = async || attribute(screen, "elements").await > 10_000;
    screen.until("all of it is in sight", elements).await;
    screen.picture("lineage-ten-thousand").await;
    let elements = attribute(screen, "elements").await;
    report(
        &format!("{elements} elements, panned"),
        &measured(screen, PAN).await,
    );
    report(
        &format!("{elements} elements, zoomed"),
        &measured(screen, ZOOM).await,
    );
    screen.press("lineage-zoom").await;
    screen.see(CARD).await;
    screen.picture("lineage-near").await;
    report("near, panned", &measured(screen, PAN).await);
}

async fn attribute(screen: &Screen, name: &str) -> u64 {
    let script = format!(
        "return (document.querySelector(\"[data-testid='lineage-canvas']\").dataset.{name} ?? 0) | 0"
    );
    let value = screen.0.execute(&script, Vec::new()).await.unwrap();
    value.as_u64().unwrap()
}

const PAN: &str = "(n) => canvas.dispatchEvent(new WheelEvent('wheel', { deltaX: n % 40 < 20 ? 9 : -9, deltaY: 0, bubbles: true, cancelable: true, clientX: 600, clientY: 400 }))";
const ZOOM: &str = "(n) => canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: n % 40 < 20 ? 4 : -4, bubbles: true, cancelable: true, clientX: 600, clientY: 400 }))";

/// Does something between each two of 120 frames, as a hand does: how long after each other they came, and how long drawing took in each.
async fn measured(screen: &Screen, deed: &str) -> (Vec<f64>, Vec<f64>) {
    let script = format!(
        "const done = arguments[0];
        const canvas = document.querySelector(\"[data-testid='lineage-canvas']\");
        const deed = {deed};
        performance.clearMeasures('lineage-frame');
        const frames = [];
        let last = null;
        const step = (now) => {{
            if (last !== null) frames.push(now - last);
            last = now;
            if (frames.length < 120) {{ setTimeout(deed, 0, frames.length); requestAnimationFrame(step); return; }}
            const drawn = performance.getEntriesByName('lineage-frame').map((entry) => entry.duration);
            done([frames, drawn]);
        }};
        requestAnimationFrame(step);"
    );
    let answer = screen.0.execute_async(&script, Vec::new()).await.unwrap();
    let list = |of: &Value| -> Vec<f64> {
        let all = of.as_array().unwrap().iter();
        all.map(|one| one.as_f64().unwrap()).collect()
    };
    (list(&answer[0]), list(&answer[1]))
}

fn report(what: &str, (frames, drawn): &(Vec<f64>, Vec<f64>)) {
    assert!(
        drawn.len() > 60,
        "{what}: drawn in {} of 120 frames",
        drawn.len()
    );
    let at = |values: &[f64], share: usize| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted[(sorted.len() - 1) * share / 100]
    };
    println!(
        "{what}: frames apart {:.1} ms (median), {:.1} ms (95 %); drawing {:.1} ms (median), {:.1} ms (95 %)",
        at(frames, 50),
        at(frames, 95),
        at(drawn, 50),
        at(drawn, 95)
    );
}
