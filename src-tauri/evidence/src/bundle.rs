//! The evidence that a report carries (`evidence.json`): headers in a row, with proofs of the receipts that matter.
//!
//! It brings no trust with it: whoever reads it says which block is trusted.

use alloy_primitives::{Address, B256, Bytes, Log};
use serde::{Deserialize, Serialize};

use crate::{
    BundleError, DescentError, Header, HeaderError, ReceiptProof, Receipts, ReceiptsError,
};

/// The format of `evidence.json` that this version writes and reads.
pub const FORMAT: u32 = 1;

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
    /// Contiguous blocks, from the first event's to the one that is to be trusted; most carry no receipts.
    pub blocks: Vec<BlockEvidence>,
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
            blocks,
        })
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
mod tests {
    use alloy_consensus::Header as Fields;
    use proptest::prelude::*;

    use super::*;
    use crate::samples::{CONTRACT, encoded, header};

    fn network() -> Network {
        Network {
            chain_id: 31337,
            genesis: B256::repeat_byte(9),
            contract: CONTRACT,
            code_hash: B256::repeat_byte(8),
        }
    }

    fn receipts(count: usize) -> Receipts {
        Receipts::from_encoded(encoded(count)).unwrap()
    }

    /// Blocks 10 to 15; 11 has two receipts, 13 has 130.
    fn chain() -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for number in 10..16 {
            let receipts_root = receipts(match number {
                11 => 2,
                13 => 130,
                _ => 0,
            })
            .root();
            let parent_hash = headers.last().map_or(B256::ZERO, Header::hash);
            headers.push(header(Fields {
                number,
                parent_hash,
                receipts_root,
                timestamp: 1000 + number,
                ..Fields::default()
            }));
        }
        headers
    }

    fn bundle() -> Bundle {
        let (two, many) = (receipts(2), receipts(130));
        let picked = [
            Picked {
                block: 11,
                receipts: &two,
                tx_indexes: &[1],
            },
            Picked {
                block: 13,
                receipts: &many,
                tx_indexes: &[129, 0, 5, 6, 129],
            },
        ];
        Bundle::build(network(), &chain(), &picked).unwrap()
    }

    thread_local! {
        static SAMPLE: (Bundle, B256) = (bundle(), chain()[5].hash());
    }

    #[test]
    fn logs_are_those_of_the_contract_with_their_places() {
        let logs = bundle().logs().unwrap();
        let expected: Vec<_> = [(11, 2, vec![1]), (13, 130, vec![0, 5, 6, 129])]
            .into_iter()
            .flat_map(|(block, count, wanted)| {
                let all = receipts(count).logs().into_iter();
                all.filter(move |log| wanted.contains(&log.tx_index) && log.log.address == CONTRACT)
                    .map(move |log| (block, log))
            })
            .collect();
        assert_eq!(logs.len(), expected.len());
        for (log, (block, expected)) in logs.iter().zip(expected) {
            assert_eq!((log.block, log.block_time), (block, 1000 + block));
            assert_eq!(
                (log.tx_index, log.log_index, &log.log),
                (expected.tx_index, expected.log_index, &expected.log)
            );
        }
    }

    #[test]
    fn json_comes_back_and_has_one_form() {
        let bundle = bundle();
        let json = bundle.to_json();
        assert_eq!(Bundle::from_json(&json), Ok(bundle));
        let text = String::from_utf8(json).unwrap();
        assert!(text.starts_with(r#"{"format":1,"network":{"chain_id":31337,"genesis":"0x0909"#));
        assert_eq!(
            Bundle::from_json(text.replace(":1,", ": 1,").as_bytes()),
            Err(BundleError::NotCanonical)
        );
        assert_eq!(
            Bundle::from_json(text.replace("0xf9", "0xF9").as_bytes()),
            Err(BundleError::NotCanonical)
        );
        assert_eq!(
            Bundle::from_json(text.replace(r#""format":1"#, r#""format":2"#).as_bytes()),
            Err(BundleError::Format(2))
        );
        let extended = text.replace(r#"{"format""#, r#"{"note":"","format""#);
        assert!(matches!(
            Bundle::from_json(extended.as_bytes()),
            Err(BundleError::Json(_))
        ));
    }

    #[test]
    fn it_descends_to_a_block_at_or_after_its_last_event() {
        let (bundle, chain) = (bundle(), chain());
        for header in &chain[3..] {
            assert_eq!(bundle.descends_to(header.number(), header.hash()), Ok(()));
        }
        assert_eq!(
            bundle.descends_to(12, chain[2].hash()),
            Err(DescentError::TooEarly {
                trusted: 12,
                last: 13
            })
        );
        assert_eq!(
            bundle.descends_to(16, B256::ZERO),
            Err(DescentError::NotReached {
                trusted: 16,
                ends: 15
            })
        );
        let other = DescentError::OtherBlock {
            number: 15,
            trusted: B256::ZERO,
            found: chain[5].hash(),
        };
        assert_eq!(bundle.descends_to(15, B256::ZERO), Err(other));
        assert_eq!(
            Bundle {
                blocks: Vec::new(),
                ..bundle
            }
            .descends_to(0, B256::ZERO),
            Err(DescentError::Empty)
        );
    }

    #[test]
    fn a_missing_or_foreign_header_breaks_the_chain() {
        let end = chain()[5].hash();
        let mut gap = bundle();
        gap.blocks.remove(2);
        assert_eq!(gap.descends_to(15, end), Err(DescentError::Broken(13)));
        let mut foreign = bundle();
        foreign.blocks[4].header = header(Fields {
            number: 14,
            ..Fields::default()
        })
        .rlp()
        .into();
        assert_eq!(foreign.descends_to(15, end), Err(DescentError::Broken(14)));
    }

    #[test]
    fn disorder_is_refused() {
        let mut swapped = bundle();
        swapped.blocks[3].receipts.swap(0, 1);
        assert_eq!(swapped.logs(), Err(BundleError::Order(13)));
        let mut twice = bundle();
        let again = twice.blocks[3].receipts[0].clone();
        twice.blocks[3].receipts.insert(0, again);
        assert_eq!(twice.logs(), Err(BundleError::Order(13)));
        let mut blocks = bundle();
        blocks.blocks.swap(1, 3);
        assert!(matches!(blocks.logs(), Err(BundleError::Order(_))));
        let mut displaced = bundle();
        displaced.blocks[3].receipts[2].first_log_index += 1; // follows its neighbour, so its place is known
        assert_eq!(displaced.logs(), Err(BundleError::Order(13)));
        let mut endless = bundle();
        endless.blocks[3].receipts[3].first_log_index = u32::MAX;
        assert_eq!(endless.logs(), Err(BundleError::Order(13)));
    }

    #[test]
    fn nothing_is_built_that_would_not_verify() {
        let (two, chain) = (receipts(2), chain());
        let build = |block, headers: &[Header], tx| {
            Bundle::build(
                network(),
                headers,
                &[Picked {
                    block,
                    receipts: &two,
                    tx_indexes: &[tx],
                }],
            )
        };
        assert_eq!(build(13, &chain, 0), Err(BundleError::OtherReceipts(13)));
        assert!(matches!(
            build(9, &chain, 0),
            Err(BundleError::Build { block: 9, .. })
        ));
        assert!(matches!(
            build(11, &chain, 2),
            Err(BundleError::Build { block: 11, .. })
        ));
        assert_eq!(build(11, &[], 0), Err(BundleError::Empty));
        let gap = [chain[0].clone(), chain[2].clone()];
        assert_eq!(
            build(11, &gap, 0),
            Err(BundleError::Descent(DescentError::Broken(12)))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_flipped_bit_in_the_evidence_is_refused(block in 0..6_usize, at: prop::sample::Index, bit in 0..8_u8, in_header: bool) {
            let (mut bent, end) = SAMPLE.with(Clone::clone);
            let flip = |bytes: &Bytes| {
                let mut bytes = bytes.to_vec();
                let place = at.index(bytes.len());
                bytes[place] ^= 1 << bit;
                Bytes::from(bytes)
            };
            let BlockEvidence { header, receipts } = &mut bent.blocks[block];
            match receipts.first_mut() {
                Some(receipt) if !in_header => receipt.nodes[0] = flip(&receipt.nodes[0]),
                _ => *header = flip(header),
            }
            prop_assert!(bent.logs().is_err() || bent.descends_to(15, end).is_err());
        }

        #[test]
        fn random_bytes_never_panic(bytes: Vec<u8>) {
            prop_assert!(Bundle::from_json(&bytes).is_err());
        }
    }
}
