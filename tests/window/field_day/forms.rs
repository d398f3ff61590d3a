//! The hand that fills the forms in.

use std::path::{Path, PathBuf};

use support::field::PIT;
use trace::Epc;

use super::photo;
use crate::screen::Screen;

/// What opens the key.
pub(super) const PASSPHRASE: &str = "a long enough one";

/// Somebody at the screen.
pub(super) struct Day {
    pub(super) screen: Screen,
    pub(super) home: PathBuf,
}

/// The value of the field with this test id.
pub(super) async fn value(screen: &Screen, id: &str) -> String {
    let found = screen.thing(id).await.prop("value").await.unwrap();
    found.unwrap_or_default()
}

/// Chooses a value of a list.
pub(super) async fn choose(screen: &Screen, id: &str, value: &str) {
    let found = screen.thing(id).await;
    found.select_by_value(value).await.unwrap();
}

impl Day {
    /// Goes to the Field place.
    pub(super) async fn begin(screen: Screen, home: &Path) -> Self {
        // While a workspace opens, the entries of the sidebar still move.
        screen.thing("overview").await;
        screen.press("nav-field").await;
        screen.thing("field-page").await;
        std::fs::create_dir_all(home).unwrap();
        let home = home.to_owned();
        Self { screen, home }
    }

    /// Makes a key.
    pub(super) async fn is_somebody(&self) {
        let screen = &self.screen;
        screen.press("field-first-person").await;
        screen.write("field-person-name", "Mira").await;
        screen.write("field-person-passphrase", PASSPHRASE).await;
        screen.write("field-person-again", PASSPHRASE).await;
        screen.press("field-person-go").await;
        let gone = async || screen.count("[data-testid='field-dialog']").await == 0;
        screen.until("the dialog closes", gone).await;
    }

    /// Syncs to the end.
    pub(super) async fn syncs(&self) {
        let screen = &self.screen;
        screen.press("sync-now").await;
        let is_done = async || {
            let line = screen.thing("sync-line").await.text().await.unwrap();
            line.starts_with("Synced · synced to block ")
        };
        screen
            .until("the line says that it is synced", is_done)
            .await;
        screen.see("[data-testid='sync-now']:not([disabled])").await;
        self.reads_the_notices().await;
    }

    /// Nobody answers.
    pub(super) async fn finds_no_network(&self) {
        let screen = &self.screen;
        screen.press("sync-now").await;
        screen.see("[data-testid='notice'].tone-bad").await;
        let line = screen.thing("sync-line").await.text().await.unwrap();
        assert!(line.starts_with("Sync failed · synced to block "), "{line}");
        screen.picture("field-day-offline").await;
        self.reads_the_notices().await;
    }

    /// Puts away what was told.
    pub(super) async fn reads_the_notices(&self) {
        let close = "document.querySelectorAll('[data-testid=\"notice\"] button.icon-button').forEach((of) => of.click())";
        self.screen.0.execute(close, Vec::new()).await.unwrap();
    }

    /// Begins a record.
    pub(super) async fn begins(&self, kind: &str) {
        let screen = &self.screen;
        self.reads_the_notices().await;
        if screen
            .count(&format!("[data-testid='field-begin-{kind}']"))
            .await
            == 0
        {
            screen.press("field-new").await;
        }
        screen.press(&format!("field-begin-{kind}")).await;
        screen.thing("field-form").await;
        if value(screen, "place").await.is_empty() {
            let pit = Epc::parse(PIT).unwrap().to_string();
            choose(screen, "place", &pit).await;
        }
    }

    /// Fills fields in.
    pub(super) async fn fills(&self, fields: &[(&str, &str)]) {
        for (id, text) in fields {
            self.screen.thing(id).await;
            self.screen.write(id, text).await;
        }
    }

    /// Begins a record and fills fields in.
    pub(super) async fn writes(&self, kind: &str, fields: &[(&str, &str)]) {
        self.begins(kind).await;
        self.fills(fields).await;
    }

    /// A new lot of 5 kg.
    pub(super) async fn commissions(&self, lot: &str) {
        let name = support::field::name(lot);
        let description = format!("Sack {lot}");
        let fields = [
            ("what.asset.name", name.as_str()),
            ("what.asset.description", &description),
            ("what.asset.quantity", "5"),
        ];
        self.writes("commission", &fields).await;
        choose(&self.screen, "what.asset.unit", "KGM").await;
        self.signs().await;
    }

    /// Adds a temperature.
    pub(super) async fn measures(&self, degrees: &str) {
        self.screen.press("field-add-measurement").await;
        let fields = [
            ("what.measurements.0.kind", "Temperature"),
            ("what.measurements.0.value", degrees),
            ("what.measurements.0.unit", "CEL"),
        ];
        self.fills(&fields).await;
    }

    /// Attaches a photo of its own.
    pub(super) async fn attaches(&self, name: &str, number: u8) {
        let file = self.home.join(name);
        std::fs::write(&file, photo::taken(number)).unwrap();
        self.screen
            .write("field-attach", file.to_str().unwrap())
            .await;
        self.screen.see("[data-testid='field-thumbnail']").await;
    }

    /// Waits until everything is on the disk.
    pub(super) async fn is_kept(&self) {
        let kept = "[data-testid='field-kept'][data-kept='yes']";
        self.screen.see(kept).await;
    }

    /// Signs what stands in the form.
    pub(super) async fn signs(&self) {
        self.is_kept().await;
        self.screen.press("field-sign").await;
        self.is_signed().await;
    }

    /// Waits until it is signed.
    pub(super) async fn is_signed(&self) {
        let signed = "[data-testid='field-record'][data-state='signed']";
        self.screen.see(signed).await;
    }

    /// Waits until so many records in this state are listed.
    pub(super) async fn lists(&self, count: usize, state: &str) {
        let rows = format!("[data-testid='field-row'][data-state='{state}']");
        let are_there = async || self.screen.count(&rows).await == count;
        let wanted = format!("{count} records are {state}");
        self.screen.until(&wanted, are_there).await;
    }

    /// Opens the newest record of this kind, and says what stands there.
    pub(super) async fn opens(&self, event: &str) -> String {
        self.reads_the_notices().await;
        let row = format!(
            "[data-testid='field-row'][data-event='{event}']:not([data-state='cancelled'])"
        );
        let found = self.screen.see(&row).await;
        let id = found.attr("data-record").await.unwrap().unwrap();
        self.screen
            .press_css(&format!("[data-record='{id}']"))
            .await;
        let open = format!("[data-testid='field-record'][data-record='{id}']");
        self.screen.see(&open).await.text().await.unwrap()
    }

    /// Lets another account pay.
    pub(super) async fn is_paid_by(&self, file: &str) {
        let screen = &self.screen;
        screen.press("field-payer").await;
        screen.thing("field-payer-file").await;
        screen.write("field-payer-file", file).await;
        screen.picture("field-day-payer").await;
        screen.press("field-payer-go").await;
        screen
            .see("[data-testid='field-payer'][title$='mine.key']")
            .await;
    }

    /// Sends what is due.
    pub(super) async fn sends(&self) {
        let screen = &self.screen;
        self.reads_the_notices().await;
        screen.press("field-send").await;
        let notice = screen.thing("notice").await.text().await.unwrap();
        screen.picture("field-day-sent").await;
        assert!(notice.starts_with("Sent: "), "{notice}");
    }

    /// In the dark, in a small window, in German and in French; then as it was.
    pub(super) async fn in_other_lights(&self, name: &str) {
        let screen = &self.screen;
        screen.press("theme-toggle").await;
        screen.picture(&format!("{name}-dark")).await;
        screen.0.set_window_size(1280, 720).await.unwrap();
        for language in ["de", "fr"] {
            screen.press("nav-settings").await;
            screen.press(language).await;
            screen.press("nav-field").await;
            screen.thing("field-conflicts").await;
            screen.picture(&format!("{name}-{language}")).await;
            screen.press("theme-toggle").await;
        }
        screen.press("nav-settings").await;
        screen.press("en").await;
        screen.press("theme-toggle").await;
        screen.0.set_window_size(1440, 900).await.unwrap();
        screen.press("nav-field").await;
    }

    /// The list of the evening.
    pub(super) async fn shows_the_end(&self) {
        self.lists(super::RECORDS, "sealed").await;
        self.screen.picture("field-day-end").await;
    }
}
