//! Where the events of the evidence stand.

use evidence::Bundle;

use super::Chain;
use crate::ReportError;

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
