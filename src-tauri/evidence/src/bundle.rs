//! The evidence that a report carries (`evidence.json`): headers in a row, with proofs of the receipts that matter.
//!
//! It brings no trust with it: whoever reads it says which block is trusted.

use alloy_primitives::{Address, B256, Bytes, Log};
use serde::{Deserialize, Serialize};

use crate::{
    BundleError, DescentError, Header, HeaderError, ProvenAccount, ReceiptProof, Receipts,
    ReceiptsError, StateEvidence,
};

mod sealed;

/// The format of `evidence.json` that this version writes and reads.
pub const FORMAT: u32 = 2;

/// The most bytes that `evidence.json` may have.
pub const MAX_JSON: usize = 64 << 20;

/// Which ledger the evidence is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Hash of block 0.
    pub genesis: B256,
    /// The ledger's contract.
    pub contract: Address,
    /// Keccak-256 of the contract's deployed code.
    pub code_hash: B256,
}

/// The evidence of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// [`FORMAT`].
    pub format: u32,
    /// The ledger.
    pub network: Network,
    /// Sealed headers in RLP at which the validators changed before `blocks`, ascending; and those that follow the last
    /// of `blocks` without a gap, where only later signers seal it (Clique).
    pub handovers: Vec<Bytes>,
    /// Contiguous blocks, from the first event's to the one that is to be trusted, the block of `state` among them; most
    /// carry no receipts.
    pub blocks: Vec<BlockEvidence>,
    /// What the ledger's account and slots hold at one of the blocks.
    pub state: Option<StateEvidence>,
}

/// One block of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockEvidence {
    /// The header in RLP.
    pub header: Bytes,
    /// The receipts that matter, in the order of their transactions.
    pub receipts: Vec<ReceiptEvidence>,
}

/// One proven receipt of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptEvidence {
    /// The transaction's place in the block.
    pub tx_index: u64,
    /// The place in the block of its first log. A receipt does not state it: it serves to name events as the cache
    /// does, and only its order is checked.
    pub first_log_index: u32,
    /// The proof, see [`ReceiptProof`].
    pub nodes: Vec<Bytes>,
}

/// A log of the ledger that is proven to be in a block of the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenLog {
    /// The block's number.
    pub block: u64,
    /// The block's time, see [`Header::timestamp`].
    pub block_time: u64,
    /// The transaction's place in the block.
    pub tx_index: u64,
    /// The log's place in the block.
    pub log_index: u32,
    /// The log.
    pub log: Log,
}

/// The transactions of one block that a bundle is to prove.
#[derive(Debug, Clone, Copy)]
pub struct Picked<'a> {
    /// The block's number.
    pub block: u64,
    /// All of its receipts.
    pub receipts: &'a Receipts,
    /// The transactions wanted; order and repetition do not matter.
    pub tx_indexes: &'a [u64],
}

impl Bundle {
    /// Builds the evidence of some transactions from contiguous headers and the full receipts of the blocks concerned.
    pub fn build(
        network: Network,
        headers: &[Header],
        picked: &[Picked<'_>],
    ) -> Result<Self, BundleError> {
        check_links(headers)?;
        let mut blocks: Vec<_> = headers
            .iter()
            .map(|header| BlockEvidence {
                header: header.rlp().into(),
                receipts: Vec::new(),
            })
            .collect();
        let first = headers.first().ok_or(BundleError::Empty)?.number();
        for pick in picked {
            let at = pick
                .block
                .checked_sub(first)
                .and_then(|at| usize::try_from(at).ok())
                .filter(|at| *at < headers.len());
            let at = at.ok_or_else(|| BundleError::Build {
                block: pick.block,
                reason: "its header is not among those given".to_owned(),
            })?;
            if !pick.receipts.matches(&headers[at]) {
                return Err(BundleError::OtherReceipts(pick.block));
            }
            blocks[at].receipts = prove(pick).map_err(|error| BundleError::Build {
                block: pick.block,
                reason: error.to_string(),
            })?;
        }
        Ok(Self {
            format: FORMAT,
            network,
            handovers: Vec::new(),
            blocks,
            state: None,
        })
    }

    /// Adds the sealed headers that [`Bundle::sealed_by`] needs beside the blocks.
    #[must_use]
    pub fn with_handovers(mut self, headers: &[Header]) -> Self {
        self.handovers = headers.iter().map(|header| header.rlp().into()).collect();
        self
    }

    /// Adds the proven state of one of the blocks; refused when it does not prove the ledger's account.
    pub fn with_state(mut self, state: StateEvidence) -> Result<Self, BundleError> {
        self.state = Some(state);
        self.state()?;
        Ok(self)
    }

    /// Reads `evidence.json`. Only the form that [`Bundle::to_json`] writes is accepted, so one bundle has one hash.
    pub fn from_json(json: &[u8]) -> Result<Self, BundleError> {
        if json.len() > MAX_JSON {
            return Err(BundleError::TooLong(json.len()));
        }
        let bundle: Self = serde_json::from_slice(json)
            .map_err(|error| BundleError::Json(limited(&error.to_string())))?;
        if bundle.format != FORMAT {
            return Err(BundleError::Format(bundle.format));
        }
        if bundle.to_json() == json {
            Ok(bundle)
        } else {
            Err(BundleError::NotCanonical)
        }
    }

    /// Writes `evidence.json`: compact, fields in the order of the types, lower-case hex. The same bundle, the same bytes.
    pub fn to_json(&self) -> Vec<u8> {
        // Writing numbers, strings and lists to memory has no way to fail.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// The headers, each read and checked for form; not for their links.
    pub fn headers(&self) -> Result<Vec<Header>, BundleError> {
        self.read_headers()
            .map_err(|(at, error)| BundleError::Header { at, error })
    }

    /// Every log of the ledger's contract in the proven receipts, after checking each proof against its header's
    /// receipts root and that blocks, transactions and logs are in strictly increasing order.
    ///
    /// It does not check that the headers form a chain: [`Bundle::descends_to`] does.
    pub fn logs(&self) -> Result<Vec<ProvenLog>, BundleError> {
        let headers = self.headers()?;
        if let Some(pair) = headers
            .windows(2)
            .find(|pair| pair[0].number() >= pair[1].number())
        {
            return Err(BundleError::Order(pair[1].number()));
        }
        let mut logs = Vec::new();
        for (header, block) in headers.iter().zip(&self.blocks) {
            self.block_logs(header, &block.receipts, &mut logs)?;
        }
        Ok(logs)
    }

    /// Checks that every header is the parent of the next, and that the block with this number and hash is among them,
    /// not before the last block that carries a receipt.
    pub fn descends_to(&self, number: u64, hash: B256) -> Result<(), DescentError> {
        let headers = self
            .read_headers()
            .map_err(|(at, error)| DescentError::Header { at, error })?;
        check_links(&headers)?;
        let (Some(first), Some(end)) = (headers.first(), headers.last()) else {
            return Err(DescentError::Empty);
        };
        let with_receipts = headers
            .iter()
            .zip(&self.blocks)
            .rev()
            .find(|(_, block)| !block.receipts.is_empty());
        let last = with_receipts.map_or(first, |(header, _)| header).number();
        if number < last {
            return Err(DescentError::TooEarly {
                trusted: number,
                last,
            });
        }
        let trusted = headers.iter().find(|header| header.number() == number);
        let found = trusted
            .ok_or(DescentError::NotReached {
                trusted: number,
                ends: end.number(),
            })?
            .hash();
        if found == hash {
            Ok(())
        } else {
            Err(DescentError::OtherBlock {
                number,
                trusted: hash,
                found,
            })
        }
    }

    /// The ledger's account at the block of the state, proven to that block's header and to the code that the network
    /// names; with the number of the block. Nothing when the bundle proves no state.
    pub fn state(&self) -> Result<Option<(u64, ProvenAccount)>, BundleError> {
        let Some(state) = &self.state else {
            return Ok(None);
        };
        let block = state.block;
        let headers = self.headers()?;
        let header = headers.iter().find(|header| header.number() == block);
        let root = header.ok_or(BundleError::StateBlock(block))?.state_root();
        let account = state
            .prove(root, self.network.contract)
            .map_err(|error| BundleError::State { block, error })?;
        if account.code_hash == self.network.code_hash {
            Ok(Some((block, account)))
        } else {
            Err(BundleError::OtherCode {
                block,
                found: account.code_hash,
            })
        }
    }

    fn read_headers(&self) -> Result<Vec<Header>, (usize, HeaderError)> {
        let read = |(at, block): (usize, &BlockEvidence)| {
            Header::from_rlp(&block.header).map_err(|error| (at, error))
        };
        self.blocks.iter().enumerate().map(read).collect()
    }

    fn block_logs(
        &self,
        header: &Header,
        receipts: &[ReceiptEvidence],
        logs: &mut Vec<ProvenLog>,
    ) -> Result<(), BundleError> {
        let block = header.number();
        // The place that the next receipt must have at least, and the first place its logs can have.
        let (mut next_transaction, mut next_log) = (0_u64, 0_u32);
        for receipt in receipts {
            let adjacent = receipt.tx_index == next_transaction;
            let placed = if adjacent {
                receipt.first_log_index == next_log
            } else {
                receipt.first_log_index >= next_log
            };
            if receipt.tx_index < next_transaction || !placed {
                return Err(BundleError::Order(block));
            }
            let proof = ReceiptProof {
                tx_index: receipt.tx_index,
                nodes: receipt.nodes.clone(),
            };
            let proven =
                proof
                    .verify(header.receipts_root())
                    .map_err(|error| BundleError::Proof {
                        block,
                        tx_index: receipt.tx_index,
                        error,
                    })?;
            next_transaction = receipt
                .tx_index
                .checked_add(1)
                .ok_or(BundleError::Order(block))?;
            let count = u32::try_from(proven.len()).map_err(|_| BundleError::Order(block))?;
            next_log = receipt
                .first_log_index
                .checked_add(count)
                .ok_or(BundleError::Order(block))?;
            let placed = (receipt.first_log_index..)
                .zip(proven)
                .filter(|(_, log)| log.address == self.network.contract);
            logs.extend(placed.map(|(log_index, log)| ProvenLog {
                block,
                block_time: header.timestamp(),
                tx_index: receipt.tx_index,
                log_index,
                log,
            }));
        }
        Ok(())
    }
}

fn prove(pick: &Picked<'_>) -> Result<Vec<ReceiptEvidence>, ReceiptsError> {
    let mut wanted = pick.tx_indexes.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let proofs = pick.receipts.prove_all(&wanted)?.into_iter();
    proofs
        .map(|proof| {
            let first_log_index = pick.receipts.first_log_index(proof.tx_index)?;
            Ok(ReceiptEvidence {
                tx_index: proof.tx_index,
                first_log_index,
                nodes: proof.nodes,
            })
        })
        .collect()
}

fn check_links(headers: &[Header]) -> Result<(), DescentError> {
    match headers.windows(2).find(|pair| !pair[1].follows(&pair[0])) {
        Some(pair) => Err(DescentError::Broken(pair[1].number())),
        None => Ok(()),
    }
}

/// The parser's words quote the file, which may say anything.
fn limited(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control())
        .take(200)
        .collect()
}

#[cfg(test)]
mod sealed_tests;
#[cfg(test)]
mod tests;
