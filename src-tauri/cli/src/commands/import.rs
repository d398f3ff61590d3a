//! `waymark import`.

use std::path::Path;

use workspace::{Failure, Syncer};

use super::{now, sync};

pub(crate) fn run(dir: &Path, file: &Path, json: bool) -> Result<(), Failure> {
    let mut syncer = Syncer::open(dir)?;
    let brought = syncer.import(file, now())?;
    syncer.index()?;
    sync::tell(&brought, json)
}
