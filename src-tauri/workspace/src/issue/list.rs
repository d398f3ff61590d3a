//! The list that a batch works through: a name on each line, or a table (CSV as of RFC 4180) with a head line that names its
//! columns. Spreadsheets write commas, semicolons or tabs, and a mark before the first line: all of that is read.

use std::path::Path;

use crate::trust_file::read_limited;
use crate::{Failure, FailureKind};

/// The longest list that is read, in bytes.
const MAX_LEN: u64 = 64 << 20;
/// The most lines that are worked through in one go.
const MOST_LINES: usize = 100_000;
/// The longest cell that is taken, in characters.
const LONGEST_CELL: usize = 2_000;

const COLUMNS: [&str; 6] = ["epc", "template", "recipient", "shipment", "lang", "paper"];

/// One line of a list. What it leaves open is as the batch has it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListLine {
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// The asset.
    pub epc: String,
    /// The word for the template.
    pub template: Option<String>,
    /// Whom the report is for.
    pub recipient: Option<String>,
    /// The shipment.
    pub shipment: Option<String>,
    /// The language: `en`, `de` or `fr`.
    pub lang: Option<String>,
    /// The paper: `a4` or `letter`.
    pub paper: Option<String>,
}

/// Reads a list.
pub fn read_list(path: &Path) -> Result<Vec<ListLine>, Failure> {
    let bytes = read_limited(path, MAX_LEN)?;
    let unusable = |message: String, hint: &str| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{}: {message}", path.display()),
            hint,
        )
    };
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        unusable(
            "it is not UTF-8 text".into(),
            "Save it as UTF-8 and try again.",
        )
    })?;
    let lines = parse(text).map_err(|message| {
        unusable(
            message,
            "Write one name on each line, or a table with the columns epc, template, recipient, shipment, lang, paper.",
        )
    })?;
    match lines.len() {
        0 => Err(unusable(
            "it names no asset".into(),
            "Write one name on each line, such as urn:epc:id:sgtin:3770029.010200.000417.",
        )),
        many if many > MOST_LINES => Err(unusable(
            format!("it has {many} lines, and {MOST_LINES} at most are worked through in one go"),
            "Split it into several lists.",
        )),
        _ => Ok(lines),
    }
}

fn parse(text: &str) -> Result<Vec<ListLine>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().find(|line| !line.trim().is_empty());
    match head.and_then(separator_of) {
        Some(separator) => table(text, separator),
        None => Ok(plain(text)),
    }
}

/// A name on each line; empty lines and those that begin with `#` are skipped.
fn plain(text: &str) -> Vec<ListLine> {
    let lines = text.lines().enumerate().map(|(at, line)| ListLine {
        line: at + 1,
        epc: limited(line),
        ..ListLine::default()
    });
    lines
        .filter(|line| !line.epc.is_empty() && !line.epc.starts_with('#'))
        .collect()
}

/// What stands between the cells, if this is the head line of a table.
fn separator_of(head: &str) -> Option<u8> {
    let is_epc = |cell: &str| cell.trim().trim_matches('"').eq_ignore_ascii_case("epc");
    let mut separators = [b',', b';', b'\t'].into_iter();
    separators.find(|separator| head.split(char::from(*separator)).any(is_epc))
}

fn table(text: &str, separator: u8) -> Result<Vec<ListLine>, String> {
    let mut rows = rows(text, separator)?.into_iter();
    let (_, head) = rows.next().unwrap_or_default();
    let columns: Vec<String> = head.iter().map(|cell| cell.to_lowercase()).collect();
    let strange = columns.iter().find(|name| {
        let known = COLUMNS.contains(&name.as_str());
        !known && !name.is_empty()
    });
    if let Some(name) = strange {
        return Err(format!(
            "it has a column {name:?}, which nothing is known of"
        ));
    }
    let lines = rows.map(|(line, cells)| {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column == name)?;
            let text = cells.get(at)?;
            (!text.is_empty()).then(|| text.clone())
        };
        ListLine {
            line,
            epc: cell("epc").unwrap_or_default(),
            template: cell("template"),
            recipient: cell("recipient"),
            shipment: cell("shipment"),
            lang: cell("lang"),
            paper: cell("paper"),
        }
    });
    Ok(lines.collect())
}

/// The rows that have something in them, each with the line it begins on.
fn rows(text: &str, separator: u8) -> Result<Vec<(usize, Vec<String>)>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        // The reader's own count is one short behind CRLF: its record begins with what ended the one before.
        let at = record.position().map_or(0, csv::Position::byte);
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let ended = text.get(at..).unwrap_or_default();
        let at = at + ended.len() - ended.trim_start_matches(['\r', '\n']).len();
        line += text
            .get(counted..at)
            .unwrap_or_default()
            .matches('\n')
            .count();
        counted = at;
        let cells: Vec<String> = record.iter().map(limited).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, cells));
        }
    }
    Ok(rows)
}

fn limited(cell: &str) -> String {
    cell.trim().chars().take(LONGEST_CELL).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(line: usize, epc: &str) -> ListLine {
        ListLine {
            line,
            epc: epc.into(),
            ..ListLine::default()
        }
    }

    #[test]
    fn a_name_on_each_line() {
        let lines =
            parse("\u{feff}urn:a\r\n\r\n# later: urn:b\n  urn:c  \nhttps://x/01/1,2").unwrap();
        let expected = [
            named(1, "urn:a"),
            named(4, "urn:c"),
            named(5, "https://x/01/1,2"),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_table_as_spreadsheets_write_it() {
        let text = "\u{feff}Recipient;EPC;Template\r\n\"Fox; \"\"Sons\"\"\r\nLtd\";urn:a;custody\r\n;;\r\n;urn:b;\r\n";
        let lines = parse(text).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].line, 2);
        assert_eq!(lines[0].recipient.as_deref(), Some("Fox; \"Sons\"\r\nLtd"));
        assert_eq!(lines[0].template.as_deref(), Some("custody"));
        assert_eq!(lines[1], named(5, "urn:b"));
    }

    #[test]
    fn a_line_without_a_name_stays_to_be_told() {
        let lines = parse("epc,recipient\n,Fox\nurn:b,\n").unwrap();
        assert_eq!((lines[0].line, lines[0].epc.as_str()), (2, ""));
    }

    #[test]
    fn a_column_that_nothing_is_known_of_is_named() {
        let refused = parse("epc,certificate\nurn:a,custody\n").unwrap_err();
        assert!(refused.contains("certificate"), "{refused}");
    }

    proptest! {
        #[test]
        fn no_text_stops_it(text in "\\PC*|[\",;\n\repc \t]*") {
            let _ = parse(&text);
            let _ = parse(&format!("epc,recipient\n{text}"));
        }
    }
}
