//! The map: places of the sample where they are, a place's facts, the tables, one asset's lineage, the keyboard.

use support::scratch;

use crate::driver::Driver;
use crate::screen::Screen;

#[tokio::test]
async fn the_map_shows_where_things_came_from() {
    let home = scratch();
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open().await);

    screen.press("open-sample").await;
    screen.press("nav-map").await;
    screen.thing("map-mark").await;
    coasts_are_there(&screen).await;
    screen.picture("map").await;
    a_place_tells_what_was_made_there(&screen).await;
    the_keyboard_goes_from_place_to_place(&screen).await;
    the_tables_say_the_same(&screen, home.path()).await;
    one_lineage_alone(&screen).await;
    screen.press("theme-toggle").await;
    screen.picture("map-other-theme").await;
    screen.0.close().await.unwrap();
}

async fn coasts_are_there(screen: &Screen) {
    let drawn = "return (document.querySelector('.map__land')?.getAttribute('d') ?? '').length;";
    let is_drawn = async || {
        let length = screen.0.execute(drawn, Vec::new()).await.unwrap();
        length.as_u64().unwrap_or(0) > 20_000
    };
    screen.until("the coasts are drawn", is_drawn).await;
    assert!(screen.count("[data-testid='map-flow']").await > 5);
}

async fn a_place_tells_what_was_made_there(screen: &Screen) {
    let muntok = "[data-testid='map-mark'][aria-label*='Muntok']";
    screen.see(muntok).await.click().await.unwrap();
    let place = screen.thing("map-place").await.text().await.unwrap();
    assert!(place.contains("PT Bangka Tin Works"), "{place}");
    assert!(place.contains("as registered on the ledger"), "{place}");
    screen.thing("map-asset").await;
    screen.picture("map-place").await;
}

async fn the_keyboard_goes_from_place_to_place(screen: &Screen) {
    let on = async || {
        let active = "return document.activeElement?.id ?? '';";
        let id = screen.0.execute(active, Vec::new()).await.unwrap();
        id.as_str().unwrap_or_default().to_owned()
    };
    let before = on().await;
    assert!(before.starts_with("map-mark-"), "{before}");
    let canvas = screen.see(&format!("#{before}")).await;
    canvas.send_keys("\u{e012}").await.unwrap(); // to the left
    let moved = async || {
        let now = on().await;
        now != before && now.starts_with("map-mark-")
    };
    screen
        .until("the keyboard is on another place", moved)
        .await;
}

async fn the_tables_say_the_same(screen: &Screen, folder: &std::path::Path) {
    screen.press("map-table-mode").await;
    let places = screen.thing("map-places").await.text().await.unwrap();
    assert!(
        places.contains("Muntok") && places.contains("Nordhavn"),
        "{places}"
    );
    let flows = screen.thing("map-flows").await.text().await.unwrap();
    assert!(flows.contains("has not arrived"), "{flows}");
    screen.picture("map-tables").await;
    screen.press("map-save-flows").await;
    let file = folder.join("Waymark flows.csv");
    let is_saved = async || file.is_file();
    screen.until("the flows are saved", is_saved).await;
    let saved = std::fs::read_to_string(file).unwrap();
    assert!(saved.lines().count() > 5, "{saved}");
    screen.press("map-picture-mode").await;
}

async fn one_lineage_alone(screen: &Screen) {
    screen.press("nav-assets").await;
    screen.write("asset-search", "PT-2291").await;
    let only_row = async || screen.count("[data-testid='asset-row']").await == 1;
    screen
        .until("the search finds the ingot alone", only_row)
        .await;
    screen.press("asset-row").await;
    screen.thing("open-lineage").await;
    // M, where nobody types.
    let focus = "document.querySelector('[data-testid=open-lineage]').focus();";
    screen.0.execute(focus, Vec::new()).await.unwrap();
    screen
        .thing("open-lineage")
        .await
        .send_keys("m")
        .await
        .unwrap();
    screen.thing("map-about").await;
    let few = async || {
        let marks = screen.count("[data-testid='map-mark']").await;
        (1..6).contains(&marks)
    };
    screen.until("only the ingot's places are shown", few).await;
    screen.picture("map-lineage").await;
}
