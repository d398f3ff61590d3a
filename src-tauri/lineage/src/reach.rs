//! The reach of a recall: everything that a lot went into, how much of it can be in each, who has that now and what it was
//! shipped on with. It records nothing.
//!
//! What left the lot's hands for a process may be spread over what the process made in any way, so the share of the lot in each
//! is a range by the same rule as in the roll-ups.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use trace::{EventKey, Mass, ShipmentId, SubjectId};

use crate::graph::LinkKind;
use crate::rollup::{Scale, blend};
use crate::{Asset, Bounds, Lineage, Register, TrailEdge};

/// Everything that a lot went into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach {
    /// The lot.
    pub of: SubjectId,
    /// What is touched, the lot itself first, then what is nearer before what is farther.
    pub touched: Vec<Touched>,
}

/// An asset that a lot went into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touched {
    /// The asset.
    pub asset: SubjectId,
    /// How many steps away from the lot; 0 for itself.
    pub steps: u32,
    /// The share of the lot in its mass.
    pub share: Bounds,
    /// How much of the lot is in what is left of it, in kilograms; `None` where no mass is known, and for what only holds other
    /// things.
    pub kilograms: Option<Bounds>,
    /// Where what is left of it is; empty if it is used up.
    pub holdings: Vec<Holding>,
    /// The shipments that it, or what it was packed in, left with, in chain order.
    pub shipments: Vec<ShipmentId>,
}

/// Some of an asset in one place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holding {
    /// How it is there.
    pub state: HoldingState,
    /// Who answers for it; `None` where the record does not tell.
    pub party: Option<SubjectId>,
    /// How much, in millionths of its unit.
    pub micro: u64,
}

/// How some of an asset is where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HoldingState {
    /// In a party's hands.
    Held,
    /// Under way.
    UnderWay(ShipmentId),
    /// Packed in this.
    Packed(SubjectId),
}

/// What a lot went into; `None` if there is no such asset.
pub fn reach(register: &Register, lineage: &Lineage, of: SubjectId) -> Option<Reach> {
    let trail = lineage.down(of, None)?;
    let mut into: HashMap<SubjectId, Vec<&TrailEdge>> = HashMap::new();
    for edge in &trail.edges {
        into.entry(edge.to).or_default().push(edge);
    }
    let shipped = shipped(register, trail.nodes.iter().map(|node| node.id));
    let mut shares = Shares {
        register,
        into: &into,
        known: HashMap::from([(of, Bounds::ONE)]),
    };
    let touched = (trail.nodes.iter())
        .filter_map(|node| {
            let asset = register.asset(node.id)?;
            let share = shares.of(node.id);
            let is_made_of_it = node.id == of || shares.is_made_of_it(node.id);
            let left = (asset.detail.mass_of(asset.left_micro())).and_then(Mass::kilograms);
            let left = left.filter(|_| is_made_of_it);
            Some(Touched {
                asset: node.id,
                steps: node.depth.unsigned_abs(),
                share,
                kilograms: left.map(|left| share.times(left)),
                holdings: holdings(register, asset),
                shipments: shipped.get(&node.id).cloned().unwrap_or_default(),
            })
        })
        .collect();
    Some(Reach { of, touched })
}

/// The share of the lot in each asset, reckoned when asked for.
struct Shares<'a> {
    register: &'a Register,
    into: &'a HashMap<SubjectId, Vec<&'a TrailEdge>>,
    known: HashMap<SubjectId, Bounds>,
}

impl Shares<'_> {
    /// Reckons what is missing from the lot on, without going deep: what a share depends on is put before it.
    fn of(&mut self, asset: SubjectId) -> Bounds {
        let mut ahead = vec![(asset, false)];
        let mut begun = std::collections::HashSet::new();
        while let Some((next, is_ready)) = ahead.pop() {
            if self.known.contains_key(&next) {
                continue;
            }
            if is_ready {
                let share = self.reckon(next);
                self.known.insert(next, share);
            } else if begun.insert(next) {
                ahead.push((next, true));
                let edges = self.into.get(&next).into_iter().flatten();
                ahead.extend(edges.map(|edge| (edge.from, false)));
            }
        }
        self.known.get(&asset).copied().unwrap_or(Bounds::ZERO)
    }

    fn share(&self, asset: SubjectId) -> Bounds {
        // What is not on the way from the lot holds nothing of it; in a loop the circle is cut here.
        self.known.get(&asset).copied().unwrap_or(Bounds::ZERO)
    }

    /// Whether the lot was used up for it, and not only packed in it.
    fn is_made_of_it(&self, asset: SubjectId) -> bool {
        let mut edges = self.into.get(&asset).into_iter().flatten();
        edges.any(|edge| edge.kind == LinkKind::Transformed)
    }

    fn reckon(&self, asset: SubjectId) -> Bounds {
        if self.is_made_of_it(asset) {
            return self.made(asset);
        }
        let contents: Vec<(Option<Decimal>, Bounds)> = (self.register.contents(asset))
            .map(|(child, stay)| {
                let mass = self
                    .register
                    .asset(child)
                    .and_then(|known| known.detail.mass_of(stay.micro).and_then(Mass::kilograms));
                (mass, self.share(child))
            })
            .collect();
        let masses: Vec<_> = contents.iter().map(|(mass, _)| *mass).collect();
        let all = masses.iter().copied().sum::<Option<Decimal>>();
        let scale = Scale::new(&masses, all);
        blend(
            &scale,
            contents.iter().map(|(mass, share)| (*mass, share)),
            Bounds::ZERO,
        )
    }

    fn made(&self, asset: SubjectId) -> Bounds {
        let Some(process) = self.register.making(asset) else {
            return Bounds::ZERO;
        };
        let parts: Vec<(Option<Decimal>, Bounds)> = (process.inputs.iter())
            .map(|input| {
                let mass = self
                    .register
                    .asset(input.asset)
                    .and_then(|known| known.detail.mass_of(input.micro).and_then(Mass::kilograms));
                (mass, self.share(input.asset))
            })
            .collect();
        let masses: Vec<_> = parts.iter().map(|(mass, _)| *mass).collect();
        let made = (process.outputs.iter())
            .map(|output| self.register.asset(*output)?.mass()?.kilograms())
            .sum::<Option<Decimal>>();
        let scale = Scale::new(&masses, made);
        blend(
            &scale,
            parts.iter().map(|(mass, share)| (*mass, share)),
            Bounds::ZERO,
        )
    }
}

fn holdings(register: &Register, asset: &Asset) -> Vec<Holding> {
    let held = asset.held.iter().map(|(party, micro)| Holding {
        state: HoldingState::Held,
        party: Some(*party),
        micro: *micro,
    });
    let under_way = asset.in_transit.iter().map(|(shipment, micro)| Holding {
        state: HoldingState::UnderWay(*shipment),
        party: register.shipments().get(shipment).map(|known| known.from),
        micro: *micro,
    });
    let packed = asset.packed_in.iter().map(|(parent, micro)| Holding {
        state: HoldingState::Packed(*parent),
        party: register.holder(*parent),
        micro: *micro,
    });
    held.chain(under_way).chain(packed).collect()
}

/// For each of these assets the shipments that it left with.
fn shipped(
    register: &Register,
    assets: impl Iterator<Item = SubjectId>,
) -> HashMap<SubjectId, Vec<ShipmentId>> {
    let mut all: HashMap<SubjectId, BTreeMap<EventKey, ShipmentId>> =
        assets.map(|asset| (asset, BTreeMap::new())).collect();
    for shipment in register.shipments().values() {
        for item in &shipment.items {
            if let Some(known) = all.get_mut(&item.asset) {
                known.insert(shipment.shipped.event, shipment.id);
            }
        }
    }
    all.into_iter()
        .map(|(asset, shipments)| (asset, shipments.into_values().collect()))
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use trace::MICRO;

    use super::*;
    use crate::testing::{Book, id, kg, lot, pallet, tin};

    fn reached(book: &Book, name: &str) -> Vec<Touched> {
        let register = book.register();
        let all = reach(&register, &Lineage::new(&register), id(name)).unwrap();
        assert_eq!(all.touched[0].share, Bounds::ONE);
        all.touched
    }

    fn percent(touched: &Touched) -> [String; 3] {
        let share = touched.share.percent();
        [share.lower, share.proportional, share.upper]
            .map(|share| share.round_dp(1).normalize().to_string())
    }

    #[test]
    fn a_lot_is_in_what_was_made_of_it_within_bounds() {
        let mut book = tin();
        book.transform("smelter", &[kg("ingot", 500)], &[lot("solder", 500)]);
        let touched = reached(&book, "dross");
        let named: Vec<_> = touched.iter().map(|one| (one.asset, one.steps)).collect();
        assert_eq!(
            named,
            [(id("dross"), 0), (id("ingot"), 1), (id("solder"), 2)]
        );
        assert!(touched[0].holdings.is_empty(), "used up");
        assert_eq!(touched[0].shipments.len(), 1);
        assert_eq!(percent(&touched[1]), ["14.3", "31.8", "40"]);
        assert_eq!(percent(&touched[2]), ["14.3", "31.8", "40"]);
        let left = touched[1].kilograms.unwrap();
        assert_eq!(
            left.upper,
            Decimal::from(220),
            "of the 550 kg that are left"
        );
    }

    #[test]
    fn who_has_it_and_how() {
        let mut book = tin();
        book.commission("smelter", pallet("pallet"));
        book.pack("smelter", "pallet", &[kg("ingot", 50)]);
        let way = book.ship("smelter", "paste", &[kg("pallet", 1)]);
        let lost = book.ship("smelter", "paste", &[kg("ingot", 7)]);
        book.receive(way, ("smelter", "paste"), &[kg("pallet", 1)]);
        let touched = reached(&book, "ingot");
        let holdings: Vec<_> = (touched[0].holdings.iter())
            .map(|holding| (holding.state, holding.party.unwrap(), holding.micro / MICRO))
            .collect();
        assert_eq!(
            holdings,
            [
                (HoldingState::Held, id("smelter"), 993),
                (HoldingState::UnderWay(lost), id("smelter"), 7),
                (HoldingState::Packed(id("pallet")), id("paste"), 50),
            ]
        );
        assert_eq!(touched[0].shipments, [lost]);
        assert_eq!(touched[1].shipments, [way]);
        assert_eq!(
            touched[1].share,
            Bounds::ONE,
            "nothing else is on the pallet"
        );
    }

    #[test]
    fn a_loop_ends() {
        let mut book = tin();
        for name in ["left", "right"] {
            book.commission("smelter", pallet(name));
        }
        book.pack("smelter", "left", &[kg("right", 1)]);
        book.pack("smelter", "right", &[kg("left", 1)]);
        assert_eq!(reached(&book, "left").len(), 2);
    }
}
