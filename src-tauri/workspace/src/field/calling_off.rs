//! What is to be called off on the ledger, and what a reorganisation took back.

use alloy_primitives::Address;
use chain::{Account, Mined, Node, SubmitError};
use field::{Fate, Happening};
use outbox::{Kept, Outbox, Record};
use protocol::field::{FieldState as State, OutboxOutcome};

use super::Session;
use super::sending::trouble_of;
use crate::anchoring::refused;
use crate::sync::runtime;
use crate::{Failure, Workspace};

impl Workspace {
    /// What was sent and is in no block that is known is sent again, if the ledger has not got it any more: a reorganisation can
    /// take a transaction back.
    pub(super) fn revive(
        &self,
        outbox: &mut Outbox,
        node: &Node,
        outcome: &mut OutboxOutcome,
        now: u64,
    ) -> Result<(), Failure> {
        let kept = outbox.all_signed()?;
        for record in outbox.records()? {
            let lost = record.state == State::Sent && record.progress.block.is_none();
            let Some(signed) = kept.iter().find(|kept| kept.record == record.id && lost) else {
                continue;
            };
            match runtime()?.block_on(self.settled(node, &signed.carried)) {
                Ok(None) => {
                    outbox.change(&record.id, now, |progress| {
                        progress.transaction = None;
                        Some(Happening::Reorganised)
                    })?;
                }
                Ok(Some(_)) => {}
                Err(error) => {
                    outcome.trouble = Some(error.to_string());
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Calls off what is to be called off.
    pub(super) fn call_off(
        &self,
        outbox: &mut Outbox,
        node: &Node,
        account: &Account,
        session: Option<&Session>,
        outcome: &mut OutboxOutcome,
        now: u64,
    ) -> Result<(), Failure> {
        let kept = outbox.all_signed()?;
        for record in outbox.records()? {
            let Some(signed) = kept.iter().find(|kept| kept.record == record.id) else {
                continue;
            };
            if !record.progress.cancelling || is_over(record.state) {
                continue;
            }
            let party = trace::SubjectId(signed.carried.party);
            let may = |address: Address| self.acting(address, party).may_at(now);
            let device = session.map(|session| Account::from_key(session.payer()));
            let device = device.transpose().map_err(refused)?;
            let acting = [Some(account), device.as_ref()];
            let acting = acting.into_iter().flatten().find(|it| may(it.address()));
            let Some(acting) = acting else {
                continue;
            };
            let call = ledger::capture::cancel(party, signed.carried.id);
            let contract = self.network.contract;
            let sent = runtime()?.block_on(node.send(acting, contract, call));
            self.called_off(outbox, node, &record, signed, sent, outcome, now)?;
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)] // what was sent, of what, and where that is noted
    fn called_off(
        &self,
        outbox: &mut Outbox,
        node: &Node,
        record: &Record,
        signed: &Kept,
        sent: Result<Mined, SubmitError>,
        outcome: &mut OutboxOutcome,
        now: u64,
    ) -> Result<(), Failure> {
        match sent {
            Ok(mined) => {
                outbox.change(&record.id, now, |progress| {
                    progress.transaction = Some(mined.tx);
                    progress.block = Some(mined.block);
                    Some(Happening::CalledOff)
                })?;
                outcome.cancelled.push(record.id.clone());
            }
            Err(SubmitError::Reverted { .. }) => {
                // Somebody was quicker: then the ledger says with what.
                let settled = runtime()?.block_on(self.settled(node, &signed.carried));
                if settled.is_ok_and(|fate| fate == Some(Fate::Cancelled)) {
                    outbox.change(&record.id, now, |_| Some(Happening::CalledOff))?;
                    outcome.cancelled.push(record.id.clone());
                }
            }
            Err(error) => outcome.trouble = Some(trouble_of(&error)),
        }
        Ok(())
    }
}

/// Whether calling a record off would change nothing any more.
pub(super) const fn is_over(state: State) -> bool {
    matches!(state, State::Confirmed | State::Sealed | State::Cancelled)
}
