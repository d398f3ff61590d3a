//! Programs from crates.io.

use crate::{
    failure::Failure,
    process::{self, Program},
};

use super::{Need, Terms};

/// A program that a crate installs.
pub(crate) struct CargoTool {
    name: &'static str,
    package: &'static str,
    version: &'static str,
    purpose: &'static str,
}

/// Speaks WebDriver to the window, through the system's own WebKitWebDriver.
pub(crate) const TAURI_DRIVER: CargoTool = CargoTool {
    name: "tauri-driver",
    package: "tauri-driver",
    version: "2.1.0",
    purpose: "driving the real window",
};

/// Checks licences, banned crates and where crates come from.
pub(crate) const DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    package: "cargo-deny",
    version: "0.20.2",
    purpose: "checking licences and banned crates",
};

/// Checks spelling.
pub(crate) const TYPOS: CargoTool = CargoTool {
    name: "typos",
    package: "typos-cli",
    version: "1.52.0",
    purpose: "checking spelling",
};

impl Need for CargoTool {
    fn what(&self) -> String {
        format!("{} for {}", self.name, self.purpose)
    }

    fn is_there(&self) -> bool {
        process::find(self.name).is_some()
    }

    fn install(&self, _: &Terms) -> Result<(), Failure> {
        let install =
            || Program::cargo().args(["install", self.package, "--version", self.version]);
        // A lock can name a crate that a registry mirror does not hold yet; then cargo may choose its own.
        install().arg("--locked").run().or_else(|failure| {
            eprintln!("{failure}; trying without its lock file");
            install().run()
        })
    }

    fn hint(&self) -> String {
        format!(
            "run `cargo install {}` and put cargo's bin folder on the path",
            self.package
        )
    }
}
