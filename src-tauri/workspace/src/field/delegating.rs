//! Letting a device act for a party, and no longer: said on the ledger by the party's own account.

use alloy_primitives::{Address, B256};
use chain::Account;
use ledger::calls;

use crate::anchoring::refused;
use crate::sync::runtime;
use crate::{Failure, FailureKind, Workspace};

impl Workspace {
    /// Lets a device act for the party whose account key this is, up to a time (RFC 3339); says which block has it.
    pub fn delegate(
        &self,
        device: Address,
        until: &str,
        account_key: B256,
        now: u64,
    ) -> Result<u64, Failure> {
        let end = field::parse_time(until).map(trace::EventTime::unix_seconds);
        let end = end.filter(|end| *end > now).ok_or_else(|| {
            Failure::new(
                FailureKind::Usage,
                format!("{until:?} is no time to come"),
                "Give it with the offset of the place, such as 2027-01-31T18:00:00+01:00.",
            )
        })?;
        self.send_as(account_key, calls::delegate(device, end))
    }

    /// Lets a device no longer act for the party whose account key this is; says which block has it.
    pub fn withdraw_device(&self, device: Address, account_key: B256) -> Result<u64, Failure> {
        self.send_as(account_key, calls::withdraw(device))
    }

    fn send_as(&self, account_key: B256, call: Vec<u8>) -> Result<u64, Failure> {
        let account = Account::from_key(account_key).map_err(refused)?;
        let mined = runtime()?.block_on(async {
            let node = self.checked_node().await?;
            let contract = self.network.contract;
            node.send(&account, contract, call).await.map_err(refused)
        })?;
        Ok(mined.block)
    }
}
