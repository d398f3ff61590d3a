//! Findings in English: what is wrong, the figures that show it, and whom to ask.

mod advice;
mod message;

use rust_decimal::Decimal;
use trace::{MICRO, Quantity, ShipmentId, SubjectId};

use super::{Figures, Finding};
use crate::{Register, Shipment};

/// The longest name that is shown, in characters.
const MAX_NAME: usize = 120;

impl Finding {
    /// What is wrong, as a short sentence.
    pub const fn title(&self) -> &'static str {
        match self.figures {
            Figures::OverClaim { .. } => "Claim exceeds what was put in",
            Figures::ImpossibleClaim { .. } => "Claimed share is none",
            Figures::RevokedAttestation { .. } => "Attestation taken back",
            Figures::ExpiredAttestation { .. } => "Attestation had run out",
            Figures::MissingReceive { .. } => "Shipped, never received",
            Figures::ReceivedBeforeSent { .. } => "Arrived before it left",
            Figures::ReceivedMore { .. } => "More arrived than left",
            Figures::ReceivedLess { .. } => "Less arrived than left",
            Figures::ReceivedTwice { .. } => "Received twice",
            Figures::ReceivedUnsent => "Received, never sent",
            Figures::Recalled { .. } => "Recalled",
            Figures::UsedAfterRecall { .. } => "Used after it was recalled",
            Figures::OutputExceedsInput { .. } => "More came out than went in",
            Figures::CountExceedsInput { .. } => "Rework made more than it took",
            Figures::UnlikelyYield { .. } => "Yield unlike all others",
            Figures::DoubleUse { .. } => "Used more than there was",
            Figures::PackedTwice => "Packed in two places",
            Figures::MovedWithoutHaving { .. } => "Moved by who did not have it",
            Figures::UsedBeforeMade { .. } => "Used before it was made",
            Figures::NeverMade => "Used, but never made",
            Figures::MadeTwice => "Made twice",
            Figures::RecordedTwice => "Recorded twice",
            Figures::UnknownReference => "Speaks of something unknown",
            Figures::Loop => "Made of itself",
            Figures::UnknownUnit { .. } => "Unknown unit",
        }
    }

    /// The figures that show it, as a sentence.
    pub fn message(&self, register: &Register) -> String {
        Telling {
            finding: self,
            register,
        }
        .message()
    }

    /// Whom to ask and for what, as a sentence.
    pub fn advice(&self, register: &Register) -> String {
        Telling {
            finding: self,
            register,
        }
        .advice()
    }
}

/// A finding being told.
struct Telling<'a> {
    finding: &'a Finding,
    register: &'a Register,
}

impl<'a> Telling<'a> {
    fn subject(&self) -> String {
        self.name(self.finding.subject)
    }

    fn name(&self, subject: SubjectId) -> String {
        let register = self.register;
        let asset = || Some(register.asset(subject)?.detail.description.as_str());
        let party = || Some(register.party(subject)?.title.as_str());
        let location = || Some(register.location(subject)?.title.as_str());
        match asset().or_else(party).or_else(location) {
            Some(name) if !name.trim().is_empty() => shown(name),
            _ => match register.asset(subject) {
                Some(asset) => shown(asset.detail.epc.reference()),
                None => format!("something unknown ({:.10}…)", subject.to_string()),
            },
        }
    }

    /// Who made the subject, or a word for them.
    fn maker(&self) -> String {
        let asset = self.register.asset(self.finding.subject);
        asset.map_or_else(|| "the maker".into(), |asset| self.name(asset.maker))
    }

    fn shipment(&self, id: ShipmentId) -> Option<&'a Shipment> {
        self.register.shipments().get(&id)
    }

    /// So many millionths of the subject, with its unit.
    fn amount(&self, micro: u64) -> String {
        match self.register.asset(self.finding.subject) {
            Some(asset) => {
                let unit = asset.detail.quantity.unit.clone();
                Quantity { micro, unit }.to_string()
            }
            None => (micro / MICRO).to_string(),
        }
    }
}

fn shown(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_NAME)
        .collect()
}

fn kilograms(mass: Decimal) -> String {
    format!("{} kg", mass.round_dp(3).normalize())
}

fn percent(share: Decimal) -> String {
    let percent = share
        .saturating_mul(Decimal::ONE_HUNDRED)
        .round_dp(1)
        .normalize();
    format!("{percent}\u{202f}%")
}

fn count(number: usize, of: &str) -> String {
    if number == 1 {
        format!("1 {of}")
    } else {
        format!("{number} {of}s")
    }
}

fn days(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "day")
}

/// A stretch of time in its largest whole unit.
fn stretch(seconds: u64) -> String {
    let whole = |number: u64, of| count(usize::try_from(number).unwrap_or(usize::MAX), of);
    match seconds {
        0..60 => whole(seconds, "second"),
        60..3_600 => whole(seconds / 60, "minute"),
        3_600..86_400 => whole(seconds / 3_600, "hour"),
        _ => whole(seconds / 86_400, "day"),
    }
}
