//! `tauri-driver` and, through it, one window in a home of its own.

use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde_json::json;
use support::{built, free_port, on_path};

/// How long the driver may take to listen.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long it may take to end what it started.
const FAREWELL: Duration = Duration::from_secs(5);

/// A running `tauri-driver`, gone with the test and with it the window.
pub(crate) struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts it. The window's programs find their folders in `home` and save a report as `save_to` without asking.
    pub(crate) fn start(home: &Path, save_to: &Path) -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some(),
            "there is no display: run `cargo xtask test window`, which brings one"
        );
        let (port, native_port) = (free_port(), free_port());
        let child = Command::new(tauri_driver())
            .args(["--port", &port.to_string()])
            .args(["--native-port", &native_port.to_string()])
            .args([Path::new("--native-driver"), &webkit_driver()])
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("WAYMARK_SAVE_TO", save_to)
            .env("LANG", "en_GB.UTF-8")
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let driver = Self { child, port };
        // `tauri-driver` listens before the WebKit driver behind it does, and drops what it cannot pass on. Neither is asked
        // anything yet: `tauri-driver` would keep that connection and might use it when WebKit's side has closed it.
        for port in [native_port, port] {
            wait_for(port);
        }
        driver
    }

    /// Opens the window.
    pub(crate) async fn open(&self) -> Client {
        self.open_with(&[]).await
    }

    /// Opens the window on a workspace folder, as `waymark-desktop DIR` does.
    pub(crate) async fn open_folder(&self, dir: &str) -> Client {
        self.open_with(&[dir]).await
    }

    async fn open_with(&self, args: &[&str]) -> Client {
        let application = built("waymark-desktop");
        let wanted = json!({ "tauri:options": { "application": application, "args": args } });
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        ClientBuilder::new(connector)
            .capabilities(wanted.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap_or_else(|error| panic!("the window did not open: {error}"))
    }
}

impl Drop for Driver {
    /// Asks it to end, so that it ends the WebKit driver, and then whatever it left: killed outright it would leave behind
    /// the WebKit driver, and a test that failed the window.
    fn drop(&mut self) {
        let (asked, group) = (Instant::now(), Pid::from_child(&self.child));
        let _ = kill_process(group, Signal::TERM);
        while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < FAREWELL {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Waits until somebody listens here.
fn wait_for(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "no driver listens on {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn tauri_driver() -> PathBuf {
    let beside_cargo = || {
        let home = PathBuf::from(std::env::var_os("HOME")?);
        Some(home.join(".cargo/bin/tauri-driver")).filter(|program| program.is_file())
    };
    on_path("tauri-driver")
        .or_else(beside_cargo)
        .unwrap_or_else(|| panic!("tauri-driver is missing: `cargo xtask test window` installs it"))
}

fn webkit_driver() -> PathBuf {
    on_path("WebKitWebDriver").unwrap_or_else(|| {
        panic!("WebKitWebDriver is missing: install the package webkit2gtk-driver")
    })
}
