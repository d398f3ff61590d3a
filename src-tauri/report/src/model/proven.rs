//! From evidence to events: what the proven logs of the ledger record.

use evidence::Bundle;
use trace::{EventKey, TraceEvent};

use super::Chain;
use crate::ReportError;

/// The events that the evidence proves, in chain order. Every receipt's proof is checked on the way; whether the blocks are those
/// of a chain that somebody trusts is not.
pub(crate) fn events(bundle: &Bundle) -> Result<Vec<TraceEvent>, ReportError> {
    let mut events = Vec::new();
    for proven in bundle.logs()? {
        let (block, log_index) = (proven.block, proven.log_index);
        let decoded = ledger::decode(&proven.log).map_err(|source| ReportError::Log {
            block,
            log_index,
            source,
        })?;
        if let Some(body) = decoded {
            events.push(TraceEvent {
                key: EventKey { block, log_index },
                transaction: None,
                block_time: proven.block_time,
                body,
            });
        }
    }
    Ok(events)
}

/// Where these events stand.
pub(crate) fn chain(bundle: &Bundle) -> Result<Chain, ReportError> {
    let headers = bundle.headers()?;
    let number = |header: Option<&evidence::Header>| header.map_or(0, evidence::Header::number);
    let proofs = || bundle.blocks.iter().map(|block| block.receipts.len());
    Ok(Chain {
        chain_id: bundle.network.chain_id,
        genesis: bundle.network.genesis,
        contract: bundle.network.contract,
        code_hash: bundle.network.code_hash,
        blocks: (number(headers.first()), number(headers.last())),
        with_receipts: proofs().filter(|receipts| *receipts > 0).count(),
        receipts: proofs().sum(),
    })
}
