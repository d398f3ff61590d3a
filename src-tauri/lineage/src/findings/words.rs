//! Findings in English: what is wrong, the figures that show it, and whom to ask.

use rust_decimal::Decimal;
use trace::SubjectId;

use super::{Figures, Finding};
use crate::Register;

/// The longest name that is shown, in characters.
const MAX_NAME: usize = 120;

impl Finding {
    /// What is wrong, as a short sentence.
    pub fn title(&self) -> &'static str {
        match self.figures {
            Figures::OverClaim { .. } => "Claim exceeds what was put in",
            Figures::RevokedAttestation { .. } => "Attestation taken back",
            Figures::MissingReceive { .. } => "Shipped, never received",
            Figures::Recalled { used_after: true } => "Used after it was recalled",
            Figures::Recalled { used_after: false } => "Recalled",
            Figures::OutputExceedsInput { .. } => "More came out than went in",
        }
    }

    /// The figures that show it, as a sentence.
    pub fn message(&self, register: &Register) -> String {
        let subject = name(register, self.subject);
        match &self.figures {
            Figures::OverClaim { claimed, most, .. } => format!(
                "{subject} was said to be {} recycled; the inputs on record can carry at most {}.",
                percent(*claimed),
                percent(*most)
            ),
            Figures::RevokedAttestation { attestation } => {
                let Some(known) = register.attestations().get(attestation) else {
                    return String::new();
                };
                let on = (known.revocation.as_ref())
                    .map(|revocation| revocation.step.time.local_date())
                    .unwrap_or_default();
                format!(
                    "“{}” of {subject} was taken back by {} on {on}; {} on record relied on it.",
                    shown(&known.claim.statement),
                    name(register, known.party),
                    count(self.assets.len(), "asset"),
                )
            }
            Figures::MissingReceive { shipment, days } => {
                let Some(known) = register.shipments().get(shipment) else {
                    return String::new();
                };
                format!(
                    "{subject} left {} for {} on {} and has not been recorded to arrive for {}.",
                    name(register, known.from),
                    name(register, known.to),
                    known.shipped.time.local_date(),
                    count(usize::try_from(*days).unwrap_or(usize::MAX), "day"),
                )
            }
            Figures::Recalled { used_after } => {
                let Some(recall) = register
                    .asset(self.subject)
                    .and_then(|asset| asset.recall())
                else {
                    return String::new();
                };
                let after = if *used_after {
                    " It was used after that."
                } else {
                    ""
                };
                format!(
                    "{subject} was recalled by {} on {}: {}.{after}",
                    name(register, recall.party),
                    recall.time.local_date(),
                    shown(&recall.reason).trim_end_matches('.'),
                )
            }
            Figures::OutputExceedsInput { input, output } => format!(
                "{} kg came out of a process that {} kg went into.",
                output.round_dp(3).normalize(),
                input.round_dp(3).normalize()
            ),
        }
    }

    /// Whom to ask and for what, as a sentence.
    pub fn advice(&self, register: &Register) -> String {
        let maker = || {
            let asset = register.asset(self.subject);
            asset.map_or_else(
                || "the maker".to_owned(),
                |asset| name(register, asset.maker),
            )
        };
        match &self.figures {
            Figures::OverClaim { attestation, .. } => {
                let by = register
                    .attestations()
                    .get(attestation)
                    .map(|known| name(register, known.party));
                format!(
                    "Ask {} for the missing inputs, or to correct the claim.",
                    by.unwrap_or_else(maker)
                )
            }
            Figures::RevokedAttestation { .. } => {
                format!(
                    "Ask {} for a new attestation.",
                    name(register, self.subject)
                )
            }
            Figures::MissingReceive { shipment, .. } => {
                let to = register
                    .shipments()
                    .get(shipment)
                    .map(|known| name(register, known.to));
                format!(
                    "Ask {} whether it arrived.",
                    to.unwrap_or_else(|| "the receiver".into())
                )
            }
            Figures::Recalled { .. } => {
                "Stop using it and find out where what was made of it went.".into()
            }
            Figures::OutputExceedsInput { .. } => {
                format!("Ask {} for the inputs that are missing.", maker())
            }
        }
    }
}

fn name(register: &Register, subject: SubjectId) -> String {
    let asset = register
        .asset(subject)
        .map(|asset| asset.detail.description.as_str());
    let party = || register.party(subject).map(|party| party.title.as_str());
    let location = || {
        register
            .location(subject)
            .map(|location| location.title.as_str())
    };
    shown(
        asset
            .or_else(party)
            .or_else(location)
            .unwrap_or("an unknown subject"),
    )
}

fn shown(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_control())
        .take(MAX_NAME)
        .collect()
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
