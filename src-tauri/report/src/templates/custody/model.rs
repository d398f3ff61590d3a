//! What a chain-of-custody statement says, as plain data.

use lineage::{CustodyModel, Reason};
use rust_decimal::Decimal;
use trace::{ClaimKind, EventTime, Quantity, ShipmentId};

use super::account::Account;
use crate::model::{AttestationLine, Bounds, Change, Finding, PartyLine, Scope};

/// What a chain-of-custody statement says.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Statement {
    /// The shipment.
    pub(super) consignment: Consignment,
    /// What was in it, by product line, in the order in which the goods were made.
    pub(super) lines: Vec<Line>,
    /// What is attested of the sender, and of the place that the goods left.
    pub(super) schemes: Vec<AttestationLine>,
    /// How far the statement reaches.
    pub(super) scope: Scope,
    /// What is wrong, the gravest first.
    pub(super) findings: Vec<Finding>,
    /// Who took part, in the order of their first event.
    pub(super) parties: Vec<PartyLine>,
    /// What was claimed, in the order in which it was.
    pub(super) attestations: Vec<AttestationLine>,
    /// What was taken back by the block named.
    pub(super) changes: Vec<Change>,
}

/// A shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Consignment {
    /// Its number.
    pub(super) id: ShipmentId,
    /// The sender.
    pub(super) consignor: Side,
    /// The party that it was meant for.
    pub(super) consignee: Side,
    /// When it left.
    pub(super) shipped: EventTime,
    /// What became of it.
    pub(super) arrival: Arrival,
    /// The pallets, crates and containers in it: names and canonical names.
    pub(super) units: Vec<(String, String)>,
    /// The mass of the goods in kilograms; `None` where one is not known.
    pub(super) kilograms: Option<Decimal>,
}

impl Consignment {
    /// From whom to whom.
    pub(super) fn route(&self) -> String {
        format!("{} – {}", self.consignor.name, self.consignee.name)
    }
}

/// One side of a shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Side {
    /// The party.
    pub(super) name: String,
    /// Its canonical name.
    pub(super) epc: String,
    /// Its Global Location Number; empty where there is none.
    pub(super) gln: String,
    /// Town and country.
    pub(super) place: String,
    /// The site where the goods left or arrived; empty where it was not recorded.
    pub(super) site: String,
}

/// What became of a shipment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Arrival {
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
pub(super) struct Line {
    /// What their maker called them.
    pub(super) name: String,
    /// The canonical names, each once.
    pub(super) epcs: Vec<String>,
    /// The names of the pallets, crates and containers that they travelled in.
    pub(super) units: Vec<String>,
    /// How much of them travelled.
    pub(super) quantity: Quantity,
    /// The same in kilograms, where known.
    pub(super) kilograms: Option<Decimal>,
    /// Kilograms of one unit, where known.
    pub(super) unit_kilograms: Option<Decimal>,
    /// Who made them.
    pub(super) maker: String,
    /// When.
    pub(super) made: EventTime,
    /// The claims about them that matter carries along; that on recycled content always, whether or not it was made.
    pub(super) claims: Vec<LineClaim>,
    /// What the sender made them of; where the sender did not make them, the shipments in which they came.
    pub(super) inputs: Vec<Input>,
    /// The mass balance of their making, if the sender made them of something.
    pub(super) process: Option<Process>,
    /// The mass balance of the sender for them.
    pub(super) account: Account,
}

/// A claim about a product line, beside what the records can carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct LineClaim {
    /// What it is about.
    pub(super) kind: ClaimKind,
    /// Who claims what; `None` if nobody makes such a claim.
    pub(super) claimed: Option<Claimed>,
    /// The share of the mass that the records can carry, where they bound it at all.
    pub(super) share: Option<Bounds>,
    /// The same in kilograms of the line.
    pub(super) kilograms: Option<Bounds>,
    /// The models of ISO 22095:2020, the strongest first, each with what rules it out.
    pub(super) models: Vec<(CustodyModel, Option<Ruling>)>,
}

/// What somebody claims of a product line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Claimed {
    /// The share, 0 to 1, where the claim has a number in per cent.
    pub(super) share: Option<Decimal>,
    /// The claim in words; hostile text.
    pub(super) statement: String,
    /// The standard it was made by; hostile text.
    pub(super) method: String,
    /// Who asserts it.
    pub(super) by: String,
    /// Whether a certifier said so.
    pub(super) certified: bool,
}

/// The step that rules a custody model out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Ruling {
    /// Why.
    pub(super) reason: Reason,
    /// When the step was, as recorded.
    pub(super) on: Option<EventTime>,
    /// The block of its event.
    pub(super) block: u64,
    /// What was made or claimed in it.
    pub(super) asset: String,
}

/// Something that goods were made of, or came as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Input {
    /// What its maker called it.
    pub(super) name: String,
    /// Its canonical name; of several goods, of the first.
    pub(super) epc: String,
    /// How much of it.
    pub(super) quantity: Quantity,
    /// The same in kilograms, where known.
    pub(super) kilograms: Option<Decimal>,
    /// How much of it is recycled, where the records bound that.
    pub(super) recycled: Option<Bounds>,
    /// The shipments in which it came, in the order of arrival; none if it did not come from elsewhere.
    pub(super) arrivals: Vec<Arrived>,
}

/// A shipment in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Arrived {
    /// Its number.
    pub(super) shipment: ShipmentId,
    /// Who sent it.
    pub(super) from: String,
    /// When it arrived.
    pub(super) on: EventTime,
}

/// The mass balance of a making, in kilograms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Process {
    /// When.
    pub(super) on: EventTime,
    /// What went in; `None` where a mass is not known.
    pub(super) input: Option<Balanced>,
    /// All that came out of it.
    pub(super) output: Option<Balanced>,
    /// What was lost; of less than 0 kilograms if more came out than went in.
    pub(super) loss: Option<Balanced>,
    /// How many things came out beside this line.
    pub(super) others: usize,
}

/// A mass, and how much of it is recycled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Balanced {
    /// Kilograms.
    pub(super) kilograms: Decimal,
    /// Kilograms of it that are recycled; `None` where the records do not bound that.
    pub(super) recycled: Option<Bounds>,
}

impl LineClaim {
    /// The strongest model that the records support.
    pub(super) fn best(&self) -> Option<CustodyModel> {
        let held = self.models.iter().find(|(_, ruling)| ruling.is_none());
        held.map(|(model, _)| *model)
    }

    /// Whether more is claimed than the records can carry. Bounds are rounded in the last of 28 digits: both are compared to nine.
    pub(super) fn is_above(&self) -> bool {
        let claimed = self.claimed.as_ref().and_then(|claimed| claimed.share);
        let most = self.share.map(|share| share.upper);
        claimed
            .zip(most)
            .is_some_and(|(claimed, most)| claimed.round_dp(9) > most.round_dp(9))
    }
}
