//! The embedded sample: the chip story as a ledger file, with the trust that belongs to it.

use std::path::Path;

use verify::Trust;

use crate::Failure;
use crate::folder::Folder;
use crate::import::import;

const LEDGER_FILE: &[u8] = include_bytes!("../../../assets/chips.waymark");
const TRUST: &[u8] = include_bytes!("../../../assets/chips.trust.json");

/// Makes a workspace from the embedded sample; no node and no network is needed. `now` is in Unix seconds.
pub fn demo(path: &Path, now: u64) -> Result<(), Failure> {
    let temporary =
        tempfile::tempdir().map_err(|error| Failure::from_io(&std::env::temp_dir(), &error))?;
    let file = temporary.path().join("chips.waymark");
    std::fs::write(&file, LEDGER_FILE).map_err(|error| Failure::from_io(&file, &error))?;
    import(&Folder::at(path), &file, &trust()?, now)
}

/// What the sample's workspace trusts: its network, its last block, and the public demonstration key.
pub(crate) fn trust() -> Result<Trust, Failure> {
    Trust::from_json(TRUST).map_err(Failure::internal)
}

/// Whether a workspace with this trust is the sample.
pub(crate) fn is_sample(trust: &Trust) -> bool {
    self::trust().is_ok_and(|sample| sample.network == trust.network)
}
