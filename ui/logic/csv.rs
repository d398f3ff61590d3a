//! Tables as text for spreadsheets, after RFC 4180.

/// Spreadsheets on some systems take a file for UTF-8 only when it begins with this.
const MARK: char = '\u{feff}';

/// Rows of cells as one text.
pub(crate) fn table<R: IntoIterator<Item = Vec<String>>>(rows: R) -> String {
    let mut text = String::from(MARK);
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| written(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell as it is written. Names come from the ledger: one that a spreadsheet would take for a formula is led by an
/// apostrophe, as OWASP advises against CSV injection. Numbers are left alone.
fn written(cell: &str) -> String {
    let leads = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r');
    let is_formula = cell.starts_with(leads) && cell.parse::<f64>().is_err();
    let safe = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if safe.contains(['"', ',', '\n', '\r', ';']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_borders() {
        let rows = [
            vec!["Name".to_owned(), "kg".to_owned()],
            vec!["Tin, \"fine\"".to_owned(), "1050.25".to_owned()],
            vec!["two\nlines".to_owned(), String::new()],
        ];
        assert_eq!(
            table(rows),
            "\u{feff}Name,kg\r\n\"Tin, \"\"fine\"\"\",1050.25\r\n\"two\nlines\",\r\n"
        );
    }

    #[test]
    fn a_hostile_name_is_no_formula() {
        assert_eq!(written("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(written("@cmd|x"), "'@cmd|x");
        assert_eq!(written("-12.5"), "-12.5", "a number is one");
    }
}
