//! What reports say, as plain data: no sentence, no number format, no place on a page. Everything in it follows from the events and
//! the parameters. What only one template says is in that template's own model.

mod chain;
mod changes;
mod completeness;
mod figure;
mod finding;
mod histories;
mod names;
mod telling;
mod view;

use alloy_primitives::{Address, B256};
use evidence::Consensus;
use rust_decimal::Decimal;
use trace::{AssetKind, Claim, EventTime, Granularity, Quantity, SubjectId, Unit};

pub use lineage::{Bounds, Source};

pub(crate) use chain::chain;
pub use completeness::{Completeness, Incomplete};
pub(crate) use completeness::{completeness, head_slots};
pub use histories::{History, required_histories};
pub(crate) use names::NamesOf;
pub(crate) use telling::{Recorded, Telling, recorded};
pub(crate) use view::View;

/// Something that was said and no longer holds, or does so again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// An attestation was revoked.
    Revoked {
        /// The claim in words; hostile text.
        statement: String,
        /// What it was about.
        subject: String,
        /// When.
        on: EventTime,
    },
    /// An asset was recalled.
    Recalled {
        /// The asset.
        asset: String,
        /// When.
        on: EventTime,
        /// When the recall was lifted, if it was.
        lifted: Option<EventTime>,
    },
    /// Whoever wrote a record said that it is wrong.
    Corrected {
        /// What the record is about.
        subject: String,
        /// When.
        on: EventTime,
    },
}

/// What a declaration is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Object {
    /// What its maker called it.
    pub name: String,
    /// Its canonical name.
    pub epc: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// Lot, item or logistic unit.
    pub granularity: Granularity,
    /// How much of it was made.
    pub quantity: Quantity,
    /// The mass of all of it in kilograms, with what is packed in it, where known.
    pub kilograms: Option<Decimal>,
    /// Who made it.
    pub maker: String,
    /// When.
    pub made: EventTime,
}

/// How far a declaration reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Assets in the lineage, the object included.
    pub assets: usize,
    /// Events told.
    pub events: usize,
    /// Parties that took part.
    pub parties: usize,
}

/// One origin of one material: all roots of the lineage that are alike in these points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The material; empty where it is not known.
    pub material: String,
    /// The place and country where it was won; empty where it was not recorded.
    pub place: String,
    /// What its origin claim says it is.
    pub source: Source,
    /// Who smelted or refined it; empty where nobody did.
    pub refiner: String,
    /// How many roots they are.
    pub roots: usize,
    /// Kilograms of it in the object, where the object's mass is known.
    pub kilograms: Option<Bounds>,
    /// Share of the object's mass, 0 to 1.
    pub share: Bounds,
}

/// Recycled content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recycled {
    /// Share of the mass, 0 to 1.
    pub share: Bounds,
    /// Share of the mass whose origin is not recorded, 0 to 1.
    pub untraced: Decimal,
    /// Whether all masses on the way are known.
    pub is_weighed: bool,
    /// The share that was claimed of the object itself, 0 to 1, and by whom.
    pub claim: Option<(Decimal, String)>,
}

/// A carbon footprint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Footprint {
    /// Kilograms of CO₂ equivalent.
    pub kilograms: Decimal,
    /// What the value is for one of; `None` where the object is one piece.
    pub per: Option<Unit>,
    /// Who claims it.
    pub by: String,
    /// The standard it was made by.
    pub method: String,
    /// Whether a certifier said so.
    pub certified: bool,
}

/// How grave a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Gravity {
    /// Something cannot be so.
    Bad,
    /// Something to look into.
    Warn,
}

/// Something that is wrong, or may be.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// How grave it is.
    pub gravity: Gravity,
    /// What it is.
    pub told: Told,
}

/// What is wrong, with the figures that show it.
#[derive(Clone, PartialEq, Debug)]
pub enum Told {
    /// More recycled share was claimed than the inputs can carry.
    OverClaim {
        /// The asset.
        asset: String,
        /// Who claimed.
        by: String,
        /// The share claimed, 0 to 1.
        claimed: Decimal,
        /// The most it can be, 0 to 1.
        most: Decimal,
    },
    /// An attestation was taken back.
    Revoked {
        /// The claim in words.
        statement: String,
        /// What it was about.
        subject: String,
        /// Who had asserted it.
        by: String,
        /// When it was taken back.
        on: EventTime,
        /// How many assets in the lineage relied on it.
        assets: usize,
        /// Why; hostile text.
        reason: String,
    },
    /// Goods left and were not recorded to arrive.
    NotReceived {
        /// What left.
        goods: String,
        /// The sender.
        from: String,
        /// Whom they were meant for.
        to: String,
        /// When they left.
        on: EventTime,
        /// Whole days since then, as of the block named.
        days: u64,
    },
    /// An asset in the lineage was recalled.
    Recalled {
        /// The asset.
        asset: String,
        /// Who recalled it.
        by: String,
        /// When.
        on: EventTime,
        /// Why; hostile text.
        reason: String,
        /// Whether it was used while it was recalled.
        used_after: bool,
        /// When the recall was lifted, if it was.
        lifted: Option<EventTime>,
    },
    /// Whoever wrote a record said that it is wrong.
    Corrected {
        /// What the record is about.
        subject: String,
        /// Who wrote it.
        by: String,
        /// When they said so.
        on: EventTime,
        /// Why; hostile text.
        reason: String,
    },
    /// More came out than went in.
    OutputExceedsInput {
        /// What was made.
        asset: String,
        /// Kilograms in.
        input: Decimal,
        /// Kilograms out.
        output: Decimal,
    },
}

/// A party that took part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyLine {
    /// Its name.
    pub name: String,
    /// Its canonical name.
    pub epc: String,
    /// Its Global Location Number.
    pub gln: String,
    /// Town and country.
    pub place: String,
    /// The account that acts for it.
    pub account: Address,
    /// What it did, each once.
    pub acts: Vec<Act>,
    /// How many of the events are its own.
    pub events: usize,
}

/// What a party did.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Act {
    /// Brought material onto the ledger.
    Sourced,
    /// Made something of something.
    Made,
    /// Packed or unpacked.
    Packed,
    /// Sent or received.
    Moved,
    /// Certified.
    Certified,
    /// Declared.
    Declared,
    /// Took an attestation back.
    Revoked,
    /// Recalled.
    Recalled,
}

/// An asset in the lineage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssetLine {
    /// What its maker called it.
    pub name: String,
    /// Its canonical name.
    pub epc: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// How much of it was made.
    pub quantity: Quantity,
    /// Who made it.
    pub maker: String,
    /// Where it was made.
    pub place: String,
    /// When.
    pub made: EventTime,
    /// Whether it was recalled.
    pub recalled: bool,
}

/// A claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttestationLine {
    /// What it is about.
    pub subject: String,
    /// The claim.
    pub claim: Claim,
    /// Who asserts it.
    pub by: String,
    /// Whether a certifier said so.
    pub certified: bool,
    /// When it was made.
    pub made: EventTime,
    /// What had become of it by the block named.
    pub status: Standing,
}

/// What had become of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// In force.
    InForce,
    /// Not valid yet.
    NotYet,
    /// No longer valid.
    Expired,
    /// Taken back.
    Revoked {
        /// When.
        on: EventTime,
        /// Why; hostile text.
        reason: String,
    },
}

/// The lineage as cards and the steps between them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Figure {
    /// The cards, the object first.
    pub cards: Vec<Card>,
    /// The steps between them.
    pub edges: Vec<Edge>,
}

/// One asset, or a group of assets that are alike: same maker, name, inputs and uses.
#[derive(Clone, PartialEq, Debug)]
pub struct Card {
    /// The asset, or the first of the group.
    pub id: SubjectId,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// What its maker called it.
    pub name: String,
    /// How much; of a group, of all together.
    pub quantity: Quantity,
    /// Where it was made; else who made it.
    pub place: String,
    /// How many assets the card stands for.
    pub count: usize,
    /// The gravest finding about it.
    pub finding: Option<Gravity>,
}

/// One step in the figure, from material to product.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Edge {
    /// The index of the card that went in.
    pub from: usize,
    /// The index of the card that came of it.
    pub to: usize,
    /// Its share of its target's inputs by mass, 0 to 1; `None` where a mass is not known.
    pub share: Option<Decimal>,
    /// Whether it is a packing rather than a transformation.
    pub packing: bool,
}

/// Where the events stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chain {
    /// Chain id (EIP-155).
    pub chain_id: u64,
    /// The hash of block 0.
    pub genesis: B256,
    /// The ledger's contract.
    pub contract: Address,
    /// Keccak-256 of its deployed code.
    pub code_hash: B256,
    /// The first and the last block of the evidence.
    pub blocks: (u64, u64),
    /// How many of these blocks carry receipts.
    pub with_receipts: usize,
    /// How many receipts are proven.
    pub receipts: usize,
    /// The seals on the block named, where its header is of a kind that carries those of a quorum.
    pub seals: Option<Seals>,
}

/// The seals that a header carries, as they are found; whose word counts is for whoever verifies to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seals {
    /// The rules that the header follows.
    pub consensus: Consensus,
    /// How many distinct validators sealed it: of those that it lists, where it lists any.
    pub seals: usize,
    /// How many it lists; `None` where a contract names them.
    pub validators: Option<usize>,
}
