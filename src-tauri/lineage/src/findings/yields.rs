//! What comes out of processes: output exceeds input (more mass came out than went in), impossible yield (a rework that made
//! more pieces than it took), and a yield unlike that of the same party's other processes for the same article.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use trace::{Mass, SubjectId};

use super::{Figures, Finding, Severity};
use crate::{Register, Transformation};

/// The surplus, as a share of what went in, that scales and rounded unit masses can explain: what ISCC lets stocks deviate by
/// under mass balance, 0.5 %.
const TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// From how many processes on one can say what is usual.
const ENOUGH: usize = 8;

/// By how much a yield must differ from the usual one to be told of, whatever the others do: 15 points, in millionths.
const FAR: u64 = 150_000;

/// By how many times the usual deviation it must differ as well.
const DEVIATIONS: u64 = 6;

pub(super) fn find(register: &Register) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut kin: BTreeMap<(SubjectId, &str), Vec<(u64, &Transformation)>> = BTreeMap::new();
    for process in register.transformations().values() {
        let Some((input, output)) = weigh(register, process) else {
            found.extend(judge_count(register, process));
            continue;
        };
        if output > input {
            found.extend(exceeds(process, input, output));
        } else if let Some(of) = article(register, process)
            && let Some(share) = millionths(output, input)
        {
            kin.entry((process.party, of))
                .or_default()
                .push((share, process));
        }
    }
    found.extend(kin.into_values().flat_map(unlike_the_others));
    found
}

/// The mass in and out, where all masses are known.
fn weigh(register: &Register, process: &Transformation) -> Option<(Mass, Mass)> {
    let input = sum(process.inputs.iter().map(|input| {
        let asset = register.asset(input.asset)?;
        asset.detail.mass_of(input.micro)
    }))?;
    let output = sum((process.outputs.iter()).map(|output| register.asset(*output)?.mass()))?;
    Some((input, output))
}

fn exceeds(process: &Transformation, input: Mass, output: Mass) -> Option<Finding> {
    let (input, output) = (input.kilograms()?, output.kilograms()?);
    let tolerated = input.saturating_add(input.saturating_mul(TOLERANCE));
    let severity = if output > tolerated {
        Severity::Error
    } else {
        Severity::Warning
    };
    let figures = Figures::OutputExceedsInput { input, output };
    about(process, severity, figures)
}

fn about(process: &Transformation, severity: Severity, figures: Figures) -> Option<Finding> {
    Some(Finding {
        severity,
        subject: *process.outputs.first()?,
        assets: process.outputs.clone(),
        events: vec![process.event],
        figures,
    })
}

/// Of what cannot be weighed: who only sorts, tests or relabels one article gets no more of it than there was.
fn judge_count(register: &Register, process: &Transformation) -> Option<Finding> {
    let sort = |id: SubjectId| {
        let detail = &register.asset(id)?.detail;
        Some((class(detail.epc.as_str())?, &detail.quantity.unit))
    };
    let one = sort(*process.outputs.first()?)?;
    let inputs = process.inputs.iter().map(|input| input.asset);
    let all = inputs.chain(process.outputs.iter().copied());
    if !all.map(sort).all(|other| other == Some(one)) {
        return None;
    }
    let input = (process.inputs.iter()).fold(0_u64, |sum, input| sum.saturating_add(input.micro));
    let made = |id: &SubjectId| {
        register
            .asset(*id)
            .map_or(0, |asset| asset.detail.quantity.micro)
    };
    let output = (process.outputs.iter()).fold(0_u64, |sum, id| sum.saturating_add(made(id)));
    if output <= input {
        return None;
    }
    let figures = Figures::CountExceedsInput { input, output };
    about(process, Severity::Error, figures)
}

/// Those whose yield is far from the median, measured also by how far the others are from it.
fn unlike_the_others(mut kin: Vec<(u64, &Transformation)>) -> Vec<Finding> {
    if kin.len() < ENOUGH {
        return Vec::new();
    }
    kin.sort_unstable_by_key(|(share, process)| (*share, process.event));
    let usual = kin[kin.len() / 2].0;
    let mut deviations: Vec<u64> = kin.iter().map(|(share, _)| share.abs_diff(usual)).collect();
    deviations.sort_unstable();
    let far = FAR.max(deviations[deviations.len() / 2].saturating_mul(DEVIATIONS));
    let share = |millionths: u64| Decimal::from_i128_with_scale(millionths.into(), 6).normalize();
    (kin.iter())
        .filter(|(of, _)| of.abs_diff(usual) > far)
        .filter_map(|(of, process)| {
            let figures = Figures::UnlikelyYield {
                yielded: share(*of),
                usual: share(usual),
                processes: kin.len(),
            };
            about(process, Severity::Warning, figures)
        })
        .collect()
}

/// The article that a process makes: the class of its first output.
fn article<'a>(register: &'a Register, process: &Transformation) -> Option<&'a str> {
    class(
        register
            .asset(*process.outputs.first()?)?
            .detail
            .epc
            .as_str(),
    )
}

/// A name without its last part, the lot or serial number; `None` for a name that has only one part.
fn class(epc: &str) -> Option<&str> {
    epc.rsplit_once('/').map(|(class, _)| class)
}

fn millionths(part: Mass, whole: Mass) -> Option<u64> {
    let scaled = part.micrograms().checked_mul(1_000_000)?;
    u64::try_from(scaled.checked_div(whole.micrograms())?).ok()
}

/// The sum, if every part is known.
fn sum(mut masses: impl Iterator<Item = Option<Mass>>) -> Option<Mass> {
    masses.try_fold(Mass::default(), |sum, mass| Some(sum.plus(mass?)))
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

    #[test]
    fn a_rework_makes_no_more_pieces_than_it_took() {
        let mut book = tin();
        let named = |name: &str, count| pieces(&format!("chip/{name}"), count, None);
        book.commission("smelter", named("raw", 100));
        let used = [kg("chip/raw", 50)];
        book.transform("smelter", &used, &[named("good", 45), named("bad", 5)]);
        assert_eq!(find(&book.register()), []);
        book.transform("smelter", &used, &[named("more", 51)]);
        let found = find(&book.register());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].figures.code(), "impossible-yield");
        assert_eq!(found[0].subject, id("chip/more"));
    }

    #[test]
    fn a_yield_unlike_all_the_others_is_worth_a_look() {
        let mut book = tin();
        let cast = |book: &mut crate::testing::Book, number: u64, kilograms: u64| {
            let name = format!("bar/{number}");
            book.transform("smelter", &[kg("ingot", 20)], &[lot(&name, kilograms)]);
        };
        for number in 0..9 {
            cast(&mut book, number, 18 + number % 2);
        }
        assert_eq!(find(&book.register()), []);
        cast(&mut book, 9, 11);
        let found = find(&book.register());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subject, id("bar/9"));
        let Figures::UnlikelyYield { yielded, usual, .. } = found[0].figures else {
            panic!("{found:?}");
        };
        assert_eq!((yielded, usual), (Decimal::new(55, 2), Decimal::new(90, 2)));
    }
}
