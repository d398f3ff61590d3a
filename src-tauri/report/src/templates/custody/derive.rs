//! From events to what a chain-of-custody statement says of them.

use std::collections::{BTreeMap, BTreeSet};

use lineage::{Asset, Custody, CustodyModel, Shipment, Transformation, custody_for};
use rust_decimal::Decimal;
use trace::{
    AssetKind, ClaimKind, EventBody, EventKey, EventTime, Granularity, MICRO, Mass, Quantity,
    ShipmentId, SubjectId, Unit,
};

use super::account::{Account, accounts};
use super::cargo::{Cargo, cargo};
use super::model::{
    Arrival, Arrived, Balanced, Claimed, Consignment, Input, Line, LineClaim, Process, Ruling,
    Side, Statement,
};
use super::stowage::Stowage;
use crate::model::{Bounds, View};
use crate::{Parameters, ReportError};

/// What a statement says of events that are taken as proven.
pub(super) fn statement_of(view: &View, parameters: &Parameters) -> Result<Statement, ReportError> {
    let cargo = cargo(&view.telling.events, view.subject(), parameters)?;
    let shipment = (view.register.shipments())
        .get(&cargo.carried.shipment)
        .ok_or(ReportError::ShipmentUnknown(cargo.carried.shipment.0))?;
    let case = Case {
        view,
        cargo: &cargo,
        shipment,
        arrivals: arrivals(view),
    };
    let lines = case.lines();
    let parties = view.parties();
    let speakers = [Some(shipment.from), shipment.shipped_at];
    Ok(Statement {
        consignment: case.consignment(&lines),
        lines,
        schemes: view.attestations_about(speakers.into_iter().flatten()),
        scope: view.scope(parties.len()),
        findings: view.found().into_findings(),
        parties,
        attestations: view.attestation_lines(),
        changes: view.changes(),
    })
}

/// What came in a shipment to whom: asset, receiver, shipment, sender, event, time, amount.
struct Arriving {
    asset: SubjectId,
    to: SubjectId,
    from: SubjectId,
    shipment: ShipmentId,
    event: EventKey,
    on: EventTime,
    micro: u64,
}

struct Case<'a> {
    view: &'a View,
    cargo: &'a Cargo,
    shipment: &'a Shipment,
    /// In chain order.
    arrivals: Vec<Arriving>,
}

/// Goods that make up one line: what they are, and how much of each travelled in what.
struct Bundle<'a> {
    first: &'a Asset,
    goods: BTreeMap<SubjectId, u64>,
    units: BTreeSet<SubjectId>,
}

/// What goods of one line have in common.
type Likeness<'a> = (EventKey, &'a str, &'a str, Option<Mass>, Vec<String>);

impl Case<'_> {
    fn consignment(&self, lines: &[Line]) -> Consignment {
        let view = self.view;
        let shipment = self.shipment;
        let arrival = match (&shipment.received, &shipment.rejection) {
            (Some(received), _) => Arrival::Received { on: received.time },
            (None, Some(rejection)) => Arrival::Refused {
                on: rejection.step.time,
                reason: rejection.reason.clone(),
            },
            (None, None) => Arrival::Open {
                days: view.second.saturating_sub(shipment.shipped.second()) / 86_400,
            },
        };
        let arrived_at = self.end().and_then(|body| body.record()?.location);
        let units = (self.cargo.stowed.iter())
            .filter(|stowed| self.is_unit(stowed.asset))
            .filter_map(|stowed| view.register.asset(stowed.asset))
            .map(|unit| (view.called(unit.detail.id()), unit.detail.epc.to_string()));
        Consignment {
            id: shipment.id,
            consignor: self.side(shipment.from, shipment.shipped_at),
            consignee: self.side(shipment.to, arrived_at),
            shipped: shipment.shipped.time,
            arrival,
            units: units.collect(),
            kilograms: (lines.iter()).try_fold(Decimal::ZERO, |sum, line| {
                Some(sum.saturating_add(line.kilograms?))
            }),
        }
    }

    /// The event with which the shipment arrived or was refused.
    fn end(&self) -> Option<&EventBody> {
        let ends = |body: &EventBody| match body {
            EventBody::Received { shipment, .. } | EventBody::Rejected { shipment, .. } => {
                *shipment == self.shipment.id
            }
            _ => false,
        };
        let mut bodies = self.view.telling.events.iter().map(|event| &event.body);
        bodies.find(|body| ends(body))
    }

    fn side(&self, party: SubjectId, site: Option<SubjectId>) -> Side {
        let register = &self.view.register;
        let known = register.party(party);
        Side {
            name: self.view.called(party),
            epc: known.map(|party| party.epc.to_string()).unwrap_or_default(),
            gln: known.map(|party| party.gln.clone()).unwrap_or_default(),
            place: self.view.place_of(party, site),
            site: site
                .and_then(|site| register.location(site))
                .map(|site| site.title.clone())
                .unwrap_or_default(),
        }
    }

    /// Whether it is there to carry others, and does.
    fn is_unit(&self, asset: SubjectId) -> bool {
        let carries = (self.cargo.stowed.iter()).any(|stowed| stowed.within == Some(asset));
        let kind = self
            .view
            .register
            .asset(asset)
            .map(|known| known.detail.kind);
        carries && kind == Some(AssetKind::LogisticUnit)
    }

    fn lines(&self) -> Vec<Line> {
        let mut bundles: BTreeMap<Likeness, Bundle> = BTreeMap::new();
        for stowed in &self.cargo.stowed {
            let Some(asset) = self.view.register.asset(stowed.asset) else {
                continue;
            };
            if self.is_unit(stowed.asset) {
                continue;
            }
            let bundle = bundles.entry(self.likeness(asset)).or_insert(Bundle {
                first: asset,
                goods: BTreeMap::new(),
                units: BTreeSet::new(),
            });
            let amount = bundle.goods.entry(stowed.asset).or_default();
            *amount = amount.saturating_add(stowed.micro);
            bundle.units.extend(stowed.within);
        }
        let goods = bundles.values().flat_map(|bundle| bundle.goods.keys());
        let accounts = accounts(
            &self.view.telling.events,
            &self.view.register,
            self.shipment.from,
            self.shipment.id,
            goods.copied(),
        );
        bundles
            .values()
            .map(|bundle| self.line(bundle, &accounts))
            .collect()
    }

    /// Lots are told apart by their numbers; items that came of one step are alike if the same is claimed of them.
    fn likeness<'b>(&'b self, asset: &'b Asset) -> Likeness<'b> {
        let (detail, view) = (&asset.detail, self.view);
        let own = if detail.granularity == Granularity::Lot {
            vec![detail.epc.to_string()]
        } else {
            (view.register.attestations_about(detail.id()))
                .filter(|known| is_carried(&known.claim.kind) && known.in_force_at(view.second))
                .map(|known| format!("{:?} {} {}", known.claim, known.party, known.certified))
                .collect()
        };
        let unit = detail.quantity.unit.code();
        (
            asset.made_by,
            &detail.description,
            unit,
            detail.unit_mass,
            own,
        )
    }

    fn line(&self, bundle: &Bundle, accounts: &BTreeMap<SubjectId, Account>) -> Line {
        let (view, detail) = (self.view, &bundle.first.detail);
        let first = detail.id();
        let micro = (bundle.goods.values()).fold(0_u64, |sum, micro| sum.saturating_add(*micro));
        let kilograms = detail.mass_of(micro).and_then(Mass::kilograms);
        let mut account = Account::default();
        for asset in bundle.goods.keys() {
            if let Some(one) = accounts.get(asset) {
                account.add(one);
            }
        }
        let making = (view.register.making(first)).filter(|step| step.party == self.shipment.from);
        Line {
            name: view.called(first),
            epcs: (bundle.goods.keys())
                .filter_map(|asset| Some(view.register.asset(*asset)?.detail.epc.to_string()))
                .collect(),
            units: bundle.units.iter().map(|unit| view.called(*unit)).collect(),
            quantity: Quantity {
                micro,
                unit: detail.quantity.unit.clone(),
            },
            kilograms,
            unit_kilograms: detail.mass_of(MICRO).and_then(Mass::kilograms),
            maker: view.called(bundle.first.maker),
            made: bundle.first.made_on,
            claims: self.claims(first, kilograms),
            inputs: match making {
                Some(making) => self.made_of(making),
                None => self.came_as(bundle),
            },
            process: making.map(|making| self.process(making, bundle.goods.len())),
            account,
        }
    }

    /// The claim on recycled content, made or not, and those of other kinds that were made.
    fn claims(&self, asset: SubjectId, kilograms: Option<Decimal>) -> Vec<LineClaim> {
        let (register, second) = (&self.view.register, self.view.second);
        let recycled = ClaimKind::RecycledContent;
        let mut claims: Vec<LineClaim> = Vec::new();
        if let Some(custody) = lineage::custody(register, asset, &recycled, second) {
            let share = self.recycled(asset);
            claims.push(LineClaim {
                claimed: (register.claim_in_force(asset, &recycled, second))
                    .map(|attestation| self.claimed(attestation)),
                kilograms: share.zip(kilograms).map(|(share, all)| share.times(all)),
                share,
                kind: recycled,
                models: self.models(&custody),
            });
        }
        for kind in [ClaimKind::Origin, ClaimKind::Conformity] {
            let Some(attestation) = register.claim_in_force(asset, &kind, second) else {
                continue;
            };
            let Some(custody) = custody_for(register, asset, attestation, second) else {
                continue;
            };
            claims.push(LineClaim {
                claimed: Some(self.claimed(attestation)),
                share: None,
                kilograms: None,
                kind,
                models: self.models(&custody),
            });
        }
        claims
    }

    fn claimed(&self, attestation: &lineage::Attestation) -> Claimed {
        let claim = &attestation.claim;
        let percent = (claim.unit == "P1").then(|| claim.value());
        Claimed {
            share: percent.and_then(|percent| percent.checked_div(Decimal::ONE_HUNDRED)),
            statement: claim.statement.clone(),
            method: claim.method.clone(),
            by: self.view.called(attestation.party),
            certified: attestation.certified,
        }
    }

    fn models(&self, custody: &Custody) -> Vec<(CustodyModel, Option<Ruling>)> {
        let ruling = |step: &lineage::Downgrade| Ruling {
            reason: step.reason,
            on: self.time_of(step.event),
            block: step.event.block,
            asset: (step.assets.first())
                .map(|asset| self.view.called(*asset))
                .unwrap_or_default(),
        };
        (custody.verdicts.iter())
            .map(|verdict| (verdict.model, verdict.downgrade.as_ref().map(ruling)))
            .collect()
    }

    fn time_of(&self, key: EventKey) -> Option<EventTime> {
        let events = &self.view.telling.events;
        let at = events.binary_search_by_key(&key, |event| event.key).ok()?;
        events[at].body.record().map(|record| record.time)
    }

    /// How much of an asset is recycled; `None` where the records do not bound it at all.
    fn recycled(&self, asset: SubjectId) -> Option<Bounds> {
        let share = self.view.roll_up().recycled_content(asset)?.share;
        (!share.lower.is_zero() || share.upper != Decimal::ONE).then_some(share)
    }

    fn made_of(&self, making: &Transformation) -> Vec<Input> {
        (making.inputs.iter())
            .map(|input| self.input(input.asset, input.micro, making))
            .collect()
    }

    fn input(&self, id: SubjectId, micro: u64, making: &Transformation) -> Input {
        let asset = self.view.register.asset(id);
        let detail = asset.map(|asset| &asset.detail);
        let came = (self.arrivals.iter()).filter(|arriving| {
            arriving.asset == id && arriving.to == making.party && arriving.event < making.event
        });
        Input {
            name: self.view.called(id),
            epc: detail
                .map(|detail| detail.epc.to_string())
                .unwrap_or_default(),
            quantity: Quantity {
                micro,
                unit: detail.map_or_else(Unit::piece, |detail| detail.quantity.unit.clone()),
            },
            kilograms: detail.and_then(|detail| detail.mass_of(micro)?.kilograms()),
            recycled: self.recycled(id),
            arrivals: came.map(|arriving| self.arrived(arriving)).collect(),
        }
    }

    fn arrived(&self, arriving: &Arriving) -> Arrived {
        Arrived {
            shipment: arriving.shipment,
            from: self.view.called(arriving.from),
            on: arriving.on,
        }
    }

    /// The shipments in which the sender got goods that it did not make, as one reference.
    fn came_as(&self, bundle: &Bundle) -> Vec<Input> {
        let came: Vec<&Arriving> = (self.arrivals.iter())
            .filter(|arriving| {
                bundle.goods.contains_key(&arriving.asset)
                    && arriving.to == self.shipment.from
                    && arriving.event < self.cargo.carried.event
            })
            .collect();
        if came.is_empty() {
            return Vec::new();
        }
        let detail = &bundle.first.detail;
        let micro = came
            .iter()
            .fold(0_u64, |sum, next| sum.saturating_add(next.micro));
        let mut arrivals: Vec<Arrived> = Vec::new();
        for arriving in came {
            if (arrivals.iter()).all(|known| known.shipment != arriving.shipment) {
                arrivals.push(self.arrived(arriving));
            }
        }
        vec![Input {
            name: self.view.called(detail.id()),
            epc: detail.epc.to_string(),
            quantity: Quantity {
                micro,
                unit: detail.quantity.unit.clone(),
            },
            kilograms: detail.mass_of(micro).and_then(Mass::kilograms),
            recycled: self.recycled(detail.id()),
            arrivals,
        }]
    }

    fn process(&self, making: &Transformation, of_line: usize) -> Process {
        let portions = (making.inputs.iter()).map(|input| (input.asset, input.micro));
        let input = self.balanced(portions);
        let made = (making.outputs.iter())
            .filter_map(|id| Some((*id, self.view.register.asset(*id)?.detail.quantity.micro)));
        let output = self.balanced(made);
        Process {
            on: making.time,
            loss: input.zip(output).map(|(input, output)| lost(input, output)),
            input,
            output,
            others: making.outputs.len().saturating_sub(of_line),
        }
    }

    /// The mass of portions together; `None` if one is not known.
    fn balanced(&self, portions: impl Iterator<Item = (SubjectId, u64)>) -> Option<Balanced> {
        let mut sum = Balanced {
            kilograms: Decimal::ZERO,
            recycled: Some(Bounds::ZERO),
        };
        for (id, micro) in portions {
            let mass = self.view.register.asset(id)?.detail.mass_of(micro);
            let kilograms = mass.and_then(Mass::kilograms)?;
            sum.kilograms = sum.kilograms.saturating_add(kilograms);
            let share = self.recycled(id).map(|share| share.times(kilograms));
            sum.recycled = sum.recycled.zip(share).map(|(sum, more)| Bounds {
                lower: sum.lower.saturating_add(more.lower),
                proportional: sum.proportional.saturating_add(more.proportional),
                upper: sum.upper.saturating_add(more.upper),
            });
        }
        Some(sum)
    }
}

/// What is missing in the output. What is recycled in it is what went in less what came out, both at their bounds.
fn lost(input: Balanced, output: Balanced) -> Balanced {
    let kilograms = input.kilograms.saturating_sub(output.kilograms);
    let most = kilograms.max(Decimal::ZERO);
    let less = |more: Decimal, less: Decimal| more.saturating_sub(less).clamp(Decimal::ZERO, most);
    let recycled = input.recycled.zip(output.recycled);
    Balanced {
        kilograms,
        recycled: recycled.map(|(input, output)| Bounds {
            lower: less(input.lower, output.upper),
            proportional: less(input.proportional, output.proportional),
            upper: less(input.upper, output.lower),
        }),
    }
}

/// Whether matter carries along what claims of this kind say.
fn is_carried(kind: &ClaimKind) -> bool {
    matches!(
        kind,
        ClaimKind::RecycledContent | ClaimKind::Origin | ClaimKind::Conformity
    )
}

/// Everything that arrived anywhere, by itself or packed.
fn arrivals(view: &View) -> Vec<Arriving> {
    let mut stowage = Stowage::default();
    let mut arrivals = Vec::new();
    for event in &view.telling.events {
        if let EventBody::Received {
            shipment,
            party,
            from_party,
            items,
            record,
        } = &event.body
        {
            let stowed = stowage.with_contents(items);
            arrivals.extend(stowed.into_iter().map(|stowed| Arriving {
                asset: stowed.asset,
                to: *party,
                from: *from_party,
                shipment: *shipment,
                event: event.key,
                on: record.time,
                micro: stowed.micro,
            }));
        }
        stowage.apply(&event.body);
    }
    arrivals
}
