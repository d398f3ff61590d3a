//! What a person does at the screen: look for a thing, press it, write into it, keep a picture.

use std::fs;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, Locator};
use support::project_root;

/// How long a thing may take to appear.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a drawing takes to reach the screen after its frame was made, with transitions at their end.
const SETTLED: Duration = Duration::from_millis(400);

/// The window, as a person sees it.
pub(crate) struct Screen(pub(crate) Client);

impl Screen {
    /// The thing that this selector names, once it is there.
    pub(crate) async fn see(&self, css: &str) -> Element {
        let start = Instant::now();
        loop {
            match self.0.find(Locator::Css(css)).await {
                Ok(found) if found.is_displayed().await.unwrap_or(false) => return found,
                outcome if start.elapsed() > PATIENCE => {
                    self.picture("failed").await;
                    panic!(
                        "{css} did not appear: {:?}",
                        outcome.map(|_| "not displayed")
                    );
                }
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// The thing with this test id.
    pub(crate) async fn thing(&self, id: &str) -> Element {
        self.see(&by_id(id)).await
    }

    /// Presses the thing with this test id, once it can be pressed.
    pub(crate) async fn press(&self, id: &str) {
        self.press_css(&format!("{}:not([disabled])", by_id(id)))
            .await;
    }

    /// Presses what this selector names, once it is there.
    pub(crate) async fn press_css(&self, css: &str) {
        let found = self.see(css).await;
        if let Err(error) = found.click().await {
            self.picture("failed").await;
            panic!("{css} cannot be pressed: {error}");
        }
    }

    /// Writes into the thing with this test id, whether or not it is drawn: the field that takes a file is not.
    pub(crate) async fn write(&self, id: &str, words: &str) {
        let found = self.0.find(Locator::Css(&by_id(id))).await.unwrap();
        found.send_keys(words).await.unwrap();
    }

    /// How many there are of what this selector names.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.0.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// Waits until something is so.
    pub(crate) async fn until(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        let start = Instant::now();
        while !is_so().await {
            if start.elapsed() > PATIENCE {
                self.picture("failed").await;
                panic!("{what}: it never came to that");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Brings the thing with this test id to the top of what is seen.
    pub(crate) async fn show(&self, id: &str) {
        let script = format!("document.querySelector(\"{}\").scrollIntoView()", by_id(id));
        self.0.execute(&script, Vec::new()).await.unwrap();
    }

    /// Keeps a picture of the window in `target/screenshots`, once what was last asked for is drawn: the document is ahead of
    /// what is on the screen.
    pub(crate) async fn picture(&self, name: &str) {
        let folder = project_root().join("target/screenshots");
        fs::create_dir_all(&folder).unwrap();
        let drawn =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));";
        self.0.execute_async(drawn, Vec::new()).await.unwrap();
        tokio::time::sleep(SETTLED).await;
        let png = self.0.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}.png")), png).unwrap();
    }
}

fn by_id(id: &str) -> String {
    format!("[data-testid='{id}']")
}
