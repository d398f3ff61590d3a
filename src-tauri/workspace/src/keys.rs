//! Signing keys: opening one by whatever name it has, making one, and saying whose it is. The kinds of keys are the
//! keystore's business; which of them a user has, and what to do when one does not open, is said here.

mod folder;
mod hints;

use std::fmt;
use std::path::{Path, PathBuf};

use keystore::TokenUri;
use protocol::SignerChoice;
use serde::Serialize;
use signature::{Certificate, Curve, Identity, Signer, SigningKey};

use crate::folder::write_whole;
use crate::trust_file::read_limited;
use crate::view::signer_choice;
use crate::{Failure, FailureKind};

pub use folder::{ImportKey, import_key, list_keys};
use folder::{Place, find};
use hints::{expired, refused};

/// The largest key file that is read, in bytes.
const MAX_LEN: u64 = 1024 * 1024;

/// What opens a key. Comes from files and the environment, never from arguments.
#[derive(Clone, Default)]
pub struct Secrets {
    /// The passphrase of a file.
    pub passphrase: Option<String>,
    /// The PIN of a token.
    pub pin: Option<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("passphrase", &self.passphrase.is_some())
            .field("pin", &self.pin.is_some())
            .finish()
    }
}

/// A key as a list shows it. Texts out of certificates are hostile: cut, and without characters that hide others.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyShown {
    /// The name to use it by.
    pub name: String,
    /// Where the private key is: `file`, `pkcs12` or `token`.
    pub source: &'static str,
    /// How it signs, in words such as `RSA 3072 with SHA-256`; empty where that cannot be told.
    pub algorithm: String,
    /// Whom the certificate is for.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// First second of validity (RFC 3339); empty where the file must be opened to know.
    pub valid_from: String,
    /// Last second of validity, likewise.
    pub valid_until: String,
    /// Whether nobody but the signer vouches for the certificate.
    pub self_signed: bool,
    /// Whether a passphrase or a PIN is needed to sign.
    pub locked: bool,
    /// SHA-256 of the certificate, as trust files name it; empty where the file must be opened to know.
    pub sha256: String,
    /// Why the key is not usable, where it is not.
    pub trouble: Option<String>,
}

/// Opens a signing key: `named` is a name in the key folder, a file (PEM or PKCS#12), or the `pkcs11:` address of a
/// token's key. A certificate that is not valid `now` (Unix seconds) is refused: no verifier would accept its signature.
pub fn open_key(named: &Path, secrets: &Secrets, now: u64) -> Result<Box<dyn Signer>, Failure> {
    let key = open(&find(named)?, secrets)?;
    let certificate = key.certificate();
    if now < certificate.not_before() || now > certificate.not_after() {
        return Err(expired(certificate, now));
    }
    Ok(key)
}

fn open(place: &Place, secrets: &Secrets) -> Result<Box<dyn Signer>, Failure> {
    let shown = place.to_string();
    match place {
        Place::File(path) => {
            let bytes = read_limited(path, MAX_LEN)?;
            keystore::open_file(&bytes, secrets.passphrase.as_deref())
                .map_err(|error| refused(&error, &shown))
        }
        Place::Token { uri, certificates } => {
            let pin = match &uri.pin_source {
                Some(path) if secrets.pin.is_none() => Some(read_secret(path)?),
                _ => secrets.pin.clone(),
            };
            let key = keystore::open_token(uri, pin.as_deref(), certificates)
                .map_err(|error| refused(&error, &shown))?;
            Ok(Box::new(key))
        }
    }
}

/// A passphrase or a PIN from a file; the line end is no part of it.
pub fn read_secret(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::from_io(path, &error))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Whose key it is, as far as that can be told without opening it.
pub fn describe_key(named: &Path) -> Result<KeyShown, Failure> {
    let name = named.display().to_string();
    let place = find(named)?;
    match place {
        Place::File(path) => describe_file(name, &path),
        Place::Token { certificates, .. } => Ok(shown(name, "token", certificates.first(), true)),
    }
}

fn describe_file(name: String, path: &Path) -> Result<KeyShown, Failure> {
    let bytes = read_limited(path, MAX_LEN)?;
    if keystore::is_pkcs12(&bytes) {
        let beside = folder::beside(path);
        return Ok(shown(name, "pkcs12", beside.first(), true));
    }
    let text = String::from_utf8_lossy(&bytes);
    let certificates = keystore::certificates(&text)
        .map_err(|error| refused(&error, &path.display().to_string()))?;
    if certificates.is_empty() {
        return Err(refused(
            &keystore::KeystoreError::NoKeyFile,
            &path.display().to_string(),
        ));
    }
    let locked = text.contains("BEGIN ENCRYPTED PRIVATE KEY");
    Ok(shown(name, "file", certificates.first(), locked))
}

fn shown(
    name: String,
    source: &'static str,
    certificate: Option<&Certificate>,
    locked: bool,
) -> KeyShown {
    let text = |of: fn(&Certificate) -> String| certificate.map(of).unwrap_or_default();
    let may_sign = certificate.and_then(|certificate| certificate.check_may_sign().err());
    let weak = certificate.and_then(|certificate| certificate.key_kind().err());
    KeyShown {
        name,
        source,
        algorithm: text(crate::view::algorithm),
        subject: text(Certificate::display_name),
        issuer: text(Certificate::issuer_display_name),
        valid_from: text(|certificate| second(certificate.not_before())),
        valid_until: text(|certificate| second(certificate.not_after())),
        self_signed: certificate.is_some_and(Certificate::is_self_issued),
        locked,
        sha256: text(|certificate| alloy_primitives::hex::encode(certificate.fingerprint())),
        trouble: weak.or(may_sign).map(|error| error.to_string()),
    }
}

/// A second in time, as RFC 3339 writes it.
fn second(seconds: u64) -> String {
    jiff::Timestamp::from_second(seconds.cast_signed())
        .map_or_else(|_| String::new(), |at| at.to_string())
}

/// The key that signs where none is named, as in the window: the one that `WAYMARK_KEY` names, else `signing-key.pem` in the
/// configuration folder, else the only one in the key folder.
pub fn usual_key() -> Result<Option<PathBuf>, Failure> {
    if let Some(named) = std::env::var_os("WAYMARK_KEY") {
        let named = PathBuf::from(named);
        return Ok(find(&named).is_ok().then_some(named));
    }
    let first = dirs::config_dir().map(|config| config.join("waymark").join("signing-key.pem"));
    if let Some(path) = first.filter(|path| path.is_file()) {
        return Ok(Some(path));
    }
    Ok(match list_keys()?.as_slice() {
        [only] => Some(PathBuf::from(&only.name)),
        _ => None,
    })
}

/// Who would sign with a key, for the window; the key stays locked. A PKCS#12 file shows its name until it is opened.
pub fn describe_signer(named: &Path) -> Result<SignerChoice, Failure> {
    let certificate = match find(named)? {
        Place::Token { certificates, .. } => certificates.into_iter().next(),
        Place::File(path) => {
            let bytes = read_limited(&path, MAX_LEN)?;
            let text = String::from_utf8_lossy(&bytes);
            let mut found = keystore::certificates(&text).unwrap_or_default();
            found.extend(folder::beside(&path));
            found.into_iter().next()
        }
    };
    Ok(match certificate {
        Some(certificate) => signer_choice(&certificate, false),
        None => SignerChoice {
            name: describe_key(named)?.name,
            algorithm: String::new(),
            until_unix: 0,
            self_signed: false,
            demonstration: false,
        },
    })
}

/// Makes a new key with a self-signed certificate and writes it, to a file or under a name in the key folder; it must not
/// exist. Returns the certificate and where the key is now.
pub fn create_key(
    named: &Path,
    curve: Curve,
    identity: &Identity,
    passphrase: Option<&str>,
) -> Result<(Certificate, String), Failure> {
    let path = folder::new_file(named, "pem")?;
    let shown = path.display().to_string();
    let key =
        SigningKey::create(curve, identity).map_err(|error| refused(&error.into(), &shown))?;
    let text = key
        .to_pem(passphrase)
        .map_err(|error| refused(&error.into(), &shown))?;
    write_private(&path, text.as_bytes())?;
    Ok((key.certificate().clone(), shown))
}

/// The public key that signs reports of the sample.
pub fn demonstration_key() -> Result<SigningKey, Failure> {
    verify::demonstration_key().map_err(Failure::internal)
}

/// Writes a file that only its owner may read.
fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(path, bytes)?;
    keep_private(path)
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

/// Whether a name is the address of a token's key.
fn token_uri(named: &Path) -> Result<Option<TokenUri>, Failure> {
    let Some(text) = named.to_str().filter(|text| TokenUri::is_meant(text)) else {
        return Ok(None);
    };
    TokenUri::parse(text).map(Some).map_err(|error| {
        Failure::new(
            FailureKind::Usage,
            format!("{text}: {error}"),
            "Name the key as pkcs11:token=LABEL;object=KEY?module-path=/path/of/the/driver.so",
        )
    })
}
