//! Work in the field at the screen: a draft outlives the window, a record is signed and waits in the outbox, a photo brings a
//! name, a label is saved.

use std::path::Path;
use std::process::{Command, Stdio};

use support::{project_root, scratch};

use crate::driver::Driver;
use crate::screen::Screen;

/// A new lot with a check digit that fits, as it stands on a bag.
const BRACKETED: &str = "(01)08991102301145(10)FIELD-1";
const NAME: &str = "https://id.gs1.org/01/08991102301145/10/FIELD-1";

#[tokio::test]
async fn what_was_typed_outlives_the_window_and_is_signed() {
    let home = scratch();
    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open().await);
    screen.press("open-sample").await;
    screen.thing("overview").await;
    types_a_draft(&screen).await;
    // Nobody says goodbye: the window goes as if the battery were dead.
    drop(screen);
    drop(driver);

    let driver = Driver::start(home.path(), home.path());
    let screen = Screen(driver.open().await);
    screen.press("open-sample").await;
    screen.thing("overview").await;
    finds_it_again(&screen).await;
    becomes_somebody(&screen).await;
    attaches_a_photo(&screen, home.path()).await;
    saves_a_label(&screen, home.path()).await;
    signs_it(&screen).await;
    has_a_dark_side(&screen).await;
    screen.0.close().await.unwrap();
}

/// The value of the field with this test id.
async fn value(screen: &Screen, id: &str) -> String {
    let found = screen.thing(id).await.prop("value").await.unwrap();
    found.unwrap_or_default()
}

async fn kept(screen: &Screen) {
    screen
        .see("[data-testid='field-kept'][data-kept='yes']")
        .await;
}

async fn types_a_draft(screen: &Screen) {
    screen.press("nav-field").await;
    screen.thing("field-first-person").await;
    screen.picture("field-empty").await;
    screen.press("field-begin-commission").await;
    screen.thing("field-form").await;
    screen.write("what.asset.name", BRACKETED).await;
    screen
        .write("what.asset.description", "Tin ingot, lot FIELD-1")
        .await;
    let named = async || value(screen, "what.asset.name").await == NAME;
    screen.until("brackets become the name", named).await;
    screen.write("what.asset.quantity", "12,5").await;
    choose(screen, "what.asset.unit", "KGM").await;
    kept(screen).await;
    screen.see("[data-testid='field-row']").await;
}

/// Chooses a value of a list.
async fn choose(screen: &Screen, id: &str, value: &str) {
    let found = screen.thing(id).await;
    found.select_by_value(value).await.unwrap();
}

async fn finds_it_again(screen: &Screen) {
    screen.press("nav-field").await;
    screen.press("field-row").await;
    screen.thing("field-form").await;
    assert_eq!(value(screen, "what.asset.name").await, NAME);
    assert_eq!(value(screen, "what.asset.quantity").await, "12.5");
    assert_eq!(
        value(screen, "what.asset.description").await,
        "Tin ingot, lot FIELD-1"
    );
    wrong_check_digit(screen).await;
}

/// A slip of the finger is told at the field, with the digit that fits.
async fn wrong_check_digit(screen: &Screen) {
    let field = screen.thing("what.asset.name").await;
    field.clear().await.unwrap();
    screen
        .write("what.asset.name", "(01)08991102301146(10)FIELD-1")
        .await;
    screen
        .thing("what.asset.description")
        .await
        .click()
        .await
        .unwrap();
    let told = screen.thing("field-fault").await.text().await.unwrap();
    assert!(told.contains('6') && told.contains('5'), "{told}");
    screen.picture("field-form-wrong").await;
    field.clear().await.unwrap();
    screen.write("what.asset.name", BRACKETED).await;
    screen
        .thing("what.asset.description")
        .await
        .click()
        .await
        .unwrap();
    let named = async || value(screen, "what.asset.name").await == NAME;
    screen.until("brackets become the name", named).await;
    kept(screen).await;
}

async fn becomes_somebody(screen: &Screen) {
    screen.press("field-who-first").await;
    screen.write("field-person-name", "Mira").await;
    screen
        .write("field-person-passphrase", "a long enough one")
        .await;
    screen
        .write("field-person-again", "a long enough one")
        .await;
    screen.press("field-person-go").await;
    let gone = async || screen.count("[data-testid='field-dialog']").await == 0;
    screen.until("the dialog closes", gone).await;
    // What was begun before is hers.
    screen.thing("field-sign").await;
    screen.see("[data-testid='field-row']").await;
    assert_eq!(value(screen, "what.asset.name").await, NAME);
}

/// A photo with a code: the file is kept, shown small, and what it says is offered.
async fn attaches_a_photo(screen: &Screen, home: &Path) {
    let picture = home.join("bag.png");
    std::fs::write(&picture, bag()).unwrap();
    screen
        .write("field-attach", picture.to_str().unwrap())
        .await;
    screen.thing("field-document").await;
    screen.see("[data-testid='field-thumbnail']").await;
    kept(screen).await;
}

/// A picture: the application's own icon.
fn bag() -> Vec<u8> {
    std::fs::read(project_root().join("icons/icon.png")).unwrap()
}

async fn saves_a_label(screen: &Screen, home: &Path) {
    screen.press("field-label").await;
    screen.press("label-data-matrix").await;
    screen.picture("field-label").await;
    screen.press("label-save").await;
    let label = home.join("label.pdf");
    screen
        .until("the label is saved", async || label.is_file())
        .await;
    let told = Command::new("pdftotext")
        .arg(&label)
        .arg("-")
        .stderr(Stdio::null())
        .output();
    // A judge from outside: where it is not installed, it does not judge.
    if let Ok(told) = told {
        let text = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(
            text.contains("FIELD-1") && text.contains("12.5 kg"),
            "{text}"
        );
    }
}

async fn signs_it(screen: &Screen) {
    // The party and the time are there; the party is chosen if nothing was written before.
    let parties = "[data-testid='party'] option:nth-child(2)";
    let party = screen.see("[data-testid='party']").await;
    if value(screen, "party").await.is_empty() {
        let first = screen
            .0
            .find(fantoccini::Locator::Css(parties))
            .await
            .unwrap();
        let first = first.attr("value").await.unwrap().unwrap_or_default();
        party.select_by_value(&first).await.unwrap();
    }
    kept(screen).await;
    screen.picture("field-form").await;
    screen.press("field-sign").await;
    screen
        .see("[data-testid='field-record'][data-state='signed']")
        .await;
    screen
        .see("[data-testid='field-row'][data-state='signed']")
        .await;
    screen.picture("field-signed").await;
}

async fn has_a_dark_side(screen: &Screen) {
    screen.press("theme-toggle").await;
    screen.picture("field-signed-other-theme").await;
    screen.press("field-new").await;
    screen.press("field-begin-observe").await;
    screen.thing("field-form").await;
    screen.write("what.items.0.asset", "PT-22").await;
    screen.see("[data-testid='field-offer']").await;
    screen.picture("field-offers-other-theme").await;
}
