//! The invariants of the house that only its sources can hold: no clock, file or network in a pure crate, SQL in one place.

use std::fs;
use std::path::{Path, PathBuf};

use support::project_root;

use crate::house::PURE;

/// The Rust files of a crate, but for those that only tests use.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let for_tests = ["tests", "testing", "samples", "stub"].contains(&stem.as_str())
            || stem.ends_with("_tests");
        if path.is_dir() && !for_tests {
            found.extend(sources(&path));
        }
        if path.extension().is_some_and(|extension| extension == "rs") && !for_tests {
            found.push(path);
        }
    }
    found
}

/// The lines of code, without comments and without the unit tests at a file's end.
fn code(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let tests = text.find("\nmod tests {").unwrap_or(text.len());
    text[..tests]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(str::to_owned)
        .collect()
}

/// Where one of these words stands in a crate's code.
fn places(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in sources(folder) {
        for line in code(&path) {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    found
}

fn room(name: &str) -> PathBuf {
    project_root().join("src-tauri").join(name).join("src")
}

#[test]
fn the_pure_crates_read_no_clock_no_file_and_no_network() {
    let impure = [
        "std::fs",
        "std::net",
        "std::env::var",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
    ];
    let found: Vec<String> = PURE
        .iter()
        .flat_map(|name| places(&room(name), &impure))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    assert!(
        !places(&room("workspace"), &impure).is_empty(),
        "the search finds nothing"
    );
}

#[test]
fn only_store_and_outbox_contain_sql() {
    let sql = [
        "SELECT ",
        "INSERT INTO",
        "DELETE FROM",
        "CREATE TABLE",
        "PRAGMA ",
    ];
    let rooms = fs::read_dir(project_root().join("src-tauri")).unwrap();
    let mut with_sql = Vec::new();
    for room in rooms {
        let room = room.unwrap().path();
        let source = room.join("src");
        if source.is_dir() && !places(&source, &sql).is_empty() {
            with_sql.push(room.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    with_sql.sort();
    assert_eq!(with_sql, ["outbox", "store"]);
}
