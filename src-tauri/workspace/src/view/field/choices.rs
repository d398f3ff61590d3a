//! What can be chosen in a form, and the device keys with what they may do.

use field::Acting;
use protocol::field::{
    DelegationView, DeviceView, FieldChoices, FieldShipment, PartyChoice, PlaceChoice, Remembered,
};
use trace::SubjectId;

use super::super::words;
use crate::field::{Session, first_names, list_devices, shipment_number};
use crate::{Failure, Workspace};

/// The most shipments that are listed.
const SHIPMENTS: usize = 200;

impl Workspace {
    /// What can be chosen in a form by whoever uses this device.
    pub fn field_choices(&self, session: Option<&Session>) -> Result<FieldChoices, Failure> {
        let device = match session {
            Some(session) => Some(session.account()),
            None => self.device_in_use()?,
        };
        let now = self.judged_at();
        let mine: Vec<SubjectId> = device.map_or_else(Vec::new, |device| {
            let delegations = self.delegations(device).into_iter();
            delegations
                .filter(|(_, acting)| acting.may_at(now))
                .map(|(party, _)| party)
                .collect()
        });
        let remembered = match self.outbox_if_any()? {
            Some(outbox) => crate::field::remembered(&outbox)?,
            None => Remembered::default(),
        };
        Ok(FieldChoices {
            parties: self.parties_to_choose(&mine),
            places: self.places_to_choose(&mine),
            shipments: self.shipments_to_choose(&mine),
            remembered,
        })
    }

    fn parties_to_choose(&self, mine: &[SubjectId]) -> Vec<PartyChoice> {
        let parties = self.register.parties().iter();
        let mut choices: Vec<PartyChoice> = parties
            .map(|(id, party)| PartyChoice {
                epc: party.epc.to_string(),
                title: words::text(&party.title),
                mine: mine.contains(id),
            })
            .collect();
        choices.sort_by(|one, other| (!one.mine, &one.title).cmp(&(!other.mine, &other.title)));
        choices
    }

    fn places_to_choose(&self, mine: &[SubjectId]) -> Vec<PlaceChoice> {
        let locations = self.register.locations().values();
        let mut choices: Vec<(bool, PlaceChoice)> = locations
            .map(|location| {
                let choice = PlaceChoice {
                    epc: location.epc.to_string(),
                    title: words::text(&location.title),
                    party: words::subject_epc(&self.register, location.party),
                };
                (!mine.contains(&location.party), choice)
            })
            .collect();
        choices.sort_by(|one, other| (one.0, &one.1.title).cmp(&(other.0, &other.1.title)));
        choices.into_iter().map(|(_, choice)| choice).collect()
    }

    fn shipments_to_choose(&self, mine: &[SubjectId]) -> Vec<FieldShipment> {
        let shipments = self.register.shipments().values();
        let mut choices: Vec<FieldShipment> = shipments
            .filter(|shipment| shipment.is_under_way())
            .filter(|shipment| {
                mine.is_empty() || mine.contains(&shipment.to) || mine.contains(&shipment.from)
            })
            .map(|shipment| FieldShipment {
                id: shipment_number(shipment.id),
                from: words::party_name(&self.register, shipment.from),
                to: words::subject_epc(&self.register, shipment.to),
                items: first_names(&self.register, &shipment.items),
                shipped: words::moment(shipment.shipped.time),
                incoming: mine.contains(&shipment.to),
            })
            .collect();
        choices.sort_by_key(|choice| (!choice.incoming, -choice.shipped.unix));
        choices.truncate(SHIPMENTS);
        choices
    }

    /// The device keys on this computer, with what each may do on this ledger.
    pub(super) fn device_views(
        &self,
        session: Option<&Session>,
    ) -> Result<Vec<DeviceView>, Failure> {
        let known = list_devices()?.into_iter().filter_map(|device| {
            let account = device.account?;
            let delegations = self.delegations(account).into_iter();
            Some(DeviceView {
                name: device.name,
                account: account.to_string(),
                unlocked: session.is_some_and(|session| session.account() == account),
                delegations: delegations
                    .map(|(party, acting)| self.delegation(party, acting))
                    .collect(),
            })
        });
        Ok(known.collect())
    }

    fn delegation(&self, party: SubjectId, acting: Acting) -> DelegationView {
        DelegationView {
            party: words::subject_epc(&self.register, party),
            title: words::party_name(&self.register, party),
            own_account: acting == Acting::Own,
            until: match acting {
                Acting::Until(until) => Some(until.cast_signed()),
                _ => None,
            },
            ended: !acting.may_at(self.judged_at()),
        }
    }
}
