//! Where the events of the evidence stand.

use evidence::{Bundle, Consensus, Header};

use super::{Chain, Seals};
use crate::ReportError;

/// Where these events stand; `as_of` is the block that the report names.
pub(crate) fn chain(bundle: &Bundle, as_of: u64) -> Result<Chain, ReportError> {
    let headers = bundle.headers()?;
    let number = |header: Option<&Header>| header.map_or(0, Header::number);
    let proofs = || bundle.blocks.iter().map(|block| block.receipts.len());
    let named = headers.iter().find(|header| header.number() == as_of);
    Ok(Chain {
        chain_id: bundle.network.chain_id,
        genesis: bundle.network.genesis,
        contract: bundle.network.contract,
        code_hash: bundle.network.code_hash,
        blocks: (number(headers.first()), number(headers.last())),
        with_receipts: proofs().filter(|receipts| *receipts > 0).count(),
        receipts: proofs().sum(),
        seals: named.and_then(seals),
    })
}

/// A header that cannot be read as one with seals has none.
fn seals(header: &Header) -> Option<Seals> {
    let consensus = header.consensus();
    if matches!(consensus, Consensus::Ethereum | Consensus::Clique) {
        return None;
    }
    let listed = header.listed_validators().ok()?;
    let signers = header.signers(consensus).ok()?;
    let counted = signers
        .iter()
        .filter(|signer| listed.is_empty() || listed.contains(signer));
    Some(Seals {
        consensus,
        seals: counted.count(),
        validators: (!listed.is_empty()).then_some(listed.len()),
    })
}
