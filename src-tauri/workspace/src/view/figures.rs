//! What the lineage of one asset adds up to, as plain figures with what they rest on. The reckoning is `lineage`'s.

use lineage::{Bearing, Bounds, Country, Footprint, Material, Shares, Smelting, Stage, Standing};
use protocol::{
    Amount, AssetFigures, AttestationView, BasisView, CarbonFigure, KindShare, MaterialShare,
    OriginShareView, OriginsFigure, RangeView, RecycledFigure, RecycledKind, RestView, ShareName,
    StageView, StageWord,
};
use rust_decimal::Decimal;
use trace::{ClaimKind, EventKey, SubjectId};

use super::words;
use crate::{Failure, Workspace};

/// How many events of a basis are told.
const MOST_EVENTS: usize = 200;
/// How many rows a list of shares has.
const MOST_ROWS: usize = 24;
/// How many attestations upstream are told.
const MOST_UPSTREAM: usize = 40;
/// How many digits of an amount are told.
const DIGITS: u32 = 4;

impl Workspace {
    /// What the lineage of an asset adds up to.
    pub fn figures(&self, epc: &str) -> Result<AssetFigures, Failure> {
        let id = self.asset_id(epc)?;
        let mass = self.roll_up().origins(id).and_then(|all| all.kilograms);
        let (upstream, upstream_total) = self.upstream(id);
        Ok(AssetFigures {
            mass: mass.map(|kilograms| Amount {
                number: kilograms.normalize().to_string(),
                unit: "kg".to_owned(),
            }),
            recycled: self.recycled_figure(id),
            origins: self.origins_figure(id),
            carbon: self.carbon_figure(id),
            custody: self.custody_figures(id),
            upstream,
            upstream_total,
        })
    }

    /// What is attested of what an asset is made from, the newest first, and how many attestations that are.
    fn upstream(&self, id: SubjectId) -> (Vec<AttestationView>, u32) {
        let standings = self.roll_up().standings(id).unwrap_or_default();
        let is_upstream =
            |standing: &&Standing| matches!(standing.bearing, Bearing::Upstream { .. });
        let mut found: Vec<_> = standings.iter().filter(is_upstream).collect();
        found.sort_by_key(|standing| std::cmp::Reverse(standing.attestation.made.event));
        let view = |standing: &&Standing| {
            let about = words::subject_name(&self.register, standing.attestation.subject);
            self.now()
                .attestation_view(standing.attestation, Some(about))
        };
        let told = found.iter().take(MOST_UPSTREAM).map(view);
        (told.collect(), count(found.len()))
    }

    pub(super) fn basis_view(&self, events: &[EventKey]) -> BasisView {
        let weakest = events.iter().map(|event| self.assurance(*event)).max();
        let told = events.iter().take(MOST_EVENTS);
        BasisView {
            assurance: weakest.map(words::assurance),
            events: told.map(|event| self.now().event_ref(*event)).collect(),
            total: count(events.len()),
        }
    }

    fn recycled_figure(&self, id: SubjectId) -> Option<RecycledFigure> {
        let roll_up = self.roll_up();
        let by_kind = roll_up.recycled_by_kind(id)?;
        let recycled = &by_kind.value;
        let claim = (self.register).claim_in_force(id, &ClaimKind::RecycledContent, self.second());
        let kinds = [
            (RecycledKind::PostConsumer, recycled.post_consumer),
            (RecycledKind::PreConsumer, recycled.pre_consumer),
            (RecycledKind::Unspecified, recycled.unspecified),
        ];
        // A kind that only untraced mass could be of tells nothing.
        let can_be = |(_, share): &(RecycledKind, Bounds)| !share.proportional.is_zero();
        let kinds = kinds.into_iter().filter(can_be);
        let materials = roll_up.recycled_by_material(id);
        let materials = materials.map(|figure| figure.value).unwrap_or_default();
        Some(RecycledFigure {
            share: RangeView {
                claimed: claim.map(|claim| words::float(claim.claim.value()) / 100.0),
                ..range(&recycled.total)
            },
            kinds: kinds
                .map(|(kind, share)| KindShare {
                    kind,
                    share: range(&share),
                })
                .collect(),
            materials: (materials.iter().take(MOST_ROWS))
                .map(|content| MaterialShare {
                    name: self.material_name(&content.material),
                    of_asset: range(&content.share),
                    recycled: range(&content.recycled.total),
                })
                .collect(),
            untraced: words::float(recycled.untraced),
            weighed: recycled.is_weighed,
            basis: self.basis_view(by_kind.basis.events()),
        })
    }

    fn material_name(&self, material: &Material) -> ShareName {
        match material {
            Material::Named(name) => ShareName::Named(words::text(name)),
            Material::Class { example, .. } => {
                ShareName::Named(words::subject_name(&self.register, *example))
            }
            Material::Others => ShareName::Others,
            Material::Unrecorded => ShareName::Unrecorded,
        }
    }

    fn origins_figure(&self, id: SubjectId) -> Option<OriginsFigure> {
        let roll_up = self.roll_up();
        let origins = roll_up.origins(id)?;
        // Of an asset that came onto the ledger as it is, there is nothing to tell.
        if origins.shares.iter().any(|share| share.root == id) {
            return None;
        }
        let mut roots: Vec<_> = origins
            .shares
            .iter()
            .map(|share| self.root(share))
            .collect();
        if !origins.unrecorded.upper.is_zero() {
            let kilograms = origins.kilograms.map(|all| origins.unrecorded.times(all));
            roots.push(share_view(
                ShareName::Unrecorded,
                &origins.unrecorded,
                kilograms.as_ref(),
            ));
        }
        let countries = rows(&roll_up.countries(id)?.value, |country| match country {
            Country::Known(code) if code.len() == 2 => ShareName::Country(code.clone()),
            Country::Known(name) => ShareName::Named(words::text(name)),
            Country::Unknown => ShareName::CountryUnknown,
            Country::Unrecorded => ShareName::Unrecorded,
        });
        let smelters = rows(&roll_up.smelters(id)?.value, |smelting| match smelting {
            Smelting::By(party) => ShareName::Named(words::subject_name(&self.register, *party)),
            Smelting::Never => ShareName::NoSmelter,
            Smelting::Unrecorded => ShareName::Unrecorded,
        });
        let basis = roll_up.basis(id).unwrap_or_default();
        let (roots, of_roots) = cut(roots);
        let (countries, of_countries) = cut(countries);
        let (smelters, of_smelters) = cut(smelters);
        Some(OriginsFigure {
            roots,
            countries,
            smelters,
            rest: [of_roots, of_countries, of_smelters],
            weighed: origins.is_weighed,
            basis: self.basis_view(basis.events()),
        })
    }

    fn root(&self, share: &lineage::OriginShare) -> OriginShareView {
        let name = ShareName::Named(words::subject_name(&self.register, share.root));
        let place = words::place(&self.register, share.location);
        let mut aside = vec![words::party_name(&self.register, share.maker), place];
        if share.source != lineage::Source::Unstated {
            aside.push(share.source.word().to_owned());
        }
        aside.retain(|word| !word.is_empty());
        OriginShareView {
            aside: aside.join(" · "),
            asset: Some(words::subject_epc(&self.register, share.root)),
            ..share_view(name, &share.share, share.kilograms.as_ref())
        }
    }

    fn carbon_figure(&self, id: SubjectId) -> Option<CarbonFigure> {
        let unit = self
            .register
            .asset(id)?
            .detail
            .quantity
            .unit
            .symbol()
            .to_owned();
        let figure = self.roll_up().footprint(id)?;
        let footprint = &figure.value;
        let coverage = footprint.coverage.as_ref();
        Some(CarbonFigure {
            total: digits(footprint.kilograms),
            per_unit: digits(footprint.per_unit),
            unit,
            open: footprint.is_open,
            stages: stages(footprint),
            verified: digits(footprint.verified),
            declared: digits(footprint.declared),
            coverage: coverage.map(|shares| {
                [shares.verified, shares.declared, shares.uncovered].map(words::float)
            }),
            primary: footprint.primary_data_share().map(words::float),
            understated: footprint.understated.map(digits),
            basis: self.basis_view(figure.basis.events()),
        })
    }
}

fn stages(footprint: &Footprint) -> Vec<StageView> {
    let view = |share: &lineage::StageShare| StageView {
        stage: match share.stage {
            Stage::MaterialAcquisition => StageWord::Materials,
            Stage::Production => StageWord::Production,
            Stage::Distribution => StageWord::Distribution,
            Stage::Use => StageWord::Use,
            Stage::EndOfLife => StageWord::EndOfLife,
            Stage::Undivided => StageWord::Undivided,
        },
        kilograms: digits(share.kilograms),
        share: (share.kilograms.checked_div(footprint.kilograms)).map_or(0.0, words::float),
    };
    footprint.stages.iter().map(view).collect()
}

fn rows<K>(shares: &Shares<K>, name: impl Fn(&K) -> ShareName) -> Vec<OriginShareView> {
    let view = |share: &lineage::Share<K>| {
        share_view(name(&share.of), &share.share, share.kilograms.as_ref())
    };
    shares.rows.iter().map(view).collect()
}

fn share_view(name: ShareName, share: &Bounds, kilograms: Option<&Bounds>) -> OriginShareView {
    OriginShareView {
        name,
        aside: String::new(),
        asset: None,
        share: range(share),
        kilograms: kilograms.map(|bounds| [digits(bounds.lower), digits(bounds.upper)]),
    }
}

/// No more rows than a list has, and what the others add up to.
fn cut(mut rows: Vec<OriginShareView>) -> (Vec<OriginShareView>, RestView) {
    let others = rows.split_off(rows.len().min(MOST_ROWS));
    let rest = RestView {
        count: count(others.len()),
        share: others.iter().map(|row| row.share.proportional).sum(),
    };
    (rows, rest)
}

fn range(bounds: &Bounds) -> RangeView {
    RangeView {
        lower: words::float(bounds.lower),
        proportional: words::float(bounds.proportional),
        upper: words::float(bounds.upper),
        claimed: None,
    }
}

/// An amount with as many digits as one can use, as a plain decimal number.
fn digits(amount: Decimal) -> String {
    let rounded = amount.round_sf(DIGITS).unwrap_or(amount);
    rounded.normalize().to_string()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_four_digits_and_no_exponent() {
        let shown = |amount: &str| digits(amount.parse().unwrap());
        assert_eq!(shown("0.000123456"), "0.0001235");
        assert_eq!(shown("1050.000"), "1050");
        assert_eq!(shown("123456789"), "123500000");
        assert_eq!(shown("0"), "0");
    }

    #[test]
    fn rows_left_out_are_counted_with_what_they_add_up_to() {
        let row = || share_view(ShareName::Unrecorded, &Bounds::ONE, None);
        let (kept, rest) = cut((0..MOST_ROWS + 2).map(|_| row()).collect());
        assert_eq!((kept.len(), rest.count), (MOST_ROWS, 2));
        assert!((rest.share - 2.0).abs() < f64::EPSILON);
        assert_eq!(cut(vec![row()]).1, RestView::default());
    }
}
