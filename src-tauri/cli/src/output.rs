//! How answers are printed: JSON documents, tables, and failures with their hints.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use workspace::{Failure, FailureKind};

/// Prints one JSON document.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| {
        Failure::new(
            FailureKind::Internal,
            error.to_string(),
            "Please report this.",
        )
    })?;
    lines([text])
}

/// Prints one JSON document on one line.
pub(crate) fn json_line(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| {
        Failure::new(
            FailureKind::Internal,
            error.to_string(),
            "Please report this.",
        )
    })?;
    lines([text])
}

/// Prints lines. A reader that has seen enough, such as `head`, is no failure.
pub(crate) fn lines(lines: impl IntoIterator<Item = String>) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    for line in lines {
        match writeln!(out, "{line}") {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Failure::from_io("standard output".as_ref(), &error)),
        }
    }
    Ok(())
}

/// Prints a text as it is.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::from_io("standard output".as_ref(), &error))
        }
        _ => Ok(()),
    }
}

/// Prints a table: columns as wide as their widest cell, two spaces between.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
    let width = |column: usize| {
        let cells = rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count());
        cells
            .chain([head[column].chars().count()])
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    lines(std::iter::once(line(&head)).chain(rows.iter().map(|row| line(row))))
}

/// Progress on standard error, on one line, for people only.
pub(crate) fn progress(words: &str) {
    if io::stderr().is_terminal() {
        eprint!("\r{words}\u{1b}[K");
    }
}

/// Ends the line of progress.
pub(crate) fn progress_done() {
    if io::stderr().is_terminal() {
        eprintln!();
    }
}

/// Something to know that is no failure: what happened, and what to do next.
pub(crate) fn note(message: &str, hint: &str) {
    eprintln!("waymark: note: {message}");
    if !hint.is_empty() {
        eprintln!("  {hint}");
    }
}

/// A failure: what happened, and what to do next.
pub(crate) fn failure(failure: &Failure) {
    eprintln!("waymark: {}", failure.message);
    if !failure.hint.is_empty() {
        eprintln!("  {}", failure.hint);
    }
}
