//! `waymark ledger`.

use std::path::Path;

use alloy_primitives::B256;
use workspace::{BlockTimes, Connection, Failure, FailureKind, NodeAddress};

use crate::args::{Ledger, Scenario};
use crate::output;

pub(crate) fn run(ledger: &Ledger) -> Result<(), Failure> {
    match ledger {
        Ledger::Deploy { rpc, key, auth_env } => {
            let address = workspace::deploy(&node(rpc, auth_env.as_ref()), operator_key(key)?)?;
            output::lines([address.to_string()])
        }
        Ledger::Simulate {
            rpc,
            contract,
            key,
            scenario,
            events,
            auth_env,
            story_times,
        } => {
            let connection = Connection {
                node: node(rpc, auth_env.as_ref()),
                contract: *contract,
            };
            let times = if *story_times {
                BlockTimes::Story
            } else {
                BlockTimes::Node
            };
            let story = match scenario {
                Scenario::Chips => scenario::chips(),
                Scenario::Load => scenario::load(*events),
            };
            let mut progress = |done, total| output::progress(&format!("Step {done} of {total}"));
            let told = workspace::simulate(
                &connection,
                operator_key(key)?,
                &story,
                times,
                &mut progress,
            )?;
            output::progress_done();
            output::lines([format!(
                "{} events in {} transactions, up to block {}",
                told.events, told.transactions, told.block
            )])
        }
    }
}

fn node(rpc: &str, auth_env: Option<&String>) -> NodeAddress {
    NodeAddress {
        auth_env: auth_env.cloned(),
        ..NodeAddress::at(rpc)
    }
}

/// A private key from a file: 64 hex digits, with or without `0x`.
fn operator_key(path: &Path) -> Result<B256, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::from_io(path, &error))?;
    text.trim().parse().map_err(|_| {
        Failure::new(
            FailureKind::InputUnusable,
            format!("{} does not hold a private key", path.display()),
            "Put the 64 hex digits of the operator's private key in it, and nothing else.",
        )
    })
}
