//! A small world to check records against: a mine with two lots and a box, a smelter, and a shipment on its way to the mine.

use alloy_primitives::{Address, B256};
use ledger::Role;
use protocol::field::{FieldEvent, FieldPortion, FieldRecord};
use trace::{Epc, EventTime, Portion, ShipmentId, Strand, SubjectId, Unit};

use crate::{
    Acting, AssetFacts, Checked, Known, RecordedEvent, ShipmentFacts, ShipmentStatus, Writer, check,
};

pub(crate) const MINE: &str = "urn:epc:id:pgln:8991102.00000";
pub(crate) const SMELTER: &str = "urn:epc:id:pgln:3770029.00000";
pub(crate) const LOT: &str = "urn:epc:class:lgtin:8991102.000001.A";
pub(crate) const BOX: &str = "urn:epc:id:sscc:8991102.0000000001";
pub(crate) const SHIPMENT: B256 = B256::repeat_byte(0x51);
pub(crate) const DEVICE: Address = Address::repeat_byte(0xde);
/// When the lots were made (Unix seconds).
const MADE: u64 = 1_780_000_000;
/// When records are written.
pub(crate) const NOW: u64 = 1_795_500_000;

pub(crate) fn id(name: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(name).unwrap())
}

/// What is known; tests change it as the world would.
#[derive(Clone)]
pub(crate) struct World {
    /// Of the lot, in millionths.
    pub(crate) held: u64,
    pub(crate) holder: Option<SubjectId>,
    pub(crate) packed: u64,
    pub(crate) recalled: Option<(SubjectId, String)>,
    pub(crate) shipment: ShipmentStatus,
    pub(crate) acting: Acting,
    /// Lots that somebody else made.
    pub(crate) others: Vec<SubjectId>,
    pub(crate) head: Option<(B256, u64)>,
    pub(crate) gone: bool,
    pub(crate) lacking: Option<Role>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            held: 100_000_000,
            holder: Some(id(MINE)),
            packed: 0,
            recalled: None,
            shipment: ShipmentStatus::UnderWay,
            acting: Acting::Until(NOW + 1000),
            others: Vec::new(),
            head: Some((B256::repeat_byte(9), 3)),
            gone: false,
            lacking: None,
        }
    }
}

impl interchange::Names for World {
    fn epc(&self, _: SubjectId) -> Option<String> {
        None
    }

    fn unit(&self, _: SubjectId) -> Option<String> {
        Some("KGM".to_owned())
    }
}

impl Known for World {
    fn is_party(&self, party: SubjectId) -> bool {
        [id(MINE), id(SMELTER)].contains(&party)
    }

    fn is_location(&self, _: SubjectId) -> bool {
        false
    }

    fn asset(&self, asset: SubjectId) -> Option<AssetFacts> {
        let is_lot = asset == id(LOT) && !self.gone;
        let is_other = asset == id(BOX) || self.others.contains(&asset);
        (is_lot || is_other).then(|| AssetFacts {
            unit: Unit::kilogram(),
            made_micro: 100_000_000,
            made_on: EventTime {
                unix_millis: MADE * 1000,
                zone_offset_minutes: 0,
            },
            maker: id(if is_lot { MINE } else { SMELTER }),
            holder: self.holder,
            packed_in: if is_lot && self.packed > 0 {
                vec![id(BOX)]
            } else {
                Vec::new()
            },
            has_contents: false,
            recalled: self.recalled.clone().filter(|_| is_lot),
        })
    }

    fn held(&self, asset: SubjectId, party: SubjectId) -> u64 {
        let there = asset == id(LOT) && party == id(MINE);
        if asset == id(BOX) {
            100_000_000
        } else {
            self.held * u64::from(there)
        }
    }

    fn packed(&self, parent: SubjectId, child: SubjectId) -> u64 {
        self.packed * u64::from(parent == id(BOX) && child == id(LOT))
    }

    fn shipment(&self, shipment: ShipmentId) -> Option<ShipmentFacts> {
        (shipment.0 == SHIPMENT).then(|| ShipmentFacts {
            from: id(SMELTER),
            to: id(MINE),
            items: vec![Portion {
                asset: id(LOT),
                micro: 5_000_000,
            }],
            status: self.shipment,
        })
    }

    fn event(&self, name: &str) -> Option<RecordedEvent> {
        let party = match name {
            "7/1" => id(MINE),
            "7/2" => id(SMELTER),
            _ => return None,
        };
        Some(RecordedEvent {
            digest: B256::repeat_byte(7),
            party,
            histories: vec![(id(LOT), Strand::Journey)],
        })
    }

    fn acting(&self, _: Address, _: SubjectId) -> Acting {
        self.acting
    }

    fn lacks(&self, _: SubjectId, role: Role) -> Option<u64> {
        (self.lacking == Some(role)).then_some(9)
    }

    fn head(&self, _: SubjectId, _: Strand) -> Option<(B256, u64)> {
        self.head
    }

    fn has_document(&self, sha256: B256) -> bool {
        sha256 == B256::repeat_byte(0xdd)
    }
}

/// A record of the mine.
pub(crate) fn record(what: FieldEvent) -> FieldRecord {
    FieldRecord {
        party: MINE.to_owned(),
        time: "2026-11-23T10:00:00+01:00".to_owned(),
        what,
        ..FieldRecord::default()
    }
}

pub(crate) fn portion(asset: &str, quantity: &str) -> FieldPortion {
    FieldPortion {
        asset: asset.to_owned(),
        quantity: quantity.to_owned(),
        unit: String::new(),
    }
}

pub(crate) fn checked(record: &FieldRecord, world: &World) -> Checked {
    let writer = Writer {
        id: "r1",
        device: Some(DEVICE),
        now: NOW,
    };
    check(record, &writer, world)
}
