//! What a program answered, and what tests ask of it.

use serde_json::Value;

/// What a program left behind.
#[derive(Debug)]
pub struct Answer {
    /// The command line.
    pub line: String,
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Answer {
    /// The exit code must be this one.
    #[must_use]
    pub fn code(self, wanted: i32) -> Self {
        assert_eq!(
            self.code,
            Some(wanted),
            "{}\n{}{}",
            self.line,
            self.out,
            self.err
        );
        self
    }

    /// It must have gone well.
    #[must_use]
    pub fn good(self) -> Self {
        self.code(0)
    }

    /// It must have been refused with this exit code, with nothing on standard output, and on standard error what
    /// happened and, indented below, what to do next.
    pub fn refused(self, wanted: i32) {
        let answer = self.code(wanted);
        let shown = format!("{}\n{}", answer.line, answer.err);
        assert_eq!(answer.out, "", "{shown}");
        let message = answer
            .err
            .lines()
            .position(|line| line.starts_with("waymark: "));
        let message = message.unwrap_or_else(|| panic!("no message: {shown}"));
        let hint = answer
            .err
            .lines()
            .skip(message + 1)
            .find(|line| line.starts_with("  "));
        assert!(
            hint.is_some_and(|hint| hint.trim().len() > 10),
            "no hint: {shown}"
        );
    }

    /// Standard output as the one JSON document that it must be.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}{}", self.line, self.out, self.err))
    }
}

/// The document without the fields of these names, at any depth.
#[must_use]
pub fn without(document: &Value, names: &[&str]) -> Value {
    match document {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), without(value, names)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(|item| without(item, names)).collect(),
        other => other.clone(),
    }
}
