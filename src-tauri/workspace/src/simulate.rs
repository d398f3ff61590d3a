//! Putting a ledger on a network, and telling it a story.

use alloy_primitives::{Address, B256, U256};
use chain::{Account, Node, SubmitError};
use scenario::{Resolved, Step, Story, party_key};

use crate::network::Connection;
use crate::node_file::NodeAddress;
use crate::sync::runtime;
use crate::{Failure, FailureKind};

/// Enough for the longest role in a story where gas has a price, counted in gas.
const GAS_ALLOWANCE: u64 = 60_000_000;

/// How blocks get their time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockTimes {
    /// As the node sees fit.
    Node,
    /// As the story does; only development nodes can be asked for that.
    Story,
}

/// What a story left on a ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Simulated {
    /// Transactions sent.
    pub transactions: u64,
    /// Events of record written.
    pub events: u64,
    /// The last block.
    pub block: u64,
}

/// Puts the ledger on a network and answers its address.
pub fn deploy(node: &NodeAddress, operator_key: B256) -> Result<Address, Failure> {
    let node = node.to_file()?.connect()?;
    let account = Account::from_key(operator_key).map_err(submit_failed)?;
    let artifact = ledger::artifact().map_err(Failure::internal)?;
    runtime()?
        .block_on(node.deploy(&account, &artifact.bytecode))
        .map_err(submit_failed)
}

/// Tells a story to a ledger: registers one account per party, derived from the operator's key, and records every step.
pub fn simulate(
    connection: &Connection,
    operator_key: B256,
    story: &Story,
    times: BlockTimes,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Simulated, Failure> {
    let node = connection.node.to_file()?.connect()?;
    let mut telling = Telling {
        node,
        contract: connection.contract,
        operator: Account::from_key(operator_key).map_err(submit_failed)?,
        operator_key,
        story,
        times,
        done: Simulated::default(),
    };
    runtime()?.block_on(async {
        telling.set_up().await?;
        let mut resolved = Resolved::default();
        let total = story.steps.len() as u64;
        for (at, step) in (1_u64..).zip(&story.steps) {
            telling.tell(step, &mut resolved).await?;
            progress(at, total);
        }
        Ok(telling.done)
    })
}

struct Telling<'story> {
    node: Node,
    contract: Address,
    operator: Account,
    operator_key: B256,
    story: &'story Story,
    times: BlockTimes,
    done: Simulated,
}

impl Telling<'_> {
    /// Gas money, the directory and the roles: what the operator sends before the first step.
    async fn set_up(&mut self) -> Result<(), Failure> {
        let price = self.node.gas_price().await?;
        let allowance = U256::from(price).saturating_mul(U256::from(GAS_ALLOWANCE));
        if !allowance.is_zero() {
            for party in &self.story.parties {
                let account = party.account(self.operator_key);
                self.node
                    .fund(&self.operator, account, allowance)
                    .await
                    .map_err(submit_failed)?;
            }
        }
        for calldata in self.story.setup(self.operator_key) {
            let mined = self
                .node
                .send(&self.operator, self.contract, calldata)
                .await
                .map_err(submit_failed)?;
            self.count(&mined);
        }
        Ok(())
    }

    async fn tell(&mut self, step: &Step, resolved: &mut Resolved) -> Result<(), Failure> {
        if self.times == BlockTimes::Story {
            // Steps within one second share it: a block's time must only not go back, and the node moves it on by one.
            let _ = self
                .node
                .set_next_block_timestamp(step.at.unix_seconds())
                .await;
        }
        let account = self.account(&step.actor)?;
        let calldata = step.calldata(resolved).map_err(Failure::internal)?;
        let mined = self
            .node
            .send(&account, self.contract, calldata)
            .await
            .map_err(submit_failed)?;
        for log in &mined.logs {
            if let Ok(Some(body)) = ledger::decode(log) {
                resolved.learn(step, &body);
            }
        }
        self.count(&mined);
        Ok(())
    }

    fn count(&mut self, mined: &chain::Mined) {
        let events = mined
            .logs
            .iter()
            .filter(|log| matches!(ledger::decode(log), Ok(Some(_))))
            .count();
        self.done.transactions += 1;
        self.done.events += events as u64;
        self.done.block = mined.block;
    }

    fn account(&self, party: &str) -> Result<Account, Failure> {
        Account::from_key(party_key(self.operator_key, party)).map_err(submit_failed)
    }
}

fn submit_failed(error: SubmitError) -> Failure {
    match error {
        SubmitError::Node(error) => error.into(),
        SubmitError::Reverted { data, .. } => Failure::new(
            FailureKind::InputUnusable,
            format!("the ledger refused: {}", ledger::explain_revert(&data)),
            "Use a ledger that was deployed with this key and has not heard this story yet.",
        ),
        other => Failure::new(
            FailureKind::InputUnusable,
            other.to_string(),
            "Check the key file and that its account can pay for transactions on this network.",
        ),
    }
}
