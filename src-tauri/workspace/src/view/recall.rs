//! The reach of a recall in words: what a lot went into, who has that now and where. It records nothing.

use std::collections::BTreeMap;

use lineage::{Bounds, Holding, HoldingState, Register, Touched};
use protocol::{
    HoldingWord, MassRange, RangeView, ReachAsset, ReachHolder, ReachHolding, ReachShipment,
    ReachView, RecallView,
};
use rust_decimal::Decimal;
use trace::{Mass, ShipmentId, SubjectId};

use super::csv::{Cell, Csv};
use super::words;
use crate::{Failure, Workspace};

impl Workspace {
    /// What a lot went into, who has that now and where.
    pub fn reach(&self, epc: &str) -> Result<ReachView, Failure> {
        let of = self.asset_id(epc)?;
        let vanished = || Failure::internal("an asset vanished while it was looked at");
        let reach = lineage::reach(&self.register, &self.lineage, of).ok_or_else(vanished)?;
        let asset = self.register.asset(of).ok_or_else(vanished)?;
        let sites = Sites::of(&self.register);
        let mut holders = Holders::default();
        for touched in &reach.touched {
            holders.add(&self.register, &sites, touched);
        }
        Ok(ReachView {
            epc: asset.detail.epc.to_string(),
            name: words::asset_name(asset),
            recall: asset.recall().map(|recall| RecallView {
                by: words::party_name(&self.register, recall.party),
                on: words::moment(recall.time),
                reason: words::text(&recall.reason),
                lifted: (recall.lifted.as_ref()).map(|lifted| words::moment(lifted.step.time)),
            }),
            holders: holders.view(&self.register),
            assets: (reach.touched.iter())
                .filter_map(|touched| self.reach_asset(&sites, touched))
                .collect(),
        })
    }

    /// The same as a table: a line for each asset and each place where some of it is.
    pub fn reach_csv(&self, epc: &str) -> Result<String, Failure> {
        let reach = self.reach(epc)?;
        let mut csv = Csv::with_head(&[
            "epc",
            "name",
            "kind",
            "steps",
            "share_lower",
            "share_proportional",
            "share_upper",
            "state",
            "holder",
            "place",
            "amount",
            "unit",
            "kg_lower",
            "kg_proportional",
            "kg_upper",
            "shipped_to",
        ]);
        for asset in &reach.assets {
            let used_up = ReachHolding {
                state: HoldingWord::Held,
                party: String::new(),
                place: String::new(),
                amount: protocol::Amount {
                    number: "0".into(),
                    unit: asset.left.unit.clone(),
                },
                kilograms: None,
            };
            let is_used_up = asset.holdings.is_empty();
            let holdings = asset.holdings.iter().chain(is_used_up.then_some(&used_up));
            for holding in holdings {
                let state = if is_used_up {
                    "used up"
                } else {
                    state(holding.state)
                };
                csv.line(cells(asset, holding, state));
            }
        }
        Ok(csv.into_text())
    }

    fn reach_asset(&self, sites: &Sites, touched: &Touched) -> Option<ReachAsset> {
        let asset = self.register.asset(touched.asset)?;
        let holding = |holding: &Holding| ReachHolding {
            state: match holding.state {
                HoldingState::Held => HoldingWord::Held,
                HoldingState::UnderWay(_) => HoldingWord::UnderWay,
                HoldingState::Packed(_) => HoldingWord::Packed,
            },
            party: name(&self.register, holding.party),
            place: self.where_is(sites, touched.asset, holding),
            amount: words::amount_of(asset, holding.micro),
            kilograms: (touched.kilograms).and_then(|_| {
                let mass = asset.detail.mass_of(holding.micro)?.kilograms()?;
                Some(mass_range(touched.share.times(mass)))
            }),
        };
        let shipped = |id: &ShipmentId| {
            let shipment = self.register.shipments().get(id)?;
            Some(ReachShipment {
                from: words::party_name(&self.register, shipment.from),
                to: words::party_name(&self.register, shipment.to),
                left: words::moment(shipment.shipped.time),
                arrived: (shipment.received.as_ref()).map(|step| words::moment(step.time)),
            })
        };
        Some(ReachAsset {
            epc: asset.detail.epc.to_string(),
            name: words::asset_name(asset),
            kind: words::kind(asset.detail.kind),
            steps: touched.steps,
            left: words::amount_of(asset, asset.left_micro()),
            share: RangeView {
                lower: words::float(touched.share.lower),
                proportional: words::float(touched.share.proportional),
                upper: words::float(touched.share.upper),
                claimed: None,
            },
            kilograms: touched.kilograms.map(mass_range),
            holdings: touched.holdings.iter().map(holding).collect(),
            shipped: touched.shipments.iter().filter_map(shipped).collect(),
        })
    }

    fn where_is(&self, sites: &Sites, asset: SubjectId, holding: &Holding) -> String {
        match holding.state {
            HoldingState::Held => sites.place(&self.register, asset, holding.party),
            HoldingState::UnderWay(shipment) => {
                let to = self
                    .register
                    .shipments()
                    .get(&shipment)
                    .map(|known| known.to);
                name(&self.register, to)
            }
            HoldingState::Packed(parent) => words::subject_name(&self.register, parent),
        }
    }
}

fn cells(asset: &ReachAsset, holding: &ReachHolding, state: &str) -> Vec<Cell> {
    let kilograms = |pick: fn(&MassRange) -> f64| {
        let of = holding.kilograms.as_ref().map(pick);
        Cell::Number(of.map_or_else(String::new, |kilograms| format!("{kilograms:.6}")))
    };
    let share = |share: f64| Cell::Number(format!("{share:.6}"));
    let shipped: Vec<&str> = asset.shipped.iter().map(|way| way.to.as_str()).collect();
    vec![
        Cell::text(&asset.epc),
        Cell::text(&asset.name),
        Cell::number(kind(asset.kind)),
        Cell::number(asset.steps),
        share(asset.share.lower),
        share(asset.share.proportional),
        share(asset.share.upper),
        Cell::number(state),
        Cell::text(&holding.party),
        Cell::text(&holding.place),
        Cell::number(&holding.amount.number),
        Cell::text(&holding.amount.unit),
        kilograms(|range| range.lower),
        kilograms(|range| range.proportional),
        kilograms(|range| range.upper),
        Cell::text(shipped.join(" | ")),
    ]
}

pub(super) const fn kind(kind: protocol::AssetKind) -> &'static str {
    match kind {
        protocol::AssetKind::Material => "material",
        protocol::AssetKind::Component => "component",
        protocol::AssetKind::Product => "product",
        protocol::AssetKind::LogisticUnit => "logistic unit",
    }
}

const fn state(state: HoldingWord) -> &'static str {
    match state {
        HoldingWord::Held => "held",
        HoldingWord::UnderWay => "under way",
        HoldingWord::Packed => "packed",
    }
}

fn name(register: &Register, party: Option<SubjectId>) -> String {
    party.map_or_else(String::new, |party| words::party_name(register, party))
}

fn mass_range(bounds: Bounds) -> MassRange {
    MassRange {
        lower: words::float(bounds.lower),
        proportional: words::float(bounds.proportional),
        upper: words::float(bounds.upper),
    }
}

/// The one place of each party that has only one.
struct Sites(BTreeMap<SubjectId, Option<SubjectId>>);

impl Sites {
    fn of(register: &Register) -> Self {
        let mut sites: BTreeMap<SubjectId, Option<SubjectId>> = BTreeMap::new();
        for (id, location) in register.locations() {
            let only = sites.entry(location.party).or_insert(Some(*id));
            if *only != Some(*id) {
                *only = None;
            }
        }
        Self(sites)
    }

    /// Where a party that holds an asset has it: where it made it, or at its only place.
    fn place(&self, register: &Register, asset: SubjectId, party: Option<SubjectId>) -> String {
        let made = register
            .asset(asset)
            .filter(|known| Some(known.maker) == party);
        let made_at = made.and_then(|known| known.made_at);
        let only = || self.0.get(&party?).copied().flatten();
        words::place(register, made_at.or_else(only))
    }
}

/// What each party has at each place.
#[derive(Default)]
struct Holders(BTreeMap<(Option<SubjectId>, String), Share>);

#[derive(Default)]
struct Share {
    assets: u32,
    under_way: u32,
    /// Lower, proportional, upper; `None` once a mass is unknown.
    kilograms: Option<[Decimal; 3]>,
    is_unweighed: bool,
}

impl Holders {
    fn add(&mut self, register: &Register, sites: &Sites, touched: &Touched) {
        let Some(asset) = register.asset(touched.asset) else {
            return;
        };
        let mut counted = std::collections::BTreeSet::new();
        for holding in &touched.holdings {
            let place = sites.place(register, touched.asset, holding.party);
            let key = (holding.party, place);
            let share = self.0.entry(key.clone()).or_default();
            if counted.insert(key) {
                share.assets += 1;
            }
            share.under_way += u32::from(matches!(holding.state, HoldingState::UnderWay(_)));
            let mass = asset
                .detail
                .mass_of(holding.micro)
                .and_then(Mass::kilograms);
            match (touched.kilograms, mass) {
                (Some(_), Some(mass)) => {
                    let here = touched.share.times(mass);
                    let sum = share.kilograms.get_or_insert_default();
                    for (sum, part) in
                        sum.iter_mut()
                            .zip([here.lower, here.proportional, here.upper])
                    {
                        *sum = sum.saturating_add(part);
                    }
                }
                // A pallet is counted with what stands on it.
                (None, _) if asset.mass().is_some() => {}
                _ => share.is_unweighed = true,
            }
        }
    }

    /// Who has most first.
    fn view(self, register: &Register) -> Vec<ReachHolder> {
        let mut all: Vec<_> = self.0.into_iter().collect();
        all.sort_by_key(|(_, share)| {
            let most = share.kilograms.map_or(Decimal::ZERO, |sum| sum[2]);
            (std::cmp::Reverse(most), std::cmp::Reverse(share.assets))
        });
        all.into_iter()
            .map(|((party, place), share)| ReachHolder {
                party: name(register, party),
                place,
                assets: share.assets,
                under_way: share.under_way,
                kilograms: share.kilograms.filter(|_| !share.is_unweighed).map(
                    |[lower, proportional, upper]| {
                        mass_range(Bounds {
                            lower,
                            proportional,
                            upper,
                        })
                    },
                ),
            })
            .collect()
    }
}
