//! The carbon footprint of an asset: what the claims along its lineage add up to, by stage.
//!
//! Claims are from cradle to gate for one unit (ISO 14067; PACT v3 `pcfExcludingBiogenicUptake` for one declared unit), so the
//! claim on an asset holds those of its inputs in it and is divided by them; where it has none, its inputs' portions are
//! added up and the sum is a least, since its own making comes on top. What is made together shares by mass. Nothing is taken
//! from averages: what nobody claims of these very goods is open, not estimated.

use std::collections::HashMap;
use std::rc::Rc;

use rust_decimal::Decimal;
use trace::{AssetKind, EventKey, Mass, SubjectId, Unit};

use super::RollUp;
use super::basis::{Basis, Figure};
use super::burden::{Burden, Coverage, Making, burden_of, mean};
use super::ingredients::{Ingredient, Upstream, contents, inputs, made, post_order, sum};
use super::stage::{Claims, Stage, units};
use crate::{Asset, Register, Transformation};

/// What an asset weighs on the climate, in kilograms of CO₂ equivalent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Footprint {
    /// Of the whole asset as it was made, with what is packed in it.
    pub kilograms: Decimal,
    /// Of one unit of it.
    pub per_unit: Decimal,
    /// Whether that is a least: something on the way is under no claim.
    pub is_open: bool,
    /// By stage, in the order of life, those with a share only; they add up to the whole.
    pub stages: Vec<StageShare>,
    /// Of the whole, what certifiers claim (PACT v3 `verification`).
    pub verified: Decimal,
    /// Of the whole, what makers claim of their own goods.
    pub declared: Decimal,
    /// How much of the mass is under claims; `None` where masses are unknown.
    pub coverage: Option<Coverage>,
    /// By how much the claims on its parts go beyond the claim on the asset; then the parts are not shown.
    pub understated: Option<Decimal>,
}

/// What one stage weighs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StageShare {
    /// The stage.
    pub stage: Stage,
    /// Kilograms of CO₂ equivalent of the whole asset.
    pub kilograms: Decimal,
    /// Of these, what certifiers claim; they add up to [`Footprint::verified`].
    pub verified: Decimal,
}

/// How many decimals a kilogram is given with: to the microgram.
const DECIMALS: u32 = 9;

impl Footprint {
    fn of(burden: &Burden, quantity: Decimal) -> Self {
        let round = |kilograms: Decimal| kilograms.round_dp(DECIMALS).normalize();
        let kilograms = round(burden.total());
        let share = |stage: Stage| StageShare {
            stage,
            kilograms: round(burden.stages[stage as usize]),
            verified: round(burden.verified[stage as usize]),
        };
        let mut stages: Vec<_> = (Stage::ALL.map(share).into_iter())
            .filter(|share| !share.kilograms.is_zero())
            .collect();
        // What rounding left over goes to the greatest, so that all add up.
        let sum = (stages.iter()).fold(Decimal::ZERO, |sum, share| {
            sum.saturating_add(share.kilograms)
        });
        if let Some(greatest) = stages.iter_mut().max_by_key(|share| share.kilograms) {
            let left = kilograms.saturating_sub(sum);
            greatest.kilograms = greatest.kilograms.saturating_add(left);
        }
        let mut verified = Decimal::ZERO;
        for share in &mut stages {
            share.verified = share.verified.min(share.kilograms);
            verified = verified.saturating_add(share.verified);
        }
        Self {
            kilograms,
            per_unit: kilograms.checked_div(quantity).map_or(kilograms, round),
            is_open: burden.is_open,
            stages,
            verified,
            declared: kilograms.saturating_sub(verified),
            coverage: burden.coverage,
            understated: burden.understated.map(round),
        }
    }

    /// The share of the mass that is under claims about these very goods, the nearest that the record has to PACT v3
    /// `primaryDataShare`; what data their makers took for them is not recorded. `None` where masses are unknown.
    pub fn primary_data_share(&self) -> Option<Decimal> {
        (self.coverage).map(|coverage| Decimal::ONE.saturating_sub(coverage.uncovered))
    }
}

impl RollUp<'_> {
    /// What an asset weighs on the climate; `None` if there is no such asset, or no claim anywhere on its way.
    pub fn footprint(&self, asset: SubjectId) -> Option<Figure<Footprint>> {
        let known = self.register.asset(asset)?;
        let upstream = Upstream::of(self.register, asset);
        let mut events = upstream.events;
        let before = events.len();
        for at in &upstream.assets {
            events.extend(Claims::of(self.register, *at, self.second).events());
        }
        if events.len() == before {
            return None;
        }
        let burden = Ledger::new(self.register, self.second).burden(asset);
        Some(Figure {
            value: Footprint::of(&burden, units(known.detail.quantity.micro)),
            basis: Basis::new(events),
        })
    }
}

/// By what the outputs of a transformation share its burden.
#[derive(Clone, Debug)]
enum Key {
    /// There is one.
    Whole,
    /// Their mass, in kilograms.
    Mass(Decimal),
    /// Their number of this unit.
    Units(Unit, Decimal),
    /// Nothing that they have in common.
    Unknown,
}

/// Works out burdens and remembers them.
struct Ledger<'a> {
    register: &'a Register,
    second: u64,
    done: HashMap<SubjectId, Rc<Burden>>,
    /// What went into a transformation, and how its outputs share it.
    transformed: HashMap<EventKey, Rc<(Burden, Key)>>,
}

impl<'a> Ledger<'a> {
    fn new(register: &'a Register, second: u64) -> Self {
        Self {
            register,
            second,
            done: HashMap::new(),
            transformed: HashMap::new(),
        }
    }

    fn burden(&mut self, asset: SubjectId) -> Rc<Burden> {
        for next in post_order(self.register, asset) {
            let burden = Rc::new(self.reckon(next));
            self.done.insert(next, burden);
        }
        let known = self.done.get(&asset).cloned();
        known.unwrap_or_else(|| Rc::new(Burden::UNCLAIMED))
    }

    fn reckon(&mut self, id: SubjectId) -> Burden {
        let register = self.register;
        let Some(asset) = register.asset(id) else {
            return Burden::UNCLAIMED;
        };
        let inputs = match register.making(id) {
            Some(making) => {
                let went_in = self.transformation(making);
                output_part(&went_in, asset)
            }
            None => Burden::NOTHING,
        };
        let claims = Claims::of(register, id, self.second);
        let making = Making {
            units: units(asset.detail.quantity.micro),
            is_material: asset.detail.kind == AssetKind::Material,
            has_inputs: register.making(id).is_some(),
        };
        let own = burden_of(making, &inputs, &claims);
        let packed = contents(register, id);
        if packed.is_empty() {
            return own;
        }
        let mut all = self.sum(&packed);
        let mass = asset.mass().and_then(Mass::kilograms);
        // Of the packaging of a logistic unit only what is claimed counts; that the rest is left out leaves nothing open.
        if asset.detail.kind == AssetKind::LogisticUnit && !making.has_inputs {
            let (is_open, acquisition) = (all.is_open, all.acquisition_is_open);
            all.add(&own);
            (all.is_open, all.acquisition_is_open) = (is_open, acquisition);
        } else {
            let weight = sum(&packed);
            all.coverage = mean(&[(weight, all.coverage), (mass, own.coverage)]);
            all.add(&own);
        }
        all
    }

    fn transformation(&mut self, making: &Transformation) -> Rc<(Burden, Key)> {
        if let Some(known) = self.transformed.get(&making.event) {
            return Rc::clone(known);
        }
        let went_in = self.sum(&inputs(self.register, making));
        let known = Rc::new((went_in, key(self.register, making)));
        self.transformed.insert(making.event, Rc::clone(&known));
        known
    }

    /// What portions weigh together.
    fn sum(&self, portions: &[Ingredient]) -> Burden {
        let mut sum = Burden::NOTHING;
        let mut coverages = Vec::with_capacity(portions.len());
        for portion in portions {
            let all = self.done.get(&portion.asset);
            let quantity = (self.register.asset(portion.asset))
                .map(|asset| Decimal::from(asset.detail.quantity.micro));
            let share = quantity.and_then(|all| Decimal::from(portion.micro).checked_div(all));
            if let (Some(all), Some(share)) = (all, share) {
                sum.add(&all.part(share));
                coverages.push((portion.mass, all.coverage));
            } else {
                sum.add(&Burden::UNCLAIMED);
                coverages.push((portion.mass, Some(Coverage::NONE)));
            }
        }
        sum.coverage = mean(&coverages);
        sum
    }
}

/// How the outputs of a transformation share what went in: by mass; where that is not known of all, by their number.
fn key(register: &Register, making: &Transformation) -> Key {
    if making.outputs.len() == 1 {
        return Key::Whole;
    }
    if let Some(mass) = made(register, making).filter(|mass| *mass > Decimal::ZERO) {
        return Key::Mass(mass);
    }
    let mut quantities =
        (making.outputs.iter()).map(|output| Some(&register.asset(*output)?.detail.quantity));
    let Some(Some(first)) = quantities.next() else {
        return Key::Unknown;
    };
    let all = quantities.try_fold(Decimal::from(first.micro), |sum, quantity| {
        let quantity = quantity.filter(|quantity| quantity.unit == first.unit)?;
        Some(sum.saturating_add(Decimal::from(quantity.micro)))
    });
    all.map_or(Key::Unknown, |all| Key::Units(first.unit.clone(), all))
}

/// The part of what went in that one output bears.
fn output_part((went_in, key): &(Burden, Key), output: &Asset) -> Burden {
    let quantity = &output.detail.quantity;
    let share = match key {
        Key::Whole => Some(Decimal::ONE),
        Key::Mass(all) => (output.mass())
            .and_then(Mass::kilograms)
            .and_then(|mass| mass.checked_div(*all)),
        Key::Units(unit, all) if *unit == quantity.unit => {
            Decimal::from(quantity.micro).checked_div(*all)
        }
        Key::Units(..) | Key::Unknown => None,
    };
    match share {
        Some(share) => went_in.part(share),
        // How much of it is this one's, nobody can say: nothing is counted, and all is open.
        None => Burden {
            is_open: true,
            acquisition_is_open: true,
            ..went_in.part(Decimal::ZERO)
        },
    }
}
