//! How the steps went, as a table.

use std::{fmt, time::Duration};

/// How one step went.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    /// It passed, in this time.
    Passed(Duration),
    /// It failed, after this time.
    Failed(Duration),
    /// It did not run, because an earlier one failed.
    NotRun,
}

/// The outcomes so far.
#[derive(Debug, Default)]
pub(super) struct Summary {
    steps: Vec<(&'static str, Outcome)>,
}

impl Summary {
    /// Notes one more step.
    pub(super) fn add(&mut self, step: &'static str, outcome: Outcome) {
        self.steps.push((step, outcome));
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (step, outcome) in &self.steps {
            match outcome {
                Outcome::Passed(took) => writeln!(f, "{step:<10} passed   {}", clock(*took))?,
                Outcome::Failed(took) => writeln!(f, "{step:<10} FAILED   {}", clock(*took))?,
                Outcome::NotRun => writeln!(f, "{step:<10} not run")?,
            }
        }
        Ok(())
    }
}

/// Minutes and seconds.
fn clock(took: Duration) -> String {
    let seconds = took.as_secs();
    format!("{:>3}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_line() {
        let mut summary = Summary::default();
        summary.add("style", Outcome::Passed(Duration::from_secs(61)));
        summary.add("contracts", Outcome::Failed(Duration::from_millis(1900)));
        summary.add("ui", Outcome::NotRun);
        assert_eq!(
            summary.to_string(),
            "style      passed     1:01\ncontracts  FAILED     0:01\nui         not run\n"
        );
    }
}
