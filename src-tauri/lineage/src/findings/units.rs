//! Unknown unit: a quantity in a unit that is in no list, with no mass recorded beside it: no sum can take it in.

use std::collections::BTreeMap;

use trace::SubjectId;

use super::{Figures, Finding, Severity};
use crate::Register;

/// The units that quantities of goods are given in, by their codes (UN/ECE Recommendation 20 and, for packages, 21): by mass, by
/// number, by length, area and volume, by energy.
const KNOWN: [&str; 52] = [
    "KGM", "GRM", "TNE", "MGM", "MC", "DTN", "KTN", "LBR", "ONZ", "APZ", "STN", "LTN", "CGM",
    "H87", "C62", "EA", "NMB", "PR", "SET", "DZN", "GRO", "MIL", "CEN", "NAR", "XBX", "XPX", "XCT",
    "XRO", "XDR", "XBG", "MTR", "CMT", "MMT", "DMT", "KMT", "YRD", "MTK", "CMK", "MMK", "DMK",
    "FTK", "MTQ", "CMQ", "DMQ", "LTR", "MLT", "CLT", "HLT", "GLL", "KWH", "MWH", "JOU",
];

/// One finding for each party and unit, about the first asset of it.
pub(super) fn find(register: &Register) -> Vec<Finding> {
    let mut odd: BTreeMap<(SubjectId, &str), Vec<SubjectId>> = BTreeMap::new();
    for (id, asset) in register.assets() {
        let unit = asset.detail.quantity.unit.code();
        if asset.detail.unit_mass.is_none() && !KNOWN.contains(&unit) {
            odd.entry((asset.maker, unit)).or_default().push(*id);
        }
    }
    (odd.into_iter())
        .filter_map(|((_, unit), assets)| {
            let made_by = |id: &SubjectId| register.asset(*id).map(|asset| asset.made_by);
            let (first, event) = (assets.iter())
                .filter_map(|id| Some((*id, made_by(id)?)))
                .min_by_key(|(_, event)| *event)?;
            Some(Finding {
                severity: Severity::Warning,
                subject: first,
                events: vec![event],
                figures: Figures::UnknownUnit {
                    unit: unit.to_owned(),
                },
                assets,
            })
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use trace::{AssetDetail, Mass, Quantity, Unit};

    use super::*;
    use crate::testing::{id, lot, tin};

    fn odd(name: &str, unit_mass: Option<Mass>) -> AssetDetail {
        let mut detail = lot(name, 5);
        detail.quantity = Quantity {
            unit: Unit::new("ZZ9").unwrap(),
            ..detail.quantity
        };
        AssetDetail {
            unit_mass,
            ..detail
        }
    }

    #[test]
    fn a_unit_that_nobody_knows_is_told_once_for_each_maker() {
        let mut book = tin();
        assert_eq!(find(&book.register()), []);
        book.commission("miner", odd("bags", None));
        book.commission("miner", odd("sacks", None));
        let weighed = Some(Mass::from_milligrams(5));
        book.commission("smelter", odd("bars", weighed));
        let found = find(&book.register());
        assert_eq!(found.len(), 1, "what has a mass can be reckoned with");
        assert_eq!(found[0].subject, id("bags"));
        assert_eq!(found[0].assets.len(), 2);
        let unit = "ZZ9".to_owned();
        assert_eq!(found[0].figures, Figures::UnknownUnit { unit });
    }
}
