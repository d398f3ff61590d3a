//! Which shipment an event began or ended. It is reckoned when the first rule asks, because most records give no rule a reason.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use trace::{EventKey, EventType};

use crate::{Register, Shipment, Step};

/// The shipments by their events.
pub(super) struct Ways<'a> {
    register: &'a Register,
    by_event: OnceCell<BTreeMap<EventKey, &'a Shipment>>,
}

impl<'a> Ways<'a> {
    pub(super) fn new(register: &'a Register) -> Self {
        Self {
            register,
            by_event: OnceCell::new(),
        }
    }

    /// The shipment that this event began or ended.
    pub(super) fn of(&self, event: EventKey) -> Option<&'a Shipment> {
        let by_event = self.by_event.get_or_init(|| {
            let mut all = BTreeMap::new();
            for shipment in self.register.shipments().values() {
                let end = (shipment.received.as_ref())
                    .or(shipment.rejection.as_ref().map(|rejection| &rejection.step));
                all.insert(shipment.shipped.event, shipment);
                all.extend(end.map(|end| (end.event, shipment)));
            }
            all
        });
        by_event.get(&event).copied()
    }

    /// Who did what a step tells of, where the register knows.
    pub(super) fn actor(&self, step: &Step) -> Option<trace::SubjectId> {
        match step.event_type {
            EventType::Transformed => {
                let process = self.register.transformations().get(&step.event);
                process.map(|process| process.party)
            }
            EventType::Shipped => self.of(step.event).map(|shipment| shipment.from),
            EventType::Received | EventType::Rejected => {
                self.of(step.event).map(|shipment| shipment.to)
            }
            _ => None,
        }
    }
}
