//! The mass of an asset divided by something: the countries it came from, the smelters it passed.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use trace::{ClaimKind, EventKey, SubjectId};

use super::bounds::Bounds;
use super::ingredients::Upstream;
use super::mixture::{Counts, Marking, Mixture};
use super::weights::{greatest, tracked};
use crate::Register;

/// The mass of an asset, divided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shares<K> {
    /// The mass that is divided, in kilograms; `None` where it is unknown.
    pub kilograms: Option<Decimal>,
    /// The greatest first. In proportion they add up to exactly 1.
    pub rows: Vec<Share<K>>,
    /// Whether all masses on the way are known.
    pub is_weighed: bool,
}

/// One part of the mass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share<K> {
    /// What has this share.
    pub of: K,
    /// The share.
    pub share: Bounds,
    /// The same in kilograms of the whole asset, where the mass of that is known.
    pub kilograms: Option<Bounds>,
}

impl<K: Ord + Clone> Shares<K> {
    /// Every mark of a mixture with its share; `perhaps` says which marks may be any of the others.
    pub(super) fn of(
        mixture: &Mixture<K>,
        kilograms: Option<Decimal>,
        perhaps: impl Fn(&K) -> bool,
    ) -> Self {
        let share = |of: &K| {
            let may_be_it = !perhaps(of);
            mixture.share(|mark| match mark {
                mark if mark == of => Counts::Yes,
                mark if may_be_it && perhaps(mark) => Counts::Perhaps,
                _ => Counts::No,
            })
        };
        let mut rows: Vec<_> = (mixture.shares.keys())
            .map(|mark| (mark.clone(), share(mark)))
            .collect();
        rows.sort_by(|(left, one), (right, other)| {
            (other.proportional.cmp(&one.proportional)).then_with(|| left.cmp(right))
        });
        settle(rows.iter_mut().map(|(_, share)| share));
        let row = |(of, share): (K, Bounds)| Share {
            of,
            share,
            kilograms: kilograms.map(|all| share.times(all)),
        };
        Self {
            kilograms,
            rows: rows.into_iter().map(row).collect(),
            is_weighed: mixture.is_weighed,
        }
    }
}

/// Gives what rounding in the last place left over to the first, so that all add up to exactly 1 in proportion.
pub(super) fn settle<'a>(mut shares: impl Iterator<Item = &'a mut Bounds>) {
    let Some(first) = shares.next() else {
        return;
    };
    let others = shares.fold(Decimal::ZERO, |sum, share| {
        sum.saturating_add(share.proportional)
    });
    first.proportional = Decimal::ONE.saturating_sub(others);
    *first = first.in_order();
}

/// A country that mass came from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Country {
    /// The country of the place where a root came onto the ledger, as the directory has it: two capital letters
    /// (ISO 3166-1) or, where it has no such code, at most 64 characters of what stands there; hostile text.
    Known(String),
    /// A root that no place, or none with a country, is recorded for; in a lineage of very many assets and countries also the
    /// small ones, which are not tracked one by one.
    Unknown,
    /// From nothing recorded.
    Unrecorded,
}

impl Country {
    /// The country as the directory has it.
    fn read(text: &str) -> Self {
        let text = text.trim();
        let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        match text {
            "" => Self::Unknown,
            code if is_code => Self::Known(code.to_ascii_uppercase()),
            other => Self::Known(other.chars().take(64).collect()),
        }
    }
}

/// Marks matter by the country of its root.
#[derive(Clone, Debug)]
pub(super) struct ByCountry<'a> {
    register: &'a Register,
    /// The countries that are tracked; all if there are none.
    tracked: BTreeSet<Country>,
}

/// How many countries are tracked in any case.
const COUNTRIES: usize = 64;

impl<'a> ByCountry<'a> {
    /// For the lineage of an asset: of very many countries, the greatest are tracked.
    pub(super) fn along(register: &'a Register, asset: SubjectId, upstream: &Upstream) -> Self {
        let most = tracked(upstream.assets.len()).max(COUNTRIES);
        let mut marking = Self {
            register,
            tracked: BTreeSet::new(),
        };
        let roots = (upstream.assets.iter()).filter(|id| register.making(**id).is_none());
        let countries: Vec<_> = roots.map(|id| (*id, marking.root(*id))).collect();
        marking.tracked = greatest(register, asset, &countries, most);
        marking
    }
}

impl Marking for ByCountry<'_> {
    type Mark = Country;

    fn nowhere(&self) -> Country {
        Country::Unrecorded
    }

    fn root(&self, asset: SubjectId) -> Country {
        let place = self.register.asset(asset).and_then(|asset| asset.made_at);
        let place = place.and_then(|place| self.register.location(place));
        let country = place.map_or(Country::Unknown, |place| Country::read(&place.country));
        if self.tracked.is_empty() || self.tracked.contains(&country) {
            country
        } else {
            Country::Unknown
        }
    }
}

/// The smelter or refiner that mass passed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Smelting {
    /// The last one on its way that the record shows.
    By(SubjectId),
    /// It passed none that the record shows.
    Never,
    /// From nothing recorded.
    Unrecorded,
}

/// Marks matter by the last smelter that it passed.
///
/// The ledger has no role of smelter, and CBV no business step of smelting. Whoever has been attested to be a smelter or
/// refiner is one, whether or not the attestation still stands: a conformity attestation about the party, or about the
/// place, whose statement or method has the word. What comes out of its transformations passed it.
#[derive(Clone, Debug)]
pub(super) struct BySmelter<'a> {
    register: &'a Register,
    /// Who smelts where, and the events that say so.
    smelters: BTreeMap<Site, Vec<EventKey>>,
}

/// A party, and a place where it made something.
type Site = (SubjectId, Option<SubjectId>);

const SMELTING: [&str; 6] = [
    "smelter", "smelters", "smelting", "refiner", "refiners", "refinery",
];

impl<'a> BySmelter<'a> {
    /// The smelters along a lineage.
    pub(super) fn along(register: &'a Register, upstream: &Upstream) -> Self {
        let sites: BTreeSet<Site> = (upstream.assets.iter())
            .filter_map(|asset| register.making(*asset))
            .map(|making| (making.party, making.location))
            .collect();
        let smelters = (sites.into_iter())
            .map(|site| (site, said_of(register, site)))
            .filter(|(_, said)| !said.is_empty())
            .collect();
        Self { register, smelters }
    }

    /// The events that say who smelts.
    pub(super) fn said_by(&self) -> Vec<EventKey> {
        self.smelters.values().flatten().copied().collect()
    }
}

/// The events that say that a party, or a place, smelts.
fn said_of(register: &Register, (party, place): Site) -> Vec<EventKey> {
    ([Some(party), place].into_iter().flatten())
        .flat_map(|subject| register.attestations_about(subject))
        .filter(|known| known.claim.kind == ClaimKind::Conformity)
        .filter(|known| {
            names_smelting(&known.claim.statement) || names_smelting(&known.claim.method)
        })
        .map(|known| known.made.event)
        .collect()
}

fn names_smelting(text: &str) -> bool {
    text.split(|next: char| !next.is_alphanumeric())
        .any(|word| {
            SMELTING
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        })
}

impl Marking for BySmelter<'_> {
    type Mark = Smelting;

    fn nowhere(&self) -> Smelting {
        Smelting::Unrecorded
    }

    fn root(&self, _: SubjectId) -> Smelting {
        Smelting::Never
    }

    fn made(&self, mark: &Smelting, asset: SubjectId) -> Smelting {
        let making = (self.register.making(asset))
            .filter(|making| self.smelters.contains_key(&(making.party, making.location)));
        making.map_or(*mark, |making| Smelting::By(making.party))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_a_code_or_what_stands_there() {
        assert_eq!(Country::read(" id "), Country::Known("ID".to_owned()));
        assert_eq!(Country::read(""), Country::Unknown);
        let long = "x".repeat(500);
        assert_eq!(Country::read(&long), Country::Known("x".repeat(64)));
    }

    #[test]
    fn a_smelter_is_named_by_a_whole_word() {
        assert!(names_smelting("RMAP conformant Smelter"));
        assert!(names_smelting("gold refiner, LBMA"));
        assert!(!names_smelting("smelterless"));
        assert!(!names_smelting("Certified recycler"));
    }
}
