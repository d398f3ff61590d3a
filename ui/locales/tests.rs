//! Every language says everything, and nothing else.
#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::*;

fn keys(locale: Locale) -> BTreeSet<&'static str> {
    table(locale).keys().copied().collect()
}

fn placeholders(words: &str) -> BTreeSet<&str> {
    words
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn every_language_has_every_key() {
    for (locale, name, _) in LANGUAGES {
        let missing: Vec<_> = keys(Locale::En)
            .symmetric_difference(&keys(locale))
            .copied()
            .collect();
        assert!(
            missing.is_empty(),
            "{name} and English differ in {missing:?}"
        );
    }
}

#[test]
fn no_words_are_empty_or_lack_a_placeholder() {
    for (locale, name, _) in LANGUAGES {
        for (key, words) in table(locale) {
            assert!(!words.is_empty(), "{name}: {key}");
            let expected = placeholders(table(Locale::En)[key]);
            assert_eq!(placeholders(words), expected, "{name}: {key}");
        }
    }
}

#[test]
fn no_key_is_given_twice() {
    for text in [
        include_str!("en.txt"),
        include_str!("de.txt"),
        include_str!("fr.txt"),
    ] {
        let mut seen = BTreeMap::new();
        for (key, _) in text.lines().filter_map(|line| line.split_once('=')) {
            *seen.entry(key.trim()).or_insert(0) += 1;
        }
        let twice: Vec<_> = seen.iter().filter(|(_, times)| **times > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

/// Every string literal in the sources that looks like a key.
fn used_keys(dir: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["node_modules", "dist", "target"].contains(&name.as_str()) {
            used_keys(&path, found);
        }
        if path.extension().is_none_or(|ending| ending != "rs") || name == "tests.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for literal in text.split('"').skip(1).step_by(1) {
            let looks_like_a_key = literal.contains('.')
                && literal
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || b".-".contains(&byte));
            if looks_like_a_key {
                found.insert(literal.to_owned());
            }
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let mut used = BTreeSet::new();
    used_keys(Path::new(env!("CARGO_MANIFEST_DIR")), &mut used);
    let table = keys(Locale::En);
    let idle: Vec<_> = table.iter().filter(|key| !used.contains(**key)).collect();
    assert!(idle.is_empty(), "nobody says {idle:?}");
    let groups: BTreeSet<_> = table
        .iter()
        .filter_map(|key| key.split('.').next())
        .collect();
    let unknown: Vec<_> = used
        .iter()
        .filter(|key| groups.contains(key.split('.').next().unwrap_or_default()))
        .filter(|key| !table.contains(key.as_str()))
        .collect();
    assert!(unknown.is_empty(), "no language knows {unknown:?}");
}

#[test]
fn values_are_never_read_as_templates() {
    assert_eq!(
        fill("{a} and {b}", &[("a", "{b}"), ("b", "x")]),
        "{b} and x"
    );
    assert_eq!(fill("an open { brace", &[]), "an open { brace");
}

#[test]
fn the_system_s_language_is_taken_where_it_is_spoken() {
    assert_eq!(preferred(["pl-PL", "de-CH", "en"]), Some(Locale::De));
    assert_eq!(preferred(["FR"]), Some(Locale::Fr));
    assert_eq!(preferred(["ja"]), None);
}

#[test]
fn french_counts_nothing_as_one() {
    choose(Locale::Fr);
    let none = tn("count.findings.one", "count.findings.many", 0);
    choose(Locale::En);
    assert_eq!(none, "0 anomalie");
    assert_eq!(
        tn("count.findings.one", "count.findings.many", 0),
        "0 findings"
    );
}
