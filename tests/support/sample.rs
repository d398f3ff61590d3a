//! The sample in a folder of its own, and the names of what is in it.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::{Waymark, scratch};

/// The gateway that was sold, as a GS1 Digital Link.
pub const RETAIL_DEVICE: &str = "https://id.gs1.org/01/03770029102005/21/000417";
/// The same gateway as an EPC URN.
pub const RETAIL_DEVICE_URN: &str = "urn:epc:id:sgtin:3770029.010200.000417";
/// The tin in its solder, whose recycled share is over-claimed.
pub const TIN_INGOT: &str = "https://id.gs1.org/01/08991102301145/10/PT-2291";

/// A workspace made by `waymark demo`.
#[derive(Debug)]
pub struct Sample {
    folder: TempDir,
}

impl Sample {
    /// Makes it.
    pub fn make() -> Self {
        let sample = Self { folder: scratch() };
        let _ = Waymark::new(["demo", &sample.dir()]).run().good();
        sample
    }

    /// The workspace folder.
    pub fn dir(&self) -> String {
        self.beside("workspace")
    }

    /// The trust file in it.
    pub fn trust(&self) -> String {
        self.beside("workspace/trust.json")
    }

    /// A path beside the workspace.
    pub fn beside(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Issues a report on the retail device and answers its path.
    pub fn report(&self) -> String {
        let out = self.beside("report.pdf");
        let args = ["report", &self.dir(), RETAIL_DEVICE, "--out", &out];
        let _ = Waymark::new(args).run().good();
        out
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
