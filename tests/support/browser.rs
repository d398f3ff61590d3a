//! A headless Chromium, driven over its own debugging protocol, with every request that its page makes written down.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::{Message, WebSocket, client};

use crate::{on_path, scratch};

/// How long anything in the page may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A browser with one page, gone with the test.
#[derive(Debug)]
pub struct Browser {
    child: Child,
    socket: WebSocket<TcpStream>,
    session: Option<String>,
    next: u64,
    requests: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    /// Starts one, if the machine has one.
    pub fn start() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let program = names.into_iter().find_map(on_path)?;
        let profile = scratch();
        let mut child = Command::new(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu"])
            .args(["--remote-debugging-port=0", "--accept-lang=en"])
            .args(["--no-first-run", "--disable-background-networking"])
            .args(["--disable-dev-shm-usage", "--window-size=1280,1000"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().unwrap().unwrap();
            if let Some((_, address)) = line.split_once("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // What it writes afterwards must go somewhere, or it stops.
        std::thread::spawn(move || lines.for_each(drop));
        let host = address.trim_start_matches("ws://").split('/').next();
        let stream = TcpStream::connect(host.unwrap()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = client(address.as_str(), stream).unwrap();
        let mut browser = Self {
            child,
            socket,
            session: None,
            next: 0,
            requests: Vec::new(),
            _profile: profile,
        };
        let page = browser.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": page["targetId"], "flatten": true });
        let attached = browser.call("Target.attachToTarget", &attach);
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Network", "Page", "Runtime"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// Opens a file of this machine.
    pub fn open(&mut self, file: &Path) {
        let address = format!("file://{}", file.display());
        self.call("Page.navigate", &json!({ "url": address }));
        self.until("document.readyState === 'complete'", "the page is there");
    }

    /// What an expression comes to in the page; a promise is awaited.
    pub fn ask(&mut self, expression: &str) -> Value {
        let asked =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", &asked);
        assert!(answer.get("exceptionDetails").is_none(), "{answer}");
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true in the page.
    pub fn until(&mut self, expression: &str, what: &str) {
        let start = Instant::now();
        while self.ask(expression) != json!(true) {
            assert!(start.elapsed() < PATIENCE, "{what}: it never came to that");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Hands a file to the field with this test id, as a person does who chooses it.
    pub fn choose(&mut self, id: &str, file: &str) {
        let found = format!("document.querySelector(\"[data-testid='{id}']\")");
        let found = self.call("Runtime.evaluate", &json!({ "expression": found }));
        let object = found["result"]["objectId"].clone();
        let files = json!({ "files": [file], "objectId": object });
        self.call("DOM.setFileInputFiles", &files);
    }

    /// The page as a picture (PNG), in base64.
    pub fn picture(&mut self) -> String {
        let shot = self.call("Page.captureScreenshot", &json!({ "format": "png" }));
        shot["data"].as_str().unwrap().to_owned()
    }

    /// The address of every request so far.
    pub fn requests(&self) -> &[String] {
        &self.requests
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.next += 1;
        let id = self.next;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let message = Message::text(message.to_string());
        self.socket.send(message).unwrap();
        loop {
            let heard = self.socket.read().unwrap();
            let Message::Text(text) = heard else { continue };
            let heard: Value = serde_json::from_str(text.as_str()).unwrap();
            if heard["method"] == "Network.requestWillBeSent" {
                let address = heard["params"]["request"]["url"].as_str().unwrap();
                self.requests.push(address.to_owned());
            }
            if heard["id"] == json!(id) {
                assert!(heard.get("error").is_none(), "{method}: {heard}");
                return heard["result"].clone();
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
