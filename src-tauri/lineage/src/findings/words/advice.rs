//! Whom to ask and for what.

use super::super::Figures;
use super::Telling;

impl Telling<'_> {
    pub(super) fn advice(&self) -> String {
        match &self.finding.figures {
            Figures::OverClaim { attestation, .. } => {
                format!(
                    "Ask {} for the missing inputs, or to correct the claim.",
                    self.claimant(attestation)
                )
            }
            Figures::ImpossibleClaim { attestation, .. } => {
                format!("Ask {} to correct the claim.", self.claimant(attestation))
            }
            Figures::RevokedAttestation { .. } => {
                format!("Ask {} for a new attestation.", self.subject())
            }
            Figures::ExpiredAttestation { .. } => {
                let of = match self.register.asset(self.finding.subject) {
                    Some(_) => self.maker(),
                    None => self.subject(),
                };
                format!("Ask {of} for the attestation that follows it.")
            }
            Figures::MissingReceive { shipment, .. } => match self.shipment(*shipment) {
                Some(known) => format!("Ask {} whether it arrived.", self.name(known.to)),
                None => "Ask the receiver whether it arrived.".into(),
            },
            Figures::ReceivedBeforeSent { shipment, .. }
            | Figures::ReceivedMore { shipment, .. }
            | Figures::ReceivedLess { shipment, .. }
            | Figures::ReceivedTwice { shipment } => match self.shipment(*shipment) {
                Some(known) => format!(
                    "Ask {} and {} to compare their delivery notes, and to correct what is wrong.",
                    self.name(known.from),
                    self.name(known.to)
                ),
                None => "Ask sender and receiver to compare their delivery notes.".into(),
            },
            Figures::Recalled { .. } => {
                "Stop using it and find out where what was made of it went.".into()
            }
            Figures::UsedAfterRecall { party, .. } => {
                let by = party.map_or_else(|| self.maker(), |party| self.name(party));
                format!("Ask {by} to hold back what was made with it.")
            }
            Figures::OutputExceedsInput { .. } | Figures::CountExceedsInput { .. } => {
                format!("Ask {} for the inputs that are missing.", self.maker())
            }
            Figures::UnlikelyYield { .. } => format!(
                "Ask {} whether all inputs and outputs are recorded, in the right unit.",
                self.maker()
            ),
            Figures::DoubleUse { .. } => {
                "Ask who used it which of the uses is wrong, and to correct it.".into()
            }
            Figures::PackedTwice | Figures::MovedWithoutHaving { .. } => {
                "Look at the events in order, and ask who recorded the last one how it came by it."
                    .into()
            }
            Figures::UsedBeforeMade { .. } => format!(
                "Ask {} when it was made, and who used it when that was; one of the two is wrong.",
                self.maker()
            ),
            Figures::NeverMade | Figures::UnknownReference => {
                "Sync from the ledger's first block; if it is still missing, ask who recorded the event.".into()
            }
            Figures::MadeTwice | Figures::RecordedTwice => {
                "Ask who recorded it to correct the second record.".into()
            }
            Figures::Loop => {
                "Ask who recorded these events which of them is wrong; sums stop at the loop.".into()
            }
            Figures::UnknownUnit { .. } => format!(
                "Ask {} for a unit of UN/ECE Recommendation 20, or for the mass of one unit.",
                self.maker()
            ),
            Figures::ReceivedUnsent => {
                "Sync from the ledger's first block; if nothing was sent, ask who received it from whom it came.".into()
            }
        }
    }

    fn claimant(&self, attestation: &trace::AttestationId) -> String {
        let known = self.register.attestations().get(attestation);
        known.map_or_else(|| self.maker(), |known| self.name(known.party))
    }
}
