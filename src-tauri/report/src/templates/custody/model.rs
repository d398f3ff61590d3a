//! What a chain-of-custody statement says, as plain data.

use lineage::{CustodyModel, Reason};
use rust_decimal::Decimal;
use trace::{ClaimKind, EventTime, Quantity, ShipmentId};

use super::account::Account;
use crate::model::{AttestationLine, Bounds, Change, Finding, PartyLine, Scope};

/// What a chain-of-custody statement says.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    /// The shipment.
    pub consignment: Consignment,
    /// What was in it, by product line, in the order in which the goods were made.
    pub lines: Vec<Line>,
    /// What is attested of the sender, and of the place that the goods left.
    pub schemes: Vec<AttestationLine>,
    /// How far the statement reaches.
    pub scope: Scope,
    /// What is wrong, the gravest first.
    pub findings: Vec<Finding>,
    /// Who took part, in the order of their first event.
    pub parties: Vec<PartyLine>,
    /// What was claimed, in the order in which it was.
    pub attestations: Vec<AttestationLine>,
    /// What was taken back by the block named.
    pub changes: Vec<Change>,
}

/// A shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consignment {
    /// Its number.
    pub id: ShipmentId,
    /// The sender.
    pub consignor: Side,
    /// The party that it was meant for.
    pub consignee: Side,
    /// When it left.
    pub shipped: EventTime,
    /// What became of it.
    pub arrival: Arrival,
    /// The pallets, crates and containers in it: names and canonical names.
    pub units: Vec<(String, String)>,
    /// The mass of the goods in kilograms; `None` where one is not known.
    pub kilograms: Option<Decimal>,
}

/// One side of a shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    /// The party.
    pub name: String,
    /// Its canonical name.
    pub epc: String,
    /// Its Global Location Number; empty where there is none.
    pub gln: String,
    /// Town and country.
    pub place: String,
    /// The site where the goods left or arrived; empty where it was not recorded.
    pub site: String,
}

/// What became of a shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// It arrived.
    Received {
        /// When.
        on: EventTime,
    },
    /// It was refused, and is the sender's again.
    Refused {
        /// When.
        on: EventTime,
        /// Why; hostile text.
        reason: String,
    },
    /// Nobody recorded an arrival.
    Open {
        /// Whole days since it left, as of the block named.
        days: u64,
    },
}

/// Goods in a shipment that nobody could tell apart but by their numbers: made together, called alike, under the same claims.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What their maker called them.
    pub name: String,
    /// The canonical names, each once.
    pub epcs: Vec<String>,
    /// The names of the pallets, crates and containers that they travelled in.
    pub units: Vec<String>,
    /// How much of them travelled.
    pub quantity: Quantity,
    /// The same in kilograms, where known.
    pub kilograms: Option<Decimal>,
    /// Kilograms of one unit, where known.
    pub unit_kilograms: Option<Decimal>,
    /// Who made them.
    pub maker: String,
    /// When.
    pub made: EventTime,
    /// The claims about them that matter carries along; that on recycled content always, whether or not it was made.
    pub claims: Vec<LineClaim>,
    /// What the sender made them of; where the sender did not make them, the shipments in which they came.
    pub inputs: Vec<Input>,
    /// The mass balance of their making, if the sender made them of something.
    pub process: Option<Process>,
    /// The mass balance of the sender for them.
    pub account: Account,
}

/// A claim about a product line, beside what the records can carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineClaim {
    /// What it is about.
    pub kind: ClaimKind,
    /// Who claims what; `None` if nobody makes such a claim.
    pub claimed: Option<Claimed>,
    /// The share of the mass that the records can carry, where they bound it at all.
    pub share: Option<Bounds>,
    /// The same in kilograms of the line.
    pub kilograms: Option<Bounds>,
    /// The models of ISO 22095:2020, the strongest first, each with what rules it out.
    pub models: Vec<(CustodyModel, Option<Ruling>)>,
}

/// What somebody claims of a product line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claimed {
    /// The share, 0 to 1, where the claim has a number in per cent.
    pub share: Option<Decimal>,
    /// The claim in words; hostile text.
    pub statement: String,
    /// The standard it was made by; hostile text.
    pub method: String,
    /// Who asserts it.
    pub by: String,
    /// Whether a certifier said so.
    pub certified: bool,
}

/// The step that rules a custody model out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ruling {
    /// Why.
    pub reason: Reason,
    /// When the step was, as recorded.
    pub on: Option<EventTime>,
    /// The block of its event.
    pub block: u64,
    /// What was made or claimed in it.
    pub asset: String,
}

/// Something that goods were made of, or came as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// What its maker called it.
    pub name: String,
    /// Its canonical name; of several goods, of the first.
    pub epc: String,
    /// How much of it.
    pub quantity: Quantity,
    /// The same in kilograms, where known.
    pub kilograms: Option<Decimal>,
    /// How much of it is recycled, where the records bound that.
    pub recycled: Option<Bounds>,
    /// The shipments in which it came, in the order of arrival; none if it did not come from elsewhere.
    pub arrivals: Vec<Arrived>,
}

/// A shipment in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrived {
    /// Its number.
    pub shipment: ShipmentId,
    /// Who sent it.
    pub from: String,
    /// When it arrived.
    pub on: EventTime,
}

/// The mass balance of a making, in kilograms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Process {
    /// When.
    pub on: EventTime,
    /// What went in; `None` where a mass is not known.
    pub input: Option<Balanced>,
    /// All that came out of it.
    pub output: Option<Balanced>,
    /// What was lost, less than 0 if more came out than went in.
    pub loss: Option<Decimal>,
    /// How many things came out beside this line.
    pub others: usize,
}

/// A mass, and how much of it is recycled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Balanced {
    /// Kilograms.
    pub kilograms: Decimal,
    /// Kilograms of it that are recycled; `None` where the records do not bound that.
    pub recycled: Option<Bounds>,
}

impl LineClaim {
    /// The strongest model that the records support.
    pub fn best(&self) -> Option<CustodyModel> {
        let held = self.models.iter().find(|(_, ruling)| ruling.is_none());
        held.map(|(model, _)| *model)
    }

    /// Whether more is claimed than the records can carry. Bounds are rounded in the last of 28 digits: both are compared to nine.
    pub fn is_above(&self) -> bool {
        let claimed = self.claimed.as_ref().and_then(|claimed| claimed.share);
        let most = self.share.map(|share| share.upper);
        claimed
            .zip(most)
            .is_some_and(|(claimed, most)| claimed.round_dp(9) > most.round_dp(9))
    }
}
