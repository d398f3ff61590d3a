//! What a finding says, as figures: one variant for each rule. Not the words for it; those are in `words`.

use rust_decimal::Decimal;
use trace::{AttestationId, EventKey, ShipmentId, SubjectId};

/// What is wrong, with the figures that show it. Amounts are in millionths of the asset's unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Figures {
    /// More recycled content was claimed than the inputs can carry.
    OverClaim {
        /// The claim.
        attestation: AttestationId,
        /// The share claimed, 0 to 1.
        claimed: Decimal,
        /// The most it can be, 0 to 1.
        most: Decimal,
    },
    /// A share was claimed that is none: less than nothing or more than everything.
    ImpossibleClaim {
        /// The claim.
        attestation: AttestationId,
        /// The share claimed, 0 to 1 if it were one.
        claimed: Decimal,
    },
    /// An attestation that assets rely on was taken back.
    RevokedAttestation {
        /// The attestation.
        attestation: AttestationId,
    },
    /// Assets were made after the attestation that would speak for them had run out.
    ExpiredAttestation {
        /// The attestation.
        attestation: AttestationId,
    },
    /// Goods left and were not recorded to arrive.
    MissingReceive {
        /// The shipment.
        shipment: ShipmentId,
        /// Whole days since it left.
        days: u64,
    },
    /// Goods arrived before they left.
    ReceivedBeforeSent {
        /// The shipment.
        shipment: ShipmentId,
        /// By how many seconds.
        seconds: u64,
    },
    /// More arrived than had left.
    ReceivedMore {
        /// The shipment.
        shipment: ShipmentId,
        /// How much left.
        shipped: u64,
        /// How much arrived.
        received: u64,
    },
    /// Less arrived than had left, and the rest is nowhere.
    ReceivedLess {
        /// The shipment.
        shipment: ShipmentId,
        /// How much left.
        shipped: u64,
        /// How much of it is missing.
        missing: u64,
    },
    /// A shipment ended twice.
    ReceivedTwice {
        /// The shipment.
        shipment: ShipmentId,
    },
    /// Goods arrived that nobody had sent.
    ReceivedUnsent,
    /// An asset was recalled.
    Recalled {
        /// Whether it was used after that.
        used_after: bool,
    },
    /// A recalled asset was used, packed or passed on.
    UsedAfterRecall {
        /// The recall.
        recall: EventKey,
        /// Whole days from the recall to the first use.
        days: u64,
        /// Who used it first, where the record tells.
        party: Option<SubjectId>,
    },
    /// More mass came out of a process than went in.
    OutputExceedsInput {
        /// Kilograms in.
        input: Decimal,
        /// Kilograms out.
        output: Decimal,
    },
    /// A process that only reworks one article made more of it than went in.
    CountExceedsInput {
        /// How much went in.
        input: u64,
        /// How much came out.
        output: u64,
    },
    /// A process gave far more or less than the same party's other processes for the same article.
    UnlikelyYield {
        /// Mass out by mass in, 0 to 1.
        yielded: Decimal,
        /// What is usual: the median.
        usual: Decimal,
        /// How many processes that was reckoned from.
        processes: usize,
    },
    /// More of an asset was used up than there ever was.
    DoubleUse {
        /// How much was made.
        made: u64,
        /// How much was used.
        used: u64,
    },
    /// Something was packed that was packed elsewhere.
    PackedTwice,
    /// Something was moved by who did not have it.
    MovedWithoutHaving {
        /// How much, the first time.
        moved: u64,
    },
    /// Something was used before it was made.
    UsedBeforeMade {
        /// By how many seconds; 0 where only the ledger's order says so.
        seconds: u64,
    },
    /// Something was used that never came onto the ledger.
    NeverMade,
    /// The same thing was made or entered twice.
    MadeTwice,
    /// The same record stands on the ledger twice.
    RecordedTwice,
    /// An event speaks of a recall, an attestation or an event that the ledger does not hold.
    UnknownReference,
    /// Things were made of, or packed in, themselves.
    Loop,
    /// A quantity is in a unit that nobody knows, and no mass is recorded beside it.
    UnknownUnit {
        /// The unit's code.
        unit: String,
    },
}

impl Figures {
    /// The rule that found it; stable, for scripts.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OverClaim { .. } => "over-claim",
            Self::ImpossibleClaim { .. } => "impossible-claim",
            Self::RevokedAttestation { .. } => "revoked-attestation",
            Self::ExpiredAttestation { .. } => "expired-attestation",
            Self::MissingReceive { .. } => "missing-receive",
            Self::ReceivedBeforeSent { .. } => "received-before-sent",
            Self::ReceivedMore { .. } => "received-more",
            Self::ReceivedLess { .. } => "received-less",
            Self::ReceivedTwice { .. } => "received-twice",
            Self::ReceivedUnsent => "received-unsent",
            Self::Recalled { .. } => "recalled",
            Self::UsedAfterRecall { .. } => "used-after-recall",
            Self::OutputExceedsInput { .. } => "output-exceeds-input",
            Self::CountExceedsInput { .. } => "impossible-yield",
            Self::UnlikelyYield { .. } => "unlikely-yield",
            Self::DoubleUse { .. } => "double-use",
            Self::PackedTwice => "packed-twice",
            Self::MovedWithoutHaving { .. } => "moved-without-having",
            Self::UsedBeforeMade { .. } => "used-before-made",
            Self::NeverMade => "never-made",
            Self::MadeTwice => "made-twice",
            Self::RecordedTwice => "recorded-twice",
            Self::UnknownReference => "unknown-reference",
            Self::Loop => "loop",
            Self::UnknownUnit { .. } => "unknown-unit",
        }
    }
}
