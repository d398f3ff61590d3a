//! The built files as a whole: gathered in memory, then written so that only what differs is touched.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// What is to lie in the folder: paths relative to it, and contents.
pub(super) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Everything below a folder; nothing for a folder that is not there.
pub(super) fn read_folder(dir: &Path) -> Result<Files, Failure> {
    let mut files = Files::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(folder) = open.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(Failure::file("reading", &folder))? {
            let path = entry.map_err(Failure::file("reading", &folder))?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let content = fs::read(&path).map_err(Failure::file("reading", &path))?;
                let name = path.strip_prefix(dir).unwrap_or(&path).to_path_buf();
                files.insert(name, content);
            }
        }
    }
    Ok(files)
}

/// Makes the folder hold these files and no others; says how many were written or removed.
pub(super) fn write(files: &Files, dir: &Path) -> Result<usize, Failure> {
    let old = read_folder(dir)?;
    let mut changed = 0;
    for name in old.keys().filter(|name| !files.contains_key(*name)) {
        let path = dir.join(name);
        fs::remove_file(&path).map_err(Failure::file("removing", &path))?;
        changed += 1;
    }
    for (name, content) in files {
        if old.get(name) == Some(content) {
            continue;
        }
        let path = dir.join(name);
        let folder = path.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(Failure::file("making", folder))?;
        fs::write(&path, content).map_err(Failure::file("writing", &path))?;
        changed += 1;
    }
    Ok(changed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_becomes_the_files_and_what_is_equal_stays_untouched() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("dist");
        let mut files = Files::from([
            ("index.html".into(), b"page".to_vec()),
            ("fonts/a.woff2".into(), b"font".to_vec()),
        ]);
        assert_eq!(write(&files, &place).unwrap(), 2);
        assert_eq!(read_folder(&place).unwrap(), files);
        assert_eq!(write(&files, &place).unwrap(), 0, "nothing to do");

        files.insert("index.html".into(), b"other page".to_vec());
        files.remove(Path::new("fonts/a.woff2"));
        assert_eq!(write(&files, &place).unwrap(), 2);
        assert_eq!(read_folder(&place).unwrap(), files);
    }
}
