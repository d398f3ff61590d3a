//! `waymark keys`, and where passphrases and PINs come from: a file or the environment, never an argument.

use std::io::IsTerminal;
use std::path::Path;

use serde::Serialize;
use signature::{Curve, Identity};
use workspace::{Failure, ImportKey, KeyShown, Secrets};

use super::{devices, now};
use crate::args::{KeyCurve, Keys};
use crate::output;

/// Three years in seconds.
const VALIDITY: u64 = 3 * 365 * 24 * 60 * 60;

pub(crate) fn run(keys: &Keys) -> Result<(), Failure> {
    match keys {
        Keys::Device(asked) => devices::run(asked),
        Keys::Demonstration => {
            let key = workspace::demonstration_key()?;
            output::lines([key.certificate().to_pem().trim_end().to_owned()])
        }
        Keys::List { json } => list(*json),
        Keys::Import {
            source,
            name,
            certificate,
            passphrase_file,
            pin_file,
        } => {
            let import = ImportKey {
                source,
                name: name.as_deref(),
                certificates: certificate.as_deref(),
            };
            let secrets = secrets(passphrase_file.as_deref(), pin_file.as_deref())?;
            let key = workspace::import_key(&import, &secrets)?;
            output::lines([format!("{}: {}, {}", key.name, key.subject, key.algorithm)])
        }
        Keys::Create {
            file,
            name,
            organisation,
            country,
            curve,
            passphrase_file,
        } => {
            let identity = identity(name, organisation.as_deref(), country);
            let curve = match curve {
                KeyCurve::P256 => Curve::P256,
                KeyCurve::P384 => Curve::P384,
            };
            create(file, curve, &identity, passphrase_file.as_deref())
        }
    }
}

fn identity(name: &str, organisation: Option<&str>, country: &str) -> Identity {
    let from = now();
    Identity {
        common_name: name.to_owned(),
        organisation: organisation.unwrap_or(name).to_owned(),
        country: country.to_owned(),
        purpose: None,
        serial: u128::from(from),
        not_before: from,
        not_after: from + VALIDITY,
    }
}

fn create(
    file: &Path,
    curve: Curve,
    identity: &Identity,
    passphrase_file: Option<&Path>,
) -> Result<(), Failure> {
    let passphrase = passphrase(passphrase_file)?;
    let (certificate, place) = workspace::create_key(file, curve, identity, passphrase.as_deref())?;
    if passphrase.is_none() {
        eprintln!("waymark: the key is not encrypted, because WAYMARK_PASSPHRASE is not set");
    }
    output::lines([format!("{place}: {}", certificate.display_name())])
}

fn list(json: bool) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Listed {
        keys: Vec<KeyShown>,
    }
    let keys = workspace::list_keys()?;
    if json {
        return output::json(&Listed { keys });
    }
    if keys.is_empty() {
        return output::lines([
            "There are no keys yet: make one with `waymark keys create NAME --name … --country CC`, or import one."
                .to_owned(),
        ]);
    }
    let rows: Vec<Vec<String>> = keys.iter().map(row).collect();
    output::table(
        &[
            "Name",
            "Kept in",
            "Algorithm",
            "Subject",
            "Issued by",
            "Valid until",
            "",
        ],
        &rows,
    )
}

fn row(key: &KeyShown) -> Vec<String> {
    let issuer = if key.self_signed {
        "itself".to_owned()
    } else {
        key.issuer.clone()
    };
    vec![
        key.name.clone(),
        key.source.to_owned(),
        key.algorithm.clone(),
        key.subject.clone(),
        issuer,
        key.valid_until.clone(),
        key.trouble.clone().unwrap_or_default(),
    ]
}

/// The passphrase and the PIN from these files, or from `WAYMARK_PASSPHRASE` and `WAYMARK_PIN`.
pub(crate) fn secrets(
    passphrase_file: Option<&Path>,
    pin_file: Option<&Path>,
) -> Result<Secrets, Failure> {
    Ok(Secrets {
        passphrase: passphrase(passphrase_file)?,
        pin: secret(pin_file, "WAYMARK_PIN")?,
    })
}

/// The passphrase from the file, or from `WAYMARK_PASSPHRASE`; `None` if there is neither.
pub(crate) fn passphrase(file: Option<&Path>) -> Result<Option<String>, Failure> {
    secret(file, "WAYMARK_PASSPHRASE")
}

fn secret(file: Option<&Path>, variable: &str) -> Result<Option<String>, Failure> {
    match file {
        Some(path) => workspace::read_secret(path).map(Some),
        None => Ok(std::env::var(variable).ok().filter(|text| !text.is_empty())),
    }
}

/// The passphrase from the file, or from `WAYMARK_PASSPHRASE`, or from whoever sits at the terminal; `None` if there is none of them.
pub(crate) fn passphrase_or_ask(
    file: Option<&Path>,
    prompt: &str,
) -> Result<Option<String>, Failure> {
    match passphrase(file)? {
        Some(passphrase) => Ok(Some(passphrase)),
        None => ask(prompt),
    }
}

/// Asks at the terminal, without showing what is typed; `None` where nobody sits there.
fn ask(prompt: &str) -> Result<Option<String>, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(None);
    }
    rpassword::prompt_password(prompt)
        .map(Some)
        .map_err(|error| Failure::from_io("the terminal".as_ref(), &error))
}
