//! How the register takes in what goes back on earlier events: goods sent back, recalls and their end, corrections. The rest
//! is in `fold`. None of these can fail or panic.

use trace::{EventBody, TraceEvent};

use super::Register;
use super::asset::{Lifting, Recall};
use super::records::{Correction, Gap, Rejection, step};

impl Register {
    pub(super) fn reject(&mut self, event: &TraceEvent) {
        let EventBody::Rejected {
            shipment,
            from_party,
            items,
            reason,
            ..
        } = &event.body
        else {
            return;
        };
        self.arrive(event, *shipment, *from_party, items);
        if let Some(known) = self.ending(event, *shipment) {
            known.rejection = Some(Rejection {
                step: step(event, None),
                reason: reason.clone(),
            });
        }
    }

    pub(super) fn recall(&mut self, event: &TraceEvent) {
        let EventBody::Recalled {
            asset,
            party,
            reason,
            record,
        } = &event.body
        else {
            return;
        };
        self.log_known(event, *asset, None);
        if let Some(known) = self.assets.get_mut(asset) {
            known.recalls.push(Recall {
                event: event.key,
                party: *party,
                time: record.time,
                reason: reason.clone(),
                digest: event.digest,
                lifted: None,
            });
        }
    }

    pub(super) fn lift(&mut self, event: &TraceEvent) {
        let EventBody::Lifted {
            recall,
            asset,
            reason,
            ..
        } = &event.body
        else {
            return;
        };
        self.log_known(event, *asset, None);
        let recalls = self.assets.get_mut(asset).map(|known| &mut known.recalls);
        let in_force = (recalls.into_iter().flatten())
            .filter(|known| known.digest == *recall && known.lifted.is_none());
        // The ledger knows recalls that say the same in every word as one.
        let mut is_known = false;
        for known in in_force {
            is_known = true;
            known.lifted = Some(Lifting {
                step: step(event, None),
                reason: reason.clone(),
            });
        }
        if !is_known {
            self.note(event, Gap::UnknownRecall(*asset));
        }
    }

    pub(super) fn correct(&mut self, event: &TraceEvent) {
        let EventBody::Corrected {
            corrected,
            party,
            reason,
            record,
            ..
        } = &event.body
        else {
            return;
        };
        for subject in event.body.subjects() {
            self.log_known(event, subject, None);
        }
        let wrong = self.digests.before(*corrected, event.key);
        if wrong.is_empty() {
            self.note(event, Gap::UnknownEvent(*corrected));
        }
        for key in wrong {
            self.corrections.entry(key).or_default().push(Correction {
                event: event.key,
                party: *party,
                time: record.time,
                reason: reason.clone(),
            });
        }
    }
}
