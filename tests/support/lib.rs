//! What the tests of the whole share: running the programs as a user does, a development chain, the sample's names. It
//! tests nothing itself. Whatever goes wrong in here is a failed test, so it panics with what to do.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc)]

mod answer;
mod anvil;
mod authority;
mod browser;
mod devnet;
pub mod field;
pub mod network;
mod program;
mod sample;

pub use answer::{Answer, without};
pub use anvil::{Anvil, Fork, free_port};
pub use authority::TestAuthority;
pub use browser::Browser;
pub use devnet::{Consensus, Devnet, Sealing, Switch, Vendor, four, validator};
pub use program::{Waymark, built, on_path, project_root, run};
pub use sample::{RETAIL_DEVICE, RETAIL_DEVICE_URN, Sample, TIN_INGOT};

/// A folder that goes away with the test.
pub fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}
