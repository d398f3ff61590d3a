//! What was measured, as a table for people and as JSON for programs. Ratios are what counts: seconds are this machine's.

use std::fmt::Write;

use serde::Serialize;

use super::{history::History, measure::Run};

/// What somebody came to on one history.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Row {
    /// Who, with a version where it is somebody else.
    pub(crate) who: String,
    /// What was done with the events.
    pub(crate) does: String,
    /// The result, or why there is none.
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
}

/// The result of a row.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    /// It came to an end.
    Measured(Figures),
    /// It did not, for this reason.
    Skipped { skipped: String },
}

/// What it took.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Figures {
    /// The median of the runs, from start to end of the process.
    pub(crate) seconds: f64,
    /// How many runs.
    pub(crate) runs: usize,
    /// Events of record per second.
    pub(crate) events_per_second: f64,
    /// The median of the processor time that the reader took; the node's is not in it.
    pub(crate) processor_seconds: Option<f64>,
    /// The most memory of any run.
    pub(crate) peak_bytes: Option<u64>,
    /// Bytes on disk at the end.
    pub(crate) file_bytes: Option<u64>,
}

impl Figures {
    /// Of runs that each read this many events.
    pub(crate) fn of(runs: &[Run], events: u64, file_bytes: Option<u64>) -> Self {
        let seconds = median(runs.iter().map(|run| run.seconds).collect());
        Self {
            seconds,
            runs: runs.len(),
            events_per_second: as_float(events) / seconds,
            processor_seconds: runs
                .iter()
                .map(|run| run.processor)
                .collect::<Option<Vec<f64>>>()
                .map(median),
            peak_bytes: runs.iter().filter_map(|run| run.peak).max(),
            file_bytes,
        }
    }
}

/// All rows on one history.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sheet {
    /// How events lie in blocks.
    pub(crate) shape: String,
    /// Events of record.
    pub(crate) events: u64,
    /// The newest block.
    pub(crate) blocks: u64,
    /// Bytes of all answers with the ledger's logs.
    pub(crate) log_bytes: u64,
    /// Bytes of all answers with headers and receipts.
    pub(crate) block_bytes: u64,
    pub(crate) rows: Vec<Row>,
}

/// The rows that others are compared with.
pub(crate) const RAW_LOGS: &str = "raw eth_getLogs";
pub(crate) const RAW_BLOCKS: &str = "raw headers + receipts";
const PONDER: &str = "Ponder";

impl Sheet {
    /// One without rows.
    pub(crate) fn of(shape: String, history: &History) -> Self {
        Self {
            shape,
            events: history.events,
            blocks: history.head,
            log_bytes: 0,
            block_bytes: 0,
            rows: Vec::new(),
        }
    }

    fn seconds_of(&self, who: &str) -> Option<f64> {
        let row = self.rows.iter().find(|row| row.who.starts_with(who))?;
        match &row.outcome {
            Outcome::Measured(figures) => Some(figures.seconds),
            Outcome::Skipped { .. } => None,
        }
    }

    /// How many times as fast as `who` something is that takes this long.
    fn ratio(&self, who: &str, seconds: f64) -> String {
        let base = self.seconds_of(who);
        base.map_or_else(|| "–".to_owned(), |base| format!("{:.2}", base / seconds))
    }

    /// The sheet as a table in Markdown.
    pub(crate) fn table(&self) -> String {
        let mut text = format!(
            "### {}: {} events in {} blocks, {} of logs, {} of headers and receipts\n\n",
            self.shape,
            self.events,
            self.blocks,
            megabytes(Some(self.log_bytes)),
            megabytes(Some(self.block_bytes)),
        );
        let head = [
            "who",
            "events/s",
            "× raw logs",
            "× raw blocks",
            "× Ponder",
            "seconds",
            "processor",
            "memory",
            "bytes/event on disk",
            "what",
        ];
        row(&mut text, &head.map(str::to_owned));
        row(&mut text, &[(); 10].map(|()| "---".to_owned()));
        for entry in &self.rows {
            row(&mut text, &self.cells(entry));
        }
        text
    }

    fn cells(&self, row: &Row) -> [String; 10] {
        let none = || "–".to_owned();
        match &row.outcome {
            Outcome::Measured(figures) => [
                row.who.clone(),
                format!("{:.0}", figures.events_per_second),
                self.ratio(RAW_LOGS, figures.seconds),
                self.ratio(RAW_BLOCKS, figures.seconds),
                self.ratio(PONDER, figures.seconds),
                format!("{:.2}", figures.seconds),
                figures
                    .processor_seconds
                    .map_or_else(none, |seconds| format!("{seconds:.1} s")),
                megabytes(figures.peak_bytes),
                figures.file_bytes.map_or_else(none, |bytes| {
                    format!("{:.0}", as_float(bytes) / as_float(self.events))
                }),
                row.does.clone(),
            ],
            Outcome::Skipped { skipped } => {
                let mut cells = [(); 10].map(|()| none());
                cells[0].clone_from(&row.who);
                cells[9] = format!("skipped: {skipped}");
                cells
            }
        }
    }
}

fn row(text: &mut String, cells: &[String; 10]) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

fn megabytes(bytes: Option<u64>) -> String {
    bytes.map_or_else(
        || "–".to_owned(),
        |bytes| format!("{:.0} MB", as_float(bytes) / 1e6),
    )
}

/// Counts of this program are far below 2⁵².
#[allow(clippy::cast_precision_loss)]
fn as_float(count: u64) -> f64 {
    count as f64
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(seconds: f64) -> Run {
        Run {
            seconds,
            processor: Some(0.5),
            peak: Some(50_000_000),
            said: String::new(),
        }
    }

    fn measured(who: &str, seconds: &[f64], file_bytes: Option<u64>) -> Row {
        let runs: Vec<Run> = seconds.iter().copied().map(run).collect();
        Row {
            who: who.into(),
            does: "reads".into(),
            outcome: Outcome::Measured(Figures::of(&runs, 1000, file_bytes)),
        }
    }

    #[test]
    fn ratios_are_of_medians_and_a_missing_base_is_a_dash() {
        let sheet = Sheet {
            shape: "dense".to_owned(),
            events: 1000,
            blocks: 2,
            log_bytes: 3_000_000,
            block_bytes: 4_000_000,
            rows: vec![
                measured(RAW_LOGS, &[9.0, 1.0, 2.0], None),
                measured("Waymark", &[4.0], Some(700_000)),
                Row {
                    who: "Ponder 0.16.10".into(),
                    does: String::new(),
                    outcome: Outcome::Skipped {
                        skipped: "no npm".into(),
                    },
                },
            ],
        };
        let table = sheet.table();
        assert!(
            table.contains("| Waymark | 250 | 0.50 | – | – | 4.00 | 0.5 s | 50 MB | 700 | reads |"),
            "{table}"
        );
        assert!(table.contains("| Ponder 0.16.10 |") && table.contains("skipped: no npm"));
    }
}
