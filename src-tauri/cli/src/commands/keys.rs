//! `waymark keys`, and where passphrases come from: a file or the environment, never an argument.

use std::path::Path;

use signature::Identity;
use workspace::Failure;

use super::now;
use crate::args::Keys;
use crate::output;

/// Three years in seconds.
const VALIDITY: u64 = 3 * 365 * 24 * 60 * 60;

pub(crate) fn run(keys: &Keys) -> Result<(), Failure> {
    match keys {
        Keys::Demonstration => {
            let key = workspace::demonstration_key()?;
            output::lines([key.certificate().to_pem().trim_end().to_owned()])
        }
        Keys::Create {
            file,
            name,
            organisation,
            country,
            passphrase_file,
        } => create(
            file,
            name,
            organisation.as_deref(),
            country,
            passphrase_file.as_deref(),
        ),
    }
}

fn create(
    file: &Path,
    name: &str,
    organisation: Option<&str>,
    country: &str,
    passphrase_file: Option<&Path>,
) -> Result<(), Failure> {
    let from = now();
    let identity = Identity {
        common_name: name.to_owned(),
        organisation: organisation.unwrap_or(name).to_owned(),
        country: country.to_owned(),
        purpose: None,
        serial: u128::from(from),
        not_before: from,
        not_after: from + VALIDITY,
    };
    let passphrase = passphrase(passphrase_file)?;
    let key = workspace::create_key(file, &identity, passphrase.as_deref())?;
    if passphrase.is_none() {
        eprintln!("waymark: the key is not encrypted, because WAYMARK_PASSPHRASE is not set");
    }
    output::lines([format!(
        "{}: {}",
        file.display(),
        key.certificate().display_name()
    )])
}

/// The passphrase from the file, or from `WAYMARK_PASSPHRASE`; `None` if there is neither.
pub(crate) fn passphrase(file: Option<&Path>) -> Result<Option<String>, Failure> {
    match file {
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|error| Failure::from_io(path, &error))?;
            Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
        }
        None => Ok(std::env::var("WAYMARK_PASSPHRASE")
            .ok()
            .filter(|text| !text.is_empty())),
    }
}
