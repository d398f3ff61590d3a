//! Output exceeds input: more mass came out of a process than went in.

use rust_decimal::Decimal;
use trace::Mass;

use super::{Figures, Finding, Severity};
use crate::{Register, Transformation};

/// The surplus, as a share of what went in, that scales and rounded unit masses can explain: what ISCC lets stocks deviate by
/// under mass balance, 0.5 %.
const TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

pub(super) fn find(register: &Register) -> Vec<Finding> {
    (register.transformations().values())
        .filter_map(|process| judge(register, process))
        .collect()
}

fn judge(register: &Register, process: &Transformation) -> Option<Finding> {
    let input = kilograms(process.inputs.iter().map(|input| {
        let asset = register.asset(input.asset)?;
        asset.detail.mass_of(input.micro)
    }))?;
    let output = kilograms((process.outputs.iter()).map(|output| register.asset(*output)?.mass()))?;
    let subject = *process.outputs.first()?;
    let tolerated = input.saturating_add(input.saturating_mul(TOLERANCE));
    let severity = if output > tolerated {
        Severity::Error
    } else {
        Severity::Warning
    };
    (output > input).then(|| Finding {
        severity,
        subject,
        assets: process.outputs.clone(),
        events: vec![process.event],
        figures: Figures::OutputExceedsInput { input, output },
    })
}

/// The sum, if every part is known.
fn kilograms(masses: impl Iterator<Item = Option<Mass>>) -> Option<Decimal> {
    masses
        .sum::<Option<Micrograms>>()
        .and_then(|sum| Mass::from_micrograms(sum.0).kilograms())
}

/// Micrograms that add up without overflowing.
struct Micrograms(u128);

impl std::iter::Sum<Mass> for Micrograms {
    fn sum<I: Iterator<Item = Mass>>(masses: I) -> Self {
        Self(masses.fold(0, |sum, mass| sum.saturating_add(mass.micrograms())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, kg, lot, pieces, tin};

    #[test]
    fn mass_from_nowhere_is_found() {
        let mut book = tin();
        book.transform(
            "smelter",
            &[kg("ingot", 10)],
            &[lot("less", 9), pieces("bits", 1, Some(900))],
        );
        assert_eq!(find(&book.register()), [], "9.9 kg of 10 kg");
        book.transform("smelter", &[kg("ingot", 10)], &[lot("more", 11)]);
        let found = find(&book.register());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subject, id("more"));
        assert_eq!(found[0].severity, Severity::Error);
        book.transform(
            "smelter",
            &[kg("ingot", 200)],
            &[lot("most", 200), pieces("dust", 1, Some(900))],
        );
        let found = find(&book.register());
        assert_eq!(found[1].severity, Severity::Warning, "within 0.5 %");
    }

    #[test]
    fn an_unknown_mass_is_no_accusation() {
        let mut book = tin();
        book.transform(
            "smelter",
            &[kg("ingot", 10)],
            &[lot("more", 11), pieces("bits", 1, None)],
        );
        assert_eq!(find(&book.register()), []);
    }
}
