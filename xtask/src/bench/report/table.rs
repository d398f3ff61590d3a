//! What was measured, as a table for people and as JSON for programs. Ratios are what counts: seconds are this machine's.

use std::fmt::Write;

use serde::Serialize;

/// One way to make a report.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub(super) who: String,
    pub(super) does: String,
    /// For one report.
    pub(super) seconds: Option<f64>,
    /// How long the file is.
    pub(super) bytes: Option<u64>,
    /// The most memory that the process held, in bytes.
    pub(super) peak: Option<u64>,
    /// Why there is nothing.
    pub(super) skipped: Option<String>,
}

/// The rows as a table in Markdown; ratios are of the first.
pub(super) fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| who | per report | × Waymark's one | file | memory | what |\n|---|---:|---:|---:|---:|---|\n",
    );
    let base = rows.first().and_then(|row| row.seconds);
    for row in rows {
        let none = || "–".to_owned();
        let ratio = row.seconds.zip(base).filter(|(_, base)| *base > 0.0);
        // Writing to a text does not fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            row.who,
            (row.seconds).map_or_else(none, |seconds| format!("{:.1} ms", seconds * 1e3)),
            ratio.map_or_else(none, |(of, base)| format!("{:.2}", of / base)),
            row.bytes
                .map_or_else(none, |bytes| size(bytes, 1_000, "kB")),
            row.peak
                .map_or_else(none, |bytes| size(bytes, 1_000_000, "MB")),
            (row.skipped.as_ref())
                .map_or_else(|| row.does.clone(), |why| format!("skipped: {why}")),
        );
    }
    text
}

fn size(bytes: u64, unit: u64, word: &str) -> String {
    format!("{} {word}", bytes.div_ceil(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_the_first_row_and_what_is_missing_says_why() {
        let ours = Row {
            who: "Waymark".into(),
            does: "all of it".into(),
            seconds: Some(0.1),
            bytes: Some(275_001),
            peak: Some(40_000_000),
            skipped: None,
        };
        let other = Row {
            who: "other".into(),
            seconds: Some(0.25),
            peak: None,
            ..ours.clone()
        };
        let missing = Row {
            who: "third".into(),
            seconds: None,
            bytes: None,
            skipped: Some("no python3".into()),
            ..other.clone()
        };
        let table = table(&[ours, other, missing]);
        assert!(
            table.contains("| other | 250.0 ms | 2.50 | 276 kB | – | all of it |"),
            "{table}"
        );
        assert!(table.contains("| third | – | – | – | – | skipped: no python3 |"));
    }
}
