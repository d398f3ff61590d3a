//! Tables as text, CSV as of RFC 4180: for spreadsheets and scripts, with plain numbers and a head line in English.

/// A table in the making.
pub(super) struct Csv(String);

impl Csv {
    pub(super) fn with_head(names: &[&str]) -> Self {
        let mut csv = Self(String::new());
        csv.line(names.iter().map(|name| Cell::Number((*name).to_owned())));
        csv
    }

    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.0.push(',');
            }
            match cell {
                Cell::Number(number) => self.0.push_str(&number),
                Cell::Text(text) => self.0.push_str(&quoted(&text)),
            }
        }
        self.0.push_str("\r\n");
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// A cell of a table.
pub(super) enum Cell {
    /// A number, a word of ours or nothing: written as it is.
    Number(String),
    /// Text from the ledger, which is hostile.
    Text(String),
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn number(number: impl std::fmt::Display) -> Self {
        Self::Number(format!("{number}"))
    }
}

/// Text in quotes where it needs them. What a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_and_never_a_formula() {
        let mut csv = Csv::with_head(&["a", "b"]);
        csv.line([Cell::text("Tin, \"pure\""), Cell::number(-3)]);
        csv.line([Cell::text("=1+1"), Cell::text("two\nlines")]);
        assert_eq!(
            csv.into_text(),
            "a,b\r\n\"Tin, \"\"pure\"\"\",-3\r\n'=1+1,\"two\nlines\"\r\n"
        );
    }
}
