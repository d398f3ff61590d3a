//! Signing keys on disk: PEM files that hold an encrypted private key and its certificate.

use std::path::Path;

use signature::{Certificate, Curve, Identity, KeyError, SigningKey};

use crate::folder::write_whole;
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The largest key file that is read, in bytes.
const MAX_LEN: u64 = 64 * 1024;

/// Reads a signing key.
pub fn load_key(path: &Path, passphrase: Option<&str>) -> Result<SigningKey, Failure> {
    let bytes = read_limited(path, MAX_LEN)?;
    let text = String::from_utf8_lossy(&bytes);
    SigningKey::from_pem(&text, passphrase)
        .map_err(|error| key_failed(&error, &path.display().to_string()))
}

/// Who a key file signs for, and whether it is locked; no passphrase is needed to look.
pub fn describe_key(path: &Path) -> Result<(String, bool), Failure> {
    let bytes = read_limited(path, MAX_LEN)?;
    let text = String::from_utf8_lossy(&bytes);
    let at = text.find("-----BEGIN CERTIFICATE").unwrap_or(0);
    let certificate = Certificate::from_pem(&text[at..])
        .map_err(|error| key_failed(&error.into(), &path.display().to_string()))?;
    let locked = text.contains("BEGIN ENCRYPTED PRIVATE KEY");
    Ok((certificate.display_name(), locked))
}

/// Makes a new key with a self-signed certificate and writes it; the file must not exist.
pub fn create_key(
    path: &Path,
    identity: &Identity,
    passphrase: Option<&str>,
) -> Result<SigningKey, Failure> {
    if path.exists() {
        return Err(Failure::new(
            FailureKind::Usage,
            format!("{} exists", path.display()),
            "Name another file: a key is never overwritten.",
        ));
    }
    let shown = path.display().to_string();
    let key =
        SigningKey::create(Curve::P256, identity).map_err(|error| key_failed(&error, &shown))?;
    let text = key
        .to_pem(passphrase)
        .map_err(|error| key_failed(&error, &shown))?;
    write_whole(path, text.as_bytes())?;
    keep_private(path)?;
    Ok(key)
}

/// The public key that signs reports of the sample.
pub fn demonstration_key() -> Result<SigningKey, Failure> {
    verify::demonstration_key().map_err(Failure::internal)
}

#[cfg(unix)]
fn keep_private(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
        .map_err(|error| Failure::from_io(path, &error))
}

#[cfg(not(unix))]
fn keep_private(_path: &Path) -> Result<(), Failure> {
    Ok(())
}

fn key_failed(error: &KeyError, what: &str) -> Failure {
    let message = format!("{what}: {error}");
    match error {
        KeyError::PassphraseNeeded => Failure::new(
            FailureKind::PassphraseNeeded,
            message,
            "Put the passphrase in WAYMARK_PASSPHRASE, or in a file and name it with --passphrase-file.",
        ),
        KeyError::WrongPassphrase => Failure::new(
            FailureKind::PassphraseWrong,
            message,
            "Check the passphrase and the key file.",
        ),
        _ => Failure::new(
            FailureKind::InputUnusable,
            message,
            "Name a PEM file with a P-256 private key (PKCS#8) and its certificate, such as `waymark keys create` makes.",
        ),
    }
}
