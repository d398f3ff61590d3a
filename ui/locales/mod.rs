//! The window's words, by language. One table per language, compiled in; the tests keep them complete. How numbers and
//! dates are written is `logic::format`'s.

pub(crate) mod field;
pub(crate) mod words;

use std::{cell::Cell, collections::HashMap, sync::OnceLock};

use protocol::Locale;

use crate::logic::format;

/// One language's words by key.
type Table = HashMap<&'static str, &'static str>;

/// Every language, with its own name for itself and its table.
pub(crate) const LANGUAGES: [(Locale, &str, &str); 3] = [
    (Locale::En, "English", "en"),
    (Locale::De, "Deutsch", "de"),
    (Locale::Fr, "Français", "fr"),
];

thread_local! {
    static CURRENT: Cell<Locale> = const { Cell::new(Locale::En) };
}

/// The language words are given in.
pub(crate) fn current() -> Locale {
    CURRENT.get()
}

/// Chooses the language. What is drawn already stays; the shell draws itself again when the language changes.
pub(crate) fn choose(locale: Locale) {
    CURRENT.set(locale);
}

/// The code of a language in BCP 47.
pub(crate) fn code(locale: Locale) -> &'static str {
    LANGUAGES
        .iter()
        .find(|(of, _, _)| *of == locale)
        .map_or("en", |(_, _, code)| code)
}

/// The first language that a browser's list of preferences names.
pub(crate) fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Option<Locale> {
    tags.into_iter().find_map(|tag| {
        let language = tag.split('-').next()?;
        LANGUAGES
            .iter()
            .find(|(_, _, code)| language.eq_ignore_ascii_case(code))
            .map(|(locale, _, _)| *locale)
    })
}

/// The words for a key.
pub(crate) fn t(key: &'static str) -> &'static str {
    table(current()).get(key).copied().unwrap_or(key)
}

/// The words for a key, with each `{name}` replaced by its value.
pub(crate) fn tf(key: &'static str, values: &[(&str, &str)]) -> String {
    fill(t(key), values)
}

/// The words for a number of things: `key.one` or `key.many`, with `{n}` replaced by the number.
pub(crate) fn tn(one: &'static str, many: &'static str, n: u64) -> String {
    let is_one = n == 1 || (n == 0 && current() == Locale::Fr);
    tf(if is_one { one } else { many }, &[("n", &format::count(n))])
}

/// Replaces in one pass, so that a value that holds braces is left alone.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = from.find('}') else {
            rest = from;
            break;
        };
        let name = &from[1..end];
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&from[..=end]),
        }
        rest = &from[end + 1..];
    }
    out.push_str(rest);
    out
}

fn table(locale: Locale) -> &'static Table {
    static TABLES: OnceLock<[Table; 3]> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        [
            parse(include_str!("en.txt")),
            parse(include_str!("de.txt")),
            parse(include_str!("fr.txt")),
        ]
    });
    match locale {
        Locale::En => &tables[0],
        Locale::De => &tables[1],
        Locale::Fr => &tables[2],
    }
}

/// Reads `key = words`, one a line; empty lines and lines that start with `#` are skipped.
fn parse(text: &'static str) -> Table {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .map(|(key, words)| (key.trim(), words.trim()))
        .collect()
}

#[cfg(test)]
mod tests;
