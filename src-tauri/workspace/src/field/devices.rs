//! The device keys on this computer: one file per person, in the user's configuration folder and never in a workspace.

use std::path::{Path, PathBuf};
use std::{env, fs};

use alloy_primitives::{Address, B256};
use device::DeviceKey;

use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The longest key file, in bytes.
const MAX_LEN: u64 = 16 << 10;
const MAX_NAME: usize = 64;
/// More files than this are not listed.
const MAX_KEYS: usize = 1000;

/// A device key on this computer, locked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    /// Its name.
    pub name: String,
    /// Its account, as its file says; `None` for a file that does not say it.
    pub account: Option<Address>,
    /// Why it cannot be read.
    pub trouble: Option<String>,
}

/// A device key, open for as long as this lives; then it is wiped from memory.
#[derive(Clone, Debug)]
pub struct Session {
    name: String,
    key: DeviceKey,
}

impl Session {
    /// The key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key's account.
    pub fn account(&self) -> Address {
        self.key.account()
    }

    pub(crate) fn key(&self) -> &DeviceKey {
        &self.key
    }

    /// A key that is in no file.
    #[cfg(test)]
    pub(crate) fn of(key: DeviceKey) -> Self {
        let name = "test".to_owned();
        Self { name, key }
    }

    /// The key as that of an account that pays.
    pub fn payer(&self) -> B256 {
        B256::from(*self.key.to_bytes())
    }
}

/// Where the device keys are: where `WAYMARK_DEVICES` says, or in the configuration folder.
fn folder() -> Result<PathBuf, Failure> {
    if let Some(named) = env::var_os("WAYMARK_DEVICES").filter(|path| !path.is_empty()) {
        return Ok(named.into());
    }
    let config = dirs::config_dir().ok_or_else(|| {
        Failure::new(
            FailureKind::InputMissing,
            "this system has no configuration folder",
            "Say where the device keys are in WAYMARK_DEVICES.",
        )
    })?;
    Ok(config.join("waymark").join("devices"))
}

/// A name in the folder: a word that is no path and has no ending.
fn is_name(name: &str) -> bool {
    (1..=MAX_NAME).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// The device keys on this computer, by name.
pub fn list_devices() -> Result<Vec<Device>, Failure> {
    let folder = folder()?;
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::from_io(&folder, &error)),
    };
    let mut devices: Vec<Device> = entries
        .take(MAX_KEYS)
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let is_key = path.extension().is_some_and(|end| end == "json");
            let name = path.file_stem()?.to_str()?.to_owned();
            (is_key && is_name(&name)).then(|| describe(name, &path))
        })
        .collect();
    devices.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(devices)
}

fn describe(name: String, path: &Path) -> Device {
    let read = read_limited(path, MAX_LEN).and_then(|file| Ok(device::account_of(&file)?));
    let (account, trouble) = match read {
        Ok(account) => (account, None),
        Err(failure) => (None, Some(failure.message)),
    };
    Device {
        name,
        account,
        trouble,
    }
}

/// Makes a new device key under a name; it must not exist.
pub fn create_device(name: &str, passphrase: &str) -> Result<Session, Failure> {
    keep(name, DeviceKey::create()?, passphrase)
}

/// Takes in a private key, or a key file that this passphrase opens, under a name.
pub fn import_device(name: &str, source: &Path, passphrase: &str) -> Result<Session, Failure> {
    let file = read_limited(source, MAX_LEN)?;
    let plain: Option<B256> = std::str::from_utf8(&file)
        .ok()
        .and_then(|text| text.trim().parse().ok());
    let key = match plain {
        Some(key) => DeviceKey::from_bytes(&key.0)?,
        None => DeviceKey::open(&file, passphrase)?,
    };
    keep(name, key, passphrase)
}

fn keep(name: &str, key: DeviceKey, passphrase: &str) -> Result<Session, Failure> {
    if !is_name(name) {
        return Err(Failure::new(
            FailureKind::Usage,
            format!("a device key cannot be called {name:?}"),
            "Use letters, digits, - and _, at most 64.",
        ));
    }
    let folder = folder()?;
    fs::create_dir_all(&folder).map_err(|error| Failure::from_io(&folder, &error))?;
    let path = folder.join(format!("{name}.json"));
    let locked = key.lock(passphrase)?;
    write_new(&path, locked.as_bytes())?;
    Ok(Session {
        name: name.to_owned(),
        key,
    })
}

/// Writes a file that only its owner may read; one that exists is never overwritten.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write;
    let failed = |error: &std::io::Error| Failure::from_io(path, error);
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    // Drafts are private to their owner from the start.
    let mut draft = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    draft
        .write_all(bytes)
        .and_then(|()| draft.as_file().sync_all())
        .map_err(|error| failed(&error))?;
    match draft.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Err(Failure::new(
            FailureKind::Usage,
            format!("{} exists", path.display()),
            "Choose another name: a key is never overwritten.",
        )),
        Err(error) => Err(failed(&error.error)),
    }
}

/// Opens a device key: a name of [`list_devices`] or a file. Without a name the one that `WAYMARK_DEVICE` names, or the only one.
pub fn open_device(named: Option<&Path>, passphrase: Option<&str>) -> Result<Session, Failure> {
    let (name, path) = find(named)?;
    let file = read_limited(&path, MAX_LEN)?;
    let passphrase = passphrase.ok_or_else(|| {
        Failure::new(
            FailureKind::PassphraseNeeded,
            format!("the device key {name} is locked"),
            "Put its passphrase in a file and name that with --passphrase-file, or in WAYMARK_PASSPHRASE.",
        )
    })?;
    let key = DeviceKey::open(&file, passphrase)?;
    Ok(Session { name, key })
}

fn find(named: Option<&Path>) -> Result<(String, PathBuf), Failure> {
    let from_environment = env::var_os("WAYMARK_DEVICE").map(PathBuf::from);
    let named = named.map(Path::to_owned).or(from_environment);
    let Some(named) = named else {
        return match list_devices()?.as_slice() {
            [only] => Ok((
                only.name.clone(),
                folder()?.join(format!("{}.json", only.name)),
            )),
            [] => Err(missing("there is no device key yet")),
            _ => Err(missing("there are several device keys")),
        };
    };
    if let Some(name) = named.to_str().filter(|name| is_name(name)) {
        let path = folder()?.join(format!("{name}.json"));
        if path.is_file() {
            return Ok((name.to_owned(), path));
        }
    }
    if named.is_file() {
        let stem = named
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        return Ok((stem.unwrap_or_default(), named));
    }
    Err(missing(&format!(
        "there is no device key {}",
        named.display()
    )))
}

fn missing(what: &str) -> Failure {
    Failure::new(
        FailureKind::InputMissing,
        what,
        "Make one with `waymark keys device create NAME`, and name it with --key; `waymark keys device list` shows those that there are.",
    )
}
