//! `waymark countersign`: the second person's signature on a report that was issued with `--approval`.

use std::process::ExitCode;

use workspace::{Failure, Stamping};

use super::{keys, now};
use crate::args::Countersign;
use crate::output;

pub(crate) fn run(asked: &Countersign) -> Result<ExitCode, Failure> {
    let stamping = Stamping::new(&asked.stamping())?;
    let secrets = keys::secrets(asked.passphrase_file.as_deref(), asked.pin_file.as_deref())?;
    let key = workspace::open_key(&asked.key, &secrets, now())?;
    let done = workspace::countersign(&asked.file, asked.out.as_deref(), &*key, &stamping, now())?;
    if asked.json {
        output::json(&done)?;
    } else {
        output::lines([format!(
            "{}: signed by {} and {}, {}",
            done.path,
            done.first,
            done.second,
            done.level.code().to_uppercase()
        )])?;
    }
    Ok(ExitCode::SUCCESS)
}
