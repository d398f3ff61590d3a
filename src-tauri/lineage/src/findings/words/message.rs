//! What is wrong, with the figures that show it.

use trace::{AttestationId, EventKey, ShipmentId, SubjectId};

use super::super::Figures;
use super::{Telling, count, days, kilograms, percent, shown, stretch};

impl Telling<'_> {
    pub(super) fn message(&self) -> String {
        let subject = self.subject();
        match &self.finding.figures {
            Figures::OverClaim { claimed, most, .. } => format!(
                "{subject} was said to be {} recycled; the inputs on record can carry at most {}.",
                percent(*claimed),
                percent(*most)
            ),
            Figures::ImpossibleClaim { claimed, .. } => format!(
                "{subject} was said to be {} recycled; a share is between 0 and 100\u{202f}%.",
                percent(*claimed)
            ),
            Figures::RevokedAttestation { attestation } => self.revoked(*attestation),
            Figures::ExpiredAttestation { attestation } => self.expired(*attestation),
            Figures::Recalled { used_after } => self.recalled(*used_after),
            Figures::UsedAfterRecall {
                recall,
                days,
                party,
            } => self.used_after(*recall, *days, *party),
            Figures::MissingReceive { shipment, .. }
            | Figures::ReceivedBeforeSent { shipment, .. }
            | Figures::ReceivedMore { shipment, .. }
            | Figures::ReceivedLess { shipment, .. }
            | Figures::ReceivedTwice { shipment } => self.under_way(*shipment),
            _ => self
                .of_process()
                .or_else(|| self.of_record())
                .unwrap_or_default(),
        }
    }

    /// What is wrong with a process or with what moved.
    fn of_process(&self) -> Option<String> {
        let subject = self.subject();
        Some(match &self.finding.figures {
            Figures::OutputExceedsInput { input, output } => format!(
                "{} came out of a process that {} went into.",
                kilograms(*output),
                kilograms(*input)
            ),
            Figures::CountExceedsInput { input, output } => format!(
                "{} came out of a process that took only {} of the same article and nothing else.",
                self.amount(*output),
                self.amount(*input)
            ),
            Figures::UnlikelyYield {
                yielded,
                usual,
                processes,
            } => format!(
                "{subject} is {} of the mass that went into it; of the {processes} processes of {} for this article the middle one \
                 gives {}.",
                percent(*yielded),
                self.maker(),
                percent(*usual)
            ),
            Figures::DoubleUse { made, used } => format!(
                "{} of {subject} was used, but only {} was ever made.",
                self.amount(*used),
                self.amount(*made)
            ),
            Figures::PackedTwice => {
                format!("{subject} was packed while it was packed somewhere else.")
            }
            Figures::MovedWithoutHaving { moved } => format!(
                "{} of {subject} was moved by somebody who, by the record, did not have that much of it.",
                self.amount(*moved)
            ),
            _ => return None,
        })
    }

    /// What is wrong with the record itself.
    fn of_record(&self) -> Option<String> {
        let subject = self.subject();
        Some(match &self.finding.figures {
            Figures::UsedBeforeMade { seconds: 0 } => {
                format!("{subject} was put to use before the ledger recorded that it was made.")
            }
            Figures::UsedBeforeMade { seconds } => format!(
                "{subject} was put to use {} before it was made.",
                stretch(*seconds)
            ),
            Figures::NeverMade => format!(
                "{subject} is spoken of in {}, and never came onto the ledger.",
                count(self.finding.events.len(), "event")
            ),
            Figures::MadeTwice => format!(
                "{subject} was entered {} times; the first one stands.",
                self.finding.events.len()
            ),
            Figures::RecordedTwice => {
                format!("What one event says of {subject} was recorded before.")
            }
            Figures::UnknownReference => format!(
                "An event about {subject} speaks of an earlier one that the ledger does not hold."
            ),
            Figures::Loop => format!(
                "{} {} made of, or packed in, {}, by a way that comes back to where it began.",
                self.names(),
                if self.finding.assets.len() == 1 {
                    "is"
                } else {
                    "are"
                },
                if self.finding.assets.len() == 1 {
                    "itself"
                } else {
                    "each other"
                }
            ),
            Figures::UnknownUnit { unit } => format!(
                "{subject} is counted in {}, which is in no list, and no mass is recorded: no sum can take it in. This holds for {}.",
                shown(unit),
                count(self.finding.assets.len(), "asset")
            ),
            Figures::ReceivedUnsent => {
                format!("{subject} was received in a shipment that nobody had sent.")
            }
            _ => return None,
        })
    }

    /// The first of the assets by name, and how many more.
    fn names(&self) -> String {
        let assets = &self.finding.assets;
        let named: Vec<String> = (assets.iter().take(3)).map(|id| self.name(*id)).collect();
        let named = named.join(", ");
        match assets.len().saturating_sub(3) {
            0 => named,
            more => format!("{named} and {more} more"),
        }
    }

    fn under_way(&self, shipment: ShipmentId) -> String {
        let Some(known) = self.shipment(shipment) else {
            return String::new();
        };
        let subject = self.subject();
        let (from, to) = (self.name(known.from), self.name(known.to));
        let on = known.shipped.time.local_date();
        match &self.finding.figures {
            Figures::MissingReceive { days: since, .. } => format!(
                "{subject} left {from} for {to} on {on} and has not been recorded to arrive for {}.",
                days(*since)
            ),
            Figures::ReceivedBeforeSent { seconds, .. } => format!(
                "{to} recorded that {subject} arrived {} before {from} recorded that it left.",
                stretch(*seconds)
            ),
            Figures::ReceivedMore {
                shipped, received, ..
            } => format!(
                "{to} received {} of {subject}; {from} had sent {}.",
                self.amount(*received),
                self.amount(*shipped)
            ),
            Figures::ReceivedLess {
                shipped, missing, ..
            } => format!(
                "Of {} of {subject} that {from} sent to {to} on {on}, {} did not arrive.",
                self.amount(*shipped),
                self.amount(*missing)
            ),
            _ => format!(
                "The shipment of {subject} that {from} sent to {to} on {on} has two ends on record."
            ),
        }
    }

    fn revoked(&self, attestation: AttestationId) -> String {
        let Some(known) = self.register.attestations().get(&attestation) else {
            return String::new();
        };
        let on = (known.revocation.as_ref())
            .map(|revocation| revocation.step.time.local_date())
            .unwrap_or_default();
        format!(
            "“{}” of {} was taken back by {} on {on}; {} on record relied on it.",
            shown(&known.claim.statement),
            self.subject(),
            self.name(known.party),
            count(self.finding.assets.len(), "asset"),
        )
    }

    fn expired(&self, attestation: AttestationId) -> String {
        let Some(known) = self.register.attestations().get(&attestation) else {
            return String::new();
        };
        let until = known.claim.valid_until.unwrap_or_default();
        let until = trace::EventTime {
            unix_millis: until.saturating_mul(1000),
            zone_offset_minutes: 0,
        };
        format!(
            "“{}” of {}, by {}, held until {}; {} on record {} made after that, and nothing took its place.",
            shown(&known.claim.statement),
            self.subject(),
            self.name(known.party),
            until.local_date(),
            count(self.finding.assets.len(), "asset"),
            if self.finding.assets.len() == 1 {
                "was"
            } else {
                "were"
            },
        )
    }

    fn recalled(&self, used_after: bool) -> String {
        let asset = self.register.asset(self.finding.subject);
        let Some(recall) = asset.and_then(|asset| asset.recall()) else {
            return String::new();
        };
        let after = if used_after {
            " It was used after that."
        } else {
            ""
        };
        format!(
            "{} was recalled by {} on {}: {}.{after}",
            self.subject(),
            self.name(recall.party),
            recall.time.local_date(),
            shown(&recall.reason).trim_end_matches('.'),
        )
    }

    fn used_after(&self, recall: EventKey, since: u64, party: Option<SubjectId>) -> String {
        let asset = self.register.asset(self.finding.subject);
        let recall = asset.and_then(|asset| {
            let mut recalls = asset.recalls.iter();
            recalls.find(|known| known.event == recall)
        });
        let recalled = recall.map_or_else(
            || "was recalled".to_owned(),
            |recall| {
                let by = self.name(recall.party);
                format!("was recalled by {by} on {}", recall.time.local_date())
            },
        );
        let by = party.map_or_else(|| "somebody".to_owned(), |party| self.name(party));
        let when = if since == 0 {
            "the same day".to_owned()
        } else {
            format!("{} later", days(since))
        };
        let made = match self.finding.assets.len().saturating_sub(1) {
            0 => String::new(),
            1 => " 1 asset was made with it.".to_owned(),
            many => format!(" {many} assets were made with it."),
        };
        format!("{} {recalled}; {when} {by} used it.{made}", self.subject())
    }
}
