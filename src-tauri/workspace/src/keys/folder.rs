//! The folder with the user's keys, in the configuration folder and never in a workspace: one entry per key, under a
//! name. A PEM file is kept as it is (`NAME.pem`), a PKCS#12 file as it is with its certificates beside it (`NAME.p12`,
//! `NAME.crt`), a token's key as its address and certificates (`NAME.pkcs11`).

use std::fmt;
use std::path::{Path, PathBuf};
use std::{env, fs};

use keystore::TokenUri;
use signature::{Certificate, Signer};

use super::{KeyShown, MAX_LEN, Secrets, describe_key, open, shown, token_uri, write_private};
use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The kinds of entries, by the ends of their names.
const ENDS: [&str; 3] = ["pem", "p12", "pkcs11"];
const MAX_NAME: usize = 64;
/// More entries than this are not listed.
const MAX_KEYS: usize = 1000;

/// Where a key is.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// In a PEM or PKCS#12 file.
    File(PathBuf),
    /// On a token; the certificates are those that were kept with its address.
    Token {
        uri: Box<TokenUri>,
        certificates: Vec<Certificate>,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Token { uri, .. } => write!(f, "{uri}"),
        }
    }
}

/// A key to be taken into the key folder.
#[derive(Debug)]
pub struct ImportKey<'a> {
    /// A PEM or PKCS#12 file, or the `pkcs11:` address of a token's key.
    pub source: &'a Path,
    /// The name to keep it under; `None` for the file's own, or the key's on the token.
    pub name: Option<&'a str>,
    /// A file with certificates (PEM), where the token holds none.
    pub certificates: Option<&'a Path>,
}

/// Where the key folder is: where `WAYMARK_KEYS` says, or in the configuration folder.
fn folder() -> Result<PathBuf, Failure> {
    if let Some(named) = env::var_os("WAYMARK_KEYS").filter(|path| !path.is_empty()) {
        return Ok(named.into());
    }
    let config = dirs::config_dir().ok_or_else(|| {
        Failure::new(
            FailureKind::InputMissing,
            "this system has no configuration folder",
            "Say where your keys are in WAYMARK_KEYS.",
        )
    })?;
    Ok(config.join("waymark").join("keys"))
}

/// Finds a key by its name, its file or its address.
pub(super) fn find(named: &Path) -> Result<Place, Failure> {
    if let Some(uri) = token_uri(named)? {
        return Ok(Place::Token {
            uri: Box::new(uri),
            certificates: Vec::new(),
        });
    }
    if named.is_file() {
        return entry(named);
    }
    if let Some(name) = name_of(named) {
        let folder = folder()?;
        let mut entries = ENDS.iter().map(|end| folder.join(format!("{name}.{end}")));
        if let Some(path) = entries.find(|path| path.is_file()) {
            return entry(&path);
        }
    }
    Err(Failure::new(
        FailureKind::InputMissing,
        format!("there is no key {}", named.display()),
        "Name a key of `waymark keys list`, a PEM or PKCS#12 file, or a token's key by its pkcs11: address.",
    ))
}

fn entry(path: &Path) -> Result<Place, Failure> {
    if path.extension().is_none_or(|end| end != "pkcs11") {
        return Ok(Place::File(path.to_owned()));
    }
    let bytes = read_limited(path, MAX_LEN)?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().next().unwrap_or_default();
    let uri = token_uri(Path::new(line))?.ok_or_else(|| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{} does not begin with a token's address", path.display()),
            "Import the token's key again.",
        )
    })?;
    let certificates = keystore::certificates(&text)
        .map_err(|error| super::refused(&error, &path.display().to_string()))?;
    Ok(Place::Token {
        uri: Box::new(uri),
        certificates,
    })
}

/// The certificates that lie beside a PKCS#12 file.
pub(super) fn beside(path: &Path) -> Vec<Certificate> {
    read_limited(&path.with_extension("crt"), MAX_LEN)
        .ok()
        .and_then(|bytes| keystore::certificates(&String::from_utf8_lossy(&bytes)).ok())
        .unwrap_or_default()
}

/// A name in the key folder: a word that is no path and has no ending.
fn name_of(named: &Path) -> Option<&str> {
    let name = named.to_str()?;
    let fits = (1..=MAX_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    fits.then_some(name)
}

/// The file for a new key: a file that is named, or the entry of a name. It must not exist.
pub(super) fn new_file(named: &Path, end: &str) -> Result<PathBuf, Failure> {
    let path = match name_of(named) {
        Some(name) => {
            let folder = folder()?;
            fs::create_dir_all(&folder).map_err(|error| Failure::from_io(&folder, &error))?;
            if let Some(taken) = ENDS
                .iter()
                .map(|end| folder.join(format!("{name}.{end}")))
                .find(|path| path.exists())
            {
                return Err(exists(&taken));
            }
            folder.join(format!("{name}.{end}"))
        }
        None => named.to_owned(),
    };
    if path.exists() {
        return Err(exists(&path));
    }
    Ok(path)
}

fn exists(path: &Path) -> Failure {
    Failure::new(
        FailureKind::Usage,
        format!("{} exists", path.display()),
        "Choose another name: a key is never overwritten.",
    )
}

/// Takes a key into the key folder, after it was opened to see that it can sign. The private key stays as it is: locked
/// by the file's own passphrase, or on its token.
pub fn import_key(import: &ImportKey<'_>, secrets: &Secrets) -> Result<KeyShown, Failure> {
    let mut place = find(import.source)?;
    if let (Place::Token { certificates, .. }, Some(path)) = (&mut place, import.certificates) {
        let bytes = read_limited(path, MAX_LEN)?;
        *certificates = keystore::certificates(&String::from_utf8_lossy(&bytes))
            .map_err(|error| super::refused(&error, &path.display().to_string()))?;
    }
    let key = open(&place, secrets)?;
    let name = match import.name {
        Some(name) => name.to_owned(),
        None => usual_name(&place),
    };
    if name_of(Path::new(&name)).is_none() {
        return Err(Failure::new(
            FailureKind::Usage,
            format!("a key cannot be called {name:?}"),
            "Name it with --as: letters, digits, - and _, at most 64.",
        ));
    }
    keep(&name, &place, key.as_ref())?;
    describe_key(Path::new(&name))
}

/// The file's name without its ending, or the key's on the token.
fn usual_name(place: &Place) -> String {
    let name = match place {
        Place::File(path) => path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned()),
        Place::Token { uri, .. } => uri.object.clone().or_else(|| uri.token.clone()),
    };
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    name.unwrap_or_default().chars().map(plain).collect()
}

fn keep(name: &str, place: &Place, key: &dyn Signer) -> Result<(), Failure> {
    let certificates: String = std::iter::once(key.certificate())
        .chain(key.chain())
        .map(Certificate::to_pem)
        .collect();
    match place {
        Place::Token { uri, .. } => {
            let path = new_file(Path::new(name), "pkcs11")?;
            write_private(&path, format!("{uri}\n{certificates}").as_bytes())
        }
        Place::File(source) => {
            let bytes = read_limited(source, MAX_LEN)?;
            if !keystore::is_pkcs12(&bytes) {
                return write_private(&new_file(Path::new(name), "pem")?, &bytes);
            }
            let path = new_file(Path::new(name), "p12")?;
            write_private(&path.with_extension("crt"), certificates.as_bytes())?;
            write_private(&path, &bytes)
        }
    }
}

/// The keys in the key folder, by name. One that cannot be read is listed with its trouble.
pub fn list_keys() -> Result<Vec<KeyShown>, Failure> {
    let folder = folder()?;
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::from_io(&folder, &error)),
    };
    let mut names: Vec<String> = entries
        .take(MAX_KEYS)
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let end = path.extension()?.to_str()?;
            let name = path.file_stem()?.to_str()?;
            (ENDS.contains(&end) && name_of(Path::new(name)).is_some()).then(|| name.to_owned())
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    let described = names.into_iter().map(|name| {
        describe_key(Path::new(&name)).unwrap_or_else(|failure| KeyShown {
            trouble: Some(failure.message),
            ..shown(name, "file", None, true)
        })
    });
    Ok(described.collect())
}
