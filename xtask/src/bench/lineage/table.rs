//! What was measured, as tables for people and as JSON for programs. Ratios are what counts: seconds are this machine's.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// What a history came to, as the measuring program says it. Seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct History {
    pub(super) events: u64,
    pub(super) assets: u64,
    pub(super) arcs: u64,
    pub(super) ancestors: u64,
    pub(super) load: f64,
    pub(super) ancestry: f64,
    pub(super) trail: f64,
    pub(super) roll_up: f64,
    pub(super) visible: f64,
    pub(super) nodes: u64,
    /// What SQLite took for the same ancestry.
    #[serde(default)]
    pub(super) recursive: f64,
}

/// The histories as a table in Markdown.
pub(super) fn histories(all: &[History]) -> String {
    let mut text = String::from("### Histories\n\n");
    row(
        &mut text,
        &[
            "events",
            "assets",
            "arcs",
            "ancestors",
            "ancestry",
            "SQLite, recursive",
            "× SQLite",
            "trail with shares",
            "recycled content",
            "picture, 3 steps",
            "cards",
            "graph from register",
        ]
        .map(str::to_owned),
    );
    row(&mut text, &[(); 12].map(|()| "---:".to_owned()));
    for of in all {
        row(
            &mut text,
            &[
                of.events.to_string(),
                of.assets.to_string(),
                of.arcs.to_string(),
                of.ancestors.to_string(),
                time(of.ancestry),
                time(of.recursive),
                format!("{:.0}", of.recursive / of.ancestry),
                time(of.trail),
                time(of.roll_up),
                time(of.visible),
                of.nodes.to_string(),
                time(of.load),
            ],
        );
    }
    text
}

/// One program's drawing of a picture.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    pub(super) who: String,
    pub(super) does: String,
    pub(super) seconds: Option<f64>,
    pub(super) crossings: Option<u64>,
    /// Why there is nothing.
    pub(super) skipped: Option<String>,
}

/// All drawings of one picture; Waymark's comes first.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sheet {
    pub(super) cards: u64,
    pub(super) arrows: usize,
    pub(super) rows: Vec<Row>,
}

impl Sheet {
    /// The sheet as a table in Markdown.
    pub(super) fn table(&self) -> String {
        let mut text = format!("### {} cards, {} arrows\n\n", self.cards, self.arrows);
        let head = [
            "who",
            "layout",
            "× Waymark's time",
            "crossings",
            "× Waymark's crossings",
            "what",
        ];
        row(&mut text, &head.map(str::to_owned));
        row(&mut text, &[(); 6].map(|()| "---".to_owned()));
        let base = self.rows.first();
        for entry in &self.rows {
            let times = ratio(entry.seconds, base.and_then(|base| base.seconds));
            let crossings = entry.crossings.map(as_float);
            let base = base.and_then(|base| base.crossings).map(as_float);
            let none = || "–".to_owned();
            row(
                &mut text,
                &[
                    entry.who.clone(),
                    entry.seconds.map_or_else(none, time),
                    times,
                    entry.crossings.map_or_else(none, |count| count.to_string()),
                    ratio(crossings, base),
                    (entry.skipped.as_ref())
                        .map_or_else(|| entry.does.clone(), |why| format!("skipped: {why}")),
                ],
            );
        }
        text
    }
}

fn ratio(of: Option<f64>, base: Option<f64>) -> String {
    let ratio = of.zip(base).filter(|(_, base)| *base > 0.0);
    ratio.map_or_else(|| "–".to_owned(), |(of, base)| format!("{:.2}", of / base))
}

/// Seconds, in milliseconds where they are few.
fn time(seconds: f64) -> String {
    if seconds < 0.01 {
        format!("{:.2} ms", seconds * 1e3)
    } else if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

fn row<const N: usize>(text: &mut String, cells: &[String; N]) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// Counts of this program are far below 2⁵².
#[allow(clippy::cast_precision_loss)]
fn as_float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_of_the_first_row_and_what_is_missing_says_why() {
        let measured = |who: &str, seconds, crossings| Row {
            who: who.into(),
            does: "draws".into(),
            seconds: Some(seconds),
            crossings: Some(crossings),
            skipped: None,
        };
        let missing = Row {
            seconds: None,
            crossings: None,
            skipped: Some("no npm".into()),
            ..measured("dagre", 0.0, 0)
        };
        let sheet = Sheet {
            cards: 100,
            arrows: 140,
            rows: vec![
                measured("Waymark", 0.002, 20),
                measured("dot", 1.5, 30),
                missing,
            ],
        };
        let table = sheet.table();
        assert!(
            table.contains("| dot | 1.50 s | 750.00 | 30 | 1.50 | draws |"),
            "{table}"
        );
        assert!(table.contains("| dagre | – | – | – | – | skipped: no npm |"));
    }
}
