//! A workspace folder: where each thing lies, and the lock that keeps two writers apart.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Failure, FailureKind};

/// How the folder of a workspace in the making is called, and the file in it that its maker holds locked.
const DRAFT_PREFIX: &str = ".waymark-";
const DRAFT_LOCK: &str = ".draft";

/// A draft younger than this may belong to someone who has not locked it yet.
const DRAFT_AGE: Duration = Duration::from_mins(1);

/// All that can lie in a draft; a folder with anything else in it is not one.
const DRAFT_FILES: [&str; 10] = [
    DRAFT_LOCK,
    ".lock",
    "cache.db",
    "cache.db-shm",
    "cache.db-wal",
    "node.json",
    "register.new",
    "register.snapshot",
    "seals.pin",
    "trust.json",
];

/// One workspace folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at this path, whether or not it is a workspace yet.
    pub(crate) fn at(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    /// The path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The SQLite cache.
    pub(crate) fn cache(&self) -> PathBuf {
        self.path.join("cache.db")
    }

    /// What this workspace trusts.
    pub(crate) fn trust(&self) -> PathBuf {
        self.path.join("trust.json")
    }

    /// How to reach the node, if there is one. No secrets.
    pub(crate) fn node(&self) -> PathBuf {
        self.path.join("node.json")
    }

    /// How reports are signed, if the user said. No secrets.
    pub(crate) fn signing(&self) -> PathBuf {
        self.path.join("signing.json")
    }

    /// What the events add up to, as far as an earlier opening or sync kept it; it can be deleted.
    pub(crate) fn register(&self) -> PathBuf {
        self.path.join("register.snapshot")
    }

    /// On which pinned validators the seals in the cache rest.
    pub(crate) fn seals(&self) -> PathBuf {
        self.path.join("seals.pin")
    }

    /// Refuses a folder that is not a workspace.
    pub(crate) fn require(&self) -> Result<(), Failure> {
        if self.cache().is_file() {
            Ok(())
        } else {
            Err(Failure::no_workspace(&self.path))
        }
    }

    /// Takes the folder for writing until the returned lock is dropped.
    pub(crate) fn lock(&self) -> Result<Lock, Failure> {
        let path = self.path.join(".lock");
        let file = File::create(&path).map_err(|error| Failure::from_io(&self.path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Failure::new(
                FailureKind::InUse,
                format!("{} is open in another Waymark", self.path.display()),
                "Close the other window or wait for its sync to end; reading works meanwhile.",
            )),
            Err(TryLockError::Error(error)) => Err(Failure::from_io(&path, &error)),
        }
    }

    /// Builds a new workspace beside the folder and moves it into place whole, so that nothing half-written remains.
    pub(crate) fn create<T>(
        &self,
        fill: impl FnOnce(&Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.require_vacant()?;
        let parent = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(|error| Failure::from_io(parent, &error))?;
        remove_stale_drafts(parent);
        let draft = tempfile::Builder::new()
            .prefix(DRAFT_PREFIX)
            .tempdir_in(parent)
            .map_err(|error| Failure::from_io(parent, &error))?;
        let mark = draft.path().join(DRAFT_LOCK);
        let held = lock_file(&mark).map_err(|error| Failure::from_io(&mark, &error))?;
        let filled = fill(&Self::at(draft.path()))?;
        fs::remove_file(&mark).map_err(|error| Failure::from_io(&mark, &error))?;
        drop(held);
        // Renaming onto an empty folder is one step; `keep` only gives up the clean-up once that step is certain.
        fs::rename(draft.path(), &self.path)
            .map_err(|error| Failure::from_io(&self.path, &error))?;
        let _ = draft.keep();
        Ok(filled)
    }

    fn require_vacant(&self) -> Result<(), Failure> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Failure::from_io(&self.path, &error)),
        };
        if entries.count() == 0 {
            Ok(())
        } else {
            Err(Failure::folder_taken(&self.path))
        }
    }
}

/// Makes a file and locks it until the returned handle is dropped.
fn lock_file(path: &Path) -> std::io::Result<File> {
    let file = File::create(path)?;
    file.try_lock()?;
    Ok(file)
}

/// Removes what killed creations left in this folder. Whatever stands against it is left for the next time.
fn remove_stale_drafts(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries {
        let named = entry.file_name();
        let is_draft = named.to_string_lossy().starts_with(DRAFT_PREFIX);
        if is_draft && is_stale(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether it is a draft of ours whose maker is gone: old enough, unlocked, and nothing foreign in it.
fn is_stale(draft: &Path) -> bool {
    let Ok(about) = fs::symlink_metadata(draft) else {
        return false;
    };
    let age = about.modified().ok().and_then(|at| at.elapsed().ok());
    if !about.is_dir() || age.is_none_or(|age| age < DRAFT_AGE) {
        return false;
    }
    let Ok(entries) = fs::read_dir(draft) else {
        return false;
    };
    let ours = |entry: std::io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            DRAFT_FILES
                .iter()
                .any(|name| entry.file_name().to_str() == Some(name))
        })
    };
    if !entries.into_iter().all(ours) {
        return false;
    }
    match File::open(draft.join(DRAFT_LOCK)) {
        Ok(mark) => mark.try_lock().is_ok(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Holds a workspace for writing. The operating system lets go of it when the program ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Writes a file whole or not at all: into a draft beside it, then moved into place.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write;
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let failed = |error: &std::io::Error| Failure::from_io(path, error);
    let mut draft = tempfile::NamedTempFile::new_in(parent).map_err(|error| failed(&error))?;
    draft
        .write_all(bytes)
        .and_then(|()| draft.as_file().sync_all())
        .map_err(|error| failed(&error))?;
    share(draft.as_file()).map_err(|error| failed(&error))?;
    draft.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Drafts are private to their owner; a finished document is as readable as any other file.
#[cfg(unix)]
fn share(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_second_lock_is_refused_until_the_first_is_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(dir.path());
        let first = folder.lock().unwrap();
        assert_eq!(folder.lock().unwrap_err().kind, FailureKind::InUse);
        drop(first);
        assert!(folder.lock().is_ok());
    }

    #[test]
    fn a_failed_creation_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::at(&dir.path().join("new"));
        let failed = folder.create(|draft| {
            fs::write(draft.cache(), b"half").unwrap();
            Err::<(), _>(Failure::internal("on purpose"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    /// A folder beside the one that is made, as a creation leaves it that was killed so many seconds ago.
    fn left_behind(parent: &Path, name: &str, seconds: u64, files: &[&str]) -> PathBuf {
        let draft = parent.join(name);
        fs::create_dir(&draft).unwrap();
        for file in files {
            fs::write(draft.join(file), b"half").unwrap();
        }
        let then = std::time::SystemTime::now() - Duration::from_secs(seconds);
        File::open(&draft).unwrap().set_modified(then).unwrap();
        draft
    }

    #[test]
    fn what_killed_creations_left_is_removed_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name, seconds, files| left_behind(dir.path(), name, seconds, files);
        let dead = at(".waymark-dead", 600, &[DRAFT_LOCK, "cache.db"]);
        let young = at(".waymark-young", 5, &[DRAFT_LOCK]);
        let alive = at(".waymark-alive", 600, &[DRAFT_LOCK, "cache.db"]);
        let foreign = at(".waymark-foreign", 600, &["diary.txt"]);
        let other = at("other", 600, &["cache.db"]);
        let mark = File::open(alive.join(DRAFT_LOCK)).unwrap();
        mark.try_lock().unwrap();
        let made = Folder::at(&dir.path().join("new"));
        made.create(|_| Ok(())).unwrap();
        assert!(!dead.exists());
        for kept in [&young, &alive, &foreign, &other] {
            assert!(kept.exists(), "{}", kept.display());
        }
        assert_eq!(fs::read_dir(made.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("mine.txt"), b"mine").unwrap();
        let refused = Folder::at(dir.path()).create(|_| Ok(()));
        assert_eq!(refused.unwrap_err().kind, FailureKind::Usage);
        assert_eq!(fs::read(dir.path().join("mine.txt")).unwrap(), b"mine");
    }
}
